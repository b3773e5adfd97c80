#include "app/lead_intake.h"

#include <algorithm>

#include "app/decide.h"
#include "app/did_you_mean.h"
#include "app/intake_phone.h"
#include "app/intake_tables.h"
#include "app/intake_text.h"
#include "app/screening_thresholds.h"
#include "ledger/seal.h"

namespace licet::app {
namespace {

std::string keyed(const crypto::Key32& pepper, std::string_view kind, const std::string& text) {
  if (text.empty()) return {};
  const std::string message = "licet/blind/v1\n" + std::string(kind) + "\n" + text;
  return base64(crypto::hmac_sha256(pepper, as_bytes(message)));
}

/// Ids of a list of objects or the list's own texts, as the policy document has them.
std::vector<std::string> words_of(const json::Value& document, std::string_view key) {
  std::vector<std::string> out;
  const json::Value* list = document.find(key);
  if (list == nullptr || !list->is_array()) return out;
  for (const json::Value& item : list->as_array())
    out.emplace_back(item.is_string() ? item.as_string() : item.string_or("id", ""));
  return out;
}

void check_word(const domain::Policy& policy, std::string_view key, intake::Field field, const std::string& word,
                const intake::Fault& fault) {
  if (word.empty()) return;
  const auto known = words_of(policy.document(), key);
  if (std::find(known.begin(), known.end(), word) != known.end()) return;
  const std::vector<std::string_view> views(known.begin(), known.end());
  fault(field, word, "is not in the firm's policy" + known_words_hint(word, views));
}

std::string default_basis(const domain::Policy& policy, const std::string& source) {
  const json::Value* defaults = policy.document().find("lawful_basis_defaults");
  if (defaults == nullptr || !defaults->is_array()) return {};
  for (const json::Value& item : defaults->as_array())
    if (item.string_or("source", "") == source) return std::string(item.string_or("basis", ""));
  return {};
}

/// A country, a subdivision that we have by name, or a place of the policy.
bool is_listed(const domain::Policy& policy, const std::string& place) {
  if (place.size() <= 2 || policy.place(policy.symbols().find(place)) != nullptr) return true;
  const std::string country = place.substr(0, 2);
  return intake::knows_subdivisions(country) && intake::find_subdivision(country, place) == place;
}

bool is_place_code(std::string_view text) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() >= 2 && capital(text[0]) && capital(text[1]) && (text.size() == 2 || text[2] == '-');
}

/// What is known of a new lead before it is routed: its client type is a claim at most.
Segment segment_on_receipt(const FirmState& state, const LeadDraft& draft) {
  Segment out{draft.source, "", ""};
  if (has_market_thresholds(state.policy->document()))
    out.market = expected_market(*state.policy, draft, draft.received_at);
  return out;
}

}  // namespace

BlindKeys blind_keys(const crypto::Key32& pepper, const std::string& source, const intake::IntakeRow& row) {
  BlindKeys keys;
  const std::string canonical = intake::canonical_json(row);
  keys.content = keyed(pepper, "content", canonical);
  keys.repeat = row.source_id.empty() ? keyed(pepper, "row", source + "\n" + canonical)
                                      : keyed(pepper, "source_id", source + "\n" + row.source_id);
  if (!row.email.empty()) keys.email = keyed(pepper, "email", intake::email_key(row.email));
  keys.phone = keyed(pepper, "phone", row.phone);
  const std::string name = intake::fold(row.first_name + row.last_name);
  if (!name.empty() && row.birth_date && !row.country.empty())
    keys.name = keyed(pepper, "name", name + "\n" + format_date(*row.birth_date) + "\n" + row.country);
  return keys;
}

std::vector<std::string> suppression_digests(const crypto::Key32& pepper, const BlindKeys& keys) {
  std::vector<std::string> out;
  const std::pair<std::string_view, const std::string*> parts[] = {
      {"email", &keys.email}, {"phone", &keys.phone}, {"name", &keys.name}, {"source", &keys.repeat}};
  for (const auto& [kind, key] : parts)
    if (!key->empty()) out.push_back(keyed(pepper, "suppress", std::string(kind) + "\n" + *key));
  return out;
}

Result<bool> is_suppressed(Reader& reader, const crypto::Key32& pepper, const BlindKeys& keys) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kImport, "the suppression set", nullptr));
  for (const std::string& digest : suppression_digests(pepper, keys)) {
    LICET_TRY(const auto row, reader.get(scope, record::TableId::kSuppression, {digest}));
    if (row) return true;
  }
  return false;
}

