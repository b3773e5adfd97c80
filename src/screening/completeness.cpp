#include "screening/completeness.h"

#include <algorithm>
#include <unordered_set>

#include "screening/classify.h"
#include "screening/perturb.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

constexpr std::size_t kWordCharsLeast = 4;
constexpr std::uint64_t kProgressEvery = 1'000;

const std::string& published(const ListIndex& index, const IndexedName& name) {
  return index.entry(name.entry).names[name.name].full;
}

/// Every way to write an ASCII word with one slip; `letters_at` says with which letters at a place.
template <typename Letters, typename Visit>
void each_slip(const std::string& word, Letters letters_at, Visit visit) {
  std::string slip;
  for (std::size_t at = 0; at <= word.size(); ++at) {
    const std::string_view letters = letters_at(at);
    for (const char letter : letters) visit(slip.assign(word).insert(at, 1, letter));
    if (at == word.size()) break;
    visit(slip.assign(word).erase(at, 1));
    for (const char letter : letters) {
      if (letter == word[at]) continue;
      slip.assign(word)[at] = letter;
      visit(slip);
    }
    if (at + 1 == word.size() || word[at] == word[at + 1]) continue;
    slip.assign(word);
    std::swap(slip[at], slip[at + 1]);
    visit(slip);
  }
}

/// A letter that the word has, and one that it has not.
std::string two_letters(const std::string& word) {
  std::string out(1, word[word.size() / 2]);
  for (char c = 'a'; c <= 'z'; ++c)
    if (word.find(c) == std::string::npos) return out + c;
  return out;
}

/// How a word so written stands in a name beside another; empty text: it is no word of its own there.
Token written_word(const std::string& text, NameForm form) {
  constexpr const char* kBeside = "7";  // which is classified soonest
  std::vector<Token> tokens(2);
  tokens[0].text = kBeside;
  tokens[1].text = text;
  if (form == NameForm::kPerson)
    classify_person(tokens);
  else
    classify_organisation(tokens);
  if (tokens.size() != 2 || tokens[1].text != text) return {};
  tokens[1].chars = static_cast<std::uint32_t>(char_count(text));
  return std::move(tokens[1]);
}

bool has_long_word(const NormalName& name) {
  return std::any_of(name.tokens.begin(), name.tokens.end(), [](const Token& token) {
    return token.kind == TokenKind::kWord && token.chars >= kWordCharsLeast && !token.exact;
  });
}

bool is_ascii_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

ProofClass class_of(const PerturbOperator& change) {
  if (change.name == "space lost" || change.name == "all joined" || change.name == "hyphen lost")
    return ProofClass::kJoinedWords;
  if (change.name == "word split") return ProofClass::kSplitWords;
  switch (change.leaves) {
    case Leaves::kSame:
      return ProofClass::kSameWords;
    case Leaves::kTypo:
      return ProofClass::kOneSlip;
    case Leaves::kOther:
      return ProofClass::kOtherForms;
    case Leaves::kLess:
      break;
  }
  return ProofClass::kFewerWords;
}

class Prover {
 public:
  Prover(const ListIndex& index, const ProofOptions& options)
      : index_(index), options_(options), random_(options.seed) {
    const std::vector<ListState> lists = index.lists();
    LICET_INVARIANT(lists.size() == 1);
    proof_.kind = lists[0].kind;
    proof_.list = lists[0].digest;
    proof_.algorithm = kAlgorithm;
    proof_.icu = icu_version();
    proof_.seed = options.seed;
    proof_.variants = options.variants;
    proof_.every_letter = options.every_letter;
    proof_.thresholds = options.thresholds;
  }

  Result<Proof> run() {
    const Side sides[] = {{index_.persons(), NameForm::kPerson, options_.thresholds.person},
                          {index_.entities(), NameForm::kOrganisation, options_.thresholds.company}};
    std::vector<std::vector<std::string>> words;
    std::size_t names = 0;
    for (const Side& side : sides) {
      words.push_back(words_of(side));
      names += side.index.names().size();
      all_ += words.back().size() + side.index.names().size();
    }
    all_ += options_.variants;
    for (std::size_t i = 0; i < 2; ++i) {
      LICET_CHECK(prove_names(sides[i]));
      for (const std::string& word : words[i]) prove_word(sides[i], word);
    }
    for (std::uint32_t i = 0; i < options_.variants && names > 0; ++i) {
      const std::size_t chosen = random_.next() % names;
      const std::size_t persons = sides[0].index.names().size();
      LICET_CHECK(chosen < persons ? prove_variant(sides[0], chosen) : prove_variant(sides[1], chosen - persons));
    }
    if (options_.progress) options_.progress(all_, all_);
    return std::move(proof_);
  }

