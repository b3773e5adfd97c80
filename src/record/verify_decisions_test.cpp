// Level 5: decisions taken by the real gates, recorded, and taken again from the record alone.
#include "record/verify_decisions.h"

#include <gtest/gtest.h>

#include <set>

#include "domain/domain_test_support.h"
#include "record/proposal.h"
#include "record/test_chain.h"
#include "record/test_samples.h"

namespace licet::record {
namespace {

using domain::test::Firm;
using domain::test::person;
using testing::Chain;
using testing::digest_of;
using Codes = std::set<std::string>;

constexpr std::string_view kLog = "licet.example/log";

/// A firm with a real policy and register on record, and one UK lead routed by the real gates.
class DecisionScript {
 public:
  DecisionScript() : chain_(kLog), random_(21) {
    firm_.ready();
    policy_bytes_ = json::canonical(firm_.policy_document);
    ids_.at = domain::test::at("2026-03-04T10:00:00Z");
    std::vector<NewEvent> events;
    events.push_back(firm_initialised(kLog, "Small", "two", {person(1), person(2)}));
    for (std::uint8_t n = 1; n <= 5; ++n)
      events.push_back(person_recorded(person(n), {"rep"}, "active", PersonId(), PersonId()));
    events.push_back(policy_proposed(policy_digest(), person(1), ids_.at));
    events.push_back(policy_activated(policy_digest(), person(2), ids_.at));
    for (const json::Value& record : firm_.records)
      events.push_back(register_put(record.string_or("key", ""), record, "seed", PersonId(), {}, ids_.at));
    commit("init", std::move(events));
    Received received = testing::sample_received(ids_);
    received.client_type = "professional";
    received.product = "bonds";
    received.evidence = evidence_;
    std::vector<NewEvent> lists;
    lists.push_back(list_loaded(
        {digest_of("list"), digest_of("list"), "sample", 1, ids_.at, ids_.at, "stated", {digest_of("file")}, ""}));
    commit("lists load", std::move(lists));
    std::vector<NewEvent> arrival;
    arrival.push_back(lead_received(received));
    arrival.push_back(lead_screened(ids_.lead, "clear", json::Object{}, {digest_of("list")}));
    commit("import", std::move(arrival));
  }

  /// Tags, routes and assigns, recorded as the pipeline does. `change` may falsify the routing's record.
  template <typename Change>
  void decide(Change change) {
    const auto evidence =
        *domain::evidence_from_json(firm_.policy, json::Array{json::Array{"address", "GB", "2026-03-01"}});
    const domain::TagResult tagged = domain::tag(firm_.policy, evidence, ids_.at);
    ASSERT_TRUE(tagged.decision.allowed());
    domain::LeadFacts facts;
    facts.id = ids_.lead;
    facts.jurisdictions = tagged.jurisdictions;
    facts.client_type = firm_.policy.symbols().find("professional");
    facts.client_type_basis = domain::Basis::kClaimed;
    facts.product = firm_.policy.symbols().find("bonds");
    facts.source = firm_.policy.symbols().find("web_form");
    facts.language = firm_.policy.symbols().find("en");
    facts.screened = domain::Screened::kClear;
    facts.lawful_basis = true;
    const domain::RotationState rotation;
    domain::Routing routing = domain::route(firm_.policy, firm_.view, facts, rotation, ids_.at);
    ASSERT_TRUE(routing.outcome == domain::Routing::Outcome::kAssigned);
    auto permit = std::move(*routing.authorisation).permit(firm_.view);
    ASSERT_TRUE(permit.has_value());
    owner_ = permit->person();
    json::Value record = domain::routing_record(firm_.policy, firm_.view, facts, rotation, routing, ids_.at);
    change(record);
    std::vector<NewEvent> events;
    events.push_back(
        lead_tagged(ids_.lead, evidence_, {{"UK", "GB"}}, domain::tag_record(firm_.policy, evidence, tagged, ids_.at)));
    events.push_back(lead_routed(ids_.lead, "uk", record, ids_.at));
    events.push_back(
        lead_assigned(std::move(*permit), PersonId(), "route", json::Value(), !routing.rotation_after.empty()));
    commit("import", std::move(events));
  }
  void decide() {
    decide([](json::Value&) {});
  }
  /// What the bodies from now on say they used.
  void claim_policy(const crypto::Digest& digest) { policy_used_ = digest; }

  void commit(std::string command, std::vector<NewEvent> events) {
    BodyBuilder builder(EventId::make(random_), ids_.at, Actor{"system", "", ""}, std::move(command));
    for (NewEvent& event : events) builder.add(std::move(event));
    builder.uses(policy_used_.value_or(firm_.policy.digest()), firm_.view.digest());
    auto body = std::move(builder).finish();
    ASSERT_TRUE(body) << body.error().text;
    chain_.add(*body);
  }
  void commit(NewEvent event) {
    std::vector<NewEvent> events;
    events.push_back(std::move(event));
    commit("test", std::move(events));
  }

  Attachments attachments() const {
    return [this](std::string_view digest) -> std::optional<Bytes> {
      if (digest != policy_digest()) return std::nullopt;
      const ByteView bytes = as_bytes(policy_bytes_);
      return Bytes(bytes.begin(), bytes.end());
    };
  }
  std::string record_digest(std::string_view key) const {
    for (const json::Value& record : firm_.records)
      if (record.string_or("key", "") == key) return register_record_digest(record);
    return {};
  }
  std::string policy_digest() const { return digest_of(policy_bytes_); }
  Codes codes() const { return chain_.codes(attachments()); }
  Chain& chain() { return chain_; }
  const testing::SampleIds& ids() const { return ids_; }
  const PersonId& owner() const { return owner_; }

