// The fold of leads and their subjects.
#include "record/apply_parts.h"

namespace licet::record {
namespace {

Status put_subject(const ApplyArguments& a, const std::string& subject, std::string_view kcv) {
  std::vector<Assignment> row;
  if (!kcv.empty()) row.push_back({"kcv", std::string(kcv)});
  append_opened(row, TableId::kSubject, subject, a.context.opened);
  return a.sink.put(TableId::kSubject, {subject}, row);
}

Status put_source_event(const ApplyArguments& a, EventFields& in, const std::string& lead, const std::string& subject) {
  const auto ciphertext = a.context.ciphertexts.find(subject);
  const Assignment row[] = {
      {"lead", lead},
      {"subject", subject},
      {"source", in.get("source")},
      {"received_at", in.get("at")},
      {"ct", ciphertext == a.context.ciphertexts.end() ? Value() : Value(ciphertext->second)},
  };
  return a.sink.put(TableId::kSourceEvent, {in.need("src")}, row);
}

/// What a source says about its campaign is free text, and sealed like the person's own.
Status put_campaign(const ApplyArguments& a, const std::string& lead, const std::string& subject) {
  std::vector<Assignment> row;
  append_opened(row, TableId::kLead, subject, a.context.opened);
  return row.empty() ? Status() : a.sink.put(TableId::kLead, {lead}, row);
}

Status apply_lead_received(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string lead = in.need("lead");
  const std::string subject = in.need("subj");
  in.need("src");
  LICET_CHECK(in.status());
  LICET_CHECK(put_subject(a, subject, in.text("kcv")));
  const bool claimed = in.find("client_type") != nullptr;
  const Assignment row[] = {
      {"subject", subject},
      {"status", std::string("received")},
      {"state", std::string("NEW")},
      {"evidence", in.list("evidence")},
      {"client_type", in.get("client_type")},
      {"client_type_basis", std::string(claimed ? "claimed" : "unknown")},
      {"product", in.get("product")},
      {"language", in.get("language")},
      {"source", in.get("source")},
      {"lawful_basis", in.get("basis")},
      {"screening", std::string("not")},
      {"received_at", in.get("at")},
  };
  LICET_CHECK(a.sink.put(TableId::kLead, {lead}, row));
  LICET_CHECK(put_campaign(a, lead, subject));
  return put_source_event(a, in, lead, subject);
}

Status apply_source_added(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string lead = in.need("lead");
  const std::string subject = in.need("subj");
  in.need("src");
  LICET_CHECK(in.status());
  LICET_CHECK(put_subject(a, subject, {}));
  LICET_CHECK(put_campaign(a, lead, subject));
  return put_source_event(a, in, lead, subject);
}

Status put_lead(const ApplyArguments& a, EventFields& in, std::span<const Assignment> row) {
  const std::string lead = in.need("lead");
  LICET_CHECK(in.status());
  return a.sink.put(TableId::kLead, {lead}, row);
}

Status apply_lead_screened(const ApplyArguments& a) {
  EventFields in(a.event);
  std::vector<Assignment> row = {
      {"screening", in.need("status")}, {"open_hits", in.get("open")}, {"cleared_hits", in.get("cleared")}};
  // What persons found names no lists: those it was screened against stand, and what was compared then.
  if (in.find("lists") != nullptr) {
    row.push_back({"screened_lists", in.get("lists")});
    row.push_back({"engine", in.get("engine")});
  }
  if (in.find("compared") != nullptr) row.push_back({"compared", in.get("compared")});
  return put_lead(a, in, row);
}

Status apply_lead_tagged(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"jurisdictions", in.list("jurisdictions")}, {"evidence", in.list("evidence")}};
  return put_lead(a, in, row);
}

Status apply_lead_routed(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"market", in.get("market")}, {"decided_at", in.get("at")}};
  return put_lead(a, in, row);
}

