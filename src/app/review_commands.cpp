#include "app/review_commands.h"

#include <algorithm>

#include "app/case_findings.h"
#include "app/did_you_mean.h"
#include "app/find_by_id.h"
#include "app/firm_policy.h"
#include "app/intake_text.h"
#include "app/lead_claims.h"
#include "app/lead_screening.h"
#include "app/refusal.h"
#include "app/rule_judgements.h"
#include "app/sealed_note.h"
#include "base/limits.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

struct CaseInHand {
  Row row;
  CaseId id;
  LeadId lead;
};

Result<CaseInHand> load_case(Reader& reader, const Scope& scope, const CaseId& id) {
  LICET_TRY(auto row, reader.get(scope, TableId::kCase, {id.str()}));
  if (!row) return fail(ErrorCode::kNotFound, "no case " + id.str() + " that you may see");
  auto lead = LeadId::parse(row->text("lead"));
  if (!lead) return fail(ErrorCode::kTampered, "case " + id.str() + " names no lead");
  return CaseInHand{std::move(*row), id, *lead};
}

/// Beside the resolutions of a proposal: which hits its author saw.
constexpr const char* kSeenHits = "hits_seen";
/// The same of what the source says otherwise than what stands.
constexpr const char* kSeenClaims = "claims_seen";
/// Of the rules it settles: their texts, and the facts of the lead.
constexpr const char* kSeenRules = "rules_seen";

using Resolutions = std::map<std::string, std::string>;

bool settles(const Resolutions& resolutions, const std::string& key, std::string_view value) {
  const auto found = resolutions.find(key);
  return found != resolutions.end() && found->second == value;
}

/// What lifts a protection, as the rules of the record have it too (docs/decisions/0020).
bool needs_second_person(std::string_view outcome, const Resolutions& resolutions, bool refused) {
  return resolutions.count("place") != 0 || resolutions.count("lawful_basis") != 0 ||
         resolutions.count("client_type") != 0 || resolutions.count("product") != 0 || resolutions.count("rule") != 0 ||
         resolutions.count("screening") != 0 || settles(resolutions, "duplicate", "distinct") ||
         (refused && outcome == "release");
}

/// A decision with the people behind it; `approver` is empty where one person suffices.
struct Settlement {
  std::string outcome;
  Resolutions resolutions;
  PersonId author, approver;
  record::SettledRules rules;  // what its rules are as they were checked
  HitFindings hits;
  Instant until{}, again{};
  std::string proposal;

  bool same_person() const { return settles(resolutions, "duplicate", "same"); }
  bool refuses() const {
    return outcome == "refuse" || same_person() || settles(resolutions, "screening", "true_match");
  }
};

Status check_choice(const std::string& key, const std::string& value, std::initializer_list<std::string_view> choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return {};
  std::string all;
  for (const std::string_view choice : choices) all += (all.empty() ? "" : ", ") + std::string(choice);
  return fail(ErrorCode::kBadInput, "'" + value + "' is no value for " + key + "; it is one of: " + all);
}

Status check_resolutions(const domain::Policy& policy, const Resolutions& resolutions) {
  for (const auto& [key, value] : resolutions) {
    if (std::find(std::begin(kResolutions), std::end(kResolutions), key) == std::end(kResolutions))
      return fail(ErrorCode::kBadInput,
                  "a case cannot settle '" + key +
                      "'; it settles place, screening, duplicate, lawful_basis, client_type, product, rule");
    if (key == "screening") LICET_CHECK(check_choice(key, value, {"false_positive", "true_match", "inconclusive"}));
    if (key == "duplicate") LICET_CHECK(check_choice(key, value, {"distinct", "same"}));
    if (key == "place" && policy.place(policy.symbols().find(value)) == nullptr)
      return fail(ErrorCode::kBadInput, "no pack of the policy lists the place '" + value + "'");
    if (key == "product" && !policy.is_product(policy.symbols().find(value)))
      return fail(ErrorCode::kBadInput, "'" + value + "' is no product of the policy");
    if (key == "lawful_basis") {
      const json::Value* bases = policy.document().find("lawful_bases");
      const auto& known = bases->as_array();
      if (std::none_of(known.begin(), known.end(), [&](const json::Value& b) { return b.as_string() == value; }))
        return fail(ErrorCode::kBadInput, "'" + value + "' is no lawful basis of the policy");
    }
  }
  return {};
}

