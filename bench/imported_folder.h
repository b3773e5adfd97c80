// A data folder for benchmarks of what happens after an import: the example firm with invented leads, imported through
// the whole pipeline. LICET_BENCH_LEADS leads (20,000 without it), below LICET_BENCH_DIR or the temporary folder; or,
// for very many leads, a folder that `licet bench import --keep` left: LICET_BENCH_DATA names it.
#pragma once

#include <stdlib.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "app/firm_reader.h"
#include "app/import_command.h"
#include "app/init_command.h"
#include "app/lead_queries.h"
#include "app/list_commands.h"
#include "app/people_commands.h"
#include "app/publishing.h"
#include "screening/ofac_csv.h"
#include "store/keys/key_store.h"
#include "store/sqlite/sqlite_store.h"

namespace licet::bench {

namespace fs = std::filesystem;

/// The value, or the end of the program with the error.
template <typename T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s %s\n", result.error().to_string().c_str(), result.error().detail.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// Invented leads over places that are assigned, refused and reviewed.
inline std::string leads_csv(std::int64_t count) {
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

/// The folder and what stands in it; goes away at the end. Keys are in memory: making them durable is the import's
/// cost.
class ImportedFolder {
 public:
  ImportedFolder() {
    if (const char* kept = std::getenv("LICET_BENCH_DATA")) {
      open(kept);
      return;
    }
    const char* dir = std::getenv("LICET_BENCH_DIR");
    std::string pattern = (dir != nullptr ? fs::path(dir) : fs::temp_directory_path()) / "licet-bench-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) std::exit(1);
    folder_ = pattern;
    make();
  }
  ~ImportedFolder() {
    store_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  ImportedFolder(const ImportedFolder&) = delete;
  ImportedFolder& operator=(const ImportedFolder&) = delete;

  const fs::path& folder() const { return folder_; }
  app::LedgerFolder ledger() const { return {(folder_ / "log").string(), (folder_ / "head").string()}; }
  /// Somebody of the firm, proven with a fresh credential.
  app::Principal person(const std::string& handle) {
    app::Deps deps = this->deps();
    const PersonId id = must(app::find_person(deps, app::Access::system(), handle));
    const bool administrator = id == first_->person() || id == second_->person();
    if (administrator) return id == first_->person() ? *first_ : *second_;
    const app::Credential fresh = must(app::renew_credential(deps, *first_, *second_, id));
    return must(app::Access::by_credential(*store_, handle, app::credential_text(fresh), clock_.now()));
  }
  app::Deps deps() { return {*store_, *keys_, clock_, random_, firm_}; }

 private:
  /// A folder that stays, with its keys.
  void open(const fs::path& kept) {
    store::SqliteOptions options;
    options.dir = kept.string();
    options.clock = &clock_;
    store_ = must(store::open_sqlite(options));
    keys_ = must(store::open_key_store((kept / "keys").string(), store_->origin(), random_));
    std::vector<std::string> texts;
    for (const auto& file : fs::directory_iterator(kept / "credentials")) texts.push_back(read_text(file.path()));
    if (texts.size() != 2) std::exit(1);
    first_ = must(app::Access::by_credential(*store_, "", texts[0], clock_.now()));
    second_ = must(app::Access::by_credential(*store_, "", texts[1], clock_.now()));
  }

  void make() {
    store::SqliteOptions options;
    options.dir = (folder_ / "data").string();
    options.clock = &clock_;
    options.create = true;
    options.origin = "licet/bench/imported";
    store_ = must(store::open_sqlite(options));
    keys_ = store::memory_key_store(random_);
    app::Deps deps = this->deps();
    const app::Principal system = app::Access::system();
    const std::string firm = std::string(LICET_SOURCE_DIR) + "/firms/meridian/";
    const app::InitReport report = must(
        app::init_firm(deps, must(app::load_firm(firm + "firm.yaml", std::string(LICET_SOURCE_DIR) + "/packs")), ""));
    must(app::sign_first_head(deps, ledger()));
    first_ = must(app::Access::by_credential(*store_, "", app::credential_text(report.first_credential), clock_.now()));
    second_ =
        must(app::Access::by_credential(*store_, "", app::credential_text(report.second_credential), clock_.now()));
    const std::string sdn = read_text(firm + "lists/sdn.csv"), alt = read_text(firm + "lists/alt.csv"),
                      add = read_text(firm + "lists/add.csv");
    const std::array<screening::SourceFile, 3> files{{{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}}};
    const auto list = must(screening::read_ofac_csv("ofac-sdn", files, clock_.now()));
    must(app::load_list(deps, system, list.list));
    app::FirmState state;
    must(store_->read(system, [&](app::Reader& reader) -> Status {
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
  }

  fs::path folder_;
  SystemClock clock_;
  crypto::SystemRandom random_;  // asked by several threads
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<app::KeyStore> keys_;
  app::FirmStates firm_;
  std::optional<app::Principal> first_, second_;  // the administrators
};

}  // namespace licet::bench
