#include "record/verify_decisions.h"

#include "base/json_text.h"
#include "record/apply_parts.h"

namespace licet::record {

DecisionReplayer::DecisionReplayer(Attachments attachments, Finder find, Finder unable)
    : attachments_(std::move(attachments)), find_(std::move(find)), unable_(std::move(unable)) {}

void DecisionReplayer::report_unable(std::string_view code, std::string what) {
  if (unable_said_.emplace(std::string(code), true).second) unable_(code, std::move(what));
}

void DecisionReplayer::follow(std::uint64_t seq, const LeanBody& read, const std::vector<std::string_view>& decisions,
                              std::vector<Task>& tasks) {
  const std::size_t before = tasks.size();
  const StoredBody& body = read.body;
  for (std::size_t i = 0; i < body.events.size(); ++i) {
    follow_event(body.events[i]);
    if (!decisions[i].empty())
      leave(body.events[i], decisions[i], tasks);
    else if (!read.decisions[i].empty())
      report_unable("decision_document",
                    "a decision that is kept beside the ledger is not at hand; it was not taken again");
  }
  if (tasks.size() > before && body.uses &&
      body.uses->register_view != crypto::digest_text(tasks.back().view->digest()))
    find_("decision_register", "a decision was taken with another register than the record's at that moment");
  for (std::size_t i = before; i < tasks.size(); ++i) tasks[i].seq = seq;
}

void DecisionReplayer::follow_event(const Event& event) {
  const EventFields in(event);
  if (event.type == "policy_activated") {
    activate(in.text("policy"));
  } else if (event.type == "register_put") {
    if (const json::Value* record = in.find("record")) records_[std::string(in.text("key"))] = *record;
    register_changed_ = true;
  } else if (event.type == "register_removed") {
    records_.erase(std::string(in.text("key")));
    register_changed_ = true;
  } else if (event.type == "confirmation_set") {
    const std::string rule(in.text("rule"));
    confirmations_.erase(rule);
    const auto digest = crypto::parse_digest_text(in.text("rule_digest"));
    if (in.text("state") == "active" && digest)
      confirmations_.emplace(rule, domain::Confirmation{rule, *digest, Instant{in.number("until")}});
    register_changed_ = true;
  }
}

void DecisionReplayer::activate(std::string_view digest) {
  policy_.reset();
  register_changed_ = true;
  const auto bytes = attachments_(digest);
  if (!bytes) return report_unable("policy_missing", "the bytes of policy " + std::string(digest) + " are not at hand");
  if (crypto::digest_text(crypto::sha256(*bytes)) != digest)
    return find_("policy", "the bytes kept for policy " + std::string(digest) + " are others");
  const auto document = json::parse(as_text(*bytes), json::kDocumentOptions);
  if (!document) return find_("policy", "policy " + std::string(digest) + ": " + document.error().to_string());
  auto policy = domain::Policy::compile(*document);
  if (!policy) return find_("policy", "policy " + std::string(digest) + ": " + policy.error().to_string());
  policy_ = std::make_shared<const domain::Policy>(std::move(*policy));
}

// Compiles the register anew when something changed since the last decision.
bool DecisionReplayer::refresh_register() {
  if (!register_changed_) return view_ != nullptr;
  register_changed_ = false;
  view_.reset();
  json::Array records;
  for (const auto& [key, record] : records_) records.push_back(record);
  std::vector<domain::Confirmation> confirmations;
  for (const auto& [rule, confirmation] : confirmations_) confirmations.push_back(confirmation);
  auto view = domain::RegisterView::compile(
      *policy_, json::Object{{"records", std::move(records)}, {"schema", "licet.register/1"}}, confirmations);
  if (!view) {
    find_("register", "the register of the record does not compile: " + view.error().to_string());
    return false;
  }
  view_ = std::make_shared<const domain::RegisterView>(std::move(*view));
  return true;
}

void DecisionReplayer::leave(const Event& event, std::string_view decision, std::vector<Task>& tasks) {
  const json::TextView value(decision);
  if (!value.find("gate").present() || value.int_or("engine", 0) < 1)
    return find_("decision",
                 "the decision of " + event.type + " names no gate or no engine, so nobody can take it again");
  if (policy_ == nullptr)
    return report_unable("no_policy", "decisions stand where no policy is at hand; they were not taken again");
  if (refresh_register()) tasks.push_back({0, event.type, std::string(decision), policy_, view_, {}, {}});
}

void DecisionReplayer::take_again(Task& task) {
  json::Value recorded;
  if (!json::TextCursor(task.decision).read(recorded)) {
    task.failed = Error{ErrorCode::kBadInput, "it cannot be read", {}, {}};
    return;
  }
  const auto again = domain::decide_again(*task.policy, *task.view, recorded);
  if (!again) {
    task.failed = again.error();
    return;
  }
  // Both texts are canonical: equal bytes, equal decisions.
  if (const std::string text = json::canonical(*again); text != task.decision)
    task.different = "recorded " + task.decision.substr(0, 400) + ", taken again " + text.substr(0, 400);
}

void DecisionReplayer::report(const Task& task) {
  if (task.failed && task.failed->code == ErrorCode::kUnsupported) return report_unable("engine", task.failed->text);
  const std::string what = "the decision of " + task.event_type;
  if (task.failed) return find_("decision", what + " cannot be taken again: " + task.failed->to_string());
  ++taken_again_;
  if (!task.different.empty()) find_("decision", what + " comes out differently: " + task.different);
}

}  // namespace licet::record
