#include "screening/ofac_advanced_party.h"

#include <algorithm>
#include <charconv>

#include "screening/list_build.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

bool is_true(std::string_view text) { return text == "true" || text == "1"; }

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

void append_word(std::string& into, const std::string& word) {
  if (!into.empty() && !word.empty()) into += ' ';
  into += word;
}

/// "Vessel Gross Tonnage" to "vessel_gross_tonnage": a key of Entry::details.
std::string detail_key(std::string_view title) {
  std::string key;
  for (const char c : lower_ascii(title)) {
    const bool letter = c >= 'a' && c <= 'z';
    if (letter) key += c;
    if (!letter && !key.empty() && key.back() != '_') key += '_';
  }
  while (!key.empty() && key.back() == '_') key.pop_back();
  return key.empty() ? "other" : key;
}

NameKind kind_of(std::string_view alias_type) {
  const std::string lower = lower_ascii(alias_type);
  if (lower == "f.k.a.") return NameKind::kFka;
  return lower == "n.k.a." ? NameKind::kNka : NameKind::kAka;
}

/// Where Start/From, Start/To, End/From and End/To of a period are kept; nullopt for another element.
std::optional<std::size_t> place_in_period(const XmlElement& element) {
  if (element.path.size() < 4) return std::nullopt;
  const std::string& side = element.path[element.path.size() - 3];
  const std::string_view edge = element.parent();
  if ((side != "Start" && side != "End") || (edge != "From" && edge != "To")) return std::nullopt;
  return (side == "End" ? 2U : 0U) + (edge == "To" ? 1U : 0U);
}

}  // namespace

void OfacDate::take(std::string_view element, std::string_view text) {
  int value = 0;
  const std::string tidy = clean(text);
  std::from_chars(tidy.data(), tidy.data() + tidy.size(), value);
  if (element == "Year") year = value;
  if (element == "Month") month = value;
  if (element == "Day") day = value;
}

std::optional<Date> OfacDate::date() const {
  const auto birth = birth_of(year, month, day);
  if (!birth || birth->from != birth->to) return std::nullopt;
  return birth->from;
}

void OfacPartyBuilder::open(const XmlElement& element) {
  const std::string_view name = element.name;
  if (name == "DistinctParty") {
    open_party(element);
  } else if (name == "Profile") {
    profiles_.emplace_back(element.attribute("ID"));
    types_.push_back(references_.party_type(element.attribute("PartySubTypeID")));
  } else if (name == "Identity") {
    identities_.emplace_back(element.attribute("ID"));
    names_.clear();
    groups_.clear();
  } else if (name == "Alias") {
    open_alias(element);
  } else if (name == "DocumentedName") {
    names_.push_back(alias_);
  } else if (name == "NamePartValue") {
    part_ = {std::string(element.attribute("NamePartGroupID")), {}};
    part_script_known_ = !references_.text("Script", element.attribute("ScriptID")).empty();
    part_latin_ = references_.is_latin(element.attribute("ScriptID"));
  } else if (name == "NamePartGroup") {
    groups_[std::string(element.attribute("ID"))] =
        lower_ascii(references_.text("NamePartType", element.attribute("NamePartTypeID")));
  } else if (name == "Feature") {
    feature_title_ = references_.text("FeatureType", element.attribute("FeatureTypeID"));
    feature_ = lower_ascii(feature_title_);
  } else {
    open_version(element);
  }
}

void OfacPartyBuilder::open_party(const XmlElement& element) {
  entry_ = Entry{};
  types_.clear();
  entry_.entry_id = clean(element.attribute("FixedRef"));
  profiles_.clear();
  identities_.clear();
}

/// A party of profiles that differ may be any of them.
Entry OfacPartyBuilder::take() {
  const bool alike = !types_.empty() && std::count(types_.begin(), types_.end(), types_.front()) ==
                                            static_cast<std::ptrdiff_t>(types_.size());
  entry_.type = alike ? types_.front() : EntryType::kUnknown;
  return std::move(entry_);
}

void OfacPartyBuilder::open_alias(const XmlElement& element) {
  alias_ = Name{};
  alias_.kind = kind_of(references_.text("AliasType", element.attribute("AliasTypeID")));
  alias_.primary = is_true(element.attribute("Primary"));
  alias_.strength = is_true(element.attribute("LowQuality")) ? Strength::kWeak : Strength::kStrong;
}

void OfacPartyBuilder::open_version(const XmlElement& element) {
  if (element.name == "DatePeriod") {
    period_ = {};
    approximate_ = false;
  } else if (element.name == "Start" || element.name == "End") {
    approximate_ = approximate_ || is_true(element.attribute("Approximate"));
  } else if (element.name == "VersionDetail") {
    detail_reference_ = references_.text("DetailReference", element.attribute("DetailReferenceID"));
  } else if (element.name == "VersionLocation") {
    add_feature_location(element.attribute("LocationID"));
  }
}

void OfacPartyBuilder::close(const XmlElement& element, std::string_view text) {
  const std::string_view name = element.name;
  if (name == "NamePartValue") {
    close_name_part(text);
  } else if (name == "Identity") {
    close_identity();
  } else if (name == "Comment" && element.parent() == "DistinctParty") {
    add_detail(entry_, "remarks", text);
  } else {
    close_feature_text(element, text);
  }
}

