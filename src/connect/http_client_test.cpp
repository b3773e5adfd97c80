#include "connect/http_client.h"
#include "connect/http_target.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdlib>
#include <future>

#include "connect/test_server.h"

namespace licet::connect {
namespace {

using connect_test::Asked;
using connect_test::ok;
using connect_test::Sent;
using connect_test::status;
using connect_test::TestServer;

/// Short times, so that a test ends soon; what is tested is which of them ends a request, never how long it took.
HttpLimits quick() {
  HttpLimits limits;
  limits.connect_timeout_ms = 2'000;
  limits.attempt_timeout_ms = 300;
  limits.total_timeout_ms = 5'000;
  limits.pause_ms = 2;
  return limits;
}

class Client : public ::testing::Test {
 protected:
  Result<HttpResponse> get(const std::string& url, const HttpLimits& limits = quick()) {
    return client_.send({url}, limits);
  }
  /// The error's text; fails when there was an answer.
  std::string error(const std::string& url, ErrorCode code, const HttpLimits& limits = quick()) {
    const auto got = get(url, limits);
    EXPECT_FALSE(got) << url << " was answered with " << (got ? got->status : 0);
    if (got) return {};
    EXPECT_EQ(got.error().code, code) << got.error().text;
    return got.error().text;
  }
  SeededRandom random_{7};
  HttpClient client_{HttpClient::Settings(), random_};
};

TEST_F(Client, GetsWhatIsThereWithItsHeader) {
  TestServer server([](const Asked&) {
    return ok("a,b\n", "ETag: \"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 10:00:00 GMT\r\ncontent-TYPE: text/csv\r\n");
  });
  const auto got = client_.send({server.url("/list.csv?x=1"), {{"Authorization", "Token abc"}}}, quick());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->status, 200);
  EXPECT_EQ(got->body, "a,b\n");
  EXPECT_EQ(got->etag, "\"v1\"");
  EXPECT_EQ(got->last_modified, "Mon, 23 Nov 2026 10:00:00 GMT");
  EXPECT_EQ(got->content_type, "text/csv");
  ASSERT_EQ(server.count(), 1u);
  EXPECT_EQ(server.asked()[0].line(), "GET /list.csv?x=1");
  EXPECT_TRUE(server.asked()[0].has("Authorization: Token abc\r\n"));
}

TEST_F(Client, PostsJson) {
  TestServer server([](const Asked& asked) { return ok(asked.body); });
  const auto got = client_.send({server.url(), {}, R"({"a":1})"}, quick());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->body, R"({"a":1})");
  EXPECT_TRUE(server.asked()[0].has("Content-Type: application/json\r\n"));
}

TEST_F(Client, AsksHttpsOnlyAndHttpOnThisMachine) {
  for (const char* url : {"http://example.com/", "ftp://127.0.0.1/", "file:///etc/passwd",
                          "http://127.0.0.1.nip.example/", "http://128.0.0.1/", "no address", "", "https://"})
    error(url, ErrorCode::kBadInput);
  EXPECT_TRUE(check_url("https://example.com/x"));
  EXPECT_TRUE(check_url("http://localhost:8000/"));
  EXPECT_TRUE(check_url("http://[::1]/"));
}

TEST_F(Client, SecretsAreInNoError) {
  EXPECT_EQ(public_url("https://u:geheim@example.com:8/a/b?token=geheim#geheim"), "https://example.com:8/a/b");
  const std::string said = error("https://u:geheim@example.com/a?token=geheim", ErrorCode::kBadInput);
  EXPECT_EQ(said.find("geheim"), std::string::npos) << said;
  EXPECT_NE(said.find("https://example.com/a"), std::string::npos) << said;
  TestServer server([](const Asked&) { return Sent{""}; });
  const auto got = client_.send({server.url("/x?token=geheim"), {{"Authorization", "geheim"}}}, quick());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().text.find("geheim"), std::string::npos) << got.error().text;
}

TEST_F(Client, AHeaderIsOneLine) {
  TestServer server([](const Asked&) { return ok(""); });
  const auto got = client_.send({server.url(), {{"Authorization", "a\r\nX-Other: b"}}}, quick());
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(server.count(), 0u);
}

