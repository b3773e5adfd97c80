#include "screening/matcher.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <thread>

#include "base/id.h"
#include "base/limits.h"
#include "screening/list_document.h"
#include "screening/similarity.h"
#include "screening/test_data.h"

namespace licet::screening {
namespace {

Entry entry(std::string id, EntryType type, std::vector<ListName> names) {
  Entry out;
  out.entry_id = std::move(id);
  out.type = type;
  out.names = std::move(names);
  return out;
}

std::shared_ptr<const List> small_list() {
  List list;
  list.kind = "demo";
  list.as_of = Instant{1'700'000'000'000'000};
  list.entries = {entry("7", EntryType::kPerson,
                        {{"OSTROVSKY-KALE, Mirko Jan", NameKind::kPrimary, {}, {}},
                         {"KALE, Mirko", NameKind::kAka, {}, {}},
                         {"MIRKO", NameKind::kAka, Strength::kWeak, {}}}),
                  entry("12", EntryType::kEntity, {{"HARBOUR NINE TRADING L.L.C.", NameKind::kPrimary, {}, {}}}),
                  entry("30", EntryType::kVessel, {{"MIRKO KALE", NameKind::kPrimary, {}, {}}})};
  seal_list(list);
  return std::make_shared<const List>(std::move(list));
}

LocalScreener small_screener() { return {*ListIndex::build({small_list()}), Thresholds{}}; }
Query person(std::string name) {
  Query query;
  query.full_name = std::move(name);
  return query;
}
Query company(std::string name) {
  Query query;
  query.company = std::move(name);
  return query;
}

TEST(Screener, FindsPersonsAndCompaniesAmongTheirOwn) {
  LocalScreener screener = small_screener();
  const Screening got = *screener.screen(person("Mirko Kale"));
  EXPECT_EQ(got.status, ScreenStatus::kComplete);
  ASSERT_EQ(got.hits.size(), 1U);
  EXPECT_EQ(got.hits[0].entry_id, "7");
  EXPECT_EQ(got.hits[0].score, kFull);
  EXPECT_EQ(got.hits[0].kind, NameKind::kAka);
  EXPECT_EQ(screener.screen(company("Harbour Nine Trading LLC"))->hits_total, 1U);
  EXPECT_EQ(screener.screen(person("Harbour Nine Trading LLC"))->hits_total, 0U);
  EXPECT_EQ(screener.screen(company("Mirko Kale"))->hits_total, 0U);
}

TEST(Screener, PartsOfANameAndBothSubjectsTogether) {
  LocalScreener screener = small_screener();
  Query query;
  query.first_name = "Mirko";
  query.last_name = "Ostrovsky Kale";
  query.company = "Harbor Nine Trading";
  const Screening got = *screener.screen(query);
  ASSERT_EQ(got.hits.size(), 2U);
  const bool company_first = got.hits[0].subject == Subject::kCompany;
  EXPECT_EQ(got.hits[company_first ? 1 : 0].subject, Subject::kPerson);
  EXPECT_EQ(got.hits[company_first ? 1 : 0].entry_id, "7");
  EXPECT_EQ(got.hits[company_first ? 0 : 1].subject, Subject::kCompany);
  EXPECT_EQ(got.hits[company_first ? 0 : 1].entry_id, "12");
  query.full_name = "Somebody Else";  // the other way of writing the name still counts
  EXPECT_EQ(screener.screen(query)->hits_total, 2U);
}

TEST(Screener, WeakAliasesNeedMore) {
  LocalScreener screener = small_screener();
  EXPECT_EQ(screener.screen(person("Mirko"))->hits_total, 1U);
  EXPECT_EQ(screener.screen(person("Mirco"))->hits_total, 0U);
}

TEST(Screener, NoListIsNotClear) {
  LocalScreener none(nullptr, Thresholds{});
  EXPECT_EQ(none.screen(person("Anna Bell"))->status, ScreenStatus::kNoList);
  EXPECT_TRUE(none.lists().empty());
  LocalScreener empty(*ListIndex::build({}), Thresholds{});
  EXPECT_EQ(empty.screen(person("Anna Bell"))->status, ScreenStatus::kNoList);
}

TEST(Screener, NothingToScreenIsAnError) {
  LocalScreener screener = small_screener();
  EXPECT_EQ(screener.screen(Query{}).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(screener.screen(person(" \t ")).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(screener.screen(person("Ann \xFF")).error().where.field, "full_name");
}

TEST(Screener, WhatNamesNobodyIsScreenedAgainstNobody) {
  LocalScreener screener = small_screener();
  for (const char* nobody : {"???", "-", ".", "12", "x", "\xF0\x9F\x92\xA9"}) {
    EXPECT_EQ(screener.screen(person(nobody)).error().code, ErrorCode::kBadInput) << nobody;
    Query company;
    company.company = nobody;
    EXPECT_EQ(screener.screen(company).error().code, ErrorCode::kBadInput) << nobody;
    Query both = person("Mirko Kale");
    both.company = nobody;
    EXPECT_TRUE(screener.screen(both)) << nobody;
  }
}

TEST(Screener, HostileNamesAnswerOrRefuse) {
  LocalScreener screener = small_screener();
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "mirko ";
  EXPECT_EQ(screener.screen(person(many)).error().code, ErrorCode::kLimit);
  std::string full;
  for (std::size_t i = 0; i < limits::kNameTokensMax; ++i) full += "mirko ";
  EXPECT_TRUE(screener.screen(person(full)));
  for (const std::string& name : {std::string("\xCC\x81\xCC\x81"), std::string("\xF0\x9F\x92\xA9"),
                                  std::string("\xE2\x80\x8F"), std::string("- ' .")})
    EXPECT_EQ(screener.screen(person(name)).error().code, ErrorCode::kBadInput) << "no name: nobody is cleared";
  const auto got = screener.screen(person(std::string(1U << 20U, 'k')));
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->hits_total, 0U);
}

TEST(DemoList, ReadsAndShowsHits) {
  auto read = testing::read_ofac_folder(std::filesystem::path(LICET_SOURCE_DIR) / "firms/meridian/lists");
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->report.entries, 12U);
  EXPECT_EQ(read->report.persons, 7U);
  EXPECT_EQ(read->report.names, 25U) << "12 primary, 10 aliases, 3 weak ones in remarks";
  EXPECT_EQ(read->report.weak_names, 3U);
  EXPECT_TRUE(read->report.notes.empty());
  LocalScreener demo(*ListIndex::build({std::make_shared<const List>(std::move(read->list))}), Thresholds{});
  for (const char* name : {"Mirko Ostrovsky Kale", "Mirko Ostrofsky-Kale", "ZAFRANI Tareq", "Lucinda Vanterpool"}) {
    EXPECT_EQ(demo.screen(person(name))->hits_total, 1U) << name;
  }
  EXPECT_EQ(demo.screen(company("Halcyon Reach Shipping"))->hits_total, 1U);
  EXPECT_EQ(demo.screen(person("Ann Bell"))->hits_total, 0U);
}

TEST(ListIndex, RefusesTwoListsOfAKind) {
  EXPECT_EQ(ListIndex::build({small_list(), small_list()}).error().code, ErrorCode::kConflict);
}

TEST(ScreeningRecord, ClearAndSealedAreApartAndComeTogetherAgain) {
  LocalScreener screener = small_screener();
  const Screening got = *screener.screen(person("Mirco Jan Ostrovsky"));
  ASSERT_FALSE(got.hits.empty());
  const json::Value clear = clear_json(got);
  const json::Value sealed = sealed_json(got);
  EXPECT_TRUE(json::check_profile(clear));
  EXPECT_TRUE(json::check_profile(sealed));
  const std::string clear_text = json::canonical(clear);
  for (const char* personal : {"mirco", "mirko", "ostrovsky", "OSTROVSKY", "jan"}) {
    EXPECT_EQ(clear_text.find(personal), std::string::npos) << personal;
  }
  const auto again = screening_from_json(*json::parse(clear_text), *json::parse(json::canonical(sealed)));
  ASSERT_TRUE(again) << again.error().text;
  EXPECT_EQ(*again, got);
  const auto erased = screening_from_json(clear, json::Value());
  ASSERT_TRUE(erased);
  EXPECT_TRUE(erased->hits[0].listed_name.empty() && erased->hits[0].parts.empty());
  EXPECT_FALSE(screening_from_json(json::Value(json::Object{}), json::Value()));
  json::Value forged = clear;
  forged.as_object().at("hits").as_array()[0].as_object().at("score") = 9'999;
  EXPECT_FALSE(screening_from_json(forged, sealed));
}

TEST(Explain, SaysWhatMatchedAndWhatDidNot) {
  LocalScreener screener = small_screener();
  std::string text;
  for (const std::string& line : explain(*screener.screen(person("Mirko Jan Adam Ostrovsky-Kale"))))
    text += line + '\n';
  EXPECT_NE(text.find("demo entry 7"), std::string::npos) << text;
  EXPECT_NE(text.find("not in the listed name"), std::string::npos) << text;
  LocalScreener none(nullptr, Thresholds{});
  EXPECT_NE(explain(*none.screen(person("A B")))[0].find("nobody is cleared"), std::string::npos);
  EXPECT_NE(explain(*screener.screen(person("Anna Bell"))).back().find("no listed name"), std::string::npos);
}

/// OFAC's list of 2024, read and indexed once for all tests here.
class RealIndex : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    const auto data = testing::test_data();
    if (!data) return;
    auto read = testing::read_ofac_folder(*data / "ofac/2024");
    ASSERT_TRUE(read) << read.error().to_string();
    index_ = *ListIndex::build({std::make_shared<const List>(std::move(read->list))});
  }
  static void TearDownTestSuite() { index_.reset(); }
  void SetUp() override {
    if (!index_) GTEST_SKIP() << "no test data";
  }
  static std::shared_ptr<const ListIndex> index_;
};
std::shared_ptr<const ListIndex> RealIndex::index_;

TEST_F(RealIndex, EveryNameFindsItsOwnEntryInFull) {
  std::size_t names = 0;
  for (const NameIndex* index : {&index_->persons(), &index_->entities()}) {
    for (std::uint32_t i = 0; i < index->names().size(); ++i) {
      const std::vector<Found> found = index->search(index->name(i), {kFull, kFull});
      const bool own = std::any_of(found.begin(), found.end(), [&](const Found& f) { return f.index == i; });
      ASSERT_TRUE(own) << index_->entry(index->names()[i].entry).entry_id;
      ++names;
    }
  }
  EXPECT_GT(names, 30'000U);
}

/// A person's name as a lead's form has it, given names first.
std::string natural_order(const std::string& listed) {
  const std::size_t comma = listed.find(", ");
  return comma == std::string::npos ? listed : listed.substr(comma + 2) + ' ' + listed.substr(0, comma);
}

TEST_F(RealIndex, EveryPrimaryNameAndStrongAliasScreensAsAHitInFull) {
  // 15,402 published, and 346 that only the alias file names.
  for (const ListState& state : index_->lists()) EXPECT_EQ(state.entries, 15'402U + 346U);
  // In the other order of words, through the whole path.
  for (const NameIndex* index : {&index_->persons(), &index_->entities()}) {
    for (const IndexedName& name : index->names()) {
      if (name.weak) continue;
      const Entry& listed = index_->entry(name.entry);
      const std::string& full = listed.names[name.name].full;
      const bool is_person = listed.type == EntryType::kPerson;
      const auto got = index_->screen(is_person ? person(natural_order(full)) : company(full), Thresholds{});
      ASSERT_TRUE(got) << full;
      ASSERT_GE(got->hits_total, 1U) << full;
      ASSERT_EQ(got->hits[0].score, kFull) << full;
      const bool own =
          got->hits_total > got->hits.size() || std::any_of(got->hits.begin(), got->hits.end(), [&](const Hit& hit) {
            return hit.entry_id == listed.entry_id && hit.score == kFull;
          });
      ASSERT_TRUE(own) << full;
    }
  }
}

TEST_F(RealIndex, SearchEqualsComparingWithEverything) {
  SeededRandom random(20'240'501);
  const Cutoff cutoff{7'500, 9'000};
  for (const NameIndex* index : {&index_->persons(), &index_->entities()}) {
    const auto pick = [&] { return index->name(static_cast<std::uint32_t>(random.next() % index->names().size())); };
    for (int i = 0; i < 24; ++i) {
      // Words of two names mixed, one of them misspelt: near many, equal to none.
      NormalName query = pick();
      const NormalName other = pick();
      query.tokens.push_back(other.tokens[random.next() % other.tokens.size()]);
      Token& changed = query.tokens[random.next() % query.tokens.size()];
      changed.chars = 0;
      std::string& word = changed.text;
      if (i % 3 == 0 && word.size() > 1) word.erase(random.next() % word.size(), 1);
      if (i % 3 == 1 && query.tokens.size() > 2) query.tokens.erase(query.tokens.begin());
      const auto fast = index->search(query, cutoff);
      const auto slow = index->search_all(query, cutoff);
      ASSERT_EQ(fast.size(), slow.size()) << query.joined;
      for (std::size_t k = 0; k < fast.size(); ++k) {
        ASSERT_EQ(fast[k].index, slow[k].index);
        ASSERT_EQ(fast[k].alignment.score, slow[k].alignment.score);
        ASSERT_EQ(fast[k].alignment.parts, slow[k].alignment.parts);
      }
    }
  }
}

std::vector<std::string> one_edit_variants(const std::string& word) {
  std::set<std::string> out;
  for (std::size_t i = 0; i <= word.size(); ++i) {
    for (char c = 'a'; c <= 'z'; ++c) {
      out.insert(word.substr(0, i) + c + word.substr(i));
      if (i < word.size()) out.insert(word.substr(0, i) + c + word.substr(i + 1));
    }
    if (i < word.size()) out.insert(word.substr(0, i) + word.substr(i + 1));
    if (i + 1 < word.size()) {
      std::string swapped = word;
      std::swap(swapped[i], swapped[i + 1]);
      out.insert(swapped);
    }
  }
  out.erase(word);
  return {out.begin(), out.end()};
}

TEST_F(RealIndex, EveryOneEditVariantOfAWordFindsItsName) {
  SeededRandom random(7);
  const NameIndex& index = index_->persons();
  std::size_t variants = 0;
  for (int i = 0; i < 12; ++i) {
    const auto number = static_cast<std::uint32_t>(random.next() % index.names().size());
    const NormalName name = index.name(number);
    const std::size_t at = random.next() % name.tokens.size();
    const Token& token = name.tokens[at];
    if (token.kind != TokenKind::kWord || token.text.size() < 4) continue;
    for (const std::string& variant : one_edit_variants(token.text)) {
      std::string written;
      for (std::size_t k = 0; k < name.tokens.size(); ++k) written += (k == at ? variant : name.tokens[k].text) + ' ';
      const auto query = normalise(written, NameForm::kPerson);
      ASSERT_TRUE(query);
      const auto found = index.search(*query, {1, 1});
      ASSERT_TRUE(std::any_of(found.begin(), found.end(), [&](const Found& f) { return f.index == number; }))
          << token.text << " as " << variant;
      ++variants;
    }
  }
  EXPECT_GT(variants, 1'500U);
}

TEST_F(RealIndex, KnownNames) {
  const auto top = [&](const Query& query) {
    const auto got = index_->screen(query, Thresholds{});
    return got && !got->hits.empty() ? got->hits[0].entry_id : std::string("none");
  };
  EXPECT_EQ(top(person("Vladimir Putin")), "35096");
  EXPECT_EQ(top(person("Владимир Путин")), "35096");
  EXPECT_EQ(top(company("Banco Nacional de Cuba")), "306");
  EXPECT_EQ(top(person("Emma Daniels")), "none");
}

TEST_F(RealIndex, ManyThreadsAgree) {
  const Screening expected = *index_->screen(person("Mohammed Ali Hassan"), Thresholds{});
  std::vector<std::thread> threads;
  std::vector<int> equal(4, 0);
  for (std::size_t t = 0; t < equal.size(); ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const Screening got = *index_->screen(person("Mohammed Ali Hassan"), Thresholds{});
        equal[t] += got == expected ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(equal, (std::vector<int>{50, 50, 50, 50}));
}

}  // namespace
}  // namespace licet::screening
