#include "http/watchman_request.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "http/form.h"
#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::http {
namespace {

constexpr int kLimitMax = 100;

/// Known, whether or not anything is made of them here. Government identifiers come as gov_TYPE besides.
constexpr std::array<std::string_view, 47> kKnown{"name",
                                                  "type",
                                                  "source",
                                                  "sourceID",
                                                  "altNames",
                                                  "limit",
                                                  "minMatch",
                                                  "requestID",
                                                  "debug",
                                                  "debugSourceIDs",
                                                  "format",
                                                  "gender",
                                                  "birthDate",
                                                  "deathDate",
                                                  "titles",
                                                  "created",
                                                  "dissolved",
                                                  "email",
                                                  "emailAddress",
                                                  "emailAddresses",
                                                  "phone",
                                                  "phoneNumber",
                                                  "phoneNumbers",
                                                  "fax",
                                                  "faxNumber",
                                                  "faxNumbers",
                                                  "website",
                                                  "websites",
                                                  "address",
                                                  "addresses",
                                                  "cryptoAddress",
                                                  "cryptoAddresses",
                                                  "aircraftType",
                                                  "flag",
                                                  "built",
                                                  "icaoCode",
                                                  "model",
                                                  "serialNumber",
                                                  "imoNumber",
                                                  "vesselType",
                                                  "mmsi",
                                                  "callSign",
                                                  "owner",
                                                  "tonnage",
                                                  "grossRegisteredTonnage",
                                                  "country",
                                                  "nationality"};

constexpr std::string_view kGovernmentId = "gov_";

struct GovernmentId {
  std::string_view name, type;  ///< `type` as ListId::type
};
constexpr std::array kGovernmentIds{GovernmentId{"passport", "passport"},
                                    GovernmentId{"diplomatic-passport", "passport"},
                                    GovernmentId{"national-id", "national_id"},
                                    GovernmentId{"personal-id", "national_id"},
                                    GovernmentId{"ssn", "national_id"},
                                    GovernmentId{"cedula", "national_id"},
                                    GovernmentId{"tax-id", "tax_id"},
                                    GovernmentId{"business-registration", "registration"},
                                    GovernmentId{"commercial-registry", "registration"}};

bool says_yes(std::string_view text) {
  return text == "yes" || text == "true" || text == "1" || text == "y" || text == "on";
}

std::string trimmed_lower(std::string_view text) { return screening::lower_ascii(screening::clean(text)); }

class SearchReader {
 public:
  explicit SearchReader(const Parameters& parameters) : parameters_(parameters) {}

  std::variant<SearchRequest, Response> read() {
    for (const auto& [name, value] : parameters_.items())
      if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end() && !name.starts_with(kGovernmentId))
        return search_error("unknown query parameter: " + name);
    if (const std::string format = trimmed_lower(text("format")); !format.empty() && format != "watchman")
      return search_error("format '" + format + "' is not served; watchman is");
    out_.type = trimmed_lower(text("type"));
    if (out_.type == "aircraft" || out_.type == "vessel")
      return search_error("type '" + out_.type + "' is compared with nobody; person, business and organization are");
    if (!out_.type.empty() && out_.type != "person" && out_.type != "business" && out_.type != "organization")
      return search_error("unknown type '" + out_.type + "'; person, business and organization are known");
    out_.name = screening::clean(text("name"));
    if (out_.name.empty()) return search_error("name is required");
    read_options();
    read_party();
    return std::move(out_);
  }

 private:
  std::string_view text(std::string_view name) const { return parameters_.first(name).value_or(""); }
  std::vector<std::string> texts(std::initializer_list<std::string_view> names) const {
    std::vector<std::string> out;
    for (const std::string_view name : names)
      for (const std::string& value : parameters_.all(name))
        if (std::string cleaned = screening::clean(value); !cleaned.empty()) out.push_back(std::move(cleaned));
    return out;
  }

