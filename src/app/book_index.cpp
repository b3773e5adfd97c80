#include "app/book_index.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "base/crypto.h"
#include "base/limits.h"
#include "screening/hashed_keys.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

constexpr std::size_t kPrefixChars = SubjectTag::kPrefix.size() + 1;

/// Of names, and of whether facts beside them may confirm a hit: the rest of the facts is for whoever compares.
std::uint64_t digest_of(const std::vector<BorneName>& names, bool facts) {
  const crypto::Digest digest = crypto::sha256(json::canonical(names_json(names)) + (facts ? "+" : "-"));
  std::uint64_t out = 0;
  std::memcpy(&out, digest.data(), sizeof out);
  return out;
}

bool says_facts(const BorneName& name) {
  const screening::Query query = query_of(name);
  return query.birth.has_value() || !query.ids.empty();
}
bool say_facts(const std::vector<BorneName>& names) { return std::any_of(names.begin(), names.end(), says_facts); }

std::array<char, 26> id_text(const SubjectId& subject) {
  std::array<char, 26> out{};
  LICET_INVARIANT(subject.str().size() == kPrefixChars + out.size());
  std::copy_n(subject.str().begin() + kPrefixChars, out.size(), out.begin());
  return out;
}
std::size_t hash_of(const std::array<char, 26>& id) {
  return static_cast<std::size_t>(screening::hash_of({id.data(), id.size()}));
}

}  // namespace

std::uint32_t BookIndex::owner_of(const IdText& id) const {
  if (slots_.empty()) return kNone;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash_of(id) & mask;; at = (at + 1) & mask) {
    if (slots_[at] == kNone) return kNone;
    if (ids_[slots_[at]] == id) return slots_[at];
  }
}

std::uint32_t BookIndex::new_owner(const IdText& id) {
  std::uint32_t owner = static_cast<std::uint32_t>(ids_.size());
  if (free_.empty()) {
    ids_.emplace_back();
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
    std::size_t at = hash_of(ids_[one]) & mask;
    while (slots_[at] != kNone) at = (at + 1) & mask;
    slots_[at] = one;
  };
  if (ids_.size() * 2 > slots_.size()) {
    slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), kNone);
    for (std::uint32_t one = 0; one < ids_.size(); ++one)
      if (ids_[one] != IdText{}) insert(one);
  } else {
    insert(owner);
  }
  return owner;
}

