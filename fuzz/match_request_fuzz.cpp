// Any bytes as a request to the screening endpoints: the first line is the query string, the rest the body. Every one
// is answered, with a status that is known and with JSON.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/screening_routes.h"
#include "screening/list_reader.h"

namespace {

using licet::http::Request;
using licet::http::Response;
using licet::http::Router;
using licet::http::ScreeningService;

Router make_router() {
  namespace screening = licet::screening;
  const std::array<screening::SourceFile, 1> files{screening::SourceFile{
      "own.csv", "id,name,type,reason\n1,Zebedee Quarrington,person,a\n2,Halcyon Reach,entity,b\n"}};
  auto read = screening::read_list(*screening::find_list_kind("firm"), files);
  LICET_INVARIANT(read.has_value());
  auto index = screening::ListIndex::build({std::make_shared<const screening::List>(std::move(read->list))});
  LICET_INVARIANT(index.has_value());
  const auto service = std::make_shared<const ScreeningService>(*index, ScreeningService::About{});
  Router router;
  licet::http::add_screening_routes(router, [service] { return service; });
  return router;
}

void check(const Response& response, std::initializer_list<int> statuses) {
  bool known = false;
  for (const int status : statuses) known = known || status == response.status;
  LICET_INVARIANT(known);
  const auto body = licet::json::parse(response.body);
  LICET_INVARIANT(body.has_value() && body->is_object());
  LICET_INVARIANT(response.status == 200 || body->find("detail") != nullptr || body->find("error") != nullptr);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Router router = make_router();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  const std::string query(text.substr(0, line));
  const std::string body(text.substr(std::min(line + 1, text.size())));
  check(router.handle({"POST", "/match/default", query, {}, body}), {200, 400, 413, 414, 422});
  check(router.handle({"GET", "/v2/search", query, {}, {}}), {200, 400});
  check(router.handle({"POST", "/match/" + query, {}, {}, body}), {200, 400, 404, 422});
  return 0;
}
