#include "screening/ofac_remarks.h"

#include <cstddef>

namespace licet::screening {
namespace {

constexpr std::string_view kMarker = ".k.a. '";

NameKind kind_of(char letter) {
  if (letter == 'f') return NameKind::kFka;
  return letter == 'n' ? NameKind::kNka : NameKind::kAka;
}

/// The apostrophe that closes an alias, or npos.
std::size_t closing_quote(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\'', from); at != std::string_view::npos; at = text.find('\'', at + 1)) {
    if (at + 1 == text.size()) return at;
    const char next = text[at + 1];
    if (next == ';' || next == '.' || next == ')') return at;
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<ListName> weak_aliases_of(std::string_view remarks) {
  std::vector<ListName> out;
  std::size_t at = remarks.find(kMarker);
  while (at != std::string_view::npos) {
    const std::size_t begin = at + kMarker.size();
    const std::size_t end = closing_quote(remarks, begin);
    if (end == std::string_view::npos) break;
    const char letter = at == 0 ? 'a' : remarks[at - 1];
    if (end > begin) {
      out.push_back({std::string(remarks.substr(begin, end - begin)), kind_of(letter), Strength::kWeak, {}});
    }
    at = remarks.find(kMarker, end);
  }
  return out;
}

}  // namespace licet::screening
