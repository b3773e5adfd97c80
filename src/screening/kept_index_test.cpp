// An index that was kept gives the answers of the one that was built; bytes that were changed give an error or an index
// that can be asked.
#include "screening/kept_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "base/id.h"
#include "screening/engine.h"
#include "screening/list_document.h"
#include "screening/random_list.h"
#include "screening/real_lists_test.h"

namespace licet::screening {
namespace {

using testing::random_list;
using testing::random_query;

std::shared_ptr<const ListIndex> random_index(SeededRandom& random, std::size_t entries) {
  std::vector<std::shared_ptr<const List>> lists;
  for (const char* kind : {"eu", "firm", "un"})
    if (random.next() % 3 != 0) lists.push_back(random_list(random, kind, random.next() % (entries + 1)));
  return *ListIndex::build(std::move(lists));
}

/// Low thresholds, so that there are answers.
Thresholds low() { return {6'000, 6'000, 7'000, 5'000, 8'000}; }

void expect_same_names(const NameIndex& a, const NameIndex& b) {
  ASSERT_EQ(a.names().size(), b.names().size());
  EXPECT_EQ(a.key_count(), b.key_count());
  for (std::uint32_t i = 0; i < a.names().size(); ++i) {
    const NormalName one = a.name(i), other = b.name(i);
    ASSERT_EQ(one.tokens, other.tokens);
    ASSERT_EQ(one.native, other.native);
    ASSERT_EQ(one.joined, other.joined);
    ASSERT_EQ(one.joined_natural, other.joined_natural);
    ASSERT_EQ(one.acronym, other.acronym);
    ASSERT_EQ(a.bits_told(i), b.bits_told(i));
    ASSERT_EQ(a.names()[i].entry, b.names()[i].entry);
    ASSERT_EQ(a.names()[i].name, b.names()[i].name);
    ASSERT_EQ(a.names()[i].weak, b.names()[i].weak);
  }
}

void expect_same(const ListIndex& built, const ListIndex& kept) {
  ASSERT_EQ(built.lists(), kept.lists());
  expect_same_names(built.persons(), kept.persons());
  expect_same_names(built.entities(), kept.entities());
  for (const NameIndex* names : {&built.persons(), &built.entities()})
    for (const IndexedName& name : names->names()) ASSERT_EQ(built.entry(name.entry), kept.entry(name.entry));
}

RC_GTEST_PROP(KeptIndex, AnswersAsTheOneThatWasBuilt, ()) {
  SeededRandom random(*rc::gen::arbitrary<std::uint32_t>());
  const auto built = random_index(random, 40);
  const Bytes bytes = index_to_bytes(*built);
  const auto kept = index_from_bytes(bytes);
  RC_ASSERT(kept.has_value());
  RC_ASSERT(index_to_bytes(**kept) == bytes);
  expect_same(*built, **kept);
  RC_ASSERT(!::testing::Test::HasFailure());
  for (int i = 0; i < 60; ++i) {
    const Query query = random_query(random);
    const auto one = built->screen(query, low()), other = (*kept)->screen(query, low());
    RC_ASSERT(one.has_value() == other.has_value());
    if (one) RC_ASSERT(*one == *other);
  }
}

TEST(KeptIndex, OfNoListsAndOfListsWithoutNames) {
  SeededRandom random(1);
  for (const auto& lists : {std::vector<std::shared_ptr<const List>>{}, {random_list(random, "un", 0)}}) {
    const auto built = *ListIndex::build(lists);
    const auto kept = index_from_bytes(index_to_bytes(*built));
    ASSERT_TRUE(kept.has_value()) << kept.error().to_string();
    Query query;
    query.full_name = "Anna Bell";
    EXPECT_EQ((*kept)->screen(query, low()).value(), built->screen(query, low()).value());
  }
}

/// Asks whatever was read; that nothing happens is the test.
void ask(const ListIndex& index) {
  SeededRandom random(7);
  for (int i = 0; i < 10; ++i) {
    const Query query = random_query(random);
    ASSERT_TRUE(index.screen(query, Thresholds{1, 1, 1, 1, 1}).has_value() || !normalise_query(query));
  }
  const NormalName listed = *normalise("Vladimir Petrov", NameForm::kPerson);
  index.persons().find_queries(listed, 1);
  for (std::uint32_t i = 0; i < index.entities().names().size(); ++i) index.entities().bits_told(i);
}

TEST(KeptIndex, ChangedBytesAreRefusedOrDoNoHarm) {
  SeededRandom random(3);
  const Bytes bytes = index_to_bytes(*random_index(random, 12));
  std::size_t refused = 0, taken = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 3)
    for (const std::uint8_t change : {std::uint8_t{0x01}, std::uint8_t{0x80}, std::uint8_t{0xFF}}) {
      Bytes changed = bytes;
      changed[at] ^= change;
      const auto kept = index_from_bytes(changed);
      if (!kept) {
        EXPECT_EQ(kept.error().code, ErrorCode::kTampered);
        ++refused;
        continue;
      }
      ++taken;
      ask(**kept);
    }
  EXPECT_GT(refused, 1'000U);
  EXPECT_GT(taken, 100U);  // a letter of a name, a hash: that nothing of them was changed is the seal's to say
}

TEST(KeptIndex, BytesThatAreCutOffOrTooManyAreRefused) {
  SeededRandom random(4);
  Bytes bytes = index_to_bytes(*random_index(random, 12));
  for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 97)
    EXPECT_FALSE(index_from_bytes(ByteView(bytes).first(size)).has_value()) << size;
  bytes.push_back(0);
  EXPECT_FALSE(index_from_bytes(bytes).has_value());
}

TEST(KeptIndex, ACountMakesNoMoreMemoryThanThereAreBytes) {
  for (const std::uint8_t kind : {std::uint8_t{0x00}, std::uint8_t{0x01}, std::uint8_t{0x7F}}) {
    const Bytes bytes{1, kind, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F};
    EXPECT_FALSE(index_from_bytes(bytes).has_value());
  }
}

TEST(KeptIndex, ItsIdentityNamesListsEngineAndForm) {
  EXPECT_EQ(kept_index_identity({"sha256:b", "sha256:a"}), kept_index_identity({"sha256:a", "sha256:b"}));
  EXPECT_NE(kept_index_identity({"sha256:a"}), kept_index_identity({"sha256:b"}));
  EXPECT_NE(kept_index_identity({"sha256:a"}).find(index_engine_digest()), std::string::npos);
  EXPECT_NE(index_engine_digest(), engine_digest({}));
}

std::vector<std::shared_ptr<const List>> newest_real_lists() {
  std::map<std::string, std::shared_ptr<const List>> lists;
  for (const auto& [kind, files] : testing::real_lists()) {
    if (lists.contains(kind) || kind == "ofac-cons") continue;
    auto read = testing::read_files(kind, files);
    EXPECT_TRUE(read.has_value()) << kind;
    if (read) lists[kind] = std::make_shared<const List>(std::move(read->list));
  }
  std::vector<std::shared_ptr<const List>> out;
  for (auto& [kind, list] : lists) out.push_back(std::move(list));
  return out;
}

TEST(KeptIndex, OfTheRealListsAnswersAsTheOneThatWasBuilt) {
  const auto lists = newest_real_lists();
  if (lists.empty()) GTEST_SKIP() << "no test data";
  const auto built = *ListIndex::build(lists);
  const Bytes bytes = index_to_bytes(*built);
  const auto kept = index_from_bytes(bytes);
  ASSERT_TRUE(kept.has_value()) << kept.error().to_string();
  EXPECT_TRUE(index_to_bytes(**kept) == bytes);
  expect_same(*built, **kept);
  SeededRandom random(5);
  std::size_t asked = 0, hits = 0;
  for (const Subject subject : {Subject::kPerson, Subject::kCompany}) {
    const NameIndex& names = subject == Subject::kPerson ? built->persons() : built->entities();
    for (std::size_t i = random.next() % 40; i < names.names().size(); i += 1 + random.next() % 40) {
      const IndexedName& owner = names.names()[i];
      const Entry& entry = built->entry(owner.entry);
      Query query;
      std::string& text = subject == Subject::kPerson ? query.full_name : query.company;
      text = entry.names[owner.name].full;
      if (i % 2 == 0 && text.size() > 4) std::swap(text[text.size() / 2], text[text.size() / 2 + 1]);
      if (!is_utf8(text)) text = entry.names[owner.name].full;
      if (!entry.births.empty()) query.birth = entry.births.front();
      for (const ListCountry& country : entry.countries)
        if (country.code.size() == 2) query.countries = {country.code};
      const auto one = built->screen(query, Thresholds()), other = (*kept)->screen(query, Thresholds());
      ASSERT_EQ(one.has_value(), other.has_value()) << text;
      if (!one) continue;
      ASSERT_EQ(*one, *other) << text;
      ++asked;
      hits += one->hits_total;
    }
  }
  EXPECT_GT(asked, 1'000U);
  EXPECT_GT(hits, asked / 2);
}

}  // namespace
}  // namespace licet::screening
