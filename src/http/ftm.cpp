#include "http/ftm.h"

#include <algorithm>
#include <array>
#include <map>

#include "screening/birth_text.h"
#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::http {
namespace {

using screening::CountryRole;
using screening::Entry;
using screening::EntryType;
using screening::NameKind;
using screening::Strength;

struct Schema {
  std::string_view name, parent;
  bool person, organisation;  ///< whom it is compared with
};
/// The part of the model that stands for parties, and what is compared with nobody.
constexpr std::array kSchemata{Schema{"Thing", "", true, true},
                               Schema{"LegalEntity", "Thing", true, true},
                               Schema{"Person", "LegalEntity", true, false},
                               Schema{"Organization", "LegalEntity", false, true},
                               Schema{"Company", "Organization", false, true},
                               Schema{"PublicBody", "Organization", false, true},
                               Schema{"Vehicle", "Thing", false, false},
                               Schema{"Vessel", "Vehicle", false, false},
                               Schema{"Airplane", "Vehicle", false, false}};

const Schema* find_schema(std::string_view name) {
  const auto* const found =
      std::find_if(kSchemata.begin(), kSchemata.end(), [&](const Schema& one) { return one.name == name; });
  return found == kSchemata.end() ? nullptr : found;
}

struct IdProperty {
  std::string_view property, type;  ///< `type` as ListId::type
};
/// The first of a type is the one under which it comes out.
constexpr std::array kIds{IdProperty{"passportNumber", "passport"},
                          IdProperty{"idNumber", "national_id"},
                          IdProperty{"socialSecurityNumber", "national_id"},
                          IdProperty{"taxNumber", "tax_id"},
                          IdProperty{"innCode", "tax_id"},
                          IdProperty{"vatCode", "tax_id"},
                          IdProperty{"registrationNumber", "registration"},
                          IdProperty{"ogrnCode", "registration"},
                          IdProperty{"leiCode", "lei"},
                          IdProperty{"imoNumber", "imo"},
                          IdProperty{"swiftBic", "bic"},
                          IdProperty{"publicKey", "crypto"},
                          IdProperty{"phone", "phone"},
                          IdProperty{"email", "email"},
                          IdProperty{"website", "website"}};
constexpr std::string_view kOtherId = "idNumber";

constexpr std::array<std::string_view, 5> kNameProperties{"name", "alias", "previousName", "weakAlias", "abbreviation"};
constexpr std::array<std::string_view, 4> kGivenProperties{"firstName", "secondName", "middleName", "fatherName"};
constexpr std::array<std::string_view, 7> kCountryProperties{"nationality", "citizenship",  "country", "jurisdiction",
                                                             "mainCountry", "birthCountry", "flag"};

/// Property: its values, each once, in their order.
class Properties {
 public:
  void add(std::string_view property, std::string text) {
    if (text.empty()) return;
    auto& values = values_[std::string(property)];
    if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(std::move(text));
  }
  json::Object json() const {
    json::Object out;
    for (const auto& [property, values] : values_) out.emplace(property, json::Array(values.begin(), values.end()));
    return out;
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::string address_text(const screening::ListAddress& address) {
  std::string out;
  for (const std::string* part : {&address.street, &address.city, &address.country})
    if (!part->empty()) out += (out.empty() ? "" : ", ") + *part;
  return out;
}

std::string_view name_property(const screening::ListName& name) {
  if (name.kind == NameKind::kPrimary) return "name";
  if (name.strength == Strength::kWeak) return "weakAlias";
  return name.kind == NameKind::kFka ? "previousName" : "alias";
}

/// What the schema of an entry does not have comes out under what it has: a client's model would drop the rest.
std::string_view country_property(CountryRole role, EntryType type) {
  switch (role) {
    case CountryRole::kNationality:
      return type == EntryType::kPerson ? "nationality" : "country";
    case CountryRole::kResidence:
      return "country";
    case CountryRole::kBirth:
      return type == EntryType::kPerson ? "birthCountry" : "country";
    case CountryRole::kRegistration:
      return "jurisdiction";
    case CountryRole::kFlag:
      break;
  }
  return "country";
}

std::string_view id_property(std::string_view type, EntryType entry) {
  const bool person = entry == EntryType::kPerson;
  if (type == "crypto" || (type == "imo" && person) || (type == "passport" && !person)) return kOtherId;
  const auto* const found = std::find_if(kIds.begin(), kIds.end(), [&](const auto& id) { return id.type == type; });
  return found == kIds.end() ? kOtherId : found->property;
}

json::Object properties_of(std::string_view list, const Entry& entry) {
  Properties out;
  for (const screening::ListName& name : entry.names) out.add(name_property(name), name.full);
  const bool person = entry.type == EntryType::kPerson;
  for (const screening::BirthDate& birth : entry.births)
    person ? out.add("birthDate", screening::known_birth(birth))
           : out.add("notes", "born " + screening::known_birth(birth));
  for (const screening::ListCountry& country : entry.countries)
    out.add(country_property(country.role, entry.type), lower(country.code));
  for (const screening::ListId& id : entry.ids) out.add(id_property(id.type, entry.type), id.value);
  for (const screening::ListAddress& address : entry.addresses) out.add("address", address_text(address));
  for (const std::string& programme : entry.programmes) out.add("program", programme);
  for (std::string& topic : ftm_topics(list, entry)) out.add("topics", std::move(topic));
  if (person) out.add("gender", std::string(gender_name(entry.gender)));
  out.add(person ? "position" : "notes", entry.title);
  out.add("notes", entry.remarks);
  out.add("sourceUrl", entry.source_url);
  return out.json();
}

/// The texts of a property of an example: one text or a list; what is no text or integer says nothing.
std::vector<std::string> values_of(const json::Value& example, std::string_view property) {
  std::vector<std::string> out;
  const json::Value* properties = example.find("properties");
  const json::Value* values = properties == nullptr ? nullptr : properties->find(property);
  const auto add = [&](const json::Value& value) {
    std::string text = value.is_string() ? screening::clean(value.as_string())
                       : value.is_int()  ? std::to_string(value.as_int())
                                         : std::string();
    if (!text.empty()) out.push_back(std::move(text));
  };
  if (values == nullptr) return out;
  if (!values->is_array()) {
    add(*values);
    return out;
  }
  for (const json::Value& value : values->as_array()) add(value);
  return out;
}

void read_names(const json::Value& example, Party& party, Properties& echo) {
  for (const std::string_view property : kNameProperties)
    for (std::string& text : values_of(example, property)) {
      echo.add(property, text);
      party.names.push_back(std::move(text));
    }
  if (!party.person) return;
  for (const std::string_view property : kGivenProperties) {
    const std::vector<std::string> values = values_of(example, property);
    for (const std::string& text : values) echo.add(property, text);
    if (!values.empty()) party.first_name += (party.first_name.empty() ? "" : " ") + values.front();
  }
  const std::vector<std::string> last = values_of(example, "lastName");
  for (const std::string& text : last) echo.add("lastName", text);
  if (!last.empty()) party.last_name = last.front();
}

void read_facts(const json::Value& example, Party& party, Properties& echo) {
  for (const std::string& text : values_of(example, "birthDate")) {
    const auto birth = screening::birth_of_iso(text);
    if (!birth) continue;
    echo.add("birthDate", text);
    if (!party.facts.birth) party.facts.birth = birth;
  }
  for (const std::string_view property : kCountryProperties)
    for (const std::string& text : values_of(example, property)) {
      std::string code = screening::country_code(text);
      if (code.empty()) continue;
      echo.add(property, lower(code));
      auto& countries = party.facts.countries;
      if (std::find(countries.begin(), countries.end(), code) == countries.end()) countries.push_back(std::move(code));
    }
  for (const std::string& text : values_of(example, "gender")) {
    const std::string word = lower(text);
    if (word == "male" || word == "m") party.facts.gender = screening::Gender::kMale;
    if (word == "female" || word == "f") party.facts.gender = screening::Gender::kFemale;
    echo.add("gender", std::string(gender_name(party.facts.gender)));
  }
  for (const IdProperty& id : kIds)
    for (std::string& text : values_of(example, id.property)) {
      echo.add(id.property, text);
      party.facts.ids.push_back({std::string(id.type), std::move(text), {}});
    }
  for (std::string& text : values_of(example, "address")) {
    echo.add("address", text);
    if (party.facts.address.empty()) party.facts.address = std::move(text);
  }
}

}  // namespace

std::string_view ftm_schema(EntryType type) {
  switch (type) {
    case EntryType::kPerson:
      return "Person";
    case EntryType::kEntity:
      return "Organization";
    case EntryType::kVessel:
      return "Vessel";
    case EntryType::kAircraft:
      return "Airplane";
    case EntryType::kUnknown:
      break;
  }
  return "LegalEntity";
}

bool ftm_is_a(std::string_view schema, std::string_view ancestor) {
  for (const Schema* at = find_schema(schema); at != nullptr; at = find_schema(at->parent))
    if (at->name == ancestor) return true;
  return false;
}

std::vector<std::string> ftm_topics(std::string_view list, const Entry& entry) {
  std::vector<std::string> out;
  for (const auto& [key, text] : entry.details)
    if (key == "topics") out.push_back(text);
  if (out.empty() && list != "firm" && !list.starts_with("opensanctions")) out.emplace_back("sanction");
  return out;
}

json::Object ftm_entity(std::string_view list, Instant list_as_of, const Entry& entry) {
  const auto moment = [](bool known, Instant at) { return known ? json::Value(format_instant(at)) : json::Value(); };
  const auto listed = entry.listed_on ? screening::start_of_day(*entry.listed_on) : std::nullopt;
  return {{"caption", entry.names.empty() ? std::string() : entry.names.front().full},
          {"datasets", json::Array{std::string(list)}},
          {"first_seen", moment(listed.has_value(), listed.value_or(Instant{}))},
          {"id", public_id(list, entry.entry_id)},
          {"last_change", nullptr},
          {"last_seen", moment(list_as_of != screening::kAsOfUnknown, list_as_of)},
          {"properties", properties_of(list, entry)},
          {"referents", json::Array{}},
          {"schema", ftm_schema(entry.type)},
          {"target", true}};
}

Result<FtmExample> read_ftm_example(const json::Value& example) {
  const std::string_view name = example.string_or("schema", "");
  const Schema* schema = find_schema(name);
  if (schema == nullptr) return fail(ErrorCode::kBadInput, "No such schema: '" + std::string(name) + "'");
  if (!schema->person && !schema->organisation)
    return fail(ErrorCode::kBadInput, "Non-matchable schema for query: " + std::string(name) +
                                          "; persons and organisations are compared, and nothing else");
  FtmExample out;
  Properties echo;
  out.party.person = schema->person;
  out.party.organisation = schema->organisation;
  read_names(example, out.party, echo);
  read_facts(example, out.party, echo);
  json::Object repeated = {{"properties", echo.json()}, {"schema", name}};
  if (const json::Value* id = example.find("id"); id != nullptr && id->is_string()) repeated.emplace("id", *id);
  out.echo = json::Value(std::move(repeated));
  return out;
}

}  // namespace licet::http
