// An index of a book of leads: asked by what comes upon a list, and made to forget.
#include <algorithm>
#include <iterator>

#include "base/result.h"
#include "screening/name_index.h"
#include "screening/name_search.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

/// What of_book begins with.
constexpr std::uint32_t kNobody = 0, kNoText = 0, kNoTerm = 0;

}  // namespace

void wipe(NormalName& name) {
  const auto overwrite = [](std::string& text) { text.assign(text.size(), '\0'); };
  for (std::vector<Token>* words : {&name.tokens, &name.native})
    for (Token& token : *words) {
      overwrite(token.text);
      overwrite(token.sound);
    }
  for (std::string* text : {&name.joined, &name.joined_natural, &name.acronym}) overwrite(*text);
}

std::vector<Scored> NameIndex::find_queries(const NormalName& listed, const Cutoff& cutoff) const {
  return NameSearch(*this, listed, NameSearch::Role::kListed).run(cutoff);
}

NameIndex::Builder NameIndex::Builder::of_book(NameForm form) {
  Builder out(form);
  NormalName nobody;
  nobody.form = form;
  nobody.tokens.resize(2);
  out.add(nobody, {});
  out.index_.natives_.push_back({kNobody, 0, 0});
  out.index_.facts_[kNobody].marks = NameFacts::kForgotten;
  return out;
}

std::string NameIndex::letters() const { return written_bytes_ + terms_.letters(); }

/// Whether a name that is not forgotten has the text: as a word, as its acronym, or as a character.
bool NameIndex::is_used(std::uint32_t text) const {
  for (const std::uint32_t term : terms_.terms_of(text)) {
    const auto postings = postings_of(term);
    if (std::any_of(postings.begin(), postings.end(),
                    [](std::uint32_t one) { return (one & ~kHasInitial) != kNobody; }))
      return true;
  }
  bool used = false;
  by_acronym_.find(mixed_bits(text + 1), [&](std::uint32_t name) { used = used || acronyms_[name] == text; });
  by_native_.find(mixed_bits(text + 1), [&](std::uint32_t place) {
    const auto begin = native_chars_.begin() + natives_[place].begin, end = native_chars_.begin() + natives_[place].end;
    used = used || std::find(begin, end, text) != end;
  });
  return used;
}

void NameIndex::forget_words(std::uint32_t name) {
  std::string together;
  const std::uint32_t begin = first_[name], end = first_[name + 1];
  for (std::uint32_t at = begin; at < end; ++at)
    for (std::uint32_t count = 2; count <= kJoinedWordsMax && at + count <= end; ++count) {
      join_text(at, count, together);
      if (char_count(together) >= kJoinedCharsMin) joins_.forget(together, at * 2 + count - 2);
    }
  for (std::uint32_t at = begin; at < end; ++at) {
    const std::uint32_t term = tokens_[at] / 2;
    for (std::uint32_t posting = first_posting_[term]; posting < first_posting_[term + 1]; ++posting)
      if ((postings_[posting] & ~kHasInitial) == name) postings_[posting] &= kHasInitial;  // nobody's
    tokens_[at] = kNoTerm * 2;
  }
}

void NameIndex::forget_whole(std::uint32_t name, const NormalName& was) {
  for (const std::string* joined : {&was.joined, &was.joined_natural})
    if (char_count(*joined) >= kJoinedCharsMin) whole_.forget(hash_of(*joined), name, kNobody);
  const auto written = std::lower_bound(written_.begin(), written_.end(), name,
                                        [](const Written& one, std::uint32_t id) { return one.name < id; });
  if (written == written_.end() || written->name != name) return;
  std::fill_n(written_bytes_.begin() + written->begin, written->joined + written->natural, '\0');
  written->joined = written->natural = 0;
}

void NameIndex::forget_native(std::uint32_t name) {
  const auto native = std::lower_bound(natives_.begin(), natives_.end(), name,
                                       [](const NativeName& one, std::uint32_t id) { return one.name < id; });
  if (native == natives_.end() || native->name != name) return;
  const auto place = static_cast<std::uint32_t>(native - natives_.begin());
  for (std::uint32_t at = native->begin; at < native->end; ++at) {
    by_native_.forget(mixed_bits(native_chars_[at] + 1), place, 0);
    native_chars_[at] = kNoText;
  }
  native->end = native->begin;
}

void NameIndex::forget(std::uint32_t index) {
  LICET_INVARIANT(index < names_.size() && is_forgotten(kNobody));
  if (is_forgotten(index)) return;
  identity_ = std::make_shared<const char>('\0');
  NormalName was = name(index);
  std::vector<std::uint32_t> texts;
  for (const std::vector<Token>* words : {&was.tokens, &was.native})
    for (const Token& token : *words) texts.push_back(terms_.find_text(token.text));
  if (!was.acronym.empty()) {
    texts.push_back(acronyms_[index]);
    by_acronym_.forget(mixed_bits(acronyms_[index] + 1), index, kNobody);
    acronyms_[index] = TermTable::kNone;
  }
  forget_words(index);
  forget_whole(index, was);
  forget_native(index);
  std::sort(texts.begin(), texts.end());
  texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
  for (const std::uint32_t text : texts) {
    if (is_used(text)) continue;
    if (!terms_.terms_of(text).empty()) words_.forget(text, {terms_.text(text), terms_.facts(text).edits});
    terms_.forget(text);
  }
  facts_[index] = {};
  facts_[index].marks = NameFacts::kForgotten;
  wipe(was);
}

}  // namespace licet::screening
