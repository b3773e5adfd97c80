#include "app/intake_phone.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "app/csv_writer.h"
#include "app/intake_tables.h"

namespace licet::app::intake {
namespace {

std::string phone(std::string_view text, std::string_view alpha2 = "") {
  const auto number = normalise_phone(text, alpha2);
  return number ? *number : "! " + number.error().reason;
}

TEST(IntakePhone, InternationalForms) {
  EXPECT_EQ(phone("+447700900123"), "+447700900123");
  EXPECT_EQ(phone("+44 (0)7700 900-123"), "+447700900123");
  EXPECT_EQ(phone("+44 07700 900123"), "+447700900123");
  EXPECT_EQ(phone("0044 7700 900123"), "+447700900123");
  EXPECT_EQ(phone("tel:+44-7700-900123"), "+447700900123");
  EXPECT_EQ(phone("p:+447700900123"), "+447700900123");
  EXPECT_EQ(phone("'+447700900123"), "+447700900123");
  EXPECT_EQ(phone("+1 (212) 555-0123 x45"), "+12125550123");
  EXPECT_EQ(phone("+41 44 668 18 00 ext. 7"), "+41446681800");
  EXPECT_EQ(phone("011 44 7700 900123", "US"), "+447700900123");
  EXPECT_EQ(phone("0011 44 7700 900123", "AU"), "+447700900123");
  EXPECT_EQ(phone("+39 06 6982 0000"), "+390669820000");
}

TEST(IntakePhone, NationalFormsNeedTheCountry) {
  EXPECT_EQ(phone("07700 900123", "GB"), "+447700900123");
  EXPECT_EQ(phone("7700900123", "GB"), "+447700900123");
  EXPECT_EQ(phone("(212) 555-0123", "US"), "+12125550123");
  EXPECT_EQ(phone("1-212-555-0123", "US"), "+12125550123");
  EXPECT_EQ(phone("345 949 0000", "KY"), "+13459490000");
  EXPECT_EQ(phone("06 6982 0000", "IT"), "+390669820000");
  EXPECT_EQ(phone("044 668 18 00", "CH"), "+41446681800");
  EXPECT_EQ(phone("8 916 123-45-67", "RU"), "+79161234567");
  EXPECT_EQ(phone("800 123 45 67", "RU"), "+78001234567");
  EXPECT_EQ(phone("8 029 123 45 67", "BY"), "+375291234567");
  EXPECT_EQ(phone("06 1 234 5678", "HU"), "+3612345678");
  EXPECT_EQ(phone("050 123 4567", "AE"), "+971501234567");
  EXPECT_EQ(phone("22 33 44 55", "NO"), "+4722334455");
  EXPECT_EQ(phone("07700 900123"),
            "! is a national number and the row names no country to complete it; write it with +");
  EXPECT_EQ(phone("07700 900123", "BV"),
            "! is a national number and the row names no country to complete it; write it with +");
}

TEST(IntakePhone, ALostPlusIsNotGuessed) {
  EXPECT_EQ(phone("447700900123", "GB"), "+447700900123");
  EXPECT_EQ(phone("33612345678", "FR"),
            "! could be national or international; write it with + and the country's calling code");
  EXPECT_EQ(phone("55999999999", "BR"),
            "! could be national or international; write it with + and the country's calling code");
}

TEST(IntakePhone, WhatASpreadsheetRoundedIsRefusedForGood) {
  for (const char* text : {"4.47E+11", "4,47E+11", "447E+9", "4.477009e+11"}) {
    const auto number = normalise_phone(text, "GB");
    ASSERT_FALSE(number) << text;
    EXPECT_TRUE(number.error().mangled) << text;
    EXPECT_EQ(number.error().reason,
              "was turned into a rounded number by a spreadsheet; format the column as text and export again");
  }
  EXPECT_FALSE(normalise_phone("extra", "GB").error().mangled);
}

TEST(IntakePhone, WhatIsNoNumber) {
  EXPECT_EQ(phone("call me", "GB"), "! has a character that no telephone number has; write + and digits");
  EXPECT_EQ(phone("+44 7700+900123"), "! has a character that no telephone number has; write + and digits");
  EXPECT_EQ(phone("()"), "! has no digits");
  EXPECT_EQ(phone("+44 77"), "! has 4 digits with the calling code; 7 to 15 are possible");
  EXPECT_EQ(phone("+4477009001231234"), "! has 16 digits with the calling code; 7 to 15 are possible");
  EXPECT_EQ(phone("+210 1234567"), "! begins with no assigned calling code");
  EXPECT_EQ(phone("+1 112 555 0123"),
            "! is no number of the +1 plan: ten digits, area code and exchange beginning with 2 to 9");
  EXPECT_EQ(phone("555 0123", "US"),
            "! is no number of the +1 plan: ten digits, area code and exchange beginning with 2 to 9");
}

TEST(IntakePhone, Countries) {
  const std::pair<std::string_view, std::string_view> known[] = {
      {"+447700900123", "GB"}, {"+441481123456", "GG"}, {"+441534123456", "JE"}, {"+447624123456", "IM"},
      {"+12125550123", "US"},  {"+14165550123", "CA"},  {"+13459490000", "KY"},  {"+17875550123", "PR"},
      {"+79161234567", "RU"},  {"+77012345678", "KZ"},  {"+390612345678", "IT"}, {"+390669812345", "VA"},
      {"+4722334455", "NO"},   {"+4779123456", "SJ"},   {"+35840123456", "FI"},  {"+3581812345", "AX"},
      {"+59991234567", "CW"},  {"+5993181234", "BQ"},   {"+971501234567", "AE"}, {"+262692123456", "RE"},
      {"+262639123456", "YT"}};
  for (const auto& [number, alpha2] : known) EXPECT_EQ(phone_country(number), alpha2) << number;
  for (const char* number : {"+18005550123", "+88216123456", "+590590123456", "+2101234567", "447700900123", "+"}) {
    EXPECT_EQ(phone_country(number), std::nullopt) << number;
  }
  EXPECT_EQ(phone_calling_code("+447700900123"), "44");
  EXPECT_EQ(phone_calling_code("+13459490000"), "1");
  EXPECT_EQ(phone_calling_code("+77012345678"), "7");
  EXPECT_EQ(phone_calling_code("+38344123456"), "383");
  EXPECT_EQ(phone_calling_code("+2101234567"), std::nullopt);
}

/// Calling codes are prefix-free, or else looking one up would be ambiguous.
TEST(IntakePhone, CallingCodesArePrefixFree) {
  for (const Country& a : countries()) {
    for (const Country& b : countries()) {
      if (a.calling_code.empty() || b.calling_code.empty() || a.calling_code == b.calling_code) continue;
      EXPECT_FALSE(a.calling_code.starts_with(b.calling_code)) << a.alpha2 << " " << b.alpha2;
    }
  }
}

RC_GTEST_PROP(IntakePhoneProperty, WhatComesOutIsE164AndStays, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("+0123456789 ()-.xE")));
  const auto index = *rc::gen::inRange<std::size_t>(0, countries().size());
  const auto alpha2 = countries()[index].alpha2;
  const auto number = normalise_phone(text, alpha2);
  if (!number) return;
  RC_ASSERT(csv::is_e164(*number));
  RC_ASSERT(phone_calling_code(*number).has_value());
  RC_ASSERT(phone(*number) == *number);
}

}  // namespace
}  // namespace licet::app::intake