void BookIndex::forget(std::uint32_t owner) {
  persons_.remove(owner);
  companies_.remove(owner);
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = hash_of(ids_[owner]) & mask;
  while (slots_[hole] != owner) hole = (hole + 1) & mask;
  // Those behind the hole move up as far as their own place allows.
  for (std::size_t at = (hole + 1) & mask; slots_[at] != kNone; at = (at + 1) & mask) {
    const std::size_t home = hash_of(ids_[slots_[at]]) & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = kNone;
  ids_[owner] = {};
  digests_[owner] = 0;
  free_.push_back(owner);
}

/// Nothing where a name cannot be compared: the subject is unknown then, so it is compared by itself, and the error is
/// told there.
std::optional<BookIndex::Written> BookIndex::written(const std::vector<BorneName>& names) {
  Written out;
  out.facts = say_facts(names);
  out.digest = digest_of(names, out.facts);
  for (const BorneName& name : names) {
    if (!can_be_screened(name)) continue;
    auto query = screening::normalise_query(query_of(name));
    if (!query) return std::nullopt;
    for (screening::NormalName& one : query->persons) out.names.persons.push_back(std::move(one));
    for (screening::NormalName& one : query->companies) out.names.companies.push_back(std::move(one));
  }
  return out;
}

void BookIndex::put_locked(const IdText& id, std::optional<Written>&& what) {
  if (const std::uint32_t known = owner_of(id); known != kNone) forget(known);
  if (!what) return;
  const std::uint32_t owner = new_owner(id);
  digests_[owner] = what->digest;
  for (screening::NormalName& name : what->names.persons) persons_.add(std::move(name), owner, what->facts);
  for (screening::NormalName& name : what->names.companies) companies_.add(std::move(name), owner, what->facts);
}

void BookIndex::put(const SubjectId& subject, const std::vector<BorneName>& names) {
  auto what = written(names);
  {
    const IdText id = id_text(subject);
    const std::unique_lock lock(mutex_);
    if (erased_.count(id) == 0) put_locked(id, std::move(what));
  }
  merge(persons_, false);
  merge(companies_, false);
}

void BookIndex::put_first(const SubjectId& subject, const std::vector<BorneName>& names) {
  auto what = written(names);
  {
    const IdText id = id_text(subject);
    const std::unique_lock lock(mutex_);
    if (owner_of(id) == kNone && erased_.count(id) == 0) put_locked(id, std::move(what));
  }
  merge(persons_, false);
  merge(companies_, false);
}

void BookIndex::erase(const SubjectId& subject) {
  const IdText id = id_text(subject);
  const std::unique_lock lock(mutex_);
  erased_.insert(id);
  if (const std::uint32_t known = owner_of(id); known != kNone) forget(known);
}

/// Others search and erase while it goes on.
void BookIndex::merge(screening::NameBook& book, bool all) {
  std::unique_lock one(merging_, std::defer_lock);
  if (all)
    one.lock();
  else if (!one.try_lock())
    return;
  std::unique_ptr<screening::NameBook::Merging> merging;
  {
    const std::unique_lock lock(mutex_);
    merging = book.begin_merging(all);
  }
  if (!merging) return;
  for (bool more = true; more;) {
    const std::shared_lock lock(mutex_);
    more = book.give(*merging);
  }
  merging->build();
  const std::unique_lock lock(mutex_);
  book.end_merging(std::move(merging));
}

bool BookIndex::knows(const SubjectId& subject, const std::vector<BorneName>& names) const {
  const std::uint64_t digest = digest_of(names, say_facts(names));
  const std::shared_lock lock(mutex_);
  const std::uint32_t owner = owner_of(id_text(subject));
  return owner != kNone && digests_[owner] == digest;
}

BookIndex::Candidates BookIndex::candidates(const screening::ListIndex& lists,
                                            const screening::ThresholdSet& thresholds) const {
  const auto persons = lists.listed_names(screening::Subject::kPerson, thresholds);
  const auto companies = lists.listed_names(screening::Subject::kCompany, thresholds);
  Candidates out;
  out.index_ = this;
  const std::shared_lock lock(mutex_);
  out.made_at_ = changes_;
  const auto borne = persons_.candidates(persons), owned = companies_.candidates(companies);
  std::set_union(borne.begin(), borne.end(), owned.begin(), owned.end(), std::back_inserter(out.owners_));
  for (const std::uint32_t owner : out.owners_)
    if (auto id = SubjectId::parse(std::string(SubjectTag::kPrefix) + "_" + std::string(ids_[owner].data(), 26)))
      out.subjects_.push_back(std::move(*id));
  return out;
}

bool BookIndex::Candidates::may_hit(const SubjectId& subject, const std::vector<BorneName>& names) const {
  const std::uint64_t digest = digest_of(names, say_facts(names));
  const std::shared_lock lock(index_->mutex_);
  const std::uint32_t owner = index_->owner_of(id_text(subject));
  return owner == kNone || index_->stamps_[owner] > made_at_ || index_->digests_[owner] != digest ||
         std::binary_search(owners_.begin(), owners_.end(), owner);
}

void BookIndex::set_warm() {
  merge(persons_, true);
  merge(companies_, true);
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

std::size_t BookIndex::memory() const {
  const std::shared_lock lock(mutex_);
  return persons_.memory() + companies_.memory() + ids_.size() * (sizeof(IdText) + sizeof(std::uint64_t)) +
         (slots_.size() + stamps_.size() + free_.size()) * sizeof(std::uint32_t);
}

std::string BookIndex::letters() const {
  const std::shared_lock lock(mutex_);
  return persons_.letters() + companies_.letters();
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
