// Level 4 rules about hits: each ends by a good-guy entry that two persons made, and is open again when that ends.
#include <algorithm>
#include <set>

#include "base/json_texts.h"
#include "base/limits.h"
#include "record/semantic_rules.h"

namespace licet::record {
namespace {

using Hits = std::set<std::string, std::less<>>;

Hits set_of(const json::Value* list) {
  const std::vector<std::string> texts = json::texts_of(list);
  return {texts.begin(), texts.end()};
}

/// Words that are each followed by a blank.
Hits words_of(std::string_view text) {
  Hits out;
  for (std::size_t end = text.find(' '); end != std::string_view::npos; end = text.find(' ')) {
    out.emplace(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string joined(const Hits& words) {
  std::string out;
  for (const std::string& word : words) (out += word) += ' ';
  return out;
}

/// The hits that a screening's result names.
const json::Array& hits_in(const json::Value* result) {
  static const json::Array kNone;
  const json::Value* hits = result == nullptr ? nullptr : result->find("hits");
  return hits != nullptr && hits->is_array() ? hits->as_array() : kNone;
}

bool is_about(const Hits& hits, std::string_view entry) {
  return std::any_of(hits.begin(), hits.end(), [&](std::string_view hit) { return entry_of_hit(hit) == entry; });
}

/// What was compared of the name of a hit: the rest of the word that begins with the same number.
std::string compared_of(std::string_view compared, std::string_view hit) {
  const std::string number(hit.substr(0, hit.find(':') + 1));
  for (const std::string& word : words_of(compared))
    if (word.compare(0, number.size(), number) == 0) return word.substr(number.size());
  return {};
}

}  // namespace

/// Whether two persons found the hit false for this subject, as it was compared last, and that holds at this moment.
bool SemanticRules::holds_for(const SemanticState::Lead& lead, std::string_view hit) {
  const auto known = state_.good_guys.find(state_.texts.text(lead.subject));
  if (known == state_.good_guys.end()) return false;
  const std::string compared = compared_of(state_.texts.text(lead.compared), hit);
  return std::any_of(known->second.begin(), known->second.end(), [&](const SemanticState::GoodGuy& entry) {
    return entry.hit == hit && entry.compared == compared && body_->at.us < entry.until;
  });
}

// A hit ends by a good-guy entry that holds, and by nothing else: no screening takes one back, and what persons
// found, or ended, keeps every one in sight.
void SemanticRules::check_hits(SemanticState::Lead& lead, const EventFields& in) {
  const std::string id(in.text("lead"));
  const bool screening = in.find("lists") != nullptr;
  const Hits open = set_of(in.find("open"));
  const Hits cleared = set_of(in.find("cleared"));
  if (in.find("compared") != nullptr) lead.compared = state_.texts.intern(joined(set_of(in.find("compared"))));
  if ((in.text("status") == "hit") == open.empty())
    find_("open_hits", "lead " + id + " is screened as '" + std::string(in.text("status")) + "' with " +
                           std::to_string(open.size()) + " open hits");
  for (const std::string& hit : cleared)
    if (!holds_for(lead, hit))
      find_("good_guy", "the hit " + hit + " on lead " + id +
                            " does not alert, and no good-guy entry holds for it as it was compared");
  for (const json::Value& hit : hits_in(in.find("result"))) {
    const std::string entry(hit.string_or("entry_hash", ""));
    if (!is_about(open, entry) && !is_about(cleared, entry))
      find_("open_hits", "the screening of lead " + id + " hit the entry " + entry + ", and the hit is nowhere");
    state_.entries_hit[state_.lead_ids.find(id)].insert_or_assign(
        entry, std::pair(std::string(hit.string_or("list", "")), std::string(hit.string_or("entry_id", ""))));
  }
  Hits before = words_of(state_.texts.text(lead.open_hits));
  if (!screening) before.merge(words_of(state_.texts.text(lead.cleared_hits)));
  const std::set<std::string> delisted = delisted_hits(lead, in);
  for (const std::string& hit : before)
    if (open.count(hit) == 0 && cleared.count(hit) == 0 && delisted.count(hit) == 0)
      find_("hit_lifted", "the hit " + hit + " on lead " + id +
                              " ended without two persons who found it false, and was not delisted");
  lead.open_hits = state_.texts.intern(joined(open));
  lead.cleared_hits = state_.texts.intern(joined(cleared));
}

/// Whether a second person approved in this body that this hit, of this list and entry, is what `disposition` says.
bool SemanticRules::found(std::string_view lead, const EventFields& in, std::string_view disposition) const {
  const auto decided = approved_.find(lead);
  const json::Value* hits = decided == approved_.end() ? nullptr : decided->second.find("hits");
  if (hits == nullptr || !hits->is_array()) return false;
  return std::any_of(hits->as_array().begin(), hits->as_array().end(), [&](const json::Value& hit) {
    return hit.string_or("hit", "") == in.text("hit") && hit.string_or("list", "") == in.text("list") &&
           hit.string_or("entry", "") == in.text("entry") && hit.string_or("disposition", "") == disposition;
  });
}

/// Whether the entry that a hit is on bears the list and the key that the event has: as the screening named it that hit
/// it, and as the active list has it where its bytes are at hand. One that no screening named has neither.
bool SemanticRules::is_entry_of(const EventFields& in) {
  const std::string_view digest = entry_of_hit(in.text("hit"));
  std::pair<std::string, std::string> named;
  if (const auto of_lead = state_.entries_hit.find(state_.lead_ids.find(in.text("lead")));
      of_lead != state_.entries_hit.end())
    if (const auto entry = of_lead->second.find(digest); entry != of_lead->second.end()) named = entry->second;
  if (named.first != in.text("list") || named.second != in.text("entry")) return false;
  const auto active = state_.active_lists.find(named.first);
  const ListEntries* entries = active == state_.active_lists.end() ? nullptr : entries_of(active->second.digest);
  if (entries == nullptr) return true;
  const auto listed = entries->id_of_hash.find(digest);
  return listed == entries->id_of_hash.end() || listed->second == named.second;
}

void SemanticRules::good_guy_added(const EventFields& in) {
  SemanticState::Lead* known = lead(in.text("lead"));
  if (known == nullptr) return;
  const std::string id(in.text("good"));
  const std::string lead_id(in.text("lead"));
  const auto wrong = [&](const std::string& what) { find_("good_guy", "the good-guy entry " + id + " " + what); };
  four_eyes(in.text("by"), in.text("approved_by"), "the good-guy entry " + id);
  acted_as(in, "approved_by", "the good-guy entry " + id);
  const auto decided = approved_.find(lead_id);
  if (!found(lead_id, in, "false_positive") || decided->second.string_or("case", "") != in.text("case") ||
      decided->second.string_or("by", "") != in.text("by"))
    find_("lifted_alone", "the good-guy entry " + id +
                              " does not rest on a case whose decision says so and that a second person approved");
  else if (decided->second.int_or("until", 0) != in.number("until"))
    wrong("holds until another moment than was approved");
  if (state_.texts.text(known->subject) != in.text("subj")) wrong("is of another subject than its lead");
  if (words_of(state_.texts.text(known->open_hits)).count(in.text("hit")) == 0)
    wrong("is for a hit that was not open on its lead");
  if (!is_entry_of(in)) wrong("names another entry than the one that was hit");
  const std::string compared = compared_of(state_.texts.text(known->compared), in.text("hit"));
  if (compared.empty() || compared != in.text("compared")) wrong("is for something else than was compared");
  // A decision that waited has less time left, never more than when it was made.
  const std::int64_t until = in.number("until"), most = policy_in_force().good_guy_max_us;
  if (until <= body_->at.us || until > body_->at.us + limits::kGoodGuyMaxUs ||
      (most > 0 && until > body_->at.us + most))
    wrong("holds for no time, or for longer than the policy allows, three years at most");
  if (!state_.good_guy_ids.insert(id).second) return wrong("was there before");
  state_.good_guys[std::string(in.text("subj"))].push_back(
      {id, std::string(in.text("hit")), std::string(in.text("compared")), std::string(in.text("case")), until});
}

void SemanticRules::good_guy_ended(const EventFields& in) {
  const std::string id(in.text("good"));
  const auto of_subject = state_.good_guys.find(in.text("subj"));
  const auto wrong = [&](const std::string& what) { find_("good_guy", "the good-guy entry " + id + " " + what); };
  if (of_subject == state_.good_guys.end()) return wrong("was ended, and does not hold");
  std::vector<SemanticState::GoodGuy>& entries = of_subject->second;
  const auto entry = std::find_if(entries.begin(), entries.end(), [&](const auto& one) { return one.id == id; });
  if (entry == entries.end()) return wrong("was ended, and does not hold");
  if (in.text("why") == "expired") {
    if (body_->at.us < entry->until) wrong("was ended as expired before its time");
  } else {
    if (in.text("by").empty())
      find_("approval_missing", "the end of the good-guy entry " + id + " does not say whose it is");
    acted(in, "the end of the good-guy entry " + id);
  }
  ended_.push_back({state_.texts.find(in.text("subj")), entry->hit});
  entries.erase(entry);
}

// What ended alerts again in the same entry, and a case that is open again leaves nothing of its finding.
void SemanticRules::check_revived() {
  for (const Ended& ended : ended_) {
    const auto last = state_.last_lead_of.find(ended.subject);
    for (std::uint32_t number = last == state_.last_lead_of.end() ? 0 : last->second; number != 0;) {
      const SemanticState::Lead& known = state_.leads[number];
      if (!known.erased && words_of(state_.texts.text(known.cleared_hits)).count(ended.hit) != 0 &&
          !holds_for(known, ended.hit))
        find_("good_guy", "the hit " + ended.hit + " on lead " + std::string(state_.lead_ids.text(number)) +
                              " stays cleared although its good-guy entry ended");
      number = known.next_of_subject;
    }
  }
  for (const std::string& review : reopened_)
    for (const auto& [subject, entries] : state_.good_guys)
      for (const SemanticState::GoodGuy& entry : entries)
        if (entry.review == review)
          find_("good_guy", "case " + review + " is open again, and its good-guy entry " + entry.id + " holds");
}

void SemanticRules::case_escalated(const EventFields& in) {
  SemanticState::Case* known = open_case(in.text("case"));
  if (known == nullptr) return;
  const std::string what = "the escalation of case " + std::string(in.text("case"));
  four_eyes(in.text("by"), in.text("approved_by"), what);
  acted_as(in, "approved_by", what);
  const auto decided = approved_.find(state_.lead_ids.text(known->lead));
  if (decided == approved_.end() || decided->second.string_or("outcome", "") != "escalate" ||
      decided->second.int_or("again", 0) != in.number("again"))
    find_("lifted_alone", what + " does not rest on a decision that says so and that a second person approved");
}

void SemanticRules::case_reopened(const EventFields& in) {
  const std::string id(in.text("case"));
  SemanticState::Lead* of_lead = lead(in.text("lead"));
  const std::uint32_t number = state_.case_ids.find(id);
  const bool known = number != 0 && number < state_.cases.size();
  if (of_lead == nullptr) return;
  if (!known || state_.cases[number].state != SemanticState::Case::State::kClosed || of_lead->open_case ||
      state_.lead_ids.text(state_.cases[number].lead) != in.text("lead"))
    return find_("case", "case " + id + " was opened again although it was not closed, or its lead has another");
  acted(in, "the opening again of case " + id);
  if (in.text("by").empty()) find_("approval_missing", "case " + id + " is open again, and nobody says why");
  state_.cases[number].state = SemanticState::Case::State::kOpen;
  state_.cases[number].claimed_by = state_.cases[number].decision = state_.cases[number].proposal = 0;
  of_lead->open_case = true;
  reopened_.push_back(id);
}

}  // namespace licet::record
