#include <gtest/gtest.h>

#include "screening/list_samples.h"
#include "screening/opensanctions_csv.h"
#include "screening/opensanctions_ftm.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::entry_of;
using testing::error_of;
using testing::read_files;
using testing::read_one;
using testing::with;

TEST(OpenSanctionsSimple, ReadsSeveralValuesAColumn) {
  const auto got = read_one("opensanctions-simple", testing::simple_sample());
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(as_of_text(got->list.as_of), "2026-08-01T02:03:04Z");
  ASSERT_EQ(got->list.entries.size(), 2U);
  const Entry& person = *entry_of(*got, "Q1");
  EXPECT_EQ(person.type, EntryType::kPerson);
  ASSERT_EQ(person.names.size(), 3U);
  EXPECT_EQ(person.names[0].full, "Mirko Ostrovsky");
  EXPECT_EQ(person.names[1].full, "Kale");
  EXPECT_EQ(person.names[2].kind, NameKind::kOriginal);
  EXPECT_EQ(person.births.size(), 2U);
  EXPECT_EQ(format_date(person.births[0].to), "1966-09-30");
  EXPECT_EQ(person.countries,
            (std::vector<ListCountry>{{"KP", CountryRole::kNationality}, {"RU", CountryRole::kNationality}}));
  EXPECT_EQ(person.ids,
            (std::vector<ListId>{{"email", "a@b.example"}, {"other", "X1"}, {"other", "X2"}, {"phone", "+1"}}));
  EXPECT_EQ(person.programmes, (std::vector<std::string>{"INV-1"}));
  EXPECT_EQ(entry_of(*got, "Q2")->type, EntryType::kUnknown) << "a legal entity may be either";
  ASSERT_EQ(got->report.notes.size(), 1U);
  EXPECT_EQ(got->report.notes[0], "1 rows are things and not persons or companies, and were left out (Security)");
}

TEST(OpenSanctionsSimple, OlderFilesLackColumns) {
  const auto got = read_one("opensanctions-simple",
                            "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,"
                            "dataset,first_seen,last_seen\nQ1,Person,Mirko,,soon,,,,,,,Invented,,2020-01-02\n");
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(as_of_text(got->list.as_of), "2020-01-02T00:00:00Z");
  EXPECT_EQ(got->report.notes.size(), 1U) << "the date that is none";
}

TEST(OpenSanctionsSimple, Errors) {
  const std::string text = testing::simple_sample();
  EXPECT_EQ(error_of(read_one("opensanctions-simple", with(text, "\"Q2\"", "\"Q1\""))),
            "list:3:1: the same id a second time");
  EXPECT_EQ(error_of(read_one("opensanctions-simple", with(text, "\"Harbour Nine\"", ""))).substr(0, 10), "list:3:20:");
  EXPECT_NE(error_of(read_one("opensanctions-simple", with(text, "\"countries\"", "\"lands\""))).find("'countries'"),
            std::string::npos);
}

TEST(OpenSanctionsFtm, ReadsNamesWithTheirStrengthAndParts) {
  const auto got = read_one("opensanctions-ftm", testing::ftm_sample());
  ASSERT_TRUE(got) << error_of(got);
  EXPECT_EQ(as_of_text(got->list.as_of), "2026-08-01T02:03:04Z");
  ASSERT_EQ(got->list.entries.size(), 2U);
  const Entry& person = *entry_of(*got, "Q1");
  ASSERT_EQ(person.names.size(), 5U);
  EXPECT_EQ(person.names[0].full, "Mirko Ostrovsky") << "the caption";
  EXPECT_EQ(person.names[0].parts, (NameParts{"Ostrovsky", "Mirko", "", ""}));
  EXPECT_EQ(person.names[1].full, "Kale, Mirko");
  EXPECT_EQ(person.names[2].full, "MOK");
  EXPECT_EQ(person.names[2].strength, Strength::kWeak);
  EXPECT_EQ(person.names[3].kind, NameKind::kFka);
  EXPECT_EQ(person.names[4].kind, NameKind::kOriginal);
  EXPECT_EQ(person.names[4].parts.given, "Мирко");
  EXPECT_EQ(person.gender, Gender::kMale);
  EXPECT_EQ(person.ids, (std::vector<ListId>{{"passport", "X1"}}));
  EXPECT_EQ(person.countries,
            (std::vector<ListCountry>{{"IR", CountryRole::kBirth}, {"RU", CountryRole::kNationality}}));
  EXPECT_EQ(entry_of(*got, "Q2")->ids, (std::vector<ListId>{{"lei", "L1"}}));
  ASSERT_EQ(got->report.notes.size(), 2U);
  EXPECT_EQ(got->report.notes[0], "1 lines are relations, documents or things and were left out (Sanction)");
  EXPECT_NE(got->report.notes[1].find("only mentioned"), std::string::npos);
}

