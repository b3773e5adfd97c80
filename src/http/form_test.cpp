#include "http/form.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace licet::http {
namespace {

TEST(Form, PercentEncoding) {
  EXPECT_EQ(percent_decoded("a%20b%2Bc+d", true), "a b+c d");
  EXPECT_EQ(percent_decoded("a+b", false), "a+b");
  EXPECT_EQ(percent_decoded("%E6%9D%8E", false), "李");
  EXPECT_EQ(percent_decoded("", true), "");
  for (const char* wrong : {"%", "%4", "%4x", "%x4", "a%", "%ff", "%00", "%C3", "%C0%80", "%ED%A0%80"})
    EXPECT_EQ(percent_decoded(wrong, true), std::nullopt) << wrong;
}

TEST(Form, ParametersKeepTheirOrderAndRepeat) {
  const auto parameters = Parameters::parse("a=1&b=&a=2&&c&d=x=y&=z");
  ASSERT_TRUE(parameters.has_value());
  EXPECT_EQ(parameters->items().size(), 6U);
  EXPECT_EQ(parameters->first("a"), "1");
  EXPECT_EQ(parameters->last("a"), "2");
  EXPECT_EQ(parameters->all("a"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(parameters->first("b"), "");
  EXPECT_EQ(parameters->first("c"), "");
  EXPECT_EQ(parameters->first("d"), "x=y");
  EXPECT_EQ(parameters->first("e"), std::nullopt);
  EXPECT_EQ(Parameters::parse("").value().items().size(), 0U);
}

TEST(Form, WhatIsNotEncodedIsRefusedByName) {
  const auto wrong = Parameters::parse("a=1&name=%FF");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_NE(wrong.error().text.find("'name'"), std::string::npos);
  EXPECT_FALSE(Parameters::parse("%zz=1").has_value());
}

TEST(Form, ManyParameters) {
  std::string query;
  for (std::size_t i = 0; i < limits::kQueryParametersMax; ++i) query += "a=1&";
  EXPECT_TRUE(Parameters::parse(query).has_value());
  EXPECT_EQ(Parameters::parse(query + "a=1").error().code, ErrorCode::kLimit);
}

TEST(Form, SharesAreCutAndNeverRoundedUp) {
  EXPECT_EQ(ten_thousandths("0.7"), 7'000U);
  EXPECT_EQ(ten_thousandths(".85"), 8'500U);
  EXPECT_EQ(ten_thousandths("0.99999"), 9'999U);
  EXPECT_EQ(ten_thousandths("1"), 10'000U);
  EXPECT_EQ(ten_thousandths("1."), 10'000U);
  EXPECT_EQ(ten_thousandths("12.5"), 10'000U);
  EXPECT_EQ(ten_thousandths("0"), 0U);
  EXPECT_EQ(ten_thousandths("-3"), 0U);
  for (const char* wrong : {"", ".", "-", "x", "0.7x", "0,7", "1e-1", " 0.7", "nan", "0.7.1"})
    EXPECT_EQ(ten_thousandths(wrong), std::nullopt) << wrong;
}

TEST(Form, Integers) {
  EXPECT_EQ(small_integer("500"), 500);
  EXPECT_EQ(small_integer("-1"), -1);
  for (const char* wrong : {"", "-", "1.0", "9999999999", "0x1", " 1"})
    EXPECT_EQ(small_integer(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace licet::http
