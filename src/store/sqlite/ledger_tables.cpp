#include "store/sqlite/ledger_tables.h"

#include <algorithm>
#include <cstring>

namespace licet::store {
namespace {

using ledger::Hash;

/// "head" in store_meta: size and time as 8 bytes big-endian, the last leaf hash, then the tree's right edge.
constexpr std::size_t kHeadFixedBytes = 8 + 8 + 32;

void append_u64(Bytes& out, std::uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

std::uint64_t read_u64(ByteView bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8U | bytes[i];
  return value;
}

tl::unexpected<Error> bad_head(const std::string& what) {
  return fail(ErrorCode::kTampered, "the ledger in the data file does not fit its head: " + what +
                                        ": the data file was cut or changed outside Licet. Restore a backup; an "
                                        "earlier export and licet-verify tell what the ledger held");
}

Result<LedgerHead> decode_head(ByteView bytes, const std::string& origin) {
  if (bytes.size() < kHeadFixedBytes || (bytes.size() - kHeadFixedBytes) % 32 != 0)
    return bad_head("the stored head (store_meta, head) is malformed");
  LedgerHead head;
  head.chain.log = origin;
  head.chain.next_seq = read_u64(bytes);
  head.chain.last_time_us = static_cast<std::int64_t>(read_u64(bytes.subspan(8)));
  std::copy_n(bytes.begin() + 16, 32, head.chain.prev_leaf.begin());
  std::vector<Hash> edge((bytes.size() - kHeadFixedBytes) / 32);
  for (std::size_t i = 0; i < edge.size(); ++i)
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(kHeadFixedBytes + i * 32), 32, edge[i].begin());
  auto tree = ledger::TreeBuilder::from_right_edge(head.chain.next_seq, std::move(edge));
  if (!tree) return bad_head("the stored head (store_meta, head) is malformed, " + tree.error().text);
  head.tree = std::move(*tree);
  return head;
}

Status check_last_entry(Connection& connection, const LedgerHead& head) {
  LICET_TRY(const std::uint64_t count, entry_count(connection));
  if (count < head.chain.next_seq)
    return bad_head("entries " + std::to_string(count) + " on are missing, of " + std::to_string(head.chain.next_seq));
  if (count > head.chain.next_seq)
    return bad_head("entries " + std::to_string(head.chain.next_seq) + " on are not those that were recorded");
  if (count == 0) return {};
  LICET_TRY(const auto last, read_entry(connection, count - 1));
  if (!last) return bad_head("entry " + std::to_string(count - 1) + " is missing");
  ledger::Entry entry;
  if (auto parsed = ledger::parse_entry(last->bytes, entry); !parsed)
    return bad_head("entry " + std::to_string(count - 1) + " does not read, " + parsed.error().text);
  if (entry.log != head.chain.log) return bad_head("entry " + std::to_string(count - 1) + " belongs to another log");
  if (entry.seq + 1 != count || entry.time_us != head.chain.last_time_us ||
      ledger::leaf_hash(as_bytes(last->bytes)) != head.chain.prev_leaf)
    return bad_head("entry " + std::to_string(count - 1) + " is not the one that was recorded");
  const bool odd = (count & 1U) != 0;  // then the last leaf stands in the right edge itself
  if (odd && head.tree.right_edge().back() != head.chain.prev_leaf) return bad_head("the tree's edge has another leaf");
  return {};
}

Status insert_blobs(Connection& connection, std::string_view sql, const std::vector<record::Blob>& blobs) {
  if (blobs.empty()) return {};
  LICET_TRY(auto insert, connection.cached(sql));
  for (const record::Blob& blob : blobs) {
    const auto digest = crypto::parse_digest_text(blob.digest);
    if (!digest) return fail(ErrorCode::kBadInput, "'" + blob.digest + "' is no sha256 digest");
    insert->bind_bytes(1, *digest);
    insert->bind_bytes(2, blob.bytes);
    LICET_CHECK(insert->run());
  }
  return {};
}

/// The link that the next entry about an object must carry.
Result<ledger::Link> next_link(Connection& connection, const std::string& kind, const std::string& id) {
  LICET_TRY(auto last, connection.cached("SELECT seq, count FROM ledger_link WHERE kind = ? AND id = ? "
                                         "ORDER BY count DESC LIMIT 1"));
  const StatementUse use(*last);
  last->bind(1, std::string_view(kind));
  last->bind(2, std::string_view(id));
  ledger::Link link{kind, id, -1, 1};
  LICET_TRY(const bool found, last->step());
  if (found) {
    link.prev_seq = last->integer(0);
    link.count = last->integer(1) + 1;
  }
  return link;
}

Status insert_links(Connection& connection, const std::vector<ledger::Link>& links, std::uint64_t seq) {
  LICET_TRY(auto insert, connection.cached("INSERT INTO ledger_link(kind, id, count, seq) VALUES(?, ?, ?, ?)"));
  for (const ledger::Link& link : links) {
    insert->bind(1, std::string_view(link.kind));
    insert->bind(2, std::string_view(link.id));
    insert->bind(3, link.count);
    insert->bind(4, static_cast<std::int64_t>(seq));
    LICET_CHECK(insert->run());
  }
  return {};
}

Status insert_event(Connection& connection, const EventId& event, std::uint64_t seq) {
  LICET_TRY(auto insert, connection.cached("INSERT INTO event_seq(event, seq) VALUES(?, ?) ON CONFLICT DO NOTHING"));
  insert->bind(1, std::string_view(event.str()));
  insert->bind(2, static_cast<std::int64_t>(seq));
  LICET_CHECK(insert->run());
  if (connection.changes() == 0)
    return fail(ErrorCode::kConflict, "the event " + event.str() + " is in the ledger already");
  return {};
}

}  // namespace

Bytes encode_head(const LedgerHead& head) {
  Bytes out;
  out.reserve(kHeadFixedBytes + head.tree.right_edge().size() * 32);
  append_u64(out, head.tree.size());
  append_u64(out, static_cast<std::uint64_t>(head.chain.last_time_us));
  out.insert(out.end(), head.chain.prev_leaf.begin(), head.chain.prev_leaf.end());
  for (const Hash& hash : head.tree.right_edge()) out.insert(out.end(), hash.begin(), hash.end());
  return out;
}

Result<LedgerHead> load_head(Connection& connection, const std::string& origin) {
  LICET_TRY(Statement select, connection.prepare("SELECT value FROM store_meta WHERE key = 'head'"));
  LICET_TRY(const bool found, select.step());
  LedgerHead head;
  head.chain.log = origin;
  if (found) {
    LICET_TRY(head, decode_head(select.bytes(0), origin));
  } else {
    LICET_TRY(const std::uint64_t count, entry_count(connection));
    if (count > 0)
      return bad_head("the note of its end (store_meta, head) is missing, and there are entries up to " +
                      std::to_string(count - 1));
  }
  LICET_CHECK(check_last_entry(connection, head));
  return head;
}

Status save_head(Connection& connection, const LedgerHead& head) {
  LICET_TRY(auto save, connection.cached("INSERT INTO store_meta(key, value) VALUES('head', ?) "
                                         "ON CONFLICT(key) DO UPDATE SET value = excluded.value"));
  const Bytes bytes = encode_head(head);
  save->bind_bytes(1, bytes);
  return save->run();
}

Result<std::string> read_firm_version(Connection& connection) {
  LICET_TRY(auto select, connection.cached("SELECT value FROM store_meta WHERE key = 'firm'"));
  const StatementUse use(*select);
  LICET_TRY(const bool found, select->step());
  return found ? std::string(as_text(select->bytes(0))) : std::string();
}

Status note_firm_version(Connection& connection, const Hash& leaf) {
  LICET_TRY(auto note, connection.cached("INSERT INTO store_meta(key, value) VALUES('firm', ?) "
                                         "ON CONFLICT(key) DO UPDATE SET value = excluded.value"));
  note->bind_bytes(1, leaf);
  return note->run();
}

Result<std::uint64_t> append_entry(Connection& connection, LedgerHead& head, const record::Body& body, Instant now) {
  const std::uint64_t seq = head.chain.next_seq;
  std::vector<ledger::Link> links;
  links.reserve(body.objects().size());
  for (const auto& [kind, id] : body.objects()) {
    LICET_TRY(ledger::Link link, next_link(connection, kind, id));
    links.push_back(std::move(link));
  }
  ledger::sort_links(links);
  LICET_TRY(const std::string bytes, ledger::compose_envelope(body.text(), links, head.chain, now));

  LICET_CHECK(insert_event(connection, body.id(), seq));
  LICET_TRY(auto insert, connection.cached("INSERT INTO ledger_entry(seq, bytes) VALUES(?, ?)"));
  insert->bind(1, static_cast<std::int64_t>(seq));
  insert->bind_bytes(2, as_bytes(bytes));
  LICET_CHECK(insert->run());
  LICET_CHECK(insert_links(connection, links, seq));
  LICET_CHECK(insert_blobs(connection, "INSERT INTO sealed_blob(digest, bytes) VALUES(?, ?) ON CONFLICT DO NOTHING",
                           body.sealed()));
  LICET_CHECK(insert_blobs(connection, "INSERT INTO attachment(digest, bytes) VALUES(?, ?) ON CONFLICT DO NOTHING",
                           body.attachments()));

  const Hash leaf = ledger::leaf_hash(as_bytes(bytes));
  ledger::advance(head.chain, std::max(head.chain.last_time_us, now.us), leaf);
  head.tree.append(leaf);
  return seq;
}

Status visit_entries(Connection& connection, std::uint64_t from, std::uint64_t end,
                     const std::function<bool(const app::StoredEntry&)>& visit) {
  LICET_TRY(Statement select,
            connection.prepare("SELECT seq, bytes FROM ledger_entry WHERE seq >= ? AND seq < ? ORDER BY seq"));
  constexpr std::uint64_t kSeqMax = std::uint64_t{1} << 62U;
  select.bind(1, static_cast<std::int64_t>(std::min(from, kSeqMax)));
  select.bind(2, static_cast<std::int64_t>(std::min(end, kSeqMax)));
  app::StoredEntry entry;
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return {};
    entry.seq = static_cast<std::uint64_t>(select.integer(0));
    entry.bytes.assign(as_text(select.bytes(1)));
    if (!visit(entry)) return {};
  }
}