void OfacPartyBuilder::close_name_part(std::string_view text) {
  part_.text = clean(text);
  if (names_.empty() || part_.text.empty()) return;
  Name& name = names_.back();
  if (part_script_known_ ? !part_latin_ : is_non_latin(part_.text)) name.latin = false;
  name.parts.push_back(std::move(part_));
}

/// Which group a part belongs to is said after the names.
void OfacPartyBuilder::close_identity() {
  for (const Name& name : names_) {
    add_name(entry_, list_name(name));
  }
  names_.clear();
}

ListName OfacPartyBuilder::list_name(const Name& name) const {
  ListName out;
  out.strength = name.strength;
  out.kind = !name.latin ? NameKind::kOriginal : name.primary ? NameKind::kPrimary : name.kind;
  const auto type_of = [&](const Part& part) {
    const auto found = groups_.find(part.group);
    return found == groups_.end() ? std::string_view{} : std::string_view(found->second);
  };
  const bool has_last =
      std::any_of(name.parts.begin(), name.parts.end(), [&](const Part& part) { return type_of(part) == "last name"; });
  std::string whole, rest;
  for (const Part& part : name.parts) {
    const std::string_view type = type_of(part);
    append_word(whole, part.text);
    // A maiden name without another is the family name.
    const bool family = type == "last name" || (type == "maiden name" && !has_last);
    append_word(family ? out.parts.family : rest, part.text);
    if (type == "first name") append_word(out.parts.given, part.text);
    if (type == "middle name" || type == "matronymic") append_word(out.parts.middle, part.text);
    if (type == "patronymic") append_word(out.parts.patronymic, part.text);
    if (type == "maiden name") out.remarks += (out.remarks.empty() ? "maiden name " : "; maiden name ") + part.text;
  }
  // As in OFAC's other files, so that a name reads the same from both.
  const bool family_first = !types_.empty() && types_.back() == EntryType::kPerson && name.latin &&
                            !out.parts.family.empty() && !rest.empty();
  out.full = family_first ? out.parts.family + ", " + rest : whole;
  return out;
}

void OfacPartyBuilder::close_feature_text(const XmlElement& element, std::string_view text) {
  if (const auto place = place_in_period(element)) {
    period_[*place].take(element.name, text);
  } else if (element.name == "DatePeriod") {
    add_period();
  } else if (element.name == "VersionDetail") {
    const std::string tidy = clean(text);
    add_feature_text(tidy.empty() ? detail_reference_ : tidy);
  }
}

/// "1962-02-31 1962-2-31 ...", for what is no day of the calendar.
std::string OfacPartyBuilder::period_text() const {
  std::string out;
  for (const OfacDate& part : period_) {
    if (part.year == 0) continue;
    out += (out.empty() ? "" : " ") + std::to_string(part.year) + "-" + std::to_string(part.month) + "-" +
           std::to_string(part.day);
  }
  return out;
}

void OfacPartyBuilder::add_period() {
  if (feature_ != "birthdate") {
    if (const auto day = period_[0].date()) add_detail(entry_, detail_key(feature_title_), format_date(*day));
    return;
  }
  std::optional<Date> from, to;
  for (const OfacDate& part : period_) {
    const auto day = part.date();
    if (!day) continue;
    from = from ? std::min(*from, *day) : *day;
    to = to ? std::max(*to, *day) : *day;
  }
  const auto birth = from ? std::optional<BirthDate>(BirthDate{*from, *to, approximate_}) : std::nullopt;
  add_birth(entry_, birth, period_text(), list_);
}

void OfacPartyBuilder::add_feature_text(const std::string& text) {
  if (text.empty()) return;
  if (feature_ == "title" || feature_ == "gender") {
    add_detail(entry_, feature_, text);
  } else if (feature_ == "place of birth") {
    add_detail(entry_, "birth_town", text);
    if (std::string country = country_at_end(text); !country.empty())
      entry_.countries.push_back({std::move(country), CountryRole::kBirth});
  } else if (feature_ == "nationality country" || feature_ == "citizenship country") {
    add_countries(entry_, text, CountryRole::kNationality);
  } else if (const std::string_view type = ofac_id_type(feature_); type != "other" && type != "registration") {
    add_id(entry_, type, text, {});
  } else {
    if (holds(feature_, "vessel flag")) add_countries(entry_, text, CountryRole::kFlag);
    add_detail(entry_, detail_key(feature_title_), text);
  }
}

void OfacPartyBuilder::add_feature_location(std::string_view location_id) {
  const ListAddress* location = references_.location(location_id);
  if (location == nullptr) {
    list_.count("places are missing: parties name locations that the file does not have", location_id);
    return;
  }
  if (feature_ == "nationality country" || feature_ == "citizenship country") {
    add_countries(entry_, location->country, CountryRole::kNationality);
  } else if (feature_ == "place of birth") {
    std::string place = location->street;
    if (!place.empty() && !location->city.empty()) place += ", ";
    add_detail(entry_, "birth_town", place + location->city);
    add_countries(entry_, location->country, CountryRole::kBirth);
  } else if (holds(feature_, "registration") || holds(feature_, "incorporation")) {
    add_countries(entry_, location->country, CountryRole::kRegistration);
  } else if (holds(feature_, "flag")) {
    add_countries(entry_, location->country, CountryRole::kFlag);
  } else {
    add_address(entry_, *location);
  }
}

}  // namespace licet::screening