 private:
  struct Side {
    const NameIndex& index;
    NameForm form;
    std::uint32_t threshold;
  };

  ProofCount& count(ProofClass of) { return proof_.counts[static_cast<std::size_t>(of)]; }

  void step() {
    if (options_.progress && ++done_ % kProgressEvery == 0) options_.progress(done_, all_);
  }

  void lose(ProofClass of, std::string entry_id, std::string listed, std::string asked) {
    ++count(of).lost;
    if (proof_.uncovered.size() < kUncoveredMax)
      proof_.uncovered.push_back({of, std::move(entry_id), std::move(listed), std::move(asked)});
  }

  static bool finds_entry(const Side& side, const NormalName& query, const Cutoff& cutoff, std::uint32_t entry) {
    const std::vector<Scored> found = side.index.find(query, cutoff);
    return std::any_of(found.begin(), found.end(),
                       [&](const Scored& one) { return side.index.names()[one.index].entry == entry; });
  }

  Status prove_names(const Side& side) {
    for (const IndexedName& name : side.index.names()) {
      step();
      const std::string& text = published(index_, name);
      if (!names_somebody(text)) {
        ++count(ProofClass::kNameless).asked;
        continue;
      }
      const ProofClass of = name.weak ? ProofClass::kWeakAliases : ProofClass::kNames;
      ++count(of).asked;
      LICET_TRY(const NormalName query, normalise(text, side.form));
      if (finds_entry(side, query, {kFull, kFull}, name.entry))
        ++count(of).found;
      else
        lose(of, index_.entry(name.entry).entry_id, text, text);
    }
    return {};
  }

  /// The distinct words of the names, in their order; those that are not looked for with a slip are counted only.
  std::vector<std::string> words_of(const Side& side) {
    std::unordered_set<std::string> seen;
    std::vector<std::string> out;
    for (std::uint32_t index = 0; index < side.index.names().size(); ++index) {
      for (const Token& token : side.index.name(index).tokens) {
        if (!seen.insert(token.text).second) continue;
        if (token.kind == TokenKind::kNumber || token.exact)
          ++count(ProofClass::kExactWords).asked;
        else if (char_count(token.text) < kWordCharsLeast)
          ++count(ProofClass::kShortWords).asked;
        else if (token.kind != TokenKind::kWord || !is_ascii_word(token.text))
          ++count(ProofClass::kOtherWords).asked;
        else
          out.push_back(token.text);
      }
    }
    return out;
  }

  void prove_word(const Side& side, const std::string& word) {
    step();
    const std::string two = two_letters(word);
    const auto letters = [&](std::size_t at) {
      return options_.every_letter ? "abcdefghijklmnopqrstuvwxyz" : std::string_view(two).substr(at % 2, 1);
    };
    const NameIndex::Finding finding(side.index, word);
    each_slip(word, letters, [&](const std::string& slip) {
      const Token token = written_word(slip, side.form);
      if (token.text.empty()) {
        ++count(ProofClass::kOtherWords).asked;
        return;
      }
      ++count(ProofClass::kWordSlips).asked;
      if (finding.found_by(token))
        ++count(ProofClass::kWordSlips).found;
      else
        lose(ProofClass::kWordSlips, {}, word, slip);
    });
  }

  /// A seeded operator that changes the text, or two one after the other; the class it makes.
  ProofClass change(std::string& text, bool person) {
    const auto operators = perturb_operators();
    const bool twice = random_.next() % 4 == 0;
    ProofClass of = ProofClass::kSameWords;
    std::size_t changes = 0;
    constexpr int kTriesMax = 16;  // an operator has often nothing to change
    for (int tries = 0; tries < kTriesMax && changes < (twice ? 2U : 1U); ++tries) {
      const PerturbOperator& one = operators[random_.next() % operators.size()];
      std::string changed = perturbed(one, text, person, random_);
      if (changed.empty()) continue;
      text = std::move(changed);
      of = ++changes == 2 ? ProofClass::kTwoChanges : class_of(one);
    }
    return of;
  }