Result<std::optional<app::StoredEntry>> read_entry(Connection& connection, std::uint64_t seq) {
  std::optional<app::StoredEntry> found;
  LICET_CHECK(visit_entries(connection, seq, seq + 1, [&](const app::StoredEntry& entry) {
    found = entry;
    return false;
  }));
  return found;
}

Result<std::vector<std::uint64_t>> entries_about(Connection& connection, std::string_view kind, std::string_view id) {
  LICET_TRY(auto select, connection.cached("SELECT seq FROM ledger_link WHERE kind = ? AND id = ? ORDER BY count"));
  const StatementUse use(*select);
  select->bind(1, kind);
  select->bind(2, id);
  std::vector<std::uint64_t> seqs;
  while (true) {
    LICET_TRY(const bool more, select->step());
    if (!more) return seqs;
    seqs.push_back(static_cast<std::uint64_t>(select->integer(0)));
  }
}

Result<std::optional<std::uint64_t>> seq_of_event(Connection& connection, std::string_view event) {
  LICET_TRY(auto select, connection.cached("SELECT seq FROM event_seq WHERE event = ?"));
  const StatementUse use(*select);
  select->bind(1, event);
  LICET_TRY(const bool found, select->step());
  if (!found) return std::optional<std::uint64_t>();
  return std::optional<std::uint64_t>(static_cast<std::uint64_t>(select->integer(0)));
}

