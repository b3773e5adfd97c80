// What import and screening promise about people: a hit ends by persons alone, nobody unscreened is clear, and a bad
// row stops nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "app/name_command.h"
#include "app/rescreen.h"
#include "intake_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

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

}  // namespace
}  // namespace licet::app_test
