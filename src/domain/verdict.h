// Verdicts, reason codes and decisions: what every gate answers with.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/inline_vector.h"
#include "base/time.h"
#include "domain/symbol.h"

namespace licet::domain {

/// Raised on any change of behaviour of a decision. The golden corpus keeps one set of decisions per engine.
inline constexpr std::int64_t kEngine = 2;

/// Strictest last, so that the greater one wins (rule shape R27).
enum class Verdict : std::uint8_t { kAllow, kAllowWith, kHold, kNeeds, kReview, kBlock };
std::string_view verdict_name(Verdict verdict);  ///< "ALLOW", "ALLOW_WITH", "HOLD", "NEEDS", "REVIEW", "BLOCK"
std::optional<Verdict> parse_verdict(std::string_view name);  ///< the inverse; nullopt for any other text

/// Kleene's three values.
enum class Truth : std::uint8_t { kFalse, kUnknown, kTrue };
constexpr Truth operator!(Truth a) { return a == Truth::kTrue ? Truth::kFalse : a == Truth::kFalse ? Truth::kTrue : a; }
constexpr Truth both(Truth a, Truth b) { return a < b ? a : b; }
constexpr Truth either(Truth a, Truth b) { return a < b ? b : a; }

/// Public and stable: the text of a code never changes its meaning; docs/reasons.md gives each one's cure.
/// Codes that rules bring along (a rule's `reason`) are Symbols; these are the engine's own.
enum class ReasonCode : std::uint8_t {
  kRule,                ///< see Reason::code: the rule's own reason code
  kNoPack,              ///< no pack covers a place of the lead
  kNoPermittingRule,    ///< a pack has no rule in force that could permit this
  kRuleUnconfirmed,     ///< a permission rests on an unverified rule that the firm has not confirmed
  kProductMissing,      ///< the licence's cover depends on the product and the lead names none
  kNoJurisdiction,      ///< the lead has no jurisdiction yet
  kNoMarket,            ///< no market accepts the lead
  kMarketAmbiguous,     ///< more than one market accepts the lead
  kNoRoute,             ///< no routing rule applies
  kPersonUnknown,       ///< not in the register, or not valid on that date
  kPersonEnded,         ///< the person's own record is suspended, ended or outside its dates
  kNotInTeam,           ///< no team of the person that serves the lead's market
  kTeamEnded,           ///< the team's record is not in force
  kTeamNotInMarket,     ///< the team does not serve the lead's market
  kEntityEnded,         ///< the entity's record is not in force
  kDateUncovered,       ///< zone data does not cover the moment: the date in the regulator's zone is unknown
  kNotScreened,         ///< not screened, or against no list, or too old a list
  kScreeningHit,        ///< an open screening case
  kLawfulBasisMissing,  ///< no lawful basis on record
  kPossibleDuplicate,   ///< an undecided duplicate proposal
  kErased,              ///< the subject was erased
  kRefusedByReview,     ///< a reviewer refused the lead
  // availability (never part of authorise)
  kOnLeave,
  kOutsideHours,
  kCeilingReached,
  kLanguage,
  kPaused,
  // tagging
  kUntagged,            ///< no usable evidence of place
  kContradictory,       ///< evidence points to different places; or the source says otherwise than what stands
  kLowConfidence,       ///< evidence there is, but below the policy's threshold
  kSubdivisionMissing,  ///< the country alone is not enough
};
inline constexpr std::size_t kReasonCodes = 31;
std::string_view reason_name(ReasonCode code);                  ///< "NO_PACK", ...
std::optional<ReasonCode> parse_reason(std::string_view name);  ///< the inverse; nullopt for any other text

/// One reason of a decision. `rule` indexes Policy::rules(); kNoRule when the engine itself speaks.
inline constexpr std::uint32_t kNoRule = 0xffffffff;
struct Reason {
  ReasonCode engine_code = ReasonCode::kRule;
  Verdict verdict = Verdict::kAllow;
  Symbol code = Symbol::kNone;  ///< the rule's reason code when engine_code is kRule
  Symbol pack = Symbol::kNone;
  Symbol place = Symbol::kNone;
  std::uint32_t rule = kNoRule;
  bool operator==(const Reason&) const = default;
};

struct Obligation {
  Symbol code = Symbol::kNone;
  std::uint32_t rule = kNoRule;
  bool operator==(const Obligation&) const = default;
};

/// The answer of a gate. An empty reason list with kAllow means nothing stood against it.
struct Decision {
  Verdict verdict = Verdict::kAllow;
  InlineVector<Reason, 16> reasons;
  InlineVector<Obligation, 4> obligations;
  Instant earliest_at{};  ///< for kHold: the exact moment the hold ends; 0 otherwise
  std::int64_t engine = kEngine;

  void add(const Reason& reason) {
    if (reason.verdict > verdict) verdict = reason.verdict;
    reasons.push_back(reason);
  }
  bool allowed() const { return verdict <= Verdict::kAllowWith; }
  bool operator==(const Decision&) const = default;
};

}  // namespace licet::domain
