// What a client of yente sends and gets, example by example.
#include "http/match_handler.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "http/catalog_handler.h"
#include "http/test_service.h"

namespace licet::http {
namespace {

constexpr const char* kPerson =
    R"({"queries":{"q1":{"id":"mine","schema":"Person","properties":{"name":["Zebedee Quarrington"],"birthDate":"1961","nationality":["France"],"shoeSize":["44"]}}}})";

class Match : public ::testing::Test {
 protected:
  Response post(const std::string& body, const std::string& query = {}, const std::string& dataset = "default") {
    return match_entities(service_, dataset, {"POST", "/match/" + dataset, query, {}, body});
  }
  json::Value ok(const std::string& body, const std::string& query = {}, const std::string& dataset = "default") {
    const Response response = post(body, query, dataset);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body).value();
  }
  /// Ids of the results of query q1.
  std::vector<std::string> ids(const std::string& query = {}, const std::string& dataset = "default",
                               const std::string& body = kPerson) {
    std::vector<std::string> out;
    const json::Value answer = ok(body, query, dataset);
    for (const json::Value& result : answer.find("responses")->find("q1")->find("results")->as_array())
      out.emplace_back(result.string_or("id", ""));
    return out;
  }
  /// `{"detail": text}`.
  void refused(int status, const std::string& words, const std::string& body, const std::string& query = {}) {
    const Response response = post(body, query);
    EXPECT_EQ(response.status, status) << response.body;
    const auto parsed = json::parse(response.body);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_NE(parsed->string_or("detail", "").find(words), std::string_view::npos) << response.body;
  }
  /// The first line of a 422.
  void invalid(const std::string& loc, const std::string& type, const std::string& body,
               const std::string& query = {}) {
    const Response response = post(body, query);
    EXPECT_EQ(response.status, 422) << response.body;
    const auto parsed = json::parse(response.body);
    ASSERT_TRUE(parsed && parsed->find("detail") != nullptr && parsed->find("detail")->is_array()) << response.body;
    const json::Value& first = parsed->find("detail")->as_array().front();
    EXPECT_EQ(json::canonical(*first.find("loc")), loc);
    EXPECT_EQ(first.string_or("type", ""), type);
    EXPECT_NE(first.string_or("msg", ""), "");
    EXPECT_EQ(first.as_object().size(), 3U);
  }