/// Beside the rules that a decision settles: those of before that still count, so that its approver sees all of them.
/// What a rule says of a lead hangs on its place, client type and product: what changes these is decided first.
Status add_judgements(const FirmState& state, const LeadDraft& draft, std::string_view outcome, Instant at,
                      Resolutions& settled) {
  const auto named = settled.find("rule");
  if (named == settled.end()) return {};
  if (outcome != "release")
    return fail(ErrorCode::kBadInput, "a rule is settled by a release; who refuses a lead settles none");
  for (const char* fact : {"place", "client_type", "product"})
    if (settled.count(fact) != 0)
      return fail(ErrorCode::kBadInput, "what a rule says hangs on " + std::string(fact) +
                                            "; settle that first, then the rule in a decision of its own");
  LICET_TRY(const record::SettledRules rules, rules_to_settle(state, draft, named->second, at));
  named->second = rule_names(rules);
  if (named->second.size() > limits::kEventCodeBytesMax)
    return fail(ErrorCode::kBadInput, "the rules settled together are too many for one decision: their ids may have " +
                                          std::to_string(limits::kEventCodeBytesMax) + " bytes");
  settled.emplace(kSeenRules, record::judgement_digest(rules, judged_facts(draft)));
  return {};
}

/// Rules are settled as their author saw them, for the lead as it was.
Result<record::SettledRules> check_judgements(const FirmState& state, const Resolutions& resolutions,
                                              const LeadDraft& draft, Instant at) {
  const auto named = resolutions.find("rule");
  if (named == resolutions.end()) return record::SettledRules();
  auto rules = rules_to_settle(state, draft, named->second, at);
  const auto seen = resolutions.find(kSeenRules);
  if (rules && seen != resolutions.end() && seen->second == record::judgement_digest(*rules, judged_facts(draft)))
    return rules;
  return fail(
      ErrorCode::kConflict,
      "the rule, or the lead's place, client type or product, changed since this was decided; reject the decision "
      "(--reject), so that somebody judges what holds now");
}

json::Value to_json(const Resolutions& resolutions) {
  json::Object out;
  for (const auto& [key, value] : resolutions) out.emplace(key, value);
  return json::Value(std::move(out));
}

Result<Resolutions> resolutions_of(const Row& row) {
  Resolutions out;
  if (row.null("resolutions")) return out;
  LICET_TRY(const json::Value value, json::parse(row.text("resolutions")));
  for (const auto& [key, item] : value.as_object()) out.emplace(key, item.as_string());
  return out;
}

/// A finding is about the hits that its author saw, as they were compared then. Those are named in the proposal; a hit
/// that joins them while it waits, or a fact that changes, makes it void.
Status check_finding(const Resolutions& resolutions, const LeadDraft& draft, const std::optional<Instant>& until,
                     const domain::Policy& policy, Instant at) {
  if (resolutions.count("screening") == 0) return {};
  const auto seen = resolutions.find(kSeenHits);
  if (seen == resolutions.end() || seen->second != open_hits_digest(draft))
    return fail(ErrorCode::kConflict,
                "the lead was hit again since this was decided, or what is compared changed; reject the decision "
                "(--reject), so "
                "that somebody looks at all hits");
  if (until && (*until <= at || until->us > at.us + good_guy_max_us(policy)))
    return fail(ErrorCode::kConflict,
                "the time until which this was to hold is over, or the policy allows less now; reject the decision "
                "(--reject)");
  return {};
}

/// Of two client types that contradict each other one is taken as the source's claim; a type that nobody claims, and
/// one that is to loosen, takes a classification. Like a finding on hits, a decision is about what its author saw.
Status check_claims(const Resolutions& resolutions, const LeadDraft& draft) {
  const auto type = resolutions.find("client_type");
  if (type != resolutions.end()) {
    const auto said = draft.contradicts.find("client_type");
    if (said == draft.contradicts.end())
      return fail(
          ErrorCode::kConflict,
          "nothing contradicts this lead's client type; only a classification changes it (licet lead classify)");
    if (type->second != said->second && type->second != draft.client_type)
      return fail(ErrorCode::kBadInput, "the client type is '" + draft.client_type + "' or '" + said->second +
                                            "'; any other takes a classification (licet lead classify)");
  }
  const auto seen = resolutions.find(kSeenClaims);
  if (seen == resolutions.end() || seen->second == contradictions_digest(draft)) return {};
  return fail(ErrorCode::kConflict,
              "the source said something else since this was decided; reject the decision (--reject), so that somebody "
              "looks at what it says now");
}

