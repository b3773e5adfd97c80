// What import and screening promise about people: a hit ends by persons alone, nobody unscreened is clear, an erased
// person stays away, and a bad row stops nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "app/list_commands.h"
#include "app/name_command.h"
#include "app/rescreen.h"
#include "app/review_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr const char* kHeader =
    "email,first_name,last_name,company,phone,street,city,state,postal_code,country,birth_date,prospect_type,product,"
    "lawful_basis,source_id,campaign\n";

/// A Londoner who would go to the UK desk.
struct Person {
  std::string source_id = "X-1";
  std::string first_name = "Barnaby", last_name = "Oakshottle", company{};
  std::string email = "barnaby@example.com", phone{}, street = "2 Pretend Row", birth_date{};
  std::string prospect_type = "retail", product = "funds", campaign = "spring";
};
std::string row(const Person& p) {
  return p.email + "," + p.first_name + "," + p.last_name + "," + p.company + "," + p.phone + "," + p.street +
         ",London,,,GB," + p.birth_date + "," + p.prospect_type + "," + p.product + ",consent," + p.source_id + "," +
         p.campaign + "\n";
}
std::string file(const std::vector<Person>& people) {
  std::string out = kHeader;
  for (const Person& person : people) out += row(person);
  return out;
}
Person listed(std::string source_id = "X-1") {
  Person person;
  person.source_id = std::move(source_id);
  person.first_name = "Mirko";
  person.last_name = "Ostrovsky-Kale";
  return person;
}

/// The example's list with a line taken out or put in, of a date.
screening::List list_of(Instant as_of, const std::string& without = "", const std::string& more = "") {
  std::string sdn = read_text(kFirmFolder + "lists/sdn.csv");
  const std::string alt = read_text(kFirmFolder + "lists/alt.csv"), add = read_text(kFirmFolder + "lists/add.csv");
  std::string kept_alt = alt, kept_add = add;
  const auto drop = [&](std::string& text) {
    for (std::size_t at = 0; !without.empty() && (at = text.find("\r\n" + without + ",", at)) != std::string::npos;)
      text.erase(at + 2, text.find("\r\n", at + 2) - at);
    while (!without.empty() && text.rfind(without + ",", 0) == 0) text.erase(0, text.find("\r\n") + 2);
  };
  drop(sdn);
  drop(kept_alt);
  drop(kept_add);
  sdn.insert(0, more);
  const std::vector<screening::SourceFile> files = {{"sdn.csv", sdn}, {"alt.csv", kept_alt}, {"add.csv", kept_add}};
  return must(screening::read_ofac_csv("ofac-sdn", files, as_of)).list;
}
std::string entry(const std::string& number, const std::string& name) {
  std::string out = number + ",\"" + name + "\",\"individual\",\"DEMO\"";
  for (int i = 0; i < 8; ++i) out += ",-0- ";
  return out + "\r\n";
}

class Intake : public ::testing::Test {
 protected:
  explicit Intake(const WorldOptions& options = {}) : world_(options) {}

  app::ListReport load(const screening::List& list, bool replace_newer = false) {
    return must(
        app::load_list(world_.deps(), world_.first(), list,
                       {.accept_shrink = true, .replace_newer = replace_newer, .note = "the newer one was cut off"}));
  }
  record::Row lead(const std::string& source_id = "X-1") { return world_.lead(world_.lead_of(source_id)); }
  std::string reasons(const std::string& source_id = "X-1") { return world_.reasons_of(world_.lead_of(source_id)); }
  record::Row subject(const std::string& source_id = "X-1") {
    return world_.row(TableId::kSubject, std::string(lead(source_id).text("subject"))).value();
  }
  void expect_frozen(const std::string& source_id = "X-1") {
    EXPECT_EQ(lead(source_id).text("screening"), "hit");
    EXPECT_EQ(lead(source_id).text("status"), "review");
    EXPECT_TRUE(lead(source_id).null("owner"));
    EXPECT_NE(reasons(source_id).find("\"screening_hit\""), std::string::npos) << reasons(source_id);
  }
  /// Two persons find every open hit false.
  app::CaseAnswer found_false(const std::string& source_id = "X-1") {
    const CaseId id = world_.case_of(world_.lead_of(source_id));
    must(app::claim_case(world_.deps(), world_.first(), id));
    const app::CaseAnswer proposed = must(app::decide_case(
        world_.deps(), world_.first(), id, {"release", {{"screening", "false_positive"}}, "another birth date"}));
    return must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  }
  /// The text of every entry.
  std::string ledger() {
    std::string out;
    must(world_.store().entries(world_.second(), 0, [&](const app::StoredEntry& entry) {
      out += entry.bytes + "\n";
      return true;
    }));
    return out;
  }

