#include "app/state_check.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "app/derived_keys.h"
#include "app/reading.h"
#include "app/section_opener.h"
#include "base/limits.h"
#include "ledger/entry.h"
#include "record/attachments.h"
#include "record/replay.h"

namespace licet::app {
namespace {

using record::StateDifference;
using record::TableId;

constexpr const char* kNoEntry = "the row is in the data file, but the ledger has no entry that makes it";
constexpr const char* kNoRow = "the ledger has this row, but the data file does not";

struct Payload {
  std::string kid;
  bool seen = false;
};

/// What the entries say that the store must keep beside the tables. Grows with the ledger, as its fold does.
struct Expected {
  std::unordered_map<std::string, std::int64_t> links;   // "kind id count" -> entry
  std::unordered_map<std::string, std::int64_t> events;  // event -> entry
  std::unordered_map<std::string, Payload> payloads;     // by digest
  std::unordered_map<std::string, bool> attachments;     // by digest: seen
};

std::string link_key(std::string_view kind, std::string_view id, std::int64_t count) {
  return std::string(kind) + " " + std::string(id) + " " + std::to_string(count);
}

class Checking {
 public:
  Checking(Deps& deps, const Principal& principal, const LedgerProgress& progress)
      : deps_(deps), principal_(principal), progress_(progress) {}

