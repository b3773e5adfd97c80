#include "screening/word_sound.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::screening {
namespace {

/// Longest first among those of one beginning.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kClusters{
    {{"shch", "s"}, {"dzh", "J"}, {"tch", "C"}, {"tsch", "C"}, {"sch", "s"}, {"sh", "s"}, {"zh", "J"},
     {"ch", "C"},   {"cz", "C"},  {"kh", "k"},  {"gh", "g"},   {"ph", "f"},  {"th", "t"}, {"dh", "d"},
     {"ck", "k"},   {"ts", "z"},  {"tz", "z"},  {"dj", "J"},   {"dz", "z"},  {"qu", "k"}, {"ou", "u"},
     {"oo", "u"},   {"ee", "i"},  {"ks", "x"},  {"gy", "J"},   {"rh", "r"}}};

std::string_view cluster_at(std::string_view word, std::size_t at, std::size_t& length) {
  std::string_view best;
  length = 0;
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
