#include "app/book_index.h"

#include <algorithm>
#include <cstring>

#include "base/crypto.h"
#include "base/limits.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

std::uint64_t first_bytes(const crypto::Digest& digest) {
  std::uint64_t out = 0;
  std::memcpy(&out, digest.data(), sizeof out);
  return out | 1U;
}
std::uint64_t id_of(const SubjectId& subject) { return first_bytes(crypto::sha256(subject.str())); }
std::uint64_t digest_of(const std::vector<BorneName>& names) {
  return first_bytes(crypto::sha256(json::canonical(names_json(names))));
}

std::vector<screening::ListedName> listed_names(const screening::NameIndex& index) {
  std::vector<screening::ListedName> out;
  for (std::uint32_t i = 0; i < index.names().size(); ++i) out.push_back({index.name(i), index.names()[i].weak});
  return out;
}

}  // namespace

std::uint32_t BookIndex::owner_of(std::uint64_t id) const {
  if (slots_.empty()) return kNone;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = id & mask;; at = (at + 1) & mask) {
    if (slots_[at] == kNone) return kNone;
    if (ids_[slots_[at]] == id) return slots_[at];
  }
}

std::uint32_t BookIndex::new_owner(std::uint64_t id) {
  std::uint32_t owner = static_cast<std::uint32_t>(ids_.size());
  if (free_.empty()) {
    ids_.push_back(0);
    digests_.push_back(0);
    stamps_.push_back(0);
  } else {
    owner = free_.back();
    free_.pop_back();
  }
  ids_[owner] = id;
  stamps_[owner] = ++changes_;
  const auto insert = [this](std::uint32_t one) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = ids_[one] & mask;
    while (slots_[at] != kNone) at = (at + 1) & mask;
    slots_[at] = one;
  };
  if (ids_.size() * 2 > slots_.size()) {
    slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), kNone);
    for (std::uint32_t one = 0; one < ids_.size(); ++one)
      if (ids_[one] != 0) insert(one);
  } else {
    insert(owner);
  }
  return owner;
}

void BookIndex::forget(std::uint32_t owner) {
  persons_.remove(owner);
  companies_.remove(owner);
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = ids_[owner] & mask;
  while (slots_[hole] != owner) hole = (hole + 1) & mask;
  for (std::size_t at = (hole + 1) & mask; slots_[at] != kNone; at = (at + 1) & mask) {
    const std::size_t home = ids_[slots_[at]] & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = kNone;
  ids_[owner] = digests_[owner] = 0;
  free_.push_back(owner);
}

void BookIndex::put_locked(const SubjectId& subject, const std::vector<BorneName>& names) {
  const std::uint64_t id = id_of(subject);
  if (const std::uint32_t known = owner_of(id); known != kNone) forget(known);
  std::vector<screening::NormalQuery> normal;
  for (const BorneName& name : names) {
    if (!can_be_screened(name)) continue;
    auto query = screening::normalise_query(query_of(name));
    if (!query) return;  // unknown here, so it is compared by itself, and its error is told there
    normal.push_back(std::move(*query));
  }
  const std::uint32_t owner = new_owner(id);
  digests_[owner] = digest_of(names);
  for (const screening::NormalQuery& query : normal) {
    for (const screening::NormalName& name : query.persons) persons_.add(name, owner);
    for (const screening::NormalName& name : query.companies) companies_.add(name, owner);
  }
}

void BookIndex::put(const SubjectId& subject, const std::vector<BorneName>& names) {
  const std::unique_lock lock(mutex_);
  if (erased_.count(id_of(subject)) == 0) put_locked(subject, names);
}

void BookIndex::put_first(const SubjectId& subject, const std::vector<BorneName>& names) {
  const std::unique_lock lock(mutex_);
  const std::uint64_t id = id_of(subject);
  if (owner_of(id) == kNone && erased_.count(id) == 0) put_locked(subject, names);
}

void BookIndex::erase(const SubjectId& subject) {
  const std::unique_lock lock(mutex_);
  const std::uint64_t id = id_of(subject);
  erased_.insert(id);
  if (const std::uint32_t known = owner_of(id); known != kNone) forget(known);
}

bool BookIndex::knows(const SubjectId& subject, const std::vector<BorneName>& names) const {
  const std::shared_lock lock(mutex_);
  const std::uint32_t owner = owner_of(id_of(subject));
  return owner != kNone && digests_[owner] == digest_of(names);
}

BookIndex::Candidates BookIndex::candidates(const screening::ListIndex& lists, const screening::Cutoff& cutoff) const {
  const std::shared_lock lock(mutex_);
  Candidates out;
  out.index_ = this;
  out.made_at_ = changes_;
  out.owners_ = persons_.candidates(listed_names(lists.persons()), cutoff);
  const auto companies = companies_.candidates(listed_names(lists.entities()), cutoff);
  out.owners_.insert(out.owners_.end(), companies.begin(), companies.end());
  std::sort(out.owners_.begin(), out.owners_.end());
  out.owners_.erase(std::unique(out.owners_.begin(), out.owners_.end()), out.owners_.end());
  return out;
}

bool BookIndex::Candidates::may_hit(const SubjectId& subject, const std::vector<BorneName>& names) const {
  const std::shared_lock lock(index_->mutex_);
  const std::uint32_t owner = index_->owner_of(id_of(subject));
  return owner == kNone || index_->stamps_[owner] > made_at_ || index_->digests_[owner] != digest_of(names) ||
         std::binary_search(owners_.begin(), owners_.end(), owner);
}

void BookIndex::set_warm() {
  {
    const std::unique_lock lock(mutex_);
    persons_.settle();
    companies_.settle();
  }
  const std::lock_guard lock(waiting_);
  warm_ = true;
  changed_.notify_all();
}

void BookIndex::give_up() {
  const std::lock_guard lock(waiting_);
  given_up_ = true;
  changed_.notify_all();
}

bool BookIndex::wait_until_warm() const {
  std::unique_lock lock(waiting_);
  changed_.wait(lock, [this] { return warm_ || given_up_; });
  return warm_;
}

std::size_t BookIndex::names() const {
  const std::shared_lock lock(mutex_);
  return persons_.names() + companies_.names();
}

std::string BookIndex::texts() const {
  const std::shared_lock lock(mutex_);
  return std::string(persons_.texts()) + std::string(companies_.texts());
}

BookWarmer::BookWarmer(Store& store, BookIndex& index)
    : store_(store), index_(index), thread_([this] {
        if (warm())
          index_.set_warm();
        else
          index_.give_up();
      }) {}

void BookWarmer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

/// Page by page, so that no snapshot is held for long.
Status BookWarmer::warm() {
  std::optional<record::Key> after;
  for (bool more = true; more;) {
    {
      const std::lock_guard lock(mutex_);
      if (stopped_) return fail(ErrorCode::kConflict, "stopped");
    }
    std::vector<Row> rows;
    LICET_CHECK(store_.read(Access::system(), [&](Reader& reader) -> Status {
      LICET_TRY(const Scope scope,
                Access::scope(Access::system(), Right::kJobs, "warm the index of the book", nullptr));
      Query query;
      query.table = TableId::kSubject;
      query.limit = limits::kPageMax;
      query.after = after;
      LICET_TRY(rows, reader.find(scope, query));
      return {};
    }));
    more = rows.size() == limits::kPageMax;
    if (!rows.empty()) after = record::Key{std::string(rows.back().text("id"))};
    for (const Row& row : rows)
      if (const auto id = SubjectId::parse(row.text("id")); id && row.null("erased_by"))
        index_.put_first(*id, borne_names(row));
  }
  return {};
}

}  // namespace licet::app
