// How the names in one text of the UN list are told apart.
#include <algorithm>
#include <array>
#include <unordered_set>

#include "screening/list_text.h"
#include "screening/un_xml.h"

namespace licet::screening {
namespace {

/// Words of the publisher about a name, which are no part of it.
constexpr std::array<std::string_view, 3> kMarks{"(original script)", "original script:", "- sub-unit name"};

constexpr std::size_t kNone = std::string::npos;

/// For each byte that opens a bracket, where it is closed; kNone for all others.
std::vector<std::size_t> closing_brackets(std::string_view text) {
  std::vector<std::size_t> closed(text.size(), kNone);
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(') open.push_back(i);
    if (text[i] != ')' || open.empty()) continue;
    closed[open.back()] = i;
    open.pop_back();
  }
  return closed;
}

/// "b) " between names.
bool is_numbering(std::string_view text, std::size_t at) {
  return text[at] >= 'a' && text[at] <= 'z' && (at == 0 || text[at - 1] == ' ') && text.substr(at + 1, 2) == ") ";
}

bool has_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0 || (c >= 'A' && c <= 'z'); });
}

/// Whether a bracket behind a name holds several others, or the same in another script.
bool holds_names(std::string_view bracket, std::string_view outside) {
  if (bracket.find(';') != kNone) return true;
  return has_letters(bracket) && has_letters(outside) && is_non_latin(bracket) != is_non_latin(outside);
}

std::string without_brackets(std::string_view text, const std::vector<std::size_t>& closed) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (closed[i] == kNone)
      out += text[i];
    else
      i = closed[i];
  }
  return out;
}

/// Names in their order, each once.
class Names {
 public:
  /// Names with ";" between them or numbered; brackets stay.
  void add_split(std::string_view text) {
    std::string name;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != ';' && !is_numbering(text, i)) {
        name += text[i];
        continue;
      }
      add(name);
      name.clear();
      if (text[i] != ';') ++i;
    }
    add(name);
  }
  std::vector<std::string> take() { return std::move(names_); }

 private:
  void add(std::string_view text) {
    std::string name = clean(text);
    while (!name.empty() && (name.back() == ',' || name.back() == ' ')) name.pop_back();
    if (!name.empty() && seen_.insert(name).second) names_.push_back(std::move(name));
  }

  std::vector<std::string> names_;
  std::unordered_set<std::string> seen_;
};

std::string without_marks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto mark = std::find_if(kMarks.begin(), kMarks.end(),
                                   [&](std::string_view words) { return text.substr(i, words.size()) == words; });
    if (mark == kMarks.end())
      out += text[i++];
    else
      i += mark->size();
  }
  return out;
}

/// No dates, numbers or headings: names alone.
bool names_only(std::string_view text) {
  return text.find(';') != kNone &&
         std::none_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':'; });
}

/// Behind "original script:" or "In Arabic:".
std::string original_in(std::string_view note) {
  const std::string lower = lower_ascii(note);
  for (const std::string_view mark : {"original script:", "in arabic:", "in arabic script:"}) {
    const std::size_t at = lower.find(mark);
    if (at == kNone) continue;
    if (std::string name = clean(note.substr(at + mark.size())); is_non_latin(name)) return name;
  }
  return {};
}

}  // namespace

std::vector<std::string> split_un_names(std::string_view raw) {
  const std::string text = without_marks(raw);
  const std::vector<std::size_t> closed = closing_brackets(text);
  const std::string bare = without_brackets(text, closed);
  std::string outside;
  std::vector<std::string> brackets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (closed[i] == kNone) {
      outside += text[i];
      continue;
    }
    std::string inside = text.substr(i + 1, closed[i] - i - 1);
    if (holds_names(inside, bare))
      brackets.push_back(std::move(inside));
    else
      outside += text.substr(i, closed[i] - i + 1);
    i = closed[i];
  }
  Names names;
  names.add_split(outside);
  for (const std::string& bracket : brackets) names.add_split(bracket);
  return names.take();
}

std::vector<std::string> un_names_in_note(std::string_view note, bool alias_in_other_script) {
  Names names;
  const std::vector<std::size_t> closed = closing_brackets(note);
  bool brackets = false;
  for (std::size_t i = 0; i < note.size(); ++i) {
    if (closed[i] == kNone) continue;
    const std::string_view inside = note.substr(i + 1, closed[i] - i - 1);
    if (names_only(inside)) names.add_split(inside);
    brackets = true;
    i = closed[i];
  }
  if (alias_in_other_script && !brackets && names_only(note)) names.add_split(note);
  if (const std::string original = original_in(note); !original.empty()) names.add_split(original);
  return names.take();
}

}  // namespace licet::screening
