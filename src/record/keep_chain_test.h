// Leaves the records that tests judge for the second verifier, which must say the same of every one of them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "base/result.h"

namespace licet::record::testing {

/// Writes the entries, one a line, into a file of the folder LICET_KEEP_CHAINS, when that is set
/// (tests/verify_py_semantics_test.py).
inline void keep_chain(const std::vector<std::string>& entries) {
  const char* folder = std::getenv("LICET_KEEP_CHAINS");
  if (folder == nullptr) return;
  static int kept = 0;
  const std::string test = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  std::ofstream out(std::string(folder) + "/" + test + "-" + std::to_string(++kept) + ".entries", std::ios::binary);
  for (const std::string& bytes : entries) out << bytes << '\n';
  out.flush();
  LICET_INVARIANT(out.good());
}

}  // namespace licet::record::testing
