#include "screening/name_book.h"

#include <algorithm>
#include <tuple>

#include "base/result.h"

namespace licet::screening {
namespace {

/// Names given to a merging at a time.
constexpr std::size_t kGivenAtOnce = 1024;

}  // namespace

void NameBook::add(NormalName name, Owner owner, bool facts) {
  if (!name.tokens.empty()) waiting_.push_back({std::move(name), owner, facts});
}

/// How many names it forgot.
std::size_t NameBook::forget(NameIndex& index, Owner owner) {
  const auto names = index.names().subspan(1);  // after nobody's
  const auto begin = std::lower_bound(names.begin(), names.end(), owner,
                                      [](const IndexedName& one, Owner of) { return one.entry < of; });
  std::size_t forgotten = 0;
  for (auto name = begin; name != names.end() && name->entry == owner; ++name) {
    const auto number = static_cast<std::uint32_t>(name - names.begin()) + 1;
    if (index.is_forgotten(number)) continue;
    index.forget(number);
    ++forgotten;
  }
  return forgotten;
}

void NameBook::remove(Owner owner) {
  for (Segment& segment : segments_) segment.names -= forget(*segment.index, owner);
  std::size_t kept = 0, taken = 0;
  for (std::size_t at = 0; at < waiting_.size(); ++at) {
    if (waiting_[at].owner == owner) {
      wipe(waiting_[at].name);
      continue;
    }
    taken += at < taken_ ? 1 : 0;
    if (kept != at) std::swap(waiting_[kept], waiting_[at]);
    ++kept;
  }
  waiting_.resize(kept);
  taken_ = taken;
  if (merging_) removed_.push_back(owner);
}

std::vector<NameBook::Owner> NameBook::candidates(std::span<const ListedName> listed) const {
  std::vector<Owner> out;
  if (listed.empty()) return out;
  for (const Segment& segment : segments_)
    for (const ListedName& name : listed)
      for (const Scored& found : segment.index->find_queries(name.normal, name.cutoff))
        out.push_back(segment.index->names()[found.index].entry);
  for (const Waiting& one : waiting_) out.push_back(one.owner);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

std::unique_ptr<NameBook::Merging> NameBook::begin_merging(bool all) {
  if (merging_ || (all ? waiting_.empty() && segments_.size() < 2 : waiting_.size() < kWaitingMax)) return nullptr;
  std::unique_ptr<Merging> out(new Merging(form_));
  for (;; ++out->generation_) {
    std::vector<const NameIndex*> same;
    for (const Segment& segment : segments_)
      if (segment.generation == out->generation_) same.push_back(segment.index.get());
    if (!all && same.size() + 1 < kSegmentsMax) break;
    out->segments_.insert(out->segments_.end(), same.begin(), same.end());
    if (all && out->segments_.size() == segments_.size()) break;
  }
  merging_ = true;
  taken_ = waiting_.size();
  return out;
}

bool NameBook::give(Merging& merging) const {
  if (!merging.listed_) {
    merging.waiting_.assign(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken_));
    for (std::uint32_t i = 0; i < merging.waiting_.size(); ++i)
      merging.places_.push_back({merging.waiting_[i].owner, nullptr, i});
    for (const NameIndex* segment : merging.segments_)
      for (std::uint32_t name = 1; name < segment->names().size(); ++name)
        if (!segment->is_forgotten(name)) merging.places_.push_back({segment->names()[name].entry, segment, name});
    std::stable_sort(merging.places_.begin(), merging.places_.end(),
                     [](const auto& a, const auto& b) { return a.owner < b.owner; });
    merging.listed_ = true;
    return true;
  }
  for (const std::size_t end = std::min(merging.places_.size(), merging.next_ + kGivenAtOnce); merging.next_ < end;
       ++merging.next_) {
    const auto& [owner, segment, name] = merging.places_[merging.next_];
    if (segment == nullptr) {
      merging.builder_.add(merging.waiting_[name].name, {owner, 0, merging.waiting_[name].facts});
    } else if (!segment->is_forgotten(name)) {
      merging.builder_.add(segment->name(name), {owner, 0, segment->names()[name].weak});
    }
  }
  return merging.next_ < merging.places_.size();
}

void NameBook::Merging::build() {
  for (Waiting& one : waiting_) wipe(one.name);
  waiting_.clear();
  places_ = {};
  built_ = std::make_unique<NameIndex>(std::move(builder_).finish());
}

void NameBook::end_merging(std::unique_ptr<Merging> merging) {
  LICET_INVARIANT(merging_ && merging->built_);
  Segment merged{std::move(merging->built_), merging->generation_, 0};
  merged.names = merged.index->names().size() - 1;
  for (const Owner owner : removed_) merged.names -= forget(*merged.index, owner);
  std::erase_if(segments_, [&](const Segment& segment) {
    const auto& of = merging->segments_;
    return std::find(of.begin(), of.end(), segment.index.get()) != of.end();
  });
  segments_.push_back(std::move(merged));
  for (std::size_t at = 0; at < taken_; ++at) wipe(waiting_[at].name);
  waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken_));
  removed_.clear();
  taken_ = 0;
  merging_ = false;
}

std::size_t NameBook::names() const {
  std::size_t out = waiting_.size();
  for (const Segment& segment : segments_) out += segment.names;
  return out;
}

std::size_t NameBook::memory() const {
  std::size_t out = waiting_.size() * sizeof(Waiting);
  for (const Segment& segment : segments_) out += segment.index->memory();
  return out;
}

std::string NameBook::letters() const {
  std::string out;
  for (const Segment& segment : segments_) out += segment.index->letters();
  for (const Waiting& one : waiting_) {
    out += one.name.joined + one.name.joined_natural + one.name.acronym;
    for (const std::vector<Token>* words : {&one.name.tokens, &one.name.native})
      for (const Token& token : *words) out += token.text + token.sound;
  }
  return out;
}

}  // namespace licet::screening
