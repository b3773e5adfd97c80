#include "screening/word_sound.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace licet::screening {
namespace {

/// Longest first among those of one beginning.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kClusters{
    {{"shch", "s"}, {"dzh", "J"}, {"tch", "C"}, {"tsch", "C"}, {"sch", "s"}, {"sh", "s"}, {"zh", "J"},
     {"ch", "C"},   {"cz", "C"},  {"kh", "k"},  {"gh", "g"},   {"ph", "f"},  {"th", "t"}, {"dh", "d"},
     {"ck", "k"},   {"ts", "z"},  {"tz", "z"},  {"dj", "J"},   {"dz", "z"},  {"qu", "k"}, {"ou", "u"},
     {"oo", "u"},   {"ee", "i"},  {"ks", "x"},  {"gy", "J"},   {"rh", "r"}}};

/// A bit per letter that a cluster has in that place.
constexpr std::uint32_t letters_at(std::size_t place) {
  std::uint32_t out = 0;
  for (const auto& cluster : kClusters) out |= 1U << static_cast<unsigned>(cluster.first[place] - 'a');
  return out;
}
constexpr std::uint32_t kFirst = letters_at(0), kSecond = letters_at(1);

std::string_view cluster_at(std::string_view word, std::size_t at, std::size_t& length) {
  const auto is_in = [](std::uint32_t letters, char c) {
    return (letters >> static_cast<unsigned>(c - 'a') & 1U) != 0;
  };
  std::string_view best;
  length = 0;
  if (at + 1 >= word.size() || !is_in(kFirst, word[at]) || !is_in(kSecond, word[at + 1])) return best;
  for (const auto& [written, sound] : kClusters) {
    if (written.size() <= length || word.substr(at, written.size()) != written) continue;
    length = written.size();
    best = sound;
  }
  return best;
}

char letter_at(std::string_view word, std::size_t at) {
  const char next = at + 1 < word.size() ? word[at + 1] : '\0';
  switch (word[at]) {
    case 'e':
    case 'y':
    case 'j':
      return 'i';
    case 'o':
      return 'u';
    case 'w':
      return 'v';
    case 'q':
      return 'k';
    case 'c':
      return next == 'e' || next == 'i' || next == 'y' ? 's' : 'k';
    case 'x':
      return at == 0 ? 's' : 'x';
    default:
      return word[at];
  }
}

}  // namespace

std::string sound_of(std::string_view word) {
  if (word.size() < 2 || !std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) return {};
  std::string out;
  const auto add = [&](char c) {
    if (out.empty() || out.back() != c) out += c;
  };
  for (std::size_t at = 0; at < word.size();) {
    std::size_t length = 0;
    if (const auto sound = cluster_at(word, at, length); length > 0) {
      for (const char c : sound) add(c);
      at += length;
      continue;
    }
    if (word[at] != 'h' || at == 0) add(letter_at(word, at));
    ++at;
  }
  return out;
}

}  // namespace licet::screening
