// How rows and decisions look on the terminal and in JSON; shared by the commands that show them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/job_commands.h"
#include "app/lead_queries.h"
#include "base/json.h"
#include "cli/output.h"

namespace licet::cli {

using Handles = std::map<std::string, std::string>;

/// Every column of a row by name; nulls left out; JSON columns parsed.
json::Object row_json(const record::Row& row);
/// "First Last" of a subject's row; "(erased)" when its key is gone.
std::string subject_name(const std::optional<record::Row>& subject);
/// The handle of a person id, or the id.
std::string handle_of(const Handles& handles, std::string_view person);
/// "GB/UK, ..." of a lead's jurisdictions.
std::string jurisdictions_text(const record::Row& lead);
/// The reasons of a case, separated by ", ".
std::string reasons_text(const record::Row& open_case);
/// A moment in UTC to the second.
std::string time_text(std::int64_t us);
json::Object lead_json(const app::LeadView& view);
/// What the lines of a decision need beside it.
struct DecisionNames {
  Handles handles;
  std::map<std::string, std::string, std::less<>> citations;  ///< by rule id, of the active policy
};
/// The lines of one decision record: verdict, candidates, each with why not.
std::vector<std::string> decision_lines(const json::Value& decision, const DecisionNames& names,
                                        const std::string& indent);
/// The rules a decision record names, once each, with their citations.
std::vector<std::string> citation_lines(const json::Value& decision, const DecisionNames& names,
                                        const std::string& indent);

/// Names the leads that a job could not decide, on stderr; the exit status that this makes, 0 without any.
int note_failures(const app::JobReport& report, Output& out);

}  // namespace licet::cli
