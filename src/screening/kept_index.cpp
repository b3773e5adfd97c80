#include "screening/kept_index.h"

#include <algorithm>
#include <utility>

#include "base/json.h"
#include "base/limits.h"
#include "screening/engine.h"
#include "screening/flat_bytes.h"

namespace licet::screening {
namespace {

constexpr std::string_view kSchema = "licet.kept_index/1";
/// No entry takes fewer bytes: its content hash.
constexpr std::size_t kEntryBytesLeast = 32;

tl::unexpected<Error> unfit(const char* what) { return fail(ErrorCode::kTampered, std::string("kept index: ") + what); }

// Entries. Each `put` has its `get` beside it; both follow the order of the members.

void put(FlatWriter& out, Date date) {
  const auto days = static_cast<std::uint32_t>(date.days);
  for (unsigned shift = 0; shift < 32; shift += 8) out.byte(static_cast<std::uint8_t>(days >> shift));
}
/// As dates are written, with four digits of a year.
bool is_written(Date date) {
  constexpr std::int32_t kFirst = -719'528, kLast = 2'932'896;  // 0000-01-01 and 9999-12-31
  return date.days >= kFirst && date.days <= kLast;
}
Date get_date(FlatReader& in) {
  std::uint32_t days = 0;
  for (unsigned shift = 0; shift < 32; shift += 8) days |= std::uint32_t{in.byte()} << shift;
  return {static_cast<std::int32_t>(days)};
}

template <typename Enum>
bool get(FlatReader& in, Enum& out, Enum last) {
  const std::uint8_t value = in.byte();
  out = static_cast<Enum>(value);
  return value <= static_cast<std::uint8_t>(last);
}

void put(FlatWriter& out, const ListName& name) {
  out.text(name.full);
  out.byte(static_cast<std::uint8_t>(name.kind));
  out.byte(static_cast<std::uint8_t>(name.strength));
  for (const std::string* text : {&name.remarks, &name.parts.family, &name.parts.given, &name.parts.middle,
                                  &name.parts.patronymic, &name.language})
    out.text(*text);
}
bool get(FlatReader& in, ListName& name) {
  name.full = in.text();
  const bool known = get(in, name.kind, NameKind::kOriginal) && get(in, name.strength, Strength::kWeak);
  for (std::string* text : {&name.remarks, &name.parts.family, &name.parts.given, &name.parts.middle,
                            &name.parts.patronymic, &name.language})
    *text = in.text();
  return known && !name.full.empty();
}

void put(FlatWriter& out, const std::string& text) { out.text(text); }
bool get(FlatReader& in, std::string& text) {
  text = in.text();
  return true;
}

void put(FlatWriter& out, const ListAddress& address) {
  for (const std::string* text : {&address.street, &address.city, &address.country, &address.remarks}) out.text(*text);
}
bool get(FlatReader& in, ListAddress& address) {
  for (std::string* text : {&address.street, &address.city, &address.country, &address.remarks}) *text = in.text();
  return true;
}

void put(FlatWriter& out, const BirthDate& birth) {
  put(out, birth.from);
  put(out, birth.to);
  out.byte(birth.circa ? 1 : 0);
}
bool get(FlatReader& in, BirthDate& birth) {
  birth.from = get_date(in);
  birth.to = get_date(in);
  const std::uint8_t circa = in.byte();
  birth.circa = circa == 1;
  return circa <= 1 && birth.from <= birth.to && is_written(birth.from) && is_written(birth.to);
}

void put(FlatWriter& out, const ListCountry& country) {
  out.text(country.code);
  out.byte(static_cast<std::uint8_t>(country.role));
}
bool get(FlatReader& in, ListCountry& country) {
  country.code = in.text();
  return get(in, country.role, CountryRole::kFlag);
}

void put(FlatWriter& out, const ListId& id) {
  for (const std::string* text : {&id.type, &id.value, &id.country}) out.text(*text);
}
bool get(FlatReader& in, ListId& id) {
  for (std::string* text : {&id.type, &id.value, &id.country}) *text = in.text();
  return true;
}

void put(FlatWriter& out, const std::pair<std::string, std::string>& detail) {
  out.text(detail.first);
  out.text(detail.second);
}
bool get(FlatReader& in, std::pair<std::string, std::string>& detail) {
  detail.first = in.text();
  detail.second = in.text();
  return true;
}

template <typename T>
void put(FlatWriter& out, const std::vector<T>& items) {
  out.number(items.size());
  for (const T& item : items) put(out, item);
}
template <typename T>
bool get(FlatReader& in, std::vector<T>& items) {
  const std::size_t many = in.count(1);
  items.reserve(std::min<std::size_t>(many, 64));
  for (std::size_t i = 0; i < many; ++i)
    if (!get(in, items.emplace_back()) || !in.ok()) return false;
  return true;
}

void put(FlatWriter& out, const Entry& entry) {
  out.bytes(entry.content_hash);
  out.text(entry.entry_id);
  out.byte(static_cast<std::uint8_t>(entry.type));
  put(out, entry.names);
  put(out, entry.programmes);
  out.text(entry.title);
  out.text(entry.remarks);
  put(out, entry.addresses);
  out.byte(static_cast<std::uint8_t>(entry.gender));
  put(out, entry.births);
  put(out, entry.countries);
  put(out, entry.ids);
  out.byte(entry.listed_on ? 1 : 0);
  if (entry.listed_on) put(out, *entry.listed_on);
  out.text(entry.source_url);
  put(out, entry.details);
}
bool get(FlatReader& in, Entry& entry) {
  const ByteView hash = in.bytes(entry.content_hash.size());
  std::copy(hash.begin(), hash.end(), entry.content_hash.begin());
  entry.entry_id = in.text();
  bool known = get(in, entry.type, EntryType::kUnknown) && get(in, entry.names) && get(in, entry.programmes);
  if (!known) return false;
  entry.title = in.text();
  entry.remarks = in.text();
  known = get(in, entry.addresses) && get(in, entry.gender, Gender::kFemale) && get(in, entry.births) &&
          get(in, entry.countries) && get(in, entry.ids);
  if (!known) return false;
  const std::uint8_t dated = in.byte();
  if (dated == 1) entry.listed_on = get_date(in);
  entry.source_url = in.text();
  return get(in, entry.details) && in.ok() && dated <= 1 && !entry.names.empty() &&
         (!entry.listed_on || is_written(*entry.listed_on));
}

void put(FlatWriter& out, const List& list) {
  out.text(list.kind);
  out.bytes(list.digest);
  out.bytes(list.source_digest);
  const auto as_of = static_cast<std::uint64_t>(list.as_of.us);
  for (unsigned shift = 0; shift < 64; shift += 8) out.byte(static_cast<std::uint8_t>(as_of >> shift));
  out.number(list.entries.size());
  for (const Entry& entry : list.entries) put(out, entry);
}

Result<List> get_list(FlatReader& in) {
  List list;
  list.kind = in.text();
  for (crypto::Digest* digest : {&list.digest, &list.source_digest}) {
    const ByteView bytes = in.bytes(digest->size());
    std::copy(bytes.begin(), bytes.end(), digest->begin());
  }
  std::uint64_t as_of = 0;
  for (unsigned shift = 0; shift < 64; shift += 8) as_of |= std::uint64_t{in.byte()} << shift;
  list.as_of.us = static_cast<std::int64_t>(as_of);
  constexpr std::int64_t kInstantEnd = std::int64_t{1} << 53U;
  if (list.as_of.us <= -kInstantEnd || list.as_of.us >= kInstantEnd) return unfit("a list is of no date");
  const std::size_t many = in.count(kEntryBytesLeast);
  if (!in.ok() || many > limits::kListEntriesMax) return unfit("a list cannot be read");
  list.entries.reserve(many);
  for (std::size_t i = 0; i < many; ++i)
    if (!get(in, list.entries.emplace_back())) return unfit("an entry cannot be read");
  return list;
}

}  // namespace

std::string kept_index_identity(std::vector<std::string> documents) {
  std::sort(documents.begin(), documents.end());
  json::Array lists;
  for (std::string& document : documents) lists.emplace_back(std::move(document));
  return json::canonical(
      json::Object{{"engine", index_engine_digest()}, {"lists", std::move(lists)}, {"schema", kSchema}});
}

void ListIndex::write(FlatWriter& out) const {
  out.number(lists_.size());
  for (const auto& list : lists_) put(out, *list);
  persons_.write(out);
  entities_.write(out);
}

Result<std::shared_ptr<const ListIndex>> ListIndex::read(FlatReader& in) {
  std::shared_ptr<ListIndex> index(new ListIndex());
  const std::size_t many = in.count(1);
  for (std::size_t i = 0; i < many; ++i) {
    LICET_TRY(List list, get_list(in));
    if (i > 0 && index->lists_.back()->kind >= list.kind) return unfit("the lists are in no order");
    index->lists_.push_back(std::make_shared<const List>(std::move(list)));
  }
  index->number_entries();
  const auto owners = [&](NameForm form) {
    std::vector<IndexedName> out_of;
    index->each_name(form, [&](const IndexedName& owner) { out_of.push_back(owner); });
    return out_of;
  };
  LICET_TRY(index->persons_, NameIndex::read(in, NameForm::kPerson, owners(NameForm::kPerson)));
  LICET_TRY(index->entities_, NameIndex::read(in, NameForm::kOrganisation, owners(NameForm::kOrganisation)));
  if (!in.ok() || !in.at_end()) return unfit("there is more than an index");
  return std::shared_ptr<const ListIndex>(std::move(index));
}

Bytes index_to_bytes(const ListIndex& index) {
  FlatWriter out;
  index.write(out);
  return std::move(out).finish();
}

Result<std::shared_ptr<const ListIndex>> index_from_bytes(ByteView bytes) {
  FlatReader in(bytes);
  return ListIndex::read(in);
}

}  // namespace licet::screening
