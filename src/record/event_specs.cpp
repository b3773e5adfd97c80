// Every version of every event, field by field: what stands in the clear, and what only sealed.
#include <algorithm>
#include <array>

#include "record/event.h"
#include "record/event_make.h"

namespace licet::record {
namespace {

using enum FieldClass;

/// Several lists of fields as one, in their order.
template <std::size_t... N>
constexpr auto joined(const std::array<FieldSpec, N>&... parts) {
  std::array<FieldSpec, (N + ...)> out{};
  std::size_t at = 0;
  ((std::copy_n(parts.begin(), N, out.begin() + at), at += N), ...);
  return out;
}

// Closed lists. What is not here is a code of the firm's own (a source, a market) or of a decision.
constexpr std::string_view kRegisterWhy[] = {"seed", "apply", "suspend", "restore"};
constexpr std::string_view kConfirmationStates[] = {"proposed", "active", "revoked"};
constexpr std::string_view kScreenedStates[] = {"not", "clear", "hit", "stale", "nameless"};
constexpr std::string_view kAsOfFrom[] = {"stated", "file_time", "file"};
constexpr std::string_view kDuplicateStates[] = {"distinct", "same"};
constexpr std::string_view kRefusalStates[] = {"standing", "lifted"};
constexpr std::string_view kCaseOutcomes[] = {"release", "refuse", "escalate"};
constexpr std::string_view kCaseEnds[] = {"released", "assigned", "refused", "same", "delisted", "erased"};
constexpr std::string_view kGoodGuyEnds[] = {"expired", "revoked", "reopened"};
constexpr std::string_view kErasureBases[] = {
    "request", "consent_withdrawn", "objection", "unlawful_processing", "legal_obligation", "purpose_ended"};

constexpr std::string_view kModes[] = {"two", "single"};
constexpr std::string_view kActive[] = {"active"};
constexpr std::string_view kMatchedOn[] = {"email", "phone", "name"};
constexpr std::string_view kAssignedWhy[] = {"route", "release", "change", "clock", "delisted", "manual"};
constexpr std::string_view kParkedWhy[] = {"route", "release", "change", "clock", "delisted", "review"};
constexpr std::string_view kCaseReasons[] = {"refused_by_review",
                                             "screening_hit",
                                             "no_name",
                                             "not_screened",
                                             "missing_lawful_basis",
                                             "possible_duplicate",
                                             "untagged",
                                             "contradictory_evidence",
                                             "no_pack",
                                             "unconfirmed_rule",
                                             "rule_review",
                                             "undecided",
                                             "nobody_licensed",
                                             "licensed_unavailable"};
constexpr std::string_view kRefusals[] = {"NO_RIGHT",   "NOT_PROVEN",  "OWN_PROPOSAL",    "OTHER_PROPOSAL",
                                          "OWN_GRANT",  "OWN_LEAD",    "IN_REVIEW",       "NOT_AUTHORISED",
                                          "LIST_OLDER", "LIST_SHRANK", "LIST_UNREADABLE", "LIST_NOT_FETCHED",
                                          "NOT_FOUND",  "CONFLICT",    "BAD_INPUT",       "REFUSED"};
constexpr std::string_view kJobKinds[] = {"good_guys", "rescreen", "reauthorise", "retry_parked"};
constexpr std::string_view kJobStates[] = {"started", "done", "stopped"};
constexpr std::string_view kExportKinds[] = {"full"};
constexpr std::string_view kLiftBases[] = {"own_request", "renewed_consent", "other_person"};

constexpr FieldSpec kFirmInitialised[] = {
    {"origin", kCode}, {"firm", kPublic}, {"mode", kCode, kModes}, {"admins", kId}};
constexpr FieldSpec kPolicyProposed[] = {{"policy", kDigest}, {"by", kId}, {"at", kNumber}};
constexpr FieldSpec kPolicyActivated[] = {{"policy", kDigest}, {"by", kId}, {"at", kNumber}, {"replaces", kDigest}};
constexpr FieldSpec kRegisterPut[] = {{"key", kCode},     {"record", kPublic},  {"why", kCode, kRegisterWhy},
                                      {"by", kId},        {"approved_by", kId}, {"proposal", kDigest},
                                      {"parts", kNumber}, {"at", kNumber}};
constexpr FieldSpec kRegisterRemoved[] = {{"key", kCode},       {"why", kCode, kRegisterWhy}, {"by", kId},
                                          {"approved_by", kId}, {"proposal", kDigest},        {"parts", kNumber},
                                          {"at", kNumber}};
constexpr FieldSpec kConfirmationSet[] = {
    {"rule", kCode},      {"rule_digest", kDigest}, {"opinion", kDigest}, {"state", kCode, kConfirmationStates},
    {"proposed_by", kId}, {"approved_by", kId},     {"until", kNumber},   {"invented", kFlag},
    {"proposal", kDigest}};
constexpr FieldSpec kPersonRecorded[] = {{"person", kId},   {"roles", kCode},     {"state", kCode, kActive},
                                         {"by", kId},       {"approved_by", kId}, {"handle", kSealed},
                                         {"name", kSealed}, {"os_user", kSealed}};
constexpr FieldSpec kCredentialSet[] = {{"person", kId}, {"verifier", kDigest}, {"state", kCode, kActive},
                                        {"by", kId},     {"approved_by", kId},  {"at", kNumber}};
constexpr FieldSpec kListLoaded[] = {{"list", kDigest},         {"kind", kCode},      {"entries", kNumber},
                                     {"loaded_at", kNumber},    {"as_of", kNumber},   {"as_of_from", kCode, kAsOfFrom},
                                     {"content", kDigest},      {"files", kDigest},   {"replaces", kDigest},
                                     {"older", kFlag},          {"persons", kNumber}, {"names", kNumber},
                                     {"strong_names", kNumber}, {"facts", kNumber},   {"note", kSealed}};
constexpr FieldSpec kListProved[] = {{"list", kDigest},     {"kind", kCode},         {"algorithm", kCode},
                                     {"icu", kCode},        {"thresholds", kFacts},  {"seed", kNumber},
                                     {"variants", kNumber}, {"every_letter", kFlag}, {"counts", kFacts},
                                     {"lost", kNumber},     {"uncovered", kDigest}};
/// What a source says of a person, sealed.
constexpr auto kSaidOfPerson = std::to_array<FieldSpec>({{"raw", kSealed},
                                                         {"row", kSealed},
                                                         {"first_name", kSealed},
                                                         {"last_name", kSealed},
                                                         {"email", kSealed},
                                                         {"phone", kSealed},
                                                         {"company", kSealed},
                                                         {"street", kSealed},
                                                         {"city", kSealed},
                                                         {"postal_code", kSealed},
                                                         {"country", kSealed},
                                                         {"birth_date", kSealed},
                                                         {"gender", kSealed},
                                                         {"nationality", kSealed},
                                                         {"passport", kSealed},
                                                         {"national_id", kSealed},
                                                         {"campaign", kSealed}});
constexpr auto kLeadReceived = joined(std::to_array<FieldSpec>({{"lead", kId},
                                                                {"subj", kId},
                                                                {"src", kId},
                                                                {"source", kCode},
                                                                {"client_type", kCode},
                                                                {"product", kCode},
                                                                {"language", kCode},
                                                                {"basis", kCode},
                                                                {"evidence", kCode},
                                                                {"kcv", kDigest},
                                                                {"at", kNumber}}),
                                      kSaidOfPerson);
constexpr auto kSourceAdded = joined(std::to_array<FieldSpec>({{"lead", kId},
                                                               {"subj", kId},
                                                               {"src", kId},
                                                               {"source", kCode},
                                                               {"client_type", kCode},
                                                               {"product", kCode},
                                                               {"basis", kCode},
                                                               {"after", kId},
                                                               {"at", kNumber}}),
                                     kSaidOfPerson, std::to_array<FieldSpec>({{"names", kSealed}}));
constexpr FieldSpec kClaimsSet[] = {{"lead", kId},           {"client_type", kCode}, {"product", kCode},
                                    {"contradicts", kFacts}, {"outranked", kFacts},  {"by", kId},
                                    {"approved_by", kId}};
constexpr FieldSpec kRulesSettled[] = {
    {"lead", kId}, {"rules", kFacts}, {"about", kFacts}, {"by", kId}, {"approved_by", kId}};
constexpr FieldSpec kLeadScreened[] = {{"lead", kId},         {"status", kCode, kScreenedStates},
                                       {"result", kPublic},   {"lists", kDigest},
                                       {"open", kDigest},     {"cleared", kDigest},
                                       {"compared", kDigest}, {"engine", kDigest},
                                       {"delisted", kPublic}, {"screening", kSealed}};
constexpr FieldSpec kLeadTagged[] = {
    {"lead", kId}, {"evidence", kCode}, {"jurisdictions", kCode}, {"decision", kPublic}};
constexpr FieldSpec kLeadRouted[] = {{"lead", kId}, {"market", kCode}, {"decision", kPublic}, {"at", kNumber}};
constexpr FieldSpec kLeadAssigned[] = {{"lead", kId},         {"to", kId},     {"team", kCode},
                                       {"entity", kCode},     {"from", kId},   {"why", kCode, kAssignedWhy},
                                       {"decision", kPublic}, {"turn", kFlag}, {"at", kNumber}};
constexpr FieldSpec kLeadParked[] = {
    {"lead", kId}, {"from", kId}, {"status", kCode}, {"why", kCode, kParkedWhy}, {"at", kNumber}};
constexpr FieldSpec kLeadClassified[] = {
    {"lead", kId}, {"client_type", kCode}, {"basis", kCode}, {"evidence", kDigest}, {"reviewer", kId}};
constexpr FieldSpec kLawfulBasisSet[] = {{"lead", kId}, {"basis", kCode}, {"by", kId}, {"approved_by", kId}};
constexpr FieldSpec kDuplicateProposed[] = {{"lead", kId}, {"other", kId}, {"on", kCode, kMatchedOn}};
constexpr FieldSpec kDuplicateDecided[] = {
    {"lead", kId}, {"other", kId}, {"state", kCode, kDuplicateStates}, {"by", kId}, {"approved_by", kId}};
constexpr FieldSpec kRefusalSet[] = {
    {"lead", kId}, {"state", kCode, kRefusalStates}, {"by", kId}, {"approved_by", kId}};
constexpr FieldSpec kCaseOpened[] = {
    {"case", kId}, {"lead", kId}, {"market", kCode}, {"reasons", kCode, kCaseReasons}, {"at", kNumber}};
constexpr FieldSpec kCaseReasonsChanged[] = {{"case", kId}, {"reasons", kCode, kCaseReasons}, {"market", kCode}};
constexpr FieldSpec kCaseClaimed[] = {{"case", kId}, {"by", kId}, {"from", kId}};
constexpr FieldSpec kCaseDecided[] = {{"case", kId},
                                      {"outcome", kCode, kCaseOutcomes},
                                      {"resolutions", kFacts},
                                      {"by", kId},
                                      {"needs_approval", kFlag},
                                      {"hits", kPublic},
                                      {"until", kNumber},
                                      {"again", kNumber},
                                      {"evidence", kDigest},
                                      {"note", kSealed},
                                      {"files", kSealed}};
constexpr FieldSpec kCaseApproved[] = {
    {"case", kId}, {"by", kId}, {"approved", kFlag}, {"proposal", kDigest}, {"note", kSealed}};
constexpr FieldSpec kCaseClosed[] = {{"case", kId}, {"lead", kId}, {"outcome", kCode, kCaseEnds}, {"at", kNumber}};
constexpr FieldSpec kCaseEscalated[] = {
    {"case", kId}, {"by", kId}, {"approved_by", kId}, {"again", kNumber}, {"at", kNumber}};
constexpr FieldSpec kCaseReopened[] = {{"case", kId}, {"lead", kId}, {"by", kId}, {"at", kNumber}, {"note", kSealed}};
constexpr FieldSpec kGoodGuyAdded[] = {
    {"good", kId},         {"lead", kId},         {"subj", kId},      {"case", kId}, {"hit", kDigest},
    {"compared", kDigest}, {"list", kCode},       {"entry", kPublic}, {"by", kId},   {"approved_by", kId},
    {"until", kNumber},    {"proposal", kDigest}, {"at", kNumber}};
constexpr FieldSpec kGoodGuyEnded[] = {{"good", kId}, {"subj", kId},   {"why", kCode, kGoodGuyEnds},
                                       {"by", kId},   {"at", kNumber}, {"note", kSealed}};
constexpr FieldSpec kReadRecorded[] = {{"what", kWords},   {"objects", kId},   {"purpose", kWords}, {"result", kDigest},
                                       {"count", kNumber}, {"input", kDigest}, {"hits", kNumber}};
constexpr FieldSpec kAttemptRefused[] = {
    {"command", kWords}, {"reason", kCode, kRefusals}, {"detail", kFacts}, {"list", kDigest}};
constexpr FieldSpec kJobRecorded[] = {
    {"job", kId}, {"kind", kCode, kJobKinds}, {"state", kCode, kJobStates}, {"at", kNumber}, {"result", kFacts}};
constexpr FieldSpec kExportMade[] = {
    {"kind", kCode, kExportKinds}, {"from", kNumber}, {"size", kNumber}, {"digest", kDigest}};
constexpr FieldSpec kSubjectErased[] = {
    {"kid", kId},   {"basis", kCode, kErasureBases}, {"by", kId},           {"approved_by", kId},
    {"leads", kId}, {"suppress", kDigest},           {"proposal", kDigest}, {"at", kNumber}};
constexpr FieldSpec kKeysRestored[] = {{"backup", kDigest},  {"files", kCode},      {"keys", kNumber},
                                       {"missing", kNumber}, {"left_out", kNumber}, {"by", kId}};
constexpr FieldSpec kSuppressionLifted[] = {{"kid", kId},          {"lifted", kDigest}, {"basis", kCode, kLiftBases},
                                            {"evidence", kDigest}, {"by", kId},         {"approved_by", kId},
                                            {"proposal", kDigest}, {"at", kNumber},     {"note", kSealed}};
constexpr FieldSpec kStateRecorded[] = {{"state", kDigest}, {"rows", kNumber}};
constexpr FieldSpec kImportRecorded[] = {{"source", kCode}, {"figures", kFacts}, {"file", kDigest}};

// In the order of their names, so that they are found by halving.
constexpr EventSpec kSpecs[] = {
    {"attempt_refused", 1, kAttemptRefused},
    {"case_approved", 1, kCaseApproved},
    {"case_claimed", 1, kCaseClaimed},
    {"case_closed", 1, kCaseClosed},
    {"case_decided", 1, kCaseDecided},
    {"case_escalated", 1, kCaseEscalated},
    {"case_opened", 1, kCaseOpened},
    {"case_reasons_changed", 1, kCaseReasonsChanged},
    {"case_reopened", 1, kCaseReopened},
    {"claims_set", 1, kClaimsSet},
    {"confirmation_set", 1, kConfirmationSet},
    {"credential_set", 1, kCredentialSet},
    {"duplicate_decided", 1, kDuplicateDecided},
    {"duplicate_proposed", 1, kDuplicateProposed},
    {"export_made", 1, kExportMade},
    {"firm_initialised", 1, kFirmInitialised},
    {"good_guy_added", 1, kGoodGuyAdded},
    {"good_guy_ended", 1, kGoodGuyEnded},
    {"import_recorded", 1, kImportRecorded},
    {"job_recorded", 1, kJobRecorded},
    {"keys_restored", 1, kKeysRestored},
    {"lawful_basis_set", 1, kLawfulBasisSet},
    {"lead_assigned", 1, kLeadAssigned},
    {"lead_classified", 1, kLeadClassified},
    {"lead_parked", 1, kLeadParked},
    {"lead_received", 1, kLeadReceived},
    {"lead_routed", 1, kLeadRouted},
    {"lead_screened", 1, kLeadScreened},
    {"lead_tagged", 1, kLeadTagged},
    {"list_loaded", 1, kListLoaded},
    {"list_proved", 1, kListProved},
    {"person_recorded", 1, kPersonRecorded},
    {"policy_activated", 1, kPolicyActivated},
    {"policy_proposed", 1, kPolicyProposed},
    {"read_recorded", 1, kReadRecorded},
    {"refusal_set", 1, kRefusalSet},
    {"register_put", 1, kRegisterPut},
    {"register_removed", 1, kRegisterRemoved},
    {"rules_settled", 1, kRulesSettled},
    {"source_added", 1, kSourceAdded},
    {"state_recorded", 1, kStateRecorded},
    {"subject_erased", 1, kSubjectErased},
    {"suppression_lifted", 1, kSuppressionLifted},
};

constexpr bool specs_sorted() {
  for (std::size_t i = 1; i < std::size(kSpecs); ++i) {
    const EventSpec& a = kSpecs[i - 1];
    const EventSpec& b = kSpecs[i];
    if (!(a.type < b.type || (a.type == b.type && a.version < b.version))) return false;
  }
  return true;
}
static_assert(specs_sorted(), "find_spec halves the table");

}  // namespace

std::span<const EventSpec> event_specs() { return kSpecs; }

const EventSpec* find_spec(std::string_view type, std::int64_t version) {
  std::size_t low = 0;
  std::size_t high = std::size(kSpecs);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    const EventSpec& spec = kSpecs[middle];
    if (spec.type < type || (spec.type == type && spec.version < version))
      low = middle + 1;
    else
      high = middle;
  }
  return low < std::size(kSpecs) && kSpecs[low].type == type && kSpecs[low].version == version ? &kSpecs[low] : nullptr;
}

NewEvent make_event_(std::string_view type, json::Object fields) {
  const EventSpec* newest = nullptr;
  for (const EventSpec& spec : kSpecs)
    if (spec.type == type) newest = &spec;
  LICET_INVARIANT(newest != nullptr);
  return NewEvent(Event{std::string(type), newest->version, std::move(fields)});
}

}  // namespace licet::record
