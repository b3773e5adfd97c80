#include "screening/corroboration.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>

#include "screening/list_text.h"

namespace licet::screening {
namespace {

const EvidencePoints& points = kEvidencePoints;

BirthDate born(std::string_view text, bool circa = false) {
  BirthDate birth = *birth_of_iso(text);
  birth.circa = circa;
  return birth;
}
BirthDate between(std::string_view from, std::string_view to) { return {born(from).from, born(to).to, false}; }

Query asked_born(const BirthDate& birth) {
  Query query;
  query.birth = birth;
  return query;
}
Entry listed_born(std::vector<BirthDate> births) {
  Entry entry;
  entry.type = EntryType::kPerson;
  entry.births = std::move(births);
  return entry;
}
std::int32_t birth_points(const BirthDate& asked, std::vector<BirthDate> listed) {
  return corroborate(asked_born(asked), listed_born(std::move(listed))).points;
}

TEST(Corroboration, BirthDates) {
  struct Case {
    BirthDate asked;
    std::vector<BirthDate> listed;
    std::int32_t points;
  };
  const Case cases[] = {
      {born("1965-03-24"), {born("1965-03-24")}, points.birth_day},
      {born("1965-03-04"), {born("1965-04-03")}, points.birth_swapped},
      {born("1965-03-24"), {born("1965-03")}, points.birth_month},
      {born("1965-03-24"), {born("1965")}, points.birth_year},
      {born("1965"), {born("1965")}, points.birth_year},
      {born("1965-03-24"), {born("1963", true)}, points.birth_about},
      {born("1965-03-24"), {between("1963", "1966")}, points.birth_about},
      // What leaves too much open confirms nothing and contradicts nothing.
      {born("1965-03-24"), {between("1955", "1975")}, 0},
      // The first of January is how a year alone gets into a form.
      {born("1965-01-01"), {born("1965-08-24")}, points.birth_year},
      {born("1965-01-01"), {born("1965-01-01")}, points.birth_year},
      // Another day of the same year, or of one beside it, is what converted calendars and clerks make.
      {born("1965-03-24"), {born("1965-08-09")}, 0},
      {born("1965-03-24"), {born("1966-08-09")}, 0},
      {born("1965-03-24"), {born("1985-03-24")}, 0},  // one digit of the year
      {born("1965-03-24"), {born("1956-03-24")}, 0},  // two digits changed over
      {born("1965-03-24"), {born("1967-03-23")}, 0},
      // Two persons.
      {born("1965-03-24"), {born("1967-03-25")}, points.birth_apart},
      {born("1965-03-24"), {born("1985-03-25")}, points.birth_apart},
      {born("1965-03-24"), {born("1978-03-24")}, points.birth_apart},
      {born("1965-03-24"), {born("1968")}, points.birth_apart},
      {born("1965"), {born("1968")}, points.birth_apart},
      {born("1990-03-24"), {between("1955", "1975")}, points.birth_apart},
      {born("1965-03-24"), {born("1970", true)}, points.birth_apart},
      {born("1965-03-24"), {born("1969", true)}, 0},
      // Of several the best counts.
      {born("1965-03-24"), {born("1950"), born("1965-03-24"), born("1970")}, points.birth_day},
      {born("1965-03-24"), {born("1950"), born("1966-01-09")}, 0},
      {born("1965-03-24"), {born("1950"), born("1980")}, points.birth_apart},
      {born("1965-03-24"), {}, 0},
  };
  for (const Case& one : cases) {
    std::string listed;
    for (const BirthDate& birth : one.listed) listed += birth_text(birth) + "; ";
    EXPECT_EQ(birth_points(one.asked, one.listed), one.points) << birth_text(one.asked) << " against " << listed;
    for (const BirthDate& birth : one.listed)
      if (one.listed.size() == 1) {
        EXPECT_EQ(birth_points(birth, {one.asked}), one.points) << listed << "the other way round";
      }
  }
}

TEST(Corroboration, BirthsThatCannotBeSayNothing) {
  const BirthDate hostile[] = {{Date{-719'528}, Date{-719'528}},  // year 0
                               {Date{INT32_MIN}, Date{INT32_MAX}},
                               {Date{INT32_MAX}, Date{INT32_MAX}, true},
                               {born("1966").from, born("1965").to}};
  for (const BirthDate& birth : hostile) {
    EXPECT_EQ(birth_points(birth, {born("1965")}), 0);
    EXPECT_EQ(birth_points(born("1965"), {birth}), 0);
  }
}

Query from(std::vector<std::string> countries) {
  Query query;
  query.countries = std::move(countries);
  return query;
}
Entry of_countries(std::vector<ListCountry> countries) {
  Entry entry;
  entry.type = EntryType::kPerson;
  entry.countries = std::move(countries);
  return entry;
}

TEST(Corroboration, Countries) {
  const ListCountry hr{"HR", CountryRole::kNationality}, born_at{"BA", CountryRole::kBirth};
  const auto of = [](const Query& query, std::vector<ListCountry> countries) {
    return corroborate(query, of_countries(std::move(countries))).points;
  };
  EXPECT_EQ(of(from({"HR"}), {hr}), points.nationality);
  EXPECT_EQ(of(from({"BA", "HR"}), {hr, born_at}), points.nationality);
  EXPECT_EQ(of(from({"BA"}), {hr, born_at}), points.country);
  EXPECT_EQ(of(from({"DE"}), {hr, born_at}), points.other_nationality);
  EXPECT_EQ(of(from({"DE"}), {born_at, {"HR", CountryRole::kResidence}}), 0);
  EXPECT_EQ(of(from({"HR"}), {{"HR", CountryRole::kFlag}}), 0);
  EXPECT_EQ(of(from({"DE"}), {hr, {"Soviet Union", CountryRole::kNationality}}), 0);  // which states were meant?
  EXPECT_EQ(of(from({}), {hr}), 0);
  EXPECT_EQ(corroborate(from({"DE"}), of_countries({hr})).verdict, Verdict::kNeutral);  // weak at most
}

TEST(Corroboration, Gender) {
  Query query;
  Entry entry = listed_born({});
  query.gender = Gender::kFemale;
  EXPECT_EQ(corroborate(query, entry).points, 0);
  entry.gender = Gender::kFemale;
  EXPECT_EQ(corroborate(query, entry).points, points.gender);
  entry.gender = Gender::kMale;
  EXPECT_EQ(corroborate(query, entry).points, points.other_gender);
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kNeutral);
}

TEST(Corroboration, Identifiers) {
  struct Case {
    ListId asked, listed;
    std::int32_t points;
  };
  const Case cases[] = {
      {{"passport", "ab-123 456", ""}, {"passport", "AB123456", "HR"}, points.identifier},
      {{"passport", "AB123456", "HR"}, {"passport", "AB123456", "HR"}, points.identifier},
      {{"passport", "AB123456", "DE"}, {"passport", "AB123456", "HR"}, 0},
      {{"passport", "AB123456", ""}, {"national_id", "AB123456", ""}, 0},
      {{"passport", "AB123456", ""}, {"other", "AB123456", ""}, points.contact},
      {{"passport", "A123", ""}, {"other", "A123", ""}, 0},
      {{"passport", "AB123457", "HR"}, {"passport", "AB123456", "HR"}, 0},  // people have several
      {{"passport", "0000000", ""}, {"passport", "0000000", ""}, 0},
      {{"passport", "unknown", ""}, {"passport", "UNKNOWN", ""}, 0},
      {{"passport", "- /", ""}, {"passport", "", ""}, 0},
      {{"phone", "00385 1 23456", ""}, {"phone", "+385 (1) 234-56", ""}, points.contact},
      {{"email", "Mirko@Kale.example", ""}, {"email", "mirko@kale.example", ""}, points.contact},
      {{"website", "kale.example", ""}, {"website", "kale.example", ""}, points.website},
      {{"lei", "529900T8BM49AURSDO55", ""}, {"lei", "529900t8bm49aursdo55", ""}, points.identifier},
      {{"passport", std::string(10'000, '1') + "2", ""}, {"passport", std::string(10'000, '1') + "3", ""}, 0},
      {{"passport", std::string(10'000, '7'), ""}, {"passport", std::string(10'000, '7'), ""}, 0},
  };
  for (const Case& one : cases) {
    Query query;
    query.ids = {{"tax_id", "987654", ""}, one.asked};
    Entry entry = listed_born({});
    entry.ids = {one.listed, {"registration", "55", ""}};
    EXPECT_EQ(corroborate(query, entry).points, one.points) << one.asked.value << " against " << one.listed.value;
  }
}

TEST(Corroboration, AddressesAgreeOrSayNothing) {
  Entry entry = listed_born({});
  entry.addresses = {{"", "Zagreb, 10000", "HR", ""}, {"Ulica kralja Stjepana 17/2", "Split 21000", "HR", ""}};
  const auto of = [&](std::string_view address) {
    Query query;
    query.address = address;
    return corroborate(query, entry).points;
  };
  EXPECT_EQ(of("Ulica kralja Stjepana 17/2, 21000 SPLIT, Croatia"), points.street);
  EXPECT_EQ(of("Trg bana 4, Zagreb"), points.city);
  EXPECT_EQ(of("Some Lane 3, London"), 0);
  EXPECT_EQ(of("Ulica kralja Stjepana 17/2, Zadar"), 0);
  EXPECT_EQ(of(""), 0);
  EXPECT_EQ(of("\xFF\xFE Zagreb"), points.city);  // what is no text says nothing, the rest does
  EXPECT_EQ(of(std::string(1U << 20U, 'x')), 0);
}

TEST(Corroboration, TheCompanyAskedAboutInAPersonsEntry) {
  Entry entry = listed_born({});
  entry.remarks = "DOB 1965; nationality Croatia; Linked To: HARBOUR NINE TRADING L.L.C.; Director.";
  const auto of = [&](std::string_view company) {
    Query query;
    query.company = company;
    return corroborate(query, entry).points;
  };
  EXPECT_EQ(of("Harbour Nine Trading LLC"), points.company);
  EXPECT_EQ(of("Harbour Nine"), points.company);
  EXPECT_EQ(of("Harbour Ten Trading LLC"), 0);
  EXPECT_EQ(of("Nine Harbour Trading"), 0);
  EXPECT_EQ(of("DOB"), 0);
  entry.remarks.clear();
  entry.details = {{"function", "owner of Harbour Nine Trading"}};
  EXPECT_EQ(of("Harbour Nine Trading Ltd"), points.company);
  entry.type = EntryType::kEntity;
  EXPECT_EQ(of("Harbour Nine Trading Ltd"), 0);
}

TEST(Corroboration, TheWhole) {
  Query query = asked_born(born("1965-03-24"));
  query.countries = {"HR"};
  query.gender = Gender::kMale;
  Entry entry = listed_born({born("1965-03-24")});
  entry.countries = {{"HR", CountryRole::kNationality}};
  entry.gender = Gender::kMale;
  const Corroboration all = corroborate(query, entry);
  EXPECT_EQ(all.verdict, Verdict::kConfirmed);
  EXPECT_EQ(all.points, points.birth_day + points.nationality + points.gender);
  ASSERT_EQ(all.facts.size(), 3U);
  EXPECT_EQ(all.facts[0], (Fact{"birth_date", Verdict::kConfirmed, points.birth_day, "1965-03-24", "1965-03-24"}));
  EXPECT_EQ(all.facts[1].listed, "HR (nationality)");
  // A year with the nationality is enough, the year alone is not, nor is everything but a birth date or identifier.
  entry.births = {born("1965")};
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kConfirmed);
  query.countries.clear();
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kNeutral);
  query.birth.reset();
  query.countries = {"HR"};
  query.address = "Ulica kralja Stjepana 17, Split";
  entry.addresses = {{"Ulica kralja Stjepana 17", "Split", "HR", ""}};
  EXPECT_GE(corroborate(query, entry).points, kConfirmedAt);
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kNeutral);
  // Another birth date contradicts; the same passport outweighs it.
  query.birth = born("1991-07-02");
  query.address.clear();
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kContradicted);
  query.ids = entry.ids = {{"passport", "AB123456", "HR"}};
  EXPECT_EQ(corroborate(query, entry).verdict, Verdict::kNeutral);
  // A birth date and a gender are a person's.
  EXPECT_EQ(corroborate(query, entry, Subject::kCompany).points, points.identifier + points.nationality);
}

