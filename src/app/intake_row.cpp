#include "app/intake_row.h"

#include <algorithm>
#include <array>
#include <set>
#include <tl/expected.hpp>

#include "app/did_you_mean.h"
#include "app/intake_date.h"
#include "app/intake_phone.h"
#include "app/intake_tables.h"
#include "app/intake_text.h"
#include "app/intake_value.h"

namespace licet::app::intake {
namespace {

constexpr int kEarliestBirthYear = 1900;
/// No name, address line or code is longer; more would not fit the record.
constexpr std::size_t kCellBytesMax = 1'024;
constexpr std::int64_t kUsPerDay = 86'400'000'000;

/// Reads one row field by field, collecting every reason to refuse it.
class RowParser {
 public:
  RowParser(const Mapping& mapping, std::span<const std::string_view> fields, Date today)
      : mapping_(mapping), fields_(fields), today_(today) {}

  void run(const RowCheck& check) {
    read_cells();
    names();
    row_.email = checked(Field::kEmail, read_email);
    row_.company = cell(Field::kCompany);
    address();
    phone();
    dates();
    row_.gender = checked(Field::kGender, read_gender);
    row_.nationality = checked(Field::kNationality, read_nationality);
    row_.passport = checked(Field::kPassport, read_document_number);
    row_.national_id = checked(Field::kNationalId, read_document_number);
    row_.prospect_type = checked(Field::kProspectType, read_code);
    row_.product = checked(Field::kProduct, read_code);
    row_.lawful_basis = checked(Field::kLawfulBasis, read_code);
    row_.stated_intent = checked(Field::kStatedIntent, read_place_or_code);
    row_.kyc_residence = checked(Field::kKycResidence, read_place);
    row_.workplace_country = checked(Field::kWorkplaceCountry, read_place);
    row_.communication_place = checked(Field::kCommunicationPlace, read_place);
    row_.language = checked(Field::kLanguage, read_language);
    row_.source_id = checked(Field::kSourceId, read_source_id);
    row_.campaign = cell(Field::kCampaign);
    if (check)
      check(row_,
            [this](Field field, std::string_view value, std::string_view reason) { fault(field, value, reason); });
    identity();
  }

  Result<IntakeRow> result(std::uint64_t line) {
    if (faults_.empty()) return std::move(row_);
    Error error{ErrorCode::kBadInput, {}, {}, {}};
    for (const std::string& fault : faults_) error.text += (error.text.empty() ? "" : "; ") + fault;
    error.where.line = static_cast<std::uint32_t>(std::min<std::uint64_t>(line, UINT32_MAX));
    error.where.field = first_field_;
    return fail(std::move(error));
  }

 private:
  void read_cells() {
    for (std::size_t i = 0; i < kFieldCount; ++i) {
      const auto field = static_cast<Field>(i);
      cells_[i] = mapping_.cell(field, fields_);
      if (cells_[i].size() <= kCellBytesMax) continue;
      fault(field, cells_[i], "is longer than " + std::to_string(kCellBytesMax) + " bytes; shorten it");
      cells_[i].clear();
    }
  }

  const std::string& cell(Field field) const { return cells_[static_cast<std::size_t>(field)]; }

  void fault(Field field, std::string_view value, std::string_view reason) {
    const std::string_view label = mapping_.label(field);
    if (faults_.empty()) first_field_ = std::string(label);
    faulty_.insert(field);
    faults_.push_back("column " + shown(label) + ": " + shown(value) + " " + std::string(reason));
  }

  template <typename Read>
  std::string checked(Field field, Read read) {
    const std::string& text = cell(field);
    if (is_nothing(text)) return {};
    auto value = read(text);
    if (value) return *std::move(value);
    fault(field, text, value.error());
    return {};
  }

  void names() {
    row_.first_name = cell(Field::kFirstName);
    row_.last_name = cell(Field::kLastName);
    if (row_.first_name.empty() && row_.last_name.empty()) {
      std::tie(row_.first_name, row_.last_name) = split_name(cell(Field::kFullName));
    }
  }

