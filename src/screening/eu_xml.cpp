#include "screening/eu_xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>

#include "screening/eu_quality.h"
#include "screening/published_text.h"
#include "screening/xml_list.h"

namespace licet::screening {
using namespace published;
namespace {

constexpr std::string_view kNamespace = "http://eu.europa.ec/fpi/fsd/export";

// identificationTypeCode to ListId::type; what is not here is "other".
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kIdTypes{{{"diplpassport", "passport"},
                                                                                  {"passport", "passport"},
                                                                                  {"id", "national_id"},
                                                                                  {"nationalid", "national_id"},
                                                                                  {"ssn", "national_id"},
                                                                                  {"unssn", "national_id"},
                                                                                  {"fiscalcode", "tax_id"},
                                                                                  {"taxid", "tax_id"},
                                                                                  {"euvat", "tax_id"},
                                                                                  {"vat", "tax_id"},
                                                                                  {"regnumber", "registration"},
                                                                                  {"tradelic", "registration"},
                                                                                  {"imo", "imo"},
                                                                                  {"swiftbic", "bic"},
                                                                                  {"bic", "bic"},
                                                                                  {"lei", "lei"}}};

std::string_view id_type(std::string_view code) {
  const auto found =
      std::find_if(kIdTypes.begin(), kIdTypes.end(), [&](const auto& type) { return type.first == code; });
  return found == kIdTypes.end() ? "other" : found->second;
}

std::string_view contact_type(std::string_view key) {
  const std::string lower = lower_ascii(key);
  if (lower.find("mail") != std::string::npos) return "email";
  if (lower.find("web") != std::string::npos || lower.find("url") != std::string::npos) return "website";
  if (lower.find("phone") != std::string::npos || lower.find("mobile") != std::string::npos) return "phone";
  return "other";
}

std::optional<int> small_number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

/// The words of both, with one space between.
std::string with_word(std::string left, std::string_view right) {
  if (!left.empty() && !right.empty()) left += ' ';
  return left.append(right);
}

std::string_view country_attribute(const XmlElement& element) {
  const std::string_view code = element.attribute("countryIso2Code");
  return code.empty() || code == "00" ? element.attribute("countryDescription") : code;
}

/// A year alone, a month, a range of years or a day of the Gregorian calendar.
std::optional<BirthDate> birth_of(const XmlElement& element) {
  const bool circa = element.attribute("circa") == "true";
  if (const auto day = day_of(element.attribute("birthdate"))) return BirthDate{*day, *day, circa};
  const std::string_view calendar = element.attribute("calendarType");
  if (!calendar.empty() && calendar != "GREGORIAN") return std::nullopt;
  const auto from = parse_year(element.attribute("yearRangeFrom")), to = parse_year(element.attribute("yearRangeTo"));
  if (from && to && *from <= *to) return birth_of_years(*from, *to, circa);
  const auto year = parse_year(element.attribute("year"));
  if (!year || *year > 9998) return std::nullopt;
  const int month = small_number(element.attribute("monthOfYear")).value_or(0);
  if (const auto day = checked_day(*year, month, small_number(element.attribute("dayOfMonth")).value_or(0)))
    return BirthDate{*day, *day, circa};
  if (const auto whole = birth_of_month(*year, month, circa)) return whole;
  return birth_of_years(*year, *year, circa);
}

class EuXmlReader final : public XmlListReader {
 public:
  EuXmlReader() : XmlListReader("eu", "export", "the EU's XML 1.1 file") {}

 private:
  struct Alias {
    ListName name;
    std::uint64_t logical_id = 0;
  };

  Status on_open(const XmlElement& element) override {
    if (element.depth() == 1) return open_list(element);
    if (element.depth() == 2) {
      in_entry_ = element.name == "sanctionEntity";
      if (in_entry_) open_entry(element);
    } else if (in_entry_ && element.depth() == 3) {
      open_part(element);
    } else if (in_entry_ && element.depth() == 4 && element.name == "contactInfo") {
      add_id(entry_, contact_type(element.attribute("key")), element.attribute("value"), {});
    }
    return {};
  }

