#include "app/intake_mapping.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "app/did_you_mean.h"
#include "app/intake_text.h"
#include "app/yaml_reader.h"

namespace licet::app::intake {
namespace {

constexpr std::string_view kIgnore = "ignore";

constexpr std::array<std::string_view, kFieldCount> kNames = {
    "email",        "first_name",   "last_name",     "full_name",     "company",           "phone",
    "mobile_phone", "street",       "city",          "state",         "postal_code",       "country",
    "birth_date",   "gender",       "nationality",   "passport",      "national_id",       "prospect_type",
    "product",      "lawful_basis", "stated_intent", "kyc_residence", "workplace_country", "communication_place",
    "language",     "source_id",    "campaign",      "created_at"};

/// Headings in use for a field, folded. A fallback claims the field only when no heading of the first kind does.
struct Synonyms {
  Field field;
  std::vector<std::string_view> names;
  std::vector<std::string_view> fallbacks;
};

const std::vector<Synonyms>& synonyms() {
  // clang-format off
  static const auto* const table = new std::vector<Synonyms>{
      {Field::kEmail, {"email", "emailaddress", "mail", "mailaddress", "contactemail", "leademail", "courriel", "correo"},
       {"workemail", "businessemail", "personalemail", "privateemail", "email1", "primaryemail"}},
      {Field::kFirstName, {"firstname", "givenname", "givennames", "forename", "forenames", "vorname", "prenom", "nombre"}, {"fname", "first"}},
      {Field::kLastName, {"lastname", "surname", "familyname", "nachname", "apellido", "apellidos", "cognome", "nomdefamille"}, {"lname", "last"}},
      {Field::kFullName, {"fullname", "contactname", "leadname", "customername", "clientname"}, {"name"}},
      {Field::kCompany, {"company", "companyname", "companyaccount", "organisation", "organization", "organisationname",
                         "organizationname", "employer", "firm", "firma", "societe", "empresa"}, {"accountname", "businessname"}},
      {Field::kPhone, {"phone", "phonenumber", "telephone", "telephonenumber", "tel", "telefon", "telefono"},
       {"workphone", "businessphone", "homephone", "officephone", "phone1", "primaryphone", "contactnumber"}},
      {Field::kMobilePhone, {"mobilephone", "mobile", "mobilenumber", "mobilephonenumber", "cell", "cellphone", "cellnumber", "handy"}, {}},
      {Field::kStreet, {"street", "streetaddress", "address1", "addressline1", "addressline", "strasse"},
       {"address", "mailingstreet", "mailingaddress", "billingstreet", "homeaddress", "residentialaddress"}},
      {Field::kCity, {"city", "town", "citytown", "locality", "ort", "stadt", "ville", "ciudad"}, {"mailingcity", "billingcity"}},
      {Field::kState, {"state", "province", "stateprovince", "stateregion", "emirate", "canton", "bundesland"},
       {"region", "county", "mailingstate", "mailingstateprovince", "billingstate", "billingstateprovince", "statecode"}},
      {Field::kPostalCode, {"postalcode", "postcode", "zip", "zipcode", "zippostalcode", "plz", "postleitzahl", "codepostal"},
       {"mailingzip", "mailingpostalcode", "mailingzippostalcode", "billingpostalcode", "billingzip"}},
      {Field::kCountry, {"country", "countryregion", "countryname", "countryofresidence", "residencecountry", "residence", "land", "pays", "pais", "paese"},
       {"countrycode", "mailingcountry", "billingcountry", "homecountry"}},
      {Field::kBirthDate, {"birthdate", "dateofbirth", "dob", "birthday", "born", "geburtsdatum", "datedenaissance"}, {}},
      {Field::kGender, {"gender", "sex", "geschlecht", "sexe", "sexo", "sesso"}, {}},
      {Field::kNationality, {"nationality", "nationalities", "citizenship", "citizenships", "countryofcitizenship", "countryofnationality",
                             "staatsangehorigkeit", "staatsburgerschaft", "nationalite", "nacionalidad", "nazionalita"}, {}},
      {Field::kPassport, {"passport", "passportnumber", "passportno", "passportnr", "reisepass", "reisepassnummer",
                          "numerodepasseport", "numerodepasaporte", "pasaporte"}, {}},
      {Field::kNationalId, {"nationalid", "nationalidnumber", "nationalidentitynumber", "nationalidentificationnumber", "identitycardnumber",
                            "idcardnumber", "personalausweis", "personalausweisnummer"}, {"idnumber"}},
      {Field::kProspectType, {"prospecttype", "clienttype", "investortype", "clientcategory", "clientclassification", "investorcategory"}, {"customertype"}},
      {Field::kProduct, {"product", "productinterest", "productofinterest", "productname"}, {}},
      {Field::kLawfulBasis, {"lawfulbasis", "legalbasis", "lawfulbasisforprocessing", "legalbasisforprocessing",
                             "legalbasisforprocessingcontactsdata", "processingbasis"}, {}},
      {Field::kStatedIntent, {"statedintent", "statedjurisdiction", "intendedjurisdiction"}, {}},
      {Field::kKycResidence, {"kycresidence", "kyccountry", "kycprescreenresidence", "kyccountryofresidence", "prescreenresidence"}, {}},
      {Field::kWorkplaceCountry, {"workplacecountry", "workcountry", "employercountry", "officecountry"}, {"workplace"}},
      {Field::kCommunicationPlace, {"communicationplace", "placeofcommunication", "meetingplace", "metat"}, {}},
      {Field::kLanguage, {"language", "preferredlanguage", "lang", "locale", "sprache", "langue"}, {}},
      {Field::kSourceId, {"sourceid", "leadid", "recordid", "externalid", "sourcerecordid", "responseid"}, {"id", "contactid"}},
      {Field::kCampaign, {"campaign", "campaignname", "utmcampaign"}, {"campaignid"}},
      {Field::kCreatedAt, {"createdat", "createddate", "createdate", "createdtime", "creationdate", "datecreated", "submittedat",
                           "submissiontime", "leadsubmissiontime", "submitdateutc", "createdon"}, {"timestamp"}},
  };
  // clang-format on
  return *table;
}

struct Claim {
  Field field;
  bool fallback;
};

const std::unordered_map<std::string_view, Claim>& synonym_index() {
  static const auto* const index = [] {
    auto* out = new std::unordered_map<std::string_view, Claim>;
    for (const Synonyms& entry : synonyms()) {
      for (const auto name : entry.names) LICET_INVARIANT(out->emplace(name, Claim{entry.field, false}).second);
      for (const auto name : entry.fallbacks) LICET_INVARIANT(out->emplace(name, Claim{entry.field, true}).second);
    }
    return out;
  }();
  return *index;
}

/// Column names as shown and as keys of the raw payload.
std::vector<std::string> display_names(const std::vector<std::string>& columns) {
  std::vector<std::string> out;
  std::set<std::string> used;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::string name = clean(columns[i]);
    if (name.empty()) name = "column " + std::to_string(i + 1);
    std::string unique = name;
    for (int n = 2; !used.insert(unique).second; ++n) unique = name + " (" + std::to_string(n) + ")";
    out.push_back(std::move(unique));
  }
  return out;
}

std::string joined(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) out += (i == 0 ? "" : ", ") + shown(names[i]);
  if (names.size() > most) out += " and " + std::to_string(names.size() - most) + " more";
  return out;
}

}  // namespace

