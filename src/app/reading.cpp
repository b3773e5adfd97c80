#include "app/reading.h"

#include <algorithm>

#include "ledger/entry.h"
#include "ledger/seal.h"

namespace licet::app {
namespace {
constexpr std::size_t kObjectsPerEntry = 400;  // well within an entry with their links
}

Result<record::StoredBody> stored_body(const StoredEntry& stored) {
  ledger::Entry entry;
  LICET_CHECK(ledger::parse_entry(stored.bytes, entry));
  return record::read_body(entry.body);
}

Result<json::Value> opened_sections(Deps& deps, Reader& reader, const record::StoredBody& body,
                                    const std::string& kid) {
  LICET_TRY(const auto key, deps.keys.find(kid));
  if (!key) return json::Value();
  json::Object out;
  for (const json::Value& section_json : body.sections) {
    LICET_TRY(const ledger::SealedSection section, ledger::SealedSection::from_json(section_json));
    if (section.kid != kid) continue;
    LICET_TRY(const auto blob, reader.sealed_blob(crypto::digest_text(section.ciphertext)));
    if (!blob) return json::Value();
    LICET_TRY(ledger::Fields fields, ledger::open_section({deps.store.origin(), body.id.str()}, section, *blob, *key));
    for (auto& [name, value] : fields) out.emplace(name, std::move(value));
  }
  return json::Value(std::move(out));
}

Status record_read(Deps& deps, const Principal& principal, const ReadNote& note) {
  std::size_t done = 0;
  do {
    const std::size_t end = std::min(note.objects.size(), done + kObjectsPerEntry);
    record::BodyBuilder builder = new_body(deps, principal, note.what);
    std::vector<std::string> ids;
    for (std::size_t i = done; i < end; ++i) {
      ids.push_back(note.objects[i].second);
      builder.link(note.objects[i].first, note.objects[i].second);
    }
    builder.add(record::read_recorded(note.what, ids, note.purpose, note.result_digest, note.count,
                                      {note.input_digest, note.hits}));
    // Made here: the writing thread, which all wait for, only puts it down.
    LICET_TRY(const record::Body body, std::move(builder).finish());
    auto receipt = deps.store.execute(principal, [&body](Tx& tx) { return tx.append(body); });
    if (!receipt) return fail(std::move(receipt).error());
    done = end;
  } while (done < note.objects.size());
  return {};
}

}  // namespace licet::app
