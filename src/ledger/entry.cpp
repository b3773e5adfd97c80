#include "ledger/entry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include "base/limits.h"
#include "ledger/canonical_scan.h"

namespace licet::ledger {

namespace {

constexpr std::int64_t kSafeIntegerMax = (std::int64_t{1} << 53U) - 1;
constexpr std::size_t kHashTextBytes = 44;  // base64 of 32 bytes

constexpr std::array<std::uint8_t, 256> not_base64() {
  std::array<std::uint8_t, 256> out{};
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto c = static_cast<char>(i);
    const bool digit =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
    out[i] = digit ? 0 : 1;
  }
  return out;
}
constexpr std::array<std::uint8_t, 256> kNotBase64 = not_base64();

void append_int(std::string& out, std::int64_t value) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof digits, value);
  out.append(digits, result.ptr);
}

template <typename A, typename B>
bool ordered(const A& a, const B& b) {
  return std::tie(a.kind, a.id) < std::tie(b.kind, b.id);
}

Status check_links(std::span<const Link> links, std::uint64_t seq) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    const Link& link = links[i];
    if (!is_link_kind(link.kind) || !is_link_id(link.id))
      return fail(ErrorCode::kBadInput, "the link " + link.kind + " \"" + link.id + "\" has a malformed kind or id");
    if (i > 0 && !ordered(links[i - 1], link))
      return fail(ErrorCode::kBadInput, "links must be sorted by kind and id, each object once; sort_links does that");
    const bool first = link.prev_seq == -1 && link.count == 1;
    const bool later = link.prev_seq >= 0 && link.count > 1 && link.prev_seq < static_cast<std::int64_t>(seq);
    if (!first && !later)
      return fail(ErrorCode::kBadInput, "the link to " + link.id +
                                            " must have -1 and 1, or an earlier entry and a "
                                            "count above 1");
  }
  return {};
}

tl::unexpected<Error> bad_entry(std::size_t at, const char* what) {
  return fail(ErrorCode::kTampered, "byte " + std::to_string(at) + ": " + what);
}

/// [["kind","id",prev,count],...] up to and including the closing bracket.
bool scan_links(CanonicalScan& scan, std::vector<LinkView>& out) {
  if (!scan.literal("[")) return false;
  if (scan.peek() == ']') return scan.literal("]");
  while (true) {
    LinkView link;
    if (!scan.literal("[") || !scan.string(link.kind) || !scan.literal(",") || !scan.string(link.id) ||
        !scan.literal(",") || !scan.integer(link.prev_seq) || !scan.literal(",") || !scan.integer(link.count) ||
        !scan.literal("]"))
      return false;
    out.push_back(link);
    if (scan.peek() == ']') return scan.literal("]");
    if (!scan.literal(",")) return false;
  }
}

/// Form of the links alone; whether they fit the log is LinkChecker's.
const char* link_fault(const std::vector<LinkView>& links) {
  for (std::size_t i = 0; i < links.size(); ++i) {
    const LinkView& link = links[i];
    if (!is_link_kind(link.kind) || !is_link_id(link.id)) return "a link has a malformed kind or id";
    if (i > 0 && !ordered(links[i - 1], link)) return "the links are not sorted by kind and id, or one stands twice";
    if (link.prev_seq < -1 || link.count < 1 || (link.prev_seq == -1) != (link.count == 1))
      return "a link's previous entry and count do not go together";
  }
  return nullptr;
}

}  // namespace

bool is_origin(std::string_view text) {
  if (text.empty() || text.size() > limits::kOriginBytesMax) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c > 0x20 && c < 0x7f && c != '+' && c != '"' && c != '\\'; });
}

bool is_link_kind(std::string_view text) {
  if (text.empty() || text.size() > limits::kLinkIdBytesMax) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool is_link_id(std::string_view text) {
  if (text.empty() || text.size() > limits::kLinkIdBytesMax) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == ':' || c == '-';
  });
}

bool is_hash_text(std::string_view text) {
  // 42 digits, one whose low two bits no byte uses and so are zero, and the padding.
  constexpr std::string_view kLast = "AEIMQUYcgkosw048";
  if (text.size() != kHashTextBytes || text.back() != '=') return false;
  unsigned other = 0;  // no early end: the whole loop is table look-ups
  for (std::size_t i = 0; i < kHashTextBytes - 1; ++i) other |= kNotBase64[static_cast<unsigned char>(text[i])];
  return other == 0 && kLast.find(text[kHashTextBytes - 2]) != std::string_view::npos;
}

void sort_links(std::vector<Link>& links) {
  std::sort(links.begin(), links.end(), [](const Link& a, const Link& b) { return ordered(a, b); });
}

