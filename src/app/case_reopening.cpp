#include "app/case_reopening.h"

#include "app/good_guys.h"
#include "app/hit_findings.h"
#include "app/intake_text.h"
#include "app/sealed_note.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// kConflict when the case cannot be opened again.
Status check_closed(const Row& closed, const LeadDraft& draft) {
  const std::string id(closed.text("id"));
  if (closed.text("state") != "closed")
    return fail(ErrorCode::kConflict, "case " + id + " is " + std::string(closed.text("state")) + ", not closed");
  if (draft.status == "erased")
    return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
  if (closed.null("hits"))
    return fail(ErrorCode::kConflict, "case " + id +
                                          " found nothing about a hit; a lead that was refused comes back with "
                                          "licet review reopen " +
                                          draft.lead.str());
  if (!draft.case_id.empty())
    return fail(ErrorCode::kConflict, "case " + draft.case_id.str() + " of this lead is open already");
  return {};
}

}  // namespace

Result<CaseId> reopen_lead(Deps& deps, const Principal& principal, const LeadId& lead) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  const CaseId id = CaseId::make(deps.random);
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "reopen a lead", state.policy.get()));
    LICET_TRY(const LeadDraft draft, load_draft(tx, scope, lead));
    if (draft.status == "erased")
      return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
    if (!draft.refused) return fail(ErrorCode::kConflict, "no reviewer's refusal stands against lead " + lead.str());
    if (!draft.case_id.empty())
      return fail(ErrorCode::kConflict, "case " + draft.case_id.str() + " of this lead is open already");
    record::BodyBuilder body = new_body(deps, principal, "review reopen");
    body.add(record::case_opened(id, lead, draft.market, {"refused_by_review"}, body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return id;
}

Result<LeadId> reopen_case(Deps& deps, const Principal& principal, const CaseId& id, const std::string& note) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  if (!intake::says_something(note))
    return fail(ErrorCode::kBadInput, "opening a case again needs a reason in your words (--note TEXT)");
  LeadId of_case;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "open a case again", state.policy.get()));
    LICET_TRY(const auto closed, tx.get(scope, TableId::kCase, {id.str()}));
    const auto lead = closed ? LeadId::parse(closed->text("lead")) : std::nullopt;
    if (!lead) return fail(ErrorCode::kNotFound, "no case " + id.str() + " that you may see");
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, *lead));
    LICET_CHECK(check_closed(*closed, draft));
    LICET_TRY(const Scope join, Access::scope(Access::system(), Right::kReview, "what a case found", nullptr));
    LICET_TRY(const auto entries, all_rows(tx, join, TableId::kGoodGuy,
                                           {{"subject", Condition::Op::kEqual, draft.subject.str()},
                                            {"review", Condition::Op::kEqual, id.str()},
                                            {"state", Condition::Op::kEqual, std::string("active")}}));
    record::BodyBuilder body = new_body(deps, principal, "review reopen");
    LICET_CHECK(seal_note(deps, draft, note, {}, body));
    body.add(record::case_reopened(id, *lead, principal.person(), body.at()));
    body.link(std::string(LeadTag::kPrefix), lead->str());
    draft.case_id = id;
    of_case = *lead;
    LICET_CHECK(end_good_guys(tx, deps, state, entries, GoodGuyEnd::kReopened, principal.person(), &draft, true, body)
                    .map([](const std::vector<LeadId>&) {}));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return of_case;
}

}  // namespace licet::app
