#include "ledger/checkpoint.h"

#include <algorithm>

#include "base/encode.h"

namespace licet::ledger {

namespace {

constexpr std::uint64_t kSizeMax = (std::uint64_t{1} << 53U) - 1;  // seq is a JSON integer

tl::unexpected<Error> malformed(const char* what) {
  return fail(ErrorCode::kTampered, std::string("this is no checkpoint: ") + what);
}

/// The next line without its newline; empty and `ok` false when there is none.
std::string_view take_line(std::string_view& rest, bool& ok) {
  const std::size_t end = rest.find('\n');
  ok = end != std::string_view::npos;
  if (!ok) return {};
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string Checkpoint::text() const { return origin + "\n" + std::to_string(size) + "\n" + base64(root) + "\n"; }

Result<Checkpoint> Checkpoint::parse(std::string_view text) {
  Checkpoint out;
  bool ok = true;
  out.origin = std::string(take_line(text, ok));
  if (!ok || !is_key_name(out.origin)) return malformed("the first line must be the log's origin");
  const std::string_view size = take_line(text, ok);
  if (!ok || size.empty() || size.size() > 16 || (size.size() > 1 && size[0] == '0'))
    return malformed("the second line must be the size, without leading zeros");
  for (const char c : size) {
    if (c < '0' || c > '9') return malformed("the second line must be the size in digits");
    out.size = out.size * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (out.size > kSizeMax) return malformed("the size is beyond what a log can have");
  const auto root = from_base64(take_line(text, ok));
  if (!ok || !root || root->size() != out.root.size()) return malformed("the third line must be the root in base64");
  std::copy(root->begin(), root->end(), out.root.begin());
  if (!text.empty()) return malformed("there are lines after the root; extension lines are not accepted");
  return out;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const NoteSigner& signer) {
  const std::string text = checkpoint.text();
  return format_note({text, {signer.sign(text)}});
}

Result<Checkpoint> read_checkpoint_note(std::string_view note) {
  LICET_TRY(const Note parsed, parse_note(note));
  return Checkpoint::parse(parsed.text);
}

}  // namespace licet::ledger
