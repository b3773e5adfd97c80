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
#include "screening/list_build.h"

namespace licet::screening {

/// Reads the files in any order; which is which is told by their number of columns: 12 primary, 5 aliases,
/// 6 addresses, 2 remark overflow. A header row is allowed in each. The primary and the alias file must be there.
/// Nothing comes out unless every file was read whole: any error says file, line and column and what to do.
/// Besides the scanner's errors: kBadInput for another column count, an entry number that is not one, an unknown alias
/// or entry type, the same entry, overflow of remarks or file kind twice, an empty name, aliases, addresses or
/// overflows of which most belong to no entry of the primary file (they are of another list); kLimit over ListLimits.
/// OFAC's files are published one after the other, so a few rows may be of an entry that the primary file does not have
/// yet; the report says how many. An orphan alias is a listed name all the same: it makes an entry of its number, of
/// unknown type, which takes the number's addresses too. Remarks that end in the middle because the overflow file is
/// not given, or has not the rest, are counted in a note: weak aliases and numbers stand there.
/// The files do not say when they were current, so `as_of` is kAsOfUnknown.
class OfacCsvReader final : public ListReader {
 public:
  /// `kind` is the list's name in Licet ("ofac-sdn").
  explicit OfacCsvReader(std::string kind);
  ~OfacCsvReader() override;
  OfacCsvReader(const OfacCsvReader&) = delete;
  OfacCsvReader& operator=(const OfacCsvReader&) = delete;

  void set_limits(const ListLimits& limits) override { list_.set_limits(limits); }
  Status begin(std::string file) override;
  Status feed(std::string_view bytes) override;
  Status end() override;
  Result<ReadList> finish() override;

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
  Result<EntryType> type_of(const CsvRow& row) const;
  Status on_primary(CsvRow& row);
  Status on_alias(CsvRow& row);
  Status on_address(CsvRow& row);
  Status on_comment(CsvRow& row);
  Status check_number(const CsvRow& row, std::size_t field) const;
  tl::unexpected<Error> row_error(const CsvRow& row, std::size_t field, std::string text) const;
  Status check_that_they_belong() const;
  void attach_comments();
  Status attach_aliases();
  void attach_addresses();
  void read_remarks();
  crypto::Digest source_digest() const;
  const File& file_of(Role role) const { return files_[static_cast<std::size_t>(role)]; }

  std::string kind_;
  std::array<File, kRoles> files_;
  std::string current_name_;
  std::unique_ptr<CsvScanner> scanner_;
  std::unique_ptr<crypto::Sha256> hash_;
  bool first_row_ = true;
  Role role_ = Role::kPrimary;
  std::size_t rows_ = 0;
  ListBuilder list_;
  std::vector<std::pair<std::string, ListName>> aliases_;
  std::vector<std::pair<std::string, ListAddress>> addresses_;
  std::map<std::string, std::string, std::less<>> comments_;  ///< by entry number
};

std::unique_ptr<ListReader> make_ofac_csv_reader(std::string kind);
/// Reads files that are in memory already; `as_of` is what the person who gives them says.
Result<ReadList> read_ofac_csv(std::string kind, std::span<const SourceFile> files, Instant as_of);

}  // namespace licet::screening
