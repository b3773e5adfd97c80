#include "screening/list_text.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace licet::screening {
namespace {

using Texts = std::vector<std::string>;

std::string span(const std::optional<BirthDate>& birth) {
  return birth ? format_date(birth->from) + "/" + format_date(birth->to) : "none";
}

TEST(ListText, CleanAndSplit) {
  EXPECT_EQ(clean(" a \t\r\n b\xC2\xA0 c "), "a b c");
  EXPECT_EQ(clean(" \n\xC2\xA0"), "");
  EXPECT_EQ(split_values("a; b ;;c"), (Texts{"a", "b", "c"}));
  EXPECT_TRUE(split_values(" ; ").empty());
  EXPECT_EQ(split_numbered("(1) Somalia (2) Ethiopia"), (Texts{"Somalia", "Ethiopia"}));
  EXPECT_EQ(split_numbered("A|B; C\nD (deceased) (x1)"), (Texts{"A", "B", "C", "D (deceased) (x1)"}));
}

TEST(ListText, Countries) {
  EXPECT_EQ(countries_in("(1) Russia (2) Syria"), (Texts{"RU", "SY"}));
  EXPECT_EQ(countries_in("Korea, North"), (Texts{"KP"}));
  EXPECT_EQ(countries_in("Russia/Ukraine"), (Texts{"RU", "UA"}));
  EXPECT_EQ(countries_in("Atlantis, Russia"), (Texts{"Atlantis, Russia"}));
}

TEST(ListText, DatesWithUnknownParts) {
  EXPECT_EQ(span(birth_of_iso("1966-09-08")), "1966-09-08/1966-09-08");
  EXPECT_EQ(span(birth_of_iso("1966-09-08T00:00:00")), "1966-09-08/1966-09-08");
  EXPECT_EQ(span(birth_of_iso("1966-09-08-05:00")), "1966-09-08/1966-09-08");
  EXPECT_EQ(span(birth_of_years(1965, 1967)), "1965-01-01/1967-12-31");
  EXPECT_EQ(span(birth_of_years(1967, 1965)), "none");
  EXPECT_EQ(span(birth_of_iso("1968-02")), "1968-02-01/1968-02-29");
  EXPECT_EQ(span(birth_of_iso("1966")), "1966-01-01/1966-12-31");
  EXPECT_EQ(span(birth_of_dmy("08/09/1966")), "1966-09-08/1966-09-08");
  EXPECT_EQ(span(birth_of_dmy("00/09/1966")), "1966-09-01/1966-09-30");
  EXPECT_EQ(span(birth_of_dmy("dd/MM/1966")), "1966-01-01/1966-12-31");
  EXPECT_EQ(span(birth_of_dmy("1966")), "1966-01-01/1966-12-31");
  for (const char* text :
       {"", "1966-13", "1966-02-30", "66", "1700", "1966-", "1966-9-8", "1966-00", "x", "1966-09-08-1"})
    EXPECT_EQ(span(birth_of_iso(text)), "none") << text;
  for (const char* text : {"", "30/02/1966", "1/13/1966", "08/09/66", "08/09", "//", "circa 1966", "-1/02/1966"})
    EXPECT_EQ(span(birth_of_dmy(text)), "none") << text;
  EXPECT_TRUE(day_of("15/03/2022"));
  EXPECT_TRUE(day_of("2022-03-15"));
  EXPECT_FALSE(day_of("00/03/2022"));
  EXPECT_EQ(format_instant(*start_of_day(*day_of("2026-08-22"))), "2026-08-22T00:00:00Z");
}

TEST(ListText, AListIsOfNoOtherCentury) {
  EXPECT_TRUE(start_of_day(*day_of("2199-12-31")));
  EXPECT_FALSE(start_of_day(*day_of("2200-01-01"))) << "microseconds beyond what a document holds are not far";
  EXPECT_FALSE(start_of_day(*day_of("1969-12-31")));
}

RC_GTEST_PROP(ListText, EveryDayIsReadBothWays, ()) {
  const Date day{*rc::gen::inRange<std::int32_t>(-60'000, 200'000)};
  const auto [y, m, d] = to_ymd(day);
  RC_ASSERT(day_of(format_date(day)) == day);
  RC_ASSERT(day_of(std::to_string(d) + "/" + std::to_string(m) + "/" + std::to_string(y)) == day);
}

TEST(ListText, Scripts) {
  EXPECT_FALSE(is_non_latin("José d'Arc-2"));
  EXPECT_TRUE(is_non_latin("Мирко"));
  EXPECT_FALSE(is_non_latin("Mirko Мир")) << "most letters decide";
  EXPECT_TRUE(is_non_latin("Mir Мирко"));
  EXPECT_FALSE(is_non_latin("12"));
}

TEST(ListText, WhatSaysThatACountryIsNotKnownIsNone) {
  for (const char* text : {"00", "UNKNOWN", "-", " ", "Undetermined"}) {
    EXPECT_EQ(country_or_text(text), "") << text;
    EXPECT_TRUE(countries_in(text).empty()) << text;
  }
  EXPECT_EQ(country_or_text(" na "), "NA") << "Namibia";
  EXPECT_EQ(country_or_text("Atlantis"), "Atlantis");
}

TEST(ListText, MomentsOfLists) {
  const auto moment = [](const char* text) { return as_of_text(moment_of(text)); };
  EXPECT_EQ(moment("2026-02-27T00:00:09.554Z"), "2026-02-27T00:00:09.554000Z");
  EXPECT_EQ(moment("2026-05-01T00:00:00.000+02:00"), "2026-04-30T22:00:00Z");
  EXPECT_EQ(moment("2023-04-20T01:02:03"), "2023-04-20T01:02:03Z");
  EXPECT_EQ(moment("2026-02-27"), "2026-02-27T00:00:00Z");
  EXPECT_EQ(moment("27/02/2026"), "2026-02-27T00:00:00Z");
  for (const char* text : {"", "soon", "2026-02-30", "1066-10-14", "2300-01-01"}) EXPECT_EQ(moment(text), "unknown");
}

}  // namespace
}  // namespace licet::screening