  AppWorld world_;
};

// ---- a hit ends by what persons found

TEST_F(Intake, ALaterRowWithACleanNameLiftsNoHit) {
  world_.import(file({listed()}));
  expect_frozen();
  Person clean;
  EXPECT_EQ(world_.import(file({clean})).changed, 1);
  expect_frozen();
  EXPECT_EQ(subject().text("last_name"), "Oakshottle");
  EXPECT_FALSE(
      must(app::assign_lead(world_.deps(), world_.first(), world_.lead_of("X-1"), world_.person_id("p.nandakumar")))
          .assigned);
  world_.job("rescreen");
  world_.job("retry_parked");
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Intake, ALaterRowWithAListedNameTakesTheLeadFromItsOwner) {
  world_.import(file({Person()}));
  ASSERT_EQ(lead().text("status"), "assigned");
  world_.import(file({listed()}));
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Intake, AFindingHoldsForTheNameAndTheEntryItWasAbout) {
  world_.import(file({listed()}));
  EXPECT_EQ(found_false().outcome.status, "assigned");
  Person again = listed();
  again.campaign = "autumn";
  world_.import(file({again}));
  EXPECT_EQ(lead().text("screening"), "clear") << "the same name and the same entry: two persons have looked";
  EXPECT_EQ(lead().text("status"), "assigned");
  Person moved = again;
  moved.street = "99 Pretend Row";
  world_.import(file({moved}));
  expect_frozen();  // an address is compared too, and nobody has looked at this one
  EXPECT_EQ(found_false().outcome.status, "assigned");
  Person spelt = moved;
  spelt.first_name = "Mirco";
  world_.import(file({spelt}));
  expect_frozen();
  EXPECT_EQ(found_false().outcome.status, "assigned");
  Person renamed = moved;
  renamed.first_name = "Lucinda Maree";
  renamed.last_name = "Vanterpool-Ashgrove";
  world_.import(file({renamed}));
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Intake, AnEntryThatChangedIsANewHitOnTheSameName) {
  world_.import(file({listed()}));
  found_false();
  ASSERT_EQ(lead().text("screening"), "clear");
  load(list_of(world_.clock().now(), "90001", entry("90001", "OSTROVSKY-KALE, Mirko")));
  EXPECT_EQ(world_.job("rescreen").rescreen.hits, 1);
  expect_frozen();
  world_.expect_sound();
}

class WithoutLists : public Intake {
 protected:
  WithoutLists() : Intake(options()) {}
  static WorldOptions options() {
    WorldOptions options;
    options.lists = false;
    return options;
  }
};

TEST_F(WithoutLists, ANameThatNobodyScreenedIsScreenedWithTheNextOne) {
  world_.import(file({listed()}));
  ASSERT_EQ(lead().text("screening"), "not");
  world_.load_lists();
  world_.import(file({Person()}));
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Intake, AFirstNameThatArrivesAloneIsScreenedWithTheLastNameThatIsKnown) {
  Person half = listed();
  half.first_name = "Zebedee Quentin Aloysius";
  half.last_name = "Vanterpool-Ashgrove";
  world_.import(file({half}));
  ASSERT_EQ(lead().text("screening"), "clear");
  Person given = half;
  given.first_name = "Lucinda Maree";
  given.last_name = "";
  world_.import(file({given}));
  EXPECT_EQ(subject().text("last_name"), "Vanterpool-Ashgrove");
  expect_frozen();
}

// ---- lists that change

