// The clients of yente and watchman against our own endpoints for them: what one half of the product asks, the other
// answers, over a real connection.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <memory>

#include "base/crypto.h"
#include "connect/test_server.h"
#include "connect/watchman_screener.h"
#include "connect/yente_screener.h"
#include "http/screening_routes.h"
#include "screening/list_reader.h"

namespace licet {
namespace {

using connect_test::Asked;
using connect_test::Sent;
using connect_test::TestServer;

std::shared_ptr<const http::ScreeningService> sample_service(const std::string& clears_nobody) {
  const std::array<screening::SourceFile, 1> files{screening::SourceFile{
      "own.csv",
      "id,name,type,birth_date,reason\nF1,Zebedee Quarrington,person,1961,a\nF2,Halcyon Reach Shipping,entity,,b\n"}};
  auto read = screening::read_list(*screening::find_list_kind("firm"), files);
  EXPECT_TRUE(read.has_value());
  auto index = screening::ListIndex::build({std::make_shared<const screening::List>(std::move(read->list))});
  EXPECT_TRUE(index.has_value());
  return std::make_shared<const http::ScreeningService>(
      *index, http::ScreeningService::About{clears_nobody, {}, {}, "licet test"});
}

/// The router behind a socket.
TestServer::Answer serve(std::shared_ptr<const http::ScreeningService> service) {
  auto router = std::make_shared<http::Router>();
  http::add_screening_routes(*router, [service] { return service; });
  return [router](const Asked& asked) -> Sent {
    const std::string line = asked.line();
    const std::size_t space = line.find(' '), mark = std::min(line.find('?'), line.size());
    const http::Response answer = router->handle({line.substr(0, space),
                                                  line.substr(space + 1, mark - space - 1),
                                                  line.substr(std::min(mark + 1, line.size())),
                                                  {},
                                                  asked.body});
    return connect_test::status(answer.status, "Content-Type: application/json\r\n", answer.body);
  };
}

class Endpoints : public ::testing::Test {
 protected:
  connect::ServiceSettings settings(const std::string& kind, const TestServer& server) {
    connect::ServiceSettings out;
    out.kind = kind;
    out.url = server.url("");
    out.dataset = "default";
    return out;
  }
  std::unique_ptr<screening::Screener> client(const std::string& kind, const TestServer& server) {
    const auto now = [] { return std::int64_t{1'000'000}; };
    if (kind == "yente") return std::make_unique<connect::YenteScreener>(settings(kind, server), client_, now);
    return std::make_unique<connect::WatchmanScreener>(settings(kind, server), client_, now);
  }
  static screening::Query person(const std::string& name) {
    screening::Query query;
    query.full_name = name;
    query.birth = screening::BirthDate{from_ymd(1961, 3, 14), from_ymd(1961, 3, 14)};
    query.countries = {"FR"};
    return query;
  }

  crypto::SystemRandom random_;
  connect::HttpClient client_{connect::HttpClient::Settings(), random_};
};

TEST_F(Endpoints, BothClientsFindWhoIsListedAndNobodyElse) {
  const TestServer server(serve(sample_service({})));
  for (const std::string kind : {"yente", "watchman"}) {
    const auto screener = client(kind, server);
    const auto listed = screener->screen(person("Zebedee Quarrington"));
    ASSERT_TRUE(listed.has_value()) << kind << ": " << listed.error().to_string();
    ASSERT_EQ(listed->hits.size(), 1U) << kind;
    EXPECT_EQ(listed->hits[0].listed_name, "Zebedee Quarrington") << kind;
    EXPECT_EQ(listed->hits[0].score, 10'000U) << kind;
    screening::Query company;
    company.company = "Halcyon Reach Shipping";
    const auto firm = screener->screen(company);
    ASSERT_TRUE(firm.has_value()) << kind << ": " << firm.error().to_string();
    EXPECT_FALSE(firm->hits.empty()) << kind;
    const auto clean = screener->screen(person("Edda Blechschmidt"));
    ASSERT_TRUE(clean.has_value()) << kind << ": " << clean.error().to_string();
    EXPECT_EQ(clean->hits_total, 0U) << kind;
  }
}

TEST_F(Endpoints, ListsThatClearNobodyAreNoAnswerToEither) {
  const TestServer server(serve(sample_service("a list is too old")));
  for (const std::string kind : {"yente", "watchman"}) {
    const auto answer = client(kind, server)->screen(person("Edda Blechschmidt"));
    EXPECT_FALSE(answer.has_value()) << kind;
  }
}

}  // namespace
}  // namespace licet