  Status prove_variant(const Side& side, std::size_t chosen) {
    step();
    const IndexedName& name = side.index.names()[chosen];
    const std::string& listed = published(index_, name);
    std::string text = listed;
    ProofClass of = change(text, side.form == NameForm::kPerson);
    if (!names_somebody(text)) {
      ++count(ProofClass::kNameless).asked;
      return {};
    }
    const NormalName normal = side.index.name(static_cast<std::uint32_t>(chosen));
    if (!has_long_word(normal)) of = ProofClass::kShortNames;
    LICET_TRY(const NormalName query, normalise(text, side.form));
    const Cutoff cutoff{side.threshold, std::max(side.threshold, options_.thresholds.weak_alias)};
    ++count(of).asked;
    if (finds_entry(side, query, cutoff, name.entry))
      ++count(of).found;
    else if (align(query, normal).score < (name.weak ? cutoff.weak : cutoff.strong))
      ++count(of).below;
    else
      lose(of, index_.entry(name.entry).entry_id, listed, text);
    return {};
  }

  const ListIndex& index_;
  const ProofOptions& options_;
  SeededRandom random_;
  Proof proof_;
  std::uint64_t done_ = 0, all_ = 0;
};

struct ClassTexts {
  std::string_view name, text;
};
constexpr std::array<ClassTexts, kProofClasses> kClassTexts{{
    {"names", "primary names and strong aliases, asked for as listed, at full score"},
    {"weak_aliases", "weak aliases, asked for as listed, at full score"},
    {"nameless", "a lone letter or signs alone: nobody is asked for by that"},
    {"word_slips", "words of four letters or more with one slip, at every place"},
    {"short_words", "words of three letters or fewer: another letter is another word"},
    {"exact_words", "numbers, and syllables of Han names: another sign is another word"},
    {"other_words", "words of the tables or in letters without a transliteration, and slips that make one or initials"},
    {"same_words", "names with the same words in another order, or carried another way"},
    {"one_slip", "names with one slip"},
    {"joined_words", "names with words written together"},
    {"split_words", "names with a word written apart"},
    {"short_names", "names without a word of four letters, changed in any way"},
    {"other_forms", "names with another form of a word, or a word more"},
    {"fewer_words", "names with words or letters left out"},
    {"two_changes", "names changed twice"},
}};

}  // namespace

std::string_view proof_class_name(ProofClass of) { return kClassTexts[static_cast<std::size_t>(of)].name; }
std::string_view proof_class_text(ProofClass of) { return kClassTexts[static_cast<std::size_t>(of)].text; }

std::uint64_t Proof::lost() const {
  std::uint64_t sum = 0;
  for (const ProofCount& count : counts) sum += count.lost;
  return sum;
}

Result<Proof> prove_complete(const ListIndex& index, const ProofOptions& options) {
  return Prover(index, options).run();
}

json::Value uncovered_json(const Proof& proof) {
  json::Array out;
  for (const Uncovered& one : proof.uncovered)
    out.emplace_back(json::Array{std::string(proof_class_name(one.of)), one.entry_id, one.listed, one.asked});
  return out;
}

crypto::Digest uncovered_digest(const Proof& proof) { return crypto::sha256(json::canonical(uncovered_json(proof))); }

json::Value proof_counts_json(const Proof& proof) {
  json::Object out;
  for (std::size_t i = 0; i < kProofClasses; ++i) {
    const ProofCount& count = proof.counts[i];
    if (count.asked == 0) continue;
    json::Object one{{"asked", static_cast<std::int64_t>(count.asked)}};
    for (const auto& [name, value] : {std::pair("found", count.found), {"below", count.below}, {"lost", count.lost}})
      if (value != 0) one.insert_or_assign(name, static_cast<std::int64_t>(value));
    out.insert_or_assign(std::string(kClassTexts[i].name), std::move(one));
  }
  return out;
}

}  // namespace licet::screening
