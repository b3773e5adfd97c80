#include "app/verify_command.h"

#include <set>

#include "app/firm_state.h"
#include "app/reading.h"
#include "ledger/bundle.h"
#include "ledger/bundle_memory.h"
#include "ledger/seal.h"
#include "record/replay.h"
#include "record/verify_record.h"

namespace licet::app {
namespace {

using record::TableId;

/// Digests of public bytes that the tables name: policies, lists, opinions.
Result<std::set<std::string>> attachment_digests(Reader& reader) {
  LICET_TRY(const Scope scope,
            Access::scope(Access::system(), Right::kReadLedger, "attachments of the ledger", nullptr));
  std::set<std::string> out;
  const std::pair<TableId, std::string_view> sources[] = {
      {TableId::kPolicy, "digest"}, {TableId::kList, "digest"}, {TableId::kConfirmation, "opinion"}};
  for (const auto& [table, column] : sources) {
    LICET_TRY(const auto rows, all_rows(reader, scope, table));
    for (const auto& row : rows)
      if (!row.null(column)) out.emplace(row.text(column));
  }
  return out;
}

Status collect_payloads(Reader& reader, const record::StoredBody& body, ledger::BundleParts& parts) {
  for (const json::Value& section_json : body.sections) {
    LICET_TRY(const ledger::SealedSection section, ledger::SealedSection::from_json(section_json));
    LICET_TRY(auto blob, reader.sealed_blob(crypto::digest_text(section.ciphertext)));
    if (blob) parts.payloads.push_back(std::move(*blob));
  }
  return {};
}

record::Opener opener_of(Deps& deps, Reader& reader) {
  return [&deps, &reader](const EventId& event, const json::Value& section_json) -> Result<record::SectionOutcome> {
    LICET_TRY(const ledger::SealedSection section, ledger::SealedSection::from_json(section_json));
    record::SectionOutcome outcome;
    LICET_TRY(const auto key, deps.keys.find(section.kid));
    LICET_TRY(const auto blob, reader.sealed_blob(crypto::digest_text(section.ciphertext)));
    outcome.state = !key    ? record::SectionOutcome::State::kKeyGone
                    : !blob ? record::SectionOutcome::State::kPayloadGone
                            : record::SectionOutcome::State::kOpened;
    if (!key || !blob) return outcome;
    LICET_TRY(ledger::Fields fields, ledger::open_section({deps.store.origin(), event.str()}, section, *blob, *key));
    for (auto& [name, value] : fields) outcome.fields.emplace(name, std::move(value));
    return outcome;
  };
}

Status check_state(Deps& deps, const Principal& principal, LedgerVerification& out) {
  record::MemoryTables tables;
  const Status folded = deps.store.read(principal, [&](Reader& reader) -> Status {
    record::Replay replay(tables, opener_of(deps, reader));
    Status fed;
    LICET_CHECK(deps.store.entries(principal, 0, [&](const StoredEntry& entry) {
      const auto body = stored_body(entry);
      fed = body ? replay.feed(entry.seq, *body) : Status(fail(body.error()));
      return fed.has_value();
    }));
    LICET_CHECK(std::move(fed));
    out.lost_keys = replay.lost_keys().size();
    return {};
  });
  LICET_CHECK(folded);
  const record::RowSource rows = [&](TableId table, const std::function<bool(const record::Row&)>& visit) {
    return deps.store.each_row(principal, table, visit);
  };
  record::CompareOptions options;
  options.opened = true;
  LICET_TRY(out.differences, record::compare_states(tables, rows, options));
  LICET_TRY(const crypto::Digest digest, record::state_digest(rows));
  out.state_digest = crypto::digest_text(digest);
  out.state_checked = true;
  return {};
}

}  // namespace

Result<Bytes> export_bundle(Deps& deps, const Principal& principal, const LedgerFolder& folder) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  ledger::BundleParts parts;
  LICET_TRY(parts.checkpoint, publish_checkpoint(deps, principal, folder));
  LICET_TRY(const ledger::Checkpoint head, ledger::read_checkpoint_note(parts.checkpoint));
  LICET_TRY(const ledger::NoteSigner signer, log_signer(deps));
  parts.key = signer.key();
  const Status collected = deps.store.read(principal, [&](Reader& reader) -> Status {
    Status status;
    LICET_CHECK(deps.store.entries(principal, 0, [&](const StoredEntry& entry) {
      if (entry.seq >= head.size) return false;
      const auto body = stored_body(entry);
      status = body ? collect_payloads(reader, *body, parts) : Status(fail(body.error()));
      parts.entries.push_back(entry.bytes);
      return status.has_value();
    }));
    LICET_CHECK(std::move(status));
    LICET_TRY(const auto digests, attachment_digests(reader));
    for (const std::string& digest : digests) {
      LICET_TRY(auto bytes, reader.attachment(digest));
      if (bytes) parts.attachments.push_back(std::move(*bytes));
    }
    return {};
  });
  LICET_CHECK(collected);
  return ledger::pack_bundle(head.origin, head.size, ledger::full_bundle_files(parts));
}

Result<Bytes> export_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder) {
  LICET_TRY(Bytes bundle, export_bundle(deps, principal, folder));
  LICET_TRY(const ledger::BundleReader reader, ledger::BundleReader::open(bundle));
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    record::BodyBuilder body = new_body(deps, principal, "ledger export");
    body.add(record::export_made("full", 0, static_cast<std::int64_t>(reader.manifest().size),
                                 crypto::digest_text(crypto::sha256(ByteView(bundle)))));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  return bundle;
}

Result<LedgerVerification> verify_ledger(Deps& deps, const Principal& principal, const LedgerFolder& folder,
                                         std::vector<std::string> kept, bool state) {
  LICET_TRY(const Bytes bundle, export_bundle(deps, principal, folder));
  LICET_TRY(const ledger::NoteSigner signer, log_signer(deps));
  ledger::Trust trust;
  trust.log_keys.push_back(signer.key());
  trust.kept_checkpoints = std::move(kept);
  LedgerVerification out;
  out.report = record::verify_record(bundle, trust);
  if (state) LICET_CHECK(check_state(deps, principal, out));
  return out;
}

}  // namespace licet::app
