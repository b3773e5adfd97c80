// Typed reading of a YAML tree. Readers never stop: each wrong value is reported to the shared Problems and a default
// is answered, so that one run tells everything. Use what was read only when `problems.empty()`.
//
//   Problems problems;
//   if (auto document = parse_file(path, problems)) {
//     MapReader root(*document, problems);
//     firm.name = root.required_text("name");
//     for (MapReader& team : root.list_of_maps("teams")) { team.required_slug("id"); ... }
//   }                                          // leaving a MapReader's scope reports its unknown keys
//   LICET_CHECK(problems.status());
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/yaml_node.h"
#include "app/yaml_problems.h"
#include "base/time.h"

namespace licet::app::yaml {

class MapReader;

/// One value and its place: an item of a list, a member of a mapping. Cheap to copy; the document must outlive it.
/// A reader of nothing (an absent or refused value) answers defaults and reports nothing.
class ValueReader {
 public:
  ValueReader() = default;
  ValueReader(const Document& document, Problems& problems)
      : ValueReader(&document.root, {}, document.file, problems) {}

  bool present() const { return node_ != nullptr; }
  /// Kind without a report; nothing is a broken kind.
  Kind kind() const { return node_ == nullptr ? Kind::kBroken : node_->kind; }
  const Node* node() const { return node_; }

  // Each reports when the value is not what is asked for, and then answers an empty value.
  std::string text() const;                                        ///< a non-empty text
  std::int64_t integer(std::int64_t min, std::int64_t max) const;  ///< decimal digits with optional '-'; else `min`
  bool boolean() const;                                            ///< `true` or `false` only
  Date date() const;                                               ///< YYYY-MM-DD
  Instant instant() const;                                         ///< RFC 3339
  std::string slug() const;                                        ///< see is_slug
  std::string id() const;                                          ///< see is_document_id
  std::string choice(const std::vector<std::string_view>& known) const;  ///< one of `known`, else the first of them
  MapReader map() const;
  std::vector<ValueReader> list() const;

  Where where() const;
  const std::string& path() const { return path_; }
  /// Reports `text` at this value.
  void problem(std::string text) const;

 private:
  friend class MapReader;
  ValueReader(const Node* node, std::string path, const std::string& file, Problems& problems)
      : node_(node), path_(std::move(path)), file_(&file), problems_(&problems) {}
  /// The text of a scalar, reporting anything else.
  std::optional<std::string_view> scalar(std::string_view wanted) const;

  const Node* node_ = nullptr;
  std::string path_;
  const std::string* file_ = nullptr;
  Problems* problems_ = nullptr;
};

/// A mapping and the keys read from it. `finish()`, or leaving scope, reports every key that was never asked for.
/// A key whose value is empty (`key:`) counts as absent for the optional_ readers. Move-only.
class MapReader {
 public:
  /// A mapping that is not there: answers defaults, reports nothing.
  MapReader() = default;
  MapReader(const Document& document, Problems& problems) : MapReader(ValueReader(document, problems)) {}
  explicit MapReader(ValueReader value);
  MapReader(MapReader&& other) noexcept;
  MapReader& operator=(MapReader&& other) noexcept;
  MapReader(const MapReader&) = delete;
  MapReader& operator=(const MapReader&) = delete;
  ~MapReader() { finish(); }

  bool present() const { return value_.present(); }

  // required_X reports an absent key; optional_X answers nullopt for it. Ranges and grammar as in ValueReader.
  std::string required_text(std::string_view key) { return required(key).text(); }
  std::optional<std::string> optional_text(std::string_view key);
  std::string required_slug(std::string_view key) { return required(key).slug(); }
  std::optional<std::string> optional_slug(std::string_view key);
  std::string required_id(std::string_view key) { return required(key).id(); }
  std::optional<std::string> optional_id(std::string_view key);
  std::int64_t required_integer(std::string_view key, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> optional_integer(std::string_view key, std::int64_t min, std::int64_t max);
  bool required_boolean(std::string_view key) { return required(key).boolean(); }
  bool boolean(std::string_view key, bool otherwise);
  Date required_date(std::string_view key) { return required(key).date(); }
  std::optional<Date> optional_date(std::string_view key);
  Instant required_instant(std::string_view key) { return required(key).instant(); }
  std::optional<Instant> optional_instant(std::string_view key);
  std::string required_choice(std::string_view key, const std::vector<std::string_view>& known);
  std::optional<std::string> optional_choice(std::string_view key, const std::vector<std::string_view>& known);

  /// One of named values, with "did you mean"; the first one's value when it is not.
  template <typename E>
  E required_enumeration(std::string_view key, std::initializer_list<std::pair<std::string_view, E>> known) {
    return *enumeration(required(key), known);
  }
  template <typename E>
  std::optional<E> optional_enumeration(std::string_view key,
                                        std::initializer_list<std::pair<std::string_view, E>> known) {
    const ValueReader value = optional(key);
    if (!value.present()) return std::nullopt;
    return enumeration(value, known);
  }

  /// A list of texts or slugs. An absent key is an empty list for optional_, a problem for required_ (so is `[]`).
  std::vector<std::string> required_text_list(std::string_view key);
  std::vector<std::string> optional_text_list(std::string_view key);
  std::vector<std::string> required_slug_list(std::string_view key);
  std::vector<std::string> optional_slug_list(std::string_view key);

  /// A nested mapping; absent: a problem, or a reader that is not present().
  MapReader required_map(std::string_view key) { return required(key).map(); }
  MapReader optional_map(std::string_view key) { return optional(key).map(); }
  /// The items of a list; absent is empty.
  std::vector<ValueReader> required_list(std::string_view key) { return required(key).list(); }
  std::vector<ValueReader> optional_list(std::string_view key) { return optional(key).list(); }
  std::vector<MapReader> required_list_of_maps(std::string_view key);
  std::vector<MapReader> optional_list_of_maps(std::string_view key);
  /// A mapping whose keys are data, in file order; absent is empty. The keys are not checked.
  std::vector<std::pair<std::string, ValueReader>> map_of(std::string_view key);
  /// The same for this mapping itself: every key counts as known.
  std::vector<std::pair<std::string, ValueReader>> entries();

  bool has(std::string_view key) const;
  /// The value of a key, reporting when it is absent / without a report. Both make the key known.
  ValueReader required(std::string_view key);
  ValueReader optional(std::string_view key);

  /// The place of a key's value, or of the mapping when it is absent: for checks made after reading.
  Where where(std::string_view key = {}) const;
  const std::string& path() const { return value_.path(); }
  void problem(std::string text) const { value_.problem(std::move(text)); }
  void problem(std::string_view key, std::string text) const;

  /// Reports unknown keys, once.
  void finish();

 private:
  template <typename E>
  std::optional<E> enumeration(const ValueReader& value, std::initializer_list<std::pair<std::string_view, E>> known) {
    std::vector<std::string_view> names;
    for (const auto& entry : known) names.push_back(entry.first);
    const std::string name = value.choice(names);
    for (const auto& entry : known) {
      if (entry.first == name) return entry.second;
    }
    return known.begin()->second;
  }
  std::string member_path(std::string_view key) const;

  ValueReader value_;
  std::vector<std::string> known_;  ///< in the order asked for
  std::set<std::string, std::less<>> known_set_;
};

/// A code: lower-case letters, digits, '_', '-' and '.', beginning with a letter or digit, 1 to 64 characters.
bool is_slug(std::string_view text);
/// Letters, digits and `_ - . : /`, beginning with a letter or digit, 1 to 128 characters: rule ids and the like.
bool is_document_id(std::string_view text);

}  // namespace licet::app::yaml
