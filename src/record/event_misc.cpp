// Events of reading, refusing, jobs, exports and erasure.
#include "record/event.h"
#include "record/event_make.h"
#include "record/proposal.h"

namespace licet::record {

NewEvent read_recorded(std::string_view what, const std::vector<std::string>& objects, std::string_view purpose,
                       std::string_view result_digest, std::int64_t count, const ReadInput& input) {
  return Fields()
      .text("what", what)
      .text("input", input.digest)
      .some("hits", input.hits)
      .texts("objects", objects)
      .text("purpose", purpose)
      .text("result", result_digest)
      .number("count", count)
      .make("read_recorded");
}

NewEvent attempt_refused(std::string_view command, std::string_view reason, const json::Value& detail,
                         std::string_view list) {
  return Fields()
      .text("command", command)
      .text("reason", reason)
      .value("detail", detail)
      .text("list", list)
      .make("attempt_refused");
}

NewEvent job_recorded(const JobId& job, std::string_view kind, std::string_view state, Instant at,
                      const json::Value& result) {
  return Fields()
      .id("job", job)
      .text("kind", kind)
      .text("state", state)
      .time("at", at)
      .value("result", result)
      .make("job_recorded");
}

NewEvent export_made(std::string_view kind, std::int64_t from_seq, std::int64_t size, std::string_view digest) {
  return Fields()
      .text("kind", kind)
      .number("from", from_seq)
      .number("size", size)
      .text("digest", digest)
      .make("export_made");
}

NewEvent subject_erased(const std::string& kid, std::string_view basis, const PersonId& by, const PersonId& approved_by,
                        const std::vector<std::pair<LeadId, PersonId>>& leads, Instant at,
                        const std::vector<std::string>& suppress) {
  json::Array held;
  std::vector<std::string> ids;
  for (const auto& [lead, owner] : leads) ids.push_back(lead.str());
  for (const auto& [lead, owner] : leads)
    held.emplace_back(owner.empty() ? json::Array{lead.str()} : json::Array{lead.str(), owner.str()});
  return Fields()
      .text("kid", kid)
      .text("basis", basis)
      .id("by", by)
      .id("approved_by", approved_by)
      .list("leads", std::move(held))
      .texts("suppress", suppress)
      .text("proposal", erasure_proposal_digest(kid, basis, std::move(ids), suppress))
      .time("at", at)
      .make("subject_erased");
}

NewEvent suppression_lifted(const std::string& kid, const std::vector<std::string>& lifted, std::string_view basis,
                            std::string_view evidence, const PersonId& by, const PersonId& approved_by, Instant at) {
  return Fields()
      .text("kid", kid)
      .texts("lifted", lifted)
      .text("basis", basis)
      .text("evidence", evidence)
      .id("by", by)
      .id("approved_by", approved_by)
      .text("proposal", suppression_proposal_digest(kid, basis, evidence, lifted))
      .time("at", at)
      .make("suppression_lifted");
}

NewEvent keys_restored(std::string_view backup, const std::vector<std::string>& files, std::int64_t keys,
                       std::int64_t missing, std::int64_t left_out, const PersonId& by) {
  return Fields()
      .text("backup", backup)
      .texts("files", files)
      .number("keys", keys)
      .number("missing", missing)
      .number("left_out", left_out)
      .id("by", by)
      .make("keys_restored");
}

NewEvent state_recorded(std::string_view digest, std::int64_t rows) {
  return Fields().text("state", digest).number("rows", rows).make("state_recorded");
}

NewEvent import_recorded(std::string_view source, const json::Value& figures, std::string_view file_digest) {
  return Fields().text("source", source).value("figures", figures).text("file", file_digest).make("import_recorded");
}

}  // namespace licet::record
