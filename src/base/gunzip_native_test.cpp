#include "base/gunzip_native.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zlib.h>

#include <random>

namespace licet {
namespace {

std::string packed(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// In pieces of random sizes from 1 to `piece_max`.
Result<std::string> unpacked(const std::string& bytes, std::size_t max = 1U << 20U, std::size_t piece_max = 1U << 20U) {
  std::string out;
  Gunzip gunzip("list.gz", max, [&](std::string_view piece) -> Status {
    out += piece;
    return {};
  });
  std::mt19937 random(7);
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = 1 + random() % piece_max;
    LICET_CHECK(gunzip.feed(std::string_view(bytes).substr(at, size)));
    at += size;
  }
  LICET_CHECK(gunzip.finish());
  return out;
}

TEST(Gunzip, KnowsTheFirstBytes) {
  EXPECT_TRUE(looks_like_gzip(packed("a")));
  EXPECT_FALSE(looks_like_gzip(""));
  EXPECT_FALSE(looks_like_gzip("\x1F"));
  EXPECT_FALSE(looks_like_gzip("<?xml version=\"1.0\"?>"));
}

RC_GTEST_PROP(Gunzip, GivesBackWhatWasPacked, (const std::string& text)) {
  std::string longer;
  for (int i = 0; i < 200; ++i) longer += text + std::to_string(i);
  const auto out = unpacked(packed(longer), 1U << 24U, 1 + text.size() * 3);
  RC_ASSERT(out.has_value());
  RC_ASSERT(*out == longer);
}

TEST(Gunzip, ReadsSeveralMembersAndZerosAtTheEnd) {
  EXPECT_EQ(*unpacked(packed("one") + packed("") + packed("two")), "onetwo");
  EXPECT_EQ(*unpacked(packed("one") + std::string(600, '\0'), 100, 3), "one");
  EXPECT_EQ(*unpacked(packed("")), "");
}

TEST(Gunzip, RefusesWhatIsTruncatedAtAnyPlace) {
  const std::string whole = packed("a list of names that is long enough to have a body");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto out = unpacked(whole.substr(0, size));
    ASSERT_FALSE(out) << size;
    EXPECT_EQ(out.error().to_string(), "list.gz: the gzip file is truncated; get it again from its publisher");
  }
}

TEST(Gunzip, RefusesWhatIsDamaged) {
  std::string damaged = packed("a list of names that is long enough to have a body");
  damaged[damaged.size() - 6] = static_cast<char>(damaged[damaged.size() - 6] ^ 1);  // the checksum
  const auto out = unpacked(damaged);
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().code, ErrorCode::kBadInput);
  EXPECT_NE(out.error().text.find("damaged"), std::string::npos);
  EXPECT_NE(unpacked("plain text").error().text.find("no gzip file"), std::string::npos);
  EXPECT_NE(unpacked(packed("one") + "tail").error().text.find("damaged"), std::string::npos);
  EXPECT_NE(unpacked(packed("one") + std::string(1, '\0') + "tail").error().text.find("other bytes"),
            std::string::npos);
}

TEST(Gunzip, HoldsItsLimit) {
  const std::string bomb = packed(std::string(50U << 20U, 'a'));
  EXPECT_LT(bomb.size(), 60'000U);
  EXPECT_EQ(unpacked(bomb).error().code, ErrorCode::kLimit);
  EXPECT_TRUE(unpacked(packed(std::string(1000, 'a')), 1000));
  EXPECT_EQ(unpacked(packed(std::string(1001, 'a')), 1000).error().code, ErrorCode::kLimit);
}

TEST(Gunzip, ReturnsTheSinksErrorAsItIs) {
  Gunzip gunzip("list.gz", 100, [](std::string_view) -> Status { return fail(ErrorCode::kRefused, "no"); });
  const Status status = gunzip.feed(packed("text"));
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().to_string(), "no");
}

}  // namespace
}  // namespace licet
