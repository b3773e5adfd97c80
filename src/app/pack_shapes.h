// The 28 rule shapes: what the `effect` of a rule may say, by name and type. docs/formats/pack.md has the same table.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace licet::app {

/// How a field of an effect is written in YAML. JSON follows it: lists are arrays, everything else but numbers and
/// flags text.
enum class FieldType : std::uint8_t {
  kFlag,     ///< true or false
  kNumber,   ///< a whole number from 0 to 10^12
  kText,     ///< wording, a template or a name
  kDate,     ///< YYYY-MM-DD
  kCode,     ///< a slug
  kCodes,    ///< a list of slugs, not empty
  kName,     ///< an id of letters, digits and _ - . : / (registers, certificates, rules)
  kNames,    ///< a list of those, not empty
  kChoice,   ///< one of `choices`
  kChoices,  ///< a list of them, not empty
  kPeriod,   ///< {days: 28}: one or more of minutes, hours, days, business_days, months, years; or the word `unlimited`
  kWeek,     ///< {mon-fri: ["10:00-13:00", "14:00-20:00"]}: see pack_week.h
  kWhen,     ///< a predicate over the attributes of a contact: see pack_predicate.h
  kOutcome,  ///< {verdict: HOLD, reason: OUTSIDE_PERMITTED_HOURS}
  kMaps,     ///< a list of mappings with `fields`, not empty
};

/// One field of an effect.
struct EffectField {
  std::string_view name;
  FieldType type = FieldType::kText;
  bool required = false;
  std::span<const std::string_view> choices{};
  const EffectField* fields = nullptr;  ///< of a kMaps item
  std::size_t field_count = 0;
};

/// One shape of rule.
struct RuleShape {
  std::string_view id;    ///< "R01" to "R28"
  std::string_view name;  ///< what it expresses, in a few words
  bool licensing =
      false;  ///< evaluated when a lead is tagged or handed over; the others at a contact, offer or deletion
  std::span<const EffectField> fields;
};

/// All of them, in order.
std::span<const RuleShape> rule_shapes();
/// nullptr when there is none of this id.
const RuleShape* find_shape(std::string_view id);

/// The six verdicts, mildest first.
std::span<const std::string_view> verdict_words();

}  // namespace licet::app
