#include "app/intake_text.h"

#include <array>
#include <cstdint>

namespace licet::app::intake {
namespace {

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t size = 0;
};

/// The next code point of valid UTF-8; a byte that is none counts as itself.
CodePoint next_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])); };
  const std::uint32_t lead = byte(0);
  if (lead >= 0xF0 && text.size() >= 4) {
    return {(lead & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U | (byte(3) & 0x3FU), 4};
  }
  if (lead >= 0xE0 && text.size() >= 3) return {(lead & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  if (lead >= 0xC0 && text.size() >= 2) return {(lead & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  return {lead, 1};
}

bool is_space(std::uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_invisible(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

/// Base letters of U+00C0 to U+017F (Latin-1 Supplement and Latin Extended-A); "" where there is no letter.
constexpr std::array<std::string_view, 192> kBaseLetters = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // C0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "ss",  // D0
    "a", "a", "a",  "a",  "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",   // E0
    "d", "n", "o",  "o",  "o", "o", "o",  "",  "o", "u", "u", "u", "u", "y", "th", "y",   // F0
    "a", "a", "a",  "a",  "a", "a", "c",  "c", "c", "c", "c", "c", "c", "c", "d",  "d",   // 100
    "d", "d", "e",  "e",  "e", "e", "e",  "e", "e", "e", "e", "e", "g", "g", "g",  "g",   // 110
    "g", "g", "g",  "g",  "h", "h", "h",  "h", "i", "i", "i", "i", "i", "i", "i",  "i",   // 120
    "i", "i", "ij", "ij", "j", "j", "k",  "k", "k", "l", "l", "l", "l", "l", "l",  "l",   // 130
    "l", "l", "l",  "n",  "n", "n", "n",  "n", "n", "n", "n", "n", "o", "o", "o",  "o",   // 140
    "o", "o", "oe", "oe", "r", "r", "r",  "r", "r", "r", "s", "s", "s", "s", "s",  "s",   // 150
    "s", "s", "t",  "t",  "t", "t", "t",  "t", "u", "u", "u", "u", "u", "u", "u",  "u",   // 160
    "u", "u", "u",  "u",  "w", "w", "y",  "y", "y", "z", "z", "z", "z", "z", "z",  "s"};  // 170

/// Most cells: printable ASCII with single spaces inside.
bool is_clean(std::string_view text) {
  char last = ' ';
  for (const char c : text) {
    if (c < ' ' || c > '~' || (c == ' ' && last == ' ')) return false;
    last = c;
  }
  return text.empty() || last != ' ';
}

constexpr std::size_t kShownMax = 40;
constexpr std::size_t kShownCut = 20;

}  // namespace

std::string clean(std::string_view text) {
  if (is_clean(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  bool space = false;
  while (!text.empty()) {
    const CodePoint c = next_code_point(text);
    if (is_space(c.value)) {
      space = !out.empty();
    } else if (!is_invisible(c.value)) {
      if (space) out += ' ';
      space = false;
      out += text.substr(0, c.size);
    }
    text.remove_prefix(c.size);
  }
  return out;
}

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint c = next_code_point(text);
    if (c.value < 0x80) {
      const char letter = static_cast<char>(c.value);
      if (letter >= 'A' && letter <= 'Z') {
        out += static_cast<char>(letter - 'A' + 'a');
      } else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
        out += letter;
      } else if (letter == '&') {
        out += "and";
      }
    } else if (c.value >= 0xC0 && c.value < 0x180) {
      out += kBaseLetters[c.value - 0xC0];
    } else if (!is_space(c.value) && !is_invisible(c.value) && c.value >= 0x180 &&
               (c.value < 0x2000 || c.value >= 0x2C00)) {
      out += text.substr(0, c.size);
    }
    text.remove_prefix(c.size);
  }
  return out;
}

bool says_something(std::string_view text) { return !fold(text).empty(); }

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

std::string shown(std::string_view text) {
  if (text.size() <= kShownMax) return "'" + std::string(text) + "'";
  std::size_t size = kShownCut;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  return "'" + std::string(text.substr(0, size)) + "…'";
}

}  // namespace licet::app::intake
