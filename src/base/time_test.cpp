#include "base/time.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace licet {
namespace {

TEST(Date, KnownDays) {
  EXPECT_EQ(from_ymd(1970, 1, 1).days, 0);
  EXPECT_EQ(from_ymd(1969, 12, 31).days, -1);
  EXPECT_EQ(from_ymd(2000, 2, 29).days, 11'016);
  EXPECT_EQ(from_ymd(2026, 11, 22).days, 20'779);
  EXPECT_EQ(from_ymd(1800, 1, 1).days, -62'091);
  EXPECT_EQ(from_ymd(9999, 12, 31).days, 2'932'896);
  EXPECT_EQ(weekday(from_ymd(2026, 11, 22)), Weekday::kSun);
  EXPECT_EQ(weekday(from_ymd(1970, 1, 1)), Weekday::kThu);
  EXPECT_EQ(weekday(from_ymd(1899, 12, 31)), Weekday::kSun);
}

TEST(Date, EveryDayOfElevenCenturiesFollowsTheOneBefore) {
  constexpr int kMonthDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  YearMonthDay expected{1600, 1, 1};
  Date date = from_ymd(1600, 1, 1);
  int day_of_week = 5;  // 1600-01-01 was a Saturday
  for (; expected.year < 2700; ++date.days, day_of_week = (day_of_week + 1) % 7) {
    const YearMonthDay got = to_ymd(date);
    ASSERT_EQ(std::tie(got.year, got.month, got.day), std::tie(expected.year, expected.month, expected.day));
    ASSERT_EQ(from_ymd(got.year, got.month, got.day), date);
    ASSERT_EQ(static_cast<int>(weekday(date)), day_of_week);
    const bool leap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0);
    const int last = expected.month == 2 && leap ? 29 : kMonthDays[expected.month - 1];
    if (++expected.day > last) {
      expected.day = 1;
      if (++expected.month > 12) expected = {expected.year + 1, 1, 1};
    }
  }
}

TEST(Date, ParsesAndPrints) {
  for (const char* text : {"1800-01-01", "1970-01-01", "2024-02-29", "9999-12-31"})
    EXPECT_EQ(format_date(parse_date(text).value()), text);
}

TEST(Date, RefusesWhatIsNoDate) {
  for (const char* text : {"",
                           "2026",
                           "2026-11",
                           "2026-11-2",
                           "2026-1-22",
                           "26-11-22",
                           "2026/11/22",
                           "2026-11-22 ",
                           " 2026-11-22",
                           "2026-11-22T00:00:00Z",
                           "2026-00-01",
                           "2026-13-01",
                           "2026-01-00",
                           "2026-01-32",
                           "2026-04-31",
                           "2026-02-29",
                           "1900-02-29",
                           "1799-12-31",
                           "0000-01-01",
                           "-999-01-01",
                           "+2026-01-01",
                           "10000-01-01"})
    EXPECT_FALSE(parse_date(text)) << text;
}

TEST(Date, AMessageSaysWhatToWrite) {
  EXPECT_EQ(parse_date("22.11.2026").error().text, "'22.11.2026' is not a date; write it like 2026-11-22");
  EXPECT_EQ(parse_date("2026-02-30").error().text, "'2026-02-30' names a day that does not exist");
  // Control characters of a broken file do not reach the terminal.
  EXPECT_EQ(parse_date("\x1b[2J").error().text, "'?[2J' is not a date; write it like 2026-11-22");
  EXPECT_LT(parse_date(std::string(10'000, 'x')).error().text.size(), 120U);
}

TEST(Instant, ParsesOffsetsAndDecimals) {
  const std::pair<const char*, std::int64_t> vectors[] = {{"1970-01-01T00:00:00Z", 0},
                                                          {"1970-01-01t00:00:00z", 0},
                                                          {"1970-01-01T00:00:00.000001Z", 1},
                                                          {"1970-01-01T00:00:00.5Z", 500'000},
                                                          {"1969-12-31T23:59:59.999999Z", -1},
                                                          {"1970-01-01T01:00:00+01:00", 0},
                                                          {"1969-12-31T19:00:00-05:00", 0},
                                                          {"1970-01-01T00:00:00-00:00", 0},
                                                          {"1985-04-12T23:20:50.52Z", 482'196'050'520'000},
                                                          {"1996-12-19T16:39:57-08:00", 851'042'397'000'000},
                                                          {"2026-11-22T16:20:00Z", 1'795'364'400'000'000}};
  for (const auto& [text, us] : vectors) {
    const auto at = parse_instant(text);
    ASSERT_TRUE(at) << text;
    EXPECT_EQ(at->us, us) << text;
  }
}

TEST(Instant, RefusesWhatIsNoMoment) {
  for (const char* text :
       {"", "2026-11-22", "2026-11-22T16:20Z", "2026-11-22T16:20:00", "2026-11-22 16:20:00Z", "2026-11-22T16:20:00.Z",
        "2026-11-22T16:20:00.1234567Z", "2026-11-22T24:00:00Z", "2026-11-22T16:60:00Z", "2026-11-22T16:20:61Z",
        "2026-11-22T16:20:00+1:00", "2026-11-22T16:20:00+24:00", "2026-11-22T16:20:00+01:60",
        "2026-11-22T16:20:00+0100", "2026-11-22T16:20:00Z ", "2026-02-29T00:00:00Z", "2026-11-22T16:20:00ZZ"})
    EXPECT_FALSE(parse_instant(text)) << text;
  EXPECT_NE(parse_instant("2016-12-31T23:59:60Z").error().text.find("leap second"), std::string::npos);
}

TEST(Instant, StaysWithinTheIntegersEveryJsonReaderKeeps) {
  EXPECT_EQ(parse_instant("2255-06-05T23:47:34.740991Z")->us, (std::int64_t{1} << 53U) - 1);
  EXPECT_FALSE(parse_instant("2255-06-05T23:47:34.740992Z"));
  EXPECT_TRUE(parse_instant("1684-07-28T00:12:25.259009Z"));
  EXPECT_FALSE(parse_instant("1684-07-28T00:12:25.259008Z"));
}

TEST(Instant, DecimalsAreDroppedWhenZero) {
  EXPECT_EQ(format_instant({0}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_instant({500'000}), "1970-01-01T00:00:00.500000Z");
  EXPECT_EQ(format_instant({-1}), "1969-12-31T23:59:59.999999Z");
}

RC_GTEST_PROP(Instant, PrintsAndReadsBack, ()) {
  constexpr std::int64_t kMax = (std::int64_t{1} << 53U) - 1;
  const Instant at{*rc::gen::inRange(-kMax, kMax)};
  const auto back = parse_instant(format_instant(at));
  RC_ASSERT(back.has_value());
  RC_ASSERT(*back == at);
}

}  // namespace
}  // namespace licet
