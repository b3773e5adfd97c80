#include "cli/show.h"

namespace licet::cli {
namespace {

/// Columns that hold JSON texts.
bool holds_json(std::string_view column) {
  return column == "jurisdictions" || column == "evidence" || column == "reasons" || column == "resolutions" ||
         column == "record" || column == "roles" || column == "screened_lists" || column == "open_hits" ||
         column == "cleared_hits" || column == "compared" || column == "hits" || column == "contradicts" ||
         column == "outranked" || column == "settled_rules" || column == "settled_about" || column == "names" ||
         column == "result" || column == "on";
}

json::Value value_json(std::string_view column, const record::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return json::Value(*number);
  const std::string_view text = record::text_of(value);
  if (holds_json(column))
    if (auto parsed = json::parse(text)) return std::move(*parsed);
  return json::Value(text);
}

}  // namespace

json::Object row_json(const record::Row& row) {
  json::Object out;
  const record::Table& table = record::table(row.table);
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (!record::is_null(row.values[i]) && table.columns[i].cls != record::ColumnClass::kDerived)
      out.emplace(table.columns[i].name, value_json(table.columns[i].name, row.values[i]));
  return out;
}

std::string subject_name(const std::optional<record::Row>& subject) {
  if (!subject) return "";
  if (!subject->null("erased_by")) return "(erased)";
  std::string name(subject->text("first_name"));
  if (!subject->null("last_name")) name += (name.empty() ? "" : " ") + std::string(subject->text("last_name"));
  return name.empty() ? std::string(subject->text("company")) : name;
}

std::string handle_of(const Handles& handles, std::string_view person) {
  const auto found = handles.find(std::string(person));
  return found == handles.end() ? std::string(person) : found->second;
}

std::string jurisdictions_text(const record::Row& lead) {
  const auto pairs = json::parse(lead.text("jurisdictions"));
  if (!pairs || !pairs->is_array()) return "";
  std::string out;
  for (const json::Value& pair : pairs->as_array()) {
    if (!pair.is_array() || pair.as_array().size() != 2) continue;
    const std::string& pack = pair.as_array()[0].as_string();
    const std::string& place = pair.as_array()[1].as_string();
    out += (out.empty() ? "" : ", ") + (pack == place ? pack : pack + "/" + place);
  }
  return out;
}

std::string reasons_text(const record::Row& open_case) {
  const auto reasons = json::parse(open_case.text("reasons"));
  if (!reasons || !reasons->is_array()) return "";
  std::string out;
  for (const json::Value& reason : reasons->as_array()) out += (out.empty() ? "" : ", ") + reason.as_string();
  return out;
}

std::string time_text(std::int64_t us) {
  if (us == 0) return "";
  return format_instant(Instant{us - us % 1'000'000});
}

json::Object lead_json(const app::LeadView& view) {
  json::Object out = row_json(view.lead);
  if (view.subject) out.emplace("person", json::Value(row_json(*view.subject)));
  if (view.open_case) out.emplace("case", json::Value(row_json(*view.open_case)));
  return out;
}

int note_failures(const app::JobReport& report, Output& out) {
  int status = 0;
  for (const app::LeadFailure& failure : report.failures) {
    out.note(report.kind + ": " + failure.lead +
             (failure.taken ? " could not be decided, and nobody has it: "
                            : " could not be decided, nor taken from its owner, who must not use it: ") +
             printable(failure.error.to_string()));
    status = std::max(status, exit_status(failure.error.code));
  }
  return status;
}

}  // namespace licet::cli