TEST(Corroboration, BirthsAsTexts) {
  EXPECT_EQ(birth_text(born("1965-03-24")), "1965-03-24");
  EXPECT_EQ(birth_text(born("1965-02")), "1965-02");
  EXPECT_EQ(birth_text(born("1965")), "1965");
  EXPECT_EQ(birth_text(born("1965", true)), "about 1965");
  EXPECT_EQ(birth_text(between("1960", "1965")), "1960 to 1965");
  EXPECT_EQ(birth_text({born("1960-05-02").from, born("1960-06-03").to}), "1960-05-02 to 1960-06-03");
}

// ---- properties

template <typename T>
T one_of(std::vector<T> values) {
  return *rc::gen::elementOf(std::move(values));
}
BirthDate some_birth() {
  return one_of<BirthDate>({born("1965-03-24"), born("1965-03-04"), born("1965-04-03"), born("1965-01-01"),
                            born("1965"), born("1966-11-02"), born("1985-03-24"), born("1991", true),
                            between("1940", "1990"), born("1978-12-30")});
}
ListId some_id() {
  return one_of<ListId>({{"passport", "AB123456", "HR"},
                         {"passport", "AB123456", ""},
                         {"other", "AB123456", ""},
                         {"phone", "38512", ""}});
}
std::string some_country() { return one_of<std::string>({"HR", "DE", "BA", "Yugoslavia"}); }
std::string some_company() { return one_of<std::string>({"Harbour Nine Trading", "Kale Sons"}); }

