// The fold of jobs and erasures; reads, refusals, exports and imports change no row.
#include "record/apply_parts.h"

namespace licet::record {
namespace {

Status apply_nothing(const ApplyArguments&) { return {}; }

Status apply_job_recorded(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string job = in.need("job");
  const std::string state = in.need("state");
  LICET_CHECK(in.status());
  std::vector<Assignment> row = {{"kind", in.get("kind")}, {"state", state}};
  if (state == "started") {
    row.push_back({"started_at", in.get("at")});
  } else {
    row.push_back({"ended_at", in.get("at")});
    row.push_back({"result", in.get("result")});
  }
  return a.sink.put(TableId::kJob, {job}, row);
}

Status erase_lead(const ApplyArguments& a, const json::Value& held) {
  const json::Array* pair = held.is_array() ? &held.as_array() : nullptr;
  if (pair == nullptr || pair->empty() || pair->size() > 2 || !pair->front().is_string() || !pair->back().is_string())
    return fail(ErrorCode::kTampered, "event subject_erased: a lead is not an id with its owner");
  const Assignment row[] = {{"status", std::string("erased")}, {"owner", {}}, {"team", {}}, {"entity", {}}};
  LICET_CHECK(a.sink.put(TableId::kLead, {pair->front().as_string()}, row));
  return pair->size() == 2 ? lower_load(a.sink, pair->back().as_string()) : Status();
}

Status put_suppressed(const ApplyArguments& a, const json::Value* digests) {
  if (digests == nullptr) return {};
  if (!digests->is_array()) return fail(ErrorCode::kTampered, "event subject_erased: what it suppresses is no list");
  for (const json::Value& digest : digests->as_array()) {
    if (!digest.is_string()) return fail(ErrorCode::kTampered, "event subject_erased: it suppresses what is no digest");
    const Assignment row[] = {{"event", a.context.event_id.str()}};
    LICET_CHECK(a.sink.put(TableId::kSuppression, {digest.as_string()}, row));
  }
  return {};
}

Status apply_subject_erased(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string kid = in.need("kid");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"event", a.context.event_id.str()},
                            {"basis", in.get("basis")},
                            {"by", in.get("by")},
                            {"approved_by", in.get("approved_by")},
                            {"at", in.get("at")}};
  LICET_CHECK(a.sink.put(TableId::kErasure, {kid}, row));
  LICET_CHECK(a.sink.purge(kid, a.context.event_id.str()));
  LICET_CHECK(put_suppressed(a, in.find("suppress")));
  const json::Value* leads = in.find("leads");
  if (leads == nullptr) return {};
  if (!leads->is_array()) return fail(ErrorCode::kTampered, "event subject_erased: its leads are no list");
  for (const json::Value& held : leads->as_array()) LICET_CHECK(erase_lead(a, held));
  return {};
}

Status apply_suppression_lifted(const ApplyArguments& a) {
  EventFields in(a.event);
  in.need("kid");
  LICET_CHECK(in.status());
  const json::Value* lifted = in.find("lifted");
  if (lifted == nullptr || !lifted->is_array())
    return fail(ErrorCode::kTampered, "event suppression_lifted: what it lifts is no list");
  for (const json::Value& digest : lifted->as_array()) {
    if (!digest.is_string()) return fail(ErrorCode::kTampered, "event suppression_lifted: it lifts what is no digest");
    LICET_CHECK(a.sink.remove(TableId::kSuppression, {digest.as_string()}));
  }
  return {};
}

/// A list that was refused is seen at the one that stays: it is the last of its publisher's that was good.
Status apply_attempt_refused(const ApplyArguments& a) {
  EventFields in(a.event);
  if (in.text("list").empty()) return {};
  const Assignment row[] = {{"refused_at", a.context.at.us}, {"refused", in.get("reason")}};
  return a.sink.put(TableId::kList, {std::string(in.text("list"))}, row);
}

constexpr ApplyEntry kEntries[] = {
    {"read_recorded", 1, apply_nothing},         {"attempt_refused", 1, apply_attempt_refused},
    {"export_made", 1, apply_nothing},           {"import_recorded", 1, apply_nothing},
    {"keys_restored", 1, apply_nothing},         {"list_proved", 1, apply_nothing},
    {"state_recorded", 1, apply_nothing},        {"job_recorded", 1, apply_job_recorded},
    {"subject_erased", 1, apply_subject_erased}, {"suppression_lifted", 1, apply_suppression_lifted},
};

}  // namespace

ApplyFunction find_misc_apply(std::string_view type, std::int64_t version) {
  return find_apply(kEntries, type, version);
}

}  // namespace licet::record
