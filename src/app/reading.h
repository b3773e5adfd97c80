// Reads of personal data are write-ahead: the answer leaves after its read entry is durable (design section 6).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/deps.h"

namespace licet::app {

struct ReadNote {
  std::string what;                                          ///< the command
  std::vector<std::pair<std::string, std::string>> objects;  ///< (kind, id) of everything shown
  std::string purpose;
  std::int64_t count = 0;
  std::string result_digest;      ///< "sha256:..." of the answer, or empty
  std::string input_digest = {};  ///< of a file that was asked about, or empty
  std::int64_t hits = 0;          ///< of a file that was screened
};

/// The body of an entry as it stands in the ledger.
Result<record::StoredBody> stored_body(const StoredEntry& entry);

/// What the sections of a body that are sealed under `kid` hold, by field; null when the key or a payload is gone.
Result<json::Value> opened_sections(Deps& deps, Reader& reader, const record::StoredBody& body, const std::string& kid);

/// Records a read and returns when it is durable. More objects than fit one entry go into several.
Status record_read(Deps& deps, const Principal& principal, const ReadNote& note);

}  // namespace licet::app
