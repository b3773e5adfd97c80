#include "screening/ftm_entity.h"

#include <algorithm>
#include <array>

#include "screening/list_text.h"
#include "screening/opensanctions_csv.h"

namespace licet::screening {
namespace {

/// The texts of a property (see malformed_property).
std::vector<std::string> values_of(const json::Value& entity, std::string_view property) {
  std::vector<std::string> out;
  const json::Value* properties = entity.find("properties");
  const json::Value* values = properties == nullptr ? nullptr : properties->find(property);
  if (values == nullptr || !values->is_array()) return out;
  for (const json::Value& value : values->as_array()) {
    if (!value.is_string()) continue;
    if (std::string text = clean(value.as_string()); !text.empty()) out.push_back(std::move(text));
  }
  return out;
}

struct NameProperty {
  std::string_view name;
  NameKind kind;
  Strength strength;
};
constexpr std::array kNames = {NameProperty{"name", NameKind::kAka, Strength::kStrong},
                               NameProperty{"alias", NameKind::kAka, Strength::kStrong},
                               NameProperty{"abbreviation", NameKind::kAka, Strength::kWeak},
                               NameProperty{"weakAlias", NameKind::kAka, Strength::kWeak},
                               NameProperty{"previousName", NameKind::kFka, Strength::kStrong}};

struct CountryProperty {
  std::string_view name;
  CountryRole role;
};
constexpr std::array kCountries = {CountryProperty{"nationality", CountryRole::kNationality},
                                   CountryProperty{"citizenship", CountryRole::kNationality},
                                   CountryProperty{"birthCountry", CountryRole::kBirth},
                                   CountryProperty{"jurisdiction", CountryRole::kRegistration},
                                   CountryProperty{"flag", CountryRole::kFlag},
                                   CountryProperty{"mainCountry", CountryRole::kResidence}};

struct IdProperty {
  std::string_view name, type, country;
};
constexpr std::array kIds = {IdProperty{"passportNumber", "passport", ""},
                             IdProperty{"idNumber", "national_id", ""},
                             IdProperty{"socialSecurityNumber", "national_id", ""},
                             IdProperty{"taxNumber", "tax_id", ""},
                             IdProperty{"vatCode", "tax_id", ""},
                             IdProperty{"innCode", "tax_id", "RU"},
                             IdProperty{"registrationNumber", "registration", ""},
                             IdProperty{"ogrnCode", "registration", "RU"},
                             IdProperty{"okpoCode", "registration", "RU"},
                             IdProperty{"uscCode", "registration", "CN"},
                             IdProperty{"imoNumber", "imo", ""},
                             IdProperty{"leiCode", "lei", ""},
                             IdProperty{"swiftBic", "bic", ""},
                             IdProperty{"bikCode", "bic", "RU"},
                             IdProperty{"publicKey", "crypto", ""},
                             IdProperty{"phone", "phone", ""},
                             IdProperty{"email", "email", ""},
                             IdProperty{"website", "website", ""},
                             IdProperty{"dunsCode", "other", ""},
                             IdProperty{"uniqueEntityId", "other", ""},
                             IdProperty{"mmsi", "other", ""},
                             IdProperty{"callSign", "other", ""},
                             IdProperty{"serialNumber", "other", ""}};

struct DetailProperty {
  std::string_view name, key;
};
constexpr std::array kDetails = {DetailProperty{"position", "title"},
                                 DetailProperty{"notes", "remarks"},
                                 DetailProperty{"title", "honorific"},
                                 DetailProperty{"topics", "topics"},
                                 DetailProperty{"birthPlace", "birth_town"},
                                 DetailProperty{"deathDate", "death"},
                                 DetailProperty{"legalForm", "legal_form"},
                                 DetailProperty{"type", "vessel_type"},
                                 DetailProperty{"owner", "vessel_owner"},
                                 DetailProperty{"status", "status"},
                                 DetailProperty{"incorporationDate", "incorporated"}};

constexpr std::size_t kPartsTried = 32;
constexpr std::array<const char*, 5> kPartProperties{"lastName", "firstName", "middleName", "fatherName", "secondName"};
using PartValues = std::array<std::vector<std::string>, kPartProperties.size()>;

PartValues part_values_of(const json::Value& entity) {
  PartValues out;
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = values_of(entity, kPartProperties[i]);
    if (out[i].size() > kPartsTried) out[i].resize(kPartsTried);
  }
  return out;
}

/// The first of the values that stands in the name: an entity has its parts in several scripts.
std::string part_in(const std::string& lower, const std::vector<std::string>& values) {
  for (const std::string& value : values) {
    if (lower.find(lower_ascii(value)) != std::string::npos) return value;
  }
  return {};
}

NameParts parts_of(const std::string& name, const PartValues& values) {
  const std::string lower = lower_ascii(name);
  NameParts parts{part_in(lower, values[0]), part_in(lower, values[1]), part_in(lower, values[2]),
                  part_in(lower, values[3])};
  if (parts.middle.empty()) parts.middle = part_in(lower, values[4]);
  return parts;
}

/// A name from its parts, for entities that have those alone.
std::string name_of_parts(const json::Value& entity) {
  std::string out;
  for (const char* property : {"firstName", "secondName", "middleName", "lastName"}) {
    const std::vector<std::string> values = values_of(entity, property);
    if (!values.empty()) out += (out.empty() ? "" : " ") + values.front();
  }
  return out;
}

bool has_name(const json::Value& entity) {
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](const auto& property) { return !values_of(entity, property.name).empty(); }) ||
         !name_of_parts(entity).empty();
}