  ScreeningService service_ = testing::sample_service();
};

using Texts = std::vector<std::string>;

TEST_F(Match, AnswersInTheShapeOfThePeer) {
  const Response response = post(kPerson, "limit=1");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(response.headers, (Headers{{"content-type", "application/json"}, {"x-batch-size", "1"}}));
  const json::Value answer = json::parse(response.body).value();
  EXPECT_EQ(answer.int_or("limit", 0), 1);
  const json::Value& one = *answer.find("responses")->find("q1");
  EXPECT_EQ(one.int_or("status", 0), 200);
  EXPECT_EQ(json::canonical(*one.find("total")), R"({"relation":"eq","value":2})") << "matches, not results";
  EXPECT_EQ(
      json::canonical(*one.find("query")),
      R"({"id":"mine","properties":{"birthDate":["1961"],"name":["Zebedee Quarrington"],"nationality":["fr"]},"schema":"Person"})");
  const json::Array& results = one.find("results")->as_array();
  ASSERT_EQ(results.size(), 1U);
  Texts keys;
  for (const auto& [key, value] : results[0].as_object()) keys.push_back(key);
  EXPECT_EQ(keys, (Texts{"caption", "datasets", "explanations", "features", "first_seen", "id", "last_change",
                         "last_seen", "match", "properties", "referents", "schema", "score", "target"}));
}

TEST_F(Match, AnEntryComesOutAsAnEntity) {
  const json::Value answer = ok(kPerson, "", "un");
  const json::Value& result = answer.find("responses")->find("q1")->find("results")->as_array().front();
  EXPECT_EQ(result.string_or("id", ""), "un-101");
  EXPECT_EQ(result.string_or("caption", ""), "Zebedee Quarrington");
  EXPECT_EQ(result.string_or("schema", ""), "Person");
  EXPECT_EQ(json::canonical(*result.find("datasets")), R"(["un"])");
  EXPECT_EQ(json::canonical(*result.find("score")), "1");
  EXPECT_TRUE(result.bool_or("match", false));
  const json::Value& properties = *result.find("properties");
  EXPECT_EQ(json::canonical(*properties.find("name")), R"(["Zebedee Quarrington"])");
  EXPECT_EQ(json::canonical(*properties.find("alias")), R"(["Zebediah Quarington"])");
  EXPECT_EQ(json::canonical(*properties.find("weakAlias")), R"(["The Heron"])");
  EXPECT_EQ(json::canonical(*properties.find("birthDate")), R"(["1961-03-14"])");
  EXPECT_EQ(json::canonical(*properties.find("passportNumber")), R"(["QQ000001"])");
  EXPECT_EQ(json::canonical(*properties.find("topics")), R"(["sanction"])");
  for (const auto& [name, values] : properties.as_object()) EXPECT_TRUE(values.is_array()) << name;
  const json::Value& why = *result.find("explanations")->find("name_match");
  EXPECT_EQ(json::canonical(*why.find("score")), "1");
  EXPECT_EQ(why.string_or("candidate", ""), "Zebedee Quarrington");
  EXPECT_NE(why.string_or("query", ""), "");
  EXPECT_TRUE(json::parse(why.string_or("detail", "")).has_value());
}

TEST_F(Match, NothingComesOutThatTheSchemaDoesNotHave) {
  const json::Value answer =
      ok(R"({"queries":{"q1":{"schema":"LegalEntity","properties":{"name":"Quarrington Holdings"}}}})", "", "un");
  const json::Value& result = answer.find("responses")->find("q1")->find("results")->as_array().front();
  EXPECT_EQ(result.string_or("schema", ""), "LegalEntity");
  const json::Value& properties = *result.find("properties");
  EXPECT_EQ(json::canonical(*properties.find("idNumber")), R"(["QQ000003"])");
  EXPECT_EQ(json::canonical(*properties.find("notes")), R"(["born 1961","example"])");
  for (const char* persons : {"passportNumber", "birthDate", "gender", "nationality"})
    EXPECT_EQ(properties.find(persons), nullptr) << persons;
}

TEST_F(Match, ThresholdCutoffAndLimit) {
  const std::string misspelt = R"({"queries":{"q1":{"schema":"Person","properties":{"name":"Zebedee Quaringten"}}}})";
  const json::Value answer = ok(misspelt, "threshold=0.99&cutoff=0.5", "firm");
  const json::Value& one = *answer.find("responses")->find("q1");
  EXPECT_EQ(one.find("total")->int_or("value", -1), 0) << "a result that is no match is not counted";
  ASSERT_EQ(one.find("results")->as_array().size(), 1U);
  EXPECT_FALSE(one.find("results")->as_array().front().bool_or("match", true));
  EXPECT_EQ(ids("threshold=0.99", "firm", misspelt), Texts{"firm-F9"}) << "the cutoff stays at its 0.7";
  EXPECT_EQ(ids("threshold=0.99&cutoff=1", "firm", misspelt), Texts{});
  EXPECT_EQ(ids("limit=0"), Texts{});
  EXPECT_EQ(ids("limit=500").size(), 2U);
}

TEST_F(Match, WhatIsLeftOut) {
  EXPECT_EQ(ids(), (Texts{"un-101", "firm-F9"})) << "of one score the one that the birth date confirms first";
  EXPECT_EQ(ids("exclude_entity_ids=un-101"), Texts{"firm-F9"});
  EXPECT_EQ(ids("exclude_entity_ids=101"), (Texts{"un-101", "firm-F9"})) << "only an id that is one of ours";
  EXPECT_EQ(ids("exclude_dataset=firm"), Texts{"un-101"});
  EXPECT_EQ(ids("include_dataset=firm"), Texts{"firm-F9"});
  EXPECT_EQ(ids("topics=sanction"), Texts{"un-101"});
  EXPECT_EQ(ids("exclude_schema=LegalEntity"), Texts{});
  EXPECT_EQ(ids("exclude_schema=Company"), (Texts{"un-101", "firm-F9"}));
  EXPECT_EQ(ids("", "firm"), Texts{"firm-F9"});
  EXPECT_EQ(ids("", "sanctions"), (Texts{"un-101", "firm-F9"}));
}

TEST_F(Match, SchemataDecideWhoIsCompared) {
  const auto ask = [](const std::string& schema, const std::string& name) {
    return R"({"queries":{"q1":{"schema":")" + schema + R"(","properties":{"name":[")" + name + R"("]}}}})";
  };
  EXPECT_EQ(ids("", "un", ask("Company", "Halcyon Reach Shipping")), Texts{"un-102"});
  EXPECT_EQ(ids("", "un", ask("Organization", "Halcyon Reach Shipping")), Texts{"un-102"});
  EXPECT_EQ(ids("", "un", ask("LegalEntity", "Halcyon Reach Shipping")), Texts{"un-102"});
  EXPECT_EQ(ids("", "un", ask("Person", "Halcyon Reach Shipping")), Texts{});
  EXPECT_EQ(ids("", "un", ask("LegalEntity", "Quarrington Holdings")), Texts{"un-103"}) << "once, though found twice";
}

TEST_F(Match, TheAlgorithmDecidesTheScore) {
  // OFAC's own search holds every shared word for something; ours asks for the whole name.
  const std::string other =
      R"({"queries":{"q1":{"schema":"Person","properties":{"name":"Zebedee Quarrington Oakshottle"}}}})";
  const auto score = [&](const std::string& algorithm) {
    const json::Value answer = ok(other, "cutoff=0.5&algorithm=" + algorithm, "firm");
    const json::Array& results = answer.find("responses")->find("q1")->find("results")->as_array();
    return results.empty() ? std::string("none") : json::canonical(*results.front().find("score"));
  };
  EXPECT_NE(score("ofac"), "none");
  EXPECT_NE(score("ofac"), score("licet-v1"));
  EXPECT_EQ(score("best"), score("licet-v1"));
}

TEST_F(Match, NamesInPartsAndInSeveralWays) {
  const std::string parts =
      R"({"queries":{"q1":{"schema":"Person","properties":{"firstName":["Zebedee"],"lastName":"Quarrington"}}}})";
  EXPECT_EQ(ids("", "un", parts), Texts{"un-101"});
  const std::string ways =
      R"({"queries":{"q1":{"schema":"Person","properties":{"name":["Somebody Else","???"],"alias":["Zebedee Quarrington"]}}}})";
  EXPECT_EQ(ids("", "un", ways), Texts{"un-101"});
}

TEST_F(Match, QueriesOfABatchAreAnsweredEach) {
  std::string body = R"({"queries":{"none":null)";
  for (std::size_t i = 0; i < limits::kMatchQueriesMax - 1; ++i)
    body += ",\"n" + std::to_string(i) + R"(":{"schema":"Person","properties":{"name":"Edda Blechschmidt"}})";
  const json::Value answer = ok(body + "}}");
  EXPECT_EQ(answer.find("responses")->as_object().size(), limits::kMatchQueriesMax - 1);
  EXPECT_EQ(json::canonical(*answer.find("responses")->find("n7")->find("results")), "[]");
  body += R"(,"x":{"schema":"Person","properties":{"name":"a"}})";
  refused(400, "Too many queries in one batch (limit: 100)", body + "}}");
}

