#include "app/evidence_command.h"

#include "app/reading.h"
#include "app/review_commands.h"
#include "base/json_texts.h"

namespace licet::app {
namespace {

using record::TableId;

/// The files of one decision, held to the digests that it names.
Status take(const record::StoredBody& body, const record::Event& event, const json::Value& opened, CaseEvidence& out) {
  const json::Value fields(event.fields);
  const std::vector<std::string> digests = json::texts_of(fields.find("evidence"));
  if (digests.empty()) return {};
  const json::Value* files = opened.is_object() ? opened.find("files") : nullptr;
  if (files == nullptr || !files->is_array()) {
    out.erased += static_cast<std::int64_t>(digests.size());
    return {};
  }
  const auto differs = [&] {
    return fail(ErrorCode::kTampered, "the files of the decision of " + format_instant(body.at) + " on case " +
                                          out.review + " are not those that it names");
  };
  if (files->as_array().size() != digests.size()) return differs();
  for (std::size_t i = 0; i < digests.size(); ++i) {
    const json::Value& file = files->as_array()[i];
    const auto bytes = from_base64(file.string_or("bytes", ""));
    if (!bytes || crypto::digest_text(crypto::sha256(ByteView(*bytes))) != digests[i]) return differs();
    out.files.push_back({{std::string(file.string_or("name", "")), std::string(as_text(*bytes))},
                         digests[i],
                         std::string(fields.string_or("by", "")),
                         body.at});
  }
  return {};
}

}  // namespace

Result<CaseEvidence> case_evidence(Deps& deps, const Principal& principal, std::string_view id_or_prefix) {
  LICET_CHECK(Access::demand(principal, Right::kReview));
  CaseEvidence out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, deps.firm.state(reader, LoadLists::kNo));
    LICET_TRY(const Scope scope,
              Access::scope(principal, Right::kReview, "the evidence of a case", state.policy.get()));
    LICET_TRY(const Scope join, Access::scope(Access::system(), Right::kReview, "the subject of a case", nullptr));
    LICET_TRY(const CaseId id, find_case(reader, scope, id_or_prefix));
    LICET_TRY(const auto row, reader.get(scope, TableId::kCase, {id.str()}));
    LICET_TRY(const auto lead, reader.get(join, TableId::kLead, {std::string(row ? row->text("lead") : "")}));
    if (!lead) return fail(ErrorCode::kTampered, "case " + id.str() + " names no lead");
    out.review = id.str();
    out.lead = std::string(lead->text("id"));
    LICET_TRY(const auto numbers, deps.store.entries_of(principal, CaseTag::kPrefix, id.str()));
    for (const std::uint64_t seq : numbers) {
      LICET_TRY(const auto stored, deps.store.entry(principal, seq));
      if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
      LICET_TRY(const record::StoredBody body, stored_body(*stored));
      for (const record::Event& event : body.events) {
        if (event.type != "case_decided" || json::Value(event.fields).string_or("case", "") != id.str()) continue;
        LICET_TRY(const json::Value opened, opened_sections(deps, reader, body, std::string(lead->text("subject"))));
        LICET_CHECK(take(body, event, opened, out));
      }
    }
    return {};
  }));
  LICET_CHECK(record_read(deps, principal,
                          {"review evidence",
                           {{std::string(CaseTag::kPrefix), out.review}, {std::string(LeadTag::kPrefix), out.lead}},
                           "work the review queue",
                           static_cast<std::int64_t>(out.files.size()),
                           {}}));
  return out;
}

}  // namespace licet::app
