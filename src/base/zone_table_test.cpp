#include <gtest/gtest.h>

#include "base/time.h"
#include "base/zone_rule.h"

namespace licet {
namespace {

Instant at(const char* text) { return parse_instant(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }

const ZoneTable& table() {
  static const ZoneTable compiled =
      compile_zones({"Europe/London", "Europe/Berlin", "America/New_York", "Asia/Dubai", "America/Sao_Paulo",
                     "Pacific/Apia", "Europe/Dublin", "Australia/Lord_Howe"})
          .value();
  return compiled;
}

std::string local(const char* zone, const char* moment) {
  const auto date = table().date_at(zone, at(moment));
  const auto second = table().second_of_day_at(zone, at(moment));
  if (!date || !second) return "none";
  const Instant as_if_utc{(std::int64_t{date->days} * 86'400 + *second) * 1'000'000};
  return format_instant(as_if_utc).substr(0, 19);
}

std::string start(const char* zone, const char* date) {
  const auto begin = table().start_of(zone, day(date));
  return begin ? format_instant(*begin) : "none";
}

TEST(ZoneTable, LondonAcrossBothChangesOf2026) {
  EXPECT_EQ(local("Europe/London", "2026-03-29T00:59:59Z"), "2026-03-29T00:59:59");
  EXPECT_EQ(local("Europe/London", "2026-03-29T01:00:00Z"), "2026-03-29T02:00:00");
  EXPECT_EQ(local("Europe/London", "2026-10-25T00:59:59Z"), "2026-10-25T01:59:59");
  EXPECT_EQ(local("Europe/London", "2026-10-25T01:00:00Z"), "2026-10-25T01:00:00");
}

TEST(ZoneTable, BerlinNewYorkAndDubai) {
  EXPECT_EQ(local("Europe/Berlin", "2026-03-29T00:59:59Z"), "2026-03-29T01:59:59");
  EXPECT_EQ(local("Europe/Berlin", "2026-03-29T01:00:00Z"), "2026-03-29T03:00:00");
  EXPECT_EQ(local("America/New_York", "2026-03-08T06:59:59Z"), "2026-03-08T01:59:59");
  EXPECT_EQ(local("America/New_York", "2026-03-08T07:00:00Z"), "2026-03-08T03:00:00");
  EXPECT_EQ(local("America/New_York", "2026-11-01T05:59:59Z"), "2026-11-01T01:59:59");
  EXPECT_EQ(local("America/New_York", "2026-11-01T06:00:00Z"), "2026-11-01T01:00:00");
  // The rule of the United States before 2007 was another.
  EXPECT_EQ(local("America/New_York", "2006-03-20T17:00:00Z"), "2006-03-20T12:00:00");
  EXPECT_EQ(local("Asia/Dubai", "2026-07-01T20:00:00Z"), "2026-07-02T00:00:00");
  EXPECT_EQ(local("Asia/Dubai", "2026-07-01T19:59:59.999999Z"), "2026-07-01T23:59:59");
}

// Zone files list transitions to 2037; what follows comes from the rule in their last line.
TEST(ZoneTable, KeepsChangingAfterTheListedYears) {
  EXPECT_EQ(local("Europe/London", "2038-07-01T12:00:00Z"), "2038-07-01T13:00:00");
  EXPECT_EQ(local("Europe/London", "2050-01-01T12:00:00Z"), "2050-01-01T12:00:00");
  EXPECT_EQ(local("Europe/Dublin", "2050-07-01T12:00:00Z"), "2050-07-01T13:00:00");
  EXPECT_EQ(local("Europe/Dublin", "2050-01-01T12:00:00Z"), "2050-01-01T12:00:00");
  EXPECT_EQ(local("America/New_York", "2060-07-01T12:00:00Z"), "2060-07-01T08:00:00");
  EXPECT_EQ(local("Asia/Dubai", "2060-07-01T12:00:00Z"), "2060-07-01T16:00:00");
  EXPECT_EQ(local("Australia/Lord_Howe", "2050-01-01T12:00:00Z"), "2050-01-01T23:00:00");
  EXPECT_EQ(local("Australia/Lord_Howe", "2050-07-01T12:00:00Z"), "2050-07-01T22:30:00");
}

TEST(ZoneTable, StartOfADay) {
  EXPECT_EQ(start("Europe/London", "2026-01-15"), "2026-01-15T00:00:00Z");
  EXPECT_EQ(start("Europe/London", "2026-07-15"), "2026-07-14T23:00:00Z");
  EXPECT_EQ(start("Europe/London", "2026-03-29"), "2026-03-29T00:00:00Z");
  EXPECT_EQ(start("Europe/London", "2026-03-30"), "2026-03-29T23:00:00Z");
  EXPECT_EQ(start("America/New_York", "2026-11-01"), "2026-11-01T04:00:00Z");
  EXPECT_EQ(start("America/New_York", "2026-11-02"), "2026-11-02T05:00:00Z");
  EXPECT_EQ(start("Asia/Dubai", "2026-11-22"), "2026-11-21T20:00:00Z");
}

TEST(ZoneTable, StartOfADayWhoseMidnightIsSkippedOrRepeated) {
  // Brazil's clocks went from 00:00 to 01:00 on 2018-11-04, and back from 00:00 to 23:00 at the end of 2018-02-17.
  EXPECT_EQ(start("America/Sao_Paulo", "2018-11-04"), "2018-11-04T03:00:00Z");
  EXPECT_EQ(local("America/Sao_Paulo", "2018-11-04T03:00:00Z"), "2018-11-04T01:00:00");
  EXPECT_EQ(start("America/Sao_Paulo", "2018-02-17"), "2018-02-17T02:00:00Z");
  EXPECT_EQ(start("America/Sao_Paulo", "2018-02-18"), "2018-02-18T03:00:00Z");
  // Samoa crossed the date line: 2011-12-30 did not happen there.
  EXPECT_EQ(start("Pacific/Apia", "2011-12-29"), "2011-12-29T10:00:00Z");
  EXPECT_EQ(start("Pacific/Apia", "2011-12-30"), "none");
  EXPECT_EQ(start("Pacific/Apia", "2011-12-31"), "2011-12-30T10:00:00Z");
}

TEST(ZoneTable, EveryDayBeginsWhereItsDateDoes) {
  for (const char* zone : {"Europe/London", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe"}) {
    for (Date date = day("1991-01-01"); date < day("2060-12-01"); ++date.days) {
      const auto begin = table().start_of(zone, date);
      ASSERT_TRUE(begin) << zone << ' ' << format_date(date);
      ASSERT_EQ(table().date_at(zone, *begin), date) << zone << ' ' << format_date(date);
      ASSERT_EQ(table().date_at(zone, {begin->us - 1}), Date{date.days - 1}) << zone << ' ' << format_date(date);
    }
  }
}

TEST(ZoneTable, AnswersNothingOutsideItsYears) {
  EXPECT_EQ(local("Europe/London", "1989-12-31T23:59:59.999999Z"), "none");
  EXPECT_EQ(local("Europe/London", "1990-01-01T00:00:00Z"), "1990-01-01T00:00:00");
  EXPECT_EQ(local("Europe/London", "2060-12-31T23:59:59.999999Z"), "2060-12-31T23:59:59");
  EXPECT_EQ(local("Europe/London", "2061-01-01T00:00:00Z"), "none");
  EXPECT_EQ(start("Europe/London", "1989-12-31"), "none");
  EXPECT_EQ(start("Europe/London", "2061-01-01"), "none");
  EXPECT_FALSE(table().start_of("Europe/London", {INT32_MAX}));
  EXPECT_FALSE(table().start_of("Europe/London", {INT32_MIN}));
}

TEST(ZoneTable, AnswersNothingForAZoneItDoesNotHold) {
  EXPECT_FALSE(table().has("Europe/Paris"));
  EXPECT_EQ(local("Europe/Paris", "2026-01-01T00:00:00Z"), "none");
  EXPECT_EQ(start("Europe/Paris", "2026-01-01"), "none");
}

TEST(ZoneTable, ReadsBackFromItsJson) {
  const std::string text = json::canonical(table().to_json());
  const auto value = json::parse(text, json::kDocumentOptions);
  ASSERT_TRUE(value) << value.error().to_string();
  const auto back = ZoneTable::from_json(*value);
  ASSERT_TRUE(back) << back.error().to_string();
  EXPECT_EQ(json::canonical(back->to_json()), text);
  EXPECT_EQ(back->date_at("Asia/Dubai", at("2026-07-01T20:00:00Z")), day("2026-07-02"));
  EXPECT_FALSE(back->version.empty());
}

TEST(ZoneTable, RefusesBrokenJson) {
  const char* const good =
      R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,60],[5,0]]}]})";
  ASSERT_TRUE(ZoneTable::from_json(json::parse(good).value()));
  for (
      const char* bad : {
          "[]",
          R"({"from":0,"until":100,"version":"v"})",
          R"({"from":0,"until":0,"version":"v","zones":[]})",
          R"({"from":0,"until":100,"version":1,"zones":[]})",
          R"({"from":0,"until":100,"version":"v","zones":{}})",
          R"({"from":0,"until":100,"version":"v","zones":[1]})",
          R"({"from":0,"until":100,"version":"v","zones":[],"more":1})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[1,60]]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,60],[0,0]]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,60],[100,0]]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,99999]]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,60,1]]}]})",
          R"({"from":0,"until":100,"version":"v","zones":[{"name":"A","transitions":[[0,60]]},{"name":"A","transitions":[[0,60]]}]})",
      })
    EXPECT_FALSE(ZoneTable::from_json(json::parse(bad).value())) << bad;
}

