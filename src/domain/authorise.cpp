// May this person have this lead? The order of the reasons is part of the behaviour of the engine: the lead, the
// people, then jurisdiction by jurisdiction and rule by rule. docs/decisions/0004 gives the choices made here.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "domain/client_types.h"
#include "domain/gates.h"
#include "domain/predicate.h"

namespace licet::domain {
namespace {

enum class Covered : std::uint8_t { kNo, kProductMissing, kYes };

bool lists(const std::vector<Symbol>& list, Symbol code) {
  return code > Symbol::kUnknownCode && std::find(list.begin(), list.end(), code) != list.end();
}

bool in_force(const Rule& rule, Date date) {
  if (rule.status == RuleStatus::kDormant) return false;
  if (rule.waived_until && date <= *rule.waived_until) return false;
  return (!rule.valid_from || *rule.valid_from <= date) && (!rule.valid_to || date <= *rule.valid_to);
}

/// What ends with the calendar year holds in the one in which it began; nobody knows that of a record without
/// beginning.
bool began_in_year_of(const RegisterView::Validity& validity, Date date) {
  return validity.from && to_ymd(*validity.from).year == to_ymd(date).year;
}

/// A jurisdiction of the lead with what the policy says about it.
struct Pair {
  Jurisdiction where;
  const Policy::Pack* pack = nullptr;  ///< null when the policy does not know this pair
  bool first_of_place = true;
  bool dated = false;
  Date date{};
};

/// One evaluation. Lives on the stack of `authorise`.
class Gate {
 public:
  Gate(const Policy& policy, const RegisterView& view, const LeadFacts& lead, const Candidate& candidate, Instant at,
       Decision& out)
      : policy_(policy), view_(view), lead_(lead), at_(at), out_(out), types_(client_types_of(policy, lead)) {
    if (candidate.person < view.people().size()) person_ = &view.people()[candidate.person];
    if (candidate.team < view.teams().size()) team_ = &view.teams()[candidate.team];
    person_index_ = candidate.person;
    if (team_ != nullptr && team_->entity < view.entities().size()) entity_ = &view.entities()[team_->entity];
    activity_ = policy.activity_of(lead.product);
    facts_.product = policy.is_product(lead.product) ? lead.product : Symbol::kNone;
    facts_.activity = activity_ == Symbol::kUnknownCode ? Symbol::kNone : activity_;
    facts_.source = lead.source;
    if (entity_ != nullptr) {
      facts_.entity = entity_->code;
      facts_.entity_home = entity_->home;
    }
    resolve_pairs();
  }

  /// Notes in `rules` the unverified ones that permitted because the firm confirmed them.
  void note_confirmed(std::vector<std::uint32_t>* rules) { confirmed_ = rules; }

  void run() {
    check_people();
    check_market();
    for (const Pair& pair : pairs_) check_pair(pair);
  }

 private:
  void resolve_pairs() {
    for (const Jurisdiction& where : lead_.jurisdictions) {
      if (std::any_of(pairs_.begin(), pairs_.end(), [&](const Pair& known) { return known.where == where; })) continue;
      Pair pair;
      pair.where = where;
      const Policy::Place* place = policy_.place(where.place);
      if (place != nullptr && contains(place->jurisdictions, where)) pair.pack = policy_.pack(where.pack);
      for (const Pair& earlier : pairs_)
        if (earlier.where.place == where.place) pair.first_of_place = false;
      if (const auto date = policy_.date_in(where, at_)) {
        pair.dated = true;
        pair.date = *date;
      }
      pairs_.push_back(pair);
    }
  }

  template <typename List>
  static bool contains(const List& list, const Jurisdiction& where) {
    return std::find(list.begin(), list.end(), where) != list.end();
  }

  void refuse(ReasonCode code, Verdict verdict, const Jurisdiction& where = {}) {
    out_.add({code, verdict, Symbol::kNone, where.pack, where.place, kNoRule});
  }

