#include "app/key_commands.h"

#include <map>
#include <set>

#include "app/firm_state.h"
#include "app/reading.h"
#include "ledger/seal.h"

namespace licet::app {
namespace {

/// Everybody whose erasure the ledger records.
Result<std::set<std::string>> erased_by_ledger(Deps& deps, const Principal& principal) {
  constexpr std::string_view kType = "\"t\":\"subject_erased\"";
  LICET_CHECK(deps.store.seal_all().map([](const LogHead&) {}));
  std::set<std::string> out;
  std::optional<Error> error;
  LICET_CHECK(deps.store.entries(principal, 0, [&](const StoredEntry& entry) {
    if (entry.bytes.find(kType) == std::string::npos) return true;
    const auto body = stored_body(entry);
    if (!body) {
      error = body.error();
      return false;
    }
    for (const record::Event& event : body->events) {
      const auto kid = event.fields.find(std::string_view("kid"));
      if (event.type == "subject_erased" && kid != event.fields.end()) out.insert(kid->second.as_string());
    }
    return true;
  }));
  if (error) return fail(std::move(*error));
  return out;
}

/// Check values of subjects; "" for staff, of whose keys the record has none.
Result<std::map<std::string, std::string>> keys_in_use(Reader& reader) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kKeys, "keys in use", nullptr));
  std::map<std::string, std::string> out;
  for (const record::TableId table : {record::TableId::kSubject, record::TableId::kPerson}) {
    LICET_TRY(const auto rows, all_rows(reader, scope, table));
    for (const record::Row& row : rows)
      if (row.null("erased_by"))
        out.emplace(row.text("id"), table == record::TableId::kSubject ? row.text("kcv") : std::string_view());
  }
  return out;
}

}  // namespace

Result<KeyAudit> audit_keys(Deps& deps, const Principal& principal) {
  LICET_CHECK(Access::demand(principal, Right::kKeys));
  LICET_TRY(const auto erased, erased_by_ledger(deps, principal));
  std::map<std::string, std::string> in_use;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(in_use, keys_in_use(reader));
    return {};
  }));
  LICET_TRY(const auto held, deps.keys.list());
  const std::set<std::string> have(held.begin(), held.end());
  KeyAudit out;
  for (const std::string& kid : held) {
    if (erased.count(kid) != 0)
      out.resurfaced.push_back(kid);
    else if (in_use.count(kid) == 0)
      ++out.unused;
  }
  for (const auto& [kid, check_value] : in_use) {
    if (erased.count(kid) != 0) continue;  // whatever the tables say
    ++out.in_use;
    if (have.count(kid) == 0) {
      ++out.missing;
    } else if (!check_value.empty()) {
      LICET_TRY(const auto key, deps.keys.find(kid));
      out.wrong += !key || ledger::key_check_value(*key) != check_value ? 1 : 0;
    }
  }
  return out;
}

Status record_keys_restored(Deps& deps, const Principal& principal, const KeysRestored& restored) {
  LICET_CHECK(Access::demand(principal, Right::kKeys));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) {
    record::BodyBuilder body = new_body(deps, principal, "keys restore");
    body.add(record::keys_restored(restored.backup, restored.files, restored.keys, restored.missing, restored.left_out,
                                   principal.person()));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

}  // namespace licet::app
