#include "domain/document_reader.h"

#include <algorithm>

#include "base/limits.h"

namespace licet::domain {
namespace {

constexpr std::size_t kPackBytesMax = 16;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_rule_id(std::string_view text) {
  return !text.empty() && text.size() <= limits::kPolicyCodeBytesMax &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_lower(c) || is_upper(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
         });
}

bool contains(std::initializer_list<std::string_view> words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string shown(std::string_view text) {
  constexpr std::size_t kShown = 60;
  return "'" + std::string(text.substr(0, kShown)) + (text.size() > kShown ? "...'" : "'");
}

std::string item_path(const std::string& list, const json::Value& item, std::size_t index) {
  for (const char* name : {"id", "key", "code", "kind"})
    if (const auto id = item.string_or(name, ""); !id.empty()) return list + '[' + std::string(id.substr(0, 64)) + ']';
  return list + '[' + std::to_string(index) + ']';
}

}  // namespace

bool is_slug(std::string_view text) {
  return !text.empty() && text.size() <= limits::kPolicyCodeBytesMax && (is_lower(text[0]) || is_digit(text[0])) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '_' || c == '.' || c == '-'; });
}

bool is_place_code(std::string_view text) {
  if (text.size() < 2 || !is_upper(text[0]) || !is_upper(text[1])) return false;
  if (text.size() == 2) return true;
  return text.size() >= 4 && text.size() <= 11 && text[2] == '-' &&
         std::all_of(text.begin() + 3, text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

bool is_pack_id(std::string_view text) {
  return !text.empty() && text.size() <= kPackBytesMax && is_upper(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '-'; });
}

bool is_reason_code(std::string_view text) {
  return !text.empty() && text.size() <= limits::kPolicyCodeBytesMax && is_upper(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

void Problems::add(const std::string& path, std::string text) {
  errors_.push_back(Error{ErrorCode::kBadInput, std::move(text), {}, Where{{}, 0, 0, path}});
}

bool DocNode::members(std::initializer_list<std::string_view> required,
                      std::initializer_list<std::string_view> optional) const {
  if (value_ == nullptr) return false;
  if (!value_->is_object()) {
    problem("must be an object");
    return false;
  }
  for (const std::string_view name : required)
    if (value_->find(name) == nullptr) problem("lacks the member '" + std::string(name) + "'");
  for (const auto& [name, member] : value_->as_object())
    if (!contains(required, name) && !contains(optional, name)) problem("has the unknown member " + shown(name));
  return true;
}

DocNode DocNode::at(std::string_view key) const {
  const json::Value* member = value_ == nullptr ? nullptr : value_->find(key);
  return {member, path_.empty() ? std::string(key) : path_ + '.' + std::string(key), *problems_};
}

std::vector<DocNode> DocNode::items() const {
  std::vector<DocNode> out;
  if (!given()) return out;
  if (!value_->is_array()) {
    problem("must be a list");
    return out;
  }
  const json::Array& array = value_->as_array();
  for (std::size_t i = 0; i < array.size(); ++i) out.emplace_back(&array[i], item_path(path_, array[i], i), *problems_);
  return out;
}

std::vector<DocNode> DocNode::some_items() const {
  std::vector<DocNode> out = items();
  if (given() && value_->is_array() && out.empty()) problem("must not be empty");
  return out;
}

std::string_view DocNode::text() const {
  return matching([](std::string_view t) { return !t.empty(); }, "a text that is not empty");
}
std::string_view DocNode::code() const {
  return matching(is_slug, "a code of lower-case letters, digits and _ . - (at most 64)");
}
std::string_view DocNode::place() const { return matching(is_place_code, "a place like GB, US-NY or AE-DIFC"); }
std::string_view DocNode::pack() const {
  return matching(is_pack_id, "a pack id of upper-case letters, digits and - (at most 16)");
}
std::string_view DocNode::reason() const {
  return matching(is_reason_code, "a reason code of upper-case letters, digits and _ (at most 64)");
}
std::string_view DocNode::rule_id() const {
  return matching(is_rule_id, "an id of letters, digits and _ . - (at most 64)");
}

std::string_view DocNode::matching(bool (*fits)(std::string_view), const char* what) const {
  if (value_ == nullptr) return {};
  if (value_->is_string() && fits(value_->as_string())) return value_->as_string();
  problem(std::string("must be ") + what + (value_->is_string() ? ", not " + shown(value_->as_string()) : ""));
  return {};
}

std::optional<Date> DocNode::date() const {
  if (!given()) return std::nullopt;
  if (!value_->is_string()) {
    problem("must be a date like 2026-11-22 or null");
    return std::nullopt;
  }
  const auto date = parse_date(value_->as_string());
  if (date) return *date;
  problem(date.error().text);
  return std::nullopt;
}

std::int64_t DocNode::integer(std::int64_t least, std::int64_t most, std::int64_t otherwise) const {
  if (!given()) return otherwise;
  if (value_->is_int() && value_->as_int() >= least && value_->as_int() <= most) return value_->as_int();
  problem("must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return otherwise;
}

bool DocNode::flag() const {
  if (!given()) return false;
  if (value_->is_bool()) return value_->as_bool();
  problem("must be true or false");
  return false;
}

std::size_t DocNode::choice(std::initializer_list<std::string_view> words) const {
  if (value_ == nullptr) return 0;
  std::string known;
  for (const std::string_view word : words) {
    if (value_->is_string() && value_->as_string() == word)
      return static_cast<std::size_t>(std::find(words.begin(), words.end(), word) - words.begin());
    known += known.empty() ? "'" : ", '";
    known += std::string(word) + "'";
  }
  problem("must be one of " + known);
  return 0;
}

}  // namespace licet::domain
