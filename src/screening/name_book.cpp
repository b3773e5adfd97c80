#include "screening/name_book.h"

#include <algorithm>
#include <bit>

#include "screening/chars.h"
#include "screening/hashed_keys.h"
#include "screening/similarity.h"
#include "screening/word_likeness.h"
#include "screening/word_sound.h"
#include "screening/word_table.h"

namespace licet::screening {
namespace {

constexpr std::uint32_t kNone = 0xFFFF'FFFF;
/// Names added after the postings were made; more of them are sorted in.
constexpr std::size_t kUnsettledMax = 4096;
/// No two words that are like each other by spelling are more edits apart than this.
constexpr std::uint32_t kEditsMax = edits_allowed(Chars::kMax);

/// Never 0.
std::uint32_t short_hash(std::string_view text) { return static_cast<std::uint32_t>(hash_of(text) | 1U); }

bool has_repeats(const NormalName& name) {
  for (std::size_t i = 1; i < name.tokens.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (name.tokens[i].text == name.tokens[j].text) return true;
  return false;
}
/// The least percent of its weight that any word of a name asked for, or of a listed one, costs without a partner.
std::uint32_t extra_least(const NormalName& query) {
  if (has_repeats(query)) return kUnmatchedCost.repeated;
  const std::uint32_t ordinary =
      query.form == NameForm::kOrganisation ? kUnmatchedCost.extra_organisation : kUnmatchedCost.extra;
  return std::min({ordinary, kUnmatchedCost.number, kUnmatchedCost.extra_filler});
}
std::uint32_t missing_least(const NormalName& listed) {
  if (has_repeats(listed)) return kUnmatchedCost.repeated;
  return std::min({kUnmatchedCost.missing, kUnmatchedCost.missing_filler, kUnmatchedCost.number});
}

/// One side of a pair of names: the weight of all its words, how much of it can find partners, and the least percent
/// that the rest costs.
struct Side {
  std::uint32_t matched = 0, total = 0, percent = 0;
};
/// A score that `align` cannot exceed.
std::uint32_t score_at_most(const Side& query, const Side& listed) {
  const auto rest = [](const Side& side) { return std::uint64_t{side.total - side.matched} * side.percent; };
  const std::uint64_t matched = 100ULL * (query.matched + listed.matched);
  const std::uint64_t whole = matched + rest(query) + rest(listed);
  return whole == 0 ? 0 : static_cast<std::uint32_t>((kFull * matched + whole - 1) / whole);
}

/// Letters in classes: an edit changes at most one class to another.
constexpr std::uint32_t kClasses = 64;
std::uint32_t class_of(char32_t c) {
  if (c >= U'a' && c <= U'z') return c - U'a';
  if (c >= U'0' && c <= U'9') return 26 + (c - U'0');
  return 36 + static_cast<std::uint32_t>(c) % (kClasses - 36);
}
std::uint32_t print_of_class(std::uint32_t one) { return static_cast<std::uint32_t>(mixed_bits(one + 1)); }

struct Shape {
  std::uint64_t mask = 0;
  std::uint32_t print = 0;
  std::uint8_t chars = 0;
};
Shape shape_of(std::string_view word) {
  Shape out;
  const Chars letters(word);
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const std::uint32_t one = class_of(letters[i]);
    out.mask |= std::uint64_t{1} << one;
    out.print += print_of_class(one);
  }
  out.chars = static_cast<std::uint8_t>(letters.size());
  return out;
}

/// Whether words of these shapes may be `edits` or fewer apart.
bool may_be_near(std::uint64_t a, std::uint64_t b, std::uint32_t edits) {
  return static_cast<std::uint32_t>(std::popcount(a ^ b)) <= 2 * edits;
}

const std::vector<std::uint16_t>* lines_of(std::string_view word) {
  const auto& lines = word_tables().given_names.find(word);
  return lines.empty() ? nullptr : &lines;
}

/// Each way to write neighbouring words together, as NameIndex does.
template <typename Visit>
void each_listed_join(const NormalName& name, Visit visit) {
  for (std::size_t at = 0; at < name.tokens.size(); ++at) {
    std::string together = name.tokens[at].text;
    std::uint32_t weight = token_weight(name.tokens[at].kind);
    for (std::size_t next = at + 1; next < name.tokens.size() && next < at + kJoinedWordsMax; ++next) {
      together += name.tokens[next].text;
      weight += token_weight(name.tokens[next].kind);
      if (char_count(together) >= kJoinedCharsMin) visit(together, weight);
    }
  }
}

/// Which sums of letters are at most one edit from one of some words.
class NearPrints {
 public:
  void add(std::uint32_t print) {
    set(print);
    for (std::uint32_t c = 0; c < kClasses; ++c) {
      const std::uint32_t more = print + print_of_class(c), less = print - print_of_class(c);
      set(more);
      set(less);
      for (std::uint32_t d = 0; d < kClasses; ++d) set(less + print_of_class(d));
    }
  }
  bool may_have(std::uint32_t print) const { return (bits_[at(print) >> 6U] >> (at(print) & 63U) & 1U) != 0; }

