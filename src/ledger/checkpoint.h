// Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log; signed, they are a note.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/note.h"
#include "ledger/tree.h"

namespace licet::ledger {

struct Checkpoint {
  std::string origin;  ///< is_key_name
  std::uint64_t size = 0;
  Hash root{};

  /// "<origin>\n<size>\n<base64 root>\n".
  std::string text() const;
  /// Reads exactly what `text` writes. Extension lines are refused: nobody can audit them.
  static Result<Checkpoint> parse(std::string_view text);
  bool operator==(const Checkpoint&) const = default;
};

/// The signed note, one line by `signer`.
std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteSigner& signer);
/// The checkpoint inside a note, signatures not checked.
Result<Checkpoint> read_checkpoint_note(std::string_view note);

}  // namespace licet::ledger
