// Errors as values: `Result<T>` and the closed list of error codes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace licet {

/// The closed list of error classes. Each maps once to an exit status (`exit_status`).
enum class ErrorCode : std::uint8_t {
  kUsage,        ///< the call itself is wrong: unknown option, missing argument (exit 2)
  kBadInput,     ///< a file or value that a person gave is wrong (exit 3)
  kLimit,        ///< a limit of base/limits.h was passed (exit 3)
  kNotFound,     ///< no such thing, or none this principal may know of (exit 1)
  kRefused,      ///< the answer is no: a rule, a missing right, a missing second person (exit 1)
  kConflict,     ///< somebody else changed it meanwhile, or it is not in the state the command needs (exit 1)
  kTampered,     ///< the bytes are not what was recorded (exit 1)
  kEnvironment,  ///< disk full, unreadable folder, another writer, a lost key file (exit 4)
  kUnsupported,  ///< written by a newer release; says what is needed (exit 4)
};

/// Stable text of a code, as printed in `--json` ("bad_input", ...).
std::string_view error_code_name(ErrorCode code);
/// The exit status of design section 8 for a code.
int exit_status(ErrorCode code);

/// Where something is wrong in a file a person wrote. Zero means "not known".
struct Where {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string field;
};

/// What went wrong. `text` may be shown to anybody and says what was wrong and what to do;
/// `detail` is for the operator's log only and may name paths or driver messages.
struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::kEnvironment;
  std::string text;
  std::string detail;
  Where where;
  /// What else was found wrong in the same run, each with its own place; these hold no others themselves.
  std::vector<Error> others = {};

  /// "file:line:column: field: text", leaving out what is not known. One line a problem when there are others.
  std::string to_string() const;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// An error result: `return fail(ErrorCode::kBadInput, "...")`.
inline tl::unexpected<Error> fail(ErrorCode code, std::string text, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(text), std::move(detail), {}, {}});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// A programmer error: prints and aborts, in release builds too. Never reachable from user input.
[[noreturn]] void invariant_failed(const char* expression, const char* file, int line);

}  // namespace licet

#define LICET_INVARIANT(expression) \
  (static_cast<bool>(expression) ? void(0) : ::licet::invariant_failed(#expression, __FILE__, __LINE__))

/// `LICET_TRY(auto x, f())`: x is the value of the result, or the error is returned from this function.
#define LICET_TRY_CONCAT_(a, b) a##b
#define LICET_TRY_NAME_(a, b) LICET_TRY_CONCAT_(a, b)
#define LICET_TRY_IMPL_(tmp, declaration, expression)                        \
  auto tmp = (expression);                                                   \
  if (!tmp) return ::tl::unexpected<::licet::Error>(std::move(tmp).error()); \
  declaration = std::move(*tmp)
#define LICET_TRY(declaration, ...) LICET_TRY_IMPL_(LICET_TRY_NAME_(licet_try_, __LINE__), declaration, (__VA_ARGS__))
/// The same for `Status`. The name is a new one each time, so that one check may stand inside another's argument.
#define LICET_CHECK_IMPL_(tmp, expression)                                                              \
  do {                                                                                                  \
    if (auto tmp = (expression); !tmp) return ::tl::unexpected<::licet::Error>(std::move(tmp).error()); \
  } while (false)
#define LICET_CHECK(...) LICET_CHECK_IMPL_(LICET_TRY_NAME_(licet_status_, __COUNTER__), (__VA_ARGS__))
