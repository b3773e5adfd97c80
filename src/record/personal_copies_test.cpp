// The register of personal copies is complete: columns, sealed fields, and every kind that the code names.
#include "record/personal_copies.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "record/event.h"

namespace licet::record {
namespace {

TEST(PersonalCopies, EveryOpenedOrDerivedColumnIsRegisteredAndPurgedWithItsRow) {
  std::size_t columns = 0;
  for (const Table& table : tables()) {
    for (const Column& column : table.columns) {
      const bool personal = column.cls == ColumnClass::kOpened || column.cls == ColumnClass::kDerived;
      const PersonalCopy* copy = find_personal_column(table, column);
      EXPECT_EQ(copy != nullptr, personal) << table.name << "." << column.name;
      if (!personal) continue;
      ++columns;
      if (copy == nullptr) continue;
      EXPECT_EQ(copy->way, PurgeWay::kRow) << copy->kind;
      EXPECT_GE(table.kid, 0) << table.name << " has personal columns but no column that names their key";
    }
  }
  std::size_t registered = 0;
  for (const PersonalCopy& copy : personal_copies()) registered += copy.way == PurgeWay::kRow ? 1 : 0;
  EXPECT_EQ(registered, columns) << "a row of the register names a column that there is not";
}

TEST(PersonalCopies, RowsAreCompleteAndUnique) {
  std::set<std::string_view> kinds;
  std::set<std::string_view> places;
  for (const PersonalCopy& copy : personal_copies()) {
    EXPECT_TRUE(kinds.insert(copy.kind).second) << copy.kind;
    EXPECT_TRUE(places.insert(copy.where).second) << copy.where;
    EXPECT_FALSE(copy.holds.empty()) << copy.kind;
    EXPECT_FALSE(copy.how.empty()) << copy.kind;
    EXPECT_FALSE(purge_way_name(copy.way).empty());
    EXPECT_EQ(find_personal_copy(copy.kind), &copy);
  }
  EXPECT_EQ(find_personal_copy("carrier_pigeon"), nullptr);
}

// Code that writes something of a subject anywhere beside the tables says which kind it is. `personal_copy("...")` does
// not compile for an unknown kind; this looks at the ones that only comments or other languages name.
TEST(PersonalCopies, KindsNamedInTheSourcesAreRegistered) {
  const std::regex named(R"re((?:personal copy: |find_personal_copy\(")([a-z_]+))re");
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(LICET_SOURCE_DIR) + "/src")) {
    if (!entry.is_regular_file() || entry.path().filename() == "personal_copies_test.cpp") continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    ++files;
    const std::string source = text.str();
    for (std::sregex_iterator it(source.begin(), source.end(), named), end; it != end; ++it)
      EXPECT_NE(find_personal_copy((*it)[1].str()), nullptr) << entry.path() << ": " << (*it)[1].str();
  }
  EXPECT_GT(files, 50U);
}

TEST(PersonalCopies, SealedFieldsLieInSealedPayloads) {
  std::size_t sealed = 0;
  for (const EventSpec& spec : event_specs())
    for (const FieldSpec& field : spec.fields) sealed += field.cls == FieldClass::kSealed ? 1 : 0;
  ASSERT_GT(sealed, 0U);
  const PersonalCopy* payload = find_personal_copy(personal_copy("sealed_payload"));
  ASSERT_NE(payload, nullptr);
  EXPECT_EQ(payload->way, PurgeWay::kKey);
}

}  // namespace
}  // namespace licet::record
