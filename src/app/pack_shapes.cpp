#include "app/pack_shapes.h"

#include <array>

namespace licet::app {
namespace {

using enum FieldType;
using Word = std::string_view;

constexpr Word kVerdicts[] = {"ALLOW", "ALLOW_WITH", "HOLD", "NEEDS", "REVIEW", "BLOCK"};
constexpr Word kGateVerdicts[] = {"BLOCK", "REVIEW", "NEEDS"};
constexpr Word kUnknownVerdicts[] = {"REVIEW", "NEEDS"};
constexpr Word kHolders[] = {"entity"};
constexpr Word kEnds[] = {"calendar_year"};
constexpr Word kEntityKinds[] = {"licence", "passport", "exemption"};
constexpr Word kPersonKinds[] = {"registration"};
constexpr Word kClocks[] = {"action", "receipt", "conclusion"};
constexpr Word kGates[] = {"prohibit", "consent", "opt_out", "permit"};
constexpr Word kForms[] = {"express", "written", "implied"};
constexpr Word kTo[] = {"this_firm", "named_sender", "group"};
constexpr Word kReach[] = {"entity", "group"};
constexpr Word kZones[] = {"recipient", "firm"};
constexpr Word kCountPer[] = {"subject", "number", "campaign"};
constexpr Word kPlaceLevels[] = {"country", "subdivision", "county"};
constexpr Word kCounting[] = {"elapsed", "calendar_days", "business_days"};
constexpr Word kContract[] = {"pre_contract", "post_contract"};
constexpr Word kMatch[] = {"fixed", "meaning"};
constexpr Word kDeadlines[] = {"at_outset", "first_minute", "before_contract", "in_message", "on_request"};
constexpr Word kBinds[] = {"hash", "version", "audience", "territory"};
constexpr Word kNumberNeeds[] = {"local", "company_registered", "directory_listed", "not_hidden"};
constexpr Word kDuties[] = {"record", "tell", "all_party_consent"};
constexpr Word kBurden[] = {"firm", "client"};
constexpr Word kRights[] = {"object", "erase", "restrict", "access"};
constexpr Word kInstead[] = {"restrict", "suppress", "erase"};
constexpr Word kOperators[] = {"at_least", "more_than", "at_most", "less_than"};
constexpr Word kRetention[] = {"longest"};

template <std::size_t N>
constexpr EffectField maps(Word name, const EffectField (&fields)[N], bool required) {
  return {name, kMaps, required, {}, fields, N};
}

// Items of lists of mappings.
constexpr EffectField kTypeItem[] = {{"id", kCode, true}, {"bases", kCodes, true}};
constexpr EffectField kCaseItem[] = {{"when", kWhen, true}, {"gate", kChoice, true, kGates}};
constexpr EffectField kConsentItem[] = {{"channel", kCodes, true},   {"form", kChoice, true, kForms},
                                        {"to", kChoice, false, kTo}, {"product", kCodes},
                                        {"purpose", kCodes},         {"evidence", kFlag},
                                        {"life", kPeriod},           {"renewed_by_use", kFlag}};
constexpr EffectField kRelationshipItem[] = {{"event", kCode, true}, {"within", kPeriod, true}};
constexpr EffectField kCapItem[] = {
    {"count", kNumber, true}, {"within", kPeriod, true}, {"per", kChoice, false, kCountPer}};
constexpr EffectField kLockItem[] = {{"after", kCode, true}, {"length", kPeriod, true}};
constexpr EffectField kStepItem[] = {{"step", kCode, true}, {"evidence", kCodes}, {"within", kPeriod}};
constexpr EffectField kElementItem[] = {{"obligation", kCode, true},
                                        {"text", kText},
                                        {"match", kChoice, false, kMatch},
                                        {"channel", kCodes},
                                        {"deadline", kChoice, false, kDeadlines}};
constexpr EffectField kEvidenceItem[] = {{"kind", kCode, true}, {"max_age", kPeriod}, {"hashed", kFlag}};
constexpr EffectField kTestItem[] = {{"measure", kCode, true},
                                     {"operator", kChoice, true, kOperators},
                                     {"amount", kNumber, true},
                                     {"currency", kName},
                                     {"excludes", kCodes}};

constexpr EffectField kWhenField = {"when", kWhen};
constexpr EffectField kOtherwise = {"otherwise", kOutcome, true};
constexpr EffectField kObligations = {"obligations", kCodes};

// Effects.
constexpr EffectField kR02[] = {{"clock", kChoice, true, kClocks}, {"replaces", kNames}};
constexpr EffectField kR03[] = {
    {"holder", kChoice, true, kHolders}, {"kinds", kChoices, true, kEntityKinds}, {"ends", kChoice, false, kEnds}};
constexpr EffectField kR04[] = {maps("types", kTypeItem, true)};
constexpr EffectField kR05[] = {
    kWhenField,        {"certificate", kName, true}, {"life", kPeriod}, {"form_from", kDate}, {"form_to", kDate},
    {"covers", kWhen}, {"relied_on_by", kCodes},     kOtherwise};
constexpr EffectField kR06[] = {
    kWhenField, maps("cases", kCaseItem, true), {"default", kChoice, true, kGates}, kObligations, kOtherwise};
constexpr EffectField kR07[] = {kWhenField,
                                maps("consents", kConsentItem, true),
                                {"honour_withdrawal_within", kPeriod},
                                {"cancelled_by_register", kFlag},
                                kOtherwise};
constexpr EffectField kR08[] = {kWhenField,
                                maps("relationships", kRelationshipItem, true),
                                {"similar_product", kFlag},
                                {"same_entity", kFlag},
                                {"ended_by", kCodes},
                                kOtherwise};
constexpr EffectField kR09[] = {kWhenField,
                                {"registers", kNames, true},
                                {"max_age", kPeriod, true},
                                {"entry_effective_after", kPeriod},
                                {"overridden_by", kCodes},
                                maps("relationships", kRelationshipItem, false),
                                {"access_proof", kFlag},
                                {"listed", kOutcome, true},
                                {"stale", kOutcome, true}};
constexpr EffectField kR10[] = {kWhenField,
                                {"reach", kChoice, true, kReach},
                                {"honour_within", kPeriod, true},
                                {"life", kPeriod, true},
                                {"listed", kOutcome, true}};
constexpr EffectField kR11[] = {kWhenField,           {"zone", kChoice, true, kZones}, {"windows", kWeek, true},
                                {"holidays", kCodes}, {"overridden_by", kCodes},       {"outside", kOutcome, true}};
constexpr EffectField kR12[] = {kWhenField,
                                maps("caps", kCapItem, false),
                                maps("locks", kLockItem, false),
                                {"counts_attempts", kFlag},
                                {"exceeded", kOutcome, true}};
constexpr EffectField kR13[] = {
    kWhenField, {"events", kCodes, true}, {"place_level", kChoice, true, kPlaceLevels}, {"inside", kOutcome, true}};
constexpr EffectField kR14[] = {kWhenField,
                                {"starts_at", kCode, true},
                                {"length", kPeriod, true},
                                {"counting", kChoice, true, kCounting},
                                {"calendar", kCode},
                                {"blocks", kCodes, true},
                                {"reset_by", kCodes},
                                {"waived_by", kCodes},
                                {"phase", kChoice, false, kContract},
                                {"waiting", kOutcome, true}};
constexpr EffectField kR15[] = {
    kWhenField, maps("steps", kStepItem, true), {"before", kCodes, true}, {"missing", kOutcome, true}};
constexpr EffectField kR16[] = {
    kWhenField, maps("elements", kElementItem, true), {"language", kCodes}, {"ordered", kFlag}};
constexpr EffectField kR17[] = {kWhenField,
                                {"approvers", kCodes, true},
                                {"binds", kChoices, true, kBinds},
                                {"life", kPeriod},
                                {"maker_is_not_checker", kFlag},
                                {"competence_note", kFlag},
                                {"missing", kOutcome, true}};
constexpr EffectField kR18[] = {kWhenField,
                                {"number", kChoices, false, kNumberNeeds},
                                {"series", kNames},
                                {"header_registered", kFlag},
                                {"template_registered", kFlag},
                                kObligations,
                                kOtherwise};
constexpr EffectField kR19[] = {
    kWhenField, {"duty", kChoices, true, kDuties}, {"channel", kCodes}, kObligations, {"otherwise", kOutcome}};
constexpr EffectField kR20[] = {kWhenField,
                                maps("evidence", kEvidenceItem, true),
                                {"burden", kChoice, false, kBurden},
                                kObligations,
                                {"missing", kOutcome, true}};
constexpr EffectField kR21[] = {kWhenField,
                                {"record_class", kCodes, true},
                                {"trigger", kCode, true},
                                {"minimum", kPeriod},
                                {"maximum", kPeriod},
                                {"extension", kPeriod},
                                {"accessible", kPeriod},
                                {"storage", kCodes},
                                {"erase_before", kOutcome}};
constexpr EffectField kR22[] = {kWhenField,
                                {"rights", kChoices, true, kRights},
                                {"absolute", kFlag},
                                {"except", kCodes},
                                {"instead", kChoice, false, kInstead},
                                {"within", kPeriod},
                                kObligations,
                                {"asked", kOutcome}};
constexpr EffectField kR23[] = {{"verdict", kChoice, true, kGateVerdicts}};
constexpr EffectField kR24[] = {{"kinds", kChoices, true, kPersonKinds}, {"ends", kChoice, false, kEnds}};
constexpr EffectField kR25[] = {
    kWhenField, maps("tests", kTestItem, true), {"needed", kNumber}, {"as_of", kChoice, false, kClocks}, kOtherwise};
constexpr EffectField kR26[] = {kWhenField, {"events", kCodes, true}, {"within", kPeriod}, {"tainted", kOutcome, true}};
constexpr EffectField kR27[] = {{"strictest_first", kChoices, true, kVerdicts},
                                {"retention", kChoice, false, kRetention}};
constexpr EffectField kR28[] = {{"verdict", kChoice, true, kUnknownVerdicts}};

constexpr std::array<RuleShape, 28> kShapes = {{
    {"R01", "how places map to the jurisdiction", true, {}},
    {"R02", "effective dating", false, kR02},
    {"R03", "licence or passport of the firm", true, kR03},
    {"R04", "client classification", true, kR04},
    {"R05", "exemption or certificate", false, kR05},
    {"R06", "channel gate", false, kR06},
    {"R07", "consent", false, kR07},
    {"R08", "relationship window", false, kR08},
    {"R09", "register look-up with freshness", false, kR09},
    {"R10", "internal suppression", false, kR10},
    {"R11", "calling window", false, kR11},
    {"R12", "frequency cap and refusal lock-out", false, kR12},
    {"R13", "event blackout", false, kR13},
    {"R14", "waiting period", false, kR14},
    {"R15", "ordered preconditions", false, kR15},
    {"R16", "disclosure content", false, kR16},
    {"R17", "approval of content", false, kR17},
    {"R18", "sender identity and number", false, kR18},
    {"R19", "recording and notice", false, kR19},
    {"R20", "evidence requirement", false, kR20},
    {"R21", "retention", false, kR21},
    {"R22", "data-subject rights", false, kR22},
    {"R23", "product gate", true, kR23},
    {"R24", "permission of the person", true, kR24},
    {"R25", "threshold with currency", false, kR25},
    {"R26", "taint and provenance", false, kR26},
    {"R27", "conflict resolution", false, kR27},
    {"R28", "unknown and unverified", true, kR28},
}};

}  // namespace

std::span<const RuleShape> rule_shapes() { return kShapes; }

const RuleShape* find_shape(std::string_view id) {
  for (const RuleShape& shape : kShapes)
    if (shape.id == id) return &shape;
  return nullptr;
}

std::span<const std::string_view> verdict_words() { return kVerdicts; }

}  // namespace licet::app
