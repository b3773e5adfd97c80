// Reading canonical JSON where it stands: no tree, no memory. For texts that were checked before (by
// ledger::parse_entry, or made by `canonical`): verification reads a few members of very many values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/inline_vector.h"
#include "base/json.h"

namespace licet::json {

/// A cursor over a canonical text of the ledger's profile. Where the text is none after all, each function says so
/// (false, nullopt) and none reads past the end; a tree is read up to 16 levels deep.
class TextCursor {
 public:
  explicit TextCursor(std::string_view text) : text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c);
  /// The raw text of one value; the cursor stands behind it.
  std::optional<std::string_view> skip();
  /// A text in quotes, as it stands between them.
  std::optional<std::string_view> raw_string();
  /// One value as a tree.
  bool read(Value& out);
  /// Stands on a member's key or an item: false at the closing bracket, which is passed, and where something else
  /// stands (then `bad`). `first` is true on the first call and is cleared.
  bool next_key(bool& first, std::string_view& key);
  bool next_item(bool& first);
  bool bad() const { return bad_; }

 private:
  bool read_at(Value& out, std::uint32_t depth_left);
  bool read_string(Value& out);
  bool fail_here() {
    bad_ = true;
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool bad_ = false;
};

/// A value in a canonical text. Cheap to copy; the text must outlive it.
class TextView {
 public:
  TextView() = default;  ///< of nothing: no kind fits, every `or` gives the other
  explicit TextView(std::string_view raw) : raw_(raw) {}

  std::string_view raw() const { return raw_; }
  bool present() const { return !raw_.empty(); }
  bool is_string() const { return starts('"'); }
  bool is_array() const { return starts('['); }
  bool is_object() const { return starts('{'); }
  bool is_int() const { return present() && (starts('-') || (raw_.front() >= '0' && raw_.front() <= '9')); }

  /// Member of an object; of nothing when absent.
  TextView find(std::string_view key) const;
  /// Calls `item(TextView)` for each item of an array until it returns false.
  template <typename Item>
  void each(Item item) const {
    if (!is_array()) return;
    TextCursor cursor(raw_);
    cursor.take('[');
    for (bool first = true; cursor.next_item(first);) {
      const auto raw = cursor.skip();
      if (!raw || !item(TextView(*raw))) return;
    }
  }
  /// An item of an array; of nothing when there are not so many.
  TextView at(std::size_t index) const;

  /// The text of a string without escapes; one with escapes is given as it is written, and so equals no code and no id.
  std::string_view text() const {
    return is_string() && raw_.size() > 1 ? raw_.substr(1, raw_.size() - 2) : std::string_view();
  }
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;
  // Members with a default: absent, null or of another kind gives `otherwise`.
  std::string_view string_or(std::string_view key, std::string_view otherwise) const;
  std::int64_t int_or(std::string_view key, std::int64_t otherwise) const;
  bool bool_or(std::string_view key, bool otherwise) const;

 private:
  bool starts(char c) const { return !raw_.empty() && raw_.front() == c; }

  std::string_view raw_;
};

/// The members of an object in a canonical text, found in one pass: for where several are read. The text must outlive
/// it.
class TextObject {
 public:
  TextObject() = default;  ///< of nothing
  explicit TextObject(TextView object);

  bool present() const { return present_; }
  TextView find(std::string_view key) const;
  std::string_view string_or(std::string_view key, std::string_view otherwise) const {
    const TextView member = find(key);
    return member.is_string() ? member.text() : otherwise;
  }
  std::int64_t int_or(std::string_view key, std::int64_t otherwise) const {
    return find(key).integer().value_or(otherwise);
  }
  bool bool_or(std::string_view key, bool otherwise) const { return find(key).boolean().value_or(otherwise); }

 private:
  struct Member {
    std::string_view key, raw;
  };
  static constexpr std::size_t kUsual = 20;
  InlineVector<Member, kUsual> members_;
  bool present_ = false;
};

}  // namespace licet::json