TEST_F(Intake, AListThatGrewTakesALeadInTheBookFromItsOwner) {
  const Instant now = world_.clock().now();
  load(list_of(now, "90001"));
  world_.import(file({listed("X-1"), Person{.source_id = "X-2", .email = "two@example.com"}}));
  ASSERT_EQ(lead("X-1").text("status"), "assigned") << reasons("X-1");
  load(list_of(now));
  const app::JobReport report = world_.job("rescreen");
  EXPECT_EQ(report.rescreen.screened, 2);
  EXPECT_EQ(report.rescreen.hits, 1);
  EXPECT_EQ(report.parked, 1);
  EXPECT_EQ(report.moved_leads, std::vector<std::string>{world_.lead_of("X-1").str()});
  expect_frozen("X-1");
  EXPECT_EQ(lead("X-2").text("status"), "assigned");
  EXPECT_EQ(lead("X-2").text("screened_lists"), lead("X-1").text("screened_lists"));
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0) << "again at once changes nothing";
  const auto jobs = world_.rows(TableId::kJob, {{"kind", app::Condition::Op::kEqual, std::string("rescreen")}});
  ASSERT_EQ(jobs.size(), 2u);
  for (const auto& job : jobs) EXPECT_EQ(job.text("state"), "done");
  world_.expect_sound();
}

TEST_F(Intake, TheHistoryOfALeadIsSilentAboutOthersScreenedWithIt) {
  world_.import(file({Person{.source_id = "X-1"}, Person{.source_id = "X-2", .email = "two@example.com"}}));
  load(list_of(world_.clock().now(), "", entry("90077", "SOMEBODY, Else")));
  ASSERT_EQ(world_.job("rescreen").rescreen.screened, 2);
  const auto history = must(app::explain_lead(world_.deps(), world_.first(), world_.lead_of("X-1").str()));
  std::size_t screenings = 0;
  for (const auto& item : history.items)
    for (const auto& event : item.events) {
      if (event.type != "lead_screened") continue;
      EXPECT_EQ(event.fields.find(std::string_view("lead"))->second.as_string(), world_.lead_of("X-1").str());
      ++screenings;
    }
  EXPECT_EQ(screenings, 2u) << "on arrival, and with the changed list";
}

TEST_F(Intake, ALeadInReviewForAnotherReasonIsHitThere) {
  const Instant now = world_.clock().now();
  load(list_of(now, "90001"));
  Person undecided = listed();
  undecided.product = "";
  world_.import(file({undecided}));
  ASSERT_EQ(lead().text("status"), "review");
  ASSERT_EQ(reasons().find("screening_hit"), std::string::npos);
  load(list_of(now));
  EXPECT_EQ(world_.job("rescreen").rescreen.hits, 1);
  expect_frozen();
  EXPECT_NE(reasons().find("rule_review"), std::string::npos) << "the reasons there were are kept: " << reasons();
  world_.expect_sound();
}

TEST_F(Intake, WhoAnotherEngineScreenedIsScreenedAgain) {
  world_.import(file({Person{.source_id = "X-1"}, Person{.source_id = "X-2", .email = "two@example.com"}}));
  ASSERT_EQ(world_.job("rescreen").rescreen.screened, 0);
  must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
    auto body = app::new_body(world_.deps(), world_.first(), "import");
    const app::LeadDraft draft = app::draft_of(lead("X-1"));
    body.add(record::lead_screened(draft.lead, "clear", json::Object{}, draft.screened_lists, {}, {}, {},
                                   crypto::digest_text(crypto::sha256("the engine of before"))));
    return app::append(tx, std::move(body));
  }));
  const app::JobReport report = world_.job("rescreen");
  EXPECT_EQ(report.rescreen.due, (std::map<app::Due, std::int64_t>{{app::Due::kEngine, 1}}));
  EXPECT_EQ(report.rescreen.screened, 1);
  EXPECT_EQ(lead("X-1").text("engine"), lead("X-2").text("engine"));
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0);
}

