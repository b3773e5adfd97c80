// Properties of the gates over random firms: nothing that restricts loosens, nothing unknown permits, and a lead is
// handed over only by a permit of somebody who is allowed. Ten times as many with LICET_TEST_SLOW=1; LICET_TEST_SEED
// repeats a run.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

#include "domain/gates.h"
#include "random_firm.h"

namespace licet::reference {
namespace {

using domain::Symbol;
using domain::Verdict;

struct Compiled {
  domain::Policy policy;
  domain::RegisterView view;
};

/// One question about one firm; the documents may be changed and asked again.
struct Question {
  json::Value policy, register_document;
  std::vector<Confirmed> confirmed;
  Lead lead;
  std::string person, team;
  std::int64_t at_us = 0;
};

Compiled compile(const Question& question) {
  auto policy = domain::Policy::compile(question.policy);
  if (!policy) ADD_FAILURE() << policy.error().to_string() << "\n" << json::canonical(question.policy);
  std::vector<domain::Confirmation> confirmations;
  for (const Confirmed& one : question.confirmed)
    confirmations.push_back({one.rule, *crypto::parse_digest_text(one.digest), Instant{one.until_us}});
  auto view = domain::RegisterView::compile(*policy, question.register_document, confirmations);
  if (!view) ADD_FAILURE() << view.error().to_string();
  return {std::move(*policy), std::move(*view)};
}

domain::LeadFacts facts_of(const domain::Policy& policy, const Lead& lead) {
  const auto symbol = [&](const std::string& code) { return policy.symbols().find(code); };
  domain::LeadFacts out;
  out.id = *LeadId::parse("lead_00000000000000000000000000");
  for (const auto& [pack, place] : lead.jurisdictions) out.jurisdictions.push_back({symbol(pack), symbol(place)});
  out.market = symbol(lead.market);
  out.client_type = symbol(lead.client_type);
  out.client_type_basis = lead.basis == "classified" ? domain::Basis::kClassified
                          : lead.basis == "claimed"  ? domain::Basis::kClaimed
                                                     : domain::Basis::kUnknown;
  out.product = symbol(lead.product);
  out.source = symbol(lead.source);
  out.screened = lead.screened == "clear" ? domain::Screened::kClear : domain::Screened::kNot;
  for (const std::string& rule : lead.settled) out.settled.push_back(*crypto::parse_digest_text(rule));
  out.lawful_basis = lead.lawful_basis;
  out.open_duplicate = lead.open_duplicate;
  out.contradicted = lead.contradicted;
  out.refused = lead.refused;
  out.erased = lead.erased;
  return out;
}

Verdict ask(const Compiled& firm, const Question& question) {
  domain::Candidate candidate{domain::kNoRule, domain::kNoRule};
  candidate.person = firm.view.person_index(*PersonId::parse(question.person)).value_or(domain::kNoRule);
  candidate.team = firm.view.team_index(std::string_view(question.team)).value_or(domain::kNoRule);
  auto answer = domain::authorise(firm.policy, firm.view, facts_of(firm.policy, question.lead), candidate,
                                  Instant{question.at_us});
  const Verdict verdict = answer.decision().verdict;
  EXPECT_EQ(std::move(answer).permit(firm.view).has_value(), verdict == Verdict::kAllow);
  return verdict;
}

Verdict ask(const Question& question) { return ask(compile(question), question); }

/// Random questions; every other one starts from a lead that nothing about itself stands against.
class Properties : public testing::Test {
 protected:
  template <typename Check>
  void for_all(Check check) {
    const char* given_seed = std::getenv("LICET_TEST_SEED");
    const char* slow = std::getenv("LICET_TEST_SLOW");
    const std::uint64_t seed = given_seed == nullptr ? 7 : std::strtoull(given_seed, nullptr, 10);
    const std::uint64_t firms = slow != nullptr && std::string_view(slow) == "1" ? 3'000 : 300;
    for (std::uint64_t i = 0; i < firms; ++i) {
      RandomFirm random(seed * 1'000'003 + i);
      SCOPED_TRACE("seed " + std::to_string(seed) + ", firm " + std::to_string(i));
      Question question;
      question.policy = random.policy();
      question.register_document = random.register_document();
      question.confirmed = random.confirmations(question.policy);
      const Compiled firm = compile(question);
      for (int n = 0; n < 12; ++n) {
        question.lead = random.lead(question.policy);
        std::tie(question.person, question.team) = random.candidate();
        question.at_us = random.moment();
        check(random, firm, question);
        if (HasFatalFailure()) return;
      }
    }
    std::cout << "  seed " << seed << ": " << asked_ << " comparisons, of which " << allowed_ << " began with ALLOW\n";
    EXPECT_GT(allowed_, 20) << "too few allowed cases to mean anything";
  }

