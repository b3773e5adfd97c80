#include "base/result.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

Result<int> half(int v) {
  if (v % 2 != 0) return fail(ErrorCode::kBadInput, "odd");
  return v / 2;
}
Result<int> quarter(int v) {
  LICET_TRY(const int once, half(v));
  LICET_TRY(const int twice, half(once));
  return twice;
}
Status both_even(int a, int b) {
  LICET_CHECK(half(a));
  LICET_CHECK(half(b));
  return {};
}

TEST(Result, TryPassesValuesAndErrorsOn) {
  EXPECT_EQ(quarter(12).value(), 3);
  ASSERT_FALSE(quarter(6));
  EXPECT_EQ(quarter(6).error().text, "odd");
  EXPECT_TRUE(both_even(2, 4));
  EXPECT_FALSE(both_even(2, 3));
  EXPECT_FALSE(both_even(1, 4));
}

TEST(Error, TextLeavesOutWhatIsNotKnown) {
  Error error{ErrorCode::kBadInput, "wrong", "hidden", {}};
  EXPECT_EQ(error.to_string(), "wrong");
  error.where.field = "email";
  EXPECT_EQ(error.to_string(), "email: wrong");
  error.where.file = "a.csv";
  EXPECT_EQ(error.to_string(), "a.csv: email: wrong");
  error.where.line = 3;
  EXPECT_EQ(error.to_string(), "a.csv:3: email: wrong");
  error.where.column = 9;
  EXPECT_EQ(error.to_string(), "a.csv:3:9: email: wrong");
}

TEST(ErrorCode, HasOneNameAndOneExitStatus) {
  const std::tuple<ErrorCode, const char*, int> codes[] = {{ErrorCode::kUsage, "usage", 2},
                                                           {ErrorCode::kBadInput, "bad_input", 3},
                                                           {ErrorCode::kLimit, "limit", 3},
                                                           {ErrorCode::kNotFound, "not_found", 1},
                                                           {ErrorCode::kRefused, "refused", 1},
                                                           {ErrorCode::kConflict, "conflict", 1},
                                                           {ErrorCode::kTampered, "tampered", 1},
                                                           {ErrorCode::kEnvironment, "environment", 4},
                                                           {ErrorCode::kUnsupported, "unsupported", 4}};
  for (const auto& [code, name, status] : codes) {
    EXPECT_EQ(error_code_name(code), name);
    EXPECT_EQ(exit_status(code), status);
  }
}

TEST(InvariantDeathTest, PrintsTheExpressionAndAborts) {
  EXPECT_DEATH(LICET_INVARIANT(1 + 1 == 3), "internal error.*1 \\+ 1 == 3 does not hold");
}

}  // namespace
}  // namespace licet
