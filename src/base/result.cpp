#include "base/result.h"

#include <cstdio>
#include <cstdlib>

namespace licet {

std::string_view error_code_name(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return "usage";
    case ErrorCode::kBadInput:
      return "bad_input";
    case ErrorCode::kLimit:
      return "limit";
    case ErrorCode::kNotFound:
      return "not_found";
    case ErrorCode::kRefused:
      return "refused";
    case ErrorCode::kConflict:
      return "conflict";
    case ErrorCode::kTampered:
      return "tampered";
    case ErrorCode::kEnvironment:
      return "environment";
    case ErrorCode::kUnsupported:
      return "unsupported";
  }
  return "unknown";
}

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
      return 2;
    case ErrorCode::kBadInput:
    case ErrorCode::kLimit:
      return 3;
    case ErrorCode::kNotFound:
    case ErrorCode::kRefused:
    case ErrorCode::kConflict:
    case ErrorCode::kTampered:
      return 1;
    case ErrorCode::kEnvironment:
    case ErrorCode::kUnsupported:
      return 4;
  }
  return 4;
}

std::string Error::to_string() const {
  std::string out;
  if (!where.file.empty()) {
    out += where.file;
    if (where.line != 0) {
      out += ':' + std::to_string(where.line);
      if (where.column != 0) out += ':' + std::to_string(where.column);
    }
    out += ": ";
  }
  if (!where.field.empty()) out += where.field + ": ";
  out += text;
  for (const Error& other : others) out += '\n' + other.to_string();
  return out;
}

void invariant_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "licet: internal error, please report: %s does not hold (%s:%d)\n", expression, file, line);
  std::abort();
}

}  // namespace licet
