#include "screening/entry_change.h"

#include <gtest/gtest.h>

#include <functional>

namespace licet::screening {
namespace {

Date day(const char* text) { return parse_date(text).value(); }

Entry somebody() {
  Entry entry;
  entry.entry_id = "7";
  entry.type = EntryType::kPerson;
  entry.names = {{"DOE, Jane", NameKind::kPrimary}, {"JD", NameKind::kAka, Strength::kWeak}};
  entry.programmes = {"P1"};
  entry.births = {{day("1970-01-01"), day("1970-12-31"), false}};
  entry.countries = {{"IR", CountryRole::kNationality}};
  entry.ids = {{"passport", "X1", "IR"}};
  entry.addresses = {{"1 Street", "Town", "IR", ""}};
  seal_entry(entry);
  return entry;
}

/// The change in words, of an entry to which that was done; one line a change.
std::string words(const std::function<void(Entry&)>& change) {
  const Entry before = somebody();
  Entry after = somebody();
  change(after);
  seal_entry(after);
  std::string out;
  for (const EntryChange& one : changes_of(before, after)) out += change_text(one) + "\n";
  return out;
}

TEST(EntryChange, SaysWhatIsNewGoneOrOther) {
  EXPECT_EQ(words([](Entry&) {}), "");
  EXPECT_EQ(words([](Entry& e) { e.names.push_back({"Doe Janet", NameKind::kFka}); }), "name added: Doe Janet (fka)\n");
  EXPECT_EQ(words([](Entry& e) { e.names.pop_back(); }), "name removed: JD (aka, weak)\n");
  EXPECT_EQ(words([](Entry& e) { e.names[1].strength = Strength::kStrong; }),
            "name removed: JD (aka, weak)\nname added: JD (aka)\n");
  EXPECT_EQ(words([](Entry& e) {
              e.births = {{day("1971-02-03"), day("1971-02-03"), false}};
            }),
            "birth date removed: 1970\nbirth date added: 1971-02-03\n");
  EXPECT_EQ(words([](Entry& e) { e.gender = Gender::kFemale; }), "gender added: female\n");
  EXPECT_EQ(words([](Entry& e) { e.countries[0].code = "IQ"; }),
            "country removed: IR (nationality)\ncountry added: IQ (nationality)\n");
  EXPECT_EQ(words([](Entry& e) { e.ids.clear(); }), "identifier removed: passport X1, IR\n");
  EXPECT_EQ(words([](Entry& e) { e.addresses[0].city = "City"; }),
            "address removed: 1 Street, Town, IR\naddress added: 1 Street, City, IR\n");
  EXPECT_EQ(words([](Entry& e) { e.programmes = {"P1", "P2"}; }), "programme added: P2\n");
  EXPECT_EQ(words([](Entry& e) { e.type = EntryType::kEntity; }), "type changed: from person to entity\n");
  EXPECT_EQ(words([](Entry& e) { e.listed_on = day("2020-02-02"); }), "listed on added: 2020-02-02\n");
  EXPECT_EQ(words([](Entry& e) { e.details = {{"x", "y"}}; }), "detail added: x: y\n");
}

TEST(EntryChange, OtherContentIsNeverNoChange) {
  EXPECT_EQ(words([](Entry& e) { std::swap(e.names[0], e.names[1]); }),
            "name changed: from one order to another order\n");
  // The same words, cut elsewhere.
  EXPECT_NE(words([](Entry& e) { e.addresses[0] = {"1 Street, Town", "", "IR", ""}; }), "");
}

}  // namespace
}  // namespace licet::screening
