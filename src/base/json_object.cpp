#include <algorithm>
#include <utility>

#include "base/json.h"

namespace licet::json {
namespace {

bool member_less(const Object::Member& a, const Object::Member& b) { return KeyLess{}(a.first, b.first); }
bool less_than_key(const Object::Member& member, std::string_view key) { return KeyLess{}(member.first, key); }

}  // namespace

bool KeyLess::operator()(std::string_view a, std::string_view b) const {
  const auto difference = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (difference.second == b.end()) return false;
  if (difference.first == a.end()) return true;
  const auto x = static_cast<unsigned char>(*difference.first);
  const auto y = static_cast<unsigned char>(*difference.second);
  // In UTF-8 the byte order is the code point order. UTF-16 differs in one place: code points past U+FFFF (lead bytes
  // F0..F4) are written with surrogates D800..DFFF, which come before U+E000..U+FFFF (lead bytes EE and EF).
  const bool x_high = x >= 0xF0;
  const bool y_high = y >= 0xF0;
  if (x_high != y_high && std::min(x, y) >= 0xEE) return x_high;
  return x < y;
}

Object::Object(std::initializer_list<Member> members) : Object(of(std::vector<Member>(members))) {}

Object Object::of(std::vector<Member> members) {
  Object out;
  out.members_ = std::move(members);
  const auto not_before = [](const Member& a, const Member& b) { return !member_less(a, b); };
  if (std::adjacent_find(out.members_.begin(), out.members_.end(), not_before) == out.members_.end()) return out;
  std::stable_sort(out.members_.begin(), out.members_.end(), member_less);
  const auto same = [](const Member& a, const Member& b) { return a.first == b.first; };
  out.members_.erase(std::unique(out.members_.begin(), out.members_.end(), same), out.members_.end());
  return out;
}

Object::iterator Object::place(std::string_view key) {
  constexpr std::size_t kUsualSize = 8;  // growing by one, two, four moves the members more often than it spares
  if (members_.capacity() == 0) members_.reserve(kUsualSize);
  if (members_.empty() || KeyLess{}(members_.back().first, key)) return members_.end();
  return std::lower_bound(members_.begin(), members_.end(), key, less_than_key);
}

Object::iterator Object::find(std::string_view key) {
  return members_.begin() + (std::as_const(*this).find(key) - members_.cbegin());
}

Object::const_iterator Object::find(std::string_view key) const {
  constexpr std::size_t kFew = 16;  // most objects: most keys differ in their length already
  if (members_.size() <= kFew)
    return std::find_if(members_.begin(), members_.end(), [key](const Member& m) { return m.first == key; });
  const auto at = std::lower_bound(members_.begin(), members_.end(), key, less_than_key);
  return at != members_.end() && at->first == key ? at : members_.end();
}

const Value& Object::at(std::string_view key) const {
  const auto found = find(key);
  LICET_INVARIANT(found != end());
  return found->second;
}

Value& Object::at(std::string_view key) {
  const auto found = find(key);
  LICET_INVARIANT(found != end());
  return found->second;
}

Value& Object::operator[](std::string_view key) {
  const auto at = place(key);
  if (at != members_.end() && at->first == key) return at->second;
  return members_.emplace(at, std::string(key), Value())->second;
}

std::pair<Object::iterator, bool> Object::emplace(std::string_view key, Value value) {
  const auto at = place(key);
  if (at != members_.end() && at->first == key) return {at, false};
  return {members_.emplace(at, std::string(key), std::move(value)), true};
}

void Object::insert_or_assign(std::string_view key, Value value) { (*this)[key] = std::move(value); }

void Object::insert(std::initializer_list<Member> members) { insert(members.begin(), members.end()); }

std::size_t Object::erase(std::string_view key) {
  const auto at = find(key);
  if (at == end()) return 0;
  members_.erase(at);
  return 1;
}

Object::iterator Object::erase(const_iterator at) { return members_.erase(at); }

bool Object::operator==(const Object& other) const { return members_ == other.members_; }

}  // namespace licet::json
