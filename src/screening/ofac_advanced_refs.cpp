#include "screening/ofac_advanced_refs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

/// What something that is kept takes besides its texts.
constexpr std::size_t kKeptBytes = 128;

struct TypeMark {
  std::string_view mark, type;
};
// The first that the lower-case text holds decides.
constexpr std::array<TypeMark, 34> kTypeMarks{{{"passport", "passport"},
                                               {"digital currency", "crypto"},
                                               {"vessel registration identification", "imo"},
                                               {"legal entity identifier", "lei"},
                                               {"swift", "bic"},
                                               {"bic", "bic"},
                                               {"phone", "phone"},
                                               {"fax", "phone"},
                                               {"email", "email"},
                                               {"website", "website"},
                                               {"tax", "tax_id"},
                                               {"fiscal", "tax_id"},
                                               {"nit #", "tax_id"},
                                               {"r.f.c.", "tax_id"},
                                               {"rif #", "tax_id"},
                                               {"ruc #", "tax_id"},
                                               {"c.u.i.t.", "tax_id"},
                                               {"v.a.t.", "tax_id"},
                                               {"vat ", "tax_id"},
                                               {"national id", "national_id"},
                                               {"cedula", "national_id"},
                                               {"identification number", "national_id"},
                                               {"identity card", "national_id"},
                                               {"personal id", "national_id"},
                                               {"c.u.r.p.", "national_id"},
                                               {"d.n.i.", "national_id"},
                                               {"ssn", "national_id"},
                                               {"registration", "registration"},
                                               {"company number", "registration"},
                                               {"enterprise number", "registration"},
                                               {"commercial registry", "registration"},
                                               {"matricula mercantil", "registration"},
                                               {"folio mercantil", "registration"},
                                               {"business number", "registration"}}};

std::string key_of(std::string_view set, std::string_view id) {
  std::string key(set);
  key += '/';
  key += id;
  return key;
}

void append_comma(std::string& into, const std::string& text) {
  if (text.empty()) return;
  if (!into.empty()) into += ", ";
  into += text;
}

template <typename Map>
const typename Map::mapped_type* find(const Map& map, std::string_view key) {
  const auto found = map.find(std::string(key));
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::string_view ofac_id_type(std::string_view text) {
  const std::string lower = lower_ascii(text);
  for (const TypeMark& mark : kTypeMarks)
    if (lower.find(mark.mark) != std::string::npos) return mark.type;
  return "other";
}

void OfacReferences::open_value(const XmlElement& element) {
  const std::string_view id = element.attribute("ID");
  open_value_.clear();
  if (id.empty()) return;
  open_value_ = key_of(element.name, id);
  Value& value = values_[open_value_];
  const std::string_view iso = element.attribute("ISO2");
  value.code = iso.empty() ? element.attribute("ScriptCode") : iso;
  const std::string_view party = element.attribute("PartyTypeID");
  value.parent = party.empty() ? element.attribute("CountryID") : party;
}

void OfacReferences::close_value(const XmlElement&, std::string_view text) {
  if (!open_value_.empty()) {
    Value& value = values_[open_value_];
    std::string tidy = clean(text);
    twice_ = twice_ || (!value.text.empty() && value.text != tidy);
    value.text = std::move(tidy);
    longest_ = std::max({longest_, value.text.size(), value.code.size()});
    kept_ += kKeptBytes + open_value_.size() + value.text.size() + value.code.size() + value.parent.size();
  }
  open_value_.clear();
}

Status OfacReferences::check() const {
  if (longest_ > limits::kListReferenceBytesMax)
    return fail(ErrorCode::kLimit, "a reference value or location of more than " +
                                       std::to_string(limits::kListReferenceBytesMax) + " bytes; get the file again");
  if (twice_) return fail(ErrorCode::kBadInput, "a value or location of a number that another has; get the file again");
  return {};
}

const OfacReferences::Value* OfacReferences::value(std::string_view set, std::string_view id) const {
  return find(values_, key_of(set, id));
}

std::string_view OfacReferences::text(std::string_view set, std::string_view id) const {
  const Value* found = value(set, id);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

std::string_view OfacReferences::country(std::string_view id) const {
  const Value* found = value("Country", id);
  if (found == nullptr) return {};
  return found->code.empty() ? found->text : found->code;
}

EntryType OfacReferences::party_type(std::string_view sub_type_id) const {
  const Value* sub_type = value("PartySubType", sub_type_id);
  if (sub_type == nullptr) return EntryType::kUnknown;
  const std::string lower = lower_ascii(sub_type->text);
  if (lower == "vessel") return EntryType::kVessel;
  if (lower == "aircraft") return EntryType::kAircraft;
  const std::string type = lower_ascii(text("PartyType", sub_type->parent));
  if (type == "individual") return EntryType::kPerson;
  return type == "entity" ? EntryType::kEntity : EntryType::kUnknown;
}

bool OfacReferences::is_latin(std::string_view script_id) const {
  const Value* found = value("Script", script_id);
  return found != nullptr && (found->code == "Latn" || lower_ascii(found->text) == "latin");
}

void OfacReferences::open_location(const XmlElement& element) {
  if (element.name == "Location") {
    location_id_ = element.attribute("ID");
    location_parts_.clear();
    location_countries_.clear();
    location_areas_.clear();
  } else if (element.name == "LocationPart") {
    location_part_ = lower_ascii(text("LocPartType", element.attribute("LocPartTypeID")));
  } else if (element.name == "LocationCountry") {
    location_countries_.emplace(country(element.attribute("CountryID")));
  } else if (element.name == "LocationAreaCode") {
    const Value* area = value("AreaCode", element.attribute("AreaCodeID"));
    if (area != nullptr) location_areas_.emplace(country(area->parent));
  }
}

void OfacReferences::close_location(const XmlElement& element, std::string_view text) {
  if (element.name == "Location") {
    ListAddress address;
    // By the parts' types, whatever order the file has them in: ADDRESS1 comes before ADDRESS2.
    for (const auto& [type, part] : location_parts_)
      append_comma(type.substr(0, 7) == "address" ? address.street : address.city, part);
    for (const std::string& name : location_countries_.empty() ? location_areas_ : location_countries_)
      append_comma(address.country, name);
    const std::size_t bytes = address.street.size() + address.city.size() + address.country.size();
    longest_ = std::max(longest_, bytes);
    kept_ += kKeptBytes + location_id_.size() + bytes;
    const auto [kept, added] = locations_.emplace(location_id_, address);
    twice_ = twice_ || (!added && kept->second != address);
  } else if (element.name == "Value") {
    location_parts_.emplace(location_part_, clean(text));
  }
}

const ListAddress* OfacReferences::location(std::string_view id) const { return find(locations_, id); }

void OfacReferences::open_document(const XmlElement& element) {
  if (element.name != "IDRegDocument") return;
  identity_id_ = element.attribute("IdentityID");
  document_ = {std::string(ofac_id_type(text("IDRegDocType", element.attribute("IDRegDocTypeID")))),
               {},
               std::string(country(element.attribute("IssuedBy-CountryID")))};
}

void OfacReferences::close_document(const XmlElement& element, std::string_view text) {
  if (element.name == "IDRegistrationNo") {
    ListId document = document_;
    document.value = clean(text);
    // "IMO 9999993" under a type that says so already.
    if (document.type == "imo" && document.value.substr(0, 4) == "IMO ") document.value.erase(0, 4);
    if (document.value.empty()) return;
    kept_ += kKeptBytes + identity_id_.size() + document.value.size() + document.country.size();
    by_identity_[identity_id_].push_back(std::move(document));
  }
}

}  // namespace licet::screening
