// The lists of the test data, read as a firm would: OFAC's SDN list, the UN's, the EU's and the UK's.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/gunzip_native.h"
#include "screening/list_reader.h"
#include "screening/model.h"
#include "screening/test_data.h"

namespace licet::bench {

/// Reads one list; a `.gz` is unpacked. Ends the program where that fails.
inline std::shared_ptr<const screening::List> read_published(const char* kind,
                                                             const std::vector<std::filesystem::path>& paths) {
  const auto stop = [kind](const Error& error) {
    std::fprintf(stderr, "%s: %s\n", kind, error.to_string().c_str());
    std::exit(4);
  };
  std::vector<std::string> bytes;
  std::vector<screening::SourceFile> files;
  for (const auto& path : paths) {
    bytes.push_back(screening::testing::read_file(path));
    files.push_back({path.filename().string(), {}});
    if (path.extension() != ".gz") continue;
    std::string text;
    Gunzip unpack(files.back().name, std::size_t{1} << 30U, [&](std::string_view piece) -> Status {
      text += piece;
      return {};
    });
    if (auto fed = unpack.feed(bytes.back()); !fed) stop(fed.error());
    if (auto ended = unpack.finish(); !ended) stop(ended.error());
    bytes.back() = std::move(text);
    files.back().name = path.stem().string();
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i].bytes = bytes[i];
  auto read = screening::read_list(*screening::find_list_kind(kind), files);
  if (!read) stop(read.error());
  return std::make_shared<const screening::List>(std::move(read->list));
}

/// All four, in that order.
inline std::vector<std::shared_ptr<const screening::List>> read_four_lists(const std::filesystem::path& data) {
  const auto ofac = data / "ofac/2024";
  std::vector<std::shared_ptr<const screening::List>> lists{
      read_published("ofac-sdn", {ofac / "sdn.csv", ofac / "alt.csv", ofac / "add.csv"}),
      read_published("un", {data / "un/UN_consolidated.xml"})};
  for (const auto& item : std::filesystem::directory_iterator(data / "eu"))
    lists.push_back(read_published("eu", {item.path()}));
  for (const auto& item : std::filesystem::directory_iterator(data / "uk"))
    if (item.path().extension() == ".csv") lists.push_back(read_published("uk", {item.path()}));
  return lists;
}

}  // namespace licet::bench
