#include "screening/pair_score.h"

#include <algorithm>

#include "screening/alignment.h"
#include "screening/similarity.h"
#include "screening/term_table.h"

namespace licet::screening {
namespace {

bool contains(std::span<const PairWord> words, std::uint32_t text) {
  return std::any_of(words.begin(), words.end(), [text](const PairWord& word) { return word.text == text; });
}

bool is_telling(const PairWord& word) {
  return word.kind == TokenKind::kWord || word.kind == TokenKind::kNumber || word.kind == TokenKind::kFiller;
}
bool is_grammar(const PairWord& word) { return (word.marks & Term::kGrammar) != 0; }
const PairWord* legal_form_of(std::span<const PairWord> side) {
  for (const PairWord& word : side)
    if (word.kind == TokenKind::kLegalForm && (word.marks & Term::kAnyCompany) == 0) return &word;
  return nullptr;
}

bool differing_legal_forms(std::span<const PairWord> a, std::span<const PairWord> b) {
  const PairWord* left = legal_form_of(a);
  const PairWord* right = left == nullptr ? nullptr : legal_form_of(b);
  return right != nullptr && left->text != right->text && !contains(a, right->text) && !contains(b, left->text);
}

/// Percent of its weight that a word asked for costs without a partner, and a listed one.
std::uint32_t extra_percent(const PairWord& word, bool organisation, std::size_t telling) {
  if (word.repeated) return kUnmatchedCost.repeated;
  if (word.kind == TokenKind::kNumber) return kUnmatchedCost.number;
  if (word.kind == TokenKind::kFiller && !is_grammar(word)) return kUnmatchedCost.extra_filler;
  if (organisation) return kUnmatchedCost.extra_organisation;
  return telling < 2 ? kUnmatchedCost.extra_decisive : kUnmatchedCost.extra;
}

std::uint32_t missing_percent(const PairWord& word, bool organisation, std::size_t telling, bool any_word,
                              bool family) {
  if (word.repeated) return kUnmatchedCost.repeated;
  if (word.kind == TokenKind::kNumber) return kUnmatchedCost.number;
  if (word.family && !family) return kUnmatchedCost.missing_family;
  if (!any_word) return 100;
  if (word.kind == TokenKind::kFiller && !is_grammar(word)) return kUnmatchedCost.missing_filler;
  return telling < 2 && !organisation ? kUnmatchedCost.missing_decisive : kUnmatchedCost.missing;
}

std::uint32_t cost_of(const PairWord& word, std::uint32_t weight, bool conflict, bool legal_conflict,
                      std::uint32_t percent) {
  if (word.kind == TokenKind::kLegalForm) return legal_conflict ? kUnmatchedCost.legal_form * 100 : weight * percent;
  if (!conflict) return weight * percent;
  return std::max(weight, token_weight(TokenKind::kWord)) * kUnmatchedCost.conflict;
}

}  // namespace

/// `cells` begins at the first word's cell for the first of the others, which are `step` apart.
bool PairScorer::joins(std::span<const PairWord> side, std::size_t at, std::size_t count,
                       std::span<const PairWord> others, const std::uint16_t* cells, std::size_t step) {
  if (at + count > side.size()) return false;
  for (std::size_t k = 0; k < others.size(); ++k) {
    if ((cells[k * step] & PairTables::kMayJoin) == 0 || contains(side, others[k].text)) continue;
    return std::none_of(side.begin() + static_cast<std::ptrdiff_t>(at),
                        side.begin() + static_cast<std::ptrdiff_t>(at + count),
                        [&](const PairWord& word) { return contains(others, word.text); });
  }
  return false;
}

void PairScorer::make_units(std::span<const PairWord> query, std::span<const PairWord> listed,
                            const PairTables& tables) {
  const auto make = [](std::span<const PairWord> side, std::vector<Unit>& units, const auto& joined) {
    units.clear();
    for (std::uint32_t at = 0; at < side.size();) {
      Unit unit{at, 1, 0};
      if (joined(at, 3))
        unit.count = 3;
      else if (joined(at, 2))
        unit.count = 2;
      for (std::uint32_t k = 0; k < unit.count; ++k) unit.weight += token_weight(side[at + k].kind);
      at += unit.count;
      units.push_back(unit);
    }
  };
  make(query, query_units_, [&](std::size_t at, std::size_t count) {
    const std::uint16_t* cells = tables.query_joined[count - 2];
    return cells != nullptr && joins(query, at, count, listed, cells + at * listed.size(), 1);
  });
  make(listed, list_units_, [&](std::size_t at, std::size_t count) {
    const std::uint16_t* cells = tables.listed_joined[count - 2];
    return cells != nullptr && joins(listed, at, count, query, cells + at, listed.size());
  });
}

void PairScorer::pair_up(std::span<const PairWord> query, std::span<const PairWord> listed, const PairTables& tables) {
  table_.rows = query_units_.size();
  table_.columns = list_units_.size();
  table_.gain.clear();
  gains_.clear();
  for (const Unit& asked : query_units_) {
    for (const Unit& other : list_units_) {
      Gain gain{asked.weight + other.weight, 0, false};
      const std::size_t cell = asked.begin * listed.size() + other.begin;
      if (asked.count + other.count > 2) {
        const std::uint16_t* joined = asked.count == 1   ? tables.listed_joined[other.count - 2]
                                      : other.count == 1 ? tables.query_joined[asked.count - 2]
                                                         : nullptr;
        if (joined != nullptr) gain.similarity = joined[cell] & PairTables::kSimilarity;
      } else {
        gain.similarity = tables.words[cell];
        if (gain.similarity == 0 && is_initial_of(query[asked.begin], listed[other.begin]))
          gain = {2 * token_weight(TokenKind::kInitial), kInitialSimilarity, true};
      }
      gains_.push_back(gain);
      table_.gain.push_back(static_cast<std::int64_t>(gain.weight) * gain.similarity);
    }
  }
}

/// Of the units in `spare` the `count` heaviest, the first of equals.
void PairScorer::mark_heaviest(const std::vector<Unit>& units, std::vector<std::uint32_t>& spare, std::size_t count,
                               std::vector<char>& conflicts) {
  if (count == 0) return;
  if (count < spare.size())
    std::stable_sort(spare.begin(), spare.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return units[a].weight > units[b].weight; });
  for (std::size_t k = 0; k < count; ++k) conflicts[spare[k]] = 1;
}

