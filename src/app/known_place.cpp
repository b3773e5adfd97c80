#include "app/known_place.h"

#include "app/intake_tables.h"
#include "domain/document_reader.h"

namespace licet::app {
namespace {

bool in_iso_3166(std::string_view code) {
  const std::string_view country = code.substr(0, 2);
  if (intake::country_by_code(country) == nullptr) return false;
  return code.size() == 2 || intake::find_subdivision(country, code) == code;
}

}  // namespace

std::optional<std::string> place_problem(std::string_view code, bool listed) {
  if (listed) return std::nullopt;
  const bool form = domain::is_place_code(code);
  if (form && in_iso_3166(code)) return std::nullopt;
  const auto meant = intake::find_place(code);
  const std::string hint = meant && *meant != code ? "; did you mean '" + *meant + "'?" : "";
  if (!form) return "must be a place like GB, US-NY or AE-DIFC" + hint;
  return "'" + std::string(code) + "' is neither of ISO 3166 nor a place of a pack, so it would fit nobody" + hint;
}

}  // namespace licet::app
