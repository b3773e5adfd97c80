#include "screening/ofac_csv.h"

#include <algorithm>
#include <set>

#include "screening/list_text.h"
#include "screening/ofac_remarks.h"

namespace licet::screening {
namespace {

// Column of sdn.csv to key of Entry::details, sorted by key.
constexpr std::array<std::pair<std::string_view, std::size_t>, 6> kDetails{{{"call_sign", 5},
                                                                            {"gross_tonnage", 8},
                                                                            {"tonnage", 7},
                                                                            {"vessel_flag", 9},
                                                                            {"vessel_owner", 10},
                                                                            {"vessel_type", 6}}};

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 12 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") - begin + 1));
}

/// OFAC writes "no value" as `-0- `.
std::string value_of(std::string_view field) {
  std::string text = trimmed(field);
  return text == "-0-" ? std::string() : text;
}

/// "SDGT] [IRGC] [IFSR" names three programmes.
std::vector<std::string> split_programmes(std::string_view field) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : std::string(field) + "]") {
    if (c == ']' || c == '[' || c == ';') {
      if (std::string programme = trimmed(word); !programme.empty()) out.push_back(std::move(programme));
      word.clear();
    } else {
      word += c;
    }
  }
  return out;
}

}  // namespace

OfacCsvReader::OfacCsvReader(std::string kind) : kind_(std::move(kind)) {}
OfacCsvReader::~OfacCsvReader() = default;

std::string_view OfacCsvReader::role_name(Role role) {
  constexpr std::array<std::string_view, kRoles> kNames{"primary", "alias", "address", "comments"};
  return kNames[static_cast<std::size_t>(role)];
}

Status OfacCsvReader::begin(std::string file) {
  LICET_INVARIANT(!scanner_);
  current_name_ = std::move(file);
  first_row_ = true;
  hash_ = std::make_unique<crypto::Sha256>();
  scanner_ = std::make_unique<CsvScanner>(current_name_, [this](CsvRow& row) { return on_row(row); });
  return {};
}

Status OfacCsvReader::feed(std::string_view bytes) {
  LICET_INVARIANT(scanner_);
  hash_->update(bytes);
  return scanner_->feed(bytes);
}

Status OfacCsvReader::end() {
  LICET_INVARIANT(scanner_);
  LICET_CHECK(scanner_->finish());
  if (first_row_) {
    return scanner_->error_at(ErrorCode::kBadInput, "the file has no rows, so it is no file of this list", 1, 1);
  }
  files_[static_cast<std::size_t>(role_)].digest = crypto::digest_text(hash_->finish());
  scanner_.reset();
  return {};
}

tl::unexpected<Error> OfacCsvReader::row_error(const CsvRow& row, std::size_t field, std::string text) const {
  return scanner_->error_at(ErrorCode::kBadInput, std::move(text), row.line,
                            field < row.columns.size() ? row.columns[field] : 1);
}

Status OfacCsvReader::on_row(CsvRow& row) {
  if (first_row_) {
    bool header = false;
    LICET_CHECK(on_first_row(row, header));
    first_row_ = false;
    if (header) return {};
  }
  constexpr std::array<std::size_t, kRoles> kColumns{12, 5, 6, 2};
  const std::size_t expected = kColumns[static_cast<std::size_t>(role_)];
  if (row.fields.size() != expected) {
    return row_error(row, row.fields.size() - 1,
                     std::to_string(row.fields.size()) + " columns where the " + std::string(role_name(role_)) +
                         " file has " + std::to_string(expected) + ": the line is cut off or damaged");
  }
  if (++rows_ > list_.list_limits().rows) {
    return scanner_->error_at(ErrorCode::kLimit, "more than " + std::to_string(list_.list_limits().rows) + " rows",
                              row.line, 1);
  }
  LICET_CHECK(list_.hold(bytes_of(row), Where{current_name_, row.line, 1, {}}));
  LICET_CHECK(check_number(row, 0));
  switch (role_) {
    case Role::kPrimary:
      return on_primary(row);
    case Role::kAlias:
      return on_alias(row);
    case Role::kAddress:
      return on_address(row);
    case Role::kComment:
      return on_comment(row);
  }
  return {};
}

