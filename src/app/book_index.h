// The names of the book in memory, to ask whose name may be on a changed entry without asking everybody.
//
// A copy of personal data: it is made from opened rows, lies in memory alone, and forgets a subject with its key
// (record/personal_copies.h, "book_index").
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <set>
#include <shared_mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/lead_screening.h"
#include "app/store_port.h"
#include "screening/matcher.h"
#include "screening/name_book.h"

namespace licet::app {

/// Thread-safe. The program owns it, as long as it serves.
class BookIndex {
 public:
  /// Puts these names in the place of what was known of the subject; of names that cannot be compared nothing is kept.
  void put(const SubjectId& subject, const std::vector<BorneName>& names);
  /// The same while warming: not over what somebody put meanwhile, and not for somebody who was erased meanwhile.
  void put_first(const SubjectId& subject, const std::vector<BorneName>& names);
  /// With the subject's key: nothing of the names stays.
  void erase(const SubjectId& subject);

  /// Whether it has exactly these names of the subject.
  bool knows(const SubjectId& subject, const std::vector<BorneName>& names) const;

  /// Who may have a hit in the lists: never too few, and beside those put lately and those whose facts decide, no
  /// others.
  class Candidates {
   public:
    /// False only when the subject bears exactly these names and none of them can have a hit.
    bool may_hit(const SubjectId& subject, const std::vector<BorneName>& names) const;
    /// Them alone.
    const std::vector<SubjectId>& subjects() const { return subjects_; }

   private:
    friend class BookIndex;
    const BookIndex* index_ = nullptr;
    std::uint32_t made_at_ = 0;          ///< who was put later is not in it
    std::vector<std::uint32_t> owners_;  ///< sorted
    std::vector<SubjectId> subjects_;
  };
  /// `thresholds`: for each list the least that make a hit, whatever the source of a lead.
  Candidates candidates(const screening::ListIndex& lists, const screening::ThresholdSet& thresholds) const;

  /// Everything in the book has been put: a rescreening may count on it.
  void set_warm();
  /// Nobody warms it any more.
  void give_up();
  /// Waits until one of both; true when it is warm.
  bool wait_until_warm() const;

  std::size_t names() const;
  /// Bytes held, but for what the allocator adds.
  std::size_t memory() const;
  /// Every letter of a name that it holds: for tests of what was forgotten.
  std::string letters() const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;
  /// What follows the prefix of a subject's id; all zero: free.
  using IdText = std::array<char, 26>;
  /// What is put, made before anybody has to wait for it.
  struct Written {
    screening::NormalQuery names;
    bool facts = false;  ///< the subject says something that may confirm a hit
    std::uint64_t digest = 0;
  };

  static std::optional<Written> written(const std::vector<BorneName>& names);
  std::uint32_t owner_of(const IdText& id) const;
  std::uint32_t new_owner(const IdText& id);
  void forget(std::uint32_t owner);
  void put_locked(const IdText& id, std::optional<Written>&& what);
  void merge(screening::NameBook& book, bool all);

  mutable std::shared_mutex mutex_;
  std::mutex merging_;  ///< one merging at a time
  screening::NameBook persons_{screening::NameForm::kPerson}, companies_{screening::NameForm::kOrganisation};
  std::vector<IdText> ids_;             ///< by owner
  std::vector<std::uint64_t> digests_;  ///< by owner: of what is compared of the subject
  std::vector<std::uint32_t> slots_;    ///< owners, found by id
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> stamps_;  ///< by owner: the how manieth change put it there
  std::uint32_t changes_ = 0;
  std::set<IdText> erased_;  ///< never put again, by nobody who read them before

  mutable std::mutex waiting_;
  mutable std::condition_variable changed_;
  bool warm_ = false, given_up_ = false;
};

/// Fills an index from the store, on a thread of its own, while commands and rescreenings go on or wait.
class BookWarmer {
 public:
  /// Begins at once. Both outlive it.
  BookWarmer(Store& store, BookIndex& index);
  BookWarmer(const BookWarmer&) = delete;
  BookWarmer& operator=(const BookWarmer&) = delete;
  ~BookWarmer() { stop(); }

  /// Ends the thread, finished or not, and waits for it.
  void stop();

 private:
  Status warm();

  Store& store_;
  BookIndex& index_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace licet::app
