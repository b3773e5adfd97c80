// A firm's house for tests of commands: a store, keys, a clock that stands still, seeded randomness, the example firm
// or one derived from it, and two proven people. A seed repeats a run.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/firm_reader.h"
#include "app/firm_state.h"
#include "app/import_command.h"
#include "app/init_command.h"
#include "app/job_commands.h"
#include "app/lead_intake.h"
#include "app/lead_queries.h"
#include "app/list_commands.h"
#include "app/people_commands.h"
#include "app/register_commands.h"
#include "app/subject_commands.h"
#include "app/verify_command.h"
#include "screening/ofac_csv.h"
#include "store/keys/key_store.h"
#include "store/memory/memory_store.h"
#include "store/sqlite/sqlite_store.h"

namespace licet::app_test {

inline const std::string kFirmFolder = std::string(LICET_SOURCE_DIR) + "/firms/meridian/";
inline constexpr const char* kOrigin = "licet/meridian/test";
/// A Monday noon in London: every desk of the example has somebody at work.
inline constexpr const char* kMondayNoon = "2026-11-23T12:00:00Z";

/// The value, or the end of the test with the error's text.
template <typename T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().to_string() + " " + result.error().detail);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline Instant moment(std::string_view text) { return must(parse_instant(text)); }

inline std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

/// The example firm, read once.
inline const app::FirmBundle& meridian() {
  static const app::FirmBundle bundle =
      must(app::load_firm(kFirmFolder + "firm.yaml", std::string(LICET_SOURCE_DIR) + "/packs"));
  return bundle;
}

/// A folder that goes away with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "licet-app-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct WorldOptions {
  std::uint64_t seed = 1;
  const char* at = kMondayNoon;
  bool sqlite = false;                         ///< else in memory
  bool lists = true;                           ///< loads the example's screening list
  app::FirmStates::ServiceMaker service = {};  ///< makes the screening service of a policy that names one
};

/// The header of the example's leads and the rows with these source ids, in the file's order.
inline std::string leads_csv(const std::set<std::string>& ids = {}) {
  std::istringstream in(read_text(kFirmFolder + "leads.csv"));
  std::string out, line;
  std::getline(in, line);
  out = line + "\n";
  while (std::getline(in, line))
    if (ids.empty() || std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
          return line.find("," + id + ",") != std::string::npos;
        }))
      out += line + "\n";
  return out;
}

/// An initialised house. Not copied, not moved: `deps` refers to its members.
class AppWorld {
 public:
  explicit AppWorld(const WorldOptions& options = {}, const app::FirmBundle& firm = meridian())
      : clock_(moment(options.at)), random_(options.seed), firm_(options.service) {
    if (options.sqlite) {
      store::SqliteOptions sqlite;
      sqlite.dir = folder_.path() + "/data";
      sqlite.clock = &clock_;
      sqlite.create = true;
      sqlite.origin = kOrigin;
      store_ = must(store::open_sqlite(sqlite));
    } else {
      store::MemoryOptions memory;
      memory.origin = kOrigin;
      memory.clock = &clock_;
      store_ = store::memory_store(memory);
    }
    keys_ = store::memory_key_store(random_);
    deps_.emplace(app::Deps{*store_, *keys_, clock_, random_, firm_});
    report_ = must(app::init_firm(*deps_, firm, ""));
    first_ = prove(report_.first_credential);
    if (!report_.second.empty()) second_ = prove(report_.second_credential);
    if (options.lists) load_lists();
  }
  AppWorld(const AppWorld&) = delete;
  AppWorld& operator=(const AppWorld&) = delete;

