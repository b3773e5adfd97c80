#include "screening/normalise.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "base/encode.h"
#include "base/limits.h"
#include "screening/chars.h"
#include "screening/classify.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

/// No syllable of Mandarin has more letters in pinyin.
constexpr std::size_t kSyllableBytesMax = 6;

// Format characters (zero-width joiners, direction marks) go before transliteration, so that they cannot split or hide
// a letter.
constexpr const char* kTransform = "NFKC; [:Cf:] Remove; Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower; NFC";

std::unique_ptr<icu::Transliterator> make_transliterator(const char* rules) {
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> out(
      icu::Transliterator::createInstance(icu::UnicodeString::fromUTF8(rules), UTRANS_FORWARD, status));
  return U_FAILURE(status) ? nullptr : std::move(out);
}

const icu::Transliterator* transliterator() {
  thread_local const std::unique_ptr<icu::Transliterator> made = make_transliterator(kTransform);
  return made.get();
}

bool is_han(char32_t c) { return c > 0x2E7F && u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_IDEOGRAPHIC) != 0; }

/// The Han characters of a text, simplified, each a word; none when there is none.
std::vector<Token> han_characters(std::string_view text) {
  std::string han;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    if (is_han(next_char(text, at))) han.append(text.substr(start, at - start));
  }
  std::vector<Token> out;
  if (han.empty()) return out;
  thread_local const std::unique_ptr<icu::Transliterator> simplify = make_transliterator("NFKC; Hant-Hans");
  icu::UnicodeString buffer = icu::UnicodeString::fromUTF8(han);
  if (simplify) simplify->transliterate(buffer);
  han.clear();
  buffer.toUTF8String(han);
  for (std::size_t at = 0; at < han.size();) {
    const std::size_t start = at;
    next_char(han, at);
    Token& token = out.emplace_back();
    token.text = han.substr(start, at - start);
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// What the transform makes of each accented Latin letter, whatever stands beside it; a test compares the two.
class AccentedLatin {
 public:
  static constexpr char32_t kFirst = 0xC0, kEnd = 0x250;
  explicit AccentedLatin(const icu::Transliterator& transform) {
    for (char32_t c = kFirst; c < kEnd; ++c) {
      icu::UnicodeString buffer(static_cast<UChar32>(c));
      transform.transliterate(buffer);
      buffer.toUTF8String(letters_[c - kFirst]);
    }
  }
  const std::string& operator[](char32_t c) const { return letters_[c - kFirst]; }

 private:
  std::array<std::string, kEnd - kFirst> letters_;
};

/// Whether the text is ASCII and accented Latin letters only; then its transform is in `out`.
bool spell_accented(std::string_view text, const AccentedLatin& table, std::string& out) {
  out.clear();
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_char(text, at);
    if (c < 0x80) {
      out += c >= U'A' && c <= U'Z' ? static_cast<char>(c - U'A' + U'a') : static_cast<char>(c);
    } else if (c >= AccentedLatin::kFirst && c < AccentedLatin::kEnd) {
      out += table[c];
    } else {
      return false;
    }
  }
  return true;
}

/// The first `chars` characters.
std::string_view prefix_of(std::string_view text, std::size_t chars) {
  if (text.size() <= chars) return text;
  std::size_t at = 0;
  for (std::size_t i = 0; i < chars && at < text.size(); ++i) next_char(text, at);
  return text.substr(0, at);
}

bool is_blank(UChar32 c) { return u_isUWhiteSpace(c) != 0 || u_charType(c) == U_CONTROL_CHAR; }

/// The name without what nobody sees (format characters), and of the marks on a letter the first thirty: no script has
/// more, and a letter under thousands of them would hide the rest of its word behind kRawWordCharsMax. A name of
/// nothing else stays as it is.
std::string without_hiding(std::string_view name) {
  constexpr std::size_t kMarksMax = 30;  // the limit of Unicode's stream-safe text format (UAX #15)
  std::string out;
  std::size_t marks = 0;
  bool seen = false;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t start = at;
    const auto c = static_cast<UChar32>(next_char(name, at));
    const std::int8_t type = u_charType(c);
    if (type == U_FORMAT_CHAR) continue;
    marks = type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ? marks + 1 : 0;
    if (marks > kMarksMax) continue;
    out.append(name.substr(start, at - start));
    seen = seen || !is_blank(c);
  }
  return seen ? out : std::string(name);
}

tl::unexpected<Error> too_many_words() {
  return fail(ErrorCode::kLimit, "a name of more than " + std::to_string(limits::kNameTokensMax) +
                                     " words is not screened; check the field");
}

/// The name's words as given, each cut to what is looked at.
Result<std::vector<std::string_view>> raw_words(std::string_view name) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  const auto close = [&](std::size_t end) {
    if (end > begin) out.push_back(prefix_of(name.substr(begin, end - begin), kRawWordCharsMax));
  };
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t start = at;
    if (is_blank(static_cast<UChar32>(next_char(name, at)))) {
      close(start);
      begin = at;
      if (out.size() > limits::kNameTokensMax) return too_many_words();
    }
  }
  close(name.size());
  if (out.size() > limits::kNameTokensMax) return too_many_words();
  return out;
}

Result<std::string> latin_lower(std::string_view text) {
  std::string out;
  if (is_ascii(text)) {
    // What the transform does to ASCII, without the microseconds; a test compares the two.
    out = text;
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
  }
  const icu::Transliterator* transform = transliterator();
  if (transform == nullptr) return fail(ErrorCode::kEnvironment, "ICU's transliteration data could not be loaded");
  static const AccentedLatin kAccented(*transform);
  if (spell_accented(text, kAccented, out)) return out;
  out.clear();
  icu::UnicodeString buffer =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  transform->transliterate(buffer);
  buffer.toUTF8String(out);
  return out;
}

