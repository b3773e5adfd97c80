// For tests and fuzzing: invented lists and questions in which everything that an entry or a name may have comes up.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/id.h"
#include "screening/list_document.h"
#include "screening/screening.h"

namespace licet::screening::testing {

inline std::string random_word(SeededRandom& random) {
  static constexpr std::array<const char*, 28> kWords{
      "Vladimir", "Wladimir",    "Petrov", "Petroff", "al",      "bin",      "Muhammad",
      "Mohamed",  "Ahmad",       "Khan",   "J.",      "M",       "O'Brien",  "陈",
      "陳小明",   "Иван",        "محمد",   "Trading", "Company", "LLC",      "Ltd",
      "Gulf",     "Frost-Blank", "11420",  "and",     "group",   "\xCC\x81", "\xF0\x9F\x92\xA9"};
  std::string word = kWords[random.next() % kWords.size()];
  if (word.size() > 4 && static_cast<unsigned char>(word[0]) < 0x80 && random.next() % 5 == 0)
    std::swap(word[2], word[3]);
  return word;
}

inline std::string random_name(SeededRandom& random) {
  std::string name = random_word(random);
  const std::uint64_t words = random.next() % 5;
  if (words > 1 && random.next() % 3 == 0) name += ',';
  for (std::uint64_t i = 0; i < words; ++i) name += (random.next() % 8 == 0 ? "" : " ") + random_word(random);
  return name;
}

inline Entry random_entry(SeededRandom& random, std::string id) {
  const auto some = [&random](std::uint64_t of) { return random.next() % of == 0; };
  const auto text = [&](std::uint64_t of) { return some(of) ? random_name(random) : std::string(); };
  Entry entry;
  entry.entry_id = std::move(id);
  entry.type = static_cast<EntryType>(random.next() % 5);
  do {
    entry.names.push_back({random_name(random),
                           static_cast<NameKind>(random.next() % 5),
                           some(4) ? Strength::kWeak : Strength::kStrong,
                           text(6),
                           {text(6), text(6), text(9), text(9)},
                           text(9)});
  } while (some(2));
  while (some(3)) entry.programmes.push_back(random_word(random));
  entry.title = text(4);
  entry.remarks = text(3);
  while (some(3)) entry.addresses.push_back({text(2), text(2), text(2), text(4)});
  entry.gender = static_cast<Gender>(random.next() % 3);
  if (some(2)) {
    const Date from{static_cast<std::int32_t>(random.next() % 20'000) - 15'000};
    entry.births.push_back({from, {from.days + static_cast<std::int32_t>(random.next() % 400)}, some(3)});
  }
  if (some(2)) entry.countries.push_back({some(2) ? "RU" : "AE", static_cast<CountryRole>(random.next() % 5)});
  if (some(2)) entry.ids.push_back({"passport", std::to_string(1'000'000 + random.next() % 9), some(2) ? "RU" : ""});
  if (some(2)) entry.listed_on = Date{static_cast<std::int32_t>(random.next() % 20'000)};
  entry.source_url = some(3) ? "https://example.org/list" : "";
  if (some(3)) entry.details.emplace_back("place", random_word(random));
  return entry;
}

inline std::shared_ptr<const List> random_list(SeededRandom& random, std::string kind, std::size_t entries) {
  List list;
  list.kind = std::move(kind);
  if (random.next() % 4 != 0) list.as_of = Instant{1'700'000'000'000'000};
  for (std::size_t i = 0; i < entries; ++i) list.entries.push_back(random_entry(random, std::to_string(i * 7 % 101)));
  seal_list(list);
  return std::make_shared<const List>(std::move(list));
}

inline Query random_query(SeededRandom& random) {
  Query query;
  (random.next() % 3 == 0 ? query.company : query.full_name) = random_name(random);
  if (random.next() % 4 == 0) query.last_name = random_word(random);
  if (random.next() % 3 == 0) query.birth = BirthDate{{-4'000}, {-3'600}, false};
  if (random.next() % 3 == 0) query.countries = {"RU"};
  if (random.next() % 3 == 0) query.ids = {{"passport", "1000003"}};
  return query;
}

}  // namespace licet::screening::testing