Status visit_links(Connection& connection, const std::function<bool(const app::StoredLink&)>& visit) {
  LICET_TRY(Statement select, connection.prepare("SELECT kind, id, count, seq FROM ledger_link"));
  app::StoredLink link;
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return {};
    link.kind.assign(select.text(0));
    link.id.assign(select.text(1));
    link.count = select.integer(2);
    link.seq = select.integer(3);
    if (!visit(link)) return {};
  }
}

Status visit_event_numbers(Connection& connection, const std::function<bool(std::string_view, std::int64_t)>& visit) {
  LICET_TRY(Statement select, connection.prepare("SELECT event, seq FROM event_seq"));
  while (true) {
    LICET_TRY(const bool more, select.step());
    if (!more) return {};
    if (!visit(select.text(0), select.integer(1))) return {};
  }
}

Result<std::uint64_t> entry_count(Connection& connection) {
  LICET_TRY(const record::Value last, connection.scalar("SELECT max(seq) FROM ledger_entry"));
  if (record::is_null(last)) return std::uint64_t{0};
  return static_cast<std::uint64_t>(record::int_of(last)) + 1;
}

Status delete_blobs(Connection& connection, const std::vector<std::string>& digests) {
  LICET_TRY(auto erase, connection.cached("DELETE FROM sealed_blob WHERE digest = ?"));
  for (const std::string& text : digests) {
    const auto digest = crypto::parse_digest_text(text);
    if (!digest) return fail(ErrorCode::kBadInput, "'" + text + "' is no sha256 digest");
    erase->bind_bytes(1, *digest);
    LICET_CHECK(erase->run());
  }
  return {};
}

}  // namespace licet::store
