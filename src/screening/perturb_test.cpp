#include "screening/perturb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/encode.h"
#include "screening/normalise.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

const PerturbOperator& named(std::string_view name) {
  const auto all = perturb_operators();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PerturbOperator& one) { return one.name == name; });
  EXPECT_NE(found, all.end()) << name;
  return found == all.end() ? all.front() : *found;
}

std::string changed(std::string_view by, std::string_view name, bool person = true, std::uint64_t seed = 3) {
  SeededRandom random(seed);
  return perturbed(named(by), name, person, random);
}

/// All that an operator makes of a name.
std::set<std::string> all_changed(std::string_view by, std::string_view name, bool person = true) {
  std::set<std::string> out;
  for (std::uint64_t seed = 0; seed < 200; ++seed) out.insert(changed(by, name, person, seed));
  return out;
}

TEST(Perturb, RewritesNamesAsPeopleDo) {
  EXPECT_EQ(changed("given names first", "KALE, Mirko Jan"), "Mirko Jan KALE");
  EXPECT_EQ(changed("family, given", "Mirko Jan Kale"), "Kale, Mirko Jan");
  EXPECT_EQ(changed("middle names dropped", "KALE, Mirko Jan"), "Mirko KALE");
  EXPECT_EQ(changed("initial for given name", "Mirko Kale"), "M. Kale");
  EXPECT_EQ(changed("initials for middle names", "Mirko Jan Kale"), "Mirko J. Kale");
  EXPECT_EQ(changed("patronymic dropped", "KALIN, Mirko Petrovich"), "Mirko KALIN");
  EXPECT_EQ(all_changed("half of a double name", "OSTROV-KALE, Mirko"),
            (std::set<std::string>{"OSTROV, Mirko", "KALE, Mirko"}));
  EXPECT_EQ(all_changed("bin, ibn, ben", "Musa bin Kale"), (std::set<std::string>{"Musa ibn Kale", "Musa ben Kale"}));
  EXPECT_EQ(all_changed("al, el", "Musa Al-Kale"),
            (std::set<std::string>{"Musa El-Kale", "Musa Al Kale", "Musa Alkale", "Musa Kale"}));
  EXPECT_TRUE(all_changed("nickname", "William Kale").count("Bill Kale") == 1);
  EXPECT_TRUE(all_changed("Mohammed", "MOHAMMED KALE").count("MUHAMMAD KALE") == 1);
  EXPECT_EQ(all_changed("Abdul", "Abdul Karim Kale"), (std::set<std::string>{"Abdulkarim Kale", "Abd Al-Karim Kale"}));
}

TEST(Perturb, RewritesCompaniesAsPeopleDo) {
  const std::set<std::string> forms = all_changed("another legal form", "Kale Nine L.L.C.", false);
  EXPECT_GT(forms.size(), 10U);
  for (const std::string& name : forms)
    EXPECT_EQ(normalise(name, NameForm::kOrganisation)->tokens.back().text, "limited") << name;
  EXPECT_EQ(changed("legal form dropped", "Kale Nine Co., Ltd.", false), "Kale Nine");
  EXPECT_EQ(changed("& Co", "Kale Nine Ltd", false), "Kale Nine & Co Ltd");
  EXPECT_EQ(changed("and, &", "Kale & Nine", false), "Kale and Nine");
  EXPECT_TRUE(all_changed("number words", "Fund VII Kale", false).count("Fund SEVEN Kale") == 1);
  EXPECT_EQ(changed("nickname", "William Ltd", false), "") << "not an operator for companies";
  EXPECT_EQ(changed("& Co", "William Kale", true), "") << "nor this one for persons";
}