 private:
  static constexpr std::uint32_t kBits = 24;
  static std::uint32_t at(std::uint32_t print) { return print >> (32 - kBits); }
  void set(std::uint32_t print) { bits_[at(print) >> 6U] |= std::uint64_t{1} << (at(print) & 63U); }
  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(std::size_t{1} << (kBits - 6));
};

}  // namespace

// ---- keeping

std::uint32_t NameBook::find_word(std::string_view text) const {
  if (slots_.empty()) return kNone;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = short_hash(text) & mask;; at = (at + 1) & mask) {
    if (slots_[at] == kNone) return kNone;
    if (this->text(slots_[at]) == text) return slots_[at];
  }
}

void NameBook::grow_slots() {
  if ((words_live_ + 1) * 2 <= slots_.size()) return;
  std::vector<std::uint32_t> slots(std::max<std::size_t>(1024, slots_.size() * 2), kNone);
  for (const std::uint32_t word : slots_) {
    if (word == kNone) continue;
    std::size_t at = short_hash(text(word)) & (slots.size() - 1);
    while (slots[at] != kNone) at = (at + 1) & (slots.size() - 1);
    slots[at] = word;
  }
  slots_ = std::move(slots);
}

std::uint32_t NameBook::word_of(std::string_view text) {
  if (const std::uint32_t known = find_word(text); known != kNone) return known;
  grow_slots();
  std::uint32_t word = static_cast<std::uint32_t>(starts_.size());
  if (free_words_.empty()) {
    starts_.push_back(0);
    sizes_.push_back(0);
    chars_.push_back(0);
    masks_.push_back(0);
    prints_.push_back(0);
    sounds_.push_back(0);
    has_lines_.push_back(0);
    counts_.push_back(0);
    if (settled_ > 0) {
      post_first_.push_back(0);
      post_count_.push_back(0);
    }
  } else {
    word = free_words_.back();
    free_words_.pop_back();
  }
  starts_[word] = static_cast<std::uint32_t>(arena_.size());
  sizes_[word] = static_cast<std::uint16_t>(text.size());
  arena_ += text;
  const Shape shape = shape_of(text);
  masks_[word] = shape.mask;
  prints_[word] = shape.print;
  chars_[word] = shape.chars;
  const std::string sound = sound_of(text);
  sounds_[word] = sound.size() < kSoundCharsMin ? 0 : short_hash(sound);
  has_lines_[word] = lines_of(text) != nullptr ? 1 : 0;
  std::size_t at = short_hash(text) & (slots_.size() - 1);
  while (slots_[at] != kNone) at = (at + 1) & (slots_.size() - 1);
  slots_[at] = word;
  ++words_live_;
  return word;
}

/// The text is overwritten where it stood, and nothing refers to it any more.
void NameBook::forget_word(std::uint32_t word) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t hole = short_hash(text(word)) & mask;
  while (slots_[hole] != word) hole = (hole + 1) & mask;
  // Those behind the hole move up as far as their own place allows.
  for (std::size_t at = (hole + 1) & mask; slots_[at] != kNone; at = (at + 1) & mask) {
    const std::size_t home = short_hash(text(slots_[at])) & mask;
    if (((at - home) & mask) < ((at - hole) & mask)) continue;
    slots_[hole] = slots_[at];
    hole = at;
  }
  slots_[hole] = kNone;
  std::fill_n(arena_.begin() + starts_[word], sizes_[word], '\0');
  sizes_[word] = 0;
  chars_[word] = has_lines_[word] = 0;
  masks_[word] = 0;
  prints_[word] = sounds_[word] = 0;
  free_words_.push_back(word);
  --words_live_;
}

