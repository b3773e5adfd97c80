// One search of a NameIndex.
//
// First every word of the name asked for is compared with the indexed words that may be like it, each once. Then the
// likenesses are added up per name, rare words first: a name that has none of the rare ones is not even begun where
// what is left could not reach the cutoff. The names whose bound reaches it are scored by numbers.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "screening/asked_word.h"
#include "screening/name_index.h"
#include "screening/neighbour_cache.h"

namespace licet::screening {

class NameSearch {
 public:
  enum class Role : std::uint8_t { kQuery, kListed };
  /// `role` is that of `asked`; the indexed names have the other.
  NameSearch(const NameIndex& index, const NormalName& asked, Role role);
  ~NameSearch();
  NameSearch(const NameSearch&) = delete;
  NameSearch& operator=(const NameSearch&) = delete;

  /// Once.
  std::vector<Scored> run(const Cutoff& cutoff);
  /// Names that were scored.
  std::size_t scored() const { return scored_; }

 private:
  struct Scratch;
  struct TermHit {
    std::uint32_t term = 0;
    std::uint16_t asked = 0, indexed = 0;  ///< weights times similarity, rounded up
  };
  /// What is like one word asked for, or like neighbours of them written together.
  struct Group {
    std::size_t begin = 0, end = 0;  ///< in the scratch's hits
    std::size_t postings = 0;
    std::uint32_t asked = 0, indexed = 0;  ///< the greatest of the hits
  };
  /// Neighbours of an indexed name that, written together, are like a word asked for.
  struct JoinHit {
    std::uint32_t name = 0;
    std::uint32_t at = 0, count = 0;  ///< of the name's words
    std::uint32_t asked = 0;
    std::uint16_t cell = 0;
  };
  struct KnownJoin {
    std::array<std::uint32_t, kJoinedWordsMax> terms{};  ///< each + 1
    std::uint32_t asked = 0;                             ///< the word + 1; 0: nothing known
    std::uint32_t similarity = 0, bytes = 0;
  };
  /// To which names a group is added: those with an initial are always among them, for any word may match that.
  enum class Names : std::uint8_t { kAll, kBegun, kWithInitial };
  static Scratch& scratch();

  void prepare();
  std::vector<PairWord> pair_words(const std::vector<Token>& tokens) const;
  void near_texts(const AskedWord& word, std::uint32_t edits, bool joined);
  std::uint32_t similarity_of(std::size_t at, const Term& term, std::uint8_t marks, std::uint32_t spelling) const;
  std::size_t row_width() const { return kJoinedWordsMax * words_.size(); }
  std::uint16_t* cells_of(std::uint32_t term);
  void add_hit(Group& group, std::uint32_t term, std::uint32_t weight, std::uint32_t similarity);
  Neighbours look_up(std::size_t at);
  void look_up_joined(std::size_t at, const AskedWord& word, Neighbours& out);
  void gather_word(std::size_t at);
  void gather_joined(std::size_t at);
  const KnownJoin& known_join(std::size_t at, const AskedWord& word, std::uint32_t first, std::uint32_t count);
  void flag_whole_and_acronyms();
  void flag(std::uint32_t name, std::uint8_t way);
  void add(std::uint32_t name, std::uint32_t asked, std::uint32_t indexed);
  void add_group(const Group& group, Names names);
  void add_up(std::uint32_t cutoff);

  bool reaches(std::uint64_t asked, std::uint64_t asked_total, std::uint64_t indexed, std::uint64_t indexed_total,
               std::uint32_t indexed_percent, std::uint32_t cutoff) const;
  bool may_reach(std::uint32_t name, std::uint32_t cutoff) const;
  std::uint32_t cutoff_of(std::uint32_t name) const;
  std::uint32_t score_of(std::uint32_t name);
  std::pair<const JoinHit*, const JoinHit*> joins_of(std::uint32_t name) const;
  void find_best(std::uint32_t name, bool joined);
  bool pairs_may_reach(std::uint32_t name, bool joined, std::uint32_t cutoff);
  std::uint32_t score_words(std::uint32_t name, std::uint8_t ways);
  std::uint32_t score_tables(std::uint32_t name, bool joined);
  void judge(std::uint32_t name, std::vector<Scored>& out);
  void search_native(std::vector<Scored>& out);

  const NameIndex& index_;
  const NormalName& asked_;
  Role role_;
  Scratch& scratch_;
  Cutoff cutoff_;
  std::vector<PairWord> words_;
  std::uint32_t total_ = 0, initials_ = 0, percent_ = 0;
  std::vector<Group> groups_, joined_groups_;
  std::uint64_t allowed_asked_ = 0, allowed_indexed_ = 0;  ///< see add_up
  std::size_t scored_ = 0;
};

}  // namespace licet::screening
