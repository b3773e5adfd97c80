// One sample of every event, for tests. The permit of an assignment is not to be had without a register, so that one
// event is put together from its fields.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "record/event.h"
#include "record/event_make.h"

namespace licet::record::testing {

inline std::string digest_of(std::string_view text) { return crypto::digest_text(crypto::sha256(text)); }

/// Fixed ids, the same in every run.
struct SampleIds {
  SampleIds() {
    SeededRandom random(7);
    lead = LeadId::make(random);
    other = LeadId::make(random);
    subject = SubjectId::make(random);
    source_event = SourceId::make(random);
    author = PersonId::make(random);
    approver = PersonId::make(random);
    rep = PersonId::make(random);
    review = CaseId::make(random);
    job = JobId::make(random);
    event = EventId::make(random);
    earlier = SourceId::make(random);
    good = GoodGuyId::make(random);
  }
  LeadId lead, other;
  SubjectId subject;
  SourceId source_event, earlier;
  PersonId author, approver, rep;
  CaseId review;
  JobId job;
  EventId event;
  GoodGuyId good;
  Instant at{1'795'000'000'000'000};
};

/// A hit as lead_screened names it.
inline std::string sample_hit(int name) { return std::to_string(name) + ":" + digest_of("entry"); }

/// What a screening says that finds it: the entry that sample_hit is on, of the list "sample" with the key "1".
inline json::Value sample_result() {
  return json::Object{
      {"hits", json::Array{json::Object{{"entry_hash", digest_of("entry")}, {"entry_id", "1"}, {"list", "sample"}}}}};
}

/// What was compared of the name of sample_hit(name), as lead_screened has it.
inline std::string sample_compared(int name) { return std::to_string(name) + ":Y29tcGFyZWQ="; }
/// What a decision finds about the hits of these names.
inline CaseFindings sample_findings(std::vector<std::pair<int, std::string>> found, std::optional<Instant> until = {},
                                    std::optional<Instant> again = {}) {
  json::Array hits;
  for (const auto& [name, disposition] : found)
    hits.emplace_back(
        json::Object{{"disposition", disposition}, {"entry", "1"}, {"hit", sample_hit(name)}, {"list", "sample"}});
  return {json::Value(std::move(hits)), until, again, {}};
}
/// A hit that two persons found false for a year, at `at`; `proposal` is the decision's.
inline GoodGuy sample_good_guy(const SampleIds& ids, int name, Instant at, std::string proposal) {
  return {ids.good,
          ids.lead,
          ids.subject,
          ids.review,
          sample_hit(name),
          "Y29tcGFyZWQ=",
          "sample",
          "1",
          ids.author,
          ids.approver,
          Instant{at.us + 1'000'000'000},
          std::move(proposal)};
}

inline json::Value sample_decision() {
  return json::Object{{"engine", 1}, {"verdict", "ALLOW"}, {"reasons", json::Array{json::Object{{"code", "X"}}}}};
}

/// The parts of the gates' records that the rules of level 4 read.
inline json::Value tagged_in(std::vector<std::string> pairs, Instant at = SampleIds().at) {
  json::Object out{{"gate", "tag"}, {"at", at.us}, {"engine", 1}, {"verdict", pairs.empty() ? "REVIEW" : "ALLOW"}};
  if (!pairs.empty()) out.emplace("jurisdictions", json::Array(pairs.begin(), pairs.end()));
  return out;
}
inline json::Value routed_to(const PersonId& person, std::string_view team, bool turn, Instant at = SampleIds().at) {
  json::Object out{{"gate", "route"}, {"at", at.us},           {"engine", 1},
                   {"market", "uk"},  {"outcome", "assigned"}, {"chosen", 0}};
  out.emplace("candidates", json::Array{json::Array{person.str(), 0}});
  out.emplace("teams", json::Array{team});
  if (turn) out.emplace("turn", true);
  return out;
}
inline json::Value authorised(const PersonId& person, std::string_view team, Instant at = SampleIds().at) {
  return json::Object{
      {"gate", "authorise"}, {"at", at.us}, {"verdict", "ALLOW"}, {"person", person.str()}, {"team", team}};
}

inline NewEvent sample_assigned(const LeadId& lead, const PersonId& to, const PersonId& from, std::string_view team,
                                std::string_view why, bool turn, Instant at, json::Value decision = sample_decision()) {
  return Fields()
      .id("lead", lead)
      .id("to", to)
      .text("team", team)
      .text("entity", "example-uk")
      .id("from", from)
      .text("why", why)
      .value("decision", std::move(decision))
      .flag("turn", turn)
      .time("at", at)
      .make("lead_assigned");
}

inline Received sample_received(const SampleIds& ids) {
  Received received;
  received.lead = ids.lead;
  received.subject = ids.subject;
  received.source_event = ids.source_event;
  received.source = "web_form";
  received.client_type = "retail";
  received.product = "fx";
  received.language = "en";
  received.lawful_basis = "consent";
  received.evidence = {{"address", "GB", Date{20'000}}, {"phone", "GB", Date{20'001}}};
  received.kcv = "AAECAwQFBgcICQoLDA0ODw==";
  received.at = ids.at;
  return received;
}

/// Every factory once.
inline std::vector<NewEvent> sample_events(const SampleIds& ids) {
  std::vector<NewEvent> out;
  const std::string digest = digest_of("x");
  const std::vector<EvidenceItem> evidence = {{"address", "US-NY", Date{20'000}}};
  out.push_back(firm_initialised("licet.example/log", "Example Group", "two", {ids.author, ids.approver}));
  out.push_back(policy_proposed(digest, ids.author, ids.at));
  out.push_back(policy_activated(digest, ids.approver, ids.at, digest_of("before")));
  out.push_back(register_put("licence:uk", json::Object{{"key", "licence:uk"}, {"kind", "licence"}, {"places", {}}},
                             "apply", ids.author, {ids.approver, digest, 2}, ids.at));
  out.push_back(register_removed("licence:uk", "apply", ids.author, {ids.approver, digest, 2}, ids.at));
  out.push_back(confirmation_set("UK-LICENCE", digest, digest_of("opinion"), "active", ids.author,
                                 {ids.approver, digest}, Instant{ids.at.us + 1}, true));
  out.push_back(person_recorded(ids.rep, {"rep", "manager"}, "active", ids.author, ids.approver));
  out.push_back(credential_set(ids.rep, digest, "active", ids.author, ids.approver, ids.at));
  out.push_back(list_loaded({digest,
                             digest_of("entries"),
                             "ofac-sdn",
                             17,
                             ids.at,
                             ids.at,
                             "stated",
                             {digest},
                             digest_of("older"),
                             true,
                             9,
                             40,
                             38,
                             77}));
  out.push_back(list_proved({digest,
                             "ofac-sdn",
                             "licet-v1",
                             "72.1",
                             {{"person", 8'800}},
                             1,
                             100,
                             true,
                             {{"names", json::Object{{"asked", 3}, {"found", 2}, {"lost", 1}}}},
                             1,
                             digest_of("lost")}));
  out.push_back(lead_received(sample_received(ids)));
  out.push_back(source_added(ids.lead, ids.subject, ids.source_event, "web_form", {"professional", "bonds", "contract"},
                             ids.earlier, ids.at));
  out.push_back(rules_settled(ids.lead, {{"UK-RULE", digest_of("rule")}},
                              judged_facts_json({"UK:GB", "retail", "bonds", false}), ids.author, ids.approver));
  out.push_back(claims_set(ids.lead, "professional", "bonds", {{"product", "funds"}}, {{"lawful_basis", "contract"}},
                           ids.author, ids.approver));
  out.push_back(lead_screened(ids.lead, "hit", json::Object{{"score", 9'100}}, {digest}, {sample_hit(0)}, {}, {},
                              digest_of("engine")));
  out.push_back(lead_screened(ids.lead, "clear", json::Object{}, {digest}, {}, {}, {}, digest_of("engine"),
                              {{{sample_hit(0)}, "ofac-sdn", "9001", digest, digest_of("older")}}));
  out.push_back(lead_screened(ids.lead, "clear", {}, {}, {}, {sample_hit(0)}, {sample_compared(0)}));
  out.push_back(lead_tagged(ids.lead, evidence, {{"US", "US"}, {"US-NY", "US-NY"}}, sample_decision()));
  out.push_back(lead_routed(ids.lead, "ny", sample_decision(), ids.at));
  out.push_back(sample_assigned(ids.lead, ids.rep, ids.author, "ny-desk", "route", true, ids.at));
  out.push_back(lead_parked(ids.lead, ids.rep, "review", "clock", ids.at));
  out.push_back(lead_classified(ids.lead, "professional", "assessed", digest, ids.author));
  out.push_back(lawful_basis_set(ids.lead, "contract", ids.author, ids.approver));
  out.push_back(duplicate_proposed(ids.lead, ids.other, {"email", "phone"}));
  out.push_back(duplicate_decided(ids.lead, ids.other, "distinct", ids.author, ids.approver));
  out.push_back(refusal_set(ids.lead, "lifted", ids.author, ids.approver));
  out.push_back(case_opened(ids.review, ids.lead, "ny", {"screening_hit", "untagged"}, ids.at));
  out.push_back(case_reasons_changed(ids.review, {"untagged"}, "ny"));
  out.push_back(case_claimed(ids.review, ids.author, ids.approver));
  out.push_back(case_decided(ids.review, "release", json::Object{{"place", "US-NY"}}, ids.author, true));
  CaseFindings found = sample_findings({{0, "inconclusive"}}, ids.at, ids.at);
  found.evidence = {digest};
  out.push_back(
      case_decided(ids.review, "escalate", json::Object{{"screening", "inconclusive"}}, ids.author, true, found));
  out.push_back(case_escalated(ids.review, ids.author, ids.approver, ids.at, ids.at));
  out.push_back(good_guy_added(sample_good_guy(ids, 0, ids.at, digest), ids.at));
  out.push_back(good_guy_ended(ids.good, ids.subject, "revoked", ids.author, ids.at));
  out.push_back(case_reopened(ids.review, ids.lead, ids.author, ids.at));
  out.push_back(case_approved(ids.review, ids.approver, true, digest));
  out.push_back(case_closed(ids.review, ids.lead, "released", ids.at));
  out.push_back(read_recorded("lead show", {ids.lead.str()}, "serve the lead", digest, 1));
  out.push_back(read_recorded("screen", {}, "screen a file of names", digest, 3, {digest, 2}));
  out.push_back(attempt_refused("lead assign", "NOT_AUTHORISED", json::Object{{"lead", ids.lead.str()}}));
  out.push_back(attempt_refused("lists load", "LIST_SHRANK", json::Object{{"kind", "ofac-sdn"}}, digest));
  out.push_back(job_recorded(ids.job, "reauthorise", "done", ids.at, json::Object{{"moved", 2}}));
  out.push_back(export_made("full", 0, 100, digest));
  out.push_back(subject_erased(ids.subject.str(), "request", ids.author, ids.approver,
                               {{ids.lead, ids.rep}, {ids.other, PersonId()}}, ids.at, {"b2f/w+A="}));
  out.push_back(
      suppression_lifted(ids.subject.str(), {"b2f/w+A="}, "own_request", digest, ids.author, ids.approver, ids.at));
  out.push_back(keys_restored(digest, {"keys.db", "kek.1"}, 12, 1, 2, ids.author));
  out.push_back(state_recorded(digest, 12));
  out.push_back(import_recorded("web_form", json::Object{{"rows", 10}, {"rejected", 1}}, digest));
  return out;
}

/// Sealed fields that an event of this type may bring, with a value each that can be looked for afterwards.
inline std::map<std::string, json::Value> sample_sealed(const EventSpec& spec) {
  std::map<std::string, json::Value> out;
  for (const FieldSpec& field : spec.fields)
    if (field.cls == FieldClass::kSealed) out.emplace(field.name, "secret-" + std::string(field.name));
  return out;
}

}  // namespace licet::record::testing
