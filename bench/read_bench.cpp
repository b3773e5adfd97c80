// What a read costs: the read entry is durable before the answer leaves. See imported_folder.h for the leads.
//
//   read_bench --benchmark_filter=ShowLead      one lead by its id, one durable entry each; of N clients at once
//   read_bench --benchmark_filter=List          a page of 50, by who asks and what for
//   read_bench --benchmark_filter=Start         opening a kept folder and answering the first read
//
// Baseline: GetRow reads the same row from the same store without recording anything.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "app/lead_queries.h"
#include "imported_folder.h"
#include "percentiles.h"

namespace licet {
namespace {

using bench::must;
using bench::Percentiles;

struct World {
  bench::ImportedFolder imported;
  std::vector<std::string> leads;

  World() {
    app::Deps deps = imported.deps();
    must(deps.store.read(app::Access::system(), [&](app::Reader& reader) -> Status {
      LICET_TRY(const app::Scope scope,
                app::Access::scope(app::Access::system(), app::Right::kReadLeads, "bench", nullptr));
      app::Query query;
      query.table = record::TableId::kLead;
      query.limit = 1000;
      LICET_TRY(const auto rows, reader.find(scope, query));
      for (const record::Row& row : rows) leads.emplace_back(row.text("id"));
      return {};
    }));
  }
};

World& world() {
  static World only;
  return only;
}

void GetRow(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  const app::Scope scope = must(app::Access::scope(app::Access::system(), app::Right::kReadLeads, "bench", nullptr));
  std::size_t next = 0;
  for (auto _ : state) {
    must(deps.store.read(app::Access::system(), [&](app::Reader& reader) -> Status {
      LICET_TRY(auto row, reader.get(scope, record::TableId::kLead, {w.leads[next++ % w.leads.size()]}));
      benchmark::DoNotOptimize(row);
      return {};
    }));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(GetRow)->UseRealTime();

/// Every client waits for the entry of its own read before it asks again.
void ShowLead(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  Percentiles waits;
  std::size_t next = static_cast<std::size_t>(state.thread_index()) * 37;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    auto view = must(app::show_lead(deps, app::Access::system(), w.leads[next++ % w.leads.size()]));
    benchmark::DoNotOptimize(view);
    waits.add(std::chrono::steady_clock::now() - begin);
  }
  state.SetItemsProcessed(state.iterations());
  waits.report(state);
}
BENCHMARK(ShowLead)->UseRealTime()->Unit(benchmark::kMillisecond)->Threads(1)->Threads(8)->Threads(32)->Threads(128);

/// Who asks (nobody: the system), what for, and for which page; the pages before it are not timed.
struct Asked {
  const char* handle;
  const char* status;
  const char* market;
  int page;
};
constexpr Asked kAsked[] = {
    {"", "", "", 0},
    {"", "assigned", "uk", 0},
    {"", "review", "", 0},
    {"", "erased", "", 0},
    {"", "", "offshore", 0},
    {"g.mbeki-lowe", "", "", 0},  // manager of two markets
    {"g.mbeki-lowe", "review", "", 0},
    {"g.mbeki-lowe", "assigned", "uk", 20},
    {"f.adeyemi", "", "", 0},     // manager of many markets, and serves one
    {"p.nandakumar", "", "", 0},  // own leads
    {"b.oyelaran", "review", "", 20},
};

/// A page of 50 leads, the owners asked again, the read recorded.
void ListLeads(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  const Asked& asked = kAsked[state.range(0)];
  const app::Principal principal = *asked.handle == 0 ? app::Access::system() : w.imported.person(asked.handle);
  app::LeadFilter filter;
  filter.status = asked.status;
  filter.market = asked.market;
  for (int i = 0; i < asked.page; ++i) {
    const auto page = must(app::list_leads(deps, principal, filter));
    if (page.size() < filter.limit) return state.SkipWithError("there are not so many pages: more LICET_BENCH_LEADS");
    filter.after = std::string(page.back().lead.text("id"));
  }
  Percentiles waits;
  std::size_t rows = 0;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    rows = must(app::list_leads(deps, principal, filter)).size();
    waits.add(std::chrono::steady_clock::now() - begin);
  }
  waits.report(state);
  state.counters["rows"] = static_cast<double>(rows);
  state.SetLabel(std::string(*asked.handle == 0 ? "system" : asked.handle) + " status=" + asked.status +
                 " market=" + asked.market + " page " + std::to_string(asked.page + 1));
}
BENCHMARK(ListLeads)->DenseRange(0, std::size(kAsked) - 1)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The queue of cases that are not closed, oldest first.
void ListCases(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  Percentiles waits;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    benchmark::DoNotOptimize(must(app::list_cases(deps, app::Access::system(), {})));
    waits.add(std::chrono::steady_clock::now() - begin);
  }
  waits.report(state);
}
BENCHMARK(ListCases)->UseRealTime()->Unit(benchmark::kMillisecond);

/// From nothing to the first answer, in a kept folder (LICET_BENCH_DATA): store, keys, the firm compiled, one list.
void Start(benchmark::State& state) {
  const char* kept = std::getenv("LICET_BENCH_DATA");
  if (kept == nullptr) return state.SkipWithError("needs LICET_BENCH_DATA");
  SystemClock clock;
  crypto::SystemRandom random;
  for (auto _ : state) {
    store::SqliteOptions options;
    options.dir = kept;
    options.clock = &clock;
    const auto store = must(store::open_sqlite(options));
    const auto keys = must(store::open_key_store(std::string(kept) + "/keys", store->origin(), random));
    app::FirmStates firm;
    app::Deps deps{*store, *keys, clock, random, firm};
    benchmark::DoNotOptimize(must(app::list_leads(deps, app::Access::system(), {})));
  }
}
BENCHMARK(Start)->UseRealTime()->Unit(benchmark::kMillisecond);

/// The most memory that the process had.
void Peak(benchmark::State& state) {
  struct rusage usage {};
  for (auto _ : state) ::getrusage(RUSAGE_SELF, &usage);
  state.counters["peak_mb"] = static_cast<double>(usage.ru_maxrss) / 1024;
}
BENCHMARK(Peak)->Iterations(1);

}  // namespace
}  // namespace licet

BENCHMARK_MAIN();