Query some_query() {
  Query query;
  query.birth = some_birth();
  query.countries = {some_country()};
  query.gender = one_of<Gender>({Gender::kMale, Gender::kFemale});
  query.ids = {some_id()};
  query.address = one_of<std::string>({"Ulica 17, Split", "Trg bana 4, Zagreb"});
  query.company = some_company();
  return query;
}
Entry some_entry() {
  Entry entry;
  entry.type = EntryType::kPerson;
  entry.births = {some_birth(), some_birth()};
  entry.countries = {{some_country(), CountryRole::kNationality}, {some_country(), CountryRole::kResidence}};
  entry.gender = one_of<Gender>({Gender::kMale, Gender::kFemale});
  entry.ids = {some_id()};
  entry.addresses = {{"Ulica 17", "Split", "HR", ""}};
  entry.remarks = "Linked To: " + some_company() + ".";
  return entry;
}

struct Removal {
  std::string_view fact;
  std::function<void(Query&)> asked;
  std::function<void(Entry&)> listed;
};
const std::vector<Removal>& removals() {
  static const std::vector<Removal> all = {
      {"birth_date", [](Query& q) { q.birth.reset(); }, [](Entry& e) { e.births.clear(); }},
      {"country", [](Query& q) { q.countries.clear(); }, [](Entry& e) { e.countries.clear(); }},
      {"gender", [](Query& q) { q.gender = Gender::kUnknown; }, [](Entry& e) { e.gender = Gender::kUnknown; }},
      {"identifier", [](Query& q) { q.ids.clear(); }, [](Entry& e) { e.ids.clear(); }},
      {"address", [](Query& q) { q.address.clear(); }, [](Entry& e) { e.addresses.clear(); }},
      {"company", [](Query& q) { q.company.clear(); }, [](Entry& e) { e.remarks.clear(); }}};
  return all;
}

