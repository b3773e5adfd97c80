// A NameIndex as bytes and back: names, words and what finds them. Reading keeps what only searching can use wrongly
// inside its bounds: every number that leads somewhere leads to something that is there.
#include <algorithm>
#include <limits>

#include "screening/chars.h"
#include "screening/flat_bytes.h"
#include "screening/name_index.h"
#include "screening/word_likeness.h"

namespace licet::screening {
namespace {

tl::unexpected<Error> unfit(const char* what) { return fail(ErrorCode::kTampered, std::string("kept index: ") + what); }

bool all_below(const std::vector<std::uint32_t>& numbers, std::size_t end) {
  return std::all_of(numbers.begin(), numbers.end(), [end](std::uint32_t number) { return number < end; });
}

/// Whether they are the beginnings of `rows` rows, and an end at `end`.
bool are_beginnings(const std::vector<std::uint32_t>& numbers, std::size_t rows, std::size_t end) {
  return numbers.size() == rows + 1 && numbers.front() == 0 && numbers.back() == end &&
         std::is_sorted(numbers.begin(), numbers.end());
}

/// The smallest table of slots that is at most half full.
std::size_t slots_for(std::size_t items) {
  std::size_t slots = 1024;
  while (slots < 2 * (items + 1)) slots *= 2;
  return slots;
}

}  // namespace

void TermTable::write(FlatWriter& out) const {
  out.text(bytes_);
  out.rows(ends_);
  std::vector<std::uint32_t> texts;
  texts.reserve(terms_.size());
  for (const Term& term : terms_) texts.push_back(term.text);
  out.rows(texts);
  out.column(terms_, &Term::kind);
  out.column(terms_, &Term::marks);
  out.number(sounds_.size());
  for (const std::string& sound : sounds_) out.text(sound);
  for (const Groups* groups : {&of_sound_, &of_line_}) {
    out.rows(groups->first);
    out.rows(groups->items);
  }
}

bool TermTable::fits(const Groups& groups, std::size_t rows, std::size_t items) {
  return are_beginnings(groups.first, rows, groups.items.size()) && all_below(groups.items, items);
}

/// As `intern_text` would have filed them.
Status TermTable::index_texts() {
  slots_.assign(slots_for(ends_.size()), 0);
  facts_.reserve(ends_.size());
  for (std::uint32_t id = 0; id < text_count(); ++id) {
    facts_.push_back(facts_of(text(id)));
    std::uint32_t& slot = slots_[find_slot(text(id))];
    if (slot != 0) return unfit("a word is there twice");
    slot = id + 1;
  }
  return {};
}

/// As `finish` would have filed them.
Status TermTable::index_sounds() {
  if (2 * sounds_.size() > slots_.size()) return unfit("more sounds than words");
  sound_slots_.assign(slots_.size(), 0);
  const std::size_t mask = sound_slots_.size() - 1;
  for (std::uint32_t id = 0; id < sounds_.size(); ++id) {
    std::size_t at = static_cast<std::size_t>(hash_of(sounds_[id])) & mask;
    while (sound_slots_[at] != 0 && sounds_[sound_slots_[at] - 1] != sounds_[id]) at = (at + 1) & mask;
    if (sound_slots_[at] != 0) return unfit("a sound is there twice");
    sound_slots_[at] = id + 1;
  }
  return {};
}

Status TermTable::read(FlatReader& in, TermTable& out) {
  out.bytes_ = in.text();
  in.rows(out.ends_);
  const std::vector<std::uint32_t>& ends = out.ends_;
  const bool whole = ends.empty() ? out.bytes_.empty() : ends.back() == out.bytes_.size();
  if (!in.ok() || !whole || !std::is_sorted(ends.begin(), ends.end())) return unfit("the words do not fit together");
  LICET_CHECK(out.index_texts());
  std::vector<std::uint32_t> texts;
  in.rows(texts);
  out.terms_.resize(texts.size());
  in.column(out.terms_, &Term::kind);
  in.column(out.terms_, &Term::marks);
  if (!in.ok() || !all_below(texts, out.text_count())) return unfit("what the words are in names does not fit them");
  std::vector<std::pair<std::uint32_t, std::uint32_t>> of_text;
  of_text.reserve(texts.size());
  for (std::uint32_t id = 0; id < texts.size(); ++id) {
    Term& term = out.terms_[id];
    if (term.kind > TokenKind::kFiller) return unfit("a word is of no kind");
    term.text = texts[id];
    std::size_t end = 0;
    if (const std::string_view text = out.text(term.text); !text.empty()) term.first = next_char(text, end);
    of_text.emplace_back(term.text, id);
  }
  out.of_text_ = group(of_text, out.text_count());
  out.sounds_.resize(in.count(1));
  for (std::string& sound : out.sounds_) sound = in.text();
  for (Groups* groups : {&out.of_sound_, &out.of_line_}) {
    in.rows(groups->first);
    in.rows(groups->items);
  }
  LICET_CHECK(in.status("how words sound"));
  if (!fits(out.of_sound_, out.sounds_.size(), out.text_count()) || out.of_line_.first.empty() ||
      !fits(out.of_line_, out.of_line_.first.size() - 1, out.text_count()))
    return unfit("how words sound does not fit them");
  return out.index_sounds();
}

void NameIndex::write(FlatWriter& out) const {
  terms_.write(out);
  out.rows(first_);
  out.rows(tokens_);
  out.column(facts_, &NameFacts::weight);
  out.column(facts_, &NameFacts::initials);
  out.column(facts_, &NameFacts::marks);
  out.column(facts_, &NameFacts::least_extra);
  out.column(facts_, &NameFacts::least_missing);
  out.rows(acronyms_);
  out.rows(natives_);
  out.rows(native_chars_);
  words_.write(out);
  joins_.write(out);
  whole_.write(out);
  by_acronym_.write(out);
  by_native_.write(out);
  out.rows(written_);
  out.text(written_bytes_);
}

Status NameIndex::read_names(FlatReader& in) {
  in.rows(first_);
  in.rows(tokens_);
  facts_.resize(names_.size());
  in.column(facts_, &NameFacts::weight);
  in.column(facts_, &NameFacts::initials);
  in.column(facts_, &NameFacts::marks);
  in.column(facts_, &NameFacts::least_extra);
  in.column(facts_, &NameFacts::least_missing);
  in.rows(acronyms_);
  in.rows(natives_);
  in.rows(native_chars_);
  LICET_CHECK(in.status("the words of names"));
  if (names_.size() >= kHasInitial || tokens_.size() >= kHasInitial ||
      !are_beginnings(first_, names_.size(), tokens_.size()) ||
      !std::all_of(tokens_.begin(), tokens_.end(),
                   [this](std::uint32_t token) { return token / 2 < terms_.term_count(); }))
    return unfit("the words of names do not fit together");
  if (acronyms_.size() != (form_ == NameForm::kOrganisation ? names_.size() : 0) ||
      !std::all_of(acronyms_.begin(), acronyms_.end(),
                   [this](std::uint32_t text) { return text == TermTable::kNone || text < terms_.text_count(); }))
    return unfit("the acronyms do not fit the names");
  std::size_t next = 0, end = 0;
  for (const NativeName& native : natives_) {
    if (native.name < next || native.name >= names_.size() || native.begin != end || native.end < native.begin)
      return unfit("the names in Han script do not fit together");
    next = std::size_t{native.name} + 1;
    end = native.end;
  }
  if (end != native_chars_.size() || !all_below(native_chars_, terms_.text_count()))
    return unfit("the characters of names in Han script do not fit them");
  return {};
}

Status NameIndex::read_keys(FlatReader& in) {
  LICET_CHECK(DeletionIndex::read(in, terms_.text_count(), words_));
  LICET_CHECK(JoinIndex::read(in, joins_));
  std::vector<std::uint8_t> left(tokens_.size());  // of its name's words, from each on
  for (std::size_t name = 0; name < names_.size(); ++name)
    for (std::uint32_t at = first_[name]; at < first_[name + 1]; ++at)
      left[at] = static_cast<std::uint8_t>(std::min<std::size_t>(first_[name + 1] - at, kJoinedWordsMax));
  if (!joins_.all_values(
          [&](std::uint32_t value) { return value / 2 < left.size() && value % 2 + 2 <= left[value / 2]; }))
    return unfit("neighbours that are not of one name");
  const auto read = [&in](HashedKeys& keys, std::size_t end) -> Status {
    LICET_CHECK(HashedKeys::read(in, keys));
    if (!keys.all_values([end](std::uint32_t value) { return value < end; }))
      return unfit("a key leads to a name that is not there");
    return {};
  };
  LICET_CHECK(read(whole_, names_.size()));
  LICET_CHECK(read(by_acronym_, names_.size()));
  return read(by_native_, natives_.size());
}

Status NameIndex::read_written(FlatReader& in) {
  in.rows(written_);
  written_bytes_ = in.text();
  LICET_CHECK(in.status("the spellings of names"));
  std::size_t next = 0;
  for (const Written& written : written_) {
    const std::uint64_t end = std::uint64_t{written.begin} + written.joined + written.natural;
    if (written.name < next || written.name >= names_.size() || end > written_bytes_.size())
      return unfit("the spellings of names do not fit them");
    next = std::size_t{written.name} + 1;
  }
  return {};
}

Result<NameIndex> NameIndex::read(FlatReader& in, NameForm form, std::vector<IndexedName> owners) {
  NameIndex out;
  out.form_ = form;
  out.names_ = std::move(owners);
  LICET_CHECK(TermTable::read(in, out.terms_));
  LICET_CHECK(out.read_names(in));
  out.make_postings();
  LICET_CHECK(out.read_keys(in));
  LICET_CHECK(out.read_written(in));
  return out;
}

}  // namespace licet::screening
