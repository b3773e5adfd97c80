#include "app/pack_week.h"

#include <gtest/gtest.h>

namespace licet::app {
namespace {

/// The week as canonical JSON, or what was said about it.
std::string week(const std::string& text) {
  yaml::Problems problems;
  const auto document = yaml::parse("hours: " + text + "\n", "w.yaml", problems);
  std::string out;
  if (document) {
    yaml::MapReader root(*document, problems);
    out = json::canonical(read_week(root.required("hours")));
  }
  return problems.empty() ? out : problems.to_string();
}

TEST(PackWeek, ReadsDaysAndRanges) {
  EXPECT_EQ(week("{mon-tue: ['09:00-12:30', '13:30-17:00'], sat: ['10:00-24:00']}"),
            R"({"mon":["09:00-12:30","13:30-17:00"],"sat":["10:00-24:00"],"tue":["09:00-12:30","13:30-17:00"]})");
  EXPECT_EQ(week("{sat-mon: ['00:00-00:01']}"),
            R"({"mon":["00:00-00:01"],"sat":["00:00-00:01"],"sun":["00:00-00:01"]})");
  EXPECT_EQ(week("{fri: []}"), "{}");
}

TEST(PackWeek, RefusesWhatIsNoWeek) {
  EXPECT_NE(week("{mo: ['09:00-17:00']}").find("no day or range of days"), std::string::npos);
  EXPECT_NE(week("{mon-fri: ['09:00-17:00'], wed: ['10:00-11:00']}").find("wed is given twice"), std::string::npos);
  EXPECT_NE(week("{mon: ['9:00-17:00']}").find("must be an interval like 09:00-17:30"), std::string::npos);
  EXPECT_NE(week("{mon: ['09:00-24:01']}").find("must be an interval"), std::string::npos);
  EXPECT_NE(week("{mon: ['22:00-06:00']}").find("ends before it starts"), std::string::npos);
  EXPECT_NE(week("{mon: ['09:00-12:00', '11:00-13:00']}").find("overlaps"), std::string::npos);
  EXPECT_NE(week("{mon: 09:00-17:00}").find("must be a list"), std::string::npos);
}

}  // namespace
}  // namespace licet::app
