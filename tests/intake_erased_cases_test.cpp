// Who was erased stays away, and what an import says of people stands nowhere in the clear.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "app/subject_commands.h"
#include "intake_world.h"

namespace licet::app_test {
namespace {

// ---- who was erased

class Erased : public ::testing::TestWithParam<bool> {
 protected:
  Erased() : world_(options()) {}
  static WorldOptions options() {
    WorldOptions options;
    options.sqlite = GetParam();
    return options;
  }
  void erase(const std::string& source_id) {
    const auto subject = SubjectId::parse(world_.lead(world_.lead_of(source_id)).text("subject")).value();
    must(erase_by_two(world_, subject));
  }
  /// Nothing of these rows is taken up.
  void expect_kept_out(const std::string& csv, std::int64_t rows) {
    const auto leads = world_.rows(TableId::kLead).size();
    const auto keys = must(world_.keys().list());
    const auto report = world_.import(csv);
    EXPECT_EQ(report.suppressed, rows);
    EXPECT_EQ(report.leads + report.changed + report.unchanged + report.rejected, 0);
    EXPECT_EQ(world_.rows(TableId::kLead).size(), leads);
    EXPECT_EQ(must(world_.keys().list()), keys);
    EXPECT_TRUE(world_.rejects().empty());
  }
  AppWorld world_;
};

TEST_P(Erased, NobodyComesBackByAnImport) {
  Person person{.phone = "+442079460101", .birth_date = "1979-04-12"};
  world_.import(file({person}));
  Person corrected = person;
  corrected.email = "corrected@example.com";
  world_.import(file({corrected}));
  erase("X-1");
  const Person other{
      .source_id = "Y-1", .first_name = "Zebedee", .last_name = "Ullathorne", .email = "", .birth_date = ""};
  Person by_email = other, by_old_email = other, by_phone = other, by_name = other, by_source = other;
  by_email.email = "CORRECTED@example.com";
  by_old_email.email = person.email;
  by_phone.phone = "020 7946 0101";
  by_name.first_name = person.first_name;
  by_name.last_name = person.last_name;
  by_name.birth_date = person.birth_date;
  by_source.source_id = person.source_id;
  expect_kept_out(file({person}), 1);
  expect_kept_out(file({by_email, by_old_email, by_phone, by_name, by_source}), 5);
  Person namesake = other;
  namesake.first_name = person.first_name;
  namesake.last_name = person.last_name;
  namesake.birth_date = "1990-01-01";
  namesake.source_id = "Y-2";
  EXPECT_EQ(world_.import(file({other, namesake})).leads, 2) << "others are let in";
  world_.expect_sound();
}

TEST_P(Erased, TheSuppressionSetSaysNothingByItself) {
  Person person{.phone = "+442079460101", .birth_date = "1979-04-12"};
  world_.import(file({person}));
  const auto subject = world_.rows(TableId::kSubject).front();
  std::set<std::string> indexes;
  for (const char* column : {"email_key", "phone_key", "name_key"}) indexes.emplace(subject.text(column));
  indexes.emplace(world_.source_events("X-1").front().text("repeat_key"));
  erase("X-1");
  const auto kept = world_.rows(TableId::kSuppression);
  EXPECT_EQ(kept.size(), 4u);
  for (const auto& row : kept) {
    EXPECT_EQ(indexes.count(std::string(row.text("digest"))), 0u) << "an index of living rows";
    EXPECT_EQ(row.text("digest").size(), 44u);
  }
  world_.expect_sound();
}

INSTANTIATE_TEST_SUITE_P(Stores, Erased, ::testing::Bool(),
                         [](const auto& store) { return store.param ? "Sqlite" : "Memory"; });

// ---- what stands in the clear

TEST_F(Intake, FreeTextOfASourceStandsNowhereInTheClear) {
  Person person;
  person.campaign = "Jane Roe birthday jane@example.com";
  person.source_id = "jane.roe";
  world_.import(file({person}));
  EXPECT_EQ(lead("jane.roe").text("campaign"), person.campaign) << "opened while the key lives";
  std::string text = ledger();
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  EXPECT_EQ(text.find("jane"), std::string::npos);
  EXPECT_EQ(text.find("birthday"), std::string::npos);
  const auto subject_id = SubjectId::parse(lead("jane.roe").text("subject")).value();
  const LeadId id = world_.lead_of("jane.roe");
  must(erase_by_two(world_, subject_id));
  EXPECT_TRUE(world_.lead(id).null("campaign"));
  world_.expect_sound();
}

TEST_F(Intake, PlacesAndLanguagesInTheClearAreThoseOfClosedLists) {
  const std::string header =
      "email,first_name,last_name,country,kyc_residence,workplace_country,language,source_id,lawful_basis\n";
  world_.import(header + "a@example.com,Ann,Bell,GB,AE-ROEJANE,US-ZZJANE,en,L-1,consent\n");
  EXPECT_EQ(ledger().find("JANE"), std::string::npos);
  EXPECT_EQ(world_.rejects().size(), 0u);
  world_.import(header + "b@example.com,Ann,Bell,GB,,,Bob,L-2,consent\n");
  ASSERT_EQ(world_.rejects().size(), 1u);
  EXPECT_NE(world_.rejects().front().find("language"), std::string::npos);
}

TEST_F(Intake, TheSourceIsACode) {
  for (const char* source : {"Jane Roe", "jane@example.com", "call_07700900123", ""}) {
    app::csv::TextSource input(kHeader);
    app::ImportOptions options;
    options.source = source;
    const auto report = app::import_leads(world_.deps(), world_.first(), world_.state(), input, options, {});
    ASSERT_FALSE(report) << source;
    EXPECT_EQ(report.error().code, ErrorCode::kUsage) << source;
  }
}

}  // namespace
}  // namespace licet::app_test
