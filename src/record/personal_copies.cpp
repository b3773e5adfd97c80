#include "record/personal_copies.h"

namespace licet::record {

std::string_view purge_way_name(PurgeWay way) {
  switch (way) {
    case PurgeWay::kRow:
      return "row";
    case PurgeWay::kKey:
      return "key";
    case PurgeWay::kMemory:
      return "memory";
    case PurgeWay::kExpires:
      return "expires";
    case PurgeWay::kHandedOut:
      return "handed_out";
    case PurgeWay::kKept:
      return "kept";
  }
  return "";
}

std::span<const PersonalCopy> personal_copies() { return detail::kPersonalCopies; }

const PersonalCopy* find_personal_copy(std::string_view kind) {
  for (const PersonalCopy& copy : personal_copies())
    if (copy.kind == kind) return &copy;
  return nullptr;
}

const PersonalCopy* find_personal_column(const Table& table, const Column& column) {
  for (const PersonalCopy& copy : personal_copies()) {
    const std::string_view where = copy.where;
    if (where.size() == table.name.size() + 1 + column.name.size() &&
        where.substr(0, table.name.size()) == table.name && where[table.name.size()] == '.' &&
        where.substr(table.name.size() + 1) == column.name)
      return &copy;
  }
  return nullptr;
}

}  // namespace licet::record
