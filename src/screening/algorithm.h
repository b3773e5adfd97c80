// The ways to compare names that a caller may choose between.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "screening/matcher.h"

namespace licet::screening {

enum class Algorithm : std::uint8_t {
  kLicetV1,  ///< the firm's own screening: alignment.h
  kOfac,     ///< as OFAC's Sanctions List Search answers, for comparison: ofac_score.h
};

/// "licet-v1", "ofac": what `Screening::algorithm` says of an answer.
std::string_view algorithm_name(Algorithm algorithm);
std::optional<Algorithm> find_algorithm(std::string_view name);
/// The names with ", " between them, for help and errors.
std::string_view algorithm_names();

/// What the algorithm reports where nobody says otherwise. A score of one is no score of the other.
Thresholds default_thresholds(Algorithm algorithm);

/// A screener over the lists of an index; null means that no list is loaded. Making one for `ofac` reads every name
/// once, so keep it as long as the index; it knows no thresholds by list.
std::unique_ptr<Screener> make_screener(Algorithm algorithm, std::shared_ptr<const ListIndex> index,
                                        const ThresholdSet& thresholds);

}  // namespace licet::screening