/// Writes what the resolutions settle into the draft and the record.
Status settle(Tx& tx, Deps& deps, const FirmState& state, const CaseId& id, const Settlement& by, LeadDraft& draft,
              record::BodyBuilder& body) {
  const Date today{static_cast<std::int32_t>(body.at().us / 86'400'000'000)};
  const domain::Policy& policy = *state.policy;
  settle_claims(by.resolutions, by.author, by.approver, draft, body);
  keep_findings(deps.random, state, by.hits, {id, by.author, by.approver, by.proposal, by.until}, draft, body);
  for (const auto& [key, value] : by.resolutions) {
    if (key == "rule") settle_rules(by.rules, by.author, by.approver, draft, body);
    if (key == "place") draft.evidence = {{std::string(kDetermination), value, today}};
    if (key == "lawful_basis") {
      draft.lawful_basis = value;
      body.add(record::lawful_basis_set(draft.lead, value, by.author, by.approver));
    }
    if (key == "duplicate") {
      LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kReview, "duplicates of a lead", &policy));
      LICET_TRY(const auto rows,
                all_rows(tx, scope, TableId::kDuplicate, {{"lead", Condition::Op::kEqual, draft.lead.str()}}));
      for (const Row& row : rows)
        if (auto other = LeadId::parse(row.text("other")); other && row.text("state") == "proposed")
          body.add(record::duplicate_decided(draft.lead, *other, value, by.author, by.approver));
      draft.open_duplicate = false;
    }
  }
  return {};
}

/// A refusal, a true match and a double end here, and hold until two people lift that; a release goes through the
/// pipeline again.
Result<CaseAnswer> take_effect(Tx& tx, Deps& deps, const FirmState& state, const CaseInHand& held, const Settlement& by,
                               LeadDraft& draft, record::BodyBuilder& body) {
  CaseAnswer answer;
  LICET_CHECK(settle(tx, deps, state, held.id, by, draft, body));
  if (by.outcome == "escalate") {
    body.add(record::case_escalated(held.id, by.author, by.approver, by.again, body.at()));
    answer.state = "escalated";
    answer.outcome.status = draft.status;
    return answer;
  }
  if (by.refuses()) {
    if (!draft.refused) body.add(record::refusal_set(draft.lead, "standing", by.author, PersonId()));
    draft.settled_rules.clear();  // who refuses a lead takes back what was judged for it
    body.add(record::lead_parked(draft.lead, draft.owner, "refused", "review", body.at()));
    body.add(record::case_closed(held.id, held.lead, by.same_person() ? "same" : "refused", body.at()));
    answer.state = "closed";
    answer.outcome.status = "refused";
    return answer;
  }
  if (draft.refused) body.add(record::refusal_set(draft.lead, "lifted", by.author, by.approver));
  draft.refused = false;
  LICET_TRY(answer.outcome, decide(tx, deps, state, draft, Why::kRelease, body));
  answer.state = answer.outcome.status == "assigned" ? "closed" : "open";
  return answer;
}

/// The entries that the hits of a case are about, where the decision is about hits.
Result<KnownEntries> known_entries(Deps& deps, const Principal& principal, const CaseId& id,
                                   const CaseDecision& decision) {
  const bool about_hits =
      decision.resolutions.count("screening") != 0 || !decision.hits.empty() || decision.outcome == "escalate";
  if (!about_hits) return KnownEntries();
  LeadId lead;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "decide a case", state.policy.get()));
    LICET_TRY(const CaseInHand held, load_case(reader, scope, id));
    lead = held.lead;
    return {};
  }));
  return entries_hit(deps, principal, lead);
}

}  // namespace

Result<CaseId> find_case(Reader& reader, const Scope& scope, std::string_view id_or_prefix) {
  return find_by_id<CaseTag>(reader, scope, TableId::kCase, "case", id_or_prefix);
}

Status claim_case(Deps& deps, const Principal& principal, const CaseId& id, bool take_over) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "claim a case", state.policy.get()));
    LICET_TRY(const CaseInHand held, load_case(tx, scope, id));
    if (held.row.text("state") == "claimed" && held.row.text("claimed_by") == principal.person().str()) return {};
    PersonId from;
    if (held.row.text("state") == "claimed")
      if (auto claimer = PersonId::parse(held.row.text("claimed_by"))) from = *claimer;
    if (!from.empty() && !take_over)
      return fail(ErrorCode::kConflict, "case " + id.str() +
                                            " is claimed by a colleague; --take-over takes it over, "
                                            "on the record");
    if (from.empty() && held.row.text("state") != "open")
      return fail(ErrorCode::kConflict,
                  "case " + id.str() + " is " + std::string(held.row.text("state")) + ", not open");
    record::BodyBuilder body = new_body(deps, principal, "review claim");
    body.add(record::case_claimed(id, principal.person(), from));
    body.link("lead", held.lead.str());
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return {};
}

