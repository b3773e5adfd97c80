#include "screening/model.h"

#include <array>

namespace licet::screening {
namespace {

constexpr std::array<std::string_view, 5> kTypes{"person", "entity", "vessel", "aircraft", "unknown"};
constexpr std::array<std::string_view, 4> kKinds{"primary", "aka", "fka", "nka"};
constexpr std::array<std::string_view, 2> kStrengths{"strong", "weak"};

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
  return out;
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
  return ListName{std::string(full), *kind, *strength, std::string(value.string_or("remarks", ""))};
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
