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
#include "app/lead_screening.h"

namespace licet::app {

/// Keyed digests that find repeats and likely doubles without holding what they are made of.
struct BlindKeys {
  std::string repeat;   ///< of the source and its id, or of the whole row
  std::string content;  ///< of the whole row
  std::string email, phone, name;
};
/// HMAC-SHA256 under the pepper, base64; empty for what the row lacks. The name key needs name, birth date and country.
BlindKeys blind_keys(const crypto::Key32& pepper, const std::string& source, const intake::IntakeRow& row);

/// What the suppression set keeps of the keys of an erased person: digests of them under the pepper, so that nothing in
/// it equals an index of a living row.
std::vector<std::string> suppression_digests(const crypto::Key32& pepper, const BlindKeys& keys);
/// Whether one of the row's keys is in the suppression set: the person was erased and is not brought back.
Result<bool> is_suppressed(Reader& reader, const crypto::Key32& pepper, const BlindKeys& keys);

/// Says through `fault` each code that is not in the policy's vocabulary (product, client type, lawful basis), with the
/// nearest known one. Fills in the source's default basis.
void check_vocabulary(const domain::Policy& policy, const std::string& source, intake::IntakeRow& row,
                      const intake::Fault& fault);

/// Evidence of place, as codes: address (zones by words), KYC residence, intent, workplace, place of communication,
/// phone. Places stand in the clear, so one that neither the policy nor a public list has is said by its country alone:
/// a part of a code that nobody knows could be anything.
std::vector<record::EvidenceItem> gather_evidence(const domain::Policy& policy, const intake::IntakeRow& row,
                                                  Date observed);

/// The opened columns of subject and lead, by column name, of what the row holds.
std::map<std::string, json::Value> opened_columns(const intake::IntakeRow& row);

/// One lead, ready for the transaction.
struct PreparedLead {
  LeadDraft draft;
  SourceId source_event;
  BlindKeys keys;
  domain::Claims said;                    ///< by the row itself; the policy's default basis is nobody's word
  BorneName name;                         ///< as the row says it
  std::vector<BorneName> screened_names;  ///< those that `screened` is about
  std::string kcv;
  ScreenedLead screened;
  std::map<std::string, json::Value> sealed_fields;  ///< opened columns, raw payload, screening
  crypto::Key32 dek{};
};

/// Puts a lead together. `keys` are the row's blind keys, `dek` is the durable key of `subject`. kBadInput or kLimit
/// when the row holds what cannot be screened.
Result<PreparedLead> prepare_lead(Deps& deps, const FirmState& state, const std::string& source,
                                  const intake::IntakeRow& row, std::string raw, BlindKeys keys,
                                  const SubjectId& subject, const crypto::Key32& dek);
/// Makes a prepared row another source event of the subject that bore `before`: screened by every name it has had
/// since.
Status prepare_change(const FirmState& state, const record::Row& subject, Instant at, PreparedLead& lead);

}  // namespace licet::app
