// What differs between two register documents, record by record and field by field.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"

namespace licet::app {

/// One field of a changed record. Null stands for "not there" and for null alike: documents do not tell them apart.
struct FieldChange {
  std::string field;
  json::Value before;
  json::Value after;
};

/// One record. For an added or removed record `fields` holds all of its fields.
struct RecordChange {
  enum class Kind : std::uint8_t { kAdded, kRemoved, kChanged } kind = Kind::kChanged;
  std::string key;
  std::string record_kind;  ///< "licence", "person", ...
  std::vector<FieldChange> fields;
};

/// Changes that lead from `before` to `after`, both in the form of docs/formats/policy.md section 2, sorted by key. A
/// document without records counts as empty.
std::vector<RecordChange> register_diff(const json::Value& before, const json::Value& after);

/// Two lines and more a change, for people: "+ licence uk-fca", "~ team uk-desk", "    markets: [\"uk\"] ->
/// [\"uk\",\"difc\"]". "nothing differs" when there is none.
std::string render_register_diff(const std::vector<RecordChange>& changes);

}  // namespace licet::app
