#include "screening/alignment.h"

#include <algorithm>
#include <array>
#include <optional>

#include "screening/assignment.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

/// One word, or up to three neighbours taken as one.
struct Unit {
  std::size_t begin = 0;
  std::size_t count = 1;
  std::string text;
  std::uint32_t weight = 0;
};

Word word_of(const Token& token) { return {token.text, token.sound, token.names, token.exact, token.chars}; }

bool contains_word(const std::vector<Token>& tokens, std::string_view text) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return token.text == text; });
}

/// True when `count` words of `side` from `at` on, written together, are a word of `others` that nothing on this side
/// already equals.
bool joins(const std::vector<Token>& side, std::size_t at, std::size_t count, const std::vector<Token>& others) {
  if (at + count > side.size()) return false;
  std::size_t length = 0;
  for (std::size_t i = at; i < at + count; ++i) length += side[i].text.size();
  for (const Token& other : others) {
    if (other.text.size() + 4 < length || other.text.size() > length + 4) continue;
    std::string together;
    for (std::size_t i = at; i < at + count; ++i) together += side[i].text;
    if (char_count(together) < kJoinedCharsMin) return false;
    if (likeness({together, {}, nullptr}, {other.text, {}, nullptr}, true).similarity == 0) continue;
    if (contains_word(side, other.text)) continue;
    return std::none_of(side.begin() + static_cast<std::ptrdiff_t>(at),
                        side.begin() + static_cast<std::ptrdiff_t>(at + count),
                        [&](const Token& token) { return contains_word(others, token.text); });
  }
  return false;
}

std::vector<Unit> units_of(const std::vector<Token>& side, const std::vector<Token>& others) {
  std::vector<Unit> units;
  for (std::size_t i = 0; i < side.size();) {
    Unit unit{i, 1, {}, 0};
    for (std::size_t count = kJoinedWordsMax; count > 1; --count) {
      if (!joins(side, i, count, others)) continue;
      unit.count = count;
      break;
    }
    for (std::size_t k = i; k < i + unit.count; ++k) {
      unit.text += side[k].text;
      unit.weight += token_weight(side[k].kind);
    }
    i += unit.count;
    units.push_back(std::move(unit));
  }
  return units;
}

std::string_view first_char(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  return text.substr(0, length);
}

bool is_initial_of(const Token& a, const Token& b) {
  if (a.kind == TokenKind::kInitial) return b.text != a.text && first_char(b.text) == a.text;
  return b.kind == TokenKind::kInitial && first_char(a.text) == b.text && a.text != b.text;
}

struct Pair {
  Relation relation = Relation::kExact;
  std::uint32_t similarity = 0;
  std::uint32_t weight = 0;
};

Relation relation_of(Likeness why) {
  switch (why) {
    case Likeness::kFuzzy:
      return Relation::kFuzzy;
    case Likeness::kPhonetic:
      return Relation::kPhonetic;
    case Likeness::kName:
      return Relation::kName;
    default:
      return Relation::kExact;
  }
}

Pair pair_of(const Unit& query, const Token& query_token, const Unit& listed, const Token& list_token) {
  Pair pair;
  pair.weight = query.weight + listed.weight;
  if (query.count + listed.count > 2) {
    pair.relation = Relation::kJoined;
    if (query.count == 1 || listed.count == 1)
      pair.similarity = likeness({query.text, {}, nullptr}, {listed.text, {}, nullptr}, true).similarity;
    return pair;
  }
  const Likelihood alike = likeness(word_of(query_token), word_of(list_token));
  pair.relation = relation_of(alike.why);
  pair.similarity = alike.similarity;
  if (pair.similarity == 0 && is_initial_of(query_token, list_token)) {
    pair.relation = Relation::kInitial;
    pair.similarity = kInitialSimilarity;
    pair.weight = 2 * token_weight(TokenKind::kInitial);
  }
  return pair;
}

/// Carries on its face who somebody is: a name made of initials, titles or legal forms alone matches nothing but
/// itself written in full.
bool is_telling(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber || token.kind == TokenKind::kFiller;
}

/// "and", "of": a word that is there for the grammar alone.
bool is_grammar(const Token& token) { return token.text == "and" || token.text == "of"; }

