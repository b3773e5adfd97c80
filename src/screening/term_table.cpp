#include "screening/term_table.h"

#include <algorithm>
#include <utility>

#include "base/result.h"
#include "screening/chars.h"
#include "screening/hashed_keys.h"
#include "screening/similarity.h"
#include "screening/word_likeness.h"
#include "screening/word_sound.h"
#include "screening/word_table.h"

namespace licet::screening {
namespace {

bool is_same_term(const Term& a, const Term& b) { return a.text == b.text && a.kind == b.kind && a.marks == b.marks; }

}  // namespace

TextFacts facts_of(std::string_view text) {
  TextFacts out;
  const Chars chars(text);
  out.chars = static_cast<std::uint8_t>(chars.size());
  for (std::size_t i = 0; i < chars.size(); ++i) out.letters ^= static_cast<std::uint16_t>(1U << (chars[i] % 16));
  out.digit = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  out.edits = static_cast<std::uint8_t>(out.digit ? 0 : edits_allowed(out.chars));
  return out;
}

Term term_of(const Token& token, std::uint32_t text) {
  Term out;
  out.text = text;
  std::size_t end = 0;
  if (!token.text.empty()) out.first = next_char(token.text, end);
  out.kind = token.kind;
  const auto mark = [&](bool has, std::uint8_t what) { out.marks |= has ? what : 0; };
  mark(!token.sound.empty(), Term::kSounds);
  mark(token.names != nullptr, Term::kNames);
  mark(token.exact, Term::kExact);
  mark(token.text == "and" || token.text == "of", Term::kGrammar);
  mark(end == token.text.size(), Term::kOneChar);
  mark(token.text == "company", Term::kAnyCompany);
  return out;
}

std::uint32_t TermTable::find_slot(std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = static_cast<std::size_t>(hash_of(text)) & mask;
  while (slots_[at] != 0 && this->text(slots_[at] - 1) != text) at = (at + 1) & mask;
  return static_cast<std::uint32_t>(at);
}

void TermTable::grow() {
  slots_.assign(std::max<std::size_t>(1024, slots_.size() * 2), 0);
  for (std::uint32_t id = 0; id < ends_.size(); ++id) slots_[find_slot(text(id))] = id + 1;
}

std::uint32_t TermTable::intern_text(std::string_view text) {
  if (slots_.size() < 2 * (ends_.size() + 1)) grow();
  std::uint32_t& slot = slots_[find_slot(text)];
  if (slot != 0) return slot - 1;
  bytes_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  facts_.push_back(facts_of(text));
  first_term_.push_back(kNone);
  return (slot = text_count()) - 1;
}

std::uint32_t TermTable::intern(const Token& token) {
  const Term term = term_of(token, intern_text(token.text));
  for (std::uint32_t id = first_term_[term.text]; id != kNone; id = next_term_[id])
    if (is_same_term(terms_[id], term)) return id;
  terms_.push_back(term);
  next_term_.push_back(std::exchange(first_term_[term.text], term_count() - 1));
  return term_count() - 1;
}

TermTable::Groups TermTable::group(std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::uint32_t rows) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  Groups out;
  out.first.assign(rows + 1, 0);
  for (const auto& [row, item] : pairs) {
    ++out.first[row + 1];
    out.items.push_back(item);
  }
  for (std::size_t row = 1; row <= rows; ++row) out.first[row] += out.first[row - 1];
  return out;
}

