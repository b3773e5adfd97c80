// What the ledger's pieces cost on one core. Baselines stand beside: the bare hash, and the full JSON parser.
#include <benchmark/benchmark.h>

#include "base/json.h"
#include "ledger/test_log.h"
#include "ledger/tile.h"
#include "ledger/verify.h"

namespace licet::ledger {
namespace {

using testing::TestLog;

/// Entries of about 512 bytes, as real ones are.
const TestLog& log_of(std::size_t count) {
  static const TestLog log = TestLog::make(100'000, 20'000);
  LICET_INVARIANT(log.entries.size() >= count);
  return log;
}

void Sha256Of512Bytes(benchmark::State& state) {
  const Bytes data(512, 'a');
  for (auto _ : state) benchmark::DoNotOptimize(crypto::sha256(data));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Sha256Of512Bytes);

void LeafHash(benchmark::State& state) {
  const Bytes data(static_cast<std::size_t>(state.range(0)), 'a');
  for (auto _ : state) benchmark::DoNotOptimize(leaf_hash(data));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(LeafHash)->Arg(128)->Arg(512)->Arg(1024);

void NodeHash(benchmark::State& state) {
  const Hash a = leaf_hash(as_bytes("a"));
  for (auto _ : state) benchmark::DoNotOptimize(node_hash(a, a));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(NodeHash);

void ComposeEnvelope(benchmark::State& state) {
  const std::string body(300, 'a');
  const std::vector<Link> links{{"lead", "lead_0123456789abcdefghjkmnpqrs", 12'345, 7}};
  const ChainState chain{testing::kOrigin, 99'999, leaf_hash(as_bytes("x")), 1};
  for (auto _ : state) benchmark::DoNotOptimize(compose_envelope(body, links, chain, Instant{2}));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ComposeEnvelope);

/// Envelope, leaf hash, tree and tiles and bundles: everything a sequencer does in memory for one entry.
void AppendInMemory(benchmark::State& state) {
  const std::string body(300, 'a');
  const std::vector<Link> links{{"lead", "lead_0123456789abcdefghjkmnpqrs", -1, 1}};
  ChainState chain{testing::kOrigin, 0, empty_root(), 0};
  TreeBuilder tree;
  TileGrower tiles;
  BundleGrower bundles;
  for (auto _ : state) {
    const std::string entry = *compose_envelope(body, links, chain, Instant{2});
    const Hash leaf = leaf_hash(as_bytes(entry));
    tree.append(leaf);
    tiles.append(leaf);
    bundles.append(as_bytes(entry));
    advance(chain, 2, leaf);
    if (chain.next_seq % 1'024 == 0) {
      benchmark::DoNotOptimize(tiles.take_full());
      benchmark::DoNotOptimize(bundles.take_full());
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(AppendInMemory);

void ParseEntryStrictly(benchmark::State& state) {
  const TestLog& log = log_of(1'000);
  Entry entry;
  std::size_t i = 0;
  std::int64_t bytes = 0;
  for (auto _ : state) {
    const std::string& text = log.entries[i++ % 1'000];
    benchmark::DoNotOptimize(parse_entry(text, entry));
    bytes += static_cast<std::int64_t>(text.size());
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(bytes);
}
BENCHMARK(ParseEntryStrictly);

/// The baseline of the line above: what the general parser and writer need for the same answer.
void ParseEntryByTheGeneralParser(benchmark::State& state) {
  const TestLog& log = log_of(1'000);
  std::size_t i = 0;
  for (auto _ : state) {
    const std::string& text = log.entries[i++ % 1'000];
    const auto value = json::parse(text, json::kEntryOptions);
    benchmark::DoNotOptimize(json::canonical(*value) == text);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(ParseEntryByTheGeneralParser);

Fields five_fields() {
  return {
      {"city", "London"}, {"email", "ada@example.com"}, {"name", "Ada"}, {"phone", "+15550100"}, {"street", "1 Way"}};
}

void SealFiveFields(benchmark::State& state) {
  SeededRandom random(1);
  const crypto::Key32 dek = testing::test_dek(1);
  const Fields fields = five_fields();
  for (auto _ : state) benchmark::DoNotOptimize(seal_fields({testing::kOrigin, "ev_1"}, "subj_1", dek, fields, random));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(SealFiveFields);

void OpenFiveFields(benchmark::State& state) {
  SeededRandom random(1);
  const crypto::Key32 dek = testing::test_dek(1);
  const Sealed sealed = *seal_fields({testing::kOrigin, "ev_1"}, "subj_1", dek, five_fields(), random);
  for (auto _ : state)
    benchmark::DoNotOptimize(open_section({testing::kOrigin, "ev_1"}, sealed.section, sealed.blob, dek));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(OpenFiveFields);

void SignCheckpoint(benchmark::State& state) {
  const NoteSigner signer = testing::test_signer();
  const Checkpoint checkpoint{testing::kOrigin, 1, empty_root()};
  for (auto _ : state) benchmark::DoNotOptimize(sign_checkpoint(checkpoint, signer));
}
BENCHMARK(SignCheckpoint);

void Verify100kEntries(benchmark::State& state) {
  static const Bytes bundle = log_of(100'000).bundle();
  const Trust trust = testing::test_trust();
  for (auto _ : state) {
    const Report report = verify_bundle(bundle, trust);
    LICET_INVARIANT(!report.failed());
  }
  state.SetItemsProcessed(state.iterations() * 100'000);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bundle.size()));
}
BENCHMARK(Verify100kEntries)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace licet::ledger

BENCHMARK_MAIN();
