#include "screening/name_search.h"

#include <algorithm>
#include <string>
#include <utility>

#include "screening/name_search_scratch.h"
#include "screening/word_likeness.h"

namespace licet::screening {
namespace {

/// How a text came near to a word asked for.
enum Near : std::uint8_t { kSpelt = 1, kSounds = 2, kNamed = 4 };

}  // namespace

NeighbourCache& NameSearch::Scratch::cache_of(const NameIndex& index) {
  for (Cache& cache : caches)
    if (cache.index == index.identity_) return cache.words;
  Cache& cache = caches[next_cache++ % caches.size()];
  cache = {index.identity_, {}};
  return cache.words;
}

NameSearch::Scratch& NameSearch::scratch() {
  thread_local Scratch kept;
  return kept;
}

NameSearch::NameSearch(const NameIndex& index, const NormalName& asked, Role role)
    : index_(index), asked_(asked), role_(role), scratch_(scratch()) {
  const auto at_least = [](auto& items, std::size_t size) {
    if (items.size() < size) items.resize(size);
  };
  at_least(scratch_.sums, index.names_.size());
  at_least(scratch_.ways, index.names_.size());
  at_least(scratch_.rows, index.terms_.term_count());
  at_least(scratch_.nears, index.terms_.text_count());
}

NameSearch::~NameSearch() {
  for (const std::uint32_t name : scratch_.touched) scratch_.sums[name] = {};
  for (const std::uint32_t name : scratch_.flagged) scratch_.ways[name] = 0;
  for (const std::uint32_t term : scratch_.terms) scratch_.rows[term] = 0;
  scratch_.touched.clear();
  scratch_.flagged.clear();
  scratch_.terms.clear();
  scratch_.hits.clear();
  scratch_.cells.clear();
  scratch_.row_joins.clear();
  scratch_.join_hits.clear();
  for (const std::uint32_t slot : scratch_.known_used) scratch_.known_joins[slot] = {};
  scratch_.known_used.clear();
}

/// Texts that no indexed name has get numbers beyond the table's.
std::vector<PairWord> NameSearch::pair_words(const std::vector<Token>& tokens) const {
  std::vector<PairWord> out;
  out.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    std::uint32_t text = index_.terms_.find_text(tokens[i].text);
    if (text == TermTable::kNone) {
      const auto same =
          std::find_if(tokens.begin(), tokens.end(), [&](const Token& token) { return token.text == tokens[i].text; });
      text = index_.terms_.text_count() + static_cast<std::uint32_t>(same - tokens.begin());
    }
    const Term term = term_of(tokens[i], text);
    out.push_back({text, term.first, term.kind, term.marks, tokens[i].family, false});
  }
  mark_repeats(out);
  return out;
}

void NameSearch::prepare() {
  words_ = pair_words(asked_.tokens);
  total_ = total_weight(asked_);
  initials_ = static_cast<std::uint32_t>(std::count_if(
      words_.begin(), words_.end(), [](const PairWord& word) { return word.kind == TokenKind::kInitial; }));
  percent_ = least_percent(words_, role_ == Role::kQuery, asked_.form);
}

/// Puts the texts near to a word into the scratch, and marks them.
void NameSearch::near_texts(const AskedWord& word, std::uint32_t edits, bool joined) {
  const TermTable& terms = index_.terms_;
  index_.words_.find(word.text(), edits, [&](std::uint32_t text) {
    if (scratch_.nears[text] != 0) return;
    scratch_.nears[text] = kSpelt;
    scratch_.near_texts.push_back({text, word.spelling(terms.text(text), terms.facts(text), joined)});
  });
}

/// What `likeness` says of a word asked for and a term.
std::uint32_t NameSearch::similarity_of(std::size_t at, const Term& term, std::uint8_t marks,
                                        std::uint32_t spelling) const {
  const Token& token = asked_.tokens[at];
  if (term.text == words_[at].text) return kFull;
  if (token.exact || (term.marks & Term::kExact) != 0) return 0;
  std::uint32_t best = spelling;
  if ((marks & kSounds) != 0 && (term.marks & Term::kSounds) != 0)
    best = std::max(best, token.sound.size() < kSoundCharsTelling ? kShortSoundSimilarity : kSoundSimilarity);
  if ((marks & kNamed) != 0 && (term.marks & Term::kNames) != 0) best = std::max(best, kNameSimilarity);
  return best;
}

std::uint16_t* NameSearch::cells_of(std::uint32_t term) {
  const std::size_t width = row_width();
  std::uint32_t& row = scratch_.rows[term];
  if (row == 0) {
    scratch_.terms.push_back(term);
    scratch_.cells.resize(scratch_.cells.size() + width, 0);
    scratch_.row_joins.push_back(0);
    row = static_cast<std::uint32_t>(scratch_.terms.size());
  }
  return scratch_.cells.data() + (row - 1) * width;
}

