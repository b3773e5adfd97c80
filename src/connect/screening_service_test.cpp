// The clients of screening services against servers that answer in the form of the real ones, rightly and wrongly.
#include "connect/screening_service.h"

#include <gtest/gtest.h>

#include <atomic>

#include "connect/test_server.h"
#include "connect/watchman_screener.h"
#include "connect/yente_screener.h"

namespace licet::connect {
namespace {

using connect_test::Asked;
using connect_test::ok;
using connect_test::Sent;
using connect_test::status;
using connect_test::TestServer;
using screening::Query;
using screening::Screening;

const char* const kCatalog =
    R"({"datasets":[{"name":"other","version":"9","load":true},{"name":"sanctions","title":"S","version":"20261123100000-new","index_version":"20261120100000-abc","load":true,"index_current":false,"children":[]}],"current":["other"],"outdated":["sanctions"],"index_stale":true})";

std::string yente_match(const std::string& score, const std::string& id = "NK-1", const std::string& total = "1") {
  return R"({"responses":{"asked":{"status":200,"results":[{"id":")" + id +
         R"(","caption":"Jane Doe","schema":"Person","properties":{"name":["Jane Doe"],"birthDate":["1970"]},"datasets":["us_ofac_sdn"],"referents":[],"target":true,"first_seen":"2026-01-01T00:00:00","score":)" +
         score + R"(,"match":true,"explanations":{"name_match":{"score":1.0,"detail":"x"}}}],"total":{"value":)" +
         total + R"(,"relation":"eq"},"query":{"schema":"Person","properties":{}}}},"limit":32})";
}
const char* const kNobody =
    R"({"responses":{"asked":{"status":200,"results":[],"total":{"value":0,"relation":"eq"},"query":{}}},"limit":32})";
const char* const kListInfo =
    R"({"lists":{"us_ofac":17000,"us_csl":442},"listHashes":{"us_ofac":"aa11","us_csl":"bb22"},"startedAt":"2026-11-23T10:00:00Z","endedAt":"2026-11-23T10:00:09Z","version":"v0.66.0"})";

std::string watchman_found(const std::string& match, bool nested = false) {
  const std::string entity =
      R"("name":"Jane Doe","entityType":"person","sourceList":"us_ofac","sourceID":"4711","person":{"name":"Jane Doe","altNames":null,"gender":"female","birthDate":"1970-01-01T00:00:00Z"},"contact":{"emailAddresses":null},"addresses":null)";
  return nested ? R"({"entities":[{"entity":{)" + entity + R"(},"match":)" + match + "}]}"
                : R"({"query":{"name":"x"},"entities":[{)" + entity + R"(,"match":)" + match +
                      R"(,"details":{"pieces":[],"finalScore":)" + match + "}}]}";
}

