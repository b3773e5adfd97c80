#include "screening/name_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "screening/similarity.h"
#include "screening/test_data.h"
#include "screening/word_sound.h"

namespace licet::screening {
namespace {

NormalName person(std::string_view name) { return normalise(name, NameForm::kPerson).value(); }

using Book = std::vector<std::tuple<NormalName, NameBook::Owner, bool>>;

/// Who has a name that reaches the cutoff: by comparing everybody.
std::vector<NameBook::Owner> reaching(const Book& book, const std::vector<ListedName>& listed) {
  std::set<NameBook::Owner> out;
  for (const auto& [name, owner, facts] : book)
    for (const ListedName& one : listed)
      if (align(name, one.normal).score >= (facts ? one.cutoff.weak : one.cutoff.strong)) out.insert(owner);
  return {out.begin(), out.end()};
}

/// From beginning to end, with what happens meanwhile.
void merge(
    NameBook& book, bool all, const std::function<void()>& meanwhile = [] {}) {
  auto merging = book.begin_merging(all);
  if (!merging) return;
  while (book.give(*merging)) meanwhile();
  merging->build();
  meanwhile();
  book.end_merging(std::move(merging));
}

bool holds(const std::vector<NameBook::Owner>& found, NameBook::Owner owner) {
  return std::binary_search(found.begin(), found.end(), owner);
}

constexpr Cutoff kCutoff{8'500, 8'000};

TEST(NameBook, FindsWhatIsSpeltSoundsOrIsWrittenAlike) {
  const std::vector<std::pair<const char*, const char*>> pairs = {{"Mirko Ostrovsky", "OSTROVSKI, Mirko"},
                                                                  {"Abdul Rahman Yasin", "ABDULRAHMAN, Yasin"},
                                                                  {"Abdulrahman Yasin", "ABDUL RAHMAN, Yasin"},
                                                                  {"Mohammed Aziz", "AZIZ, Muhammad"},
                                                                  {"Liu Xiaobo", "LIUXIAOBO"},
                                                                  {"William Harrington", "HARRINGTON, Bill"}};
  NameBook book(NameForm::kPerson);
  for (NameBook::Owner i = 0; i < pairs.size(); ++i) book.add(person(pairs[i].first), i, false);
  for (NameBook::Owner i = 0; i < 50; ++i) book.add(person("Barnaby Oakshottle"), 100 + i, false);
  merge(book, true);
  for (NameBook::Owner i = 0; i < pairs.size(); ++i) {
    const std::vector<ListedName> listed{{person(pairs[i].second), {8'000, 8'000}}};
    EXPECT_TRUE(holds(book.candidates(listed), i)) << pairs[i].second;
    EXPECT_LT(book.candidates(listed).size(), 4u);
  }
}

TEST(NameBook, WhoSaysFactsIsFoundAtTheirCutoff) {
  NameBook book(NameForm::kPerson);
  const NormalName name = person("Mirko Ostrovskij"), listed = person("OSTROVSKY, Mirko");
  const std::uint32_t score = align(name, listed).score;
  ASSERT_LT(score, kFull);
  book.add(name, 1, true);
  book.add(name, 2, false);
  merge(book, true);
  const auto found = [&](Cutoff cutoff) { return book.candidates(std::vector<ListedName>{{listed, cutoff}}); };
  EXPECT_EQ(found({score, score}), (std::vector<NameBook::Owner>{1, 2}));
  EXPECT_EQ(found({score + 1, score}), (std::vector<NameBook::Owner>{1}));
  EXPECT_EQ(found({score, score + 1}), (std::vector<NameBook::Owner>{2}));
  EXPECT_TRUE(found({score + 1, score + 1}).empty());
}

/// Random names of few letters and words, so that everything that can be alike is.
class RandomNames {
 public:
  explicit RandomNames(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }
  std::string word() {
    static constexpr const char* kParts[] = {"mo",  "ham", "med", "ab", "dul", "rah",
                                             "man", "kov", "ski", "al", "li",  "xi"};
    static constexpr const char* kWhole[] = {"Mohammed", "William",  "Bill", "al",    "bin",
                                             "J",        "Muhammad", "7th",  "Ivanov"};
    if (below(3) == 0) return kWhole[below(std::size(kWhole))];
    std::string out;
    for (std::size_t parts = 1 + below(3); parts > 0; --parts) out += kParts[below(std::size(kParts))];
    if (below(3) == 0 && out.size() > 3) out.erase(below(out.size()), 1);
    return out;
  }
  std::string name() {
    std::string out = word();
    for (std::size_t words = below(4); words > 0; --words)
      out += (below(9) == 0 ? ", " : below(7) == 0 ? "" : " ") + word();
    if (below(12) == 0) out = "\xE7\x8E\x8B\xE5\xB0\x8F" + std::string(below(2) == 0 ? "\xE5\xB9\xB3" : "\xE6\x98\x8E");
    return out;
  }

