#include "screening/birth_text.h"

#include "base/time.h"

namespace licet::screening {

std::string known_birth(const BirthDate& birth) {
  std::string from = format_date(birth.from);
  const std::string to = format_date(birth.to);
  if (from == to) return from;
  if (from.substr(0, 7) == to.substr(0, 7)) return from.substr(0, 7);
  return from.substr(0, 4) == to.substr(0, 4) ? from.substr(0, 4) : std::string();
}

}  // namespace licet::screening
