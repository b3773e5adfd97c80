#include <algorithm>

#include "screening/screening.h"

namespace licet::screening {
namespace {

/// "93.4" for 9340 ten-thousandths; the second decimal is cut, never rounded up to a threshold it does not reach.
std::string percent(std::uint32_t ten_thousandths) {
  return std::to_string(ten_thousandths / 100) + '.' + std::to_string(ten_thousandths / 10 % 10) + " %";
}

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

std::string part_line(const Part& part) {
  const std::string query = part.query_token.empty() ? "-" : part.query_token;
  const std::string listed = part.list_token.empty() ? "-" : part.list_token;
  std::string line = "    " + padded(query, 18) + ' ' + padded(listed, 18) + ' ';
  switch (part.relation) {
    case Relation::kExact:
      line += "the same";
      break;
    case Relation::kFuzzy:
      line += "alike by " + percent(part.similarity);
      break;
    case Relation::kPhonetic:
      line += "sounds alike";
      break;
    case Relation::kName:
      line += "forms of one given name";
      break;
    case Relation::kAcronym:
      line += "its first letters";
      break;
    case Relation::kConflict:
      line += "stands against another word";
      break;
    case Relation::kInitial:
      line += "initial";
      break;
    case Relation::kJoined:
      line += "written as one word";
      break;
    case Relation::kExtra:
      line += "not in the listed name";
      break;
    case Relation::kMissing:
      line += "not asked for";
      break;
  }
  if (part.contribution > 0) line += ", +" + percent(part.contribution);
  return line;
}

/// Points as they are added up, "+30.0" or "-40.0".
std::string signed_points(std::int32_t points) {
  const std::uint32_t size = static_cast<std::uint32_t>(points < 0 ? -points : points);
  return (points < 0 ? "-" : "+") + std::to_string(size / 100) + '.' + std::to_string(size / 10 % 10);
}

std::string fact_line(const Fact& fact) {
  std::string what(fact.name);
  std::replace(what.begin(), what.end(), '_', ' ');
  const bool agrees = fact.verdict == Verdict::kConfirmed;
  return "    " + padded(what, 18) + ' ' + padded(fact.asked, 18) + ' ' + (agrees ? "agrees with " : "is not ") +
         fact.listed + ", " + signed_points(fact.points);
}

std::string evidence_line(const Corroboration& evidence) {
  std::string line = "    evidence beside the name: ";
  if (evidence.facts.empty()) return line + "none, neither side says more";
  if (evidence.verdict == Verdict::kNeutral) return line + "does not decide (" + signed_points(evidence.points) + ")";
  const bool confirmed = evidence.verdict == Verdict::kConfirmed;
  return line + (confirmed ? "confirmed (" : "contradicted (") + signed_points(evidence.points) +
         (confirmed ? "), so that less of a name is enough" : "), so that more of a name is asked");
}

/// "threshold 82.0 %: list eu, client type retail": which one the name had to reach, and why that one.
std::string threshold_line(const ThresholdSet& thresholds, std::uint32_t needed, const Hit& hit) {
  const bool own = std::any_of(thresholds.lists.begin(), thresholds.lists.end(),
                               [&](const auto& list) { return list.first == hit.list; });
  std::string why = own ? "list " + hit.list : std::string();
  if (!thresholds.segment.empty()) why += (why.empty() ? "" : ", ") + thresholds.segment;
  if (why.empty()) why = "for everybody";
  return "    threshold " + percent(needed) + ": " + why;
}

std::string list_line(const ListState& state) {
  return "compared with " + state.kind + " of " +
         (state.as_of == kAsOfUnknown ? "an unknown date" : format_instant(state.as_of)) + ", " +
         std::to_string(state.entries) + " entries, " + crypto::digest_text(state.digest).substr(0, 19);
}

}  // namespace

std::vector<std::string> explain(const Screening& screening) {
  std::vector<std::string> out;
  if (screening.status == ScreenStatus::kNoList) {
    out.emplace_back("no list is loaded: nothing is known, nobody is cleared");
    return out;
  }
  for (const ListState& state : screening.lists) out.push_back(list_line(state));
  if (screening.degraded) out.emplace_back("degraded: a screening service did not answer");
  if (screening.hits_total == 0) {
    const Thresholds& general = screening.thresholds.general;
    out.emplace_back("no listed name reaches the threshold (persons " + percent(general.person) + ", companies " +
                     percent(general.company) + ", weak aliases " + percent(general.weak_alias) + ")");
  }
  for (const Hit& hit : screening.hits) {
    out.push_back("hit " + percent(hit.score) + "  " + hit.list + " entry " + hit.entry_id + ": " + hit.listed_name +
                  " (" + std::string(name_kind_name(hit.kind)) + " name" +
                  (hit.strength == Strength::kWeak ? ", weak" : "") + "; matched by the " +
                  std::string(subject_name(hit.subject)) + ")");
    for (const Part& part : hit.parts) out.push_back(part_line(part));
    const std::uint32_t needed =
        score_needed(screening.thresholds.of(hit.list), hit.subject, hit.strength, hit.corroboration.verdict);
    // What a service found below it was found by thresholds of its own.
    if (hit.score >= needed) out.push_back(threshold_line(screening.thresholds, needed, hit));
    out.push_back(evidence_line(hit.corroboration));
    for (const Fact& fact : hit.corroboration.facts) out.push_back(fact_line(fact));
  }
  if (screening.hits_total > screening.hits.size()) {
    out.push_back("and " + std::to_string(screening.hits_total - screening.hits.size()) + " hits with lower scores");
  }
  return out;
}

}  // namespace licet::screening
