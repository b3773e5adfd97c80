// What all kinds promise: any pieces, whole or not at all, errors that say where, stable hashes.
#include "screening/list_reader.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <random>
#include <set>

#include "base/limits.h"
#include "screening/list_document.h"
#include "screening/list_samples.h"
#include "screening/list_sniff.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::code_of;
using testing::error_of;
using testing::Files;
using testing::read_files;
using testing::read_in_pieces;
using testing::read_one;

struct Sample {
  std::string kind, bytes;
};
std::vector<Sample> samples() {
  return {{"uk", testing::uk_sample()},
          {"uk-conlist", testing::conlist_sample()},
          {"eu", testing::eu_sample()},
          {"opensanctions-simple", testing::simple_sample()},
          {"opensanctions-ftm", testing::ftm_sample()},
          {"firm", testing::firm_sample()}};
}

TEST(ListKinds, AreFoundByIdAndMakeReadersOfTheirKind) {
  std::set<std::string_view> ids;
  for (const ListKind& kind : list_kinds()) {
    EXPECT_TRUE(ids.insert(kind.id).second) << kind.id;
    EXPECT_EQ(find_list_kind(kind.id), &kind);
    EXPECT_GE(kind.entries_least, 1U);
    EXPECT_FALSE(kind.make()->finish()) << "no file, no list";
  }
  for (const Sample& sample : samples()) {
    const auto got = read_one(sample.kind, sample.bytes);
    ASSERT_TRUE(got) << sample.kind << error_of(got);
    EXPECT_EQ(got->list.kind, sample.kind);
  }
  EXPECT_EQ(find_list_kind("ofac"), nullptr);
}

TEST(ListKinds, AFileOfAnotherKindIsNamed) {
  for (const Sample& sample : samples()) {
    for (const ListKind& kind : list_kinds()) {
      if (kind.id == sample.kind) continue;
      const std::string error = error_of(read_one(kind.id, sample.bytes));
      EXPECT_NE(error.find("this looks like"), std::string::npos) << sample.kind << " as " << kind.id << ": " << error;
      EXPECT_NE(error.find("(kind " + sample.kind + ")"), std::string::npos) << error;
    }
  }
  const std::pair<std::string, std::string> kOthers[] = {
      {"\x1F\x8B\x08", "gzip"},
      {"PK\x03\x04", "ZIP"},
      {"<!DOCTYPE html><html>", "web page"},
      {"<?xml version=\"1.0\"?><CONSOLIDATED_LIST dateGenerated=\"x\">", "kind un"},
      {"<?xml version=\"1.0\"?><export xmlns=\"http://eu.europa.ec/fpi/fsd/export\">", "kind eu"},
      {std::string("\xFF\xFEi\0d\0", 6), "UTF-16"},
      {std::string("\xFF\xFE<\0C\0O\0N\0S\0O\0L\0I\0D\0A\0T\0E\0D\0_\0L\0I\0S\0T\0>\0", 40), "kind un"},
      {"ent_num,SDN_Name\n", "OFAC"}};
  for (const auto& [head, text] : kOthers) {
    const std::string error = error_of(read_one("uk", head));
    EXPECT_NE(error.find(text), std::string::npos) << error;
  }
  EXPECT_EQ(look_of(""), Look::kUnknown);
  EXPECT_EQ(look_of("7,1,aka,X,-0- \n"), Look::kUnknown);
}

TEST(ListKinds, XmlInUtf16IsRead) {
  const std::string ascii =
      "<?xml version=\"1.0\" "
      "encoding=\"UTF-16\"?><CONSOLIDATED_LIST><ENTITIES><ENTITY><DATAID>7</DATAID><FIRST_NAME>HARBOUR "
      "NINE</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>";
  for (const bool little : {true, false}) {
    std::string wide = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : ascii) (wide += little ? c : '\0') += little ? '\0' : c;
    const auto got = read_one("un", wide);
    ASSERT_TRUE(got) << error_of(got);
    EXPECT_EQ(got->list.entries[0].names[0].full, "HARBOUR NINE");
  }
}

TEST(ListKinds, ListsOfNobodyAreRefused) {
  for (const Sample& sample : samples()) {
    const auto empty = read_one(sample.kind, "");
    EXPECT_FALSE(empty) << sample.kind;
    if (sample.kind == "opensanctions-ftm") continue;
    std::string head = sample.bytes.substr(0, sample.bytes.find('\n') + 1);
    if (sample.kind.starts_with("uk")) head = sample.bytes.substr(0, sample.bytes.find('\n', head.size()) + 1);
    EXPECT_NE(error_of(read_one(sample.kind, head)).find("a list of nobody clears everybody"), std::string::npos)
        << error_of(read_one(sample.kind, head));
  }
  const std::string relations = "{\"id\":\"S\",\"schema\":\"Sanction\",\"properties\":{}}\n";
  EXPECT_NE(error_of(read_one("opensanctions-ftm", relations)).find("clears everybody"), std::string::npos);
}