TEST_F(Intake, ADryRunSaysWhatWouldBeAndWritesNothing) {
  const Instant now = world_.clock().now();
  load(list_of(now, "90001"));
  world_.import(file({listed("X-1"), Person{.source_id = "X-2", .email = "two@example.com"}}));
  load(list_of(now));
  const std::string before = ledger();
  const auto foreseen = must(app::run_job(world_.deps(), world_.first(), "rescreen", nullptr, {.dry_run = true}));
  EXPECT_EQ(ledger(), before);
  EXPECT_EQ(lead("X-1").text("status"), "assigned");
  const app::JobReport done = world_.job("rescreen");
  EXPECT_EQ(foreseen.rescreen.screened, done.rescreen.screened);
  EXPECT_EQ(foreseen.rescreen.hits, 1);
  EXPECT_EQ(foreseen.rescreen.hit_leads, done.rescreen.hit_leads);
  EXPECT_EQ(foreseen.rescreen.due, done.rescreen.due);
  EXPECT_EQ(done.rescreen.due, (std::map<app::Due, std::int64_t>{{app::Due::kChanges, 2}}));
  EXPECT_EQ(done.rescreen.changed_entries, 1);
  EXPECT_EQ(foreseen.parked, done.parked);
  expect_frozen("X-1");
}

TEST_F(Intake, TheSameEntriesUnderANewDateAreTheSameList) {
  world_.import(file({Person()}));
  world_.clock().set(Instant{world_.clock().now().us + 60'000'000});
  EXPECT_TRUE(load(list_of(world_.clock().now())).unchanged);
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0);
}

TEST_F(Intake, AHitThatJoinsAProposedFindingMakesItVoid) {
  world_.import(file({listed()}));
  const CaseId id = world_.case_of(world_.lead_of("X-1"));
  must(app::claim_case(world_.deps(), world_.first(), id));
  const app::CaseAnswer proposed = must(app::decide_case(
      world_.deps(), world_.first(), id, {"release", {{"screening", "false_positive"}}, "another birth date"}));
  load(list_of(world_.clock().now(), "", entry("90077", "OSTROVSKY-KALE, Mirko")));
  EXPECT_EQ(world_.job("rescreen").rescreen.hits, 1);
  const auto answer = app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, ErrorCode::kConflict);
  must(app::approve_case(world_.deps(), world_.second(), id, false, proposed.proposal));
  expect_frozen();
  EXPECT_EQ(found_false().outcome.status, "assigned");
  world_.expect_sound();
}

TEST_F(Intake, AFindingAgainstOldListsWaitsForThePresentOnes) {
  world_.import(file({listed()}));
  load(list_of(world_.clock().now(), "", entry("90077", "SOMEBODY, Else")));
  EXPECT_EQ(found_false().outcome.status, "review");
  EXPECT_EQ(lead().text("screening"), "stale");
  world_.job("rescreen");
  world_.job("retry_parked");
  EXPECT_EQ(lead().text("screening"), "clear");
  EXPECT_EQ(lead().text("status"), "assigned");
  world_.expect_sound();
}

TEST_F(Intake, ARunThatIsStoppedIsGoneOnWith) {
  const Instant now = world_.clock().now();
  load(list_of(now, "90001"));
  std::string csv = kHeader;
  constexpr int kLeads = 1'100;  // more than a page
  for (int i = 0; i < kLeads; ++i) {
    Person person;
    person.source_id = "P-" + std::to_string(i);
    person.email = "p" + std::to_string(i) + "@example.com";
    csv += row(person);
  }
  ASSERT_EQ(world_.import(csv).leads, kLeads);
  load(list_of(now));
  const auto stop = [](std::int64_t, std::int64_t) { return false; };
  const auto first = must(app::rescreen(world_.deps(), world_.first(), stop));
  EXPECT_TRUE(first.stopped);
  EXPECT_LT(first.screened, kLeads);
  const auto second = must(app::rescreen(world_.deps(), world_.first(), nullptr));
  EXPECT_EQ(first.screened + second.screened, kLeads);
  EXPECT_FALSE(second.stopped);
  world_.expect_sound();
}

// ---- who cannot be screened

