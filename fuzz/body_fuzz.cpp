// Any bytes as the body of an entry: reading ends; what it accepts prints back to the same bytes, and can be folded and
// checked by the rules of level 4 without more than a report.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "record/apply.h"
#include "record/body.h"
#include "record/memory_tables.h"
#include "record/semantic_rules.h"
#include "record/verify_decisions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = licet::json::parse(text, licet::json::kEntryOptions);
  if (!value) return 0;
  const std::string canonical = licet::json::canonical(*value);
  const auto body = licet::record::read_body(canonical);
  const auto lean = licet::record::read_lean_body(canonical);
  LICET_INVARIANT(body.has_value() == lean.has_value());
  if (!body) return 0;
  LICET_INVARIANT(licet::record::body_text(*body) == canonical);

  licet::record::MemoryTables tables;
  const auto applied = licet::record::apply_all(*body, {}, tables);
  LICET_INVARIANT(applied || applied.error().code == licet::ErrorCode::kTampered);
  LICET_INVARIANT(licet::record::state_digest(licet::record::rows_of(tables)).has_value());

  licet::record::SemanticRules rules([](std::string_view, std::string) {});
  rules.check(0, "licet.example/log", *lean, lean->decisions);
  rules.check(1, "licet.example/log", *lean, lean->decisions);

  const auto ignore = [](std::string_view, std::string) {};
  licet::record::DecisionReplayer decisions([](std::string_view) { return licet::Bytes{'{', '}'}; }, ignore, ignore);
  std::vector<licet::record::DecisionReplayer::Task> tasks;
  decisions.follow(0, *lean, lean->decisions, tasks);
  for (auto& task : tasks) {
    licet::record::DecisionReplayer::take_again(task);
    decisions.report(task);
  }
  return 0;
}
