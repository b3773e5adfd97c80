// What quality is measured on: labelled pairs, books of persons, and the four lists, from the test data.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "screening/matcher.h"

namespace licet::bench {

/// Two names and whether they are one: by a person's judgement.
struct Labelled {
  std::string group, schema, left, right, quality;
  bool match = false;
  std::uint32_t ours = 0;        ///< ten-thousandths
  std::optional<double> theirs;  ///< logic-v2's, 0 to 1, where the file has it

  bool person() const { return schema == "Person"; }
  /// Of the shipped set.
  std::uint32_t threshold() const {
    return person() ? screening::Thresholds{}.person : screening::Thresholds{}.company;
  }
};

/// Rows of a file with a heading, as maps from heading to cell. Ends the program when it cannot be read.
std::vector<std::map<std::string, std::string>> rows_of(const std::filesystem::path& path);
std::vector<Labelled> read_pairs(const std::filesystem::path& labelled);
/// The column full_name.
std::vector<std::string> read_book(const std::filesystem::path& path);
/// The same as questions: of the name alone, or with birth date, nationality and gender besides.
std::vector<screening::Query> read_queries(const std::filesystem::path& path, bool with_facts);
/// OFAC's, the UN's, the EU's and the UK's.
std::shared_ptr<const screening::ListIndex> four_lists(const std::filesystem::path& data);
/// The same, each in an index of its own.
std::vector<std::shared_ptr<const screening::List>> read_four_lists(const std::filesystem::path& data);

}  // namespace licet::bench
