// The kept state of the firm is the one that would be compiled now, whatever changed and whoever changed it.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <thread>

#include "app/firm_states.h"
#include "app/policy_commands.h"
#include "app/register_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "record/proposal.h"

namespace licet::app_test {
namespace {

using app::FirmState;
using app::FirmStates;
using app::LoadLists;
using record::TableId;

std::vector<crypto::Digest> lists_of(const FirmState& state) {
  std::vector<crypto::Digest> out;
  if (!state.lists) return out;
  for (const auto& list : state.lists->lists()) out.push_back(list.digest);
  return out;
}

/// Everything a decision reads of two states, but for the list index, which is compared by what it was made of.
void expect_same(const FirmState& kept, const FirmState& fresh) {
  EXPECT_EQ(kept.policy->digest(), fresh.policy->digest());
  EXPECT_EQ(kept.view->digest(), fresh.view->digest());  // over the register and the confirmations
  EXPECT_EQ(kept.list_digests, fresh.list_digests);
  EXPECT_EQ(kept.missing_lists, fresh.missing_lists);
  EXPECT_EQ(kept.oldest_list, fresh.oldest_list);
  EXPECT_EQ(kept.suppressions, fresh.suppressions);
  EXPECT_EQ(lists_of(kept), lists_of(fresh));
}

/// Both states as one snapshot has them.
Status compare(app::Store& store, FirmStates& states, LoadLists lists) {
  return store.read(app::Access::system(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const FirmState kept, states.state(reader, lists));
    LICET_TRY(const FirmState fresh, app::load_firm_state(reader, lists));
    expect_same(kept, fresh);
    return {};
  });
}

std::string digest_of(std::string_view text) { return crypto::digest_text(crypto::sha256(text)); }

/// Random changes of everything the state is made of, some of which fail or are rolled back.
class Changes {
 public:
  explicit Changes(const WorldOptions& options) : world_(options) {
    world_.import(read_text(kFirmFolder + "leads.csv"));
    for (const record::Row& row : world_.rows(TableId::kRegister)) {
      keys_.emplace_back(row.text("key"));
      if (row.text("kind") == "person") people_.push_back(keys_.back().substr(std::string_view("person-").size()));
    }
  }

  AppWorld& world() { return world_; }
  const std::map<std::string, int>& done() const { return done_; }

  std::string one() {
    switch (world_.below(10)) {
      case 0:
        return suspend();
      case 1:
        return suspended_.empty() ? suspend() : note("restore", restore_by_two(world_, pick(suspended_)));
      case 2:
        return register_change();
      case 3:
        return confirmation();
      case 4:
        return policy();
      case 5:
        return list();
      case 6:
        return erase();
      case 7:
        return lost();
      case 8:
        world_.import(read_text(kFirmFolder + "leads.csv"));
        return "import";
      default:
        world_.clock().set(
            Instant{world_.clock().now().us + 86'400'000'000 * static_cast<std::int64_t>(world_.below(9))});
        return "clock";
    }
  }

 private:
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[world_.below(from.size())];
  }
  template <typename T>
  std::string note(const std::string& what, const Result<T>& result) {
    ++done_[what + (result ? "" : " refused")];
    return what;
  }

  std::string suspend() {
    suspended_.push_back(pick(keys_));
    return note("suspend", app::suspend_record(world_.deps(), world_.first(), suspended_.back()));
  }

  std::string register_change() {
    return note("register", world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      LICET_CHECK(leave(tx));
      return {};
    }));
  }

  /// A leave of somebody, new or with other dates.
  Status leave(app::Tx& tx) {
    const std::string person = people_[world_.below(3)];
    const std::string key = "leave-" + person + "-" + std::to_string(world_.below(3));
    record::BodyBuilder body = app::new_body(world_.deps(), world_.first(), "register apply");
    const auto day = static_cast<std::int32_t>(world_.below(300));
    const json::Value record(json::Object{{"from", format_date(Date{from_ymd(2026, 1, 1).days + day})},
                                          {"key", key},
                                          {"kind", "leave"},
                                          {"person", person},
                                          {"status", "active"},
                                          {"to", format_date(Date{from_ymd(2026, 12, 1).days + day})}});
    body.add(record::register_put(key, record, "apply", world_.first().person(),
                                  {world_.second().person(), digest_of(key)}, body.at()));
    return app::append(tx, std::move(body));
  }

