#include "cli/init_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "app/firm_check.h"
#include "app/screening_thresholds.h"
#include "cli/context.h"
#include "cli/files.h"
#include "connect/list_sources.h"
#include "store/keys/key_store.h"

namespace licet::cli {
namespace {

std::string new_origin(const std::string& firm, Random& random) {
  std::uint8_t bytes[8];
  random.fill(bytes, sizeof bytes);
  return "licet/" + firm + "/" + base32({bytes, sizeof bytes});
}

}  // namespace

Result<app::FirmBundle> checked_firm(const Options& options, Output& out) {
  LICET_CHECK(check_readable(options.firm));
  const std::string packs = options.packs.empty() ? app::default_packs_dir(options.firm) : options.packs;
  if (packs.empty())
    return fail(ErrorCode::kBadInput, "no folder of packs beside " + options.firm + "; name it with --packs DIR");
  struct stat info {};
  if (::stat(packs.c_str(), &info) != 0 || !S_ISDIR(info.st_mode))
    return fail(ErrorCode::kEnvironment, "there is no folder of packs " + packs + "; name it with --packs DIR");
  auto bundle = app::load_firm(options.firm, packs);
  if (!bundle) {
    Error error = std::move(bundle).error();
    error.detail =
        "what the files make of each other, such as a team's markets and its licences, is checked when these read well";
    return fail(std::move(error));
  }
  LICET_TRY(const app::CheckedFirm checked, app::check_firm(*bundle));
  const Date today{static_cast<std::int32_t>(SystemClock().now().us / 86'400'000'000)};
  LICET_CHECK(app::check_dates(*bundle, today));
  for (const Error& warning : app::warnings_of(*bundle, checked, today))
    out.note("warning: " + printable(warning.to_string()));
  for (const std::string& loosened : app::loosened_thresholds(nullptr, bundle->policy_document))
    out.note("warning: " + printable(loosened) + " (measured by the shipped thresholds)");
  return bundle;
}

Result<app::InitReport> init_folder(const std::string& dir, const app::FirmBundle& bundle, std::string& origin) {
  SystemClock clock;
  crypto::SystemRandom random;
  origin = new_origin(bundle.id, random);
  store::SqliteOptions options;
  options.dir = dir;
  options.clock = &clock;
  options.create = true;
  options.origin = origin;
  LICET_TRY(auto store, store::open_sqlite(options));
  const DataFolder folder{dir};
  LICET_TRY(auto keys, store::create_key_store(folder.keys(), origin, random));
  app::FirmStates firm;
  app::Deps deps{*store, *keys, clock, random, firm};
  LICET_TRY(app::InitReport report, app::init_firm(deps, bundle, os_user()));
  LICET_CHECK(app::sign_first_head(deps, folder.ledger()));
  LICET_CHECK(store->fold_log());  // the data file stands alone from the first day
  if (::mkdir(folder.credentials().c_str(), 0700) != 0)
    return fail(ErrorCode::kEnvironment, "cannot make the folder " + folder.credentials());
  LICET_CHECK(write_private_file(folder.credentials() + "/" + report.first_handle + ".json",
                                 app::credential_text(report.first_credential)));
  LICET_CHECK(write_private_file(dir + "/lists.yaml", connect::default_list_sources()));
  if (!report.second.empty())
    LICET_CHECK(write_private_file(folder.credentials() + "/" + report.second_handle + ".json",
                                   app::credential_text(report.second_credential)));
  return report;
}

}  // namespace licet::cli
