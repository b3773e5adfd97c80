#include "screening/engine.h"

#include "base/json.h"
#include "screening/embedded.h"
#include "screening/normalise.h"

namespace licet::screening {
namespace {

/// Every table of data/screening that a normalised name or a likeness hangs on.
constexpr std::string_view kTables[] = {"business_words", "given_names", "honorifics",
                                        "legal_forms",    "numbers",     "particles"};

std::string digest_tables() {
  crypto::Sha256 hash;
  for (const std::string_view table : kTables) {
    hash.update(table);
    hash.update(std::string_view("\n"));
    hash.update(embedded_table(table));
  }
  return crypto::digest_text(hash.finish());
}

const std::string& tables_digest() {
  static const std::string kDigest = digest_tables();
  return kDigest;
}

}  // namespace

std::string engine_digest(const ThresholdSet& thresholds) {
  const json::Object engine{{"algorithm", kAlgorithm},
                            {"icu", icu_version()},
                            {"tables", tables_digest()},
                            {"thresholds", thresholds_json(thresholds)}};
  return crypto::digest_text(crypto::sha256(json::canonical(engine)));
}

std::string index_engine_digest() {
  const json::Object engine{
      {"algorithm", kAlgorithm}, {"icu", icu_version()}, {"source", source_digest()}, {"tables", tables_digest()}};
  return crypto::digest_text(crypto::sha256(json::canonical(engine)));
}

}  // namespace licet::screening
