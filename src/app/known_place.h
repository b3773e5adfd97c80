// Whether a place code names a place: a misspelt one fits no lead and no entity, and would switch a rule off in
// silence.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace licet::app {

/// What is wrong with `code` as a place; nullopt for a country or subdivision of ISO 3166 and for what a pack lists
/// (`listed`: the caller knows the packs). A subdivision of a country whose subdivisions are not all known here is
/// taken by its form.
std::optional<std::string> place_problem(std::string_view code, bool listed);

}  // namespace licet::app
