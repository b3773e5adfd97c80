// The fold: what each event does to rows, with and without keys; order between unrelated objects; erasure.
#include "record/apply.h"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "record/event_check.h"
#include "record/memory_tables.h"
#include "record/test_samples.h"
#include "record/test_world.h"

namespace licet::record {
namespace {

using testing::digest_of;
using testing::SampleIds;
using testing::World;

/// Applies events one after the other, all in the body of SampleIds, with nothing sealed unless given.
struct Fold {
  SampleIds ids;
  MemoryTables tables;
  Opened opened;
  Ciphertexts ciphertexts;
  Status operator()(const NewEvent& event) { return (*this)(event.event()); }
  Status operator()(const Event& event) { return apply(event, {ids.event, ids.at, opened, ciphertexts}, tables); }
  Row row(TableId table, Key key) const {
    const auto found = tables.get(table, key);
    EXPECT_TRUE(found.has_value()) << record::table(table).name;
    return found ? *found : Row{table, std::vector<Value>(record::table(table).columns.size())};
  }
  Row lead() const { return row(TableId::kLead, {ids.lead.str()}); }
};

TEST(Apply, EveryEventAppliesWithAndWithoutOpenedValues) {
  const SampleIds ids;
  for (const bool with_values : {false, true}) {
    for (const NewEvent& event : testing::sample_events(ids)) {
      Fold fold;
      if (with_values) {
        const EventSpec* spec = find_spec(event.event().type, event.event().version);
        for (const std::string& kid : {ids.subject.str(), ids.rep.str()})
          fold.opened[kid] = testing::sample_sealed(*spec);
      }
      const auto applied = fold(event);
      EXPECT_TRUE(applied) << event.event().type << ": " << applied.error().text;
    }
  }
}

TEST(Apply, EveryOpenedColumnIsBroughtBySomeEvent) {
  // All samples with all their sealed fields: afterwards no opened column may be null in the rows they made.
  Fold fold;
  for (const NewEvent& event : testing::sample_events(fold.ids)) {
    const EventSpec* spec = find_spec(event.event().type, event.event().version);
    if (event.event().type == "subject_erased") continue;
    fold.opened.clear();
    for (const std::string& kid : {fold.ids.subject.str(), fold.ids.rep.str()})
      fold.opened[kid] = testing::sample_sealed(*spec);
    ASSERT_TRUE(fold(event));
  }
  for (const auto& [table, key] : {std::pair<TableId, std::string>{TableId::kSubject, fold.ids.subject.str()},
                                   {TableId::kPerson, fold.ids.rep.str()}}) {
    const Row row = fold.row(table, {key});
    for (const Column& column : record::table(table).columns)
      if (column.cls == ColumnClass::kOpened) {
        EXPECT_EQ(row.text(column.name), "secret-" + std::string(column.name));
      }
  }
}

TEST(Apply, AnEventThatLacksWhatItNeedsChangesNothing) {
  for (const NewEvent& sample : testing::sample_events(SampleIds())) {
    Fold fold;
    const auto applied = fold(Event{sample.event().type, sample.event().version, {}});
    if (applied) {
      for (const Table& t : tables()) EXPECT_EQ(fold.tables.size(t.id), 0U) << sample.event().type;
      continue;
    }
    EXPECT_EQ(applied.error().code, ErrorCode::kTampered) << sample.event().type;
    for (const Table& t : tables()) EXPECT_EQ(fold.tables.size(t.id), 0U) << sample.event().type << " " << t.name;
  }
}

TEST(Apply, UnknownVersionIsUnsupported) {
  Fold fold;
  const auto applied = fold(Event{"lead_received", 9, {}});
  ASSERT_FALSE(applied);
  EXPECT_EQ(applied.error().code, ErrorCode::kUnsupported);
}

TEST(Apply, AReceivedLeadIsNewAndScreenedByNobody) {
  Fold fold;
  fold.ciphertexts[fold.ids.subject.str()] = digest_of("ct");
  ASSERT_TRUE(fold(lead_received(testing::sample_received(fold.ids))));
  const Row lead = fold.lead();
  EXPECT_EQ(lead.text("status"), "received");
  EXPECT_EQ(lead.text("state"), "NEW");
  EXPECT_EQ(lead.text("client_type_basis"), "claimed");
  EXPECT_EQ(lead.text("screening"), "not");
  EXPECT_TRUE(lead.null("campaign"));
  EXPECT_EQ(lead.text("evidence"),
            "[{\"kind\":\"address\",\"observed\":\"2024-10-04\",\"place\":\"GB\"},"
            "{\"kind\":\"phone\",\"observed\":\"2024-10-05\",\"place\":\"GB\"}]");
  EXPECT_EQ(lead.integer("received_at"), fold.ids.at.us);
  EXPECT_TRUE(lead.null("owner"));
  EXPECT_TRUE(lead.null("market"));
  EXPECT_TRUE(lead.null("case_id"));
  EXPECT_EQ(fold.row(TableId::kSubject, {fold.ids.subject.str()}).text("kcv"), "AAECAwQFBgcICQoLDA0ODw==");
  const Row source = fold.row(TableId::kSourceEvent, {fold.ids.source_event.str()});
  EXPECT_EQ(source.text("ct"), digest_of("ct"));
  EXPECT_EQ(source.text("subject"), fold.ids.subject.str());
}

TEST(Apply, AnAssignmentMovesOwnerLoadAndTurn) {
  Fold fold;
  const PersonId a = fold.ids.author;
  const PersonId b = fold.ids.rep;
  ASSERT_TRUE(fold(testing::sample_assigned(fold.ids.lead, a, PersonId(), "desk", "route", true, fold.ids.at)));
  EXPECT_EQ(fold.row(TableId::kRotation, {std::string("desk")}).text("person"), a.str());
  EXPECT_EQ(fold.row(TableId::kLoad, {a.str()}).integer("open"), 1);
  ASSERT_TRUE(fold(testing::sample_assigned(fold.ids.lead, b, a, "desk", "manual", false, fold.ids.at)));
  EXPECT_EQ(fold.row(TableId::kRotation, {std::string("desk")}).text("person"), a.str());
  EXPECT_EQ(fold.row(TableId::kLoad, {a.str()}).integer("open"), 0);
  EXPECT_EQ(fold.row(TableId::kLoad, {b.str()}).integer("open"), 1);
  EXPECT_EQ(fold.lead().text("owner"), b.str());
  EXPECT_EQ(fold.lead().text("status"), "assigned");
  EXPECT_EQ(fold.lead().text("entity"), "example-uk");
  ASSERT_TRUE(fold(testing::sample_assigned(fold.ids.lead, b, b, "desk", "change", false, fold.ids.at)));
  EXPECT_EQ(fold.row(TableId::kLoad, {b.str()}).integer("open"), 1);
  ASSERT_TRUE(fold(lead_parked(fold.ids.lead, b, "review", "clock", fold.ids.at)));
  EXPECT_EQ(fold.row(TableId::kLoad, {b.str()}).integer("open"), 0);
  for (const char* column : {"owner", "team", "entity"}) EXPECT_TRUE(fold.lead().null(column)) << column;
  EXPECT_EQ(fold.lead().text("status"), "review");
}

TEST(Apply, APersonsFindingLeavesTheListsOfTheScreening) {
  Fold fold;
  const std::string hit = testing::sample_hit(0);
  ASSERT_TRUE(fold(lead_screened(fold.ids.lead, "hit", json::Object{}, {digest_of("list")}, {hit})));
  EXPECT_EQ(fold.lead().text("open_hits"), "[\"" + hit + "\"]");
  EXPECT_TRUE(fold.lead().null("cleared_hits"));
  ASSERT_TRUE(
      fold(lead_screened(fold.ids.lead, "clear", json::Object{{"disposition", "false_positive"}}, {}, {}, {hit})));
  EXPECT_EQ(fold.lead().text("cleared_hits"), "[\"" + hit + "\"]");
  EXPECT_EQ(fold.lead().text("screening"), "clear");
  EXPECT_EQ(fold.lead().text("screened_lists"), "[\"" + digest_of("list") + "\"]");
  EXPECT_TRUE(fold.lead().null("open_hits"));
  ASSERT_TRUE(fold(lead_screened(fold.ids.lead, "clear", json::Object{}, {digest_of("next")})));
  EXPECT_TRUE(fold.lead().null("cleared_hits")) << "a screening says for which hits a good-guy entry holds";
}

TEST(Apply, WhatTheSourceSaysOfItsCampaignIsOpenedFromTheSealedSection) {
  Fold fold;
  fold.opened[fold.ids.subject.str()] = {{"campaign", json::Value("Jane Roe's birthday")}};
  ASSERT_TRUE(fold(lead_received(testing::sample_received(fold.ids))));
  EXPECT_EQ(fold.lead().text("campaign"), "Jane Roe's birthday");
  EXPECT_FALSE(check_event({"lead_received", 1, {{"campaign", "spring-2026"}}})) << "never in the clear";
}

TEST(Apply, ACaseFromOpenToClosed) {
  Fold fold;
  const CaseId id = fold.ids.review;
  const auto row = [&] { return fold.row(TableId::kCase, {id.str()}); };
  ASSERT_TRUE(fold(case_opened(id, fold.ids.lead, "", {"untagged", "screening_hit"}, fold.ids.at)));
  EXPECT_EQ(row().text("state"), "open");
  EXPECT_EQ(row().text("reasons"), "[\"untagged\",\"screening_hit\"]");
  EXPECT_TRUE(row().null("market"));
  EXPECT_EQ(fold.lead().text("case_id"), id.str());
  ASSERT_TRUE(fold(case_claimed(id, fold.ids.author)));
  EXPECT_EQ(row().text("claimed_by"), fold.ids.author.str());
  ASSERT_TRUE(fold(case_reasons_changed(id, {"untagged"}, "uk")));
  EXPECT_EQ(row().text("state"), "claimed") << "new reasons do not take the case from whoever claimed it";
  EXPECT_EQ(row().text("market"), "uk");
  ASSERT_TRUE(fold(case_decided(id, "release", json::Object{{"place", "GB"}}, fold.ids.author, true)));
  EXPECT_EQ(row().text("state"), "proposed");
  EXPECT_EQ(row().text("resolutions"), "{\"place\":\"GB\"}");
  ASSERT_TRUE(fold(case_approved(id, fold.ids.approver, false, "")));
  EXPECT_EQ(row().text("state"), "open");
  for (const char* column : {"claimed_by", "outcome", "resolutions", "decided_by", "approved_by"})
    EXPECT_TRUE(row().null(column)) << column;
  ASSERT_TRUE(fold(case_claimed(id, fold.ids.author)));
  ASSERT_TRUE(fold(case_decided(id, "release", {}, fold.ids.author, true)));
  ASSERT_TRUE(fold(case_approved(id, fold.ids.approver, true, "")));
  EXPECT_EQ(row().text("approved_by"), fold.ids.approver.str());
  EXPECT_EQ(row().text("state"), "open");
  ASSERT_TRUE(fold(case_closed(id, fold.ids.lead, "released", fold.ids.at)));
  EXPECT_EQ(row().text("state"), "closed");
  EXPECT_EQ(row().text("outcome"), "released");
  EXPECT_TRUE(fold.lead().null("case_id"));
}

TEST(Apply, PoliciesListsAndRegisterReplaceWhatWasBefore) {
  Fold fold;
  const std::string one = digest_of("1");
  const std::string two = digest_of("2");
  for (const std::string& digest : {one, two}) {
    ASSERT_TRUE(fold(policy_proposed(digest, fold.ids.author, fold.ids.at)));
    ASSERT_TRUE(fold(policy_activated(digest, fold.ids.approver, fold.ids.at, digest == two ? one : "")));
    ASSERT_TRUE(
        fold(list_loaded({digest, digest, "ofac-sdn", 3, fold.ids.at, {}, "", {digest}, digest == two ? one : ""})));
  }
  EXPECT_EQ(fold.row(TableId::kPolicy, {one}).text("state"), "replaced");
  EXPECT_EQ(fold.row(TableId::kPolicy, {two}).text("state"), "active");
  EXPECT_EQ(fold.row(TableId::kPolicy, {two}).text("approved_by"), fold.ids.approver.str());
  EXPECT_EQ(fold.row(TableId::kMeta, {std::string("active_policy")}).text("value"), two);
  EXPECT_EQ(fold.row(TableId::kList, {one}).text("state"), "replaced");
  EXPECT_EQ(fold.row(TableId::kList, {two}).text("state"), "active");
  EXPECT_TRUE(fold.row(TableId::kList, {two}).null("as_of")) << "no date is not the date of loading";

  const json::Value record = json::Object{{"key", "licence:uk"}, {"kind", "licence"}};
  ASSERT_TRUE(fold(register_put("licence:uk", record, "seed", PersonId(), {}, fold.ids.at)));
  EXPECT_EQ(fold.row(TableId::kRegister, {std::string("licence:uk")}).text("kind"), "licence");
  EXPECT_EQ(fold.row(TableId::kRegister, {std::string("licence:uk")}).text("record"), json::canonical(record));
  const Key history = {std::string("licence:uk"), fold.ids.event.str()};
  EXPECT_EQ(fold.row(TableId::kRegisterHistory, history).integer("at"), fold.ids.at.us);
  ASSERT_TRUE(fold(register_removed("licence:uk", "apply", fold.ids.author, {}, fold.ids.at)));
  EXPECT_FALSE(fold.tables.get(TableId::kRegister, {std::string("licence:uk")}));
  EXPECT_TRUE(fold.row(TableId::kRegisterHistory, history).null("record"));
}

TEST(Apply, ErasureEmptiesWhatWasOpenedAndDerived) {
  Fold fold;
  fold.opened[fold.ids.subject.str()] = testing::sample_sealed(*find_spec("lead_received", 1));
  ASSERT_TRUE(fold(lead_received(testing::sample_received(fold.ids))));
  ASSERT_TRUE(
      fold(testing::sample_assigned(fold.ids.lead, fold.ids.rep, PersonId(), "desk", "route", true, fold.ids.at)));
  const Assignment email_key[] = {{"email_key", std::string("derived")}};
  ASSERT_TRUE(fold.tables.put(TableId::kSubject, {fold.ids.subject.str()}, email_key));
  const Assignment repeat_key[] = {{"repeat_key", std::string("derived")}};
  ASSERT_TRUE(fold.tables.put(TableId::kSourceEvent, {fold.ids.source_event.str()}, repeat_key));
  ASSERT_TRUE(fold(subject_erased(fold.ids.subject.str(), "request", fold.ids.author, fold.ids.approver,
                                  {{fold.ids.lead, fold.ids.rep}}, fold.ids.at, {"keyed=", "other="})));
  for (const Table& t : tables())
    fold.tables.each(t.id, [&](const Row& row) {
      for (std::size_t i = 0; i < t.columns.size(); ++i)
        if (t.columns[i].cls == ColumnClass::kOpened || t.columns[i].cls == ColumnClass::kDerived) {
          EXPECT_TRUE(is_null(row.values[i])) << t.name << "." << t.columns[i].name;
        }
      return true;
    });
  EXPECT_EQ(fold.row(TableId::kSubject, {fold.ids.subject.str()}).text("erased_by"), fold.ids.event.str());
  EXPECT_EQ(fold.row(TableId::kErasure, {fold.ids.subject.str()}).text("approved_by"), fold.ids.approver.str());
  EXPECT_EQ(fold.row(TableId::kSuppression, {std::string("keyed=")}).text("event"), fold.ids.event.str());
  EXPECT_TRUE(fold.tables.get(TableId::kSuppression, {std::string("other=")}));
  EXPECT_EQ(fold.lead().text("status"), "erased");
  EXPECT_TRUE(fold.lead().null("owner"));
  EXPECT_EQ(fold.row(TableId::kLoad, {fold.ids.rep.str()}).integer("open"), 0);
}

// ---- properties

// The state after any random life of a firm is what its ledger folds to: with all keys, and with none.
RC_GTEST_PROP(FoldProperty, ReplayGivesTheLiveTables, ()) {
  World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(*rc::gen::inRange(1, 60));
  MemoryTables with_keys;
  const auto replayed = world.replay_into(with_keys, world.opener());
  if (!replayed) RC_FAIL(replayed.error().text);
  const auto differences = compare_states(with_keys, rows_of(world.tables), {true, 100});
  RC_ASSERT(differences.has_value());
  for (const auto& d : *differences) RC_LOG(d.table + " " + d.key + " " + d.column + ": " + d.what);
  RC_ASSERT(differences->empty());

  MemoryTables without_keys;
  RC_ASSERT(world.replay_into(without_keys, {}).has_value());
  RC_ASSERT(compare_states(without_keys, rows_of(world.tables))->empty());
  RC_ASSERT(*state_digest(rows_of(without_keys)) == *state_digest(rows_of(world.tables)));
}

// After an erasure no sealed text of the subject is anywhere in the tables or the ledger, live or replayed.
RC_GTEST_PROP(FoldProperty, NothingPersonalStandsInTheLedgerOrOutlivesItsKey, ()) {
  World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(80);
  std::string ledger;
  for (const std::string& text : world.texts) ledger += text;
  for (const std::string& secret : world.personal) RC_ASSERT(ledger.find(secret) == std::string::npos);
  std::size_t erased_rows = 0;
  for (const Table& t : tables()) {
    if (t.kid < 0) continue;
    world.tables.each(t.id, [&](const Row& row) {
      const Value& kid = row.values[static_cast<std::size_t>(t.kid)];
      if (!world.tables.get(TableId::kErasure, {kid})) return true;
      ++erased_rows;
      for (std::size_t i = 0; i < t.columns.size(); ++i)
        if (t.columns[i].cls == ColumnClass::kOpened || t.columns[i].cls == ColumnClass::kDerived)
          RC_ASSERT(is_null(row.values[i]));
      return true;
    });
  }
  RC_CLASSIFY(erased_rows > 0, "with an erasure");
}

// Bodies that name no common object may come in any order: a later sequencer changes nothing.
RC_GTEST_PROP(FoldProperty, UnrelatedBodiesCommute, ()) {
  World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(40);
  // What the rows of a body are about: its objects, and the firm's own things by their keys.
  const auto touches = [](const Body& body) {
    std::set<std::string> out;
    for (const auto& [kind, id] : body.objects())
      if (kind != "pers") out.insert(id);
    for (const Event& event : body.events())
      for (const char* name : {"key", "rule", "policy", "list", "replaces", "team", "person", "origin"})
        if (const auto field = event.fields.find(std::string_view(name));
            field != event.fields.end() && field->second.is_string())
          if (std::string_view(name) != "team" || event.fields.contains("turn")) out.insert(field->second.as_string());
    return out;
  };
  std::vector<const Body*> order;
  for (const Body& body : world.bodies) order.push_back(&body);
  SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
  std::size_t swaps = 0;
  for (std::size_t round = 0; round < 400; ++round) {
    const std::size_t i = random.next() % (order.size() - 1);
    const auto a = touches(*order[i]);
    const auto b = touches(*order[i + 1]);
    if (std::any_of(a.begin(), a.end(), [&](const std::string& x) { return b.count(x) != 0; })) continue;
    std::swap(order[i], order[i + 1]);
    ++swaps;
  }
  MemoryTables reordered;
  for (const Body* body : order) {
    RC_ASSERT(apply_all(*body, reordered).has_value());
    for (const DerivedValue& d : body->derived()) {
      const Assignment value[] = {{d.column, d.value}};
      RC_ASSERT(reordered.put(d.table, d.key, value).has_value());
    }
  }
  RC_ASSERT(swaps > 0U);
  RC_ASSERT(reordered == world.tables);
}

RC_GTEST_PROP(BodyProperty, RandomBodiesReadBack, ()) {
  World world(*rc::gen::arbitrary<std::uint64_t>());
  world.run(30);
  for (const std::string& text : world.texts) {
    const auto value = json::parse(text, json::kEntryOptions);
    RC_ASSERT(value.has_value());
    const auto body = parse_body(*value);
    if (!body) RC_FAIL(body.error().text);
    RC_ASSERT(body_text(*body) == text);
  }
}

}  // namespace
}  // namespace licet::record
