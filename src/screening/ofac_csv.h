// Reader of OFAC's flat files: SDN (sdn, alt, add, sdn_comments) and the consolidated list (cons_*), which share one
// layout. Source: OFAC's data specification of 2023-09-25; see docs of the publisher for the meaning of each column.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screening/csv_scan.h"
#include "screening/model.h"

namespace licet::screening {

/// Fewer entries than this are not the SDN list: it had 8,976 in 2021 and has grown since.
inline constexpr std::size_t kSdnEntriesLeast = 5'000;

/// What was read, for the person who loads the list. Orphans name an entry that the primary file does not have;
/// OFAC's files are published one after the other, so a few may occur. An orphan alias is a listed name all the same:
/// it makes an entry of its number, of unknown type, which takes the number's addresses too.
struct ReadReport {
  std::size_t entries = 0;  ///< with those of orphan aliases
  std::size_t orphan_entries = 0;
  std::size_t persons = 0;
  std::size_t aliases = 0;  ///< rows of the alias file, orphans included
  std::size_t orphan_aliases = 0;
  std::size_t weak_aliases = 0;  ///< found in remarks
  std::size_t addresses = 0;     ///< rows of the address file, orphans included
  std::size_t orphan_addresses = 0;
  std::size_t comments = 0;
  std::size_t orphan_comments = 0;
  std::vector<std::string> notes;  ///< sentences worth showing: orphans with the first few ids, a missing address file
};

struct ReadList {
  List list;
  ReadReport report;
};

/// Reads the files in any order; which is which is told by their number of columns: 12 primary, 5 aliases,
/// 6 addresses, 2 remark overflow. A header row is allowed in each. The primary and the alias file must be there.
/// Nothing comes out unless every file was read whole: any error says file, line and column and what to do.
/// Besides the scanner's errors: kBadInput for another column count, an entry number that is not one, an unknown alias
/// or entry type, the same entry or the same file kind twice, an empty name, aliases or addresses of which most
/// belong to no entry of the primary file (they are of another list); kLimit over limits::kListEntriesMax rows.
/// Single use: `begin`, `feed` and `end` per file, then `finish`. Not for concurrent use.
class OfacCsvReader {
 public:
  OfacCsvReader();
  ~OfacCsvReader();
  OfacCsvReader(const OfacCsvReader&) = delete;
  OfacCsvReader& operator=(const OfacCsvReader&) = delete;

  Status begin(std::string file);
  Status feed(std::string_view bytes);
  Status end();
  /// `kind` is the list's name in Licet ("ofac-sdn"), `as_of` when it was current: the files do not say, so it may
  /// be kAsOfUnknown.
  Result<ReadList> finish(std::string kind, Instant as_of);

 private:
  enum class Role : std::uint8_t { kPrimary, kAlias, kAddress, kComment };
  static constexpr std::size_t kRoles = 4;
  struct File {
    std::string name;
    std::string digest;
    bool seen = false;
  };

  static std::string_view role_name(Role role);
  Status on_row(CsvRow& row);
  Status on_first_row(const CsvRow& row, bool& header);
  Status on_primary(CsvRow& row);
  Status on_alias(CsvRow& row);
  Status on_address(CsvRow& row);
  Status on_comment(CsvRow& row);
  Status check_number(const CsvRow& row, std::size_t field) const;
  tl::unexpected<Error> row_error(const CsvRow& row, std::size_t field, std::string text) const;
  Status check_that_they_belong() const;
  void attach_comments(ReadReport& report);
  void attach_aliases(ReadReport& report);
  void attach_addresses(ReadReport& report);

  std::array<File, kRoles> files_;
  std::string current_name_;
  std::unique_ptr<CsvScanner> scanner_;
  std::unique_ptr<crypto::Sha256> hash_;
  bool first_row_ = true;
  Role role_ = Role::kPrimary;
  std::size_t rows_ = 0;
  std::map<std::string, Entry, std::less<>> entries_;
  std::vector<std::pair<std::string, ListName>> aliases_;
  std::vector<std::pair<std::string, ListAddress>> addresses_;
  std::vector<std::pair<std::string, std::string>> comments_;
};

/// One file in memory.
struct SourceFile {
  std::string name;
  std::string_view bytes;
};
/// The same for files already in memory.
Result<ReadList> read_ofac_csv(std::string kind, std::span<const SourceFile> files, Instant as_of);

}  // namespace licet::screening