  void address() {
    row_.street = cell(Field::kStreet);
    row_.city = cell(Field::kCity);
    row_.postal_code = cell(Field::kPostalCode);
    if (row_.postal_code.starts_with("z:")) row_.postal_code.erase(0, 2);
    row_.country = checked(Field::kCountry, read_country);
    const std::string& state = cell(Field::kState);
    if (is_nothing(state)) return;
    // "US-NY" speaks for its country as well.
    if (row_.country.empty() && cell(Field::kCountry).empty() && state.size() > 3 && state[2] == '-') {
      const auto* const country = country_by_code(upper(state.substr(0, 2)));
      if (country != nullptr && find_subdivision(country->alpha2, state)) row_.country = std::string(country->alpha2);
    }
    if (row_.country.empty() || is_forces_post(row_.country, state)) {
      row_.state = state;
    } else if (auto code = find_subdivision(row_.country, state)) {
      row_.subdivision = *std::move(code);
    } else if (knows_subdivisions(row_.country)) {
      const auto names = subdivision_names(row_.country);
      const auto near = did_you_mean(state, names);
      fault(Field::kState, state,
            "is no state, province or emirate of " + row_.country +
                (near ? "; did you mean '" + std::string(*near) + "'?" : "; write its name or code"));
    } else {
      row_.state = state;
    }
  }

  /// The first of the two phone columns that gives a number.
  void phone() {
    for (const Field field : {Field::kPhone, Field::kMobilePhone}) {
      const std::string& text = cell(field);
      if (is_nothing(text) || !row_.phone.empty()) continue;
      if (auto number = normalise_phone(text, row_.country)) {
        row_.phone = *std::move(number);
      } else if (number.error().mangled) {
        fault(field, text, number.error().reason);
      } else {
        row_.warnings.push_back("column " + shown(mapping_.label(field)) + ": the number was left out: it " +
                                number.error().reason);
      }
    }
  }

  void dates() {
    if (const std::string& text = cell(Field::kBirthDate); !is_nothing(text)) {
      if (const auto date = read_date(text); !date) {
        fault(Field::kBirthDate, text, date.error());
      } else if (*date > today_) {
        fault(Field::kBirthDate, text, "is in the future; a date of birth is needed");
      } else if (to_ymd(*date).year < kEarliestBirthYear) {
        fault(Field::kBirthDate, text,
              "is before " + std::to_string(kEarliestBirthYear) + "; correct the year or leave it empty");
      } else {
        row_.birth_date = *date;
      }
    }
    if (const std::string& text = cell(Field::kCreatedAt); !is_nothing(text)) {
      const auto at = read_moment(text, mapping_.utc_offset_minutes());
      if (!at) {
        fault(Field::kCreatedAt, text, at.error());
      } else if (at->us / kUsPerDay > today_.days + 1) {  // a day's grace, for zones ahead of UTC and clocks
        fault(Field::kCreatedAt, text, "is in the future; the moment at which the lead came in is needed, or nothing");
      } else {
        row_.created_at = *at;
      }
    }
  }

  void identity() {
    if (!row_.email.empty() || !row_.phone.empty() || !row_.first_name.empty() || !row_.last_name.empty() ||
        !row_.company.empty()) {
      return;
    }
    // Whoever wrote one of these and wrote it wrong has named somebody.
    for (const Field field : {Field::kEmail, Field::kPhone, Field::kMobilePhone, Field::kFirstName, Field::kLastName,
                              Field::kFullName, Field::kCompany})
      if (faulty_.count(field) != 0) return;
    const bool blank =
        std::all_of(fields_.begin(), fields_.end(), [](std::string_view text) { return clean(text).empty(); });
    faults_.push_back(blank ? "the row is empty"
                            : "the row names nobody; an e-mail address, telephone number, name or company is needed");
    if (!row_.warnings.empty()) faults_.push_back(row_.warnings.front());
  }