TEST_F(Match, Refusals) {
  const std::string person = kPerson;
  refused(400, "No queries provided.", R"({"queries":{}})");
  refused(400, "No queries provided.", R"({"queries":{"a":null}})");
  refused(400, "Cannot parse example entity: No such schema", R"({"queries":{"a":{"schema":"xxx","properties":{}}}})");
  refused(400, "Cannot parse example entity: Non-matchable",
          R"({"queries":{"a":{"schema":"Vessel","properties":{}}}})");
  refused(400, "Cannot parse example entity: no name", R"({"queries":{"a":{"schema":"Person","properties":{}}}})");
  refused(400, "no name", R"({"queries":{"a":{"schema":"Person","properties":{"name":["???",""]}}}})");
  refused(400, "Invalid algorithm: logic-v2", person, "algorithm=logic-v2");
  refused(400, "Invalid configuration parameter: nm_x",
          R"({"config":{"nm_x":0.3},"queries":{"a":{"schema":"Person","properties":{"name":"A B"}}}})");
  refused(400, "Invalid weight: name_literal",
          R"({"weights":{"name_literal":0.3},"queries":{"a":{"schema":"Person","properties":{"name":"A B"}}}})");
  refused(400, "No such dataset: us_ofac_sdn", person, "include_dataset=us_ofac_sdn");
  refused(400, "properly encoded", person, "limit=%FF");
  refused(414, "Request URI too long", person, "x=" + std::string(limits::kUrlBytesMax, 'a'));
  refused(413, "too large", std::string(limits::kMatchBodyBytesMax + 1, ' '));
  EXPECT_EQ(post(person, "", "nowhere").body, R"({"detail":"No such dataset."})");
  EXPECT_EQ(post(person, "", "nowhere").status, 404);
  for (const char* algorithm : {"best", "licet-v1", "ofac"})
    EXPECT_EQ(post(person, std::string("algorithm=") + algorithm).status, 200);
  // One query that cannot be read fails them all: nobody is cleared by half an answer.
  refused(
      400, "Cannot parse",
      R"({"queries":{"a":{"schema":"Person","properties":{"name":"Edda B"}},"b":{"schema":"Nil","properties":{}}}})");
}

