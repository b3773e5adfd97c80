// Any bytes as a bundle: the verifier must answer, and what it opens must be written back byte for byte.
#include "ledger/bundle.h"
#include "ledger/verify.h"

namespace ledger = licet::ledger;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const licet::ByteView bytes(data, size);
  const ledger::Report report = ledger::verify_bundle(bytes, {});
  licet::json::canonical(report.to_json());
  const auto reader = ledger::BundleReader::open(bytes);
  if (!reader) {
    LICET_INVARIANT(report.failed());
    return 0;
  }
  licet::Bytes room;
  bool right = true;
  for (std::size_t i = 0; i < reader->manifest().files.size(); ++i)
    right = right && licet::crypto::sha256(*reader->file(i, room)) == reader->manifest().files[i].sha256;
  if (!right) {
    LICET_INVARIANT(report.failed());
    return 0;
  }
  licet::Bytes again;
  const auto written = ledger::write_bundle(
      reader->manifest(),
      [&](const std::string& path, const ledger::ByteSink& sink) {
        return sink(*reader->file(*reader->find(path), room));
      },
      [&](licet::ByteView piece) -> licet::Status {
        again.insert(again.end(), piece.begin(), piece.end());
        return {};
      });
  LICET_INVARIANT(written.has_value() && again == licet::Bytes(bytes.begin(), bytes.end()));
  return 0;
}
