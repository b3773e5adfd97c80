// What becomes known of somebody beside the name: it is held against the lists in the transaction that takes it.
#include <gtest/gtest.h>

#include <string>

#include "app_world.h"
#include "list_of_one.h"

namespace licet::app_test {
namespace {

/// By the name alone no hit; with evidence it is one.
constexpr const char* kListed = "OAKSHOTTLE, Barnabe Ignatius";

class ChangedFacts : public ::testing::Test {
 protected:
  ChangedFacts() {
    const auto score = screening::align(*screening::normalise("Barnaby Oakshottel", screening::NameForm::kPerson),
                                        *screening::normalise(kListed, screening::NameForm::kPerson))
                           .score;
    EXPECT_GE(score, screening::Thresholds{}.corroborated);
    EXPECT_LT(score, screening::Thresholds{}.person);
    screening::Entry entry;
    entry.entry_id = "9001";
    entry.type = screening::EntryType::kPerson;
    entry.names.push_back({kListed});
    entry.births.push_back({*parse_date("1965-01-01"), *parse_date("1965-12-31")});
    entry.countries.push_back({"GB", screening::CountryRole::kNationality});
    load_list_of_one(world_, "ofac-sdn", std::move(entry));
  }
  void arrive(const std::string& first, const std::string& last, const std::string& birth, const std::string& country) {
    world_.import("email,first_name,last_name,birth_date,country,product,lawful_basis,source_id\nm@example.com," +
                  first + "," + last + "," + birth + "," + country + ",funds,consent,X-1\n");
  }
  record::Row lead() { return world_.lead(world_.lead_of("X-1")); }
  void expect_frozen() {
    EXPECT_EQ(lead().text("screening"), "hit");
    EXPECT_EQ(lead().text("status"), "review");
    EXPECT_TRUE(lead().null("owner"));
    EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0) << "nothing is left for a job";
    world_.expect_sound();
  }

  AppWorld world_{{.lists = false}};
};

TEST_F(ChangedFacts, ABirthDateThatAgreesIsAHitAtOnce) {
  arrive("Barnaby", "Oakshottel", "", "GB");
  ASSERT_EQ(lead().text("screening"), "clear");
  ASSERT_EQ(lead().text("status"), "assigned");
  arrive("Barnaby", "Oakshottel", "1965-03-04", "GB");
  expect_frozen();
}

TEST_F(ChangedFacts, ABirthDateOfSomebodyElseIsNone) {
  arrive("Barnaby", "Oakshottel", "", "GB");
  arrive("Barnaby", "Oakshottel", "1931-03-04", "GB");
  EXPECT_EQ(lead().text("screening"), "clear");
  EXPECT_EQ(lead().text("status"), "assigned");
}

/// The year alone is not enough; with the country it is.
TEST_F(ChangedFacts, ACountryThatAgreesIsAHitAtOnce) {
  arrive("Barnaby", "Oakshottel", "1965-03-04", "FR");
  ASSERT_EQ(lead().text("screening"), "clear");
  arrive("Barnaby", "Oakshottel", "1965-03-04", "GB");
  EXPECT_EQ(lead().text("screening"), "hit");
  EXPECT_EQ(lead().text("status"), "review");
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0);
  world_.expect_sound();
}

TEST_F(ChangedFacts, AnotherNameIsAHitAtOnce) {
  arrive("Barnaby", "Wintherley", "", "GB");
  ASSERT_EQ(lead().text("status"), "assigned");
  arrive("Barnaby Ignatius", "Oakshottle", "", "GB");
  expect_frozen();
}

}  // namespace
}  // namespace licet::app_test