Status OfacCsvReader::on_first_row(const CsvRow& row, bool& header) {
  switch (row.fields.size()) {
    case 12:
      role_ = Role::kPrimary;
      break;
    case 5:
      role_ = Role::kAlias;
      break;
    case 6:
      role_ = Role::kAddress;
      break;
    case 2:
      role_ = Role::kComment;
      break;
    default:
      return row_error(row, 0,
                       "unknown file: " + std::to_string(row.fields.size()) +
                           " columns; expected the primary (12), alias (5), address (6) or comments (2) file");
  }
  header = lower_ascii(trimmed(row.fields[0])) == "ent_num";
  if (!header && !is_number(trimmed(row.fields[0]))) {
    return row_error(row, 0, "unknown file: the first column is neither an entry number nor the heading ent_num");
  }
  File& file = files_[static_cast<std::size_t>(role_)];
  if (file.seen) {
    return row_error(row, 0,
                     "a second " + std::string(role_name(role_)) + " file; the first is " + file.name +
                         "; give the files of one publication");
  }
  file.name = current_name_;
  file.seen = true;
  return {};
}

Status OfacCsvReader::check_number(const CsvRow& row, std::size_t field) const {
  if (is_number(trimmed(row.fields[field]))) return {};
  return row_error(row, field, "an entry number of digits is expected here");
}

Result<EntryType> OfacCsvReader::type_of(const CsvRow& row) const {
  const std::string type = lower_ascii(value_of(row.fields[2]));
  if (type == "individual") return EntryType::kPerson;
  if (type == "vessel") return EntryType::kVessel;
  if (type == "aircraft") return EntryType::kAircraft;
  if (type.empty() || type == "entity") return EntryType::kEntity;
  return row_error(row, 2, "unknown entry type; expected individual, vessel, aircraft or -0-");
}

Status OfacCsvReader::on_primary(CsvRow& row) {
  const std::string id = trimmed(row.fields[0]);
  if (list_.find(id) != nullptr) return row_error(row, 0, "the same entry number a second time");
  LICET_TRY(Entry* const made, list_.entry(id, Where{current_name_, row.line, 1, {}}));
  Entry& entry = *made;
  LICET_TRY(entry.type, type_of(row));
  std::string name = value_of(row.fields[1]);
  if (name.empty()) return row_error(row, 1, "an entry without a name");
  entry.names.push_back({std::move(name), NameKind::kPrimary, Strength::kStrong, {}});
  entry.programmes = split_programmes(value_of(row.fields[3]));
  entry.title = value_of(row.fields[4]);
  for (const auto& [key, column] : kDetails) {
    if (std::string text = value_of(row.fields[column]); !text.empty())
      entry.details.emplace_back(key, std::move(text));
  }
  const std::string flag = value_of(row.fields[9]);
  if (flag != "None Identified") add_countries(entry, flag, CountryRole::kFlag);
  // Untrimmed when there are any: an overflow file may go on in the middle of a word.
  if (!value_of(row.fields[11]).empty()) entry.remarks = std::move(row.fields[11]);
  return {};
}

Status OfacCsvReader::on_alias(CsvRow& row) {
  LICET_CHECK(check_number(row, 1));
  const auto kind = parse_name_kind(lower_ascii(trimmed(row.fields[2])));
  if (!kind || *kind == NameKind::kPrimary) return row_error(row, 2, "unknown alias type; expected aka, fka or nka");
  std::string name = value_of(row.fields[3]);
  if (name.empty()) return row_error(row, 3, "an alias without a name");
  aliases_.emplace_back(trimmed(row.fields[0]),
                        ListName{std::move(name), *kind, Strength::kStrong, value_of(row.fields[4])});
  return {};
}

Status OfacCsvReader::on_address(CsvRow& row) {
  LICET_CHECK(check_number(row, 1));
  addresses_.emplace_back(trimmed(row.fields[0]), ListAddress{value_of(row.fields[2]), value_of(row.fields[3]),
                                                              value_of(row.fields[4]), value_of(row.fields[5])});
  return {};
}

Status OfacCsvReader::on_comment(CsvRow& row) {
  if (!comments_.emplace(trimmed(row.fields[0]), row.fields[1]).second)
    return row_error(row, 0, "the remarks of this entry overflow a second time: nobody knows in which order");
  return {};
}

void OfacCsvReader::attach_comments() {
  for (const auto& [id, text] : comments_) {
    if (Entry* const entry = list_.find(id)) {
      entry->remarks += text;
    } else {
      list_.count("remark overflows are of entries that the primary file does not have", id);
    }
  }
}