void read_names(const json::Value& entity, Entry& entry) {
  const std::string caption = clean(entity.string_or("caption", ""));
  const PartValues parts = part_values_of(entity);
  bool primary = false;
  for (const NameProperty& property : kNames) {
    for (std::string& text : values_of(entity, property.name)) {
      ListName name{std::move(text), property.kind, property.strength};
      // The caption is the name that OpenSanctions shows; a name in another script is as it was written at home.
      const bool shown = !primary && property.name == "name" && name.full == caption;
      primary = primary || shown;
      if (name.kind == NameKind::kAka && name.strength == Strength::kStrong && is_non_latin(name.full))
        name.kind = NameKind::kOriginal;
      if (shown) name.kind = NameKind::kPrimary;
      if (entry.type == EntryType::kPerson) name.parts = parts_of(name.full, parts);
      add_name(entry, std::move(name));
    }
  }
  if (entry.names.empty()) add_name(entry, {name_of_parts(entity), NameKind::kPrimary, Strength::kStrong});
}

void read_births(const json::Value& entity, Entry& entry, ListBuilder& list) {
  for (const std::string& text : values_of(entity, "birthDate")) add_birth(entry, birth_of_iso(text), text, list);
  for (const std::string& text : values_of(entity, "gender")) add_detail(entry, "gender", text);
}

void read_rest(const json::Value& entity, Entry& entry) {
  const CountryRole plain = entry.type == EntryType::kPerson ? CountryRole::kNationality : CountryRole::kRegistration;
  for (const std::string& text : values_of(entity, "country")) add_countries(entry, text, plain);
  for (const CountryProperty& property : kCountries) {
    for (const std::string& text : values_of(entity, property.name)) add_countries(entry, text, property.role);
  }
  for (const IdProperty& property : kIds) {
    for (const std::string& text : values_of(entity, property.name))
      add_id(entry, property.type, text, property.country);
  }
  for (const DetailProperty& property : kDetails) {
    for (const std::string& text : values_of(entity, property.name)) add_detail(entry, property.key, text);
  }
  for (std::string& text : values_of(entity, "address")) add_address(entry, {std::move(text), {}, {}, {}});
  for (const char* property : {"programId", "program"}) {
    for (std::string& text : values_of(entity, property)) entry.programmes.push_back(std::move(text));
  }
  for (const std::string& text : values_of(entity, "sourceUrl")) add_detail(entry, "source_url", text);
  if (const json::Value* datasets = entity.find("datasets"); datasets != nullptr && datasets->is_array()) {
    for (const json::Value& dataset : datasets->as_array()) {
      if (dataset.is_string()) add_detail(entry, "datasets", dataset.as_string());
    }
  }
}

}  // namespace

std::optional<std::string> malformed_property(const json::Value& entity) {
  const json::Value* properties = entity.find("properties");
  if (properties == nullptr) return std::nullopt;
  if (!properties->is_object()) return "properties";
  for (const auto& [name, values] : properties->as_object()) {
    if (!values.is_array()) return name;
    for (const json::Value& value : values.as_array())
      if (!value.is_string()) return name;
  }
  return std::nullopt;
}

LeftOut left_out(const json::Value& entity) {
  if (!type_of_schema(entity.string_or("schema", ""))) return LeftOut::kThing;
  if (!entity.bool_or("target", true) && values_of(entity, "topics").empty()) return LeftOut::kNoTarget;
  return has_name(entity) ? LeftOut::kNot : LeftOut::kNoName;
}

void read_ftm_entity(const json::Value& entity, Entry& entry, ListBuilder& list) {
  entry.type = type_of_schema(entity.string_or("schema", "")).value_or(EntryType::kUnknown);
  read_names(entity, entry);
  read_births(entity, entry, list);
  read_rest(entity, entry);
}

}  // namespace licet::screening
