#include "screening/country_names.h"

#include <gtest/gtest.h>

#include <iostream>
#include <set>

#include "screening/read_test.h"
#include "screening/real_lists_test.h"

#include <utility>

namespace licet::screening {
namespace {

TEST(CountryNames, EveryPublishersSpellingsAreOneCode) {
  const std::pair<const char*, const char*> kCases[] = {
      {"Korea, North", "KP"},
      {"Democratic People's Republic of Korea", "KP"},
      {"DPRK", "KP"},
      {"North Korea", "KP"},
      {"KOREA, DEMOCRATIC PEOPLE\xE2\x80\x99S REPUBLIC OF", "KP"},
      {"Korea, South", "KR"},
      {"Republic of Korea", "KR"},
      {"Russia", "RU"},
      {"RUSSIAN FEDERATION", "RU"},
      {"the Russian Federation", "RU"},
      {"Iran (Islamic Republic of)", "IR"},
      {"IRAN, ISLAMIC REPUBLIC OF", "IR"},
      {"Iran", "IR"},
      {"Burma", "MM"},
      {"Myanmar (Burma)", "MM"},
      {"Syrian Arab Republic", "SY"},
      {"Congo, Democratic Republic of the", "CD"},
      {"CONGO, Democratic Republic of (was Zaire)", "CD"},
      {"Congo (Democratic Republic)", "CD"},
      {"Congo, Republic of the", "CG"},
      {"Republic of the Congo", "CG"},
      {"UK", "GB"},
      {"U.K.", "GB"},
      {"United Kingdom", "GB"},
      {"The Gambia", "GM"},
      {"Bahamas, The", "BS"},
      {"Virgin Islands, British", "VG"},
      {"VIRGIN ISLANDS (BRITISH)", "VG"},
      {"Man, Isle of", "IM"},
      {"Cote d Ivoire", "CI"},
      {"COTE D'IVOIRE", "CI"},
      {"C\xC3\xB4te d\xE2\x80\x99Ivoire", "CI"},
      {"T\xC3\xBCrkiye", "TR"},
      {"Turkey", "TR"},
      {"TANZANIA, UNITED REPUBLIC OF", "TZ"},
      {"MOLDOVA, REPUBLIC OF", "MD"},
      {"Republic of Serbia", "RS"},
      {"North Macedonia, The Republic of", "MK"},
      {"Saint Kitts and Nevis", "KN"},
      {"St Kitts and Nevis", "KN"},
      {"Bosnia-Herzegovina", "BA"},
      {"Region: Gaza", "PS"},
      {"Palestinian", "PS"},
      {"Kosovo", "XK"},
      {"Macau", "MO"},
      {"Hong Kong", "HK"},
      {"Viet Nam", "VN"},
      {"Dominican Republic", "DO"},
      {"Dominica", "DM"},
      {"Niger", "NE"},
      {"Nigeria", "NG"},
      {"Guinea", "GN"},
      {"Guinea-Bissau", "GW"},
      {"ru", "RU"},
      {"RUS", "RU"},
      {"Sudan", "SD"},
      {"South Sudan", "SS"},
      {"Trinidad and Tobago", "TT"},
      {" Cuba\t", "CU"},
      {"China, Hong Kong Special Administrative Region", "HK"},
      {"China, Macao Special Administrative Region", "MO"},
      {"possibly Palestinian", "PS"},
  };
  for (const auto& [name, code] : kCases) EXPECT_EQ(country_code(name), code) << name;
}

TEST(CountryNames, WhatIsNoCountryOfTodayIsNone) {
  for (const char* text : {"", " ", "UNKNOWN", "00", "-0-", "undetermined", "stateless", "USSR", "ex-Yugoslavia",
                           "SERBIA AND MONTENEGRO", "NETHERLANDS ANTILLES", "Jalisco", "the", "republic", "\xFF\xFE",
                           "Region: Commonwealth of Independent States"}) {
    EXPECT_EQ(country_code(text), "") << text;
  }
  EXPECT_EQ(country_code(std::string(1U << 20U, 'a')), "");
}

/// Every country text of the real lists is a country of today, but for these.
TEST(CountryNames, OfTheRealListsNearlyEveryTextIsACountry) {
  const std::set<std::string> kNone = {"former Soviet Union", "NETHERLANDS ANTILLES", "Netherlands Antilles",
                                       "SERBIA AND MONTENEGRO", "YUGOSLAVIA"};
  std::set<std::string> others;
  std::size_t countries = 0, none = 0;
  for (const auto& [kind, files] : testing::real_lists()) {
    const auto read = testing::read_files(kind, files);
    ASSERT_TRUE(read) << kind << ": " << read.error().to_string();
    for (const Entry& entry : read->list.entries)
      for (const ListCountry& country : entry.countries) {
        ++countries;
        if (!country_code(country.code).empty()) continue;
        ++none;
        if (!kNone.contains(country.code)) others.insert(kind + ": " + country.code);
      }
  }
  if (countries == 0) GTEST_SKIP() << "no test data";
  std::cout << countries << " countries of entries, " << none << " of them no country of today\n";
  EXPECT_TRUE(others.empty()) << ::testing::PrintToString(others);
}

}  // namespace
}  // namespace licet::screening
