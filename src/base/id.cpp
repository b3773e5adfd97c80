#include "base/id.h"

#include <algorithm>

#include "base/encode.h"

namespace licet {

std::uint64_t SeededRandom::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ z >> 30U) * 0xBF58476D1CE4E5B9U;
  z = (z ^ z >> 27U) * 0x94D049BB133111EBU;
  return z ^ z >> 31U;
}

void SeededRandom::fill(std::uint8_t* out, std::size_t size) {
  while (size > 0) {
    std::uint64_t word = next();
    const std::size_t part = std::min(size, sizeof word);
    for (std::size_t i = 0; i < part; ++i, word >>= 8U) out[i] = static_cast<std::uint8_t>(word);
    out += part;
    size -= part;
  }
}

std::string make_id_text(std::string_view prefix, Random& random) {
  std::array<std::uint8_t, kIdBytes> bytes{};
  random.fill_id(bytes);
  return std::string(prefix) + '_' + base32(bytes);
}

bool is_id_text(std::string_view prefix, std::string_view text) {
  if (text.size() <= prefix.size() || text.substr(0, prefix.size()) != prefix || text[prefix.size()] != '_')
    return false;
  return from_base32(text.substr(prefix.size() + 1), kIdBytes).has_value();
}

}  // namespace licet
