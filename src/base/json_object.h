// The members of a JSON object: a block of memory in the order of the keys, which costs one allocation an object
// where a tree costs one a member. Part of base/json.h; include that.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::json {

class Value;

/// Orders keys by UTF-16 code units, as RFC 8785 section 3.2.3 demands. For ASCII keys that is byte order.
struct KeyLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

/// A map from key to Value with the surface of std::map that we use. A key stands there once; the first one given
/// stays. Adding at the end of the order is cheap, elsewhere it moves what follows; references end with every change.
class Object {
 public:
  struct Member;
  using iterator = std::vector<Member>::iterator;
  using const_iterator = std::vector<Member>::const_iterator;

  // Defined in json.h, where a member's size is known.
  Object();
  Object(const Object&);
  Object(Object&&) noexcept;
  Object& operator=(const Object&);
  Object& operator=(Object&&) noexcept;
  ~Object();
  Object(std::initializer_list<Member> members);
  /// Members in any order; of those with the same key the first stays.
  static Object of(std::vector<Member> members);

  iterator begin() { return members_.begin(); }
  iterator end() { return members_.end(); }
  const_iterator begin() const { return members_.begin(); }
  const_iterator end() const { return members_.end(); }
  std::size_t size() const;
  bool empty() const { return members_.empty(); }

  iterator find(std::string_view key);
  const_iterator find(std::string_view key) const;
  bool contains(std::string_view key) const { return find(key) != end(); }
  /// The member must be there (invariant).
  const Value& at(std::string_view key) const;
  Value& at(std::string_view key);
  /// Null when it was not there.
  Value& operator[](std::string_view key);
  /// False when the key is there already; then nothing changes.
  std::pair<iterator, bool> emplace(std::string_view key, Value value);
  void insert_or_assign(std::string_view key, Value value);
  template <typename Iterator>
  void insert(Iterator first, Iterator last) {
    for (; first != last; ++first) emplace(first->first, first->second);
  }
  void insert(std::initializer_list<Member> members);
  std::size_t erase(std::string_view key);
  iterator erase(const_iterator at);

  bool operator==(const Object&) const;

 private:
  iterator place(std::string_view key);

  std::vector<Member> members_;
};

}  // namespace licet::json
