// The firm's screening lists as compliance looks at them: what is active, of what date, who loaded it, what was refused
// since, and whether anybody can be cleared by them now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/deps.h"
#include "screening/model.h"

namespace licet::app {

/// A list as the record knows it.
struct ListVersion {
  std::string digest;   ///< of the list as it is kept
  std::string content;  ///< of its entries
  bool active = false;
  std::optional<Instant> as_of;
  std::string as_of_from;
  std::int64_t entries = 0, persons = 0, names = 0, weak_names = 0;
  Instant loaded_at{};
  std::string loaded_by;  ///< a person's id, or "system"; empty when no entry says it
};

/// A list that was not taken.
struct ListAttempt {
  Instant at{};
  std::string reason;  ///< code of the refusal
  std::string by;      ///< a person's id, or "system"
};

/// How old the active list of a kind is, against what the policy allows.
enum class ListAge : std::uint8_t { kMissing, kUndated, kTooOld, kFresh };
std::string_view list_age_name(ListAge age);  ///< "missing", "undated", "too_old", "fresh"

struct ListOverview {
  std::string kind;
  bool demanded = false;  ///< by the policy: without it nobody is cleared
  std::optional<ListVersion> active;
  ListAge age = ListAge::kMissing;
  std::optional<Instant> too_old_from;  ///< from when on the policy takes it no more, or took it no more
  std::optional<ListAttempt> refused;   ///< the last one
};

struct ListsOverview {
  std::vector<ListOverview> lists;   ///< by kind: those that the policy asks for, and those ever loaded
  bool usable = false;               ///< a screening without a hit clears
  std::vector<std::string> why_not;  ///< in sentences, when it does not
  std::int64_t max_age_days = 0;
};

/// For whoever may load lists. Recorded as a read.
Result<ListsOverview> lists_overview(Deps& deps, const Principal& principal);

/// A list that its publisher did not give, or gave in a form that cannot be it: LIST_NOT_FETCHED on the record. The
/// active one stays.
Status record_failed_fetch(Deps& deps, const Principal& principal, const std::string& kind, const Error& error);

/// Every version of a kind that was ever active, the latest loaded first.
Result<std::vector<ListVersion>> list_versions(Reader& reader, const std::string& kind);
/// The list of a version, from what is kept of it.
Result<screening::List> kept_list(Reader& reader, const std::string& digest);

}  // namespace licet::app
