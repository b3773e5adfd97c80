// What a list is inside Licet, whoever published it: entries with names, each entry under a content hash.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace licet::screening {

/// What an entry stands for. Persons are matched against persons, entities against companies, and what is not known to
/// be either against both; vessels and aircraft are kept (they count and are hashed) and matched against nobody.
enum class EntryType : std::uint8_t { kPerson, kEntity, kVessel, kAircraft, kUnknown };
/// How the publisher calls a name: also, formerly or now known as, or as it is written in its own script.
enum class NameKind : std::uint8_t { kPrimary, kAka, kFka, kNka, kOriginal };
/// Publishers mark names too broad or too vague to search by as weak; such a name alone needs a higher score.
enum class Strength : std::uint8_t { kStrong, kWeak };

std::string_view entry_type_name(EntryType type);   ///< "person", "entity", "vessel", "aircraft", "unknown"
std::string_view name_kind_name(NameKind kind);     ///< "primary", "aka", "fka", "nka", "original"
std::string_view strength_name(Strength strength);  ///< "strong", "weak"
std::optional<EntryType> parse_entry_type(std::string_view text);
std::optional<NameKind> parse_name_kind(std::string_view text);
std::optional<Strength> parse_strength(std::string_view text);

/// Which words of a person's name are what, where the publisher says so; each may be empty.
struct NameParts {
  std::string family, given, middle, patronymic;
  auto operator<=>(const NameParts&) const = default;
};

struct ListName {
  std::string full;  ///< as published, in UTF-8; a person's may be "FAMILY, Given Middle"
  NameKind kind = NameKind::kPrimary;
  Strength strength = Strength::kStrong;
  std::string remarks = {};  ///< the publisher's note on this name, usually empty
  NameParts parts = {};
  std::string language = {};  ///< as published: a name, or an ISO 639 code; usually empty
  bool operator==(const ListName&) const = default;
};

/// When somebody was born, as two days of the Gregorian calendar, both of which may be the day: a known year is its
/// first and last day.
struct BirthDate {
  Date from{}, to{};
  bool circa = false;
  auto operator<=>(const BirthDate&) const = default;
};

enum class Gender : std::uint8_t { kUnknown, kMale, kFemale };
std::string_view gender_name(Gender gender);  ///< "", "male", "female"

/// What a country is to an entry.
enum class CountryRole : std::uint8_t { kNationality, kResidence, kBirth, kRegistration, kFlag };
std::string_view country_role_name(CountryRole role);  ///< "nationality", "residence", "birth", "registration", "flag"
struct ListCountry {
  std::string code;  ///< ISO 3166-1 alpha-2 when the published text names one (country_names.h), else the text
  CountryRole role = CountryRole::kNationality;
  auto operator<=>(const ListCountry&) const = default;
};

/// The types of documents and numbers.
inline constexpr std::array<std::string_view, 12> kIdTypeNames{"passport", "national_id", "tax_id",  "registration",
                                                               "imo",      "lei",         "bic",     "crypto",
                                                               "phone",    "email",       "website", "other"};
/// A document or number. `type`: one of kIdTypeNames.
struct ListId {
  std::string type, value;
  std::string country = {};  ///< of issue, as ListCountry::code; may be empty
  auto operator<=>(const ListId&) const = default;
};

struct ListAddress {
  std::string street;
  std::string city;  ///< with state, province and postal code, as published
  std::string country;
  std::string remarks;
  bool operator==(const ListAddress&) const = default;
};

/// One designated person or thing. Value type.
struct Entry {
  std::string entry_id;  ///< the publisher's key, unique in the list
  EntryType type = EntryType::kEntity;
  std::vector<ListName> names;  ///< the primary one first
  std::vector<std::string> programmes;
  std::string title;
  std::string remarks;  ///< whole, overflow appended
  std::vector<ListAddress> addresses;
  Gender gender = Gender::kUnknown;
  std::vector<BirthDate> births;  ///< sorted, each once, as are countries and ids
  std::vector<ListCountry> countries;
  std::vector<ListId> ids;
  std::optional<Date> listed_on;
  std::string source_url;
  std::vector<std::pair<std::string, std::string>> details;  ///< other published facts, keys [a-z_]+, sorted by key
  crypto::Digest content_hash{};  ///< SHA-256 of the entry's canonical JSON; set by `seal_entry`

  bool operator==(const Entry&) const = default;
};

/// Nobody said when a list was current. Such a list finds people and clears nobody.
inline constexpr Instant kAsOfUnknown{};
/// RFC 3339, or "unknown".
std::string as_of_text(Instant as_of);
Result<Instant> parse_as_of(std::string_view text);

/// A list, read whole. The digest covers the entries alone, so that the same publication read twice is the same list.
struct List {
  std::string kind;                ///< "ofac-sdn", ...
  crypto::Digest digest{};         ///< see list_document.h
  crypto::Digest source_digest{};  ///< of the files it was read from, whatever their names and order
  Instant as_of = kAsOfUnknown;    ///< when the publisher's list was current, as the operator says
  std::vector<Entry> entries;      ///< sorted by entry id (numerically where ids are numbers)
};

/// The canonical JSON of an entry, without its hash.
json::Value entry_to_json(const Entry& entry);
Result<Entry> entry_from_json(const json::Value& value);
/// Computes and stores `content_hash`.
void seal_entry(Entry& entry);

}  // namespace licet::screening
