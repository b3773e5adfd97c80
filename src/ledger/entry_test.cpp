#include "ledger/entry.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/json.h"
#include "base/limits.h"
#include "ledger/test_log.h"

namespace licet::ledger {
namespace {

ChainState state_at(std::uint64_t seq) {
  return {testing::kOrigin, seq, leaf_hash(as_bytes("previous")), 1'767'225'600'000'000};
}

const std::string kGood = *compose_envelope(R"({"type":"x"})", std::vector<Link>{{"lead", "lead_1", 3, 2}}, state_at(7),
                                            Instant{1'767'225'600'000'001});

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Entry, TheFirstEntryIsTheBytesOfTheSpecification) {
  const ChainState state{"log.example/licet", 0, empty_root(), 0};
  EXPECT_EQ(*compose_envelope("{}", {}, state, Instant{1}),
            R"({"body":{},"links":[],"log":"log.example/licet",)"
            R"("prev":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=","seq":0,"time":1,"v":1})");
}

TEST(Entry, ComposedEntriesAreCanonicalAndReadBack) {
  const auto value = json::parse(kGood, json::kEntryOptions);
  ASSERT_TRUE(value);
  EXPECT_EQ(json::canonical(*value), kGood);
  Entry entry;
  ASSERT_TRUE(parse_entry(kGood, entry));
  EXPECT_EQ(entry.body, R"({"type":"x"})");
  EXPECT_EQ(entry.log, testing::kOrigin);
  EXPECT_EQ(entry.seq, 7U);
  EXPECT_EQ(entry.time_us, 1'767'225'600'000'001);
  ASSERT_EQ(entry.links.size(), 1U);
  EXPECT_EQ(entry.links[0].id, "lead_1");
  EXPECT_EQ(entry.links[0].prev_seq, 3);
  EXPECT_EQ(entry.links[0].count, 2);
}

TEST(Entry, TimeNeverGoesBack) {
  const auto entry = *compose_envelope("{}", {}, state_at(7), Instant{5});
  Entry parsed;
  ASSERT_TRUE(parse_entry(entry, parsed));
  EXPECT_EQ(parsed.time_us, 1'767'225'600'000'000);
}

TEST(Entry, ComposingRefusesWhatCouldNotBeRead) {
  const auto compose = [](std::vector<Link> links, ChainState state, std::string body = "{}") {
    return compose_envelope(body, links, state, Instant{1}).has_value();
  };
  EXPECT_TRUE(compose({{"a", "1", -1, 1}, {"a", "2", 6, 2}, {"b", "1", 0, 9}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", "2", -1, 1}, {"a", "1", -1, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", "1", -1, 1}, {"a", "1", -1, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", "1", 7, 2}}, state_at(7)));   // itself
  EXPECT_FALSE(compose({{"a", "1", -1, 2}}, state_at(7)));  // a second without a first
  EXPECT_FALSE(compose({{"a", "1", 3, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"A", "1", -1, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", "1\"", -1, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", "", -1, 1}}, state_at(7)));
  EXPECT_FALSE(compose({{"a", std::string(limits::kLinkIdBytesMax + 1, 'x'), -1, 1}}, state_at(7)));
  ChainState bad = state_at(7);
  for (const char* origin : {"", "a b", "a+b", "a\"b", "a\\b", "a\nb", "caf\xC3\xA9"}) {
    bad.log = origin;
    EXPECT_FALSE(compose({}, bad)) << origin;
  }
}

TEST(Entry, TheSizeLimitHoldsAtTheByte) {
  const std::size_t frame = compose_envelope(R"({"x":""})", {}, state_at(7), Instant{1})->size();
  const auto entry_of = [&](std::size_t size) {
    return compose_envelope(R"({"x":")" + std::string(size - frame, 'a') + "\"}", {}, state_at(7), Instant{1});
  };
  Entry parsed;
  ASSERT_TRUE(entry_of(limits::kEntryBytesMax));
  EXPECT_TRUE(parse_entry(*entry_of(limits::kEntryBytesMax), parsed));
  ASSERT_FALSE(entry_of(limits::kEntryBytesMax + 1));
  EXPECT_EQ(entry_of(limits::kEntryBytesMax + 1).error().code, ErrorCode::kLimit);
  std::string longer = *entry_of(limits::kEntryBytesMax);
  longer.insert(longer.find("aaa"), "a");
  EXPECT_FALSE(parse_entry(longer, parsed));
}

TEST(Entry, DepthIsThatOfTheWholeEntry) {
  const auto body = [](int depth) { return R"({"x":)" + std::string(depth, '[') + std::string(depth, ']') + "}"; };
  Entry parsed;
  EXPECT_TRUE(parse_entry(*compose_envelope(body(6), {}, state_at(7), Instant{1}), parsed));
  EXPECT_FALSE(parse_entry(*compose_envelope(body(7), {}, state_at(7), Instant{1}), parsed));
}

TEST(Entry, EverythingThatIsNotTheEnvelopeIsRefused) {
  Entry parsed;
  ASSERT_TRUE(parse_entry(kGood, parsed));
  const auto refused = [&](const std::string& text) { EXPECT_FALSE(parse_entry(text, parsed)) << text; };
  refused("");
  refused("{}");
  refused(" " + kGood);
  refused(kGood + "\n");
  refused(replaced(kGood, R"({"type":"x"})", R"(["type"])"));
  refused(replaced(kGood, R"({"type":"x"})", "1"));
  refused(replaced(kGood, R"({"type":"x"})", R"({"type": "x"})"));
  refused(replaced(kGood, R"({"type":"x"})", R"({"z":1,"type":"x"})"));
  refused(replaced(kGood, R"({"type":"x"})", "{\"type\":\"\xC3\"}"));
  refused(replaced(kGood, R"({"type":"x"})", R"({"type":1.5})"));
  refused(replaced(kGood, R"("v":1})", R"("v":2})"));
  refused(replaced(kGood, R"("v":1})", R"("v":1,"w":1})"));
  refused(replaced(kGood, R"("seq":7)", R"("seq":-7)"));
  refused(replaced(kGood, R"("seq":7)", R"("seq":07)"));
  refused(replaced(kGood, R"("time":1)", R"("time":-1)"));
  refused(replaced(kGood, R"(3,2]])", R"(3,1]])"));
  refused(replaced(kGood, R"(3,2]])", R"(-1,2]])"));
  refused(replaced(kGood, R"(3,2]])", R"(-2,2]])"));
  refused(replaced(kGood, R"(3,2]])", R"(3,2,1]])"));
  refused(replaced(kGood, R"(3,2]])", R"(3,2],["lead","lead_1",3,2]])"));
  refused(replaced(kGood, R"(3,2]])", R"(3,2],["a","b",3,2]])"));
  refused(replaced(kGood, R"("links":[)", R"("links":[],"links2":[)"));
  refused(replaced(kGood, "lead_1", "lead 1"));
  refused(replaced(kGood, "=\",\"seq", "\",\"seq"));
  refused(replaced(kGood, "log.example", "log example"));
}

TEST(Entry, EverySingleByteChangeIsRefusedOrReadsDifferently) {
  Entry original;
  ASSERT_TRUE(parse_entry(kGood, original));
  for (std::size_t at = 0; at < kGood.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string changed = kGood;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      Entry parsed;
      const bool accepted = parse_entry(changed, parsed).has_value();
      const auto value = json::parse(changed, json::kEntryOptions);
      ASSERT_TRUE(!accepted || (value && json::canonical(*value) == changed)) << changed;
    }
  }
}

TEST(Entry, ChainFaultsAreNamed) {
  Entry entry;
  ASSERT_TRUE(parse_entry(kGood, entry));
  EXPECT_EQ(check_next(entry, state_at(7)), ChainFault::kNone);
  EXPECT_EQ(check_next(entry, state_at(6)), ChainFault::kSeq);
  EXPECT_EQ(check_next(entry, state_at(8)), ChainFault::kSeq);
  ChainState state = state_at(7);
  state.prev_leaf[0] ^= 1U;
  EXPECT_EQ(check_next(entry, state), ChainFault::kPrev);
  state = state_at(7);
  state.log = "log.example/other";
  EXPECT_EQ(check_next(entry, state), ChainFault::kLog);
  state = state_at(7);
  state.last_time_us = entry.time_us;
  EXPECT_EQ(check_next(entry, state), ChainFault::kNone);
  state.last_time_us = entry.time_us + 1;
  EXPECT_EQ(check_next(entry, state), ChainFault::kTime);
}

RC_GTEST_PROP(Entry, RandomLogsChain, ()) {
  const auto log = testing::TestLog::make(*rc::gen::inRange<std::size_t>(1, 30), *rc::gen::inRange<std::size_t>(1, 9));
  ChainState state{testing::kOrigin, 0, empty_root(), 0};
  LinkChecker links;
  Entry entry;
  for (const std::string& bytes : log.entries) {
    RC_ASSERT(parse_entry(bytes, entry).has_value());
    RC_ASSERT(check_next(entry, state) == ChainFault::kNone);
    RC_ASSERT(links.check(entry).empty());
    advance(state, entry.time_us, leaf_hash(as_bytes(bytes)));
  }
}

}  // namespace
}  // namespace licet::ledger
