#include "app/name_command.h"

namespace licet::app {
namespace {

constexpr std::string_view kSource = "review";

std::map<std::string, json::Value> fields_of(const BorneName& name, const std::vector<BorneName>& before,
                                             const std::vector<BorneName>& after, const ScreenedLead& screened) {
  std::map<std::string, json::Value> fields;
  const auto add = [&](const char* field, const std::string& value) {
    if (!value.empty()) fields.emplace(field, json::Value(value));
  };
  add("first_name", name.first_name);
  add("last_name", name.last_name);
  add("company", name.company);
  if (!before.empty() && after.size() > before.size()) fields.emplace("names", names_json(after));
  if (!screened.sealed.is_null()) fields.emplace("screening", screened.sealed);
  return fields;
}

}  // namespace

Result<DecideOutcome> name_lead(Deps& deps, const Principal& principal, const LeadId& lead, const BorneName& name) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  if (!can_be_screened(name))
    return fail(ErrorCode::kBadInput, "that is no name that could be screened: give more than an initial");
  // Lists that nobody needed yet are compiled here and not on the writing thread.
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) {
    return deps.firm.state(reader, LoadLists::kYes).map([](const FirmState&) {});
  }));
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kYes));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "name a lead", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    LICET_TRY(const Scope system, Access::scope(Access::system(), Right::kReview, "the subject of a lead", nullptr));
    LICET_TRY(const auto subject, tx.get(system, record::TableId::kSubject, {draft.subject.str()}));
    LICET_TRY(const auto key, deps.keys.find(draft.subject.str()));
    if (!subject || !key || draft.status == "erased")
      return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
    record::BodyBuilder body = new_body(deps, principal, "lead name");
    LICET_TRY(const auto names, names_with(*subject, name));
    LICET_TRY(const ScreenedLead screened, screen_names(state, names, body.at()));
    body.seal(deps.store.origin(), draft.subject.str(), *key, fields_of(name, borne_names(*subject), names, screened),
              deps.random);
    body.add(
        record::source_added(lead, draft.subject, SourceId::make(deps.random), kSource, {}, SourceId(), body.at()));
    body.add(stand_after(state, body.at(), screened, draft).event);
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kChange, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return outcome;
}

}  // namespace licet::app
