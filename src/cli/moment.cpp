#include "cli/moment.h"

namespace licet::cli {
namespace {

Result<Instant> start_of_date(Date date, const std::string& zone) {
  if (zone.empty())
    return fail(ErrorCode::kUsage, "a date needs its time zone: add --zone, for example --zone Europe/London");
  LICET_TRY(const ZoneTable zones, compile_zones({zone}));
  const auto at = zones.start_of(zone, date);
  if (!at) return fail(ErrorCode::kBadInput, "the zone data does not cover " + format_date(date) + " in " + zone);
  return *at;
}

}  // namespace

Result<Instant> begin_moment(const std::string& text, const std::string& zone) {
  const auto date = parse_date(text);
  return date ? start_of_date(*date, zone) : parse_instant(text);
}

Result<Instant> end_moment(const std::string& text, const std::string& zone) {
  const auto date = parse_date(text);
  return date ? start_of_date(Date{date->days + 1}, zone) : parse_instant(text);
}

}  // namespace licet::cli