void NameBook::add(const NormalName& name, Owner owner) {
  if (name.tokens.empty()) return;
  const auto number = static_cast<std::uint32_t>(owners_.size());
  for (const Token& token : name.tokens) {
    const std::uint32_t word = word_of(token.text);
    ++counts_[word];
    tokens_.emplace_back(word, token.kind);
  }
  first_.push_back(static_cast<std::uint32_t>(tokens_.size()));
  owners_.push_back(owner);
  whole_.push_back(short_hash(name.joined));
  if (name.joined_natural != name.joined) natural_.push_back({short_hash(name.joined_natural), number});
  if (!name.acronym.empty()) acronyms_.push_back({short_hash(name.acronym), number});
  totals_.push_back(static_cast<std::uint16_t>(total_weight(name)));
  percents_.push_back(static_cast<std::uint8_t>(extra_least(name)));
  native_.push_back(name.native.empty() ? 0 : 1);
  if (settled_ > 0 && owners_.size() - settled_ > kUnsettledMax) settle();
}

void NameBook::drop_posting(std::uint32_t word, std::uint32_t name) {
  const auto row = postings_.begin() + post_first_[word];
  const auto end = row + post_count_[word];
  const auto found = std::find_if(row, end, [name](Ref ref) { return ref.number() == name; });
  if (found == end) return;
  std::copy(found + 1, end, found);
  *(end - 1) = Ref();
  --post_count_[word];
}

void NameBook::remove(Owner owner) {
  for (std::uint32_t name = 0; name < owners_.size(); ++name) {
    if (owners_[name] != owner) continue;
    for (std::uint32_t at = first_[name]; at < first_[name + 1]; ++at) {
      const std::uint32_t word = tokens_[at].number();
      if (name < settled_) drop_posting(word, name);
      tokens_[at] = Ref();
      if (--counts_[word] == 0) forget_word(word);
    }
    owners_[name] = kNone;
    whole_[name] = 0;
    const auto of_it = [name](const Hashed& one) { return one.name == name; };
    std::erase_if(natural_, of_it);
    std::erase_if(acronyms_, of_it);
    ++dead_;
  }
}

void NameBook::settle() {
  // Removed names go, and the others close up.
  std::vector<std::uint32_t> now(owners_.size(), kNone);
  std::uint32_t kept = 0, end = 0;
  for (std::uint32_t name = 0; name < owners_.size(); ++name) {
    if (owners_[name] == kNone) continue;
    now[name] = kept;
    const std::uint32_t from = first_[name], to = first_[name + 1];
    first_[kept] = end;
    for (std::uint32_t at = from; at < to; ++at) tokens_[end++] = tokens_[at];
    owners_[kept] = owners_[name];
    whole_[kept] = whole_[name];
    totals_[kept] = totals_[name];
    percents_[kept] = percents_[name];
    native_[kept] = native_[name];
    ++kept;
  }
  first_[kept] = end;
  first_.resize(kept + std::size_t{1});
  tokens_.resize(end);
  owners_.resize(kept);
  whole_.resize(kept);
  totals_.resize(kept);
  percents_.resize(kept);
  native_.resize(kept);
  for (auto* list : {&natural_, &acronyms_})
    for (Hashed& one : *list) one.name = now[one.name];
  dead_ = 0;

  post_first_.assign(starts_.size(), 0);
  post_count_.assign(starts_.size(), 0);
  for (const Ref& ref : tokens_) ++post_count_[ref.number()];
  std::uint32_t at = 0;
  for (std::size_t word = 0; word < post_first_.size(); ++word) {
    post_first_[word] = at;
    at += post_count_[word];
  }
  postings_.assign(tokens_.size(), Ref());
  std::fill(post_count_.begin(), post_count_.end(), 0);
  for (std::uint32_t name = 0; name < owners_.size(); ++name)
    for (const Ref& ref : tokens(name))
      postings_[post_first_[ref.number()] + post_count_[ref.number()]++] = Ref(name, ref.kind());
  settled_ = owners_.size();
}

