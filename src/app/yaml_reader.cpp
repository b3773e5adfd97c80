#include "app/yaml_reader.h"

#include <charconv>

#include "app/did_you_mean.h"

namespace licet::app::yaml {
namespace {

constexpr std::size_t kShownMax = 40;

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

/// A value as shown in a message: quoted, and cut at a character border when long.
std::string shown(std::string_view text) {
  std::size_t size = text.size();
  if (size > kShownMax) {
    size = kShownMax;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
  }
  return "'" + std::string(text.substr(0, size)) + (size < text.size() ? "…'" : "'");
}

const char* kind_name(const Node& node) {
  switch (node.kind) {
    case Kind::kSequence:
      return "a list";
    case Kind::kMapping:
      return "a mapping";
    default:
      return "a single value";
  }
}

bool is_absent(const Node& node) { return node.kind == Kind::kScalar && node.text.empty() && !node.quoted; }

}  // namespace

bool is_slug(std::string_view text) {
  if (text.empty() || text.size() > 64 || !is_lower_or_digit(text.front())) return false;
  for (const char c : text) {
    if (!is_lower_or_digit(c) && c != '_' && c != '-' && c != '.') return false;
  }
  return true;
}

bool is_document_id(std::string_view text) {
  if (text.empty() || text.size() > 128) return false;
  const auto letter_or_digit = [](char c) { return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z'); };
  if (!letter_or_digit(text.front())) return false;
  for (const char c : text) {
    if (!letter_or_digit(c) && std::string_view("_-.:/").find(c) == std::string_view::npos) return false;
  }
  return true;
}

// --- ValueReader ---------------------------------------------------------------------------------------------------

Where ValueReader::where() const {
  if (node_ == nullptr) return {file_ == nullptr ? std::string() : *file_, 0, 0, path_};
  return {*file_, node_->line, node_->column, path_};
}

void ValueReader::problem(std::string text) const {
  if (problems_ != nullptr) problems_->add(where(), std::move(text));
}

std::optional<std::string_view> ValueReader::scalar(std::string_view wanted) const {
  if (node_ == nullptr || node_->kind == Kind::kBroken) return std::nullopt;
  if (node_->kind != Kind::kScalar) {
    problem("must be " + std::string(wanted) + ", this is " + kind_name(*node_));
    return std::nullopt;
  }
  if (node_->text.empty()) {
    problem("must be " + std::string(wanted) + ", this is empty");
    return std::nullopt;
  }
  if (!node_->quoted && (node_->text == "null" || node_->text == "~")) {
    problem("must be " + std::string(wanted) + "; for no value leave the line out, for the word write it in quotes");
    return std::nullopt;
  }
  return node_->text;
}

std::string ValueReader::text() const { return std::string(scalar("a text").value_or("")); }

std::int64_t ValueReader::integer(std::int64_t min, std::int64_t max) const {
  const std::string wanted = "a whole number from " + std::to_string(min) + " to " + std::to_string(max);
  const auto text = scalar(wanted);
  if (!text) return min;
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (code != std::errc() || end != text->data() + text->size() || number < min || number > max) {
    problem("must be " + wanted + ", not " + shown(*text));
    return min;
  }
  return number;
}

bool ValueReader::boolean() const {
  const auto text = scalar("true or false");
  if (text && *text != "true" && *text != "false") problem("must be true or false, not " + shown(*text));
  return text == "true";
}

Date ValueReader::date() const {
  const auto text = scalar("a date as YYYY-MM-DD");
  if (!text) return {};
  if (const auto date = parse_date(*text)) return *date;
  problem("must be a date as YYYY-MM-DD, not " + shown(*text));
  return {};
}

Instant ValueReader::instant() const {
  const auto text = scalar("an instant as 2026-01-31T09:30:00Z");
  if (!text) return {};
  if (const auto instant = parse_instant(*text)) return *instant;
  problem("must be an instant with its zone as 2026-01-31T09:30:00Z, not " + shown(*text));
  return {};
}

std::string ValueReader::slug() const {
  const auto text = scalar("a short name");
  if (!text) return {};
  if (is_slug(*text)) return std::string(*text);
  problem("must be lower-case letters, digits and - _ . , at most 64, not " + shown(*text));
  return {};
}

std::string ValueReader::id() const {
  const auto text = scalar("an id");
  if (!text) return {};
  if (is_document_id(*text)) return std::string(*text);
  problem("must be an id of letters, digits and _ - . : /, at most 128, not " + shown(*text));
  return {};
}

std::string ValueReader::choice(const std::vector<std::string_view>& known) const {
  std::string otherwise = known.empty() ? std::string() : std::string(known.front());
  const auto text = scalar("one of the known words");
  if (!text) return otherwise;
  for (const std::string_view word : known) {
    if (word == *text) return std::string(word);
  }
  problem(shown(*text) + " is not known here" + known_words_hint(*text, known));
  return otherwise;
}

MapReader ValueReader::map() const { return MapReader(*this); }

std::vector<ValueReader> ValueReader::list() const {
  std::vector<ValueReader> out;
  if (node_ == nullptr || node_->kind == Kind::kBroken) return out;
  if (node_->kind != Kind::kSequence) {
    problem("must be a list, this is " + std::string(is_absent(*node_) ? "empty" : kind_name(*node_)));
    return out;
  }
  for (std::size_t i = 0; i < node_->items.size(); ++i) {
    out.push_back(ValueReader(&node_->items[i], path_ + "[" + std::to_string(i) + "]", *file_, *problems_));
  }
  return out;
}

// --- MapReader -----------------------------------------------------------------------------------------------------

MapReader::MapReader(ValueReader value) : value_(std::move(value)) {
  if (!value_.present() || value_.kind() == Kind::kMapping) return;
  if (value_.kind() != Kind::kBroken) {
    const Node& node = *value_.node();
    value_.problem("must be a mapping (key: value), this is " +
                   std::string(is_absent(node) ? "empty" : kind_name(node)));
  }
  value_ = {};
}

MapReader::MapReader(MapReader&& other) noexcept
    : value_(std::exchange(other.value_, {})),
      known_(std::move(other.known_)),
      known_set_(std::move(other.known_set_)) {}

MapReader& MapReader::operator=(MapReader&& other) noexcept {
  if (this == &other) return *this;
  finish();
  value_ = std::exchange(other.value_, {});
  known_ = std::move(other.known_);
  known_set_ = std::move(other.known_set_);
  return *this;
}

std::string MapReader::member_path(std::string_view key) const {
  return path().empty() ? std::string(key) : path() + "." + std::string(key);
}

bool MapReader::has(std::string_view key) const {
  const Node* node = present() ? value_.node()->find(key) : nullptr;
  return node != nullptr && !is_absent(*node);
}

ValueReader MapReader::optional(std::string_view key) {
  if (!present()) return {};
  if (known_set_.insert(std::string(key)).second) known_.emplace_back(key);
  const Node* node = value_.node()->find(key);
  if (node == nullptr || is_absent(*node)) return {};
  return {node, member_path(key), *value_.file_, *value_.problems_};
}

ValueReader MapReader::required(std::string_view key) {
  ValueReader value = optional(key);
  if (present() && !value.present()) problem(key, "is missing");
  return value;
}

std::optional<std::string> MapReader::optional_text(std::string_view key) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.text()) : std::nullopt;
}

