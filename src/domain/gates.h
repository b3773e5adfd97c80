// The gates of this release: tag, route, authorise. Pure functions of their arguments (design section 5).
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "domain/facts.h"
#include "domain/policy.h"
#include "domain/register.h"
#include "domain/verdict.h"

namespace licet::domain {

// ---- tag: which jurisdictions is this lead in?

struct TagItem {
  std::uint32_t evidence = 0;  ///< index into the input
  enum class Use : std::uint8_t {
    kFor,
    kAgainst,
    kAdded,
    kIgnoredFallback,
    kStale,
    kNoPack,
    kUnknownKind,  ///< the policy has no evidence of this kind: set aside
  } use = Use::kFor;
  bool operator==(const TagItem&) const = default;
};
struct TagResult {
  Decision decision;                            ///< kAllow when tagged; kReview or kNeeds with the reason otherwise
  InlineVector<Jurisdiction, 8> jurisdictions;  ///< sorted; empty unless tagged
  int confidence = 0;                           ///< 0..100
  std::vector<TagItem> items;
  bool operator==(const TagResult&) const = default;
};
/// How it works: stale evidence (older than its kind's max_age_days at `at`) is set aside. The primary evidence of
/// the highest weight gives the place; other primary evidence must agree (equal place, or one nested in the other under
/// the same regulators: then the more specific wins), else kContradictory. Kinds of mode `adds` put their place into
/// the set. `fallback` kinds count only when there is no primary evidence, the heaviest first (intent never outranks an
/// address that way). `checks` kinds that disagree lower the confidence by their weight. Confidence below the
/// threshold: kLowConfidence. A place no pack lists: kNoPack. Details (docs/decisions/0004): age counts whole UTC days;
/// the confidence starts at the weight of the heaviest evidence of exactly that place; a lighter fallback that
/// disagrees lowers it like a check, one of equal weight is a contradiction; evidence that names no place is evidence
/// of a place no pack lists.
TagResult tag(const Policy& policy, const std::vector<Evidence>& evidence, Instant at);

// ---- authorise: may this person have this lead?

/// Proof that `authorise` allowed exactly this person, team and moment for exactly this lead. Only
/// `Authorisation::permit` makes one; the event of an assignment cannot be built without it, nor for another lead.
class AssignmentPermit {
 public:
  const LeadId& lead() const { return lead_; }
  const PersonId& person() const { return person_; }
  const std::string& team() const { return team_; }
  const std::string& entity() const { return entity_; }
  Instant at() const { return at_; }
  ~AssignmentPermit() = default;
  AssignmentPermit(AssignmentPermit&&) = default;
  AssignmentPermit& operator=(AssignmentPermit&&) = default;
  AssignmentPermit(const AssignmentPermit&) = delete;
  AssignmentPermit& operator=(const AssignmentPermit&) = delete;

 private:
  friend class Authorisation;
  AssignmentPermit(LeadId lead, PersonId person, std::string team, std::string entity, Instant at)
      : lead_(std::move(lead)),
        person_(std::move(person)),
        team_(std::move(team)),
        entity_(std::move(entity)),
        at_(at) {}
  LeadId lead_;
  PersonId person_;
  std::string team_, entity_;
  Instant at_;
};

/// `authorise`'s answer, and the only maker of permits.
class Authorisation {
 public:
  const Decision& decision() const { return decision_; }
  /// A permit when the decision allows and the facts named their lead; nullopt otherwise. One answer gives one permit:
  /// it is used up. Allocates; ask for the chosen candidate only. `view` must be the register that was authorised
  /// against: another one is a programmer error.
  std::optional<AssignmentPermit> permit(const RegisterView& view) &&;
  ~Authorisation() = default;
  Authorisation(Authorisation&&) = default;
  Authorisation& operator=(Authorisation&&) = default;
  Authorisation(const Authorisation&) = delete;
  Authorisation& operator=(const Authorisation&) = delete;

