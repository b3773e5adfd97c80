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

/// A screening that was made before the command's transaction, and of what.
struct Ahead {
  std::vector<BorneName> names;
  std::vector<std::string> lists;
  Segment segment;
  ScreenedLead screened;
};

/// Lists that nobody needed yet are compiled, and the firm's screening service is asked, here and not on the writing
/// thread. Absent when the policy wants no service, or there is no such lead: the command says what is wrong.
Result<std::optional<Ahead>> screen_ahead(Deps& deps, const Principal& principal, const LeadId& lead,
                                          const BorneName& name) {
  FirmState state;
  std::optional<Ahead> out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(state, deps.firm.state(reader, LoadLists::kYes));
    if (!state.service_demanded) return {};
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "name a lead", state.policy.get()));
    LICET_TRY(const Scope system, Access::scope(Access::system(), Right::kReview, "the subject of a lead", nullptr));
    LICET_TRY(const auto row, reader.get(scope, record::TableId::kLead, {lead.str()}));
    if (!row) return {};
    LICET_TRY(const auto subject, reader.get(system, record::TableId::kSubject, {std::string(row->text("subject"))}));
    if (!subject || !subject->null("erased_by")) return {};
    LICET_TRY(auto names, names_with(*subject, name));
    out = Ahead{std::move(names), state.list_digests, segment_of(*row), {}};
    return {};
  }));
  if (out) {
    LICET_TRY(out->screened, screen_names(state, out->names, deps.clock.now(), out->segment));
  }
  return out;
}

}  // namespace

Result<DecideOutcome> name_lead(Deps& deps, const Principal& principal, const LeadId& lead, const BorneName& name) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  if (!can_be_screened(name))
    return fail(ErrorCode::kBadInput, "that is no name that could be screened: give more than an initial");
  LICET_TRY(const std::optional<Ahead> ahead, screen_ahead(deps, principal, lead, name));
  DecideOutcome outcome;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(FirmState state, deps.firm.state(tx, LoadLists::kYes));
    state.service.reset();
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "name a lead", state.policy.get()));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, lead));
    LICET_TRY(const Scope system, Access::scope(Access::system(), Right::kReview, "the subject of a lead", nullptr));
    LICET_TRY(const auto subject, tx.get(system, record::TableId::kSubject, {draft.subject.str()}));
    LICET_TRY(const auto key, deps.keys.find(draft.subject.str()));
    if (!subject || !key || draft.status == "erased")
      return fail(ErrorCode::kConflict, "the subject of this lead was erased; nothing can be recorded about it");
    record::BodyBuilder body = new_body(deps, principal, "lead name");
    LICET_TRY(const auto names, names_with(*subject, name));
    // What changed in between is screened without the service, and so clears nobody until `rescreen` asked it.
    ScreenedLead screened;
    const Segment segment = segment_of(draft);
    if (ahead && ahead->names == names && ahead->lists == state.list_digests && ahead->segment == segment) {
      screened = ahead->screened;
    } else {
      LICET_TRY(screened, screen_names(state, names, body.at(), segment));
    }
    body.seal(deps.store.origin(), draft.subject.str(), *key, fields_of(name, borne_names(*subject), names, screened),
              deps.random);
    body.add(
        record::source_added(lead, draft.subject, SourceId::make(deps.random), kSource, {}, SourceId(), body.at()));
    LICET_TRY(const HitStanding standing, hit_standing(tx, deps, draft, screened.hits, body.at()));
    body.add(stand_after(state, body.at(), screened, standing, draft).event);
    LICET_TRY(outcome, decide(tx, deps, state, draft, Why::kChange, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return outcome;
}

}  // namespace licet::app