std::optional<std::string> MapReader::optional_slug(std::string_view key) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.slug()) : std::nullopt;
}

std::optional<std::string> MapReader::optional_id(std::string_view key) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.id()) : std::nullopt;
}

std::int64_t MapReader::required_integer(std::string_view key, std::int64_t min, std::int64_t max) {
  return required(key).integer(min, max);
}

std::optional<std::int64_t> MapReader::optional_integer(std::string_view key, std::int64_t min, std::int64_t max) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.integer(min, max)) : std::nullopt;
}

bool MapReader::boolean(std::string_view key, bool otherwise) {
  const ValueReader value = optional(key);
  return value.present() ? value.boolean() : otherwise;
}

std::optional<Date> MapReader::optional_date(std::string_view key) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.date()) : std::nullopt;
}

std::optional<Instant> MapReader::optional_instant(std::string_view key) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.instant()) : std::nullopt;
}

std::string MapReader::required_choice(std::string_view key, const std::vector<std::string_view>& known) {
  return required(key).choice(known);
}

std::optional<std::string> MapReader::optional_choice(std::string_view key,
                                                      const std::vector<std::string_view>& known) {
  const ValueReader value = optional(key);
  return value.present() ? std::optional(value.choice(known)) : std::nullopt;
}

namespace {

template <typename Read>
std::vector<std::string> read_each(const std::vector<ValueReader>& items, Read read) {
  std::vector<std::string> out;
  for (const ValueReader& item : items) out.push_back(read(item));
  return out;
}

/// A required list that is there but has nothing in it.
std::vector<ValueReader> filled(const ValueReader& value) {
  std::vector<ValueReader> items = value.list();
  if (items.empty() && value.kind() == Kind::kSequence) value.problem("must hold at least one value");
  return items;
}

std::vector<MapReader> as_maps(const std::vector<ValueReader>& items) {
  std::vector<MapReader> out;
  out.reserve(items.size());
  for (const ValueReader& item : items) {
    if (MapReader map = item.map(); map.present()) out.push_back(std::move(map));
  }
  return out;
}

const auto kReadText = [](const ValueReader& item) { return item.text(); };
const auto kReadSlug = [](const ValueReader& item) { return item.slug(); };

}  // namespace

