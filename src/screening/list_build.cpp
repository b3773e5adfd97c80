#include "screening/list_build.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "screening/country_names.h"
#include "screening/list_document.h"
#include "screening/list_text.h"
#include "screening/normalise.h"

namespace licet::screening {
namespace {

constexpr std::size_t kExamplesMax = 5;

template <typename T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

auto order_of(const ListName& name) {
  return std::tie(name.kind, name.strength, name.full, name.language, name.remarks);
}

auto order_of(const ListAddress& address) {
  return std::tie(address.country, address.city, address.street, address.remarks);
}

/// Publishers without a primary name: the first strong one is it. Of several the first stays.
void settle_names(std::vector<ListName>& names) {
  auto primary = std::find_if(names.begin(), names.end(), [](const auto& n) { return n.kind == NameKind::kPrimary; });
  if (primary == names.end()) {
    primary = std::find_if(names.begin(), names.end(), [](const auto& n) { return n.strength == Strength::kStrong; });
    if (primary == names.end()) primary = names.begin();
    primary->kind = NameKind::kPrimary;
  }
  std::rotate(names.begin(), primary, primary + 1);
  std::erase_if(names, [&names](const ListName& name) {
    const bool plain = name.kind == NameKind::kPrimary || name.kind == NameKind::kAka;
    return &name != names.data() && plain && name.strength == Strength::kStrong && name.full == names.front().full;
  });
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i].kind == NameKind::kPrimary) names[i].kind = NameKind::kAka;
  }
  std::stable_sort(names.begin() + 1, names.end(),
                   [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  // Of one text the strong name stays, which comes first.
  std::set<std::pair<NameKind, std::string>> seen;
  std::erase_if(names, [&seen](const ListName& name) { return !seen.emplace(name.kind, name.full).second; });
}

/// Texts of one key become one; those of an entry's own fields go there.
void settle_details(Entry& entry) {
  sort_unique(entry.details);
  std::vector<std::pair<std::string, std::string>> joined;
  for (auto& [key, text] : entry.details) {
    if (!joined.empty() && joined.back().first == key) {
      joined.back().second += "; " + text;
    } else {
      joined.emplace_back(std::move(key), std::move(text));
    }
  }
  std::erase_if(joined, [&](auto& detail) {
    if (detail.first == "title") entry.title = std::move(detail.second);
    if (detail.first == "remarks") entry.remarks = std::move(detail.second);
    return detail.first == "title" || detail.first == "remarks";
  });
  entry.details = std::move(joined);
}

}  // namespace

void add_name(Entry& entry, ListName name) {
  if (names_somebody(name.full)) entry.names.push_back(std::move(name));
}

void add_address(Entry& entry, ListAddress address) {
  if (address == ListAddress{}) return;
  if (std::string code = country_code(address.country); !code.empty()) {
    entry.countries.push_back({std::move(code), CountryRole::kResidence});
  }
  entry.addresses.push_back(std::move(address));
}

void add_countries(Entry& entry, std::string_view text, CountryRole role) {
  for (std::string& code : countries_in(text)) entry.countries.push_back({std::move(code), role});
}

void add_id(Entry& entry, std::string_view type, std::string_view value, std::string_view country) {
  std::string tidy = clean(value);
  if (tidy.empty()) return;
  const std::string code = country_code(country);
  entry.ids.push_back({std::string(type), std::move(tidy), code.empty() ? clean(country) : code});
}

void add_detail(Entry& entry, std::string_view key, std::string_view text) {
  std::string tidy = clean(text);
  if (!tidy.empty()) entry.details.emplace_back(key, std::move(tidy));
}

void settle(Entry& entry) {
  LICET_INVARIANT(!entry.names.empty());
  settle_names(entry.names);
  settle_details(entry);
  settle_facts(entry);
  sort_unique(entry.programmes);
  std::sort(entry.addresses.begin(), entry.addresses.end(),
            [](const auto& a, const auto& b) { return order_of(a) < order_of(b); });
  entry.addresses.erase(std::unique(entry.addresses.begin(), entry.addresses.end()), entry.addresses.end());
}

void settle_facts(Entry& entry) {
  sort_unique(entry.births);
  sort_unique(entry.countries);
  sort_unique(entry.ids);
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

Entry& ListBuilder::entry(std::string_view id, const Where& where) {
  const auto found = entries_.find(id);
  if (found != entries_.end()) return found->second.entry;
  Kept kept{{}, where};
  kept.entry.entry_id = id;
  return entries_.emplace(std::string(id), std::move(kept)).first->second.entry;
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
  auto node = entries_.extract(entries_.find(from));
  LICET_INVARIANT(!node.empty());
  node.key() = to;
  node.mapped().entry.entry_id = to;
  const auto inserted = entries_.insert(std::move(node));
  if (inserted.inserted) return {};
  return fail(
      Error{ErrorCode::kBadInput, "two entries go by the id " + std::string(to), {}, inserted.node.mapped().where, {}});
}

void ListBuilder::count(std::string_view what, std::string_view example) {
  auto found = counted_.find(what);
  if (found == counted_.end()) found = counted_.emplace(std::string(what), Counted{}).first;
  Counted& counted = found->second;
  ++counted.count;
  const bool shown = std::find(counted.examples.begin(), counted.examples.end(), example) != counted.examples.end();
  if (!shown && counted.examples.size() < kExamplesMax) counted.examples.emplace_back(example.substr(0, 80));
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
    if (kept.entry.names.empty()) {
      return fail(Error{ErrorCode::kBadInput,
                        "entry " + id + " has no name in any of its rows, so nobody can be found by it",
                        {},
                        kept.where,
                        {}});
    }
    settle(kept.entry);
    out.list.entries.push_back(std::move(kept.entry));
  }
  entries_.clear();
  seal_list(out.list);
  out.report = report_of(out.list);
  for (const auto& [what, counted] : counted_) {
    std::string note = std::to_string(counted.count) + " " + what + " (";
    for (std::size_t i = 0; i < counted.examples.size(); ++i) note += (i == 0 ? "" : ", ") + counted.examples[i];
    out.report.notes.push_back(note + (counted.count > counted.examples.size() ? ", ...)" : ")"));
  }
  return out;
}

crypto::Digest source_digest_of(std::vector<crypto::Digest> files) {
  std::sort(files.begin(), files.end());
  std::string text;
  for (const crypto::Digest& file : files) text += crypto::digest_text(file) + '\n';
  return crypto::sha256(text);
}

}  // namespace licet::screening