void NameSearch::add_hit(Group& group, std::uint32_t term, std::uint32_t weight, std::uint32_t similarity) {
  const TermHit hit{term, static_cast<std::uint16_t>(earned(weight, similarity)),
                    static_cast<std::uint16_t>(earned(token_weight(index_.terms_.term(term).kind), similarity))};
  scratch_.hits.push_back(hit);
  group.end = scratch_.hits.size();
  group.postings += index_.postings_of(term).size();
  group.asked = std::max<std::uint32_t>(group.asked, hit.asked);
  group.indexed = std::max<std::uint32_t>(group.indexed, hit.indexed);
}

Neighbours NameSearch::look_up(std::size_t at) {
  const Token& token = asked_.tokens[at];
  const AskedWord word(token.text);
  near_texts(word, word.facts().edits, false);
  const auto mark = [&](std::span<const std::uint32_t> texts, std::uint8_t how) {
    for (const std::uint32_t text : texts) {
      if (scratch_.nears[text] == 0) scratch_.near_texts.push_back({text, 0});
      scratch_.nears[text] |= how;
    }
  };
  if (token.sound.size() >= kSoundCharsMin) mark(index_.terms_.texts_sounding(token.sound), kSounds);
  if (token.names != nullptr)
    for (const std::uint16_t line : *token.names) mark(index_.terms_.texts_named(line), kNamed);
  Neighbours out;
  for (const auto& [text, spelling] : scratch_.near_texts) {
    for (const std::uint32_t term : index_.terms_.terms_of(text)) {
      const std::uint32_t similarity = similarity_of(at, index_.terms_.term(term), scratch_.nears[text], spelling);
      if (similarity != 0) out.alike.push_back({term, similarity});
    }
    scratch_.nears[text] = 0;
  }
  scratch_.near_texts.clear();
  look_up_joined(at, word, out);
  return out;
}

void NameSearch::gather_word(std::size_t at) {
  const Token& token = asked_.tokens[at];
  // Of a book nothing is kept: its indexes are many, and made to forget.
  NeighbourCache* cache = role_ == Role::kQuery ? &scratch_.cache_of(index_) : nullptr;
  const Neighbours* known = cache == nullptr ? nullptr : cache->find(token);
  Neighbours found;
  if (known == nullptr) {
    found = look_up(at);
    known = cache == nullptr ? &found : &cache->keep(token, std::move(found));
  }
  const std::uint32_t weight = token_weight(token.kind);
  Group group{scratch_.hits.size(), scratch_.hits.size(), 0, 0, 0};
  for (const auto& [term, similarity] : known->alike) {
    cells_of(term)[at] = static_cast<std::uint16_t>(similarity);
    add_hit(group, term, weight, similarity);
  }
  if (group.end > group.begin) groups_.push_back(group);
  for (const Neighbours::Joined& joined : known->joined) {
    scratch_.join_hits.push_back({joined.name, joined.at, joined.count, static_cast<std::uint32_t>(at), joined.cell});
    const std::uint32_t similarity = joined.cell & PairTables::kSimilarity;
    add(joined.name, earned(weight, similarity), earned(joined.weight, similarity));
    flag(joined.name, kJoined);
  }
}

/// Words asked for from `at` on, written together, and the indexed words.
void NameSearch::gather_joined(std::size_t at) {
  std::string together = asked_.tokens[at].text;
  std::uint32_t weight = token_weight(asked_.tokens[at].kind);
  for (std::size_t count = 2; count <= kJoinedWordsMax && at + count <= words_.size(); ++count) {
    const Token& next = asked_.tokens[at + count - 1];
    together += next.text;
    weight += token_weight(next.kind);
    const AskedWord word(together);
    if (word.facts().chars < kJoinedCharsMin) continue;
    near_texts(word, std::min<std::uint32_t>(1, word.facts().edits), true);
    Group group{scratch_.hits.size(), scratch_.hits.size(), 0, 0, 0};
    for (const auto& [text, similarity] : scratch_.near_texts) {
      scratch_.nears[text] = 0;
      if (similarity == 0) continue;
      const bool may = may_join(together.size(), index_.terms_.text(text).size());
      for (const std::uint32_t term : index_.terms_.terms_of(text)) {
        cells_of(term)[(count - 1) * words_.size() + at] =
            static_cast<std::uint16_t>(similarity | (may ? PairTables::kMayJoin : 0U));
        scratch_.row_joins[scratch_.rows[term] - 1] = 1;
        add_hit(group, term, weight, similarity);
      }
    }
    scratch_.near_texts.clear();
    if (group.end > group.begin) joined_groups_.push_back(group);
  }
}

