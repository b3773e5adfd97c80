#include "screening/corroboration.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "screening/normalise.h"

namespace licet::screening {
namespace {

using Texts = std::vector<std::string>;

constexpr std::int32_t kFirstDay = -62'091;    // 1800-01-01
constexpr std::int32_t kLastDay = 2'932'896;   // 9999-12-31
constexpr std::size_t kIdCharsMin = 4;         // shorter numbers coincide by chance
constexpr std::size_t kUntypedIdCharsMin = 6;  // the same where a side does not say of what kind it is
constexpr std::size_t kCityCharsMin = 3;
constexpr std::size_t kCompanyCharsMin = 6;

std::string joined(const Texts& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
  return out;
}

Fact fact(std::string_view name, std::int32_t points, std::string asked, std::string listed) {
  const Verdict verdict = points > 0 ? Verdict::kConfirmed : points < 0 ? Verdict::kContradicted : Verdict::kNeutral;
  return {name, verdict, points, std::move(asked), std::move(listed)};
}

// ---- birth

/// First and last day, both of which may be meant; 64 bits, so that no widening overflows.
struct Days {
  std::int64_t from = 0, to = 0;
  std::int64_t open() const { return to - from; }
};

bool makes_sense(const BirthDate& birth) {
  return birth.from <= birth.to && birth.from.days >= kFirstDay && birth.to.days <= kLastDay;
}

/// In many papers the first of January stands for a year of which no more is known.
bool is_first_of_january(const BirthDate& birth) {
  const YearMonthDay ymd = to_ymd(birth.from);
  return birth.from == birth.to && ymd.month == 1 && ymd.day == 1;
}
bool is_day(const BirthDate& birth) { return birth.from == birth.to && !birth.circa && !is_first_of_january(birth); }

Days days_of(const BirthDate& birth) {
  Days days{birth.from.days, birth.to.days};
  if (is_first_of_january(birth)) days.to = from_ymd(to_ymd(birth.from).year, 12, 31).days;
  if (birth.circa) {
    days.from -= kBirthCircaDays;
    days.to += kBirthCircaDays;
  }
  return days;
}

/// Years of which one digit is another, or two neighbours stand the other way round: a slip of the pen.
bool is_slip(int a, int b) {
  std::array<int, 4> x{}, y{};
  for (std::size_t i = 0; i < x.size(); ++i, a /= 10, b /= 10) {
    x[i] = a % 10;
    y[i] = b % 10;
  }
  std::size_t first = x.size(), differing = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] == y[i]) continue;
    if (differing++ == 0) first = i;
  }
  if (differing == 1) return true;
  return differing == 2 && first + 1 < x.size() && x[first] == y[first + 1] && x[first + 1] == y[first];
}

/// Two days that are not the same one.
std::int32_t points_of_other_day(Date asked, Date listed) {
  const YearMonthDay a = to_ymd(asked), b = to_ymd(listed);
  if (a.year == b.year && a.month == b.day && a.day == b.month) return kEvidencePoints.birth_swapped;
  if (a.month == b.month && a.day == b.day && is_slip(a.year, b.year)) return 0;
  const std::int64_t apart = std::abs(std::int64_t{asked.days} - listed.days);
  return apart > kBirthDaysApart ? kEvidencePoints.birth_apart : 0;
}

std::int32_t birth_points(const BirthDate& asked, const BirthDate& listed) {
  if (is_day(asked) && is_day(listed))
    return asked.from == listed.from ? kEvidencePoints.birth_day : points_of_other_day(asked.from, listed.from);
  const Days a = days_of(asked), b = days_of(listed);
  const std::int64_t apart = std::max(a.from - b.to, b.from - a.to);
  if (apart > 0) return apart > kBirthDaysApart ? kEvidencePoints.birth_apart : 0;
  const std::int64_t open = std::max(a.open(), b.open());
  if (open > kBirthOpenDaysMax) return 0;
  if (open > 366 || asked.circa || listed.circa) return kEvidencePoints.birth_about;
  return open > 31 ? kEvidencePoints.birth_year : kEvidencePoints.birth_month;
}

// ---- identifiers

std::int32_t id_points(std::string_view type) {
  if (type == "website") return kEvidencePoints.website;
  if (type == "phone" || type == "email" || type == "bic" || type == "other") return kEvidencePoints.contact;
  return kEvidencePoints.identifier;
}

/// As compared: letters and digits alone, ASCII ones in capitals; of a telephone number no leading noughts.
std::string comparable(const ListId& id) {
  std::string out;
  for (const char c : id.value) {
    if (c >= 'a' && c <= 'z')
      out += static_cast<char>(c - 'a' + 'A');
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80)
      out += c;
  }
  if (id.type == "phone") out.erase(0, std::min(out.find_first_not_of('0'), out.size()));
  return out;
}

