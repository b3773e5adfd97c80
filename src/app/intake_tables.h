// Countries, their subdivisions and their calling codes, as the public standards state them: ISO 3166-1 and 3166-2,
// ITU-T E.164. Vocabulary only; no rule hangs on any of it here.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::app::intake {

/// A country or territory of ISO 3166-1. Only XK stands for a code that ISO leaves to its users.
struct Country {
  std::string_view alpha2;
  std::string_view alpha3;
  std::string_view name;  ///< short English name
  std::string_view
      calling_code;        ///< digits without '+'; of a territory inside a wider plan with its area code; "" none
  std::string_view trunk;  ///< what is dialled before a national number and dropped abroad; "" none
};

/// All of them, by alpha-2 code.
std::span<const Country> countries();
/// By alpha-2 code, upper case; nullptr when there is none.
const Country* country_by_code(std::string_view alpha2);
/// The alpha-2 code for a name, alpha-2 or alpha-3 code in any case; also common other names ("UK", "England",
/// "Holland"). nullopt when not known.
std::optional<std::string_view> find_country(std::string_view text);
/// English names, for suggestions.
const std::vector<std::string_view>& country_names();

/// The ISO 3166-2 code of a subdivision by its code ("NY", "US-NY") or name ("New York"), any case, in `alpha2`. Names
/// are known for US, CA and AE; elsewhere a code of the form "DE-BY" is taken as it is. nullopt when not known.
std::optional<std::string> find_subdivision(std::string_view alpha2, std::string_view text);
/// Whether every subdivision of the country is known by name here.
bool knows_subdivisions(std::string_view alpha2);
/// Names of the subdivisions of a country that has them here, for suggestions.
std::vector<std::string_view> subdivision_names(std::string_view alpha2);
/// Postal "states" that are no place: the forces' post of the United States (AA, AE, AP).
bool is_forces_post(std::string_view alpha2, std::string_view text);

/// A place code: "GB", "US-NY", or a zone as "AE-ZONE" (two capitals, '-', up to eight capitals and digits), from a
/// code, a country name or "New York, US". nullopt when it names no known country.
std::optional<std::string> find_place(std::string_view text);

}  // namespace licet::app::intake
