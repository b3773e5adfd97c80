#include "cli/output.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace licet::cli {
namespace {

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

void print(std::FILE* file, std::string_view line) {
  std::fwrite(line.data(), 1, line.size(), file);
  std::fputc('\n', file);
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// One problem and its place.
json::Object problem_json(const Error& error) {
  json::Object out = {{"text", error.text}};
  if (!error.where.file.empty()) out.emplace("file", error.where.file);
  if (error.where.line != 0) out.emplace("line", static_cast<std::int64_t>(error.where.line));
  if (error.where.column != 0) out.emplace("column", static_cast<std::int64_t>(error.where.column));
  if (!error.where.field.empty()) out.emplace("field", error.where.field);
  return out;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // C0 and DEL; and C1, which UTF-8 writes as C2 80..9F.
    if (c < 0x20U || c == 0x7FU) {
      out += '?';
    } else if (c == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U) {
      out += '?';
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string printable_lines(std::string_view text) {
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  std::string out;
  for (std::size_t begin = 0;;) {
    const std::size_t end = text.find('\n', begin);
    out += printable(text.substr(begin, end == std::string_view::npos ? end : end - begin));
    if (end == std::string_view::npos) return out;
    out += '\n';
    begin = end + 1;
  }
}

void Output::object(std::string_view schema, json::Object fields) {
  if (!json_) return;
  fields.emplace("schema", schema);
  line(json::canonical(json::Value(std::move(fields))));
}

void Output::text(std::string_view text) {
  if (!json_) line(text);
}

void Output::line(std::string_view text) {
  if (!held_) return print(stdout, text);
  kept_ += text;
  kept_ += '\n';
}

void Output::release() {
  std::fwrite(kept_.data(), 1, kept_.size(), stdout);
  kept_.clear();
  held_ = false;
}

Status Output::finish() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return {};
  return fail(ErrorCode::kEnvironment,
              "the answer could not be written to standard output, or not all of it; what was done is done and on the "
              "record");
}

void Output::note(std::string_view line) { print(stderr, line); }

std::vector<std::string> table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (widths.size() <= i) widths.push_back(0);
      widths[i] = std::max(widths[i], code_points(row[i]));
    }
  std::vector<std::string> out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += printable(row[i]);
      if (i + 1 < row.size()) line.append(widths[i] - code_points(row[i]) + 2, ' ');
    }
    out.push_back(std::move(line));
  }
  return out;
}

int report(const Error& error, bool json) {
  if (json) {
    json::Object out = problem_json(error);
    out.emplace("code", error_code_name(error.code));
    out.emplace("schema", "licet.error/1");
    if (!error.where.file.empty() || !error.others.empty()) {
      json::Array problems = {problem_json(error)};
      for (const Error& other : error.others) problems.emplace_back(problem_json(other));
      out.emplace("problems", std::move(problems));
    }
    print(stderr, json::canonical(json::Value(std::move(out))));
  } else {
    // A problem a line: each is made printable by itself, so that a line feed in what somebody wrote makes no new line.
    Error first = error;
    first.others.clear();
    print(stderr, "licet: " + printable(first.to_string()));
    for (const Error& other : error.others) print(stderr, printable(other.to_string()));
    if (!error.detail.empty()) print(stderr, "  (" + printable(error.detail) + ")");
  }
  return exit_status(error.code);
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}
ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::show(const std::string& text, bool force) {
  if (!terminal_) return;
  const std::int64_t now = now_ms();
  if (!force && now - last_ms_ < 100) return;
  last_ms_ = now;
  shown_ = true;
  std::fprintf(stderr, "\r\033[K%s", text.c_str());
  std::fflush(stderr);
}

void ProgressLine::clear() {
  if (!shown_) return;
  shown_ = false;
  std::fprintf(stderr, "\r\033[K");
  std::fflush(stderr);
}

}  // namespace licet::cli
