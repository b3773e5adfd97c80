#include "screening/entry_change.h"

#include <algorithm>
#include <functional>

#include "screening/corroboration.h"

namespace licet::screening {
namespace {

using Texts = std::vector<std::string>;

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts)
    if (!part.empty()) out += (out.empty() ? "" : ", ") + std::string(part);
  return out;
}

std::string name_text(const ListName& name) {
  std::string out = name.full + " (" + std::string(name_kind_name(name.kind));
  if (name.strength == Strength::kWeak) out += ", weak";
  if (!name.language.empty()) out += ", " + name.language;
  out += ')';
  const NameParts& parts = name.parts;
  const std::string split = joined({parts.family, parts.given, parts.middle, parts.patronymic});
  if (!split.empty()) out += " [" + split + "]";
  if (!name.remarks.empty()) out += ": " + name.remarks;
  return out;
}

std::string country_text(const ListCountry& country) {
  return country.code + " (" + std::string(country_role_name(country.role)) + ")";
}

std::string id_text(const ListId& id) { return id.type + " " + joined({id.value, id.country}); }

std::string address_text(const ListAddress& address) {
  return joined({address.street, address.city, address.country, address.remarks});
}

template <typename T>
Texts texts_of(const std::vector<T>& items, const std::function<std::string(const T&)>& text) {
  Texts out;
  for (const T& item : items) out.push_back(text(item));
  return out;
}

/// What one side has more often than the other.
Texts without(Texts from, const Texts& other) {
  for (const std::string& item : other)
    if (const auto found = std::find(from.begin(), from.end(), item); found != from.end()) from.erase(found);
  return from;
}

class Comparison {
 public:
  void one(std::string_view what, std::string_view before, std::string_view after) {
    if (before != after) changes.push_back({what, std::string(before), std::string(after)});
  }
  void many(std::string_view what, const Texts& before, const Texts& after) {
    const Texts gone = without(before, after), come = without(after, before);
    for (const std::string& text : gone) changes.push_back({what, text, {}});
    for (const std::string& text : come) changes.push_back({what, {}, text});
    if (gone.empty() && come.empty() && before != after) changes.push_back({what, "one order", "another order"});
  }
  std::vector<EntryChange> changes;
};

}  // namespace

std::vector<EntryChange> changes_of(const Entry& before, const Entry& after) {
  Comparison out;
  out.one("type", entry_type_name(before.type), entry_type_name(after.type));
  out.many("name", texts_of<ListName>(before.names, name_text), texts_of<ListName>(after.names, name_text));
  out.many("birth date", texts_of<BirthDate>(before.births, birth_text), texts_of<BirthDate>(after.births, birth_text));
  out.one("gender", gender_name(before.gender), gender_name(after.gender));
  out.many("country", texts_of<ListCountry>(before.countries, country_text),
           texts_of<ListCountry>(after.countries, country_text));
  out.many("identifier", texts_of<ListId>(before.ids, id_text), texts_of<ListId>(after.ids, id_text));
  out.many("address", texts_of<ListAddress>(before.addresses, address_text),
           texts_of<ListAddress>(after.addresses, address_text));
  out.many("programme", before.programmes, after.programmes);
  out.one("title", before.title, after.title);
  out.one("remarks", before.remarks, after.remarks);
  out.one("listed on", before.listed_on ? format_date(*before.listed_on) : "",
          after.listed_on ? format_date(*after.listed_on) : "");
  out.one("source", before.source_url, after.source_url);
  const auto detail = [](const std::pair<std::string, std::string>& one) { return one.first + ": " + one.second; };
  out.many("detail", texts_of<std::pair<std::string, std::string>>(before.details, detail),
           texts_of<std::pair<std::string, std::string>>(after.details, detail));
  // Fields that are only told apart by what separates them.
  if (out.changes.empty() && before.content_hash != after.content_hash)
    out.changes.push_back(
        {"fields", crypto::digest_text(before.content_hash), crypto::digest_text(after.content_hash)});
  return std::move(out.changes);
}

std::string change_text(const EntryChange& change) {
  const std::string what(change.what);
  if (change.before.empty()) return what + " added: " + change.after;
  if (change.after.empty()) return what + " removed: " + change.before;
  return what + " changed: from " + change.before + " to " + change.after;
}

}  // namespace licet::screening