/// Many names have the same neighbours.
const NameSearch::KnownJoin& NameSearch::known_join(std::size_t at, const AskedWord& word, std::uint32_t first,
                                                    std::uint32_t count) {
  KnownJoin wanted;
  wanted.asked = static_cast<std::uint32_t>(at + 1);
  std::uint64_t hash = at;
  for (std::uint32_t k = 0; k < count; ++k) {
    wanted.terms[k] = index_.tokens_[first + k] / 2 + 1;
    hash = mixed_bits(hash + wanted.terms[k]);
  }
  const auto slot = static_cast<std::uint32_t>(hash % scratch_.known_joins.size());
  KnownJoin& known = scratch_.known_joins[slot];
  if (known.asked == wanted.asked && known.terms == wanted.terms) return known;
  if (known.asked == 0) scratch_.known_used.push_back(slot);
  index_.join_text(first, count, scratch_.together);
  wanted.similarity = word.spelling(scratch_.together, facts_of(scratch_.together), true);
  wanted.bytes = static_cast<std::uint32_t>(scratch_.together.size());
  return known = wanted;
}

/// The word asked for, and neighbours in indexed names written together.
void NameSearch::look_up_joined(std::size_t at, const AskedWord& word, Neighbours& out) {
  if (word.facts().chars + 1U < kJoinedCharsMin) return;
  scratch_.refs.clear();
  index_.joins_.find(word.text(), [&](std::uint32_t ref) { scratch_.refs.push_back(ref); });
  std::sort(scratch_.refs.begin(), scratch_.refs.end());
  scratch_.refs.erase(std::unique(scratch_.refs.begin(), scratch_.refs.end()), scratch_.refs.end());
  for (const std::uint32_t ref : scratch_.refs) {
    const std::uint32_t first = ref / 2, count = ref % 2 + 2;
    const KnownJoin& known = known_join(at, word, first, count);
    if (known.similarity == 0) continue;
    const bool may = may_join(known.bytes, word.text().size());
    const std::uint32_t name = index_.name_of_token(first);
    std::uint32_t weight = 0;
    for (std::uint32_t token = first; token < first + count; ++token)
      weight += token_weight(index_.terms_.term(index_.tokens_[token] / 2).kind);
    out.joined.push_back({name, weight, static_cast<std::uint16_t>(first - index_.first_[name]),
                          static_cast<std::uint16_t>(count),
                          static_cast<std::uint16_t>(known.similarity | (may ? PairTables::kMayJoin : 0U))});
  }
}

void NameSearch::flag(std::uint32_t name, std::uint8_t way) {
  if (scratch_.ways[name] == 0) scratch_.flagged.push_back(name);
  scratch_.ways[name] |= way;
}

void NameSearch::flag_whole_and_acronyms() {
  if (char_count(asked_.joined) >= kJoinedCharsMin) {
    const auto look = [&](const std::string& joined) {
      index_.whole_.find(hash_of(joined), [&](std::uint32_t name) {
        const NormalName known = index_.name(name);
        if (known.joined == joined || known.joined_natural == joined) flag(name, kWhole);
      });
    };
    look(asked_.joined);
    if (asked_.joined_natural != asked_.joined) look(asked_.joined_natural);
  }
  for (const PairWord& word : words_)
    index_.by_acronym_.find(mixed_bits(word.text + 1), [&](std::uint32_t name) { flag(name, kAcronym); });
  if (asked_.acronym.empty()) return;
  if (const std::uint32_t text = index_.terms_.find_text(asked_.acronym); text != TermTable::kNone)
    for (const std::uint32_t term : index_.terms_.terms_of(text))
      for (const std::uint32_t posting : index_.postings_of(term)) flag(posting & ~NameIndex::kHasInitial, kAcronym);
}

void NameSearch::add(std::uint32_t name, std::uint32_t asked, std::uint32_t indexed) {
  Scratch::Sum& sum = scratch_.sums[name];
  if (sum.asked == 0) scratch_.touched.push_back(name);
  sum.asked += asked;
  sum.indexed += indexed;
}

void NameSearch::add_group(const Group& group, Names names) {
  for (std::size_t at = group.begin; at < group.end; ++at) {
    const TermHit& hit = scratch_.hits[at];
    for (const std::uint32_t posting : index_.postings_of(hit.term)) {
      const bool initial = (posting & NameIndex::kHasInitial) != 0;
      if (names == Names::kWithInitial && !initial) break;
      const std::uint32_t name = posting & ~NameIndex::kHasInitial;
      if (names == Names::kBegun && !initial && scratch_.sums[name].asked == 0) continue;
      add(name, hit.asked, hit.indexed);
    }
  }
}