  /// Adds a reason unless the same one was added since `first`: two client types often give the same answer.
  void add_once(std::size_t first, const Reason& reason) {
    if (std::find(out_.reasons.begin() + first, out_.reasons.end(), reason) == out_.reasons.end()) out_.add(reason);
  }

  // ---- people

  void check_people() {
    if (person_ == nullptr) return refuse(ReasonCode::kPersonUnknown, Verdict::kBlock);
    if (team_ == nullptr) return refuse(ReasonCode::kNotInTeam, Verdict::kBlock);
    const auto& entities = view_.entities();
    const RegisterView::Entity* employer = person_->entity < entities.size() ? &entities[person_->entity] : nullptr;
    demand(ReasonCode::kPersonEnded, [&](Date date) { return person_->validity.on(date); });
    demand(ReasonCode::kNotInTeam, [&](Date date) { return is_member(date); });
    demand(ReasonCode::kTeamEnded, [&](Date date) { return team_->validity.on(date); });
    demand(ReasonCode::kEntityEnded, [&](Date date) {
      return entity_ != nullptr && entity_->validity.on(date) && employer != nullptr && employer->validity.on(date);
    });
  }

  /// What a rule asks people to judge, two of them judged for this lead; nothing else that a rule says can be settled,
  /// and nothing where a fact is missing on which it hangs.
  bool settled(const Rule& rule, const Reason& reason, Truth applies) const {
    return reason.verdict == Verdict::kReview && applies == Truth::kTrue &&
           std::find(lead_.settled.begin(), lead_.settled.end(), rule.digest) != lead_.settled.end();
  }

  /// `holds` on the date of every jurisdiction, or the reason with the first where it does not.
  template <typename Test>
  void demand(ReasonCode code, Test holds) {
    for (const Pair& pair : pairs_)
      if (pair.dated && !holds(pair.date)) return refuse(code, Verdict::kBlock, pair.where);
  }

  bool is_member(Date date) const {
    auto member = std::lower_bound(team_->members.begin(), team_->members.end(), person_index_,
                                   [](const auto& m, std::uint32_t person) { return m.first < person; });
    for (; member != team_->members.end() && member->first == person_index_; ++member)
      if (member->second.on(date)) return true;
    return false;
  }

  void check_market() {
    if (policy_.market(lead_.market) == nullptr) return refuse(ReasonCode::kNoMarket, Verdict::kReview);
    if (team_ == nullptr) return;
    for (const Symbol served : team_->markets)
      if (policy_.market_within(lead_.market, served)) return;
    refuse(ReasonCode::kTeamNotInMarket, Verdict::kBlock);
  }

  // ---- jurisdictions

  void check_pair(const Pair& pair) {
    check_complete(pair);
    if (pair.pack == nullptr) return refuse(ReasonCode::kNoPack, Verdict::kReview, pair.where);
    if (!pair.dated) return refuse(ReasonCode::kDateUncovered, Verdict::kNeeds, pair.where);
    Permitting permitting;
    for (const std::uint32_t index : pair.pack->licensing) {
      const Rule& rule = policy_.rules()[index];
      if (in_force(rule, pair.date)) check_rule(pair, index, rule, permitting);
    }
    check_permitting(pair, permitting);
  }

  /// A set that lacks a pair its places bring was made under another policy: some regulator would not be asked.
  void check_complete(const Pair& pair) {
    const Policy::Place* place = policy_.place(pair.where.place);
    if (place == nullptr || !pair.first_of_place) return;
    for (const Jurisdiction& where : place->jurisdictions)
      if (!contains(lead_.jurisdictions, where)) refuse(ReasonCode::kNoJurisdiction, Verdict::kReview, where);
  }

  /// Whether some R03 rule of the pack itself surely applies, by client type; and the first that may.
  struct Permitting {
    std::array<bool, 2> surely{};
    std::array<std::uint32_t, 2> maybe{kNoRule, kNoRule};
  };

