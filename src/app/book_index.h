// The names of the book in memory, to ask whose name may be on a changed entry without asking everybody.
//
// A copy of personal data: it is made from opened rows, lies in memory alone, and forgets a subject with its key
// (record/personal_copies.h, "book_index").
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include "app/lead_screening.h"
#include "app/store_port.h"
#include "screening/matcher.h"
#include "screening/name_book.h"

namespace licet::app {

/// Thread-safe. The program owns it, as long as it serves.
class BookIndex {
 public:
  /// Puts these names in the place of what was known of the subject; of none, or of names that cannot be compared,
  /// nothing is kept.
  void put(const SubjectId& subject, const std::vector<BorneName>& names);
  /// The same while warming: not over what somebody put meanwhile, and not for somebody who was erased meanwhile.
  void put_first(const SubjectId& subject, const std::vector<BorneName>& names);
  /// With the subject's key: nothing of the names stays.
  void erase(const SubjectId& subject);

  /// Whether it has exactly these names of the subject.
  bool knows(const SubjectId& subject, const std::vector<BorneName>& names) const;

  /// Who may have a hit in the lists: never too few.
  class Candidates {
   public:
    /// False only when the subject bears exactly these names and none of them can have a hit.
    bool may_hit(const SubjectId& subject, const std::vector<BorneName>& names) const;
    /// Them alone, by the order in which an index that nobody left was filled.
    std::span<const std::uint32_t> numbers() const { return owners_; }

   private:
    friend class BookIndex;
    const BookIndex* index_ = nullptr;
    std::uint32_t made_at_ = 0;          ///< who was put later is not in it
    std::vector<std::uint32_t> owners_;  ///< sorted
  };
  /// `cutoff`: the least score that makes a hit, whatever the list, the evidence and the source of a lead.
  Candidates candidates(const screening::ListIndex& lists, const screening::Cutoff& cutoff) const;

  /// Everything in the book has been put: a rescreening may count on it.
  void set_warm();
  /// Nobody warms it any more.
  void give_up();
  /// Waits until one of both; true when it is warm.
  bool wait_until_warm() const;

  std::size_t names() const;
  /// Every text it holds: for tests of what was forgotten.
  std::string texts() const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFF'FFFF;

  std::uint32_t owner_of(std::uint64_t id) const;
  std::uint32_t new_owner(std::uint64_t id);
  void forget(std::uint32_t owner);
  void put_locked(const SubjectId& subject, const std::vector<BorneName>& names);

  mutable std::shared_mutex mutex_;
  screening::NameBook persons_, companies_;
  std::vector<std::uint64_t> ids_, digests_;  ///< by owner: of the subject's id, and of its names; 0: free
  std::vector<std::uint32_t> slots_;          ///< owners, found by id
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> stamps_;  ///< by owner: the how manieth change put it there
  std::uint32_t changes_ = 0;
  std::unordered_set<std::uint64_t> erased_;  ///< never put again, by nobody who read them before

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
