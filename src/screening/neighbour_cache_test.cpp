#include "screening/neighbour_cache.h"

#include <gtest/gtest.h>

#include "screening/name_index.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

Token word(std::string text, bool exact = false) {
  Token out;
  out.text = std::move(text);
  out.exact = exact;
  return out;
}

TEST(NeighbourCache, KeepsWhatIsComparedAnotherWayApart) {
  NeighbourCache cache;
  EXPECT_EQ(cache.find(word("kale")), nullptr);
  EXPECT_EQ(cache.keep(word("kale"), {{{7, kFull}}, {}}).alike.front().term, 7U);
  ASSERT_NE(cache.find(word("kale")), nullptr);
  EXPECT_EQ(cache.find(word("kale", true)), nullptr) << "a syllable of a Han name has no neighbours";
  Token sounded = word("kale");
  sounded.sound = "kali";
  EXPECT_EQ(cache.find(sounded), nullptr);
}

TEST(NeighbourCache, BeginsAnewWhenItIsFull) {
  NeighbourCache cache;
  for (std::size_t i = 0; i < NeighbourCache::kWordsMax; ++i) cache.keep(word(std::to_string(i)), {});
  EXPECT_NE(cache.find(word("0")), nullptr);
  cache.keep(word("one more"), {});
  EXPECT_EQ(cache.find(word("0")), nullptr);
  EXPECT_NE(cache.find(word("one more")), nullptr);
  Neighbours many;
  many.alike.resize(NeighbourCache::kItemsMax + 1);
  EXPECT_EQ(cache.keep(word("many"), std::move(many)).alike.size(), NeighbourCache::kItemsMax + 1);
  EXPECT_EQ(cache.find(word("one more")), nullptr);
}

NameIndex index_of(const char* name) {
  NameIndex::Builder builder(NameForm::kPerson);
  builder.add(*normalise(name, NameForm::kPerson), {});
  return std::move(builder).finish();
}

/// A thread keeps what it knows of several indexes apart, also when one stands where another stood.
TEST(NeighbourCache, OfAnotherIndexNothingIsKnown) {
  const NormalName asked = *normalise("Mirko Kale", NameForm::kPerson);
  const Cutoff cutoff{8'000, 8'000};
  for (int i = 0; i < 3; ++i) {
    for (const char* name :
         {"Mirko Kale", "Somebody Else", "Kale Mirko", "Mirko Cale", "Nadia Clearwater", "Mirco Kale"}) {
      const NameIndex index = index_of(name);
      const bool like = name[0] == 'M' || name[0] == 'K';
      EXPECT_EQ(index.find(asked, cutoff).size(), like ? 1U : 0U) << name;
      const NameIndex copy = index;  // NOLINT(performance-unnecessary-copy-initialization): it is what is tried
      EXPECT_EQ(copy.find(asked, cutoff), index.find(asked, cutoff));
    }
  }
}

}  // namespace
}  // namespace licet::screening