/// "n/a", "0000" and the like identify nobody.
bool identifies(std::string_view type, std::string_view value) {
  if (value.size() < kIdCharsMin) return false;
  if (std::all_of(value.begin(), value.end(), [&](char c) { return c == value.front(); })) return false;
  if (type == "email" || type == "website" || type == "bic") return true;
  return std::any_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// What equal values of these two are worth; 0 when they cannot be one number.
std::int32_t points_if_equal(const ListId& asked, const ListId& listed, std::size_t size) {
  if (!asked.country.empty() && !listed.country.empty() && asked.country != listed.country) return 0;
  if (asked.type == listed.type) return id_points(asked.type);
  const bool untyped = asked.type == "other" || listed.type == "other";
  return untyped && size >= kUntypedIdCharsMin ? std::min(id_points(asked.type), id_points(listed.type)) : 0;
}

std::string id_text(const ListId& id, const std::string& value) {
  return id.type + ' ' + value + (id.country.empty() ? "" : " (" + id.country + ")");
}

// ---- words

/// The words of a text as names are normalised, each by itself, so that no text is too long; legal forms left out.
Texts words_of(std::string_view text) {
  constexpr std::string_view kApart = " \t\r\n,;:()\"";
  Texts out;
  while (!text.empty() && out.size() < kEvidenceWordsMax) {
    const std::size_t begin = text.find_first_not_of(kApart);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(kApart));
    text.remove_prefix(word.size());
    const auto normal = normalise(word, NameForm::kOrganisation);
    if (!normal) continue;
    for (const Token& token : normal->tokens)
      if (token.kind != TokenKind::kLegalForm) out.push_back(token.text);
  }
  return out;
}

std::size_t size_of(const Texts& words) {
  return std::accumulate(words.begin(), words.end(), std::size_t{0},
                         [](std::size_t sum, const std::string& word) { return sum + word.size(); });
}

bool has_digit(const std::string& word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether all of `words` are among `sorted`.
bool all_among(const Texts& words, const Texts& sorted) {
  return std::all_of(words.begin(), words.end(),
                     [&](const std::string& word) { return std::binary_search(sorted.begin(), sorted.end(), word); });
}

std::int32_t address_points(const Texts& asked, const ListAddress& listed) {
  Texts city = words_of(std::string_view(listed.city).substr(0, listed.city.find(',')));
  city.erase(std::remove_if(city.begin(), city.end(), has_digit), city.end());
  const bool city_known = size_of(city) >= kCityCharsMin;
  if (city_known && !all_among(city, asked)) return 0;
  const Texts street = words_of(listed.street);
  // A house number makes a street an address; without one two words do.
  if (street.size() >= 2 && all_among(street, asked)) return kEvidencePoints.street;
  return city_known ? kEvidencePoints.city : 0;
}

}  // namespace

std::string birth_text(const BirthDate& birth) {
  const YearMonthDay from = to_ymd(birth.from), to = to_ymd(birth.to);
  const std::string first = format_date(birth.from);
  std::string text = first;
  const bool whole_years = from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31;
  if (whole_years)
    text = first.substr(0, 4) + (from.year == to.year ? "" : " to " + format_date(birth.to).substr(0, 4));
  else if (from.year == to.year && from.month == to.month && from.day == 1 && to.day >= 28)
    text = first.substr(0, 7);
  else if (birth.from != birth.to)
    text = first + " to " + format_date(birth.to);
  return (birth.circa ? "about " : "") + text;
}

Confirmer::Confirmer(const Query& query) {
  if (query.birth && makes_sense(*query.birth)) birth_ = query.birth;
  for (const ListId& id : query.ids)
    if (std::string value = comparable(id); identifies(id.type, value)) ids_.push_back({id.type, value, id.country});
}

Corroborator::Corroborator(const Query& query) : Confirmer(query), countries_(query.countries), gender_(query.gender) {
  address_ = query.address;
  address_words_ = words_of(query.address);
  std::sort(address_words_.begin(), address_words_.end());
  company_words_ = words_of(query.company);
  if (size_of(company_words_) >= kCompanyCharsMin)
    company_ = query.company;
  else
    company_words_.clear();
}

Fact Confirmer::birth_fact(const Entry& entry) const {
  std::int32_t best = std::numeric_limits<std::int32_t>::min();
  const BirthDate* of = nullptr;
  for (const BirthDate& listed : entry.births) {
    if (!birth_ || !makes_sense(listed)) continue;
    const std::int32_t points = birth_points(*birth_, listed);
    if (points <= best) continue;
    best = points;
    of = &listed;
  }
  if (of == nullptr || best == 0) return {};
  return fact("birth_date", best, birth_text(*birth_), birth_text(*of));
}

