#include "app/disclosure.h"

#include <algorithm>
#include <array>

namespace licet::app {
namespace {

using record::Row;

/// What came in with a lead, and nothing that was found out about it.
constexpr std::array<std::string_view, 11> kOfHeldLead = {"id",          "subject",     "status",      "state",
                                                          "product",     "language",    "source",      "campaign",
                                                          "received_at", "client_type", "lawful_basis"};
constexpr std::array<std::string_view, 12> kOfReviewersAlone = {
    "screening",   "open_hits", "cleared_hits",  "compared",      "screened_lists", "engine",
    "contradicts", "outranked", "settled_rules", "settled_about", "case_id",        "refused_by"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool gives_the_lead(const HistoryItem& item) {
  return std::any_of(item.events.begin(), item.events.end(),
                     [](const record::Event& event) { return event.type == "lead_assigned"; });
}

/// Events that say nothing but who has the lead and what came in. What was found out about the lead is said only
/// together with whom it went to: a tagging without an owner is one of a lead that was held.
bool is_plain(const record::Event& event, bool given) {
  static constexpr std::array<std::string_view, 3> kPlain = {"lead_received", "source_added", "lead_classified"};
  static constexpr std::array<std::string_view, 3> kOfGiving = {"lead_tagged", "lead_routed", "lead_assigned"};
  return holds(kPlain, event.type) || (given && holds(kOfGiving, event.type));
}

/// That two people judged a rule for the lead tells that it was held.
void conceal_judgements(record::Event& event) {
  const auto decision = event.fields.find("decision");
  if (decision == event.fields.end()) return;
  const json::Value* facts = decision->second.find("lead");
  if (facts == nullptr || facts->find("settled") == nullptr) return;
  json::Object lead = facts->as_object();
  lead.erase("settled");
  decision->second.as_object()["lead"] = std::move(lead);
}

/// Why and by whom a lead was given to its owner tells that it was held; that it was given by hand does not.
void conceal_giving(HistoryItem& item) {
  if (item.command == "import" || item.command == "lead assign") return;
  item.command = "route";
  item.by = {"system", "", ""};
  for (record::Event& event : item.events) event.fields.erase("why");
}

}  // namespace

Result<Disclosure> Disclosure::of(const Principal& principal, const domain::Policy& policy) {
  Disclosure out;
  if (!principal.has(Right::kReview)) return out;
  LICET_TRY(Scope scope, Access::scope(principal, Right::kReview, "see why a lead is held", &policy));
  out.review_ = std::move(scope);
  return out;
}

Result<bool> Disclosure::sees_reasons(Reader& reader, const LeadId& lead) const {
  if (!review_) return false;
  if (review_->unrestricted()) return true;
  LICET_TRY(const auto row, reader.get(*review_, record::TableId::kLead, {lead.str()}));
  return row.has_value();
}

bool is_held(const Row& lead) { return lead.text("status") != "assigned" && lead.text("status") != "erased"; }

void conceal(LeadView& view) {
  const bool held = is_held(view.lead);
  const record::Table& table = record::table(view.lead.table);
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::string_view name = table.columns[i].name;
    if (held ? !holds(kOfHeldLead, name) : holds(kOfReviewersAlone, name)) view.lead.values[i] = {};
    if (held && name == "status") view.lead.values[i] = std::string("review");
  }
  view.open_case.reset();
}

void conceal(std::vector<HistoryItem>& items, bool held) {
  // When a lead is held, even the number of entries about it would tell something.
  if (held) return items.clear();
  for (HistoryItem& item : items) {
    const bool given = gives_the_lead(item);
    std::erase_if(item.events, [&](const record::Event& event) { return !is_plain(event, given); });
    for (record::Event& event : item.events) conceal_judgements(event);
    if (given) conceal_giving(item);
    if (item.opened.is_object()) {
      json::Object opened = item.opened.as_object();
      opened.erase("screening");
      opened.erase("note");
      opened.erase("files");
      item.opened = json::Value(std::move(opened));
    }
  }
  std::erase_if(items, [](const HistoryItem& item) { return item.events.empty(); });
}

}  // namespace licet::app
