// Pairs of names with what their score must be, and why: the errors and look-alikes that screening meets, written from
// general knowledge of names. A bound may be tightened; one that has to be loosened is a loss of quality.
#include <gtest/gtest.h>

#include <string_view>

#include "screening/alignment.h"
#include "screening/screening.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

constexpr std::uint32_t kPersonHit = Thresholds{}.person, kCompanyHit = Thresholds{}.company;

struct Case {
  std::string_view asked, listed;
  std::uint32_t least, most;
  std::string_view why;
};

void hold(NameForm form, const Case& one) {
  const auto asked = normalise(one.asked, form), listed = normalise(one.listed, form);
  ASSERT_TRUE(asked && listed);
  const std::uint32_t score = align(*asked, *listed).score;
  EXPECT_GE(score, one.least) << one.asked << " | " << one.listed << ": " << one.why;
  EXPECT_LE(score, one.most) << one.asked << " | " << one.listed << ": " << one.why;
}

TEST(ScoreCases, OfPersons) {
  constexpr std::uint32_t kHit = kPersonHit, kNoHit = kPersonHit - 1, kAll = kFull;
  const Case cases[] = {
      {"Tim Brook", "BROOKE, Tim", kHit, 9'999, "one letter more in a short surname"},
      {"Jan Merz", "MERTZ, Jan", kHit, 9'999, "one sound, spelt in two ways"},
      {"Lena Kovak", "KOVAC, Lena", kHit, 9'999, "one sound, spelt in two ways"},
      {"Saddam Hossein", "HUSSEIN, Sadam", kHit, 9'999, "a double letter and a vowel"},
      {"Ivan Petrov", "PETROV, Ivan Sergeyevich", kHit, 9'999, "the patronymic was not asked for"},
      {"Ivan Petrov", "PETROV, Igor", 0, kNoHit, "another given name"},
      {"Maria Petrova", "PETROV, Mario", 0, kNoHit, "a woman and a man"},
      {"Omar Al-Tikriti", "AL-TIKRITI, Barzan", 0, kNoHit, "the name of a clan"},
      {"William G. Harmon", "HARMON, William W.", 0, kNoHit, "initials that contradict each other"},
      {"William Harmon", "HARMON, William G.", kHit, 9'999, "an initial was not asked for"},
      {"Bill Harmon", "HARMON, William", kHit, 9'999, "a nickname"},
      {"Katya Ivanova", "IVANOVA, Ekaterina", kHit, 9'999, "a nickname"},
      {"Mohamed el Karimy", "AL-KARIMI, Muhammad", kHit, 9'999, "one Arabic name in two Latin spellings"},
      {"Ahmed Al-Zubaidi", "AL-ZUBAYDI, Ahmad", kHit, 9'999, "one Arabic name in two Latin spellings"},
      {"Abd al-Rahman Nuri", "NOORI, Abdulrahman", kHit, 9'999, "words written together"},
      {"Abdul Rahman Noori", "NOORI, Abdulrahman", kAll, kAll, "words written together"},
      {"Muhammad bin Rashid", "RASHID, Muhammad", kHit, 9'999, "bin tells little"},
      {"Ibn Saud Faisal", "FAISAL BIN SAUD", kAll, kAll, "ibn is bin"},
      {"Wang Xiaoming", "XIAOMING, Wang", kAll, kAll, "family name first, as in China"},
      {"Xiaoming Wang", "WANG, Xiao Ming", kAll, kAll, "a given name of two syllables, apart"},
      {"Li Wei", "LI, Wen", 0, kNoHit, "another syllable is another name"},
      {"王小明", "王小明", kAll, kAll, "the same characters"},
      {"王小明", "王晓明", 0, kNoHit, "characters that sound the same"},
      {"Kim Jong Ho", "KIM, Jong Su", 0, kNoHit, "half of a given name"},
      {"Carlos Garcia", "GARCIA LOPEZ, Carlos", kHit, 9'999, "the mother's family name was not asked for"},
      {"Carlos Garcia Lopez", "GARCIA, Carlos", kHit, 9'999, "the list has one family name"},
      {"Carlos Garcia Lopez", "GARCIA MORALES, Carlos", 0, kNoHit, "two mothers"},
      {"Anna Schmidt-Weber", "WEBER, Anna", kHit, 9'999, "half of a double name"},
      {"Michael Brown", "BROWN, Michelle", 0, kNoHit, "names that begin alike"},
      {"David Cohen", "COHEN, Daniel", 0, kNoHit, "names that begin alike"},
      {"Jurgen Muller", "MUELLER, Juergen", kHit, 9'999, "umlauts in both ways"},
      {"Yury Zhukovsky", "ZHUKOVSKIY, Yuriy", kHit, 9'999, "two transliterations"},
      {"Marko Dukić", "DJUKIC, Marko", kHit, 9'999, "d with a stroke, or dj"},
      {"Dr Hassan Rouhi", "ROUHI, Hasan", kHit, 9'999, "a title"},
  };
  for (const Case& one : cases) hold(NameForm::kPerson, one);
}

TEST(ScoreCases, OfCompanies) {
  constexpr std::uint32_t kHit = kCompanyHit, kNoHit = kCompanyHit - 1, kAll = kFull;
  const Case cases[] = {
      {"OOO Severny Veter", "SEVERNY VETER LLC", kAll, kAll, "a legal form in front, in another language"},
      {"OAO Severny Veter", "Severny Veter Open Joint Stock Company", kAll, kAll, "a legal form in its long form"},
      {"ООО Северный Ветер", "SEVERNY VETER LLC", kHit, kAll, "another script"},
      {"Muller & Sohne GmbH", "Müller und Söhne Gesellschaft mit beschränkter Haftung", kAll, kAll, "long form"},
      {"Northwind Capital Fund VII", "Northwind Capital Fund VIII", 0, kNoHit, "another fund"},
      {"Northwind Capital Fund Seven", "Northwind Capital Fund VII", kAll, kAll, "a number in words"},
      {"First National Harbour Fund", "1st National Harbour Fund", kAll, kAll, "an ordinal"},
      {"First Harbour Bank", "Second Harbour Bank", 0, kNoHit, "another bank"},
      {"Orient Star Shipping 1", "Orient Star Shipping 2", 0, kNoHit, "companies of one ship each"},
      {"11420 Corp", "11421 Corp", 0, kNoHit, "a number is the name"},
      {"11420 Corp", "Corp", 0, kNoHit, "the legal form alone is nobody's name"},
      {"Northwind Bank Peru", "Northwind Bank Chile", 0, kNoHit, "sisters in two countries"},
      {"Northwind Shipping Ltd", "Northwind Trading Ltd", 0, kNoHit, "sisters in two trades"},
      {"Northwnd Shipping", "NORTHWIND SHIPPING CO LTD", kHit, 9'999, "a letter lost"},
      {"Acme Global Trading LLC", "Apex Global Trading LLC", 0, kNoHit, "all but the name agrees"},
      {"Acme Trading", "Acme Trading GmbH", kHit, 9'999, "without the legal form"},
      {"Petrolina SA", "PETROLINE SA", kHit, 9'999, "one letter in the only word"},
      {"Blue Ocean Maritime Inc", "Blue Sea Maritime Inc", 0, kNoHit, "another name"},
      {"PLN", "Pacific Line Navigation", kHit, 9'999, "an acronym"},
      {"JSC ARGUMENT", "JSCARGUMENT", kAll, kAll, "a blank lost"},
      {"Zavod Krasny Oktyabr", "Krasny Oktyabr Factory", kHit, kAll, "what it is, in two languages"},
      {"Emma LLC", "Emma Daniels", 0, kNoHit, "a given name is not a company's"},
  };
  for (const Case& one : cases) hold(NameForm::kOrganisation, one);
}

}  // namespace
}  // namespace licet::screening
