// The domain against the reference evaluator, on random firms, leads and moments. 20,000 cases, a million with
// LICET_TEST_SLOW=1; LICET_TEST_SEED repeats a run. A case is one lead at one moment: it is tagged, given a market, one
// candidate is authorised, and for one case in four the whole routing is compared.
#include "reference_evaluator.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "domain/decision_json.h"
#include "domain/gates.h"
#include "random_firm.h"

namespace licet::reference {
namespace {

using domain::Symbol;

std::uint64_t seed_of_run() {
  if (const char* text = std::getenv("LICET_TEST_SEED")) return std::strtoull(text, nullptr, 10);
  return 20'261'122;
}

bool slow() {
  const char* text = std::getenv("LICET_TEST_SLOW");
  return text != nullptr && std::string_view(text) == "1";
}

/// A firm as both evaluators see it.
struct Both {
  json::Value policy_document, register_document;
  std::vector<Confirmed> confirmed;
  domain::Policy policy;
  domain::RegisterView view;

  std::string text(Symbol symbol) const { return std::string(policy.symbols().text(symbol)); }
  Symbol symbol(const std::string& code) const { return policy.symbols().find(code); }
};

/// Empty when it compiled.
std::string compile(Both& both) {
  auto policy = domain::Policy::compile(both.policy_document);
  if (!policy) return policy.error().to_string();
  both.policy = std::move(*policy);
  std::vector<domain::Confirmation> confirmations;
  for (const Confirmed& one : both.confirmed)
    confirmations.push_back({one.rule, *crypto::parse_digest_text(one.digest), Instant{one.until_us}});
  auto view = domain::RegisterView::compile(both.policy, both.register_document, confirmations);
  if (!view) return view.error().to_string();
  both.view = std::move(*view);
  return "";
}

domain::LeadFacts facts_of(const Both& both, const Lead& lead) {
  domain::LeadFacts out;
  out.id = *LeadId::parse("lead_00000000000000000000000000");
  for (const auto& [pack, place] : lead.jurisdictions)
    out.jurisdictions.push_back({both.symbol(pack), both.symbol(place)});
  out.market = both.symbol(lead.market);
  out.client_type = both.symbol(lead.client_type);
  out.client_type_basis = lead.basis == "classified" ? domain::Basis::kClassified
                          : lead.basis == "claimed"  ? domain::Basis::kClaimed
                                                     : domain::Basis::kUnknown;
  out.product = both.symbol(lead.product);
  out.source = both.symbol(lead.source);
  out.language = both.symbol(lead.language);
  out.screened = lead.screened == "clear"   ? domain::Screened::kClear
                 : lead.screened == "hit"   ? domain::Screened::kHit
                 : lead.screened == "stale" ? domain::Screened::kStale
                                            : domain::Screened::kNot;
  for (const std::string& rule : lead.settled) out.settled.push_back(*crypto::parse_digest_text(rule));
  out.lawful_basis = lead.lawful_basis;
  out.open_duplicate = lead.open_duplicate;
  out.contradicted = lead.contradicted;
  out.refused = lead.refused;
  out.erased = lead.erased;
  return out;
}

Answer answer_of(const Both& both, const domain::Decision& decision) {
  Answer out;
  for (const domain::Reason& reason : decision.reasons)
    out.add(std::string(domain::verdict_name(reason.verdict)),
            reason.engine_code == domain::ReasonCode::kRule ? both.text(reason.code)
                                                            : std::string(domain::reason_name(reason.engine_code)),
            {both.text(reason.pack), both.text(reason.place)},
            reason.rule == domain::kNoRule ? "" : both.policy.rules()[reason.rule].id);
  return out;
}

std::string joined(const Answer& answer) {
  std::string out = answer.verdict() + ":";
  for (const std::string& reason : answer.reasons) out += " [" + reason + "]";
  return out;
}

/// What was seen, so that nobody believes a comparison of refusals only.
struct Tally {
  std::map<std::string, std::int64_t> authorise, tag, route, codes;
  std::int64_t allowed_with_product_rule = 0;

