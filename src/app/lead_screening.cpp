#include "app/lead_screening.h"

#include <algorithm>
#include <set>

#include "app/intake_value.h"
#include "app/service_screening.h"
#include "screening/engine.h"
#include "screening/normalise.h"
#include "screening/screening.h"

namespace licet::app {
namespace {

using Texts = std::vector<std::string>;

/// A part of a name, or nothing when it is what people write for nothing.
std::string said(std::string_view text) { return intake::is_nothing(text) ? std::string() : std::string(text); }

bool has_person(const BorneName& name) {
  return screening::names_somebody(said(name.first_name) + ' ' + said(name.last_name));
}
bool has_company(const BorneName& name) { return screening::names_somebody(said(name.company)); }

Texts union_of(const Texts& a, const Texts& b) {
  std::set<std::string> all(a.begin(), a.end());
  all.insert(b.begin(), b.end());
  return {all.begin(), all.end()};
}
/// What `a` has and `b` has not.
Texts without(const Texts& a, const Texts& b) {
  Texts out;
  for (const std::string& item : a)
    if (std::find(b.begin(), b.end(), item) == b.end()) out.push_back(item);
  return out;
}

/// The answers about several names as one: the best hits of all of them.
void merge(screening::Screening& into, screening::Screening&& from) {
  into.hits_total += from.hits_total;
  into.degraded = into.degraded || from.degraded;
  for (screening::Hit& hit : from.hits) into.hits.push_back(std::move(hit));
  std::stable_sort(into.hits.begin(), into.hits.end(), screening::hit_before);
  if (into.hits.size() > screening::kHitsMax) into.hits.resize(screening::kHitsMax);
}

/// How the record names the hits of one name. Hits that were counted and not listed were shown to nobody, so no
/// finding about the listed ones covers another number of them.
void note_hits(std::size_t number, const screening::Screening& answer, Texts& hits) {
  const std::string prefix = std::to_string(number) + ":";
  for (const screening::Hit& hit : answer.hits) hits.push_back(prefix + crypto::digest_text(hit.entry_hash));
  if (answer.hits_total > answer.hits.size()) hits.push_back(prefix + "of-" + std::to_string(answer.hits_total));
}

constexpr std::pair<std::string_view, std::string KnownFacts::*> kFactColumns[] = {
    {"birth_date", &KnownFacts::birth_date},
    {"country", &KnownFacts::country},
    {"street", &KnownFacts::street},
    {"city", &KnownFacts::city},
    {"postal_code", &KnownFacts::postal_code},
    {"email", &KnownFacts::email},
    {"phone", &KnownFacts::phone},
    {"gender", &KnownFacts::gender},
    {"nationality", &KnownFacts::nationality},
    {"passport", &KnownFacts::passport},
    {"national_id", &KnownFacts::national_id}};

/// What a subject's row says, where `said` says nothing.
KnownFacts facts_with(const record::Row& subject, const KnownFacts& said) {
  KnownFacts out = said;
  for (const auto& [column, fact] : kFactColumns)
    if ((out.*fact).empty()) out.*fact = subject.text(column);
  return out;
}

bool same_words(const BorneName& a, const BorneName& b) {
  return a.first_name == b.first_name && a.last_name == b.last_name && a.company == b.company;
}
/// Adds a name that is not there yet and says something.
void add_name(std::vector<BorneName>& names, BorneName name) {
  const bool known =
      std::any_of(names.begin(), names.end(), [&](const BorneName& one) { return same_words(one, name); });
  if (!known && !same_words(name, BorneName{})) names.push_back(std::move(name));
}

void ask_facts(const KnownFacts& facts, screening::Query& query) {
  if (const auto day = parse_date(facts.birth_date)) query.birth = screening::BirthDate{*day, *day};
  if (facts.gender == "male") query.gender = screening::Gender::kMale;
  if (facts.gender == "female") query.gender = screening::Gender::kFemale;
  query.countries = intake::several(facts.nationality);
  if (!facts.country.empty() &&
      std::find(query.countries.begin(), query.countries.end(), facts.country) == query.countries.end())
    query.countries.push_back(facts.country);
  for (const std::string* part : {&facts.street, &facts.postal_code, &facts.city})
    if (!part->empty()) query.address += (query.address.empty() ? "" : ", ") + *part;
  for (std::string& number : intake::several(facts.passport)) query.ids.push_back({"passport", std::move(number), ""});
  for (std::string& number : intake::several(facts.national_id))
    query.ids.push_back({"national_id", std::move(number), ""});
  if (!facts.email.empty()) query.ids.push_back({"email", facts.email, ""});
  if (!facts.phone.empty()) query.ids.push_back({"phone", facts.phone, ""});
}

/// Of the hits on delisted entries those that are open and that this screening, against all lists, has not found again.
std::vector<record::DelistedEntry> ended_hits(const std::vector<record::DelistedEntry>& delisted, const Texts& open,
                                              const Texts& found) {
  const Texts over = without(open, found);
  std::vector<record::DelistedEntry> out;
  for (record::DelistedEntry entry : delisted) {
    std::erase_if(entry.hits,
                  [&](const std::string& hit) { return std::find(over.begin(), over.end(), hit) == over.end(); });
    if (!entry.hits.empty()) out.push_back(std::move(entry));
  }
  return out;
}

}  // namespace

screening::Query query_of(const BorneName& name) {
  screening::Query query;
  if (has_person(name)) {
    query.first_name = said(name.first_name);
    query.last_name = said(name.last_name);
  }
  if (has_company(name)) query.company = said(name.company);
  ask_facts(name.facts, query);
  return query;
}

BorneName borne_name(const intake::IntakeRow& row) {
  return {row.first_name,
          row.last_name,
          row.company,
          {row.birth_date ? format_date(*row.birth_date) : std::string(), row.country, row.street, row.city,
           row.postal_code, row.email, row.phone, row.gender, row.nationality, row.passport, row.national_id}};
}

bool can_be_screened(const BorneName& name) { return has_person(name) || has_company(name); }

std::vector<BorneName> borne_names(const record::Row& subject) {
  std::vector<BorneName> out;
  const auto part = [](const json::Array& parts, std::size_t index) {
    return parts[index].is_string() ? parts[index].as_string() : std::string();
  };
  if (!subject.null("names")) {
    // Our own canonical JSON. Whoever changed it behind the store's back is left with the present name below.
    const auto names = json::parse(subject.text("names"));
    if (names && names->is_array())
      for (const json::Value& name : names->as_array())
        if (name.is_array() && name.as_array().size() == 3)
          out.push_back({part(name.as_array(), 0), part(name.as_array(), 1), part(name.as_array(), 2)});
  }
  add_name(out, {std::string(subject.text("first_name")), std::string(subject.text("last_name")),
                 std::string(subject.text("company"))});
  const KnownFacts facts = facts_with(subject, {});
  for (BorneName& name : out) name.facts = facts;
  return out;
}

Result<std::vector<BorneName>> names_with(const record::Row& subject, const BorneName& row) {
  std::vector<BorneName> names = borne_names(subject);
  // Columns that the row lacks stay as they are.
  const auto or_else = [&](const std::string& text, std::string_view column) {
    return text.empty() ? std::string(subject.text(column)) : text;
  };
  const BorneName called{or_else(row.first_name, "first_name"), or_else(row.last_name, "last_name"),
                         or_else(row.company, "company")};
  add_name(names, called);
  if (row.first_name != called.first_name || row.last_name != called.last_name) add_name(names, row);
  const KnownFacts facts = facts_with(subject, row.facts);
  for (BorneName& name : names) name.facts = facts;
  if (names.size() > kBorneNamesMax)
    return fail(ErrorCode::kLimit, "this source id came under more than " + std::to_string(kBorneNamesMax) +
                                       " names; whoever keeps the source must say who it is");
  return names;
}

json::Value names_json(const std::vector<BorneName>& names) {
  json::Array out;
  for (const BorneName& name : names) out.emplace_back(json::Array{name.first_name, name.last_name, name.company});
  return json::Value(std::move(out));
}

Result<ScreenedLead> screen_names(const FirmState& state, const std::vector<BorneName>& names, Instant at,
                                  const Segment& segment) {
  ScreenedLead out;
  out.without_hits = "not";
  out.clear = json::Value(json::Object{});
  std::optional<screening::Screening> all;
  for (const BorneName& name : names) out.compared.push_back(query_of(name));
  const screening::ThresholdSet thresholds = state.thresholds(segment);
  ServiceSide service(state);
  if (state.lists) {
    for (std::size_t number = 0; number < names.size(); ++number) {
      if (!can_be_screened(names[number])) continue;
      const screening::Query& query = out.compared[number];
      LICET_TRY(screening::Screening answer, state.lists->screen(query, thresholds));
      service.ask(query, answer);
      note_hits(number, answer, out.hits);
      if (all)
        merge(*all, std::move(answer));
      else
        all = std::move(answer);
    }
    const bool complete = all && all->status == screening::ScreenStatus::kComplete && !all->degraded;
    if (!all)
      out.without_hits = "nameless";
    else if (complete)
      out.without_hits = state.lists_usable(at) ? "clear" : "stale";
    if (!all || complete) {
      out.lists = state.list_digests;
      out.engine = screening::engine_digest(thresholds);
    }
  }
  std::sort(out.hits.begin(), out.hits.end());
  out.hits.erase(std::unique(out.hits.begin(), out.hits.end()), out.hits.end());
  out.status = out.hits.empty() ? out.without_hits : "hit";
  if (!out.hits.empty()) {
    out.clear = screening::clear_json(*all);
    out.sealed = screening::sealed_json(*all);
  } else if (all) {
    out.clear = json::Value(json::Object{
        {"algorithm", all->algorithm}, {"icu", all->icu}, {"thresholds", screening::thresholds_json(thresholds)}});
  }
  if (json::Value said = service.clear(); !said.is_null()) out.clear.as_object().emplace("service", std::move(said));
  return out;
}

ScreenedLead screened_without_hits(const FirmState& state, const std::vector<BorneName>& names, Instant at,
                                   const Segment& segment) {
  ScreenedLead out;
  const bool named = std::any_of(names.begin(), names.end(), can_be_screened);
  out.without_hits = !named ? "nameless" : state.lists_usable(at) ? "clear" : "stale";
  out.status = out.without_hits;
  const screening::ThresholdSet thresholds = state.thresholds(segment);
  out.clear = json::Value(json::Object{});
  if (named)
    out.clear = json::Value(json::Object{{"algorithm", screening::kAlgorithm},
                                         {"icu", screening::icu_version()},
                                         {"thresholds", screening::thresholds_json(thresholds)}});
  out.lists = state.list_digests;
  out.engine = screening::engine_digest(thresholds);
  for (const BorneName& name : names) out.compared.push_back(query_of(name));
  return out;
}

Rescreened stand_after(const FirmState& state, Instant at, const ScreenedLead& screened, const HitStanding& standing,
                       LeadDraft& draft, const std::vector<record::DelistedEntry>& delisted) {
  const bool clears = screened.without_hits != "clear" || state.lists_usable(at);
  const Texts before = draft.open_hits;
  const std::vector<record::DelistedEntry> ended = ended_hits(delisted, before, screened.hits);
  Texts kept = before;
  for (const record::DelistedEntry& entry : ended) kept = without(kept, entry.hits);
  const Texts all = union_of(kept, screened.hits);
  std::set<std::string> compared;
  draft.open_hits.clear();
  draft.cleared_hits.clear();
  for (const std::string& hit : all) {
    const std::size_t number = name_number(hit);
    std::string digest = compared_of(draft.compared, hit);
    if (standing.key && number < screened.compared.size())
      digest = compared_digest(*standing.key, screened.compared[number]);
    if (!digest.empty()) compared.insert(std::to_string(number) + ":" + digest);
    (standing.holds_for(hit, digest) ? draft.cleared_hits : draft.open_hits).push_back(hit);
  }
  if (!compared.empty()) draft.compared.assign(compared.begin(), compared.end());
  draft.screening = !draft.open_hits.empty() ? "hit" : clears ? screened.without_hits : "stale";
  if (!screened.lists.empty()) {
    draft.screened_lists = screened.lists;
    draft.engine = screened.engine;
  }
  return {record::lead_screened(draft.lead, draft.screening, screened.clear, screened.lists, draft.open_hits,
                                draft.cleared_hits, {compared.begin(), compared.end()}, screened.engine, ended),
          !without(draft.open_hits, before).empty(), !ended.empty()};
}

record::NewEvent stand_after_persons(const FirmState& state, Instant at, std::string_view why, const Texts& cleared,
                                     const Texts& revived, LeadDraft& draft) {
  draft.open_hits = union_of(without(draft.open_hits, cleared), revived);
  draft.cleared_hits = union_of(without(draft.cleared_hits, revived), cleared);
  const bool present = draft.screened_lists == state.list_digests && state.lists_usable(at);
  draft.screening = !draft.open_hits.empty() ? "hit" : present ? "clear" : "stale";
  return record::lead_screened(draft.lead, draft.screening, json::Value(json::Object{{"disposition", why}}), {},
                               draft.open_hits, draft.cleared_hits);
}

std::string open_hits_digest(const LeadDraft& draft) {
  if (draft.open_hits.empty()) return {};
  std::string all;
  for (const std::string& hit : draft.open_hits) all += hit + " " + compared_of(draft.compared, hit) + "\n";
  return crypto::digest_text(crypto::sha256(all));
}

}  // namespace licet::app