TEST(OpenSanctionsFtm, NobodyWithATopicOfRiskIsLeftOut) {
  const auto got = read_one("opensanctions-ftm", with(testing::ftm_sample(), R"({"name":["Bank"]})",
                                                      R"({"name":["Bank"],"topics":["role.rca"]})"));
  ASSERT_TRUE(got);
  EXPECT_NE(entry_of(*got, "Q3"), nullptr);
}

const std::string kDelta = R"({"op":"DEL","entity":{"id":"Q2"}}
{"op":"MOD","entity":{"id":"Q1","schema":"Person","caption":"Mirko New","properties":{"name":["Mirko New"]}}}
{"op":"ADD","entity":{"id":"Q9","schema":"Person","properties":{"firstName":["Ann"],"lastName":["Bell"]}}}
{"op":"DEL","entity":{"id":"S1"}}
)";

TEST(OpenSanctionsFtm, DeltasGiveWhatTheNextFullFileHas) {
  const auto got = read_files("opensanctions-ftm", {{"full", testing::ftm_sample()}, {"delta", kDelta}});
  ASSERT_TRUE(got) << error_of(got);
  ASSERT_EQ(got->list.entries.size(), 2U);
  EXPECT_EQ(entry_of(*got, "Q1")->names[0].full, "Mirko New");
  EXPECT_EQ(entry_of(*got, "Q1")->names.size(), 1U);
  EXPECT_EQ(entry_of(*got, "Q9")->names[0].full, "Ann Bell");
  const auto next = read_one(
      "opensanctions-ftm",
      "{\"id\":\"Q9\",\"schema\":\"Person\",\"properties\":{\"firstName\":[\"Ann\"],\"lastName\":[\"Bell\"]}}\n"
      "{\"id\":\"Q1\",\"schema\":\"Person\",\"caption\":\"Mirko New\",\"properties\":{\"name\":[\"Mirko New\"]}}\r\n");
  ASSERT_TRUE(next) << error_of(next);
  EXPECT_EQ(next->list.digest, got->list.digest);
}

TEST(OpenSanctionsFtm, ADeltaOfAnotherVersionIsRefused) {
  const std::string full = testing::ftm_sample();
  const auto error = [&](const std::string& delta) {
    return error_of(read_files("opensanctions-ftm", {{"f", full}, {"d", delta}}));
  };
  const auto line = [](const std::string& op, const std::string& id, const std::string& more = "") {
    return "{\"op\":\"" + op + "\",\"entity\":{\"id\":\"" + id +
           "\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ann Bell\"]}" + more + "}}\n";
  };
  EXPECT_NE(error(line("MOD", "Q77")).find("d:1:1: a change of Q77, which is not there"), std::string::npos)
      << error(line("MOD", "Q77"));
  EXPECT_NE(error(line("DEL", "Q77")).find("d:1:1: a deletion of Q77, which is not there"), std::string::npos);
  EXPECT_NE(error(line("DEL", "Q1") + line("MOD", "Q1")).find("d:2:1: a change of Q1"), std::string::npos);
  EXPECT_NE(error(line("ADD", "S1")).find("there already, S1"), std::string::npos) << "though it was left out";
  EXPECT_EQ(error(line("MOD", "S1")), "no error") << "a thing that became a person";
  EXPECT_EQ(error(line("DEL", "S1") + line("ADD", "S1")), "no error");
  const auto changed = [](const std::string& at) { return ",\"last_change\":\"" + at + "\""; };
  const std::string first = line("ADD", "Q9", changed("2026-08-03T00:00:00"));
  EXPECT_EQ(error(first + line("MOD", "Q9", changed("2026-08-03T00:00:00"))), "no error");
  EXPECT_NE(
      error(first + line("MOD", "Q9", changed("2026-08-02T00:00:00"))).find("older than the file it is given after"),
      std::string::npos);
  EXPECT_NE(error("{\"versions\":{\"20260801\":\"https://a.example\"}}\n").find("this is delta.json"),
            std::string::npos);
}

