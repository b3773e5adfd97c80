// Events: what happened, in versioned types. One ledger entry's body holds the events of one command.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/claims.h"
#include "domain/gates.h"
#include "record/judged_facts.h"
#include "record/schema.h"

namespace licet::record {

/// How a field of an event may appear in the ledger.
enum class FieldClass : std::uint8_t {
  kId,      ///< random identifier
  kFlag,    ///< true; left out otherwise
  kCode,    ///< code from a closed or firm-defined list, place, status
  kWords,   ///< what the product itself calls something: lower-case words ("lead assign")
  kNumber,  ///< integer: time, count, score
  kDigest,  ///< sha256 text, key check value
  kPublic,  ///< structured public data: register record, decision, list facts; nothing of a data subject
  kFacts,   ///< structure of codes, ids, numbers and flags: no sentence anywhere in it
  kSealed,  ///< name of a field in the body's sealed section of `kid`
};
struct FieldSpec {
  std::string_view name;
  FieldClass cls;
  std::span<const std::string_view> choices = {};  ///< when not empty: the closed list of what may stand there
};
/// One version of one event type: its clear fields, and the fields it brings sealed.
struct EventSpec {
  std::string_view type;
  std::int64_t version;
  std::span<const FieldSpec> fields;
};
/// Every version ever written; `apply` reads all of them.
std::span<const EventSpec> event_specs();
/// nullptr when this release does not know the type or version (a newer release wrote it).
const EventSpec* find_spec(std::string_view type, std::int64_t version);

/// An event as stored: {"t":type,"v":version, fields...}. Fields without a value are left out.
struct Event {
  std::string type;
  std::int64_t version = 1;
  json::Object fields;
};

/// An event that may be committed. Only the functions below make one, so that what must not happen without a permit
/// cannot be written without one. Reading the ledger gives `Event`, never `NewEvent`.
class NewEvent {
 public:
  NewEvent(NewEvent&&) = default;
  NewEvent& operator=(NewEvent&&) = default;
  NewEvent(const NewEvent&) = delete;
  NewEvent& operator=(const NewEvent&) = delete;
  const Event& event() const& { return event_; }
  Event event() && { return std::move(event_); }

