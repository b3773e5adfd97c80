#include <set>

#include "cli/show.h"

namespace licet::cli {
namespace {

std::string reason_text(const json::Value& reason) {
  std::string out(reason.string_or("code", "?"));
  const std::string_view pack = reason.string_or("pack", ""), place = reason.string_or("place", "");
  if (!pack.empty())
    out += " in " + std::string(pack) + (place.empty() || place == pack ? "" : "/" + std::string(place));
  if (!reason.string_or("rule", "").empty()) out += " (rule " + std::string(reason.string_or("rule", "")) + ")";
  if (!reason.string_or("verdict", "").empty()) out += ": " + std::string(reason.string_or("verdict", ""));
  return out;
}

void tag_lines(const json::Value& decision, const std::string& indent, std::vector<std::string>& out) {
  const json::Value* evidence = decision.find("evidence");
  const json::Value* uses = decision.find("uses");
  if (evidence == nullptr || !evidence->is_array()) return;
  for (std::size_t i = 0; i < evidence->as_array().size(); ++i) {
    const json::Value& item = evidence->as_array()[i];
    const json::Array& cells = item.as_array();  // kind, place, date of observation
    std::string line = indent + "evidence";
    for (const json::Value& cell : cells) line += " " + cell.as_string();
    if (uses != nullptr && i < uses->as_array().size()) line += ": " + uses->as_array()[i].as_string();
    out.push_back(std::move(line));
  }
  out.push_back(indent + "confidence " + std::to_string(decision.int_or("confidence", 0)) + " of 100");
}

/// A candidate's row: person, index of the team, then indexes of its reasons.
void candidate_lines(const json::Value& decision, const DecisionNames& names, const std::string& indent,
                     std::vector<std::string>& out) {
  const json::Value* candidates = decision.find("candidates");
  const json::Value* teams = decision.find("teams");
  const json::Value* reasons = decision.find("reasons");
  if (candidates == nullptr || teams == nullptr) return;
  const std::int64_t chosen = decision.int_or("chosen", -1);
  std::int64_t index = 0;
  for (const json::Value& row : candidates->as_array()) {
    const json::Array& cells = row.as_array();
    const auto& team = teams->as_array()[static_cast<std::size_t>(cells[1].as_int())];
    std::string line = indent + handle_of(names.handles, cells[0].as_string()) + " (" + team.as_string() + ")";
    if (index == chosen) line += ": chosen";
    if (index != chosen && cells.size() == 2) line += ": licensed and available, not next in turn";
    out.push_back(std::move(line));
    for (std::size_t i = 2; i < cells.size(); ++i)
      out.push_back(indent + "  " + reason_text(reasons->as_array()[static_cast<std::size_t>(cells[i].as_int())]));
    ++index;
  }
}

}  // namespace

std::vector<std::string> decision_lines(const json::Value& decision, const DecisionNames& names,
                                        const std::string& indent) {
  std::vector<std::string> out;
  const std::string_view gate = decision.string_or("gate", "");
  const json::Value* reasons = decision.find("reasons");
  if (gate == "tag") tag_lines(decision, indent, out);
  if (gate == "route") {
    out.push_back(
        indent + "outcome " + std::string(decision.string_or("outcome", "?")) +
        (decision.string_or("route", "").empty() ? ""
                                                 : " by routing rule " + std::string(decision.string_or("route", ""))) +
        (decision.string_or("problem", "").empty() ? "" : ": " + std::string(decision.string_or("problem", ""))));
    candidate_lines(decision, names, indent, out);
    return out;
  }
  if (!decision.string_or("verdict", "").empty())
    out.push_back(indent + "verdict " + std::string(decision.string_or("verdict", "")));
  if (reasons != nullptr && reasons->is_array())
    for (const json::Value& reason : reasons->as_array()) out.push_back(indent + reason_text(reason));
  return out;
}

std::vector<std::string> citation_lines(const json::Value& decision, const DecisionNames& names,
                                        const std::string& indent) {
  std::vector<std::string> out;
  std::set<std::string_view> seen;
  const json::Value* reasons = decision.find("reasons");
  if (reasons == nullptr || !reasons->is_array()) return out;
  for (const json::Value& reason : reasons->as_array()) {
    const auto found = names.citations.find(reason.string_or("rule", ""));
    if (found != names.citations.end() && seen.insert(found->first).second)
      out.push_back(indent + found->first + ": " + found->second);
  }
  return out;
}

}  // namespace licet::cli