Status OfacCsvReader::attach_aliases() {
  std::set<std::string, std::less<>> orphans;
  for (auto& [id, name] : aliases_) {
    Entry* entry = list_.find(id);
    if (entry == nullptr || orphans.contains(id)) {
      list_.count("aliases are of entries that the primary file does not have", id);
      orphans.insert(id);
      LICET_TRY(entry, list_.entry(id, Where{file_of(Role::kAlias).name, 0, 0, {}}));
      entry->type = EntryType::kUnknown;
    }
    entry->names.push_back(std::move(name));
  }
  for (const std::string& id : orphans)
    list_.count("entries are made of aliases alone, and compared with persons and companies", id);
  return {};
}

void OfacCsvReader::read_remarks() {
  const bool overflow = file_of(Role::kComment).seen;
  list_.for_each([&](Entry& entry) {
    if (remarks_are_cut(entry.remarks))
      list_.count(overflow ? "remarks end in the middle: weak aliases and numbers behind that are not known"
                           : "remarks end in the middle, and the file that has their rest (sdn_comments.csv, "
                             "cons_comments.csv) was not given: weak aliases and numbers behind that are not known",
                  entry.entry_id);
    add_remark_facts(entry, list_);
  });
}

Status OfacCsvReader::check_that_they_belong() const {
  const auto check = [&](Role role, const auto& rows) -> Status {
    const auto belong = std::count_if(rows.begin(), rows.end(), [&](const auto& row) { return list_.has(row.first); });
    if (2 * static_cast<std::size_t>(belong) >= rows.size()) return {};
    Error error{ErrorCode::kBadInput,
                "most rows are of no entry in " + file_of(Role::kPrimary).name +
                    ": the files are of different lists or publications; give those of one",
                {},
                {},
                {}};
    error.where.file = file_of(role).name;
    return fail(std::move(error));
  };
  LICET_CHECK(check(Role::kAlias, aliases_));
  LICET_CHECK(check(Role::kAddress, addresses_));
  return check(Role::kComment, comments_);
}

void OfacCsvReader::attach_addresses() {
  for (auto& [id, address] : addresses_) {
    // A row may hold nothing but nulls: the entry has no known address.
    if (Entry* const entry = list_.find(id)) {
      add_address(*entry, std::move(address));
    } else {
      list_.count("addresses are of entries that the primary file does not have", id);
    }
  }
}

crypto::Digest OfacCsvReader::source_digest() const {
  std::string sources;
  for (std::size_t i = 0; i < kRoles; ++i) {
    if (files_[i].seen) sources += std::string(role_name(static_cast<Role>(i))) + ' ' + files_[i].digest + '\n';
  }
  return crypto::sha256(sources);
}

Result<ReadList> OfacCsvReader::finish() {
  LICET_INVARIANT(!scanner_);
  for (const Role role : {Role::kPrimary, Role::kAlias}) {
    if (files_[static_cast<std::size_t>(role)].seen) continue;
    return fail(ErrorCode::kBadInput, "no " + std::string(role_name(role)) +
                                          " file among those given; the list needs its primary (12 columns) and "
                                          "alias (5 columns) files, and should come with the addresses");
  }
  if (list_.size() == 0)
    return fail(ErrorCode::kBadInput, "the primary file has no entries: a list of nobody clears everybody");
  LICET_CHECK(check_that_they_belong());
  if (!file_of(Role::kAddress).seen) list_.note("no address file was given: entries carry no addresses");
  attach_comments();
  LICET_CHECK(attach_aliases());
  attach_addresses();
  read_remarks();
  return list_.finish(kind_, kAsOfUnknown, source_digest());
}

std::unique_ptr<ListReader> make_ofac_csv_reader(std::string kind) {
  return std::make_unique<OfacCsvReader>(std::move(kind));
}

Result<ReadList> read_ofac_csv(std::string kind, std::span<const SourceFile> files, Instant as_of) {
  OfacCsvReader reader(std::move(kind));
  for (const SourceFile& file : files) {
    LICET_CHECK(reader.begin(file.name));
    LICET_CHECK(reader.feed(file.bytes));
    LICET_CHECK(reader.end());
  }
  LICET_TRY(ReadList read, reader.finish());
  read.list.as_of = as_of;
  return read;
}

}  // namespace licet::screening
