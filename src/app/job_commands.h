// Jobs: the work that the clock brings. Each run is on the record; running one again at once changes nothing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/lead_commands.h"
#include "app/rescreen.h"

namespace licet::app {

/// Called between leads with (done, total); return false to stop after the present lead.
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

struct JobReport {
  std::string kind;   ///< of kJobKinds
  std::string state;  ///< "done" or "stopped"
  std::int64_t checked = 0, kept = 0, moved = 0, parked = 0, still_parked = 0;
  std::int64_t screened = 0, hits = 0;   ///< "rescreen": leads screened again, and those with new hits
  RescreenReport rescreen;               ///< of "rescreen": what was compared, why, and what came of it
  std::vector<std::string> moved_leads;  ///< moved or parked; of "rescreen": with new hits
  std::vector<LeadFailure> failures;     ///< leads that could not be decided: nobody has them, and the rest went on
};

/// Kinds in the order `licet jobs run` runs them.
inline constexpr std::string_view kJobKinds[] = {"good_guys", "rescreen", "reauthorise", "retry_parked"};

/// "good_guys": entries whose time is over (good_guys.h). "rescreen": leads screened against lists that changed since
/// (rescreen.h); also whoever may load lists may run it. "reauthorise": every assigned lead's owner, now.
/// "retry_parked": refused leads and those in review, oldest first; a lead that no usable list has seen is screened
/// first. The same answer as before is not recorded again. `how` is about "rescreen" alone; a dry run is not recorded
/// as a run.
Result<JobReport> run_job(Deps& deps, const Principal& principal, std::string_view kind, const Progress& progress,
                          const RescreenHow& how = {});

}  // namespace licet::app
