#include "app/register_commands.h"

#include <map>

#include "app/known_place.h"
#include "app/reading.h"
#include "app/refusal.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

Status run(Deps& deps, const Principal& principal, const Store::Command& command) {
  auto receipt = deps.store.execute(principal, command);
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

/// Of a home that is misspelt no rule would know that the entity is there.
std::vector<Error> unknown_homes(const domain::Policy& policy, const json::Value& document) {
  std::vector<Error> out;
  for (const json::Value& record : document.find("records")->as_array()) {
    if (record.string_or("kind", "") != "entity") continue;
    const std::string_view home = record.string_or("home", "");
    const auto wrong = place_problem(home, policy.place(policy.symbols().find(home)) != nullptr);
    if (!wrong) continue;
    Error error{ErrorCode::kBadInput, *wrong, {}, {}};
    error.where.field = "records[" + std::string(record.string_or("key", "")) + "].home";
    out.push_back(std::move(error));
  }
  return out;
}

Status demand_two(const Principal& principal, const Principal& approver) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  return demand_second(principal, approver, Right::kApprove);
}

Result<std::map<std::string, json::Value>> by_key(const json::Value& document) {
  std::map<std::string, json::Value> out;
  const json::Value* records = document.find("records");
  if (records == nullptr || !records->is_array())
    return fail(ErrorCode::kBadInput, "this is not a register document: it has no list of records");
  for (const json::Value& record : records->as_array()) out.emplace(record.string_or("key", ""), record);
  return out;
}

/// Where the changes are cut so that each piece fits an entry with its links: the ends of the pieces.
std::vector<std::size_t> pieces_of(const record::RegisterChanges& changes) {
  constexpr std::size_t kPieceBytes = 30'000;
  constexpr std::size_t kAroundRecord = 400;  // the event's other fields and its links
  std::vector<std::size_t> ends;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::size_t size = json::canonical(changes[i].after).size() + changes[i].key.size() + kAroundRecord;
    if (bytes > 0 && bytes + size > kPieceBytes) {
      ends.push_back(i);
      bytes = 0;
    }
    bytes += size;
  }
  ends.push_back(changes.size());
  return ends;
}

/// Writes one event a change, in as many entries as they need: all of one transaction. `approver` is empty for what
/// only tightens.
Status write_changes(Tx& tx, Deps& deps, const Principal& principal, const PersonId& approver,
                     const record::RegisterChanges& changes, std::string_view why, const std::string& command) {
  const std::vector<std::size_t> ends = pieces_of(changes);
  record::Approval approval;
  if (!approver.empty())
    approval = {approver, record::register_proposal_digest(changes), static_cast<std::int64_t>(ends.size())};
  const Instant at = deps.clock.now();
  std::size_t next = 0;
  for (const std::size_t end : ends) {
    record::BodyBuilder body(EventId::make(deps.random), at, actor_of(principal), command);
    for (; next < end; ++next) {
      const record::RegisterChange& change = changes[next];
      if (change.after.is_null())
        body.add(record::register_removed(change.key, why, principal.person(), approval, at));
      else
        body.add(record::register_put(change.key, change.after, why, principal.person(), approval, at));
    }
    LICET_CHECK(append(tx, std::move(body)));
  }
  return {};
}

/// What differs between the register as it stands and the document.
struct Difference {
  RegisterProposal proposal;
  record::RegisterChanges writes;
};
Result<Difference> difference(Reader& reader, const json::Value& document) {
  LICET_TRY(const json::Value present, register_document(reader));
  LICET_TRY(const auto known, by_key(present));
  LICET_TRY(const auto wanted, by_key(document));
  Difference out;
  out.proposal.changes = register_diff(present, document);
  for (const RecordChange& change : out.proposal.changes) {
    const auto before = known.find(change.key), after = wanted.find(change.key);
    out.writes.push_back({change.key,
                          before == known.end() ? std::string() : record::register_record_digest(before->second),
                          after == wanted.end() ? json::Value() : after->second});
  }
  if (!out.writes.empty()) out.proposal.digest = record::register_proposal_digest(out.writes);
  return out;
}

/// The present record with another status, or why that cannot be.
Result<record::RegisterChanges> status_change(Reader& reader, std::string_view key, std::string_view status) {
  LICET_TRY(const json::Value document, register_document(reader));
  LICET_TRY(const auto records, by_key(document));
  const auto found = records.find(std::string(key));
  if (found == records.end())
    return fail(ErrorCode::kNotFound,
                "the register has no record '" + std::string(key) + "'; licet register show lists them");
  if (found->second.string_or("status", "active") == status)
    return fail(ErrorCode::kConflict, "record '" + std::string(key) + "' is " + std::string(status) + " already");
  json::Object after = found->second.as_object();
  after["status"] = json::Value(status);
  return record::RegisterChanges{
      {std::string(key), record::register_record_digest(found->second), json::Value(std::move(after))}};
}

}  // namespace

Result<RegisterProposal> register_proposal(Deps& deps, const Principal& principal, const json::Value& document) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  RegisterProposal out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(Difference found, difference(reader, document));
    out = std::move(found.proposal);
    return {};
  }));
  LICET_CHECK(record_read(
      deps, principal,
      {"register diff", {}, "look at what would change", static_cast<std::int64_t>(out.changes.size()), out.digest}));
  return out;
}

Result<RegisterProposal> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                        const json::Value& document, std::string_view proposal) {
  LICET_CHECK(demand_two(principal, approver));
  RegisterProposal out;
  LICET_CHECK(run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    std::vector<Error> problems = domain::check_register(*state.policy, document);
    if (problems.empty()) problems = unknown_homes(*state.policy, document);
    if (!problems.empty())
      return fail(ErrorCode::kBadInput,
                  problems.front().to_string() +
                      (problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : ""));
    LICET_TRY(Difference found, difference(tx, document));
    out = found.proposal;
    if (found.writes.empty()) return {};
    LICET_CHECK(demand_proposal(proposal, out.digest));
    return write_changes(tx, deps, principal, approver.person(), found.writes, "apply", "register apply");
  }));
  return out;
}

Status suspend_record(Deps& deps, const Principal& principal, std::string_view key) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const record::RegisterChanges change, status_change(tx, key, "suspended"));
    return write_changes(tx, deps, principal, PersonId(), change, "suspend", "register suspend");
  });
}

Result<RegisterProposal> restore_proposal(Deps& deps, const Principal& principal, std::string_view key) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  RegisterProposal out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const json::Value present, register_document(reader));
    LICET_TRY(const record::RegisterChanges change, status_change(reader, key, "active"));
    json::Value restored = present;
    for (json::Value& record : restored.as_object()["records"].as_array())
      if (record.string_or("key", "") == key) record = change.front().after;
    out.changes = register_diff(present, restored);
    out.digest = record::register_proposal_digest(change);
    return {};
  }));
  LICET_CHECK(record_read(deps, principal, {"register restore", {}, "look at what would change", 1, out.digest}));
  return out;
}

Status restore_record(Deps& deps, const Principal& principal, const Principal& approver, std::string_view key,
                      std::string_view proposal) {
  LICET_CHECK(demand_two(principal, approver));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const record::RegisterChanges change, status_change(tx, key, "active"));
    LICET_CHECK(demand_proposal(proposal, record::register_proposal_digest(change)));
    return write_changes(tx, deps, principal, approver.person(), change, "restore", "register restore");
  });
}

}  // namespace licet::app