  /// A change that its own command reads back, and that does not stay.
  std::string lost() {
    return note("lost", world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      LICET_CHECK(leave(tx));
      LICET_TRY(const FirmState kept, world_.deps().firm.state(tx, LoadLists::kNo));
      LICET_TRY(const FirmState fresh, app::load_firm_state(tx, LoadLists::kNo));
      expect_same(kept, fresh);
      return fail(ErrorCode::kConflict, "changed its mind");
    }));
  }

  std::string confirmation() {
    const std::string rule = pick(std::vector<std::string>{"ES-PASSPORT", "NL-PASSPORT"});
    const auto row = world_.row(TableId::kConfirmation, rule);
    if (row && row->text("state") == "proposed" && world_.below(3) != 0)
      return note("approve attestation",
                  app::approve_attestation(world_.deps(), world_.second(), rule, std::string(row->text("proposal"))));
    if (world_.below(3) == 0) return note("revoke", app::revoke_attestation(world_.deps(), world_.first(), rule));
    const auto seconds = static_cast<std::int64_t>(1 + world_.below(99));
    return note("attest",
                app::attest_rule(world_.deps(), world_.first(),
                                 {rule, digest_of("opinion"), Instant{world_.clock().now().us + 1'000'000 * seconds}}));
  }

  std::string policy() {
    json::Object document = meridian().policy_document.as_object();
    json::Object screening = document.at("screening").as_object();
    screening["max_age_days"] = json::Value(static_cast<std::int64_t>(1 + world_.below(30)));
    if (world_.below(3) == 0) screening["lists"] = json::Value(json::Array{"ofac-sdn", "other-list"});
    document["screening"] = json::Value(screening);
    const auto digest = app::propose_policy(world_.deps(), world_.first(), json::Value(document));
    if (!digest) return note("policy", digest);
    return note("policy", app::approve_policy(world_.deps(), world_.second(), *digest));
  }

  std::string list() {
    std::string sdn = read_text(kFirmFolder + "lists/sdn.csv");
    const std::string alt = read_text(kFirmFolder + "lists/alt.csv"), add = read_text(kFirmFolder + "lists/add.csv");
    sdn.replace(sdn.find("Mirko"), 5, "Mirk" + std::string(1, static_cast<char>('a' + world_.below(20))));
    const std::vector<screening::SourceFile> files = {{"sdn.csv", sdn}, {"alt.csv", alt}, {"add.csv", add}};
    const auto as_of = world_.below(4) == 0 ? screening::kAsOfUnknown : world_.clock().now();
    const auto read = must(screening::read_ofac_csv("ofac-sdn", files, as_of));
    return note("list", app::load_list(world_.deps(), world_.first(), read.list, {.accept_shrink = true}));
  }

  std::string erase() {
    const auto leads = world_.rows(TableId::kLead);
    const auto subject = SubjectId::parse(pick(leads).text("subject")).value();
    return note("erase", erase_by_two(world_, subject));
  }

  AppWorld world_;
  std::vector<std::string> keys_, people_;  // of the register
  std::vector<std::string> suspended_;      // some of them no longer
  std::map<std::string, int> done_;
};

class FirmStatesTest : public ::testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Stores, FirmStatesTest, ::testing::Bool(),
                         [](const auto& one) { return one.param ? "Sqlite" : "Memory"; });

TEST_P(FirmStatesTest, IsWhatWouldBeCompiledNowAfterAnyChange) {
  std::map<std::string, int> done;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    WorldOptions options;
    options.seed = seed;
    options.sqlite = GetParam();
    Changes changes(options);
    for (int step = 0; step < 60 && !HasFailure(); ++step) {
      const std::string what = changes.one();
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step) + ": " + what);
      must(compare(changes.world().store(), changes.world().deps().firm,
                   step % 2 == 0 ? LoadLists::kYes : LoadLists::kNo));
    }
    for (const auto& [what, count] : changes.done()) done[what] += count;
  }
  for (const char* what : {"suspend", "restore", "register", "attest", "approve attestation", "revoke", "policy",
                           "list", "erase", "lost refused"})
    EXPECT_GT(done[what], 0) << what;
}

