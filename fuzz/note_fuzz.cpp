// Any bytes as a note, a checkpoint, a verifier key and a trust file: what is accepted must be written back as it was.
#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/trust.h"

namespace ledger = licet::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = licet::as_text({data, size});
  if (const auto note = ledger::parse_note(text)) LICET_INVARIANT(ledger::format_note(*note) == text);
  if (const auto checkpoint = ledger::Checkpoint::parse(text)) LICET_INVARIANT(checkpoint->text() == text);
  if (const auto key = ledger::VerifierKey::parse(text)) LICET_INVARIANT(key->text() == text);
  const auto trust = ledger::parse_trust(text);
  if (trust) (void)ledger::open_note(text, trust->log_keys);
  return 0;
}
