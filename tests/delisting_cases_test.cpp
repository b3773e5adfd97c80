// What becomes of a hit when its publisher takes the entry off: it ends only where a present list says so, the lead is
// decided anew, persons' refusals stand, and a forged delisting is found.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "app/review_commands.h"
#include "app_world.h"
#include "screening/list_document.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr std::int64_t kHourUs = 3'600'000'000, kDayUs = 24 * kHourUs;

struct Listed {
  std::string id, name;
};
const Listed kMirko{"9001", "OSTROVSKY-KALE, Mirko"}, kNamesake{"9002", "OSTROVSKY KALE, Mirko"},
    kOther{"9003", "VANTERPOOL-ASHGROVE, Lucinda"}, kElse{"9004", "ZEMBROWSKI, Thaddeus"};

class Delisting : public ::testing::Test {
 protected:
  Delisting() {
    load({kMirko, kOther, kElse});
    world_.import(
        "email,first_name,last_name,country,product,lawful_basis,source_id\n"
        "m@example.com,Mirko,Ostrovsky-Kale,GB,funds,consent,X-1\n"
        "n@example.com,Nadia,Clearwater,GB,funds,consent,X-2\n");
  }

  static screening::List list_of(const std::vector<Listed>& listed, Instant as_of) {
    screening::List list;
    list.kind = "ofac-sdn";
    list.as_of = as_of;
    for (const Listed& one : listed) {
      screening::Entry entry;
      entry.entry_id = one.id;
      entry.type = screening::EntryType::kPerson;
      entry.names.push_back({one.name});
      screening::seal_entry(entry);
      list.entries.push_back(std::move(entry));
    }
    screening::seal_list(list);
    return list;
  }
  app::ListReport load(const std::vector<Listed>& listed) { return load(listed, world_.clock().now()); }
  app::ListReport load(const std::vector<Listed>& listed, Instant as_of, bool replace_newer = false) {
    return must(app::load_list(world_.deps(), world_.first(), list_of(listed, as_of),
                               {.accept_shrink = true, .replace_newer = replace_newer, .note = "for a test"}));
  }
  void later(std::int64_t us) { world_.clock().set(Instant{world_.clock().now().us + us}); }
  record::Row lead(const std::string& source_id = "X-1") { return world_.lead(world_.lead_of(source_id)); }
  std::string reasons() { return world_.reasons_of(world_.lead_of("X-1")); }
  void expect_frozen() {
    EXPECT_EQ(lead().text("screening"), "hit");
    EXPECT_EQ(lead().text("status"), "review");
    EXPECT_NE(reasons().find("\"screening_hit\""), std::string::npos) << reasons();
  }
  app::CaseAnswer propose(const std::string& outcome, const std::string& finding) {
    const CaseId id = world_.case_of(world_.lead_of("X-1"));
    must(app::claim_case(world_.deps(), world_.first(), id));
    return must(
        app::decide_case(world_.deps(), world_.first(), id, {outcome, {{"screening", finding}}, "as I see it"}));
  }
  std::set<std::string> findings() {
    const auto verified = must(app::verify_ledger(world_.deps(), world_.first(), world_.ledger_folder(), {}, false));
    std::set<std::string> out;
    for (const auto& finding : verified.report.findings())
      out.insert("L" + std::to_string(finding.level) + " " + finding.code);
    return out;
  }

  AppWorld world_{{.lists = false}};
};

