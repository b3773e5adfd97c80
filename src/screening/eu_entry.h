// What the EU's list says of an entry, in whichever form it is published: XML and CSV of one content give one entry.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "screening/list_build.h"

namespace licet::screening {

/// A country by its code, or by its description where the code says nothing.
struct EuCountry {
  std::string code, description;
  /// The code (country_names.h) or text; empty when it is not known.
  std::string text() const;
};

// The fields of an element, or the columns of its part of a row, as published. Flags are "true" or "false".
struct EuName {
  std::string first, middle, last, whole, language, gender, title, function, strong, remark, logical_id;
};
struct EuBirth {
  std::string date, day, month, year, year_from, year_to, circa, calendar, city, place, region, remark;
  EuCountry country;
};
struct EuIdentification {
  std::string type_code, type_text, number, latin_number, issued_by, issued_on, valid_from, valid_to, name_on_document;
  std::string diplomatic, known_expired, known_false, reported_lost, revoked, remark;
  EuCountry country;
};
struct EuAddress {
  std::string street, po_box, city, place, region, zip_code, remark;
  EuCountry country;
};
struct EuRegulation {
  std::string programme, number_title, url;
};

/// Whether it is a person or a company, from either of the words that publishers write; nullopt for neither.
std::optional<EntryType> eu_type_of(std::string_view text);

/// Puts entries of the EU's list together, in whatever order their parts come. Not for concurrent use.
class EuEntries {
 public:
  /// `list` has to outlive it; it counts what cannot be read.
  explicit EuEntries(ListBuilder& list) : list_(list) {}

  void add(Entry& entry, const EuName& name);
  void add(Entry& entry, const EuBirth& birth);
  void add(Entry& entry, const EuIdentification& identification);
  void add(Entry& entry, const EuAddress& address);
  void add(Entry& entry, const EuRegulation& regulation);
  void add_citizenship(Entry& entry, const EuCountry& country, std::string_view region);
  /// A telephone number, an address of mail or web: `key` says what it is ("PHONE", "EMAIL").
  void add_contact(Entry& entry, std::string_view key, std::string_view value);
  /// When no name of the entry follows: the oldest strong one in Latin letters becomes the primary one, an English one
  /// or one with a family name before others. `id` is under which `add` saw the entry.
  void choose_primary(Entry& entry, const std::string& id);

 private:
  struct Alias {
    ListName name;
    std::uint64_t logical_id = 0;
  };

  ListBuilder& list_;
  std::map<std::string, std::vector<Alias>, std::less<>> aliases_;  ///< by entry id
};

}  // namespace licet::screening
