// What verifying a record costs an entry, level by level, over a real export: the example firm with leads imported
// through the whole pipeline.
//
//   verify_bench --benchmark_filter='L0toL5/1'      everything, on one thread; /2 on two
//
// LICET_BENCH_LEADS leads are imported first (20,000 without it), below LICET_BENCH_DIR or the temporary folder.
// Baseline: L0toL3 is the container, the chain and the tree alone, without any meaning.
#include <benchmark/benchmark.h>

#include "app/verify_command.h"
#include "imported_folder.h"
#include "ledger/file_native.h"
#include "ledger/parallel_native.h"
#include "record/verify_record.h"

namespace licet {
namespace {

using bench::must;

/// The folder's bundle, exported once.
class ExportedLedger {
 public:
  ExportedLedger() {
    app::Deps deps = imported_.deps();
    must(app::export_ledger(deps, app::Access::system(), imported_.ledger(), bundle().string()));
  }
  bench::fs::path bundle() const { return imported_.folder() / "out.licet"; }

 private:
  bench::ImportedFolder imported_;
};

std::shared_ptr<const ledger::BundleBytes> exported() {
  static const ExportedLedger ledger;
  return must(ledger::BundleInFile::open(ledger.bundle()));
}

ledger::RunItems threads_of(const benchmark::State& state) {
  return ledger::run_on_threads(static_cast<std::size_t>(state.range(0)));
}

template <typename Verify>
void measure(benchmark::State& state, const Verify& verify) {
  const auto bundle = exported();
  const ledger::RunItems run = threads_of(state);
  std::uint64_t entries = 0;
  for (auto _ : state) {
    const ledger::Report report = must(verify(bundle, run));
    LICET_INVARIANT(!report.failed());
    entries = report.entries;
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(entries));
  state.counters["entries"] = static_cast<double>(entries);
  state.counters["bytes/entry"] = static_cast<double>(bundle->size()) / static_cast<double>(entries);
}

void L0toL3(benchmark::State& state) {
  measure(state, [](const auto& bundle, const ledger::RunItems& run) {
    ledger::VerifyOptions options;
    options.run = run;
    return ledger::verify_bundle(bundle, {}, {}, options);
  });
}
BENCHMARK(L0toL3)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

void L0toL4(benchmark::State& state) {
  measure(state, [](const auto& bundle, const ledger::RunItems& run) {
    return record::verify_record(bundle, {}, {false, run});
  });
}
BENCHMARK(L0toL4)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

void L0toL5(benchmark::State& state) {
  measure(state, [](const auto& bundle, const ledger::RunItems& run) {
    return record::verify_record(bundle, {}, {true, run});
  });
}
BENCHMARK(L0toL5)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->MeasureProcessCPUTime();

}  // namespace
}  // namespace licet

BENCHMARK_MAIN();
