#include "app/intake_tables.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>

namespace licet::app::intake {
namespace {

TEST(IntakeTables, CountriesAreSortedAndUnique) {
  std::set<std::string_view> alpha3;
  std::string_view last;
  for (const Country& country : countries()) {
    EXPECT_LT(last, country.alpha2);
    last = country.alpha2;
    EXPECT_EQ(country.alpha2.size(), 2U);
    EXPECT_EQ(country.alpha3.size(), 3U);
    EXPECT_TRUE(alpha3.insert(country.alpha3).second) << country.alpha3;
    EXPECT_EQ(country_by_code(country.alpha2), &country);
    // Every code and name of the table finds its own country, whatever other names are known.
    EXPECT_EQ(find_country(country.alpha2), country.alpha2);
    EXPECT_EQ(find_country(country.alpha3), country.alpha2);
    EXPECT_EQ(find_country(country.name), country.alpha2) << country.name;
  }
  EXPECT_EQ(countries().size(), 250U);
  EXPECT_EQ(country_by_code("ZZ"), nullptr);
  EXPECT_EQ(country_by_code(""), nullptr);
}

TEST(IntakeTables, CountriesAreThoseOfTheSystemsTable) {
  std::ifstream in("/usr/share/zoneinfo/iso3166.tab");
  if (!in) GTEST_SKIP() << "tzdata is not installed";
  std::set<std::string> system{"XK"};
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line[0] != '#') system.insert(line.substr(0, 2));
  }
  std::set<std::string> ours;
  for (const Country& country : countries()) ours.emplace(country.alpha2);
  EXPECT_EQ(ours, system);
}

TEST(IntakeTables, CountriesByTheNamesPeopleWrite) {
  EXPECT_EQ(find_country("NO"), "NO");
  EXPECT_EQ(find_country("no"), "NO");
  EXPECT_EQ(find_country("UK"), "GB");
  EXPECT_EQ(find_country("England"), "GB");
  EXPECT_EQ(find_country("united  kingdom "), "GB");
  EXPECT_EQ(find_country("The Netherlands"), "NL");
  EXPECT_EQ(find_country("the bahamas"), "BS");
  EXPECT_EQ(find_country("U.S.A."), "US");
  EXPECT_EQ(find_country("U.A.E."), "AE");
  EXPECT_EQ(find_country("Österreich"), "AT");
  EXPECT_EQ(find_country("Cote d'Ivoire"), "CI");
  EXPECT_EQ(find_country("Trinidad & Tobago"), "TT");
  EXPECT_EQ(find_country("Georgia"), "GE");
  EXPECT_EQ(find_country("NA"), "NA");
  EXPECT_EQ(find_country("Cayman Islands"), "KY");
  EXPECT_EQ(find_country("Atlantis"), std::nullopt);
  EXPECT_EQ(find_country(""), std::nullopt);
  EXPECT_EQ(find_country("-"), std::nullopt);
}

TEST(IntakeTables, CallingCodes) {
  const std::pair<std::string_view, std::string_view> known[] = {
      {"GB", "44"},  {"US", "1"},  {"CA", "1"},   {"KY", "1"},   {"AE", "971"}, {"CH", "41"},
      {"DE", "49"},  {"IT", "39"}, {"NO", "47"},  {"IE", "353"}, {"SG", "65"},  {"HK", "852"},
      {"SA", "966"}, {"KZ", "7"},  {"XK", "383"}, {"SS", "211"}, {"BV", ""}};
  for (const auto& [alpha2, code] : known) EXPECT_EQ(country_by_code(alpha2)->calling_code, code) << alpha2;
  EXPECT_EQ(country_by_code("GB")->trunk, "0");
  EXPECT_EQ(country_by_code("IT")->trunk, "");
  EXPECT_EQ(country_by_code("HU")->trunk, "06");
}

TEST(IntakeTables, Subdivisions) {
  EXPECT_EQ(find_subdivision("US", "New York"), "US-NY");
  EXPECT_EQ(find_subdivision("US", "ny"), "US-NY");
  EXPECT_EQ(find_subdivision("US", "N.Y."), "US-NY");
  EXPECT_EQ(find_subdivision("US", "us-ny"), "US-NY");
  EXPECT_EQ(find_subdivision("US", "Washington, D.C."), "US-DC");
  EXPECT_EQ(find_subdivision("US", "Puerto Rico"), "US-PR");
  EXPECT_EQ(find_subdivision("US", "Ontario"), std::nullopt);
  EXPECT_EQ(find_subdivision("CA", "Québec"), "CA-QC");
  EXPECT_EQ(find_subdivision("AE", "Dubai"), "AE-DU");
  EXPECT_EQ(find_subdivision("AE", "Abu Dhabi"), "AE-AZ");
  EXPECT_EQ(find_subdivision("DE", "de-by"), "DE-BY");
  EXPECT_EQ(find_subdivision("DE", "Bayern"), std::nullopt);
  EXPECT_EQ(find_subdivision("DE", "US-NY"), std::nullopt);
  EXPECT_EQ(subdivision_names("US").size(), 57U);
  EXPECT_EQ(subdivision_names("CA").size(), 13U);
  EXPECT_EQ(subdivision_names("AE").size(), 7U);
  EXPECT_TRUE(is_forces_post("US", "AE"));
  EXPECT_FALSE(is_forces_post("AE", "AE"));
  std::set<std::string> codes;
  for (const auto name : subdivision_names("US")) codes.insert(*find_subdivision("US", name));
  EXPECT_EQ(codes.size(), 57U);
}

TEST(IntakeTables, Places) {
  EXPECT_EQ(find_place("Switzerland"), "CH");
  EXPECT_EQ(find_place("us-ny"), "US-NY");
  EXPECT_EQ(find_place("AE-ZONE1"), "AE-ZONE1");
  EXPECT_EQ(find_place("New York, US"), "US-NY");
  EXPECT_EQ(find_place("Dubai, United Arab Emirates"), "AE-DU");
  EXPECT_EQ(find_place("ZZ-NY"), std::nullopt);
  EXPECT_EQ(find_place("AE-x-y"), std::nullopt);
  EXPECT_EQ(find_place("AE-TOOLONGZONE"), std::nullopt);
  EXPECT_EQ(find_place("somewhere"), std::nullopt);
}

}  // namespace
}  // namespace licet::app::intake
