#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "app/import_command.h"
#include "app/list_commands.h"
#include "cli/context.h"
#include "cli/files.h"
#include "cli/handlers.h"
#include "cli/init_folder.h"
#include "cli/list_files.h"
#include "store/keys/key_store.h"

namespace licet::cli {
namespace {

/// Invented leads as CSV, made while they are read, so that memory does not grow with their number.
class InventedLeads {
 public:
  explicit InventedLeads(std::int64_t count) : count_(count) {}

  Result<std::size_t> read(char* out, std::size_t size) {
    while (pending_.empty() && next_ <= count_) {
      pending_ = next_ == 0 ? std::string(
                                  "email,first_name,last_name,company,phone,street,city,state,postal_code,country,"
                                  "birth_date,prospect_type,product,lawful_basis,source_id,campaign\n")
                            : row(next_);
      ++next_;
    }
    const std::size_t n = std::min(size, pending_.size());
    pending_.copy(out, n);
    pending_.erase(0, n);
    return n;
  }

 private:
  /// Syllables give names that are nobody's; places rotate over assigned, refused and reviewed jurisdictions.
  std::string row(std::int64_t i) {
    static constexpr const char* kSyllables[] = {"bra", "mel", "tor", "vin", "sha", "quo",
                                                 "lup", "ner", "dal", "fis", "gor", "hul"};
    static constexpr const char* kPlaces[] = {"1 Pretend Row,London,,ZZ1,GB",    "2 Erfunden Weg,Berlin,,00000,DE",
                                              "3 Rue Feinte,Paris,,00000,FR",    "4 Via Finta,Milano,,00000,IT",
                                              "5 Fancy St,New York,NY,00000,US", "6 Dream Ave,Austin,TX,00000,US",
                                              "7 Sham Rd,Miami,FL,00000,US",     "8 Bergweg,Chur,,0000,CH"};
    const auto name = [&](std::uint64_t seed) {
      std::string out;
      for (int k = 0; k < 3; ++k, seed /= 12) out += kSyllables[seed % 12];
      out[0] = static_cast<char>(out[0] - 'a' + 'A');
      return out;
    };
    const std::uint64_t a = random_.next(), b = random_.next();
    const std::string n = std::to_string(i);
    return n + "." + name(a) + "@example.com," + name(a) + "," + name(b) + "," +
           (i % 4 == 0 ? name(a ^ b) + " Ltd" : "") + ",," + kPlaces[a % 8] + ",19" + std::to_string(50 + a % 49) +
           "-0" + std::to_string(1 + b % 9) + "-1" + std::to_string(a % 9) + ",retail,brokerage,consent,B-" + n +
           ",bench\n";
  }

  std::int64_t count_, next_ = 0;
  std::string pending_;
  SeededRandom random_{20'261'122};
};

std::uint64_t folder_bytes(const std::string& dir) {
  std::uint64_t total = 0;
  for (const auto& item : std::filesystem::recursive_directory_iterator(dir))
    if (item.is_regular_file()) total += item.file_size();
  return total;
}

std::string percent(std::int64_t part, std::int64_t whole) {
  return std::to_string(whole == 0 ? 0 : part * 100 / whole) + " %";
}

}  // namespace

Result<int> run_bench_import(const Options& options, Output& out) {
  LICET_TRY(const app::FirmBundle bundle, checked_firm(options, out));
  const std::string dir =
      (options.data.empty() ? std::string(".") : options.data) + "/bench-import-" + std::to_string(::getpid());
  std::string origin;
  LICET_CHECK(init_folder(dir, bundle, origin).map([](const app::InitReport&) {}));
  Options inner = options;
  inner.data = dir;
  LICET_TRY(const auto context, Context::open(inner));
  app::Deps deps = context->deps();
  const app::Principal system = app::Access::system();
  for (const std::string& path : options.files) out.note("ignored: " + path);

  const std::string lists = std::filesystem::path(options.firm).parent_path().string() + "/lists/";
  LICET_TRY(const ListFiles list, read_list_files("ofac-sdn", {lists + "sdn.csv", lists + "alt.csv", lists + "add.csv"},
                                                  AsOf{context->clock().now(), std::string(app::kAsOfStated)}, true));
  LICET_CHECK(app::load_list(deps, system, list.list).map([](const app::ListReport&) {}));
  LICET_TRY(const app::FirmState state, context->firm_state(app::LoadLists::kYes));
  LICET_TRY(const app::LogHead before, deps.store.seal_all());

  InventedLeads leads(options.limit);
  app::csv::FunctionSource source([&leads](char* buffer, std::size_t size) { return leads.read(buffer, size); });
  app::ImportOptions import_options;
  import_options.source = "bench";
  import_options.file = "invented leads";
  ProgressLine progress;
  app::ImportCallbacks callbacks;
  callbacks.progress = [&](const app::ImportReport& r) {
    progress.show(std::to_string(r.rows) + " rows");
    return true;
  };
  const auto begin = std::chrono::steady_clock::now();
  LICET_TRY(const app::ImportReport report, app::import_leads(deps, system, state, source, import_options, callbacks));
  const auto ns =
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count();
  progress.clear();
  LICET_TRY(const app::LogHead after, deps.store.seal_all());
  const auto bytes = static_cast<std::int64_t>(folder_bytes(dir));
  const std::int64_t per_second = ns == 0 ? 0 : report.rows * 1'000'000'000 / ns;
  const app::StageTimes& t = report.times;
  out.object("licet.bench_import/1", {{"assigned", report.assigned},
                                      {"bytes_per_lead", report.leads == 0 ? 0 : bytes / report.leads},
                                      {"decide_ns", t.decide},
                                      {"entries", after.size - before.size},
                                      {"folder", options.keep ? dir : std::string()},
                                      {"keys_ns", t.keys},
                                      {"leads", report.leads},
                                      {"leads_per_second", per_second},
                                      {"match_ns", t.match},
                                      {"parse_ns", t.parse},
                                      {"record_ns", t.record},
                                      {"screen_and_seal_ns", t.screen_and_seal},
                                      {"wait_ns", t.wait},
                                      {"wall_ns", ns}});
  out.text(std::to_string(report.leads) + " leads in " + std::to_string(ns / 1'000'000) + " ms, durable: " +
           std::to_string(per_second) + " leads/s; " + std::to_string(report.assigned) + " assigned, " +
           std::to_string(report.review) + " in review, " + std::to_string(report.refused) + " refused");
  out.text(std::to_string(after.size - before.size) + " entries; " +
           std::to_string(report.leads == 0 ? 0 : bytes / report.leads) + " bytes on disk a lead");
  out.text("reading thread: parse " + percent(t.parse, ns) + ", repeats and keys " + percent(t.keys, ns) +
           ", screen and seal " + percent(t.screen_and_seal, ns) + ", waiting for the writer " + percent(t.wait, ns));
  out.text("writing thread: match " + percent(t.match, ns) + ", decide " + percent(t.decide, ns) + ", record " +
           percent(t.record, ns) + ", the rest is the commit and idling");
  if (options.keep) {
    out.text("kept: " + dir);
    return 0;
  }
  std::error_code ignored;
  std::filesystem::remove_all(dir, ignored);
  return 0;
}

}  // namespace licet::cli
