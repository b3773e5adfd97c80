// Rules that leave the answer to a person: two settle one for one lead, and nothing else opens.
#include <gtest/gtest.h>

#include <functional>

#include "app/lead_queries.h"
#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

class Judgements : public ::testing::Test {
 protected:
  static constexpr const char* kRule = "MERIDIAN-NOTES";

  static std::string row(const std::string& product = "structured_notes", const std::string& type = "retail",
                         const std::string& street = "Scheingasse 7", const std::string& country = "CH") {
    return "first_name,last_name,email,street,city,country,prospect_type,product,lawful_basis,source_id,language\n"
           "Severin,Nusskipfel,n@example.com," +
           street + ",Zürich," + country + "," + type + "," + product + ",consent,X-1,de\n";
  }
  LeadId id() { return world_.lead_of("X-1"); }
  std::string status() { return std::string(world_.lead(id()).text("status")); }
  Result<app::CaseAnswer> propose(std::map<std::string, std::string> resolutions) {
    const CaseId open = world_.case_of(id());
    must(app::claim_case(world_.deps(), world_.first(), open));
    return app::decide_case(world_.deps(), world_.first(), open,
                            {"release", std::move(resolutions), "committee of Monday, item 3"});
  }
  Result<app::CaseAnswer> approve(const app::CaseAnswer& proposed) {
    return app::approve_case(world_.deps(), world_.second(), world_.case_of(id()), true, proposed.proposal);
  }
  void settle() {
    const auto proposed = must(propose({{"rule", kRule}}));
    ASSERT_EQ(proposed.state, "proposed") << "it takes a second person";
    must(approve(proposed));
  }
  void expect_refused(const std::map<std::string, std::string>& resolutions, const char* because) {
    const auto answer = propose(resolutions);
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().text.find(because), std::string::npos) << answer.error().text;
  }

  /// Whom the lead has gone to is told nothing of the judgement.
  void expect_untold() {
    const record::Row lead = world_.lead(id());
    ASSERT_FALSE(lead.null("settled_rules"));
    const app::Principal rep = world_.person(world_.handle(lead.text("owner")));
    const auto told = must(app::explain_lead(world_.deps(), rep, id().str()));
    EXPECT_TRUE(told.view.lead.null("settled_rules"));
    EXPECT_TRUE(told.view.lead.null("settled_about"));
    std::string all;
    for (const auto& item : told.items)
      for (const auto& event : item.events) all += event.type + json::canonical(json::Value(event.fields));
    EXPECT_NE(all.find("lead_routed"), std::string::npos);
    EXPECT_EQ(all.find("settled"), std::string::npos) << all;
  }

  AppWorld world_;
};

TEST_F(Judgements, TwoPeopleSettleARuleAndTheLeadGoesToSomebodyLicensed) {
  world_.import(row());
  ASSERT_EQ(world_.reasons_of(id()), R"(["rule_review"])");
  const auto proposed = must(propose({{"rule", kRule}}));
  EXPECT_EQ(status(), "review") << "nothing opens before the second person";
  EXPECT_FALSE(app::approve_case(world_.deps(), world_.first(), world_.case_of(id()), true, proposed.proposal))
      << "its author";
  const auto answer = must(approve(proposed));
  EXPECT_EQ(answer.outcome.status, "assigned");
  EXPECT_EQ(world_.lead(id()).text("market"), "switzerland");
  world_.expect_sound();
}

TEST_F(Judgements, OfARuleEndsWhenWhatItWasAboutChanges) {
  world_.import(row());
  settle();
  ASSERT_EQ(status(), "assigned");
  world_.import(row("structured_notes", "retail", "Scheingasse 8"));
  EXPECT_EQ(status(), "assigned") << "the rule does not hang on the street";
  must(app::classify_lead(world_.deps(), world_.first(), id(),
                          {"retail", "default", crypto::digest_text(crypto::sha256("papers"))}));
  EXPECT_EQ(status(), "review") << "judged was a claim";
  EXPECT_EQ(world_.reasons_of(id()), R"(["rule_review"])");
  settle();
  EXPECT_EQ(status(), "assigned") << "judged once more, as it is now";
  world_.expect_sound();
}

TEST_F(Judgements, ARuleThatForbidsOrIsUnknownOrOfAnotherPlaceIsNobodysToSettle) {
  world_.import(row());
  expect_refused({{"rule", "MERIDIAN-PERSON"}}, "leaves nothing to a person's judgement");
  expect_refused({{"rule", "MERIDIAN-NOTE"}}, "did you mean 'MERIDIAN-NOTES'");
  expect_refused({{"rule", ""}}, "has no rule ''");
  expect_refused({{"rule", std::string(kRule) + ","}}, "has no rule ''");
  expect_refused({{"rule", kRule}, {"place", "GB"}}, "settle that first");
  EXPECT_EQ(status(), "review");
  world_.expect_sound();
}

TEST_F(Judgements, OfAnotherPlaceSettlesNothing) {
  world_.import(row("structured_notes", "retail", "2 Pretend Row", ""));
  expect_refused({{"rule", kRule}}, "asks for no judgement of this lead");
}

