#include "http/screening_service.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "base/encode.h"
#include "base/limits.h"
#include "screening/normalise.h"
#include "screening/ofac_search.h"

namespace licet::http {
namespace {

using screening::Hit;

std::string_view key_of(const crypto::Digest& digest) { return as_text(digest); }

bool same_entry(const FoundEntry& a, const FoundEntry& b) {
  return a.hit.entry_id == b.hit.entry_id && a.hit.list == b.hit.list;
}

/// The questions that a party makes: one for each way of writing its name.
Result<std::vector<screening::Query>> questions(const Party& party) {
  std::vector<screening::Query> out;
  const auto ask = [&](const std::string& name) {
    screening::Query& query = out.emplace_back(party.facts);
    if (party.person) query.full_name = name;
    if (party.organisation) query.company = name;
  };
  for (const std::string& name : party.names)
    if (screening::names_somebody(name)) ask(name);
  if (party.person && screening::names_somebody(party.first_name + ' ' + party.last_name)) {
    screening::Query& query = out.emplace_back(party.facts);
    query.first_name = party.first_name;
    query.last_name = party.last_name;
  }
  if (out.empty()) return fail(ErrorCode::kBadInput, "no name to compare; nobody is cleared without one");
  if (out.size() > limits::kPartyNamesMax)
    return fail(ErrorCode::kLimit, "more than " + std::to_string(limits::kPartyNamesMax) + " names of one party");
  return out;
}

}  // namespace

ScreeningService::ScreeningService(std::shared_ptr<const screening::ListIndex> index, About about)
    : index_(std::move(index)), about_(std::move(about)) {
  if (!index_) return;
  for (const screening::NameIndex* names : {&index_->persons(), &index_->entities()})
    for (const screening::IndexedName& name : names->names()) {
      const screening::Entry& entry = index_->entry(name.entry);
      entries_.emplace(key_of(entry.content_hash), &entry);
    }
}

std::string ScreeningService::unable() const {
  if (!index_ || index_->lists().empty()) return "no screening list is loaded, so nobody can be cleared";
  return about_.clears_nobody;
}

Result<screening::Screening> ScreeningService::screen(screening::Algorithm algorithm, const screening::Query& query,
                                                      std::uint32_t cutoff) const {
  LICET_INVARIANT(index_ != nullptr);
  constexpr std::size_t kAll = std::numeric_limits<std::size_t>::max();
  // Whatever the evidence beside the name: it stands in the answer, and the caller's threshold is one of the name.
  screening::Thresholds thresholds;
  thresholds.person = thresholds.company = thresholds.corroborated = thresholds.contradicted = cutoff;
  if (algorithm == screening::Algorithm::kLicetV1) return index_->screen(query, thresholds, kAll);
  std::call_once(ofac_->made, [&] {
    screening::Thresholds least{kCutoffLeast, kCutoffLeast, kCutoffLeast, kCutoffLeast, kCutoffLeast};
    ofac_->screener = std::make_unique<screening::OfacScreener>(index_, least, kAll);
  });
  LICET_TRY(screening::Screening answer, ofac_->screener->screen(query));
  std::erase_if(answer.hits, [&](const Hit& hit) { return hit.score < cutoff; });
  answer.hits_total = static_cast<std::uint32_t>(answer.hits.size());
  return answer;
}

std::vector<screening::ListState> ScreeningService::lists() const {
  return index_ ? index_->lists() : std::vector<screening::ListState>();
}

const screening::Entry& ScreeningService::entry_of(const Hit& hit) const {
  const auto found = entries_.find(key_of(hit.entry_hash));
  LICET_INVARIANT(found != entries_.end());
  return *found->second;
}

std::optional<screening::Algorithm> served_algorithm(std::string_view name) {
  if (name == "best") return screening::Algorithm::kLicetV1;
  return screening::find_algorithm(name);
}

std::string served_algorithms() { return "best, " + std::string(screening::algorithm_names()); }

Result<std::vector<FoundEntry>> find_entries(const ScreeningService& service, screening::Algorithm algorithm,
                                             const Party& party, const Wanted& wanted) {
  LICET_TRY(const auto asked, questions(party));
  std::vector<FoundEntry> out;
  for (const screening::Query& query : asked) {
    LICET_TRY(screening::Screening answer, service.screen(algorithm, query, std::max(wanted.cutoff, kCutoffLeast)));
    for (Hit& hit : answer.hits) {
      const screening::Entry& entry = service.entry_of(hit);
      if (!wanted.entry || wanted.entry(hit, entry)) out.push_back({std::move(hit), &entry});
    }
  }
  const auto better = [](const FoundEntry& a, const FoundEntry& b) { return screening::hit_before(a.hit, b.hit); };
  std::sort(out.begin(), out.end(), better);
  // The best of each entry stays.
  std::stable_sort(out.begin(), out.end(), [](const FoundEntry& a, const FoundEntry& b) {
    return std::tie(a.hit.list, a.hit.entry_id) < std::tie(b.hit.list, b.hit.entry_id);
  });
  out.erase(std::unique(out.begin(), out.end(), same_entry), out.end());
  std::sort(out.begin(), out.end(), better);
  return out;
}

std::string public_id(std::string_view list, std::string_view entry_id) {
  if (list.starts_with("opensanctions")) return std::string(entry_id);
  return std::string(list) + "-" + std::string(entry_id);
}

}  // namespace licet::http
