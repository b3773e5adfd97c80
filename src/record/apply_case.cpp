// The fold of the review queue, and of what it finds about hits.
#include "record/apply_parts.h"
#include "record/proposal.h"

namespace licet::record {
namespace {

Status put_case(const ApplyArguments& a, EventFields& in, std::span<const Assignment> row) {
  const std::string id = in.need("case");
  LICET_CHECK(in.status());
  return a.sink.put(TableId::kCase, {id}, row);
}

Status put_lead_case(const ApplyArguments& a, const std::string& lead, Value case_id) {
  const Assignment row[] = {{"case_id", std::move(case_id)}};
  return a.sink.put(TableId::kLead, {lead}, row);
}

Status apply_case_opened(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string id = in.need("case");
  const std::string lead = in.need("lead");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"lead", lead},
                            {"market", in.get("market")},
                            {"state", std::string("open")},
                            {"reasons", in.list("reasons")},
                            {"opened_at", in.get("at")}};
  LICET_CHECK(put_case(a, in, row));
  return put_lead_case(a, lead, id);
}

Status apply_case_reasons_changed(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"reasons", in.list("reasons")}, {"market", in.get("market")}};
  return put_case(a, in, row);
}

Status apply_case_claimed(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"state", std::string("claimed")}, {"claimed_by", in.need("by")}};
  return put_case(a, in, row);
}

Status apply_case_decided(const ApplyArguments& a) {
  EventFields in(a.event);
  std::vector<Assignment> row = {{"outcome", in.need("outcome")}, {"resolutions", in.get("resolutions")},
                                 {"hits", in.get("hits")},        {"until", in.get("until")},
                                 {"again", in.get("again")},      {"evidence", in.get("evidence")},
                                 {"decided_by", in.need("by")},   {"approved_by", {}}};
  if (in.flag("needs_approval")) {
    row.push_back({"state", std::string("proposed")});
    row.push_back({"proposal", proposal_digest(a.context.event_id, a.event)});
  } else {
    row.push_back({"state", std::string("open")});
    row.push_back({"claimed_by", {}});
  }
  return put_case(a, in, row);
}

Status apply_case_approved(const ApplyArguments& a) {
  EventFields in(a.event);
  std::vector<Assignment> row = {{"state", std::string("open")}, {"claimed_by", {}}, {"proposal", {}}};
  if (in.flag("approved")) {
    row.push_back({"approved_by", in.need("by")});
  } else {
    for (const char* column : {"outcome", "resolutions", "hits", "until", "again", "evidence", "decided_by"})
      row.push_back({column, {}});
  }
  return put_case(a, in, row);
}

Status apply_case_closed(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string lead = in.need("lead");
  const Assignment row[] = {
      {"state", std::string("closed")}, {"outcome", in.get("outcome")}, {"closed_at", in.get("at")}};
  LICET_CHECK(put_case(a, in, row));
  return put_lead_case(a, lead, {});
}

Status apply_case_escalated(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"escalated_at", in.get("at")}, {"again", in.get("again")}};
  return put_case(a, in, row);
}

Status apply_case_reopened(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string id = in.need("case");
  const std::string lead = in.need("lead");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"state", std::string("open")}, {"closed_at", {}}};
  LICET_CHECK(put_case(a, in, row));
  return put_lead_case(a, lead, id);
}

Status apply_good_guy_added(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string id = in.need("good");
  const std::string subject = in.need("subj");
  const std::string hit = in.need("hit");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"subject", subject},
                            {"lead", in.get("lead")},
                            {"review", in.get("case")},
                            {"hit", hit},
                            {"compared", in.get("compared")},
                            {"list", in.get("list")},
                            {"entry", in.get("entry")},
                            {"state", std::string("active")},
                            {"by", in.get("by")},
                            {"approved_by", in.get("approved_by")},
                            {"added_at", in.get("at")},
                            {"until", in.get("until")},
                            {"proposal", in.get("proposal")}};
  return a.sink.put(TableId::kGoodGuy, {id}, row);
}

Status apply_good_guy_ended(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string id = in.need("good");
  const std::string why = in.need("why");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"state", why}, {"ended_at", in.get("at")}, {"ended_by", in.get("by")}};
  return a.sink.put(TableId::kGoodGuy, {id}, row);
}

constexpr ApplyEntry kEntries[] = {
    {"case_opened", 1, apply_case_opened},       {"case_reasons_changed", 1, apply_case_reasons_changed},
    {"case_claimed", 1, apply_case_claimed},     {"case_decided", 1, apply_case_decided},
    {"case_approved", 1, apply_case_approved},   {"case_closed", 1, apply_case_closed},
    {"case_escalated", 1, apply_case_escalated}, {"case_reopened", 1, apply_case_reopened},
    {"good_guy_added", 1, apply_good_guy_added}, {"good_guy_ended", 1, apply_good_guy_ended},
};

}  // namespace

ApplyFunction find_case_apply(std::string_view type, std::int64_t version) {
  return find_apply(kEntries, type, version);
}

}  // namespace licet::record