std::string_view field_name(Field field) { return kNames[static_cast<std::size_t>(field)]; }

std::span<const std::string_view> field_names() { return kNames; }

std::optional<Field> field_by_name(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<Field>(found - kNames.begin());
}

// --- map files -----------------------------------------------------------------------------------------------------

namespace {

/// A field named as a key or a value of the map file.
std::optional<Field> named_field(std::string_view name, const yaml::ValueReader& at, bool ignore_too,
                                 OtherNames others = {}) {
  if (const auto field = field_by_name(name)) return field;
  std::vector<std::string_view> known(kNames.begin(), kNames.end());
  known.insert(known.end(), others.begin(), others.end());
  if (ignore_too) known.push_back(kIgnore);
  at.problem(shown(name) + " is no field" + known_words_hint(name, known));
  return std::nullopt;
}

/// "+01:00" in minutes.
int read_offset(const yaml::ValueReader& value) {
  const std::string text = value.text();
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 99; };
  if (text.size() == 6 && (text[0] == '+' || text[0] == '-') && text[3] == ':') {
    const int hours = digit(1) * 10 + digit(2);
    const int minutes = digit(4) * 10 + digit(5);
    if (hours <= 14 && minutes < 60) return (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
  }
  if (!text.empty()) value.problem("must be an offset from UTC as \"+01:00\", not " + shown(text));
  return 0;
}

}  // namespace