void TermTable::finish() {
  if (slots_.size() < 2 * (ends_.size() + 1)) grow();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> of_text, of_sound, of_line;
  sound_slots_.assign(slots_.size(), 0);
  sounds_.clear();
  const std::size_t mask = sound_slots_.size() - 1;
  std::uint32_t lines = 0;
  for (std::uint32_t id = 0; id < terms_.size(); ++id) {
    const Term& term = terms_[id];
    of_text.emplace_back(term.text, id);
    if ((term.marks & Term::kNames) != 0)
      for (const std::uint16_t line : word_tables().given_names.find(text(term.text))) {
        of_line.emplace_back(line, term.text);
        lines = std::max(lines, line + 1U);
      }
    if ((term.marks & Term::kSounds) == 0) continue;
    std::string sound = sound_of(text(term.text));
    if (sound.size() < kSoundCharsMin) continue;
    std::size_t at = static_cast<std::size_t>(hash_of(sound)) & mask;
    while (sound_slots_[at] != 0 && sounds_[sound_slots_[at] - 1] != sound) at = (at + 1) & mask;
    if (sound_slots_[at] == 0) {
      sounds_.push_back(std::move(sound));
      sound_slots_[at] = static_cast<std::uint32_t>(sounds_.size());
    }
    of_sound.emplace_back(sound_slots_[at] - 1, term.text);
  }
  of_text_ = group(of_text, text_count());
  of_sound_ = group(of_sound, static_cast<std::uint32_t>(sounds_.size()));
  of_line_ = group(of_line, lines);
}

std::uint32_t TermTable::find_text(std::string_view text) const {
  if (slots_.empty()) return kNone;
  const std::uint32_t found = slots_[find_slot(text)];
  return found == 0 ? kNone : found - 1;
}

std::uint32_t TermTable::find_sound(std::string_view sound) const {
  if (sound_slots_.empty()) return kNone;
  const std::size_t mask = sound_slots_.size() - 1;
  for (std::size_t at = static_cast<std::size_t>(hash_of(sound)) & mask; sound_slots_[at] != 0; at = (at + 1) & mask)
    if (sounds_[sound_slots_[at] - 1] == sound) return sound_slots_[at] - 1;
  return kNone;
}

std::span<const std::uint32_t> TermTable::texts_sounding(std::string_view sound) const {
  const std::uint32_t row = find_sound(sound);
  return row == kNone ? std::span<const std::uint32_t>() : of_sound_.at(row);
}

bool TermTable::Groups::forget(std::uint32_t row, std::uint32_t item) {
  const auto begin = items.begin() + first[row], end = items.begin() + first[row + 1];
  std::replace(begin, end, item, 0U);
  return std::any_of(begin, end, [](std::uint32_t left) { return left != 0; });
}

void TermTable::forget(std::uint32_t text) {
  LICET_INVARIANT(text != 0 && ends_[0] == 0);
  const std::string was(this->text(text));
  if (const std::uint32_t sound = find_sound(sound_of(was)); sound != kNone && !of_sound_.forget(sound, text))
    sounds_[sound].assign(sounds_[sound].size(), '\0');
  for (const std::uint16_t line : word_tables().given_names.find(was))
    if (line + 1U < of_line_.first.size()) of_line_.forget(line, text);
  for (const std::uint32_t term : terms_of(text)) terms_[term] = {text, 0, TokenKind::kWord, 0};
  facts_[text] = {};
  std::fill(bytes_.begin() + ends_[text - 1], bytes_.begin() + ends_[text], '\0');
}

std::string TermTable::letters() const {
  std::string out = bytes_;
  for (const std::string& sound : sounds_) out += '\n' + sound;
  return out;
}

std::size_t TermTable::memory() const {
  const std::size_t numbers =
      ends_.size() + slots_.size() + first_term_.size() + next_term_.size() + sound_slots_.size();
  std::size_t out = bytes_.size() + facts_.size() * sizeof(TextFacts) + terms_.size() * sizeof(Term) +
                    numbers * sizeof(std::uint32_t) + sounds_.size() * sizeof(std::string);
  for (const Groups* groups : {&of_text_, &of_sound_, &of_line_}) out += groups->memory();
  return out;
}

Token TermTable::token(std::uint32_t term, bool family) const {
  const Term& known = terms_[term];
  Token out;
  out.text = text(known.text);
  out.kind = known.kind;
  out.family = family;
  if ((known.marks & Term::kSounds) != 0) out.sound = sound_of(out.text);
  out.exact = (known.marks & Term::kExact) != 0;
  if ((known.marks & Term::kNames) != 0) out.names = &word_tables().given_names.find(out.text);
  out.chars = facts_[known.text].chars;
  return out;
}

}  // namespace licet::screening
