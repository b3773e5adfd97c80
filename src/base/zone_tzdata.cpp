// Compiles zones from the machine's time zone database. Howard Hinnant's library reads the transitions that a zone file
// lists, which end in 2037; the rule in the file's last line says what follows, and the library does not read that.
#include <date/tz.h>

#include <fstream>
#include <iterator>

#include "base/time.h"
#include "base/zone_rule.h"

namespace licet {
namespace {

constexpr const char* kZoneFolder = "/usr/share/zoneinfo/";
constexpr int kYearFirst = 1990;
constexpr int kYearLast = 2060;

Instant to_instant(date::sys_seconds at) { return {std::int64_t{at.time_since_epoch().count()} * 1'000'000}; }

Instant begin_of_year(int year) { return {std::int64_t{from_ymd(year, 1, 1).days} * 86'400'000'000}; }

tl::unexpected<Error> no_database(const std::string& detail) {
  return fail(ErrorCode::kEnvironment, "the time zone database cannot be read; install it with: apt-get install tzdata",
              detail);
}

// The IANA version stands in the first line of tzdata.zi: "# version 2024a".
Result<std::string> database_version() {
  const std::string path = std::string(kZoneFolder) + "tzdata.zi";
  std::ifstream file(path);
  std::string hash;
  std::string word;
  std::string version;
  if (!(file >> hash >> word >> version) || hash != "#" || word != "version")
    return no_database(path + " does not begin with its version");
  return version;
}

Result<ZoneRule> rule_of(const std::string& name) {
  const std::string path = kZoneFolder + name;
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (bytes.empty() || bytes.back() != '\n') return no_database(path + " has no rule in its last line");
  bytes.pop_back();
  const std::size_t line = bytes.rfind('\n');
  if (line == std::string::npos) return no_database(path + " has no rule in its last line");
  const auto rule = ZoneRule::parse(std::string_view(bytes).substr(line + 1));
  if (!rule) return no_database(path + " ends in a rule that is not understood: " + bytes.substr(line + 1));
  return *rule;
}

void append(ZoneTable::Zone& zone, ZoneTable::Transition transition) {
  // A change of abbreviation alone is no change to us.
  if (!zone.transitions.empty() && zone.transitions.back().offset_s == transition.offset_s) return;
  zone.transitions.push_back(transition);
}

Result<ZoneTable::Zone> compile_zone(const std::string& name, const date::time_zone& source, Instant from,
                                     Instant until) {
  ZoneTable::Zone zone;
  auto at = date::sys_seconds(std::chrono::seconds(from.us / 1'000'000));
  Instant listed_until{};
  while (true) {
    const date::sys_info info = source.get_info(at);
    append(zone, {std::max(from, to_instant(info.begin)), static_cast<std::int32_t>(info.offset.count())});
    listed_until = to_instant(info.begin);
    if (info.end >= date::sys_days(date::year(kYearLast + 1) / 1 / 1)) break;
    at = info.end;
  }
  LICET_TRY(const ZoneRule rule, rule_of(name));
  for (int year = kYearFirst; year <= kYearLast; ++year) {
    for (const auto& transition : rule.transitions(year)) {
      if (transition.from > listed_until && transition.from < until) append(zone, transition);
    }
  }
  return zone;
}

Result<const date::time_zone*> find_zone(const std::string& name) {
  // The library reports by throwing; nothing is thrown past this function.
  try {
    return date::locate_zone(name);
  } catch (const std::exception& problem) {
    return fail(ErrorCode::kBadInput, "'" + name + "' is not in the time zone database; names look like Europe/London",
                problem.what());
  }
}

}  // namespace

Result<ZoneTable> compile_zones(const std::vector<std::string>& names) {
  ZoneTable table;
  LICET_TRY(table.version, database_version());
  table.from = begin_of_year(kYearFirst);
  table.until = begin_of_year(kYearLast + 1);
  for (const std::string& name : names) {
    LICET_TRY(const date::time_zone* source, find_zone(name));
    LICET_TRY(table.zones_[name], compile_zone(name, *source, table.from, table.until));
  }
  return table;
}

}  // namespace licet
