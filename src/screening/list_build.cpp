#include "screening/list_build.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "screening/country_names.h"
#include "screening/list_document.h"
#include "screening/list_text.h"
#include "screening/normalise.h"

namespace licet::screening {
namespace {

constexpr std::size_t kExamplesMax = 5;
constexpr std::string_view kBetween = "; ";

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

/// By everything, so that no order of adding is left.
auto order_of(const ListName& name) {
  return std::tie(name.kind, name.full, name.strength, name.language, name.parts, name.remarks);
}

/// Which name of an entry is the primary one when its publisher leaves it open.
auto primacy_of(const ListName& name) {
  return std::tuple(name.kind != NameKind::kPrimary, name.strength, is_non_latin(name.full), order_of(name));
}

auto order_of(const ListAddress& address) {
  return std::tie(address.country, address.city, address.street, address.remarks);
}

/// Whether one of two names of one text says nothing that the other does not.
bool is_same_name(const ListName& kept, const ListName& other) {
  if (kept.full != other.full) return false;
  return kept.kind == other.kind || (kept.kind == NameKind::kPrimary && other.kind == NameKind::kAka);
}

/// What the other says of the name that stays, but for its remarks.
void merge_name(ListName& kept, const ListName& other) {
  if (kept.language.empty()) kept.language = other.language;
  if (kept.parts == NameParts{}) kept.parts = other.parts;
  kept.strength = std::min(kept.strength, other.strength);
}

std::string joined(std::vector<std::string> texts) {
  sort_unique(texts);
  std::string out;
  for (const std::string& text : texts) {
    if (text.empty()) continue;
    if (!out.empty()) out += kBetween;
    out += text;
  }
  return out;
}

/// Names of one text and kind made one.
std::vector<ListName> merged(std::vector<ListName> names) {
  std::sort(names.begin(), names.end(), [](const ListName& a, const ListName& b) { return order_of(a) < order_of(b); });
  std::vector<ListName> out;
  std::vector<std::vector<std::string>> remarks;
  for (ListName& name : names) {
    const bool first = !out.empty() && is_same_name(out.front(), name);
    if (!first && (out.empty() || !is_same_name(out.back(), name))) {
      out.push_back(std::move(name));
      remarks.push_back({std::exchange(out.back().remarks, {})});
      continue;
    }
    merge_name(first ? out.front() : out.back(), name);
    (first ? remarks.front() : remarks.back()).push_back(std::move(name.remarks));
  }
  for (std::size_t i = 0; i < out.size(); ++i) out[i].remarks = joined(std::move(remarks[i]));
  return out;
}

void settle_names(std::vector<ListName>& names) {
  const auto primary = std::min_element(
      names.begin(), names.end(), [](const ListName& a, const ListName& b) { return primacy_of(a) < primacy_of(b); });
  for (ListName& name : names)
    if (name.kind == NameKind::kPrimary) name.kind = NameKind::kAka;
  primary->kind = NameKind::kPrimary;
  names = merged(std::move(names));
  // The primary one is first: no other is of its kind.
  std::sort(names.begin(), names.end(), [](const ListName& a, const ListName& b) {
    return std::tie(a.kind, a.strength, a.full) < std::tie(b.kind, b.strength, b.full);
  });
}

/// One of the details that are fields of the entry, from all its texts in their order.
bool take_field(Entry& entry, const std::string& key, std::vector<std::string>& texts,
                std::vector<std::pair<std::string, std::string>>& rest) {
  if (key == "title") {
    entry.title = joined(std::move(texts));
  } else if (key == "remarks") {
    entry.remarks = joined(std::move(texts));
  } else if (key == "gender") {
    const std::string text = joined(std::move(texts)), lower = lower_ascii(text);
    entry.gender = lower == "male" ? Gender::kMale : lower == "female" ? Gender::kFemale : Gender::kUnknown;
    if (entry.gender == Gender::kUnknown) rest.emplace_back("gender_text", text);
  } else if (key == "source_url") {
    entry.source_url = texts.front();
    texts.erase(texts.begin());
    if (!texts.empty()) rest.emplace_back("source_urls", joined(std::move(texts)));
  } else {
    return false;
  }
  return true;
}

/// Texts of one key become one; those of an entry's own fields go there.
void settle_details(Entry& entry) {
  sort_unique(entry.details);
  std::vector<std::pair<std::string, std::string>> out;
  for (std::size_t i = 0; i < entry.details.size();) {
    const std::string key = std::move(entry.details[i].first);
    std::vector<std::string> texts{std::move(entry.details[i].second)};
    for (++i; i < entry.details.size() && entry.details[i].first == key; ++i)
      texts.push_back(std::move(entry.details[i].second));
    if (!take_field(entry, key, texts, out)) out.emplace_back(key, joined(std::move(texts)));
  }
  std::sort(out.begin(), out.end());
  entry.details = std::move(out);
}

}  // namespace

void add_name(Entry& entry, ListName name) {
  if (names_somebody(name.full)) entry.names.push_back(std::move(name));
}

void add_address(Entry& entry, ListAddress address) {
  if (address == ListAddress{}) return;
  for (std::string& country : countries_in(address.country))
    if (!country_code(country).empty()) entry.countries.push_back({std::move(country), CountryRole::kResidence});
  entry.addresses.push_back(std::move(address));
}

void add_countries(Entry& entry, std::string_view text, CountryRole role) {
  for (std::string& code : countries_in(text)) entry.countries.push_back({std::move(code), role});
}

void add_id(Entry& entry, std::string_view type, std::string_view value, std::string_view country) {
  std::string tidy = clean(value);
  const bool says_something = std::any_of(tidy.begin(), tidy.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  });
  if (says_something) entry.ids.push_back({std::string(type), std::move(tidy), country_or_text(country)});
}

