// What every store must do with queries: entries of an object, scopes, filters, pages, order.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/limits.h"
#include "store_conformance_fixture.h"

namespace licet::store_test {

/// What a scope and a query mean, said as slowly and plainly as possible.
inline std::vector<record::Row> naive_find(const record::MemoryTables& tables, const app::Scope& scope,
                                           const app::Query& query, bool paged = true) {
  const record::Table& table = record::table(query.table);
  const auto has = [&](std::string_view name) {
    return std::any_of(table.columns.begin(), table.columns.end(), [&](const auto& c) { return c.name == name; });
  };
  const auto reached = [&](const app::Scope::Part& part, const record::Row& row) {
    if (!part.every_market) {
      if (table.market < 0) return false;
      const record::Value& market = row.values[static_cast<std::size_t>(table.market)];
      if (record::is_null(market)) return false;
      if (std::find(part.markets.begin(), part.markets.end(), record::text_of(market)) == part.markets.end())
        return false;
    }
    if (!part.owner.empty()) {
      if (query.table == record::TableId::kLead) return row.text("owner") == part.owner.str();
      if (!has("lead")) return false;
      const auto lead = tables.get(record::TableId::kLead, {std::string(row.text("lead"))});
      return lead && lead->text("owner") == part.owner.str();
    }
    return true;
  };
  const auto visible = [&](const record::Row& row) {
    for (const app::Scope::Part& part : scope.parts())
      if (reached(part, row)) return true;
    return false;
  };
  const auto holds = [](const app::Condition& where, const record::Value& value) {
    using Op = app::Condition::Op;
    const bool nulls = record::is_null(value) || record::is_null(where.value);
    switch (where.op) {
      case Op::kEqual:
        return value == where.value;
      case Op::kNotEqual:
        return value != where.value;
      case Op::kLess:
        return !nulls && value < where.value;
      case Op::kGreaterEqual:
        return !nulls && !(value < where.value);
      case Op::kIsNull:
        return record::is_null(value);
      case Op::kPrefix:
        return !nulls &&
               record::text_of(value).substr(0, record::text_of(where.value).size()) == record::text_of(where.value);
      case Op::kIn:
        for (const record::Value& one : where.among)
          if (one == value) return true;
        return false;
    }
    return false;
  };
  std::size_t key_size = 0;
  while (key_size < table.columns.size() && table.columns[key_size].cls == record::ColumnClass::kKey) ++key_size;
  const auto key_of = [&](const record::Row& row) {
    return record::Key(row.values.begin(), row.values.begin() + static_cast<std::ptrdiff_t>(key_size));
  };
  const auto place_of = [&](const record::Row& row) {
    return std::pair(query.order_by.empty() ? record::Value() : row.at(query.order_by), key_of(row));
  };
  std::vector<record::Row> rows;
  tables.each(query.table, [&](const record::Row& row) {
    const bool wanted =
        visible(row) && std::all_of(query.where.begin(), query.where.end(),
                                    [&](const app::Condition& where) { return holds(where, row.at(where.column)); });
    if (wanted) rows.push_back(row);
    return true;
  });
  std::sort(rows.begin(), rows.end(), [&](const record::Row& a, const record::Row& b) {
    return query.descending ? place_of(b) < place_of(a) : place_of(a) < place_of(b);
  });
  if (!paged) return rows;
  if (query.after) {
    const auto last = place_of(*tables.get(query.table, *query.after));
    std::erase_if(rows, [&](const record::Row& row) {
      return query.descending ? !(place_of(row) < last) : !(last < place_of(row));
    });
  }
  if (rows.size() > query.limit) rows.resize(query.limit);
  return rows;
}

TEST_P(StoreConformance, EntriesOfAnObject) {
  World world(16);
  std::map<std::pair<std::string, std::string>, std::vector<EventId>> expected;
  std::vector<record::Body> bodies;
  for (int i = 0; i < 200; ++i) {
    bodies.push_back(world.next());
    for (const auto& object : bodies.back().objects()) expected[object].push_back(bodies.back().id());
  }
  record_all(std::move(bodies));
  ASSERT_TRUE(store_->seal_all());
  for (const auto& [object, events] : expected) {
    std::vector<std::uint64_t> want;
    for (const EventId& event : events) want.push_back(**store_->seq_of(event));
    std::sort(want.begin(), want.end());
    const auto have = store_->entries_of(system_, object.first, object.second);
    ASSERT_TRUE(have);
    EXPECT_EQ(*have, want) << object.first << " " << object.second;
  }
  EXPECT_TRUE(store_->entries_of(system_, "lead", "lead_unknown")->empty());
}

TEST_P(StoreConformance, EntriesFromAndStopping) {
  World world(17);
  for (int i = 0; i < 20; ++i) record(world.next());
  ASSERT_TRUE(store_->seal_all());
  std::vector<std::uint64_t> seen;
  ASSERT_TRUE(store_->entries(system_, 15, [&](const app::StoredEntry& entry) {
    seen.push_back(entry.seq);
    return entry.seq < 18;
  }));
  EXPECT_THAT(seen, ::testing::ElementsAre(15, 16, 17, 18));
  seen.clear();
  ASSERT_TRUE(store_->entries(system_, 20, [&](const app::StoredEntry& entry) {
    seen.push_back(entry.seq);
    return true;
  }));
  EXPECT_TRUE(seen.empty());
}

TEST_P(StoreConformance, WholeTablesAndTheLedgerNeedTheRight) {
  World world(18);
  record(world.receive());
  const app::Principal stranger = nobody(world.random());
  const Status rows = store_->each_row(stranger, record::TableId::kLead, [](const record::Row&) { return true; });
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kRefused);
  EXPECT_FALSE(store_->entries(stranger, 0, [](const app::StoredEntry&) { return true; }));
}