TEST_F(Intake, WhoHasNoNameIsNeverClear) {
  const std::vector<std::pair<std::string, std::string>> nobodies = {
      {"", ""}, {"n/a", "-"}, {"", "?"}, {"J", "."}, {"", "\xF0\x9F\x92\xA9"}, {"Unknown", ""}};
  std::vector<Person> people;
  for (std::size_t i = 0; i < nobodies.size(); ++i)
    people.push_back({.source_id = "N-" + std::to_string(i),
                      .first_name = nobodies[i].first,
                      .last_name = nobodies[i].second,
                      .email = "n" + std::to_string(i) + "@example.com"});
  const auto report = world_.import(file(people));
  EXPECT_EQ(report.leads, static_cast<std::int64_t>(nobodies.size())) << "a row with an e-mail alone is a lead";
  EXPECT_EQ(report.assigned, 0);
  world_.job("rescreen");
  world_.job("retry_parked");
  for (const Person& person : people) {
    EXPECT_EQ(lead(person.source_id).text("screening"), "nameless") << person.source_id;
    EXPECT_EQ(reasons(person.source_id), R"(["no_name"])") << person.source_id;
    const CaseId id = world_.case_of(world_.lead_of(person.source_id));
    must(app::claim_case(world_.deps(), world_.first(), id));
    EXPECT_FALSE(app::decide_case(world_.deps(), world_.first(), id,
                                  {"release", {{"screening", "false_positive"}}, "nobody to compare"}));
  }
  Person named = people.front();
  named.first_name = "Barnaby";
  named.last_name = "Oakshottle";
  world_.import(file({named}));
  EXPECT_EQ(lead(named.source_id).text("screening"), "clear");
  EXPECT_EQ(lead(named.source_id).text("status"), "assigned");
  named.last_name = "\xE6\x9D\x8E";  // a whole name in its script
  named.first_name = "";
  named.source_id = "N-9";
  world_.import(file({named}));
  EXPECT_EQ(lead("N-9").text("screening"), "clear");
  world_.expect_sound();
}

TEST_F(Intake, AReviewerSaysWhoANamelessLeadIs) {
  world_.import(file({Person{.source_id = "X-1", .first_name = "", .last_name = ""},
                      Person{.source_id = "X-2", .first_name = "", .last_name = "", .email = "two@example.com"}}));
  const auto name = [&](const std::string& source_id, const app::BorneName& said) {
    return app::name_lead(world_.deps(), world_.second(), world_.lead_of(source_id), said);
  };
  EXPECT_EQ(name("X-1", {"J", "-", ""}).error().code, ErrorCode::kBadInput);
  EXPECT_EQ(must(name("X-1", {"Barnaby", "Oakshottle", ""})).status, "assigned");
  EXPECT_EQ(subject("X-1").text("last_name"), "Oakshottle");
  EXPECT_EQ(must(name("X-2", {"Mirko", "Ostrovsky-Kale", ""})).status, "review");
  expect_frozen("X-2");
  must(name("X-2", {"Barnaby", "Oakshottle", ""}));
  expect_frozen("X-2");
  EXPECT_EQ(ledger().find("Oakshottle"), std::string::npos);
  world_.expect_sound();
}

TEST_F(Intake, ACompanyAloneIsScreenedAsOne) {
  Person company{.first_name = "", .last_name = "", .company = "Oakshottle Mills Ltd"};
  world_.import(file({company}));
  EXPECT_EQ(lead().text("screening"), "clear");
  company.source_id = "X-2";
  company.company = "Halcyon Reach Shipping LLC";
  company.email = "other@example.com";
  world_.import(file({company}));
  expect_frozen("X-2");
}

// ---- rows that are no good

