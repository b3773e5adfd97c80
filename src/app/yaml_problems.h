// Everything wrong in the files a person wrote, collected in one run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace licet::app::yaml {

/// One thing wrong: where, and what to do about it.
struct Problem {
  Where where;
  std::string text;

  /// "file:line:column: field: text".
  std::string to_string() const;
  Error as_error() const;
};

/// Collects the problems of one or several files read together. Keeps the first limits::kYamlProblemsMax and counts
/// the rest. Not thread-safe; outlives every reader that was given it.
class Problems {
 public:
  void add(Where where, std::string text);
  void add(const Error& error) { add(error.where, error.text); }

  bool empty() const { return count_ == 0; }
  /// All that were reported, also those past the limit.
  std::size_t count() const { return count_; }
  /// Those kept: files in the order of their first problem, by line and column within a file.
  std::vector<Problem> sorted() const;
  /// One per line, and "and N more" past the limit; empty when there are none.
  std::string to_string() const;
  /// OK when empty, else kBadInput for the first problem, with the others beside it; "and N more" is the last of them
  /// past the limit.
  Status status() const;

 private:
  std::string past_the_limit() const;
  std::vector<Problem> kept_;
  std::size_t count_ = 0;
};

}  // namespace licet::app::yaml
