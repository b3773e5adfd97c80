// Any bytes as a YAML file: parsing ends, what it answers is a tree within the limits, and typed reading never fails
// in another way than by reporting.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/yaml_node.h"
#include "app/yaml_reader.h"
#include "base/encode.h"
#include "base/limits.h"

namespace {

using licet::app::yaml::Kind;
using licet::app::yaml::MapReader;
using licet::app::yaml::Member;
using licet::app::yaml::Node;
using licet::app::yaml::Problems;

void check(const Node& node, std::size_t depth) {
  LICET_INVARIANT(depth <= licet::limits::kYamlDepthMax + 1);
  LICET_INVARIANT(licet::is_utf8(node.text));
  for (const Node& item : node.items) check(item, depth + 1);
  for (const Member& member : node.members) {
    LICET_INVARIANT(!member.key.empty());
    LICET_INVARIANT(node.find(member.key) == &member.value);
    check(member.value, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Problems problems;
  const auto document = licet::app::yaml::parse({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", problems);
  LICET_INVARIANT(document || !problems.empty());
  if (!document) return 0;
  check(document->root, 1);
  MapReader root(*document, problems);
  for (const auto& [key, value] : root.entries()) {
    (void)value.text();
    (void)value.integer(-5, 5);
    (void)value.boolean();
    (void)value.date();
    (void)value.instant();
    (void)value.choice({"a", "b"});
    for (const auto& item : value.list()) (void)item.map();
    MapReader map = value.map();
    (void)map.optional_text("name");
  }
  (void)problems.to_string();
  return 0;
}
