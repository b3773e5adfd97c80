#include "screening/alignment.h"

#include <algorithm>
#include <array>

#include "screening/assignment.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

/// One word, or two neighbours taken as one.
struct Unit {
  std::size_t begin = 0;
  std::size_t count = 1;
  std::string text;
  std::uint32_t weight = 0;
};

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool contains_word(const std::vector<Token>& tokens, std::string_view text) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) { return token.text == text; });
}

/// True when `a` and `b` written together are a word of `others` that nothing on this side already equals.
bool joins(const std::vector<Token>& side, std::size_t at, const std::vector<Token>& others) {
  const std::string& first = side[at].text;
  const std::string& second = side[at + 1].text;
  const std::size_t length = first.size() + second.size();
  for (const Token& other : others) {
    if (other.text.size() + 4 < length || other.text.size() > length + 4) continue;
    const std::string together = first + second;
    if (char_count(together) < kJoinedCharsMin || related(together, other.text, true) == 0) continue;
    if (contains_word(side, other.text)) continue;
    return !contains_word(others, first) && !contains_word(others, second);
  }
  return false;
}

std::vector<Unit> units_of(const std::vector<Token>& side, const std::vector<Token>& others) {
  std::vector<Unit> units;
  for (std::size_t i = 0; i < side.size(); ++i) {
    Unit unit{i, 1, side[i].text, token_weight(side[i].kind)};
    if (i + 1 < side.size() && joins(side, i, others)) {
      unit.count = 2;
      unit.text += side[i + 1].text;
      unit.weight += token_weight(side[i + 1].kind);
      ++i;
    }
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

Pair pair_of(const Unit& query, const Token& query_token, const Unit& listed, const Token& list_token) {
  Pair pair;
  const bool joined = query.count + listed.count > 2;
  pair.similarity = related(query.text, listed.text, joined);
  pair.weight = query.weight + listed.weight;
  if (joined) {
    pair.relation = Relation::kJoined;
    if (query.count == listed.count) pair.similarity = 0;
  } else if (pair.similarity == kFull) {
    pair.relation = Relation::kExact;
  } else if (pair.similarity > 0) {
    pair.relation = Relation::kFuzzy;
  } else if (is_initial_of(query_token, list_token)) {
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
        list_units_(units_of(listed_, query_)) {}

  Alignment run() {
    pair_up();
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
      family_matched_ = family_matched_ || listed_[list_units_[j].begin].family;
    }
  }

  void add_query_unit(std::size_t i, std::vector<Part>& parts) {
    const Unit& unit = query_units_[i];
    if (assigned_[i] < 0) {
      parts.push_back({unit.text, {}, Relation::kExtra, 0, unit.weight * kUnmatchedCost.extra, 0});
      return;
    }
    const auto j = static_cast<std::size_t>(assigned_[i]);
    const Pair& pair = pairs_[i * list_units_.size() + j];
    parts.push_back({unit.text, list_units_[j].text, pair.relation, pair.similarity, pair.weight * 100, 0});
  }

  void add_missing(std::size_t j, std::vector<Part>& parts) {
    const Unit& unit = list_units_[j];
    const bool decisive = telling_pairs_ < 2 || (listed_[unit.begin].family && !family_matched_);
    const std::uint32_t percent = decisive ? kUnmatchedCost.missing_decisive : kUnmatchedCost.missing;
    parts.push_back({{}, unit.text, Relation::kMissing, 0, unit.weight * percent, 0});
  }

  const std::vector<Token>& query_;
  const std::vector<Token>& listed_;
  std::vector<Unit> query_units_;
  std::vector<Unit> list_units_;
  std::vector<Pair> pairs_;
  std::vector<std::int32_t> assigned_;
  std::vector<bool> list_taken_;
  std::size_t telling_pairs_ = 0;
  bool family_matched_ = false;
};

}  // namespace

std::string_view relation_name(Relation relation) {
  constexpr std::array<std::string_view, 6> kNames{"exact", "fuzzy", "initial", "joined", "extra", "missing"};
  return kNames[static_cast<std::size_t>(relation)];
}

std::uint32_t related(std::string_view a, std::string_view b, bool joined) {
  if (a == b) return kFull;
  const std::uint32_t most = edits_allowed(std::max(char_count(a), char_count(b)));
  const std::uint32_t limit = joined ? std::min(most, 1U) : most;
  if (limit == 0 || has_digit(a) || has_digit(b)) return 0;
  if (edit_distance(a, b, limit) > limit) return 0;
  const std::uint32_t lacking = (kFull - jaro_winkler(a, b)) * kUnlikenessPercent / 100;
  return lacking >= kFull ? 0 : kFull - lacking;
}

Alignment align(const NormalName& query, const NormalName& listed) {
  if (query.tokens.empty() || listed.tokens.empty()) return {};
  const bool same = same_words(query, listed);
  if (!same && same_when_joined(query, listed)) return joined_alignment(query, listed);
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

std::uint32_t score_bound(std::uint32_t query_weight, std::uint32_t query_weight_total, std::uint32_t list_weight,
                          std::uint32_t list_weight_total) {
  const std::uint64_t extra = query_weight_total > query_weight ? query_weight_total - query_weight : 0;
  const std::uint64_t missing = list_weight_total > list_weight ? list_weight_total - list_weight : 0;
  const std::uint64_t matched = 100ULL * (query_weight + list_weight);
  const std::uint64_t whole = matched + extra * kUnmatchedCost.extra + missing * kUnmatchedCost.missing;
  return whole == 0 ? 0 : static_cast<std::uint32_t>(kFull * matched / whole);
}

std::uint32_t total_weight(const NormalName& name) {
  std::uint32_t sum = 0;
  for (const Token& token : name.tokens) sum += token_weight(token.kind);
  return sum;
}

}  // namespace licet::screening
