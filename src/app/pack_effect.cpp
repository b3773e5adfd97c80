#include "app/pack_effect.h"

#include <algorithm>
#include <set>
#include <string>

#include "app/pack_week.h"
#include "domain/document_reader.h"

namespace licet::app {
namespace {

constexpr std::int64_t kNumberMax = 1'000'000'000'000;
constexpr std::int64_t kPeriodMax = 100'000;
constexpr std::string_view kPeriodUnits[] = {"minutes", "hours", "days", "business_days", "months", "years"};

/// {days: 28} or the word `unlimited`.
json::Value read_period(const yaml::ValueReader& value) {
  if (value.kind() == yaml::Kind::kScalar) {
    if (value.node()->text != "unlimited") value.problem("must be a period like {days: 28}, or the word unlimited");
    return "unlimited";
  }
  yaml::MapReader map = value.map();
  json::Object out;
  for (const std::string_view unit : kPeriodUnits) {
    if (const auto count = map.optional_integer(unit, 0, kPeriodMax)) out.emplace(unit, *count);
  }
  if (out.empty() && map.present())
    value.problem("must hold at least one of minutes, hours, days, business_days, months, years");
  return out;
}

json::Value read_outcome(const yaml::ValueReader& value) {
  yaml::MapReader map = value.map();
  const auto verdicts = verdict_words();
  json::Object out;
  out.emplace("verdict", map.required_choice("verdict", {verdicts.begin(), verdicts.end()}));
  const yaml::ValueReader reason = map.required("reason");
  const std::string code = reason.text();
  if (!code.empty() && !domain::is_reason_code(code))
    reason.problem("must be a reason code like OUTSIDE_PERMITTED_HOURS");
  out.emplace("reason", code);
  return out;
}

/// A list read item by item, without repeats and not empty.
template <typename Read>
json::Array read_items(const yaml::ValueReader& value, Read read) {
  json::Array out;
  std::set<std::string> seen;
  for (const yaml::ValueReader& item : value.list()) {
    json::Value one = read(item);
    // By what was written: a refused word reads as a default, which must not count as a repeat.
    const bool scalar = item.kind() == yaml::Kind::kScalar;
    if (!seen.insert(scalar ? item.node()->text : json::canonical(one)).second) item.problem("stands here twice");
    out.push_back(std::move(one));
  }
  if (out.empty() && value.kind() == yaml::Kind::kSequence) value.problem("must hold at least one value");
  return out;
}

/// Reads the fields of one mapping by their table. Lists of mappings are one level deep, so this calls itself once at
/// most.
class FieldReading {
 public:
  explicit FieldReading(const PredicateWords& words) : words_(words) {}

  json::Value fields(const yaml::ValueReader& value, const EffectField* first, std::size_t count) const {
    yaml::MapReader map = value.map();
    json::Object out;
    for (std::size_t i = 0; i < count; ++i) {
      const EffectField& field = first[i];
      const yaml::ValueReader one = field.required ? map.required(field.name) : map.optional(field.name);
      if (one.present()) out.emplace(field.name, read(one, field));
    }
    return out;
  }

 private:
  json::Value read(const yaml::ValueReader& value, const EffectField& field) const {
    const std::vector<std::string_view> choices(field.choices.begin(), field.choices.end());
    switch (field.type) {
      case FieldType::kFlag:
        return value.boolean();
      case FieldType::kNumber:
        return value.integer(0, kNumberMax);
      case FieldType::kText:
        return value.text();
      case FieldType::kDate:
        return format_date(value.date());
      case FieldType::kCode:
        return value.slug();
      case FieldType::kCodes:
        return read_items(value, [](const yaml::ValueReader& item) { return json::Value(item.slug()); });
      case FieldType::kName:
        return value.id();
      case FieldType::kNames:
        return read_items(value, [](const yaml::ValueReader& item) { return json::Value(item.id()); });
      case FieldType::kChoice:
        return value.choice(choices);
      case FieldType::kChoices:
        return read_items(value, [&](const yaml::ValueReader& item) { return json::Value(item.choice(choices)); });
      case FieldType::kPeriod:
        return read_period(value);
      case FieldType::kWeek:
        return read_week(value);
      case FieldType::kWhen:
        return read_predicate(value, contact_attributes(), words_);
      case FieldType::kOutcome:
        return read_outcome(value);
      case FieldType::kMaps:
        return read_items(value,
                          [&](const yaml::ValueReader& item) { return fields(item, field.fields, field.field_count); });
    }
    return nullptr;
  }

  const PredicateWords& words_;
};

/// What a table cannot say: a shape whose optional fields must not all be absent.
void check_something_said(const yaml::ValueReader& value, const RuleShape& shape, const json::Value& effect) {
  const auto none_of = [&](std::initializer_list<std::string_view> names) {
    return std::none_of(names.begin(), names.end(),
                        [&](std::string_view name) { return effect.find(name) != nullptr; });
  };
  if (shape.id == "R12" && none_of({"caps", "locks"})) value.problem("needs 'caps', 'locks' or both");
  if (shape.id == "R18" && none_of({"number", "series", "header_registered", "template_registered"}))
    value.problem("needs 'number', 'series', 'header_registered' or 'template_registered'");
  if (shape.id == "R21" && none_of({"minimum", "maximum"})) value.problem("needs 'minimum', 'maximum' or both");
}

using WordMap = std::map<std::string, std::vector<std::string>, std::less<>>;

/// One mapping of an effect; lists of mappings are one level deep.
json::Value substitute_fields(const json::Value& value, const EffectField* first, std::size_t count,
                              std::string_view attribute, const WordMap& values) {
  json::Object out = value.as_object();
  for (std::size_t i = 0; i < count; ++i) {
    const auto found = out.find(first[i].name);
    if (found == out.end()) continue;
    if (first[i].type == FieldType::kWhen) found->second = substitute_values(found->second, attribute, values);
    if (first[i].type != FieldType::kMaps) continue;
    for (json::Value& item : found->second.as_array())
      item = substitute_fields(item, first[i].fields, first[i].field_count, attribute, values);
  }
  return out;
}

}  // namespace

json::Value substitute_in_effect(const json::Value& effect, const RuleShape& shape, std::string_view attribute,
                                 const WordMap& values) {
  return substitute_fields(effect, shape.fields.data(), shape.fields.size(), attribute, values);
}

json::Value read_effect(const yaml::ValueReader& value, const RuleShape& shape, const PredicateWords& words) {
  json::Value effect = FieldReading(words).fields(value, shape.fields.data(), shape.fields.size());
  if (value.present() && value.kind() == yaml::Kind::kMapping) check_something_said(value, shape, effect);
  return effect;
}

}  // namespace licet::app