TEST_F(Intake, ARowThatCannotBeScreenedIsRejectedAndTheFileGoesOn) {
  std::string many;
  for (int i = 0; i < 70; ++i) many += "Bo ";
  const auto report = world_.import(
      file({Person{.source_id = "X-1", .last_name = many}, Person{.source_id = "X-2", .email = "two@example.com"}}));
  EXPECT_EQ(report.rejected, 1);
  EXPECT_EQ(report.leads, 1);
  ASSERT_EQ(world_.rejects().size(), 1u);
  EXPECT_NE(world_.rejects().front().find("2: "), std::string::npos) << world_.rejects().front();
  EXPECT_NE(world_.rejects().front().find("words"), std::string::npos) << world_.rejects().front();
  // No key is left for somebody who was not taken up.
  EXPECT_EQ(world_.rows(TableId::kSubject).size(), 1u);
  for (const std::string& kid : must(world_.keys().list()))
    EXPECT_TRUE(kid.rfind("subj_", 0) != 0 || world_.row(TableId::kSubject, kid)) << kid;
  world_.expect_sound();
}

TEST_F(Intake, ARejectSaysEverythingThatIsWrongWithItsRow) {
  const Person bad{
      .email = "nobody at example", .birth_date = "2999-01-01", .prospect_type = "retial", .product = "fundz"};
  EXPECT_EQ(world_.import(file({bad})).rejected, 1);
  ASSERT_EQ(world_.rejects().size(), 1u);
  const std::string& said = world_.rejects().front();
  for (const char* part : {"column 'email'", "column 'birth_date'", "in the future", "column 'prospect_type'", "retail",
                           "column 'product'", "funds"})
    EXPECT_NE(said.find(part), std::string::npos) << part << " in: " << said;
}

TEST_F(Intake, ARejectThatNamesNobodySaysWhatElseIsWrong) {
  const Person bad{.first_name = "", .last_name = "", .email = "", .product = "fundz"};
  EXPECT_EQ(world_.import(file({bad})).rejected, 1);
  ASSERT_EQ(world_.rejects().size(), 1u);
  EXPECT_NE(world_.rejects().front().find("fundz"), std::string::npos);
  EXPECT_NE(world_.rejects().front().find("names nobody"), std::string::npos);
}

/// A place for rejects that is full from the start.
TEST_F(Intake, WhenRejectsCannotBeKeptTheImportStopsWithWhatItHas) {
  std::string csv = file({Person{.source_id = "X-1"}, Person{.source_id = "X-2", .product = "fundz"},
                          Person{.source_id = "X-3", .email = "three@example.com"}});
  app::csv::TextSource input(csv);
  app::ImportOptions options;
  options.source = "sample";
  app::ImportCallbacks callbacks;
  callbacks.reject = [](std::uint64_t, const std::string&, std::string_view) -> Status {
    return fail(ErrorCode::kEnvironment, "no space left");
  };
  const auto report = must(
      app::import_leads(world_.deps(), world_.first(), world_.state(app::LoadLists::kYes), input, options, callbacks));
  ASSERT_TRUE(report.problem);
  EXPECT_EQ(report.problem->code, ErrorCode::kEnvironment);
  EXPECT_TRUE(report.stopped);
  EXPECT_EQ(report.rejected, 0) << "a reject that was not kept is none";
  EXPECT_EQ(report.rows, report.leads);
  EXPECT_NE(ledger().find("\"stopped\":true"), std::string::npos) << "the figures are on the record";
  // Going on: everything is accounted for.
  const auto again = world_.import(csv);
  EXPECT_EQ(again.rejected, 1);
  EXPECT_EQ(again.leads + again.unchanged, 2);
  EXPECT_EQ(world_.rows(TableId::kLead).size(), 2u);
  world_.expect_sound();
}

// ---- the date of a list

TEST_F(WithoutLists, AListCountsFromItsPublisherAndNotFromItsLoading) {
  load(list_of(moment("2024-05-01T00:00:00Z")));
  world_.import(file({Person{.source_id = "X-1"}, listed("X-2")}));
  EXPECT_EQ(lead("X-1").text("screening"), "stale");
  EXPECT_EQ(lead("X-1").text("status"), "review");
  EXPECT_EQ(reasons("X-1"), R"(["not_screened"])");
  expect_frozen("X-2");
  load(list_of(world_.clock().now()));
  world_.job("rescreen");
  world_.job("retry_parked");
  EXPECT_EQ(lead("X-1").text("status"), "assigned");
  expect_frozen("X-2");
  world_.expect_sound();
}