/// Adds up what each name may earn, rare words first. What is left to come bounds what a name can earn that has
/// nothing yet: each word asked for has one partner. Where few names have begun, what a frequent word would add is
/// allowed to all of them instead of looking for it.
void NameSearch::add_up(std::uint32_t cutoff) {
  constexpr std::size_t kPostingsPerName = 32;
  for (const Group& group : joined_groups_) add_group(group, Names::kAll);
  std::sort(groups_.begin(), groups_.end(), [](const Group& a, const Group& b) {
    return a.postings != b.postings ? a.postings < b.postings : a.begin < b.begin;
  });
  const std::uint64_t initials = std::uint64_t{initials_} * token_weight(TokenKind::kNumber);
  std::uint64_t asked = initials, indexed = initials;
  for (const Group& group : groups_) {
    asked += group.asked;
    indexed += group.indexed;
  }
  for (const Group& group : groups_) {
    if (reaches(asked, total_, indexed, indexed, 0, cutoff)) {
      add_group(group, Names::kAll);
    } else if (group.postings <= kPostingsPerName * scratch_.touched.size()) {
      add_group(group, Names::kBegun);
    } else {
      allowed_asked_ += group.asked;
      allowed_indexed_ += group.indexed;
      add_group(group, Names::kWithInitial);
    }
    asked -= group.asked;
    indexed -= group.indexed;
  }
}

/// Whether the score may be at least the cutoff, where so much of the words' weight can find partners (each weight
/// times the similarity), and the rest costs the least percent.
bool NameSearch::reaches(std::uint64_t asked, std::uint64_t asked_total, std::uint64_t indexed,
                         std::uint64_t indexed_total, std::uint32_t indexed_percent, std::uint32_t cutoff) const {
  asked = std::min(asked, asked_total);
  indexed = std::min(indexed, indexed_total);
  const std::uint64_t matched = 100 * (asked + indexed);
  const std::uint64_t whole = matched + (asked_total - asked) * percent_ + (indexed_total - indexed) * indexed_percent;
  return whole != 0 && kFull * matched + whole - 1 >= cutoff * whole;
}

/// An initial may pair with any word of the other side; it is taken for a whole one.
bool NameSearch::may_reach(std::uint32_t name, std::uint32_t cutoff) const {
  const Scratch::Sum& sum = scratch_.sums[name];
  const NameIndex::NameFacts& facts = index_.facts_[name];
  const std::uint64_t initials = std::uint64_t{initials_ + facts.initials} * token_weight(TokenKind::kNumber);
  return reaches(sum.asked + allowed_asked_ + initials, total_, sum.indexed + allowed_indexed_ + initials, facts.weight,
                 role_ == Role::kQuery ? facts.least_missing : facts.least_extra, cutoff);
}

std::uint32_t NameSearch::cutoff_of(std::uint32_t name) const {
  return index_.names_[name].weak ? cutoff_.weak : cutoff_.strong;
}

std::vector<Scored> NameSearch::run(const Cutoff& cutoff) {
  cutoff_ = cutoff;
  std::vector<Scored> out;
  if (index_.names_.empty()) return out;
  if (!asked_.tokens.empty()) {
    prepare();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      gather_word(i);
      gather_joined(i);
    }
    std::sort(scratch_.join_hits.begin(), scratch_.join_hits.end(),
              [](const auto& a, const auto& b) { return a.name < b.name; });
    flag_whole_and_acronyms();
    add_up(std::min(cutoff.strong, cutoff.weak));
    for (const std::uint32_t name : scratch_.flagged)
      if ((scratch_.ways[name] & (kWhole | kAcronym)) != 0) judge(name, out);
    for (const std::uint32_t name : scratch_.touched)
      if ((scratch_.ways[name] & (kWhole | kAcronym)) == 0 && may_reach(name, cutoff_of(name))) judge(name, out);
  }
  if (!asked_.native.empty()) search_native(out);
  std::sort(out.begin(), out.end(), [](const Scored& a, const Scored& b) { return a.index < b.index; });
  return out;
}

std::vector<Scored> NameIndex::find(const NormalName& query, const Cutoff& cutoff) const {
  return NameSearch(*this, query, NameSearch::Role::kQuery).run(cutoff);
}

std::size_t NameIndex::candidate_count(const NormalName& query, const Cutoff& cutoff) const {
  NameSearch search(*this, query, NameSearch::Role::kQuery);
  search.run(cutoff);
  return search.scored();
}

}  // namespace licet::screening
