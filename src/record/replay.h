// Folding a ledger again: entries in order, sealed sections opened where their key lives, rows into a sink.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "record/apply.h"
#include "record/body.h"

namespace licet::record {

/// What became of a sealed section.
struct SectionOutcome {
  enum class State : std::uint8_t {
    kOpened,       ///< `fields` holds what was sealed, every commitment checked
    kKeyGone,      ///< no key under this kid: erased, or lost
    kPayloadGone,  ///< the key lives, the ciphertext was removed
    kNotTried,     ///< no keys at hand (a verifier's usual case)
  } state = State::kNotTried;
  std::map<std::string, json::Value> fields;
};

/// Opens a section of the body with this event id. An error means the bytes are not what was sealed.
using Opener = std::function<Result<SectionOutcome>(const EventId& event, const json::Value& section)>;

/// The derived columns of a body whose sections opened as `opened`: what its command put beside it.
using Deriver = std::function<Result<std::vector<DerivedValue>>(const StoredBody& body, const Opened& opened)>;

/// Feeds bodies in the order of their entries into a sink. Knows the erasures, so that a section that does not open is
/// told from one whose key was destroyed by entry n. Not thread-safe. Memory grows with erasures and lost keys only.
class Replay {
 public:
  /// Without an opener every row is its post-erasure row; without a deriver derived columns stay null. The sink must
  /// outlive this.
  explicit Replay(RowSink& sink, Opener opener = {}, Deriver deriver = {})
      : sink_(sink), opener_(std::move(opener)), deriver_(std::move(deriver)) {}

  /// One entry's body. kTampered names the entry and the key when a section does not open to what was committed.
  Status feed(std::uint64_t seq, const StoredBody& body);

  /// The entry that recorded the destruction of a key.
  std::optional<std::uint64_t> erased_by(std::string_view kid) const;

  struct Counts {
    std::uint64_t bodies = 0, events = 0, sections = 0;
    std::uint64_t opened = 0, key_gone = 0, payload_gone = 0, not_tried = 0;
    bool operator==(const Counts&) const = default;
  };
  const Counts& counts() const { return counts_; }

  /// Keys that are gone although no entry fed so far records their destruction, each with the first entry that used it.
  /// Ask after the last entry: an erasure stands behind what it erases.
  const std::map<std::string, std::uint64_t, std::less<>>& lost_keys() const { return lost_; }
  /// Ciphertexts that are gone although their key lives: digest, and the entry. The first
  /// kVerifyFindingsMax; counts().payload_gone has them all.
  const std::vector<std::pair<std::string, std::uint64_t>>& lost_payloads() const { return lost_payloads_; }

 private:
  Status open_sections(std::uint64_t seq, const StoredBody& body, Opened& opened);
  Status put_rows(const StoredBody& body, const Opened& opened);

  RowSink& sink_;
  Opener opener_;
  Deriver deriver_;
  Counts counts_;
  std::map<std::string, std::uint64_t, std::less<>> erased_;
  std::map<std::string, std::uint64_t, std::less<>> lost_;
  std::vector<std::pair<std::string, std::uint64_t>> lost_payloads_;
};

}  // namespace licet::record
