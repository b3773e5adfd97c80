// YAML files as a tree of texts with their places. Every scalar is text: `NO` is "NO", `1.10` is "1.10".
//
// What makes YAML dangerous is refused: anchors, aliases, tags, merge keys, keys that are no plain text, duplicate
// keys, several documents, and everything past the limits of base/limits.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/yaml_problems.h"
#include "base/result.h"

namespace licet::app::yaml {

/// kBroken stands where something was refused (an alias): its problem is already reported, so readers pass over it.
enum class Kind : std::uint8_t { kScalar, kSequence, kMapping, kBroken };

struct Member;

/// A scalar, sequence or mapping. Line and column count from 1, columns in characters.
struct Node {
  Kind kind = Kind::kScalar;
  std::string text;     ///< of a scalar: valid UTF-8, escapes undone
  bool quoted = false;  ///< of a scalar: written in quotes or as a block
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::vector<Node> items;      ///< of a sequence
  std::vector<Member> members;  ///< of a mapping, in the order of the file, keys unique

  /// The value of `key`, or nullptr (also when this is no mapping).
  const Node* find(std::string_view key) const;
};

/// One "key: value" and the place of the key.
struct Member {
  std::string key;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  Node value;
};

/// A parsed file. `file` is the name shown in problems.
struct Document {
  std::string file;
  Node root;
};

/// Parses `bytes` (UTF-8, with or without byte order mark). Adds every problem found; nullopt when the text could not
/// be followed to its end. A document that is returned may still have added problems: ask `problems` before using it.
std::optional<Document> parse(std::string_view bytes, const std::string& file, Problems& problems);

/// Reads and parses a file of at most limits::kYamlBytesMax. A file that cannot be read is a problem too.
std::optional<Document> parse_file(const std::string& path, Problems& problems);

}  // namespace licet::app::yaml