TEST_P(StoreConformance, AttachmentsAndSealedBlobs) {
  World world(19);
  const record::Body received = world.receive();
  const record::Body attached = world.attach();
  record(received);
  record(attached);
  const std::string sealed = received.sealed().at(0).digest;
  const std::string other = attached.attachments().at(0).digest;
  const auto read = [&](const std::function<void(app::Reader&)>& look) {
    EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      look(reader);
      return {};
    }));
  };
  read([&](app::Reader& reader) {
    EXPECT_EQ(*reader.sealed_blob(sealed), received.sealed()[0].bytes);
    EXPECT_EQ(*reader.attachment(other), attached.attachments()[0].bytes);
    EXPECT_EQ(*reader.sealed_blob(other), std::nullopt) << "public and sealed bytes are kept apart";
    EXPECT_EQ(*reader.attachment(sealed), std::nullopt);
    EXPECT_FALSE(reader.sealed_blob("sha256:nonsense"));
  });
  const auto before = all_entries();
  ASSERT_TRUE(store_->purge_blobs(system_, {sealed}));
  ASSERT_TRUE(store_->purge_blobs(system_, {sealed})) << "purging twice is harmless";
  read([&](app::Reader& reader) {
    EXPECT_EQ(*reader.sealed_blob(sealed), std::nullopt);
    EXPECT_EQ(*reader.attachment(other), attached.attachments()[0].bytes);
  });
  const auto after = all_entries();
  ASSERT_EQ(after.size(), before.size()) << "the ledger keeps the digest";
  for (std::size_t i = 0; i < after.size(); ++i) EXPECT_EQ(after[i].bytes, before[i].bytes);
}

