// Built by tools/check_purity.sh with em++ and run under node: proves that the base layer not only compiles but gives
// the same answers there. What differs between the two worlds is covered: doubles, 32-bit sizes, dates.
#include <cstdio>
#include <string>
#include <string_view>

#include "base/encode.h"
#include "base/id.h"
#include "base/json.h"
#include "base/time.h"

namespace {

int failures = 0;

void expect(std::string_view what, std::string_view got, std::string_view wanted) {
  if (got == wanted) return;
  ++failures;
  std::printf("%.*s: got %.*s, wanted %.*s\n", static_cast<int>(what.size()), what.data(), static_cast<int>(got.size()),
              got.data(), static_cast<int>(wanted.size()), wanted.data());
}

std::string recanonical(std::string_view text) {
  const auto value = licet::json::parse(text);
  return value ? licet::json::canonical(*value) : value.error().to_string();
}

void check_json() {
  expect("doubles",
         recanonical("[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001,5e-324,-0.0,1e21,1e20]"),
         "[333333333.3333333,1e+30,4.5,0.002,1e-27,5e-324,0,1e+21,100000000000000000000]");
  expect("integers", recanonical("[9007199254740991,-9007199254740991,9007199254740993]"),
         "[9007199254740991,-9007199254740991,9007199254740992]");
  expect("key order", recanonical("{\"\xEF\xAC\xB3\":1,\"\xF0\x9F\x98\x82\":2,\"a\":3}"),
         "{\"a\":3,\"\xF0\x9F\x98\x82\":2,\"\xEF\xAC\xB3\":1}");
  expect("escapes", recanonical(R"("\u0041\ud83d\ude02\u0000\/")"), "\"A\xF0\x9F\x98\x82\\u0000/\"");
  expect("error", recanonical("{\"a\":1,\n\"a\":2}"), "this key stands twice in the same object");
  expect("sizes", licet::json::canonical(licet::json::Value(std::string("abc").size())), "3");
}

void check_time() {
  const auto at = licet::parse_instant("2026-11-22T17:20:00.25+01:00");
  expect("instant", at ? licet::format_instant(*at) : at.error().text, "2026-11-22T16:20:00.250000Z");
  expect("date", licet::format_date(licet::from_ymd(2024, 2, 29)), "2024-02-29");
  const auto json = licet::json::parse(
      R"({"from":0,"until":9000000000000000,"version":"x","zones":[{"name":"Z","transitions":[[0,14400]]}]})");
  const auto table = licet::ZoneTable::from_json(*json);
  const auto date = table->date_at("Z", licet::parse_instant("2026-07-01T20:00:00Z").value());
  expect("zone", date ? licet::format_date(*date) : "none", "2026-07-02");
}

void check_ids() {
  licet::SeededRandom random(1'234'567);
  expect("random", std::to_string(random.next()), "6457827717110365317");
  expect("base32", licet::base32(licet::as_bytes("foobar")), "csqpyrk1e8");
  expect("id order", licet::LeadId{} < licet::LeadId::make(random) ? "less" : "not less", "less");
  const auto id = licet::LeadId::make(random);
  expect("id", licet::LeadId::parse(id.str()).has_value() ? "reads back" : "refused", "reads back");
}

}  // namespace

int main() {
  check_json();
  check_time();
  check_ids();
  std::printf("purity_main: %d failures\n", failures);
  return failures == 0 ? 0 : 1;
}
