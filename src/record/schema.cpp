#include "record/schema.h"

#include <array>

#include "base/result.h"

namespace licet::record {
namespace {

using enum ColumnType;
using enum ColumnClass;

constexpr Column kMetaColumns[] = {{"key", kText, kKey}, {"value"}};
constexpr Column kPolicyColumns[] = {{"digest", kText, kKey}, {"state"},
                                     {"proposed_by"},         {"approved_by"},
                                     {"proposed_at", kInt},   {"activated_at", kInt}};
constexpr Column kRegisterColumns[] = {{"key", kText, kKey}, {"kind", kText, kFolded, true}, {"record"}, {"event"}};
constexpr Column kRegisterHistoryColumns[] = {
    {"key", kText, kKey}, {"event", kText, kKey}, {"at", kInt, kFolded, true}, {"record"}, {"by"}};
constexpr Column kConfirmationColumns[] = {{"rule", kText, kKey}, {"rule_digest"}, {"opinion"},     {"state"},
                                           {"proposed_by"},       {"approved_by"}, {"until", kInt}, {"invented", kInt},
                                           {"proposal"}};  // digest of the proposal
constexpr Column kPersonColumns[] = {{"id", kText, kKey},
                                     {"roles"},
                                     {"state"},
                                     {"erased_by"},
                                     {"handle", kText, kOpened},
                                     {"name", kText, kOpened},
                                     {"os_user", kText, kOpened}};
constexpr Column kCredentialColumns[] = {{"person", kText, kKey}, {"verifier"}, {"state"}, {"made_at", kInt}};
constexpr Column kListColumns[] = {{"digest", kText, kKey},
                                   {"kind", kText, kFolded, true},
                                   {"state"},
                                   {"entries", kInt},
                                   {"loaded_at", kInt},
                                   {"as_of", kInt},
                                   {"as_of_from"},
                                   {"content"},
                                   {"persons", kInt},
                                   {"names", kInt},
                                   {"strong_names", kInt},
                                   {"facts", kInt},
                                   {"refused_at", kInt},
                                   {"refused"}};
constexpr Column kSubjectColumns[] = {
    {"id", kText, kKey},
    {"kcv"},
    {"erased_by"},
    {"first_name", kText, kOpened},
    {"last_name", kText, kOpened},
    {"email", kText, kOpened},
    {"phone", kText, kOpened},
    {"company", kText, kOpened},
    {"street", kText, kOpened},
    {"city", kText, kOpened},
    {"postal_code", kText, kOpened},
    {"country", kText, kOpened},
    {"birth_date", kText, kOpened},
    {"gender", kText, kOpened},
    {"nationality", kText, kOpened},  // codes, several between semicolons
    {"passport", kText, kOpened},     // numbers, several between semicolons
    {"national_id", kText, kOpened},
    {"names", kText, kOpened},  // JSON [[first,last,company]...], absent while there was but one
    {"email_key", kText, kDerived, true},
    {"phone_key", kText, kDerived, true},
    {"name_key", kText, kDerived, true},
};
constexpr Column kLeadColumns[] = {
    {"id", kText, kKey},
    {"subject", kText, kFolded, true},
    {"status"},  // received, assigned, review, refused, erased
    {"state"},   // NEW, ... (lifecycle)
    {"market"},
    {"jurisdictions"},  // JSON [["PACK","PLACE"],...]
    {"evidence"},       // JSON [{"kind","place","observed"}...]
    {"client_type"},
    {"client_type_basis"},  // unknown, claimed, classified
    {"product"},
    {"language"},
    {"source"},
    {"campaign", kText, kOpened},
    {"lawful_basis"},
    {"contradicts"},     // JSON {about: claim}: what the source says otherwise, undecided
    {"outranked"},       // JSON, the same: claims that persons heard and found otherwise
    {"settled_rules"},   // JSON [[rule, digest]...]: what two people judged for this lead
    {"settled_about"},   // JSON: the facts they looked at; the judgement counts while they are these
    {"refused_by"},      // the reviewer whose refusal stands
    {"screening"},       // not, clear, hit, stale, nameless
    {"open_hits"},       // JSON ["number of the name:digest of the entry"...]: hits nobody has decided
    {"cleared_hits"},    // JSON, the same: hits for which a good-guy entry holds
    {"compared"},        // JSON ["number of the name:keyed digest"...]: what was compared, of names with a hit
    {"screened_lists"},  // JSON [digest...]
    {"engine"},          // digest of what compared the names (screening/engine.h)
    {"owner"},
    {"team"},
    {"entity"},
    {"case_id"},
    {"received_at", kInt},
    {"decided_at", kInt},
};
constexpr Column kSourceEventColumns[] = {
    {"id", kText, kKey},
    {"lead", kText, kFolded, true},
    {"subject", kText, kFolded, true},
    {"source"},
    {"received_at", kInt},
    {"ct"},  // digest of the sealed payload
    {"repeat_key", kText, kDerived, true},
    {"content_key", kText, kDerived},
};
constexpr Column kCaseColumns[] = {
    {"id", kText, kKey},
    {"lead"},
    {"market"},
    {"state"},    // open, claimed, proposed, closed
    {"reasons"},  // JSON array of reason texts, all kept
    {"claimed_by"},
    {"outcome"},
    {"resolutions"},  // JSON: what the decision settled
    {"hits"},         // JSON [{"disposition","entry","hit","list"}...]: what it found about hits
    {"until", kInt},
    {"again", kInt},  // good-guy entries hold until; an escalated case comes back
    {"evidence"},     // JSON [digest...] of files, sealed
    {"escalated_at", kInt},
    {"decided_by"},
    {"approved_by"},
    {"proposal"},  // digest of the decision that waits for its second person
    {"opened_at", kInt},
    {"closed_at", kInt},
};
constexpr Column kGoodGuyColumns[] = {
    {"id", kText, kKey},
    {"subject", kText, kFolded, true},
    {"lead"},
    {"review"},
    {"hit"},       // "number of the name:digest of the entry"
    {"compared"},  // keyed digest of what was compared
    {"list"},
    {"entry"},
    {"state", kText, kFolded, true},  // active, expired, revoked, reopened
    {"by"},
    {"approved_by"},
    {"added_at", kInt},
    {"until", kInt},
    {"proposal"},  // digest of the decision whose note is the reason
    {"ended_at", kInt},
    {"ended_by"},
};
constexpr Column kDuplicateColumns[] = {
    {"lead", kText, kKey}, {"other", kText, kKey}, {"on"}, {"state"}, {"decided_by"}};
constexpr Column kRotationColumns[] = {{"team", kText, kKey}, {"person"}};
constexpr Column kLoadColumns[] = {{"person", kText, kKey}, {"open", kInt}};
constexpr Column kJobColumns[] = {{"id", kText, kKey},  {"kind"},           {"state"},
                                  {"started_at", kInt}, {"ended_at", kInt}, {"result"}};
constexpr Column kErasureColumns[] = {{"kid", kText, kKey}, {"event"},   {"basis"}, {"by"},
                                      {"approved_by"},      {"at", kInt}};
constexpr Column kSuppressionColumns[] = {{"digest", kText, kKey}, {"event"}};

constexpr std::array<Table, static_cast<std::size_t>(TableId::kCount_)> kTables = {{
    {TableId::kMeta, "meta", kMetaColumns},
    {TableId::kPolicy, "policy", kPolicyColumns},
    {TableId::kRegister, "register_record", kRegisterColumns},
    {TableId::kRegisterHistory, "register_history", kRegisterHistoryColumns},
    {TableId::kConfirmation, "confirmation", kConfirmationColumns},
    {TableId::kPerson, "person", kPersonColumns, 0},
    {TableId::kCredential, "credential", kCredentialColumns},
    {TableId::kList, "screening_list", kListColumns},
    {TableId::kSubject, "subject", kSubjectColumns, 0},
    {TableId::kLead, "lead", kLeadColumns, 1, 4},
    {TableId::kSourceEvent, "source_event", kSourceEventColumns, 2},
    {TableId::kCase, "review_case", kCaseColumns, -1, 2},
    {TableId::kGoodGuy, "good_guy", kGoodGuyColumns},
    {TableId::kDuplicate, "duplicate", kDuplicateColumns},
    {TableId::kRotation, "rotation", kRotationColumns},
    {TableId::kLoad, "load", kLoadColumns},
    {TableId::kJob, "job", kJobColumns},
    {TableId::kErasure, "erasure", kErasureColumns},
    {TableId::kSuppression, "suppression", kSuppressionColumns},
}};

}  // namespace

std::string_view text_of(const Value& v) {
  const auto* text = std::get_if<std::string>(&v);
  return text == nullptr ? std::string_view() : std::string_view(*text);
}

std::int64_t int_of(const Value& v) {
  const auto* number = std::get_if<std::int64_t>(&v);
  return number == nullptr ? 0 : *number;
}

const Table& table(TableId id) { return kTables[static_cast<std::size_t>(id)]; }
std::span<const Table> tables() { return kTables; }

int column(const Table& table, std::string_view name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].name == name) return static_cast<int>(i);
  LICET_INVARIANT(false && "the column is declared");
  return -1;
}

const Value& Row::at(std::string_view column_name) const {
  const int index = column(record::table(table), column_name);
  LICET_INVARIANT(static_cast<std::size_t>(index) < values.size());
  return values[static_cast<std::size_t>(index)];
}

}  // namespace licet::record
