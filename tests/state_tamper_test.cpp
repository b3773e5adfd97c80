// Whatever somebody changes in the data file behind Licet's back, `ledger verify --state` finds and names. What can be
// changed is read from the file's own schema, so that no table and no column is forgotten.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <vector>

#include "app/subject_commands.h"
#include "access_world.h"

namespace licet::app_test {
namespace {

using record::StateDifference;
using record::TableId;

/// A second connection to the data file, as anybody with the file could open one.
class Intruder {
 public:
  explicit Intruder(const std::string& file) {
    if (sqlite3_open_v2(file.c_str(), &db_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK)
      throw std::runtime_error("cannot open " + file);
  }
  ~Intruder() { sqlite3_close(db_); }
  Intruder(const Intruder&) = delete;
  Intruder& operator=(const Intruder&) = delete;

  void run(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK)
      throw std::runtime_error(sql + ": " + message);
  }
  /// Rows of texts; "" for null.
  std::vector<std::vector<std::string>> rows(const std::string& sql) {
    std::vector<std::vector<std::string>> out;
    char* message = nullptr;
    const auto each = [](void* to, int n, char** values, char**) {
      auto& row = static_cast<decltype(out)*>(to)->emplace_back();
      for (int i = 0; i < n; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
      return 0;
    };
    if (sqlite3_exec(db_, sql.c_str(), each, &out, &message) != SQLITE_OK)
      throw std::runtime_error(sql + ": " + message);
    return out;
  }
  std::string one(const std::string& sql) {
    const auto found = rows(sql);
    return found.empty() ? std::string() : found.front().front();
  }

 private:
  sqlite3* db_ = nullptr;
};

struct Column {
  std::string name, type;
  bool key = false;
};
struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<std::string> keys;  ///< names of the columns that tell a row from all others
};

std::vector<Table> tables_of(Intruder& db) {
  std::vector<Table> out;
  for (const auto& row : db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
    Table table{row[0], {}, {}};
    for (const auto& column :
         db.rows("SELECT name, type, pk FROM pragma_table_xinfo('" + table.name + "') ORDER BY cid")) {
      const bool unique = column[2] != "0" || column[0] == "digest";  // blobs and documents are kept under their digest
      table.columns.push_back({column[0], column[1], unique});
      if (unique) table.keys.push_back(column[0]);
    }
    out.push_back(std::move(table));
  }
  return out;
}

/// The value of a column, changed to another one of its type.
std::string changed(const Column& column) {
  const std::string name = "\"" + column.name + "\"";
  if (column.type == "INTEGER") return "coalesce(" + name + ", 0) + 1000003";
  if (column.type == "BLOB") return column.key ? "randomblob(32)" : "CAST(" + name + " || x'00' AS BLOB)";
  return "coalesce(" + name + ", '') || 'x'";
}

class StateTamper : public ::testing::Test {
 protected:
  StateTamper() {
    world_.import(read_text(kFirmFolder + "leads.csv"));
    world_.import(
        "email,first_name,last_name,country,product,lawful_basis,source_id\n"
        "wilhelmina.ashdown-pike@example.com,Wil,Pike,GB,funds,consent,D-1\n"
        "gone@example.com,Gone,Away,GB,funds,consent,D-2\n");
    world_.job("retry_parked");
    erased_ = SubjectId::parse(world_.lead(world_.lead_of("D-2")).text("subject")).value();
    must(erase_by_two(world_, erased_));
    const CaseId hit = world_.case_of(world_.lead_of("S-030"));
    const auto found = decided(world_, hit, {"release", {{"screening", "false_positive"}}, "another birth date"});
    must(app::approve_case(world_.deps(), world_.second(), hit, true, found.proposal));
  }

