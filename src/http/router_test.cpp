#include "http/screening_routes.h"

#include <gtest/gtest.h>

#include "http/test_service.h"

namespace licet::http {
namespace {

Router sample_router() {
  Router router;
  const auto service = std::make_shared<const ScreeningService>(testing::sample_service());
  add_screening_routes(router, [service] { return service; });
  return router;
}

TEST(Router, FindsByMethodAndPath) {
  const Router router = sample_router();
  EXPECT_EQ(router.handle({"GET", "/v2/listinfo", "", {}, ""}).status, 200);
  EXPECT_EQ(router.handle({"GET", "/catalog", "", {}, ""}).status, 200);
  EXPECT_EQ(router.handle({"GET", "/v2/search", "name=Edda", {}, ""}).status, 200);
  EXPECT_EQ(router.handle({"POST", "/match/default", "", {}, ""}).status, 422);
  EXPECT_EQ(router.handle({"POST", "/match/nowhere", "", {}, R"({"queries":{}})"}).status, 404);
}

TEST(Router, WhatIsNotThere) {
  const Router router = sample_router();
  for (const char* path : {"", "/", "/match", "/match/", "/match/default/more", "/v2/search/", "/v2/listinfox"})
    EXPECT_EQ(router.handle({path[0] == '/' && path[1] == 'm' ? "POST" : "GET", path, "", {}, ""}).status, 404) << path;
  const Response wrong = router.handle({"GET", "/match/default", "", {}, ""});
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.back(), (std::pair<std::string, std::string>("allow", "POST")));
  EXPECT_EQ(router.handle({"POST", "/v2/search", "", {}, ""}).status, 405);
  EXPECT_EQ(router.handle({"POST", "/match/%FF", "", {}, ""}).status, 400);
}

TEST(Router, APartIsDecoded) {
  Router router;
  router.add("GET", "/x/{y}", [](const Request&, const PathPart& part) { return Response{200, {}, part}; });
  EXPECT_EQ(router.handle({"GET", "/x/a%20b+c", "", {}, ""}).body, "a b+c");
}

}  // namespace
}  // namespace licet::http
