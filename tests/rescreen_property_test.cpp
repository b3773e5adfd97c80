// A pass over what changed leaves the same record as a pass over everything: random books and lists, and OFAC's own
// change with whole books.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/book_index.h"
#include "app/reading.h"
#include "app_world.h"
#include "screening/list_diff.h"
#include "screening/list_document.h"
#include "screening/test_data.h"

namespace licet::app_test {
namespace {

using record::TableId;

/// Names of few words, so that books and lists meet often, also by a letter less.
class Names {
 public:
  explicit Names(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  std::string given() { return spelt(kGiven[below(std::size(kGiven))]); }
  std::string family() { return spelt(kFamily[below(std::size(kFamily))]); }
  std::string birth() { return one_in(2) ? "" : std::to_string(1960 + below(3)) + "-03-04"; }
  std::string company() {
    return std::string(kFamily[below(std::size(kFamily))]) + " " + kTrade[below(std::size(kTrade))] + " Ltd";
  }

 private:
  static constexpr const char* kGiven[] = {"Mirko",   "Lucinda", "Barnaby", "Oleksandr",
                                           "Fatimah", "Ignacy",  "Yolanda", "Thaddeus"};
  static constexpr const char* kFamily[] = {"Ostrovsky", "Vanterpool", "Oakshottle", "Bergamasco", "Al-Rashidi",
                                            "Kowalczyk", "Wintherley", "Zembrowski", "Quennell",   "Hagebottom"};
  static constexpr const char* kTrade[] = {"Shipping", "Minerals", "Trading"};

  std::string spelt(std::string word) {
    if (one_in(4) && word.size() > 6) word.erase(1 + below(word.size() - 2), 1);
    return word;
  }
  SeededRandom random_;
};

/// A list whose entries come, go and change.
class ChangingList {
 public:
  ChangingList(std::string kind, Names& names, std::size_t entries) : kind_(std::move(kind)), names_(names) {
    for (std::size_t i = 0; i < entries; ++i) add();
  }

  void change() {
    for (std::size_t changes = 1 + names_.below(3); changes > 0; --changes) {
      const std::size_t what = names_.below(3);
      const auto at = std::next(entries_.begin(), static_cast<std::ptrdiff_t>(names_.below(entries_.size())));
      if (what == 0 || entries_.size() < 4)
        add();
      else if (what == 1)
        gone_.insert(entries_.extract(at));
      else
        at->second.names.push_back({names_.family() + ", " + names_.given(), screening::NameKind::kAka});
    }
    // What was taken off may come back as it was.
    if (!gone_.empty() && names_.one_in(3)) entries_.insert(gone_.extract(gone_.begin()));
  }
  screening::List as_of(Instant at) const {
    screening::List out;
    out.kind = kind_;
    out.as_of = at;
    for (const auto& [id, entry] : entries_) out.entries.push_back(entry);
    for (screening::Entry& entry : out.entries) screening::seal_entry(entry);
    screening::seal_list(out);
    return out;
  }

 private:
  void add() {
    screening::Entry entry;
    entry.entry_id = std::to_string(next_++);
    const bool company = names_.one_in(4);
    entry.type = company ? screening::EntryType::kEntity : screening::EntryType::kPerson;
    entry.names.push_back({company ? names_.company() : names_.family() + ", " + names_.given()});
    if (const auto born = parse_date(names_.birth())) entry.births.push_back({*born, *born});
    entries_.emplace(entry.entry_id, entry);
  }

