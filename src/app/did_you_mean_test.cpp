#include "app/did_you_mean.h"

#include <gtest/gtest.h>

namespace licet::app {
namespace {

TEST(EditDistance, CountsInsertDeleteReplaceAndSwap) {
  EXPECT_EQ(edit_distance("", "", 3), 0U);
  EXPECT_EQ(edit_distance("market", "market", 3), 0U);
  EXPECT_EQ(edit_distance("market", "markets", 3), 1U);
  EXPECT_EQ(edit_distance("markets", "market", 3), 1U);
  EXPECT_EQ(edit_distance("market", "narket", 3), 1U);
  EXPECT_EQ(edit_distance("market", "makret", 3), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting", 9), 3U);
}

TEST(EditDistance, StopsPastTheLimit) {
  EXPECT_EQ(edit_distance("kitten", "sitting", 2), 3U);
  EXPECT_EQ(edit_distance("a", "abcdefgh", 2), 3U);
  const std::string long_word(1000, 'x');
  EXPECT_EQ(edit_distance(long_word, long_word, 2), 0U);
  EXPECT_EQ(edit_distance(long_word, "x", 2), 3U);
}

TEST(DidYouMean, FindsTheNearest) {
  const std::vector<std::string_view> words{"markets", "passports", "licences", "id", "to"};
  EXPECT_EQ(did_you_mean("pasports", words), "passports");
  EXPECT_EQ(did_you_mean("Pass-Ports", words), "passports");
  EXPECT_EQ(did_you_mean("licenses", words), "licences");
  EXPECT_EQ(did_you_mean("market", words), "markets");
  EXPECT_EQ(did_you_mean("colour", words), std::nullopt);
  EXPECT_EQ(did_you_mean("", words), std::nullopt);
  EXPECT_EQ(did_you_mean("at", words), std::nullopt);
}

TEST(DidYouMean, HintNamesTheKnownWordsWhenNoneIsNear) {
  const std::vector<std::string_view> words{"one", "two"};
  EXPECT_EQ(known_words_hint("twoo", words), "; did you mean 'two'?");
  EXPECT_EQ(known_words_hint("elephant", words), "; known are: one, two");
  EXPECT_EQ(known_words_hint("elephant", {}), "");
  const std::vector<std::string_view> many(23, "word");
  EXPECT_TRUE(known_words_hint("elephant", many).ends_with("word and 3 more"));
}

}  // namespace
}  // namespace licet::app
