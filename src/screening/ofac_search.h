// A search by OFAC's own scoring (ofac_score.h) over the lists of an index.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "screening/matcher.h"
#include "screening/ofac_score.h"

namespace licet::screening {

/// The names of one kind as the tool sees them. Immutable; searches are thread-safe.
class OfacNames {
 public:
  OfacNames() = default;
  explicit OfacNames(std::vector<OfacName> names);

  struct Found {
    std::uint32_t index = 0;
    OfacScore score;
  };
  /// Every name that scores at least `least` (at least kOfacFloor), in order of index: what `ofac_score` of each would
  /// give. Every name is looked at; what costs is done once for each distinct word, and left out where a name's length
  /// alone rules the score out. Some tens of milliseconds for a hundred thousand names.
  std::vector<Found> search(const OfacName& query, std::uint32_t least) const;
  std::size_t size() const { return names_.size(); }

 private:
  std::vector<std::uint32_t> best_per_name(std::string_view word) const;

  std::vector<OfacName> names_;
  std::vector<std::string> words_;                    ///< distinct
  std::vector<std::vector<std::uint32_t>> names_of_;  ///< per word
};

/// Screens as OFAC's own tool would answer, against every list of the index. Persons against entries that are persons,
/// the company against the others, as the firm's own screening does. Weak aliases count like any name, as they do on
/// the tool. Holds the index alive; thread-safe.
class OfacScreener final : public Screener {
 public:
  /// A null index means that no list is loaded. At most `hits_max` hits are listed.
  OfacScreener(std::shared_ptr<const ListIndex> index, const Thresholds& thresholds, std::size_t hits_max = kHitsMax);
  Result<Screening> screen(const Query& query) override;
  std::vector<ListState> lists() const override;

 private:
  void search(const OfacNames& names, std::string_view query, Subject subject, std::vector<Hit>& hits) const;

  std::shared_ptr<const ListIndex> index_;
  Thresholds thresholds_;
  std::size_t hits_max_;
  OfacNames persons_, entities_;
};

}  // namespace licet::screening
