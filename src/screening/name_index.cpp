#include "screening/name_index.h"

#include <algorithm>
#include <string_view>

#include "screening/similarity.h"

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
    initials_.push_back(initials_of(name));
    for (std::size_t i = 0; i < name.tokens.size(); ++i) {
      const Token& token = name.tokens[i];
      const std::uint32_t weight = token_weight(token.kind);
      words.add(token.text, {id, weight});
      if (i + 1 == name.tokens.size()) continue;
      const std::string together = token.text + name.tokens[i + 1].text;
      if (char_count(together) < kJoinedCharsMin) continue;
      joins.add(together, {id, weight + token_weight(name.tokens[i + 1].kind)});
    }
    if (char_count(name.joined) < kJoinedCharsMin) continue;
    whole_[name.joined].push_back(id);
    if (name.joined_natural != name.joined) whole_[name.joined_natural].push_back(id);
  }
  word_terms_ = words.finish();
  join_terms_ = joins.finish();
  std::vector<DeletionIndex::Term> terms;
  for (const std::string& term : word_terms_.terms) terms.push_back({term, word_edits(term)});
  words_ = DeletionIndex(terms);
  terms.clear();
  for (const std::string& term : join_terms_.terms) terms.push_back({term, join_edits(term)});
  joins_ = DeletionIndex(terms);
}

void NameIndex::candidates(const NormalName& query, const Cutoff& cutoff, std::vector<std::uint32_t>& out) const {
  Scratch& scratch = scratch_for(names_.size());
  const auto add_near = [&](const DeletionIndex& index, const Dictionary& dictionary, const std::string& text,
                            std::uint32_t edits, bool joined, std::uint32_t weight) {
    index.find(text, edits, scratch.ids);
    for (const std::uint32_t term : scratch.ids) {
      if (related(text, dictionary.terms[term], joined) == 0) continue;
      for (std::uint32_t at = dictionary.first[term]; at < dictionary.first[term + 1]; ++at) {
        scratch.add(dictionary.postings[at].name, weight, dictionary.postings[at].weight);
      }
    }
  };
  for (std::size_t i = 0; i < query.tokens.size(); ++i) {
    const Token& token = query.tokens[i];
    const std::uint32_t weight = token_weight(token.kind);
    add_near(words_, word_terms_, token.text, word_edits(token.text), false, weight);
    add_near(joins_, join_terms_, token.text, join_edits(token.text), true, weight);
    if (i + 1 == query.tokens.size()) continue;
    const std::string together = token.text + query.tokens[i + 1].text;
    if (char_count(together) < kJoinedCharsMin) continue;
    add_near(words_, word_terms_, together, join_edits(together), true,
             weight + token_weight(query.tokens[i + 1].kind));
  }

  const std::uint32_t query_total = total_weight(query);
  const std::uint32_t query_initials = initials_of(query);
  // An initial may pair with any word of the other side; take it for a whole one.
  const std::uint32_t word_weight = token_weight(TokenKind::kNumber);
  for (const std::uint32_t name : scratch.touched) {
    Scratch::Matched& sum = scratch.matched[name];
    const std::uint32_t initials = (query_initials + initials_[name]) * word_weight;
    const std::uint32_t bound = score_bound(std::min(sum.query + initials, query_total), query_total,
                                            std::min(sum.listed + initials, weights_[name]), weights_[name]);
    if (bound >= cutoff_of(names_[name], cutoff)) out.push_back(name);
    sum = {};
  }
  scratch.touched.clear();
  for (const std::string* joined : {&query.joined, &query.joined_natural}) {
    if (const auto found = whole_.find(*joined); found != whole_.end()) {
      out.insert(out.end(), found->second.begin(), found->second.end());
    }
  }
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

std::size_t NameIndex::candidate_count(const NormalName& query, const Cutoff& cutoff) const {
  std::vector<std::uint32_t> near;
  candidates(query, cutoff, near);
  return near.size();
}

}  // namespace licet::screening