// ---- searching

/// One search: what words of the listed names are like words of the book is found once for all of them.
class NameBook::Search {
 public:
  Search(const NameBook& book, std::span<const ListedName> listed) : book_(book), listed_(listed) {
    for (const ListedName& name : listed) {
      for (const Token& token : name.normal.tokens) note(token.text, token.sound, token.exact, false);
      each_listed_join(name.normal, [&](const std::string& text, std::uint32_t) { note(text, {}, false, true); });
    }
    by_length_.resize(Chars::kMax + 1);
    for (std::uint32_t i = 0; i < asked_.size(); ++i) by_length_[asked_[i].shape.chars].push_back(i);
    relate_words();
    relate_joins();
  }

  std::vector<Owner> run(const Cutoff& cutoff) {
    sums_.resize(book_.owners_.size());
    // Those that no posting names yet.
    for (std::size_t name = book_.settled_; name < book_.owners_.size(); ++name) take(static_cast<std::uint32_t>(name));
    for (const ListedName& name : listed_) {
      sum(name.normal);
      bound(name.normal, name.weak ? cutoff.weak : cutoff.strong);
      take_acronyms(name.normal);
    }
    take_wholes();
    std::sort(out_.begin(), out_.end());
    out_.erase(std::unique(out_.begin(), out_.end()), out_.end());
    return std::move(out_);
  }

 private:
  struct Related {
    std::uint32_t word;
    std::uint32_t similarity;
  };
  /// Neighbouring words of a name in the book that together are like a listed word.
  struct Together {
    std::uint32_t name;
    std::uint32_t weight;
    std::uint32_t similarity;
  };
  /// A word that listed names have, or words of theirs written together.
  struct Asked {
    std::string text;
    std::string sound;
    const std::vector<std::uint16_t>* lines = nullptr;
    Shape shape;
    std::uint32_t sound_hash = 0;
    bool exact = false, joined = false;
    std::vector<Related> related;
    std::vector<Together> together;
  };
  struct Sum {
    std::uint32_t query = 0, listed = 0;
  };

  void note(const std::string& text, const std::string& sound, bool exact, bool joined) {
    auto& known = joined ? joins_ : words_;
    if (!known.emplace(text, static_cast<std::uint32_t>(asked_.size())).second) return;
    Asked one;
    one.text = text;
    one.joined = joined;
    one.exact = exact;
    one.shape = shape_of(text);
    if (!joined) {
      one.sound = sound.empty() ? sound_of(text) : sound;
      one.sound_hash = one.sound.size() < kSoundCharsMin ? 0 : short_hash(one.sound);
      one.lines = lines_of(text);
    }
    asked_.push_back(std::move(one));
  }

  bool may_relate(const Asked& one, std::uint32_t word) const {
    if (may_be_near(one.shape.mask, book_.masks_[word], one.joined ? 1 : kEditsMax)) return true;
    if (one.joined) return false;
    return (one.sound_hash != 0 && one.sound_hash == book_.sounds_[word]) ||
           (one.lines != nullptr && book_.has_lines_[word] != 0);
  }

  void relate(Asked& one, std::uint32_t word) const {
    const std::string_view text = book_.text(word);
    const std::string sound = one.joined ? std::string() : sound_of(text);
    const Word ours{text, sound, one.joined ? nullptr : lines_of(text)};
    const Word theirs{one.text, one.sound, one.lines};
    const std::uint32_t similarity = likeness(ours, theirs, one.joined).similarity;
    if (similarity > 0) one.related.push_back({word, similarity});
  }

