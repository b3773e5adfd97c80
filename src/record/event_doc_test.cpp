// docs/formats/events.md says what src/record/event_specs.cpp does.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "record/event.h"

namespace licet::record {
namespace {

constexpr std::string_view kBegin = "<!-- events -->\n";
constexpr std::string_view kEnd = "<!-- end -->\n";

std::string_view class_name(FieldClass cls) {
  switch (cls) {
    case FieldClass::kId:
      return "id";
    case FieldClass::kFlag:
      return "flag";
    case FieldClass::kCode:
      return "code";
    case FieldClass::kWords:
      return "words";
    case FieldClass::kNumber:
      return "number";
    case FieldClass::kDigest:
      return "digest";
    case FieldClass::kPublic:
      return "public";
    case FieldClass::kFacts:
      return "facts";
    case FieldClass::kSealed:
      return "sealed";
  }
  return "";
}

std::string table() {
  std::string out = "| event | version | in the clear | sealed |\n|---|---|---|---|\n";
  for (const EventSpec& spec : event_specs()) {
    std::string clear, sealed;
    for (const FieldSpec& field : spec.fields) {
      std::string& to = field.cls == FieldClass::kSealed ? sealed : clear;
      to += (to.empty() ? "`" : ", `") + std::string(field.name) + "`";
      if (field.cls != FieldClass::kSealed) to += " " + std::string(class_name(field.cls));
      std::string choices;
      for (const std::string_view choice : field.choices)
        choices += (choices.empty() ? " (" : ", ") + std::string(choice);
      if (!choices.empty()) to += choices + ")";
    }
    out += "| `" + std::string(spec.type) + "` | " + std::to_string(spec.version) + " | " + clear + " | " + sealed +
           " |\n";
  }
  return out;
}

TEST(EventDocument, IsWhatTheProductWrites) {
  const std::string path = std::string(LICET_SOURCE_DIR) + "/docs/formats/events.md";
  std::ifstream in(path, std::ios::binary);
  ASSERT_TRUE(in) << path;
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const std::size_t begin = text.find(kBegin);
  const std::size_t end = text.find(kEnd);
  ASSERT_NE(begin, std::string::npos);
  ASSERT_NE(end, std::string::npos);
  const std::size_t from = begin + kBegin.size();
  if (std::getenv("LICET_WRITE_DOCS") != nullptr) {
    text.replace(from, end - from, table());
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(text.substr(from, end - from), table()) << "run licet_record_test with LICET_WRITE_DOCS=1";
}

}  // namespace
}  // namespace licet::record
