#include "app/yaml_node.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::app::yaml {
namespace {

/// Everything the parser said about `text`.
std::string said(std::string_view text) {
  Problems problems;
  (void)parse(text, "f.yaml", problems);
  return problems.to_string();
}

Document parsed(std::string_view text) {
  Problems problems;
  auto document = parse(text, "f.yaml", problems);
  EXPECT_EQ(problems.to_string(), "");
  return document ? std::move(*document) : Document{};
}

TEST(YamlNode, ScalarsAreTextWithTheirPlace) {
  const Document document = parsed("country: NO\nversion: 1.10\non: off\nquoted: \"a\\tb\"\nlist:\n  - x\n  - 'y z'\n");
  const Node& root = document.root;
  ASSERT_EQ(root.kind, Kind::kMapping);
  EXPECT_EQ(root.find("country")->text, "NO");
  EXPECT_EQ(root.find("version")->text, "1.10");
  EXPECT_EQ(root.find("on")->text, "off");
  EXPECT_EQ(root.find("quoted")->text, "a\tb");
  EXPECT_TRUE(root.find("quoted")->quoted);
  EXPECT_FALSE(root.find("country")->quoted);
  const Node& list = *root.find("list");
  ASSERT_EQ(list.items.size(), 2U);
  EXPECT_EQ(list.items[1].text, "y z");
  EXPECT_EQ(list.items[1].line, 7U);
  EXPECT_EQ(list.items[1].column, 5U);
  EXPECT_EQ(root.members[4].line, 5U);
  EXPECT_EQ(root.find("absent"), nullptr);
}

TEST(YamlNode, ByteOrderMarkIsSkippedAndColumnsCountCharacters) {
  EXPECT_EQ(parsed("\xEF\xBB\xBF"
                   "a: b")
                .root.find("a")
                ->text,
            "b");
  EXPECT_EQ(parsed("{é: b}").root.find("é")->column, 5U);
}

TEST(YamlNode, EmptyFiles) {
  EXPECT_EQ(said(""), "f.yaml: the file is empty");
  EXPECT_EQ(said("# only a comment\n"), "f.yaml: the file is empty");
}

TEST(YamlNode, AnchorsAliasesTagsAndMergeKeysAreRefused) {
  EXPECT_EQ(said("a: &x b\nc: *x\n"),
            "f.yaml:1:4: anchors (&x) are not allowed; write the value out where it is used\n"
            "f.yaml:2:4: aliases (*x) are not allowed; write the value out");
  EXPECT_EQ(said("a: !!int 7\n"),
            "f.yaml:1:4: tags (tag:yaml.org,2002:int) are not allowed; every value is read as the field needs it");
  EXPECT_EQ(said("a: ! x\n"), "f.yaml:1:4: tags (!) are not allowed; every value is read as the field needs it");
  EXPECT_EQ(said("<<: {a: b}\n"), "f.yaml:1:1: merge keys (<<) are not allowed; write the members out");
  EXPECT_EQ(said("list: &l [a]\nmap: !m {a: b}\n"),
            "f.yaml:1:7: anchors (&l) are not allowed; write the value out where it is used\n"
            "f.yaml:2:6: tags (!m) are not allowed; every value is read as the field needs it");
  EXPECT_EQ(said("%TAG !e! tag:example.com,2000:\n---\na: b\n"),
            "f.yaml:1:1: %TAG directives are not allowed; remove the line");
  EXPECT_EQ(said("\"<<\": x\n"), "");
}

TEST(YamlNode, KeysArePlainTextAndUnique) {
  EXPECT_EQ(said("a: 1\nb: 2\na: 3\n"), "f.yaml:3:1: the key 'a' appears twice (first in line 1); remove one");
  EXPECT_EQ(said("a: 1\n\"a\": 3\n"), "f.yaml:2:1: the key 'a' appears twice (first in line 1); remove one");
  EXPECT_EQ(said("? [x, y]\n: z\n"), "f.yaml:1:3: a key must be a plain text, not a list or a mapping");
  EXPECT_EQ(said("? {x: {y: q}}\n: {z: w}\nb: c\n"), "f.yaml:1:3: a key must be a plain text, not a list or a mapping");
  EXPECT_EQ(said("'': z\n"), "f.yaml:1:1: a key is empty");
  // The first value of a doubled key stays, so that what follows is read on.
  Problems problems;
  const auto document = parse("a: 1\na: 2\nb: 3\n", "f.yaml", problems);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root.find("a")->text, "1");
  EXPECT_EQ(document->root.find("b")->text, "3");
}

