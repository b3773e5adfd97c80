// Names as they are compared: transliterated to plain lower-case Latin words, each with its class.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "screening/token_tables.h"

namespace licet::screening {

/// How a name is cut into words: initials matter in persons, legal forms in organisations.
enum class NameForm : std::uint8_t { kPerson, kOrganisation };

/// A word longer than this is compared by its beginning; no real one is.
inline constexpr std::size_t kTokenCharsMax = 64;
/// Of a raw word (between blanks) at most so many characters are transliterated, which bounds the time of a hostile
/// one.
inline constexpr std::size_t kRawWordCharsMax = 256;

struct Token {
  std::string text;  ///< UTF-8, never empty; a-z and 0-9 except where a script has no transliteration
  TokenKind kind = TokenKind::kWord;
  bool family = false;  ///< stands before the comma of "FAMILY, Given"
  std::string sound{};  ///< see sound_of; empty for what is no ordinary word
  bool exact = false;   ///< a short romanised syllable of Han script: another spelling is another syllable
  const std::vector<std::uint16_t>* names = nullptr;  ///< lines of given_names.txt that it is in; of a person's name
  std::uint32_t chars = 0;                            ///< its characters; 0: not counted
  bool operator==(const Token&) const = default;
};

struct NormalName {
  NameForm form = NameForm::kPerson;
  std::vector<Token> tokens;
  /// Of a name in Han script: its characters, each a word, in simplified forms. Two such names are compared by these:
  /// many characters share one romanisation.
  std::vector<Token> native;
  bool native_only = false;    ///< the tokens are the native ones
  std::string joined;          ///< all words as written without blanks, legal forms not respelt
  std::string acronym;         ///< of an organisation: the first letters of its words, when there are three or more
  std::string joined_natural;  ///< given names first when the name had a comma, else the same as `joined`
};

/// Normalises. A name with any visible character has at least one word: what transliterates to nothing (emoji, lone
/// combining marks) is kept as it is. Numbers are kept. Only blank names give no words.
/// Errors: kBadInput when it is not UTF-8 (with the offset), kLimit over limits::kNameBytesMax bytes or
/// limits::kNameTokensMax words, kEnvironment when ICU's data is broken.
/// Thread-safe; ICU's transliterator is made once per thread. Equal input, equal output for one `icu_version`.
Result<NormalName> normalise(std::string_view name, NameForm form);

/// Well-formed UTF-8 in plain lower-case Latin letters, as names are cut into words: what ICU's transform "NFKC; [:Cf:]
/// Remove; Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower; NFC" makes of it. kEnvironment as above.
Result<std::string> latin_lower(std::string_view text);

/// Whether a text could be somebody's name: more than an initial and more than signs. A company's may be mostly digits
/// ("3M"). `text` is UTF-8.
bool names_somebody(std::string_view text);

/// ICU's version ("72.1"): recorded with every result, for another version may transliterate another way.
const std::string& icu_version();

}  // namespace licet::screening
