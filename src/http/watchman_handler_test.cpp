// What a client of watchman sends and gets, example by example.
#include "http/watchman_handler.h"

#include <gtest/gtest.h>

#include "base/encode.h"
#include "base/limits.h"
#include "http/test_service.h"

namespace licet::http {
namespace {

class Search : public ::testing::Test {
 protected:
  Response get(const std::string& query) { return search_entities(service_, {"GET", "/v2/search", query, {}, ""}); }
  json::Value ok(const std::string& query) {
    const Response response = get(query);
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body).value();
  }
  std::vector<std::string> ids(const std::string& query) {
    std::vector<std::string> out;
    const json::Value answer = ok(query);
    if (!answer.find("entities")->is_array()) return out;
    for (const json::Value& entity : answer.find("entities")->as_array())
      out.push_back(std::string(entity.string_or("sourceList", "")) + "/" +
                    std::string(entity.string_or("sourceID", "")));
    return out;
  }
  void refused(const std::string& words, const std::string& query) {
    const Response response = get(query);
    EXPECT_EQ(response.status, 400) << response.body;
    const auto parsed = json::parse(response.body);
    ASSERT_TRUE(parsed.has_value());
    EXPECT_NE(parsed->string_or("error", "").find(words), std::string_view::npos) << response.body;
    EXPECT_EQ(parsed->as_object().size(), 1U);
  }

