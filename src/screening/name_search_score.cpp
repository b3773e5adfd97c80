#include <algorithm>
#include <utility>

#include "screening/name_search_scratch.h"

namespace licet::screening {
namespace {

/// What a word has at the most in common with the other side's.
struct Partner {
  std::uint32_t similarity = 0;
  bool initial = false;  ///< one may be the other's initial
};

/// What the words of one side earn at most and cost at the least.
struct Least {
  std::uint64_t matched = 0, cost = 0, conflicting = 0, partners = 0;
  std::uint32_t conflict_more = kUnmatchedCost.conflict * 100;  ///< what a contradiction adds at the least
  /// What it takes from `matched` and adds to `cost`, at the least, that a word which has a partner goes without.
  std::uint64_t match_less = UINT64_MAX, cost_more = UINT64_MAX;

  /// `percent`: of the weight, what the word costs without a partner; `least`: what any word of its side does, for it
  /// may be left over as part of several.
  void add(const PairWord& word, Partner partner, std::uint32_t percent, std::uint32_t least) {
    const std::uint32_t weight = token_weight(word.kind), alone = weight * percent;
    if (partner.similarity > 0 || partner.initial) {
      std::uint32_t most = earned(weight, partner.similarity), left = alone;
      if (partner.similarity > 0) left = std::min(left, (weight - most) * least);
      if (partner.initial) {
        const std::uint32_t of_pair = token_weight(TokenKind::kInitial), paired = earned(of_pair, kInitialSimilarity);
        most = std::max(most, paired);
        left = std::min(left, (of_pair - paired) * 100);
      }
      ++partners;
      matched += most;
      cost += left;
      match_less = std::min<std::uint64_t>(match_less, most);
      cost_more = std::min<std::uint64_t>(cost_more, alone - left);
      return;
    }
    cost += alone;
    if (!may_conflict(word)) return;
    ++conflicting;
    const std::uint32_t whole = std::max(weight, token_weight(TokenKind::kWord)) * kUnmatchedCost.conflict;
    conflict_more = std::min(conflict_more, whole - alone);
  }
  /// Where the other side has fewer words with partners, so many here go without.
  void leave(std::uint64_t words) {
    matched -= words * match_less;
    cost += words * cost_more;
  }
};

}  // namespace

std::pair<const NameSearch::JoinHit*, const NameSearch::JoinHit*> NameSearch::joins_of(std::uint32_t name) const {
  const auto& hits = scratch_.join_hits;
  const auto begin = std::lower_bound(hits.begin(), hits.end(), name,
                                      [](const JoinHit& hit, std::uint32_t id) { return hit.name < id; });
  const auto end = std::find_if(begin, hits.end(), [name](const JoinHit& hit) { return hit.name != name; });
  return {hits.data() + (begin - hits.begin()), hits.data() + (end - hits.begin())};
}

/// Tables of likenesses between the words of both, and the score.
std::uint32_t NameSearch::score_tables(std::uint32_t name, bool joined) {
  const auto tokens = index_.tokens_of(name);
  const std::size_t asked = words_.size(), indexed = tokens.size(), width = row_width();
  // Rows are of the query.
  const std::size_t asked_step = role_ == Role::kQuery ? indexed : 1, step = role_ == Role::kQuery ? 1 : asked;
  auto& tables = scratch_.tables;
  tables[0].assign(asked * indexed, 0);
  if (joined)
    for (std::size_t t = 1; t < tables.size(); ++t) tables[t].assign(asked * indexed, 0);
  for (std::size_t j = 0; j < indexed; ++j) {
    const std::uint32_t row = scratch_.rows[tokens[j] / 2];
    if (row == 0) continue;
    const std::uint16_t* cells = scratch_.cells.data() + (row - 1) * width;
    for (std::size_t i = 0; i < asked; ++i) {
      const std::size_t cell = i * asked_step + j * step;
      tables[0][cell] = cells[i];
      if (!joined) continue;
      tables[1][cell] = cells[asked + i];
      tables[2][cell] = cells[2 * asked + i];
    }
  }
  PairTables pair;
  pair.words = tables[0].data();
  if (joined) {
    const auto hits = joins_of(name);
    for (auto hit = hits.first; hit != hits.second; ++hit)
      tables[1 + hit->count][hit->asked * asked_step + hit->at * step] = hit->cell;
    auto& of_asked = role_ == Role::kQuery ? pair.query_joined : pair.listed_joined;
    auto& of_indexed = role_ == Role::kQuery ? pair.listed_joined : pair.query_joined;
    for (std::size_t k = 0; k < 2; ++k) {
      of_asked[k] = tables[1 + k].data();
      of_indexed[k] = tables[3 + k].data();
    }
  }
  const bool organisation = asked_.form == NameForm::kOrganisation;
  return role_ == Role::kQuery ? scratch_.scorer.score(words_, scratch_.words, pair, organisation)
                               : scratch_.scorer.score(scratch_.words, words_, pair, organisation);
}

/// The greatest likeness that each word may have a part in, into `best` for those asked for and `most` for the indexed.
void NameSearch::find_best(std::uint32_t name, bool joined) {
  const auto tokens = index_.tokens_of(name);
  const std::size_t width = row_width(), asked = words_.size();
  auto& best = scratch_.best;
  auto& most = scratch_.most;
  best.assign(asked, 0);
  most.assign(tokens.size(), 0);
  const auto meet = [](std::uint16_t& a, std::uint16_t& b, std::uint16_t similarity) {
    a = std::max(a, similarity);
    b = std::max(b, similarity);
  };
  for (std::size_t j = 0; j < tokens.size(); ++j) {
    const std::uint32_t row = scratch_.rows[tokens[j] / 2];
    if (row == 0) continue;
    const std::uint16_t* cells = scratch_.cells.data() + (row - 1) * width;
    for (std::size_t i = 0; i < asked; ++i) meet(best[i], most[j], cells[i]);
    if (!joined || scratch_.row_joins[row - 1] == 0) continue;
    for (std::size_t count = 2; count <= kJoinedWordsMax; ++count)
      for (std::size_t i = 0; i + count <= asked; ++i)
        for (std::size_t k = i; k < i + count; ++k)
          meet(best[k], most[j], cells[(count - 1) * asked + i] & PairTables::kSimilarity);
  }
  if (!joined) return;
  const auto hits = joins_of(name);
  for (auto hit = hits.first; hit != hits.second; ++hit)
    for (std::size_t k = hit->at; k < hit->at + hit->count; ++k)
      meet(best[hit->asked], most[k], hit->cell & PairTables::kSimilarity);
}

/// A closer bound than may_reach: of several words like one, the most alike counts; a word that is like none costs what
/// it costs at the least, and where both names have one, these contradict each other; and pairs are of one word each.
bool NameSearch::pairs_may_reach(std::uint32_t name, bool joined, std::uint32_t cutoff) {
  const NameIndex::NameFacts& facts = index_.facts_[name];
  find_best(name, joined);
  const bool organisation = asked_.form == NameForm::kOrganisation, query = role_ == Role::kQuery;
  const bool initials = initials_ + facts.initials > 0;
  const auto percent = [organisation](const PairWord& word, bool extra) {
    return extra ? least_extra(word, organisation) : least_missing(word);
  };
  const auto partner = [initials](const PairWord& word, std::uint32_t similarity, std::span<const PairWord> others) {
    return Partner{similarity, initials && std::any_of(others.begin(), others.end(), [&](const PairWord& other) {
                                 return is_initial_of(word, other);
                               })};
  };
  Least asked, indexed;
  for (std::size_t i = 0; i < words_.size(); ++i)
    asked.add(words_[i], partner(words_[i], scratch_.best[i], scratch_.words), percent(words_[i], query), percent_);
  const std::uint32_t least = query ? facts.least_missing : facts.least_extra;
  for (std::size_t j = 0; j < scratch_.words.size(); ++j)
    indexed.add(scratch_.words[j], partner(scratch_.words[j], scratch_.most[j], words_),
                percent(scratch_.words[j], !query), least);
  if (!joined && asked.partners > indexed.partners) asked.leave(asked.partners - indexed.partners);
  if (!joined && indexed.partners > asked.partners) indexed.leave(indexed.partners - asked.partners);
  const std::uint64_t conflicts = std::min(asked.conflicting, indexed.conflicting);
  const std::uint64_t matched = 100 * (asked.matched + indexed.matched);
  const std::uint64_t whole =
      matched + asked.cost + indexed.cost + conflicts * (asked.conflict_more + indexed.conflict_more);
  return whole != 0 && kFull * matched + whole - 1 >= cutoff * whole;
}

std::uint32_t NameSearch::score_words(std::uint32_t name, std::uint8_t ways) {
  const auto tokens = index_.tokens_of(name);
  bool joined = (ways & kJoined) != 0;
  scratch_.words.clear();
  for (const std::uint32_t token : tokens) {
    const Term& term = index_.terms_.term(token / 2);
    scratch_.words.push_back({term.text, term.first, term.kind, term.marks, token % 2 != 0, false});
    if (const std::uint32_t row = scratch_.rows[token / 2]; row != 0)
      joined = joined || scratch_.row_joins[row - 1] != 0;
  }
  if ((index_.facts_[name].marks & NameIndex::NameFacts::kRepeats) != 0) mark_repeats(scratch_.words);
  if (!pairs_may_reach(name, joined, cutoff_of(name))) return 0;
  ++scored_;
  const std::uint32_t score = score_tables(name, joined);
  // The same words in full, though none of them tells: "J. R." is "J. R.".
  return score < kFull && same_texts(words_, scratch_.words) ? kFull : score;
}

std::uint32_t NameSearch::score_of(std::uint32_t name) {
  const std::uint8_t ways = scratch_.ways[name];
  if ((ways & kAcronym) != 0) {
    const NormalName known = index_.name(name);
    return (role_ == Role::kQuery ? align(asked_, known) : align(known, asked_)).score;
  }
  return (ways & kWhole) != 0 ? kFull : score_words(name, ways);
}

void NameSearch::judge(std::uint32_t name, std::vector<Scored>& out) {
  // Two names in Han script are compared by their characters alone.
  if (!asked_.native.empty() && (index_.facts_[name].marks & NameIndex::NameFacts::kNative) != 0) return;
  const std::uint32_t score = score_of(name);
  if (score >= cutoff_of(name)) out.push_back({name, score});
}

void NameSearch::search_native(std::vector<Scored>& out) {
  const std::vector<PairWord> asked = pair_words(asked_.native);
  const bool query = role_ == Role::kQuery;
  percent_ = least_percent(asked, query, asked_.form);
  std::vector<std::uint32_t> places;
  for (const PairWord& word : asked)
    index_.by_native_.find(mixed_bits(word.text + 1), [&](std::uint32_t place) { places.push_back(place); });
  std::sort(places.begin(), places.end());
  const std::uint64_t weight = token_weight(TokenKind::kWord);
  for (std::size_t begin = 0, end = 0; begin < places.size(); begin = end) {
    while (end < places.size() && places[end] == places[begin]) ++end;
    const NameIndex::NativeName& native = index_.natives_[places[begin]];
    if (native.begin == native.end) continue;  // forgotten
    scratch_.words.clear();
    for (std::uint32_t at = native.begin; at < native.end; ++at)
      scratch_.words.push_back({index_.native_chars_[at], 0, TokenKind::kWord, 0, false, false});
    mark_repeats(scratch_.words);
    const std::uint64_t matched = (end - begin) * weight;
    if (!reaches(matched, asked.size() * weight, matched, scratch_.words.size() * weight,
                 least_percent(scratch_.words, !query, asked_.form), cutoff_of(native.name)))
      continue;
    ++scored_;
    const std::vector<PairWord>& rows = query ? asked : scratch_.words;
    const std::vector<PairWord>& columns = query ? scratch_.words : asked;
    auto& table = scratch_.tables[0];
    table.clear();
    for (const PairWord& row : rows)
      for (const PairWord& column : columns)
        table.push_back(row.text == column.text ? static_cast<std::uint16_t>(kFull) : 0);
    PairTables pair;
    pair.words = table.data();
    const std::uint32_t score = scratch_.scorer.score(rows, columns, pair, asked_.form == NameForm::kOrganisation);
    if (score >= cutoff_of(native.name)) out.push_back({native.name, score});
  }
}

}  // namespace licet::screening
