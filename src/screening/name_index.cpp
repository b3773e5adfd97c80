#include "screening/name_index.h"

#include <algorithm>
#include <string_view>

#include "screening/rarity.h"
#include "screening/similarity.h"
#include "screening/word_likeness.h"
#include "screening/word_sound.h"
#include "screening/word_table.h"

namespace licet::screening {
namespace {

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint32_t word_edits(std::string_view text) { return has_digit(text) ? 0 : edits_allowed(char_count(text)); }
std::uint32_t join_edits(std::string_view text) { return std::min(1U, word_edits(text)); }

std::uint32_t initials_of(const NormalName& name) {
  return static_cast<std::uint32_t>(std::count_if(
      name.tokens.begin(), name.tokens.end(), [](const Token& token) { return token.kind == TokenKind::kInitial; }));
}

/// Each way to write the word at `at` together with its next neighbours, with their weight.
template <typename Visit>
void each_join(const NormalName& name, std::size_t at, Visit visit) {
  std::string together = name.tokens[at].text;
  std::uint32_t weight = token_weight(name.tokens[at].kind);
  for (std::size_t next = at + 1; next < name.tokens.size() && next < at + kJoinedWordsMax; ++next) {
    together += name.tokens[next].text;
    weight += token_weight(name.tokens[next].kind);
    if (char_count(together) >= kJoinedCharsMin) visit(together, weight);
  }
}

/// Weights that can find partners, per name, during one search. Kept per thread and left zeroed.
struct Scratch {
  struct Matched {
    std::uint32_t query = 0;
    std::uint32_t listed = 0;
  };
  std::vector<Matched> matched;
  std::vector<std::uint32_t> touched;
  std::vector<std::uint32_t> ids;

