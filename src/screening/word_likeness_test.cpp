#include "screening/word_likeness.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "screening/similarity.h"
#include "screening/word_sound.h"
#include "screening/word_table.h"

namespace licet::screening {
namespace {

Likelihood alike(const std::string& a, const std::string& b, bool joined = false) {
  const std::string sound_a = sound_of(a), sound_b = sound_of(b);
  const auto& names = word_tables().given_names;
  return likeness({a, sound_a, &names.find(a), false}, {b, sound_b, &names.find(b), false}, joined);
}

TEST(Likeness, OneEditInAShortWordTwoInALongOne) {
  EXPECT_EQ(alike("smith", "smoth").why, Likeness::kFuzzy);
  EXPECT_EQ(alike("smith", "smoht").similarity, 0U);
  EXPECT_GT(alike("ostrovsky", "ostrofski").similarity, 0U);
  EXPECT_EQ(alike("kit", "kat").similarity, 0U);
  EXPECT_EQ(alike("block7", "block8").similarity, 0U);
}

TEST(Likeness, UsualConfusionsCostLess) {
  EXPECT_GT(alike("hannibal", "hanniball").similarity, alike("hannibal", "hannibalx").similarity);
  EXPECT_GT(alike("kovalenko", "kovalenka").similarity, 0U);
  EXPECT_GT(alike("merkal", "merkel").similarity, alike("merkxl", "merkel").similarity) << "a vowel for a vowel";
  EXPECT_LT(alike("antonio", "antonia").similarity, alike("antonie", "antonia").similarity) << "another person";
}

TEST(Likeness, JoinedWordsMayHaveOneEdit) {
  EXPECT_GT(alike("fridrichbuchenberg", "friedrichbuchenberg", true).similarity, 0U);
  EXPECT_EQ(alike("fridrichbuchenbrg", "friedrichbuchenberg", true).similarity, 0U);
}

TEST(Sound, OneSpellingForWhatSoundsAlike) {
  EXPECT_EQ(sound_of("khadafi"), sound_of("qadhafi"));
  EXPECT_EQ(sound_of("schmidt"), sound_of("shmidt"));
  EXPECT_EQ(sound_of("lavrov"), sound_of("lawrow"));
  EXPECT_EQ(sound_of("yusuf"), sound_of("jousouf"));
  EXPECT_NE(sound_of("chen"), sound_of("shen"));
  EXPECT_EQ(sound_of("a"), "");
  EXPECT_EQ(sound_of("block7"), "");
}

rc::Gen<std::string> word() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("aeiouyhkcqszvwbdtgpmnxj")));
}

RC_GTEST_PROP(Likeness, IsSymmetricAndNeverAboveFull, ()) {
  const std::string a = *word(), b = *word();
  RC_PRE(!a.empty() && !b.empty());
  const Likelihood left = alike(a, b), right = alike(b, a);
  RC_ASSERT(left.similarity == right.similarity);
  RC_ASSERT(left.why == right.why);
  RC_ASSERT(left.similarity <= kFull);
  RC_ASSERT((left.similarity == kFull) == (a == b));
}

RC_GTEST_PROP(EditCost, IsAtMostTheEdits, ()) {
  const std::string a = *word(), b = *word();
  const std::uint32_t cost = edit_cost(Chars(a), Chars(b));
  RC_ASSERT(cost <= 100 * edit_distance(a, b, 64));
  RC_ASSERT(cost == edit_cost(Chars(b), Chars(a)));
}

TEST(WordTable, EveryTableReads) {
  const WordTables& tables = word_tables();
  EXPECT_EQ(tables.particles.find("ibn"), "bin");
  EXPECT_EQ(tables.honorifics.find("shaikh"), "sir");
  EXPECT_EQ(tables.numbers.find("forty"), "40");
  EXPECT_EQ(tables.business.find("intl"), "international");
  EXPECT_FALSE(tables.given_names.find("muhammad").empty());
  EXPECT_EQ(tables.legal_forms.match({"open", "joint", "stock", "company", "gazprom"}, 0).words, 4U);
  EXPECT_EQ(tables.legal_forms.match({"gazprom", "ao"}, 0).words, 0U);
}

TEST(WordTable, SaysWhereALineIsWrong) {
  EXPECT_EQ(parse_word_table("t", "# c\na: b\nno colon\n").error().to_string(),
            "t.txt:3: a line is 'word: variant, variant'");
  EXPECT_NE(parse_word_table("t", "a: B\n").error().to_string().find("t.txt:1: 'B' is not written"), std::string::npos);
  EXPECT_FALSE(parse_word_table("t", ": b\n"));
  const auto lines = parse_word_table("t", "a: b, c d # why\n\n");
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 1U);
  EXPECT_EQ(lines->front().variants, (std::vector<std::string>{"b", "c d", "a"}));
}

}  // namespace
}  // namespace licet::screening