  Result<StateCheck> run() {
    LICET_TRY(layout_, deps_.store.check_layout(principal_));
    LICET_TRY(const bool folded, fold());
    if (folded) {
      LICET_CHECK(compare_tables());
      LICET_CHECK(compare_links());
      LICET_CHECK(compare_events());
      LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
        LICET_CHECK(compare_payloads(reader));
        return compare_attachments(reader);
      }));
    }
    for (StateDifference& difference : layout_) out_.differences.push_back(std::move(difference));
    return std::move(out_);
  }

 private:
  /// Whether a table could not be read because of what the layout is accused of already: it, or a column of it, is
  /// gone. Then there are no rows to compare, and the others are compared all the same.
  bool told_of(std::string_view table, const Status& read) const {
    return !read && read.error().code == ErrorCode::kTampered &&
           std::any_of(layout_.begin(), layout_.end(), [&](const StateDifference& d) { return d.table == table; });
  }

  /// False when an entry did not read: then there is nothing to compare with.
  Result<bool> fold() {
    bool whole = true;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      record::Replay replay(tables_, opener(reader), rederive(deps_.keys.pepper()));
      std::uint64_t seq = 0;
      LICET_CHECK(deps_.store.entries(principal_, 0, [&](const StoredEntry& entry) {
        if (progress_ && ++done_ % 4096 == 0) progress_("entries", done_, 0);
        if (entry.seq != seq) {
          add("ledger_entry", std::to_string(seq), "", "the entry is missing");
          add("ledger_entry", std::to_string(entry.seq), "", "the entry does not follow the one before it");
          whole = false;
          return false;
        }
        ++seq;
        const Status fed = feed(entry, replay);
        if (fed) return true;
        whole = false;
        add("ledger_entry", std::to_string(entry.seq), "bytes", fed.error().text);
        return false;
      }));
      out_.lost_keys = replay.lost_keys().size();
      if (whole) LICET_CHECK(compare_end(seq));
      return {};
    }));
    return whole;
  }

  Status compare_end(std::uint64_t entries) {
    LICET_TRY(const LogHead head, deps_.store.seal_all());
    if (head.size != entries)
      add("ledger_entry", std::to_string(entries), "",
          "the ledger ends before this entry, but its head counts " + std::to_string(head.size));
    return {};
  }

  Status feed(const StoredEntry& stored, record::Replay& replay) {
    ledger::Entry entry;
    LICET_CHECK(ledger::parse_entry(stored.bytes, entry));
    LICET_TRY(const record::StoredBody body, stored_body(stored));
    const auto seq = static_cast<std::int64_t>(stored.seq);
    for (const ledger::LinkView& link : entry.links)
      expected_.links.emplace(link_key(link.kind, link.id, link.count), seq);
    expected_.events.emplace(body.id.str(), seq);
    for (const json::Value& section : body.sections)
      expected_.payloads.emplace(section.string_or("ct", ""),
                                 Payload{std::string(section.string_or("kid", "")), false});
    for (const std::string_view digest : record::attachments_of(body)) expected_.attachments.emplace(digest, false);
    return replay.feed(stored.seq, body);
  }

  /// What does not open is a difference, not the end: the columns it would have filled are compared as empty.
  record::Opener opener(Reader& reader) {
    return [this, &reader](const EventId& event, const json::Value& section) -> Result<record::SectionOutcome> {
      auto outcome = open_section_of(deps_, reader, event, section);
      if (outcome || outcome.error().code != ErrorCode::kTampered) return outcome;
      add("sealed_blob", std::string(section.string_or("ct", "")), "bytes",
          "it does not open under the key of " + std::string(section.string_or("kid", "")) + ": " +
              outcome.error().text);
      return record::SectionOutcome{record::SectionOutcome::State::kPayloadGone, {}};
    };
  }

  Status compare_tables() {
    bool whole = true;
    const record::RowSource rows = [&](TableId table, const std::function<bool(const record::Row&)>& visit) {
      Status read = deps_.store.each_row(principal_, table, visit);
      if (!told_of(record::table(table).name, read)) return read;
      whole = false;
      tables_.each(table, visit);
      return Status();
    };
    record::CompareOptions options;
    options.opened = true;
    options.derived = true;
    LICET_TRY(std::vector<StateDifference> differences, record::compare_states(tables_, rows, options));
    for (StateDifference& difference : differences) out_.differences.push_back(std::move(difference));
    LICET_TRY(const crypto::Digest digest, record::state_digest(rows));
    if (whole) out_.digest = crypto::digest_text(digest);
    return {};
  }

  Status compare_links() {
    Status read = deps_.store.each_link(principal_, [&](const StoredLink& link) {
      compare_number("ledger_link", link_key(link.kind, link.id, link.count), link.seq, expected_.links);
      return true;
    });
    if (!read) return told_of("ledger_link", read) ? Status() : read;
    for (const auto& [key, seq] : expected_.links) add("ledger_link", key, "", kNoRow);
    return {};
  }

  Status compare_events() {
    Status read = deps_.store.each_event_number(principal_, [&](std::string_view event, std::int64_t seq) {
      compare_number("event_seq", std::string(event), seq, expected_.events);
      return true;
    });
    if (!read) return told_of("event_seq", read) ? Status() : read;
    for (const auto& [event, seq] : expected_.events) add("event_seq", event, "", kNoRow);
    return {};
  }

  /// Takes what was found out of what is expected.
  void compare_number(const char* table, const std::string& key, std::int64_t have,
                      std::unordered_map<std::string, std::int64_t>& expected) {
    const auto want = expected.find(key);
    if (want == expected.end()) return add(table, key, "", kNoEntry);
    if (want->second != have)
      add(table, key, "seq",
          "the ledger says " + std::to_string(want->second) + ", the data file says " + std::to_string(have));
    expected.erase(want);
  }

  Status compare_payloads(Reader& reader) {
    for (unsigned first = 0; first < 256; ++first) {
      Status read = reader.sealed_blobs(principal_, static_cast<std::uint8_t>(first),
                                        [&](const crypto::Digest& digest, ByteView bytes) -> Status {
                                          payload(digest, bytes);
                                          return {};
                                        });
      if (!read) return told_of("sealed_blob", read) ? Status() : read;
    }
    for (const auto& [digest, want] : expected_.payloads)
      if (!want.seen && !erased(want.kid))
        add("sealed_blob", digest, "", "the payload is gone, although no entry erased " + want.kid);
    return {};
  }

  void payload(const crypto::Digest& digest, ByteView bytes) {
    const std::string key = crypto::digest_text(digest);
    const auto want = expected_.payloads.find(key);
    if (want == expected_.payloads.end()) return add("sealed_blob", key, "", "no entry names this payload");
    want->second.seen = true;
    if (crypto::sha256(bytes) != digest) add("sealed_blob", key, "bytes", "the bytes are not those that were sealed");
    if (erased(want->second.kid))
      add("sealed_blob", key, "", want->second.kid + " was erased, but its payload is still there; erase it again");
  }

  bool erased(const std::string& kid) const { return tables_.get(TableId::kErasure, {kid}).has_value(); }

  Status compare_attachments(Reader& reader) {
    Status read = reader.attachment_digests(principal_, [&](const crypto::Digest& digest) -> Status {
      const std::string key = crypto::digest_text(digest);
      const auto want = expected_.attachments.find(key);
      if (want == expected_.attachments.end()) {
        add("attachment", key, "", "no entry brings this document");
        return {};
      }
      want->second = true;
      LICET_TRY(const auto bytes, reader.attachment(key));
      if (bytes && crypto::sha256(ByteView(*bytes)) != digest)
        add("attachment", key, "bytes", "the bytes are not those of the document");
      return {};
    });
    if (!read) return told_of("attachment", read) ? Status() : read;
    for (const auto& [digest, seen] : expected_.attachments)
      if (!seen) add("attachment", digest, "", "the data file lost this document");
    return {};
  }

  /// At most so many of one table, so that none hides another.
  void add(const char* table, std::string key, std::string column, std::string what) {
    if (++added_[table] <= limits::kVerifyFindingsMax)
      out_.differences.push_back({table, std::move(key), std::move(column), std::move(what)});
  }

  Deps& deps_;
  const Principal& principal_;
  const LedgerProgress& progress_;
  std::uint64_t done_ = 0;
  record::MemoryTables tables_;
  Expected expected_;
  std::unordered_map<std::string, std::size_t> added_;
  std::vector<StateDifference> layout_;
  StateCheck out_;
};

}  // namespace

Result<StateCheck> check_state(Deps& deps, const Principal& principal, const LedgerProgress& progress) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  return Checking(deps, principal, progress).run();
}

}  // namespace licet::app