/// What of a name may stand against what of the other.
bool conflicts(const Token& token) {
  return token.kind == TokenKind::kWord || token.kind == TokenKind::kNumber || token.kind == TokenKind::kInitial ||
         (token.kind == TokenKind::kFiller && !is_grammar(token));
}

/// Both say what the company is, and say differently. "Company" alone says nothing.
bool differing_legal_forms(const std::vector<Token>& a, const std::vector<Token>& b) {
  const auto form_of = [](const std::vector<Token>& side) -> std::string_view {
    for (const Token& token : side)
      if (token.kind == TokenKind::kLegalForm && token.text != "company") return token.text;
    return {};
  };
  const std::string_view left = form_of(a), right = form_of(b);
  return !left.empty() && !right.empty() && left != right && !contains_word(a, right) && !contains_word(b, left);
}

bool same_words(const NormalName& a, const NormalName& b) {
  if (a.tokens.size() != b.tokens.size()) return false;
  std::vector<std::string_view> left;
  std::vector<std::string_view> right;
  for (const Token& token : a.tokens) left.push_back(token.text);
  for (const Token& token : b.tokens) right.push_back(token.text);
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

bool same_when_joined(const NormalName& a, const NormalName& b) {
  if (a.joined.size() != b.joined.size() || char_count(a.joined) < kJoinedCharsMin) return false;
  return a.joined == b.joined || a.joined == b.joined_natural || a.joined_natural == b.joined ||
         a.joined_natural == b.joined_natural;
}

Alignment joined_alignment(const NormalName& query, const NormalName& listed) {
  const std::uint32_t weight = (total_weight(query) + total_weight(listed)) * 100;
  return {kFull, {Part{query.joined, listed.joined, Relation::kJoined, kFull, weight, kFull}}};
}

/// Gives each part its share so that the shares sum to the rounded-down whole.
std::uint32_t share_out(std::vector<Part>& parts) {
  std::uint64_t total = 0;
  for (const Part& part : parts) total += part.weight;
  if (total == 0) return 0;
  std::uint64_t earned = 0;
  std::uint64_t given = 0;
  for (Part& part : parts) {
    earned += static_cast<std::uint64_t>(part.weight) * part.similarity;
    part.contribution = static_cast<std::uint32_t>(earned / total - given);
    given = earned / total;
  }
  return static_cast<std::uint32_t>(given);
}

class Aligner {
 public:
  Aligner(const NormalName& query, const NormalName& listed)
      : query_(query.tokens),
        listed_(listed.tokens),
        query_units_(units_of(query_, listed_)),
        list_units_(units_of(listed_, query_)),
        organisation_(query.form == NameForm::kOrganisation) {}

  Alignment run() {
    pair_up();
    find_conflicts();
    Alignment out;
    for (std::size_t i = 0; i < query_units_.size(); ++i) add_query_unit(i, out.parts);
    for (std::size_t j = 0; j < list_units_.size(); ++j) {
      if (!list_taken_[j]) add_missing(j, out.parts);
    }
    out.score = share_out(out.parts);
    if (telling_pairs_ == 0) {
      // Only initials, particles, titles or legal forms agree: that is no likeness at all.
      for (Part& part : out.parts) part.contribution = 0;
      out.score = 0;
    }
    return out;
  }

 private:
  void pair_up() {
    GainTable table{query_units_.size(), list_units_.size(), {}};
    pairs_.reserve(table.rows * table.columns);
    for (const Unit& query : query_units_) {
      for (const Unit& listed : list_units_) {
        pairs_.push_back(pair_of(query, query_[query.begin], listed, listed_[listed.begin]));
        table.gain.push_back(static_cast<std::int64_t>(pairs_.back().weight) * pairs_.back().similarity);
      }
    }
    assigned_ = best_assignment(table);
    list_taken_.assign(list_units_.size(), false);
    for (std::size_t i = 0; i < assigned_.size(); ++i) {
      if (assigned_[i] < 0) continue;
      const auto j = static_cast<std::size_t>(assigned_[i]);
      list_taken_[j] = true;
      const Pair& pair = pairs_[i * list_units_.size() + j];
      if (pair.relation == Relation::kInitial) continue;
      const bool tells = pair.relation == Relation::kJoined ||
                         (is_telling(query_[query_units_[i].begin]) && is_telling(listed_[list_units_[j].begin]));
      if (!tells) continue;
      ++telling_pairs_;
      word_matched_ = word_matched_ || query_[query_units_[i].begin].kind != TokenKind::kFiller;
      family_matched_ = family_matched_ || listed_[list_units_[j].begin].family;
    }
  }

  /// A word of each side that found no partner, where the other side has one to spare as well, says that these are two
  /// names and no longer and shorter form of one.
  void find_conflicts() {
    std::vector<std::size_t> extra, missing;
    for (std::size_t i = 0; i < query_units_.size(); ++i)
      if (assigned_[i] < 0 && conflicts(query_[query_units_[i].begin])) extra.push_back(i);
    for (std::size_t j = 0; j < list_units_.size(); ++j)
      if (!list_taken_[j] && conflicts(listed_[list_units_[j].begin])) missing.push_back(j);
    const auto by_weight = [](const std::vector<Unit>& units) {
      return [&units](std::size_t a, std::size_t b) { return units[a].weight > units[b].weight; };
    };
    std::stable_sort(extra.begin(), extra.end(), by_weight(query_units_));
    std::stable_sort(missing.begin(), missing.end(), by_weight(list_units_));
    query_conflicts_.assign(query_units_.size(), false);
    list_conflicts_.assign(list_units_.size(), false);
    for (std::size_t k = 0; k < std::min(extra.size(), missing.size()); ++k) {
      query_conflicts_[extra[k]] = true;
      list_conflicts_[missing[k]] = true;
    }
    legal_conflict_ = differing_legal_forms(query_, listed_);
  }

  void add_query_unit(std::size_t i, std::vector<Part>& parts) {
    const Unit& unit = query_units_[i];
    if (assigned_[i] < 0) {
      const Token& token = query_[unit.begin];
      parts.push_back({unit.text,
                       {},
                       query_conflicts_[i] ? Relation::kConflict : Relation::kExtra,
                       0,
                       cost_of(token, unit, query_conflicts_[i], extra_percent(token)),
                       0});
      return;
    }
    const auto j = static_cast<std::size_t>(assigned_[i]);
    const Pair& pair = pairs_[i * list_units_.size() + j];
    parts.push_back({unit.text, list_units_[j].text, pair.relation, pair.similarity, pair.weight * 100, 0});
  }

  void add_missing(std::size_t j, std::vector<Part>& parts) {
    const Unit& unit = list_units_[j];
    const Token& token = listed_[unit.begin];
    parts.push_back({{},
                     unit.text,
                     list_conflicts_[j] ? Relation::kConflict : Relation::kMissing,
                     0,
                     cost_of(token, unit, list_conflicts_[j], missing_percent(token)),
                     0});
  }

  std::uint32_t cost_of(const Token& token, const Unit& unit, bool conflict, std::uint32_t percent) const {
    if (token.kind == TokenKind::kLegalForm)
      return legal_conflict_ ? kUnmatchedCost.legal_form * 100 : unit.weight * percent;
    if (!conflict) return unit.weight * percent;
    return std::max(unit.weight, token_weight(TokenKind::kWord)) * kUnmatchedCost.conflict;
  }

  /// A word said twice says nothing new.
  bool repeats(const std::vector<Token>& side, const Token& token) const {
    return std::count_if(side.begin(), side.end(), [&](const Token& other) { return other.text == token.text; }) > 1;
  }

  std::uint32_t extra_percent(const Token& token) const {
    if (repeats(query_, token)) return kUnmatchedCost.repeated;
    if (token.kind == TokenKind::kNumber) return kUnmatchedCost.number;
    if (token.kind == TokenKind::kFiller && !is_grammar(token)) return kUnmatchedCost.extra_filler;
    if (organisation_) return kUnmatchedCost.extra_organisation;
    return telling_pairs_ < 2 ? kUnmatchedCost.extra_decisive : kUnmatchedCost.extra;
  }

  std::uint32_t missing_percent(const Token& token) const {
    if (repeats(listed_, token)) return kUnmatchedCost.repeated;
    if (token.kind == TokenKind::kNumber) return kUnmatchedCost.number;
    if (token.family && !family_matched_) return kUnmatchedCost.missing_family;
    if (!word_matched_) return 100;
    if (token.kind == TokenKind::kFiller && !is_grammar(token)) return kUnmatchedCost.missing_filler;
    return telling_pairs_ < 2 && !organisation_ ? kUnmatchedCost.missing_decisive : kUnmatchedCost.missing;
  }

  const std::vector<Token>& query_;
  const std::vector<Token>& listed_;
  std::vector<Unit> query_units_;
  std::vector<Unit> list_units_;
  std::vector<Pair> pairs_;
  std::vector<std::int32_t> assigned_;
  std::vector<bool> list_taken_;
  std::vector<bool> query_conflicts_, list_conflicts_;
  bool organisation_ = false;
  bool legal_conflict_ = false;
  bool word_matched_ = false;
  std::size_t telling_pairs_ = 0;
  bool family_matched_ = false;
};

/// `name` as its own script writes it.
NormalName in_native_script(const NormalName& name) {
  NormalName out;
  out.form = name.form;
  out.native_only = true;
  out.tokens = name.native;
  for (const Token& token : out.tokens) out.joined += token.text;
  out.joined_natural = out.joined;
  return out;
}

/// `name` with its words as one, the acronym.
NormalName shortened(const NormalName& name) {
  NormalName out;
  out.form = name.form;
  out.tokens.push_back({name.acronym, TokenKind::kWord, false, {}, false, nullptr});
  for (const Token& token : name.tokens)
    if (token.kind == TokenKind::kLegalForm) out.tokens.push_back(token);
  return out;
}

std::string words_of(const NormalName& name) {
  std::string out;
  for (const Token& token : name.tokens)
    if (token.kind != TokenKind::kLegalForm) out += (out.empty() ? "" : " ") + token.text;
  return out;
}

/// "PLA" and "People's Liberation Army"; nothing when neither is the other's acronym.
std::optional<Alignment> acronym_alignment(const NormalName& query, const NormalName& listed) {
  const bool query_long = !query.acronym.empty() && contains_word(listed.tokens, query.acronym);
  const bool list_long = !listed.acronym.empty() && contains_word(query.tokens, listed.acronym);
  if (query_long == list_long) return std::nullopt;
  const NormalName& whole = query_long ? query : listed;
  const NormalName brief = shortened(whole);
  Alignment out = query_long ? Aligner(brief, listed).run() : Aligner(query, brief).run();
  for (Part& part : out.parts) {
    if (part.query_token != whole.acronym || part.list_token != whole.acronym) continue;
    part.relation = Relation::kAcronym;
    part.similarity = kAcronymSimilarity;
    (query_long ? part.query_token : part.list_token) = words_of(whole);
  }
  out.score = share_out(out.parts);
  return out;
}

}  // namespace

