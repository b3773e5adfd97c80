// The tables as a fold of the ledger: every column declared folded, opened or derived (design section 6).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace licet::record {

/// A column value: null, integer or text.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
inline bool is_null(const Value& v) { return std::holds_alternative<std::monostate>(v); }
/// Text of a value; "" for null or an integer.
std::string_view text_of(const Value& v);
/// Integer of a value; 0 for null or text.
std::int64_t int_of(const Value& v);

enum class ColumnType : std::uint8_t { kText, kInt };
enum class ColumnClass : std::uint8_t {
  kKey,      ///< part of the primary key; folded
  kFolded,   ///< public, a function of clear event data; digested by `ledger verify --state`
  kOpened,   ///< from a sealed payload, checked against its commitment while the key lives, null after erasure
  kDerived,  ///< blind index or search token: rebuildable, not in the ledger, purged with the key
};

struct Column {
  std::string_view name;
  ColumnType type = ColumnType::kText;
  ColumnClass cls = ColumnClass::kFolded;
  bool indexed = false;
};

enum class TableId : std::uint8_t {
  kMeta,             ///< key -> value: origin, mode, active policy
  kPolicy,           ///< versions of the policy
  kRegister,         ///< current register records
  kRegisterHistory,  ///< every version of each record, by the event that made it known
  kConfirmation,     ///< counsel's opinions on rules
  kPerson,           ///< staff
  kCredential,       ///< verifiers of credentials
  kList,             ///< screening lists loaded
  kSubject,
  kLead,
  kSourceEvent,
  kCase,
  kGoodGuy,    ///< hits that two persons found false, and how long that holds
  kDuplicate,  ///< duplicate proposals
  kRotation,   ///< team -> who got the last lead
  kLoad,       ///< person -> open leads
  kJob,
  kErasure,      ///< destroyed keys
  kSuppression,  ///< keyed digests of erased persons, whom no import brings back
  kCount_,
};

struct Table {
  TableId id;
  std::string_view name;
  std::span<const Column> columns;
  int kid = -1;     ///< index of the column naming the key that opened columns are sealed under; -1: none opened
  int market = -1;  ///< index of the column a scope restricts; -1: only unrestricted scopes may read the table
};

const Table& table(TableId id);
std::span<const Table> tables();
/// Index of a column; asking for one that is not there is a programmer error.
int column(const Table& table, std::string_view name);

using Key = std::vector<Value>;
/// One row, values in the order of the table's columns.
struct Row {
  TableId table = TableId::kMeta;
  std::vector<Value> values;
  const Value& at(std::string_view column_name) const;
  std::string_view text(std::string_view column_name) const { return text_of(at(column_name)); }
  std::int64_t integer(std::string_view column_name) const { return int_of(at(column_name)); }
  bool null(std::string_view column_name) const { return is_null(at(column_name)); }
};

struct Assignment {
  std::string_view column;
  Value value;
};

}  // namespace licet::record