 private:
  explicit NewEvent(Event event) : event_(std::move(event)) {}
  friend NewEvent make_event_(std::string_view type, json::Object fields);
  Event event_;
};

// ---- firm, policy, register, people
NewEvent firm_initialised(std::string_view origin, std::string_view firm, std::string_view mode,
                          const std::vector<PersonId>& administrators);
NewEvent policy_proposed(std::string_view digest, const PersonId& by, Instant at);
/// `approved_by` differs from the proposer (the command's business; the verifier's L4 checks it).
/// `replaces`: digest of the policy active until now, or empty; it becomes "replaced".
NewEvent policy_activated(std::string_view digest, const PersonId& approved_by, Instant at,
                          std::string_view replaces = {});
/// The second person's part: who, and the digest of what they approved (record/proposal.h). Empty where one person
/// suffices, because the change only tightens, and at the founding.
struct Approval {
  PersonId by;
  std::string proposal;
  std::int64_t parts = 1;  ///< of the register: in how many bodies of one transaction the proposal is applied
};
/// why: "seed", "apply", "suspend", "restore". The record is complete: the state after.
NewEvent register_put(std::string_view key, const json::Value& record, std::string_view why, const PersonId& by,
                      const Approval& approval, Instant at);
NewEvent register_removed(std::string_view key, std::string_view why, const PersonId& by, const Approval& approval,
                          Instant at);
/// state: "proposed", "active", "revoked". `approval` names the proposing event; only "active" has one.
NewEvent confirmation_set(std::string_view rule, std::string_view rule_digest, std::string_view opinion,
                          std::string_view state, const PersonId& proposed_by, const Approval& approval, Instant until,
                          bool invented);
/// Sealed under the person's own key (kid = person id): handle, name, os_user. A section that lacks one leaves it as it
/// is. Who may do what is given by one person and approved by another (docs/decisions/0020).
NewEvent person_recorded(const PersonId& person, const std::vector<std::string>& roles, std::string_view state,
                         const PersonId& by, const PersonId& approved_by);
NewEvent credential_set(const PersonId& person, std::string_view verifier, std::string_view state, const PersonId& by,
                        const PersonId& approved_by, Instant at);
struct ListLoaded {
  std::string digest;   ///< of the list's document, "sha256:..."
  std::string content;  ///< of its entries alone: the same whenever and with whatever date it was loaded
  std::string kind;
  std::int64_t entries = 0;
  Instant loaded_at;
  std::optional<Instant> as_of;    ///< when the publisher's list was current; absent: nobody knows
  std::string as_of_from;          ///< "stated", "file_time" or "file"; empty with no `as_of`
  std::vector<std::string> files;  ///< digests
  std::string replaces;            ///< the active list of its kind until now, or empty
  bool older = false;              ///< its date is before that of the list it replaces, and somebody wants that
  // How much it holds besides its entries, so that the next one of its kind can be compared with it.
  std::int64_t persons = 0, names = 0, strong_names = 0;
  std::int64_t facts = 0;  ///< dates of birth, countries, numbers and addresses
};
/// Sealed, under the key of who loads an older list: "note", the reason in their words.
NewEvent list_loaded(const ListLoaded& list);

/// That the index over an active list was searched for what it holds, and what it did not find.
struct ListProved {
  std::string list;  ///< digest of the list's document, as in list_loaded
  std::string kind;
  std::string algorithm, icu;  ///< by which names were compared
  json::Object thresholds;     ///< {"company","person","weak_alias"}: scores from which a name is a hit
  std::int64_t seed = 0;
  std::int64_t variants = 0;  ///< whole names that were changed and asked for
  bool every_letter = false;  ///< slips in words with every letter, else with two of them
  json::Object counts;        ///< class -> {"asked","below","found","lost"}, zeros left out
  std::int64_t lost = 0;      ///< in all
  std::string uncovered;      ///< digest of what was lost; of "[]" when nothing was
};
NewEvent list_proved(const ListProved& proof);

// ---- leads

/// A piece of evidence as the record keeps it: codes as the firm wrote them, also those the policy does not know.
/// Stored as {"kind","observed":"YYYY-MM-DD","place"}; the lead's `evidence` column is the list of these as JSON.
struct EvidenceItem {
  std::string kind;
  std::string place;
  Date observed{};
  bool operator==(const EvidenceItem&) const = default;
};
json::Value evidence_json(const std::vector<EvidenceItem>& evidence);
/// kBadInput when `value` is not what `evidence_json` writes.
Result<std::vector<EvidenceItem>> parse_evidence(const json::Value& value);

struct Received {
  LeadId lead;
  SubjectId subject;
  SourceId source_event;
  std::string source, client_type, product, language, lawful_basis;
  std::vector<EvidenceItem> evidence;
  std::string kcv;  ///< key check value of the subject's new key; empty when the subject had one before
  Instant at;
};
/// Sealed under the subject's key: raw, row (the same as it was mapped, of which the blind keys are made), the
/// campaign, and the subject's opened columns that are present. The lead begins in state NEW, status "received".
NewEvent lead_received(const Received& received);
/// A repeat of a source id with new content: another source event on the lead. Sealed: as for lead_received, and
/// "names" when it brought a new one: every name the subject has borne, in the order of their arrival. Columns that the
/// section lacks stay as they are.
/// `after` is the source event of the same source id that came last until now; empty when this is none of a source's.
/// `said` is what it claims, each empty where it says nothing; what the lead counts as then is a claims_set beside it.
NewEvent source_added(const LeadId& lead, const SubjectId& subject, const SourceId& source_event,
                      std::string_view source, const domain::Claims& said, const SourceId& after, Instant at);
/// What the lead counts as after a source's claims were held against what stood (domain/claims.h), or after persons
/// settled them: `by` and `approved_by`; by the reviewer alone beside a lead_classified, for the client type.
/// Client type (as claimed) and product only when they are set; what is open and what was outranked: all of it.
NewEvent claims_set(const LeadId& lead, std::string_view client_type, std::string_view product,
                    const domain::ClaimMap& contradicts, const domain::ClaimMap& outranked, const PersonId& by,
                    const PersonId& approved_by);
/// Two people judged, for this lead alone, what these rules leave to a person: all that are settled now. `about` is
/// judged_facts_json of the lead, as it was then; the judgement counts while the lead's facts are these. It replaces
/// any of before.
NewEvent rules_settled(const LeadId& lead, const SettledRules& rules, const json::Value& about, const PersonId& by,
                       const PersonId& approved_by);
/// An entry that its publisher took off, and the hits on it that end with that.
struct DelistedEntry {
  std::vector<std::string> hits;  ///< as lead_screened names them: all on one version of the entry, one a name
  std::string kind;               ///< of the list
  std::string entry;              ///< the publisher's key of the entry
  std::string list;               ///< digest of the active version, which has no such entry
  std::string was;                ///< digest of the version that had it
  bool operator==(const DelistedEntry&) const = default;
};
/// Of the field "delisted" of a lead_screened, null when it has none; what is malformed in it is left empty.
std::vector<DelistedEntry> delisted_entries(const json::Value* field);
/// `result` is the clear half of a screening. Sealed: "screening" (tokens and names). `open`: the hits that nobody has
/// decided, all of them, each "number of the name:digest of the list's entry"; status is "hit" exactly when there are
/// some. `cleared`: the hits for which a good-guy entry holds. `compared`: of every name with a hit, "number of the
/// name:keyed digest of all that was compared". Without `lists` it is no screening: persons found something, or what
/// they found ended; what was compared stands. `engine`: digest of what compared the names (screening::engine_digest);
/// empty only without `lists`. `delisted`: hits that were open and ended because their list no longer has the entry.
NewEvent lead_screened(const LeadId& lead, std::string_view status, const json::Value& result,
                       const std::vector<std::string>& lists, const std::vector<std::string>& open = {},
                       const std::vector<std::string>& cleared = {}, const std::vector<std::string>& compared = {},
                       std::string_view engine = {}, const std::vector<DelistedEntry>& delisted = {});
/// `evidence` is all of the lead's evidence now. `jurisdictions` (pack, place) is empty when tagging failed.
NewEvent lead_tagged(const LeadId& lead, const std::vector<EvidenceItem>& evidence,
                     const std::vector<std::pair<std::string, std::string>>& jurisdictions,
                     const json::Value& decision);
/// `market` is empty when none or several accept the lead.
NewEvent lead_routed(const LeadId& lead, std::string_view market, const json::Value& decision, Instant at);
/// Consumes the permit. `from` is the owner until now, or empty; `why`: "route", "manual", "clock", "release",
/// "change", "delisted". `decision` is authorise's; null when a lead_routed of the same body chose this person and so
/// holds it already. `turn`: it was this person's turn in the team's rotation (Routing::rotation_after), which moves
/// on.
NewEvent lead_assigned(domain::AssignmentPermit permit, const PersonId& from, std::string_view why,
                       const json::Value& decision, bool turn);
/// status after: "review", "refused" or "erased". Nobody owns the lead afterwards.
NewEvent lead_parked(const LeadId& lead, const PersonId& from, std::string_view status, std::string_view why,
                     Instant at);
NewEvent lead_classified(const LeadId& lead, std::string_view client_type, std::string_view basis,
                         std::string_view evidence_digest, const PersonId& reviewer);
NewEvent lawful_basis_set(const LeadId& lead, std::string_view basis, const PersonId& by, const PersonId& approved_by);
NewEvent duplicate_proposed(const LeadId& lead, const LeadId& other, const std::vector<std::string>& on);
/// state: "distinct" (lifts a protection: approved by a second person) or "same".
NewEvent duplicate_decided(const LeadId& lead, const LeadId& other, std::string_view state, const PersonId& by,
                           const PersonId& approved_by);
/// A reviewer's refusal of the lead. state: "standing" (nobody may have the lead from now on), or "lifted", which a
/// second person approved.
NewEvent refusal_set(const LeadId& lead, std::string_view state, const PersonId& by, const PersonId& approved_by);

// ---- review queue
NewEvent case_opened(const CaseId& id, const LeadId& lead, std::string_view market,
                     const std::vector<std::string>& reasons, Instant at);
NewEvent case_reasons_changed(const CaseId& id, const std::vector<std::string>& reasons, std::string_view market);
/// `from`: who had claimed it, when it is taken over.
NewEvent case_claimed(const CaseId& id, const PersonId& by, const PersonId& from = {});
/// What a reviewer found about hits, with what shows it.
struct CaseFindings {
  /// [{"disposition","entry","hit","list"}...] in the order of the hits; disposition: false_positive, true_match,
  /// inconclusive. Null when the decision is about no hit.
  json::Value hits;
  std::optional<Instant> until;       ///< how long the hits found false do not alert again
  std::optional<Instant> again;       ///< when an escalated case is to be looked at again
  std::vector<std::string> evidence;  ///< digests of files, whose bytes are sealed as "files": [{"bytes","name"}...]
};
/// Author's decision; sealed under the subject's key: "note" (free text) and "files". needs_approval: a second person
/// must approve, and the case waits as "proposed". Otherwise it is open and nobody's again, unless the same body closes
/// it.
NewEvent case_decided(const CaseId& id, std::string_view outcome, const json::Value& resolutions, const PersonId& by,
                      bool needs_approval, const CaseFindings& found = {});
/// The case is open and nobody's again, unless the same body closes it. Not approved: the proposed decision is void.
/// `proposal` is the digest of the case_decided that was looked at.
NewEvent case_approved(const CaseId& id, const PersonId& by, bool approved, std::string_view proposal);
/// `lead` is the case's: its case_id becomes empty.
NewEvent case_closed(const CaseId& id, const LeadId& lead, std::string_view outcome, Instant at);

/// Two persons could not tell: the case goes on, from `again`. The lead stays as it is.
NewEvent case_escalated(const CaseId& id, const PersonId& by, const PersonId& approved_by, Instant again, Instant at);
/// A closed case is open again: somebody doubts its finding. Sealed under the subject's key: "note".
NewEvent case_reopened(const CaseId& id, const LeadId& lead, const PersonId& by, Instant at);

// ---- good-guy entries
/// A hit that two persons found false does not alert again while this holds: for this subject, as it was compared, and
/// this entry, as it was listed. The reason is the sealed note of the decision that `proposal` names.
struct GoodGuy {
  GoodGuyId id;
  LeadId lead;
  SubjectId subject;
  CaseId review;
  std::string hit;       ///< as lead_screened names it
  std::string compared;  ///< keyed digest of what was compared (lead_screened)
  std::string list, entry;
  PersonId by, approved_by;
  Instant until;  ///< holds strictly before
  std::string proposal;
};
NewEvent good_guy_added(const GoodGuy& entry, Instant at);
/// why: "expired", "revoked", "reopened" (its case). Sealed under the subject's key: "note", but for "expired".
NewEvent good_guy_ended(const GoodGuyId& id, const SubjectId& subject, std::string_view why, const PersonId& by,
                        Instant at);

/// What fits one entry together with the links to the objects.
inline constexpr std::size_t kReadObjectsMax = 400;

// ---- reads, refusals, jobs, exports, erasure
/// What was asked about, where that was a file: its digest, and how many hits its rows had.
struct ReadInput {
  std::string_view digest = {};
  std::int64_t hits = 0;
};
/// `objects`: ids of everything shown. At most kReadObjectsMax; a longer list goes into several bodies.
NewEvent read_recorded(std::string_view what, const std::vector<std::string>& objects, std::string_view purpose,
                       std::string_view result_digest, std::int64_t count, const ReadInput& input = {});
/// `list`: the digest of the active screening list that stays because another one was refused; else empty.
NewEvent attempt_refused(std::string_view command, std::string_view reason, const json::Value& detail,
                         std::string_view list = {});
/// state: "started", or how it ended.
NewEvent job_recorded(const JobId& job, std::string_view kind, std::string_view state, Instant at,
                      const json::Value& result);
NewEvent export_made(std::string_view kind, std::int64_t from_seq, std::int64_t size, std::string_view digest);
/// The key is destroyed after this is durable. `leads` are all of the subject's, with their owners (for the load).
/// `suppress`: keyed digests by which an import knows the person and stays away; they say nothing without the firm's
/// pepper. The event says by its digest (erasure_proposal_digest) what was approved: exactly this.
NewEvent subject_erased(const std::string& kid, std::string_view basis, const PersonId& by, const PersonId& approved_by,
                        const std::vector<std::pair<LeadId, PersonId>>& leads, Instant at,
                        const std::vector<std::string>& suppress = {});
/// Keyed digests of an erased subject that keep nobody out any more; `evidence` is the digest of the file that shows
/// why. basis: "own_request", "renewed_consent" (the person came back), "other_person" (who shares an address or a
/// number with the erased). Sealed under the key of who asks for it: "note". The event says by its digest
/// (suppression_proposal_digest) what was approved: exactly this.
NewEvent suppression_lifted(const std::string& kid, const std::vector<std::string>& lifted, std::string_view basis,
                            std::string_view evidence, const PersonId& by, const PersonId& approved_by, Instant at);
/// Key files came back from a backup (by its digest): their names, how many keys can be opened then, how many of
/// subjects and staff the backup lacks, how many of the erased were left out. Recorded before the files are moved.
NewEvent keys_restored(std::string_view backup, const std::vector<std::string>& files, std::int64_t keys,
                       std::int64_t missing, std::int64_t left_out, const PersonId& by);
/// The digest of all tables (record::state_digest) as they stood before this entry, and how many rows they held:
/// whoever folds the ledger up to here must come to the same.
NewEvent state_recorded(std::string_view digest, std::int64_t rows);
/// A command's figures (import: rows, rejects), for the record.
NewEvent import_recorded(std::string_view source, const json::Value& figures, std::string_view file_digest);

}  // namespace licet::record
