#include "app/delisting.h"

#include <algorithm>

#include "app/reading.h"
#include "base/json_texts.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// "number of the name:digest of the entry"; empty for hits that were only counted.
std::string entry_hash_of(const std::string& hit) {
  const std::size_t colon = hit.find(':');
  std::string hash = colon == std::string::npos ? std::string() : hit.substr(colon + 1);
  return crypto::parse_digest_text(hash) ? hash : std::string();
}

}  // namespace

Status Delistings::load(Reader& reader, const FirmState& state, Instant at) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kJobs, "versions of screening lists", nullptr));
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList));
  std::map<std::string, Instant, std::less<>> newest;
  for (const Row& row : rows) {
    Version version{std::string(row.text("kind")), std::nullopt};
    if (!row.null("as_of")) version.as_of = Instant{row.integer("as_of")};
    if (version.as_of) newest[version.kind] = std::max(newest[version.kind], *version.as_of);
    versions_.emplace(row.text("digest"), version);
  }
  for (const Row& row : rows) {
    if (row.text("state") != "active") continue;
    const Version& version = versions_.find(row.text("digest"))->second;
    Active active;
    active.digest = row.text("digest");
    if (version.as_of) active.as_of = *version.as_of;
    active.ends_hits = version.as_of && state.recent_enough(active.as_of, at) && active.as_of >= newest[version.kind];
    active_.emplace(version.kind, std::move(active));
  }
  return {};
}

Status Delistings::read_active() {
  read_ = true;
  return deps_.store.read(principal_, [&](Reader& reader) -> Status {
    for (auto& [kind, active] : active_) {
      LICET_TRY(const auto bytes, reader.attachment(active.digest));
      if (bytes) active.entries = record::read_list_entries(*bytes);
      // Without its bytes nobody knows what it lost.
      active.ends_hits = active.ends_hits && active.entries;
    }
    return {};
  });
}

Result<Delisted> Delistings::of(const LeadDraft& draft) {
  Delisted out;
  const bool any = std::any_of(active_.begin(), active_.end(), [](const auto& one) { return one.second.ends_hits; });
  if (draft.open_hits.empty() || !any) return out;
  if (!read_) LICET_CHECK(read_active());
  std::set<std::string> gone;
  for (const std::string& hit : draft.open_hits) {
    const std::string hash = entry_hash_of(hit);
    const bool there = std::any_of(active_.begin(), active_.end(), [&](const auto& one) {
      return one.second.entries && one.second.entries->id_of_hash.count(hash) != 0;
    });
    if (!hash.empty() && !there) gone.insert(hash);
  }
  if (gone.empty()) return out;
  LICET_TRY(const auto found, origins(draft.lead, gone));
  for (const auto& [hash, origin] : found) {
    const auto active = active_.find(origin.kind);
    const auto was = versions_.find(origin.list);
    if (active == active_.end() || !active->second.ends_hits || was == versions_.end() || !was->second.as_of) continue;
    if (active->second.entries->ids.count(origin.entry) != 0) continue;  // it changed, and is still listed
    record::DelistedEntry entry{{}, origin.kind, origin.entry, active->second.digest, origin.list};
    for (const std::string& hit : draft.open_hits)
      if (entry_hash_of(hit) == hash) entry.hits.push_back(hit);
    out.as_of = out.entries.empty() ? active->second.as_of : std::min(out.as_of, active->second.as_of);
    out.entries.push_back(std::move(entry));
  }
  return out;
}

/// The newest screening that names a hit says what it was on.
Result<std::map<std::string, Delistings::Origin>> Delistings::origins(const LeadId& lead,
                                                                      const std::set<std::string>& hashes) {
  std::map<std::string, Origin> found;
  LICET_TRY(auto entries, deps_.store.entries_of(principal_, "lead", lead.str()));
  std::sort(entries.rbegin(), entries.rend());
  for (const std::uint64_t seq : entries) {
    if (found.size() == hashes.size()) break;
    LICET_TRY(const auto stored, deps_.store.entry(principal_, seq));
    if (!stored) continue;
    LICET_TRY(const record::StoredBody body, stored_body(*stored));
    for (const record::Event& event : body.events) {
      const auto about = event.fields.find(std::string_view("lead"));
      if (event.type == "lead_screened" && about != event.fields.end() && about->second.is_string() &&
          about->second.as_string() == lead.str())
        note_origins(event.fields, hashes, found);
    }
  }
  return found;
}

void Delistings::note_origins(const json::Object& screening, const std::set<std::string>& hashes,
                              std::map<std::string, Origin>& found) const {
  const json::Value fields(screening);
  const json::Value* result = fields.find("result");
  const json::Value* hits = result == nullptr ? nullptr : result->find("hits");
  if (hits == nullptr || !hits->is_array()) return;
  const std::vector<std::string> lists = json::texts_of(fields.find("lists"));
  for (const json::Value& hit : hits->as_array()) {
    const std::string hash(hit.string_or("entry_hash", ""));
    if (hashes.count(hash) == 0 || found.count(hash) != 0) continue;
    Origin origin{std::string(hit.string_or("list", "")), std::string(hit.string_or("entry_id", "")), {}};
    for (const std::string& list : lists)
      if (const auto version = versions_.find(list); version != versions_.end() && version->second.kind == origin.kind)
        origin.list = list;
    if (!origin.list.empty()) found.emplace(hash, std::move(origin));
  }
}

}  // namespace licet::app
