// For tests: the folder of real lists, which is no part of the project.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "screening/ofac_csv.h"

namespace licet::screening::testing {

/// LICET_TEST_DATA, or ../shared/data beside the source folder; nullopt when there is none.
inline std::optional<std::filesystem::path> test_data() {
  const char* given = std::getenv("LICET_TEST_DATA");
  std::filesystem::path folder =
      given != nullptr ? std::filesystem::path(given) : std::filesystem::path(LICET_SOURCE_DIR) / "../shared/data";
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// All CSV files of a folder; their bytes are put into `bytes`.
inline std::vector<SourceFile> ofac_files(const std::filesystem::path& folder, std::vector<std::string>& bytes) {
  std::vector<SourceFile> files;
  for (const auto& item : std::filesystem::directory_iterator(folder)) {
    if (item.path().extension() != ".csv") continue;
    files.push_back({item.path().filename().string(), {}});
    bytes.push_back(read_file(item.path()));
  }
  for (std::size_t i = 0; i < files.size(); ++i) files[i].bytes = bytes[i];
  return files;
}

/// The same as an OFAC list of 2024-05-01.
inline Result<ReadList> read_ofac_folder(const std::filesystem::path& folder) {
  std::vector<std::string> bytes;
  return read_ofac_csv("ofac-sdn", ofac_files(folder, bytes), Instant{1'714'521'600'000'000});
}

}  // namespace licet::screening::testing
