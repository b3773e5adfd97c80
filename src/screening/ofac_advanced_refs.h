// What the parties of OFAC's Advanced XML refer to by number: reference values, locations, identity documents.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "screening/model.h"
#include "screening/xml_scan.h"

namespace licet::screening {

/// Filled while the file is read; what refers to what is known from the elements' names. Value type.
class OfacReferences {
 public:
  /// An element of ReferenceValueSets that has an ID, as it opens, and its text as it closes.
  void open_value(const XmlElement& element);
  void close_value(const XmlElement& element, std::string_view text);
  bool has_values() const { return !values_.empty(); }
  /// kLimit when one has more than limits::kListReferenceBytesMax, kBadInput when two of one number differ.
  Status check() const;
  /// Bytes that were kept since this was asked last.
  std::size_t take_bytes() { return std::exchange(kept_, 0); }

  /// The text of a value: text("Script", "215") is "Latin". Empty when the file has none.
  std::string_view text(std::string_view set, std::string_view id) const;
  /// ISO code or name of a country by its number.
  std::string_view country(std::string_view id) const;
  EntryType party_type(std::string_view sub_type_id) const;
  bool is_latin(std::string_view script_id) const;

  /// Elements of Locations.
  void open_location(const XmlElement& element);
  void close_location(const XmlElement& element, std::string_view text);
  /// nullptr when the file has none of this number.
  const ListAddress* location(std::string_view id) const;

  /// Elements of IDRegDocuments.
  void open_document(const XmlElement& element);
  void close_document(const XmlElement& element, std::string_view text);
  /// By identity.
  const std::map<std::string, std::vector<ListId>>& documents() const { return by_identity_; }

 private:
  struct Value {
    std::string text;
    std::string code;    ///< ISO code of a country, code of a script
    std::string parent;  ///< party type of a sub-type, country of an area
  };
  const Value* value(std::string_view set, std::string_view id) const;

  std::unordered_map<std::string, Value> values_;  // "Script/215"
  std::string open_value_;                         // key of the one that is open
  std::unordered_map<std::string, ListAddress> locations_;
  std::string location_id_, location_part_;
  std::multimap<std::string, std::string> location_parts_;  // of the location that is open, by type
  std::set<std::string> location_countries_, location_areas_;
  std::map<std::string, std::vector<ListId>> by_identity_;
  std::size_t longest_ = 0;  // text of a value or location, in bytes
  std::size_t kept_ = 0;     // see take_bytes
  bool twice_ = false;       // two of one number say different things
  std::string identity_id_;
  ListId document_;  // of the one that is open, without its number
};

/// ListId::type of what OFAC calls a document or number ("Cedula No.", "Tax ID No.").
std::string_view ofac_id_type(std::string_view text);

}  // namespace licet::screening
