// For tests: the real lists, which are no part of the project.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "screening/read_test.h"
#include "screening/xml_test.h"

namespace licet::screening::testing {

/// Kinds and their files, as far as they are at hand.
inline std::vector<std::pair<std::string, Files>> real_lists() {
  const std::pair<std::string, std::vector<std::string>> kLists[] = {
      {"ofac-sdn", {"ofac/2024/sdn.csv", "ofac/2024/alt.csv", "ofac/2024/add.csv"}},
      {"ofac-sdn",
       {"ofac/2021-07-07/sdn.csv", "ofac/2021-07-07/alt.csv", "ofac/2021-07-07/add.csv",
        "ofac/2021-07-07/sdn_comments.csv"}},
      {"ofac-cons",
       {"ofac/cons/cons_prim.csv", "ofac/cons/cons_alt.csv", "ofac/cons/cons_add.csv", "ofac/cons/cons_comments.csv"}},
      {"un", {"un/UN_consolidated.xml"}},
      {"eu", {"eu/eu_fsf_v1_1_reconstructed_2026-05-01.xml.gz"}},
      {"uk", {"uk/UK-Sanctions-List_reconstructed_2026-08-22.csv"}}};
  std::vector<std::pair<std::string, Files>> out;
  for (const auto& [kind, paths] : kLists) {
    Files files;
    for (const std::string& path : paths)
      if (auto bytes = real_file(path)) files.emplace_back(path, std::move(*bytes));
    if (files.size() == paths.size()) out.emplace_back(kind, std::move(files));
  }
  return out;
}

}  // namespace licet::screening::testing
