#include "app/review_reasons.h"

#include <algorithm>
#include <set>

namespace licet::app {
namespace {

using domain::ReasonCode;
using domain::Verdict;

/// The queue's word for one reason of a decision; "" when it is not a matter for the queue by itself.
std::string_view queue_reason(const domain::Policy& policy, const domain::Reason& reason) {
  switch (reason.engine_code) {
    case ReasonCode::kScreeningHit:
      return "screening_hit";
    case ReasonCode::kNotScreened:
      return "not_screened";
    case ReasonCode::kLawfulBasisMissing:
      return "missing_lawful_basis";
    case ReasonCode::kPossibleDuplicate:
      return "possible_duplicate";
    case ReasonCode::kNoPack:
      return "no_pack";
    case ReasonCode::kContradictory:
      return "contradictory_evidence";
    case ReasonCode::kUntagged:
    case ReasonCode::kLowConfidence:
    case ReasonCode::kSubdivisionMissing:
    case ReasonCode::kNoJurisdiction:
    case ReasonCode::kNoMarket:
    case ReasonCode::kMarketAmbiguous:
      return "untagged";
    case ReasonCode::kRuleUnconfirmed:
    case ReasonCode::kNoPermittingRule:
      return "unconfirmed_rule";
    case ReasonCode::kProductMissing:
    case ReasonCode::kDateUncovered:
      return "rule_review";
    case ReasonCode::kRule:
      if (reason.verdict == Verdict::kBlock) return "";
      // A pack may stand for places without rules of their own; its rules then say so with a reason that begins like
      // this.
      return policy.symbols().text(reason.code).rfind(domain::reason_name(ReasonCode::kNoPack), 0) == 0 ? "no_pack"
                                                                                                        : "rule_review";
    default:
      return "";
  }
}

void add_candidate_reasons(const domain::Policy& policy, const domain::Routing& routing,
                           std::set<std::string_view>& found) {
  for (const auto& candidate : routing.candidates) {
    // A candidate somebody's law forbids has nothing for a reviewer to clear, save what concerns the lead itself.
    const bool barred = candidate.licence.verdict == Verdict::kBlock;
    for (const domain::Reason& reason : candidate.licence.reasons) {
      const std::string_view word = queue_reason(policy, reason);
      const bool of_lead =
          reason.engine_code == ReasonCode::kScreeningHit || reason.engine_code == ReasonCode::kNotScreened ||
          reason.engine_code == ReasonCode::kLawfulBasisMissing || reason.engine_code == ReasonCode::kPossibleDuplicate;
      if (!word.empty() && (of_lead || !barred)) found.insert(word);
    }
  }
}

}  // namespace

std::vector<std::string> review_reasons(const domain::Policy& policy, const domain::TagResult& tag,
                                        const domain::Routing& routing, const LeadDraft& draft) {
  using Outcome = domain::Routing::Outcome;
  if (routing.outcome == Outcome::kAssigned) return {};
  std::set<std::string_view> found;
  if (draft.refused) found.insert("refused_by_review");
  if (!draft.contradicts.empty()) found.insert("contradictory_evidence");
  for (const domain::Reason& reason : tag.decision.reasons)
    if (const auto word = queue_reason(policy, reason); !word.empty()) found.insert(word);
  add_candidate_reasons(policy, routing, found);
  switch (routing.outcome) {
    case Outcome::kNobodyLicensed:
    case Outcome::kNoRoute:
      found.insert("nobody_licensed");
      break;
    case Outcome::kNobodyAvailable:
      found.insert("licensed_unavailable");
      break;
    case Outcome::kNoMarket:
      if (tag.decision.allowed()) found.insert("untagged");
      break;
    case Outcome::kUnconfirmed:
      if (found.empty()) found.insert("unconfirmed_rule");
      break;
    case Outcome::kHeld:
    case Outcome::kAssigned:
      break;
  }
  if (draft.screening == "nameless" && found.erase("not_screened") != 0) found.insert("no_name");
  if (found.empty()) found.insert("rule_review");
  std::vector<std::string> out;
  for (const std::string_view reason : kReviewReasons)
    if (found.count(reason) != 0) out.emplace_back(reason);
  return out;
}

std::string_view parked_status(const std::vector<std::string>& reasons) {
  return reasons.size() == 1 && reasons.front() == "nobody_licensed" ? "refused" : "review";
}

std::string_view reason_help(std::string_view reason) {
  if (reason == "undecided")
    return "the decision could not be recorded, so nobody has the lead: licet jobs run names the cause and tries again";
  if (reason == "in_review") return "held for a reason that reviewers see";
  if (reason == "refused_by_review")
    return "a reviewer refused the lead: licet review reopen brings it back, and releasing it needs a second person";
  if (reason == "screening_hit") return "a name is on a screening list: compare the facts, then decide the case";
  if (reason == "no_name")
    return "no name and no company, so nobody to screen: find out who it is (licet lead name), or refuse the lead";
  if (reason == "not_screened")
    return "no usable list: load the lists the policy asks for, with their date (licet lists load --as-of), then run "
           "licet jobs run";
  if (reason == "missing_lawful_basis") return "record the lawful basis, or refuse the lead";
  if (reason == "possible_duplicate") return "decide whether both are the same person";
  if (reason == "untagged")
    return "nothing places this lead with confidence in exactly one market: determine the place";
  if (reason == "contradictory_evidence")
    return "evidence points to different places, or the source now says another client type, product or lawful basis "
           "(licet lead show): determine which holds";
  if (reason == "no_pack") return "no rules are kept for this place: only compliance may take it further";
  if (reason == "unconfirmed_rule") return "the permission rests on a rule nobody confirmed: licet policy attest";
  if (reason == "rule_review")
    return "a rule or a missing fact asks for a person's judgement: licet explain names it; settle the rule (--set "
           "rule=ID), name the product (--set product=CODE), or refuse the lead";
  if (reason == "nobody_licensed") return "nobody in the firm may serve this lead there";
  if (reason == "licensed_unavailable") return "somebody is licensed and nobody is available: waits, oldest first";
  return "see licet explain";
}

}  // namespace licet::app