  const Mapping& mapping_;
  std::span<const std::string_view> fields_;
  Date today_;
  std::array<std::string, kFieldCount> cells_;
  IntakeRow row_;
  std::vector<std::string> faults_;
  std::set<Field> faulty_;
  std::string first_field_;
};

}  // namespace

Result<IntakeRow> parse_row(const Mapping& mapping, std::span<const std::string_view> fields, std::uint64_t line,
                            Date today, const RowCheck& check) {
  RowParser parser(mapping, fields, today);
  parser.run(check);
  return parser.result(line);
}

namespace {

struct TextMember {
  std::string_view name;
  std::string IntakeRow::*text;
};
constexpr TextMember kTextMembers[] = {
    {"email", &IntakeRow::email},
    {"first_name", &IntakeRow::first_name},
    {"last_name", &IntakeRow::last_name},
    {"company", &IntakeRow::company},
    {"phone", &IntakeRow::phone},
    {"street", &IntakeRow::street},
    {"city", &IntakeRow::city},
    {"state", &IntakeRow::state},
    {"subdivision", &IntakeRow::subdivision},
    {"postal_code", &IntakeRow::postal_code},
    {"country", &IntakeRow::country},
    {"gender", &IntakeRow::gender},
    {"nationality", &IntakeRow::nationality},
    {"passport", &IntakeRow::passport},
    {"national_id", &IntakeRow::national_id},
    {"prospect_type", &IntakeRow::prospect_type},
    {"product", &IntakeRow::product},
    {"lawful_basis", &IntakeRow::lawful_basis},
    {"stated_intent", &IntakeRow::stated_intent},
    {"kyc_residence", &IntakeRow::kyc_residence},
    {"workplace_country", &IntakeRow::workplace_country},
    {"communication_place", &IntakeRow::communication_place},
    {"language", &IntakeRow::language},
    {"source_id", &IntakeRow::source_id},
    {"campaign", &IntakeRow::campaign},
};

Status read_member(const std::string& name, const json::Value& value, IntakeRow& row) {
  const auto text =
      std::find_if(std::begin(kTextMembers), std::end(kTextMembers), [&](const auto& m) { return m.name == name; });
  const bool moment = name == "birth_date" || name == "created_at";
  if (!value.is_string() || (text == std::end(kTextMembers) && !moment))
    return fail(ErrorCode::kBadInput, "a row as it was mapped has no text '" + name + "'");
  if (name == "birth_date") {
    LICET_TRY(row.birth_date, parse_date(value.as_string()));
  } else if (name == "created_at") {
    LICET_TRY(row.created_at, parse_instant(value.as_string()));
  } else {
    row.*(text->text) = value.as_string();
  }
  return {};
}

}  // namespace

json::Value to_json(const IntakeRow& row) {
  json::Object out;
  for (const TextMember& member : kTextMembers)
    if (const std::string& text = row.*(member.text); !text.empty()) out.emplace(std::string(member.name), text);
  if (row.birth_date) out.emplace("birth_date", format_date(*row.birth_date));
  if (row.created_at) out.emplace("created_at", format_instant(*row.created_at));
  return out;
}

Result<IntakeRow> row_from_json(std::string_view text) {
  LICET_TRY(const json::Value value, json::parse(text, json::kDocumentOptions));
  if (!value.is_object()) return fail(ErrorCode::kBadInput, "a row as it was mapped is no object");
  IntakeRow row;
  for (const auto& [name, member] : value.as_object()) LICET_CHECK(read_member(name, member, row));
  return row;
}

std::string canonical_json(const IntakeRow& row) { return json::canonical(to_json(row)); }

std::string raw_json(const Mapping& mapping, std::span<const std::string_view> fields) {
  std::string out = "{";
  for (std::size_t i = 0; i < std::min(fields.size(), mapping.columns().size()); ++i) {
    if (i != 0) out += ',';
    json::append_string(out, mapping.columns()[i]);
    out += ':';
    json::append_string(out, fields[i]);
  }
  return out + "}";
}

std::string email_key(std::string_view email) { return lower(email); }

}  // namespace licet::app::intake
