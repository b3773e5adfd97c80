#include "app/yaml_problems.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/limits.h"

namespace licet::app::yaml {

Error Problem::as_error() const { return {ErrorCode::kBadInput, text, {}, where, {}}; }

std::string Problem::to_string() const { return as_error().to_string(); }

void Problems::add(Where where, std::string text) {
  ++count_;
  if (kept_.size() < limits::kYamlProblemsMax) kept_.push_back({std::move(where), std::move(text)});
}

std::vector<Problem> Problems::sorted() const {
  std::map<std::string_view, std::size_t> file_order;
  for (const Problem& problem : kept_) file_order.emplace(problem.where.file, file_order.size());
  std::vector<Problem> out = kept_;
  const auto key = [&](const Problem& problem) {
    return std::tuple(file_order.find(problem.where.file)->second, problem.where.line, problem.where.column);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Problem& a, const Problem& b) { return key(a) < key(b); });
  return out;
}

std::string Problems::to_string() const {
  std::string out;
  for (const Problem& problem : sorted()) {
    if (!out.empty()) out += '\n';
    out += problem.to_string();
  }
  if (const std::string more = past_the_limit(); !more.empty()) out += '\n' + more;
  return out;
}

std::string Problems::past_the_limit() const {
  return count_ > kept_.size() ? "and " + std::to_string(count_ - kept_.size()) + " more" : std::string();
}

Status Problems::status() const {
  if (empty()) return {};
  const std::vector<Problem> all = sorted();
  Error error = all.front().as_error();
  for (auto problem = all.begin() + 1; problem != all.end(); ++problem) error.others.push_back(problem->as_error());
  if (const std::string more = past_the_limit(); !more.empty())
    error.others.push_back({ErrorCode::kBadInput, more, {}, {}, {}});
  return fail(std::move(error));
}

}  // namespace licet::app::yaml
