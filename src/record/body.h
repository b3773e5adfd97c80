// The body of a ledger entry: one command's events, its actor, and the sealed sections that go with it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "base/result.h"
#include "record/event.h"
#include "record/schema.h"

namespace licet::ledger {
struct SealedSection;
}

namespace licet::record {

/// Who did it: a person of the firm, or the system itself.
struct Actor {
  std::string kind = "system";  ///< "person" or "system"
  std::string id;               ///< pers_ id, or the job's name
  std::string role;             ///< the role acted in, for persons
};

/// Digest of the ciphertext ("sha256:...") of each kid's section.
using Ciphertexts = std::map<std::string, std::string, std::less<>>;

/// Values opened from a body's sealed sections: by kid, then field. Absent kid: its key is gone or not at hand.
using Opened = std::map<std::string, std::map<std::string, json::Value>, std::less<>>;

/// A sealed section as a body carries it. Made where the section was sealed, so that the one thread that writes does
/// not render it.
struct RenderedSection {
  explicit RenderedSection(const ledger::SealedSection& section);
  RenderedSection() = default;
  std::string kid;
  std::string ciphertext;           ///< digest, "sha256:..."
  std::vector<std::string> fields;  ///< names of what is sealed
  std::string text;                 ///< canonical JSON: {"cm","ct","kc","kid","salt"}
};

/// What a body's decisions were taken with, each "sha256:...". The policy holds the zones; the lists stand in
/// lead_screened.
struct Uses {
  std::string policy;         ///< of the policy's document
  std::string register_view;  ///< of the register with the confirmations in force
  bool operator==(const Uses&) const = default;
};

struct Blob {
  std::string digest;  ///< "sha256:..."
  Bytes bytes;
};
struct DerivedValue {
  TableId table;
  Key key;
  std::string_view column;
  Value value;
};

/// A body ready to be committed: its canonical text goes into the ledger; the rest goes beside it in the same
/// transaction. Only BodyBuilder makes one.
class Body {
 public:
  const EventId& id() const { return id_; }
  Instant at() const { return at_; }
  const std::string& text() const { return text_; }  ///< canonical JSON
  const std::vector<std::pair<std::string, std::string>>& objects() const {
    return objects_;
  }  ///< (kind, id), sorted, unique
  const std::vector<Event>& events() const { return events_; }
  const std::vector<Blob>& sealed() const { return sealed_; }            ///< ciphertexts, by digest
  const std::vector<Blob>& attachments() const { return attachments_; }  ///< public bytes, by digest
  const Opened& opened() const { return opened_; }
  const Ciphertexts& ciphertexts() const { return ciphertexts_; }
  const std::vector<DerivedValue>& derived() const { return derived_; }

 private:
  friend class BodyBuilder;
  EventId id_;
  Instant at_;
  std::string text_;
  std::vector<std::pair<std::string, std::string>> objects_;
  std::vector<Event> events_;
  std::vector<Blob> sealed_, attachments_;
  Ciphertexts ciphertexts_;
  Opened opened_;
  std::vector<DerivedValue> derived_;
};

/// Collects one command's record. Not thread-safe. The event id is made first, because sealing binds it.
class BodyBuilder {
 public:
  BodyBuilder(EventId id, Instant at, Actor actor, std::string command);
  const EventId& id() const { return id_; }
  Instant at() const { return at_; }
  /// Checks the event against its spec and renders it; what does not fit is said by `finish`.
  void add(NewEvent event);
  bool empty() const { return events_.empty(); }
  /// Seals `fields` under `dek` for `kid` (facts 2.4) in the log `origin`. One section a kid.
  /// What does not fit (too many fields, no profile) is said by `finish`.
  void seal(std::string_view origin, std::string_view kid, const crypto::Key32& dek,
            const std::map<std::string, json::Value>& fields, Random& random);
  /// A section sealed before, its ciphertext, and what of it opens into columns. One section a kid.
  void add_sealed(RenderedSection section, Bytes blob, std::map<std::string, json::Value> opened);
  /// Public bytes kept by digest (policy, list, register document); returns "sha256:...".
  std::string attach(Bytes bytes);
  /// A decision as an event of this body carries it: as it is while it is small, else attached
  /// (record/decision_document.h).
  json::Value carried(json::Value decision);
  void derive(TableId table, Key key, std::string_view column, Value value);
  /// Adds a link to an object that no event names itself.
  void link(std::string kind, std::string id);
  /// Names what the body's decisions were taken with; a body that holds a decision has it.
  void uses(const crypto::Digest& policy, const crypto::Digest& register_view);
  /// Checks every section against the specs, composes the canonical text and the links. kLimit above
  /// kBodyBytesMax, or when the links would not fit the entry beside it; the text says which events are large.
  Result<Body> finish() &&;

 private:
  EventId id_;
  Instant at_;
  Actor actor_;
  std::string command_;
  std::optional<Error> error_;  // the first thing that went wrong while collecting
  std::vector<Event> events_;
  std::string events_text_;                                       // rendered as they are added
  std::vector<std::pair<std::size_t, std::string>> event_sizes_;  // bytes and type of each
  std::vector<RenderedSection> sections_;
  std::vector<std::pair<std::string, std::string>> objects_;
  std::vector<Blob> sealed_, attachments_;
  Ciphertexts ciphertexts_;
  Opened opened_;
  std::vector<DerivedValue> derived_;
  std::optional<Uses> uses_;
};

/// Whether an event carries a decision that can be taken again, and that decision; nullptr without.
const json::Value* decision_of(const Event& event);

/// A body read back from an entry: {"at","by","cmd","ev","events","objs","sealed","uses"}.
struct StoredBody {
  EventId id;
  Instant at;
  Actor actor;
  std::string command;
  std::vector<Event> events;
  std::vector<json::Value> sections;  ///< sealed sections: {"cm","ct","kc","kid","salt"}
  std::vector<std::pair<std::string, std::string>> objects;
  std::optional<Uses> uses;
};
/// Reads a canonical text, such as `ledger::parse_entry` gives. kUnsupported when an event type or version is not
/// known: a newer release wrote it. kTampered for anything else that `body_text` would not have written.
Result<StoredBody> read_body(std::string_view text);
/// The same of a value.
Result<StoredBody> parse_body(const json::Value& body);

/// A body as a verifier of very many reads it, checked in the same way: of sealed sections it has `ct` and `kid` alone,
/// and decisions are left where they stand in the text, which must outlive this.
struct LeanBody {
  StoredBody body;                          ///< its events without their `decision`
  std::vector<std::string_view> decisions;  ///< by event: the decision's text, as `decision_of` finds it; or empty
};
Result<LeanBody> read_lean_body(std::string_view text);

/// The canonical text of a body: the inverse of `parse_body`.
std::string body_text(const StoredBody& body);

}  // namespace licet::record
