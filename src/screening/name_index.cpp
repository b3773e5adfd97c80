#include "screening/name_index.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/result.h"
#include "screening/rarity.h"
#include "screening/similarity.h"
#include "screening/word_likeness.h"

namespace licet::screening {
namespace {

/// Both spellings of a name without blanks, from its words.
std::pair<std::string, std::string> joined_of(const std::vector<Token>& tokens) {
  std::string family, rest, joined;
  for (const Token& token : tokens) {
    joined += token.text;
    (token.family ? family : rest) += token.text;
  }
  return {joined, rest + family};
}

}  // namespace

void NameIndex::Builder::keep_written(const NormalName& name) {
  if (joined_of(name.tokens) == std::pair(name.joined, name.joined_natural)) return;
  index_.written_.push_back(
      {static_cast<std::uint32_t>(index_.names_.size()), static_cast<std::uint32_t>(index_.written_bytes_.size()),
       static_cast<std::uint32_t>(name.joined.size()), static_cast<std::uint32_t>(name.joined_natural.size())});
  index_.written_bytes_ += name.joined;
  index_.written_bytes_ += name.joined_natural;
}

void NameIndex::Builder::keep_native(const NormalName& name) {
  if (name.native.empty()) return;
  const auto begin = static_cast<std::uint32_t>(index_.native_chars_.size());
  for (const Token& token : name.native) {
    const std::uint32_t text = index_.terms_.intern_text(token.text);
    index_.native_chars_.push_back(text);
    natives_.push_back({mixed_bits(text + 1), static_cast<std::uint32_t>(index_.natives_.size())});
  }
  index_.natives_.push_back({static_cast<std::uint32_t>(index_.names_.size()), begin,
                             static_cast<std::uint32_t>(index_.native_chars_.size())});
}

void NameIndex::Builder::add(const NormalName& name, const IndexedName& owner) {
  LICET_INVARIANT(name.form == index_.form_ && !name.native_only);
  const auto number = static_cast<std::uint32_t>(index_.names_.size());
  index_.first_.push_back(static_cast<std::uint32_t>(index_.tokens_.size()));
  NameFacts facts;
  facts.weight = static_cast<std::uint16_t>(total_weight(name));
  std::uint32_t initials = 0;
  words_.clear();
  for (const Token& token : name.tokens) {
    const std::uint32_t id = index_.terms_.intern(token);
    const Term& term = index_.terms_.term(id);
    index_.tokens_.push_back(id * 2 + (token.family ? 1 : 0));
    initials += token.kind == TokenKind::kInitial ? 1 : 0;
    words_.push_back({term.text, term.first, term.kind, term.marks, token.family, false});
  }
  mark_repeats(words_);
  facts.least_extra = static_cast<std::uint8_t>(least_percent(words_, true, name.form));
  facts.least_missing = static_cast<std::uint8_t>(least_percent(words_, false, name.form));
  facts.initials = static_cast<std::uint8_t>(std::min(initials, 255U));
  if (!name.native.empty()) facts.marks |= NameFacts::kNative;
  if (std::any_of(words_.begin(), words_.end(), [](const PairWord& word) { return word.repeated; }))
    facts.marks |= NameFacts::kRepeats;
  index_.facts_.push_back(facts);
  if (index_.form_ == NameForm::kOrganisation) {
    index_.acronyms_.push_back(name.acronym.empty() ? TermTable::kNone : index_.terms_.intern_text(name.acronym));
    if (!name.acronym.empty()) acronyms_.push_back({mixed_bits(index_.acronyms_.back() + 1), number});
  }
  if (char_count(name.joined) >= kJoinedCharsMin) {
    whole_.push_back({hash_of(name.joined), number});
    if (name.joined_natural != name.joined) whole_.push_back({hash_of(name.joined_natural), number});
  }
  keep_written(name);
  keep_native(name);
  index_.names_.push_back(owner);
}

void NameIndex::make_postings() {
  first_posting_.assign(terms_.term_count() + 1, 0);
  for (const std::uint32_t token : tokens_) ++first_posting_[token / 2 + 1];
  for (std::size_t i = 1; i < first_posting_.size(); ++i) first_posting_[i] += first_posting_[i - 1];
  postings_.resize(tokens_.size());
  std::vector<std::uint32_t> next(first_posting_.begin(), first_posting_.end() - 1);
  for (const bool initials : {true, false})
    for (std::uint32_t name = 0; name < names_.size(); ++name) {
      if ((facts_[name].initials > 0) != initials) continue;
      for (const std::uint32_t token : tokens_of(name))
        postings_[next[token / 2]++] = name | (initials ? kHasInitial : 0);
    }
}

void NameIndex::Builder::make_words() {
  std::vector<DeletionIndex::Term> texts;
  texts.reserve(index_.terms_.text_count());
  for (std::uint32_t id = 0; id < index_.terms_.text_count(); ++id)
    texts.push_back({index_.terms_.text(id),
                     index_.terms_.terms_of(id).empty() ? DeletionIndex::kLeftOut : index_.terms_.facts(id).edits});
  index_.words_ = DeletionIndex(texts);
}

void NameIndex::Builder::make_joins() {
  JoinIndex::Builder joins;
  std::string together;
  for (std::uint32_t name = 0; name < index_.names_.size(); ++name) {
    const std::uint32_t end = index_.first_[name + 1];
    for (std::uint32_t at = index_.first_[name]; at < end; ++at)
      for (std::uint32_t count = 2; count <= kJoinedWordsMax && at + count <= end; ++count) {
        index_.join_text(at, count, together);
        if (char_count(together) >= kJoinedCharsMin) joins.add(together, at * 2 + count - 2);
      }
  }
  index_.joins_ = JoinIndex(joins);
}

NameIndex NameIndex::Builder::finish() && {
  LICET_INVARIANT(index_.names_.size() < kHasInitial && index_.tokens_.size() < kHasInitial);
  index_.first_.push_back(static_cast<std::uint32_t>(index_.tokens_.size()));
  index_.terms_.finish();
  index_.make_postings();
  make_words();
  make_joins();
  index_.whole_ = HashedKeys(whole_);
  index_.by_acronym_ = HashedKeys(acronyms_);
  index_.by_native_ = HashedKeys(natives_);
  return std::move(index_);
}

void NameIndex::join_text(std::uint32_t token, std::uint32_t count, std::string& out) const {
  out.clear();
  for (std::uint32_t at = token; at < token + count; ++at) out += terms_.text(terms_.term(tokens_[at] / 2).text);
}

std::uint32_t NameIndex::name_of_token(std::uint32_t token) const {
  return static_cast<std::uint32_t>(std::upper_bound(first_.begin(), first_.end(), token) - first_.begin()) - 1;
}

const NameIndex::NativeName* NameIndex::native_of(std::uint32_t name) const {
  const auto found = std::lower_bound(natives_.begin(), natives_.end(), name,
                                      [](const NativeName& one, std::uint32_t id) { return one.name < id; });
  return found != natives_.end() && found->name == name ? &*found : nullptr;
}

NormalName NameIndex::name(std::uint32_t index) const {
  NormalName out;
  out.form = form_;
  for (const std::uint32_t token : tokens_of(index)) out.tokens.push_back(terms_.token(token / 2, token % 2 != 0));
  if (const NativeName* native = native_of(index))
    for (std::uint32_t at = native->begin; at < native->end; ++at)
      out.native.emplace_back().text = terms_.text(native_chars_[at]);
  std::tie(out.joined, out.joined_natural) = joined_of(out.tokens);
  const auto written = std::lower_bound(written_.begin(), written_.end(), index,
                                        [](const Written& one, std::uint32_t id) { return one.name < id; });
  if (written != written_.end() && written->name == index) {
    out.joined = written_bytes_.substr(written->begin, written->joined);
    out.joined_natural = written_bytes_.substr(written->begin + written->joined, written->natural);
  }
  if (index < acronyms_.size() && acronyms_[index] != TermTable::kNone) out.acronym = terms_.text(acronyms_[index]);
  return out;
}

std::uint32_t NameIndex::bits_told(std::uint32_t index) const {
  const auto total = static_cast<std::uint32_t>(names_.size());
  std::uint32_t bits = 0;
  for (const std::uint32_t token : tokens_of(index)) {
    std::size_t count = 0;
    for (const std::uint32_t term : terms_.terms_of(terms_.term(token / 2).text)) count += postings_of(term).size();
    bits += screening::bits_told(static_cast<std::uint32_t>(count), total);
  }
  return bits;
}

std::size_t NameIndex::memory() const {
  const auto bytes = [](const auto& items) { return items.size() * sizeof(items[0]); };
  return bytes(names_) + terms_.memory() + bytes(first_) + bytes(tokens_) + bytes(facts_) + bytes(first_posting_) +
         bytes(postings_) + words_.memory() + joins_.memory() + whole_.memory() + bytes(acronyms_) +
         by_acronym_.memory() + bytes(natives_) + bytes(native_chars_) + by_native_.memory() + bytes(written_) +
         written_bytes_.size();
}

std::vector<Found> NameIndex::explained(const NormalName& query, const std::vector<Scored>& found) const {
  std::vector<Found> out;
  for (const Scored& one : found) out.push_back({one.index, align(query, name(one.index))});
  return out;
}

std::vector<Found> NameIndex::search(const NormalName& query, const Cutoff& cutoff) const {
  return explained(query, find(query, cutoff));
}

std::vector<Found> NameIndex::search_all(const NormalName& query, const Cutoff& cutoff) const {
  std::vector<Found> out;
  for (std::uint32_t index = 0; index < names_.size(); ++index) {
    Alignment alignment = align(query, name(index));
    if (alignment.score >= (names_[index].weak ? cutoff.weak : cutoff.strong))
      out.push_back({index, std::move(alignment)});
  }
  return out;
}

bool NameIndex::relates(const Token& written, std::string_view word) const {
  const std::uint32_t text = terms_.find_text(word);
  if (text == TermTable::kNone) return false;
  const auto is_among = [text](std::span<const std::uint32_t> texts) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
  };
  bool near = false;
  words_.find(written.text, facts_of(written.text).edits, [&](std::uint32_t found) { near = near || found == text; });
  near = near || (written.sound.size() >= kSoundCharsMin && is_among(terms_.texts_sounding(written.sound)));
  if (!near && written.names != nullptr)
    near = std::any_of(written.names->begin(), written.names->end(),
                       [&](std::uint16_t line) { return is_among(terms_.texts_named(line)); });
  if (!near) return false;
  const auto word_of = [](const Token& token) {
    return Word{token.text, token.sound, token.names, token.exact, token.chars};
  };
  const std::span<const std::uint32_t> terms = terms_.terms_of(text);
  return std::any_of(terms.begin(), terms.end(), [&](std::uint32_t term) {
    return likeness(word_of(written), word_of(terms_.token(term, false))).similarity > 0;
  });
}

}  // namespace licet::screening
