#include "screening/model.h"

#include <array>

namespace licet::screening {
namespace {

constexpr std::array<std::string_view, 5> kTypes{"person", "entity", "vessel", "aircraft", "unknown"};
constexpr std::array<std::string_view, 5> kKinds{"primary", "aka", "fka", "nka", "original"};
constexpr std::array<std::string_view, 2> kStrengths{"strong", "weak"};
constexpr std::array<std::string_view, 3> kGenders{"", "male", "female"};
constexpr std::array<std::string_view, 5> kRoles{"nationality", "residence", "birth", "registration", "flag"};

template <typename Enum, std::size_t N>
std::optional<Enum> parse_name(const std::array<std::string_view, N>& names, std::string_view text) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == text) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

void put(json::Object& object, const char* key, const std::string& text) {
  if (!text.empty()) object.emplace(key, text);
}

json::Value name_to_json(const ListName& name) {
  json::Object out{
      {"name", name.full}, {"kind", name_kind_name(name.kind)}, {"strength", strength_name(name.strength)}};
  put(out, "remarks", name.remarks);
  put(out, "family", name.parts.family);
  put(out, "given", name.parts.given);
  put(out, "middle", name.parts.middle);
  put(out, "patronymic", name.parts.patronymic);
  put(out, "language", name.language);
  return out;
}

json::Value birth_to_json(const BirthDate& birth) {
  json::Object out{{"from", format_date(birth.from)}, {"to", format_date(birth.to)}};
  if (birth.circa) out.emplace("circa", true);
  return out;
}

json::Value country_to_json(const ListCountry& country) {
  return json::Object{{"code", country.code}, {"role", country_role_name(country.role)}};
}

json::Value id_to_json(const ListId& id) {
  json::Object out{{"type", id.type}, {"value", id.value}};
  put(out, "country", id.country);
  return out;
}

template <typename T>
void put_list(json::Object& object, const char* key, const std::vector<T>& items, json::Value (*to_json)(const T&)) {
  if (items.empty()) return;
  json::Array out;
  for (const T& item : items) out.push_back(to_json(item));
  object.emplace(key, std::move(out));
}

json::Value address_to_json(const ListAddress& address) {
  json::Object out;
  put(out, "street", address.street);
  put(out, "city", address.city);
  put(out, "country", address.country);
  put(out, "remarks", address.remarks);
  return out;
}

tl::unexpected<Error> malformed(std::string what) {
  return fail(ErrorCode::kBadInput, "list entry: " + std::move(what));
}

Result<ListName> name_from_json(const json::Value& value) {
  const auto kind = parse_name_kind(value.string_or("kind", ""));
  const auto strength = parse_strength(value.string_or("strength", ""));
  const std::string_view full = value.string_or("name", "");
  if (!kind || !strength || full.empty()) return malformed("a name needs name, kind and strength");
  const auto text = [&](const char* key) { return std::string(value.string_or(key, "")); };
  return ListName{std::string(full),
                  *kind,
                  *strength,
                  text("remarks"),
                  {text("family"), text("given"), text("middle"), text("patronymic")},
                  text("language")};
}

Result<BirthDate> birth_from_json(const json::Value& value) {
  const auto from = parse_date(value.string_or("from", "")), to = parse_date(value.string_or("to", ""));
  if (!from || !to || *to < *from) return malformed("a birth needs two dates");
  return BirthDate{*from, *to, value.bool_or("circa", false)};
}

Result<ListCountry> country_from_json(const json::Value& value) {
  const auto role = parse_name<CountryRole>(kRoles, value.string_or("role", ""));
  const std::string_view code = value.string_or("code", "");
  if (!role || code.empty()) return malformed("a country needs code and role");
  return ListCountry{std::string(code), *role};
}

Result<ListId> id_from_json(const json::Value& value) {
  const std::string_view type = value.string_or("type", ""), number = value.string_or("value", "");
  if (type.empty() || number.empty()) return malformed("an id needs type and value");
  return ListId{std::string(type), std::string(number), std::string(value.string_or("country", ""))};
}

ListAddress address_from_json(const json::Value& value) {
  return {std::string(value.string_or("street", "")), std::string(value.string_or("city", "")),
          std::string(value.string_or("country", "")), std::string(value.string_or("remarks", ""))};
}

const json::Array& array_or_empty(const json::Value& value, std::string_view key) {
  static const json::Array kEmpty;
  const json::Value* member = value.find(key);
  return member != nullptr && member->is_array() ? member->as_array() : kEmpty;
}

}  // namespace