std::vector<std::string> MapReader::required_text_list(std::string_view key) {
  return read_each(filled(required(key)), kReadText);
}

std::vector<std::string> MapReader::optional_text_list(std::string_view key) {
  return read_each(optional(key).list(), kReadText);
}

std::vector<std::string> MapReader::required_slug_list(std::string_view key) {
  return read_each(filled(required(key)), kReadSlug);
}

std::vector<std::string> MapReader::optional_slug_list(std::string_view key) {
  return read_each(optional(key).list(), kReadSlug);
}

std::vector<MapReader> MapReader::required_list_of_maps(std::string_view key) { return as_maps(filled(required(key))); }

std::vector<MapReader> MapReader::optional_list_of_maps(std::string_view key) { return as_maps(optional(key).list()); }

std::vector<std::pair<std::string, ValueReader>> MapReader::map_of(std::string_view key) {
  MapReader map = optional_map(key);
  return map.entries();
}

std::vector<std::pair<std::string, ValueReader>> MapReader::entries() {
  std::vector<std::pair<std::string, ValueReader>> out;
  if (!present()) return out;
  for (const Member& member : value_.node()->members) {
    known_set_.insert(member.key);
    out.emplace_back(member.key, ValueReader(&member.value, member_path(member.key), *value_.file_, *value_.problems_));
  }
  return out;
}

Where MapReader::where(std::string_view key) const {
  if (key.empty()) return value_.where();
  Where where = value_.where();
  where.field = member_path(key);
  if (!present()) return where;
  if (const Node* node = value_.node()->find(key); node != nullptr && node->line != 0) {
    where.line = node->line;
    where.column = node->column;
  }
  return where;
}

void MapReader::problem(std::string_view key, std::string text) const {
  if (value_.problems_ != nullptr) value_.problems_->add(where(key), std::move(text));
}

void MapReader::finish() {
  if (!present()) return;
  std::vector<std::string_view> unused;
  for (const std::string& key : known_) {
    if (value_.node()->find(key) == nullptr) unused.push_back(key);
  }
  const std::vector<std::string_view> known(known_.begin(), known_.end());
  for (const Member& member : value_.node()->members) {
    if (known_set_.contains(member.key)) continue;
    // A key that is already there is not what was meant, so only the missing ones are suggested.
    const bool near = did_you_mean(member.key, unused).has_value();
    const std::string hint = known_words_hint(near ? member.key : std::string(), near ? unused : known);
    value_.problems_->add({*value_.file_, member.line, member.column, path()},
                          "unknown key " + shown(member.key) + hint);
  }
  value_ = {};
}

}  // namespace licet::app::yaml
