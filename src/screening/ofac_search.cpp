#include "screening/ofac_search.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "screening/similarity.h"

namespace licet::screening {
namespace {

OfacNames names_of(const ListIndex& index, const NameIndex& names) {
  std::vector<OfacName> out;
  for (const IndexedName& name : names.names()) out.push_back(ofac_name(index.entry(name.entry).names[name.name].full));
  return OfacNames(std::move(out));
}

Relation relation_of(const OfacPart& part) {
  if (part.listed.empty()) return Relation::kExtra;
  return part.similarity == kFull ? Relation::kExact : Relation::kFuzzy;
}

/// Each word asked for has the same weight; the contributions sum to the score.
std::vector<Part> parts_of(const OfacScore& score) {
  std::vector<Part> out;
  std::uint64_t earned = 0, given = 0;
  for (const OfacPart& part : score.parts) {
    earned += part.similarity;
    // The last one takes what the mean was rounded up by.
    const std::uint64_t now = out.size() + 1 == score.parts.size()
                                  ? score.score
                                  : std::min<std::uint64_t>(earned / score.parts.size(), score.score);
    out.push_back(
        {part.query, part.listed, relation_of(part), part.similarity, 100, static_cast<std::uint32_t>(now - given)});
    given = now;
  }
  return out;
}

/// The ways a person was written, and the companies; what names nobody is left out.
std::vector<std::pair<Subject, std::string>> asked(const Query& query) {
  std::vector<std::pair<Subject, std::string>> out;
  const std::string joined = query.first_name + ' ' + query.last_name;
  for (const std::string& name : {query.full_name, joined})
    if (names_somebody(name)) out.emplace_back(Subject::kPerson, name);
  if (names_somebody(query.company)) out.emplace_back(Subject::kCompany, query.company);
  return out;
}

Status check_readable(const Query& query) {
  for (const std::string* text : {&query.full_name, &query.first_name, &query.last_name, &query.company})
    LICET_CHECK(normalise(*text, NameForm::kPerson).map([](const NormalName&) {}));
  if (!asked(query).empty()) return {};
  return fail(ErrorCode::kBadInput,
              "nothing to screen: what was given names neither a person nor a company (a name has letters), so nobody "
              "is cleared");
}

/// Of several names of one entry the best stays; highest score first, then a total order.
void best_first(std::vector<Hit>& hits) {
  const auto entry_of = [](const Hit& hit) { return std::tie(hit.list, hit.entry_id, hit.subject); };
  std::sort(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) {
    return std::tuple_cat(entry_of(a), std::tie(b.score, a.listed_name)) <
           std::tuple_cat(entry_of(b), std::tie(a.score, b.listed_name));
  });
  hits.erase(
      std::unique(hits.begin(), hits.end(), [&](const Hit& a, const Hit& b) { return entry_of(a) == entry_of(b); }),
      hits.end());
  std::stable_sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) { return a.score > b.score; });
}

}  // namespace

OfacNames::OfacNames(std::vector<OfacName> names) : names_(std::move(names)) {
  std::unordered_map<std::string_view, std::uint32_t> ids;
  for (std::uint32_t index = 0; index < names_.size(); ++index) {
    for (const std::string& word : names_[index].words) {
      const auto [found, is_new] = ids.try_emplace(word, static_cast<std::uint32_t>(words_.size()));
      if (is_new) {
        words_.push_back(word);
        names_of_.emplace_back();
      }
      names_of_[found->second].push_back(index);
    }
  }
}

std::vector<std::uint32_t> OfacNames::best_per_name(std::string_view word) const {
  std::vector<std::uint32_t> best(names_.size(), 0);
  for (std::size_t id = 0; id < words_.size(); ++id) {
    const std::uint32_t similarity = ofac_word_score(word, words_[id]);
    if (similarity == 0) continue;
    for (const std::uint32_t name : names_of_[id]) best[name] = std::max(best[name], similarity);
  }
  return best;
}

std::vector<OfacNames::Found> OfacNames::search(const OfacName& query, std::uint32_t least) const {
  least = std::max(least, kOfacFloor);
  std::vector<std::vector<std::uint32_t>> best;
  for (const std::string_view word : ofac_query_words(query)) best.push_back(best_per_name(word));
  std::vector<Found> out;
  std::vector<std::uint32_t> similarities(best.size());
  for (std::uint32_t index = 0; index < names_.size(); ++index) {
    for (std::size_t word = 0; word < best.size(); ++word) similarities[word] = best[word][index];
    if (ofac_mean(similarities) < least && ofac_whole_score(query, names_[index], least) < least) continue;
    out.push_back({index, ofac_score(query, names_[index])});
  }
  return out;
}

OfacScreener::OfacScreener(std::shared_ptr<const ListIndex> index, const Thresholds& thresholds, std::size_t hits_max)
    : index_(std::move(index)), thresholds_(thresholds), hits_max_(hits_max) {
  if (!index_) return;
  persons_ = names_of(*index_, index_->persons());
  entities_ = names_of(*index_, index_->entities());
}

void OfacScreener::search(const OfacNames& names, std::string_view query, Subject subject,
                          std::vector<Hit>& hits) const {
  const std::uint32_t least = subject == Subject::kPerson ? thresholds_.person : thresholds_.company;
  for (const OfacNames::Found& found : names.search(ofac_name(query), least)) {
    Hit& hit = hits.emplace_back(index_->make_hit(subject, {found.index, found.score.score}));
    hit.parts = parts_of(found.score);
  }
}

Result<Screening> OfacScreener::screen(const Query& query) {
  LICET_CHECK(check_readable(query));
  Screening out;
  out.thresholds = thresholds_;
  out.algorithm = kOfacAlgorithm;
  out.icu = icu_version();
  if (!index_) return out;
  out.lists = index_->lists();
  out.status = out.lists.empty() ? ScreenStatus::kNoList : ScreenStatus::kComplete;
  for (const auto& [subject, name] : asked(query))
    search(subject == Subject::kPerson ? persons_ : entities_, name, subject, out.hits);
  best_first(out.hits);
  out.hits_total = static_cast<std::uint32_t>(out.hits.size());
  if (out.hits.size() > hits_max_) out.hits.resize(hits_max_);
  return out;
}

std::vector<ListState> OfacScreener::lists() const { return index_ ? index_->lists() : std::vector<ListState>{}; }

}  // namespace licet::screening