  static void print(const char* name, const std::map<std::string, std::int64_t>& counts) {
    std::cout << "  " << name << ":";
    for (const auto& [what, count] : counts) std::cout << ' ' << what << ' ' << count;
    std::cout << '\n';
  }
};

void compare_authorise(const Both& both, RandomFirm& random, const Lead& lead, std::int64_t at_us, Tally& tally) {
  const auto [person, team] = random.candidate();
  domain::Candidate candidate{domain::kNoRule, domain::kNoRule};
  candidate.person = both.view.person_index(*PersonId::parse(person)).value_or(domain::kNoRule);
  candidate.team = both.view.team_index(std::string_view(team)).value_or(domain::kNoRule);
  auto fast = domain::authorise(both.policy, both.view, facts_of(both, lead), candidate, Instant{at_us});
  const Answer slow =
      authorise(both.policy_document, both.register_document, both.confirmed, lead, person, team, at_us);
  const Answer seen = answer_of(both, fast.decision());
  ASSERT_EQ(joined(seen), joined(slow)) << "person " << person << " team " << team << " at " << at_us << "\nlead "
                                        << json::canonical(domain::lead_to_json(both.policy, facts_of(both, lead)))
                                        << "\npolicy " << json::canonical(both.policy_document) << "\nregister "
                                        << json::canonical(both.register_document);
  ASSERT_EQ(domain::verdict_name(fast.decision().verdict), slow.verdict());
  ASSERT_EQ(fast.decision().reasons.size(), slow.reasons.size()) << "a reason stands there twice: " << joined(slow);
  ASSERT_EQ(std::move(fast).permit(both.view).has_value(), slow.verdict() == "ALLOW");
  ++tally.authorise[slow.verdict()];
  for (const std::string& reason : slow.reasons)
    ++tally.codes[reason.substr(0, reason.find(' ', reason.find(' ') + 1))];
}

void compare_tag(const Both& both, const std::vector<EvidenceItem>& evidence, std::int64_t at_us, Tally& tally) {
  std::vector<domain::Evidence> list;
  for (const EvidenceItem& item : evidence) {
    const Symbol place = both.symbol(item.place);
    list.push_back({both.symbol(item.kind), both.policy.place(place) == nullptr ? Symbol::kUnknownCode : place,
                    *parse_date(item.observed), item.place});
  }
  const domain::TagResult fast = domain::tag(both.policy, list, Instant{at_us});
  const Tagged slow = tag(both.policy_document, evidence, at_us);
  std::set<Pair> pairs;
  for (const auto& pair : fast.jurisdictions) pairs.insert({both.text(pair.pack), both.text(pair.place)});
  const json::Value record = domain::tag_record(both.policy, list, fast, Instant{at_us});
  ASSERT_EQ(joined(answer_of(both, fast.decision)), joined(slow.answer))
      << json::canonical(record) << "\n"
      << json::canonical(*both.policy_document.find("evidence"));
  ASSERT_EQ(pairs, slow.jurisdictions);
  ASSERT_EQ(pairs.size(), fast.jurisdictions.size());
  ASSERT_EQ(fast.confidence, slow.confidence) << json::canonical(record);
  const auto again = domain::decide_again(both.policy, both.view, record);
  ASSERT_TRUE(again.has_value()) << again.error().to_string();
  ASSERT_EQ(json::canonical(*again), json::canonical(record));
  ++tally.tag[slow.answer.verdict()];
}

void compare_route(const Both& both, RandomFirm& random, const Lead& lead, std::int64_t at_us, Tally& tally) {
  const Rotation rotation = random.rotation();
  domain::RotationState state;
  for (const auto& [team, person] : rotation.last) state.last.emplace(team, *PersonId::parse(person));
  for (const auto& [person, load] : rotation.load) state.open_leads.emplace(*PersonId::parse(person), load);
  if (!rotation.sticky.empty()) state.sticky = *PersonId::parse(rotation.sticky);
  const domain::LeadFacts facts = facts_of(both, lead);
  domain::Routing fast = domain::route(both.policy, both.view, facts, state, Instant{at_us});
  const Routed slow = route(both.policy_document, both.register_document, both.confirmed, lead, rotation, at_us);
  const json::Value record = domain::routing_record(both.policy, both.view, facts, state, fast, Instant{at_us});
  ASSERT_EQ(record.string_or("outcome", ""), slow.outcome) << json::canonical(record);
  ASSERT_EQ(record.string_or("market", ""), slow.market);
  ASSERT_EQ(record.string_or("problem", ""), slow.problem);
  ASSERT_EQ(record.string_or("route", ""), slow.route);
  std::map<Choice, std::pair<std::string, std::set<std::string>>> seen, expected;
  for (const auto& c : fast.candidates) {
    std::set<std::string> away;
    for (const auto code : c.unavailable) away.emplace(domain::reason_name(code));
    seen[{both.view.people()[c.candidate.person].id.str(), both.view.teams()[c.candidate.team].key}] = {
        joined(answer_of(both, c.licence)), away};
  }
  for (const auto& [choice, outcome] : slow.candidates) expected[choice] = {joined(outcome.first), outcome.second};
  ASSERT_EQ(seen, expected);
  ASSERT_EQ(seen.size(), fast.candidates.size()) << "somebody is a candidate twice in a team";
  std::optional<Choice> chosen;
  if (fast.chosen) {
    const auto& c = fast.candidates[*fast.chosen].candidate;
    chosen = Choice{both.view.people()[c.person].id.str(), both.view.teams()[c.team].key};
  }
  ASSERT_EQ(chosen.has_value(), slow.chosen.has_value());
  ASSERT_TRUE(!chosen || *chosen == *slow.chosen) << json::canonical(record);
  ASSERT_EQ(!fast.rotation_after.empty(), slow.turn) << json::canonical(record);
  if (fast.chosen) {
    const auto permit = std::move(*fast.authorisation).permit(both.view);
    ASSERT_TRUE(permit.has_value());
    ASSERT_EQ(permit->person().str(), slow.chosen->person);
  }
  const auto again = domain::decide_again(both.policy, both.view, record);
  ASSERT_TRUE(again.has_value()) << again.error().to_string();
  ASSERT_EQ(json::canonical(*again), json::canonical(record));
  ++tally.route[slow.outcome];
}

TEST(ReferenceEvaluator, AgreesWithTheDomain) {
  const std::uint64_t seed = seed_of_run();
  const std::int64_t cases = slow() ? 1'000'000 : 20'000;
  constexpr std::int64_t kCasesPerFirm = 25;
  std::cout << "seed " << seed << " (LICET_TEST_SEED repeats it), " << cases << " cases\n";
  Tally tally;
  for (std::int64_t firm = 0; firm * kCasesPerFirm < cases; ++firm) {
    RandomFirm random(seed + static_cast<std::uint64_t>(firm));
    SCOPED_TRACE("firm of seed " + std::to_string(seed + static_cast<std::uint64_t>(firm)));
    Both both;
    both.policy_document = random.policy();
    both.register_document = random.register_document();
    both.confirmed = random.confirmations(both.policy_document);
    ASSERT_EQ(compile(both), "") << json::canonical(both.policy_document);
    for (std::int64_t i = 0; i < kCasesPerFirm; ++i) {
      Lead lead = random.lead(both.policy_document);
      for (auto& [pack, place] : lead.jurisdictions)  // a code in no document has no text in the answer
        for (std::string* code : {&pack, &place})
          if (both.symbol(*code) == Symbol::kUnknownCode) *code = "?";
      const std::int64_t at_us = random.moment();
      const auto fast = domain::market_of(both.policy, facts_of(both, lead));
      const auto slow_market = market_of(both.policy_document, lead);
      ASSERT_EQ(both.text(fast.market), slow_market.first);
      ASSERT_EQ(fast.problem ? domain::reason_name(*fast.problem) : "", slow_market.second);
      compare_authorise(both, random, lead, at_us, tally);
      compare_tag(both, random.evidence(), at_us, tally);
      if (i % 4 == 0) compare_route(both, random, lead, at_us, tally);
      if (HasFatalFailure()) return;
    }
  }
  Tally::print("authorise", tally.authorise);
  Tally::print("tag", tally.tag);
  Tally::print("route", tally.route);
  Tally::print("reasons of authorise", tally.codes);
  // The comparison means something only when every verdict and outcome was met.
  for (const char* verdict : {"ALLOW", "NEEDS", "REVIEW", "BLOCK"})
    EXPECT_GT(tally.authorise[verdict], cases / 400) << verdict;
  for (const char* verdict : {"ALLOW", "NEEDS", "REVIEW"}) EXPECT_GT(tally.tag[verdict], cases / 400) << verdict;
  for (const char* outcome :
       {"assigned", "held", "no_market", "no_route", "nobody_available", "nobody_licensed", "unconfirmed"})
    EXPECT_GT(tally.route[outcome], cases / 4'000) << outcome;
}

}  // namespace
}  // namespace licet::reference
