// The names of one kind (persons or organisations), indexed so that a search compares only names that can reach the
// threshold.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "screening/alignment.h"
#include "screening/deletion_index.h"
#include "screening/normalise.h"

namespace licet::screening {

/// A listed name. `entry` and `name` are the owner's: they come back with what is found.
struct IndexedName {
  NormalName normal;
  std::uint32_t entry = 0;
  std::uint32_t name = 0;
  bool weak = false;
};

/// The least score that is reported, ten-thousandths, at least 1.
struct Cutoff {
  std::uint32_t strong = 0;
  std::uint32_t weak = 0;
};

struct Found {
  std::uint32_t index = 0;  ///< into `NameIndex::names()`
  Alignment alignment;
};

/// Immutable once built; searches are thread-safe.
class NameIndex {
 public:
  NameIndex() = default;
  explicit NameIndex(std::vector<IndexedName> names);

  /// Every name whose alignment with `query` scores at least the cutoff of its strength, in order of index. Candidates
  /// are dropped only where an upper bound of the score is below the cutoff, never by a count; `search_all` gives the
  /// same answer.
  std::vector<Found> search(const NormalName& query, const Cutoff& cutoff) const;
  /// The same by comparing with every name: the reference for tests and benchmarks.
  std::vector<Found> search_all(const NormalName& query, const Cutoff& cutoff) const;
  /// Names that `search` would compare with `query`; for benchmarks.
  std::size_t candidate_count(const NormalName& query, const Cutoff& cutoff) const;

  std::span<const IndexedName> names() const { return names_; }
  /// How much the words of a name tell, in hundredths of a bit: the sum over its words of how rare they are among the
  /// names of this index (rarity.h).
  std::uint32_t bits_told(const NormalName& name) const;
  std::size_t key_count() const { return words_.key_count() + joins_.key_count(); }

 private:
  /// A name that has a word, and the word's weight in it.
  struct Posting {
    std::uint32_t name;
    std::uint32_t weight;
  };
  /// Terms with their postings in one array.
  struct Dictionary {
    std::vector<std::string> terms;
    std::vector<std::uint32_t> chars;                      ///< per term
    std::vector<std::string> sounds;                       ///< per term
    std::vector<const std::vector<std::uint16_t>*> names;  ///< per term: lines of given_names.txt, or nullptr
    std::unordered_map<std::string, std::vector<std::uint32_t>> by_sound;
    std::unordered_map<std::uint16_t, std::vector<std::uint32_t>> by_name;
    std::vector<std::uint32_t> first;  ///< per term, and an end
    std::vector<Posting> postings;
  };
  class DictionaryBuilder;

  void near_terms(const Token& token, std::vector<std::uint32_t>& ids) const;
  void candidates(const NormalName& query, const Cutoff& cutoff, std::vector<std::uint32_t>& out) const;
  std::uint32_t cutoff_of(const IndexedName& name, const Cutoff& cutoff) const {
    return name.weak ? cutoff.weak : cutoff.strong;
  }

  std::vector<IndexedName> names_;
  std::vector<std::uint32_t> weights_;   ///< total weight per name
  std::vector<std::uint32_t> percents_;  ///< missing_percent_least per name
  std::vector<std::uint32_t> initials_;  ///< initials per name
  Dictionary word_terms_;
  Dictionary join_terms_;  ///< neighbouring words written together
  DeletionIndex words_;
  DeletionIndex joins_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> whole_;     ///< joined names
  std::unordered_map<std::string, std::vector<std::uint32_t>> acronyms_;  ///< of organisations
  std::unordered_map<std::string, std::uint32_t> exact_;                  ///< word terms by text
};

}  // namespace licet::screening
