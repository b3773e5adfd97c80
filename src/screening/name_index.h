// The names of one kind (persons or organisations), indexed so that a search compares only names that can reach the
// threshold, and those by numbers (pair_score.h).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "screening/alignment.h"
#include "screening/deletion_index.h"
#include "screening/hashed_keys.h"
#include "screening/join_index.h"
#include "screening/normalise.h"
#include "screening/pair_score.h"
#include "screening/term_table.h"

namespace licet::screening {

/// Whose an indexed name is. `entry` and `name` are the owner's: they come back with what is found.
struct IndexedName {
  std::uint32_t entry = 0;
  std::uint32_t name = 0;
  bool weak = false;
};

/// The least score that is reported, ten-thousandths, at least 1.
struct Cutoff {
  std::uint32_t strong = 0;
  std::uint32_t weak = 0;
};

/// A name that reaches the cutoff.
struct Scored {
  std::uint32_t index = 0;  ///< into `NameIndex::names()`
  std::uint32_t score = 0;
  bool operator==(const Scored&) const = default;
};

/// The same with its explanation.
struct Found {
  std::uint32_t index = 0;
  Alignment alignment;
};

/// Immutable once built; searches are thread-safe. It holds no strings per name: words are kept once (term_table.h), a
/// name is some 60 to 80 bytes with what finds it (names of two or three words), a distinct word some 400.
class NameIndex {
 public:
  /// Takes names one by one, so that they need not be together in memory.
  class Builder;

  NameIndex() = default;

  /// Every listed name whose alignment with `query` scores at least the cutoff of its strength, in order of index.
  /// Names are left out only where an upper bound of the score is below the cutoff, never by a count; `search_all`
  /// gives the same answer.
  std::vector<Scored> find(const NormalName& query, const Cutoff& cutoff) const;
  /// With the roles exchanged: the index holds the names asked for (a book of leads), and `listed` is a name that came
  /// upon a list. Every indexed name q with align(q, listed) of at least `cutoff`, in order of index. The score is not
  /// symmetric, so this is not `find`; it is as exact.
  std::vector<Scored> find_queries(const NormalName& listed, std::uint32_t cutoff) const;

  /// `find`, explained.
  std::vector<Found> search(const NormalName& query, const Cutoff& cutoff) const;
  /// The same by aligning with every name: the reference for tests and benchmarks.
  std::vector<Found> search_all(const NormalName& query, const Cutoff& cutoff) const;
  /// Names that `find` would score; for benchmarks.
  std::size_t candidate_count(const NormalName& query, const Cutoff& cutoff) const;

  /// Whether a search for a name with the word `written` looks at the names that have `word`, and counts the two as
  /// alike.
  bool relates(const Token& written, std::string_view word) const;

  std::span<const IndexedName> names() const { return names_; }
  /// The name as it was given to the builder.
  NormalName name(std::uint32_t index) const;
  /// How much the words of an indexed name tell, in hundredths of a bit: the sum over its words of how rare they are
  /// among the names of this index (rarity.h).
  std::uint32_t bits_told(std::uint32_t index) const;

  // In a kept index (kept_index.h).
  void write(FlatWriter& out) const;
  /// `owners`: whose the names are, in their order.
  static Result<NameIndex> read(FlatReader& in, NameForm form, std::vector<IndexedName> owners);

  std::size_t key_count() const { return words_.key_count() + joins_.key_count(); }
  /// Bytes held.
  std::size_t memory() const;

 private:
  friend class NameSearch;
  struct NameFacts {
    enum : std::uint8_t { kNative = 1, kRepeats = 2 };
    std::uint16_t weight = 0;   ///< of all words
    std::uint8_t initials = 0;  ///< how many, at most 255
    std::uint8_t marks = 0;
    std::uint8_t least_extra = 0, least_missing = 0;  ///< percent, see least_percent
  };
  /// A posting of a name that has an initial carries this bit; these stand first.
  static constexpr std::uint32_t kHasInitial = 0x8000'0000;
  /// What cannot be told from a name's words.
  struct Written {
    std::uint32_t name = 0;
    std::uint32_t begin = 0, joined = 0, natural = 0;  ///< in `written_bytes_`: where, and the two lengths
  };
  struct NativeName {
    std::uint32_t name = 0;
    std::uint32_t begin = 0, end = 0;  ///< in `native_chars_`
  };

  std::span<const std::uint32_t> tokens_of(std::uint32_t name) const {
    return std::span(tokens_).subspan(first_[name], first_[name + 1] - first_[name]);
  }
  /// The `count` neighbours from a word on, written together.
  void join_text(std::uint32_t token, std::uint32_t count, std::string& out) const;
  std::uint32_t name_of_token(std::uint32_t token) const;
  std::span<const std::uint32_t> postings_of(std::uint32_t term) const {
    return std::span(postings_).subspan(first_posting_[term], first_posting_[term + 1] - first_posting_[term]);
  }
  void make_postings();
  Status read_names(FlatReader& in);
  Status read_keys(FlatReader& in);
  Status read_written(FlatReader& in);
  const NativeName* native_of(std::uint32_t name) const;
  std::vector<Found> explained(const NormalName& query, const std::vector<Scored>& found) const;

  NameForm form_ = NameForm::kPerson;
  std::vector<IndexedName> names_;
  TermTable terms_;
  std::vector<std::uint32_t> first_;   ///< per name, and an end: its first word in `tokens_`
  std::vector<std::uint32_t> tokens_;  ///< term * 2, + 1 for a family name
  std::vector<NameFacts> facts_;
  std::vector<std::uint32_t> first_posting_;  ///< per term, and an end
  std::vector<std::uint32_t> postings_;       ///< names
  DeletionIndex words_;                       ///< of texts
  JoinIndex joins_;                           ///< token * 2 + words - 2
  HashedKeys whole_;                          ///< names written without blanks
  std::vector<std::uint32_t> acronyms_;       ///< per organisation: the text, or TermTable::kNone
  HashedKeys by_acronym_;
  std::vector<NativeName> natives_;
  std::vector<std::uint32_t> native_chars_;  ///< texts
  HashedKeys by_native_;                     ///< text to place in `natives_`
  std::vector<Written> written_;
  std::string written_bytes_;
};

class NameIndex::Builder {
 public:
  explicit Builder(NameForm form) { index_.form_ = form; }
  /// `name` is as `normalise` gives it, in the builder's form.
  void add(const NormalName& name, const IndexedName& owner);
  NameIndex finish() &&;

 private:
  void keep_written(const NormalName& name);
  void keep_native(const NormalName& name);
  void make_words();
  void make_joins();

  NameIndex index_;
  std::vector<HashedKeys::Entry> whole_, acronyms_, natives_;
  std::vector<PairWord> words_;
};

}  // namespace licet::screening
