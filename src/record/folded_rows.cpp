#include "record/folded_rows.h"

#include <algorithm>
#include <utility>

namespace licet::record {
namespace {

constexpr std::size_t kSlotsAtFirst = 64;
constexpr std::uint32_t kRemoved = UINT32_MAX;  // a slot that searches pass over

bool is_folded(ColumnClass cls) { return cls == ColumnClass::kKey || cls == ColumnClass::kFolded; }

}  // namespace

FoldedRows::FoldedRows() {
  for (const Table& t : tables()) {
    Rows rows;
    rows.table = &t;
    for (const Column& c : t.columns) {
      rows.cell_of.push_back(is_folded(c.cls) ? static_cast<int>(rows.width++) : -1);
      if (c.cls == ColumnClass::kKey) ++rows.keys;
    }
    rows.slots.resize(kSlotsAtFirst);
    tables_.push_back(std::move(rows));
  }
}

FoldedRows::Cell FoldedRows::pack_number(const Value& value) {
  return is_null(value) ? 0 : static_cast<std::uint64_t>(int_of(value)) << 1U | 1U;
}

FoldedRows::Cell FoldedRows::pack(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return pack_text(texts_.intern(*text));
  return pack_number(value);
}

Value FoldedRows::unpack(Cell cell) const {
  if (cell == 0) return std::monostate{};
  // The entries' profile has no integer beyond 2^53, so that one bit is free.
  if ((cell & 1U) != 0) return static_cast<std::int64_t>(cell) >> 1;
  return std::string(texts_.text(static_cast<std::uint32_t>((cell >> 1U) - 1)));
}

std::uint64_t FoldedRows::hash_key(const Cell* key, std::size_t size) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < size; ++i) hash = (hash ^ key[i]) * 0x9e3779b97f4a7c15U;
  return hash >> 24U;
}

/// The slot of the row with this key, or the free one where it belongs.
std::size_t FoldedRows::place(const Rows& rows, const Cell* key) const {
  const std::size_t mask = rows.slots.size() - 1;
  for (std::size_t at = hash_key(key, rows.keys) & mask;; at = (at + 1) & mask) {
    const std::uint32_t slot = rows.slots[at];
    if (slot == 0) return at;
    if (slot == kRemoved) continue;
    const Cell* found = rows.cells.data() + std::size_t{slot - 1} * rows.width;
    if (std::equal(key, key + rows.keys, found)) return at;
  }
}

void FoldedRows::grow(Rows& rows) {
  const std::vector<std::uint32_t> old = std::exchange(rows.slots, std::vector<std::uint32_t>(rows.slots.size() * 2));
  const std::size_t mask = rows.slots.size() - 1;
  for (const std::uint32_t slot : old) {
    if (slot == 0 || slot == kRemoved) continue;
    const Cell* key = rows.cells.data() + std::size_t{slot - 1} * rows.width;
    std::size_t at = hash_key(key, rows.keys) & mask;
    while (rows.slots[at] != 0) at = (at + 1) & mask;
    rows.slots[at] = slot;
  }
  rows.taken = rows.count;
}

FoldedRows::Cell* FoldedRows::row(TableId table_id, const Key& key) {
  Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  LICET_INVARIANT(key.size() == rows.keys);
  key_.clear();
  for (const Value& part : key) key_.push_back(pack(part));
  if (rows.taken * 2 >= rows.slots.size()) grow(rows);
  const std::size_t at = place(rows, key_.data());
  if (rows.slots[at] == 0) {
    std::size_t index = rows.cells.size() / rows.width;
    if (rows.freed.empty()) {
      rows.cells.resize(rows.cells.size() + rows.width);
    } else {
      index = rows.freed.back();
      rows.freed.pop_back();
    }
    LICET_INVARIANT(index < kRemoved - 1);
    rows.slots[at] = static_cast<std::uint32_t>(index) + 1;
    Cell* fresh = rows.cells.data() + index * rows.width;
    std::fill(fresh, fresh + rows.width, Cell{0});
    std::copy(key_.begin(), key_.end(), fresh);
    ++rows.count;
    ++rows.taken;
    return fresh;
  }
  return rows.cells.data() + std::size_t{rows.slots[at] - 1} * rows.width;
}

Status FoldedRows::put(TableId table_id, const Key& key, std::span<const Assignment> values) {
  Cell* target = row(table_id, key);
  const Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  for (const Assignment& assignment : values) {
    const int cell = rows.cell_of[static_cast<std::size_t>(column(*rows.table, assignment.column))];
    if (cell >= 0) target[cell] = pack(assignment.value);
  }
  return {};
}

