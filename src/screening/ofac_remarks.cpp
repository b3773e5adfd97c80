#include "screening/ofac_remarks.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "screening/country_names.h"
#include "screening/list_text.h"

namespace licet::screening {
namespace {

constexpr std::string_view kMarker = ".k.a. '";

NameKind kind_of(char letter) {
  if (letter == 'f') return NameKind::kFka;
  return letter == 'n' ? NameKind::kNka : NameKind::kAka;
}

/// The apostrophe that closes an alias, or npos.
std::size_t closing_quote(std::string_view text, std::size_t from) {
  for (std::size_t at = text.find('\'', from); at != std::string_view::npos; at = text.find('\'', at + 1)) {
    if (at + 1 == text.size()) return at;
    const char next = text[at + 1];
    if (next == ';' || next == '.' || next == ')') return at;
  }
  return std::string_view::npos;
}

// How a number's label begins, to its type. A label is followed by the number; of two that fit the longer comes first.
struct Label {
  std::string_view text, type;
};
constexpr std::array kLabels = {
    Label{"Vessel Registration Identification IMO", "imo"}, Label{"Identification Number IMO", "imo"},
    Label{"Company Number IMO", "registration"}, Label{"SWIFT/BIC", "bic"}, Label{"Legal Entity Number", "lei"},
    Label{"Email Address", "email"}, Label{"Website", "website"}, Label{"Phone Number", "phone"},
    Label{"Telephone", "phone"}, Label{"Phone No.", "phone"}, Label{"Phone", "phone"}, Label{"Fax No.", "phone"},
    Label{"Fax", "phone"}, Label{"Vessel Registration Identification", "imo"},
    Label{"British National Overseas Passport", "passport"}, Label{"Passport", "passport"},
    Label{"Diplomatic Passport", "passport"}, Label{"Stateless Person Passport", "passport"},
    Label{"Travel Document Number", "other"},
    // Of persons.
    Label{"National ID No.", "national_id"}, Label{"Cedula No.", "national_id"}, Label{"C.U.R.P.", "national_id"},
    Label{"C.U.I.P.", "national_id"}, Label{"C.U.I.", "national_id"}, Label{"D.N.I.", "national_id"},
    Label{"I.F.E.", "national_id"}, Label{"SSN", "national_id"}, Label{"Personal ID Card", "national_id"},
    Label{"National Foreign ID Number", "national_id"}, Label{"Birth Certificate Number", "national_id"},
    Label{"Citizen's Card Number", "national_id"}, Label{"Turkish Identification Number", "national_id"},
    Label{"Numero de Identidad", "national_id"}, Label{"Credencial electoral", "national_id"},
    Label{"Electoral Registry No.", "national_id"}, Label{"Residency Number", "national_id"},
    Label{"Kenyan ID No.", "national_id"}, Label{"Tazkira National ID Card", "national_id"},
    Label{"UAE Identification", "national_id"}, Label{"N.I.E.", "national_id"},
    Label{"Moroccan Personal ID No.", "national_id"}, Label{"Bosnian Personal ID No.", "national_id"},
    Label{"CNP (Personal Numerical Code)", "national_id"}, Label{"LE Number", "national_id"},
    Label{"Identification Number", "national_id"}, Label{"Driver's License No.", "other"},
    // Of taxpayers.
    Label{"Tax ID No.", "tax_id"}, Label{"NIT #", "tax_id"}, Label{"R.F.C.", "tax_id"}, Label{"RFC", "tax_id"},
    Label{"RUC #", "tax_id"}, Label{"RIF #", "tax_id"}, Label{"C.U.I.T.", "tax_id"}, Label{"V.A.T. Number", "tax_id"},
    Label{"US FEIN", "tax_id"}, Label{"C.I.F.", "tax_id"},
    Label{"Numero Unico de Identificacao Tributaria (NUIT)", "tax_id"}, Label{"Italian Fiscal Code", "tax_id"},
    Label{"RTN", "tax_id"},
    // Of companies.
    Label{"Registration Number", "registration"}, Label{"Registration ID", "registration"},
    Label{"Business Registration Number", "registration"}, Label{"Business Registration Document #", "registration"},
    Label{"Commercial Registry Number", "registration"}, Label{"Company Number", "registration"},
    Label{"UK Company Number", "registration"}, Label{"Folio Mercantil No.", "registration"},
    Label{"Matricula Mercantil No", "registration"}, Label{"Trade License No.", "registration"},
    Label{"C.R. No.", "registration"}, Label{"Unified Social Credit Code (USCC)", "registration"},
    Label{"United Social Credit Code Certificate (USCCC)", "registration"},
    Label{"Economic Register Number (CBLS)", "registration"}, Label{"Chamber of Commerce Number", "registration"},
    Label{"Business Number", "registration"}, Label{"Enterprise Number", "registration"},
    Label{"Branch Unit Number", "registration"}, Label{"Public Registration Number", "registration"},
    Label{"Government Gazette Number", "registration"}, Label{"Central Registration System Number", "registration"},
    Label{"Certificate of Incorporation Number", "registration"}, Label{"Registered Charity No.", "registration"},
    Label{"Istanbul Chamber of Comm. No.", "registration"}, Label{"License", "registration"},
    Label{"File Number", "registration"}, Label{"D-U-N-S Number", "other"}, Label{"BIK (RU)", "other"},
    // Of ships, aircraft and securities.
    Label{"Equity Ticker", "other"}, Label{"MMSI", "other"}, Label{"ISIN", "other"},
    Label{"Aircraft Tail Number", "other"}, Label{"Aircraft Manufacturer's Serial Number (MSN)", "other"}};

/// What follows `label`, perhaps a colon, and a space, or nullopt.
std::optional<std::string_view> after(std::string_view text, std::string_view label) {
  if (!text.starts_with(label)) return std::nullopt;
  text.remove_prefix(label.size());
  if (text.starts_with(':')) text.remove_prefix(1);
  if (text.size() < 2 || text.front() != ' ') return std::nullopt;
  return text.substr(1);
}

/// The same whatever the letters' case: people typed some of the labels.
std::optional<std::string_view> after_label(std::string_view text, std::string_view label) {
  if (lower_ascii(text.substr(0, label.size())) != lower_ascii(label)) return std::nullopt;
  return after(text, text.substr(0, label.size()));
}

/// What stands behind the last of the words that announce a number, when its first word has a digit: a number of a kind
/// that has no label here.
std::optional<std::string_view> any_number(std::string_view text) {
  std::size_t begin = 0;
  for (const std::string_view mark : {"No. ", "No.: ", "no. ", "Number ", "# ", "ID Card ", "Code ", "Nacional ",
                                      "NumberID ", "Identification ", "Serial "}) {
    const std::size_t at = text.rfind(mark);
    if (at != std::string_view::npos) begin = std::max(begin, at + mark.size());
  }
  if (begin == 0) return std::nullopt;
  const std::string_view number = text.substr(begin);
  if (number.substr(0, number.find(' ')).find_first_of("0123456789") == std::string_view::npos) return std::nullopt;
  return number;
}

int month_of(std::string_view text) {
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = text.size() == 3 ? kMonths.find(text) : std::string_view::npos;
  return at == std::string_view::npos || at % 3 != 0 ? 0 : static_cast<int>(at / 3 + 1);
}

/// "08 Sep 1966", "Sep 1966" or "1966".
std::optional<BirthDate> plain_birth(std::string_view text) {
  const std::vector<std::string> words = split_values(text, " ");
  if (words.empty() || words.size() > 3) return std::nullopt;
  if (words.size() == 1) return birth_of_dmy(words[0]);
  const int month = month_of(words[words.size() - 2]);
  if (month == 0) return std::nullopt;
  const std::string day = words.size() == 3 ? words[0] : "00";
  return birth_of_dmy(day + "/" + std::to_string(month) + "/" + words.back());
}

/// "(Iran)" at the end names the country of issue; a place that is no country stays in the number.
void add_number(Entry& entry, std::string_view type, std::string_view text) {
  for (const char* tail : {" issued ", " expires ", " Issued ", " Expires "}) text = text.substr(0, text.find(tail));
  std::string number = clean(text), country;
  if (number.ends_with(')')) {
    const std::size_t open = number.rfind('(');
    if (open != std::string::npos) country = country_code(number.substr(open + 1, number.size() - open - 2));
    if (!country.empty()) number.resize(open);
  }
  if (number.starts_with("# ")) number.erase(0, 2);
  if (type == "phone") std::erase_if(number, [](char c) { return c == '(' || c == ')' || c == ' ' || c == '-'; });
  add_id(entry, type, number, country);
}

/// A place without its country says nothing.
void add_birth_place(Entry& entry, std::string_view text) {
  if (std::string code = country_at_end(text); !code.empty())
    entry.countries.push_back({std::move(code), CountryRole::kBirth});
  add_detail(entry, "birth_town", text);
}

/// One country: a comma is part of its name.
void add_country(Entry& entry, std::string_view text, CountryRole role) {
  if (std::string code = country_or_text(text); !code.empty()) entry.countries.push_back({std::move(code), role});
}

/// "Digital Currency Address - XBT 1Kuf...".
void add_wallet(Entry& entry, std::string_view text) {
  const std::vector<std::string> words = split_values(text, " ");
  if (words.size() >= 2) add_id(entry, "crypto", words[1]);
}

void add_fact(Entry& entry, std::string_view text, ListBuilder& list) {
  if (const auto alt = after_label(text, "alt.")) text = *alt;
  if (const auto dob = after(text, "DOB")) return add_birth(entry, birth_of_remark(*dob), *dob, list);
  if (const auto gender = after(text, "Gender")) return add_detail(entry, "gender", *gender);
  if (const auto place = after(text, "POB")) return add_birth_place(entry, *place);
  if (const auto country = after(text, "Nationality of Registration"))
    return add_country(entry, *country, CountryRole::kRegistration);
  for (const char* label : {"nationality", "Nationality", "citizen", "Citizen"}) {
    if (const auto country = after(text, label)) return add_country(entry, *country, CountryRole::kNationality);
  }
  if (const auto wallet = after(text, "Digital Currency Address -")) return add_wallet(entry, *wallet);
  for (const Label& label : kLabels) {
    if (const auto number = after_label(text, label.text)) return add_number(entry, label.type, *number);
  }
  if (const auto number = any_number(text)) add_number(entry, "other", *number);
}

}  // namespace

std::optional<BirthDate> birth_of_remark(std::string_view text) {
  bool circa = false;
  if (const auto rest = after(text, "circa")) {
    circa = true;
    text = *rest;
  }
  const std::size_t to = text.find(" to ");
  auto first = plain_birth(text.substr(0, to));
  if (!first) return std::nullopt;
  if (to != std::string_view::npos) {
    const auto last = plain_birth(text.substr(to + 4));
    if (!last || last->to < first->from) return std::nullopt;
    first->to = last->to;
  }
  first->circa = circa;
  return first;
}

bool remarks_are_cut(std::string_view remarks) {
  const std::size_t last = remarks.find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && remarks[last] != '.';
}

void add_remark_facts(Entry& entry, ListBuilder& list) {
  for (ListName& name : weak_aliases_of(entry.remarks)) entry.names.push_back(std::move(name));
  for (std::string& fact : split_values(entry.remarks, ";")) {
    // The full stop ends the remarks, and sometimes a sentence of them.
    if (fact.ends_with('.') && fact.size() > 1) fact.pop_back();
    add_fact(entry, fact, list);
  }
}

std::vector<ListName> weak_aliases_of(std::string_view remarks) {
  std::vector<ListName> out;
  std::size_t at = remarks.find(kMarker);
  while (at != std::string_view::npos) {
    const std::size_t begin = at + kMarker.size();
    const std::size_t end = closing_quote(remarks, begin);
    if (end == std::string_view::npos) break;
    const char letter = at == 0 ? 'a' : remarks[at - 1];
    if (end > begin) {
      out.push_back({std::string(remarks.substr(begin, end - begin)), kind_of(letter), Strength::kWeak, {}});
    }
    at = remarks.find(kMarker, end);
  }
  return out;
}

}  // namespace licet::screening
