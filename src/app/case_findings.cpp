#include "app/case_findings.h"

#include <algorithm>

#include "base/limits.h"

namespace licet::app {
namespace {

using Resolutions = std::map<std::string, std::string>;

/// Whether the outcome fits what was found: a true match refuses, and what nobody can tell goes on.
Status check_outcome(std::string_view outcome, const HitFindings& hits, const Resolutions& settled) {
  if (outcome == "escalate" && (settled.size() > 1 || !has(hits, "inconclusive") || has(hits, "true_match")))
    return fail(ErrorCode::kBadInput,
                "a case is escalated because nobody can tell yet about a hit, and settles nothing else; a true match "
                "refuses the lead");
  if (outcome != "escalate" && has(hits, "inconclusive"))
    return fail(ErrorCode::kBadInput,
                "a hit about which nobody can tell yet is neither released nor refused: say "
                "--outcome escalate");
  if (outcome == "release" && has(hits, "true_match"))
    return fail(ErrorCode::kBadInput, "a true match is not released: say --outcome refuse");
  return {};
}

}  // namespace

std::int64_t good_guy_max_us(const domain::Policy& policy) {
  const json::Value* screening = policy.document().find("screening");
  const std::int64_t days =
      screening == nullptr ? limits::kGoodGuyDaysMax : screening->int_or("good_guy_max_days", limits::kGoodGuyDaysMax);
  return std::min(days * 86'400'000'000, limits::kGoodGuyMaxUs);
}

Result<record::CaseFindings> case_findings(const CaseDecision& decision, const domain::Policy& policy,
                                           const KnownEntries& entries, const LeadDraft& draft, Instant at,
                                           Resolutions& settled) {
  record::CaseFindings out;
  out.evidence = evidence_digests(decision.evidence);
  const auto all = settled.find("screening");
  const bool escalates = decision.outcome == "escalate";
  if (all == settled.end() && decision.hits.empty() && !escalates) {
    if (decision.until || decision.again)
      return fail(ErrorCode::kBadInput, "the decision finds nothing about a hit, so nothing holds until a moment");
    return out;
  }
  const std::string rest = all != settled.end() ? all->second : escalates ? "inconclusive" : "";
  LICET_TRY(const HitFindings hits, find_hits(draft, entries, decision.hits, rest));
  settled.insert_or_assign("screening", std::string(gravest(hits)));
  LICET_CHECK(check_outcome(decision.outcome, hits, settled));
  out.hits = hits_json(hits);
  if (decision.again && !escalates)
    return fail(ErrorCode::kBadInput, "only an escalated case comes back at a moment: --outcome escalate");
  if (escalates) out.again = std::max(decision.again.value_or(at), at);
  if (!has(hits, "false_positive")) {
    if (decision.until) return fail(ErrorCode::kBadInput, "only a hit found false does not alert until a moment");
    return out;
  }
  const std::int64_t most = good_guy_max_us(policy);
  out.until = decision.until.value_or(Instant{at.us + std::min(limits::kGoodGuyDefaultUs, most)});
  if (*out.until <= at || out.until->us > at.us + most)
    return fail(ErrorCode::kBadInput, "a hit that is found false does not alert for a time to come, and for " +
                                          std::to_string(most / 86'400'000'000) +
                                          " days at most; then somebody looks again");
  return out;
}

}  // namespace licet::app
