#include "app/suppression_commands.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/did_you_mean.h"
#include "app/intake_row.h"
#include "app/intake_text.h"
#include "app/lead_intake.h"
#include "app/reading.h"
#include "app/refusal.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

Result<Scope> suppression_scope() {
  return Access::scope(Access::system(), Right::kErase, "the suppression set", nullptr);
}

/// The row that an import would make of it.
Result<intake::IntakeRow> row_of(const Returning& who, Date today) {
  if (who.email.empty() && who.phone.empty() && who.first_name.empty() && who.last_name.empty()) {
    if (who.source_id.empty())
      return fail(ErrorCode::kUsage, "say who comes back: --email, --phone, --source and --source-id, or names");
    intake::IntakeRow row;  // a row of an import says more than its id
    row.source_id = who.source_id;
    return row;
  }
  if (who.email.empty() && who.phone.empty() && who.source_id.empty() &&
      (who.birth_date.empty() || who.country.empty()))
    return fail(ErrorCode::kUsage, "a name tells who it is together with --birth-date and --country; give both");
  const std::pair<std::string_view, const std::string*> cells[] = {
      {"source_id", &who.source_id},   {"email", &who.email},         {"phone", &who.phone},
      {"first_name", &who.first_name}, {"last_name", &who.last_name}, {"birth_date", &who.birth_date},
      {"country", &who.country}};
  std::vector<std::string> columns;
  std::vector<std::string_view> fields;
  for (const auto& [name, value] : cells) {
    columns.emplace_back(name);
    fields.emplace_back(*value);
  }
  LICET_TRY(const intake::Mapping mapping, intake::Mapping::make(columns));
  LICET_TRY(intake::IntakeRow row, intake::parse_row(mapping, fields, 1, today));
  if (!who.phone.empty() && row.phone.empty()) return fail(ErrorCode::kBadInput, row.warnings.front());
  return row;
}

Status check_request(const LiftRequest& request) {
  if (std::find(std::begin(kLiftBases), std::end(kLiftBases), request.basis) == std::end(kLiftBases))
    return fail(ErrorCode::kBadInput, "'" + request.basis + "' is no basis on which somebody comes back (--basis)" +
                                          known_words_hint(request.basis, kLiftBases));
  if (!crypto::parse_digest_text(request.evidence))
    return fail(ErrorCode::kBadInput, "that somebody comes back needs the digest of its evidence (--evidence FILE)");
  if (!request.who.source_id.empty() && request.who.source.empty())
    return fail(ErrorCode::kUsage, "a source id is one of a source: say which (--source NAME)");
  return {};
}

/// One erased person, and what of the set would go.
struct Lift {
  std::string kid;
  std::vector<std::string> digests;
};

/// By which erasure a digest is kept, as the event's id.
Result<std::set<std::string>> events_of(Reader& reader, const Scope& scope, const std::vector<std::string>& digests,
                                        std::map<std::string, std::vector<std::string>>& shared) {
  std::set<std::string> events;
  for (const std::string& digest : digests) {
    LICET_TRY(const auto row, reader.get(scope, TableId::kSuppression, {digest}));
    if (!row) continue;
    events.emplace(row->text("event"));
    shared[std::string(row->text("event"))].push_back(digest);
  }
  return events;
}

Result<std::vector<Lift>> lifts_of(Reader& reader, const LiftRequest& request,
                                   const std::vector<std::string>& digests) {
  LICET_TRY(const Scope scope, suppression_scope());
  std::map<std::string, std::vector<std::string>> shared;
  LICET_TRY(const auto events, events_of(reader, scope, digests, shared));
  std::vector<Lift> out;
  for (const std::string& event : events) {
    const std::vector<Condition> of_event = {{"event", Condition::Op::kEqual, event}};
    LICET_TRY(const auto erasures, all_rows(reader, scope, TableId::kErasure, of_event));
    if (erasures.size() != 1)
      return fail(ErrorCode::kTampered, "the suppression set names an erasure that is not there");
    Lift lift{std::string(erasures.front().text("kid")), shared[event]};
    if (request.basis != "other_person") {
      LICET_TRY(const auto all, all_rows(reader, scope, TableId::kSuppression, of_event));
      lift.digests.clear();
      for (const Row& row : all) lift.digests.emplace_back(row.text("digest"));
    }
    std::sort(lift.digests.begin(), lift.digests.end());
    out.push_back(std::move(lift));
  }
  if (out.empty())
    return fail(ErrorCode::kNotFound,
                "nobody with this data is kept out of imports; give what the row that was left out says");
  std::sort(out.begin(), out.end(), [](const Lift& a, const Lift& b) { return a.kid < b.kid; });
  return out;
}

