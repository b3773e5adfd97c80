// Screening: speed of the index beside comparing with every name, and the figures behind the thresholds.
//
//   screening_bench                benchmarks; the last argument of each is the lists: 1 OFAC's alone, 4 with the UN's,
//                                  the EU's and the UK's
//   screening_bench --tradeoff     false alerts and recall by threshold, on OFAC's list and synthetic persons
//
// Needs the test data (LICET_TEST_DATA, or ../shared/data beside the source folder).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "app/kept_indexes.h"
#include "base/id.h"
#include "percentiles.h"
#include "published_lists.h"
#include "screening/csv_scan.h"
#include "screening/list_document.h"
#include "screening/matcher.h"
#include "screening/similarity.h"
#include "screening/test_data.h"
#include "store/derived_file.h"

namespace {

using namespace licet;
using namespace licet::screening;

struct Data {
  std::shared_ptr<const List> list;  ///< OFAC's
  std::vector<std::shared_ptr<const List>> four;
  std::shared_ptr<const ListIndex> index;  ///< of OFAC's
  std::shared_ptr<const ListIndex> four_index;
  std::vector<Query> clean_us, clean_global, listed, listed_perturbed;
};

/// A book as leads: a full name, or the two parts where the book has them.
std::vector<Query> read_book(const std::filesystem::path& path) {
  std::vector<Query> out;
  CsvScanner scanner(path.filename().string(), [&](CsvRow& row) -> Status {
    if (row.fields[0] == "full_name") return {};
    Query query;
    query.full_name = row.fields[0];
    out.push_back(std::move(query));
    return {};
  });
  if (auto status = scanner.feed(licet::screening::testing::read_file(path)); !status) {
    std::fprintf(stderr, "%s\n", status.error().to_string().c_str());
    std::exit(4);
  }
  return out;
}

const Data& data() {
  static const Data loaded = [] {
    const auto folder = licet::screening::testing::test_data();
    if (!folder) {
      std::fprintf(stderr, "no test data: set LICET_TEST_DATA\n");
      std::exit(4);
    }
    Data out;
    out.four = bench::read_four_lists(*folder);
    out.list = out.four.front();
    out.index = *ListIndex::build({out.list});
    out.four_index = *ListIndex::build(out.four);
    out.clean_us = read_book(*folder / "books/clean_persons_us.csv");
    out.clean_global = read_book(*folder / "books/clean_persons_global.csv");
    out.listed = read_book(*folder / "books/listed_persons_un.csv");
    out.listed_perturbed = read_book(*folder / "books/listed_persons_un_perturbed.csv");
    return out;
  }();
  return loaded;
}

// ---------------------------------------------------------------------------------------------------------------------
// Perturbations, one at a time, seeded.

std::string natural_order(const std::string& listed) {
  const std::size_t comma = listed.find(", ");
  return comma == std::string::npos ? listed : listed.substr(comma + 2) + ' ' + listed.substr(0, comma);
}

/// Start and length of each run of four letters or more.
std::vector<std::pair<std::size_t, std::size_t>> long_words(const std::string& name) {
  std::vector<std::pair<std::size_t, std::size_t>> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= name.size(); ++i) {
    const bool letter = i < name.size() && std::isalpha(static_cast<unsigned char>(name[i])) != 0;
    if (letter) continue;
    if (i - begin >= 4) out.emplace_back(begin, i - begin);
    begin = i + 1;
  }
  return out;
}

std::string with_edit(std::string name, SeededRandom& random, int kind) {
  const auto words = long_words(name);
  if (words.empty()) return {};
  const auto [begin, size] = words[random.next() % words.size()];
  const std::size_t at = begin + 1 + random.next() % (size - 2);
  const char letter = static_cast<char>('a' + random.next() % 26);
  switch (kind % 4) {
    case 0:
      name[at] = letter;
      break;
    case 1:
      name.erase(at, 1);
      break;
    case 2:
      name.insert(at, 1, letter);
      break;
    default:
      std::swap(name[at], name[at + 1]);
      break;
  }
  return name;
}

