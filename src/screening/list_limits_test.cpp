// Every reader holds to what a list may hold at most: read at the limit, refused with one more.
#include <gtest/gtest.h>

#include <functional>

#include "screening/list_build.h"
#include "screening/list_samples.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::error_of;
using testing::KindSample;

Result<ReadList> read_within(const KindSample& sample, const ListLimits& limits) {
  const auto reader = find_list_kind(sample.kind)->make();
  reader->set_limits(limits);
  for (const auto& [name, bytes] : sample.files) {
    LICET_CHECK(reader->begin(name));
    LICET_CHECK(reader->feed(bytes));
    LICET_CHECK(reader->end());
  }
  return reader->finish();
}

/// The least value of a limit with which every sample is still read, found by halves; one less must be kLimit, with the
/// file's name.
void expect_edge(std::size_t ListLimits::*limit, std::size_t most, std::string_view says) {
  for (const KindSample& sample : testing::all_samples()) {
    std::size_t low = 0, high = most;  // refused at `low`, read at `high`
    const auto with = [&](std::size_t value) {
      ListLimits limits;
      limits.*limit = value;
      return read_within(sample, limits);
    };
    ASSERT_TRUE(with(high)) << sample.kind;
    ASSERT_FALSE(with(low)) << sample.kind << " is read with a limit of 0";
    while (high - low > 1) {
      const std::size_t middle = low + (high - low) / 2;
      (with(middle) ? high : low) = middle;
    }
    const auto over = with(low);
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code, ErrorCode::kLimit) << sample.kind << error_of(over);
    EXPECT_NE(over.error().text.find(says), std::string::npos) << sample.kind << ": " << error_of(over);
    EXPECT_FALSE(over.error().where.file.empty()) << sample.kind << ": " << error_of(over);
    EXPECT_TRUE(with(high)) << sample.kind;
  }
}

TEST(ListLimits, Entries) { expect_edge(&ListLimits::entries, 100, " entries"); }
TEST(ListLimits, BytesOfAnId) { expect_edge(&ListLimits::entry_id_bytes, 128, "an entry id of more than"); }
TEST(ListLimits, BytesOfAnEntry) { expect_edge(&ListLimits::entry_bytes, 1U << 20U, "bytes: no publisher's has that"); }
TEST(ListLimits, BytesOfAList) { expect_edge(&ListLimits::bytes, 1U << 24U, "bytes in memory"); }

TEST(ListLimits, RowsLinesAndRelationships) {
  for (const KindSample& sample : testing::all_samples()) {
    if (sample.files.front().second.starts_with("<?xml") && sample.kind != "ofac-sdn-advanced") continue;
    std::size_t rows = 0;
    ListLimits limits;
    for (limits.rows = 0; !read_within(sample, limits); ++limits.rows) {
      const auto over = read_within(sample, limits);
      EXPECT_EQ(over.error().code, ErrorCode::kLimit) << sample.kind << error_of(over);
      ASSERT_LT(++rows, 100U) << sample.kind;
    }
    EXPECT_GE(rows, 2U) << sample.kind;
  }
}

TEST(ListLimits, WhatAreNoEntriesIsCountedAsWell) {
  // Values, locations, documents and relationships of OFAC's Advanced XML stay in memory until its end.
  const KindSample plain{"ofac-sdn-advanced", {{"list", testing::advanced_sample()}}};
  const auto needs = [](const KindSample& sample) {
    std::size_t low = 0, high = 1U << 24U;
    while (high - low > 1) {
      ListLimits limits;
      limits.bytes = low + (high - low) / 2;
      (read_within(sample, limits) ? high : low) = limits.bytes;
    }
    return high;
  };
  const auto more = [&](std::string_view before, const std::string& text) {
    KindSample sample = plain;
    sample.files[0].second = testing::with(sample.files[0].second, before, text + std::string(before));
    return needs(sample);
  };
  const std::size_t least = needs(plain);
  const std::string long_text(1'000, 'x');
  EXPECT_GE(more("</CountryValues>", "<Country ID=\"9\">" + long_text + "</Country>"), least + 1'000);
  EXPECT_GE(more("</IDRegDocuments>", "<IDRegDocument IDRegDocTypeID=\"1571\" IdentityID=\"70\"><IDRegistrationNo>" +
                                          long_text + "</IDRegistrationNo></IDRegDocument>"),
            least + 1'000);
  EXPECT_GE(more("</Locations>", "<Location ID=\"9\"><LocationPart LocPartTypeID=\"1454\"><LocationPartValue><Value>" +
                                     long_text + "</Value></LocationPartValue></LocationPart></Location>"),
            least + 1'000);
  EXPECT_GE(more("</ProfileRelationships>", "<ProfileRelationship From-ProfileID=\"" + long_text +
                                                "\" To-ProfileID=\"1\" RelationTypeID=\"15\"/>"),
            least + 1'000);
  EXPECT_GE(more("</SanctionsEntry>\n</SanctionsEntries>",
                 "<SanctionsMeasure SanctionsTypeID=\"1\"><Comment>" + long_text + "</Comment></SanctionsMeasure>"),
            least + 1'000);
}

}  // namespace
}  // namespace licet::screening
