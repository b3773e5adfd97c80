// Events of the firm itself: its policy, register, confirmations, people and lists.
#include "record/event.h"
#include "record/event_make.h"

namespace licet::record {
namespace {

/// What every change of the register says, whatever becomes of the record.
Fields register_change(std::string_view key, std::string_view why, const PersonId& by, const Approval& approval,
                       Instant at) {
  Fields fields;
  fields.text("key", key)
      .text("why", why)
      .id("by", by)
      .id("approved_by", approval.by)
      .text("proposal", approval.proposal)
      .some("parts", approval.parts > 1 ? approval.parts : 0)
      .time("at", at);
  return fields;
}

/// What somebody of the firm is given by one person and approved by another.
Fields given_to(const PersonId& person, std::string_view state, const PersonId& by, const PersonId& approved_by) {
  Fields fields;
  fields.id("person", person).text("state", state).id("by", by).id("approved_by", approved_by);
  return fields;
}

}  // namespace

NewEvent firm_initialised(std::string_view origin, std::string_view firm, std::string_view mode,
                          const std::vector<PersonId>& administrators) {
  json::Array admins;
  for (const PersonId& id : administrators) admins.emplace_back(id.str());
  return Fields()
      .text("origin", origin)
      .text("firm", firm)
      .text("mode", mode)
      .list("admins", std::move(admins))
      .make("firm_initialised");
}

NewEvent policy_proposed(std::string_view digest, const PersonId& by, Instant at) {
  return Fields().text("policy", digest).id("by", by).time("at", at).make("policy_proposed");
}

NewEvent policy_activated(std::string_view digest, const PersonId& approved_by, Instant at, std::string_view replaces) {
  return Fields()
      .text("policy", digest)
      .id("by", approved_by)
      .time("at", at)
      .text("replaces", replaces == digest ? std::string_view() : replaces)
      .make("policy_activated");
}

NewEvent register_put(std::string_view key, const json::Value& record, std::string_view why, const PersonId& by,
                      const Approval& approval, Instant at) {
  return register_change(key, why, by, approval, at).value("record", record).make("register_put");
}

NewEvent register_removed(std::string_view key, std::string_view why, const PersonId& by, const Approval& approval,
                          Instant at) {
  return register_change(key, why, by, approval, at).make("register_removed");
}

NewEvent confirmation_set(std::string_view rule, std::string_view rule_digest, std::string_view opinion,
                          std::string_view state, const PersonId& proposed_by, const Approval& approval, Instant until,
                          bool invented) {
  return Fields()
      .text("rule", rule)
      .text("rule_digest", rule_digest)
      .text("opinion", opinion)
      .text("state", state)
      .id("proposed_by", proposed_by)
      .id("approved_by", approval.by)
      .time("until", until)
      .flag("invented", invented)
      .text("proposal", approval.proposal)
      .make("confirmation_set");
}

NewEvent person_recorded(const PersonId& person, const std::vector<std::string>& roles, std::string_view state,
                         const PersonId& by, const PersonId& approved_by) {
  return given_to(person, state, by, approved_by).texts("roles", roles).make("person_recorded");
}

NewEvent credential_set(const PersonId& person, std::string_view verifier, std::string_view state, const PersonId& by,
                        const PersonId& approved_by, Instant at) {
  return given_to(person, state, by, approved_by).text("verifier", verifier).time("at", at).make("credential_set");
}

NewEvent list_loaded(const ListLoaded& list) {
  Fields fields;
  fields.text("list", list.digest)
      .text("kind", list.kind)
      .number("entries", list.entries)
      .time("loaded_at", list.loaded_at)
      .text("content", list.content)
      .texts("files", list.files)
      .text("replaces", list.replaces == list.digest ? std::string_view() : std::string_view(list.replaces));
  fields.flag("older", list.older);
  fields.some("persons", list.persons)
      .some("names", list.names)
      .some("strong_names", list.strong_names)
      .some("facts", list.facts);
  if (list.as_of) fields.time("as_of", *list.as_of).text("as_of_from", list.as_of_from);
  return fields.make("list_loaded");
}

NewEvent list_proved(const ListProved& proof) {
  return Fields()
      .text("list", proof.list)
      .text("kind", proof.kind)
      .text("algorithm", proof.algorithm)
      .text("icu", proof.icu)
      .value("thresholds", json::Value(proof.thresholds))
      .number("seed", proof.seed)
      .number("variants", proof.variants)
      .flag("every_letter", proof.every_letter)
      .value("counts", json::Value(proof.counts))
      .number("lost", proof.lost)
      .text("uncovered", proof.uncovered)
      .make("list_proved");
}

}  // namespace licet::record