TEST_P(StoreConformance, VisitsOfBlobsAndAttachmentsAndRows) {
  World world(23);
  std::map<std::string, Bytes> blobs;
  std::set<std::string> attachments;
  const auto keep = [&](const record::Body& body) {
    for (const record::Blob& one : body.sealed()) blobs[one.digest] = one.bytes;
    for (const record::Blob& one : body.attachments()) attachments.insert(one.digest);
    record(body);
  };
  for (int i = 0; i < 40; ++i) keep(world.receive());
  keep(world.attach());
  const auto check = [&](app::Reader& reader) {
    std::vector<std::pair<std::string, Bytes>> seen;
    for (unsigned byte = 0; byte < 256; ++byte)
      EXPECT_TRUE(reader.sealed_blobs(
          system_, static_cast<std::uint8_t>(byte), [&](const crypto::Digest& digest, ByteView bytes) -> Status {
            EXPECT_EQ(digest[0], byte);
            seen.emplace_back(crypto::digest_text(digest), Bytes(bytes.begin(), bytes.end()));
            return {};
          }));
    EXPECT_TRUE(std::equal(seen.begin(), seen.end(), blobs.begin(), blobs.end(), [](const auto& a, const auto& b) {
      return a.first == b.first && a.second == b.second;
    })) << "each once, ascending by digest";
    std::vector<std::string> digests;
    EXPECT_TRUE(reader.attachment_digests(system_, [&](const crypto::Digest& digest) -> Status {
      digests.push_back(crypto::digest_text(digest));
      return {};
    }));
    EXPECT_TRUE(std::equal(digests.begin(), digests.end(), attachments.begin(), attachments.end()));
    std::size_t rows = 0;
    EXPECT_TRUE(reader.each_row(system_, record::TableId::kLead, [&](const record::Row&) { return ++rows < 40; }));
    EXPECT_EQ(rows, 40U);
    rows = 0;
    EXPECT_TRUE(reader.each_row(system_, record::TableId::kLead, [&](const record::Row&) { return ++rows < 3; }));
    EXPECT_EQ(rows, 3U) << "false stops";

    const auto first = crypto::parse_digest_text(blobs.begin()->first);
    const Status stopped = reader.sealed_blobs(system_, (*first)[0], [](const crypto::Digest&, ByteView) -> Status {
      return fail(ErrorCode::kLimit, "enough");
    });
    EXPECT_FALSE(stopped) << "an error of the visitor is the visit's";
    const app::Principal stranger = nobody(world.random());
    const auto nothing = [](const auto&...) -> Status { return {}; };
    EXPECT_FALSE(reader.sealed_blobs(stranger, 0, nothing));
    EXPECT_FALSE(reader.attachment_digests(stranger, nothing));
    EXPECT_FALSE(reader.each_row(stranger, record::TableId::kLead, [](const record::Row&) { return true; }));
  };
  EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
    check(reader);
    return {};
  }));
  EXPECT_TRUE(store_->execute(system_, [&](app::Tx& tx) -> Status {
    check(tx);
    return {};
  }));
  ASSERT_TRUE(store_->purge_blobs(system_, {blobs.begin()->first}));
  blobs.erase(blobs.begin());
  EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
    check(reader);
    return {};
  }));
}

TEST_P(StoreConformance, QueriesThatMakeNoSense) {
  const auto refused = [&](app::Query query) {
    query.table = record::TableId::kLead;
    auto rows = find(all_, query);
    return !rows && (rows.error().code == ErrorCode::kBadInput || rows.error().code == ErrorCode::kLimit);
  };
  app::Query query;
  query.limit = 0;
  EXPECT_TRUE(refused(query));
  query.limit = limits::kPageMax + 1;
  EXPECT_TRUE(refused(query));
  query.limit = limits::kPageMax;
  EXPECT_FALSE(refused(query));
  query.order_by = "owner; DROP TABLE lead";
  EXPECT_TRUE(refused(query));
  query.order_by = {};
  query.where = {{"no\"such", app::Condition::Op::kEqual, std::string("x")}};
  EXPECT_TRUE(refused(query));
  query.where = {{"received_at", app::Condition::Op::kEqual, std::string("5")}};
  EXPECT_TRUE(refused(query));
  query.where = {{"received_at", app::Condition::Op::kPrefix, std::int64_t{5}}};
  EXPECT_TRUE(refused(query));
  query.where = {};
  query.after = record::Key{};
  EXPECT_TRUE(refused(query));
  query.after = record::Key{std::string("a"), std::string("b")};
  EXPECT_TRUE(refused(query));
}

TEST_P(StoreConformance, AContinuationWhoseRowIsGoneSaysSo) {
  World world(20);
  record(world.receive());
  app::Query query;
  query.table = record::TableId::kLead;
  query.order_by = "received_at";
  query.after = record::Key{LeadId::make(world.random()).str()};
  const auto rows = find(all_, query);
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kConflict);
}

