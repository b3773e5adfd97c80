#include "screening/engine.h"

#include "base/json.h"
#include "screening/embedded.h"
#include "screening/normalise.h"

namespace licet::screening {
namespace {

/// Every table of data/screening that a normalised name or a likeness hangs on.
constexpr std::string_view kTables[] = {"business_words", "given_names", "honorifics",
                                        "legal_forms",    "numbers",     "particles"};

std::string tables_digest() {
  crypto::Sha256 hash;
  for (const std::string_view table : kTables) {
    hash.update(table);
    hash.update(std::string_view("\n"));
    hash.update(embedded_table(table));
  }
  return crypto::digest_text(hash.finish());
}

}  // namespace

std::string engine_digest(const ThresholdSet& thresholds) {
  static const std::string kTablesDigest = tables_digest();
  ThresholdSet numbers = thresholds;
  numbers.segment.clear();  // for whom they were chosen changes no answer
  const json::Object engine{{"algorithm", kAlgorithm},
                            {"icu", icu_version()},
                            {"tables", kTablesDigest},
                            {"thresholds", thresholds_json(numbers)}};
  return crypto::digest_text(crypto::sha256(json::canonical(engine)));
}

}  // namespace licet::screening
