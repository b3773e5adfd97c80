// Compiling a firm that was read: what only the compiled documents can tell, said at the lines people wrote.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "app/firm_reader.h"
#include "base/result.h"
#include "domain/policy.h"
#include "domain/register.h"

namespace licet::app {

/// A firm that passed every check. The register stands under provisional ids: only its shape counts.
struct CheckedFirm {
  std::shared_ptr<const domain::Policy> policy;
  std::shared_ptr<const domain::RegisterView> view;
  PersonIds provisional_ids;
};

/// Compiles policy and register and runs the checks that need both (a team's markets against its entity's licences).
/// The error holds every problem; each names file and line where one is known.
Result<CheckedFirm> check_firm(const FirmBundle& firm);

/// What nobody can have done by `today`: a rule checked on a day still to come.
Status check_dates(const FirmBundle& firm, Date today);
/// What is no problem of the files and may still surprise on `today`, each at its line: a team's market for which
/// nothing is in force. For a firm that passed `check_firm`.
std::vector<Error> warnings_of(const FirmBundle& firm, const CheckedFirm& checked, Date today);

/// Ids for a firm that has none yet, made from the places in the file: the same file gives the same ids. Never record
/// them.
PersonIds provisional_ids(const FirmBundle& firm);

/// The confirmations of a firm as decisions read them: each bound to its rule as the policy has it.
std::vector<domain::Confirmation> confirmations_of(const FirmBundle& firm, const domain::Policy& policy);

/// Where the thing that a path of a document names was written, "packs[UK].rules[UK-LICENCE].effect" or
/// "records[uk-fca].from"; without line when it is not known. The path stays in `field`.
Where where_of(std::string_view path, const Positions& positions);

}  // namespace licet::app
