#include "record/verify_record.h"

#include <utility>

#include "record/verify_semantics.h"

namespace licet::record {

Result<ledger::Report> verify_record(std::shared_ptr<const ledger::BundleBytes> bundle, const ledger::Trust& trust,
                                     const RecordOptions& options) {
  // A container that does not open has no attachments; verify_bundle says what is wrong with it.
  const Result<ledger::BundleReader> reader = ledger::BundleReader::open(bundle);
  SemanticOptions semantics;
  semantics.reexecute = options.reexecute;
  semantics.attachments = [&reader](std::string_view digest) -> std::optional<Bytes> {
    const auto parsed = crypto::parse_digest_text(digest);
    if (!reader || !parsed) return std::nullopt;
    const auto file = reader->find("attachments/" + hex(*parsed));
    if (!file) return std::nullopt;
    Bytes room;
    const auto bytes = reader->file(*file, room);
    if (!bytes) return std::nullopt;
    return Bytes(bytes->begin(), bytes->end());
  };
  SemanticVerifier verifier(std::move(semantics));
  ledger::VerifyOptions ledger_options;
  ledger_options.run = options.run;
  ledger_options.progress = options.progress;
  return ledger::verify_bundle(std::move(bundle), trust, verifier.hooks(), ledger_options);
}

ledger::Report verify_record(ByteView bundle, const ledger::Trust& trust) {
  auto report = verify_record(std::make_shared<ledger::BytesInMemory>(bundle), trust);
  LICET_INVARIANT(report.has_value());
  return std::move(*report);
}

}  // namespace licet::record
