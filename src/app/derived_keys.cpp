#include "app/derived_keys.h"

#include <iterator>

namespace licet::app {
namespace {

using record::DerivedValue;
using record::TableId;

Result<std::vector<DerivedValue>> rederive_event(const crypto::Key32& pepper, const record::Event& event,
                                                 const record::Opened& opened) {
  const json::Value fields{event.fields};
  const auto subject = SubjectId::parse(fields.string_or("subj", ""));
  const auto source_event = SourceId::parse(fields.string_or("src", ""));
  if (!subject || !source_event) return std::vector<DerivedValue>{};
  const auto section = opened.find(subject->str());
  if (section == opened.end()) return std::vector<DerivedValue>{};
  const auto text = section->second.find("row");
  if (text == section->second.end()) return std::vector<DerivedValue>{};
  auto row = text->second.is_string() ? intake::row_from_json(text->second.as_string())
                                      : Result<intake::IntakeRow>(fail(ErrorCode::kBadInput, "it is no text"));
  if (!row) return fail(ErrorCode::kTampered, "the row sealed for " + source_event->str() + ": " + row.error().text);
  const auto after = SourceId::parse(fields.string_or("after", ""));
  return derived_values(*subject, *source_event, after ? *after : SourceId(),
                        blind_keys(pepper, std::string(fields.string_or("source", "")), *row));
}

}  // namespace

std::vector<DerivedValue> derived_values(const SubjectId& subject, const SourceId& source_event, const SourceId& after,
                                         const BlindKeys& keys) {
  std::vector<DerivedValue> out;
  const auto derive = [&](TableId table, const std::string& key, std::string_view column, const std::string& value) {
    if (!value.empty()) out.push_back({table, {key}, column, value});
  };
  derive(TableId::kSubject, subject.str(), "email_key", keys.email);
  derive(TableId::kSubject, subject.str(), "phone_key", keys.phone);
  derive(TableId::kSubject, subject.str(), "name_key", keys.name);
  derive(TableId::kSourceEvent, source_event.str(), "repeat_key", keys.repeat);
  derive(TableId::kSourceEvent, source_event.str(), "content_key", keys.content);
  if (!after.empty()) out.push_back({TableId::kSourceEvent, {after.str()}, "content_key", {}});
  return out;
}

record::Deriver rederive(const crypto::Key32& pepper) {
  return [pepper](const record::StoredBody& body, const record::Opened& opened) -> Result<std::vector<DerivedValue>> {
    std::vector<DerivedValue> out;
    for (const record::Event& event : body.events) {
      if (event.type != "lead_received" && event.type != "source_added") continue;
      LICET_TRY(std::vector<DerivedValue> values, rederive_event(pepper, event, opened));
      std::move(values.begin(), values.end(), std::back_inserter(out));
    }
    return out;
  };
}

}  // namespace licet::app
