#include "screening/matcher.h"

#include <algorithm>
#include <tuple>

#include "screening/similarity.h"

namespace licet::screening {
namespace {

/// What is written where nothing is known ("???", "-", a lone letter) is no name: it is compared with nobody, and so
/// clears nobody.
Result<NormalName> normalise_field(std::string_view text, NameForm form, const char* field) {
  auto name = names_somebody(text) ? normalise(text, form) : Result<NormalName>(NormalName());
  if (!name) {
    Error error = std::move(name).error();
    error.where.field = field;
    return fail(std::move(error));
  }
  return name;
}

}  // namespace

Result<NormalQuery> normalise_query(const Query& query) {
  NormalQuery out;
  LICET_TRY(NormalName full, normalise_field(query.full_name, NameForm::kPerson, "full_name"));
  if (!full.tokens.empty()) out.persons.push_back(std::move(full));
  const std::string parts = query.first_name + ' ' + query.last_name;
  LICET_TRY(NormalName joined, normalise_field(parts, NameForm::kPerson, "first_name, last_name"));
  if (!joined.tokens.empty() && (out.persons.empty() || out.persons.front().tokens != joined.tokens)) {
    out.persons.push_back(std::move(joined));
  }
  LICET_TRY(NormalName company, normalise_field(query.company, NameForm::kOrganisation, "company"));
  if (!company.tokens.empty()) out.companies.push_back(std::move(company));
  if (out.persons.empty() && out.companies.empty()) {
    return fail(ErrorCode::kBadInput,
                "nothing to screen: what was given names neither a person nor a company (a name has letters), so "
                "nobody is cleared");
  }
  return out;
}

namespace {

Result<NormalName> normalise_listed(const List& source, const Entry& entry, const ListName& name, NameForm form) {
  auto normal = normalise(name.full, form);
  if (normal) return normal;
  Error error = std::move(normal).error();
  error.text = source.kind + " entry " + entry.entry_id + ": " + error.text;
  return fail(std::move(error));
}

}  // namespace

bool hit_before(const Hit& a, const Hit& b) {
  return std::tie(b.score, b.corroboration.points, b.rarity, a.list, a.entry_id, a.subject, a.strength, a.listed_name) <
         std::tie(a.score, a.corroboration.points, a.rarity, b.list, b.entry_id, b.subject, b.strength, b.listed_name);
}

const Thresholds& ThresholdSet::of(std::string_view list) const {
  for (const auto& [kind, own] : lists)
    if (kind == list) return own;
  return general;
}

std::uint32_t score_needed(const Thresholds& thresholds, Subject subject, Strength strength, Verdict evidence) {
  std::uint32_t needed = subject == Subject::kPerson ? thresholds.person : thresholds.company;
  if (strength == Strength::kWeak) needed = std::max(needed, thresholds.weak_alias);
  if (evidence == Verdict::kConfirmed) return std::min(needed, thresholds.corroborated);
  if (evidence == Verdict::kContradicted) needed = std::max(needed, thresholds.contradicted);
  return std::min(needed, kFull);
}

Result<std::shared_ptr<const ListIndex>> ListIndex::build(std::vector<std::shared_ptr<const List>> lists) {
  std::shared_ptr<ListIndex> index(new ListIndex());
  index->lists_ = std::move(lists);
  std::sort(index->lists_.begin(), index->lists_.end(), [](const auto& a, const auto& b) { return a->kind < b->kind; });
  for (std::size_t i = 1; i < index->lists_.size(); ++i) {
    if (index->lists_[i]->kind != index->lists_[i - 1]->kind) continue;
    return fail(ErrorCode::kConflict, "two lists of the kind " + index->lists_[i]->kind);
  }
  index->number_entries();
  LICET_CHECK(index->collect(NameForm::kPerson, index->persons_));
  LICET_CHECK(index->collect(NameForm::kOrganisation, index->entities_));
  return std::shared_ptr<const ListIndex>(std::move(index));
}

void ListIndex::number_entries() {
  for (std::uint32_t list = 0; list < lists_.size(); ++list)
    for (std::uint32_t entry = 0; entry < lists_[list]->entries.size(); ++entry) {
      const EntryType type = lists_[list]->entries[entry].type;
      if (type != EntryType::kVessel && type != EntryType::kAircraft) entries_.push_back({list, entry});
    }
}

Status ListIndex::collect(NameForm form, NameIndex& out) const {
  NameIndex::Builder names(form);
  Status status;
  each_name(form, [&](const IndexedName& owner) {
    if (!status) return;
    const Entry& listed = entry(owner.entry);
    auto normal = normalise_listed(*lists_[entries_[owner.entry].list], listed, listed.names[owner.name], form);
    if (normal)
      names.add(*normal, owner);
    else
      status = tl::unexpected(std::move(normal).error());
  });
  LICET_CHECK(status);
  out = std::move(names).finish();
  return {};
}

Status check_searchable(const List& list) {
  for (const Entry& entry : list.entries)
    for (const ListName& name : entry.names)
      for (const NameForm form : {NameForm::kPerson, NameForm::kOrganisation})
        LICET_CHECK(normalise_listed(list, entry, name, form).map([](const NormalName&) {}));
  return {};
}

const Entry& ListIndex::entry(std::uint32_t number) const {
  LICET_INVARIANT(number < entries_.size());
  const EntryRef& ref = entries_[number];
  return lists_[ref.list]->entries[ref.entry];
}

const Entry* ListIndex::find(std::string_view list, std::string_view entry_id) const {
  for (const auto& one : lists_) {
    if (one->kind != list) continue;
    const auto found = std::find_if(one->entries.begin(), one->entries.end(),
                                    [&](const Entry& entry) { return entry.entry_id == entry_id; });
    return found == one->entries.end() ? nullptr : &*found;
  }
  return nullptr;
}

Hit ListIndex::make_hit(Subject subject, const Scored& scored) const {
  const IndexedName& name = index_of(subject).names()[scored.index];
  const Entry& listed = entry(name.entry);
  const ListName& listed_name = listed.names[name.name];
  Hit hit;
  hit.subject = subject;
  hit.list = kind_of(name);
  hit.entry_id = listed.entry_id;
  hit.entry_hash = listed.content_hash;
  hit.kind = listed_name.kind;
  hit.strength = listed_name.strength;
  hit.score = scored.score;
  hit.listed_name = listed_name.full;
  hit.rarity = index_of(subject).bits_told(scored.index);
  return hit;
}

void ListIndex::explain_parts(Reached& reached) const {
  Alignment alignment = align(*reached.asked, index_of(reached.hit.subject).name(reached.index));
  LICET_INVARIANT(alignment.score == reached.hit.score);
  reached.hit.parts = std::move(alignment.parts);
}

/// Of several names of one entry the best stays.
void ListIndex::keep_best_names(std::vector<Reached>& found) {
  std::stable_sort(found.begin(), found.end(), [](const Reached& left, const Reached& right) {
    const Hit &a = left.hit, &b = right.hit;
    return std::tie(a.list, a.entry_id, a.subject, b.score, a.strength, a.kind, a.listed_name) <
           std::tie(b.list, b.entry_id, b.subject, a.score, b.strength, b.kind, b.listed_name);
  });
  found.erase(std::unique(found.begin(), found.end(),
                          [](const Reached& a, const Reached& b) {
                            return a.hit.subject == b.hit.subject && a.hit.entry_id == b.hit.entry_id &&
                                   a.hit.list == b.hit.list;
                          }),
              found.end());
  std::sort(found.begin(), found.end(), [](const Reached& a, const Reached& b) { return hit_before(a.hit, b.hit); });
}

/// The least score that could make a hit on any list, were the evidence the best that there can be.
Cutoff ListIndex::Judge::cutoff(Subject subject) const {
  const auto least = [&](const Thresholds& cuts, Strength strength) {
    const std::uint32_t plain = score_needed(cuts, subject, strength, Verdict::kNeutral);
    if (!corroborator.may_confirm()) return plain;
    return std::min(plain, score_needed(cuts, subject, strength, Verdict::kConfirmed));
  };
  const auto least_of_all = [&](Strength strength) {
    std::uint32_t cut = least(thresholds.general, strength);
    for (const auto& [list, cuts] : thresholds.lists) cut = std::min(cut, least(cuts, strength));
    return cut;
  };
  return {least_of_all(Strength::kStrong), least_of_all(Strength::kWeak)};
}

void ListIndex::search(const NormalName& name, Subject subject, const Judge& judge, std::vector<Reached>& found) const {
  const NameIndex& index = index_of(subject);
  std::uint32_t judged = static_cast<std::uint32_t>(entries_.size());  // names of one entry follow each other
  Corroboration evidence;
  for (const Scored& scored : index.find(name, judge.cutoff(subject))) {
    const IndexedName& listed = index.names()[scored.index];
    const Strength strength = listed.weak ? Strength::kWeak : Strength::kStrong;
    const Thresholds& cuts = judge.thresholds.of(kind_of(listed));
    if (scored.score < score_needed(cuts, subject, strength, Verdict::kNeutral) &&
        !judge.corroborator.may_confirm(entry(listed.entry), subject))
      continue;
    if (judged != listed.entry) evidence = judge.corroborator.of(entry(listed.entry), subject);
    judged = listed.entry;
    if (scored.score < score_needed(cuts, subject, strength, evidence.verdict)) continue;
    found.push_back({make_hit(subject, scored), &name, scored.index});
    found.back().hit.corroboration = evidence;
  }
}

Result<Screening> ListIndex::screen(const Query& query, const ThresholdSet& thresholds, std::size_t hits_max) const {
  LICET_TRY(const NormalQuery normal, normalise_query(query));
  Screening out;
  out.lists = lists();
  out.status = lists_.empty() ? ScreenStatus::kNoList : ScreenStatus::kComplete;
  out.thresholds = thresholds;
  out.algorithm = kAlgorithm;
  out.icu = icu_version();
  const Corroborator corroborator(query);
  const Judge judge{corroborator, thresholds};
  std::vector<Reached> found;
  for (const NormalName& name : normal.persons) search(name, Subject::kPerson, judge, found);
  for (const NormalName& name : normal.companies) search(name, Subject::kCompany, judge, found);
  keep_best_names(found);
  out.hits_total = static_cast<std::uint32_t>(found.size());
  if (found.size() > hits_max) found.resize(hits_max);
  for (Reached& reached : found) {
    explain_parts(reached);
    out.hits.push_back(std::move(reached.hit));
  }
  return out;
}

std::vector<ListState> ListIndex::lists() const {
  std::vector<ListState> out;
  for (const auto& list : lists_) out.push_back({list->kind, list->digest, list->as_of, list->entries.size()});
  return out;
}

Result<Screening> LocalScreener::screen(const Query& query) {
  if (index_) return index_->screen(query, thresholds_);
  LICET_CHECK(normalise_query(query));
  Screening out;
  out.thresholds = thresholds_;
  out.algorithm = kAlgorithm;
  out.icu = icu_version();
  return out;
}

std::vector<ListState> LocalScreener::lists() const { return index_ ? index_->lists() : std::vector<ListState>{}; }

}  // namespace licet::screening
