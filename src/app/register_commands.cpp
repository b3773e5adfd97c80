#include "app/register_commands.h"

#include <map>

namespace licet::app {
namespace {

using record::TableId;

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
  return RegisterChange{std::string(key), found->second, json::Value(std::move(after))};
}

}  // namespace

Result<std::vector<RegisterChange>> register_changes(const json::Value& before, const json::Value& after) {
  LICET_TRY(const auto old_records, by_key(before));
  LICET_TRY(const auto new_records, by_key(after));
  std::vector<RegisterChange> changes;
  for (const auto& [key, record] : old_records)
    if (new_records.count(key) == 0) changes.push_back({key, record, json::Value()});
  for (const auto& [key, record] : new_records) {
    const auto old = old_records.find(key);
    if (old == old_records.end())
      changes.push_back({key, json::Value(), record});
    else if (!(old->second == record))
      changes.push_back({key, old->second, record});
  }
  return changes;
}

Result<std::vector<RegisterChange>> apply_register(Deps& deps, const Principal& principal, const Principal& approver,
                                                   const json::Value& document, bool dry_run) {
  LICET_CHECK(demand_two(principal, approver));
  std::vector<RegisterChange> changes;
  LICET_CHECK(run(deps, principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, load_firm_state(tx, LoadLists::kNo));
    const std::vector<Error> problems = domain::check_register(*state.policy, document);
    if (!problems.empty())
      return fail(ErrorCode::kBadInput,
                  problems.front().to_string() +
                      (problems.size() > 1 ? " (and " + std::to_string(problems.size() - 1) + " more)" : ""));
    LICET_TRY(const json::Value present, register_document(tx));
    LICET_TRY(changes, register_changes(present, document));
    if (dry_run || changes.empty()) return {};
    return write_changes(tx, deps, principal, changes, "apply", "register apply");
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