  /// Words that sound alike or are one given name may be of any length; those spelt alike are nearly as long.
  void relate_words() {
    std::vector<std::uint32_t> any_length;
    for (std::uint32_t i = 0; i < asked_.size(); ++i)
      if (!asked_[i].joined && (asked_[i].sound_hash != 0 || asked_[i].lines != nullptr)) any_length.push_back(i);
    std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_sound;
    std::vector<std::uint32_t> with_lines;
    for (const std::uint32_t i : any_length) {
      if (asked_[i].sound_hash != 0) by_sound[asked_[i].sound_hash].push_back(i);
      if (asked_[i].lines != nullptr) with_lines.push_back(i);
    }
    std::vector<std::uint32_t> found;
    for (std::uint32_t word = 0; word < book_.sizes_.size(); ++word) {
      if (book_.sizes_[word] == 0) continue;
      found.clear();
      const std::uint32_t chars = book_.chars_[word];
      const std::uint32_t from = chars > kEditsMax ? chars - kEditsMax : 0;
      for (std::uint32_t length = from; length <= chars + kEditsMax && length < by_length_.size(); ++length)
        for (const std::uint32_t i : by_length_[length])
          if (may_relate(asked_[i], word)) found.push_back(i);
      if (const auto same = by_sound.find(book_.sounds_[word]); book_.sounds_[word] != 0 && same != by_sound.end())
        found.insert(found.end(), same->second.begin(), same->second.end());
      if (book_.has_lines_[word] != 0) found.insert(found.end(), with_lines.begin(), with_lines.end());
      std::sort(found.begin(), found.end());
      found.erase(std::unique(found.begin(), found.end()), found.end());
      for (const std::uint32_t i : found) relate(asked_[i], word);
    }
  }

  /// Neighbouring words of the book against single listed words, by the sum of their letters first.
  void relate_joins() {
    NearPrints near;
    for (const Asked& one : asked_)
      if (!one.joined) near.add(one.shape.print);
    std::string together;
    for (std::uint32_t name = 0; name < book_.owners_.size(); ++name) {
      const std::span<const Ref> tokens = book_.tokens(name);
      if (book_.owners_[name] == kNone || name >= book_.settled_) continue;
      for (std::size_t at = 0; at < tokens.size(); ++at) {
        std::uint32_t print = book_.prints_[tokens[at].number()];
        std::uint32_t chars = book_.chars_[tokens[at].number()];
        for (std::size_t next = at + 1; next < tokens.size() && next < at + kJoinedWordsMax; ++next) {
          print += book_.prints_[tokens[next].number()];
          chars += book_.chars_[tokens[next].number()];
          // Of longer ones only the beginning counts, and the sum is of all.
          if (chars < kJoinedCharsMin || (chars < Chars::kMax && !near.may_have(print))) continue;
          join(name, tokens.subspan(at, next - at + 1), std::min<std::uint32_t>(chars, Chars::kMax), together);
        }
      }
    }
  }

  void join(std::uint32_t name, std::span<const Ref> tokens, std::uint32_t chars, std::string& together) {
    std::uint32_t weight = 0;
    std::uint64_t mask = 0;
    together.clear();
    for (const Ref& ref : tokens) {
      together += book_.text(ref.number());
      weight += token_weight(ref.kind());
      mask |= book_.masks_[ref.number()];
    }
    const bool whole = chars < Chars::kMax;
    for (std::uint32_t length = chars - 1; length <= chars + 1 && length < by_length_.size(); ++length)
      for (const std::uint32_t i : by_length_[length]) {
        Asked& one = asked_[i];
        if (one.joined || (whole && !may_be_near(one.shape.mask, mask, 1))) continue;
        const std::uint32_t similarity = likeness({together, {}, nullptr}, {one.text, {}, nullptr}, true).similarity;
        if (similarity > 0) one.together.push_back({name, weight, similarity});
      }
  }

  void add(std::uint32_t name, std::uint32_t similarity, std::uint32_t query, std::uint32_t listed) {
    const auto earned = [similarity](std::uint32_t whole) { return (whole * similarity + kFull - 1) / kFull; };
    Sum& sum = sums_[name];
    if (sum.query == 0) touched_.push_back(name);
    sum.query += earned(query);
    sum.listed += earned(listed);
  }

  void add_postings(const Asked& one, std::uint32_t weight) {
    for (const Related& related : one.related) {
      const std::uint32_t first = book_.post_first_[related.word];
      for (std::uint32_t at = first; at < first + book_.post_count_[related.word]; ++at) {
        const Ref& ref = book_.postings_[at];
        add(ref.number(), related.similarity, token_weight(ref.kind()), weight);
      }
    }
  }