using Operator = std::function<std::string(const std::string&, SeededRandom&)>;

std::string without_middle(const std::string& listed) {
  const std::size_t comma = listed.find(", ");
  if (comma == std::string::npos) return {};
  const std::string given = listed.substr(comma + 2);
  const std::size_t blank = given.find(' ');
  if (blank == std::string::npos || given.size() < 3) return {};
  return given.substr(0, blank) + ' ' + listed.substr(0, comma);
}

std::string without_last_word(const std::string& name) {
  const std::size_t blank = name.rfind(' ');
  return blank == std::string::npos || name.find(' ') == blank ? std::string() : name.substr(0, blank);
}

const std::vector<std::pair<const char*, Operator>>& person_operators() {
  static const std::vector<std::pair<const char*, Operator>> kOperators{
      {"given names first", [](const std::string& n, SeededRandom&) { return natural_order(n); }},
      {"as listed", [](const std::string& n, SeededRandom&) { return n; }},
      {"replaced letter", [](const std::string& n, SeededRandom& r) { return with_edit(natural_order(n), r, 0); }},
      {"dropped letter", [](const std::string& n, SeededRandom& r) { return with_edit(natural_order(n), r, 1); }},
      {"added letter", [](const std::string& n, SeededRandom& r) { return with_edit(natural_order(n), r, 2); }},
      {"swapped letters", [](const std::string& n, SeededRandom& r) { return with_edit(natural_order(n), r, 3); }},
      {"two edits",
       [](const std::string& n, SeededRandom& r) { return with_edit(with_edit(natural_order(n), r, 0), r, 3); }},
      {"no middle names", [](const std::string& n, SeededRandom&) { return without_middle(n); }},
      {"no middle, one edit",
       [](const std::string& n, SeededRandom& r) {
         const std::string name = without_middle(n);
         return name.empty() ? name : with_edit(name, r, 0);
       }},
      {"a middle name more",
       [](const std::string& n, SeededRandom&) {
         const std::size_t comma = n.find(", ");
         return comma == std::string::npos ? std::string() : n.substr(comma + 2) + " Xander " + n.substr(0, comma);
       }},
  };
  return kOperators;
}

const std::vector<std::pair<const char*, Operator>>& company_operators() {
  static const std::vector<std::pair<const char*, Operator>> kOperators{
      {"as listed", [](const std::string& n, SeededRandom&) { return n; }},
      {"one edit",
       [](const std::string& n, SeededRandom& r) { return with_edit(n, r, static_cast<int>(r.next() % 4)); }},
      {"last word dropped", [](const std::string& n, SeededRandom&) { return without_last_word(n); }},
      {"Ltd added", [](const std::string& n, SeededRandom&) { return n + " Ltd"; }},
      {"blanks lost",
       [](const std::string& n, SeededRandom&) {
         std::string out = n;
         out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
         return out == n ? std::string() : out;
       }},
  };
  return kOperators;
}

/// Persons' family names with business words: companies that exist nowhere.
std::vector<std::string> invented_companies(std::size_t count) {
  constexpr std::array<const char*, 8> kWords{"Trading", "Consulting",  "Logistics", "Capital",
                                              "Foods",   "Engineering", "Media",     "Shipping"};
  constexpr std::array<const char*, 5> kForms{"Ltd", "LLC", "GmbH", "Inc.", "S.A."};
  SeededRandom random(11);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& name = data().clean_us[random.next() % data().clean_us.size()].full_name;
    std::string company = name.substr(name.rfind(' ') + 1);
    if (random.next() % 2 == 0) {
      const std::string& other = data().clean_us[random.next() % data().clean_us.size()].full_name;
      company += " & " + other.substr(other.rfind(' ') + 1);
    }
    company += ' ' + std::string(kWords[random.next() % kWords.size()]);
    out.push_back(company + ' ' + kForms[random.next() % kForms.size()]);
  }
  return out;
}

// ---------------------------------------------------------------------------------------------------------------------
// The trade-off.