/// Scopes and queries against the plain reading of what they mean, page by page.
TEST_P(StoreConformance, ScopesFiltersAndPagesAgreeWithTheNaiveReading) {
  World world(21);
  record::MemoryTables tables;
  std::vector<record::Body> bodies;
  for (int i = 0; i < 500; ++i) {
    bodies.push_back(world.next());
    ASSERT_TRUE(fold(bodies.back(), tables));
  }
  for (int i = 0; i < 9; ++i) {  // cases that nobody opened: null in the column that lists are ordered by
    auto builder = world.builder("claim");
    builder.add(record::case_claimed(CaseId::make(world.random()), World::people()[0]));
    bodies.push_back(*std::move(builder).finish());
    ASSERT_TRUE(fold(bodies.back(), tables));
  }
  record_all(std::move(bodies));
  SeededRandom random(22);
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random.next() % n); };
  const auto random_part = [&] {
    app::Scope::Part part;
    part.every_market = below(3) == 0;
    for (const std::string& market : World::markets())
      if (!part.every_market && below(2) == 0) part.markets.push_back(market);
    if (below(3) == 0) part.owner = World::people()[below(World::people().size())];
    return part;
  };
  const auto random_scope = [&] {  // mostly of one grant; two grants are a union
    std::vector<app::Scope::Part> parts;
    for (std::size_t n = below(6) == 0 ? below(4) : 1; n > 0; --n) parts.push_back(random_part());
    return union_of(std::move(parts));
  };
  const auto some_value = [&](const record::Table& table, std::size_t column) -> record::Value {
    const auto rows = rows_of(tables, table.id);
    if (rows.empty() || below(8) == 0) {
      if (table.columns[column].type == record::ColumnType::kInt) return std::int64_t{7};
      return std::string("x");
    }
    return rows[below(rows.size())].values[column];
  };
  // Ordered by what stores have indexes for, and filtered by the columns before it.
  const auto as_a_list_asks = [&](const record::Table& table, app::Query& query) {
    const bool leads = table.id == record::TableId::kLead;
    if (!leads && table.id != record::TableId::kCase) return;
    query.order_by = leads ? "received_at" : "opened_at";
    using Op = app::Condition::Op;
    for (const std::string_view column : {leads ? "status" : "state", "market"}) {
      if (below(3) == 0) continue;
      app::Condition where{column, below(2) == 0 ? Op::kIn : Op::kEqual, {}, {}};
      where.value = some_value(table, static_cast<std::size_t>(record::column(table, column)));
      for (std::size_t i = 0; i < table.columns.size() && where.op == Op::kIn && where.among.size() < 3; ++i)
        if (auto one = some_value(table, static_cast<std::size_t>(record::column(table, column)));
            !record::is_null(one))
          where.among.push_back(std::move(one));
      query.where.push_back(std::move(where));
    }
  };
  int compared = 0;
  for (int round = 0; round < 900; ++round) {
    constexpr record::TableId kBusy[] = {record::TableId::kLead, record::TableId::kCase, record::TableId::kSourceEvent};
    const record::Table& table =
        below(3) == 0 ? record::tables()[below(record::tables().size())] : record::table(kBusy[below(3)]);
    app::Query query;
    query.table = table.id;
    for (std::size_t n = below(3); n > 0; --n) {
      const std::size_t column = below(table.columns.size());
      app::Condition where;
      where.column = table.columns[column].name;
      where.op = static_cast<app::Condition::Op>(below(7));
      where.value = some_value(table, column);
      if (where.op == app::Condition::Op::kIn)
        for (std::size_t values = below(4); values > 0; --values)
          if (record::Value one = some_value(table, column); !record::is_null(one))
            where.among.push_back(std::move(one));
      if (where.op == app::Condition::Op::kPrefix) {
        if (table.columns[column].type != record::ColumnType::kText || record::is_null(where.value)) continue;
        std::string text(record::text_of(where.value));
        where.value = text.substr(0, below(text.size() + 1));
      }
      query.where.push_back(where);
    }
    if (below(3) != 0) query.order_by = table.columns[below(table.columns.size())].name;
    if (below(2) == 0) as_a_list_asks(table, query);
    query.descending = below(2) == 0;
    query.limit = 1 + below(20);
    const app::Scope scope = random_scope();
    const auto everything_wanted = naive_find(tables, scope, query, false);
    ASSERT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto count, reader.count(scope, query));
      EXPECT_EQ(count, static_cast<std::int64_t>(everything_wanted.size()));
      std::vector<record::Row> pages;
      while (true) {
        LICET_TRY(const auto page, reader.find(scope, query));
        const auto want = naive_find(tables, scope, query);
        EXPECT_EQ(page.size(), want.size());
        for (std::size_t i = 0; i < std::min(page.size(), want.size()); ++i) EXPECT_EQ(page[i].values, want[i].values);
        pages.insert(pages.end(), page.begin(), page.end());
        if (page.size() < query.limit || ::testing::Test::HasFailure()) break;
        std::size_t keys = 0;
        while (keys < table.columns.size() && table.columns[keys].cls == record::ColumnClass::kKey) ++keys;
        query.after =
            record::Key(page.back().values.begin(), page.back().values.begin() + static_cast<std::ptrdiff_t>(keys));
      }
      EXPECT_EQ(pages.size(), everything_wanted.size()) << "pages together hold every row once";
      return {};
    }));
    ASSERT_FALSE(::testing::Test::HasFailure())
        << table.name << " ordered by '" << query.order_by << "', round " << round;
    compared += everything_wanted.empty() ? 0 : 1;
  }
  EXPECT_GT(compared, 150) << "most queries must find something, or the test shows nothing";
}

