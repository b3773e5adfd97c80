#include "screening/algorithm.h"

#include <utility>

#include "screening/ofac_search.h"

namespace licet::screening {

std::string_view algorithm_name(Algorithm algorithm) {
  return algorithm == Algorithm::kOfac ? kOfacAlgorithm : kAlgorithm;
}

std::optional<Algorithm> find_algorithm(std::string_view name) {
  for (const Algorithm algorithm : {Algorithm::kLicetV1, Algorithm::kOfac})
    if (algorithm_name(algorithm) == name) return algorithm;
  return std::nullopt;
}

std::string_view algorithm_names() { return "licet-v1, ofac"; }

Thresholds default_thresholds(Algorithm algorithm) {
  // A scale of its own: the observed answers at 85 still share most of a name, those below share one word or its sound.
  return algorithm == Algorithm::kOfac ? Thresholds{8'500, 8'500, 8'500, 8'500, 8'500} : Thresholds{};
}

std::unique_ptr<Screener> make_screener(Algorithm algorithm, std::shared_ptr<const ListIndex> index,
                                        const ThresholdSet& thresholds) {
  if (algorithm == Algorithm::kOfac) return std::make_unique<OfacScreener>(std::move(index), thresholds.general);
  return std::make_unique<LocalScreener>(std::move(index), thresholds);
}

}  // namespace licet::screening
