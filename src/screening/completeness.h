// The proof that an index loses nobody: done again for every list that is loaded, with that list's own names.
//
// What is proved, and what "retrieved" means in each class:
//   - A name, asked for as it is listed, finds its own entry at full score (kFull).
//   - A word of four letters or more with one slip in it (a letter left out, put in, replaced, or two neighbours
//     swapped, at every place) leads the search to the names that have the word.
//   - A whole name, changed by the operators of perturb.h, is retrieved when its own entry is among the hits at the
//     given thresholds. Where it is not, the two names are compared directly: a score below the threshold is no fault
//     of the index and is counted as such ("below"); a score that reaches it means that the index lost a name.
// Uncovered is what should have been retrieved and was not. Classes in which nothing is promised are counted apart with
// the reason. Since the index cuts candidates by a bound of each one's own score and never by their number, what holds
// for a list alone holds for it beside others.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "screening/matcher.h"

namespace licet::screening {

enum class ProofClass : std::uint8_t {
  kNames,        ///< primary names and strong aliases, as listed
  kWeakAliases,  ///< the publisher's weak aliases, as listed
  kNameless,     ///< listed names that are no name to ask for: a lone letter, signs alone
  kWordSlips,    ///< words of four letters or more with one slip
  kShortWords,   ///< words of three letters or fewer: another letter is another word, so a slip is not looked for
  kExactWords,   ///< words with digits, and syllables of Han names: the same
  kOtherWords,   ///< slips that make a word of the tables (fond, dr) or initials of it: another word
  kSameWords,    ///< whole names: the same words in another order or carried another way
  kOneSlip,      ///< whole names with one slip
  kJoinedWords,  ///< whole names with words written together
  kSplitWords,   ///< whole names with a word written apart
  kShortNames,   ///< whole names that have no word of four letters, changed in any way
  kOtherForms,   ///< whole names with another form of a word, or a word more
  kFewerWords,   ///< whole names with words or letters left out
  kTwoChanges,   ///< whole names under two operators
};
inline constexpr std::size_t kProofClasses = 15;
/// "names", "weak_aliases", ...: as the record writes it.
std::string_view proof_class_name(ProofClass of);
/// What is asked of the class, in a few words for people.
std::string_view proof_class_text(ProofClass of);

struct ProofCount {
  std::uint64_t asked = 0;
  std::uint64_t found = 0;
  std::uint64_t below = 0;  ///< of whole names: not similar enough for the thresholds
  std::uint64_t lost = 0;   ///< uncovered
  bool operator==(const ProofCount&) const = default;
};

/// What should have been retrieved and was not.
struct Uncovered {
  ProofClass of = ProofClass::kNames;
  std::string entry_id;  ///< empty for words
  std::string listed;    ///< the name or the word
  std::string asked;
  bool operator==(const Uncovered&) const = default;
};

struct ProofOptions {
  std::uint64_t seed = 1;
  std::uint32_t variants = 0;  ///< whole names to change
  bool every_letter =
      false;  ///< slips with all of a-z; else, by turns, a letter that the word has and one that it has not
  Thresholds thresholds;
  /// Called now and then with what is done and what there is; may be empty.
  std::function<void(std::uint64_t done, std::uint64_t all)> progress;
};

struct Proof {
  std::string kind;
  crypto::Digest list{};
  std::string algorithm, icu;
  std::uint64_t seed = 0;
  std::uint32_t variants = 0;
  bool every_letter = false;
  Thresholds thresholds;
  std::array<ProofCount, kProofClasses> counts{};
  std::vector<Uncovered> uncovered;  ///< the first kUncoveredMax
  std::uint64_t lost() const;
};
inline constexpr std::size_t kUncoveredMax = 10'000;

/// Proves an index over one list. Pure: the same list, options, algorithm and ICU give the same proof anywhere.
/// Errors: those of `normalise`.
Result<Proof> prove_complete(const ListIndex& index, const ProofOptions& options);

/// [["one_slip","ENTRY ID","LISTED","ASKED"],...]
json::Value uncovered_json(const Proof& proof);
/// SHA-256 of that; what the record keeps.
crypto::Digest uncovered_digest(const Proof& proof);
/// {"names":{"asked":1,"found":1},...}: classes in which nothing was asked and counts of zero are left out.
json::Value proof_counts_json(const Proof& proof);

}  // namespace licet::screening