  /// What cannot be read is ignored, as the peer does: each of these makes the answer larger by that, never smaller.
  void read_options() {
    if (const int limit = small_integer(text("limit")).value_or(0); limit > 0) out_.limit = std::min(limit, kLimitMax);
    out_.min_match = ten_thousandths(text("minMatch")).value_or(0);
    out_.debug = says_yes(trimmed_lower(text("debug")));
    out_.source = trimmed_lower(text("source"));
    out_.source_id = screening::clean(text("sourceID"));
  }

  void read_party() {
    Party& party = out_.party;
    party.person = out_.type.empty() || out_.type == "person";
    party.organisation = out_.type != "person";
    out_.alt_names = texts({"altNames"});
    party.names = {out_.name};
    party.names.insert(party.names.end(), out_.alt_names.begin(), out_.alt_names.end());
    out_.birth_date = screening::clean(text("birthDate"));
    party.facts.birth = screening::birth_of_iso(out_.birth_date);
    if (!party.facts.birth) out_.birth_date.clear();
    const std::string gender = trimmed_lower(text("gender"));
    if (gender == "male" || gender == "m" || gender == "man") party.facts.gender = screening::Gender::kMale;
    if (gender == "female" || gender == "f" || gender == "woman") party.facts.gender = screening::Gender::kFemale;
    for (const std::string& country : texts({"country", "nationality"}))
      if (std::string code = screening::country_code(country); !code.empty())
        party.facts.countries.push_back(std::move(code));
    out_.addresses = texts({"address", "addresses"});
    if (!out_.addresses.empty()) party.facts.address = out_.addresses.front();
    read_ids();
  }

  void read_ids() {
    auto& ids = out_.party.facts.ids;
    out_.emails = texts({"email", "emailAddress", "emailAddresses"});
    out_.phones = texts({"phone", "phoneNumber", "phoneNumbers"});
    for (const std::string& email : out_.emails) ids.push_back({"email", email, {}});
    for (const std::string& phone : out_.phones) ids.push_back({"phone", phone, {}});
    for (const std::string& site : texts({"website", "websites"})) ids.push_back({"website", site, {}});
    for (const std::string& crypto : texts({"cryptoAddress", "cryptoAddresses"}))
      ids.push_back({"crypto", crypto.substr(crypto.find(':') + 1), {}});
    for (const auto& [name, value] : parameters_.items()) {
      if (!name.starts_with(kGovernmentId)) continue;
      const std::string_view kind = std::string_view(name).substr(kGovernmentId.size());
      const auto* const known = std::find_if(kGovernmentIds.begin(), kGovernmentIds.end(),
                                             [&](const GovernmentId& id) { return id.name == kind; });
      const std::size_t colon = value.find(':');
      std::string country =
          colon == std::string::npos ? std::string() : screening::country_code(value.substr(0, colon));
      ids.push_back({std::string(known == kGovernmentIds.end() ? "other" : known->type),
                     screening::clean(colon == std::string::npos ? value : value.substr(colon + 1)),
                     std::move(country)});
    }
  }

  const Parameters& parameters_;
  SearchRequest out_;
};

}  // namespace

Response search_error(const std::string& text) { return json_response(400, json::Object{{"error", text}}); }

std::string watchman_source(std::string_view kind) {
  if (kind == "ofac-sdn" || kind == "ofac-sdn-advanced") return "us_ofac";
  if (kind == "ofac-cons") return "us_non_sdn";
  if (kind == "eu" || kind == "un") return std::string(kind) + "_csl";
  if (kind == "uk" || kind == "uk-conlist") return "uk_csl";
  return std::string(kind);
}

std::variant<SearchRequest, Response> read_search_request(const Request& request) {
  constexpr std::string_view kProblem = "problem reading v2 search request: ";
  if (request.path.size() + request.query.size() > limits::kUrlBytesMax)
    return search_error(std::string(kProblem) + "the address is too long");
  const auto parameters = Parameters::parse(request.query);
  if (!parameters) return search_error(std::string(kProblem) + parameters.error().text);
  return SearchReader(*parameters).read();
}

}  // namespace licet::http
