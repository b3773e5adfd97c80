// What the person who checks a record brings along: keys and earlier checkpoints, never taken from the record itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/note.h"

namespace licet::ledger {

struct Trust {
  std::vector<VerifierKey> log_keys;
  std::vector<std::string> kept_checkpoints;  ///< signed notes kept from earlier

  /// "none", "checkpoint", "keys" or "keys+checkpoint".
  std::string_view name() const;
};

/// A trust file in the syntax of C2SP tlog-policy: empty lines, `#` comments, `log <vkey> [url]`, `quorum none`.
/// Witnesses, groups and other quorums are refused (kUnsupported) rather than passed over. Errors name the line.
Result<Trust> parse_trust(std::string_view text);

}  // namespace licet::ledger
