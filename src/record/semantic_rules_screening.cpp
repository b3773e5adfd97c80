// Level 4 rules about screening: against what a lead may have been cleared.
#include <algorithm>
#include <utility>

#include "base/json_texts.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

constexpr std::int64_t kDayUs = 86'400'000'000;

// As SemanticState::Lead::screened_lists holds them.
std::string joined(std::vector<std::string_view> digests) {
  std::sort(digests.begin(), digests.end());
  std::string out;
  for (const std::string_view digest : digests) (out += digest) += ' ';
  return out;
}

}  // namespace

void SemanticRules::list_loaded(const EventFields& in) {
  SemanticState::ActiveList& active = state_.active_lists[std::string(in.text("kind"))];
  if (in.text("replaces") != active.digest && in.text("list") != active.digest)
    find_("list_replaced", "the list does not name the one it replaces");
  active.digest = in.text("list");
  const std::optional<std::int64_t> before = std::exchange(active.as_of, std::nullopt);
  if (in.find("as_of") == nullptr) return;
  active.as_of = in.number("as_of");
  active.versions[active.digest] = *active.as_of;
  active.newest = std::max(active.newest, *active.as_of);
  if (*active.as_of > body_->at.us) find_("list_date", "the list is of a later moment than its entry");
  // The reason is sealed under the key of who acts; the event declares nothing else that could be.
  const auto of_actor = [&](const json::Value& section) { return section.string_or("kid", "") == body_->actor.id; };
  if (before && *active.as_of < *before &&
      !(in.flag("older") && std::any_of(body_->sections.begin(), body_->sections.end(), of_actor)))
    find_("list_older", "the list is of an earlier date than the one it replaces, and the record does not say why");
}

/// The list that stays when another one was refused.
void SemanticRules::attempt_refused(const EventFields& in) {
  const std::string_view list = in.text("list");
  const auto is_it = [&](const auto& active) { return active.second.digest == list; };
  if (list.empty() || std::any_of(state_.active_lists.begin(), state_.active_lists.end(), is_it)) return;
  find_("list_refused", "the list that it says is kept is not an active one");
}

void SemanticRules::list_proved(const EventFields& in) {
  const auto active = state_.active_lists.find(std::string(in.text("kind")));
  if (active == state_.active_lists.end() || active->second.digest != in.text("list"))
    find_("list_proof", "the list that was proved is not the active one of its kind");
  std::int64_t lost = 0;
  if (const json::Value* counts = in.find("counts"); counts != nullptr && counts->is_object())
    for (const auto& [of, count] : counts->as_object()) lost += count.int_or("lost", 0);
  const bool nothing = in.text("uncovered") == crypto::digest_text(crypto::sha256(std::string_view("[]")));
  if (in.number("lost") != lost || nothing != (lost == 0))
    find_("list_proof", "what the proof says is uncovered is not what its classes count");
}

/// Of the active policy; read once for each.
const SemanticState::PolicyInForce& SemanticRules::policy_in_force() {
  SemanticState::PolicyInForce& out = state_.in_force;
  if (out.policy == state_.active_policy && out.known) return out;
  out = {};
  out.policy = state_.active_policy;
  const auto bytes = attachments_ ? attachments_(out.policy) : std::nullopt;
  if (!bytes || crypto::digest_text(crypto::sha256(*bytes)) != out.policy) return out;
  const auto document = json::parse(as_text(*bytes), json::kDocumentOptions);
  out.known = document.has_value();
  if (!document) return out;
  out.client_types = json::texts_of(document->find("client_types"));
  const json::Value* screening = document->find("screening");
  if (screening == nullptr) return out;  // it lets no list be of any age, so that nobody is cleared
  out.good_guy_max_us = screening->int_or("good_guy_max_days", 0) * kDayUs;
  out.max_age_us = screening->int_or("max_age_days", 0) * kDayUs;
  out.kinds = json::texts_of(screening->find("lists"));
  if (const json::Value* service = screening->find("service")) out.service = service->string_or("kind", "");
  return out;
}

// A lead is clear by a screening against every list active at that moment, when these are of every kind that the policy
// in force asks for and none is older than it allows.
void SemanticRules::check_clear(const SemanticState::Lead& lead, std::string_view id) {
  const auto refuse = [&](const std::string& why) {
    find_("cleared_lists", "lead " + std::string(id) + " is clear, but " + why);
  };
  std::vector<std::string_view> active;
  for (const auto& [kind, list] : state_.active_lists) active.push_back(list.digest);
  if (active.empty()) return refuse("no list was active");
  if (state_.texts.text(lead.screened_lists) != joined(active))
    return refuse("it was not screened against the lists active at that moment");
  const SemanticState::PolicyInForce& policy = policy_in_force();
  if (!policy.known) {
    ++clears_not_judged_;
    return;
  }
  for (const std::string& kind : policy.kinds)
    if (state_.active_lists.count(kind) == 0)
      return refuse("the policy asks for a list '" + kind + "' that nobody loaded");
  for (const auto& [kind, list] : state_.active_lists)
    if (!list.as_of || body_->at.us - *list.as_of > policy.max_age_us)
      return refuse("the list '" + kind + "' was older than the policy allows, or of no known date");
}

// A screening that cleared a lead has the answer of the service that the policy in force wants asked: whose it is, and
// which version of its data gave it.
void SemanticRules::check_service(const EventFields& in) {
  const SemanticState::PolicyInForce& policy = policy_in_force();
  if (!policy.known || policy.service.empty()) return;
  const json::Value* result = in.find("result");
  const json::Value* answer = result == nullptr ? nullptr : result->find("service");
  std::string why;
  if (answer == nullptr)
    why = "its screening has no answer of the service that the policy wants asked";
  else if (answer->string_or("provider", "") != policy.service)
    why = "its screening has the answer of another service than the policy's";
  else if (answer->bool_or("degraded", true))
    why = "the service did not answer";
  else if (answer->string_or("version", "").empty() || answer->string_or("algorithm", "").empty())
    why = "the service's answer does not say by what, and from which data";
  if (!why.empty()) find_("cleared_service", "lead " + std::string(in.text("lead")) + " is clear, but " + why);
}

void SemanticRules::lead_screened(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  const std::string_view status = in.text("status");
  const json::Value* lists = in.find("lists");
  if (lists != nullptr && lists->is_array()) {
    std::vector<std::string_view> digests;
    for (const json::Value& digest : lists->as_array())
      if (digest.is_string()) digests.push_back(digest.as_string());
    known->screened_lists = state_.texts.intern(joined(std::move(digests)));
  }
  // Without lists it is what persons found, and that needs two.
  if (status == "clear" && lists == nullptr && !approved(in.text("lead"), "screening", "false_positive"))
    find_("cleared_alone", "lead " + std::string(in.text("lead")) +
                               " was cleared against no list and without a case that a second person approved");
  if (status == "clear") check_clear(*known, in.text("lead"));
  if (status == "clear" && lists != nullptr) check_service(in);
  known->clear = status == "clear";
  check_hits(*known, in);
}

}  // namespace licet::record
