#include "record/folded_rows.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "record/test_world.h"
#include "record/text_pool.h"

namespace licet::record {
namespace {

RC_GTEST_PROP(TextPoolProperty, NumbersAreGivenOnceAndGiveTheTextBack, (const std::vector<std::string>& texts)) {
  TextPool pool;
  std::map<std::string, std::uint32_t> expected{{"", 0}};
  for (const std::string& text : texts) {
    const bool known = expected.count(text) != 0;
    RC_ASSERT(pool.find(text) == (known ? expected[text] : pool.size()));
    const auto next = static_cast<std::uint32_t>(expected.size());
    const std::uint32_t number = pool.intern(text);
    RC_ASSERT(number == (known ? expected[text] : next));
    expected.emplace(text, number);
  }
  RC_ASSERT(pool.size() == expected.size());
  for (const auto& [text, number] : expected) {
    RC_ASSERT(pool.text(number) == text);
    RC_ASSERT(pool.find(text) == number);
  }
}

TEST(TextPool, HoldsMoreThanItsFirstTable) {
  TextPool pool;
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(pool.intern("text " + std::to_string(i)), i + 1);
  for (std::uint32_t i = 0; i < 50'000; ++i) ASSERT_EQ(pool.find("text " + std::to_string(i)), i + 1);
  EXPECT_EQ(pool.find("text"), pool.size());
}

/// Sends every change to both.
class Both final : public RowSink {
 public:
  Status put(TableId t, const Key& key, std::span<const Assignment> values) override {
    LICET_CHECK(slow.put(t, key, values));
    return fast.put(t, key, values);
  }
  Status add(TableId t, const Key& key, std::string_view column, std::int64_t delta) override {
    LICET_CHECK(slow.add(t, key, column, delta));
    return fast.add(t, key, column, delta);
  }
  Status remove(TableId t, const Key& key) override {
    LICET_CHECK(slow.remove(t, key));
    return fast.remove(t, key);
  }
  Status purge(std::string_view kid, std::string_view event) override {
    LICET_CHECK(slow.purge(kid, event));
    return fast.purge(kid, event);
  }
  MemoryTables slow;
  FoldedRows fast;
};

void expect_same(const Both& both) {
  for (const Table& t : tables()) {
    RC_ASSERT(both.fast.size(t.id) == both.slow.size(t.id));
    std::vector<Row> rows;
    both.slow.each(t.id, [&](const Row& row) {
      rows.push_back(row);
      return true;
    });
    std::size_t at = 0;
    both.fast.each(t.id, [&](const Row& row) {
      for (std::size_t c = 0; c < t.columns.size(); ++c) {
        const bool folded = t.columns[c].cls == ColumnClass::kKey || t.columns[c].cls == ColumnClass::kFolded;
        if (folded) RC_ASSERT(row.values[c] == rows[at].values[c]);
        if (!folded) RC_ASSERT(is_null(row.values[c]));
      }
      ++at;
      return true;
    });
    RC_ASSERT(at == rows.size());
  }
  RC_ASSERT(*state_digest(rows_of(both.fast)) == *state_digest(rows_of(both.slow)));
}

RC_GTEST_PROP(FoldedRowsProperty, HoldWhatTheTablesInMemoryHold, ()) {
  testing::World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(*rc::gen::inRange(0, 120));
  Both both;
  Replay replay(both);
  for (std::size_t seq = 0; seq < world.bodies.size(); ++seq) {
    const auto body = parse_body(json::parse(world.bodies[seq].text(), json::kEntryOptions).value());
    RC_ASSERT(body.has_value());
    RC_ASSERT(replay.feed(seq, *body).has_value());
  }
  expect_same(both);
}

/// Rows that come and go in any order, with keys that come back.
RC_GTEST_PROP(FoldedRowsProperty, RowsComeAndGo, (const std::vector<std::pair<std::uint8_t, bool>>& steps)) {
  Both both;
  for (const auto& [key, there] : steps) {
    const Key of{std::string("team_") + std::to_string(key % 24)};
    const Assignment person[] = {{"person", std::string("p") + std::to_string(key)}};
    RC_ASSERT((there ? both.put(TableId::kRotation, of, person) : both.remove(TableId::kRotation, of)).has_value());
  }
  expect_same(both);
}

}  // namespace
}  // namespace licet::record
