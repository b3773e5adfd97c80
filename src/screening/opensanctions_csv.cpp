#include "screening/opensanctions_csv.h"

#include <algorithm>
#include <array>

#include "screening/csv_list.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

enum Column : std::size_t {
  kId,
  kSchema,
  kName,
  kAliases,
  kBirth,
  kCountries,
  kAddresses,
  kIdentifiers,
  kSanctions,
  kPhones,
  kEmails,
  kProgrammes,
  kDataset,
  kFirstSeen,
  kLastSeen,
  kLastChange,
};

constexpr bool kOptional = false;
constexpr std::array kColumns = {CsvColumn{"id"},
                                 CsvColumn{"schema"},
                                 CsvColumn{"name"},
                                 CsvColumn{"aliases"},
                                 CsvColumn{"birth_date"},
                                 CsvColumn{"countries"},
                                 CsvColumn{"addresses"},
                                 CsvColumn{"identifiers"},
                                 CsvColumn{"sanctions"},
                                 CsvColumn{"phones"},
                                 CsvColumn{"emails"},
                                 CsvColumn{"program_ids", kOptional},
                                 CsvColumn{"dataset", kOptional},
                                 CsvColumn{"first_seen", kOptional},
                                 CsvColumn{"last_seen", kOptional},
                                 CsvColumn{"last_change", kOptional}};

struct Schema {
  std::string_view name;
  EntryType type;
};
constexpr std::array kParties = {Schema{"Person", EntryType::kPerson},       Schema{"Organization", EntryType::kEntity},
                                 Schema{"Company", EntryType::kEntity},      Schema{"PublicBody", EntryType::kEntity},
                                 Schema{"LegalEntity", EntryType::kUnknown}, Schema{"Vessel", EntryType::kVessel},
                                 Schema{"Airplane", EntryType::kAircraft}};
// FollowTheMoney's schemata that stand for no party.
constexpr std::array<std::string_view, 47> kThings = {"Address",        "Article",        "Assessment",
                                                      "Asset",          "Associate",      "Audio",
                                                      "BankAccount",    "Call",           "Contract",
                                                      "ContractAward",  "CourtCase",      "CourtCaseParty",
                                                      "CryptoWallet",   "Debt",           "Directorship",
                                                      "Document",       "Documentation",  "EconomicActivity",
                                                      "Email",          "Employment",     "Event",
                                                      "Family",         "Folder",         "HyperText",
                                                      "Identification", "Image",          "License",
                                                      "Membership",     "Mention",        "Message",
                                                      "Note",           "Occupancy",      "Ownership",
                                                      "Passport",       "Payment",        "Position",
                                                      "Program",        "Project",        "ProjectParticipant",
                                                      "RealEstate",     "Representation", "Sanction",
                                                      "Security",       "Similar",        "Succession",
                                                      "UnknownLink",    "Vehicle"};

class SimpleReader final : public CsvListReader {
 public:
  explicit SimpleReader(const CsvFormat& format) : CsvListReader("opensanctions-simple", format) {}

 protected:
  Status on_entry_row(const CsvRow& row) override;

 private:
  void read_names(Entry& entry, const CsvRow& row);
  void read_facts(Entry& entry, const CsvRow& row);
};

Status SimpleReader::on_entry_row(const CsvRow& row) {
  const std::string id = value(row, kId);
  if (id.empty()) return error_at(row, kId, "a row without an id");
  const std::string schema = value(row, kSchema);
  const auto type = type_of_schema(schema);
  if (!type) {
    list_.count("rows are things and not persons or companies, and were left out", schema);
    return {};
  }
  if (list_.find(id) != nullptr) return error_at(row, kId, "the same id a second time");
  if (value(row, kName).empty()) return error_at(row, kName, "an entry without a name: nobody can be found by it");
  LICET_TRY(Entry* const made, list_.entry(id, where(row, kId)));
  Entry& entry = *made;
  entry.type = *type;
  read_names(entry, row);
  read_facts(entry, row);
  for (const Column column : {kLastSeen, kLastChange}) as_of_ = std::max(as_of_, moment_of(value(row, column)));
  return {};
}

void SimpleReader::read_names(Entry& entry, const CsvRow& row) {
  add_name(entry, {value(row, kName), NameKind::kPrimary, Strength::kStrong});
  for (std::string& alias : split_values(raw(row, kAliases))) {
    const NameKind kind = is_non_latin(alias) ? NameKind::kOriginal : NameKind::kAka;
    add_name(entry, {std::move(alias), kind, Strength::kStrong});
  }
}

void SimpleReader::read_facts(Entry& entry, const CsvRow& row) {
  for (const std::string& text : split_values(raw(row, kBirth))) add_birth(entry, birth_of_iso(text), text, list_);
  const bool person = entry.type == EntryType::kPerson;
  for (const std::string& text : split_values(raw(row, kCountries)))
    add_countries(entry, text, person ? CountryRole::kNationality : CountryRole::kRegistration);
  for (std::string& text : split_values(raw(row, kAddresses))) add_address(entry, {std::move(text), {}, {}, {}});
  for (const std::string& text : split_values(raw(row, kIdentifiers))) add_id(entry, "other", text);
  for (const std::string& text : split_values(raw(row, kPhones))) add_id(entry, "phone", text);
  for (const std::string& text : split_values(raw(row, kEmails))) add_id(entry, "email", text);
  entry.programmes = split_values(raw(row, kProgrammes));
  add_detail(entry, "sanctions", raw(row, kSanctions));
  add_detail(entry, "datasets", raw(row, kDataset));
  add_detail(entry, "first_seen", raw(row, kFirstSeen));
}

constexpr CsvDialect kDialect{',', true, true, 64, limits::kCsvRowBytesMax};

}  // namespace

std::unique_ptr<ListReader> make_opensanctions_simple_reader() {
  return std::make_unique<SimpleReader>(CsvFormat{"OpenSanctions' targets.simple.csv", kDialect, kColumns, false, false,
                                                  "; download targets.simple.csv again"});
}

std::optional<EntryType> type_of_schema(std::string_view schema) {
  for (const Schema& party : kParties) {
    if (party.name == schema) return party.type;
  }
  static_assert(std::is_sorted(kThings.begin(), kThings.end()));
  if (std::binary_search(kThings.begin(), kThings.end(), schema)) return std::nullopt;
  return EntryType::kUnknown;
}

}  // namespace licet::screening
