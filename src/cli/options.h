// What the command line said, as plain values. parse.cpp fills it; the handlers read it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace licet::cli {

/// One run of `licet`. Only the fields of the chosen command are set.
struct Options {
  std::string command;  ///< "lead show", "import", ...

  // every command
  std::string data;  ///< --data, or LICET_DATA
  bool json = false;
  std::string as;          ///< --as PERSON
  std::string credential;  ///< --credential FILE
  std::string at;          ///< --at (for tests and replays of init)

  // arguments and options by command
  std::vector<std::string> files;
  std::string name, first_name, last_name, id, firm, packs, source, map, rejects, to, company, country, birth_date,
      client_type, basis, evidence, rule, opinion, until, zone, status, market, outcome, note, out, against, trust,
      known_at, person, roles, list_kind, as_of, approver, approver_credential, source_id, email, phone, after, os_user,
      purpose, kind, proposal, reason, gender, address, config, ca_file, again, batch;
  std::vector<std::string> set, ids, hits, lists;
  bool dry_run = false, strict = false, state = false, approve = false, reject = false, revoke = false,
       accept_shrink = false, small_list = false, replace_newer = false, single = false, records = false, keep = false,
       take_over = false, new_config = false, all_hits = false, full = false;
  std::int64_t limit = 50, threads = 0, variants = 20'000, seed = 1;
  std::string algorithm;
};

/// What parsing ends in: options to run, or an exit status with the text already chosen (help, version, usage error).
struct Parsed {
  Options options;
  std::optional<int> exit_status;
  std::string text;  ///< help or error to print when exit_status is set; errors go to stderr
};

/// Parses argv. Usage errors end with status 2 and a hint.
Parsed parse_command_line(int argc, const char* const* argv);

}  // namespace licet::cli