  ScreeningService service_ = testing::sample_service();
};

using Texts = std::vector<std::string>;

TEST_F(Search, AnswersInTheShapeOfThePeer) {
  const json::Value answer = ok(
      "name=Zebedee+Quarrington&type=person&birthDate=1961-03-14&gov_passport=FR:QQ000001&requestID=r1&minMatch=0.9");
  EXPECT_EQ(answer.as_object().size(), 2U);
  const json::Value& entity = answer.find("entities")->as_array().front();  // its facts are confirmed
  Texts keys;
  for (const auto& [key, value] : entity.as_object()) keys.push_back(key);
  EXPECT_EQ(keys, (Texts{"addresses", "affiliations", "aircraft", "business", "contact", "cryptoAddresses", "details",
                         "entityType", "historicalInfo", "match", "name", "organization", "person", "sanctionsInfo",
                         "sourceData", "sourceID", "sourceList", "vessel"}));
  EXPECT_EQ(entity.string_or("sourceList", ""), "un_csl");
  EXPECT_EQ(entity.string_or("sourceID", ""), "101");
  EXPECT_EQ(entity.string_or("entityType", ""), "person");
  EXPECT_EQ(json::canonical(*entity.find("match")), "1");
  EXPECT_TRUE(entity.find("business")->is_null());
  EXPECT_EQ(json::canonical(*entity.find("person")),
            R"({"altNames":["Zebediah Quarington","The Heron"],"birthDate":"1961-03-14T00:00:00Z","deathDate":null,)"
            R"("gender":"unknown","governmentIDs":[{"country":"FR","identifier":"QQ000001","type":"passport"}],)"
            R"("name":"Zebedee Quarrington","titles":null})");
  EXPECT_EQ(json::canonical(*entity.find("contact")),
            R"({"emailAddresses":null,"faxNumbers":null,"phoneNumbers":null,"websites":null})");
  EXPECT_EQ(json::canonical(*entity.find("details")->find("finalScore")), "1");
  Texts pieces;
  for (const auto& [key, value] : entity.find("details")->find("pieces")->as_array().front().as_object())
    pieces.push_back(key);
  EXPECT_EQ(pieces, (Texts{"exact", "fieldsCompared", "matched", "pieceType", "required", "score", "weight"}));
  const json::Value& query = *answer.find("query");
  EXPECT_EQ(query.string_or("sourceList", ""), "api-request");
  EXPECT_EQ(query.find("person")->string_or("name", ""), "Zebedee Quarrington");
}

TEST_F(Search, NothingFoundIsNull) {
  const json::Value answer = ok("name=Edda+Blechschmidt&type=person");
  EXPECT_TRUE(answer.find("entities")->is_null());
}

TEST_F(Search, TypesSourcesNamesAndLimits) {
  EXPECT_EQ(ids("name=Zebedee+Quarrington&type=person&minMatch=.9"), (Texts{"firm/F9", "un_csl/101"}));
  EXPECT_EQ(ids("name=Zebedee+Quarrington"), (Texts{"firm/F9", "un_csl/101", "un_csl/103"})) << "from a half on";
  EXPECT_EQ(ids("name=Zebedee+Quarrington&type=PERSON&limit=1"), Texts{"firm/F9"});
  EXPECT_EQ(ids("name=Zebedee+Quarrington&limit=nonsense").size(), 3U);
  EXPECT_EQ(ids("name=Zebedee+Quarrington&source=un_csl&minMatch=0.9"), Texts{"un_csl/101"});
  EXPECT_EQ(ids("name=Halcyon+Reach+Shipping&type=business"), Texts{"un_csl/102"});
  EXPECT_EQ(ids("name=Halcyon+Reach+Shipping&type=organization"), Texts{"un_csl/102"});
  EXPECT_EQ(ids("name=Halcyon+Reach+Shipping&type=person"), Texts{});
  EXPECT_EQ(ids("name=Somebody+Else&altNames=Nobody&altNames=Zebedee+Quarrington&source=un_csl&minMatch=0.9"),
            Texts{"un_csl/101"});
  EXPECT_EQ(ids("name=Zebedee+Quaringten&minMatch=0.99"), Texts{});
  EXPECT_EQ(ids("name=Zebedee+Quaringten&minMatch=oh&type=person").size(), 2U);
  EXPECT_EQ(ids("name=Zebedee+Quarrington&birthDate=yesterday").size(), 3U) << "what cannot be read is ignored";
}

TEST_F(Search, Refusals) {
  refused("unknown query parameter: nmae", "nmae=Edda");
  refused("unknown query parameter: topics", "name=Edda&topics=x");
  refused("name is required", "");
  refused("name is required", "name=++&type=person");
  refused("unknown type", "name=Edda&type=dragon");
  refused("compared with nobody", "name=Edda&type=vessel&imoNumber=1");
  refused("format", "name=Edda&format=senzing");
  refused("source 'eu_csl'", "name=Edda&source=eu_csl");
  refused("properly encoded", "name=%FF");
  refused("too long", "name=" + std::string(limits::kUrlBytesMax, 'a'));
  refused("no name to compare", "name=%3F%3F");
}

TEST_F(Search, DebugIsForPeople) {
  const json::Value answer = ok("name=Zebedee+Quarrington&debug=true&source=un_csl");
  const auto text = from_base64(answer.find("entities")->as_array().front().string_or("debug", ""));
  ASSERT_TRUE(text.has_value());
  EXPECT_NE(as_text(*text).find("un entry 101"), std::string_view::npos);
  EXPECT_EQ(ok("name=Zebedee+Quarrington").find("entities")->as_array().front().find("debug"), nullptr);
}

TEST_F(Search, ListsThatClearNobodyAnswerNobody) {
  service_ = testing::sample_service("a list is too old");
  refused("a list is too old", "name=Edda");
  service_ = ScreeningService(nullptr, {});
  refused("no screening list", "name=Edda");
}

TEST_F(Search, ListInfo) {
  const json::Value info = json::parse(list_info(service_).body).value();
  EXPECT_EQ(json::canonical(*info.find("lists")), R"({"firm":1,"un_csl":3})");
  EXPECT_EQ(info.find("listHashes")->string_or("un_csl", "").size(), 64U);
  EXPECT_EQ(info.string_or("startedAt", ""), "2023-11-14T22:13:20Z");
  EXPECT_EQ(info.string_or("endedAt", ""), "2023-11-14T22:13:20Z");
  EXPECT_EQ(info.string_or("version", ""), "licet test");
  EXPECT_EQ(info.as_object().size(), 5U);
}

}  // namespace
}  // namespace licet::http
