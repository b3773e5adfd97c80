#include "screening/eu_entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <initializer_list>
#include <limits>
#include <tuple>
#include <utility>

#include "screening/country_names.h"
#include "screening/eu_quality.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

// identificationTypeCode to ListId::type; what is not here is "other".
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kIdTypes{{{"diplpassport", "passport"},
                                                                                  {"passport", "passport"},
                                                                                  {"id", "national_id"},
                                                                                  {"nationalid", "national_id"},
                                                                                  {"ssn", "national_id"},
                                                                                  {"unssn", "national_id"},
                                                                                  {"fiscalcode", "tax_id"},
                                                                                  {"taxid", "tax_id"},
                                                                                  {"euvat", "tax_id"},
                                                                                  {"vat", "tax_id"},
                                                                                  {"regnumber", "registration"},
                                                                                  {"tradelic", "registration"},
                                                                                  {"imo", "imo"},
                                                                                  {"swiftbic", "bic"},
                                                                                  {"bic", "bic"},
                                                                                  {"lei", "lei"}}};

std::string_view id_type(std::string_view code) {
  const std::string lower = lower_ascii(code);
  for (const auto& [published, type] : kIdTypes)
    if (lower == published) return type;
  return "other";
}

std::string_view contact_type(std::string_view key) {
  const std::string lower = lower_ascii(key);
  const auto says = [&](const char* word) { return lower.find(word) != std::string::npos; };
  if (says("mail")) return "email";
  if (says("web") || says("url")) return "website";
  return says("phone") || says("mobile") || says("fax") ? "phone" : "other";
}

bool is_true(std::string_view flag) {
  const std::string lower = lower_ascii(flag);
  return lower == "true" || lower == "y" || lower == "1";
}

std::string joined(std::initializer_list<std::string_view> parts, const char* between) {
  std::string out;
  for (const std::string_view part : parts) {
    const std::string tidy = clean(part);
    if (!tidy.empty()) out += (out.empty() ? "" : between) + tidy;
  }
  return out;
}

std::uint64_t number_or_last(std::string_view text) {
  std::uint64_t id = std::numeric_limits<std::uint64_t>::max();
  std::from_chars(text.data(), text.data() + text.size(), id);
  return id;
}

/// A day of the Gregorian calendar, a range of years, a month or a year; nullopt for none of them.
std::optional<BirthDate> birth_in(const EuBirth& birth) {
  if (!birth.date.empty())
    return birth.date.find('/') == std::string::npos ? birth_of_iso(birth.date) : birth_of_dmy(birth.date);
  const std::string calendar = lower_ascii(birth.calendar);
  if (!calendar.empty() && calendar != "gregorian") return std::nullopt;
  const auto from = small_number(birth.year_from), to = small_number(birth.year_to);
  if (from || to) return birth_of_years(from.value_or(to.value_or(0)), to.value_or(from.value_or(0)));
  const auto year = small_number(birth.year);
  if (!year) return std::nullopt;
  const int month = small_number(birth.month).value_or(0), day = small_number(birth.day).value_or(0);
  // A day that its month does not have leaves the month.
  for (const auto& [m, d] : {std::pair(month, month == 0 ? 0 : day), std::pair(month, 0)})
    if (const auto exact = birth_of(*year, m, d)) return exact;
  return birth_of(*year, 0, 0);
}

std::string text_of(const EuBirth& birth) {
  return joined({birth.date, birth.day, birth.month, birth.year, birth.year_from, birth.year_to, birth.calendar}, " ");
}

}  // namespace

std::string EuCountry::text() const {
  std::string by_code = country_or_text(code);
  if (country_code(by_code).empty()) {
    std::string by_name = country_or_text(description);
    if (!by_name.empty()) return by_name;
  }
  return by_code;
}

std::optional<EntryType> eu_type_of(std::string_view text) {
  const std::string lower = lower_ascii(clean(text));
  if (lower == "p" || lower == "person") return EntryType::kPerson;
  if (lower == "e" || lower == "enterprise" || lower == "entity") return EntryType::kEntity;
  return std::nullopt;
}

