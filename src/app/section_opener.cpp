#include "app/section_opener.h"

#include <utility>

#include "ledger/seal.h"

namespace licet::app {

Result<record::SectionOutcome> open_section_of(Deps& deps, Reader& reader, const EventId& event,
                                               const json::Value& section_json) {
  LICET_TRY(const ledger::SealedSection section, ledger::SealedSection::from_json(section_json));
  record::SectionOutcome outcome;
  outcome.state = record::SectionOutcome::State::kKeyGone;
  LICET_TRY(const auto key, deps.keys.find(section.kid));
  if (!key) return outcome;
  outcome.state = record::SectionOutcome::State::kPayloadGone;
  LICET_TRY(const auto blob, reader.sealed_blob(crypto::digest_text(section.ciphertext)));
  if (!blob || crypto::sha256(ByteView(*blob)) != section.ciphertext) return outcome;
  LICET_TRY(ledger::Fields fields, ledger::open_section({deps.store.origin(), event.str()}, section, *blob, *key));
  outcome.state = record::SectionOutcome::State::kOpened;
  for (auto& [name, value] : fields) outcome.fields.emplace(name, std::move(value));
  return outcome;
}

}  // namespace licet::app
