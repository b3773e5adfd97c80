#include "cli/asked_facts.h"

#include <algorithm>

#include "cli/output.h"
#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::cli {
namespace {

Result<std::string> country_of(const std::string& text) {
  std::string code = screening::country_code(text);
  if (code.empty())
    return fail(ErrorCode::kBadInput,
                "'" + printable(text) + "' is no country of today: give its two-letter code or English name");
  return code;
}

/// "passport:AB123456" or "passport:AB123456:HR".
Result<screening::ListId> id_of(const std::string& text) {
  const std::size_t first = text.find(':');
  screening::ListId id{screening::lower_ascii(text.substr(0, first)), "", ""};
  const auto& types = screening::kIdTypeNames;
  if (first == std::string::npos || std::find(types.begin(), types.end(), id.type) == types.end()) {
    std::string known;
    for (const std::string_view type : types) known += (known.empty() ? "" : ", ") + std::string(type);
    return fail(ErrorCode::kBadInput, "'" + printable(text) + "' is no TYPE:VALUE with one of the types " + known);
  }
  id.value = text.substr(first + 1);
  // A value may have colons of its own (an address of a website): only a country behind the last one is cut off.
  if (const std::size_t last = id.value.rfind(':'); last != std::string::npos)
    if (std::string code = screening::country_code(id.value.substr(last + 1)); !code.empty()) {
      id.country = std::move(code);
      id.value.resize(last);
    }
  if (screening::clean(id.value).empty())
    return fail(ErrorCode::kBadInput, "'" + printable(text) + "' has no value behind the colon");
  return id;
}

}  // namespace

Status ask_facts(const Options& options, screening::Query& query) {
  if (!options.birth_date.empty()) {
    query.birth = screening::birth_of_iso(options.birth_date);
    if (!query.birth)
      return fail(ErrorCode::kBadInput,
                  "'" + printable(options.birth_date) + "' is no birth date: give YYYY-MM-DD, YYYY-MM or YYYY");
  }
  if (!options.country.empty()) {
    LICET_TRY(std::string code, country_of(options.country));
    query.countries = {std::move(code)};
  }
  if (!options.gender.empty())
    query.gender = options.gender == "male" ? screening::Gender::kMale : screening::Gender::kFemale;
  for (const std::string& text : options.ids) {
    LICET_TRY(screening::ListId id, id_of(text));
    query.ids.push_back(std::move(id));
  }
  query.address = options.address;
  return {};
}

}  // namespace licet::cli
