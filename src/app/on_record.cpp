#include "app/on_record.h"

#include "app/credential.h"
#include "app/reading.h"
#include "app/refusal.h"
#include "record/event_check.h"

namespace licet::app {
namespace {

Status write_refusal(Deps& deps, const Principal& principal, const std::string& command, std::string_view code,
                     const json::Object& detail) {
  auto receipt = deps.store.execute(principal, [&](Tx& tx) {
    record::BodyBuilder body = new_body(deps, principal, command);
    body.add(record::attempt_refused(command, code, detail.empty() ? json::Value() : json::Value(detail)));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

bool is_attempt(ErrorCode code) {
  return code == ErrorCode::kRefused || code == ErrorCode::kNotFound || code == ErrorCode::kConflict ||
         code == ErrorCode::kBadInput;
}

}  // namespace

Status OnRecord::begin() {
  LICET_TRY(const LogHead head, deps_.store.seal_all());
  from_ = head.size;
  return {};
}

Result<bool> OnRecord::noted() {
  LICET_CHECK(deps_.store.seal_all().map([](const LogHead&) {}));
  bool found = false;
  std::optional<Error> error;
  LICET_CHECK(deps_.store.entries(Access::system(), from_, [&](const StoredEntry& entry) {
    const auto body = stored_body(entry);
    if (!body) error = body.error();
    found = body && body->actor.kind == "person" && body->actor.id == principal_.person().str();
    return !found && !error;
  }));
  if (error) return fail(std::move(*error));
  return found;
}

Status OnRecord::answered() {
  LICET_TRY(const bool found, noted());
  if (found) return {};
  return record_read(deps_, principal_, {command_, {}, "answer the command", 1, {}});
}

Status OnRecord::refused(const Error& error, std::string_view object) {
  if (!is_attempt(error.code)) return {};
  LICET_TRY(const bool found, noted());
  if (found) return {};
  json::Object detail;
  if (record::is_any_id(object)) detail.emplace("object", object);
  return write_refusal(deps_, principal_, command_, refusal_code(error), detail);
}

Status record_unproven(Deps& deps, const std::string& command, std::string_view credential) {
  json::Object detail;
  if (const auto given = parse_credential(credential)) detail.emplace("person", given->person.str());
  return write_refusal(deps, Access::system(), command, "NOT_PROVEN", detail);
}

}  // namespace licet::app
