#include "ledger/trust.h"

#include <utility>

#include "base/limits.h"

namespace licet::ledger {

namespace {

/// The next word of a line; words are separated by spaces and tabs.
std::string_view take_word(std::string_view& line) {
  constexpr std::string_view kBlank = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) {
    line = {};
    return {};
  }
  line.remove_prefix(begin);
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

Status read_line(std::string_view line, Trust& trust) {
  const std::string_view first = take_word(line);
  if (first.empty() || first.front() == '#') return {};
  const std::string_view argument = take_word(line);
  if (first == "quorum" && argument == "none" && take_word(line).empty()) return {};
  if (first == "witness" || first == "group" || first == "quorum")
    return fail(ErrorCode::kUnsupported,
                "witnesses and quorums are not checked by this release; remove the line, or "
                "check with a release that does");
  if (first != "log") return fail(ErrorCode::kBadInput, "a line must begin with log, quorum or #");
  LICET_TRY(VerifierKey key, VerifierKey::parse(argument));
  if (key.type != kTypeEd25519) return fail(ErrorCode::kBadInput, "a log's key must be Ed25519 (type 01)");
  take_word(line);  // the URL
  if (!take_word(line).empty()) return fail(ErrorCode::kBadInput, "a log line has a key and at most a URL");
  trust.log_keys.push_back(std::move(key));
  return {};
}

}  // namespace

std::string_view Trust::name() const {
  if (log_keys.empty()) return kept_checkpoints.empty() ? "none" : "checkpoint";
  return kept_checkpoints.empty() ? "keys" : "keys+checkpoint";
}

Result<Trust> parse_trust(std::string_view text) {
  if (text.size() > limits::kNoteBytesMax) return fail(ErrorCode::kLimit, "the trust file is too long");
  Trust trust;
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (auto status = read_line(line, trust); !status) {
      Error error = std::move(status).error();
      error.where.line = number;
      return fail(std::move(error));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  if (trust.log_keys.empty()) return fail(ErrorCode::kBadInput, "the trust file names no log key (log <vkey>)");
  return trust;
}

}  // namespace licet::ledger
