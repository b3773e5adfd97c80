#include "screening/name_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "screening/similarity.h"
#include "screening/word_sound.h"

namespace licet::screening {
namespace {

rc::Gen<std::string> words_of(const rc::Gen<std::string>& word) {
  return rc::gen::map(
      rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 6),
                      [word](std::size_t size) { return rc::gen::container<std::vector<std::string>>(size, word); }),
      [](const std::vector<std::string>& words) {
        std::string out;
        for (const std::string& next : words) out += (out.empty() ? "" : " ") + next;
        return out;
      });
}

/// Names of few words from a small stock, so that initials, joined words, misspellings and repetitions meet, and
/// sounds, given names, numbers, legal forms, acronyms and two scripts.
rc::Gen<std::string> some_name() {
  return words_of(rc::gen::element<std::string>(
      "j", "s", "a", "JC", "john", "johnn", "smith", "smyth", "al", "el", "ibn", "shanti", "alshanti", "alshanty",
      "abd", "allah", "abdallah", "abdalah", "kar", "im", "karim", "11", "44", "forty", "four", "block11", "trading",
      "trade", "and", "of", "ltd", "gmbh", "company", "jsc", "smithjohn", "wilhelmina", "wilhelmia", "bill", "william",
      "guillermo", "khadafi", "qadhafi", "mr", "kat", "smithjohnn", "tga", "陈", "明国", "郭晨", "郭", "Владимир",
      "Żółć", "\xCC\x81"));
}

NameIndex index_of(const std::vector<std::string>& names, NameForm form) {
  NameIndex::Builder builder(form);
  for (std::uint32_t i = 0; i < names.size(); ++i) builder.add(*normalise(names[i], form), {i, 0, i % 3 == 0});
  return std::move(builder).finish();
}

std::vector<std::string> some_names(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i)
    out.push_back(*some_name() + (*rc::gen::arbitrary<bool>() ? ", " + *some_name() : ""));
  return out;
}

RC_GTEST_PROP(NameIndex, SearchEqualsComparingWithEveryName, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  const NameIndex index = index_of(some_names(40), form);
  for (int i = 0; i < 10; ++i) {
    const NormalName query = *normalise(*some_name(), form);
    const Cutoff cutoff =
        *rc::gen::element(Cutoff{1, 1}, Cutoff{6'000, 8'000}, Cutoff{8'500, 9'500}, Cutoff{9'900, 9'900});
    const auto fast = index.find(query, cutoff);
    const auto explained = index.search(query, cutoff);
    const auto slow = index.search_all(query, cutoff);
    RC_ASSERT(fast.size() == slow.size());
    for (std::size_t k = 0; k < fast.size(); ++k) {
      RC_ASSERT(fast[k].index == slow[k].index);
      RC_ASSERT(fast[k].score == slow[k].alignment.score);
      RC_ASSERT(explained[k].alignment.parts == slow[k].alignment.parts);
    }
  }
}

RC_GTEST_PROP(NameIndex, TheOtherWayRoundEqualsAligningEveryQuery, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  const auto names = some_names(40);
  const NameIndex book = index_of(names, form);
  for (int i = 0; i < 10; ++i) {
    const NormalName listed = *normalise(some_names(1)[0], form);
    const Cutoff cutoff = *rc::gen::element(Cutoff{1, 1}, Cutoff{6'000, 8'000}, Cutoff{8'500, 8'000}, Cutoff{9'900, 1});
    std::vector<Scored> expected;
    for (std::uint32_t k = 0; k < names.size(); ++k) {
      const std::uint32_t score = align(*normalise(names[k], form), listed).score;
      if (score >= (k % 3 == 0 ? cutoff.weak : cutoff.strong)) expected.push_back({k, score});
    }
    RC_ASSERT(book.find_queries(listed, cutoff) == expected);
  }
}

/// A word is kept by the last name that has it, an acronym, or a character, whichever is forgotten first.
RC_GTEST_PROP(NameIndex, ForgettingIsAsNeverHavingHad, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  const auto names = some_names(30);
  NameIndex::Builder all = NameIndex::Builder::of_book(form), left = NameIndex::Builder::of_book(form);
  std::vector<std::uint32_t> gone;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    all.add(*normalise(names[i], form), {i, 0, i % 3 == 0});
    if (*rc::gen::arbitrary<bool>())
      gone.push_back(i + 1);
    else
      left.add(*normalise(names[i], form), {i, 0, i % 3 == 0});
  }
  NameIndex index = std::move(all).finish();
  const NameIndex without = std::move(left).finish();
  for (const std::uint32_t name : gone) index.forget(name);
  const auto owners = [](const NameIndex& of, const std::vector<Scored>& found) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    for (const Scored& one : found) out.emplace_back(of.names()[one.index].entry, one.score);
    return out;
  };
  for (int i = 0; i < 10; ++i) {
    const NormalName asked = *normalise(some_names(1)[0], form);
    for (const Cutoff& cutoff : {Cutoff{1, 1}, Cutoff{8'500, 8'000}}) {
      RC_ASSERT(owners(index, index.find(asked, cutoff)) == owners(without, without.find(asked, cutoff)));
      RC_ASSERT(owners(index, index.find_queries(asked, cutoff)) ==
                owners(without, without.find_queries(asked, cutoff)));
    }
  }
  // The same letters; and no sound but of words that are left.
  const auto letters = [](const NameIndex& of) {
    std::vector<std::string> lines(1);
    for (const char c : of.letters()) {
      if (c == '\n') lines.emplace_back();
      if (c != '\n' && c != '\0') lines.back() += c;
    }
    std::sort(lines[0].begin(), lines[0].end());
    return lines;
  };
  const auto left_lines = letters(index), all_lines = letters(without);
  RC_ASSERT(left_lines[0] == all_lines[0]);
  std::set<std::string> sounds{""};
  for (std::uint32_t name = 1; name < without.names().size(); ++name)
    for (const Token& token : without.name(name).tokens) sounds.insert(sound_of(token.text));
  for (std::size_t i = 1; i < left_lines.size(); ++i) RC_ASSERT(sounds.count(left_lines[i]) == 1U);
}