Result<std::string> compose_envelope(std::string_view body, std::span<const Link> links, const ChainState& state,
                                     Instant now) {
  if (!is_origin(state.log)) return fail(ErrorCode::kBadInput, "the log's origin \"" + state.log + "\" is malformed");
  LICET_CHECK(check_links(links, state.next_seq));
  const std::int64_t time_us = std::max(state.last_time_us, now.us);
  if (time_us < 0 || time_us > kSafeIntegerMax)
    return fail(ErrorCode::kBadInput, "the entry's time is outside the years that a log can hold");
  std::string out;
  out.reserve(body.size() + 200 + links.size() * 72);
  out += R"({"body":)";
  out += body;
  out += R"(,"links":[)";
  for (std::size_t i = 0; i < links.size(); ++i) {
    out += i == 0 ? R"([")" : R"(,[")";
    out += links[i].kind;
    out += R"(",")";
    out += links[i].id;
    out += R"(",)";
    append_int(out, links[i].prev_seq);
    out += ',';
    append_int(out, links[i].count);
    out += ']';
  }
  out += R"(],"log":")";
  out += state.log;
  out += R"(","prev":")";
  out += base64(state.prev_leaf);
  out += R"(","seq":)";
  append_int(out, static_cast<std::int64_t>(state.next_seq));
  out += R"(,"time":)";
  append_int(out, time_us);
  out += R"(,"v":1})";
  if (out.size() > limits::kEntryBytesMax)
    return fail(ErrorCode::kLimit, "the entry would have " + std::to_string(out.size()) + " bytes, at most " +
                                       std::to_string(limits::kEntryBytesMax) + " fit; split its body into parts");
  return out;
}

void advance(ChainState& state, std::int64_t time_us, const Hash& leaf) {
  ++state.next_seq;
  state.prev_leaf = leaf;
  state.last_time_us = time_us;
}

Status parse_entry(std::string_view bytes, Entry& out) {
  out.links.clear();
  out.sealed.clear();
  if (bytes.size() > limits::kEntryBytesMax)
    return bad_entry(limits::kEntryBytesMax, "the entry is longer than an entry may be");
  std::size_t bad_at = 0;
  if (!is_utf8(bytes, &bad_at)) return bad_entry(bad_at, "this is not UTF-8");
  CanonicalScan scan(bytes);
  const auto refuse = [&scan]() { return bad_entry(scan.at(), scan.problem()); };

  if (!scan.literal(R"({"body":)")) return refuse();
  const std::size_t body_at = scan.at();
  if (scan.peek() != '{') return bad_entry(body_at, "the body must be an object");
  if (!scan.value(limits::kEntryDepthMax - 1, "sealed", &out.sealed)) return refuse();
  out.body = bytes.substr(body_at, scan.at() - body_at);

  if (!scan.literal(R"(,"links":)") || !scan_links(scan, out.links)) return refuse();
  if (const char* fault = link_fault(out.links); fault != nullptr) return bad_entry(scan.at(), fault);

  std::int64_t seq = 0;
  if (!scan.literal(R"(,"log":)") || !scan.string(out.log) || !scan.literal(R"(,"prev":)") || !scan.string(out.prev) ||
      !scan.literal(R"(,"seq":)") || !scan.integer(seq) || !scan.literal(R"(,"time":)") || !scan.integer(out.time_us) ||
      !scan.literal(R"(,"v":1})"))
    return refuse();
  if (!scan.at_end()) return bad_entry(scan.at(), "there are bytes after the end of the entry");
  if (!is_origin(out.log)) return bad_entry(scan.at(), "the log's origin is malformed");
  if (!is_hash_text(out.prev)) return bad_entry(scan.at(), "prev is not the base64 text of a hash");
  if (seq < 0 || out.time_us < 0) return bad_entry(scan.at(), "seq and time cannot be negative");
  out.seq = static_cast<std::uint64_t>(seq);
  return {};
}

std::string_view chain_fault_text(ChainFault fault) {
  switch (fault) {
    case ChainFault::kNone:
      return "";
    case ChainFault::kSeq:
      return "its seq is not the number of its place in the log";
    case ChainFault::kPrev:
      return "its prev is not the leaf hash of the entry before it";
    case ChainFault::kLog:
      return "it was written for another log";
    case ChainFault::kTime:
      return "its time is before that of the entry before it";
  }
  return "";
}

ChainFault check_next(const Entry& entry, const ChainState& state) {
  if (entry.seq != state.next_seq) return ChainFault::kSeq;
  if (entry.prev != base64(state.prev_leaf)) return ChainFault::kPrev;
  if (entry.log != state.log) return ChainFault::kLog;
  if (entry.time_us < state.last_time_us) return ChainFault::kTime;
  return ChainFault::kNone;
}

}  // namespace licet::ledger
