// Level 4 rules about delisting: a hit ends without persons only where its list lost the entry.
#include <algorithm>

#include "base/json_texts.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

constexpr std::size_t kListsKept = 8;

}  // namespace

/// The entries of a list; null when its bytes are not at hand.
const ListEntries* SemanticRules::entries_of(const std::string& list) {
  if (const auto kept = list_entries_.find(list); kept != list_entries_.end())
    return kept->second ? &*kept->second : nullptr;
  if (list_entries_.size() >= kListsKept) list_entries_.clear();
  auto& kept = list_entries_[list];
  const auto bytes = attachments_ ? attachments_(list) : std::nullopt;
  if (bytes && crypto::digest_text(crypto::sha256(*bytes)) == list) kept = read_list_entries(*bytes);
  return kept ? &*kept : nullptr;
}

// What must be so for a delisting to end hits; empty when it is.
std::string SemanticRules::why_not_delisted(const DelistedEntry& of, const SemanticState::Lead& lead,
                                            const EventFields& in) {
  const std::string_view hash = of.hits.empty() ? std::string_view() : entry_of_hit(of.hits.front());
  if (!crypto::parse_digest_text(hash)) return "it names no hit";
  const std::string before = " " + std::string(state_.texts.text(lead.open_hits));
  const std::vector<std::string> still = json::texts_of(in.find("open")), lists = json::texts_of(in.find("lists"));
  for (const std::string& hit : of.hits)
    if (entry_of_hit(hit) != hash || before.find(" " + hit + " ") == std::string::npos ||
        std::find(still.begin(), still.end(), hit) != still.end())
      return "the hit " + hit + " was not open on that entry, or is still open";
  const auto active = state_.active_lists.find(of.kind);
  if (active == state_.active_lists.end() || active->second.digest != of.list ||
      std::find(lists.begin(), lists.end(), of.list) == lists.end())
    return "the lead was not screened against the active list of the kind '" + of.kind + "'";
  const SemanticState::ActiveList& list = active->second;
  if (of.was == of.list || list.versions.count(of.was) == 0) return "no dated version of that list was active before";
  if (!list.as_of || *list.as_of < list.newest) return "the list is older than one that was active before, or undated";
  const SemanticState::PolicyInForce& policy = policy_in_force();
  const ListEntries* present = entries_of(of.list);
  const ListEntries* past = entries_of(of.was);
  if (policy.known && body_->at.us - *list.as_of > policy.max_age_us)
    return "the list was older than the policy allows";
  if (present != nullptr && (present->ids.count(of.entry) != 0 || present->id_of_hash.count(hash) != 0))
    return "the list still has the entry " + of.entry;
  if (past != nullptr) {
    const auto had = past->id_of_hash.find(hash);
    if (had == past->id_of_hash.end() || had->second != of.entry) return "the version named did not have that entry";
  }
  if (!policy.known || present == nullptr || past == nullptr) ++delistings_not_judged_;
  return {};
}

// The hits of the lead that ended because a list lost their entries.
std::set<std::string> SemanticRules::delisted_hits(const SemanticState::Lead& lead, const EventFields& in) {
  std::set<std::string> out;
  const json::Value* items = in.find("delisted");
  if (items == nullptr) return out;
  if (!items->is_array()) {
    find_("delisted", "what was delisted is no list");
    return out;
  }
  for (const DelistedEntry& of : delisted_entries(items)) {
    if (const std::string why = why_not_delisted(of, lead, in); !why.empty())
      find_("delisted", "hits on lead " + std::string(in.text("lead")) + " ended as delisted, but " + why);
    else
      out.insert(of.hits.begin(), of.hits.end());
  }
  return out;
}

}  // namespace licet::record
