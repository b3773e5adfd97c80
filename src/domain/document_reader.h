// Reading the canonical documents: every problem is collected with its path, and reading goes on with defaults.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace licet::domain {

/// What is wrong with a document, in the order of reading.
class Problems {
 public:
  void add(const std::string& path, std::string text);
  bool empty() const { return errors_.empty(); }
  const std::vector<Error>& errors() const { return errors_; }

 private:
  std::vector<Error> errors_;
};

/// One value of a document with its path. A node of an absent member reads as its default without a further problem,
/// because `members` has already named it. The document and the problems must outlive it.
class DocNode {
 public:
  DocNode(const json::Value* value, std::string path, Problems& problems)
      : value_(value), path_(std::move(path)), problems_(&problems) {}

  /// Demands an object with the `required` members and, besides them, only `optional` ones. False when it is no object.
  bool members(std::initializer_list<std::string_view> required,
               std::initializer_list<std::string_view> optional = {}) const;
  DocNode at(std::string_view key) const;
  bool given() const { return value_ != nullptr && !value_->is_null(); }
  const json::Value* value() const { return value_; }
  const std::string& path() const { return path_; }
  void problem(std::string text) const { problems_->add(path_, std::move(text)); }

  /// Items of a list; the path of an item shows its id, key or code where it has one. Absent or null: none.
  std::vector<DocNode> items() const;
  /// The same, and an empty list is a problem.
  std::vector<DocNode> some_items() const;

  // Each reads a value of one form and reports anything else; absent or null gives the default.
  std::string_view text() const;   ///< not empty
  std::string_view code() const;   ///< a slug
  std::string_view place() const;  ///< XX or XX-YYYYYYYY
  std::string_view pack() const;
  std::string_view reason() const;   ///< REASON_CODE
  std::string_view rule_id() const;  ///< letters, digits and _ . -
  std::optional<Date> date() const;
  std::int64_t integer(std::int64_t least, std::int64_t most, std::int64_t otherwise) const;
  bool flag() const;
  /// The index of the text among `words`; 0 after a problem.
  std::size_t choice(std::initializer_list<std::string_view> words) const;

 private:
  std::string_view matching(bool (*fits)(std::string_view), const char* what) const;

  const json::Value* value_;
  std::string path_;
  Problems* problems_;
};

bool is_slug(std::string_view text);
bool is_place_code(std::string_view text);
bool is_pack_id(std::string_view text);
bool is_reason_code(std::string_view text);

}  // namespace licet::domain