  app::Deps& deps() { return *deps_; }
  app::Store& store() { return *store_; }
  app::KeyStore& keys() { return *keys_; }
  FixedClock& clock() { return clock_; }
  SeededRandom& random() { return random_; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
  /// The administrators: administrator, compliance and manager; administrator and compliance.
  const app::Principal& first() const { return *first_; }
  const app::Principal& second() const { return *second_; }
  std::string data_file() const { return folder_.path() + "/data/licet.db"; }
  /// With a signed head, as `init` leaves it: made when it is first asked for.
  app::LedgerFolder ledger_folder() {
    app::LedgerFolder folder{folder_.path() + "/log", folder_.path() + "/signed-head"};
    if (!std::filesystem::exists(folder.lock)) must(app::sign_first_head(deps(), folder));
    return folder;
  }

  /// Anybody of the firm, by handle, with a fresh credential.
  app::Principal person(std::string_view handle) {
    return prove(must(app::renew_credential(deps(), first(), second(), person_id(handle))));
  }
  PersonId person_id(std::string_view handle) { return must(app::find_person(deps(), first(), handle)); }

  void load_lists() {
    std::array<std::string, 3> texts;
    std::vector<screening::SourceFile> files;
    const std::array<const char*, 3> names = {"sdn.csv", "alt.csv", "add.csv"};
    for (std::size_t i = 0; i < names.size(); ++i) {
      texts[i] = read_text(kFirmFolder + "lists/" + names[i]);
      files.push_back({names[i], texts[i]});
    }
    const screening::ReadList read = must(screening::read_ofac_csv("ofac-sdn", files, clock_.now()));
    must(app::load_list(deps(), first(), read.list));
  }

  app::FirmState state(app::LoadLists lists = app::LoadLists::kNo) {
    app::FirmState state;
    read([&](app::Reader& reader) -> Status {
      LICET_TRY(state, firm_.state(reader, lists));
      return {};
    });
    return state;
  }

  app::ImportReport import(std::string_view csv, const std::string& source = "sample", bool dry_run = false) {
    app::csv::TextSource input(csv);
    app::ImportOptions options;
    options.source = source;
    options.file = "test.csv";
    options.dry_run = dry_run;
    app::ImportCallbacks callbacks;
    callbacks.reject = [&](std::uint64_t line, const std::string& reason, std::string_view) {
      rejects_.push_back(std::to_string(line) + ": " + reason);
      return Status();
    };
    return must(app::import_leads(deps(), first(), state(app::LoadLists::kYes), input, options, callbacks));
  }
  /// Rows refused so far, "line: reason".
  const std::vector<std::string>& rejects() const { return rejects_; }

  // ---- looking

  void read(const std::function<Status(app::Reader&)>& use) { must(store_->read(app::Access::system(), use)); }
  static app::Scope everything() {
    return must(app::Access::scope(app::Access::system(), app::Right::kReadLeads, "test", nullptr));
  }
  std::optional<record::Row> row(record::TableId table, const std::string& key) {
    std::optional<record::Row> out;
    read([&](app::Reader& reader) -> Status {
      LICET_TRY(out, reader.get(everything(), table, {key}));
      return {};
    });
    return out;
  }
  std::vector<record::Row> rows(record::TableId table, std::vector<app::Condition> where = {}) {
    std::vector<record::Row> out;
    read([&](app::Reader& reader) -> Status {
      LICET_TRY(out, app::all_rows(reader, everything(), table, std::move(where)));
      return {};
    });
    return out;
  }
  record::Row lead(const LeadId& id) { return row(record::TableId::kLead, id.str()).value(); }
  /// Source events of a source and its id.
  std::vector<record::Row> source_events(const std::string& source_id, const std::string& source = "sample") {
    app::intake::IntakeRow wanted;
    wanted.source_id = source_id;
    return rows(record::TableId::kSourceEvent,
                {{"repeat_key", app::Condition::Op::kEqual, app::blind_keys(keys_->pepper(), source, wanted).repeat}});
  }
  LeadId lead_of(const std::string& source_id, const std::string& source = "sample") {
    const auto found = source_events(source_id, source);
    if (found.empty()) throw std::runtime_error("no lead of " + source_id);
    return LeadId::parse(found.front().text("lead")).value();
  }
  /// The review reasons of a lead's open case, as a JSON text; "[]" without one.
  std::string reasons_of(const LeadId& id) {
    const record::Row found = lead(id);
    if (found.null("case_id")) return "[]";
    return std::string(row(record::TableId::kCase, std::string(found.text("case_id"))).value().text("reasons"));
  }
  CaseId case_of(const LeadId& id) { return CaseId::parse(lead(id).text("case_id")).value(); }
  std::string handle(std::string_view person) {
    const auto found = row(record::TableId::kPerson, std::string(person));
    return found ? std::string(found->text("handle")) : std::string();
  }

  app::JobReport job(std::string_view kind) { return must(app::run_job(deps(), first(), kind, nullptr)); }

  /// The whole ledger, its meaning, and the tables against their fold.
  void expect_sound() {
    const auto verified = must(app::verify_ledger(deps(), first(), ledger_folder(), {}, true));
    for (const auto& finding : verified.report.findings())
      ADD_FAILURE() << "L" << finding.level << " entry " << finding.seq.value_or(0) << ": " << finding.what;
    for (const auto& d : verified.differences)
      ADD_FAILURE() << d.table << " " << d.key << " " << d.column << ": " << d.what;
    EXPECT_FALSE(verified.report.failed());
    EXPECT_TRUE(verified.state_checked);
    EXPECT_EQ(verified.lost_keys, 0u);
  }

 private:
  app::Principal prove(const app::Credential& credential) {
    return must(
        app::Access::by_credential(*store_, credential.person.str(), app::credential_text(credential), clock_.now()));
  }

  TempFolder folder_;
  FixedClock clock_;
  SeededRandom random_;
  std::unique_ptr<app::Store> store_;
  std::unique_ptr<app::KeyStore> keys_;
  app::FirmStates firm_;
  std::optional<app::Deps> deps_;
  app::InitReport report_;
  std::optional<app::Principal> first_, second_;
  std::vector<std::string> rejects_;
};

/// Two persons look at what an erasure would end, and erase exactly that.
inline Result<app::ErasureReport> erase_by_two(AppWorld& world, const SubjectId& subject) {
  LICET_TRY(const auto seen, app::erasure_proposal(world.deps(), world.second(), subject, "request"));
  return app::erase_subject(world.deps(), world.first(), world.second(), subject, "request", seen.digest);
}
/// The same of a register record that is suspended.
inline Status restore_by_two(AppWorld& world, std::string_view key) {
  LICET_TRY(const auto seen, app::restore_proposal(world.deps(), world.second(), key));
  return app::restore_record(world.deps(), world.first(), world.second(), key, seen.digest);
}

}  // namespace licet::app_test