  void add(std::uint32_t name, std::uint32_t query_weight, std::uint32_t list_weight) {
    Matched& sum = matched[name];
    if (sum.query == 0) touched.push_back(name);
    sum.query += query_weight;
    sum.listed += list_weight;
  }
};

Scratch& scratch_for(std::size_t names) {
  thread_local Scratch scratch;
  if (scratch.matched.size() < names) scratch.matched.resize(names);
  return scratch;
}

}  // namespace

class NameIndex::DictionaryBuilder {
 public:
  void add(const std::string& text, Posting posting) {
    const auto [found, is_new] = ids_.try_emplace(text, static_cast<std::uint32_t>(postings_.size()));
    if (is_new) postings_.emplace_back();
    postings_[found->second].push_back(posting);
  }
  Dictionary finish() {
    Dictionary out;
    out.terms.resize(postings_.size());
    for (const auto& [text, id] : ids_) out.terms[id] = text;
    for (const std::vector<Posting>& list : postings_) {
      out.first.push_back(static_cast<std::uint32_t>(out.postings.size()));
      out.postings.insert(out.postings.end(), list.begin(), list.end());
    }
    out.first.push_back(static_cast<std::uint32_t>(out.postings.size()));
    return out;
  }

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
  std::vector<std::vector<Posting>> postings_;
};

NameIndex::NameIndex(std::vector<IndexedName> names) : names_(std::move(names)) {
  DictionaryBuilder words;
  DictionaryBuilder joins;
  for (std::uint32_t id = 0; id < names_.size(); ++id) {
    const NormalName& name = names_[id].normal;
    weights_.push_back(total_weight(name));
    percents_.push_back(missing_percent_least(name));
    initials_.push_back(initials_of(name));
    for (std::size_t i = 0; i < name.tokens.size(); ++i) {
      const Token& token = name.tokens[i];
      const std::uint32_t weight = token_weight(token.kind);
      words.add(token.text, {id, weight});
      each_join(name, i, [&](const std::string& together, std::uint32_t joined_weight) {
        joins.add(together, {id, joined_weight});
      });
    }
    if (!name.acronym.empty()) acronyms_[name.acronym].push_back(id);
    if (char_count(name.joined) < kJoinedCharsMin) continue;
    whole_[name.joined].push_back(id);
    if (name.joined_natural != name.joined) whole_[name.joined_natural].push_back(id);
  }
  word_terms_ = words.finish();
  for (std::uint32_t id = 0; id < word_terms_.terms.size(); ++id) {
    const std::string& term = word_terms_.terms[id];
    exact_.emplace(term, id);
    const auto& lines = word_tables().given_names.find(term);
    word_terms_.sounds.push_back(sound_of(term));
    word_terms_.chars.push_back(static_cast<std::uint32_t>(char_count(term)));
    word_terms_.names.push_back(lines.empty() ? nullptr : &lines);
    if (word_terms_.sounds.back().size() >= kSoundCharsMin)
      word_terms_.by_sound[word_terms_.sounds.back()].push_back(id);
    for (const std::uint16_t line : lines) word_terms_.by_name[line].push_back(id);
  }
  join_terms_ = joins.finish();
  std::vector<DeletionIndex::Term> terms;
  for (const std::string& term : word_terms_.terms) terms.push_back({term, word_edits(term)});
  words_ = DeletionIndex(terms);
  terms.clear();
  for (const std::string& term : join_terms_.terms) terms.push_back({term, join_edits(term)});
  joins_ = DeletionIndex(terms);
}

/// Terms that `likeness` may relate to the word, and some that it does not.
void NameIndex::near_terms(const Token& token, std::vector<std::uint32_t>& ids) const {
  words_.find(token.text, word_edits(token.text), ids);
  const auto add = [&ids](const auto& index, const auto& key) {
    if (const auto found = index.find(key); found != index.end())
      ids.insert(ids.end(), found->second.begin(), found->second.end());
  };
  if (token.sound.size() >= kSoundCharsMin) add(word_terms_.by_sound, token.sound);
  if (token.names != nullptr)
    for (const std::uint16_t line : *token.names) add(word_terms_.by_name, line);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
}

void NameIndex::candidates(const NormalName& query, const Cutoff& cutoff, std::vector<std::uint32_t>& out) const {
  Scratch& scratch = scratch_for(names_.size());
  // A weight counts by how alike the words are, rounded up: with less of it matched, and the rest at the least cost,
  // the score is no lower than it can be.
  const auto add_postings = [&](const Dictionary& dictionary, std::uint32_t term, std::uint32_t weight,
                                std::uint32_t similarity) {
    if (similarity == 0) return;
    const auto earned = [similarity](std::uint32_t whole) { return (whole * similarity + kFull - 1) / kFull; };
    for (std::uint32_t at = dictionary.first[term]; at < dictionary.first[term + 1]; ++at)
      scratch.add(dictionary.postings[at].name, earned(weight), earned(dictionary.postings[at].weight));
  };
  const auto add_near = [&](const Token& token, std::uint32_t weight) {
    near_terms(token, scratch.ids);
    for (const std::uint32_t term : scratch.ids) {
      const Word known{word_terms_.terms[term], word_terms_.sounds[term], word_terms_.names[term], false,
                       word_terms_.chars[term]};
      add_postings(word_terms_, term, weight,
                   likeness({token.text, token.sound, token.names, token.exact, token.chars}, known).similarity);
    }
  };
  const auto add_joined = [&](const DeletionIndex& index, const Dictionary& dictionary, const std::string& text,
                              std::uint32_t weight) {
    index.find(text, join_edits(text), scratch.ids);
    for (const std::uint32_t term : scratch.ids)
      add_postings(dictionary, term, weight,
                   likeness({text, {}, nullptr}, {dictionary.terms[term], {}, nullptr}, true).similarity);
  };
  for (std::size_t i = 0; i < query.tokens.size(); ++i) {
    const Token& token = query.tokens[i];
    const std::uint32_t weight = token_weight(token.kind);
    add_near(token, weight);
    add_joined(joins_, join_terms_, token.text, weight);
    each_join(query, i, [&](const std::string& together, std::uint32_t joined_weight) {
      add_joined(words_, word_terms_, together, joined_weight);
    });
  }

  const std::uint32_t query_total = total_weight(query), query_percent = extra_percent_least(query);
  const std::uint32_t query_initials = initials_of(query);
  // An initial may pair with any word of the other side; take it for a whole one.
  const std::uint32_t word_weight = token_weight(TokenKind::kNumber);
  for (const std::uint32_t name : scratch.touched) {
    Scratch::Matched& sum = scratch.matched[name];
    const std::uint32_t initials = (query_initials + initials_[name]) * word_weight;
    const std::uint32_t bound =
        score_bound({std::min(sum.query + initials, query_total), query_total, query_percent},
                    {std::min(sum.listed + initials, weights_[name]), weights_[name], percents_[name]});
    // Two names in Han script are compared by other words than these.
    const bool native = !query.native.empty() && !names_[name].normal.native.empty();
    if (native || bound >= cutoff_of(names_[name], cutoff)) out.push_back(name);
    sum = {};
  }
  scratch.touched.clear();
  for (const std::string* joined : {&query.joined, &query.joined_natural}) {
    if (const auto found = whole_.find(*joined); found != whole_.end()) {
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
  }
  for (const Token& token : query.tokens)
    if (const auto found = acronyms_.find(token.text); found != acronyms_.end())
      out.insert(out.end(), found->second.begin(), found->second.end());
  if (const auto found = exact_.find(query.acronym); !query.acronym.empty() && found != exact_.end())
    for (std::uint32_t at = word_terms_.first[found->second]; at < word_terms_.first[found->second + 1]; ++at)
      out.push_back(word_terms_.postings[at].name);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
}

std::vector<Found> NameIndex::search(const NormalName& query, const Cutoff& cutoff) const {
  std::vector<std::uint32_t> near;
  candidates(query, cutoff, near);
  std::vector<Found> out;
  for (const std::uint32_t index : near) {
    Alignment alignment = align(query, names_[index].normal);
    if (alignment.score >= cutoff_of(names_[index], cutoff)) out.push_back({index, std::move(alignment)});
  }
  return out;
}

std::vector<Found> NameIndex::search_all(const NormalName& query, const Cutoff& cutoff) const {
  std::vector<Found> out;
  for (std::uint32_t index = 0; index < names_.size(); ++index) {
    Alignment alignment = align(query, names_[index].normal);
    if (alignment.score >= cutoff_of(names_[index], cutoff)) out.push_back({index, std::move(alignment)});
  }
  return out;
}

std::uint32_t NameIndex::bits_told(const NormalName& name) const {
  const auto total = static_cast<std::uint32_t>(names_.size());
  std::uint32_t bits = 0;
  for (const Token& token : name.tokens) {
    const auto found = exact_.find(token.text);
    const std::uint32_t count =
        found == exact_.end() ? 0 : word_terms_.first[found->second + 1] - word_terms_.first[found->second];
    bits += screening::bits_told(count, total);
  }
  return bits;
}

std::size_t NameIndex::candidate_count(const NormalName& query, const Cutoff& cutoff) const {
  std::vector<std::uint32_t> near;
  candidates(query, cutoff, near);
  return near.size();
}

}  // namespace licet::screening