Status apply_lead_assigned(const ApplyArguments& a) {
  EventFields in(a.event);
  const std::string lead = in.need("lead");
  const std::string to = in.need("to");
  const std::string team = in.need("team");
  LICET_CHECK(in.status());
  const Assignment row[] = {{"status", std::string("assigned")},
                            {"owner", to},
                            {"team", team},
                            {"entity", in.get("entity")},
                            {"decided_at", in.get("at")}};
  LICET_CHECK(a.sink.put(TableId::kLead, {lead}, row));
  LICET_CHECK(lower_load(a.sink, in.text("from")));
  LICET_CHECK(a.sink.add(TableId::kLoad, {to}, "open", 1));
  if (!in.flag("turn")) return {};
  const Assignment last[] = {{"person", to}};
  return a.sink.put(TableId::kRotation, {team}, last);
}

Status apply_lead_parked(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {
      {"status", in.need("status")}, {"owner", {}}, {"team", {}}, {"entity", {}}, {"decided_at", in.get("at")}};
  LICET_CHECK(put_lead(a, in, row));
  return lower_load(a.sink, in.text("from"));
}

Status apply_lead_classified(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"client_type", in.need("client_type")}, {"client_type_basis", std::string("classified")}};
  return put_lead(a, in, row);
}

Status apply_claims_set(const ApplyArguments& a) {
  EventFields in(a.event);
  std::vector<Assignment> row = {{"contradicts", in.get("contradicts")}, {"outranked", in.get("outranked")}};
  if (in.find("client_type") != nullptr) {
    row.push_back({"client_type", in.get("client_type")});
    row.push_back({"client_type_basis", std::string("claimed")});
  }
  if (in.find("product") != nullptr) row.push_back({"product", in.get("product")});
  return put_lead(a, in, row);
}

Status apply_rules_settled(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"settled_rules", in.get("rules")}, {"settled_about", in.get("about")}};
  return put_lead(a, in, row);
}

Status apply_lawful_basis_set(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"lawful_basis", in.get("basis")}};
  return put_lead(a, in, row);
}

Status apply_refusal_set(const ApplyArguments& a) {
  EventFields in(a.event);
  const bool stands = in.need("state") == "standing";
  std::vector<Assignment> row = {{"refused_by", stands ? in.get("by") : Value()}};
  // Who refuses a lead takes back what was judged for it.
  if (stands) row.insert(row.end(), {{"settled_rules", {}}, {"settled_about", {}}});
  return put_lead(a, in, row);
}

Status put_duplicate(const ApplyArguments& a, EventFields& in, std::span<const Assignment> row) {
  const std::string lead = in.need("lead");
  const std::string other = in.need("other");
  LICET_CHECK(in.status());
  return a.sink.put(TableId::kDuplicate, {lead, other}, row);
}

Status apply_duplicate_proposed(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"on", in.list("on")}, {"state", std::string("proposed")}, {"decided_by", {}}};
  return put_duplicate(a, in, row);
}

Status apply_duplicate_decided(const ApplyArguments& a) {
  EventFields in(a.event);
  const Assignment row[] = {{"state", in.need("state")}, {"decided_by", in.get("by")}};
  return put_duplicate(a, in, row);
}

constexpr ApplyEntry kEntries[] = {
    {"lead_received", 1, apply_lead_received},
    {"lead_screened", 1, apply_lead_screened},
    {"lead_tagged", 1, apply_lead_tagged},
    {"lead_routed", 1, apply_lead_routed},
    {"lead_assigned", 1, apply_lead_assigned},
    {"lead_parked", 1, apply_lead_parked},
    {"lead_classified", 1, apply_lead_classified},
    {"claims_set", 1, apply_claims_set},
    {"rules_settled", 1, apply_rules_settled},
    {"lawful_basis_set", 1, apply_lawful_basis_set},
    {"source_added", 1, apply_source_added},
    {"duplicate_proposed", 1, apply_duplicate_proposed},
    {"duplicate_decided", 1, apply_duplicate_decided},
    {"refusal_set", 1, apply_refusal_set},
};

}  // namespace

ApplyFunction find_lead_apply(std::string_view type, std::int64_t version) {
  return find_apply(kEntries, type, version);
}

}  // namespace licet::record