std::int32_t sum_of(const Corroboration& evidence) {
  std::int32_t sum = 0;
  for (const Fact& fact : evidence.facts) sum += fact.points;
  return sum;
}

RC_GTEST_PROP(CorroborationOf, AMissingFactTakesItsOwnLineAndNothingElse, ()) {
  const Query query = some_query();
  const Entry entry = some_entry();
  const Corroboration whole = corroborate(query, entry);
  RC_ASSERT(whole.points == sum_of(whole));
  const bool speaks_against = std::any_of(whole.facts.begin(), whole.facts.end(),
                                          [](const Fact& fact) { return fact.verdict == Verdict::kContradicted; });
  RC_ASSERT(whole.verdict != Verdict::kContradicted || speaks_against);
  for (const Removal& removal : removals()) {
    Query less_asked = query;
    removal.asked(less_asked);
    Entry less_listed = entry;
    removal.listed(less_listed);
    const Corroboration left = corroborate(less_asked, entry);
    RC_ASSERT(left == corroborate(query, less_listed));
    std::vector<Fact> expected = whole.facts;
    std::int32_t taken = 0;
    expected.erase(std::remove_if(expected.begin(), expected.end(),
                                  [&](const Fact& fact) {
                                    if (fact.name != removal.fact) return false;
                                    taken = fact.points;
                                    return true;
                                  }),
                   expected.end());
    RC_ASSERT(left.facts == expected);
    RC_ASSERT(left.points == whole.points - taken);
    if (!speaks_against) RC_ASSERT(left.verdict != Verdict::kContradicted);
    if (taken < 0) RC_ASSERT(left.verdict != Verdict::kContradicted || whole.verdict == Verdict::kContradicted);
    if (taken > 0) RC_ASSERT(left.verdict != Verdict::kConfirmed || whole.verdict == Verdict::kConfirmed);
  }
}

RC_GTEST_PROP(CorroborationOf, TheCheapQuestionIsNeverStricterThanTheAnswer, ()) {
  Query query = some_query();
  const Entry entry = some_entry();
  for (const Removal& removal : removals())
    if (*rc::gen::arbitrary<bool>()) removal.asked(query);
  const Corroborator corroborator(query);
  for (const Subject subject : {Subject::kPerson, Subject::kCompany}) {
    if (corroborator.of(entry, subject).verdict != Verdict::kConfirmed) continue;
    RC_ASSERT(corroborator.may_confirm());
    RC_ASSERT(corroborator.may_confirm(entry, subject));
  }
}

}  // namespace
}  // namespace licet::screening
