#include "screening/firm_csv.h"

#include <algorithm>
#include <array>

#include "screening/country_names.h"
#include "screening/csv_list.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

enum Column : std::size_t { kId, kType, kName, kAliases, kWeakAliases, kBirth, kCountry, kIds, kCategory, kReason };

constexpr bool kOptional = false;
constexpr std::array kColumns = {
    CsvColumn{"id"},
    CsvColumn{"type", kOptional},
    CsvColumn{"name"},
    CsvColumn{"aliases", kOptional},
    CsvColumn{"weak_aliases", kOptional},
    CsvColumn{"birth_date", kOptional},
    CsvColumn{"country", kOptional},
    CsvColumn{"ids", kOptional},
    CsvColumn{"category", kOptional},
    CsvColumn{"reason", kOptional},
};

class FirmReader final : public CsvListReader {
 public:
  explicit FirmReader(const CsvFormat& format) : CsvListReader("firm", format) {}

 protected:
  Status on_entry_row(const CsvRow& row) override;

 private:
  Result<EntryType> type_of(const CsvRow& row) const;
  Status read_births(Entry& entry, const CsvRow& row) const;
  Status read_countries(Entry& entry, const CsvRow& row) const;
};

Result<EntryType> FirmReader::type_of(const CsvRow& row) const {
  const std::string type = lower_ascii(value(row, kType));
  if (type.empty()) return EntryType::kUnknown;
  if (type == "person") return EntryType::kPerson;
  if (type == "entity") return EntryType::kEntity;
  return error_at(row, kType, "unknown type; expected person, entity, or nothing for either");
}

Status FirmReader::read_births(Entry& entry, const CsvRow& row) const {
  for (const std::string& text : split_values(raw(row, kBirth))) {
    const auto birth = birth_of_iso(text);
    if (!birth) return error_at(row, kBirth, "no date; expected YYYY-MM-DD, YYYY-MM or YYYY");
    entry.births.push_back(*birth);
  }
  return {};
}

Status FirmReader::read_countries(Entry& entry, const CsvRow& row) const {
  const bool entity = entry.type == EntryType::kEntity;
  for (const std::string& text : split_values(raw(row, kCountry))) {
    std::string code = country_code(text);
    if (code.empty()) return error_at(row, kCountry, "unknown country; expected its two-letter code or English name");
    entry.countries.push_back({std::move(code), entity ? CountryRole::kRegistration : CountryRole::kNationality});
  }
  return {};
}

/// "passport:X123:HR", "registration:77", "X123".
void read_id(Entry& entry, const std::string& text) {
  const std::size_t first = text.find(':');
  const std::string type = lower_ascii(clean(text.substr(0, first)));
  const bool typed =
      first != std::string::npos && std::find(kIdTypeNames.begin(), kIdTypeNames.end(), type) != kIdTypeNames.end();
  if (!typed) return add_id(entry, "other", text);
  const std::string rest = text.substr(first + 1);
  const std::size_t last = rest.rfind(':');
  const std::string country = last == std::string::npos ? "" : country_code(rest.substr(last + 1));
  add_id(entry, type, country.empty() ? rest : rest.substr(0, last), country);
}

Status FirmReader::on_entry_row(const CsvRow& row) {
  const std::string id = value(row, kId), name = value(row, kName);
  if (id.empty()) return error_at(row, kId, "a row without an id; give each entry one of its own, and keep it");
  if (list_.find(id) != nullptr)
    return error_at(row, kId, "the same id a second time; each entry needs one of its own");
  if (name.empty()) return error_at(row, kName, "a row without a name: nobody can be found by it");
  if (!has(kReason))
    list_.count("entries have no reason, because the file has no such column: who decides on a hit needs one", id);
  else if (value(row, kReason).empty())
    return error_at(row, kReason, "a row without a reason: nobody could decide on a hit of it");
  LICET_TRY(Entry* const made, list_.entry(id, where(row, kId)));
  Entry& entry = *made;
  LICET_TRY(entry.type, type_of(row));
  add_name(entry, {name, NameKind::kPrimary, Strength::kStrong});
  for (std::string& alias : split_values(raw(row, kAliases)))
    add_name(entry, {std::move(alias), NameKind::kAka, Strength::kStrong});
  for (std::string& alias : split_values(raw(row, kWeakAliases)))
    add_name(entry, {std::move(alias), NameKind::kAka, Strength::kWeak});
  LICET_CHECK(read_births(entry, row));
  LICET_CHECK(read_countries(entry, row));
  for (const std::string& text : split_values(raw(row, kIds))) read_id(entry, text);
  entry.programmes = split_values(raw(row, kCategory));
  add_detail(entry, "remarks", raw(row, kReason));
  return {};
}

constexpr CsvDialect kDialect{',', true, true, 64, limits::kCsvFieldBytesMax};

}  // namespace

std::unique_ptr<ListReader> make_firm_reader() {
  return std::make_unique<FirmReader>(CsvFormat{"the firm's own list", kDialect, kColumns, false, true, ""});
}

}  // namespace licet::screening
