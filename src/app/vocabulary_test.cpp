// What commands may say, and what the record takes, are the same lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "app/job_commands.h"
#include "app/review_reasons.h"
#include "app/subject_commands.h"
#include "app/suppression_commands.h"
#include "record/event.h"

namespace licet::app {
namespace {

std::vector<std::string_view> sorted(std::span<const std::string_view> words) {
  std::vector<std::string_view> out(words.begin(), words.end());
  std::sort(out.begin(), out.end());
  return out;
}

std::vector<std::string_view> recorded(std::string_view event, std::string_view field) {
  const record::EventSpec* spec = record::find_spec(event, 1);
  const auto found = std::find_if(spec->fields.begin(), spec->fields.end(),
                                  [&](const record::FieldSpec& one) { return one.name == field; });
  return sorted(found->choices);
}

TEST(Vocabulary, OfCommandsIsTheRecords) {
  EXPECT_EQ(sorted(kReviewReasons), recorded("case_opened", "reasons"));
  EXPECT_EQ(sorted(kReviewReasons), recorded("case_reasons_changed", "reasons"));
  EXPECT_EQ(sorted(kJobKinds), recorded("job_recorded", "kind"));
  EXPECT_EQ(sorted(kErasureBases), recorded("subject_erased", "basis"));
  EXPECT_EQ(sorted(kLiftBases), recorded("suppression_lifted", "basis"));
}

}  // namespace
}  // namespace licet::app
