// What a user can ask about leads: lists, one lead, and every decision on it. Each answer is recorded before it leaves.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/lead_commands.h"

namespace licet::app {

struct LeadFilter {
  std::string status, market;  ///< empty: any
  std::string after;           ///< continue after this lead
  std::size_t limit = 50;
};

/// A lead as it is shown: its row, the person behind it, the open case. The subject's opened columns are null after
/// erasure.
struct LeadView {
  record::Row lead;
  std::optional<record::Row> subject;
  std::optional<record::Row> open_case;
  bool whole = true;  ///< false: what the viewer may not see was left out
};

/// Leads in scope, newest first. Owners are asked again, so that nobody is shown who lost the right to the lead. A
/// held lead shows only "in review" to who may not review it (app/disclosure.h), and filters see what is shown.
/// kBadInput for a status or a market that there is not.
Result<std::vector<LeadView>> list_leads(Deps& deps, const Principal& principal, const LeadFilter& filter);
Result<LeadView> show_lead(Deps& deps, const Principal& principal, std::string_view id_or_prefix);

/// One entry of a lead's history, its events and what of its sealed sections still opens.
struct HistoryItem {
  std::uint64_t seq = 0;
  Instant time{};  ///< the ledger's
  record::Actor by;
  std::string command;
  std::vector<record::Event> events;
  json::Value opened;  ///< {field: value} of the lead's subject, or null when its key is gone
};
struct LeadHistory {
  LeadView view;
  std::vector<HistoryItem> items;  ///< oldest first
};
/// The history, for `licet explain`: whole for who may review the lead; to others who has it and what came in, and
/// nothing while it is held.
Result<LeadHistory> explain_lead(Deps& deps, const Principal& principal, std::string_view id_or_prefix);

struct CaseView {
  record::Row row;
  std::optional<record::Row> lead, subject;
};
/// Filters of a listing of cases; empty: no filter.
struct CaseFilter {
  std::string state, reason, market;
  std::string after;  ///< continue after this case
  std::size_t limit = 50;
};
/// Cases that fit, of no state named those that are not closed; oldest first. kBadInput for a state, a reason or a
/// market that there is not.
Result<std::vector<CaseView>> list_cases(Deps& deps, const Principal& principal, const CaseFilter& filter);
Result<CaseView> show_case(Deps& deps, const Principal& principal, std::string_view id_or_prefix);

/// Names of the firm's people by id, for showing. Staff names are staff's personal data; the firm's own screens show
/// them.
Result<std::map<std::string, std::string>> person_handles(Deps& deps, const Principal& principal);
/// A person by handle, id or unique beginning of an id.
Result<PersonId> find_person(Deps& deps, const Principal& principal, std::string_view text);

}  // namespace licet::app