TEST(CompileZones, NamesAnUnknownZone) {
  for (const char* name : {"Europe/Nowhere", "", "../../../etc/passwd"}) {
    const auto result = compile_zones({name});
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().code, ErrorCode::kBadInput);
  }
}

TEST(ZoneRule, ReadsEachForm) {
  const auto transitions = [](const char* text, int year) {
    std::string out;
    for (const auto& transition : ZoneRule::parse(text).value().transitions(year))
      out += format_instant(transition.from) + ' ' + std::to_string(transition.offset_s) + ' ';
    return out;
  };
  EXPECT_EQ(transitions("<+04>-4", 2040), "");
  EXPECT_EQ(ZoneRule::parse("<+0530>-5:30")->standard_offset_s(), 19'800);
  EXPECT_EQ(transitions("GMT0BST,M3.5.0/1,M10.5.0", 2040), "2040-03-25T01:00:00Z 3600 2040-10-28T01:00:00Z 0 ");
  EXPECT_EQ(transitions("EST5EDT,M3.2.0,M11.1.0", 2040), "2040-03-11T07:00:00Z -14400 2040-11-04T06:00:00Z -18000 ");
  // Ireland names winter its daylight saving time, with an offset of an hour less; RFC 8536 allows negative hours.
  EXPECT_EQ(transitions("IST-1GMT0,M10.5.0,M3.5.0/1", 2040), "2040-03-25T01:00:00Z 3600 2040-10-28T01:00:00Z 0 ");
  EXPECT_EQ(transitions("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2040),
            "2040-03-25T01:00:00Z -3600 2040-10-28T01:00:00Z -7200 ");
  // Day 60 is 1 March when leap days are not counted, and 29 February or 1 March when they are.
  EXPECT_EQ(transitions("XXX0YYY,J60/0,J365/1", 2040), "2040-03-01T00:00:00Z 3600 2040-12-31T00:00:00Z 0 ");
  EXPECT_EQ(transitions("XXX0YYY,59/0,365/1", 2040), "2040-02-29T00:00:00Z 3600 2040-12-31T00:00:00Z 0 ");
}

TEST(ZoneRule, RefusesOtherTexts) {
  for (const char* text :
       {"", "X0", "GMT", "GMT0BST", "GMT0BST,M3.5.0", "GMT0BST,M3.5.0,M13.1.0", "GMT0BST,M3.6.0,M10.1.0",
        "GMT0BST,M3.5.7,M10.1.0", "<+04-4", "GMT0BST,M3.5.0/1,M10.5.0 ", "GMT999", "GMT0BST,J0,J1"})
    EXPECT_FALSE(ZoneRule::parse(text)) << text;
}

}  // namespace
}  // namespace licet