TEST(OpenSanctionsFtm, ADeltaWithoutALineChangesNothing) {
  const auto plain = read_one("opensanctions-ftm", testing::ftm_sample());
  for (const char* empty : {"", "\n"}) {
    const auto got = read_files("opensanctions-ftm", {{"f", testing::ftm_sample()}, {"d", empty}});
    ASSERT_TRUE(got) << error_of(got);
    EXPECT_EQ(got->list.digest, plain->list.digest);
    EXPECT_EQ(got->report.notes.front(), "a delta without changes: d");
    EXPECT_NE(error_of(read_one("opensanctions-ftm", empty)).find("no entities"), std::string::npos);
  }
}

TEST(OpenSanctionsFtm, FilesOutOfOrderAreRefused) {
  const std::string full = testing::ftm_sample();
  const auto error = [](const testing::Files& files) { return error_of(read_files("opensanctions-ftm", files)); };
  EXPECT_NE(error({{"d", kDelta}, {"f", full}}).find("d:1:1: a delta file before the full file"), std::string::npos);
  EXPECT_NE(error({{"f", full}, {"g", full}}).find("g:1:1: a second full file"), std::string::npos);
  EXPECT_NE(error({{"f", full + kDelta}}).find("f:5:1: entities and changes"), std::string::npos);
  EXPECT_NE(error({{"f", full}, {"d", kDelta}, {"d", kDelta}}).find("a deletion of Q2, which is not there"),
            std::string::npos);
  EXPECT_NE(error({{"f", full}, {"d", with(kDelta, "MOD", "PUT")}}).find("unknown change"), std::string::npos);
  EXPECT_NE(error({{"f", full}, {"d", with(kDelta, "\"entity\"", "\"thing\"")}}).find("without an entity"),
            std::string::npos);
}

TEST(OpenSanctionsFtm, ErrorsNameLineAndColumn) {
  const std::string text = testing::ftm_sample();
  const auto error = [](const std::string& bytes) { return error_of(read_one("opensanctions-ftm", bytes)); };
  EXPECT_EQ(error(with(text, "{\"id\":\"Q2\",", "{\"id\":\"Q2\",,")).substr(0, 10), "list:2:12:");
  EXPECT_NE(error(with(text, "\"Q2\"", "\"Q1\"")).find("list:2:1: an entity that is there already"), std::string::npos);
  EXPECT_NE(error(with(text, "\"Q2\"", "2")).find("without id or schema"), std::string::npos);
  EXPECT_NE(error(text + "[]\n").find("list:5:1: a line that is no JSON object"), std::string::npos);
  EXPECT_NE(error(text.substr(0, text.size() - 20)).find("list:4:1: the file ends inside a line"), std::string::npos);
  EXPECT_FALSE(read_one("opensanctions-ftm", "{" + std::string(200, '[') + "\n"));
}

TEST(OpenSanctions, Schemata) {
  EXPECT_EQ(type_of_schema("Person"), EntryType::kPerson);
  EXPECT_EQ(type_of_schema("PublicBody"), EntryType::kEntity);
  EXPECT_EQ(type_of_schema("Airplane"), EntryType::kAircraft);
  EXPECT_EQ(type_of_schema("Golem"), EntryType::kUnknown) << "not known is compared with everybody";
  EXPECT_EQ(type_of_schema("Ownership"), std::nullopt);
}

}  // namespace
}  // namespace licet::screening
