// Several threads for one verification. Native only: the verifying half itself knows no threads.
#pragma once

#include <cstddef>

#include "ledger/verify.h"

namespace licet::ledger {

/// Runs items on `threads` threads, the caller's among them; 0 means as many as there are processors, at most 8. The
/// threads live as long as the function and its copies. One run at a time.
RunItems run_on_threads(std::size_t threads = 0);

}  // namespace licet::ledger