TEST_F(WithoutLists, AListOfUnknownDateFindsPeopleAndClearsNobody) {
  const auto report = load(list_of(screening::kAsOfUnknown));
  EXPECT_TRUE(world_.row(TableId::kList, report.digest).value().null("as_of"));
  world_.import(file({Person{.source_id = "X-1"}, listed("X-2")}));
  EXPECT_EQ(lead("X-1").text("screening"), "stale");
  expect_frozen("X-2");
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0);
  world_.expect_sound();
}

TEST_F(WithoutLists, AListIsUsableUntilItsLastDayAndNoLonger) {
  const Instant as_of = world_.clock().now();
  load(list_of(as_of));
  constexpr std::int64_t kDays = 14;  // as the example's policy allows
  const app::FirmState state = world_.state();
  EXPECT_TRUE(state.lists_usable(Instant{as_of.us + kDays * 86'400'000'000}));
  EXPECT_FALSE(state.lists_usable(Instant{as_of.us + kDays * 86'400'000'000 + 1}));
}

TEST_F(WithoutLists, AListOfTheFutureIsRefused) {
  const auto loaded = app::load_list(world_.deps(), world_.first(), list_of(Instant{world_.clock().now().us + 1}));
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, ErrorCode::kBadInput);
  EXPECT_TRUE(world_.rows(TableId::kList).empty());
}

TEST_F(WithoutLists, AnOlderListReplacesANewerOneOnlyWhenSomebodySaysWhy) {
  const Instant now = world_.clock().now(), before{now.us - 1};
  const std::string newer = load(list_of(now)).digest;
  const auto state_of = [&](const std::string& digest) { return world_.row(TableId::kList, digest)->text("state"); };
  const auto loaded = [&](const app::ListLoad& how) {
    return app::load_list(world_.deps(), world_.first(), list_of(before), how);
  };
  const auto refused = loaded({});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kBadInput);
  EXPECT_NE(refused.error().text.find(format_instant(now)), std::string::npos) << refused.error().text;
  EXPECT_NE(ledger().find("LIST_OLDER"), std::string::npos) << "the attempt is on record";
  EXPECT_FALSE(loaded({.replace_newer = true})) << "without a reason";
  EXPECT_EQ(state_of(newer), "active");
  const auto report = must(loaded({.replace_newer = true, .note = "the newer one was cut off"}));
  EXPECT_EQ(state_of(newer), "replaced");
  EXPECT_EQ(state_of(report.digest), "active");
  EXPECT_EQ(ledger().find("cut off"), std::string::npos) << "free text is sealed";
  EXPECT_NE(ledger().find(R"("older":true)"), std::string::npos);
  EXPECT_TRUE(loaded({})) << "of the same date as the active one";
  world_.expect_sound();
}

TEST_F(WithoutLists, AListThatLostItsAliasesIsRefusedAndTheAlarmStandsUntilAWholeOneComes) {
  const Instant now = world_.clock().now();
  const screening::List whole = list_of(now);
  const auto without = [&](const std::function<void(screening::Entry&)>& drop) {
    screening::List cut = whole;
    for (screening::Entry& entry : cut.entries) drop(entry);
    screening::seal_list(cut);
    return cut;
  };
  const std::string kept = load(whole).digest;
  const auto alarms = [&] { return must(app::list_alarms(world_.deps(), world_.first())); };
  EXPECT_TRUE(alarms().empty());
  const std::pair<screening::List, std::string> kCuts[] = {
      {without([](screening::Entry& entry) { entry.names.resize(1); }), ", 12 now"},
      {without([](screening::Entry& entry) {
         for (screening::ListName& name : entry.names) name.strength = screening::Strength::kWeak;
       }),
       "strong names"},
      {without([](screening::Entry& entry) { entry.type = screening::EntryType::kVessel; }), "persons"},
      {without([](screening::Entry& entry) {
         entry.addresses.clear();
         entry.countries.clear();
       }),
       "addresses"}};
  for (const auto& [cut, what] : kCuts) {
    const auto refused = app::load_list(world_.deps(), world_.first(), cut);
    ASSERT_FALSE(refused) << what;
    EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
    EXPECT_NE(refused.error().text.find(what), std::string::npos) << refused.error().text;
    EXPECT_EQ(world_.row(TableId::kList, kept)->text("state"), "active");
    ASSERT_EQ(alarms().size(), 1U) << what;
    EXPECT_EQ(alarms().front().reason, "LIST_SHRANK");
    EXPECT_EQ(alarms().front().kind, "ofac-sdn");
  }
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), app::Access::system())).size() == 1U);
  const auto forced = app::load_list(world_.deps(), world_.first(), kCuts[0].first, {.accept_shrink = true});
  ASSERT_TRUE(forced);
  EXPECT_TRUE(alarms().empty()) << "another list has its place";
  world_.expect_sound();
}

