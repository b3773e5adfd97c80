// The fold of the review queue.
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
  std::vector<Assignment> row = {{"outcome", in.need("outcome")},
                                 {"resolutions", in.get("resolutions")},
                                 {"decided_by", in.need("by")},
                                 {"approved_by", {}}};
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
    row.insert(row.end(), {{"outcome", {}}, {"resolutions", {}}, {"decided_by", {}}});
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

constexpr ApplyEntry kEntries[] = {
    {"case_opened", 1, apply_case_opened},     {"case_reasons_changed", 1, apply_case_reasons_changed},
    {"case_claimed", 1, apply_case_claimed},   {"case_decided", 1, apply_case_decided},
    {"case_approved", 1, apply_case_approved}, {"case_closed", 1, apply_case_closed},
};

}  // namespace

ApplyFunction find_case_apply(std::string_view type, std::int64_t version) {
  return find_apply(kEntries, type, version);
}

}  // namespace licet::record
