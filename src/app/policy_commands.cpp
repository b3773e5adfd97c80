#include "app/policy_commands.h"

#include <algorithm>
#include <vector>

#include "app/refusal.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

Result<Scope> policy_scope(const Principal& principal, const FirmState& state) {
  return Access::scope(principal, Right::kPolicy, "policy", state.policy.get());
}

/// The confirmation tables are the firm's, not a market's: who holds the right anywhere sees them all.
Result<Scope> firm_scope() {
  return Access::scope(Access::system(), Right::kPolicy, "the firm's policy versions and confirmations", nullptr);
}

Result<std::optional<Row>> confirmation(Reader& reader, std::string_view rule) {
  LICET_TRY(const Scope scope, firm_scope());
  return reader.get(scope, TableId::kConfirmation, {std::string(rule)});
}

/// The record asks for the right at the moment of the entry: a role for a time may have ended since the person was
/// proven.
Status demand_at(const Principal& principal, Right right, Instant at) {
  const std::vector<Grant>& grants = principal.grants();
  if (std::any_of(grants.begin(), grants.end(),
                  [&](const Grant& grant) { return grant_gives(grant, right) && (!grant.until || at < *grant.until); }))
    return {};
  return refuse("NO_RIGHT", "the role by which you could do this has just ended");
}

Status set_state(Tx& tx, Deps& deps, const Principal& principal, const Row& row, std::string_view state,
                 std::string command) {
  auto author = PersonId::parse(row.text("proposed_by"));
  record::BodyBuilder body = new_body(deps, principal, std::move(command));
  if (state == "active") LICET_CHECK(demand_at(principal, Right::kApprove, body.at()));
  body.add(record::confirmation_set(
      row.text("rule"), row.text("rule_digest"), row.text("opinion"), state, author ? *author : PersonId(),
      state == "active" ? record::Approval{principal.person(), std::string(row.text("proposal"))} : record::Approval{},
      Instant{row.integer("until")}, row.integer("invented") != 0));
  return append(tx, std::move(body));
}

Status run(Deps& deps, const Principal& principal, const Store::Command& command) {
  auto receipt = deps.store.execute(principal, command);
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

}  // namespace

Result<std::string> propose_policy(Deps& deps, const Principal& principal, const json::Value& document) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  LICET_TRY(const domain::Policy policy, domain::Policy::compile(document));
  const std::string digest = crypto::digest_text(policy.digest());
  LICET_CHECK(run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const Scope scope, firm_scope());
    LICET_TRY(auto known, tx.get(scope, TableId::kPolicy, {digest}));
    if (known)
      return fail(ErrorCode::kConflict, "this policy is on record already (" + std::string(known->text("state")) + ")");
    record::BodyBuilder body = new_body(deps, principal, "policy propose");
    const std::string text = json::canonical(document);
    const std::string attached = body.attach(Bytes(text.begin(), text.end()));
    LICET_INVARIANT(attached == digest);
    body.add(record::policy_proposed(digest, principal.person(), body.at()));
    return append(tx, std::move(body));
  }));
  return digest;
}

Status approve_policy(Deps& deps, const Principal& principal, std::string_view digest_or_prefix) {
  LICET_CHECK(Access::demand(principal, Right::kApprove));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const Scope scope, firm_scope());
    std::string prefix(digest_or_prefix);
    if (prefix.rfind("sha256:", 0) != 0) prefix = "sha256:" + prefix;
    if (prefix.size() < std::string_view("sha256:").size() + kProposalDigitsMin)
      return fail(ErrorCode::kBadInput, "give at least " + std::to_string(kProposalDigitsMin) +
                                            " digits of the policy's digest: fewer may fit another policy");
    LICET_TRY(const auto rows, all_rows(tx, scope, TableId::kPolicy, {{"digest", Condition::Op::kPrefix, prefix}}));
    if (rows.size() != 1)
      return fail(ErrorCode::kNotFound, rows.empty()
                                            ? "no policy with this digest was proposed"
                                            : "this is the beginning of more than one digest; give more of it");
    const Row& row = rows.front();
    if (row.text("state") != "proposed")
      return fail(ErrorCode::kConflict,
                  "this policy is " + std::string(row.text("state")) + "; nothing waits for approval");
    if (row.text("proposed_by") == principal.person().str())
      return refuse("OWN_PROPOSAL", "you proposed this policy; a second person must approve it");
    record::BodyBuilder body = new_body(deps, principal, "policy approve");
    LICET_TRY(auto active, tx.get(scope, TableId::kMeta, {std::string("active_policy")}));
    body.add(record::policy_activated(row.text("digest"), principal.person(), body.at(),
                                      active ? active->text("value") : std::string_view()));
    return append(tx, std::move(body));
  });
}

Result<std::string> attest_rule(Deps& deps, const Principal& principal, const Attestation& attestation) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  std::string proposal;
  LICET_CHECK(run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_CHECK(policy_scope(principal, state).map([](const Scope&) {}));
    const auto index = state.policy->rule_index(attestation.rule);
    if (!index)
      return fail(ErrorCode::kNotFound,
                  "the active policy has no rule '" + attestation.rule + "'; licet policy show lists them");
    const domain::Rule& rule = state.policy->rules()[*index];
    if (rule.shape != domain::Shape::kR03 || rule.status != domain::RuleStatus::kUnverified)
      return fail(ErrorCode::kBadInput, "rule " + rule.id +
                                            " is no unverified permission (shape R03): a confirmation of it would "
                                            "change nothing; licet policy show " +
                                            rule.id + " says what it is");
    record::BodyBuilder body = new_body(deps, principal, "policy attest");
    LICET_CHECK(demand_at(principal, Right::kPolicy, body.at()));
    if (attestation.until <= body.at())
      return fail(ErrorCode::kBadInput, "a confirmation must end in the future (--until)");
    record::NewEvent proposed = record::confirmation_set(
        attestation.rule, crypto::digest_text(state.policy->rules()[*index].digest), attestation.opinion_digest,
        "proposed", principal.person(), {}, attestation.until, false);
    proposal = record::proposal_digest(body.id(), proposed.event());
    body.add(std::move(proposed));
    return append(tx, std::move(body));
  }));
  return proposal;
}

Status approve_attestation(Deps& deps, const Principal& principal, std::string_view rule, std::string_view proposal) {
  LICET_CHECK(Access::demand(principal, Right::kApprove));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto row, confirmation(tx, rule));
    if (!row || row->text("state") != "proposed")
      return fail(ErrorCode::kNotFound, "no confirmation of '" + std::string(rule) + "' waits for approval");
    if (row->text("proposed_by") == principal.person().str())
      return refuse("OWN_PROPOSAL", "you proposed this confirmation; a second person must approve it");
    LICET_CHECK(demand_proposal(proposal, row->text("proposal")));
    return set_state(tx, deps, principal, *row, "active", "policy approve");
  });
}

Status revoke_attestation(Deps& deps, const Principal& principal, std::string_view rule) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto row, confirmation(tx, rule));
    if (!row || row->text("state") == "revoked")
      return fail(ErrorCode::kNotFound, "no confirmation of '" + std::string(rule) + "' is in force or proposed");
    return set_state(tx, deps, principal, *row, "revoked", "policy attest");
  });
}

}  // namespace licet::app