TEST_F(Delisting, AnEntryThatIsTakenOffEndsItsHitAndTheLeadGoesOn) {
  expect_frozen();
  const CaseId id = world_.case_of(world_.lead_of("X-1"));
  const std::string hits(lead().text("open_hits"));
  later(kHourUs);
  load({kOther, kElse});
  const app::JobReport report = world_.job("rescreen");
  EXPECT_EQ(report.rescreen.delisted, 1);
  EXPECT_EQ(report.rescreen.hits, 0);
  EXPECT_EQ(lead().text("screening"), "clear");
  EXPECT_EQ(lead().text("status"), "assigned");
  EXPECT_TRUE(lead().null("open_hits"));
  const record::Row closed = world_.row(TableId::kCase, id.str()).value();
  EXPECT_EQ(closed.text("state"), "closed");
  EXPECT_EQ(closed.text("outcome"), "delisted");

  // The record keeps what was found, and says how it ended.
  const auto history = must(app::explain_lead(world_.deps(), world_.first(), world_.lead_of("X-1").str()));
  std::vector<std::string> open, delisted;
  for (const auto& item : history.items)
    for (const record::Event& event : item.events) {
      if (event.type != "lead_screened") continue;
      const json::Value fields(event.fields);
      if (const auto* hit = fields.find("open")) open.push_back(json::canonical(*hit));
      for (const record::DelistedEntry& entry : record::delisted_entries(fields.find("delisted"))) {
        EXPECT_EQ(entry.kind, "ofac-sdn");
        EXPECT_EQ(entry.entry, kMirko.id);
        EXPECT_NE(entry.list, entry.was);
        delisted.push_back(json::canonical(json::Value(json::Array(entry.hits.begin(), entry.hits.end()))));
      }
    }
  EXPECT_EQ(open, std::vector<std::string>{hits});
  EXPECT_EQ(delisted, std::vector<std::string>{hits});
  EXPECT_EQ(world_.job("rescreen").rescreen.screened, 0) << "again at once changes nothing";
  world_.expect_sound();
}

TEST_F(Delisting, WhatElseWasOpenStaysOpen) {
  world_.import(
      "email,first_name,last_name,country,product,lawful_basis,source_id\n"
      "u@example.com,Mirko,Ostrovsky-Kale,GB,,consent,X-3\n");
  const LeadId id = world_.lead_of("X-3");
  ASSERT_NE(world_.reasons_of(id).find("screening_hit"), std::string::npos);
  load({kOther, kElse});
  world_.job("rescreen");
  EXPECT_EQ(world_.lead(id).text("screening"), "clear");
  EXPECT_EQ(world_.lead(id).text("status"), "review");
  EXPECT_EQ(world_.reasons_of(id).find("screening_hit"), std::string::npos) << world_.reasons_of(id);
  EXPECT_NE(world_.reasons_of(id).find("rule_review"), std::string::npos) << world_.reasons_of(id);
  world_.expect_sound();
}