  void sum(const NormalName& listed) {
    if (book_.settled_ == 0) return;
    for (const Token& token : listed.tokens) {
      const Asked& one = asked_[words_.at(token.text)];
      const std::uint32_t weight = token_weight(token.kind);
      add_postings(one, weight);
      for (const Together& together : one.together) add(together.name, together.similarity, together.weight, weight);
    }
    each_listed_join(
        listed, [&](const std::string& text, std::uint32_t weight) { add_postings(asked_[joins_.at(text)], weight); });
  }

  static std::uint32_t initials_of(std::span<const Ref> tokens) {
    return static_cast<std::uint32_t>(
        std::count_if(tokens.begin(), tokens.end(), [](const Ref& ref) { return ref.kind() == TokenKind::kInitial; }));
  }

  void bound(const NormalName& listed, std::uint32_t cutoff) {
    const std::uint32_t total = total_weight(listed), percent = missing_least(listed);
    const auto initials =
        static_cast<std::uint32_t>(std::count_if(listed.tokens.begin(), listed.tokens.end(),
                                                 [](const Token& token) { return token.kind == TokenKind::kInitial; }));
    // An initial may pair with any word of the other side; take it for a whole one.
    const std::uint32_t word_weight = token_weight(TokenKind::kNumber);
    for (const std::uint32_t name : touched_) {
      Sum& sum = sums_[name];
      const std::uint32_t more = (initials + initials_of(book_.tokens(name))) * word_weight;
      const std::uint32_t ours = book_.totals_[name];
      const std::uint32_t score = score_at_most({std::min(sum.query + more, ours), ours, book_.percents_[name]},
                                                {std::min(sum.listed + more, total), total, percent});
      const bool native = book_.native_[name] != 0 && !listed.native.empty();
      if (native || score >= cutoff) take(name);
      sum = {};
    }
    touched_.clear();
  }

  void take(std::uint32_t name) {
    if (book_.owners_[name] != kNone) out_.push_back(book_.owners_[name]);
  }

  void take_word(std::string_view text) {
    const std::uint32_t word = book_.find_word(text);
    if (word == kNone || book_.settled_ == 0) return;
    const std::uint32_t first = book_.post_first_[word];
    for (std::uint32_t at = first; at < first + book_.post_count_[word]; ++at) take(book_.postings_[at].number());
  }

  /// The first letters of one side's words as a word of the other's.
  void take_acronyms(const NormalName& listed) {
    if (!listed.acronym.empty()) take_word(listed.acronym);
  }

  /// Whole names written as one word, and acronyms of the book's: by their hashes, over all names.
  void take_wholes() {
    std::vector<std::uint32_t> wholes, words;
    for (const ListedName& name : listed_) {
      if (char_count(name.normal.joined) >= kJoinedCharsMin) {
        wholes.push_back(short_hash(name.normal.joined));
        wholes.push_back(short_hash(name.normal.joined_natural));
      }
      for (const Token& token : name.normal.tokens) words.push_back(short_hash(token.text));
    }
    std::sort(wholes.begin(), wholes.end());
    std::sort(words.begin(), words.end());
    const auto in = [](const std::vector<std::uint32_t>& sorted, std::uint32_t hash) {
      return std::binary_search(sorted.begin(), sorted.end(), hash);
    };
    for (std::uint32_t name = 0; name < book_.owners_.size(); ++name)
      if (in(wholes, book_.whole_[name])) take(name);
    for (const Hashed& one : book_.natural_)
      if (in(wholes, one.hash)) take(one.name);
    for (const Hashed& one : book_.acronyms_)
      if (in(words, one.hash)) take(one.name);
  }

  const NameBook& book_;
  const std::span<const ListedName> listed_;
  std::vector<Asked> asked_;
  std::unordered_map<std::string, std::uint32_t> words_, joins_;
  std::vector<std::vector<std::uint32_t>> by_length_;
  std::vector<Sum> sums_;
  std::vector<std::uint32_t> touched_;
  std::vector<Owner> out_;
};

std::vector<NameBook::Owner> NameBook::candidates(std::span<const ListedName> listed, const Cutoff& cutoff) const {
  if (listed.empty() || owners_.empty()) return {};
  return Search(*this, listed).run(cutoff);
}

}  // namespace licet::screening