  Status on_close(const XmlElement& element, std::string_view text) override {
    if (!in_entry_) return {};
    if (element.depth() == 2) {
      in_entry_ = false;
      return close_entry();
    }
    if (element.depth() == 3) {
      if (element.name == "remark") add_remark(clean_text(text));
      if (element.name == "nameAlias") close_alias();
    } else if (element.depth() == 4) {
      add_inner_text(element, clean_text(text));
    }
    return {};
  }

  Status open_list(const XmlElement& element) {
    if (element.space != kNamespace)
      return error_here(ErrorCode::kBadInput, "another kind of file: its namespace is '" + std::string(element.space) +
                                                  "' and that of the EU's XML 1.1 file is " + std::string(kNamespace) +
                                                  "; give the file xmlFullSanctionsList_1_1");
    set_as_of(moment_of(element.attribute("generationDate")));
    return {};
  }

  void open_entry(const XmlElement& element) {
    begin_record();
    entry_ = Entry{};
    entry_.type = EntryType::kUnknown;
    aliases_.clear();
    genders_ = 0;
    entry_.entry_id = clean_text(element.attribute("euReferenceNumber"));
    if (entry_.entry_id.empty()) entry_.entry_id = clean_text(element.attribute("logicalId"));
    entry_.listed_on = day_of(element.attribute("designationDate"));
    add_detail(entry_, "designation_details", clean_text(element.attribute("designationDetails")));
    add_detail(entry_, "united_nations_id", clean_text(element.attribute("unitedNationId")));
  }

  void open_part(const XmlElement& element) {
    if (element.name == "nameAlias") {
      open_alias(element);
    } else if (element.name == "subjectType") {
      set_type(element);
    } else if (element.name == "regulation") {
      add_regulation(element);
    } else if (element.name == "citizenship") {
      add_country(entry_, country_attribute(element), CountryRole::kNationality);
    } else if (element.name == "birthdate") {
      add_birth(element);
    } else if (element.name == "identification") {
      add_identification(element);
    } else if (element.name == "address") {
      add_address(element);
    }
  }

  void set_type(const XmlElement& element) {
    const std::string_view code = element.attribute("code"), letter = element.attribute("classificationCode");
    if (code == "person" || (code.empty() && letter == "P")) entry_.type = EntryType::kPerson;
    if (code == "enterprise" || (code.empty() && letter == "E")) entry_.type = EntryType::kEntity;
  }

  void open_alias(const XmlElement& element) {
    Alias alias;
    ListName& name = alias.name;
    name.parts.given = clean_text(element.attribute("firstName"));
    name.parts.middle = clean_text(element.attribute("middleName"));
    name.parts.family = clean_text(element.attribute("lastName"));
    name.full = clean_text(element.attribute("wholeName"));
    if (name.full.empty()) name.full = with_word(with_word(name.parts.given, name.parts.middle), name.parts.family);
    name.language = clean_text(element.attribute("nameLanguage"));
    const bool translated = name.language == "BG" || name.language == "EL";
    name.kind = is_non_latin(name.full) && !translated ? NameKind::kOriginal : NameKind::kAka;
    name.strength = element.attribute("strong") == "false" ? Strength::kWeak : Strength::kStrong;
    alias.logical_id = logical_id(element);
    append_text(entry_.title, clean_text(element.attribute("title")));
    add_detail(entry_, "function", clean_text(element.attribute("function")));
    if (element.attribute("gender") == "M") genders_ |= 1U;
    if (element.attribute("gender") == "F") genders_ |= 2U;
    aliases_.push_back(std::move(alias));
  }

  static std::uint64_t logical_id(const XmlElement& element) {
    const std::string_view text = element.attribute("logicalId");
    std::uint64_t id = std::numeric_limits<std::uint64_t>::max();
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
  }

  /// An alias element without a name is left out.
  void close_alias() {
    if (aliases_.back().name.full.empty()) aliases_.pop_back();
  }