TEST_F(Delisting, AnEntryThatComesBackIsANewHit) {
  load({kOther, kElse});
  world_.job("rescreen");
  ASSERT_EQ(lead().text("status"), "assigned");
  later(kHourUs);
  load({kMirko, kOther, kElse});
  const app::JobReport report = world_.job("rescreen");
  EXPECT_EQ(report.rescreen.hits, 1);
  EXPECT_EQ(report.parked, 1);
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Delisting, OfTwoEntriesOneIsNotEnough) {
  later(kHourUs);
  load({kMirko, kNamesake, kElse});
  world_.job("rescreen");
  later(kHourUs);
  load({kNamesake, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 1);
  expect_frozen();
  later(kHourUs);
  load({kOther, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 1);
  EXPECT_EQ(lead().text("status"), "assigned");
  world_.expect_sound();
}

TEST_F(Delisting, AnEntryThatOnlyChangedEndsNothing) {
  load({{kMirko.id, "SOMEBODY, Else"}, kOther, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 0);
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Delisting, AnUndatedListEndsNothingUntilItsDateIsKnown) {
  load({kOther, kElse}, screening::kAsOfUnknown);
  world_.job("rescreen");
  expect_frozen();
  later(kHourUs);
  load({kOther, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 1);
  EXPECT_EQ(lead().text("status"), "assigned");
  world_.expect_sound();
}

TEST_F(Delisting, AListThatGrewTooOldEndsNothing) {
  load({kOther, kElse});
  later(15 * kDayUs);
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 0);
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Delisting, AListFromBeforeTheEntryWasPutOnEndsNothing) {
  load({kOther, kElse}, Instant{world_.clock().now().us - kDayUs}, true);
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 0);
  expect_frozen();
  world_.expect_sound();
}

TEST_F(Delisting, AListThatWasRefusedEndsNothing) {
  EXPECT_FALSE(app::load_list(world_.deps(), world_.first(), list_of({kOther}, world_.clock().now()))) << "it shrank";
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 0);
  expect_frozen();
}

TEST_F(Delisting, ATrueMatchStaysRefused) {
  const app::CaseAnswer proposed = propose("refuse", "true_match");
  if (proposed.state != "closed")
    must(app::approve_case(world_.deps(), world_.second(), world_.case_of(world_.lead_of("X-1")), true,
                           proposed.proposal));
  ASSERT_EQ(lead().text("status"), "refused");
  later(kHourUs);
  load({kOther, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 1);
  world_.job("retry_parked");
  EXPECT_EQ(lead().text("status"), "refused");
  EXPECT_FALSE(lead().null("refused_by"));
  world_.expect_sound();
}

TEST_F(Delisting, ADecisionThatWaitsIsForItsPersonsToEnd) {
  const app::CaseAnswer proposed = propose("release", "false_positive");
  ASSERT_EQ(proposed.state, "proposed");
  later(kHourUs);
  load({kOther, kElse});
  EXPECT_EQ(world_.job("rescreen").rescreen.delisted, 1);
  EXPECT_EQ(lead().text("status"), "review");
  const CaseId id = world_.case_of(world_.lead_of("X-1"));
  EXPECT_EQ(world_.row(TableId::kCase, id.str()).value().text("state"), "proposed");
  EXPECT_FALSE(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal)) << "about what is gone";
  must(app::approve_case(world_.deps(), world_.second(), id, false, proposed.proposal));
  world_.job("retry_parked");
  EXPECT_EQ(lead().text("status"), "assigned");
  world_.expect_sound();
}

TEST_F(Delisting, ADryRunForeseesIt) {
  load({kOther, kElse});
  const auto foreseen = must(app::run_job(world_.deps(), world_.first(), "rescreen", nullptr, {.dry_run = true}));
  EXPECT_EQ(foreseen.rescreen.delisted, 1);
  expect_frozen();
}

// ---- forged

class ForgedDelisting : public Delisting {
 protected:
  /// Records past every command that the lead's hit ended so.
  void forge(const record::DelistedEntry& delisted) {
    app::LeadDraft draft = app::draft_of(lead());
    const app::FirmState state = world_.state(app::LoadLists::kYes);
    must(world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      auto body = app::new_body(world_.deps(), world_.first(), "jobs run");
      body.add(record::lead_screened(draft.lead, "clear", json::Object{}, state.list_digests, {}, {}, {},
                                     std::string(lead("X-2").text("engine")), {delisted}));
      return app::append(tx, std::move(body));
    }));
  }
  std::vector<std::string> hits() { return app::draft_of(lead()).open_hits; }
  static bool found(const std::set<std::string>& findings) { return findings.count("L4 delisted") != 0; }
};

TEST_F(ForgedDelisting, OfAnEntryThatIsStillListedIsFound) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  later(kHourUs);
  const std::string now = load({kMirko, kElse}).digest;
  forge({hits(), "ofac-sdn", kMirko.id, now, was});
  EXPECT_TRUE(found(findings()));
}

TEST_F(ForgedDelisting, OfAnotherEntryThanTheHitsOwnIsFound) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  later(kHourUs);
  const std::string now = load({{kMirko.id, "SOMEBODY, Else"}, kElse}).digest;
  forge({hits(), "ofac-sdn", kOther.id, now, was});
  EXPECT_TRUE(found(findings()));
}

TEST_F(ForgedDelisting, ByAListThatWasNeverActiveIsFound) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  forge({hits(), "ofac-sdn", kMirko.id, crypto::digest_text(crypto::sha256("no list")), was});
  EXPECT_TRUE(found(findings()));
}

TEST_F(ForgedDelisting, ByAListThatIsTooOldIsFound) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  later(kHourUs);
  const std::string now = load({kOther, kElse}).digest;
  later(15 * kDayUs);
  forge({hits(), "ofac-sdn", kMirko.id, now, was});
  EXPECT_TRUE(found(findings()));
}

TEST_F(ForgedDelisting, ByAListFromBeforeIsFound) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  const std::string now = load({kOther, kElse}, Instant{world_.clock().now().us - kDayUs}, true).digest;
  forge({hits(), "ofac-sdn", kMirko.id, now, was});
  EXPECT_TRUE(found(findings()));
}

TEST_F(ForgedDelisting, TheTrueOnePasses) {
  const std::string was(world_.rows(TableId::kList).front().text("digest"));
  later(kHourUs);
  const std::string now = load({kOther, kElse}).digest;
  forge({hits(), "ofac-sdn", kMirko.id, now, was});
  EXPECT_FALSE(found(findings()));
}

}  // namespace
}  // namespace licet::app_test