void EuEntries::add(Entry& entry, const EuName& published) {
  ListName name{clean(published.whole), NameKind::kAka, Strength::kStrong};
  if (name.full.empty()) name.full = joined({published.first, published.middle, published.last}, " ");
  name.parts = {clean(published.last), clean(published.first), clean(published.middle), {}};
  name.language = clean(published.language);
  name.remarks = clean(published.remark);
  // Bulgarian and Greek are languages of the Union: such a name is a translation.
  const bool translated = name.language == "BG" || name.language == "EL";
  if (is_non_latin(name.full) && !translated) name.kind = NameKind::kOriginal;
  const std::string strong = lower_ascii(published.strong);
  if (strong == "false" || strong == "n" || says_low_quality(published.remark)) name.strength = Strength::kWeak;
  const std::string gender = lower_ascii(published.gender);
  add_detail(entry, "gender", gender == "m" ? "male" : gender == "f" ? "female" : gender);
  add_detail(entry, "honorific", published.title);
  add_detail(entry, "title", published.function);
  if (!name.full.empty()) aliases_[entry.entry_id].push_back({std::move(name), number_or_last(published.logical_id)});
}

void EuEntries::add(Entry& entry, const EuBirth& published) {
  auto birth = birth_in(published);
  if (birth) birth->circa = is_true(published.circa);
  // A calendar alone says nothing.
  const bool says_when = birth || !(published.date + published.year + published.year_from + published.year_to).empty();
  if (says_when) add_birth(entry, birth, text_of(published), list_);
  add_countries(entry, published.country.text(), CountryRole::kBirth);
  add_detail(entry, "birth_town", joined({published.city, published.place, published.region}, ", "));
  add_detail(entry, "birth_note", published.remark);
}

void EuEntries::add(Entry& entry, const EuIdentification& published) {
  const std::string number = clean(published.number.empty() ? published.latin_number : published.number);
  add_id(entry, id_type(published.type_code), number, published.country.text());
  if (number != clean(published.latin_number))
    add_id(entry, id_type(published.type_code), published.latin_number, published.country.text());
  const auto note = [&](std::string_view says, std::string_view text) {
    if (const std::string tidy = clean(text); !tidy.empty())
      add_detail(entry, "document_note", number + ": " + std::string(says) + tidy);
  };
  note("", published.remark);
  note("issued by ", published.issued_by);
  note("issued on ", published.issued_on);
  note("valid from ", published.valid_from);
  note("valid to ", published.valid_to);
  note("name on the document ", published.name_on_document);
  for (const auto& [flag, says] : {std::pair<std::string_view, const char*>{published.diplomatic, "diplomatic"},
                                   {published.known_expired, "expired"},
                                   {published.known_false, "known to be false"},
                                   {published.reported_lost, "reported lost"},
                                   {published.revoked, "revoked by its issuer"}})
    if (is_true(flag)) note("", says);
}

void EuEntries::add(Entry& entry, const EuAddress& published) {
  ListAddress address;
  const std::string box = clean(published.po_box);
  address.street = joined({published.street, box.empty() ? box : "P.O. Box " + box}, " ");
  address.city = joined({published.city, published.place, published.region, published.zip_code}, ", ");
  address.country = published.country.text();
  address.remarks = clean(published.remark);
  add_address(entry, std::move(address));
}

void EuEntries::add(Entry& entry, const EuRegulation& published) {
  if (std::string programme = clean(published.programme); !programme.empty())
    entry.programmes.push_back(std::move(programme));
  add_detail(entry, "regulation", published.number_title);
  add_detail(entry, "source_url", published.url);
}

void EuEntries::add_citizenship(Entry& entry, const EuCountry& country, std::string_view region) {
  add_countries(entry, country.text(), CountryRole::kNationality);
  add_detail(entry, "citizenship_region", region);
}

void EuEntries::add_contact(Entry& entry, std::string_view key, std::string_view value) {
  add_id(entry, contact_type(key), value);
}

void EuEntries::choose_primary(Entry& entry, const std::string& id) {
  const auto found = aliases_.find(id);
  if (found == aliases_.end()) return;
  std::vector<Alias>& aliases = found->second;
  const auto order = [](const Alias& alias) {
    const ListName& name = alias.name;
    return std::tuple(name.strength == Strength::kWeak, is_non_latin(name.full),
                      !name.language.empty() && name.language != "EN", name.parts.family.empty(), alias.logical_id,
                      std::tie(name.full, name.language, name.parts, name.remarks));
  };
  const auto first = std::min_element(aliases.begin(), aliases.end(),
                                      [&](const Alias& a, const Alias& b) { return order(a) < order(b); });
  if (first != aliases.end()) first->name.kind = NameKind::kPrimary;
  for (Alias& alias : aliases) add_name(entry, std::move(alias.name));
  aliases_.erase(found);
}

}  // namespace licet::screening
