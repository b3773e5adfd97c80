// Digest and comparison of states.
#include <algorithm>

#include "record/memory_tables.h"

namespace licet::record {
namespace {

// The columns that the digest covers, in the order of their names.
std::vector<std::size_t> digested_columns(const Table& t) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < t.columns.size(); ++i)
    if (t.columns[i].cls == ColumnClass::kKey || t.columns[i].cls == ColumnClass::kFolded) out.push_back(i);
  std::sort(out.begin(), out.end(),
            [&](std::size_t a, std::size_t b) { return t.columns[a].name < t.columns[b].name; });
  return out;
}

const std::vector<std::size_t>& digested_columns(TableId id) {
  static const auto kAll = [] {
    std::vector<std::vector<std::size_t>> out;
    for (const Table& t : tables()) out.push_back(digested_columns(t));
    return out;
  }();
  return kAll[static_cast<std::size_t>(id)];
}

void append_value(std::string& out, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    out += std::to_string(*number);
  else
    json::append_string(out, text_of(value));
}

Key key_of(const Table& t, const Row& row) {
  Key key;
  for (std::size_t i = 0; i < t.columns.size() && t.columns[i].cls == ColumnClass::kKey; ++i)
    key.push_back(row.values[i]);
  return key;
}

std::string key_text(const Key& key) {
  std::string out;
  for (const Value& part : key) {
    if (!out.empty()) out += ' ';
    if (const auto* number = std::get_if<std::int64_t>(&part))
      out += std::to_string(*number);
    else
      out += text_of(part);
  }
  return out;
}

std::string shown(const Value& value) {
  constexpr std::size_t kShownMax = 80;
  if (is_null(value)) return "nothing";
  std::string out;
  append_value(out, value);
  if (out.size() > kShownMax) {
    std::size_t end = kShownMax;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;  // whole characters only
    out = out.substr(0, end) + "...";
  }
  return out;
}

// Walks both states table by table and collects what differs.
class Comparison {
 public:
  Comparison(const MemoryTables& expected, const CompareOptions& options) : expected_(expected), options_(options) {}

  Status compare_table(const Table& t, const RowSource& actual) {
    const auto& expected = expected_.rows(t.id);
    auto next = expected.begin();
    LICET_CHECK(actual(t.id, [&](const Row& row) {
      const Key key = key_of(t, row);
      for (; next != expected.end() && next->first < key; ++next) missing(t, next->first);
      if (next != expected.end() && next->first == key) {
        compare_rows(t, key, next->second, row.values);
        ++next;
      } else {
        add(t, key, {}, "the row is in the tables, but the ledger has no entry that makes it");
      }
      return !full();
    }));
    for (; next != expected.end() && !full(); ++next) missing(t, next->first);
    return {};
  }
  bool full() const { return out_.size() >= options_.differences_max; }
  std::vector<StateDifference> take() { return std::move(out_); }

 private:
  void missing(const Table& t, const Key& key) { add(t, key, {}, "the ledger has this row, but the tables do not"); }
  void add(const Table& t, const Key& key, std::string_view column_name, std::string what) {
    if (!full()) out_.push_back({std::string(t.name), key_text(key), std::string(column_name), std::move(what)});
  }
  bool erased(const Table& t, const std::vector<Value>& row) const {
    if (t.kid < 0) return false;
    const Value& kid = row[static_cast<std::size_t>(t.kid)];
    return !is_null(kid) && expected_.get(TableId::kErasure, {kid}).has_value();
  }
  void compare_rows(const Table& t, const Key& key, const std::vector<Value>& expected,
                    const std::vector<Value>& actual) {
    const bool gone = erased(t, expected);
    for (std::size_t i = 0; i < t.columns.size(); ++i) {
      const Column& c = t.columns[i];
      const Value& want = expected[i];
      const Value& have = actual[i];
      switch (c.cls) {
        case ColumnClass::kKey:
          break;
        case ColumnClass::kFolded:
          if (want != have) add(t, key, c.name, "the ledger says " + shown(want) + ", the tables say " + shown(have));
          break;
        case ColumnClass::kOpened:
        case ColumnClass::kDerived:
          if (gone && !is_null(have))
            add(t, key, c.name, "the subject was erased, but the tables still hold a value");
          else if (!gone && options_.opened && c.cls == ColumnClass::kOpened && want != have)
            add(t, key, c.name, "the value is not the one that was sealed");
          else if (!gone && options_.derived && c.cls == ColumnClass::kDerived && want != have)
            add(t, key, c.name, "the value is not the one that what was sealed gives");
          break;
      }
    }
  }

  const MemoryTables& expected_;
  const CompareOptions& options_;
  std::vector<StateDifference> out_;
};

}  // namespace

void StateDigest::add(const Row& row) {
  const Table& t = table(row.table);
  std::string line(t.name);
  line += '{';
  for (const std::size_t i : digested_columns(row.table)) {
    if (is_null(row.values[i])) continue;
    if (line.back() != '{') line += ',';
    json::append_string(line, t.columns[i].name);
    line += ':';
    append_value(line, row.values[i]);
  }
  line += "}\n";
  hash_.update(line);
}

crypto::Digest StateDigest::finish() { return hash_.finish(); }

Result<crypto::Digest> state_digest(const RowSource& rows) {
  StateDigest digest;
  for (const Table& t : tables())
    LICET_CHECK(rows(t.id, [&](const Row& row) {
      digest.add(row);
      return true;
    }));
  return digest.finish();
}

Result<std::vector<StateDifference>> compare_states(const MemoryTables& expected, const RowSource& actual,
                                                    const CompareOptions& options) {
  Comparison comparison(expected, options);
  for (const Table& t : tables()) {
    LICET_CHECK(comparison.compare_table(t, actual));
    if (comparison.full()) break;
  }
  return comparison.take();
}

}  // namespace licet::record
