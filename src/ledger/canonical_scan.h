// A fast check that bytes are canonical JSON of the ledger's profile, without building a value.
//
// It accepts exactly the texts t for which json::parse(t, kEntry profile) succeeds and canonical(parse(t)) == t; a
// property test holds it against those two. Verification spends its time here, so it allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace licet::ledger {

/// A cursor over a text that must be valid UTF-8 already (check it once with is_utf8). Each function returns false
/// at the first byte that is not canonical; `at` then points near it and `problem` says what was expected.
class CanonicalScan {
 public:
  explicit CanonicalScan(std::string_view text) : text_(text) {}

  /// One value with at most `max_depth` nested lists and objects (at most kDepthMax). The raw text of the value of
  /// every member named `watched` is appended to `found`; pass an empty name to watch nothing.
  bool value(std::uint32_t max_depth, std::string_view watched = {}, std::vector<std::string_view>* found = nullptr);
  /// Exactly these bytes.
  bool literal(std::string_view bytes);
  /// A string in quotes; `raw` gets what stands between them, escapes not resolved.
  bool string(std::string_view& raw);
  /// An integer of the profile.
  bool integer(std::int64_t& out);

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  std::size_t at() const { return at_; }
  const char* problem() const { return problem_; }

  static constexpr std::uint32_t kDepthMax = 16;

 private:
  struct Frame {
    bool object = false;
    bool watching = false;     // the value of the present member is to be reported
    std::size_t value_at = 0;  // where that value begins
    std::string_view key;      // the last key of an object
  };
  bool stop(const char* problem);
  bool key(Frame& frame, std::string_view watched);
  bool scalar();

  std::string_view text_;
  std::size_t at_ = 0;
  const char* problem_ = "";
};

}  // namespace licet::ledger