  void check_rule(const Pair& pair, std::uint32_t index, const Rule& rule, Permitting& permitting) {
    const std::size_t first = out_.reasons.size();
    const Reason reason{ReasonCode::kRule, rule.effect_verdict, rule.reason, pair.where.pack, pair.where.place, index};
    facts_.place = pair.where.place;
    for (std::size_t i = 0; i < types_.count; ++i) {
      facts_.client_type = types_.types[i];
      const Truth applies = evaluate(rule.applies_to, facts_);
      if (applies == Truth::kFalse) continue;
      switch (rule.shape) {
        case Shape::kR03:
          if (rule.status != RuleStatus::kHouse) {
            if (applies == Truth::kTrue)
              permitting.surely[i] = true;
            else if (permitting.maybe[i] == kNoRule)
              permitting.maybe[i] = index;
          }
          check_permission(pair, rule, reason, first);
          break;
        case Shape::kR24:
          check_registration(pair, rule, reason, first);
          break;
        case Shape::kR23: {
          Reason gate = reason;
          if (applies == Truth::kUnknown) gate.verdict = Verdict::kNeeds;
          if (!settled(rule, gate, applies)) add_once(first, gate);
          break;
        }
        default:
          if (!settled(rule, reason, applies)) add_once(first, reason);
      }
    }
  }

  void check_permission(const Pair& pair, const Rule& rule, Reason reason, std::size_t first) {
    Covered best = Covered::kNo;
    if (entity_ != nullptr)
      for (const std::uint32_t index : entity_->permissions)
        best = std::max(best, cover(view_.permissions()[index], pair, rule));
    add_cover(best, reason, first);
    // A permission that rests on a rule nobody has verified is no permission until the firm's counsel confirms it.
    const bool proven = rule.status == RuleStatus::kVerified || rule.status == RuleStatus::kHouse;
    if (best == Covered::kNo || proven) return;
    if (view_.confirmed(reason.rule, at_)) {
      if (confirmed_ != nullptr) confirmed_->push_back(reason.rule);
      return;
    }
    reason.engine_code = ReasonCode::kRuleUnconfirmed;
    reason.code = Symbol::kNone;
    reason.verdict = Verdict::kReview;
    add_once(first, reason);
  }

  void check_registration(const Pair& pair, const Rule& rule, const Reason& reason, std::size_t first) {
    Covered best = Covered::kNo;
    if (person_ != nullptr)
      for (const std::uint32_t index : person_->registrations)
        best = std::max(best, cover(view_.permissions()[index], pair, rule));
    add_cover(best, reason, first);
  }

  void add_cover(Covered best, Reason reason, std::size_t first) {
    if (best == Covered::kYes) return;
    reason.verdict = Verdict::kBlock;
    if (best == Covered::kProductMissing) {
      reason.engine_code = ReasonCode::kProductMissing;
      reason.code = Symbol::kNone;
      reason.verdict = Verdict::kNeeds;
    }
    add_once(first, reason);
  }

  Covered cover(const RegisterView::Permission& permission, const Pair& pair, const Rule& rule) const {
    const RegisterView::Cover& c = permission.cover;
    if (c.pack != pair.where.pack || !lists(rule.kinds, permission.kind) || !permission.validity.on(pair.date))
      return Covered::kNo;
    if (rule.ends_with_year && !began_in_year_of(permission.validity, pair.date)) return Covered::kNo;
    if (!c.all_places && !lists(c.places, pair.where.place)) return Covered::kNo;
    if (!c.all_activities && !lists(c.activities, activity_)) return Covered::kNo;
    if (!c.all_client_types && !lists(c.client_types, facts_.client_type)) return Covered::kNo;
    if (c.all_products || lists(c.products, facts_.product)) return Covered::kYes;
    return lead_.product == Symbol::kNone ? Covered::kProductMissing : Covered::kNo;
  }

