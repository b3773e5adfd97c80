// Texts as numbers, each kept once: a verifier of millions of entries meets the same few texts again and again.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::record {

/// Gives texts numbers: 0 to the empty text, then 1, 2, 3 in the order they come. At most 2^32 - 1 texts and 2^40
/// bytes. A text costs its bytes and about 24 more. Not thread-safe.
class TextPool {
 public:
  TextPool();
  std::uint32_t intern(std::string_view text);
  /// The number of a text, or `size()` when it is not there.
  std::uint32_t find(std::string_view text) const;
  /// Valid until the next `intern`.
  std::string_view text(std::uint32_t number) const {
    return {bytes_.data() + ends_[number], static_cast<std::size_t>(ends_[number + 1] - ends_[number])};
  }
  /// How many texts there are, the empty one included.
  std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size() - 1); }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t number = 0;  ///< 0: free, for the empty text has none
  };
  std::size_t place(std::string_view text, std::uint64_t hash) const;
  void grow();

  std::vector<Slot> slots_;
  std::vector<std::uint64_t> ends_;  // where the text before ends and this one begins; one more at the end
  std::string bytes_;
};

}  // namespace licet::record