 private:
  Firm firm_;
  std::string policy_bytes_;
  testing::SampleIds ids_;
  std::vector<EvidenceItem> evidence_ = {{"address", "GB", *parse_date("2026-03-01")}};
  Chain chain_;
  SeededRandom random_;
  PersonId owner_;
  std::optional<crypto::Digest> policy_used_;
};

TEST(Decisions, AreTakenAgainAndComeOutTheSame) {
  DecisionScript script;
  script.decide();
  SemanticVerifier verifier({script.attachments(), true});
  const ledger::Report report = script.chain().verify(verifier);
  for (const ledger::Finding& finding : report.findings()) ADD_FAILURE() << finding.code << ": " << finding.what;
  EXPECT_EQ(report.level(4), ledger::LevelStatus::kPass);
  EXPECT_EQ(report.level(5), ledger::LevelStatus::kPass);
  EXPECT_EQ(verifier.decisions_taken_again(), 2U);
  const auto lead = verifier.tables().get(TableId::kLead, {script.ids().lead.str()});
  ASSERT_TRUE(lead);
  EXPECT_EQ(lead->text("owner"), script.owner().str());
  EXPECT_EQ(lead->text("team"), "uk-desk");
  EXPECT_EQ(lead->text("entity"), "e.uk");
}

TEST(Decisions, AFalsifiedRecordComesOutDifferently) {
  const auto falsified = [](auto change) {
    DecisionScript script;
    script.decide(change);
    return script.codes();
  };
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object()["route"] = "us"; }), Codes{"decision"});
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object().erase(record.as_object().find("candidates")); }),
            (Codes{"assigned_without_decision", "decision"}));
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object()["lead"].as_object()["client_type"] = "retail"; }),
            Codes{"decision_inputs"})
      << "the licence covers every client type, so the outcome is the same; its inputs are not the record's";
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object()["lead"].as_object()["screened"] = "hit"; }),
            Codes{"decision"});
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object().erase(record.as_object().find("gate")); }),
            (Codes{"assigned_without_decision", "decision", "decision_gate"}))
      << "what names no gate is no decision that could be left out";
  EXPECT_EQ(falsified([](json::Value& record) { record.as_object().erase(record.as_object().find("engine")); }),
            Codes{"decision"})
      << "nor is one of no engine";
}

// It may well have come out the same yesterday; it was not taken then.
TEST(Decisions, AreNotBackdated) {
  DecisionScript script;
  script.decide([](json::Value& record) {
    record.as_object()["at"] = record.int_or("at", 0) - std::int64_t{24} * 3'600'000'000;
  });
  EXPECT_EQ(script.codes(), Codes{"decision_time"});
}

NewEvent removed(const DecisionScript& script) {
  return register_removed("l.uk", "apply", person(1),
                          {person(2), register_proposal_digest({{"l.uk", script.record_digest("l.uk"), {}}})},
                          script.ids().at);
}

// The register is the one at that entry: what came later does not count, what came before does.
TEST(Decisions, AreTakenFromTheRegisterOfTheirMoment) {
  DecisionScript later;
  later.decide();
  later.commit(removed(later));
  EXPECT_EQ(later.codes(), Codes());
  DecisionScript before;
  before.commit(removed(before));
  before.decide();
  EXPECT_EQ(before.codes(), (Codes{"decision", "decision_register"})) << "it also claims the register that was";
  // The second decision still says what the register before the removal allowed.
  DecisionScript between;
  between.decide();
  EXPECT_EQ(between.codes().count("decision"), 0U);
  between.commit(removed(between));
  between.decide();
  EXPECT_EQ(between.codes().count("decision"), 1U);
}

TEST(Decisions, OfAPolicyThatWasNotInForceAreFound) {
  DecisionScript script;
  script.claim_policy(crypto::sha256("another policy"));
  script.decide();
  EXPECT_EQ(script.codes(), Codes{"decision_policy"});
}

TEST(Decisions, WithoutThePolicysBytesNothingIsClaimed) {
  DecisionScript script;
  script.decide();
  for (const Attachments& attachments :
       {Attachments(), Attachments([](std::string_view) { return std::optional<Bytes>(); })}) {
    SemanticVerifier verifier({attachments, true});
    const ledger::Report report = script.chain().verify(verifier);
    EXPECT_TRUE(report.findings().empty());
    EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
  }
  EXPECT_EQ(script.chain().codes([](std::string_view) { return Bytes{'{', '}'}; }), Codes{"policy"});
}

TEST(Decisions, KeptBesideTheLedgerAndNotAtHandAreNotClaimed) {
  DecisionScript script;
  script.decide([](json::Value& record) {
    record = json::Object{{"document", digest_of(json::canonical(record))}, {"gate", "route"}};
  });
  SemanticVerifier verifier({script.attachments(), true});
  const ledger::Report report = script.chain().verify(verifier);
  EXPECT_EQ(script.codes(), (Codes{"assigned_without_decision", "decision_document"}));
  EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
}

TEST(Decisions, OfAnotherEngineAreSaidAndNotFailed) {
  DecisionScript script;
  script.decide([](json::Value& record) { record.as_object()["engine"] = domain::kEngine + 1; });
  SemanticVerifier verifier({script.attachments(), true});
  const ledger::Report report = script.chain().verify(verifier);
  EXPECT_TRUE(report.findings().empty());
  EXPECT_EQ(report.level(5), ledger::LevelStatus::kNotCheckable);
  EXPECT_NE(json::canonical(report.to_json()).find("engine 2"), std::string::npos);
}

}  // namespace
}  // namespace licet::record