class Services : public ::testing::Test {
 protected:
  ServiceSettings settings(const std::string& kind, const TestServer& server) {
    ServiceSettings out;
    out.kind = kind;
    out.url = server.url("");
    out.dataset = "sanctions";
    out.thresholds = {7'000, 7'500, 9'500};
    out.limits = {1'000, 200, 1'000, 1U << 20U, 0, 2, 2};
    out.breaker = {3, 1'000};
    return out;
  }
  YenteScreener yente(const TestServer& server) { return {settings("yente", server), client_, clock()}; }
  WatchmanScreener watchman(const TestServer& server) { return {settings("watchman", server), client_, clock()}; }
  CircuitBreaker::Clock clock() {
    return [this] { return now_ms_.load(); };
  }
  static Query jane() {
    Query query;
    query.first_name = "Jane";
    query.last_name = "Doe";
    return query;
  }
  static Query company() {
    Query query;
    query.company = "Doe & Co";
    return query;
  }
  static std::string error_of(const Result<Screening>& got) {
    EXPECT_FALSE(got);
    return got ? "" : got.error().text;
  }

  std::atomic<std::int64_t> now_ms_ = 1'000'000;
  SeededRandom random_{7};
  HttpClient client_{HttpClient::Settings(), random_};
};

/// A yente whose answers to /match the test says.
TestServer::Answer yente_like(std::function<Sent(const Asked&)> match) {
  return [match](const Asked& asked) { return asked.line() == "GET /catalog" ? ok(kCatalog) : match(asked); };
}
TestServer::Answer watchman_like(std::function<Sent(const Asked&)> search) {
  return [search](const Asked& asked) { return asked.line() == "GET /v2/listinfo" ? ok(kListInfo) : search(asked); };
}

TEST_F(Services, YenteIsAskedOneQuestionARequest) {
  TestServer server(yente_like([](const Asked&) { return ok(kNobody); }));
  YenteScreener screener = yente(server);
  Query query = jane();
  query.company = "Doe & Co";
  query.birth = screening::BirthDate{*parse_date("1970-01-01"), *parse_date("1970-12-31"), false};
  query.countries = {"gb"};
  const auto got = screener.screen(query);
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->hits_total, 0u);
  EXPECT_EQ(got->status, screening::ScreenStatus::kComplete);
  EXPECT_FALSE(got->degraded);
  EXPECT_EQ(got->dataset_version, "sanctions 20261120100000-abc") << "what is searched, not what will be";
  EXPECT_EQ(got->algorithm, "yente-best");
  ASSERT_EQ(server.count(), 3u);
  EXPECT_EQ(server.asked()[1].line(), "POST /match/sanctions?limit=32&threshold=0.7000");
  EXPECT_EQ(
      server.asked()[1].body,
      R"({"queries":{"asked":{"properties":{"birthDate":["1970"],"country":["gb"],"firstName":["Jane"],"lastName":["Doe"],"name":["Jane Doe"]},"schema":"Person"}}})");
  EXPECT_EQ(server.asked()[2].line(), "POST /match/sanctions?limit=32&threshold=0.7500");
  EXPECT_EQ(server.asked()[2].body,
            R"({"queries":{"asked":{"properties":{"name":["Doe & Co"]},"schema":"Organization"}}})");
}

TEST_F(Services, YentesMatchIsAHitFromTheThresholdOn) {
  std::string score;
  TestServer server(yente_like([&](const Asked&) { return ok(yente_match(score)); }));
  YenteScreener screener = yente(server);
  for (const auto& [text, hits] :
       std::vector<std::pair<std::string, std::size_t>>{{"0.70", 1}, {"0.6999", 0}, {"1.0", 1}, {"1", 1}}) {
    score = text;
    const auto got = screener.screen(jane());
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(got->hits.size(), hits) << text;
  }
  const auto got = screener.screen(jane());
  const screening::Hit& hit = got->hits.at(0);
  EXPECT_EQ(hit.entry_id, "NK-1");
  EXPECT_EQ(hit.list, "yente-sanctions");
  EXPECT_EQ(hit.score, 10'000u);
  EXPECT_EQ(hit.listed_name, "Jane Doe");
}

TEST_F(Services, AFindingHoldsWhileTheEntryIsTheSameHoweverItScores) {
  std::string answer = yente_match("0.9");
  TestServer server(yente_like([&](const Asked&) { return ok(answer); }));
  YenteScreener screener = yente(server);
  const auto first = screener.screen(jane());
  answer = yente_match("0.8");
  const auto other_score = screener.screen(jane());
  answer.replace(answer.find("1970"), 4, "1971");
  const auto other_entry = screener.screen(jane());
  ASSERT_TRUE(first && other_score && other_entry);
  EXPECT_EQ(first->hits.at(0).entry_hash, other_score->hits.at(0).entry_hash);
  EXPECT_NE(first->hits.at(0).entry_hash, other_entry->hits.at(0).entry_hash);
}

TEST_F(Services, MoreMatchesThanListedAreCounted) {
  TestServer server(yente_like([](const Asked&) { return ok(yente_match("0.9", "NK-1", "57")); }));
  YenteScreener screener = yente(server);
  const auto got = screener.screen(jane());
  ASSERT_TRUE(got);
  EXPECT_EQ(got->hits_total, 57u);
}

TEST_F(Services, WrongAnswersOfYenteClearNobody) {
  const std::vector<std::string> wrong = {
      "",
      "null",
      "[]",
      "{",
      R"({"responses":{}})",
      R"({"responses":{"asked":{"status":200}}})",
      R"({"responses":{"asked":{"status":500,"results":[]}}})",
      R"({"responses":{"asked":{"results":[]}}})",
      R"({"responses":{"other":{"status":200,"results":[]}}})",
      R"({"detail":"No such dataset."})",
      R"({"responses":{"asked":{"status":200,"results":[{"id":"x","properties":{}}]}}})",
      yente_match("1.5"),
      yente_match("-0.1"),
      yente_match("\"0.9\""),
      yente_match("0.9", ""),
      yente_match("0.9", "Jane Doe of London"),
      std::string(kNobody).substr(0, 60)};
  for (const std::string& answer : wrong) {
    TestServer server(yente_like([&](const Asked&) { return ok(answer); }));
    YenteScreener screener = yente(server);
    const auto got = screener.screen(jane());
    EXPECT_FALSE(got) << answer;
    if (!got) {
      EXPECT_EQ(got.error().code, ErrorCode::kEnvironment) << answer;
    }
  }
  for (const int code : {400, 404, 422, 500, 503}) {
    TestServer server(yente_like([&](const Asked&) { return status(code, {}, R"({"detail":"x"})"); }));
    YenteScreener screener = yente(server);
    EXPECT_NE(error_of(screener.screen(jane())).find(std::to_string(code)), std::string::npos);
  }
  for (const char* catalog : {"{}", R"({"datasets":[]})", R"({"datasets":[{"name":"sanctions"}]})"}) {
    TestServer server([&](const Asked& asked) { return ok(asked.line() == "GET /catalog" ? catalog : kNobody); });
    YenteScreener screener = yente(server);
    EXPECT_FALSE(screener.screen(jane())) << catalog << ": nobody knows against what that would be";
  }
}

TEST_F(Services, WatchmanIsAskedByWhatItKnows) {
  TestServer server(watchman_like([](const Asked&) { return ok(R"({"entities":null})"); }));
  WatchmanScreener screener = watchman(server);
  Query query = jane();
  query.birth = screening::BirthDate{*parse_date("1970-03-01"), *parse_date("1970-03-01"), false};
  const auto person = screener.screen(query);
  ASSERT_TRUE(person) << person.error().text;
  EXPECT_EQ(person->hits_total, 0u);
  EXPECT_EQ(person->dataset_version, crypto::digest_text(crypto::sha256(R"({"us_csl":"bb22","us_ofac":"aa11"})")));
  ASSERT_TRUE(screener.screen(company()));
  ASSERT_EQ(server.count(), 4u);
  EXPECT_EQ(server.asked()[1].line(),
            "GET /v2/search?type=person&name=Jane%20Doe&birthDate=1970-03-01&limit=100&minMatch=0.6999");
  EXPECT_EQ(server.asked()[2].line(), "GET /v2/search?type=business&name=Doe%20%26%20Co&limit=100&minMatch=0.6074");
  EXPECT_EQ(server.asked()[3].line().substr(0, 36), "GET /v2/search?type=organization&nam");
}

TEST_F(Services, WatchmansNameOnlyScoresMeanWhatOthersMean) {
  std::string match = "0.81";
  bool nested = false;
  TestServer server(watchman_like([&](const Asked&) { return ok(watchman_found(match, nested)); }));
  WatchmanScreener screener = watchman(server);
  for (const auto& [text, score] :
       std::vector<std::pair<std::string, std::uint32_t>>{{"0.81", 10'000}, {"0.855", 10'000}, {"0.60", 7'407}}) {
    match = text;
    const auto got = screener.screen(jane());
    ASSERT_TRUE(got && got->hits.size() == 1) << text;
    EXPECT_EQ(got->hits[0].score, score) << text;
    EXPECT_EQ(got->hits[0].list, "watchman-us_ofac");
    EXPECT_EQ(got->hits[0].entry_id, "4711");
  }
  Query with_gender = jane();
  with_gender.gender = screening::Gender::kFemale;
  const auto full = screener.screen(with_gender);
  EXPECT_TRUE(full && full->hits.empty()) << "0.60 with more than the name is no hit";
  match = "0.81";
  nested = true;
  const auto got = screener.screen(jane());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->hits.at(0).entry_id, "4711");
}

TEST_F(Services, ACompanyFoundTwiceIsOneHit) {
  std::atomic<int> count = 0;
  TestServer server(watchman_like([&](const Asked&) { return ok(watchman_found(++count == 1 ? "0.7" : "0.8")); }));
  WatchmanScreener screener = watchman(server);
  const auto got = screener.screen(company());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(count, 2);
  EXPECT_EQ(got->hits_total, 1u);
  ASSERT_EQ(got->hits.size(), 1u);
  EXPECT_EQ(got->hits[0].score, 9'876u) << "the better of the two";
}

TEST_F(Services, WrongAnswersOfWatchmanClearNobody) {
  for (const std::string& answer :
       {std::string(), std::string("{}"), std::string("[]"), std::string(R"({"entities":{}})"), watchman_found("2"),
        watchman_found("null"), std::string(R"({"entities":[{"name":"x","match":0.9}]})"),
        std::string(R"({"error":"bad"})")}) {
    TestServer server(watchman_like([&](const Asked&) { return ok(answer); }));
    WatchmanScreener screener = watchman(server);
    EXPECT_FALSE(screener.screen(jane())) << answer;
  }
  TestServer refuses(watchman_like([](const Asked&) { return status(400, {}, R"({"error":"unknown parameter"})"); }));
  WatchmanScreener refused = watchman(refuses);
  EXPECT_FALSE(refused.screen(jane()));
  for (const char* info :
       {"{}", R"({"lists":{},"listHashes":{}})", R"({"lists":{"us_ofac":0},"listHashes":{"us_ofac":"a"}})",
        R"({"lists":{"us_ofac":5},"listHashes":null})"}) {
    TestServer server(
        [&](const Asked& asked) { return ok(asked.line() == "GET /v2/listinfo" ? info : R"({"entities":null})"); });
    WatchmanScreener screener = watchman(server);
    EXPECT_FALSE(screener.screen(jane())) << "a service without lists clears nobody: " << info;
  }
}

TEST_F(Services, TheVersionIsReadAgainAfterAWhile) {
  std::string version = "v1";
  TestServer server([&](const Asked& asked) {
    return ok(asked.line() == "GET /catalog" ? R"({"datasets":[{"name":"sanctions","version":")" + version + "\"}]}"
                                             : kNobody);
  });
  YenteScreener screener = yente(server);
  const auto asked = [&] { return screener.screen(jane()).value().dataset_version; };
  EXPECT_EQ(asked(), "sanctions v1");
  version = "v2";
  now_ms_ += 59'999;
  EXPECT_EQ(asked(), "sanctions v1");
  now_ms_ += 1;
  EXPECT_EQ(asked(), "sanctions v2");
}

TEST_F(Services, SlowCutAndDeadServicesAreErrors) {
  TestServer slow(yente_like([](const Asked&) { return Sent{ok(kNobody).bytes, 5'000}; }));
  YenteScreener waits = yente(slow);
  EXPECT_NE(error_of(waits.screen(jane())).find("tried 2 times"), std::string::npos);
  TestServer half(yente_like([](const Asked&) {
    const std::string whole = ok(kNobody).bytes;
    return Sent{whole.substr(0, whole.size() - 20)};
  }));
  YenteScreener cut = yente(half);
  EXPECT_NE(error_of(cut.screen(jane())).find("cut off"), std::string::npos);
  ServiceSettings nowhere;
  {
    TestServer gone([](const Asked&) { return ok(""); });
    nowhere = settings("yente", gone);
  }
  YenteScreener dead(nowhere, client_, clock());
  EXPECT_NE(error_of(dead.screen(jane())).find("nobody answers there"), std::string::npos);
}

TEST_F(Services, TheBreakerSparesADeadServiceAndTriesItAgain) {
  std::atomic<bool> works = false;
  TestServer server(yente_like([&](const Asked&) { return works ? ok(kNobody) : status(500); }));
  YenteScreener screener = yente(server);
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(screener.screen(jane()));
  const std::size_t asked = server.count();
  EXPECT_NE(error_of(screener.screen(jane())).find("not asked for a while"), std::string::npos);
  EXPECT_EQ(server.count(), asked) << "open";
  now_ms_ += 1'000;
  EXPECT_FALSE(screener.screen(jane()));
  EXPECT_GT(server.count(), asked) << "half open: one asks";
  const std::size_t probed = server.count();
  EXPECT_FALSE(screener.screen(jane()));
  EXPECT_EQ(server.count(), probed) << "open again";
  works = true;
  now_ms_ += 1'000;
  EXPECT_TRUE(screener.screen(jane()));
  EXPECT_TRUE(screener.screen(jane())) << "closed";
}

TEST_F(Services, AServiceThatFlapsIsAnErrorEachTimeItFails) {
  std::atomic<int> count = 0;
  TestServer server(yente_like([&](const Asked&) { return ++count % 2 == 0 ? ok(kNobody) : status(500); }));
  YenteScreener screener = yente(server);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(screener.screen(jane()).has_value(), i % 2 == 1) << i;
}

TEST_F(Services, AQuestionWithoutANameIsNoFailureOfTheService) {
  TestServer server(yente_like([](const Asked&) { return ok(kNobody); }));
  YenteScreener screener = yente(server);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(screener.screen(Query()).error().code, ErrorCode::kBadInput);
  EXPECT_TRUE(screener.screen(jane()));
}

TEST_F(Services, TheSecretGoesInTheHeaderAndIntoNoError) {
  std::atomic<bool> works = true;
  TestServer server(yente_like([&](const Asked&) { return works ? ok(kNobody) : status(403); }));
  ServiceSettings with = settings("yente", server);
  with.authorization = "ApiKey geheim";
  YenteScreener screener(with, client_, clock());
  ASSERT_TRUE(screener.screen(jane()));
  for (const Asked& asked : server.asked()) EXPECT_TRUE(asked.has("Authorization: ApiKey geheim\r\n"));
  works = false;
  EXPECT_EQ(error_of(screener.screen(jane())).find("geheim"), std::string::npos);
}

TEST_F(Services, TheSettingsNameTheClient) {
  TestServer server([](const Asked&) { return ok(""); });
  EXPECT_TRUE(service_screener(settings("yente", server), client_));
  EXPECT_TRUE(service_screener(settings("watchman", server), client_));
  EXPECT_FALSE(service_screener(settings("other", server), client_));
  ServiceSettings open = settings("yente", server);
  open.url = "http://example.com";
  EXPECT_FALSE(service_screener(open, client_)) << "names of people do not go out in the clear";
}

TEST(Breaker, OneAloneProbes) {
  std::int64_t now = 0;
  CircuitBreaker breaker({1, 10}, [&] { return now; });
  ASSERT_TRUE(breaker.may_ask());
  breaker.failed();
  EXPECT_FALSE(breaker.may_ask());
  now = 10;
  EXPECT_TRUE(breaker.may_ask());
  EXPECT_FALSE(breaker.may_ask()) << "another waits for the first";
  breaker.succeeded();
  EXPECT_TRUE(breaker.may_ask());
  EXPECT_TRUE(breaker.may_ask());
}

}  // namespace
}  // namespace licet::connect
