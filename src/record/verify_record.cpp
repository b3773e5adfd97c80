#include "record/verify_record.h"

#include "ledger/bundle.h"
#include "ledger/verify.h"
#include "record/verify_semantics.h"

namespace licet::record {

ledger::Report verify_record(ByteView bundle, const ledger::Trust& trust) {
  // A container that does not open has no attachments; verify_bundle says what is wrong with it.
  const Result<ledger::BundleReader> reader = ledger::BundleReader::open(bundle);
  SemanticOptions options;
  options.attachments = [&reader](std::string_view digest) -> std::optional<Bytes> {
    const auto parsed = crypto::parse_digest_text(digest);
    if (!reader || !parsed) return std::nullopt;
    const auto file = reader->find("attachments/" + hex(*parsed));
    if (!file) return std::nullopt;
    const ByteView bytes = reader->file(*file);
    return Bytes(bytes.begin(), bytes.end());
  };
  SemanticVerifier verifier(std::move(options));
  return ledger::verify_bundle(bundle, trust, verifier.hooks());
}

}  // namespace licet::record
