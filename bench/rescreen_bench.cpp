// A list change against a whole book: the index of the book when it is warm, beside asking every lead about the change,
// and beside the full pass.
//
// Books are invented: first and last names of the test data's books, drawn anew for every lead, one in ten misspelt,
// four in ten with a company, each with a birth date and a mail address, so that everybody is looked for at the lower
// score that confirmed evidence needs; fifty in a million bear a name that came upon the list. The change is fifty
// entries that OFAC's list of 2024 has and that of 2021 has not. Recording the outcome is not measured here
// (store_bench). Needs the test data (LICET_TEST_DATA, or ../shared/data).
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/book_index.h"
#include "base/id.h"
#include "screening/csv_scan.h"
#include "screening/list_diff.h"
#include "screening/list_document.h"
#include "screening/test_data.h"

namespace {

using namespace licet;
using app::BookIndex;
using app::BorneName;

constexpr std::size_t kEntries = 50;

std::filesystem::path folder() {
  const auto found = screening::testing::test_data();
  if (found) return *found;
  std::fprintf(stderr, "no test data: set LICET_TEST_DATA\n");
  std::exit(4);
}

template <typename T>
T must(Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "%s\n", result.error().to_string().c_str());
  std::exit(4);
}

struct Words {
  std::vector<std::string> first, last;
};
const Words& words() {
  static const Words loaded = [] {
    Words out;
    for (const char* book : {"clean_persons_us.csv", "clean_persons_global.csv"}) {
      screening::CsvScanner scanner(book, [&](screening::CsvRow& row) -> Status {
        if (row.fields.size() < 4 || row.fields[0] == "full_name") return {};
        out.first.push_back(row.fields[1]);
        out.last.push_back(row.fields[3]);
        return {};
      });
      if (!scanner.feed(screening::testing::read_file(folder() / "books" / book)) || !scanner.finish()) std::exit(4);
    }
    return out;
  }();
  return loaded;
}

struct Lists {
  std::shared_ptr<const screening::ListIndex> whole, change;
  std::size_t entries = 0;  ///< that are compared, of the change
};
const Lists& lists() {
  static const Lists loaded = [] {
    const screening::List before = must(screening::testing::read_ofac_folder(folder() / "ofac/2021-07-07")).list;
    screening::List after = must(screening::testing::read_ofac_folder(folder() / "ofac/2024")).list;
    screening::List changed = screening::entries_to_screen(before, after);
    std::vector<screening::Entry> some;
    for (std::size_t i = 0; i < kEntries; ++i) some.push_back(changed.entries[i * changed.entries.size() / kEntries]);
    changed.entries = std::move(some);
    const auto index = [](screening::List list) {
      return must(screening::ListIndex::build({std::make_shared<const screening::List>(std::move(list))}));
    };
    const auto compared = std::count_if(changed.entries.begin(), changed.entries.end(), [](const auto& entry) {
      return entry.type != screening::EntryType::kVessel && entry.type != screening::EntryType::kAircraft;
    });
    return Lists{index(std::move(after)), index(std::move(changed)), static_cast<std::size_t>(compared)};
  }();
  return loaded;
}

/// One lead in twenty thousand bears a name that came upon the list, and says nothing beside it.
constexpr std::uint64_t kEveryListed = 20'000;
BorneName listed_lead(std::uint64_t which) {
  const screening::Entry& entry = lists().change->entry(static_cast<std::uint32_t>(which % lists().entries));
  const std::string& name = entry.names.front().full;
  if (entry.type == screening::EntryType::kEntity) return {"", "", name};
  const std::size_t comma = std::min(name.find(", "), name.size());
  return {comma < name.size() ? name.substr(comma + 2) : "", name.substr(0, comma), ""};
}