 private:
  std::mt19937 random_;
};

/// Lives of books: names come, go, change their owner, and segments are made one while they do.
TEST(NameBook, GivesExactlyThoseWhoReachTheCutoff) {
  std::size_t reached = 0, all = 0, merged = 0;
  for (unsigned seed = 1; seed <= 12; ++seed) {
    RandomNames names(seed);
    const NameForm form = seed % 4 == 0 ? NameForm::kOrganisation : NameForm::kPerson;
    const auto normal = [&] { return normalise(names.name(), form).value(); };
    Book kept;
    NameBook book(form);
    const auto add = [&](NameBook::Owner owner) {
      for (std::size_t more = 1 + names.below(2); more > 0; --more) {
        kept.emplace_back(normal(), owner, owner % 3 == 0);
        book.add(std::get<0>(kept.back()), owner, owner % 3 == 0);
      }
    };
    const auto remove = [&](NameBook::Owner owner) {
      book.remove(owner);
      std::erase_if(kept, [owner](const auto& one) { return std::get<1>(one) == owner; });
    };
    NameBook::Owner next = 1;
    for (int round = 0; round < 6; ++round) {
      for (int i = 0; i < 40; ++i) add(next++);
      // Some go, and some of these numbers are given to others.
      const auto some_go = [&] {
        for (int i = 0; i < 4; ++i) {
          const auto owner = static_cast<NameBook::Owner>(1 + names.below(next));
          remove(owner);
          if (names.below(2) == 0) add(owner);
        }
      };
      some_go();
      merge(book, true, some_go);
      ++merged;
      some_go();
      EXPECT_EQ(book.names(), kept.size());
      std::vector<ListedName> listed;
      for (std::size_t i = 0; i < 8; ++i)
        listed.push_back({normal(), names.below(5) == 0 ? Cutoff{9'500, 8'000} : kCutoff});
      // Those who wait are given whoever they are.
      const auto wanted = reaching(kept, listed);
      const auto found = book.candidates(listed);
      for (const NameBook::Owner owner : wanted) EXPECT_TRUE(holds(found, owner)) << "seed " << seed;
      merge(book, true);
      EXPECT_EQ(book.candidates(listed), wanted) << "seed " << seed;
      reached += wanted.size();
      all += kept.size();
    }
  }
  EXPECT_GT(reached, 200u);
  EXPECT_LT(reached, all / 2);
}

TEST(NameBook, WhatWaitsBecomesFewSegments) {
  NameBook book(NameForm::kPerson);
  RandomNames names(7);
  std::size_t begun = 0;
  for (NameBook::Owner owner = 0; owner < 12 * NameBook::kWaitingMax; ++owner) {
    book.add(person("Barnaby " + names.word() + names.word()), owner, false);
    auto merging = book.begin_merging(false);
    if (!merging) continue;
    ++begun;
    EXPECT_EQ(book.begin_merging(true), nullptr) << "one at a time";
    while (book.give(*merging)) {
    }
    merging->build();
    book.end_merging(std::move(merging));
    EXPECT_EQ(book.names(), owner + 1);
  }
  EXPECT_EQ(begun, 12u);
  const std::vector<ListedName> listed{{person("Thaddeus Quennell"), {kFull, kFull}}};
  EXPECT_TRUE(book.candidates(listed).empty()) << "nobody waits any more";
}

TEST(NameBook, KeepsNothingOfWhoIsRemoved) {
  for (const bool merged : {false, true}) {
    NameBook book(NameForm::kPerson);
    book.add(person("Thaddeus Quennell"), 1, false);
    book.add(person("\xE7\x8E\x8B\xE5\xB0\x8F\xE5\xB9\xB3"), 1, false);
    book.add(person("Thaddeus Oakshottle"), 2, false);
    if (merged) merge(book, true);
    ASSERT_NE(book.letters().find("quennell"), std::string::npos);
    ASSERT_NE(book.letters().find("\xE7\x8E\x8B"), std::string::npos);
    ASSERT_NE(book.letters().find(sound_of("quennell")), std::string::npos);
    book.remove(1);
    EXPECT_EQ(book.letters().find("quennell"), std::string::npos);
    EXPECT_EQ(book.letters().find(sound_of("quennell")), std::string::npos) << "nor how it sounds";
    EXPECT_EQ(book.letters().find("\xE7\x8E\x8B"), std::string::npos);
    EXPECT_NE(book.letters().find("thaddeus"), std::string::npos) << "somebody else has it";
    EXPECT_EQ(book.names(), 1u);
    const std::vector<ListedName> listed{{person("Thaddeus Quennell"), kCutoff}};
    EXPECT_FALSE(holds(book.candidates(listed), 1));
    book.remove(2);
    EXPECT_EQ(book.names(), 0u);
    const std::string left = book.letters();
    EXPECT_TRUE(std::all_of(left.begin(), left.end(), [](char c) { return c == '\0' || c == '\n'; }));
    // And goes on.
    book.add(person("Thaddeus Quennell"), 3, false);
    EXPECT_TRUE(holds(book.candidates(listed), 3));
    merge(book, true);
    EXPECT_EQ(book.candidates(listed), (std::vector<NameBook::Owner>{3}));
  }
}

TEST(NameBook, WhoIsRemovedWhileSegmentsBecomeOneStaysAway) {
  NameBook book(NameForm::kPerson);
  book.add(person("Thaddeus Quennell"), 1, false);
  merge(book, true);
  book.add(person("Barnaby Oakshottle"), 2, false);
  book.add(person("Lucinda Vanterpool"), 3, false);
  auto merging = book.begin_merging(true);
  book.remove(1);
  while (book.give(*merging)) {
  }
  book.remove(2);
  book.add(person("Ignacy Zembrowski"), 2, false);
  merging->build();
  book.remove(3);
  book.end_merging(std::move(merging));
  for (const char* gone : {"quennell", "oakshottle", "vanterpool"})
    EXPECT_EQ(book.letters().find(gone), std::string::npos) << gone;
  EXPECT_EQ(book.names(), 1u);
  EXPECT_EQ(book.candidates(std::vector<ListedName>{{person("Zembrowski Ignacy"), kCutoff}}),
            (std::vector<NameBook::Owner>{2}));
}

TEST(NameBook, GivesExactlyThoseOfARealBook) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no folder of real lists";
  const List list = testing::read_ofac_folder(*data / "ofac/2024").value().list;
  std::vector<ListedName> listed;
  for (std::size_t i = 0; i < list.entries.size(); i += 60)
    if (list.entries[i].type == EntryType::kPerson)
      for (const ListName& name : list.entries[i].names)
        listed.push_back(
            {person(name.full), name.strength == Strength::kWeak ? Cutoff{5'500, 5'500} : Cutoff{4'500, 4'000}});
  ASSERT_GT(listed.size(), 100u);
  const std::string text = testing::read_file(*data / "books/clean_persons_global.csv");
  Book kept;
  NameBook book(NameForm::kPerson);
  NameBook::Owner line = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); ++line) {
    const std::size_t end = text.find('\n', at);
    if (line % 12 == 0 && text[at] != '"')
      if (auto name = normalise(text.substr(at, text.find(',', at) - at), NameForm::kPerson);
          name && !name->tokens.empty()) {
        kept.emplace_back(std::move(*name), line, line % 24 == 0);
        book.add(std::get<0>(kept.back()), line, line % 24 == 0);
      }
    if (end == std::string::npos) break;
    at = end + 1;
  }
  merge(book, true);
  const auto wanted = reaching(kept, listed);
  EXPECT_GT(wanted.size(), 10u);
  EXPECT_EQ(book.candidates(listed), wanted);
}

}  // namespace
}  // namespace licet::screening
