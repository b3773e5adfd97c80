#include "app/intake_date.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace licet::app::intake {
namespace {

std::string date(std::string_view text) {
  const auto value = read_date(text);
  return value ? format_date(*value) : "! " + value.error();
}

std::string moment(std::string_view text, int offset_minutes = 0) {
  const auto value = read_moment(text, offset_minutes);
  return value ? format_instant(*value) : "! " + value.error();
}

TEST(IntakeDate, FormsWithOneMeaning) {
  for (const char* text :
       {"1980-02-13", "1980/02/13", "1980/2/13", "19800213", "13.02.1980", "13.2.1980", "13/02/1980", "02/13/1980",
        "13-02-1980", "13 Feb 1980", "13 February 1980", "Feb 13, 1980", "13-Feb-1980", "1980-02-13T00:00:00Z",
        "1980-02-13 00:00", "1980-02-13 00:00:00.000", " 1980-02-13\xC2\xA0"}) {
    EXPECT_EQ(date(text), "1980-02-13") << text;
  }
  EXPECT_EQ(date("05/05/1980"), "1980-05-05");
  EXPECT_EQ(date("2/1/1980"), "! could be day/month or month/day; write YYYY-MM-DD");
  EXPECT_EQ(date("02.01.1980"), "1980-01-02");
}

TEST(IntakeDate, WhatIsRefused) {
  EXPECT_EQ(date("03/04/1980"), "! could be day/month or month/day; write YYYY-MM-DD");
  EXPECT_EQ(date("13/02/80"), "! has a year of two digits; write YYYY-MM-DD");
  EXPECT_EQ(date("1980-02-30"), "! is no day of the calendar; write YYYY-MM-DD");
  EXPECT_EQ(date("30/02/1980"), "! is no day of the calendar; write YYYY-MM-DD");
  EXPECT_EQ(date("1980-00-10"), "! is no day of the calendar; write YYYY-MM-DD");
  EXPECT_EQ(date("1980-02-13T10:00:00Z"), "! is not a date; write YYYY-MM-DD");
  for (const char* text :
       {"", "soon", "1980", "29221", "13/Foo/1980", "1980-02/13", "-1980-02-13", "1980-02-13-01", "ma 3 1980"}) {
    EXPECT_EQ(date(text), "! is not a date; write YYYY-MM-DD") << text;
  }
}

TEST(IntakeDate, Moments) {
  EXPECT_EQ(moment("2026-03-01T09:14:22Z"), "2026-03-01T09:14:22Z");
  EXPECT_EQ(moment("2026-03-01T09:14:22.000Z"), "2026-03-01T09:14:22Z");
  EXPECT_EQ(moment("2026-08-31T11:18:23+05:30"), "2026-08-31T05:48:23Z");
  EXPECT_EQ(moment("2026-08-31T11:18:23+0530"), "2026-08-31T05:48:23Z");
  EXPECT_EQ(moment("2026-03-01 09:14:22 +0000"), "2026-03-01T09:14:22Z");
  EXPECT_EQ(moment("2026-03-01 09:14"), "2026-03-01T09:14:00Z");
  EXPECT_EQ(moment("2026-03-01 09:14:22", 60), "2026-03-01T08:14:22Z");
  EXPECT_EQ(moment("2026-03-01", -300), "2026-03-01T05:00:00Z");
  EXPECT_EQ(moment("1 Mar 2026"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(moment("03/04/2026"), "! could be day/month or month/day; write YYYY-MM-DD");
  EXPECT_EQ(moment("2026-03-01T25:00:00Z"), "! is not a date and time; write 2026-01-31T09:30:00Z");
  EXPECT_EQ(moment("2026-03-01 25:00"), "! is not a date and time; write 2026-01-31T09:30:00Z");
  EXPECT_EQ(moment("yesterday"), "! is not a date; write YYYY-MM-DD");
}

RC_GTEST_PROP(IntakeDateProperty, IsoDatesComeBack, ()) {
  const Date day{*rc::gen::inRange(-25'000, 60'000)};
  RC_ASSERT(date(format_date(day)) == format_date(day));
  const Instant at{*rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000'000)};
  RC_ASSERT(moment(format_instant(at), 90) == format_instant(at));
}

RC_GTEST_PROP(IntakeDateProperty, AnyTextIsAnswered, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("0123456789-/. T:Z+Feb")));
  (void)read_date(text);
  (void)read_moment(text, 0);
}

}  // namespace
}  // namespace licet::app::intake