TEST_P(StoreConformance, AVersionOfTheFirmStandsForItsRows) {
  World world(31);
  using Rows = std::vector<std::vector<record::Value>>;
  std::map<std::string, Rows> known;
  std::set<std::string> versions;
  const auto look = [&](app::Reader& reader) -> Status {
    LICET_TRY(const std::string version, reader.firm_version());
    if (version.empty()) return {};  // nothing said yet what the firm is
    Rows rows;
    for (const record::Table& table : record::tables())
      if (app::says_what_the_firm_is(table.id))
        LICET_CHECK(reader.each_row(system_, table.id, [&](const record::Row& row) {
          rows.push_back(row.values);
          return true;
        }));
    versions.insert(version);
    EXPECT_EQ(known.try_emplace(version, rows).first->second, rows);
    return {};
  };
  for (int i = 0; i < 150; ++i) {
    const record::Body body = i % 3 == 0 ? world.register_record() : world.next();
    const bool fails = i % 4 == 0;  // after others, and this command itself, saw what does not stay
    const auto receipt = store_->execute(system_, [&](app::Tx& tx) -> Status {
      LICET_CHECK(look(tx));
      LICET_CHECK(tx.append(body));
      LICET_CHECK(look(tx));
      return fails ? Status(fail(ErrorCode::kConflict, "not this time")) : Status();
    });
    EXPECT_EQ(receipt.has_value(), !fails);
    EXPECT_TRUE(store_->read(system_, look));
  }
  EXPECT_GT(versions.size(), 40u);
  EXPECT_LT(versions.size(), 120u) << "leads do not change the firm";
}

TEST_P(StoreConformance, OutOfScopeLooksLikeAbsent) {
  World world(23);
  record(world.receive());
  const LeadId lead = world.leads()[0];
  auto builder = world.builder("route");
  builder.add(record::lead_routed(lead, "uk", json::Object{}, builder.at()));
  record(*std::move(builder).finish());
  const auto sees = [&](const app::Scope& scope, record::TableId table, const record::Key& key) {
    bool found = false;
    EXPECT_TRUE(store_->read(system_, [&](app::Reader& reader) -> Status {
      LICET_TRY(const auto row, reader.get(scope, table, key));
      found = row.has_value();
      return {};
    }));
    return found;
  };
  const record::Key key{lead.str()};
  EXPECT_TRUE(sees(all_, record::TableId::kLead, key));
  EXPECT_TRUE(sees(scope_of({{"eu", "uk"}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(scope_of({{"eu"}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(union_of(std::vector<app::Scope::Part>{{false, {}, {}}}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(scope_of({{"uk"}}, World::people()[0]), record::TableId::kLead, key)) << "owned by nobody";
  const app::Scope::Part everywhere_own{true, {}, World::people()[0]}, all_of_eu{false, {"eu"}, {}},
      all_of_uk{false, {"uk"}, {}};
  EXPECT_FALSE(sees(union_of({everywhere_own, all_of_eu}), record::TableId::kLead, key))
      << "one grant's markets, another's owner";
  EXPECT_TRUE(sees(union_of({everywhere_own, all_of_uk}), record::TableId::kLead, key));
  EXPECT_FALSE(sees(union_of(std::vector<app::Scope::Part>{}), record::TableId::kLead, key));
  EXPECT_TRUE(sees(all_, record::TableId::kMeta, {std::string("x")}) == false);
  EXPECT_FALSE(sees(scope_of({{"uk"}}), record::TableId::kSubject,
                    {std::string(rows_of(record::TableId::kSubject)[0].text("id"))}));
}

}  // namespace licet::store_test
