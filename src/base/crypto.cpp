// The parts of crypto.h that need no library.
#include "base/crypto.h"

#include <algorithm>

namespace licet::crypto {
namespace {
constexpr std::string_view kDigestPrefix = "sha256:";
}

std::string digest_text(const Digest& digest) { return std::string(kDigestPrefix) + hex(digest); }

std::optional<Digest> parse_digest_text(std::string_view text) {
  Digest digest{};
  if (text.size() != kDigestPrefix.size() + digest.size() * 2) return std::nullopt;
  if (text.substr(0, kDigestPrefix.size()) != kDigestPrefix) return std::nullopt;
  const std::string_view digits = text.substr(kDigestPrefix.size());
  // Lower case only: one digest has one text.
  if (std::any_of(digits.begin(), digits.end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
  const auto bytes = from_hex(digits);
  if (!bytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

bool equal(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  // volatile keeps the compiler from leaving the loop at the first difference.
  volatile std::uint8_t difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

Key32 random_key(Random& random) {
  Key32 key{};
  random.fill(key.data(), key.size());
  return key;
}

}  // namespace licet::crypto
