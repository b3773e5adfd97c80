#include "screening/ofac_remarks.h"

#include <gtest/gtest.h>

#include <random>

#include "screening/list_build.h"
#include "screening/read_test.h"
#include "screening/test_data.h"

namespace licet::screening {
namespace {

Entry entry_with(std::string remarks) {
  Entry entry;
  entry.remarks = std::move(remarks);
  ListBuilder list;
  add_remark_facts(entry, list);
  if (entry.names.empty()) entry.names.push_back({"Nobody"});
  settle(entry);
  return entry;
}

std::string span(std::string_view text) {
  const auto birth = birth_of_remark(text);
  if (!birth) return "none";
  return format_date(birth->from) + "/" + format_date(birth->to) + (birth->circa ? " circa" : "");
}

TEST(OfacRemarks, BirthDatesInAllTheirForms) {
  EXPECT_EQ(span("08 Sep 1966"), "1966-09-08/1966-09-08");
  EXPECT_EQ(span("Feb 1968"), "1968-02-01/1968-02-29");
  EXPECT_EQ(span("1984"), "1984-01-01/1984-12-31");
  EXPECT_EQ(span("circa 1951"), "1951-01-01/1951-12-31 circa");
  EXPECT_EQ(span("circa 07 Jul 1966"), "1966-07-07/1966-07-07 circa");
  EXPECT_EQ(span("1958 to 1960"), "1958-01-01/1960-12-31");
  EXPECT_EQ(span("01 Jan 1961 to 31 Dec 1962"), "1961-01-01/1962-12-31");
  EXPECT_EQ(span("Mar 1962 to Feb 1963"), "1962-03-01/1963-02-28");
  for (const char* text : {"", "soon", "31 Feb 1966", "1960 to 1958", "1958 to", "Sept 1966", "1 2 3 4", "circa"})
    EXPECT_EQ(span(text), "none") << text;
}

TEST(OfacRemarks, ThePersonWhole) {
  const Entry entry = entry_with(
      "DOB 08 Sep 1966; alt. DOB 1967; POB Pyongyang, Korea, North; nationality Egypt; alt. nationality Syria; citizen "
      "Iran; Gender Male; Passport 7000017 (Egypt) issued 18 Jan 1984 expires 1990; alt. Passport K7; Cedula No. 60 "
      "(Colombia); R.F.C. XXX-000000-XX7 (Mexico); Tax ID No. 5; a.k.a. 'KALE'; Email Address a@b.example; Website "
      "w.example; Digital Currency Address - XBT 1Kuf; Linked To: SOMEBODY.");
  ASSERT_EQ(entry.births.size(), 2U);
  EXPECT_EQ(entry.countries, (std::vector<ListCountry>{{"EG", CountryRole::kNationality},
                                                       {"IR", CountryRole::kNationality},
                                                       {"KP", CountryRole::kBirth},
                                                       {"SY", CountryRole::kNationality}}));
  EXPECT_EQ(entry.gender, Gender::kMale);
  EXPECT_EQ(entry.ids, (std::vector<ListId>{{"crypto", "1Kuf"},
                                            {"email", "a@b.example"},
                                            {"national_id", "60", "CO"},
                                            {"passport", "7000017", "EG"},
                                            {"passport", "K7"},
                                            {"tax_id", "5"},
                                            {"tax_id", "XXX-000000-XX7", "MX"},
                                            {"website", "w.example"}}));
  ASSERT_EQ(entry.names.size(), 1U);
  EXPECT_EQ(entry.names[0].strength, Strength::kWeak);
}

TEST(OfacRemarks, NumbersOfKindsWithoutALabelAreNumbersAllTheSame) {
  const Entry entry = entry_with(
      "Fax (98)(21)(7); PHONE 850 2 7; Italian Fiscal Code: KMM; Cartilla de Servicio Militar Nacional B7 (Mexico); "
      "Dubai "
      "Chamber of Commerce Membership No. 7; VisaNumberID 77 (Mexico); National ID No.: 17; Branch 15; arrested 23 Apr "
      "2002.");
  EXPECT_EQ(entry.ids, (std::vector<ListId>{{"national_id", "17"},
                                            {"other", "7"},
                                            {"other", "77", "MX"},
                                            {"other", "B7", "MX"},
                                            {"phone", "85027"},
                                            {"phone", "98217"},
                                            {"tax_id", "KMM"}}));
}

TEST(OfacRemarks, CompaniesAndShips) {
  const Entry entry = entry_with(
      "Vessel Registration Identification IMO 9999993; Company Number IMO 7777777; Registration Number HRA 777777 "
      "(Stuttgart) (Germany); SWIFT/BIC VAROKPPY; Legal Entity Number 0000007XXXXXXXXXXX00 (Russia); NIT # 700000007-0 "
      "(Colombia); Unified Social Credit Code (USCC) 911 (China); Telephone (00)(77)(7777777); Nationality of "
      "Registration Russia.");
  EXPECT_EQ(entry.ids, (std::vector<ListId>{{"bic", "VAROKPPY"},
                                            {"imo", "9999993"},
                                            {"lei", "0000007XXXXXXXXXXX00", "RU"},
                                            {"phone", "00777777777"},
                                            {"registration", "7777777"},
                                            {"registration", "911", "CN"},
                                            {"registration", "HRA 777777 (Stuttgart)", "DE"},
                                            {"tax_id", "700000007-0", "CO"}}));
  EXPECT_EQ(entry.countries, (std::vector<ListCountry>{{"RU", CountryRole::kRegistration}}));
}

TEST(OfacRemarks, WhatIsNotUnderstoodSaysNothing) {
  const Entry entry =
      entry_with("DOB unknown; POB New Mexico; nationality Atlantis; Passport; Gender; ;;; POB ; DOB; .");
  EXPECT_TRUE(entry.births.empty());
  EXPECT_EQ(entry.countries, (std::vector<ListCountry>{{"Atlantis", CountryRole::kNationality}}))
      << "a nationality as published; New Mexico is not Mexico";
  EXPECT_TRUE(entry.ids.empty());
  EXPECT_EQ(entry.gender, Gender::kUnknown);
}

/// How many of the real remarks name a thing, and how many entries have it.
TEST(OfacRemarks, OfTheRealListNearlyEveryFactIsRead) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no test data";
  std::vector<std::string> bytes;
  const auto files = testing::ofac_files(*data / "ofac" / "2024", bytes);
  const auto got = read_list(*find_list_kind("ofac-sdn"), files);
  ASSERT_TRUE(got) << got.error().to_string();
  std::size_t dob = 0, births = 0, gender = 0, genders = 0, passport = 0, passports = 0;
  for (const Entry& entry : got->list.entries) {
    ASSERT_FALSE(entry.names.empty() || entry.names[0].full.empty()) << entry.entry_id;
    dob += entry.remarks.find("DOB ") != std::string::npos ? 1 : 0;
    births += entry.births.empty() ? 0 : 1;
    gender += entry.remarks.find("Gender ") != std::string::npos ? 1 : 0;
    genders += entry.gender == Gender::kUnknown ? 0 : 1;
    passport += entry.remarks.find("Passport ") != std::string::npos ? 1 : 0;
    passports +=
        std::any_of(entry.ids.begin(), entry.ids.end(), [](const ListId& id) { return id.type == "passport"; });
  }
  EXPECT_EQ(births, dob);
  EXPECT_GT(births, 5'000U);
  EXPECT_EQ(genders, gender);
  EXPECT_GE(passports * 100, passport * 98);
  std::mt19937 random(11);
  testing::Files named;
  for (std::size_t i = 0; i < files.size(); ++i) named.emplace_back(files[i].name, bytes[i]);
  const auto pieces = testing::read_in_pieces("ofac-sdn", named, [&] { return 1 + random() % 9'000; });
  ASSERT_TRUE(pieces);
  EXPECT_EQ(pieces->list.digest, got->list.digest);
  EXPECT_EQ(pieces->list.source_digest, got->list.source_digest);
}

TEST(OfacCons, IsReadByTheSameReader) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no test data";
  std::vector<std::string> bytes;
  const auto got = read_list(*find_list_kind("ofac-cons"), testing::ofac_files(*data / "ofac" / "cons", bytes));
  ASSERT_TRUE(got) << got.error().to_string();
  EXPECT_EQ(got->list.kind, "ofac-cons");
  EXPECT_EQ(got->list.entries.size(), 442U);
  EXPECT_GE(got->list.entries.size(), find_list_kind("ofac-cons")->entries_least);
}

}  // namespace
}  // namespace licet::screening