Status FoldedRows::add(TableId table_id, const Key& key, std::string_view column_name, std::int64_t delta) {
  Cell* target = row(table_id, key);
  const Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  const int cell = rows.cell_of[static_cast<std::size_t>(column(*rows.table, column_name))];
  if (cell >= 0) target[cell] = pack(int_of(unpack(target[cell])) + delta);
  return {};
}

Status FoldedRows::remove(TableId table_id, const Key& key) {
  Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  key_.clear();
  for (const Value& part : key) key_.push_back(pack(part));
  const std::size_t at = place(rows, key_.data());
  if (rows.slots[at] == 0) return {};
  rows.freed.push_back(rows.slots[at] - 1);
  rows.slots[at] = kRemoved;
  --rows.count;
  return {};
}

Status FoldedRows::purge(std::string_view kid, std::string_view event_id) {
  const Value by = std::string(event_id);
  for (Rows& rows : tables_) {
    if (rows.table->kid != 0) continue;
    const auto& columns = rows.table->columns;
    const auto erased_by =
        std::find_if(columns.begin(), columns.end(), [](const Column& c) { return c.name == "erased_by"; });
    if (erased_by == columns.end()) continue;
    key_.assign(1, pack(std::string(kid)));
    const std::size_t at = place(rows, key_.data());
    if (rows.slots[at] == 0) continue;
    const int cell = rows.cell_of[static_cast<std::size_t>(erased_by - columns.begin())];
    rows.cells[std::size_t{rows.slots[at] - 1} * rows.width + static_cast<std::size_t>(cell)] = pack(by);
  }
  return {};
}

std::size_t FoldedRows::size(TableId table_id) const { return tables_[static_cast<std::size_t>(table_id)].count; }

/// As keys compare: null, then integers by value, then texts by bytes.
bool FoldedRows::less(const Rows& rows, std::uint32_t a, std::uint32_t b) const {
  const Cell* left = rows.cells.data() + std::size_t{a} * rows.width;
  const Cell* right = rows.cells.data() + std::size_t{b} * rows.width;
  const auto kind = [](Cell cell) { return cell == 0 ? 0 : (cell & 1U) != 0 ? 1 : 2; };
  for (std::size_t i = 0; i < rows.keys; ++i) {
    if (left[i] == right[i]) continue;
    if (kind(left[i]) != kind(right[i])) return kind(left[i]) < kind(right[i]);
    if (kind(left[i]) == 1) return static_cast<std::int64_t>(left[i]) < static_cast<std::int64_t>(right[i]);
    return texts_.text(static_cast<std::uint32_t>((left[i] >> 1U) - 1)) <
           texts_.text(static_cast<std::uint32_t>((right[i] >> 1U) - 1));
  }
  return false;
}

void FoldedRows::each(TableId table_id, const RowVisitor& visit) const {
  const Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  std::vector<std::uint32_t> order;
  order.reserve(rows.count);
  for (const std::uint32_t slot : rows.slots)
    if (slot != 0 && slot != kRemoved) order.push_back(slot - 1);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return less(rows, a, b); });
  Row row{table_id, std::vector<Value>(rows.cell_of.size())};
  for (const std::uint32_t index : order) {
    unpack_row(rows, index, row);
    if (!visit(row)) return;
  }
}

void FoldedRows::unpack_row(const Rows& rows, std::size_t index, Row& row) const {
  const Cell* cells = rows.cells.data() + index * rows.width;
  for (std::size_t c = 0; c < rows.cell_of.size(); ++c)
    if (rows.cell_of[c] >= 0) row.values[c] = unpack(cells[rows.cell_of[c]]);
}

std::optional<Row> FoldedRows::get(TableId table_id, const Key& key) const {
  const Rows& rows = tables_[static_cast<std::size_t>(table_id)];
  LICET_INVARIANT(key.size() == rows.keys);
  std::vector<Cell> packed;
  for (const Value& part : key) {
    const auto* text = std::get_if<std::string>(&part);
    if (text != nullptr && texts_.find(*text) == texts_.size()) return std::nullopt;
    packed.push_back(text == nullptr ? pack_number(part) : pack_text(texts_.find(*text)));
  }
  const std::uint32_t slot = rows.slots[place(rows, packed.data())];
  if (slot == 0) return std::nullopt;
  Row row{table_id, std::vector<Value>(rows.cell_of.size())};
  unpack_row(rows, slot - 1, row);
  return row;
}

RowSource rows_of(const FoldedRows& rows) {
  return [&rows](TableId id, const RowVisitor& visit) -> Status {
    rows.each(id, visit);
    return {};
  };
}

}  // namespace licet::record
