// Loading a firm: firm.yaml and the packs it names, as the two documents that decisions are made from.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/firm_policy.h"
#include "app/firm_register.h"
#include "app/yaml_node.h"
#include "app/yaml_problems.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace licet::app {

/// Reads and parses one file, reporting what is wrong; passed in, so that tests and fuzzers need no disk.
using ReadYaml = std::function<std::optional<yaml::Document>(const std::string& path, yaml::Problems& problems)>;

/// Counsel's opinion on a rule, as the file brings it.
struct ConfirmationSeed {
  std::string rule;         ///< id of an unverified rule
  std::string opinion;      ///< its text
  Instant until;            ///< counts strictly before this moment
  std::string by;           ///< handle of somebody who may attest
  bool invented = false;    ///< an example's: the only kind that the file itself may call approved
  std::string approved_by;  ///< when invented: another handle, of somebody who may approve
  Where where;
};

/// A firm as its files say. Nothing of it is in force until it is recorded.
struct FirmBundle {
  std::string id;
  std::string name;
  json::Value policy_document;  ///< docs/formats/policy.md section 1
  RegisterSeed register_seed;
  std::vector<FirmPerson> people;  ///< in the order of the file
  std::vector<ConfirmationSeed> confirmations;
  std::vector<std::string> administrators;  ///< handles; one is the marked single-person mode, two are four eyes
  Positions positions;                      ///< of policy things; see firm_policy.h
  std::vector<std::string> files;           ///< every file read, the firm's first

  /// Whether the founding puts a confirmation in force: an invented one, in a firm of two. Every other is a proposal,
  /// which a second person approves by their own credential.
  bool in_force_at_once(const ConfirmationSeed& seed) const { return seed.invented && administrators.size() > 1; }

  /// The register document once people have ids. Every person with `in_register` must be in `ids`.
  RegisterDocument register_document(const PersonIds& ids) const { return build_register(register_seed, ids); }
};

/// Reads `firm_path` and packs_dir/ID.yaml for each pack it names. The error holds every problem of all files, each
/// with file, line and column. What it answers was read without a problem but not yet compiled: see check_firm.
Result<FirmBundle> load_firm(const std::string& firm_path, const std::string& packs_dir,
                             const ReadYaml& read_yaml = yaml::parse_file);

/// The packs directory that belongs to a firm file when none is given: "packs" beside the file, else "packs" two
/// folders up (firms/NAME/firm.yaml of a checkout). Empty when neither is there.
std::string default_packs_dir(const std::string& firm_path);

}  // namespace licet::app
