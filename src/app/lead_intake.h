// From a row to a lead ready to be decided: checked against the policy's vocabulary, evidence gathered, screened,
// sealed. Everything here runs off the writer; only look-ups and decisions run in the transaction.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/deps.h"
#include "app/firm_state.h"
#include "app/intake_row.h"
#include "app/lead_draft.h"
#include "screening/matcher.h"

namespace licet::app {

/// Keyed digests that find repeats and likely doubles without holding what they are made of.
struct BlindKeys {
  std::string repeat;   ///< of the source and its id, or of the whole row
  std::string content;  ///< of the whole row
  std::string email, phone, name;
};
/// HMAC-SHA256 under the pepper, base64; empty for what the row lacks. The name key needs name, birth date and country.
BlindKeys blind_keys(const crypto::Key32& pepper, const std::string& source, const intake::IntakeRow& row);

/// kBadInput naming the field when a code is not in the policy's vocabulary (product, client type, lawful basis), with
/// the nearest known one. Fills in the source's default basis.
Status check_vocabulary(const domain::Policy& policy, const std::string& source, intake::IntakeRow& row);

/// Evidence of place, as codes: address (zones by words), KYC residence, intent, workplace, place of communication,
/// phone.
std::vector<record::EvidenceItem> gather_evidence(const domain::Policy& policy, const intake::IntakeRow& row,
                                                  Date observed);

/// A screening in the two halves of the record, and what it means for the lead.
struct ScreenedLead {
  std::string status;  ///< clear, hit, stale, not
  json::Value clear;   ///< what goes into the entry
  json::Value sealed;  ///< null when there was no hit
};
/// Screens the person and the company of a row. Without usable lists the status is "not" or "stale": never "clear".
Result<ScreenedLead> screen_row(const FirmState& state, const intake::IntakeRow& row, Instant at);

/// The subject's opened columns, by column name, of what the row holds.
std::map<std::string, json::Value> opened_columns(const intake::IntakeRow& row);

/// One lead, ready for the transaction.
struct PreparedLead {
  LeadDraft draft;
  SourceId source_event;
  BlindKeys keys;
  std::string kcv;
  ScreenedLead screened;
  std::map<std::string, json::Value> sealed_fields;  ///< opened columns, raw payload, screening
  crypto::Key32 dek{};
};

/// Puts a lead together. `keys` are the row's blind keys, `dek` is the durable key of `subject`.
Result<PreparedLead> prepare_lead(Deps& deps, const FirmState& state, const std::string& source,
                                  const intake::IntakeRow& row, std::string raw, BlindKeys keys,
                                  const SubjectId& subject, const crypto::Key32& dek);

}  // namespace licet::app
