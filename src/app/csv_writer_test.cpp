#include "app/csv_writer.h"

#include <gtest/gtest.h>

namespace licet::app::csv {
namespace {

std::string row(std::vector<std::string> fields, Guard guard) {
  std::string out;
  append_row(out, std::span<const std::string>(fields), guard);
  return out;
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_EQ(row({"a", "b c", "", "x,y", "say \"hi\"", "two\nlines", "é"}, Guard::kNone),
            "a,b c,,\"x,y\",\"say \"\"hi\"\"\",\"two\nlines\",é\n");
  EXPECT_EQ(row({""}, Guard::kNone), "\"\"\n");
  EXPECT_EQ(row({"", ""}, Guard::kNone), ",\n");
}

TEST(CsvWriter, FormulasAreDisarmed) {
  EXPECT_EQ(row({"=1+1", "@x", "-5", "+cmd", "\tx", "\rx", "a=1"}, Guard::kFormulas),
            "'=1+1,'@x,'-5,'+cmd,\"'\tx\",\"'\rx\",a=1\n");
  EXPECT_EQ(row({"=HYPERLINK(\"http://x\",\"y\")"}, Guard::kFormulas), "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"\n");
  EXPECT_EQ(row({"=1+1"}, Guard::kNone), "=1+1\n");
}

TEST(CsvWriter, PhoneNumbersStayAsTheyAre) {
  EXPECT_EQ(row({"+447700900123"}, Guard::kFormulas), "+447700900123\n");
  EXPECT_EQ(row({"+44 7700 900123"}, Guard::kFormulas), "'+44 7700 900123\n");
  EXPECT_TRUE(is_e164("+1234567"));
  EXPECT_FALSE(is_e164("+123456"));
  EXPECT_TRUE(is_e164("+123456789012345"));
  EXPECT_FALSE(is_e164("+1234567890123456"));
  EXPECT_FALSE(is_e164("+0234567890"));
  EXPECT_FALSE(is_e164("12345678"));
  EXPECT_FALSE(is_e164("+1234567x"));
}

}  // namespace
}  // namespace licet::app::csv
