// Making a data folder: used by `init` and by measurements that need a fresh one.
#pragma once

#include <string>

#include "app/firm_reader.h"
#include "app/init_command.h"
#include "cli/options.h"
#include "cli/output.h"

namespace licet::cli {

/// The firm of --firm with its packs (--packs, or those beside it), read and checked. Warnings go out as notes.
Result<app::FirmBundle> checked_firm(const Options& options, Output& out);

/// Fills `dir` with a new firm: store, keys, credentials. The caller renames it into place when it is whole.
Result<app::InitReport> init_folder(const std::string& dir, const app::FirmBundle& bundle, std::string& origin);

}  // namespace licet::cli