constexpr std::array<std::uint32_t, 9> kSteps{7'500, 8'000, 8'200, 8'400, 8'500, 8'600, 8'800, 9'000, 9'500};

/// Searches once at the lowest step; `own` picks the entries that count, or all.
std::uint32_t best_score(const Query& query, const std::string& own_id) {
  const Thresholds low{kSteps[0], kSteps[0], 9'500};
  const auto got = data().index->screen(query, low);
  if (!got) return 0;
  if (own_id.empty()) return got->hits.empty() ? 0 : got->hits[0].score;
  for (const Hit& hit : got->hits) {
    if (hit.entry_id == own_id) return hit.score;
  }
  // More hits than are listed: the own entry may be among the rest, with at most the last one's score.
  return got->hits_total > got->hits.size() ? got->hits.back().score : 0;
}

class Shares {
 public:
  void add(std::uint32_t score) {
    ++count_;
    for (std::size_t i = 0; i < kSteps.size(); ++i) at_least_[i] += score >= kSteps[i] ? 1U : 0U;
  }
  void print(const std::string& name) const {
    std::printf("%-34s %6zu", name.c_str(), count_);
    for (const std::size_t reached : at_least_) {
      std::printf(" %7.2f", count_ == 0 ? 0.0 : 100.0 * static_cast<double>(reached) / static_cast<double>(count_));
    }
    std::printf("\n");
  }

 private:
  std::size_t count_ = 0;
  std::array<std::size_t, kSteps.size()> at_least_{};
};

void print_head(const char* title) {
  std::printf("\n%-34s %6s", title, "n");
  for (const std::uint32_t step : kSteps) std::printf(" %6.1f%%", step / 100.0);
  std::printf("\n");
}

Query person(std::string name) {
  Query query;
  query.full_name = std::move(name);
  return query;
}
Query company(std::string name) {
  Query query;
  query.company = std::move(name);
  return query;
}

void print_clean() {
  print_head("clean, share with a hit, %");
  Shares us;
  for (const Query& query : data().clean_us) us.add(best_score(query, ""));
  us.print("persons US");
  Shares global;
  for (const Query& query : data().clean_global) global.add(best_score(query, ""));
  global.print("persons global");
  Shares companies;
  for (const std::string& name : invented_companies(10'000)) companies.add(best_score(company(name), ""));
  companies.print("companies (invented here)");
}

/// Rows of the UN book whose clean name is an OFAC name in full; the perturbed row must find that entry.
void print_un() {
  Shares clean;
  Shares perturbed;
  for (std::size_t i = 0; i < data().listed.size(); ++i) {
    const auto got = data().index->screen(data().listed[i], Thresholds{});
    if (!got || got->hits.empty() || got->hits[0].score < kFull) continue;
    clean.add(got->hits[0].score);
    perturbed.add(best_score(data().listed_perturbed[i], got->hits[0].entry_id));
  }
  clean.print("UN persons on OFAC's list");
  perturbed.print("the same, perturbed");
}

void print_operators(EntryType type, const std::vector<std::pair<const char*, Operator>>& operators,
                     std::size_t sample) {
  for (const auto& [name, apply] : operators) {
    SeededRandom random(5);
    Shares shares;
    for (std::size_t i = 0; i < sample; ++i) {
      const Entry& entry = data().list->entries[random.next() % data().list->entries.size()];
      if (entry.type != type) continue;
      const std::string changed = apply(entry.names[0].full, random);
      if (changed.empty()) continue;
      shares.add(best_score(type == EntryType::kPerson ? person(changed) : company(changed), entry.entry_id));
    }
    shares.print(std::string(type == EntryType::kPerson ? "person, " : "company, ") + name);
  }
}

void print_tradeoff() {
  print_clean();
  print_head("listed, share with own entry, %");
  print_un();
  print_operators(EntryType::kPerson, person_operators(), 6'000);
  print_operators(EntryType::kEntity, company_operators(), 6'000);
}

// ---------------------------------------------------------------------------------------------------------------------
// Speed.

const ListIndex& index_of(const benchmark::State& state) {
  return state.range(0) == 1 ? *data().index : *data().four_index;
}

std::uint64_t scored_pairs(const ListIndex& index, const Query& query) {
  const Thresholds cuts;
  std::uint64_t pairs = 0;
  if (const auto name = normalise(query.full_name, NameForm::kPerson))
    pairs += index.persons().candidate_count(*name, {cuts.person, cuts.weak_alias});
  if (const auto name = normalise(query.company, NameForm::kOrganisation); name && !name->tokens.empty())
    pairs += index.entities().candidate_count(*name, {cuts.company, cuts.weak_alias});
  return pairs;
}

void screen_book(benchmark::State& state, const std::vector<Query>& book, bool with_company) {
  const ListIndex& index = index_of(state);
  const std::vector<std::string> companies = with_company ? invented_companies(1'000) : std::vector<std::string>{};
  const auto lead = [&](std::size_t i) {
    Query query = book[i % book.size()];
    if (with_company) query.company = companies[i % companies.size()];
    return query;
  };
  std::size_t next = 0, hits = 0;
  bench::Percentiles waits;
  for (auto _ : state) {
    const Query query = lead(next++);
    const auto begin = std::chrono::steady_clock::now();
    const auto got = index.screen(query, Thresholds{});
    waits.add(std::chrono::steady_clock::now() - begin);
    hits += got ? got->hits_total : 0;
  }
  waits.report(state);
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
  state.counters["hits/1000"] = 1'000.0 * static_cast<double>(hits) / static_cast<double>(next);
  constexpr std::size_t kSample = 1'000;
  std::uint64_t pairs = 0;
  for (std::size_t i = 0; i < kSample; ++i) pairs += scored_pairs(index, lead(i));
  state.counters["pairs/lead"] = static_cast<double>(pairs) / kSample;
}

void BM_CleanUs(benchmark::State& state) { screen_book(state, data().clean_us, false); }
void BM_CleanUsWithCompany(benchmark::State& state) { screen_book(state, data().clean_us, true); }
void BM_CleanGlobal(benchmark::State& state) { screen_book(state, data().clean_global, false); }
void BM_CleanGlobalWithCompany(benchmark::State& state) { screen_book(state, data().clean_global, true); }
void BM_ListedPerturbed(benchmark::State& state) { screen_book(state, data().listed_perturbed, false); }
void BM_ListedPerturbedWithCompany(benchmark::State& state) { screen_book(state, data().listed_perturbed, true); }

/// The baseline: the same scorer on every name of the list.
void BM_BruteForce(benchmark::State& state) {
  const NameIndex& index = index_of(state).persons();
  std::size_t next = 0;
  for (auto _ : state) {
    const auto query = normalise(data().clean_us[next++ % data().clean_us.size()].full_name, NameForm::kPerson);
    benchmark::DoNotOptimize(index.search_all(*query, {Thresholds{}.person, Thresholds{}.weak_alias}));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
}

void BM_NormaliseGlobal(benchmark::State& state) {
  std::size_t next = 0;
  for (auto _ : state) {
    const auto& book = data().clean_global;
    benchmark::DoNotOptimize(normalise(book[next++ % book.size()].full_name, NameForm::kPerson));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
}

void BM_Align(benchmark::State& state) {
  const NormalName query = *normalise("Mirko Adam Ostrovski", NameForm::kPerson);
  const NormalName listed = *normalise("OSTROVSKY-KALE, Mirko Jan", NameForm::kPerson);
  for (auto _ : state) benchmark::DoNotOptimize(align(query, listed));
}

/// A listed name against an index of the book: what a change of the list costs.
void BM_BookByListedName(benchmark::State& state) {
  NameIndex::Builder builder(NameForm::kPerson);
  std::uint32_t lead = 0;
  for (const auto* book : {&data().clean_us, &data().clean_global})
    for (const Query& query : *book)
      if (const auto name = normalise(query.full_name, NameForm::kPerson)) builder.add(*name, {lead++, 0, false});
  const NameIndex book = std::move(builder).finish();
  const NameIndex& listed = data().index->persons();
  std::uint32_t next = 0;
  for (auto _ : state) {
    const NormalName name = listed.name(next++ % static_cast<std::uint32_t>(listed.names().size()));
    benchmark::DoNotOptimize(book.find_queries(name, Thresholds{}.person));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(next));
  state.counters["names"] = static_cast<double>(book.names().size());
  state.counters["bytes/name"] = static_cast<double>(book.memory()) / static_cast<double>(book.names().size());
}

void BM_BuildIndex(benchmark::State& state) {
  const auto lists = state.range(0) == 1 ? std::vector{data().list} : data().four;
  for (auto _ : state) benchmark::DoNotOptimize(ListIndex::build(lists));
  const ListIndex& index = index_of(state);
  state.counters["names"] = static_cast<double>(index.persons().names().size() + index.entities().names().size());
  state.counters["bytes"] = static_cast<double>(index.persons().memory() + index.entities().memory());
}

void BM_ReadFourLists(benchmark::State& state) {
  const auto folder = *licet::screening::testing::test_data();
  for (auto _ : state) benchmark::DoNotOptimize(bench::read_four_lists(folder));
}

/// What a start did before the index was kept: the lists from their documents, and then BM_BuildIndex.
void BM_LoadDocuments(benchmark::State& state) {
  std::vector<std::string> documents;
  std::size_t bytes = 0;
  for (const auto& list : state.range(0) == 1 ? std::vector{data().list} : data().four) {
    documents.push_back(list_to_document(*list));
    bytes += documents.back().size();
  }
  for (auto _ : state)
    for (const std::string& document : documents) {
      benchmark::DoNotOptimize(crypto::sha256(document));
      benchmark::DoNotOptimize(list_from_document(document));
    }
  state.counters["bytes"] = static_cast<double>(bytes);
}

/// What it does now: the lists and their index from the file that was kept, opened and looked through.
void BM_Restart(benchmark::State& state) {
  const char* set = std::getenv("LICET_BENCH_DIR");
  const std::filesystem::path folder =
      (set != nullptr ? std::filesystem::path(set) : std::filesystem::temp_directory_path()) / "licet_bench_index";
  app::KeptIndexes indexes(store::derived_file(folder), {},
                           [&](const std::string& note) { state.SkipWithError(note.c_str()); });
  const std::vector<std::string> documents{"sha256:of the benchmark"};
  indexes.keep(documents, index_of(state));
  for (auto _ : state) benchmark::DoNotOptimize(indexes.find(documents));
  std::size_t bytes = 0;
  for (const auto& item : std::filesystem::directory_iterator(folder)) bytes += std::filesystem::file_size(item);
  state.counters["bytes"] = static_cast<double>(bytes);
  std::filesystem::remove_all(folder);
}

void BM_ReadOfacFiles(benchmark::State& state) {
  const auto folder = *licet::screening::testing::test_data() / "ofac/2024";
  for (auto _ : state) benchmark::DoNotOptimize(licet::screening::testing::read_ofac_folder(folder));
}

BENCHMARK(BM_CleanUs)->Arg(1)->Arg(4);
BENCHMARK(BM_CleanUsWithCompany)->Arg(1)->Arg(4);
BENCHMARK(BM_CleanGlobal)->Arg(1)->Arg(4);
BENCHMARK(BM_CleanGlobalWithCompany)->Arg(1)->Arg(4);
BENCHMARK(BM_ListedPerturbed)->Arg(1)->Arg(4);
BENCHMARK(BM_ListedPerturbedWithCompany)->Arg(1)->Arg(4);
BENCHMARK(BM_BruteForce)->Arg(1)->Arg(4);
BENCHMARK(BM_BookByListedName);
BENCHMARK(BM_NormaliseGlobal);
BENCHMARK(BM_Align);
BENCHMARK(BM_BuildIndex)->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_LoadDocuments)->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_Restart)->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReadOfacFiles)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_ReadFourLists)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "--tradeoff") {
    print_tradeoff();
    return 0;
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