/// Apostrophes and their like stand inside words (O'Brien, Sa'id) and vanish.
bool is_apostrophe(UChar32 c) {
  constexpr std::array<UChar32, 9> kApostrophes{0x27, 0x60, 0xB4, 0x2018, 0x2019, 0x2BB, 0x2BC, 0x2BE, 0x2BF};
  return std::find(kApostrophes.begin(), kApostrophes.end(), c) != kApostrophes.end();
}

/// Cuts a transliterated text into words and collects them.
class Cutter {
 public:
  explicit Cutter(NameForm form) : form_(form) {}

  void cut(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t start = at;
      const auto c = static_cast<UChar32>(next_char(text, at));
      if (u_isalnum(c) != 0) {
        word_.append(text.substr(start, at - start));
      } else if (is_apostrophe(c) || u_charType(c) == U_NON_SPACING_MARK) {
        continue;
      } else {
        close_word();
        if (c == '&' && form_ == NameForm::kOrganisation) add("and");
        if (c == ',' && form_ == NameForm::kPerson && !comma_ && !tokens_.empty()) {
          comma_ = tokens_.size();
        }
      }
    }
    close_word();
  }

  /// What had no letter is kept as it was.
  void add(std::string_view word) {
    tokens_.push_back({std::string(prefix_of(word, kTokenCharsMax)), {}, false, {}, false, nullptr});
  }

  bool empty() const { return tokens_.empty(); }
  std::size_t size() const { return tokens_.size(); }

  NormalName finish() {
    // "Smith," or "Smith, " has no given name to stand behind the comma.
    if (comma_ && *comma_ == tokens_.size()) comma_.reset();
    if (form_ == NameForm::kOrganisation) join_single_letters();
    NormalName out;
    out.form = form_;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      tokens_[i].family = comma_ && i < *comma_;
      out.joined += tokens_[i].text;
    }
    out.joined_natural = out.joined;
    if (comma_) {
      std::size_t family_bytes = 0;
      for (std::size_t i = 0; i < *comma_; ++i) family_bytes += tokens_[i].text.size();
      std::rotate(out.joined_natural.begin(), out.joined_natural.begin() + static_cast<std::ptrdiff_t>(family_bytes),
                  out.joined_natural.end());
    }
    out.tokens = std::move(tokens_);
    if (form_ == NameForm::kPerson)
      classify_person(out.tokens);
    else
      out.acronym = classify_organisation(out.tokens);
    return out;
  }

 private:
  void close_word() {
    if (!word_.empty()) add(word_);
    word_.clear();
  }

  /// "S.A.", "S. A." and "S A" are one word in a company's name.
  void join_single_letters() {
    std::vector<Token> joined;
    bool open = false;
    for (Token& token : tokens_) {
      const bool single = token.text.size() == 1 && token.text[0] >= 'a' && token.text[0] <= 'z';
      if (single && open) {
        joined.back().text += token.text;
      } else {
        joined.push_back(std::move(token));
      }
      open = single;
    }
    tokens_ = std::move(joined);
  }

  NameForm form_;
  std::string word_;
  std::vector<Token> tokens_;
  std::optional<std::size_t> comma_;
};

}  // namespace

Result<NormalName> normalise(std::string_view name, NameForm form) {
  if (name.size() > limits::kNameBytesMax) {
    return fail(ErrorCode::kLimit, "a name of more than " + std::to_string(limits::kNameBytesMax) + " bytes");
  }
  std::size_t bad_at = 0;
  if (!is_utf8(name, &bad_at)) {
    return fail(ErrorCode::kBadInput, "the name is not UTF-8 (byte " + std::to_string(bad_at + 1) + ")");
  }
  std::string seen;
  if (!is_ascii(name)) name = seen = without_hiding(name);
  LICET_TRY(const std::vector<std::string_view> words, raw_words(name));
  Cutter cutter(form);
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  LICET_TRY(const std::string latin, latin_lower(text));
  cutter.cut(latin);
  if (cutter.empty()) {
    for (const std::string_view word : words) cutter.add(word);
  }
  if (cutter.size() > limits::kNameTokensMax) return too_many_words();
  NormalName out = cutter.finish();
  for (Token& token : out.tokens) token.chars = static_cast<std::uint32_t>(char_count(token.text));
  if (is_ascii(text)) return out;
  out.native = han_characters(text);
  if (out.native.size() > limits::kNameTokensMax) return too_many_words();
  if (!out.native.empty())
    for (Token& token : out.tokens) token.exact = token.text.size() <= kSyllableBytesMax;
  return out;
}

bool names_somebody(std::string_view text) {
  std::size_t signs = 0, letters = 0, foreign = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<UChar32>(next_char(text, at));
    letters += u_isalpha(c) ? 1 : 0;
    signs += u_isalnum(c) ? 1 : 0;
    foreign += c >= 0x80 && u_isalpha(c) ? 1 : 0;  // a single one is a whole name in some scripts
  }
  return foreign > 0 || (letters > 0 && signs > 1);
}

const std::string& icu_version() {
  static const std::string kVersion = [] {
    UVersionInfo info;
    u_getVersion(info);
    return std::to_string(info[0]) + '.' + std::to_string(info[1]);
  }();
  return kVersion;
}

}  // namespace licet::screening