TEST_F(Match, MalformedBodies) {
  invalid(R"(["body"])", "missing", "");
  invalid(R"(["body",2])", "json_invalid", "{");
  invalid(R"(["body"])", "model_attributes_type", "[]");
  invalid(R"(["body","queries"])", "missing", "{}");
  invalid(R"(["body","queries"])", "dict_type", R"({"queries":[]})");
  invalid(R"(["body","weights"])", "dict_type", R"({"weights":1,"queries":{}})");
  invalid(R"(["body","queries","q"])", "model_attributes_type", R"({"queries":{"q":7}})");
  invalid(R"(["body","queries","q","schema"])", "missing", R"({"queries":{"q":{"properties":{"name":"A B"}}}})");
  invalid(R"(["body","queries","q","schema"])", "string_type", R"({"queries":{"q":{"schema":1,"properties":{}}}})");
  invalid(R"(["body","queries","q","properties"])", "missing", R"({"queries":{"q":{"schema":"Person"}}})");
  invalid(R"(["body","queries","q","properties","name","str"])", "string_type",
          R"({"queries":{"q":{"schema":"Person","properties":{"name":{"x":1}}}}})");
  invalid(R"(["body","queries","q","id"])", "string_type",
          R"({"queries":{"q":{"id":{},"schema":"Person","properties":{}}}})");
  invalid(R"(["query","limit"])", "int_parsing", kPerson, "limit=many");
  invalid(R"(["query","limit"])", "less_than_equal", kPerson, "limit=501");
  invalid(R"(["query","threshold"])", "float_parsing", kPerson, "threshold=high");
  std::string excluded;
  for (int i = 0; i < 51; ++i) excluded += "exclude_entity_ids=x&";
  invalid(R"(["query","exclude_entity_ids"])", "too_long", kPerson, excluded);
}

TEST_F(Match, HostileJson) {
  const std::string head = R"({"queries":{"q":{"schema":"Person","properties":{"name":)";
  EXPECT_EQ(post(head + std::string(100'000, '[') + std::string(100'000, ']') + "}}}}").status, 422);
  EXPECT_EQ(post(head + "\"" + std::string(1'000'000, 'a') + "\"}}}}").status, 200)
      << "one word, compared by its beginning";
  EXPECT_EQ(post(head + "\"" + std::string(limits::kNameBytesMax + 1, 'a') + "\"}}}}").status, 400);
  std::string words;
  for (int i = 0; i < 10'000; ++i) words += "ab ";
  EXPECT_EQ(post(head + "\"" + words + "\"}}}}").status, 400);
  std::string names = "[";
  for (std::size_t i = 0; i <= limits::kPartyNamesMax; ++i) names += "\"Edda Blechschmidt\",";
  EXPECT_EQ(post(head + names + "\"A B\"]}}}}").status, 400);
  EXPECT_EQ(post(head + R"([1,null,true,{"a":[]},"Edda Blechschmidt"]}}}})").status, 200);
  EXPECT_EQ(post("{\"queries\":{\"q\":1,\"q\":2}}").status, 422) << "a key twice";
  EXPECT_EQ(post("\xff\xfe").status, 422);
}

TEST_F(Match, ListsThatClearNobodyAnswerNobody) {
  service_ = testing::sample_service("a list is too old");
  EXPECT_EQ(post(kPerson).status, 503);
  EXPECT_EQ(post(kPerson).body, R"({"detail":"a list is too old"})");
  service_ = ScreeningService(nullptr, {});
  EXPECT_EQ(post(kPerson).status, 503);
}

TEST_F(Match, TheCatalogNamesWhatCanBeAsked) {
  const json::Value all = json::parse(catalog(service_).body).value();
  EXPECT_EQ(json::canonical(*all.find("current")), R"(["firm","un","default","sanctions"])");
  for (const json::Value& dataset : all.find("datasets")->as_array()) {
    EXPECT_EQ(post(kPerson, "", std::string(dataset.string_or("name", ""))).status, 200);
    EXPECT_TRUE(dataset.string_or("version", "").starts_with("sha256:"));
  }
  EXPECT_EQ(json::canonical(*all.find("datasets")->as_array().back().find("children")), R"(["firm","un"])");
  EXPECT_EQ(json::parse(catalog(ScreeningService(nullptr, {})).body).value().find("datasets")->as_array().size(), 0U);
}

TEST_F(Match, WhatIsExcludedHidesNothingBehindIt) {
  // More namesakes than a screening lists: all but the last are excluded, and that one still comes out.
  std::string csv = "id,name,type,reason\n";
  for (int i = 0; i < 51; ++i) csv += std::to_string(100 + i) + ",Zebedee Quarrington,person,example\n";
  auto list = std::make_shared<const screening::List>(testing::list_of("un", csv, testing::kAsOf));
  service_ = ScreeningService(screening::ListIndex::build({list}).value(), {});
  std::string excluded;
  for (int i = 0; i < 50; ++i) excluded += "exclude_entity_ids=un-" + std::to_string(100 + i) + "&";
  EXPECT_EQ(ids(excluded), Texts{"un-150"});
}

}  // namespace
}  // namespace licet::http
