// Names as they arrive: one written name turned into another way in which the same one is written, or miswritten.
//
// For measuring (bench/screening_quality --operators) and for the proof of completeness (completeness.h). Each operator
// changes one thing; the seed decides where, so that the same seed gives the same name on every machine. The scorer
// knows nothing of these operators and they know nothing of it, but for the words of data/screening that both read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/id.h"

namespace licet::screening {

/// The script that most letters of a name are written in.
enum class Script : std::uint8_t { kLatin, kCyrillic, kArabic, kHan, kHangul, kKana, kGreek, kHebrew, kOther };
Script script_of(std::string_view name);
std::string_view script_name(Script script);  ///< "Latin", "Cyrillic", ...

enum class NameOf : std::uint8_t { kAnybody, kPerson, kCompany };

/// What an operator leaves of a name, which says what may be asked of the screening afterwards.
enum class Leaves : std::uint8_t {
  kSame,   ///< the same words, written another way: it should be found at any threshold
  kTypo,   ///< one slip of a hand, an eye or a scanner
  kOther,  ///< another form of a word, or a word more
  kLess,   ///< fewer words or letters than there were
};

struct PerturbOperator {
  std::string_view name;  ///< "adjacent swap", ...
  NameOf of = NameOf::kAnybody;
  Leaves leaves = Leaves::kTypo;
  /// The changed name; empty when the operator has nothing to change here. `name` is UTF-8.
  std::string (*apply)(std::string_view name, SeededRandom& random) = nullptr;
};

/// All of them, in a fixed order.
std::span<const PerturbOperator> perturb_operators();

/// The name under an operator; empty when it does not apply to names of that kind, or changes nothing.
std::string perturbed(const PerturbOperator& change, std::string_view name, bool person, SeededRandom& random);

}  // namespace licet::screening