  app::LedgerVerification verify() {
    return must(app::verify_ledger(world_.deps(), world_.first(), world_.ledger_folder(), {}, true));
  }
  static std::string text(const std::vector<StateDifference>& differences) {
    std::string out;
    for (const StateDifference& d : differences)
      out += "\n  " + d.table + " | " + d.key + " | " + d.column + ": " + d.what;
    return out;
  }
  /// Something says: this table, this key and, unless empty, this column.
  void expect_named(const std::string& table, const std::string& key, const std::string& column,
                    const std::string& done) {
    const app::LedgerVerification found = verify();
    const bool named = std::any_of(found.differences.begin(), found.differences.end(), [&](const StateDifference& d) {
      return d.table == table && d.key.find(key) != std::string::npos && (column.empty() || d.column == column);
    });
    const bool entry = table == "ledger_entry" && found.report.failed();  // named by its number, at L1
    EXPECT_TRUE(named || entry) << done << " " << table << " " << key << " " << column << text(found.differences);
    ++tried_;
  }
  static std::string where(const Table& table, const std::vector<std::string>& row) {
    std::string out;
    for (std::size_t i = 0; i < table.keys.size(); ++i)
      out += (i == 0 ? " WHERE \"" : " AND \"") + table.keys[i] + "\" = " + row[i];
    return out;
  }
  /// The keys of the first row and the last one, as SQL literals.
  std::vector<std::vector<std::string>> some_rows(const Table& table) {
    std::string quoted, order;
    for (const std::string& key : table.keys) {
      quoted += (quoted.empty() ? "quote(\"" : ", quote(\"") + key + "\")";
      order += (order.empty() ? "\"" : ", \"") + key + "\"";
    }
    auto rows = db_.rows("SELECT " + quoted + " FROM \"" + table.name + "\" ORDER BY " + order);
    if (rows.size() > 2) rows.erase(rows.begin() + 1, rows.end() - 1);
    return rows;
  }
  /// A part of the key as the report shows it.
  std::string shown(const std::string& key_literal) {
    if (key_literal.rfind("X'", 0) == 0) return "sha256:" + db_.one("SELECT lower(hex(" + key_literal + "))");
    return db_.one("SELECT " + key_literal);
  }

