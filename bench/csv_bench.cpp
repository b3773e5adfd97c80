// How fast CSV is read, in bytes per second on one core. Each case stands beside a baseline: memchr over the same bytes
// looking for line ends only, which is the least any reader must do.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "app/csv_reader.h"
#include "app/intake_row.h"

namespace {

using licet::app::csv::Reader;
using licet::app::csv::TextSource;

constexpr std::size_t kBytes = 32U << 20U;

std::string leads(bool quoted, bool latin1) {
  std::string text =
      "email,first_name,last_name,company,phone,street,city,state,postal_code,country,birth_date,prospect_type,product,"
      "lawful_basis,stated_intent,kyc_residence,source_id,campaign,created_at\n";
  const std::string q = quoted ? "\"" : "";
  const std::string name = latin1 ? "M\xFCller" : "Miller";
  for (std::size_t i = 0; text.size() < kBytes; ++i) {
    const std::string n = std::to_string(i);
    text += q + "person" + n + "@example.com" + q + "," + q + "Pat" + q + "," + q + name + q + "," + q + "Example " +
            (quoted ? "\"\"Holdings\"\", Ltd" : "Holdings Ltd") + q + ",+442079460" + n.substr(0, 3) + "," + n +
            " High Street,London,,SW1A 1AA,GB,1980-02-03,retail,fx,consent,,GB," + n + ",spring,2026-03-01T09:14:22Z\n";
  }
  return text;
}

void read_rows(benchmark::State& state, bool quoted, bool latin1) {
  const std::string text = leads(quoted, latin1);
  std::size_t rows = 0;
  for (auto _ : state) {
    TextSource source(text, 1U << 20U);
    auto reader = Reader::open(source);
    rows = 0;
    while ((*reader)->next() == Reader::Step::kRow) {
      benchmark::DoNotOptimize((*reader)->row().fields.data());
      ++rows;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

void csv_plain(benchmark::State& state) { read_rows(state, false, false); }
void csv_quoted(benchmark::State& state) { read_rows(state, true, false); }
void csv_latin1(benchmark::State& state) { read_rows(state, false, true); }

/// All the way to what the pipeline takes: mapped, typed, canonical and raw JSON.
void csv_to_leads(benchmark::State& state) {
  const std::string text = leads(false, false);
  const licet::Date today = licet::from_ymd(2026, 11, 22);
  std::size_t rows = 0;
  for (auto _ : state) {
    TextSource source(text, 1U << 20U);
    auto reader = Reader::open(source);
    const auto mapping = licet::app::intake::Mapping::make((*reader)->header().columns);
    rows = 0;
    while ((*reader)->next() == Reader::Step::kRow) {
      const auto& row = (*reader)->row();
      const auto lead = licet::app::intake::parse_row(*mapping, row.fields, row.line, today);
      if (!lead) {
        state.SkipWithError(lead.error().text.c_str());
        return;
      }
      benchmark::DoNotOptimize(licet::app::intake::canonical_json(*lead));
      benchmark::DoNotOptimize(licet::app::intake::raw_json(*mapping, row.fields));
      ++rows;
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

void baseline_line_ends(benchmark::State& state) {
  const std::string text = leads(false, false);
  std::size_t lines = 0;
  for (auto _ : state) {
    lines = 0;
    const char* p = text.data();
    const char* const end = p + text.size();
    while (const void* found = std::memchr(p, '\n', static_cast<std::size_t>(end - p))) {
      p = static_cast<const char*>(found) + 1;
      ++lines;
    }
    benchmark::DoNotOptimize(lines);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(lines));
}

BENCHMARK(csv_plain)->Unit(benchmark::kMillisecond);
BENCHMARK(csv_quoted)->Unit(benchmark::kMillisecond);
BENCHMARK(csv_latin1)->Unit(benchmark::kMillisecond);
BENCHMARK(csv_to_leads)->Unit(benchmark::kMillisecond);
BENCHMARK(baseline_line_ends)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