/// The lead of a number: always the same.
BorneName lead_of(std::uint64_t number) {
  if (number % kEveryListed == kEveryListed / 2) return listed_lead(number / kEveryListed);
  SeededRandom random(number + 1);
  const auto of = [&](const std::vector<std::string>& list) { return list[random.next() % list.size()]; };
  BorneName out{of(words().first), of(words().last), ""};
  const bool plain = std::all_of(out.last_name.begin(), out.last_name.end(), [](char c) { return c > 0; });
  if (random.next() % 10 == 0 && plain && out.last_name.size() > 4)
    out.last_name[1 + random.next() % (out.last_name.size() - 2)] = static_cast<char>('a' + random.next() % 26);
  static constexpr const char* kTrades[] = {"Trading", "Shipping", "Minerals", "Consulting", "Foods", "Textiles"};
  static constexpr const char* kForms[] = {"Ltd", "GmbH", "LLC", "SA"};
  if (random.next() % 10 < 4)
    out.company = of(words().last) + " " + kTrades[random.next() % std::size(kTrades)] + " " +
                  kForms[random.next() % std::size(kForms)];
  out.facts.birth_date = format_date(Date{static_cast<std::int32_t>(random.next() % 20'000) - 10'000});
  out.facts.email = "lead" + std::to_string(number) + "@example.com";
  return out;
}
SubjectId subject_of(std::uint64_t number) {
  SeededRandom random(number + 1);
  return SubjectId::make(random);
}

double resident_mb() {
  std::ifstream in("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  in >> all >> resident;
  return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1e6;
}

std::unique_ptr<BookIndex> book_of(std::int64_t leads) {
  auto book = std::make_unique<BookIndex>();
  for (std::int64_t i = 0; i < leads; ++i) {
    const auto number = static_cast<std::uint64_t>(i);
    book->put_first(subject_of(number), {lead_of(number)});
  }
  book->set_warm();
  return book;
}
struct KeptBook {
  std::int64_t leads = -1;
  std::unique_ptr<BookIndex> index;
  std::unordered_map<SubjectId, std::uint64_t> numbers;
};
const KeptBook& kept_book(std::int64_t leads) {
  static KeptBook kept;
  if (kept.leads == leads) return kept;
  kept = {leads, book_of(leads), {}};
  for (std::int64_t i = 0; i < leads; ++i)
    kept.numbers.emplace(subject_of(static_cast<std::uint64_t>(i)), static_cast<std::uint64_t>(i));
  return kept;
}

/// Filling the index, names normalised and all.
void BM_BuildBook(benchmark::State& state) {
  words();
  for (auto _ : state) {
    const double before = resident_mb();
    const auto book = book_of(state.range(0));
    state.counters["index_mb"] = static_cast<double>(book->memory()) / 1e6;
    state.counters["resident_mb"] = resident_mb() - before;
    state.counters["names"] = static_cast<double>(book->names());
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Who of the book is hit by the change: candidates of the warm index, each compared.
void BM_ChangeWarm(benchmark::State& state) {
  const KeptBook& book = kept_book(state.range(0));
  const screening::ListIndex& change = *lists().change;
  std::size_t candidates = 0, hits = 0;
  for (auto _ : state) {
    const auto found = book.index->candidates(change, {});
    candidates = found.subjects().size();
    hits = 0;
    for (const SubjectId& subject : found.subjects())
      hits += must(change.screen(app::query_of(lead_of(book.numbers.at(subject))), {})).hits_total > 0 ? 1 : 0;
  }
  state.counters["listed_names"] =
      static_cast<double>(change.persons().names().size() + change.entities().names().size());
  state.counters["candidates"] = static_cast<double>(candidates);
  state.counters["leads_hit"] = static_cast<double>(hits);
}

/// A subject erased from the book.
void BM_Erase(benchmark::State& state) {
  const auto leads = static_cast<std::uint64_t>(state.range(0));
  const auto book = book_of(state.range(0));
  std::uint64_t number = 0;
  for (auto _ : state) book->erase(subject_of(number++ % leads));
}

/// Leads one after the other against an index, on a share of the book; `whole_book_s` is worked out from it.
void stream(benchmark::State& state, const screening::ListIndex& index) {
  constexpr std::uint64_t kBatch = 256;
  std::uint64_t number = 0;
  for (auto _ : state) {
    state.PauseTiming();
    std::vector<screening::Query> queries;
    for (std::uint64_t i = 0; i < kBatch; ++i)
      queries.push_back(app::query_of(lead_of(number++ % static_cast<std::uint64_t>(state.range(0)))));
    state.ResumeTiming();
    for (const screening::Query& query : queries) benchmark::DoNotOptimize(must(index.screen(query, {})));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(number));
  state.counters["whole_book_s"] = benchmark::Counter(static_cast<double>(number) / static_cast<double>(state.range(0)),
                                                      benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
void BM_ChangeStreamed(benchmark::State& state) { stream(state, *lists().change); }
void BM_FullPass(benchmark::State& state) { stream(state, *lists().whole); }

constexpr std::int64_t kSmall = 10'000, kMillion = 1'000'000;
BENCHMARK(BM_BuildBook)->Arg(kSmall)->Arg(kMillion)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(BM_ChangeWarm)->Arg(kSmall)->Arg(kMillion)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Erase)->Arg(kSmall)->Unit(benchmark::kMicrosecond)->Iterations(1000);
BENCHMARK(BM_ChangeStreamed)->Arg(kSmall)->Arg(kMillion)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_FullPass)->Arg(kSmall)->Arg(kMillion)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
