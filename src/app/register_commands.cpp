#include "app/register_commands.h"

#include <map>

namespace licet::app {
namespace {

Status run(Deps& deps, const Principal& principal, const Store::Command& command) {
  auto receipt = deps.store.execute(principal, command);
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

Status demand_two(const Principal& principal, const Principal& approver) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  LICET_CHECK(Access::demand(approver, Right::kApprove));
  if (principal.person() == approver.person())
    return fail(ErrorCode::kRefused, "this needs two people: the approver's credential is your own");
  return {};
}

Result<std::map<std::string, json::Value>> by_key(const json::Value& document) {
  std::map<std::string, json::Value> out;
  const json::Value* records = document.find("records");
  if (records == nullptr || !records->is_array())
    return fail(ErrorCode::kBadInput, "this is not a register document: it has no list of records");
  for (const json::Value& record : records->as_array()) out.emplace(record.string_or("key", ""), record);
  return out;
}

/// One record as it will be; null when it goes.
struct RegisterChange {
  std::string key;
  json::Value after;
};

/// Writes one event a change, in as few bodies as the size of an entry allows.
Status write_changes(Tx& tx, Deps& deps, const Principal& principal, const std::vector<RegisterChange>& changes,
                     std::string_view why, std::string command) {
  record::BodyBuilder body = new_body(deps, principal, std::move(command));
  for (const RegisterChange& change : changes) {
    if (change.after.is_null())
      body.add(record::register_removed(change.key, why, principal.person(), body.at()));
    else
      body.add(record::register_put(change.key, change.after, why, principal.person(), body.at()));
  }
  return append(tx, std::move(body));
}

/// The present record with another status, or why that cannot be.
Result<RegisterChange> status_change(Reader& reader, std::string_view key, std::string_view status) {
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
  return RegisterChange{std::string(key), json::Value(std::move(after))};
}

}  // namespace

Result<std::vector<RecordChange>> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                                 const json::Value& document, bool dry_run) {
  LICET_CHECK(demand_two(principal, approver));
  std::vector<RecordChange> changes;
  LICET_CHECK(run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, load_firm_state(tx, LoadLists::kNo));
    const std::vector<Error> problems = domain::check_register(*state.policy, document);
    if (!problems.empty())
      return fail(ErrorCode::kBadInput,
                  problems.front().to_string() +
                      (problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : ""));
    LICET_TRY(const json::Value present, register_document(tx));
    LICET_TRY(const auto wanted, by_key(document));
    changes = register_diff(present, document);
    if (dry_run || changes.empty()) return {};
    std::vector<RegisterChange> writes;
    for (const RecordChange& change : changes) {
      const auto record = wanted.find(change.key);
      writes.push_back({change.key, record == wanted.end() ? json::Value() : record->second});
    }
    return write_changes(tx, deps, principal, writes, "apply", "register apply");
  }));
  return changes;
}

Status suspend_record(Deps& deps, const Principal& principal, std::string_view key) {
  LICET_CHECK(Access::demand(principal, Right::kPolicy));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(RegisterChange change, status_change(tx, key, "suspended"));
    return write_changes(tx, deps, principal, {change}, "suspend", "register suspend");
  });
}

Status restore_record(Deps& deps, const Principal& principal, const Principal& approver, std::string_view key) {
  LICET_CHECK(demand_two(principal, approver));
  return run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(RegisterChange change, status_change(tx, key, "active"));
    return write_changes(tx, deps, principal, {change}, "restore", "register restore");
  });
}

}  // namespace licet::app
