#include "screening/neighbour_cache.h"

#include <cstring>
#include <string>
#include <utility>

namespace licet::screening {

crypto::Digest NeighbourCache::key_of(const Token& token) {
  std::string text = token.text;
  text += static_cast<char>((token.sound.empty() ? 0 : 1) + (token.names == nullptr ? 0 : 2) + (token.exact ? 4 : 0));
  return crypto::sha256(text);
}

std::size_t NeighbourCache::KeyHash::operator()(const crypto::Digest& key) const {
  std::size_t out = 0;
  std::memcpy(&out, key.data(), sizeof(out));
  return out;
}

const Neighbours* NeighbourCache::find(const Token& token) {
  const auto found = words_.find(key_of(token));
  return found == words_.end() ? nullptr : &found->second;
}

const Neighbours& NeighbourCache::keep(const Token& token, Neighbours found) {
  items_ += found.alike.size() + found.joined.size();
  if (words_.size() >= kWordsMax || items_ > kItemsMax) {
    words_.clear();
    items_ = found.alike.size() + found.joined.size();
  }
  return words_.insert_or_assign(key_of(token), std::move(found)).first->second;
}

}  // namespace licet::screening
