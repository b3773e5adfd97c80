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
                      bool needs_approval) {
  return Fields()
      .id("case", id)
      .text("outcome", outcome)
      .value("resolutions", resolutions)
      .id("by", by)
      .flag("needs_approval", needs_approval)
      .make("case_decided");
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

}  // namespace licet::record
