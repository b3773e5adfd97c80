// Events of the review queue.
#include "record/event.h"
#include "record/event_make.h"

namespace licet::record {

NewEvent case_opened(const CaseId& id, const LeadId& lead, std::string_view market,
                     const std::vector<std::string>& reasons, Instant at) {
  return Fields()
      .id("case", id)
      .id("lead", lead)
      .text("market", market)
      .texts("reasons", reasons)
      .time("at", at)
      .make("case_opened");
}

NewEvent case_reasons_changed(const CaseId& id, const std::vector<std::string>& reasons, std::string_view market) {
  return Fields().id("case", id).texts("reasons", reasons).text("market", market).make("case_reasons_changed");
}

NewEvent case_claimed(const CaseId& id, const PersonId& by, const PersonId& from) {
  return Fields().id("case", id).id("by", by).id("from", from).make("case_claimed");
}

NewEvent case_decided(const CaseId& id, std::string_view outcome, const json::Value& resolutions, const PersonId& by,
                      bool needs_approval, const CaseFindings& found) {
  Fields fields;
  fields.id("case", id)
      .text("outcome", outcome)
      .value("resolutions", resolutions)
      .id("by", by)
      .flag("needs_approval", needs_approval)
      .value("hits", found.hits)
      .texts("evidence", found.evidence);
  if (found.until) fields.time("until", *found.until);
  if (found.again) fields.time("again", *found.again);
  return fields.make("case_decided");
}

NewEvent case_approved(const CaseId& id, const PersonId& by, bool approved, std::string_view proposal) {
  return Fields()
      .id("case", id)
      .id("by", by)
      .flag("approved", approved)
      .text("proposal", proposal)
      .make("case_approved");
}

NewEvent case_closed(const CaseId& id, const LeadId& lead, std::string_view outcome, Instant at) {
  return Fields().id("case", id).id("lead", lead).text("outcome", outcome).time("at", at).make("case_closed");
}

NewEvent case_escalated(const CaseId& id, const PersonId& by, const PersonId& approved_by, Instant again, Instant at) {
  return Fields()
      .id("case", id)
      .id("by", by)
      .id("approved_by", approved_by)
      .time("again", again)
      .time("at", at)
      .make("case_escalated");
}

NewEvent case_reopened(const CaseId& id, const LeadId& lead, const PersonId& by, Instant at) {
  return Fields().id("case", id).id("lead", lead).id("by", by).time("at", at).make("case_reopened");
}

NewEvent good_guy_added(const GoodGuy& entry, Instant at) {
  return Fields()
      .id("good", entry.id)
      .id("lead", entry.lead)
      .id("subj", entry.subject)
      .id("case", entry.review)
      .text("hit", entry.hit)
      .text("compared", entry.compared)
      .text("list", entry.list)
      .text("entry", entry.entry)
      .id("by", entry.by)
      .id("approved_by", entry.approved_by)
      .time("until", entry.until)
      .text("proposal", entry.proposal)
      .time("at", at)
      .make("good_guy_added");
}

NewEvent good_guy_ended(const GoodGuyId& id, const SubjectId& subject, std::string_view why, const PersonId& by,
                        Instant at) {
  return Fields()
      .id("good", id)
      .id("subj", subject)
      .text("why", why)
      .id("by", by)
      .time("at", at)
      .make("good_guy_ended");
}

}  // namespace licet::record
