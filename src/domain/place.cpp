#include <algorithm>

#include "domain/policy.h"
#include "domain/policy_compiler.h"

namespace licet::domain {
namespace {

/// The country, or the subdivision where it says more; "" where they contradict each other.
std::string coded_place(const Policy& policy, std::string_view country, std::string_view subdivision) {
  if (subdivision.empty()) return std::string(country);
  const std::string_view its_country = subdivision.substr(0, subdivision.find('-'));
  if (!country.empty() && country != its_country) return {};
  if (policy.place(policy.symbols().find(subdivision)) != nullptr) return std::string(subdivision);
  const Policy::Place* whole = policy.place(policy.symbols().find(its_country));
  return std::string(whole != nullptr && !whole->needs_subdivision ? its_country : subdivision);
}

/// How an address speaks of a zone: not at all, in words that may as well say "opposite", or as a part of its own.
enum class Speaks : std::uint8_t { kNot, kBeside, kOfItself };

/// The parts of a line, which commas and the like set apart, each folded.
std::vector<std::string> parts_of(const std::vector<std::string_view>& lines) {
  std::vector<std::string> out;
  for (std::string_view line : lines) {
    while (!line.empty()) {
      const std::size_t end = line.find_first_of(",;/|\n\r()");
      std::string part = fold_words(line.substr(0, end));
      constexpr std::string_view kArticle = " the ";
      if (part.rfind(kArticle, 0) == 0) part.erase(0, kArticle.size() - 1);
      out.push_back(std::move(part));
      line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    }
  }
  return out;
}

Speaks speaks_of(const Policy::ZoneMatch& match, const std::vector<std::string>& parts) {
  Speaks out = Speaks::kNot;
  for (const std::string& words : match.words)
    for (const std::string& part : parts) {
      if (part == words) return Speaks::kOfItself;
      if (part.find(words) != std::string::npos) out = Speaks::kBeside;
    }
  return out;
}

}  // namespace

std::string resolve_place(const Policy& policy, std::string_view country, std::string_view subdivision,
                          const std::vector<std::string_view>& lines) {
  std::string place = coded_place(policy, country, subdivision);
  if (place.empty()) return {};
  const std::string whole = place.substr(0, place.find('-'));
  const std::vector<std::string> parts = parts_of(lines);
  Symbol zone = Symbol::kNone;
  bool of_itself = false;
  for (const Policy::ZoneMatch& match : policy.zone_matches()) {
    if (match.within != place && match.within != whole) continue;
    const Speaks speaks = speaks_of(match, parts);
    if (speaks == Speaks::kNot) continue;
    if (zone != Symbol::kNone && zone != match.place) return {};
    zone = match.place;
    of_itself = of_itself || speaks == Speaks::kOfItself;
  }
  if (zone == Symbol::kNone) return place;
  const std::string found(policy.symbols().text(zone));
  const auto& matches = policy.zone_matches();
  const bool coded_zone = std::any_of(matches.begin(), matches.end(),
                                      [&](const auto& match) { return policy.symbols().text(match.place) == place; });
  if (coded_zone) return found == place ? found : std::string();
  return of_itself ? found : std::string();
}

}  // namespace licet::domain
