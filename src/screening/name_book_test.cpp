#include "screening/name_book.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "screening/test_data.h"

namespace licet::screening {
namespace {

NormalName person(std::string_view name) { return normalise(name, NameForm::kPerson).value(); }
NormalName company(std::string_view name) { return normalise(name, NameForm::kOrganisation).value(); }

/// Who has a name that reaches the cutoff: by comparing everybody.
std::set<std::uint32_t> reaching(const std::vector<std::pair<NormalName, std::uint32_t>>& book,
                                 const std::vector<ListedName>& listed, const Cutoff& cutoff) {
  std::set<std::uint32_t> out;
  for (const auto& [name, owner] : book)
    for (const ListedName& one : listed)
      if (align(name, one.normal).score >= (one.weak ? cutoff.weak : cutoff.strong)) out.insert(owner);
  return out;
}

bool holds(const std::vector<std::uint32_t>& found, std::uint32_t owner) {
  return std::binary_search(found.begin(), found.end(), owner);
}

constexpr Cutoff kCutoff{8'500, 9'500};

TEST(NameBook, FindsWhatIsSpeltSoundsOrIsWrittenAlike) {
  const std::vector<std::pair<const char*, const char*>> pairs = {{"Mirko Ostrovsky", "OSTROVSKI, Mirko"},
                                                                  {"Abdul Rahman Yasin", "ABDULRAHMAN, Yasin"},
                                                                  {"Abdulrahman Yasin", "ABDUL RAHMAN, Yasin"},
                                                                  {"Mohammed Aziz", "AZIZ, Muhammad"},
                                                                  {"Liu Xiaobo", "LIUXIAOBO"},
                                                                  {"William Harrington", "HARRINGTON, Bill"}};
  NameBook book;
  for (std::uint32_t i = 0; i < pairs.size(); ++i) book.add(person(pairs[i].first), i);
  for (std::uint32_t i = 0; i < 50; ++i) book.add(person("Barnaby Oakshottle"), 100 + i);
  book.settle();
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    ASSERT_GE(align(person(pairs[i].first), person(pairs[i].second)).score, 8'000u) << pairs[i].second;
    const std::vector<ListedName> listed{{person(pairs[i].second), false}};
    EXPECT_TRUE(holds(book.candidates(listed, {8'000, 8'000}), i)) << pairs[i].second;
    EXPECT_LT(book.candidates(listed, {8'000, 8'000}).size(), 4u);
  }
}

TEST(NameBook, FindsAcronymsOfBothSides) {
  NameBook book;
  book.add(company("Overseas Mineral Trading Company"), 1);
  book.add(company("OMTK"), 2);
  book.settle();
  for (const char* listed : {"OMT Company", "Overseas Mineral Trading Kombinat"}) {
    const std::vector<ListedName> one{{company(listed), false}};
    const auto found = book.candidates(one, kCutoff);
    for (const auto& [name, owner] : {std::pair{"Overseas Mineral Trading Company", 1u}, std::pair{"OMTK", 2u}}) {
      if (align(company(name), one[0].normal).score >= kCutoff.strong) {
        EXPECT_TRUE(holds(found, owner)) << listed << " / " << name;
      }
    }
  }
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

TEST(NameBook, LeavesOutNobodyWhoReachesTheCutoff) {
  std::size_t reached = 0, given = 0, all = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    RandomNames names(seed);
    const bool companies = seed % 4 == 0;
    const auto normal = [&](const std::string& text) { return companies ? company(text) : person(text); };
    std::vector<std::pair<NormalName, std::uint32_t>> kept;
    NameBook book;
    const auto add = [&](std::uint32_t owner) {
      kept.emplace_back(normal(names.name()), owner);
      book.add(kept.back().first, owner);
    };
    for (std::uint32_t owner = 0; owner < 300; ++owner) add(owner);
    if (seed % 3 != 0) book.settle();
    // Some go, some come later.
    for (int i = 0; i < 40; ++i) {
      const auto owner = static_cast<std::uint32_t>(names.below(300));
      book.remove(owner);
      std::erase_if(kept, [owner](const auto& one) { return one.second == owner; });
    }
    for (std::uint32_t owner = 300; owner < 340; ++owner) add(owner);
    if (seed % 2 == 0) book.settle();
    EXPECT_EQ(book.names(), kept.size());
    for (int round = 0; round < 10; ++round) {
      std::vector<ListedName> listed;
      for (std::size_t i = 0; i < 4; ++i) listed.push_back({normal(names.name()), names.below(5) == 0});
      const auto found = book.candidates(listed, kCutoff);
      const auto wanted = reaching(kept, listed, kCutoff);
      for (const std::uint32_t owner : wanted) EXPECT_TRUE(holds(found, owner)) << "seed " << seed;
      for (const std::uint32_t owner : found)
        EXPECT_TRUE(std::any_of(kept.begin(), kept.end(), [&](const auto& one) { return one.second == owner; }));
      reached += wanted.size();
      given += found.size();
      all += kept.size();
    }
  }
  EXPECT_GT(reached, 500u);
  EXPECT_LT(given, all / 2) << "it does leave out";
}

TEST(NameBook, KeepsNothingOfWhoIsRemoved) {
  for (const bool settled : {false, true}) {
    NameBook book;
    book.add(person("Thaddeus Quennell"), 1);
    book.add(company("Quennell Minerals Ltd"), 1);
    book.add(person("Thaddeus Oakshottle"), 2);
    if (settled) book.settle();
    ASSERT_NE(book.texts().find("quennell"), std::string_view::npos);
    book.remove(1);
    EXPECT_EQ(book.texts().find("quennell"), std::string_view::npos);
    EXPECT_NE(book.texts().find("thaddeus"), std::string_view::npos) << "somebody else has it";
    EXPECT_EQ(book.names(), 1u);
    EXPECT_EQ(book.words(), 2u);
    const std::vector<ListedName> listed{{person("Thaddeus Quennell"), false}};
    EXPECT_FALSE(holds(book.candidates(listed, {5'000, 5'000}), 1));
    book.remove(2);
    EXPECT_EQ(book.words(), 0u);
    EXPECT_EQ(book.texts().find_first_not_of('\0'), std::string_view::npos);
    // And goes on.
    book.add(person("Thaddeus Quennell"), 3);
    EXPECT_TRUE(holds(book.candidates(listed, kCutoff), 3));
    book.settle();
    EXPECT_TRUE(holds(book.candidates(listed, kCutoff), 3));
  }
}

TEST(NameBook, LeavesOutNobodyOfARealBook) {
  const auto data = testing::test_data();
  if (!data) GTEST_SKIP() << "no folder of real lists";
  const List list = testing::read_ofac_folder(*data / "ofac/2024").value().list;
  std::vector<ListedName> listed;
  for (std::size_t i = 0; i < list.entries.size(); i += 60)
    if (list.entries[i].type == EntryType::kPerson)
      for (const ListName& name : list.entries[i].names)
        listed.push_back({person(name.full), name.strength == Strength::kWeak});
  ASSERT_GT(listed.size(), 100u);
  const std::string text = testing::read_file(*data / "books/clean_persons_global.csv");
  std::vector<std::pair<NormalName, std::uint32_t>> kept;
  NameBook book;
  std::uint32_t line = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); ++line) {
    const std::size_t end = text.find('\n', at);
    if (line % 12 == 0 && text[at] != '"')
      if (auto name = normalise(text.substr(at, text.find(',', at) - at), NameForm::kPerson);
          name && !name->tokens.empty()) {
        kept.emplace_back(std::move(*name), line);
        book.add(kept.back().first, line);
      }
    if (end == std::string::npos) break;
    at = end + 1;
  }
  book.settle();
  constexpr Cutoff kLow{4'000, 5'000};
  const auto found = book.candidates(listed, kLow);
  const auto wanted = reaching(kept, listed, kLow);
  EXPECT_GT(wanted.size(), 10u);
  for (const std::uint32_t owner : wanted) EXPECT_TRUE(holds(found, owner)) << owner;
  EXPECT_LT(found.size(), kept.size());
}

}  // namespace
}  // namespace licet::screening