  void expect_no_looser(Verdict before, Verdict after, const Question& question) {
    ++asked_;
    if (before == Verdict::kAllow) ++allowed_;
    ASSERT_GE(after, before) << "person " << question.person << " team " << question.team << " at " << question.at_us
                             << "\n"
                             << json::canonical(question.policy) << "\n"
                             << json::canonical(question.register_document);
  }

  std::int64_t asked_ = 0, allowed_ = 0;
};

TEST_F(Properties, ARestrictingRuleNeverLoosens) {
  for_all([&](RandomFirm& random, const Compiled& firm, const Question& question) {
    Question more = question;
    const bool house = random.one_in(3);
    json::Value rule = random.restricting_rule("EXTRA", house);
    if (house) {
      rule.as_object()["packs"] = json::Array{"*"};
      more.policy.as_object()["house_rules"].as_array().push_back(std::move(rule));
    } else {
      json::Array& packs = more.policy.as_object()["packs"].as_array();
      packs[random.below(packs.size())].as_object()["rules"].as_array().push_back(std::move(rule));
    }
    expect_no_looser(ask(firm, question), ask(more), more);
  });
}

TEST_F(Properties, LosingARecordNeverLoosens) {
  for_all([&](RandomFirm& random, const Compiled& firm, const Question& question) {
    Question less = question;
    json::Array& records = less.register_document.as_object()["records"].as_array();
    const std::size_t index = random.below(records.size());
    const std::string kind = text_of(records[index], "kind");
    // People, teams and entities are referred to: they end instead of vanishing.
    const bool leaf = kind != "person" && kind != "team" && kind != "entity";
    if (leaf && random.one_in(2)) {
      records.erase(records.begin() + static_cast<std::ptrdiff_t>(index));
    } else {
      records[index].as_object()["status"] = random.one_in(2) ? "suspended" : "ended";
    }
    expect_no_looser(ask(firm, question), ask(less), less);
  });
}

TEST_F(Properties, LosingAConfirmationNeverLoosens) {
  for_all([&](RandomFirm& random, const Compiled& firm, const Question& question) {
    Question less = question;
    if (less.confirmed.empty()) return;
    less.confirmed.erase(less.confirmed.begin() + static_cast<std::ptrdiff_t>(random.below(less.confirmed.size())));
    expect_no_looser(ask(firm, question), ask(less), less);
  });
}

TEST_F(Properties, AMissingFactIsNeverLooserThanWhatItMightBe) {
  // Where a fact is missing and the answer is ALLOW, every value the fact might have gives ALLOW.
  for_all([&](RandomFirm& random, const Compiled& firm, Question question) {
    question.lead.source.clear();
    question.lead.product.clear();
    const Verdict unknown = ask(firm, question);
    Question known = question;
    known.lead.source = random.any(Texts{"s1", "s2", "mystery"});
    ++asked_;
    if (unknown == Verdict::kAllow) ++allowed_;
    ASSERT_TRUE(unknown != Verdict::kAllow || ask(firm, known) == Verdict::kAllow) << "source " << known.lead.source;
    // A product with the activity that counted while none was named.
    known = question;
    known.lead.product = random.any(Texts{"p1", "p2", "p3"});
    const bool same = activity_of(question.policy, known.lead.product) == activity_of(question.policy, "");
    ASSERT_TRUE(unknown != Verdict::kAllow || !same || ask(firm, known) == Verdict::kAllow)
        << "product " << known.lead.product;
  });
}

TEST_F(Properties, AJudgementOpensWhatARuleLeftToItAndNothingElse) {
  std::int64_t opened = 0;
  for_all([&](RandomFirm& random, const Compiled& firm, const Question& question) {
    Question more = question;
    json::Value rule = random.restricting_rule("EXTRA", true);
    rule.as_object()["packs"] = json::Array{"*"};
    rule.as_object()["applies_to"] = json::Object{};
    more.policy.as_object()["house_rules"].as_array().push_back(rule);
    const Compiled stricter = compile(more);
    const Verdict unjudged = ask(stricter, more);
    more.lead.settled.push_back(crypto::digest_text(crypto::sha256(json::canonical(rule))));
    const Verdict judged = ask(stricter, more);
    const bool asks = text_of(*rule.find("effect"), "verdict") == "REVIEW";
    ASSERT_EQ(judged, asks ? ask(firm, question) : unjudged) << json::canonical(rule);
    ++asked_;
    if (unjudged == Verdict::kAllow || judged == Verdict::kAllow) ++allowed_;
    if (unjudged != judged) ++opened;
  });
  EXPECT_GT(opened, 20) << "too few judgements that opened anything";
}

TEST_F(Properties, WhatStandsAgainstTheLeadNeverPermits) {
  for_all([&](RandomFirm& random, const Compiled& firm, Question question) {
    const Verdict before = ask(firm, question);
    switch (random.below(6)) {
      case 0:
        question.lead.jurisdictions.clear();
        break;
      case 1:
        question.lead.screened = "not";
        break;
      case 2:
        question.lead.lawful_basis = false;
        break;
      case 3:
        question.lead.erased = true;
        break;
      case 4:
        question.lead.refused = true;
        break;
      case 5:
        question.lead.contradicted = true;
        break;
      default:
        question.lead.open_duplicate = true;
    }
    const Verdict after = ask(firm, question);
    ASSERT_NE(after, Verdict::kAllow);
    ++asked_;
    if (before == Verdict::kAllow) ++allowed_;
  });
}

TEST_F(Properties, AClaimIsNeverLooserThanNoClaim) {
  for_all([&](RandomFirm& random, const Compiled& firm, Question question) {
    question.lead.basis = "unknown";
    const Verdict unknown = ask(firm, question);
    Question claimed = question;
    claimed.lead.basis = "claimed";
    claimed.lead.client_type = random.any(Texts{"t1", "t2", "t3", "mystery", ""});
    expect_no_looser(unknown, ask(firm, claimed), claimed);
    // An unknown type is the strictest one, and so is a classification the policy has no word for.
    Question strictest = question;
    strictest.lead.basis = "classified";
    strictest.lead.client_type = random.one_in(2) ? "t1" : "mystery";
    ASSERT_EQ(ask(firm, strictest), unknown);
  });
}

TEST_F(Properties, RoutingAssignsOnlyWhomTheGateAllows) {
  for_all([&](RandomFirm& random, const Compiled& firm, const Question& question) {
    domain::RotationState rotation;
    rotation.sticky = *PersonId::parse(question.person);
    const auto lead = facts_of(firm.policy, question.lead);
    const auto routing = domain::route(firm.policy, firm.view, lead, rotation, Instant{question.at_us});
    ++asked_;
    ASSERT_EQ(routing.chosen.has_value(), routing.outcome == domain::Routing::Outcome::kAssigned);
    if (!routing.chosen) return;
    ++allowed_;
    const auto& chosen = routing.candidates[*routing.chosen];
    domain::LeadFacts in_market = lead;
    in_market.market = domain::market_of(firm.policy, lead).market;
    auto answer = domain::authorise(firm.policy, firm.view, in_market, chosen.candidate, Instant{question.at_us});
    ASSERT_EQ(answer.decision().verdict, Verdict::kAllow);
    ASSERT_TRUE(chosen.unavailable.empty());
    ASSERT_TRUE(routing.authorisation.has_value());
    const auto permit = std::move(answer).permit(firm.view);
    ASSERT_TRUE(permit.has_value());
    ASSERT_EQ(permit->person(), firm.view.people()[chosen.candidate.person].id);
    (void)random;
  });
}

}  // namespace
}  // namespace licet::reference
