// The names of one kind of a whole book: who has one that comes near to a name that came upon a list.
//
// Names stand in segments, each a NameIndex asked the other way round, so that who is given reaches the score and who
// is not does not. What was added lately waits beside them and is given with every answer. Now and then what waits and
// the small segments are made one; that takes long, and only its beginning and its end need the book for themselves.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "screening/name_index.h"

namespace licet::screening {

/// A name that came upon a list.
struct ListedName {
  NormalName normal;
  Cutoff cutoff;  ///< the least score of a hit on it; `weak`: for those who say facts that may confirm one
};

/// Searches are thread-safe among each other; whoever adds, removes, or begins or ends a merging is alone.
class NameBook {
 public:
  /// Whose a name is; the caller's number.
  using Owner = std::uint32_t;
  /// Names that may wait.
  static constexpr std::size_t kWaitingMax = 1024;

  explicit NameBook(NameForm form) : form_(form) {}

  /// `facts`: the owner says something that may confirm a hit.
  void add(NormalName name, Owner owner, bool facts);
  /// Forgets every name of `owner`, and the words that nobody else has. The number may be given to another.
  void remove(Owner owner);

  /// Who has a name that scores at least the cutoff of a listed one, and who has one that waits; sorted, each once.
  std::vector<Owner> candidates(std::span<const ListedName> listed) const;

  /// Several segments becoming one.
  class Merging;
  /// Null when there is nothing to do, or a merging has begun and not ended. `all`: everything into one segment; else
  /// as soon as kWaitingMax names wait.
  std::unique_ptr<Merging> begin_merging(bool all);
  /// Lists what it is to hold, and then gives it the next names each time; false when it has all. Needs what a search
  /// needs.
  bool give(Merging& merging) const;
  /// After `Merging::build`. What was removed meanwhile is forgotten.
  void end_merging(std::unique_ptr<Merging> merging);

  std::size_t names() const;
  std::size_t memory() const;
  /// Every letter that is kept, one after the other: for tests of what was forgotten.
  std::string letters() const;

 private:
  struct Waiting {
    NormalName name;
    Owner owner = 0;
    bool facts = false;
  };
  /// Segments have a generation: kSegmentsMax of one become one of the next.
  struct Segment {
    std::unique_ptr<NameIndex> index;  ///< of names in the order of their owners
    std::size_t generation = 0, names = 0;
  };
  static constexpr std::size_t kSegmentsMax = 8;

  static std::size_t forget(NameIndex& index, Owner owner);

  NameForm form_;
  std::vector<Waiting> waiting_;
  std::vector<Segment> segments_;
  bool merging_ = false;
  std::size_t taken_ = 0;       ///< of those that wait, the first ones are in the merging
  std::vector<Owner> removed_;  ///< since it began
};

class NameBook::Merging {
 public:
  /// What takes long; needs nothing of the book.
  void build();

 private:
  friend class NameBook;
  /// A name of a segment, or one that waits.
  struct Place {
    Owner owner = 0;
    const NameIndex* segment = nullptr;
    std::uint32_t name = 0;
  };
  explicit Merging(NameForm form) : builder_(NameIndex::Builder::of_book(form)) {}

  NameIndex::Builder builder_;
  std::vector<const NameIndex*> segments_;
  std::vector<Waiting> waiting_;
  std::vector<Place> places_;
  bool listed_ = false;
  std::size_t next_ = 0, generation_ = 0;
  std::unique_ptr<NameIndex> built_;
};

}  // namespace licet::screening
