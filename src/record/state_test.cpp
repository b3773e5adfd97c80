// Tables in memory, the digest of a state, and what a comparison of two states finds.
#include <gtest/gtest.h>

#include "record/memory_tables.h"
#include "record/test_samples.h"
#include "record/test_world.h"

namespace licet::record {
namespace {

using testing::World;

Status put(MemoryTables& tables, TableId table, Key key, std::initializer_list<Assignment> values) {
  const std::vector<Assignment> row(values);
  return tables.put(table, key, row);
}

TEST(MemoryTables, PutMakesAndChangesRows) {
  MemoryTables tables;
  ASSERT_TRUE(put(tables, TableId::kLead, {std::string("l")}, {{"owner", std::string("p")}}));
  ASSERT_TRUE(put(tables, TableId::kLead, {std::string("l")}, {{"team", std::string("t")}}));
  const auto row = tables.get(TableId::kLead, {std::string("l")});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->text("id"), "l");
  EXPECT_EQ(row->text("owner"), "p");
  EXPECT_EQ(row->text("team"), "t");
  EXPECT_TRUE(row->null("market"));
  EXPECT_EQ(tables.size(TableId::kLead), 1U);
  ASSERT_TRUE(tables.remove(TableId::kLead, {std::string("l")}));
  ASSERT_TRUE(tables.remove(TableId::kLead, {std::string("l")}));
  EXPECT_FALSE(tables.get(TableId::kLead, {std::string("l")}));
}

TEST(MemoryTables, AddCountsFromNothing) {
  MemoryTables tables;
  ASSERT_TRUE(tables.add(TableId::kLoad, {std::string("p")}, "open", -1));
  ASSERT_TRUE(tables.add(TableId::kLoad, {std::string("p")}, "open", 3));
  EXPECT_EQ(tables.get(TableId::kLoad, {std::string("p")})->integer("open"), 2);
}

TEST(MemoryTables, EachGoesInKeyOrderAndStops) {
  MemoryTables tables;
  for (const char* key : {"b", "a", "c"}) ASSERT_TRUE(put(tables, TableId::kMeta, {std::string(key)}, {}));
  std::string seen;
  tables.each(TableId::kMeta, [&](const Row& row) {
    seen += row.text("key");
    return seen.size() < 2;
  });
  EXPECT_EQ(seen, "ab");
}

TEST(MemoryTables, PurgeReachesRowsByTheKeyTheyAreSealedUnder) {
  MemoryTables tables;
  for (const char* id : {"s1", "s2"})
    ASSERT_TRUE(put(tables, TableId::kSubject, {std::string(id)},
                    {{"email", std::string("e")}, {"email_key", std::string("k")}}));
  for (const auto& [id, subject] : {std::pair("e1", "s1"), {"e2", "s2"}, {"e3", "s1"}})
    ASSERT_TRUE(put(tables, TableId::kSourceEvent, {std::string(id)},
                    {{"subject", std::string(subject)}, {"repeat_key", std::string("r")}}));
  // A row that changes its subject is found under the new one only.
  ASSERT_TRUE(put(tables, TableId::kSourceEvent, {std::string("e3")}, {{"subject", std::string("s2")}}));
  ASSERT_TRUE(tables.purge("s1", "ev_1"));
  ASSERT_TRUE(tables.purge("nobody", "ev_1"));
  EXPECT_EQ(tables.size(TableId::kSubject), 2U) << "an erasure makes no rows";
  const auto at = [&](TableId table, const char* id) { return *tables.get(table, {std::string(id)}); };
  EXPECT_TRUE(at(TableId::kSubject, "s1").null("email"));
  EXPECT_TRUE(at(TableId::kSubject, "s1").null("email_key"));
  EXPECT_EQ(at(TableId::kSubject, "s1").text("erased_by"), "ev_1");
  EXPECT_EQ(at(TableId::kSubject, "s2").text("email"), "e");
  EXPECT_TRUE(at(TableId::kSourceEvent, "e1").null("repeat_key"));
  EXPECT_EQ(at(TableId::kSourceEvent, "e2").text("repeat_key"), "r");
  EXPECT_EQ(at(TableId::kSourceEvent, "e3").text("repeat_key"), "r");
}

// ---- digest

TEST(StateDigest, IsOverTheseLines) {
  MemoryTables tables;
  ASSERT_TRUE(put(tables, TableId::kMeta, {std::string("mode")}, {{"value", std::string("single")}}));
  ASSERT_TRUE(put(tables, TableId::kSubject, {std::string("s")},
                  {{"kcv", std::string("\"")}, {"email", std::string("secret")}, {"email_key", std::string("k")}}));
  ASSERT_TRUE(tables.add(TableId::kLoad, {std::string("p")}, "open", 2));
  EXPECT_EQ(*state_digest(rows_of(tables)), crypto::sha256("meta{\"key\":\"mode\",\"value\":\"single\"}\n"
                                                           "subject{\"id\":\"s\",\"kcv\":\"\\\"\"}\n"
                                                           "load{\"open\":2,\"person\":\"p\"}\n"));
  EXPECT_EQ(*state_digest(rows_of(MemoryTables())), crypto::sha256(""));
}

TEST(StateDigest, ChangesWithEveryFoldedColumnAndWithNoOther) {
  for (const Table& t : tables()) {
    Key key;
    for (const Column& column : t.columns)
      if (column.cls == ColumnClass::kKey) key.emplace_back(std::string("k"));
    MemoryTables before;
    ASSERT_TRUE(put(before, t.id, key, {}));
    for (const Column& column : t.columns) {
      if (column.cls == ColumnClass::kKey) continue;
      MemoryTables after = before;
      const Value value = column.type == ColumnType::kInt ? Value(std::int64_t{7}) : Value(std::string("x"));
      ASSERT_TRUE(put(after, t.id, key, {{column.name, value}}));
      EXPECT_EQ(*state_digest(rows_of(before)) != *state_digest(rows_of(after)), column.cls == ColumnClass::kFolded)
          << t.name << "." << column.name;
    }
  }
}

// ---- comparison

/// Two equal lives of a firm, with something erased.
struct Pair {
  Pair() : world(17) {
    world.run(150);
    LICET_INVARIANT(world.replay_into(expected, world.opener()).has_value());
    actual = world.tables;
  }
  std::vector<StateDifference> differences(bool opened = true) const {
    return *compare_states(expected, rows_of(actual), {opened, 100});
  }
  Row any(TableId table, bool erased) const {
    std::optional<Row> out;
    actual.each(table, [&](const Row& row) {
      const bool gone = !row.null("erased_by");
      if (gone == erased) out = row;
      return !out;
    });
    LICET_INVARIANT(out.has_value());
    return *out;
  }
  World world;
  MemoryTables expected, actual;
};

TEST(CompareStates, EqualStatesHaveNoDifference) { EXPECT_TRUE(Pair().differences().empty()); }

TEST(CompareStates, NamesTheTableKeyAndColumnOfAChange) {
  Pair pair;
  const std::string lead = pair.world.leads[0].id.str();
  ASSERT_TRUE(put(pair.actual, TableId::kLead, {lead}, {{"owner", std::string("pers_mallory")}}));
  const auto differences = pair.differences(false);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].table, "lead");
  EXPECT_EQ(differences[0].key, lead);
  EXPECT_EQ(differences[0].column, "owner");
  EXPECT_NE(differences[0].what.find("pers_mallory"), std::string::npos);
}