MapFile read_map(const yaml::Document& document, yaml::Problems& problems, OtherNames others) {
  MapFile out;
  yaml::MapReader root(document, problems);
  for (const auto& [header, value] : root.map_of("columns")) {
    const std::string name = value.text();
    if (name.empty()) continue;
    const bool other = std::find(others.begin(), others.end(), name) != others.end();
    if (other) out.others.emplace_back(header, name);
    if (other || name == kIgnore) {
      out.columns.emplace_back(header, std::nullopt);
    } else if (const auto field = named_field(name, value, true, others)) {
      out.columns.emplace_back(header, field);
    }
  }
  for (const auto& [name, value] : root.map_of("defaults")) {
    if (const auto field = named_field(name, value, false)) out.defaults[*field] = clean(value.text());
  }
  for (const auto& [name, value] : root.map_of("values")) {
    const auto field = named_field(name, value, false);
    yaml::MapReader cells = value.map();
    for (const auto& [cell, meaning] : cells.entries()) {
      const std::string text = clean(meaning.text());
      if (!field) continue;
      if (!out.values[*field].emplace(fold(cell), text).second) {
        meaning.problem("another line says the same value, case, spaces and punctuation aside; remove one");
      }
    }
  }
  if (const auto offset = root.optional("utc_offset"); offset.present()) out.utc_offset_minutes = read_offset(offset);
  return out;
}

Result<MapFile> read_map_file(const std::string& path, OtherNames others) {
  yaml::Problems problems;
  MapFile out;
  if (const auto document = yaml::parse_file(path, problems)) out = read_map(*document, problems, others);
  LICET_CHECK(problems.status());
  return out;
}

// --- mapping -------------------------------------------------------------------------------------------------------

Result<Mapping> Mapping::make(const std::vector<std::string>& columns, const MapFile& map) {
  Mapping out;
  out.map_ = map;
  out.columns_ = display_names(columns);
  LICET_CHECK(out.claim_by_map());
  LICET_CHECK(out.claim_by_name());
  const auto claimed = static_cast<std::size_t>(std::count_if(out.column_of_.begin(), out.column_of_.end(),
                                                              [](const auto& column) { return column.has_value(); }));
  LICET_CHECK(out.check_usable(claimed));
  return out;
}

Status Mapping::claim_by_map() {
  for (const auto& [header, field] : map_.columns) {
    const std::string wanted = fold(header);
    std::optional<std::size_t> at;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i] == clean(header) || (!at && !wanted.empty() && fold(columns_[i]) == wanted)) at = i;
    }
    if (!at) {
      const std::vector<std::string_view> names(columns_.begin(), columns_.end());
      return fail(ErrorCode::kBadInput, "the map file names the column " + shown(header) +
                                            ", which the file does not have" + known_words_hint(header, names));
    }
    if (!taken_.insert(*at).second) {
      return fail(ErrorCode::kBadInput, "the map file names the column " + shown(columns_[*at]) + " twice; remove one");
    }
    if (!field) continue;
    auto& claimed = column_of_[static_cast<std::size_t>(*field)];
    if (claimed) {
      return fail(ErrorCode::kBadInput, "the map file says that both " + shown(columns_[*claimed]) + " and " +
                                            shown(columns_[*at]) + " are " + std::string(field_name(*field)) +
                                            "; keep one");
    }
    claimed = at;
  }
  return {};
}

