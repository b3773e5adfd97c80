#include "app/yaml_problems.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/limits.h"

namespace licet::app::yaml {

std::string Problem::to_string() const { return Error{ErrorCode::kBadInput, text, {}, where}.to_string(); }

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
  if (count_ > kept_.size()) out += "\nand " + std::to_string(count_ - kept_.size()) + " more";
  return out;
}

Status Problems::status() const {
  if (empty()) return {};
  // The first problem lends its place to the error; the others follow in the text with their own.
  const Problem first = sorted().front();
  const std::string all = to_string();
  Error error{ErrorCode::kBadInput, first.text, {}, first.where};
  error.text += all.substr(first.to_string().size());
  return fail(std::move(error));
}

}  // namespace licet::app::yaml
