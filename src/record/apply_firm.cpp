// The fold of the firm itself: policy, register, confirmations, people, lists.
#include "record/apply_parts.h"
#include "record/proposal.h"

namespace licet::record {
namespace {

Status put_meta(RowSink& sink, std::string_view key, Value value) {
  const Assignment row[] = {{"value", std::move(value)}};
  return sink.put(TableId::kMeta, {std::string(key)}, row);
}

Status apply_firm_initialised(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string origin = in.need("origin");
  LICET_CHECK(in.status());
  LICET_CHECK(put_meta(a.sink, "origin", origin));
  LICET_CHECK(put_meta(a.sink, "firm", in.get("firm")));
  return put_meta(a.sink, "mode", in.get("mode"));
}

Status apply_policy_proposed(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string policy = in.need("policy");
  LICET_CHECK(in.status());
  // A proposal begins anew, also for a policy that was active before.
  const Assignment row[] = {{"state", std::string("proposed")},
                            {"proposed_by", in.get("by")},
                            {"approved_by", {}},
                            {"proposed_at", in.get("at")},
                            {"activated_at", {}}};
  return a.sink.put(TableId::kPolicy, {policy}, row);
}

Status apply_policy_activated(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string policy = in.need("policy");
  LICET_CHECK(in.status());
  if (const std::string_view replaces = in.text("replaces"); !replaces.empty()) {
    const Assignment old[] = {{"state", std::string("replaced")}};
    LICET_CHECK(a.sink.put(TableId::kPolicy, {std::string(replaces)}, old));
  }
  const Assignment row[] = {
      {"state", std::string("active")}, {"approved_by", in.get("by")}, {"activated_at", in.get("at")}};
  LICET_CHECK(a.sink.put(TableId::kPolicy, {policy}, row));
  return put_meta(a.sink, "active_policy", policy);
}

Status put_history(const ApplyArguments& a, const EventFields& in, const std::string& key, Value record) {
  // When the firm knew is the entry's time, never one that somebody typed.
  const Assignment row[] = {{"at", a.context.at.us}, {"record", std::move(record)}, {"by", in.get("by")}};
  return a.sink.put(TableId::kRegisterHistory, {key, a.context.event_id.str()}, row);
}

Status apply_register_put(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string key = in.need("key");
  LICET_CHECK(in.status());
  const json::Value* record = in.find("record");
  if (record == nullptr || !record->is_object())
    return fail(ErrorCode::kTampered, "event register_put lacks its field 'record'");
  const Assignment row[] = {{"kind", std::string(record->string_or("kind", ""))},
                            {"record", in.get("record")},
                            {"event", a.context.event_id.str()}};
  LICET_CHECK(a.sink.put(TableId::kRegister, {key}, row));
  return put_history(a, in, key, in.get("record"));
}

Status apply_register_removed(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string key = in.need("key");
  LICET_CHECK(in.status());
  LICET_CHECK(a.sink.remove(TableId::kRegister, {key}));
  return put_history(a, in, key, {});
}

Status apply_confirmation_set(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string rule = in.need("rule");
  LICET_CHECK(in.status());
  const Assignment row[] = {
      {"rule_digest", in.get("rule_digest")},
      {"opinion", in.get("opinion")},
      {"state", in.get("state")},
      {"proposed_by", in.get("proposed_by")},
      {"approved_by", in.get("approved_by")},
      {"until", in.get("until")},
      {"invented", std::int64_t{in.flag("invented") ? 1 : 0}},
      {"proposal",
       in.text("state") == "proposed" ? Value(proposal_digest(a.context.event_id, a.event)) : in.get("proposal")}};
  return a.sink.put(TableId::kConfirmation, {rule}, row);
}

Status apply_person_recorded(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string person = in.need("person");
  LICET_CHECK(in.status());
  std::vector<Assignment> row = {{"roles", in.list("roles")}, {"state", in.get("state")}};
  append_opened(row, TableId::kPerson, person, a.context.opened);
  return a.sink.put(TableId::kPerson, {person}, row);
}

Status apply_credential_set(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string person = in.need("person");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"verifier", in.get("verifier")}, {"state", in.get("state")}, {"made_at", in.get("at")}};
  return a.sink.put(TableId::kCredential, {person}, row);
}

Status apply_list_loaded(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string list = in.need("list");
  LICET_CHECK(in.status());
  if (const std::string_view replaces = in.text("replaces"); !replaces.empty()) {
    const Assignment old[] = {{"state", std::string("replaced")}};
    LICET_CHECK(a.sink.put(TableId::kList, {std::string(replaces)}, old));
  }
  const Assignment row[] = {{"kind", in.get("kind")},
                            {"state", std::string("active")},
                            {"entries", in.get("entries")},
                            {"loaded_at", in.get("loaded_at")},
                            {"as_of", in.get("as_of")},
                            {"as_of_from", in.get("as_of_from")},
                            {"content", in.get("content")},
                            {"persons", in.get("persons")},
                            {"names", in.get("names")},
                            {"strong_names", in.get("strong_names")},
                            {"facts", in.get("facts")},
                            {"refused_at", Value()},
                            {"refused", Value()}};
  return a.sink.put(TableId::kList, {list}, row);
}

constexpr ApplyEntry kEntries[] = {
    {"firm_initialised", 1, apply_firm_initialised}, {"policy_proposed", 1, apply_policy_proposed},
    {"policy_activated", 1, apply_policy_activated}, {"register_put", 1, apply_register_put},
    {"register_removed", 1, apply_register_removed}, {"confirmation_set", 1, apply_confirmation_set},
    {"person_recorded", 1, apply_person_recorded},   {"credential_set", 1, apply_credential_set},
    {"list_loaded", 1, apply_list_loaded},
};

}  // namespace

ApplyFunction find_firm_apply(std::string_view type, std::int64_t version) {
  return find_apply(kEntries, type, version);
}

}  // namespace licet::record
