// Events: every factory's fields are declared, clear fields can hold nothing personal, and bodies read back.
#include "record/event.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "record/event_check.h"
#include "record/test_samples.h"

namespace licet::record {
namespace {

using testing::digest_of;
using testing::SampleIds;

TEST(Events, EveryTypeHasASampleAndEverySampleIsDeclared) {
  std::set<std::string> seen;
  for (const NewEvent& event : testing::sample_events(SampleIds())) {
    const auto checked = check_event(event.event());
    EXPECT_TRUE(checked) << checked.error().text;
    seen.insert(event.event().type);
  }
  for (const EventSpec& spec : event_specs())
    EXPECT_TRUE(seen.count(std::string(spec.type)) == 1) << spec.type << " has no sample in test_samples.h";
  EXPECT_EQ(seen.size(), event_specs().size());
}

TEST(Events, SamplesFillEveryClearFieldSomewhere) {
  // A declared field that no factory writes is a leftover.
  std::set<std::string> written;
  for (const NewEvent& event : testing::sample_events(SampleIds()))
    for (const auto& [name, value] : event.event().fields) written.insert(event.event().type + "." + name);
  for (const EventSpec& spec : event_specs())
    for (const FieldSpec& field : spec.fields)
      EXPECT_EQ(written.count(std::string(spec.type) + "." + std::string(field.name)),
                field.cls == FieldClass::kSealed ? 0U : 1U)
          << spec.type << "." << field.name;
}

TEST(Events, AnUndeclaredFieldIsRefused) {
  json::Object fields = lawful_basis_set(SampleIds().lead, "consent", SampleIds().author, PersonId()).event().fields;
  fields.emplace("surprise", "x");
  const auto checked = check_event({"lawful_basis_set", 1, fields});
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ErrorCode::kBadInput);
  EXPECT_NE(checked.error().text.find("surprise"), std::string::npos);
}

TEST(Events, WhatIsNotKnownNamesANewerRelease) {
  for (const Event& event : {Event{"lead_teleported", 1, {}}, Event{"lead_received", 2, {}}}) {
    const auto checked = check_event(event);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, ErrorCode::kUnsupported);
    EXPECT_NE(checked.error().text.find("newer"), std::string::npos);
    EXPECT_NE(checked.error().text.find(event.type), std::string::npos);
  }
}

// Words that a name of a field about a person's own data would have. A clear field that has one must be sealed instead.
TEST(Events, NoClearFieldHasAPersonalName) {
  constexpr std::string_view kPersonal[] = {"name",  "email",   "mail", "phone", "street", "city",    "postal",
                                            "birth", "note",    "text", "raw",   "handle", "user",    "ip",
                                            "agent", "address", "body", "title", "token",  "comment", "company"};
  for (const EventSpec& spec : event_specs())
    for (const FieldSpec& field : spec.fields) {
      if (field.cls == FieldClass::kSealed) continue;
      for (const std::string_view word : kPersonal) {
        std::stringstream parts{std::string(field.name)};
        for (std::string part; std::getline(parts, part, '_');)
          EXPECT_NE(part, word) << spec.type << "." << field.name << " stands in the clear";
      }
    }
}

TEST(Events, ClearFieldsRefuseWhatLooksPersonal) {
  const SampleIds ids;
  for (const char* value : {"Jane Doe", "jane@example.com", "O'Brien", "\xC3\x89milie", "a\"b", "", "line\nbreak"}) {
    json::Object fields{{"lead", ids.lead.str()}, {"basis", value}};
    EXPECT_FALSE(check_event({"lawful_basis_set", 1, fields})) << value;
  }
  for (const char* value : {"lead", "lead_", "xyz_0000000000000000000000000", "jane@example.com"}) {
    json::Object fields{{"lead", value}, {"basis", "consent"}};
    EXPECT_FALSE(check_event({"lawful_basis_set", 1, fields})) << value;
  }
  json::Object number{{"policy", digest_of("x")}, {"at", "yesterday"}};
  EXPECT_FALSE(check_event({"policy_proposed", 1, number}));
  json::Object sealed{{"person", ids.rep.str()}, {"name", "jane"}};
  const auto in_the_clear = check_event({"person_recorded", 1, sealed});
  ASSERT_FALSE(in_the_clear);
  EXPECT_NE(in_the_clear.error().text.find("sealed"), std::string::npos);
}

