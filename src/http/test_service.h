// A small service for the tests of the handlers: a list of the firm's and one of a publisher, all names invented.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "http/screening_service.h"
#include "screening/list_document.h"
#include "screening/list_reader.h"

namespace licet::http::testing {

inline screening::List list_of(const std::string& kind, const std::string& csv, Instant as_of) {
  const std::array<screening::SourceFile, 1> files{screening::SourceFile{"own.csv", csv}};
  auto read = screening::read_list(*screening::find_list_kind("firm"), files);
  EXPECT_TRUE(read.has_value()) << (read ? "" : read.error().to_string());
  read->list.kind = kind;
  read->list.as_of = as_of;
  return std::move(read->list);
}

inline constexpr Instant kAsOf{1'700'000'000'000'000};

inline std::shared_ptr<const screening::ListIndex> sample_index() {
  const std::string sanctioned =
      "id,name,type,aliases,weak_aliases,birth_date,country,ids,reason\n"
      "101,Zebedee Quarrington,person,Zebediah Quarington,The Heron,1961-03-14,FR,passport:QQ000001:FR,example\n"
      "102,Halcyon Reach Shipping,entity,,,,PA,registration:HR-77,example\n"
      "103,Quarrington Holdings,,,,1961,,passport:QQ000003,example\n";
  const std::string own = "id,name,type,reason\nF9,Zebedee Quarrington,person,example\n";
  auto un = std::make_shared<const screening::List>(list_of("un", sanctioned, kAsOf));
  auto firm = std::make_shared<const screening::List>(list_of("firm", own, kAsOf));
  auto index = screening::ListIndex::build({un, firm});
  EXPECT_TRUE(index.has_value());
  return *index;
}

inline ScreeningService sample_service(std::string clears_nobody = {}) {
  return {sample_index(), {std::move(clears_nobody), kAsOf, kAsOf, "licet test"}};
}

}  // namespace licet::http::testing