Result<CaseAnswer> decide_case(Deps& deps, const Principal& principal, const CaseId& id, const CaseDecision& decision) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  LICET_CHECK(check_choice("the outcome", decision.outcome, {"release", "refuse", "escalate"}));
  for (const auto& [hit, disposition] : decision.hits)
    LICET_CHECK(check_choice(hit, disposition, {"false_positive", "true_match", "inconclusive"}));
  if (!intake::says_something(decision.note))
    return fail(ErrorCode::kBadInput, "a decision needs a reason in your words (--note TEXT)");
  LICET_CHECK(check_evidence(decision.evidence));
  const Settlement by{decision.outcome, decision.resolutions, principal.person(), PersonId(), {}, {}, {}, {}, {}};
  if (by.refuses() && by.outcome == "release")
    return fail(ErrorCode::kBadInput,
                "a true match, or the same person, is not released: say --outcome refuse, or settle it otherwise");
  LICET_TRY(const KnownEntries entries, known_entries(deps, principal, id, decision));
  CaseAnswer answer;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kReview, "decide a case", state.policy.get()));
    LICET_TRY(const CaseInHand held, load_case(tx, scope, id));
    LICET_CHECK(check_resolutions(*state.policy, decision.resolutions));
    if (held.row.text("state") != "claimed" || held.row.text("claimed_by") != principal.person().str())
      return fail(ErrorCode::kConflict, "claim the case first (licet review claim " + id.str() + ")");
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, held.lead));
    if (draft.owner == principal.person())
      return refuse("OWN_LEAD", "you serve this lead; somebody else must decide its case");
    LICET_CHECK(check_claims(decision.resolutions, draft));
    record::BodyBuilder body = new_body(deps, principal, "review decide");
    Resolutions settled = decision.resolutions;
    LICET_TRY(const record::CaseFindings found,
              case_findings(decision, *state.policy, entries, draft, body.at(), settled));
    // Whatever the outcome: a refused lead keeps what was settled about it.
    const bool second = needs_second_person(decision.outcome, settled, draft.refused);
    if (second && !draft.open_hits.empty()) settled.emplace(kSeenHits, open_hits_digest(draft));
    if (second && !draft.contradicts.empty()) settled.emplace(kSeenClaims, contradictions_digest(draft));
    LICET_CHECK(add_judgements(state, draft, decision.outcome, body.at(), settled));
    LICET_CHECK(seal_note(deps, draft, decision.note, decision.evidence, body));
    record::NewEvent decided =
        record::case_decided(id, decision.outcome, to_json(settled), principal.person(), second, found);
    const std::string proposal = record::proposal_digest(body.id(), decided.event());
    body.add(std::move(decided));
    body.link("lead", held.lead.str());
    if (second) {
      answer.state = "proposed";
      answer.proposal = proposal;
      answer.outcome.status = draft.status;
      return append(tx, std::move(body));
    }
    LICET_TRY(answer, take_effect(tx, deps, state, held, by, draft, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return answer;
}

Result<CaseAnswer> approve_case(Deps& deps, const Principal& principal, const CaseId& id, bool approved,
                                std::string_view proposal) {
  LICET_CHECK(Access::demand(principal, Right::kApproveCase));
  CaseAnswer answer;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, Access::scope(principal, Right::kApproveCase, "approve a case", state.policy.get()));
    LICET_TRY(const CaseInHand held, load_case(tx, scope, id));
    if (held.row.text("state") != "proposed")
      return fail(ErrorCode::kConflict,
                  "case " + id.str() + " is " + std::string(held.row.text("state")) + "; nothing waits for approval");
    if (held.row.text("decided_by") == principal.person().str())
      return refuse("OWN_PROPOSAL", "you are the author of this decision; a second person must approve it");
    LICET_CHECK(demand_proposal(proposal, held.row.text("proposal")));
    LICET_TRY(LeadDraft draft, load_draft(tx, scope, held.lead));
    record::BodyBuilder body = new_body(deps, principal, "review approve");
    body.add(record::case_approved(id, principal.person(), approved, held.row.text("proposal")));
    body.link("lead", held.lead.str());
    if (!approved) {
      answer.state = "open";
      answer.outcome.status = draft.status;
      return append(tx, std::move(body));
    }
    const auto author = PersonId::parse(held.row.text("decided_by"));
    if (!author) return fail(ErrorCode::kTampered, "case " + id.str() + " does not say who decided it");
    LICET_TRY(Resolutions resolutions, resolutions_of(held.row));
    const Instant until{held.row.integer("until")};
    LICET_CHECK(check_finding(resolutions, draft, held.row.null("until") ? std::nullopt : std::optional(until),
                              *state.policy, body.at()));
    LICET_CHECK(check_claims(resolutions, draft));
    LICET_TRY(record::SettledRules rules, check_judgements(state, resolutions, draft, body.at()));
    const Settlement by{std::string(held.row.text("outcome")),
                        std::move(resolutions),
                        *author,
                        principal.person(),
                        std::move(rules),
                        findings_of(held.row),
                        until,
                        Instant{held.row.integer("again")},
                        std::string(held.row.text("proposal"))};
    LICET_TRY(answer, take_effect(tx, deps, state, held, by, draft, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return answer;
}

}  // namespace licet::app
