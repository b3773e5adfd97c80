#include "app/reading.h"

#include <algorithm>

#include "ledger/entry.h"

namespace licet::app {
namespace {
constexpr std::size_t kObjectsPerEntry = 400;  // well within an entry with their links
}

Result<record::StoredBody> stored_body(const StoredEntry& stored) {
  ledger::Entry entry;
  LICET_CHECK(ledger::parse_entry(stored.bytes, entry));
  return record::read_body(entry.body);
}

Status record_read(Deps& deps, const Principal& principal, const ReadNote& note) {
  std::size_t done = 0;
  do {
    const std::size_t end = std::min(note.objects.size(), done + kObjectsPerEntry);
    auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
      record::BodyBuilder body = new_body(deps, principal, note.what);
      std::vector<std::string> ids;
      for (std::size_t i = done; i < end; ++i) {
        ids.push_back(note.objects[i].second);
        body.link(note.objects[i].first, note.objects[i].second);
      }
      body.add(record::read_recorded(note.what, ids, note.purpose, note.result_digest, note.count));
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    done = end;
  } while (done < note.objects.size());
  return {};
}

}  // namespace licet::app
