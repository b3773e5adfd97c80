#include "screening/list_document.h"

#include <algorithm>

#include "base/limits.h"

namespace licet::screening {
namespace {

constexpr std::string_view kSchema = "licet.list/1";

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Numbers by value and before other ids; ids have no leading zeros to speak of, ties fall back to the text.
bool id_less(std::string_view a, std::string_view b) {
  const bool a_number = all_digits(a);
  const bool b_number = all_digits(b);
  if (a_number != b_number) return a_number;
  if (a_number && a.size() != b.size()) return a.size() < b.size();
  return a < b;
}

std::string entry_lines(const List& list) {
  std::string out;
  for (const Entry& entry : list.entries) {
    json::append_canonical(out, entry_to_json(entry));
    out += '\n';
  }
  return out;
}

tl::unexpected<Error> tampered(std::string what, std::size_t line) {
  Error error{ErrorCode::kTampered, "kept list: " + std::move(what) + "; load the list again from its files", {}, {}};
  error.where.line = static_cast<std::uint32_t>(line);
  return fail(std::move(error));
}

Result<crypto::Digest> digest_member(const json::Value& header, std::string_view key) {
  const auto digest = crypto::parse_digest_text(header.string_or(key, ""));
  if (!digest) return tampered("no " + std::string(key) + " in the header", 1);
  return *digest;
}

struct Header {
  List list;
  std::int64_t entries = 0;
};

Result<Header> read_header(std::string_view line) {
  auto parsed = json::parse(line, json::kEntryOptions);
  if (!parsed || parsed->string_or("schema", "") != kSchema) return tampered("no header of " + std::string(kSchema), 1);
  Header header;
  header.list.kind = parsed->string_or("kind", "");
  LICET_TRY(header.list.digest, digest_member(*parsed, "digest"));
  LICET_TRY(header.list.source_digest, digest_member(*parsed, "source_digest"));
  auto as_of = parse_as_of(parsed->string_or("as_of", ""));
  if (!as_of) return tampered("no date in the header", 1);
  header.list.as_of = *as_of;
  header.entries = parsed->int_or("entries", -1);
  if (header.entries < 0 || static_cast<std::size_t>(header.entries) > limits::kListEntriesMax) {
    return tampered("impossible number of entries", 1);
  }
  return header;
}

}  // namespace

void seal_list(List& list) {
  std::stable_sort(list.entries.begin(), list.entries.end(),
                   [](const Entry& a, const Entry& b) { return id_less(a.entry_id, b.entry_id); });
  crypto::Sha256 hash;
  std::string line;
  for (Entry& entry : list.entries) {
    line.clear();
    json::append_canonical(line, entry_to_json(entry));
    entry.content_hash = crypto::sha256(line);
    line += '\n';
    hash.update(line);
  }
  list.digest = hash.finish();
}

std::string list_to_document(const List& list) {
  const json::Object header{{"schema", kSchema},
                            {"kind", list.kind},
                            {"digest", crypto::digest_text(list.digest)},
                            {"source_digest", crypto::digest_text(list.source_digest)},
                            {"as_of", as_of_text(list.as_of)},
                            {"entries", static_cast<std::int64_t>(list.entries.size())}};
  return json::canonical(header) + '\n' + entry_lines(list);
}

Result<List> list_from_document(std::string_view document) {
  const std::size_t header_end = document.find('\n');
  if (header_end == std::string_view::npos) return tampered("no header line", 1);
  LICET_TRY(Header header, read_header(document.substr(0, header_end)));
  std::string_view rest = document.substr(header_end + 1);
  if (crypto::sha256(rest) != header.list.digest) return tampered("the entries do not have the header's digest", 0);
  List list = std::move(header.list);
  list.entries.reserve(static_cast<std::size_t>(header.entries));
  for (std::size_t line = 2; !rest.empty(); ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return tampered("the last line is cut off", line);
    auto parsed = json::parse(rest.substr(0, end), json::kDocumentOptions);
    if (!parsed) return tampered(parsed.error().text, line);
    auto entry = entry_from_json(*parsed);
    if (!entry) return tampered(entry.error().text, line);
    if (entry->content_hash != crypto::sha256(rest.substr(0, end))) return tampered("an entry is not canonical", line);
    list.entries.push_back(std::move(*entry));
    rest.remove_prefix(end + 1);
  }
  if (list.entries.size() != static_cast<std::size_t>(header.entries)) return tampered("wrong number of entries", 1);
  return list;
}

}  // namespace licet::screening