void PairScorer::find_conflicts(std::span<const PairWord> query, std::span<const PairWord> listed,
                                const std::vector<std::int32_t>& assigned) {
  extra_.clear();
  missing_.clear();
  for (std::uint32_t i = 0; i < query_units_.size(); ++i)
    if (assigned[i] < 0 && may_conflict(query[query_units_[i].begin])) extra_.push_back(i);
  for (std::uint32_t j = 0; j < list_units_.size(); ++j)
    if (list_taken_[j] == 0 && may_conflict(listed[list_units_[j].begin])) missing_.push_back(j);
  query_conflicts_.assign(query_units_.size(), 0);
  list_conflicts_.assign(list_units_.size(), 0);
  const std::size_t count = std::min(extra_.size(), missing_.size());
  mark_heaviest(query_units_, extra_, count, query_conflicts_);
  mark_heaviest(list_units_, missing_, count, list_conflicts_);
}

std::uint32_t PairScorer::score(std::span<const PairWord> query, std::span<const PairWord> listed,
                                const PairTables& tables, bool organisation) {
  make_units(query, listed, tables);
  pair_up(query, listed, tables);
  const std::vector<std::int32_t>& assigned = assigner_.assign(table_);
  list_taken_.assign(list_units_.size(), 0);
  std::uint64_t earned = 0, total = 0;
  std::size_t telling = 0;
  bool any_word = false, family = false;
  for (std::size_t i = 0; i < query_units_.size(); ++i) {
    if (assigned[i] < 0) continue;
    const auto j = static_cast<std::size_t>(assigned[i]);
    list_taken_[j] = 1;
    const Gain& gain = gains_[i * list_units_.size() + j];
    earned += std::uint64_t{gain.weight} * 100 * gain.similarity;
    total += gain.weight * 100;
    if (gain.initial) continue;
    const PairWord& asked = query[query_units_[i].begin];
    const PairWord& other = listed[list_units_[j].begin];
    if (query_units_[i].count + list_units_[j].count == 2 && !(is_telling(asked) && is_telling(other))) continue;
    ++telling;
    any_word = any_word || asked.kind != TokenKind::kFiller;
    family = family || other.family;
  }
  // Only initials, particles, titles or legal forms agree: that is no likeness at all.
  if (telling == 0) return 0;
  find_conflicts(query, listed, assigned);
  const bool legal_conflict = differing_legal_forms(query, listed);
  for (std::size_t i = 0; i < query_units_.size(); ++i) {
    if (assigned[i] >= 0) continue;
    const PairWord& word = query[query_units_[i].begin];
    total += cost_of(word, query_units_[i].weight, query_conflicts_[i] != 0, legal_conflict,
                     extra_percent(word, organisation, telling));
  }
  for (std::size_t j = 0; j < list_units_.size(); ++j) {
    if (list_taken_[j] != 0) continue;
    const PairWord& word = listed[list_units_[j].begin];
    total += cost_of(word, list_units_[j].weight, list_conflicts_[j] != 0, legal_conflict,
                     missing_percent(word, organisation, telling, any_word, family));
  }
  return total == 0 ? 0 : static_cast<std::uint32_t>(earned / total);
}

bool is_initial_of(const PairWord& a, const PairWord& b) {
  if (a.first != b.first || a.text == b.text) return false;
  const auto initial = [](const PairWord& word) { return word.kind == TokenKind::kInitial; };
  const auto single = [](const PairWord& word) { return (word.marks & Term::kOneChar) != 0; };
  return initial(a) ? single(a) : initial(b) && single(b);
}

bool may_conflict(const PairWord& word) {
  return word.kind == TokenKind::kWord || word.kind == TokenKind::kNumber || word.kind == TokenKind::kInitial ||
         (word.kind == TokenKind::kFiller && !is_grammar(word));
}

std::uint32_t least_extra(const PairWord& word, bool organisation) { return extra_percent(word, organisation, 2); }
std::uint32_t least_missing(const PairWord& word) { return missing_percent(word, false, 2, true, true); }

std::uint32_t least_percent(std::span<const PairWord> words, bool query, NameForm form) {
  std::uint32_t least = 100;
  for (const PairWord& word : words)
    least = std::min(least, query ? least_extra(word, form == NameForm::kOrganisation) : least_missing(word));
  return least;
}

bool same_texts(std::span<const PairWord> a, std::span<const PairWord> b) {
  if (a.size() != b.size()) return false;
  return std::all_of(a.begin(), a.end(), [&](const PairWord& word) {
    const auto is_it = [&](const PairWord& other) { return other.text == word.text; };
    return std::count_if(a.begin(), a.end(), is_it) == std::count_if(b.begin(), b.end(), is_it);
  });
}

void mark_repeats(std::span<PairWord> words) {
  for (PairWord& word : words)
    word.repeated =
        std::count_if(words.begin(), words.end(), [&](const PairWord& other) { return other.text == word.text; }) > 1;
}

}  // namespace licet::screening