TEST(CompareStates, FindsRowsThatAreTooManyOrMissing) {
  Pair pair;
  const std::string lead = pair.world.leads[0].id.str();
  ASSERT_TRUE(pair.actual.remove(TableId::kLead, {lead}));
  ASSERT_TRUE(put(pair.actual, TableId::kLead, {std::string("lead_zz")}, {}));
  ASSERT_TRUE(put(pair.actual, TableId::kLead, {std::string("lead_")}, {}));
  const auto differences = pair.differences();
  ASSERT_EQ(differences.size(), 3U);
  for (const StateDifference& d : differences) {
    EXPECT_TRUE(d.column.empty());
    EXPECT_NE(d.what.find(d.key == lead ? "but the tables do not" : "no entry that makes it"), std::string::npos)
        << d.key;
  }
}

TEST(CompareStates, OpenedColumnsCountWhenTheKeysAreAtHand) {
  Pair pair;
  const Row subject = pair.any(TableId::kSubject, false);
  ASSERT_TRUE(put(pair.actual, TableId::kSubject, {subject.values[0]}, {{"last_name", std::string("Mallory")}}));
  EXPECT_TRUE(pair.differences(false).empty());
  const auto differences = pair.differences(true);
  ASSERT_EQ(differences.size(), 1U);
  EXPECT_EQ(differences[0].column, "last_name");
  EXPECT_EQ(differences[0].what.find("Mallory"), std::string::npos) << "personal values are not shown";
}

TEST(CompareStates, WhatOutlivesAnErasureIsFoundWithoutKeys) {
  Pair pair;
  const Row subject = pair.any(TableId::kSubject, true);
  ASSERT_TRUE(put(pair.actual, TableId::kSubject, {subject.values[0]},
                  {{"email", std::string("left")}, {"name_key", std::string("left")}}));
  const auto differences = pair.differences(false);
  ASSERT_EQ(differences.size(), 2U);
  for (const StateDifference& d : differences) EXPECT_NE(d.what.find("was erased"), std::string::npos);
}

TEST(CompareStates, StopsAtTheMost) {
  Pair pair;
  MemoryTables nothing;
  EXPECT_EQ(compare_states(pair.expected, rows_of(nothing), {true, 5})->size(), 5U);
}

}  // namespace
}  // namespace licet::record
