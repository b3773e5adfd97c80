// The gates with a policy of 25 packs: medians of `authorise` and `route`, and how many allocations each call makes.
// The gate of design section 10 is 2 us for `authorise` without an allocation, the aim 0.5 us.
//   domain_bench --benchmark_repetitions=9 --benchmark_report_aggregates_only=true
#include <benchmark/benchmark.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string>

#include "domain/decision_json.h"
#include "domain/gates.h"

namespace {
std::atomic<std::uint64_t> allocations{0};
}  // namespace

// Counted here, so that "allocates nothing" is measured and not believed. Not inlined: GCC 12 would pair malloc with
// delete and warn.
[[gnu::noinline]] void* operator new(std::size_t size) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace licet::domain {
namespace {

constexpr int kPacks = 25;
constexpr int kPeoplePerTeam = 8;
constexpr Instant kMoment{1'780'315'200'000'000};  // 2026-06-01T12:00:00Z

std::string pack_id(int n) { return std::string(1, static_cast<char>('A' + n)) + "A"; }

std::string person_id(int n) {
  std::array<std::uint8_t, 16> bytes{};
  bytes[0] = static_cast<std::uint8_t>(n + 1);
  return "pers_" + base32(bytes);
}

json::Value rule(const std::string& id, const char* shape, const std::string& reason, json::Value effect,
                 json::Value applies = json::Object{}) {
  return json::Object{{"id", id},
                      {"shape", shape},
                      {"title", "A rule"},
                      {"citation", "Act s.1"},
                      {"reason", reason},
                      {"effect", effect},
                      {"status", "verified"},
                      {"applies_to", std::move(applies)},
                      {"valid_from", "2020-01-01"}};
}

/// A pack with a subdivision of its own, nested two deep: a lead there gets three pairs.
json::Value pack(int n) {
  const std::string id = pack_id(n);
  json::Array rules{
      rule(id + "-LICENCE", "R03", "NO_LICENCE",
           json::Object{{"kinds", json::Array{"exemption", "licence", "passport"}}}),
      rule(id + "-AGENT", "R24", "NO_REGISTRATION", json::Object{{"kinds", json::Array{"registration"}}}),
      rule(id + "-RETAIL", "R23", "NOT_FOR_RETAIL", json::Object{{"verdict", "BLOCK"}},
           json::Object{{"client_type", json::Array{"retail"}}, {"product", json::Array{"complex", "crypto"}}}),
      rule(id + "-LIST", "R28", "LOOK_AT_IT", json::Object{{"verdict", "REVIEW"}},
           json::Object{
               {"any", json::Array{json::Object{{"source", json::Array{"bought"}}},
                                   json::Object{{"not", json::Object{{"client_type",
                                                                      json::Array{"retail", "professional"}}}}}}}})};
  json::Object out{{"id", id}, {"name", id}, {"zone", "Z/Summer"}, {"rules", std::move(rules)}};
  out["places"] = json::Array{json::Object{{"code", id}, {"name", id}}};
  if (n > 0) out["parent"] = n % 5 == 0 ? json::Value() : json::Value(pack_id(n - 1));
  return out;
}

json::Value zones() {
  json::Array changes;
  for (int year = 0; year < 70; ++year) {  // as many as a real zone of seventy years has
    const std::int64_t start = 631'152'000'000'000 + std::int64_t{year} * 31'557'600'000'000;
    changes.emplace_back(json::Array{start, 0});
    changes.emplace_back(json::Array{start + 15'000'000'000'000, 3'600});
  }
  return json::Object{{"from", 631'152'000'000'000},
                      {"until", 2'840'140'800'000'000},
                      {"version", "bench"},
                      {"zones", json::Array{json::Object{{"name", "Z/Summer"}, {"transitions", std::move(changes)}}}}};
}

json::Value policy_document() {
  json::Array packs, markets, routing;
  for (int n = 0; n < kPacks; ++n) {
    packs.push_back(pack(n));
    const std::string market = "m" + std::to_string(n);
    markets.emplace_back(
        json::Object{{"id", market},
                     {"name", market},
                     {"accepts", json::Array{json::Object{{"any_of", json::Array{pack_id(n) + ":" + pack_id(n)}}}}}});
    routing.emplace_back(json::Object{{"id", market},
                                      {"when", json::Object{{"market", json::Array{market}}}},
                                      {"teams", json::Array{"t" + std::to_string(n)}}});
  }
  return json::Object{
      {"schema", "licet.policy/1"},
      {"firm", json::Object{{"id", "bench"}, {"name", "Bench"}}},
      {"zones", zones()},
      {"packs", std::move(packs)},
      {"evidence",
       json::Object{{"threshold", 50},
                    {"kinds", json::Array{json::Object{{"kind", "address"}, {"weight", 80}, {"mode", "primary"}},
                                          json::Object{{"kind", "phone"}, {"weight", 20}, {"mode", "checks"}}}}}},
      {"products", json::Array{json::Object{{"id", "bonds"}, {"name", "Bonds"}, {"activity", "brokerage"}}}},
      {"default_activity", "brokerage"},
      {"client_types", json::Array{"retail", "professional", "institutional"}},
      {"lawful_bases", json::Array{"consent"}},
      {"lawful_basis_defaults", json::Array{}},
      {"markets", std::move(markets)},
      {"routing", std::move(routing)},
      {"screening", json::Object{{"lists", json::Array{}}, {"max_age_days", 14}}},
      {"house_rules", json::Array{}}};
}

/// One entity licensed everywhere, a team of eight a pack, everybody registered with everybody.
json::Value register_document() {
  std::map<std::string, json::Object> records;
  const auto put = [&](const std::string& key, const char* kind, json::Object record) {
    record["key"] = key;
    record["kind"] = kind;
    record["status"] = "active";
    records.emplace(key, std::move(record));
  };
  put("e", "entity", {{"name", "E"}, {"home", "AA"}});
  for (int n = 0; n < kPacks; ++n) {
    const std::string number = std::to_string(n);
    put("l" + number, "licence",
        {{"entity", "e"}, {"pack", pack_id(n)}, {"activities", json::Array{"brokerage"}}, {"from", "2020-01-01"}});
    put("t" + number, "team",
        {{"name", "T"}, {"entity", "e"}, {"markets", json::Array{"m" + number}}, {"rule", "round_robin"}});
    for (int p = 0; p < kPeoplePerTeam; ++p)
      put("z" + number + "." + std::to_string(p), "member", {{"team", "t" + number}, {"person", person_id(p)}});
  }
  for (int p = 0; p < kPeoplePerTeam; ++p) {
    put("p" + std::to_string(p), "person", {{"person", person_id(p)}, {"entity", "e"}, {"zone", "Z/Summer"}});
    for (int n = 0; n < kPacks; ++n)
      put("r" + std::to_string(p) + "." + std::to_string(n), "registration",
          {{"person", person_id(p)}, {"pack", pack_id(n)}});
  }
  json::Array list;
  for (auto& [key, record] : records) list.emplace_back(std::move(record));
  return json::Object{{"schema", "licet.register/1"}, {"records", std::move(list)}};
}

struct World {
  Policy policy;
  RegisterView view;
  LeadId id;
  static const World& get() {
    static const World world = [] {
      World out;
      auto policy = Policy::compile(policy_document());
      LICET_INVARIANT(policy.has_value());
      out.policy = std::move(*policy);
      auto view = RegisterView::compile(out.policy, register_document(), {});
      LICET_INVARIANT(view.has_value());
      out.view = std::move(*view);
      SeededRandom random(1);
      out.id = LeadId::make(random);
      return out;
    }();
    return world;
  }
  /// A lead whose place brings `pairs` jurisdictions: 1 to 5 packs on top of each other.
  LeadFacts lead(int pairs, Basis basis) const {
    LeadFacts out;
    out.id = id;
    const Symbol place = policy.symbols().find(pack_id(4 + pairs));
    for (const Jurisdiction& pair : policy.place(place)->jurisdictions) out.jurisdictions.push_back(pair);
    LICET_INVARIANT(out.jurisdictions.size() == static_cast<std::size_t>(pairs));
    out.client_type = policy.symbols().find("professional");
    out.client_type_basis = basis;
    out.product = policy.symbols().find("bonds");
    out.source = policy.symbols().find("website");
    out.screened = Screened::kClear;
    out.lawful_basis = true;
    out.market = market_of(policy, out).market;
    return out;
  }
};

void note_allocations(benchmark::State& state, std::uint64_t before) {
  state.counters["allocations"] =
      benchmark::Counter(static_cast<double>(allocations.load() - before), benchmark::Counter::kAvgIterations);
}

/// One candidate, the answer ALLOW, all rules evaluated. Argument: how many jurisdictions the lead has.
void authorise_allowed(benchmark::State& state, Basis basis) {
  const World& world = World::get();
  const LeadFacts lead = world.lead(static_cast<int>(state.range(0)), basis);
  const Candidate candidate{3, *world.view.team_index(std::string_view("t" + std::to_string(4 + state.range(0))))};
  LICET_INVARIANT(authorise(world.policy, world.view, lead, candidate, kMoment).decision().verdict == Verdict::kAllow);
  const std::uint64_t before = allocations.load();
  for (auto _ : state) benchmark::DoNotOptimize(authorise(world.policy, world.view, lead, candidate, kMoment));
  note_allocations(state, before);
}
BENCHMARK_CAPTURE(authorise_allowed, classified, Basis::kClassified)->DenseRange(1, 5, 2);
BENCHMARK_CAPTURE(authorise_allowed, claimed, Basis::kClaimed)->DenseRange(1, 5, 2);

/// Everything against it: reasons fill up.
void authorise_refused(benchmark::State& state) {
  const World& world = World::get();
  LeadFacts lead = world.lead(3, Basis::kUnknown);
  lead.source = Symbol::kNone;
  lead.product = Symbol::kNone;
  lead.lawful_basis = false;
  const std::uint64_t before = allocations.load();
  for (auto _ : state) benchmark::DoNotOptimize(authorise(world.policy, world.view, lead, {3, 0}, kMoment));
  note_allocations(state, before);
}
BENCHMARK(authorise_refused);

/// Eight candidates and the choice.
void route_team_of_eight(benchmark::State& state) {
  const World& world = World::get();
  const LeadFacts lead = world.lead(2, Basis::kClassified);
  RotationState rotation;
  rotation.last["t6"] = *PersonId::parse(person_id(4));
  LICET_INVARIANT(route(world.policy, world.view, lead, rotation, kMoment).chosen.has_value());
  const std::uint64_t before = allocations.load();
  for (auto _ : state) benchmark::DoNotOptimize(route(world.policy, world.view, lead, rotation, kMoment));
  note_allocations(state, before);
}
BENCHMARK(route_team_of_eight);

void tag_address_and_phone(benchmark::State& state) {
  const World& world = World::get();
  const auto evidence = [&](const char* kind, const char* place) {
    return Evidence{world.policy.symbols().find(kind), world.policy.symbols().find(place), Date{20'000}, place};
  };
  const std::vector<Evidence> list{evidence("address", "HA"), evidence("phone", "HA")};
  LICET_INVARIANT(tag(world.policy, list, kMoment).decision.allowed());
  const std::uint64_t before = allocations.load();
  for (auto _ : state) benchmark::DoNotOptimize(tag(world.policy, list, kMoment));
  note_allocations(state, before);
}
BENCHMARK(tag_address_and_phone);

/// The record of a routing, to the bytes that go into the ledger.
void record_of_a_routing(benchmark::State& state) {
  const World& world = World::get();
  const LeadFacts lead = world.lead(2, Basis::kClassified);
  const Routing routing = route(world.policy, world.view, lead, {}, kMoment);
  std::size_t bytes = 0;
  for (auto _ : state) {
    const std::string text = json::canonical(routing_record(world.policy, world.view, lead, {}, routing, kMoment));
    bytes = text.size();
    benchmark::DoNotOptimize(text);
  }
  state.counters["bytes"] = static_cast<double>(bytes);
}
BENCHMARK(record_of_a_routing);

void compile_policy(benchmark::State& state) {
  const json::Value document = policy_document();
  for (auto _ : state) benchmark::DoNotOptimize(Policy::compile(document));
}
BENCHMARK(compile_policy);

}  // namespace
}  // namespace licet::domain

BENCHMARK_MAIN();