RC_GTEST_PROP(NameIndex, GivesNamesBackAsTheyWere, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  const auto names = some_names(10);
  const NameIndex index = index_of(names, form);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const NormalName was = *normalise(names[i], form), is = index.name(i);
    RC_ASSERT(is.form == was.form);
    RC_ASSERT(is.tokens == was.tokens);
    RC_ASSERT(is.native == was.native);
    RC_ASSERT(is.joined == was.joined);
    RC_ASSERT(is.joined_natural == was.joined_natural);
    RC_ASSERT(is.acronym == was.acronym);
  }
}

TEST(NameIndex, EmptyIndexFindsNothing) {
  const NormalName name = *normalise("john smith", NameForm::kPerson);
  EXPECT_TRUE(NameIndex().find(name, {1, 1}).empty());
  EXPECT_TRUE(NameIndex::Builder(NameForm::kPerson).finish().find(name, {1, 1}).empty());
  EXPECT_TRUE(NameIndex().find_queries(name, {1, 1}).empty());
}

/// What the sums of rare words leave out: a name that has only the frequent word, and an initial for the rare one.
TEST(NameIndex, AFrequentWordFindsWhatAnInitialCompletes) {
  for (const int others : {1, 40}) {  // few names begun by the rare word, and many
    std::vector<std::string> names{"Muhammad K", "Muhammad Khan"};
    for (char a = 'a'; a <= 'z'; ++a)
      for (char b = 'a'; b <= 'h'; ++b) names.push_back(std::string("Muhammad zzq") + a + a + b + b);
    for (int i = 0; i < others; ++i) names.push_back("Khan wwq" + std::string(static_cast<std::size_t>(i) + 1, 'x'));
    const NameIndex index = index_of(names, NameForm::kPerson);
    for (const auto& [asked, cutoff] : {std::pair("Muhammad Khan", 8'800U), std::pair("Muhammad K", 9'500U)}) {
      const auto found = index.find(*normalise(asked, NameForm::kPerson), {cutoff, cutoff});
      ASSERT_EQ(found.size(), 2U) << asked << " beside " << others;
      EXPECT_EQ(found[0].index, 0U);
      EXPECT_EQ(found[1].index, 1U);
    }
  }
}

// ---- hostile lists and queries. What is asserted is the answer; that the tests end at all is the bound on time.

TEST(NameIndex, ThousandsOfEqualNamesAreOneComparisonEach) {
  std::vector<std::string> names(20'000, "Muhammad Ahmad Mahmud");
  names.push_back("Anna Bell");
  const NameIndex index = index_of(names, NameForm::kPerson);
  EXPECT_EQ(index.find(*normalise("Muhammad Ahmad Mahmud", NameForm::kPerson), {9'000, 9'000}).size(), 20'000U);
  EXPECT_EQ(index.find(*normalise("muhammadahmadmahmud", NameForm::kPerson), {9'000, 9'000}).size(), 20'000U);
  EXPECT_EQ(index.find(*normalise("Anna Bell", NameForm::kPerson), {9'000, 9'000}).size(), 1U);
  EXPECT_LT(index.memory(), 20'000U * 200) << "equal words are kept once";
}

TEST(NameIndex, ThousandsOfNearlyEqualWords) {
  std::vector<std::string> names;
  for (char a = 'a'; a <= 'z'; ++a)
    for (char b = 'a'; b <= 'z'; ++b)
      for (char c = 'a'; c <= 'p'; ++c) names.push_back(std::string("wilhelm") + a + "in" + b + " frost" + c);
  const NameIndex index = index_of(names, NameForm::kPerson);
  const NormalName query = *normalise("wilhelmaina frosta", NameForm::kPerson);
  const Cutoff cutoff{9'000, 9'000};
  const auto fast = index.find(query, cutoff);
  const auto slow = index.search_all(query, cutoff);
  ASSERT_EQ(fast.size(), slow.size());
  EXPECT_GT(fast.size(), 100U);
  for (std::size_t i = 0; i < fast.size(); ++i) EXPECT_EQ(fast[i].score, slow[i].alignment.score);
}

TEST(NameIndex, LongNamesOfInitials) {
  // 64 words that become 192 initials, on both sides.
  std::string initials;
  for (int i = 0; i < 64; ++i) initials += std::string("bcd") + (i % 2 == 0 ? " " : "\t");
  const NormalName name = *normalise(initials, NameForm::kPerson);
  ASSERT_EQ(name.tokens.size(), 192U);
  const NameIndex index = index_of({initials, "Anna Bell", initials}, NameForm::kPerson);
  const auto found = index.find(name, {1, 1});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].score, kFull);
}

TEST(NameIndex, WhatHasNoLettersIsComparedByItself) {
  const std::vector<std::string> names{"\xCC\x81", "\xF0\x9F\x92\xA9", "\xE2\x80\x8F", "- . -", "Анна Bell陈"};
  const NameIndex index = index_of(names, NameForm::kPerson);
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const auto found = index.find(*normalise(names[i], NameForm::kPerson), {kFull, kFull});
    ASSERT_EQ(found.size(), 1U) << names[i];
    EXPECT_EQ(found[0].index, i);
  }
}

}  // namespace
}  // namespace licet::screening
