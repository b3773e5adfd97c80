#include "app/list_overview.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/reading.h"
#include "screening/list_document.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

constexpr std::int64_t kDayUs = 86'400'000'000;
/// Entries about one kind that are looked at, from the last one back: a refusal a day for years.
constexpr std::size_t kEntriesMax = 1'000;

ListVersion version_of(const Row& row) {
  ListVersion out;
  out.digest = row.text("digest");
  out.content = row.text("content");
  out.active = row.text("state") == "active";
  if (!row.null("as_of")) out.as_of = Instant{row.integer("as_of")};
  out.as_of_from = row.text("as_of_from");
  out.entries = row.integer("entries");
  out.persons = row.integer("persons");
  out.names = row.integer("names");
  out.weak_names = out.names - row.integer("strong_names");
  out.loaded_at = Instant{row.integer("loaded_at")};
  return out;
}

Result<Scope> lists_scope() {
  return Access::scope(Access::system(), Right::kLists, "the firm's screening lists", nullptr);
}

std::string actor_text(const record::Actor& actor) { return actor.kind == "person" ? actor.id : "system"; }

/// Who loaded the active list, and what was refused last: the entries say it, the rows do not.
Status note_actors(Deps& deps, ListOverview& list) {
  LICET_TRY(const auto numbers, deps.store.entries_of(Access::system(), "list", list.kind));
  bool loaded = !list.active;
  std::size_t looked = 0;
  for (auto number = numbers.rbegin(); number != numbers.rend() && looked < kEntriesMax; ++number, ++looked) {
    if (loaded && list.refused) return {};
    LICET_TRY(const auto entry, deps.store.entry(Access::system(), *number));
    if (!entry) continue;
    LICET_TRY(const record::StoredBody body, stored_body(*entry));
    for (const record::Event& event : body.events) {
      const json::Value fields(event.fields);
      if (event.type == "list_loaded" && !loaded && fields.string_or("list", "") == list.active->digest) {
        list.active->loaded_by = actor_text(body.actor);
        loaded = true;
      }
      if (event.type == "attempt_refused" && !list.refused)
        list.refused = ListAttempt{body.at, std::string(fields.string_or("reason", "")), actor_text(body.actor)};
    }
  }
  return {};
}

void judge_age(const FirmState& state, Instant now, std::int64_t max_age_days, ListOverview& list) {
  if (!list.active) return;
  list.age = ListAge::kUndated;
  if (!list.active->as_of) return;
  list.too_old_from = Instant{list.active->as_of->us + max_age_days * kDayUs + 1};
  list.age = state.recent_enough(*list.active->as_of, now) ? ListAge::kFresh : ListAge::kTooOld;
}

/// Why nobody is cleared, a sentence a list. What FirmState::lists_usable asks, said.
std::vector<std::string> reasons_of(const ListsOverview& all) {
  std::vector<std::string> out;
  bool any = false;
  for (const ListOverview& list : all.lists) {
    any = any || list.active;
    if (list.demanded && list.age == ListAge::kMissing)
      out.push_back("the policy asks for the list " + list.kind + ", and none is loaded");
    if (list.age == ListAge::kUndated) out.push_back("nobody said of what date the list " + list.kind + " is");
    if (list.age == ListAge::kTooOld)
      out.push_back("the list " + list.kind + " is of " + format_instant(*list.active->as_of) +
                    ", and the policy takes none older than " + std::to_string(all.max_age_days) + " days");
  }
  if (!any) out.push_back("no list is loaded");
  return out;
}

}  // namespace

std::string_view list_age_name(ListAge age) {
  switch (age) {
    case ListAge::kMissing:
      return "missing";
    case ListAge::kUndated:
      return "undated";
    case ListAge::kTooOld:
      return "too_old";
    case ListAge::kFresh:
      return "fresh";
  }
  return "missing";
}

Result<ListsOverview> lists_overview(Deps& deps, const Principal& principal) {
  LICET_CHECK(Access::demand(principal, Right::kLists));
  ListsOverview out;
  const Instant now = deps.clock.now();
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, lists_scope());
    LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList));
    const json::Value* screening = state.policy->document().find("screening");
    out.max_age_days = screening == nullptr ? 0 : screening->int_or("max_age_days", 0);
    std::map<std::string, ListOverview> by_kind;
    if (const json::Value* wanted = screening == nullptr ? nullptr : screening->find("lists"))
      for (const json::Value& kind : wanted->as_array()) by_kind[kind.as_string()].demanded = true;
    for (const Row& row : rows) {
      ListOverview& list = by_kind[std::string(row.text("kind"))];
      if (row.text("state") == "active") list.active = version_of(row);
    }
    for (auto& [kind, list] : by_kind) {
      list.kind = kind;
      judge_age(state, now, out.max_age_days, list);
      out.lists.push_back(std::move(list));
    }
    out.usable = state.lists_usable(now);
    return {};
  }));
  for (ListOverview& list : out.lists) LICET_CHECK(note_actors(deps, list));
  if (!out.usable) out.why_not = reasons_of(out);
  LICET_CHECK(record_read(
      deps, principal,
      {"lists status", {}, "look at the screening lists", static_cast<std::int64_t>(out.lists.size()), {}}));
  return out;
}

Result<std::vector<ListVersion>> list_versions(Reader& reader, const std::string& kind) {
  LICET_TRY(const Scope scope, lists_scope());
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList, {{"kind", Condition::Op::kEqual, kind}}));
  std::vector<ListVersion> out;
  for (const Row& row : rows) out.push_back(version_of(row));
  std::sort(out.begin(), out.end(), [](const ListVersion& a, const ListVersion& b) {
    return a.active != b.active ? a.active : a.loaded_at > b.loaded_at;
  });
  return out;
}

Status record_failed_fetch(Deps& deps, const Principal& principal, const std::string& kind, const Error& error) {
  LICET_CHECK(Access::demand(principal, Right::kLists));
  record::BodyBuilder body = new_body(deps, principal, "lists fetch");
  body.link("list", kind);
  body.add(record::attempt_refused("lists fetch", "LIST_NOT_FETCHED",
                                   json::Object{{"error", error_code_name(error.code)}, {"kind", kind}}));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) { return append(tx, std::move(body)); });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

Result<screening::List> kept_list(Reader& reader, const std::string& digest) {
  LICET_TRY(const auto bytes, reader.attachment(digest));
  if (!bytes || crypto::digest_text(crypto::sha256(ByteView(*bytes))) != digest)
    return fail(ErrorCode::kTampered,
                "the bytes of screening list " + digest + " are not in the data folder, or others");
  return screening::list_from_document(as_text(*bytes));
}

}  // namespace licet::app