void check_vocabulary(const domain::Policy& policy, const std::string& source, intake::IntakeRow& row,
                      const intake::Fault& fault) {
  if (row.lawful_basis.empty()) {
    row.lawful_basis = default_basis(policy, source);
    row.basis_by_default = !row.lawful_basis.empty();
  }
  check_word(policy, "products", intake::Field::kProduct, row.product, fault);
  check_word(policy, "client_types", intake::Field::kProspectType, row.prospect_type, fault);
  check_word(policy, "lawful_bases", intake::Field::kLawfulBasis, row.lawful_basis, fault);
}

std::vector<record::EvidenceItem> gather_evidence(const domain::Policy& policy, const intake::IntakeRow& row,
                                                  Date observed) {
  std::vector<record::EvidenceItem> evidence;
  const auto add = [&](std::string_view kind, std::string place) {
    if (!is_listed(policy, place)) place.resize(2);
    if (!place.empty()) evidence.push_back({std::string(kind), std::move(place), observed});
  };
  add("kyc_residence", row.kyc_residence);
  if (!row.country.empty())
    add("address", domain::resolve_place(policy, row.country, row.subdivision, {row.street, row.city, row.state}));
  add("communication", row.communication_place);
  if (is_place_code(row.stated_intent)) add("intent", row.stated_intent);
  add("workplace", row.workplace_country);
  if (!row.phone.empty())
    if (const auto country = intake::phone_country(row.phone)) add("phone", std::string(*country));
  return evidence;
}

std::map<std::string, json::Value> opened_columns(const intake::IntakeRow& row) {
  std::map<std::string, json::Value> out;
  const auto add = [&](const char* column, const std::string& value) {
    if (!value.empty()) out.emplace(column, json::Value(value));
  };
  add("first_name", row.first_name);
  add("last_name", row.last_name);
  add("email", row.email);
  add("phone", row.phone);
  add("company", row.company);
  add("street", row.street);
  add("city", row.city);
  add("postal_code", row.postal_code);
  add("country", row.country);
  add("gender", row.gender);
  add("nationality", row.nationality);
  add("passport", row.passport);
  add("national_id", row.national_id);
  add("campaign", row.campaign);
  if (row.birth_date) out.emplace("birth_date", json::Value(format_date(*row.birth_date)));
  return out;
}

Result<PreparedLead> prepare_lead(Deps& deps, const FirmState& state, const std::string& source,
                                  const intake::IntakeRow& row, std::string raw, BlindKeys keys,
                                  const SubjectId& subject, const crypto::Key32& dek) {
  const Instant now = deps.clock.now();
  const Instant observed_at = row.created_at && *row.created_at <= now ? *row.created_at : now;
  PreparedLead lead;
  lead.draft.lead = LeadId::make(deps.random);
  lead.draft.subject = subject;
  lead.source_event = SourceId::make(deps.random);
  lead.draft.source = source;
  lead.draft.client_type = row.prospect_type;
  lead.draft.client_type_basis = row.prospect_type.empty() ? "unknown" : "claimed";
  lead.draft.product = row.product;
  lead.draft.language = row.language;
  lead.draft.lawful_basis = row.lawful_basis;
  lead.said = {row.prospect_type, row.product, row.basis_by_default ? std::string() : row.lawful_basis};
  lead.draft.received_at = now;
  lead.draft.evidence =
      gather_evidence(*state.policy, row, Date{static_cast<std::int32_t>(observed_at.us / 86'400'000'000)});
  lead.keys = std::move(keys);
  lead.name = borne_name(row);
  lead.dek = dek;
  lead.kcv = ledger::key_check_value(dek);
  lead.screened_names = {lead.name};
  LICET_TRY(lead.screened, screen_names(state, lead.screened_names, now, segment_on_receipt(state, lead.draft)));
  lead.sealed_fields = opened_columns(row);
  lead.sealed_fields.emplace("raw", json::Value(std::move(raw)));
  lead.sealed_fields.emplace("row", json::Value(intake::canonical_json(row)));
  if (!lead.screened.sealed.is_null()) lead.sealed_fields.emplace("screening", lead.screened.sealed);
  return lead;
}

Status prepare_change(const FirmState& state, const record::Row& subject, Instant at, PreparedLead& lead) {
  const std::size_t before = borne_names(subject).size();
  LICET_TRY(lead.screened_names, names_with(subject, lead.name));
  LICET_TRY(lead.screened, screen_names(state, lead.screened_names, at, {lead.draft.source, "", ""}));
  lead.sealed_fields.erase("screening");
  if (!lead.screened.sealed.is_null()) lead.sealed_fields.emplace("screening", lead.screened.sealed);
  if (before > 0 && lead.screened_names.size() > before)
    lead.sealed_fields.emplace("names", names_json(lead.screened_names));
  return {};
}

}  // namespace licet::app
