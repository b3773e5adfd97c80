// What a read costs: the read entry is durable before the answer leaves. See imported_folder.h for the leads.
//
//   read_bench --benchmark_filter=ShowLead      one lead by its id, one durable entry each
//
// Baseline: GetRow reads the same row from the same store without recording anything.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "app/lead_queries.h"
#include "imported_folder.h"

namespace licet {
namespace {

using bench::must;

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

/// The 50th and the 95th of a hundred, in milliseconds: a mean would hide what a person waits for.
class Percentiles {
 public:
  void add(std::chrono::steady_clock::duration took) {
    ms_.push_back(std::chrono::duration<double, std::milli>(took).count());
  }
  void report(benchmark::State& state) {
    if (ms_.empty()) return;
    std::sort(ms_.begin(), ms_.end());
    state.counters["p50_ms"] = ms_[ms_.size() / 2];
    state.counters["p95_ms"] = ms_[ms_.size() * 95 / 100];
  }

 private:
  std::vector<double> ms_;
};

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

void ShowLead(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  Percentiles waits;
  std::size_t next = 0;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    auto view = must(app::show_lead(deps, app::Access::system(), w.leads[next++ % w.leads.size()]));
    benchmark::DoNotOptimize(view);
    waits.add(std::chrono::steady_clock::now() - begin);
  }
  state.SetItemsProcessed(state.iterations());
  waits.report(state);
}
BENCHMARK(ShowLead)->UseRealTime()->Unit(benchmark::kMillisecond);

/// A page of 50 leads of one market and status, the owners asked again, the read recorded.
void ListLeads(benchmark::State& state) {
  World& w = world();
  app::Deps deps = w.imported.deps();
  app::LeadFilter filter;
  filter.status = "assigned";
  filter.market = "uk";
  Percentiles waits;
  for (auto _ : state) {
    const auto begin = std::chrono::steady_clock::now();
    auto page = must(app::list_leads(deps, app::Access::system(), filter));
    LICET_INVARIANT(page.size() == filter.limit);
    waits.add(std::chrono::steady_clock::now() - begin);
  }
  waits.report(state);
}
BENCHMARK(ListLeads)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace licet

BENCHMARK_MAIN();