std::string digest_of(const LiftRequest& request, const std::vector<Lift>& lifts) {
  std::string all;
  for (const Lift& lift : lifts)
    all += record::suppression_proposal_digest(lift.kid, request.basis, request.evidence, lift.digests) + "\n";
  return lifts.size() == 1 ? all.substr(0, all.size() - 1) : crypto::digest_text(crypto::sha256(all));
}

LiftProposal proposal_of(const LiftRequest& request, const std::vector<Lift>& lifts) {
  LiftProposal out;
  out.erasures = static_cast<std::int64_t>(lifts.size());
  for (const Lift& lift : lifts) out.lifted += static_cast<std::int64_t>(lift.digests.size());
  out.digest = digest_of(request, lifts);
  return out;
}

Result<std::vector<std::string>> digests_of(Deps& deps, const LiftRequest& request) {
  LICET_CHECK(check_request(request));
  const Date today{static_cast<std::int32_t>(deps.clock.now().us / 86'400'000'000)};
  LICET_TRY(const intake::IntakeRow row, row_of(request.who, today));
  BlindKeys keys = blind_keys(deps.keys.pepper(), request.who.source, row);
  if (request.who.source_id.empty()) keys.repeat.clear();  // it would be a key of the whole row
  return suppression_digests(deps.keys.pepper(), keys);
}

}  // namespace

Result<LiftProposal> suppression_lift_proposal(Deps& deps, const Principal& principal, const LiftRequest& request) {
  LICET_CHECK(Access::demand(principal, Right::kErase));
  LICET_TRY(const auto digests, digests_of(deps, request));
  LiftProposal out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const auto lifts, lifts_of(reader, request, digests));
    out = proposal_of(request, lifts);
    return {};
  }));
  LICET_CHECK(record_read(deps, principal,
                          {"suppression lift", {}, "look at what keeps somebody out", out.erasures, out.digest}));
  return out;
}

Result<LiftProposal> lift_suppression(Deps& deps, const Principal& principal, const Principal& approver,
                                      const LiftRequest& request, std::string_view proposal, const std::string& note) {
  LICET_CHECK(Access::demand(principal, Right::kErase));
  LICET_CHECK(demand_second(principal, approver, Right::kApprove));
  if (!intake::says_something(note))
    return fail(ErrorCode::kUsage, "letting somebody back needs a reason in your words (--note TEXT)");
  LICET_TRY(const auto digests, digests_of(deps, request));
  const std::string kid = principal.person().str();
  LICET_TRY(const auto key, deps.keys.find(kid));
  if (!key) return fail(ErrorCode::kEnvironment, "your own sealing key is missing: put back a key backup");
  LiftProposal out;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const auto lifts, lifts_of(tx, request, digests));
    out = proposal_of(request, lifts);
    LICET_CHECK(demand_proposal(proposal, out.digest));
    record::BodyBuilder body = new_body(deps, principal, "suppression lift");
    body.seal(deps.store.origin(), kid, *key, {{"note", json::Value(note)}}, deps.random);
    body.link("pers", kid);
    for (const Lift& lift : lifts)
      body.add(record::suppression_lifted(lift.kid, lift.digests, request.basis, request.evidence, principal.person(),
                                          approver.person(), body.at()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return out;
}

}  // namespace licet::app