std::string_view relation_name(Relation relation) {
  constexpr std::array<std::string_view, 10> kNames{"exact",   "fuzzy",  "phonetic", "name",    "initial",
                                                    "acronym", "joined", "extra",    "missing", "conflict"};
  return kNames[static_cast<std::size_t>(relation)];
}

Alignment align(const NormalName& query, const NormalName& listed) {
  if (!query.native.empty() && !listed.native.empty() && !query.native_only && !listed.native_only)
    return align(in_native_script(query), in_native_script(listed));
  if (query.tokens.empty() || listed.tokens.empty()) return {};
  const bool same = same_words(query, listed);
  if (!same && same_when_joined(query, listed)) return joined_alignment(query, listed);
  if (auto brief = acronym_alignment(query, listed)) return std::move(*brief);
  Alignment out = Aligner(query, listed).run();
  if (same && out.score != kFull) {
    // The same words in full, though none of them tells: "J. R." is "J. R.".
    out.parts.clear();
    for (const Token& token : query.tokens) {
      out.parts.push_back({token.text, token.text, Relation::kExact, kFull, token_weight(token.kind) * 200, 0});
    }
    out.score = share_out(out.parts);
  }
  return out;
}

std::uint32_t total_weight(const NormalName& name) {
  std::uint32_t sum = 0;
  for (const Token& token : name.tokens) sum += token_weight(token.kind);
  return sum;
}

}  // namespace licet::screening