  void check_permitting(const Pair& pair, const Permitting& permitting) {
    const std::size_t first = out_.reasons.size();
    for (std::size_t i = 0; i < types_.count; ++i) {
      if (permitting.surely[i]) continue;
      Reason reason{
          ReasonCode::kNoPermittingRule, Verdict::kReview, Symbol::kNone, pair.where.pack, pair.where.place, kNoRule};
      if (permitting.maybe[i] != kNoRule) {
        // Whether the rule that would permit speaks of this lead hangs on a fact that is missing.
        const Rule& rule = policy_.rules()[permitting.maybe[i]];
        reason = {ReasonCode::kRule, Verdict::kNeeds,  rule.reason,
                  pair.where.pack,   pair.where.place, permitting.maybe[i]};
      }
      add_once(first, reason);
    }
  }

  const Policy& policy_;
  const RegisterView& view_;
  const LeadFacts& lead_;
  Instant at_;
  Decision& out_;
  ClientTypes types_;
  const RegisterView::Person* person_ = nullptr;
  const RegisterView::Team* team_ = nullptr;
  const RegisterView::Entity* entity_ = nullptr;
  std::vector<std::uint32_t>* confirmed_ = nullptr;
  std::uint32_t person_index_ = 0;
  Symbol activity_ = Symbol::kNone;
  PredicateFacts facts_;
  InlineVector<Pair, limits::kJurisdictionsPerLeadMax> pairs_;
};

}  // namespace

Decision check_lead(const LeadFacts& lead) {
  Decision out;
  const auto add = [&](ReasonCode code, Verdict verdict) {
    out.add({code, verdict, Symbol::kNone, Symbol::kNone, Symbol::kNone, kNoRule});
  };
  if (lead.jurisdictions.empty()) add(ReasonCode::kNoJurisdiction, Verdict::kReview);
  if (lead.screened == Screened::kNot || lead.screened == Screened::kStale)
    add(ReasonCode::kNotScreened, Verdict::kNeeds);
  if (lead.screened == Screened::kHit) add(ReasonCode::kScreeningHit, Verdict::kReview);
  if (!lead.lawful_basis) add(ReasonCode::kLawfulBasisMissing, Verdict::kNeeds);
  if (lead.open_duplicate) add(ReasonCode::kPossibleDuplicate, Verdict::kReview);
  if (lead.contradicted) add(ReasonCode::kContradictory, Verdict::kReview);
  if (lead.refused) add(ReasonCode::kRefusedByReview, Verdict::kBlock);
  if (lead.erased) add(ReasonCode::kErased, Verdict::kBlock);
  return out;
}

Authorisation authorise(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                        const Candidate& candidate, Instant at) {
  Authorisation out(lead.id, candidate, at, view.digest());
  out.decision_ = check_lead(lead);
  Gate(policy, view, lead, candidate, at, out.decision_).run();
  return out;
}

std::vector<std::uint32_t> confirmed_rules_behind(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                                                  const Candidate& candidate, Instant at) {
  std::vector<std::uint32_t> out;
  Decision ignored;
  Gate gate(policy, view, lead, candidate, at, ignored);
  gate.note_confirmed(&out);
  gate.run();
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::optional<AssignmentPermit> Authorisation::permit(const RegisterView& view) && {
  LICET_INVARIANT(view.digest() == register_digest_);
  auto of = LeadId::parse(lead());
  if (!decision_.allowed() || !of) return std::nullopt;
  // An allowed candidate was found in the register, and nothing was allowed without a jurisdiction to date its records
  // by.
  LICET_INVARIANT(candidate_.person < view.people().size() && candidate_.team < view.teams().size());
  const RegisterView::Team& team = view.teams()[candidate_.team];
  LICET_INVARIANT(team.entity < view.entities().size());
  return AssignmentPermit(std::move(*of), view.people()[candidate_.person].id, team.key,
                          view.entities()[team.entity].key, at_);
}

}  // namespace licet::domain
