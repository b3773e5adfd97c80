#include "domain/verdict.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace licet::domain {
namespace {

TEST(Verdict, NamesReadBackAndTheGreaterIsStricter) {
  for (int i = 0; i < 6; ++i) EXPECT_EQ(parse_verdict(verdict_name(static_cast<Verdict>(i))), static_cast<Verdict>(i));
  EXPECT_FALSE(parse_verdict("allow").has_value());
  EXPECT_LT(Verdict::kAllow, Verdict::kAllowWith);
  EXPECT_LT(Verdict::kHold, Verdict::kNeeds);
  EXPECT_LT(Verdict::kReview, Verdict::kBlock);
}

TEST(Reason, NamesReadBackAndDiffer) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kReasonCodes; ++i) {
    const auto code = static_cast<ReasonCode>(i);
    EXPECT_EQ(parse_reason(reason_name(code)), code);
    names.insert(reason_name(code));
  }
  EXPECT_EQ(names.size(), kReasonCodes);
}

TEST(Reason, EachHasItsRowInTheDocument) {
  std::ostringstream text;
  text << std::ifstream(std::string(LICET_SOURCE_DIR) + "/docs/reasons.md").rdbuf();
  for (std::size_t i = 1; i < kReasonCodes; ++i) {  // the first stands for the rules' own
    const std::string row = "| `" + std::string(reason_name(static_cast<ReasonCode>(i))) + "` |";
    EXPECT_NE(text.str().find(row), std::string::npos) << row << " is missing in docs/reasons.md";
  }
}

TEST(Decision, TakesTheStrictestVerdict) {
  Decision decision;
  EXPECT_TRUE(decision.allowed());
  decision.add({ReasonCode::kNotScreened, Verdict::kNeeds, Symbol::kNone, Symbol::kNone, Symbol::kNone, kNoRule});
  EXPECT_EQ(decision.verdict, Verdict::kNeeds);
  decision.add({ReasonCode::kErased, Verdict::kBlock, Symbol::kNone, Symbol::kNone, Symbol::kNone, kNoRule});
  decision.add({ReasonCode::kScreeningHit, Verdict::kReview, Symbol::kNone, Symbol::kNone, Symbol::kNone, kNoRule});
  EXPECT_EQ(decision.verdict, Verdict::kBlock);
  EXPECT_EQ(decision.reasons.size(), 3U);
  EXPECT_FALSE(decision.allowed());
}

}  // namespace
}  // namespace licet::domain
