#include "app/firm_diff.h"

#include <gtest/gtest.h>

namespace licet::app {
namespace {

json::Value document(const std::string& records) {
  return *json::parse(R"({"schema":"licet.register/1","records":[)" + records + "]}");
}

TEST(RegisterDiff, NamesRecordsAndFields) {
  const auto before = document(
      R"({"key":"a","kind":"licence","to":null,"pack":"UK"},{"key":"b","kind":"team","markets":["uk"],"name":"B"},{"key":"d","kind":"leave","from":"2026-01-01"})");
  const auto after = document(
      R"({"key":"a","kind":"licence","pack":"UK"},{"key":"b","kind":"team","markets":["uk","difc"],"name":"B"},{"key":"c","kind":"member","team":"b","to":null})");
  const auto changes = register_diff(before, after);
  ASSERT_EQ(changes.size(), 3U) << "a: null and absent are the same";
  EXPECT_EQ(changes[0].key, "b");
  ASSERT_EQ(changes[0].fields.size(), 1U);
  EXPECT_EQ(changes[0].fields[0].field, "markets");
  EXPECT_EQ(render_register_diff(changes),
            "~ team b\n    markets: [\"uk\"] -> [\"uk\",\"difc\"]\n"
            "+ member c\n    team: \"b\"\n"
            "- leave d\n    from: \"2026-01-01\"\n");
}

TEST(RegisterDiff, EqualDocumentsDifferInNothing) {
  const auto one = document(R"({"key":"a","kind":"licence"})");
  EXPECT_TRUE(register_diff(one, one).empty());
  EXPECT_EQ(render_register_diff({}), "nothing differs\n");
}

TEST(RegisterDiff, ADocumentWithoutRecordsIsEmpty) {
  const auto changes = register_diff(json::Value(), document(R"({"key":"a","kind":"licence"})"));
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, RecordChange::Kind::kAdded);
  EXPECT_EQ(changes[0].record_kind, "licence");
}

TEST(RegisterDiff, BothWaysMirror) {
  const auto before = document(R"({"key":"a","kind":"team","name":"A","rule":"weighted"})");
  const auto after = document(R"({"key":"a","kind":"team","name":"B"},{"key":"b","kind":"team"})");
  const auto there = register_diff(before, after);
  const auto back = register_diff(after, before);
  ASSERT_EQ(there.size(), back.size());
  for (std::size_t i = 0; i < there.size(); ++i) {
    ASSERT_EQ(there[i].fields.size(), back[i].fields.size());
    for (std::size_t j = 0; j < there[i].fields.size(); ++j)
      EXPECT_EQ(there[i].fields[j].before, back[i].fields[j].after);
  }
}

}  // namespace
}  // namespace licet::app