void add_detail(Entry& entry, std::string_view key, std::string_view text) {
  std::string tidy = clean(text);
  if (!tidy.empty()) entry.details.emplace_back(key, std::move(tidy));
}

void add_birth(Entry& entry, const std::optional<BirthDate>& birth, std::string_view text, ListBuilder& list) {
  if (birth) {
    entry.births.push_back(*birth);
  } else if (std::string tidy = clean(text); !tidy.empty()) {
    entry.details.emplace_back("birth_text", std::move(tidy));
    list.count("dates of birth could not be read and are kept as text", entry.entry_id);
  }
}

void add_listing(Entry& entry, const std::optional<Date>& day) {
  if (day && (!entry.listed_on || *day < *entry.listed_on)) entry.listed_on = *day;
}

void settle(Entry& entry) {
  LICET_INVARIANT(!entry.names.empty());
  settle_names(entry.names);
  settle_details(entry);
  sort_unique(entry.births);
  sort_unique(entry.countries);
  sort_unique(entry.ids);
  sort_unique(entry.programmes);
  std::sort(entry.addresses.begin(), entry.addresses.end(),
            [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  entry.addresses.erase(std::unique(entry.addresses.begin(), entry.addresses.end()), entry.addresses.end());
}

std::size_t bytes_of(const Entry& entry) {
  std::size_t bytes =
      sizeof(Entry) + entry.entry_id.size() + entry.remarks.size() + entry.title.size() + entry.source_url.size();
  for (const ListName& name : entry.names)
    bytes += sizeof(ListName) + name.full.size() + name.remarks.size() + name.language.size() +
             name.parts.family.size() + name.parts.given.size() + name.parts.middle.size() +
             name.parts.patronymic.size();
  for (const ListAddress& address : entry.addresses)
    bytes += sizeof(ListAddress) + address.street.size() + address.city.size() + address.country.size() +
             address.remarks.size();
  for (const auto& [key, text] : entry.details) bytes += 2 * sizeof(std::string) + key.size() + text.size();
  for (const ListId& id : entry.ids) bytes += sizeof(ListId) + id.value.size() + id.country.size();
  for (const ListCountry& country : entry.countries) bytes += sizeof(ListCountry) + country.code.size();
  for (const std::string& programme : entry.programmes) bytes += sizeof(std::string) + programme.size();
  return bytes + entry.births.size() * sizeof(BirthDate);
}

ReadReport report_of(const List& list) {
  ReadReport report;
  report.entries = list.entries.size();
  for (const Entry& entry : list.entries) {
    report.persons += entry.type == EntryType::kPerson ? 1 : 0;
    report.names += entry.names.size();
    report.weak_names += static_cast<std::size_t>(std::count_if(
        entry.names.begin(), entry.names.end(), [](const auto& n) { return n.strength == Strength::kWeak; }));
  }
  return report;
}

Status ListBuilder::check_id(std::string_view id, const Where& where) const {
  if (id.empty())
    return fail(
        Error{ErrorCode::kBadInput, "an entry without an id; the file is damaged, get it again", {}, where, {}});
  if (id.size() <= limits_.entry_id_bytes) return {};
  return fail(Error{ErrorCode::kLimit,
                    "an entry id of more than " + std::to_string(limits_.entry_id_bytes) +
                        " bytes; the file is damaged, get it again",
                    {},
                    where,
                    {}});
}

Result<Entry*> ListBuilder::entry(std::string_view id, const Where& where) {
  if (const auto found = entries_.find(id); found != entries_.end()) return &found->second.entry;
  LICET_CHECK(check_id(id, where));
  if (entries_.size() >= limits_.entries)
    return fail(Error{ErrorCode::kLimit, "more than " + std::to_string(limits_.entries) + " entries", {}, where, {}});
  Kept kept{{}, where};
  kept.entry.entry_id = id;
  return &entries_.emplace(std::string(id), std::move(kept)).first->second.entry;
}

Entry* ListBuilder::find(std::string_view id) {
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : &found->second.entry;
}

void ListBuilder::erase(std::string_view id) {
  if (const auto found = entries_.find(id); found != entries_.end()) entries_.erase(found);
}

Status ListBuilder::rename(std::string_view from, std::string_view to) {
  if (from == to) return {};
  const auto old = entries_.find(from);
  LICET_INVARIANT(old != entries_.end());
  LICET_CHECK(check_id(to, old->second.where));
  auto node = entries_.extract(old);
  node.key() = to;
  node.mapped().entry.entry_id = to;
  const auto inserted = entries_.insert(std::move(node));
  if (inserted.inserted) return {};
  return fail(
      Error{ErrorCode::kBadInput, "two entries go by the id " + std::string(to), {}, inserted.node.mapped().where, {}});
}

Status ListBuilder::hold(std::size_t bytes, const Where& where) {
  if (bytes <= limits_.bytes - bytes_) {
    bytes_ += bytes;
    return {};
  }
  return fail(
      Error{ErrorCode::kLimit,
            "a list of more than " + std::to_string(limits_.bytes) + " bytes in memory: no publisher's has that",
            {},
            where,
            {}});
}

void ListBuilder::count(std::string_view what, std::string_view example) {
  auto found = counted_.find(what);
  if (found == counted_.end()) found = counted_.emplace(std::string(what), Counted{}).first;
  Counted& counted = found->second;
  ++counted.count;
  const bool shown = std::find(counted.examples.begin(), counted.examples.end(), example) != counted.examples.end();
  if (!shown && counted.examples.size() < kExamplesMax) counted.examples.emplace_back(example.substr(0, 80));
}

std::vector<std::string> ListBuilder::take_notes() {
  std::vector<std::string> notes = std::move(notes_);
  for (const auto& [what, counted] : counted_) {
    std::string note = std::to_string(counted.count) + " " + what + " (";
    for (std::size_t i = 0; i < counted.examples.size(); ++i) note += (i == 0 ? "" : ", ") + counted.examples[i];
    notes.push_back(note + (counted.count > counted.examples.size() ? ", ...)" : ")"));
  }
  return notes;
}

Status ListBuilder::settle_one(Kept& kept) const {
  if (kept.entry.names.empty())
    return fail(Error{ErrorCode::kBadInput,
                      "entry " + kept.entry.entry_id + " has no name, so nobody can be found by it",
                      {},
                      kept.where,
                      {}});
  settle(kept.entry);
  if (bytes_of(kept.entry) <= limits_.entry_bytes) return {};
  return fail(Error{ErrorCode::kLimit,
                    "entry " + kept.entry.entry_id + " has more than " + std::to_string(limits_.entry_bytes) +
                        " bytes: no publisher's has that",
                    {},
                    kept.where,
                    {}});
}

Result<ReadList> ListBuilder::finish(std::string kind, Instant as_of, const crypto::Digest& source_digest) {
  if (entries_.empty())
    return fail(ErrorCode::kBadInput, "the files have no entries: a list of nobody clears everybody");
  ReadList out;
  out.list.kind = std::move(kind);
  out.list.as_of = as_of;
  out.list.source_digest = source_digest;
  out.list.entries.reserve(entries_.size());
  for (auto& [id, kept] : entries_) {
    LICET_CHECK(settle_one(kept));
    out.list.entries.push_back(std::move(kept.entry));
  }
  entries_.clear();
  seal_list(out.list);
  out.report = report_of(out.list);
  out.report.notes = take_notes();
  return out;
}

crypto::Digest source_digest_of(std::vector<crypto::Digest> files) {
  std::sort(files.begin(), files.end());
  std::string text;
  for (const crypto::Digest& file : files) text += crypto::digest_text(file) + '\n';
  return crypto::sha256(text);
}

}  // namespace licet::screening
