// For tests of the readers of XML lists: a list from text, whole or in pieces; the real files.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "base/gunzip_native.h"
#include "screening/list_document.h"
#include "screening/list_reader.h"

namespace licet::screening::testing {

using MakeReader = std::unique_ptr<ListReader> (*)();

/// In pieces of random sizes from 1 to `piece_max`; 0 for all at once.
inline Result<ReadList> read_xml(MakeReader make, std::string_view bytes, std::size_t piece_max = 0,
                                 std::uint32_t seed = 1) {
  const auto reader = make();
  std::mt19937 random(seed);
  LICET_CHECK(reader->begin("list.xml"));
  while (!bytes.empty()) {
    const std::size_t size =
        piece_max == 0 ? bytes.size() : std::min<std::size_t>(1 + random() % piece_max, bytes.size());
    LICET_CHECK(reader->feed(bytes.substr(0, size)));
    bytes.remove_prefix(size);
  }
  LICET_CHECK(reader->end());
  return reader->finish();
}

inline std::string error_text(MakeReader make, std::string_view bytes, std::size_t piece_max = 0) {
  const auto read = read_xml(make, bytes, piece_max);
  return read ? std::string("no error") : read.error().to_string();
}

inline const Entry* find_entry(const List& list, std::string_view id) {
  const auto found =
      std::find_if(list.entries.begin(), list.entries.end(), [&](const Entry& entry) { return entry.entry_id == id; });
  return found == list.entries.end() ? nullptr : &*found;
}

inline const ListName* find_name(const Entry& entry, std::string_view full) {
  const auto found =
      std::find_if(entry.names.begin(), entry.names.end(), [&](const ListName& name) { return name.full == full; });
  return found == entry.names.end() ? nullptr : &*found;
}

inline std::string detail(const Entry& entry, std::string_view key) {
  for (const auto& [name, text] : entry.details)
    if (name == key) return text;
  return {};
}

/// "1962-09-03..1962-09-03", with "~" before it when it is about then; several with a space between.
inline std::string births_text(const Entry& entry) {
  std::string out;
  for (const BirthDate& birth : entry.births)
    out += (out.empty() ? "" : " ") + std::string(birth.circa ? "~" : "") + format_date(birth.from) + ".." +
           format_date(birth.to);
  return out;
}

/// "IQ:nationality", several with a space between.
inline std::string countries_text(const Entry& entry) {
  std::string out;
  for (const ListCountry& country : entry.countries)
    out += (out.empty() ? "" : " ") + country.code + ':' + std::string(country_role_name(country.role));
  return out;
}

/// "passport:A1:IQ", several with a space between.
inline std::string ids_text(const Entry& entry) {
  std::string out;
  for (const ListId& id : entry.ids) out += (out.empty() ? "" : " ") + id.type + ':' + id.value + ':' + id.country;
  return out;
}

/// A file under LICET_TEST_DATA (or ../shared/data beside the source folder), unpacked when its name ends in .gz;
/// nullopt when there is none.
inline std::optional<std::string> real_file(const std::string& path) {
  const char* given = std::getenv("LICET_TEST_DATA");
  const auto folder =
      given != nullptr ? std::filesystem::path(given) : std::filesystem::path(LICET_SOURCE_DIR) / "../shared/data";
  std::ifstream in(folder / path, std::ios::binary);
  if (!in) return std::nullopt;
  std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!looks_like_gzip(bytes)) return bytes;
  std::string out;
  Gunzip gunzip(path, std::size_t{1} << 30U, [&](std::string_view piece) -> Status {
    out += piece;
    return {};
  });
  EXPECT_TRUE(gunzip.feed(bytes) && gunzip.finish());
  return out;
}

/// What holds for every list that was read: names, the document, hashes.
inline void expect_sound(const ReadList& read) {
  EXPECT_EQ(read.report.entries, read.list.entries.size());
  std::size_t names = 0;
  for (const Entry& entry : read.list.entries) {
    ASSERT_FALSE(entry.names.empty()) << entry.entry_id;
    EXPECT_EQ(entry.names.front().kind, NameKind::kPrimary) << entry.entry_id;
    for (const ListName& name : entry.names) EXPECT_FALSE(name.full.empty()) << entry.entry_id;
    names += entry.names.size();
  }
  EXPECT_EQ(read.report.names, names);
  const auto again = list_from_document(list_to_document(read.list));
  ASSERT_TRUE(again) << again.error().to_string();
  EXPECT_EQ(again->entries, read.list.entries);
}

}  // namespace licet::screening::testing