Status Mapping::claim_by_name() {
  for (const bool fallback : {false, true}) {
    std::array<std::optional<std::size_t>, kFieldCount> claimed{};
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const auto found = synonym_index().find(fold(columns_[i]));
      if (taken_.contains(i) || found == synonym_index().end() || found->second.fallback != fallback) continue;
      const auto field = static_cast<std::size_t>(found->second.field);
      if (column_of_[field]) continue;
      if (claimed[field]) {
        return fail(ErrorCode::kBadInput, "the columns " + shown(columns_[*claimed[field]]) + " and " +
                                              shown(columns_[i]) + " both mean " + std::string(kNames[field]) +
                                              "; say which one in a map file (--map): columns: {\"" + columns_[i] +
                                              "\": ignore}");
      }
      claimed[field] = i;
    }
    for (std::size_t field = 0; field < kFieldCount; ++field) {
      if (claimed[field]) column_of_[field] = claimed[field];
    }
  }
  return {};
}

Status Mapping::check_usable(std::size_t claimed) const {
  if (claimed == 0) {
    std::string known;
    for (const auto name : kNames) known += (known.empty() ? "" : ", ") + std::string(name);
    return fail(ErrorCode::kBadInput,
                "no column is known in the first row: " + joined(columns_, 8) +
                    ". A header row is needed, with names such as " + known +
                    "; or say in a map file (--map) which column is which: columns: {\"Their name\": email}");
  }
  for (const Field field : {Field::kEmail, Field::kPhone, Field::kMobilePhone, Field::kFirstName, Field::kLastName,
                            Field::kFullName, Field::kCompany}) {
    if (column_of(field)) return {};
  }
  return fail(ErrorCode::kBadInput,
              "no column says who the lead is (email, phone, a name or company); known are only: " + describe() +
                  ". Say in a map file (--map) which column is which");
}

std::string_view Mapping::label(Field field) const {
  const auto column = column_of(field);
  return column ? std::string_view(columns_[*column]) : field_name(field);
}

std::vector<std::string> Mapping::unmapped() const {
  std::set<std::size_t> mapped;
  for (const auto& column : column_of_) {
    if (column) mapped.insert(*column);
  }
  std::vector<std::string> out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!mapped.contains(i)) out.push_back(columns_[i]);
  }
  return out;
}

std::vector<std::size_t> Mapping::free_columns() const {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (!taken_.contains(i) && std::find(column_of_.begin(), column_of_.end(), i) == column_of_.end()) out.push_back(i);
  return out;
}

std::string Mapping::describe() const { return describe(Named::kAll); }
std::string Mapping::describe_renamed() const { return describe(Named::kRenamed); }

std::string Mapping::describe(Named which) const {
  std::string out;
  for (std::size_t field = 0; field < kFieldCount; ++field) {
    if (!column_of_[field]) continue;
    if (which == Named::kRenamed && columns_[*column_of_[field]] == kNames[field]) continue;
    if (!out.empty()) out += ", ";
    out += shown(columns_[*column_of_[field]]) + " is " + std::string(kNames[field]);
  }
  return out;
}

std::string Mapping::cell(Field field, std::span<const std::string_view> fields) const {
  std::string text;
  if (const auto column = column_of(field); column && *column < fields.size()) text = clean(fields[*column]);
  if (const auto values = map_.values.find(field); values != map_.values.end() && !text.empty()) {
    if (const auto value = values->second.find(fold(text)); value != values->second.end()) text = value->second;
  }
  if (text.empty()) {
    if (const auto otherwise = map_.defaults.find(field); otherwise != map_.defaults.end()) text = otherwise->second;
  }
  return text;
}

}  // namespace licet::app::intake