TEST_F(Judgements, WhereAFactIsMissingThereIsNothingToJudge) {
  world_.import(row("", "retail", "2 Pretend Row", "GB"));
  ASSERT_EQ(world_.reasons_of(id()), R"(["rule_review"])");
  expect_refused({{"rule", "UK-NMMI"}}, "record what is missing first");
}

TEST_F(Judgements, ARefusalSettlesNothingAndTakesBackWhatWasSettled) {
  world_.import(row());
  const CaseId open = world_.case_of(id());
  must(app::claim_case(world_.deps(), world_.first(), open));
  EXPECT_FALSE(app::decide_case(world_.deps(), world_.first(), open, {"refuse", {{"rule", kRule}}, "they said no"}));
  const auto proposed =
      must(app::decide_case(world_.deps(), world_.first(), open, {"release", {{"rule", kRule}}, "they said yes"}));
  must(approve(proposed));
  ASSERT_EQ(status(), "assigned");
  world_.import(row("bonds"));  // the source contradicts itself: before the reviewers again
  ASSERT_EQ(status(), "review");
  const CaseId again = world_.case_of(id());
  must(app::claim_case(world_.deps(), world_.first(), again));
  must(app::decide_case(world_.deps(), world_.first(), again, {"refuse", {}, "enough"}));
  EXPECT_TRUE(world_.lead(id()).null("settled_rules"));
  world_.expect_sound();
}

TEST_F(Judgements, AreVoidWhenTheLeadChangedBeforeTheApproval) {
  world_.import(row());
  const auto proposed = must(propose({{"rule", kRule}}));
  world_.import(row("structured_notes", "professional"));
  const auto answer = approve(proposed);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().text.find("changed since this was decided"), std::string::npos) << answer.error().text;
  EXPECT_EQ(status(), "review");
  world_.expect_sound();
}

TEST_F(Judgements, StayUnknownToWhomTheLeadGoesHoweverItComes) {
  world_.import(row());
  settle();
  expect_untold();
  world_.import(row("structured_notes", "retail", "Scheingasse 8"));
  expect_untold();
  must(app::assign_lead(world_.deps(), world_.first(), id(), PersonId::parse(world_.lead(id()).text("owner")).value()));
  expect_untold();
}

/// The example with the committee's rule changed.
app::FirmBundle with_rule(const std::function<void(json::Object&)>& change) {
  app::FirmBundle firm = meridian();
  for (json::Value& rule : firm.policy_document.as_object()["house_rules"].as_array())
    if (rule.string_or("id", "") == "MERIDIAN-NOTES") change(rule.as_object());
  return firm;
}

TEST(JudgementsOfAnyRule, AreOfLeadsInSeveralJurisdictionsToo) {
  AppWorld world({}, with_rule([](json::Object& rule) {
                   rule["packs"] = json::Array{"CH", "EU", "US"};
                   rule["applies_to"] = json::Object{{"client_type", json::Array{"retail"}}};
                 }));
  world.import(leads_csv());
  int assigned = 0;
  for (const record::Row& row : world.rows(record::TableId::kCase)) {
    const LeadId lead = LeadId::parse(row.text("lead")).value();
    const auto where = must(json::parse(world.lead(lead).text("jurisdictions")));
    if (row.text("reasons") != R"(["rule_review"])" || where.as_array().size() < 2) continue;
    const CaseId open = CaseId::parse(row.text("id")).value();
    must(app::claim_case(world.deps(), world.first(), open));
    const auto proposed = must(app::decide_case(world.deps(), world.first(), open,
                                                {"release", {{"rule", "MERIDIAN-NOTES"}}, "the committee agreed"}));
    const auto answer = must(app::approve_case(world.deps(), world.second(), open, true, proposed.proposal));
    if (answer.outcome.status == "assigned") ++assigned;
    for (const std::string& reason : answer.outcome.reasons) EXPECT_NE(reason, "rule_review") << lead.str();
  }
  EXPECT_GT(assigned, 2);
  world.expect_sound();
}

TEST(JudgementsOfAnyRule, AreOfNoneOfWhichItIsUnknownWhetherItApplies) {
  AppWorld world({}, with_rule([](json::Object& rule) {
                   rule["packs"] = json::Array{"UK"};
                   rule["shape"] = "R28";
                 }));
  world.import(
      "first_name,last_name,email,city,country,prospect_type,product,lawful_basis,source_id\n"
      "Ada,Probe,a@example.com,London,GB,retail,,consent,X-1\n");
  const CaseId open = world.case_of(world.lead_of("X-1"));
  must(app::claim_case(world.deps(), world.first(), open));
  const auto answer =
      app::decide_case(world.deps(), world.first(), open, {"release", {{"rule", "MERIDIAN-NOTES"}}, "agreed"});
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().text.find("record what is missing first"), std::string::npos) << answer.error().text;
}

}  // namespace
}  // namespace licet::app_test