TEST(YamlNode, OneDocument) {
  EXPECT_EQ(said("---\na: b\n"), "");
  EXPECT_EQ(said("a: b\n---\nc: d\n"),
            "f.yaml:2:1: a second document starts here; one file holds one document, remove the '---'");
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(YamlNode, DepthAtTheLimitAndOnePast) {
  EXPECT_EQ(said(nested(limits::kYamlDepthMax)), "");
  EXPECT_EQ(said(nested(limits::kYamlDepthMax + 1)), "f.yaml:1:17: nested deeper than 16 levels");
  EXPECT_EQ(said(nested(100'000)), "f.yaml:1:17: nested deeper than 16 levels");
}

TEST(YamlNode, NodesAtTheLimitAndOnePast) {
  std::string text = "[";
  for (std::size_t i = 1; i < limits::kYamlNodesMax; ++i) text += "a,";
  EXPECT_EQ(said(text + "]"), "");
  EXPECT_EQ(said(text + "a]"),
            "f.yaml:1:" + std::to_string(text.size() + 1) + ": more than 200000 values in one file; split it");
}

TEST(YamlNode, BytesAtTheLimitAndOnePast) {
  std::string text = "a: b #";
  text.resize(limits::kYamlBytesMax, 'x');
  EXPECT_EQ(said(text), "");
  EXPECT_EQ(said(text + "x"), "f.yaml: the file has 4194305 bytes, more than the 4194304 allowed; split it");
}

TEST(YamlNode, WrongBytes) {
  EXPECT_EQ(said(std::string_view("a: b\nc: \0d\n", 11)),
            "f.yaml:2:4: a NUL byte; this is not a text file, or it was damaged");
  EXPECT_EQ(said("a: \"\\0\"\n"), "f.yaml:1:4: the text holds a NUL character (\\0); remove it");
  EXPECT_EQ(said("a: b\né: \xE9\n"), "f.yaml:2:4: not valid UTF-8; save the file as UTF-8");
  EXPECT_EQ(said(std::string_view("\xFF\xFE"
                                  "a\0",
                                  4)),
            "f.yaml:1:1: the file is UTF-16; save it as UTF-8");
  EXPECT_EQ(said("a: b\nc: \x01\n"), "f.yaml:2:4: not valid YAML: control characters are not allowed");
}

TEST(YamlNode, SyntaxErrorsHaveAPlace) {
  EXPECT_EQ(
      said("a: b\n\tc: d\n"),
      "f.yaml:2:1: not valid YAML: found a tab character that violates indentation (while scanning a plain scalar "
      "that began in line 1)");
  EXPECT_EQ(said("a: [b\n"),
            "f.yaml:2:1: not valid YAML: did not find expected ',' or ']' (while parsing a flow sequence that began in "
            "line 1)");
  EXPECT_EQ(said("a: 'b\n").substr(0, 34), "f.yaml:2:1: not valid YAML: found ");
  EXPECT_EQ(said("a: *nope\n"), "f.yaml:1:4: aliases (*nope) are not allowed; write the value out");
}

TEST(YamlNode, EveryProblemInOneRun) {
  EXPECT_EQ(said("a: &x 1\nb: !t 2\na: 3\nc: *x\n<<: d\n").find("f.yaml:5:1") != std::string::npos, true);
  Problems problems;
  (void)parse("a: &x 1\nb: !t 2\na: 3\nc: *x\n<<: d\n", "f.yaml", problems);
  EXPECT_EQ(problems.count(), 5U);
}

TEST(YamlNode, FilesThatCannotBeRead) {
  Problems problems;
  EXPECT_FALSE(parse_file("/nonexistent/f.yaml", problems));
  EXPECT_EQ(problems.to_string(),
            "/nonexistent/f.yaml: the file cannot be opened; check that it exists and may be read");
}

TEST(YamlNode, FilesAreReadWhole) {
  const auto path = std::filesystem::temp_directory_path() / ("licet_yaml_" + std::to_string(::getpid()) + ".yaml");
  std::ofstream(path) << "a: " << std::string(200'000, 'x') << "\n";
  Problems problems;
  const auto document = parse_file(path.string(), problems);
  std::filesystem::remove(path);
  ASSERT_TRUE(document);
  EXPECT_EQ(document->root.find("a")->text.size(), 200'000U);
}

/// Any tree printed in flow style comes back as it was.
void print(const Node& node, std::string& out) {
  const auto quoted = [](const std::string& text) {
    std::string body;
    for (const char c : text) body += c == '\'' ? std::string("''") : std::string(1, c);
    return "'" + body + "'";
  };
  if (node.kind == Kind::kScalar) out += quoted(node.text);
  if (node.kind == Kind::kSequence) {
    out += "[";
    for (const Node& item : node.items) print(item, out), out += ",";
    out += "]";
  }
  if (node.kind == Kind::kMapping) {
    out += "{";
    for (const Member& member : node.members) out += quoted(member.key) + ": ", print(member.value, out), out += ",";
    out += "}";
  }
}

Node random_node(int depth) {
  Node node;
  const int kind = depth == 0 ? 0 : *rc::gen::inRange(0, 3);
  const auto text = [] {
    return *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab 'é:#-{}[]*&!\"")));
  };
  if (kind == 0) {
    node.text = text();
    if (!is_utf8(node.text)) node.text = "é";
  } else {
    node.kind = kind == 1 ? Kind::kSequence : Kind::kMapping;
    const int count = *rc::gen::inRange(0, 4);
    for (int i = 0; i < count; ++i) {
      if (kind == 1) node.items.push_back(random_node(depth - 1));
      if (kind == 2) node.members.push_back({"k" + std::to_string(i), 0, 0, random_node(depth - 1)});
    }
  }
  return node;
}

bool same(const Node& a, const Node& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size()) return false;
  if (a.members.size() != b.members.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    if (a.members[i].key != b.members[i].key || !same(a.members[i].value, b.members[i].value)) return false;
  }
  return true;
}

RC_GTEST_PROP(YamlNodeProperty, PrintedTreesComeBack, ()) {
  const Node node = random_node(4);
  std::string text;
  print(node, text);
  Problems problems;
  const auto document = parse(text, "f.yaml", problems);
  RC_LOG() << text << "\n" << problems.to_string();
  RC_ASSERT(document.has_value());
  RC_ASSERT(problems.empty());
  RC_ASSERT(same(document->root, node));
}

}  // namespace
}  // namespace licet::app::yaml