TEST(ListKinds, DamagedBytesAreRefusedWithTheirPlace) {
  for (const Sample& sample : samples()) {
    const std::size_t end = sample.bytes.size() - 1;
    const std::string cut = sample.bytes.substr(0, end);
    EXPECT_NE(error_of(read_one(sample.kind, cut)).find("truncated"), std::string::npos) << sample.kind;
    const std::size_t at =
        sample.bytes.find("Mirko") == std::string::npos ? sample.bytes.find("Lucinda") : sample.bytes.find("Mirko");
    std::string nul = sample.bytes, latin1 = sample.bytes;
    nul[at] = '\0';
    latin1[at] = '\xE9';
    for (const std::string& bytes : {nul, latin1}) {
      const auto got = read_one(sample.kind, bytes);
      ASSERT_FALSE(got) << sample.kind;
      EXPECT_EQ(got.error().where.file, "list") << sample.kind;
      EXPECT_GE(got.error().where.line, 1U) << sample.kind << error_of(got);
      EXPECT_GE(got.error().where.column, 1U) << sample.kind << error_of(got);
      EXPECT_EQ(got.error().code, ErrorCode::kBadInput);
    }
    std::string huge = sample.bytes;
    huge.insert(at, std::string(std::size_t{9} << 20U, 'a'));
    EXPECT_EQ(code_of(read_one(sample.kind, huge)), ErrorCode::kLimit) << sample.kind;
  }
}

TEST(ListKinds, FieldsOfTheLimitAreReadAndOneByteMoreIsNot) {
  const std::string at_limit(limits::kCsvFieldBytesMax - std::string("Harbour Nine").size(), 'r');
  const std::string one = testing::with(testing::firm_sample(), "Harbour Nine", "Harbour Nine" + at_limit);
  const auto fits = read_one("firm", one);
  EXPECT_TRUE(fits) << error_of(fits);
  EXPECT_EQ(code_of(read_one("firm", testing::with(one, "Harbour", "Harbourr"))), ErrorCode::kLimit);
}

TEST(ListKinds, ASecondFileIsRefusedWhereTheListIsOne) {
  for (const Sample& sample : samples()) {
    EXPECT_FALSE(read_files(sample.kind, {{"a", sample.bytes}, {"b", sample.bytes}})) << sample.kind;
  }
}

RC_GTEST_PROP(ListKinds, PiecesDoNotMatter, ()) {
  for (const Sample& sample : samples()) {
    const auto whole = read_one(sample.kind, sample.bytes);
    const auto most = *rc::gen::inRange<std::size_t>(2, 300);
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    std::mt19937 random(seed);
    const auto pieces = read_in_pieces(sample.kind, {{"list", sample.bytes}}, [&] { return 1 + random() % most; });
    RC_ASSERT(whole.has_value() && pieces.has_value());
    RC_ASSERT(whole->list.digest == pieces->list.digest);
    RC_ASSERT(whole->list.source_digest == pieces->list.source_digest);
    RC_ASSERT(whole->report.notes == pieces->report.notes);
  }
}

RC_GTEST_PROP(ListKinds, ATruncatedFileIsRefusedOrEndsAtALine, ()) {
  for (const Sample& sample : samples()) {
    const auto cut = *rc::gen::inRange<std::size_t>(1, sample.bytes.size());
    const auto got = read_one(sample.kind, sample.bytes.substr(0, cut));
    if (got) RC_ASSERT(sample.bytes[cut - 1] == '\n');
  }
}

RC_GTEST_PROP(ListKinds, AChangedByteGivesAnErrorOrAListThatKeeps, ()) {
  for (const Sample& sample : samples()) {
    std::string bytes = sample.bytes;
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = static_cast<char>(*rc::gen::arbitrary<std::uint8_t>());
    const auto got = read_one(sample.kind, bytes);
    if (!got) {
      RC_ASSERT(got.error().code == ErrorCode::kBadInput || got.error().code == ErrorCode::kLimit);
      continue;
    }
    const auto again = list_from_document(list_to_document(got->list));
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->entries == got->list.entries);
  }
}

TEST(ListKinds, HashesAreStableAndEveryFieldCounts) {
  for (const Sample& sample : samples()) {
    const auto first = read_one(sample.kind, sample.bytes), second = read_one(sample.kind, sample.bytes);
    ASSERT_TRUE(first && second);
    ASSERT_EQ(first->list.entries.size(), second->list.entries.size());
    for (std::size_t i = 0; i < first->list.entries.size(); ++i)
      EXPECT_EQ(first->list.entries[i].content_hash, second->list.entries[i].content_hash);
  }
  const std::pair<const char*, const char*> kChanges[] = {{"OSTROVSKY-KALE", "OSTROVSKY-KALI"},
                                                          {"Ivanovich", "Iwanovich"},
                                                          {"Low quality", "Good quality"},
                                                          {"08/09/1966", "09/09/1966"},
                                                          {"North Korea", "Cuba"},
                                                          {"(1) Russia", "(1) Cuba"},
                                                          {"X123", "X124"},
                                                          {"Male", "Female"},
                                                          {"Travel Ban", "Travel"},
                                                          {"1 Quay", "2 Quay"},
                                                          {"14/03/2022", "13/03/2022"},
                                                          {"Inventions", "Invention"},
                                                          {"Iran", "Iraq"},
                                                          {"01/05/2025", "02/05/2025"},
                                                          {"dd/mm/1967", "dd/mm/1968"}};
  const auto before = read_one("uk", testing::uk_sample());
  ASSERT_TRUE(before);
  for (const auto& [from, to] : kChanges) {
    const auto after = read_one("uk", testing::with(testing::uk_sample(), from, to));
    ASSERT_TRUE(after) << from << error_of(after);
    EXPECT_NE(testing::entry_of(*after, "INV0001")->content_hash, testing::entry_of(*before, "INV0001")->content_hash)
        << from;
    EXPECT_EQ(testing::entry_of(*after, "INV0002")->content_hash, testing::entry_of(*before, "INV0002")->content_hash)
        << from;
  }
}

}  // namespace
}  // namespace licet::screening