TEST_P(FirmStatesTest, CompilesOnlyWhenTheFirmChanged) {
  WorldOptions options;
  options.sqlite = GetParam();
  AppWorld world(options);
  const auto now = [&](LoadLists lists) {
    FirmState state;
    world.read([&](app::Reader& reader) -> Status {
      LICET_TRY(state, world.deps().firm.state(reader, lists));
      return {};
    });
    return state;
  };
  const FirmState first = now(LoadLists::kYes);
  world.import(read_text(kFirmFolder + "leads.csv"));
  must(app::list_leads(world.deps(), world.first(), {}));
  const FirmState second = now(LoadLists::kYes);
  EXPECT_EQ(first.policy, second.policy);
  EXPECT_EQ(first.view, second.view);
  EXPECT_EQ(first.lists, second.lists);
  EXPECT_EQ(now(LoadLists::kNo).lists, nullptr);
  must(app::suspend_record(world.deps(), world.first(), "uk-fca"));
  const FirmState third = now(LoadLists::kYes);
  EXPECT_NE(first.view, third.view);
  EXPECT_EQ(first.policy, third.policy) << "the policy is the same; it is not compiled again";
  EXPECT_EQ(first.lists, third.lists) << "nor are the lists";
}

TEST(FirmStatesOfTwoProcesses, AChangeByTheOneActsInTheOtherAtOnce) {
  WorldOptions options;
  options.sqlite = true;
  AppWorld world(options);
  store::SqliteOptions other;
  other.dir = std::filesystem::path(world.data_file()).parent_path();
  other.read_only = true;  // as another process opens the folder while this one writes
  const auto reader = must(store::open_sqlite(other));
  FirmStates states;
  must(compare(*reader, states, LoadLists::kYes));
  const auto suspended = [&] {
    bool out = false;
    must(reader->read(app::Access::system(), [&](app::Reader& snapshot) -> Status {
      LICET_TRY(const FirmState state, states.state(snapshot, LoadLists::kNo));
      for (const auto& permission : state.view->permissions())
        if (permission.key == "uk-fca") out = permission.validity.status == domain::RecordStatus::kSuspended;
      return {};
    }));
    return out;
  };
  for (int round = 0; round < 5; ++round) {
    EXPECT_FALSE(suspended());
    must(app::suspend_record(world.deps(), world.first(), "uk-fca"));
    EXPECT_TRUE(suspended());
    must(restore_by_two(world, "uk-fca"));
  }
  must(compare(*reader, states, LoadLists::kYes));
}

/// A group that is lost is run again: what somebody saw in between must not stand for what was recorded then.
TEST(FirmStatesOfALostGroup, NothingOfItIsKept) {
  WorldOptions options;
  options.sqlite = true;
  AppWorld world(options);
  app::Deps& deps = world.deps();
  std::atomic<bool> lose = true;
  int runs = 0;
  const auto change = [&](app::Tx& tx) -> Status {
    const std::string status = ++runs == 1 ? "suspended" : "ended";
    LICET_TRY(auto row, tx.get(AppWorld::everything(), TableId::kRegister, {std::string("uk-fca")}));
    json::Object record = must(json::parse(row->text("record"))).as_object();
    record["status"] = json::Value(status);
    record::BodyBuilder body = app::new_body(deps, world.first(), "register suspend");
    body.add(record::register_put("uk-fca", json::Value(record), "suspend", world.first().person(), {}, body.at()));
    LICET_CHECK(app::append(tx, std::move(body)));
    LICET_CHECK(deps.firm.state(tx, LoadLists::kNo).map([](const FirmState&) {}));
    return lose.exchange(false) ? Status(fail(ErrorCode::kConflict, "lost")) : Status();
  };
  EXPECT_FALSE(world.store().execute(world.first(), change));
  must(world.store().execute(world.first(), change));
  must(compare(world.store(), deps.firm, LoadLists::kNo));
}

TEST_P(FirmStatesTest, ManyReadersWhileTheFirmChanges) {
  WorldOptions options;
  options.sqlite = GetParam();
  AppWorld world(options);
  std::atomic<bool> stop = false;
  std::atomic<int> compared = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i)
    readers.emplace_back([&, i] {
      while (!stop) {
        must(compare(world.store(), world.deps().firm, i == 0 ? LoadLists::kYes : LoadLists::kNo));
        ++compared;
      }
    });
  for (int round = 0; round < 15; ++round) {
    must(app::suspend_record(world.deps(), world.first(), "uk-fca"));
    must(restore_by_two(world, "uk-fca"));
  }
  while (compared < 20) std::this_thread::yield();
  stop = true;
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace licet::app_test