TEST(Perturb, ChangesWhatTextsLoseOnTheirWay) {
  EXPECT_EQ(changed("diacritics lost", "Ján Kâle"), "Jan Kale");
  EXPECT_EQ(changed("question marks", "Ján Kâle"), "J?n K?le");
  EXPECT_EQ(changed("no-break space", "Jan Kale"), "Jan\u00A0Kale");
  EXPECT_EQ(changed("all joined", "KALE, Jan"), "KALEJan");
  EXPECT_EQ(changed("cut at 35", std::string(34, 'a') + " b"), std::string(34, 'a'));
  EXPECT_EQ(changed("diacritics lost", "Мирко Й"), "") << "a letter of its own, no mark";
}

TEST(Perturb, SpellsCyrillicBySchemes) {
  EXPECT_EQ(changed("Cyrillic by BGN", "Юрий Хрущев"), "Yuriy Khrushchev");
  EXPECT_EQ(changed("Cyrillic by passport", "Юрий Хрущев"), "Iurii Khrushchev");
  EXPECT_EQ(changed("Cyrillic by French", "Юрий Жуков"), "Iourii Joukov");
  EXPECT_EQ(changed("Cyrillic by German", "Юрий Жуков"), "Jurii Schukow");
  EXPECT_EQ(changed("Cyrillic by BGN", "Yuri Zhukov"), "");
  EXPECT_TRUE(all_changed("another scheme", "Yuri Zhukov").count("Yuri Jukov") == 1);
}

TEST(Perturb, KnowsScripts) {
  EXPECT_EQ(script_of("Mirko Kale"), Script::kLatin);
  EXPECT_EQ(script_of("Мирко Kа"), Script::kCyrillic);
  EXPECT_EQ(script_of("محمد"), Script::kArabic);
  EXPECT_EQ(script_of("王明"), Script::kHan);
  EXPECT_EQ(script_of("김철수"), Script::kHangul);
  EXPECT_EQ(script_of("タナカ"), Script::kKana);
  EXPECT_EQ(script_of("--- 12"), Script::kOther);
}

TEST(Perturb, MakesOneSlipOfOneSlip) {
  for (const char* by : {"adjacent swap", "letter dropped", "letter added", "letter replaced", "letter doubled",
                         "double to single", "vowel changed", "neighbouring key"}) {
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
      const std::string name = changed(by, "Mirella Kalemoor", true, seed);
      if (name.empty()) continue;
      EXPECT_EQ(edit_distance("Mirella Kalemoor", name, 3), 1U) << by << ": " << name;
    }
  }
}

/// Whatever goes in: UTF-8 comes out, that is not what went in, and the same again for the same seed.
TEST(Perturb, IsSeededAndNeverBreaksTheText) {
  const std::vector<std::string> names = {"",
                                          " ",
                                          "A",
                                          "KALE, Mirko Jan",
                                          "Kale Nine Trading Co., Ltd.",
                                          "Мирко Кале",
                                          "محمد بن علي",
                                          "王明",
                                          "김철수",
                                          "\u0300",
                                          "\U0001F600 x",
                                          "O'Brien-Kale, J.P.",
                                          "a,b",
                                          ", ",
                                          std::string(300, 'x') + " y"};
  std::map<std::string_view, std::size_t> used;
  for (const std::string& name : names) {
    for (const PerturbOperator& one : perturb_operators()) {
      for (std::uint64_t seed = 0; seed < 20; ++seed) {
        for (const bool person : {true, false}) {
          SeededRandom random(seed), again(seed);
          const std::string out = perturbed(one, name, person, random);
          EXPECT_EQ(out, perturbed(one, name, person, again));
          EXPECT_NE(out.empty() ? std::string("changed") : out, name);
          EXPECT_TRUE(is_utf8(out)) << one.name << " of " << name;
          used[one.name] += out.empty() ? 0 : 1;
        }
      }
    }
  }
  std::set<std::string_view> names_seen;
  for (const PerturbOperator& one : perturb_operators()) EXPECT_TRUE(names_seen.insert(one.name).second) << one.name;
}

}  // namespace
}  // namespace licet::screening
