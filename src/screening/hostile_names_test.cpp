// Names that are made to break, slow down or pass by a screening, through the whole of it: an answer that is right, or
// an error that says what is wrong. An error clears nobody.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "screening/assignment.h"
#include "screening/list_document.h"
#include "screening/matcher.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

std::string times(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

Entry entry(std::string id, EntryType type, std::vector<std::string> names) {
  Entry out;
  out.entry_id = std::move(id);
  out.type = type;
  for (std::string& name : names) out.names.push_back({std::move(name), NameKind::kPrimary, Strength::kStrong});
  return out;
}

std::shared_ptr<const ListIndex> index_of(std::vector<Entry> entries) {
  List list;
  list.kind = "demo";
  list.as_of = Instant{1'700'000'000'000'000};
  list.entries = std::move(entries);
  seal_list(list);
  return *ListIndex::build({std::make_shared<const List>(std::move(list))});
}

const ListIndex& listed() {
  static const auto kIndex = index_of({entry("1", EntryType::kPerson, {"OSTROVSKY-KALE, Mirko"}),
                                       entry("2", EntryType::kPerson, {"Омар Хасанов", "عمر حسنوف"}),
                                       entry("3", EntryType::kPerson, {"陳小明"}),
                                       entry("4", EntryType::kEntity, {"HALCYON REACH SHIPPING L.L.C."}),
                                       // A list may hold as much nonsense as a query.
                                       entry("5", EntryType::kUnknown, {"\xCC\x81\xCC\x81", "\xF0\x9F\x92\xA9"}),
                                       entry("6", EntryType::kPerson, {times("ab ", limits::kNameTokensMax)})});
  return *kIndex;
}

Result<Screening> ask(const std::string& name, bool company) {
  Query query;
  (company ? query.company : query.full_name) = name;
  return listed().screen(query, Thresholds());
}
Screening answer(const std::string& name, bool company = false) {
  auto got = ask(name, company);
  EXPECT_TRUE(got.has_value()) << got.error().to_string();
  return got ? std::move(*got) : Screening();
}
std::string found(const std::string& name, bool company = false) {
  std::string ids;
  for (const Hit& hit : answer(name, company).hits) ids += hit.entry_id + ' ';
  return ids;
}

TEST(HostileNames, WhatIsTooMuchIsAnErrorThatSaysSo) {
  const std::string large(limits::kNameBytesMax + 1, 'x');
  const struct {
    std::string name;
    ErrorCode code;
    std::string_view words;
  } kCases[] = {{times("kale ", 10'000), ErrorCode::kLimit, "64 words"},
                {times("k. ", 10'000), ErrorCode::kLimit, "64 words"},
                {times("陳 ", 10'000), ErrorCode::kLimit, "64 words"},
                {times("陳", 10'000), ErrorCode::kLimit, "64 words"},
                {times("a-", 10'000), ErrorCode::kLimit, "64 words"},
                {times("kale\xE2\x80\xA8", 10'000), ErrorCode::kLimit, "64 words"},  // line separators
                {large, ErrorCode::kLimit, "1048576 bytes"},
                {times("\xCC\x81", limits::kNameBytesMax), ErrorCode::kLimit, "1048576 bytes"},
                {"Mirko \xFF Kale", ErrorCode::kBadInput, "not UTF-8 (byte 7)"},
                {"Mirko \xED\xA0\x80 Kale", ErrorCode::kBadInput, "not UTF-8"}};  // half a surrogate pair
  for (const auto& one : kCases)
    for (const bool company : {false, true}) {
      const auto got = ask(one.name, company);
      ASSERT_FALSE(got.has_value()) << one.name.substr(0, 30);
      EXPECT_EQ(got.error().code, one.code) << one.name.substr(0, 30);
      EXPECT_NE(got.error().to_string().find(one.words), std::string::npos) << got.error().to_string();
      EXPECT_NE(got.error().to_string().find(company ? "company" : "full_name"), std::string::npos);
    }
  Query halves;
  halves.first_name = halves.last_name = std::string(limits::kNameBytesMax / 2 + 1, 'x');
  EXPECT_EQ(listed().screen(halves, Thresholds()).error().code, ErrorCode::kLimit);
}

TEST(HostileNames, WhatNamesNobodyClearsNobody) {
  for (const std::string& name :
       {std::string(), times(" ", limits::kNameBytesMax), times("\xE3\x80\x80", 1'000), std::string("\xCC\x81\xCC\x81"),
        std::string("\xE2\x80\x8F\xE2\x80\xAE\xE2\x80\x8B"), std::string("\xF0\x9F\x98\x80\xF0\x9F\x92\xA9"),
        std::string("???"), std::string("- . -"), std::string("X"), std::string(3, '\0'), times("\xEF\xB8\x8F", 500)})
    for (const bool company : {false, true}) {
      const auto got = ask(name, company);
      ASSERT_FALSE(got.has_value()) << name.substr(0, 30);
      EXPECT_EQ(got.error().code, ErrorCode::kBadInput);
      EXPECT_NE(got.error().text.find("nobody is cleared"), std::string::npos);
    }
}

TEST(HostileNames, WhatIsHiddenInANameIsFound) {
  const std::string acute = "\xCC\x81", rtl = "\xE2\x80\xAE", joiner = "\xE2\x80\x8D", emoji = "\xF0\x9F\x92\xA9";
  for (const std::string& name : std::initializer_list<std::string>{
           "Mir" + rtl + "ko Ostrov" + joiner + "sky-Ka\xC2\xADle", rtl + "Mirko Ostrovsky-Kale" + rtl,
           emoji + " Mirko " + emoji + " Ostrovsky Kale", "Mirko" + emoji + "Ostrovsky" + emoji + "Kale",
           "Mirko\tOstrovsky\nKale", std::string("Mirko\0Ostrovsky\0Kale", 20),
           "M" + acute + "irko Ostrovsky" + acute + "-Kale", "M" + times(acute, 1'000) + "irko Ostrovsky-Kale",
           "M" + times(acute + joiner, 1'000) + "irko Ostrovsky-Kale", times(joiner, 5'000) + "Mirko Ostrovsky-Kale",
           std::string("\xD0\x9Cirko \xD0\x9Estrovsky-\xD0\x9A\xD0\xB0le"),     // Cyrillic М, О, К and а
           std::string("\xEF\xBC\xAD\xEF\xBD\x89rko Ostrovsky-Kale"),           // full-width Mi
           std::string("\xF0\x9D\x93\x9C\xF0\x9D\x93\xB2rko Ostrovsky-Kale")})  // script letters
    EXPECT_EQ(found(name), "1 ") << name.substr(0, 60);
  EXPECT_EQ(found("Hal" + joiner + "cyon " + emoji + " R" + times(acute, 700) + "each Shipping LLC", true), "4 ");
  EXPECT_EQ(found(rtl + "\u0639\u0645\u0631 \u062D\u0633\u0646\u0648\u0641" + rtl), "2 ");
  EXPECT_EQ(found("\u0639\u064E\u0645\u064F\u0631 " + joiner + "\u062D\u064E\u0633\u0646\u0648\u0641"),
            "2 ");  // vowel marks
  EXPECT_EQ(found("\u9673" + joiner + "\u5C0F\u660E"), "3 ");
}

TEST(HostileNames, ManyScriptsInOneNameAreAnswered) {
  const Screening got = answer("Мirko 李 محمد Νίκος דוד ミルコ 김 Kale अनिल \xF0\x90\x8D\x88");
  EXPECT_EQ(got.status, ScreenStatus::kComplete);
  EXPECT_EQ(found("Мirko 李 Ostrovsky-Kale"), "1 ");
}

TEST(HostileNames, AMegabyteIsAnsweredByItsBeginning) {
  for (const std::string& letter :
       {std::string("x"), std::string("\u0645"), std::string("\u30DF"), std::string("\u0439")}) {
    const std::string name = times(letter, limits::kNameBytesMax / letter.size());
    const Screening got = answer(name);
    EXPECT_EQ(got.status, ScreenStatus::kComplete);
    EXPECT_EQ(got.hits_total, 0U);
    const NormalName normal = normalise(name, NameForm::kPerson).value();
    for (const Token& token : normal.tokens) EXPECT_LE(token.chars, kTokenCharsMax);
  }
  EXPECT_EQ(found("Mirko Ostrovsky-Kale" + times(" ", limits::kNameBytesMax - 30)), "1 ");
}

TEST(HostileNames, TheParts) {
  // What is shown of a hit is as bounded as the name.
  const std::string many = times("ab ", limits::kNameTokensMax);
  const Screening got = answer(many);
  ASSERT_EQ(got.hits.size(), 1U);
  EXPECT_EQ(got.hits[0].entry_id, "6");
  EXPECT_EQ(got.hits[0].score, kFull);
  EXPECT_LE(got.hits[0].parts.size(), 2 * limits::kNameTokensMax);
}

/// What a long name of common words costs: the names it is scored against, and what a pair takes at the most.
TEST(HostileNames, ALongNameOfCommonWordsIsBoundedWork) {
  const std::vector<std::string> common{"muhammad", "ahmad", "ali", "hasan", "khan", "maria", "jose", "ivan"};
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < 4'096; ++i)
    entries.push_back(
        entry(std::to_string(i), EntryType::kPerson,
              {common[i % 8] + ' ' + common[i / 8 % 8] + ' ' + common[i / 64 % 8] + " zeta" + std::to_string(i)}));
  const auto index = index_of(std::move(entries));
  std::string mixed, initials, pairs;
  for (std::size_t i = 0; i < limits::kNameTokensMax; ++i) {
    mixed += common[i % 8] + ' ';
    initials += std::string(1, static_cast<char>('a' + i % 26)) + ' ';
    pairs += std::string{static_cast<char>('b' + i % 3), static_cast<char>('f' + i % 2)} + ' ';
  }
  for (const std::string& name : {mixed, initials, pairs, times("muhammad ", limits::kNameTokensMax)}) {
    const NormalName asked = *normalise(name, NameForm::kPerson);
    const std::size_t scored = index->persons().candidate_count(asked, {8'000, 8'000});
    EXPECT_LE(scored, index->persons().names().size());
    std::uint64_t most = 0;
    for (std::uint32_t i = 0; i < 64; ++i) {
      const NormalName one = index->persons().name(i);
      GainTable worst{asked.tokens.size(), one.tokens.size(), {}};
      worst.gain.assign(worst.rows * worst.columns, 1);
      Assigner assigner;
      assigner.assign(worst);
      most = std::max(most, assigner.weighed());
    }
    EXPECT_LE(most, asked.tokens.size() * 4 * (4 + 1));
  }
}

}  // namespace
}  // namespace licet::screening
