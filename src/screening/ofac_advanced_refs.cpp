#include "screening/ofac_advanced_refs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "screening/published_text.h"

namespace licet::screening {
using namespace published;
namespace {

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
    value.text = clean_text(text);
    longest_ = std::max({longest_, value.text.size(), value.code.size()});
  }
  open_value_.clear();
}

Status OfacReferences::check() const {
  if (longest_ > limits::kListReferenceBytesMax)
    return fail(ErrorCode::kLimit, "a reference value or location of more than " +
                                       std::to_string(limits::kListReferenceBytesMax) + " bytes; get the file again");
  if (values_.size() + locations_.size() + documents_ > limits::kListEntriesMax)
    return fail(ErrorCode::kLimit, "more than " + std::to_string(limits::kListEntriesMax) +
                                       " values, locations and documents; get the file again");
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
    location_ = {};
  } else if (element.name == "LocationPart") {
    location_part_ = lower_ascii(text("LocPartType", element.attribute("LocPartTypeID")));
  } else if (element.name == "LocationCountry") {
    location_.country = country(element.attribute("CountryID"));
  } else if (element.name == "LocationAreaCode" && location_.country.empty()) {
    const Value* area = value("AreaCode", element.attribute("AreaCodeID"));
    if (area != nullptr) location_.country = country(area->parent);
  }
}

void OfacReferences::close_location(const XmlElement& element, std::string_view text) {
  if (element.name == "Location") {
    longest_ = std::max(longest_, location_.street.size() + location_.city.size());
    locations_[location_id_] = std::move(location_);
  } else if (element.name == "Value") {
    const bool street = location_part_.substr(0, 7) == "address";
    append_comma(street ? location_.street : location_.city, clean_text(text));
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
    document_.value = clean_text(text);
    // "IMO 9999993" under a type that says so already.
    if (document_.type == "imo" && document_.value.substr(0, 4) == "IMO ") document_.value.erase(0, 4);
  } else if (element.name == "IDRegDocument" && !document_.value.empty()) {
    by_identity_[identity_id_].push_back(std::move(document_));
    ++documents_;
  }
}

const std::vector<ListId>* OfacReferences::documents_of(std::string_view identity_id) const {
  return find(by_identity_, identity_id);
}

}  // namespace licet::screening
