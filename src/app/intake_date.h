// Dates and moments as other systems export them. What could mean two days is refused, not guessed.
#pragma once

#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "base/time.h"

namespace licet::app::intake {

/// A calendar date: "1980-02-03", "1980/02/03", "19800203", "3.2.1980" (dots are day first), "25/03/1980" and
/// "03/25/1980" (only one reading is a date), "3 Feb 1980", "Feb 3, 1980"; a time of 00:00 after an ISO date is
/// dropped. The error says what is wrong, without the value.
tl::expected<Date, std::string> read_date(std::string_view text);

/// A moment: RFC 3339, also with a space for the T and an offset without a colon ("+0000"); or, at `offset_minutes`
/// east of UTC, a date with a time ("2026-03-01 09:14[:22]") or a date alone (its midnight).
tl::expected<Instant, std::string> read_moment(std::string_view text, int offset_minutes);

}  // namespace licet::app::intake
