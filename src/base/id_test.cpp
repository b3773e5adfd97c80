#include "base/id.h"

#include <gtest/gtest.h>

#include <set>

namespace licet {
namespace {

TEST(SeededRandom, IsSplitMix64) {
  // The first outputs for seed 1234567, as given with the reference implementation.
  SeededRandom random(1'234'567);
  EXPECT_EQ(random.next(), 6'457'827'717'110'365'317U);
  EXPECT_EQ(random.next(), 3'203'168'211'198'807'973U);
}

TEST(SeededRandom, FillsLittleEndianAndOddSizes) {
  std::uint8_t bytes[11] = {};
  SeededRandom(7).fill(bytes, sizeof bytes);
  SeededRandom same(7);
  std::uint64_t first = same.next();
  for (int i = 0; i < 8; ++i, first >>= 8U) EXPECT_EQ(bytes[i], static_cast<std::uint8_t>(first));
  EXPECT_EQ(bytes[8], static_cast<std::uint8_t>(same.next()));
}

TEST(Id, HasPrefixAndTwentySixCharacters) {
  SeededRandom random(1);
  const LeadId id = LeadId::make(random);
  EXPECT_EQ(id.str().size(), 5U + 26U);
  EXPECT_EQ(id.str().substr(0, 5), "lead_");
  EXPECT_EQ(LeadId::parse(id.str()), id);
  EXPECT_FALSE(PersonId::parse(id.str()));
  EXPECT_FALSE(id.empty());
  EXPECT_TRUE(LeadId{}.empty());
}

TEST(Id, RefusesMalformedTexts) {
  const std::string good = "lead_00000000000000000000000000";
  EXPECT_TRUE(LeadId::parse(good));
  EXPECT_FALSE(LeadId::parse(""));
  EXPECT_FALSE(LeadId::parse("lead"));
  EXPECT_FALSE(LeadId::parse("lead_"));
  EXPECT_FALSE(LeadId::parse(good + "0"));
  EXPECT_FALSE(LeadId::parse(good.substr(0, good.size() - 1)));
  EXPECT_FALSE(LeadId::parse("lead-00000000000000000000000000"));
  EXPECT_FALSE(LeadId::parse("lead_0000000000000000000000000u"));
  // The last character carries three bits; the two spare ones must be zero.
  EXPECT_TRUE(LeadId::parse("lead_0000000000000000000000000w"));
  EXPECT_FALSE(LeadId::parse("lead_00000000000000000000000001"));
}

TEST(Id, AreDistinctAndReplayFromTheSeed) {
  SeededRandom a(5);
  SeededRandom b(5);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const EventId id = EventId::make(a);
    EXPECT_EQ(id, EventId::make(b));
    EXPECT_TRUE(seen.insert(id.str()).second);
  }
}

}  // namespace
}  // namespace licet