std::string_view entry_type_name(EntryType type) { return kTypes[static_cast<std::size_t>(type)]; }
std::string_view name_kind_name(NameKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view strength_name(Strength strength) { return kStrengths[static_cast<std::size_t>(strength)]; }
std::string_view gender_name(Gender gender) { return kGenders[static_cast<std::size_t>(gender)]; }
std::string_view country_role_name(CountryRole role) { return kRoles[static_cast<std::size_t>(role)]; }
std::optional<EntryType> parse_entry_type(std::string_view text) { return parse_name<EntryType>(kTypes, text); }
std::optional<NameKind> parse_name_kind(std::string_view text) { return parse_name<NameKind>(kKinds, text); }
std::optional<Strength> parse_strength(std::string_view text) { return parse_name<Strength>(kStrengths, text); }

json::Value entry_to_json(const Entry& entry) {
  json::Object out{{"id", entry.entry_id}, {"type", entry_type_name(entry.type)}};
  json::Array names;
  for (const ListName& name : entry.names) names.push_back(name_to_json(name));
  out.emplace("names", std::move(names));
  if (!entry.programmes.empty()) {
    json::Array programmes;
    for (const std::string& programme : entry.programmes) programmes.emplace_back(programme);
    out.emplace("programmes", std::move(programmes));
  }
  put(out, "title", entry.title);
  put(out, "remarks", entry.remarks);
  if (!entry.addresses.empty()) {
    json::Array addresses;
    for (const ListAddress& address : entry.addresses) addresses.push_back(address_to_json(address));
    out.emplace("addresses", std::move(addresses));
  }
  put(out, "gender", std::string(gender_name(entry.gender)));
  put_list(out, "births", entry.births, birth_to_json);
  put_list(out, "countries", entry.countries, country_to_json);
  put_list(out, "ids", entry.ids, id_to_json);
  if (entry.listed_on) out.emplace("listed_on", format_date(*entry.listed_on));
  put(out, "source_url", entry.source_url);
  if (!entry.details.empty()) {
    json::Object details;
    for (const auto& [key, text] : entry.details) details.emplace(key, text);
    out.emplace("details", std::move(details));
  }
  return out;
}

Result<Entry> entry_from_json(const json::Value& value) {
  Entry entry;
  entry.entry_id = value.string_or("id", "");
  if (entry.entry_id.empty()) return malformed("no id");
  const auto type = parse_entry_type(value.string_or("type", ""));
  if (!type) return malformed("unknown type of " + entry.entry_id);
  entry.type = *type;
  for (const json::Value& name : array_or_empty(value, "names")) {
    LICET_TRY(ListName read, name_from_json(name));
    entry.names.push_back(std::move(read));
  }
  if (entry.names.empty()) return malformed("no name in " + entry.entry_id);
  for (const json::Value& programme : array_or_empty(value, "programmes")) {
    if (!programme.is_string()) return malformed("a programme of " + entry.entry_id + " is not a text");
    entry.programmes.push_back(programme.as_string());
  }
  entry.title = value.string_or("title", "");
  entry.remarks = value.string_or("remarks", "");
  for (const json::Value& address : array_or_empty(value, "addresses")) {
    entry.addresses.push_back(address_from_json(address));
  }
  const auto gender = parse_name<Gender>(kGenders, value.string_or("gender", ""));
  if (!gender) return malformed("unknown gender of " + entry.entry_id);
  entry.gender = *gender;
  for (const json::Value& birth : array_or_empty(value, "births")) {
    LICET_TRY(const BirthDate read, birth_from_json(birth));
    entry.births.push_back(read);
  }
  for (const json::Value& country : array_or_empty(value, "countries")) {
    LICET_TRY(ListCountry read, country_from_json(country));
    entry.countries.push_back(std::move(read));
  }
  for (const json::Value& id : array_or_empty(value, "ids")) {
    LICET_TRY(ListId read, id_from_json(id));
    entry.ids.push_back(std::move(read));
  }
  if (const std::string_view listed = value.string_or("listed_on", ""); !listed.empty()) {
    const auto date = parse_date(listed);
    if (!date) return malformed("listed_on of " + entry.entry_id + " is no date");
    entry.listed_on = *date;
  }
  entry.source_url = value.string_or("source_url", "");
  if (const json::Value* details = value.find("details"); details != nullptr && details->is_object()) {
    for (const auto& [key, text] : details->as_object()) {
      if (!text.is_string()) return malformed("detail " + key + " of " + entry.entry_id + " is not a text");
      entry.details.emplace_back(key, text.as_string());
    }
  }
  seal_entry(entry);
  return entry;
}

void seal_entry(Entry& entry) { entry.content_hash = crypto::sha256(json::canonical(entry_to_json(entry))); }

std::string as_of_text(Instant as_of) { return as_of == kAsOfUnknown ? "unknown" : format_instant(as_of); }

Result<Instant> parse_as_of(std::string_view text) {
  if (text == "unknown") return kAsOfUnknown;
  return parse_instant(text);
}

}  // namespace licet::screening