  void add_regulation(const XmlElement& element) {
    if (std::string programme = clean_text(element.attribute("programme")); !programme.empty())
      entry_.programmes.push_back(std::move(programme));
    add_detail(entry_, "regulation", clean_text(element.attribute("numberTitle")));
  }

  void add_birth(const XmlElement& element) {
    if (const auto birth = birth_of(element))
      entry_.births.push_back(*birth);
    else if (!element.attribute("year").empty())
      ++births_left_out_;
    std::string place;
    for (const char* part : {"city", "place", "region"}) {
      const std::string text = clean_text(element.attribute(part));
      if (!place.empty() && !text.empty()) place += ", ";
      place += text;
    }
    add_detail(entry_, "birth_place", place);
    add_country(entry_, country_attribute(element), CountryRole::kBirth);
  }

  void add_identification(const XmlElement& element) {
    const std::string_view number = element.attribute("number");
    add_id(entry_, id_type(element.attribute("identificationTypeCode")),
           number.empty() ? element.attribute("latinNumber") : number, country_attribute(element));
  }

  void add_address(const XmlElement& element) {
    ListAddress address;
    address.street = clean_text(element.attribute("street"));
    if (const std::string box = clean_text(element.attribute("poBox")); !box.empty())
      address.street = with_word(std::move(address.street), "P.O. Box " + box);
    for (const char* part : {"city", "place", "region", "zipCode"}) {
      const std::string text = clean_text(element.attribute(part));
      if (!address.city.empty() && !text.empty()) address.city += ", ";
      address.city += text;
    }
    address.country = country_or_text(country_attribute(element));
    add_country(entry_, address.country, CountryRole::kResidence);
    in_address_ = address != ListAddress{};
    if (in_address_) entry_.addresses.push_back(std::move(address));
  }

  void add_remark(const std::string& text) {
    if (lower_ascii(text) != "none") append_text(entry_.remarks, text);
  }

  void add_inner_text(const XmlElement& element, const std::string& text) {
    if (element.parent() == "nameAlias" && element.name == "remark") {
      ListName& name = aliases_.back().name;
      append_text(name.remarks, text);
      if (says_low_quality(text)) name.strength = Strength::kWeak;
    } else if (element.parent() == "regulation" && element.name == "publicationUrl") {
      if (entry_.source_url.empty()) entry_.source_url = text;
    } else if (element.parent() == "address" && element.name == "remark" && in_address_) {
      append_text(entry_.addresses.back().remarks, text);
    } else if (element.parent() == "identification" && element.name == "remark") {
      add_detail(entry_, "document_note", text);
    }
  }

  void choose_primary() {
    const auto order = [](const Alias& alias) {
      const ListName& name = alias.name;
      return std::tuple(name.strength == Strength::kWeak, is_non_latin(name.full),
                        !name.language.empty() && name.language != "EN", name.parts.family.empty(), alias.logical_id);
    };
    const auto first = std::min_element(aliases_.begin(), aliases_.end(),
                                        [&](const Alias& a, const Alias& b) { return order(a) < order(b); });
    if (first != aliases_.end()) first->name.kind = NameKind::kPrimary;
  }

  Status close_entry() {
    choose_primary();
    for (Alias& alias : aliases_) entry_.names.push_back(std::move(alias.name));
    // Aliases that contradict each other leave it open.
    entry_.gender = genders_ == 1U ? Gender::kMale : genders_ == 2U ? Gender::kFemale : Gender::kUnknown;
    return add_entry(std::move(entry_));
  }

  Status on_end() override {
    if (births_left_out_ > 0)
      add_note(std::to_string(births_left_out_) +
               " births were left out: of another calendar, or no date that can be read");
    return {};
  }

  bool in_entry_ = false;
  bool in_address_ = false;  // the address that is open was kept
  Entry entry_;
  std::vector<Alias> aliases_;
  unsigned genders_ = 0;  // bit 0 male, bit 1 female
  std::size_t births_left_out_ = 0;
};

}  // namespace

std::unique_ptr<ListReader> make_eu_xml_reader() { return std::make_unique<EuXmlReader>(); }

}  // namespace licet::screening