TEST_F(Client, NoProxyOfTheEnvironment) {
  TestServer server([](const Asked&) { return ok("direct"); });
  ::setenv("http_proxy", "http://127.0.0.1:1", 1);
  ::setenv("all_proxy", "http://127.0.0.1:1", 1);
  const auto got = get(server.url());
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->body, "direct");
}

TEST_F(Client, ASlowServerIsGivenUp) {
  TestServer waits([](const Asked&) { return Sent{ok("late").bytes, 10'000}; });
  EXPECT_NE(error(waits.url(), ErrorCode::kEnvironment).find("no whole answer within 300 ms (tried 3 times)"),
            std::string::npos);
  EXPECT_EQ(waits.count(), 3u);
  TestServer drips([](const Asked&) { return Sent{ok("drip drip drip drip").bytes, 0, 50}; });
  EXPECT_NE(error(drips.url(), ErrorCode::kEnvironment).find("no whole answer"), std::string::npos);
}

TEST_F(Client, TheWholeTimeEndsAllAttempts) {
  TestServer waits([](const Asked&) { return Sent{ok("late").bytes, 10'000}; });
  HttpLimits limits = quick();
  limits.total_timeout_ms = 400;
  limits.attempts_max = 50;
  error(waits.url(), ErrorCode::kEnvironment, limits);
  EXPECT_LT(waits.count(), 5u);
}

TEST_F(Client, ACutAnswerIsNone) {
  TestServer server([](const Asked&) { return Sent{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"}; });
  EXPECT_NE(error(server.url(), ErrorCode::kEnvironment).find("cut off"), std::string::npos);
  TestServer chunks([](const Asked&) {
    return Sent{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n20\r\nhal"};
  });
  EXPECT_NE(error(chunks.url(), ErrorCode::kEnvironment).find("cut off"), std::string::npos);
  EXPECT_EQ(chunks.count(), 3u) << "another attempt may succeed";
}

TEST_F(Client, NoiseIsNoAnswer) {
  TestServer server([](const Asked&) { return Sent{"SSH-2.0-OpenSSH_9.2\r\n"}; });
  error(server.url(), ErrorCode::kEnvironment);
}

TEST_F(Client, TheSizeHasALimit) {
  HttpLimits limits = quick();
  limits.response_bytes_max = 10;
  TestServer at([](const Asked&) { return ok("0123456789"); });
  EXPECT_TRUE(get(at.url(), limits));
  TestServer past([](const Asked&) { return ok("0123456789a"); });
  EXPECT_NE(error(past.url(), ErrorCode::kLimit, limits).find("more than 10 bytes"), std::string::npos);
  EXPECT_EQ(past.count(), 1u) << "it would be too large again";
  TestServer endless([](const Asked&) {
    return Sent{"HTTP/1.1 200 OK\r\n\r\n" + std::string(65'536, 'x'), 0, 0, true};
  });
  error(endless.url(), ErrorCode::kLimit, limits);
}

std::string gzip(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST_F(Client, UnpacksWithTheLimitOfTheUnpacked) {
  const std::string packed = gzip(std::string(1'000'000, 'a'));
  TestServer server([&](const Asked& asked) {
    EXPECT_TRUE(asked.has("Accept-Encoding: gzip"));
    return ok(packed, "Content-Encoding: gzip\r\n");
  });
  const auto whole = get(server.url());
  ASSERT_TRUE(whole) << whole.error().text;
  EXPECT_EQ(whole->body.size(), 1'000'000u);
  HttpLimits limits = quick();
  limits.response_bytes_max = 999'999;
  error(server.url(), ErrorCode::kLimit, limits);
  TestServer broken([&](const Asked&) { return ok("not packed at all", "Content-Encoding: gzip\r\n"); });
  EXPECT_NE(error(broken.url(), ErrorCode::kEnvironment).find("unpack"), std::string::npos);
}

TEST_F(Client, RedirectsAreCounted) {
  TestServer* at = nullptr;
  TestServer server([&](const Asked& asked) {
    const int n = std::stoi(asked.head.substr(asked.head.find("/r") + 2));
    return n == 0 ? ok("there") : status(302, "Location: " + at->url("/r" + std::to_string(n - 1)) + "\r\n");
  });
  at = &server;
  const auto five = get(server.url("/r5"));
  ASSERT_TRUE(five) << five.error().text;
  EXPECT_EQ(five->body, "there");
  EXPECT_NE(error(server.url("/r6"), ErrorCode::kEnvironment).find("more than 5 times"), std::string::npos);
  TestServer round([&](const Asked&) { return status(301, "Location: /again\r\n"); });
  error(round.url(), ErrorCode::kEnvironment);
  EXPECT_EQ(round.count(), 6u);
}

TEST_F(Client, RedirectsGoToHttpsOnly) {
  for (const char* to : {"http://example.com/", "ftp://example.com/", "file:///etc/passwd"}) {
    TestServer server([&](const Asked&) { return status(302, "Location: " + std::string(to) + "\r\n"); });
    EXPECT_NE(error(server.url(), ErrorCode::kEnvironment).find("where no redirect may go"), std::string::npos) << to;
  }
}

TEST_F(Client, SecretsDoNotFollowToAnotherServer) {
  TestServer other([](const Asked&) { return ok("there"); });
  TestServer server([&](const Asked&) { return status(302, "Location: " + other.url("/there") + "\r\n"); });
  const auto got = client_.send({server.url(), {{"Authorization", "geheim"}}}, quick());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_TRUE(server.asked()[0].has("geheim"));
  EXPECT_FALSE(other.asked()[0].has("geheim"));
}

TEST_F(Client, APostFollowsNoRedirect) {
  TestServer server([&](const Asked&) { return status(307, "Location: /other\r\n"); });
  const auto got = client_.send({server.url(), {}, "{}"}, quick());
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->status, 307);
  EXPECT_EQ(server.count(), 1u);
}

TEST_F(Client, TriesAgainWhatMayPass) {
  for (const int code : {502, 503, 504}) {
    std::atomic<int> asked = 0;
    TestServer server([&](const Asked&) { return ++asked < 3 ? status(code) : ok("now"); });
    const auto got = get(server.url());
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->attempts, 3);
  }
  for (const int code : {400, 401, 404, 429, 500, 501}) {
    TestServer server([&](const Asked&) { return status(code); });
    const auto got = get(server.url());
    ASSERT_TRUE(got) << got.error().text;
    EXPECT_EQ(got->status, code);
    EXPECT_EQ(server.count(), 1u) << code;
  }
  TestServer never([](const Asked&) { return status(503); });
  const auto got = get(never.url());
  ASSERT_TRUE(got) << "the last answer, whatever its status";
  EXPECT_EQ(got->status, 503);
  EXPECT_EQ(never.count(), 3u);
}

TEST_F(Client, CancelledEndsAtOnce) {
  TestServer server([](const Asked&) { return Sent{ok("late").bytes, 10'000}; });
  HttpLimits limits = quick();
  limits.attempt_timeout_ms = 60'000;
  limits.total_timeout_ms = 60'000;
  const auto got = client_.send({server.url()}, limits, [&] { return server.count() > 0; });
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, ErrorCode::kConflict) << got.error().text;
  EXPECT_EQ(server.count(), 1u);
}

TEST_F(Client, NoMoreThanSoManyAtOnce) {
  HttpClient two({{}, 2}, random_);
  TestServer server([](const Asked&) { return Sent{ok("x").bytes, 60}; });
  HttpLimits limits = quick();
  limits.attempt_timeout_ms = 5'000;
  std::vector<std::future<bool>> all;
  for (int i = 0; i < 8; ++i)
    all.push_back(std::async(std::launch::async, [&] { return two.send({server.url()}, limits).has_value(); }));
  for (auto& one : all) EXPECT_TRUE(one.get());
  EXPECT_EQ(server.count(), 8u);
  EXPECT_LE(server.together(), 2);
  EXPECT_GE(server.together(), 1);
}

TEST(PercentEncoding, KeepsOnlyWhatIsPlainEverywhere) {
  EXPECT_EQ(percent_encoded("Müller & Co/1-._~"), "M%C3%BCller%20%26%20Co%2F1-._~");
}

}  // namespace
}  // namespace licet::connect