 private:
  friend Authorisation authorise(const Policy&, const RegisterView&, const LeadFacts&, const Candidate&, Instant);
  Authorisation(const LeadId& lead, const Candidate& candidate, Instant at, const crypto::Digest& register_digest)
      : candidate_(candidate), at_(at), register_digest_(register_digest) {
    lead_size_ = lead.str().copy(lead_.data(), lead_.size());
  }
  std::string_view lead() const { return {lead_.data(), lead_size_}; }

  Decision decision_;
  std::array<char, LeadTag::kPrefix.size() + 27> lead_{};  ///< whose answer this is: an id's text, without allocating
  std::size_t lead_size_ = 0;
  Candidate candidate_;
  Instant at_;
  crypto::Digest register_digest_;  ///< candidates are indexes: they mean somebody else in another register
};

/// Entity, team and person are checked for every jurisdiction of the lead, for its activity, product and client
/// type, on the date in that regulator's zone. Every reason is reported; no allocation while reasons fit inline.
Authorisation authorise(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                        const Candidate& candidate, Instant at);

/// The rules nobody verified whose confirmation by the firm `authorise` counts for this candidate: what an assignment
/// rests on besides verified rules. Each once, in the order of the policy. Allocates; for showing.
std::vector<std::uint32_t> confirmed_rules_behind(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                                                  const Candidate& candidate, Instant at);

/// The part of `authorise` that concerns the lead alone: jurisdiction, screening, lawful basis, duplicate, refusal,
/// erasure.
Decision check_lead(const LeadFacts& lead);

// ---- route: who gets it?

/// Market of a lead: exactly one accepts, or the reason why not.
struct MarketResult {
  Symbol market = Symbol::kNone;
  std::optional<ReasonCode> problem;  ///< kNoMarket or kMarketAmbiguous
};
/// A claimed client type counts for `accepts` without `proven`; where no market accepts the claim, and where the type
/// is unknown, the lead counts as the strictest type. Only a classification meets `proven`.
MarketResult market_of(const Policy& policy, const LeadFacts& lead);

/// What routing remembers and counts; read from the tables, recorded in the decision.
struct RotationState {
  std::map<std::string, PersonId> last;         ///< team key -> who got the last lead
  std::map<PersonId, std::int64_t> open_leads;  ///< by person
  PersonId sticky;                              ///< an earlier owner of the same subject, tried first
  bool operator==(const RotationState&) const = default;
};
struct CandidateOutcome {
  Candidate candidate;
  Decision licence;                         ///< authorise's answer
  InlineVector<ReasonCode, 4> unavailable;  ///< availability reasons; empty: available
  std::int64_t load = 0;
  bool operator==(const CandidateOutcome&) const = default;
};
struct Routing {
  enum class Outcome : std::uint8_t {
    kAssigned,
    kNobodyLicensed,
    kNobodyAvailable,
    kUnconfirmed,
    kNoRoute,
    kNoMarket,
    kHeld
  } outcome = Outcome::kNoRoute;
  MarketResult market;
  Symbol route = Symbol::kNone;                ///< id of the routing rule that applied
  std::vector<CandidateOutcome> candidates;    ///< in rotation order, each with its eliminating reasons
  std::optional<std::uint32_t> chosen;         ///< index into candidates
  std::optional<Authorisation> authorisation;  ///< of the chosen one: gives the permit
  std::vector<PersonId>
      rotation_after;  ///< {new last} when the chosen one's team goes round robin and it was the turn; or empty
};
/// The teams (indexes of the register) whose people `route` asks, in that order: what it reads of the rotation.
std::vector<std::uint32_t> teams_asked(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                                       Instant at);
/// `lead.market` is ignored and computed here. kHeld: the lead itself stands in the way (screening, lawful basis,
/// duplicate): some candidate was refused for reasons of the lead alone. kUnconfirmed: nobody was allowed and somebody
/// was refused only for an unconfirmed rule or another REVIEW or NEEDS reason of the law (reasons of the lead left
/// aside). A sticky owner gets the lead without moving the turn of the team.
Routing route(const Policy& policy, const RegisterView& view, const LeadFacts& lead, const RotationState& rotation,
              Instant at);

}  // namespace licet::domain