TEST(Events, WhereAListIsClosedNothingElseStands) {
  const SampleIds ids;
  for (const char* basis : {"request", "objection"})
    EXPECT_TRUE(check_event(
        {"subject_erased", 1, json::Object{{"kid", ids.subject.str()}, {"basis", basis}, {"by", ids.author.str()}}}));
  for (const char* basis : {"GDPR-17(1)(b)", "asked-by-telephone", "jane.doe"}) {
    const auto checked = check_event(
        {"subject_erased", 1, json::Object{{"kid", ids.subject.str()}, {"basis", basis}, {"by", ids.author.str()}}});
    ASSERT_FALSE(checked) << basis;
    EXPECT_NE(checked.error().text.find("must be one of: request"), std::string::npos) << checked.error().text;
  }
  EXPECT_FALSE(check_event({"case_decided", 1, json::Object{{"case", ids.review.str()}, {"outcome", "perhaps"}}}));
}

// Field by field: of every closed list each word is taken, alone or in a list, and nothing beside them; a flag is true.
TEST(Events, EveryClosedListIsClosedAndEveryFlagIsTrue) {
  std::size_t lists = 0, flags = 0;
  for (const EventSpec& spec : event_specs())
    for (const FieldSpec& field : spec.fields) {
      SCOPED_TRACE(std::string(spec.type) + "." + std::string(field.name));
      const auto takes = [&](json::Value value) {
        return check_event(
                   {std::string(spec.type), spec.version, json::Object{{std::string(field.name), std::move(value)}}})
            .has_value();
      };
      if (field.cls == FieldClass::kFlag) {
        ++flags;
        EXPECT_TRUE(takes(true));
        for (const json::Value& other : {json::Value(false), json::Value("true"), json::Value(1)})
          EXPECT_FALSE(takes(other));
      }
      if (field.choices.empty()) continue;
      ++lists;
      for (const std::string_view word : field.choices) {
        EXPECT_TRUE(takes(word)) << word;
        EXPECT_TRUE(takes(json::Array{word})) << word;
        EXPECT_FALSE(takes(std::string(word) + "x")) << word;
        EXPECT_FALSE(takes(json::Array{word, "jane.doe"})) << word;
      }
      for (const json::Value& other : {json::Value("jane.doe"), json::Value(true), json::Value(json::Array{})})
        EXPECT_FALSE(takes(other));
    }
  EXPECT_EQ(flags, 6U);
  EXPECT_EQ(lists, 24U);
}

TEST(Events, FactsHoldNoSentence) {
  const auto refused = [](json::Value detail) {
    return check_event(
               {"attempt_refused", 1,
                json::Object{{"command", "lead assign"}, {"reason", "NO_RIGHT"}, {"detail", std::move(detail)}}})
        .has_value();
  };
  EXPECT_TRUE(
      refused(json::Object{{"lead", SampleIds().lead.str()}, {"count", 3}, {"codes", json::Array{"A_B", true}}}));
  EXPECT_FALSE(refused(json::Object{{"typed", "Mirko Ostrovsky-Kale"}}));
  EXPECT_FALSE(refused(json::Object{{"deep", json::Array{json::Object{{"typed", "jane@example.com"}}}}}));
}

TEST(Events, EvidenceReadsBack) {
  const std::vector<EvidenceItem> evidence = {{"address", "GB", Date{20'000}}, {"phone", "", Date{19'000}}};
  const auto parsed = parse_evidence(evidence_json(evidence));
  ASSERT_TRUE(parsed);
  EXPECT_EQ(*parsed, evidence);
  EXPECT_FALSE(parse_evidence(json::Value(1)));
  EXPECT_FALSE(parse_evidence(json::Array{json::Object{{"kind", "a"}, {"place", "GB"}}}));
  EXPECT_FALSE(parse_evidence(json::Array{json::Object{{"kind", "a"}, {"place", "GB"}, {"observed", "soon"}}}));
}

// The whole product, file by file: the door that makes events without a permit is for the factories and tests alone.
TEST(Events, OnlyFactoriesMakeEvents) {
  std::size_t looked_at = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(std::string(LICET_SOURCE_DIR) + "/src")) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.find("_test.cpp") != std::string::npos || name.rfind("test_", 0) == 0)
      continue;
    std::ifstream in(entry.path());
    std::stringstream text;
    text << in.rdbuf();
    ++looked_at;
    const bool factory = entry.path().parent_path().filename() == "record" && name.rfind("event_", 0) == 0;
    if (factory) continue;
    const std::string declared = name == "event.h" ? "" : "make_event_(";
    EXPECT_TRUE(declared.empty() || text.str().find(declared) == std::string::npos) << entry.path();
    EXPECT_EQ(text.str().find("record/event_make.h"), std::string::npos) << entry.path();
  }
  EXPECT_GT(looked_at, 50U);
}

}  // namespace
}  // namespace licet::record