  std::string kind_;
  Names& names_;
  std::map<std::string, screening::Entry> entries_, gone_;
  int next_ = 9'000;
};

/// What the record says of each lead, whatever ids the houses gave: its row and every screening of it, in order.
std::map<std::string, std::string> told(AppWorld& world, const std::vector<std::string>& sources) {
  std::map<std::string, std::string> lead_of, out;
  for (const std::string& source : sources) {
    const LeadId id = world.lead_of(source);
    const record::Row row = world.lead(id);
    lead_of.emplace(id.str(), source);
    std::string& text = out[source];
    for (const char* column : {"status", "screening", "open_hits", "cleared_hits", "screened_lists", "engine"})
      text += std::string(row.text(column)) + "\n";
    text += world.reasons_of(id) + "\n";
  }
  must(world.store().entries(world.first(), 0, [&](const app::StoredEntry& stored) {
    const record::StoredBody body = must(app::stored_body(stored));
    for (const record::Event& event : body.events) {
      if (event.type != "lead_screened") continue;
      json::Object fields = event.fields;
      const std::string lead = fields.find(std::string_view("lead"))->second.as_string();
      fields.erase("lead");
      out[lead_of.at(lead)] += json::canonical(json::Value(fields)) + "\n";
    }
    return true;
  }));
  return out;
}

struct Found {
  std::int64_t changes = 0, in_full = 0, hits = 0, quiet = 0;
};

/// The life of one book in three houses: one compares what changed, one asks the index of its book about that, and one
/// compares everything.
void live(std::uint64_t seed, Found& found) {
  const WorldOptions options{.seed = seed, .sqlite = true, .lists = false};
  AppWorld delta(options), indexed(options), full(options);
  app::BookIndex book;  // as after a start with an empty book: whoever is not in it is compared, and put
  book.set_warm();
  indexed.deps().book = &book;
  Names names(seed);
  std::vector<ChangingList> lists;
  lists.emplace_back("ofac-sdn", names, 8 + names.below(8));
  lists.emplace_back("firm", names, 4 + names.below(4));
  std::vector<std::string> sources;

  const auto in_all = [&](const auto& act) {
    act(delta);
    act(indexed);
    act(full);
  };
  const auto load = [&](const ChangingList& list) {
    const screening::List present = list.as_of(delta.clock().now());
    in_all(
        [&](AppWorld& world) { must(app::load_list(world.deps(), world.first(), present, {.accept_shrink = true})); });
  };
  const auto arrive = [&](std::size_t leads) {
    std::string csv = "email,first_name,last_name,company,birth_date,country,product,lawful_basis,source_id\n";
    for (std::size_t i = 0; i < leads; ++i) {
      // Known sources come again, now and then, under another name.
      const bool again = !sources.empty() && names.one_in(5);
      const std::string source = again ? sources[names.below(sources.size())] : "S-" + std::to_string(sources.size());
      if (!again) sources.push_back(source);
      csv += source + "@example.com," + (names.one_in(9) ? "" : names.given()) + "," +
             (names.one_in(9) ? "" : names.family()) + "," + (names.one_in(3) ? names.company() : "") + "," +
             names.birth() + ",GB,funds,consent," + source + "\n";
    }
    in_all([&](AppWorld& world) { world.import(csv); });
  };
  const auto pass = [&] {
    const app::JobReport one = must(app::run_job(delta.deps(), delta.first(), "rescreen", nullptr));
    const app::JobReport two = must(app::run_job(full.deps(), full.first(), "rescreen", nullptr, {.full = true}));
    const app::JobReport three = must(app::run_job(indexed.deps(), indexed.first(), "rescreen", nullptr));
    book.set_warm();  // what waited is an index from now on, in which not everybody is named
    EXPECT_FALSE(one.rescreen.asked_book);
    EXPECT_TRUE(three.rescreen.asked_book);
    EXPECT_EQ(three.rescreen.screened, two.rescreen.screened);
    EXPECT_EQ(three.rescreen.hits, two.rescreen.hits);
    EXPECT_EQ(three.rescreen.due, one.rescreen.due);
    EXPECT_EQ(one.rescreen.screened, two.rescreen.screened);
    EXPECT_EQ(one.rescreen.hits, two.rescreen.hits);
    EXPECT_EQ(one.parked, two.parked);
    for (const auto& [due, leads] : one.rescreen.due)
      (due == app::Due::kChanges ? found.changes : found.in_full) += leads;
    found.hits += one.rescreen.hits;
    found.quiet += one.rescreen.screened - one.rescreen.hits;
  };

  for (const ChangingList& list : lists) load(list);
  arrive(20);
  for (int round = 0; round < 4; ++round) {
    in_all([](AppWorld& world) { world.clock().set(Instant{world.clock().now().us + 3'600'000'000}); });
    ChangingList& list = lists[names.below(lists.size())];
    const crypto::Digest before = list.as_of(Instant{}).digest;
    list.change();
    if (list.as_of(Instant{}).digest == before) continue;  // the full pass would repeat itself
    load(list);
    pass();
    ASSERT_EQ(told(delta, sources), told(full, sources)) << "seed " << seed << ", round " << round;
    ASSERT_EQ(told(indexed, sources), told(full, sources)) << "seed " << seed << ", round " << round;
    arrive(1 + names.below(6));
  }
  indexed.expect_sound();
  delta.expect_sound();  // runs every screening of the record again, against whole lists
}

TEST(RescreenProperty, WhatChangedLeavesTheRecordOfAFullPass) {
  Found found;
  for (std::uint64_t seed = 1; seed <= 4 && !::testing::Test::HasFailure(); ++seed) live(seed, found);
  EXPECT_GT(found.changes, 60) << "leads were compared with what changed alone";
  EXPECT_GT(found.in_full, 20);
  EXPECT_GT(found.hits, 3);
  EXPECT_GT(found.quiet, 60);
}

// ---- real lists and books

struct Bearer {
  std::string name;
  screening::Query query;
};

std::vector<Bearer> read_book(const std::filesystem::path& path, std::size_t every) {
  std::vector<Bearer> out;
  const std::string text = screening::testing::read_file(path);
  std::size_t line = 0;
  for (std::size_t at = text.find('\n') + 1; at < text.size(); ++line) {
    // The first column is the whole name; in quotes where it has a comma.
    const bool quoted = text[at] == '"';
    const std::size_t from = quoted ? at + 1 : at;
    const std::size_t end = text.find(quoted ? '"' : ',', from);
    if (line % every == 0) {
      Bearer bearer;
      bearer.query.full_name = bearer.name = text.substr(from, end - from);
      out.push_back(std::move(bearer));
    }
    at = text.find('\n', at);
    if (at == std::string::npos) break;
    ++at;
  }
  return out;
}

std::shared_ptr<const screening::ListIndex> index_of(screening::List list) {
  return must(screening::ListIndex::build({std::make_shared<const screening::List>(std::move(list))}));
}

TEST(RescreenProperty, AChangeOfOfacsListHitsTheSameOfWholeBooks) {
  const auto data = screening::testing::test_data();
  if (!data) GTEST_SKIP() << "no folder of real lists";
  const screening::List before = must(screening::testing::read_ofac_folder(*data / "ofac/2021-07-07")).list;
  const screening::List after = must(screening::testing::read_ofac_folder(*data / "ofac/2024")).list;
  screening::List changed = screening::entries_to_screen(before, after);
  ASSERT_GT(changed.entries.size(), 1'000u);
  ASSERT_LT(changed.entries.size(), after.entries.size());
  const auto old_index = index_of(before), new_index = index_of(after), delta = index_of(std::move(changed));

  std::size_t compared = 0, hit = 0;
  for (const auto& [book, every] : std::map<std::string, std::size_t>{{"clean_persons_global", 12},
                                                                      {"clean_persons_us", 12},
                                                                      {"listed_persons_un", 1},
                                                                      {"listed_persons_un_perturbed", 1}}) {
    for (const Bearer& bearer : read_book(*data / "books" / (book + ".csv"), every)) {
      const auto had = old_index->screen(bearer.query, {});
      if (!had || had->hits_total > 0) continue;  // such a lead is compared with everything
      const auto full = must(new_index->screen(bearer.query, {})), part = must(delta->screen(bearer.query, {}));
      ++compared;
      hit += full.hits_total > 0 ? 1 : 0;
      const auto ids = [](const screening::Screening& answer) {
        std::multiset<std::pair<std::string, std::uint32_t>> out;
        for (const screening::Hit& one : answer.hits) out.emplace(one.entry_id, one.score);
        return out;
      };
      EXPECT_EQ(full.hits_total, part.hits_total) << book << ": " << bearer.name;
      EXPECT_EQ(ids(full), ids(part)) << book << ": " << bearer.name;
    }
  }
  EXPECT_GT(compared, 4'000u);
  EXPECT_GT(hit, 20u);
}

}  // namespace
}  // namespace licet::app_test
