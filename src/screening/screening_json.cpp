#include <algorithm>
#include <array>
#include <utility>

#include "screening/screening.h"

namespace licet::screening {
namespace {

constexpr std::array<std::string_view, 2> kSubjects{"person", "company"};
constexpr std::array<std::string_view, 2> kStatuses{"complete", "no_list"};
constexpr std::size_t kRelations = 10;
constexpr std::array<std::string_view, 3> kVerdicts{"neutral", "confirmed", "contradicted"};
constexpr std::array<std::string_view, 6> kFacts{"birth_date", "country", "gender", "identifier", "address", "company"};

json::Value number(std::uint32_t value) { return static_cast<std::int64_t>(value); }

json::Value clear_hit(const Hit& hit) {
  return json::Object{{"subject", subject_name(hit.subject)},
                      {"list", hit.list},
                      {"entry_id", hit.entry_id},
                      {"entry_hash", crypto::digest_text(hit.entry_hash)},
                      {"kind", name_kind_name(hit.kind)},
                      {"strength", strength_name(hit.strength)},
                      {"score", number(hit.score)},
                      {"evidence", verdict_name(hit.corroboration.verdict)},
                      {"evidence_points", std::int64_t{hit.corroboration.points}},
                      {"rarity", number(hit.rarity)}};
}

json::Object cuts_json(const Thresholds& cuts) {
  json::Object out;
  for (const auto& [key, member] : kThresholdNames) out.emplace(key, number(cuts.*member));
  return out;
}

json::Value list_state(const ListState& state) {
  return json::Object{{"kind", state.kind},
                      {"digest", crypto::digest_text(state.digest)},
                      {"as_of", as_of_text(state.as_of)},
                      {"entries", static_cast<std::int64_t>(state.entries)}};
}

json::Value part_json(const Part& part) {
  return json::Object{{"query_token", part.query_token},
                      {"list_token", part.list_token},
                      {"relation", relation_name(part.relation)},
                      {"similarity", number(part.similarity)},
                      {"weight", number(part.weight)},
                      {"contribution", number(part.contribution)}};
}

json::Value fact_json(const Fact& fact) {
  return json::Object{{"name", fact.name},
                      {"verdict", verdict_name(fact.verdict)},
                      {"points", std::int64_t{fact.points}},
                      {"asked", fact.asked},
                      {"listed", fact.listed}};
}

tl::unexpected<Error> malformed(std::string_view what) {
  return fail(ErrorCode::kBadInput, "screening record: " + std::string(what));
}

Result<std::uint32_t> read_number(const json::Value& value, std::string_view key) {
  const std::int64_t read = value.int_or(key, -1);
  if (read < 0 || read > 0xFFFF'FFFFLL) return malformed(std::string(key) + " is missing or out of range");
  return static_cast<std::uint32_t>(read);
}

Result<std::int32_t> read_points(const json::Value& value, std::string_view key) {
  constexpr std::int64_t kMost = 1'000'000;
  const std::int64_t read = value.int_or(key, kMost + 1);
  if (read < -kMost || read > kMost) return malformed(std::string(key) + " is missing or out of range");
  return static_cast<std::int32_t>(read);
}

Result<Verdict> read_verdict(const json::Value& value, std::string_view key) {
  const auto found = std::find(kVerdicts.begin(), kVerdicts.end(), value.string_or(key, ""));
  if (found == kVerdicts.end()) return malformed("unknown " + std::string(key));
  return static_cast<Verdict>(found - kVerdicts.begin());
}

Result<crypto::Digest> read_digest(const json::Value& value, std::string_view key) {
  const auto digest = crypto::parse_digest_text(value.string_or(key, ""));
  if (!digest) return malformed(std::string(key) + " is no digest");
  return *digest;
}

Result<const json::Array*> read_array(const json::Value& value, std::string_view key) {
  const json::Value* member = value.find(key);
  if (member == nullptr || !member->is_array()) return malformed(std::string(key) + " is missing");
  return &member->as_array();
}

Result<Hit> read_clear_hit(const json::Value& value) {
  Hit hit;
  const std::string_view subject = value.string_or("subject", "");
  if (subject != kSubjects[0] && subject != kSubjects[1]) return malformed("unknown subject");
  hit.subject = subject == kSubjects[0] ? Subject::kPerson : Subject::kCompany;
  hit.list = value.string_or("list", "");
  hit.entry_id = value.string_or("entry_id", "");
  LICET_TRY(hit.entry_hash, read_digest(value, "entry_hash"));
  const auto kind = parse_name_kind(value.string_or("kind", ""));
  const auto strength = parse_strength(value.string_or("strength", ""));
  if (!kind || !strength) return malformed("unknown kind or strength of a name");
  hit.kind = *kind;
  hit.strength = *strength;
  LICET_TRY(hit.score, read_number(value, "score"));
  LICET_TRY(hit.corroboration.verdict, read_verdict(value, "evidence"));
  LICET_TRY(hit.corroboration.points, read_points(value, "evidence_points"));
  LICET_TRY(hit.rarity, read_number(value, "rarity"));
  return hit;
}

Result<ListState> read_list_state(const json::Value& value) {
  ListState state;
  state.kind = value.string_or("kind", "");
  LICET_TRY(state.digest, read_digest(value, "digest"));
  LICET_TRY(state.as_of, parse_as_of(value.string_or("as_of", "")));
  LICET_TRY(state.entries, read_number(value, "entries"));
  return state;
}

Result<Part> read_part(const json::Value& value) {
  Part part;
  part.query_token = value.string_or("query_token", "");
  part.list_token = value.string_or("list_token", "");
  bool known = false;
  for (std::size_t i = 0; i < kRelations; ++i) {
    const auto relation = static_cast<Relation>(i);
    if (relation_name(relation) != value.string_or("relation", "")) continue;
    part.relation = relation;
    known = true;
  }
  if (!known) return malformed("unknown relation of words");
  LICET_TRY(part.similarity, read_number(value, "similarity"));
  LICET_TRY(part.weight, read_number(value, "weight"));
  LICET_TRY(part.contribution, read_number(value, "contribution"));
  return part;
}

Status open_parts(Hit& hit, const json::Value& opened) {
  LICET_TRY(const json::Array* parts, read_array(opened, "parts"));
  std::uint64_t sum = 0;
  for (const json::Value& value : *parts) {
    LICET_TRY(Part part, read_part(value));
    sum += part.contribution;
    hit.parts.push_back(std::move(part));
  }
  if (sum != hit.score) return malformed("the parts do not sum to the score");
  return {};
}

Result<Fact> read_fact(const json::Value& value) {
  const auto name = std::find(kFacts.begin(), kFacts.end(), value.string_or("name", ""));
  if (name == kFacts.end()) return malformed("unknown fact");
  Fact fact{*name, {}, 0, std::string(value.string_or("asked", "")), std::string(value.string_or("listed", ""))};
  LICET_TRY(fact.verdict, read_verdict(value, "verdict"));
  LICET_TRY(fact.points, read_points(value, "points"));
  return fact;
}

Status open_facts(Corroboration& corroboration, const json::Value& opened) {
  LICET_TRY(const json::Array* facts, read_array(opened, "facts"));
  std::int64_t sum = 0;
  for (const json::Value& value : *facts) {
    LICET_TRY(Fact fact, read_fact(value));
    sum += fact.points;
    corroboration.facts.push_back(std::move(fact));
  }
  if (sum != corroboration.points) return malformed("the facts do not sum to the points of the evidence");
  return {};
}

Status open_hits(std::vector<Hit>& hits, const json::Value& sealed) {
  LICET_TRY(const json::Array* opened, read_array(sealed, "hits"));
  if (opened->size() != hits.size()) return malformed("the sealed part has another number of hits");
  for (std::size_t i = 0; i < hits.size(); ++i) {
    hits[i].listed_name = (*opened)[i].string_or("listed_name", "");
    LICET_CHECK(open_parts(hits[i], (*opened)[i]));
    LICET_CHECK(open_facts(hits[i].corroboration, (*opened)[i]));
  }
  return {};
}

Result<Thresholds> read_cuts(const json::Value& value) {
  Thresholds cuts;
  for (const auto& [key, member] : kThresholdNames) {
    LICET_TRY(cuts.*member, read_number(value, key));
  }
  return cuts;
}

}  // namespace

std::string_view subject_name(Subject subject) { return kSubjects[static_cast<std::size_t>(subject)]; }
std::string_view verdict_name(Verdict verdict) { return kVerdicts[static_cast<std::size_t>(verdict)]; }

std::string_view screen_status_name(ScreenStatus status) { return kStatuses[static_cast<std::size_t>(status)]; }

json::Value clear_json(const Screening& screening) {
  json::Array hits;
  for (const Hit& hit : screening.hits) hits.emplace_back(clear_hit(hit));
  json::Array lists;
  for (const ListState& state : screening.lists) lists.emplace_back(list_state(state));
  return json::Object{{"status", screen_status_name(screening.status)},
                      {"degraded", screening.degraded},
                      {"hits_total", number(screening.hits_total)},
                      {"hits", std::move(hits)},
                      {"lists", std::move(lists)},
                      {"thresholds", thresholds_json(screening.thresholds)},
                      {"algorithm", screening.algorithm},
                      {"icu", screening.icu}};
}

json::Value thresholds_json(const ThresholdSet& thresholds) {
  json::Object out = cuts_json(thresholds.general);
  json::Array lists;
  for (const auto& [list, cuts] : thresholds.lists) {
    json::Object one = cuts_json(cuts);
    one.emplace("list", list);
    lists.emplace_back(std::move(one));
  }
  if (!lists.empty()) out.emplace("lists", std::move(lists));
  if (!thresholds.segment.empty()) out.emplace("segment", thresholds.segment);
  return out;
}

Result<ThresholdSet> thresholds_from_json(const json::Value& value) {
  ThresholdSet out;
  LICET_TRY(out.general, read_cuts(value));
  out.segment = value.string_or("segment", "");
  if (value.find("lists") == nullptr) return out;
  LICET_TRY(const json::Array* lists, read_array(value, "lists"));
  for (const json::Value& list : *lists) {
    LICET_TRY(const Thresholds cuts, read_cuts(list));
    out.lists.emplace_back(list.string_or("list", ""), cuts);
  }
  return out;
}

json::Value sealed_json(const Screening& screening) {
  json::Array hits;
  for (const Hit& hit : screening.hits) {
    json::Array parts;
    for (const Part& part : hit.parts) parts.emplace_back(part_json(part));
    json::Object opened;
    opened.emplace("listed_name", hit.listed_name);
    opened.emplace("parts", std::move(parts));
    json::Array facts;
    for (const Fact& fact : hit.corroboration.facts) facts.emplace_back(fact_json(fact));
    opened.emplace("facts", std::move(facts));
    hits.emplace_back(std::move(opened));
  }
  return json::Object{{"hits", std::move(hits)}};
}

Result<Screening> screening_from_json(const json::Value& clear, const json::Value& sealed) {
  Screening out;
  const std::string_view status = clear.string_or("status", "");
  if (status != kStatuses[0] && status != kStatuses[1]) return malformed("unknown status");
  out.status = status == kStatuses[0] ? ScreenStatus::kComplete : ScreenStatus::kNoList;
  out.degraded = clear.bool_or("degraded", true);
  LICET_TRY(out.hits_total, read_number(clear, "hits_total"));
  LICET_TRY(const json::Array* hits, read_array(clear, "hits"));
  for (const json::Value& value : *hits) {
    LICET_TRY(Hit hit, read_clear_hit(value));
    out.hits.push_back(std::move(hit));
  }
  LICET_TRY(const json::Array* lists, read_array(clear, "lists"));
  for (const json::Value& value : *lists) {
    LICET_TRY(ListState state, read_list_state(value));
    out.lists.push_back(std::move(state));
  }
  const json::Value* thresholds = clear.find("thresholds");
  if (thresholds == nullptr) return malformed("thresholds are missing");
  LICET_TRY(out.thresholds, thresholds_from_json(*thresholds));
  out.algorithm = clear.string_or("algorithm", "");
  out.icu = clear.string_or("icu", "");
  if (!sealed.is_null()) LICET_CHECK(open_hits(out.hits, sealed));
  return out;
}

}  // namespace licet::screening
