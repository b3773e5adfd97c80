// What verifying a record costs an entry, level by level, over a real export: the example firm with leads imported
// through the whole pipeline.
//
//   verify_bench --benchmark_filter='L0toL5/1'      everything, on one thread; /2 on two
//
// LICET_BENCH_LEADS leads are imported first (20,000 without it), below LICET_BENCH_DIR or the temporary folder.
// Baseline: L0toL3 is the container, the chain and the tree alone, without any meaning.
#include <benchmark/benchmark.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "app/firm_reader.h"
#include "app/import_command.h"
#include "app/init_command.h"
#include "app/list_commands.h"
#include "app/verify_command.h"
#include "ledger/file_native.h"
#include "ledger/parallel_native.h"
#include "record/verify_record.h"
#include "screening/ofac_csv.h"
#include "store/keys/key_store.h"
#include "store/sqlite/sqlite_store.h"

namespace licet {
namespace {

namespace fs = std::filesystem;

template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s %s\n", result.error().to_string().c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Invented leads over places that are assigned, refused and reviewed.
std::string leads_csv(std::int64_t count) {
  static constexpr const char* kPlaces[] = {"1 Pretend Row,London,,ZZ1,GB",    "2 Erfunden Weg,Berlin,,00000,DE",
                                            "3 Rue Feinte,Paris,,00000,FR",    "4 Via Finta,Milano,,00000,IT",
                                            "5 Fancy St,New York,NY,00000,US", "6 Dream Ave,Austin,TX,00000,US",
                                            "7 Sham Rd,Miami,FL,00000,US",     "8 Bergweg,Chur,,0000,CH"};
  std::string out =
      "email,first_name,last_name,street,city,state,postal_code,country,birth_date,prospect_type,product,"
      "lawful_basis,source_id\n";
  for (std::int64_t i = 0; i < count; ++i) {
    std::string name;
    for (std::int64_t rest = i + 26; rest > 0; rest /= 26) name += static_cast<char>('a' + rest % 26);
    const std::string n = std::to_string(i);
    out += n + "@example.com,Qu" + name + ",Zz" + name + "," + kPlaces[i % 8] +
           ",1970-01-01,retail,brokerage,consent,B-" + n + "\n";
  }
  return out;
}

/// A folder with an exported bundle; goes away at the end.
class ExportedLedger {
 public:
  ExportedLedger() {
    const char* dir = std::getenv("LICET_BENCH_DIR");
    std::string pattern = (dir != nullptr ? fs::path(dir) : fs::temp_directory_path()) / "licet-verify-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) std::exit(1);
    folder_ = pattern;
    make();
  }
  ~ExportedLedger() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  ExportedLedger(const ExportedLedger&) = delete;
  ExportedLedger& operator=(const ExportedLedger&) = delete;

  fs::path bundle() const { return folder_ / "out.licet"; }

 private:
  void make() {
    SystemClock clock;
    SeededRandom random(1);
    store::SqliteOptions options;
    options.dir = (folder_ / "data").string();
    options.clock = &clock;
    options.create = true;
    options.origin = "licet/bench/verify";
    const auto store = must(store::open_sqlite(options));
    const auto keys = store::memory_key_store(random);
    app::Deps deps{*store, *keys, clock, random};
    const app::Principal system = app::Access::system();
    const std::string firm = std::string(LICET_SOURCE_DIR) + "/firms/meridian/";
    must(app::init_firm(deps, must(app::load_firm(firm + "firm.yaml", std::string(LICET_SOURCE_DIR) + "/packs")), ""));
    const std::string sdn = read_text(firm + "lists/sdn.csv"), alt = read_text(firm + "lists/alt.csv"),
                      add = read_text(firm + "lists/add.csv");
    const std::array<screening::SourceFile, 3> files{{{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}}};
    const auto list = must(screening::read_ofac_csv("ofac-sdn", files, clock.now()));
    must(app::load_list(deps, system, list.list, {}, false));
    app::FirmState state;
    must(store->read(system, [&](app::Reader& reader) -> Status {
      LICET_TRY(state, app::load_firm_state(reader, app::LoadLists::kYes));
      return {};
    }));
    const char* leads = std::getenv("LICET_BENCH_LEADS");
    const std::string csv = leads_csv(leads != nullptr ? std::atoll(leads) : 20'000);
    app::csv::TextSource input(csv);
    app::ImportOptions import;
    import.source = "bench";
    import.file = "invented leads";
    must(app::import_leads(deps, system, state, input, import, {}));
    must(
        app::export_ledger(deps, system, {(folder_ / "log").string(), (folder_ / "head").string()}, bundle().string()));
  }

  fs::path folder_;
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
