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

bool has_words(const Policy::ZoneMatch& match, const std::vector<std::string>& lines) {
  return std::any_of(match.words.begin(), match.words.end(), [&](const std::string& words) {
    return std::any_of(lines.begin(), lines.end(),
                       [&](const std::string& line) { return line.find(words) != std::string::npos; });
  });
}

}  // namespace

std::string resolve_place(const Policy& policy, std::string_view country, std::string_view subdivision,
                          const std::vector<std::string_view>& lines) {
  std::string place = coded_place(policy, country, subdivision);
  if (place.empty()) return {};
  const std::string whole = place.substr(0, place.find('-'));
  std::vector<std::string> folded;
  folded.reserve(lines.size());
  for (const std::string_view line : lines) folded.push_back(fold_words(line));
  Symbol zone = Symbol::kNone;
  for (const Policy::ZoneMatch& match : policy.zone_matches()) {
    if ((match.within != place && match.within != whole) || !has_words(match, folded)) continue;
    if (zone != Symbol::kNone && zone != match.place) return {};
    zone = match.place;
  }
  if (zone == Symbol::kNone) return place;
  const std::string found(policy.symbols().text(zone));
  const auto& matches = policy.zone_matches();
  const bool coded_zone = std::any_of(matches.begin(), matches.end(),
                                      [&](const auto& match) { return policy.symbols().text(match.place) == place; });
  return coded_zone && found != place ? std::string() : found;
}

}  // namespace licet::domain
