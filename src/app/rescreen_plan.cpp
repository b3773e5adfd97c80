#include "app/rescreen_plan.h"

#include <utility>

#include "app/lead_draft.h"
#include "base/json.h"
#include "base/json_texts.h"
#include "screening/engine.h"
#include "screening/list_diff.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// Versions of before whose changes are kept at once; leads of further ones are compared with everything.
constexpr std::size_t kVersionsMax = 8;

Result<Scope> jobs_scope() {
  return Access::scope(Access::system(), Right::kJobs, "screen leads against changed lists", nullptr);
}

}  // namespace

std::string_view due_name(Due due) {
  constexpr std::string_view kNames[] = {"nothing", "changes", "unseen",  "engine",  "hits",
                                         "lists",   "asked",   "service", "delisted"};
  return kNames[static_cast<std::size_t>(due)];
}

Result<ListStanding> ListStanding::load(Reader& reader) {
  LICET_TRY(const Scope scope, jobs_scope());
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList));
  ListStanding out;
  std::set<std::pair<std::string, std::string>> active;
  for (const Row& row : rows) {
    out.kinds_.emplace(row.text("digest"), row.text("kind"));
    if (row.text("state") != "active") continue;
    out.active_.emplace(row.text("kind"), row.text("digest"));
    active.emplace(row.text("kind"), row.text("content"));
  }
  for (const Row& row : rows)
    if (active.count({std::string(row.text("kind")), std::string(row.text("content"))}) != 0)
      out.current_.emplace(row.text("digest"));
  return out;
}

bool ListStanding::up_to_date(std::string_view screened) {
  if (const auto found = known_.find(screened); found != known_.end()) return found->second;
  const auto lists = json::parse(screened);
  bool good = lists && lists->is_array() && lists->as_array().size() == active_.size();
  if (good)
    for (const json::Value& digest : lists->as_array())
      good = good && digest.is_string() && current_.count(digest.as_string()) != 0;
  known_.emplace(screened, good);
  return good;
}

std::optional<std::map<std::string, std::string, std::less<>>> ListStanding::by_kind(std::string_view screened) const {
  std::map<std::string, std::string, std::less<>> out;
  const std::vector<std::string> digests = json::texts_in(screened);
  for (const std::string& digest : digests) {
    const auto kind = kinds_.find(digest);
    if (kind == kinds_.end() || active_.count(kind->second) == 0) return std::nullopt;
    out.emplace(kind->second, digest);
  }
  if (out.size() != active_.size() || out.size() != digests.size()) return std::nullopt;
  return out;
}

Result<RescreenPlan> RescreenPlan::load(Reader& reader, FirmState state, Instant at, bool full) {
  RescreenPlan out;
  out.state_ = std::move(state);
  LICET_TRY(out.standing_, ListStanding::load(reader));
  out.usable_ = out.state_.lists_usable(at);
  out.full_ = full;
  return out;
}

const std::string& RescreenPlan::engine_for(const Row& lead) {
  const Segment segment = segment_of(lead);
  auto found = engines_.find(segment);
  if (found == engines_.end())
    found = engines_.emplace(segment, screening::engine_digest(state_.thresholds(segment))).first;
  return found->second;
}

Due RescreenPlan::due(const Row& lead) {
  const std::string_view screening = lead.text("screening");
  const bool unseen = screening == "not" || screening == "stale";
  const std::string_view lists = lead.text("screened_lists");
  if (full_) return Due::kAsked;
  if (usable_ && unseen) return Due::kUnseen;
  if (state_.service_demanded && !standing_.up_to_date(lists)) return unseen ? Due::kUnseen : Due::kService;
  const bool same_engine = lead.text("engine") == engine_for(lead);
  if (same_engine && standing_.up_to_date(lists)) return Due::kNothing;
  if (unseen) return Due::kUnseen;
  if (!same_engine) return Due::kEngine;
  const bool never_hit = lead.null("open_hits") && lead.null("cleared_hits");
  return never_hit ? Due::kChanges : Due::kHits;
}

Result<std::shared_ptr<const screening::List>> RescreenPlan::active_list(Reader& reader, const std::string& digest) {
  auto& kept = lists_[digest];
  if (!kept) {
    LICET_TRY(kept, load_list_version(reader, digest));
  }
  return kept;
}

Result<const FirmState*> RescreenPlan::changes_since(Reader& reader, std::string_view screened) {
  if (const auto found = changes_.find(screened); found != changes_.end())
    return found->second ? &*found->second : nullptr;
  if (changes_.size() >= kVersionsMax) return nullptr;
  auto& kept = changes_[std::string(screened)];
  const auto versions = standing_.by_kind(screened);
  if (!versions) return nullptr;
  std::vector<std::shared_ptr<const screening::List>> changed;
  std::size_t entries = 0, all = 0;
  for (const auto& [kind, digest] : *versions) {
    LICET_TRY(const auto present, active_list(reader, standing_.active().at(kind)));
    const auto before = load_list_version(reader, digest);
    if (!before) return nullptr;  // whoever damaged it is told by `ledger verify`; here nothing hangs on it
    auto list = std::make_shared<screening::List>(screening::entries_to_screen(**before, *present));
    entries += list->entries.size();
    all += present->entries.size();
    changed.push_back(std::move(list));
  }
  if (entries * 2 > all) return nullptr;
  FirmState state = state_;
  LICET_TRY(state.lists, screening::ListIndex::build(std::move(changed)));
  changed_entries_ += entries;
  kept = std::move(state);
  return &*kept;
}

Result<const FirmState*> RescreenPlan::everything(Reader& reader, FirmStates& firm) {
  if (!state_.lists) {
    LICET_TRY(const FirmState whole, firm.state(reader, LoadLists::kYes));
    state_.service = whole.service;
    // A list loaded meanwhile is the next pass's.
    if (whole.list_digests == state_.list_digests) {
      state_.lists = whole.lists;
    } else {
      LICET_TRY(state_.lists, load_list_index(reader, state_.list_digests));
    }
  }
  return &state_;
}

}  // namespace licet::app
