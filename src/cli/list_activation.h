// A list that was read becomes the active one: shared by the commands that load lists.
#pragma once

#include "app/list_commands.h"
#include "cli/context.h"
#include "cli/list_files.h"
#include "cli/output.h"

namespace licet::cli {

/// Activates the list, screens the book again, tries what waited for it, and prints all of it. The exit status: not 0
/// when a lead could not be screened or decided. Errors as app::load_list.
Result<int> activate_list(Context& context, const ListFiles& read, const app::ListLoad& how, Output& out);

}  // namespace licet::cli
