#include "domain/verdict.h"

#include <array>

#include "base/result.h"

namespace licet::domain {
namespace {

constexpr std::array<std::string_view, 6> kVerdictNames = {"ALLOW", "ALLOW_WITH", "HOLD", "NEEDS", "REVIEW", "BLOCK"};

// In the order of the enumeration. Published: a name never changes.
constexpr std::array<std::string_view, kReasonCodes> kReasonNames = {
    "RULE",
    "NO_PACK",
    "NO_PERMITTING_RULE",
    "RULE_UNCONFIRMED",
    "PRODUCT_MISSING",
    "NO_JURISDICTION",
    "NO_MARKET",
    "MARKET_AMBIGUOUS",
    "NO_ROUTE",
    "PERSON_UNKNOWN",
    "PERSON_ENDED",
    "NOT_IN_TEAM",
    "TEAM_ENDED",
    "TEAM_NOT_IN_MARKET",
    "ENTITY_ENDED",
    "DATE_UNCOVERED",
    "NOT_SCREENED",
    "SCREENING_HIT",
    "LAWFUL_BASIS_MISSING",
    "POSSIBLE_DUPLICATE",
    "ERASED",
    "REFUSED_BY_REVIEW",
    "ON_LEAVE",
    "OUTSIDE_HOURS",
    "CEILING_REACHED",
    "LANGUAGE",
    "PAUSED",
    "UNTAGGED",
    "CONTRADICTORY",
    "LOW_CONFIDENCE",
    "SUBDIVISION_MISSING",
};
static_assert(static_cast<std::size_t>(ReasonCode::kSubdivisionMissing) + 1 == kReasonCodes);
static_assert(!kReasonNames.back().empty());

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  const auto index = static_cast<std::size_t>(verdict);
  LICET_INVARIANT(index < kVerdictNames.size());
  return kVerdictNames[index];
}

std::optional<Verdict> parse_verdict(std::string_view name) {
  for (std::size_t i = 0; i < kVerdictNames.size(); ++i)
    if (kVerdictNames[i] == name) return static_cast<Verdict>(i);
  return std::nullopt;
}

std::string_view reason_name(ReasonCode code) {
  const auto index = static_cast<std::size_t>(code);
  LICET_INVARIANT(index < kReasonNames.size());
  return kReasonNames[index];
}

std::optional<ReasonCode> parse_reason(std::string_view name) {
  for (std::size_t i = 0; i < kReasonNames.size(); ++i)
    if (kReasonNames[i] == name) return static_cast<ReasonCode>(i);
  return std::nullopt;
}

}  // namespace licet::domain
