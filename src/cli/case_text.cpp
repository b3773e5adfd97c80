#include "cli/case_text.h"

#include <algorithm>

#include "cli/output.h"
#include "screening/corroboration.h"

namespace licet::cli {
namespace {

using Lines = std::vector<std::string>;
using Rows = std::vector<Lines>;

std::string percent(std::int64_t ten_thousandths) {
  return std::to_string(ten_thousandths / 100) + "." + std::to_string(ten_thousandths / 10 % 10) + " %";
}

std::string join(const Lines& texts, std::string_view between = ", ") {
  std::string out;
  for (const std::string& text : texts)
    if (!text.empty()) out += (out.empty() ? "" : std::string(between)) + text;
  return out;
}

std::string column(const std::optional<record::Row>& subject, std::string_view name) {
  return subject ? std::string(subject->text(name)) : std::string();
}

/// What the entry says, a line a fact; a fact that has several values has several lines.
struct Listed {
  Lines names, births, countries, ids, addresses;
};
Listed listed_of(const screening::Entry& entry) {
  Listed out;
  for (const screening::ListName& name : entry.names)
    out.names.push_back(name.full + " (" + std::string(screening::name_kind_name(name.kind)) +
                        (name.strength == screening::Strength::kWeak ? ", weak)" : ")"));
  for (const screening::BirthDate& birth : entry.births) out.births.push_back(screening::birth_text(birth));
  for (const screening::ListCountry& country : entry.countries)
    out.countries.push_back(country.code + " (" + std::string(screening::country_role_name(country.role)) + ")");
  for (const screening::ListId& id : entry.ids)
    out.ids.push_back(id.type + " " + id.value + (id.country.empty() ? "" : " (" + id.country + ")"));
  for (const screening::ListAddress& address : entry.addresses)
    out.addresses.push_back(join({address.street, address.city, address.country}));
  return out;
}

void add_rows(Rows& rows, const std::string& what, const Lines& asked, const Lines& listed) {
  const std::size_t count = std::max(asked.size(), listed.size());
  for (std::size_t i = 0; i < count; ++i)
    rows.push_back({i == 0 ? what : "", i < asked.size() ? printable(asked[i]) : "",
                    i < listed.size() ? printable(listed[i]) : ""});
}

Lines only(std::string text) { return text.empty() ? Lines() : Lines{std::move(text)}; }

/// The two sides, fact by fact.
Lines side_by_side(const app::CaseHit& hit, const std::optional<record::Row>& subject) {
  const Listed listed = hit.listed ? listed_of(*hit.listed) : Listed();
  Rows rows = {{"", "ASKED ABOUT", "LISTED"}};
  Lines asked;
  if (hit.asked) {
    asked = only(join({hit.asked->first_name, hit.asked->last_name}, " "));
    if (!hit.asked->company.empty()) asked.push_back(hit.asked->company);
  }
  Lines names = listed.names;
  if (names.empty() && hit.match) names = only(hit.match->hits.front().listed_name);
  add_rows(rows, "name", asked, names);
  add_rows(rows, "born", only(column(subject, "birth_date")), listed.births);
  const app::KnownFacts facts = hit.asked ? hit.asked->facts : app::KnownFacts();
  Lines countries = only(facts.country.empty() ? "" : facts.country + " (residence)");
  if (!facts.nationality.empty()) countries.push_back(facts.nationality + " (nationality)");
  add_rows(rows, "country", countries, listed.countries);
  add_rows(rows, "gender", only(facts.gender),
           only(hit.listed ? std::string(screening::gender_name(hit.listed->gender)) : ""));
  Lines numbers = only(facts.passport.empty() ? "" : "passport " + facts.passport);
  if (!facts.national_id.empty()) numbers.push_back("national_id " + facts.national_id);
  if (!facts.email.empty()) numbers.push_back(facts.email);
  if (!facts.phone.empty()) numbers.push_back(facts.phone);
  add_rows(rows, "id", numbers, listed.ids);
  add_rows(rows, "address",
           only(join({column(subject, "street"), column(subject, "postal_code"), column(subject, "city")})),
           listed.addresses);
  return table(rows);
}

Lines extract(const screening::Entry& entry) {
  Lines out;
  const auto add = [&](const std::string& what, const std::string& text) {
    if (!text.empty()) out.push_back(what + printable(text));
  };
  add("programmes    ", join(entry.programmes));
  add("title         ", entry.title);
  if (entry.listed_on) add("listed on     ", format_date(*entry.listed_on));
  add("remarks       ", entry.remarks);
  add("source        ", entry.source_url);
  return out;
}

void append(Lines& out, const std::string& indent, const Lines& more) {
  for (const std::string& line : more) out.push_back(indent + line);
}

}  // namespace

std::vector<std::string> hit_lines(const app::CaseHit& hit, const std::optional<record::Row>& subject,
                                   const Handles& handles) {
  Lines out;
  if (!hit.match) {
    out.push_back("hit           " + hit.hit + " (" + hit.state + "): more entries matched than are listed");
    return out;
  }
  out.push_back("hit           " + printable(hit.list + ":" + hit.entry) + " (" + hit.state + "), " +
                percent(hit.match->hits.front().score));
  append(out, "  ", side_by_side(hit, subject));
  append(out, "  ", screening::explain(*hit.match));
  const screening::Thresholds& least = hit.match->thresholds.of(hit.list);
  out.push_back("  thresholds    persons " + percent(least.person) + ", companies " + percent(least.company) +
                ", weak aliases " + percent(least.weak_alias) + ", confirmed " + percent(least.corroborated) +
                ", contradicted " + percent(least.contradicted) + "; " + hit.match->algorithm + ", ICU " +
                hit.match->icu);
  if (hit.listed) append(out, "  ", extract(*hit.listed));
  if (!hit.listed) out.push_back("  the list's bytes are not in the data file: no extract");
  for (const app::EarlierFinding& before : hit.earlier) {
    out.push_back("  found before  " + before.disposition + " by " + handle_of(handles, before.by) + ", approved by " +
                  handle_of(handles, before.approved_by) + ", " + time_text(before.at.us) + ", " + before.review);
    if (!before.note.empty()) out.push_back("                \"" + printable(before.note) + "\"");
  }
  return out;
}

json::Value hit_json(const app::CaseHit& hit) {
  json::Object out{{"hit", hit.hit}, {"state", hit.state}};
  if (hit.asked)
    out.emplace("asked", json::Object{{"company", hit.asked->company},
                                      {"first_name", hit.asked->first_name},
                                      {"last_name", hit.asked->last_name}});
  json::Array earlier;
  for (const app::EarlierFinding& before : hit.earlier)
    earlier.emplace_back(json::Object{{"approved_by", before.approved_by},
                                      {"at", before.at.us},
                                      {"by", before.by},
                                      {"case", before.review},
                                      {"disposition", before.disposition},
                                      {"lead", before.lead},
                                      {"note", before.note}});
  out.emplace("earlier", std::move(earlier));
  if (hit.listed) out.emplace("listed", screening::entry_to_json(*hit.listed));
  if (!hit.match) return json::Value(std::move(out));
  out.emplace("entry", hit.entry);
  out.emplace("list", hit.list);
  out.emplace("screening", screening::clear_json(*hit.match));
  const json::Value sealed = screening::sealed_json(*hit.match);
  if (const json::Value* hits = sealed.find("hits"); hits != nullptr && !hits->as_array().empty())
    out.emplace("explanation", hits->as_array().front());
  return json::Value(std::move(out));
}

}  // namespace licet::cli
