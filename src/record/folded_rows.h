// The folded half of all tables in little memory: what a verifier needs to compare recorded states.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "record/apply.h"
#include "record/memory_tables.h"
#include "record/schema.h"
#include "record/text_pool.h"

namespace licet::record {

/// Key and folded columns of every row, eight bytes each, texts kept once; opened and derived columns are dropped,
/// since no state digest covers them. An imported lead costs about 1 KB, where MemoryTables takes 4. Not thread-safe.
class FoldedRows final : public RowSink {
 public:
  FoldedRows();
  Status put(TableId table, const Key& key, std::span<const Assignment> values) override;
  Status add(TableId table, const Key& key, std::string_view column, std::int64_t delta) override;
  Status remove(TableId table, const Key& key) override;
  /// What it sets to null is not here; `erased_by` is set where the key itself names the kid.
  Status purge(std::string_view kid, std::string_view event_id) override;

  std::optional<Row> get(TableId table, const Key& key) const;
  std::size_t size(TableId table) const;
  /// Rows in key order, opened and derived columns null; sorts the keys anew each time.
  void each(TableId table, const RowVisitor& visit) const;

 private:
  /// 0: null; odd: an integer, shifted; even: a text's number, shifted, plus 2.
  using Cell = std::uint64_t;
  struct Rows {
    const Table* table = nullptr;
    std::size_t keys = 0;              ///< columns of the key; they come first
    std::vector<int> cell_of;          ///< by column: which cell of a row holds it, or -1
    std::size_t width = 0;             ///< cells in a row
    std::vector<Cell> cells;           ///< row after row
    std::vector<std::uint32_t> slots;  ///< open addressing by key: row + 1
    std::vector<std::uint32_t> freed;  ///< rows that were removed
    std::size_t count = 0;
    std::size_t taken = 0;  ///< slots that are not free, with those of removed rows
  };

  Cell pack(const Value& value);
  static Cell pack_number(const Value& value);  ///< of an integer, or of null
  static Cell pack_text(std::uint32_t number) { return (std::uint64_t{number} + 1) << 1U; }
  Value unpack(Cell cell) const;
  void unpack_row(const Rows& rows, std::size_t index, Row& row) const;
  static std::uint64_t hash_key(const Cell* key, std::size_t size);
  std::size_t place(const Rows& rows, const Cell* key) const;
  static void grow(Rows& rows);
  Cell* row(TableId table, const Key& key);
  bool less(const Rows& rows, std::uint32_t a, std::uint32_t b) const;

  TextPool texts_;
  std::vector<Rows> tables_;
  std::vector<Cell> key_;  // of the call at hand
};

RowSource rows_of(const FoldedRows& rows);

}  // namespace licet::record