Fact Corroborator::country_fact(const Entry& entry) const {
  std::int32_t best = 0;
  std::string same, other;
  bool comparable_all = true;
  for (const ListCountry& listed : entry.countries) {
    if (listed.role == CountryRole::kFlag) continue;
    const bool nationality = listed.role == CountryRole::kNationality;
    if (std::find(countries_.begin(), countries_.end(), listed.code) != countries_.end()) {
      const std::int32_t points = nationality ? kEvidencePoints.nationality : kEvidencePoints.country;
      if (points <= best) continue;
      best = points;
      same = listed.code + " (" + std::string(country_role_name(listed.role)) + ")";
    } else if (nationality) {
      comparable_all = comparable_all && listed.code.size() == 2;
      other += (other.empty() ? "" : ", ") + listed.code + " (nationality)";
    }
  }
  if (best > 0) return fact("country", best, joined(countries_), std::move(same));
  if (countries_.empty() || other.empty() || !comparable_all) return {};
  return fact("country", kEvidencePoints.other_nationality, joined(countries_), std::move(other));
}

Fact Corroborator::gender_fact(const Entry& entry) const {
  if (gender_ == Gender::kUnknown || entry.gender == Gender::kUnknown) return {};
  return fact("gender", gender_ == entry.gender ? kEvidencePoints.gender : kEvidencePoints.other_gender,
              std::string(gender_name(gender_)), std::string(gender_name(entry.gender)));
}

Fact Confirmer::identifier_fact(const Entry& entry) const {
  if (ids_.empty()) return {};
  Fact best;
  for (const ListId& listed : entry.ids) {
    const std::string value = comparable(listed);
    for (const ListId& asked : ids_) {
      if (asked.value != value) continue;
      const std::int32_t points = points_if_equal(asked, listed, value.size());
      if (points > best.points)
        best = fact("identifier", points, id_text(asked, asked.value), id_text(listed, listed.value));
    }
  }
  return best;
}

Fact Corroborator::address_fact(const Entry& entry) const {
  if (address_words_.empty()) return {};
  std::int32_t best = 0;
  std::string listed;
  for (const ListAddress& address : entry.addresses) {
    const std::int32_t points = address_points(address_words_, address);
    if (points <= best) continue;
    best = points;
    listed = address.street + (address.street.empty() || address.city.empty() ? "" : ", ") + address.city;
  }
  return best == 0 ? Fact{} : fact("address", best, address_, std::move(listed));
}

/// The company asked about, named in what a person's entry says beside names.
Fact Corroborator::company_fact(const Entry& entry) const {
  if (company_words_.empty() || entry.type == EntryType::kEntity) return {};
  Texts said{entry.title, entry.remarks};
  said.insert(said.end(), entry.programmes.begin(), entry.programmes.end());
  for (const auto& [key, text] : entry.details) said.push_back(text);
  for (std::string& text : said) {
    const Texts words = words_of(text);
    if (std::search(words.begin(), words.end(), company_words_.begin(), company_words_.end()) == words.end()) continue;
    return fact("company", kEvidencePoints.company, company_, std::move(text));
  }
  return {};
}

bool Confirmer::may_confirm(const Entry& entry, Subject subject) const {
  return (subject == Subject::kPerson && birth_fact(entry).points > 0) || identifier_fact(entry).points > 0;
}

Corroboration Corroborator::of(const Entry& entry, Subject subject) const {
  Corroboration out;
  const bool person = subject == Subject::kPerson;
  const std::array facts{person ? birth_fact(entry) : Fact{},
                         country_fact(entry),
                         person ? gender_fact(entry) : Fact{},
                         identifier_fact(entry),
                         address_fact(entry),
                         person ? company_fact(entry) : Fact{}};
  const auto is_of = [](const Fact& one, std::string_view name) {
    return one.verdict == Verdict::kConfirmed && one.name == name;
  };
  bool strong_against = false, tells_apart = false;
  for (const Fact& one : facts) {
    if (one.verdict == Verdict::kNeutral) continue;
    out.points += one.points;
    strong_against = strong_against || one.points <= kContradictedAt;
    tells_apart = tells_apart || is_of(one, "birth_date") || is_of(one, "identifier");
    out.facts.push_back(one);
  }
  if (strong_against && out.points <= kContradictedAt)
    out.verdict = Verdict::kContradicted;
  else if (!strong_against && tells_apart && out.points >= kConfirmedAt)
    out.verdict = Verdict::kConfirmed;
  return out;
}

Corroboration corroborate(const Query& query, const Entry& entry, Subject subject) {
  return Corroborator(query).of(entry, subject);
}

}  // namespace licet::screening
