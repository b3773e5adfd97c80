// Opening hours by weekday, as people write them and as documents hold them.
#pragma once

#include <string_view>

#include "app/yaml_reader.h"
#include "base/json.h"

namespace licet::app {

/// Reads {mon-fri: ["09:00-12:30", "13:30-17:00"], sat: ["10:00-14:00"]}. A day or a range of days is given once;
/// intervals are HH:MM-HH:MM, ordered, without overlap, and may end at 24:00. Everything wrong is reported at its
/// place. Answers {"mon":["09:00-12:30",...],...} with a member for each day that has hours; `mon` to `sun`.
json::Value read_week(const yaml::ValueReader& value);

}  // namespace licet::app