TEST_F(WithoutLists, AListThatWasNotReadWholeIsOnRecordAndAnAlarm) {
  const auto unread = [&](ErrorCode code) {
    ASSERT_TRUE(app::record_unread_list(world_.deps(), world_.first(), "ofac-sdn", Error{code, "cut", {}, {}}));
  };
  unread(ErrorCode::kBadInput);
  EXPECT_NE(ledger().find("LIST_UNREADABLE"), std::string::npos);
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), world_.first())).empty()) << "no list to stay";
  load(list_of(world_.clock().now()));
  unread(ErrorCode::kEnvironment);
  EXPECT_TRUE(must(app::list_alarms(world_.deps(), world_.first())).empty()) << "no fault of the list";
  unread(ErrorCode::kLimit);
  EXPECT_EQ(must(app::list_alarms(world_.deps(), world_.first())).front().reason, "LIST_UNREADABLE");
  world_.expect_sound();
}

TEST_F(WithoutLists, AnOldListThatHitsFreezesALeadThatAFreshOneCleared) {
  load(list_of(world_.clock().now(), "90001"));
  world_.import(file({listed("X-1"), Person{.source_id = "X-2", .email = "two@example.com"}}));
  ASSERT_EQ(lead("X-1").text("status"), "assigned");
  load(list_of(screening::kAsOfUnknown));
  EXPECT_EQ(world_.job("rescreen").rescreen.hits, 1);
  expect_frozen("X-1");
  EXPECT_EQ(lead("X-2").text("screening"), "clear") << "what a usable list said stands";
  world_.expect_sound();
}

// ---- what a source id says last

TEST_F(Intake, WhatASourceIdSaysLastCounts) {
  Person a, b;
  b.street = "99 Pretend Row";
  const auto street = [&] { return std::string(subject().text("street")); };
  world_.import(file({a}));
  world_.import(file({b}));
  const auto back = world_.import(file({a}));
  EXPECT_EQ(back.changed, 1);
  EXPECT_EQ(street(), a.street);
  EXPECT_EQ(world_.import(file({a})).unchanged, 1);
  EXPECT_EQ(world_.rows(TableId::kLead).size(), 1u);
  EXPECT_EQ(world_.source_events("X-1").size(), 3u);
  world_.expect_sound();
}

TEST_F(Intake, WhatASourceIdSaysLastCountsWithinOneFile) {
  Person a, b, c;
  b.street = "99 Pretend Row";
  c.street = "7 Pretend Row";
  const auto street = [&] { return std::string(subject().text("street")); };
  const auto report = world_.import(file({a, b, a}));
  EXPECT_EQ(report.leads, 1);
  EXPECT_EQ(report.changed, 2);
  EXPECT_EQ(street(), a.street);
  // Known already, and two rows of one batch.
  world_.import(file({b, a}));
  EXPECT_EQ(street(), a.street);
  world_.import(file({a, b, b, c, a, a, b}));
  EXPECT_EQ(street(), b.street);
  // Far apart: the last row is read long after the first two.
  std::string csv = file({a, c});
  for (int i = 0; i < 400; ++i)
    csv += row({.source_id = "F-" + std::to_string(i), .email = "f" + std::to_string(i) + "@example.com"});
  csv += row(b);
  world_.import(csv);
  EXPECT_EQ(street(), b.street);
  EXPECT_EQ(world_.rows(TableId::kLead).size(), 401u);
  world_.expect_sound();
}

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