  AppWorld world_{WorldOptions{1, kMondayNoon, true, true}};
  Intruder db_{world_.data_file()};
  SubjectId erased_;
  int tried_ = 0;
};

TEST_F(StateTamper, AnUntouchedFileIsSound) {
  const auto found = verify();
  EXPECT_FALSE(found.report.failed());
  EXPECT_TRUE(found.differences.empty()) << text(found.differences);
}

TEST_F(StateTamper, EveryColumnOfEveryTable) {
  for (const Table& table : tables_of(db_)) {
    const auto rows = some_rows(table);
    EXPECT_FALSE(rows.empty()) << "the test's house has no row of " << table.name << " to change";
    for (const auto& row : rows) {
      for (const Column& column : table.columns) {
        db_.run("CREATE TEMP TABLE saved AS SELECT * FROM \"" + table.name + "\"" + where(table, row));
        db_.run("DELETE FROM \"" + table.name + "\"" + where(table, row));
        std::string values;
        for (const Column& c : table.columns)
          values += (values.empty() ? "" : ", ") + (c.name == column.name ? changed(c) : "\"" + c.name + "\"");
        db_.run("CREATE TEMP TABLE forged AS SELECT * FROM saved LIMIT 0");
        db_.run("INSERT INTO forged SELECT " + values + " FROM saved");
        db_.run("INSERT INTO \"" + table.name + "\" SELECT * FROM forged");
        expect_named(table.name, shown(row[0]), column.key ? "" : column.name, "changed");
        std::string forged;
        for (std::size_t i = 0; i < table.keys.size(); ++i)
          forged += (i == 0 ? " WHERE \"" : " AND \"") + table.keys[i] + "\" = (SELECT \"" + table.keys[i] +
                    "\" FROM forged)";
        db_.run("DELETE FROM \"" + table.name + "\"" + forged);
        db_.run("INSERT INTO \"" + table.name + "\" SELECT * FROM saved; DROP TABLE saved; DROP TABLE forged");
      }
    }
  }
  EXPECT_GT(tried_, 200);
  EXPECT_TRUE(verify().differences.empty()) << "the test put everything back" << text(verify().differences);
}

TEST_F(StateTamper, ARowTakenAwayOrPutIn) {
  for (const Table& table : tables_of(db_)) {
    for (const auto& row : some_rows(table)) {
      db_.run("CREATE TEMP TABLE saved AS SELECT * FROM \"" + table.name + "\"" + where(table, row));
      db_.run("DELETE FROM \"" + table.name + "\"" + where(table, row));
      expect_named(table.name, shown(row[0]), "", "taken away");
      std::string values;
      for (const Column& c : table.columns)
        values += (values.empty() ? "" : ", ") + (c.key ? changed(c) : "\"" + c.name + "\"");
      db_.run("INSERT INTO \"" + table.name + "\" SELECT * FROM saved");
      db_.run("CREATE TEMP TABLE forged AS SELECT * FROM saved LIMIT 0; INSERT INTO forged SELECT " + values +
              " FROM saved");
      db_.run("INSERT INTO \"" + table.name + "\" SELECT * FROM forged");
      std::string forged;
      for (std::size_t i = 0; i < table.keys.size(); ++i)
        forged +=
            (i == 0 ? " WHERE \"" : " AND \"") + table.keys[i] + "\" = (SELECT \"" + table.keys[i] + "\" FROM forged)";
      expect_named(table.name, shown(db_.one("SELECT quote(\"" + table.keys[0] + "\") FROM forged")), "", "put in");
      db_.run("DELETE FROM \"" + table.name + "\"" + forged + "; DROP TABLE saved; DROP TABLE forged");
    }
  }
}

TEST_F(StateTamper, WhatWasErasedDoesNotComeBack) {
  for (const record::Column& column : record::table(TableId::kSubject).columns) {
    if (column.cls != record::ColumnClass::kOpened && column.cls != record::ColumnClass::kDerived) continue;
    const std::string name(column.name);
    db_.run("UPDATE subject SET \"" + name + "\" = 'x' WHERE id = '" + erased_.str() + "'");
    expect_named("subject", erased_.str(), name, "came back");
    db_.run("UPDATE subject SET \"" + name + "\" = NULL WHERE id = '" + erased_.str() + "'");
  }
  db_.run("UPDATE source_event SET repeat_key = 'x' WHERE subject = '" + erased_.str() + "'");
  expect_named("source_event", "src_", "repeat_key", "came back");
}

TEST_F(StateTamper, TheSchemaIsLicets) {
  struct Change {
    const char* table;
    const char* key;
    const char* column;
    std::string sql, back;
  };
  const std::string index = db_.one("SELECT sql FROM sqlite_schema WHERE name = 'lead_list_owner'");
  const std::string rotation = db_.one("SELECT sql FROM sqlite_schema WHERE name = 'rotation'");
  const Change changes[] = {
      {"lead", "quiet", "", "CREATE TRIGGER quiet AFTER UPDATE ON lead BEGIN SELECT 1; END", "DROP TRIGGER quiet"},
      {"aside", "aside", "", "CREATE TABLE aside(x)", "DROP TABLE aside"},
      {"lead", "lead_by_campaign", "", "CREATE INDEX lead_by_campaign ON lead(campaign)",
       "DROP INDEX lead_by_campaign"},
      {"everything", "everything", "", "CREATE VIEW everything AS SELECT * FROM subject", "DROP VIEW everything"},
      {"lead", "lead_list_owner", "", "DROP INDEX lead_list_owner", index},
      {"lead", "lead_list_owner", "", "DROP INDEX lead_list_owner; CREATE INDEX lead_list_owner ON lead(team)",
       "DROP INDEX lead_list_owner; " + index},
      {"subject", "", "nickname", "ALTER TABLE subject ADD COLUMN nickname TEXT", ""},
      {"rotation", "rotation", "", "DROP TABLE rotation", rotation},
      {"lead", "", "language", "ALTER TABLE lead DROP COLUMN language", ""},
      {"event_seq", "", "seq", "ALTER TABLE event_seq DROP COLUMN seq", ""},
      {"ledger_link", "ledger_link", "", "DROP TABLE ledger_link", ""},
      {"sealed_blob", "sealed_blob", "", "DROP TABLE sealed_blob", ""},
      {"attachment", "attachment", "", "DROP TABLE attachment", ""},
      {"lead", "", "language", "SELECT 1", ""},  // none hides another
  };
  for (const Change& change : changes) {
    db_.run(change.sql);
    expect_named(change.table, change.key, change.column, change.sql);
    db_.run(change.back);
  }
}

}  // namespace
}  // namespace licet::app_test
