#include "app/yaml_reader.h"

#include <gtest/gtest.h>

#include "base/limits.h"

namespace licet::app::yaml {
namespace {

/// Parses `text`, hands the root reader to `read`, and answers everything that was reported.
template <typename Read>
std::string said(std::string_view text, Read read) {
  Problems problems;
  const auto document = parse(text, "firm.yaml", problems);
  if (document) {
    MapReader root(*document, problems);
    read(root);
  }
  return problems.to_string();
}

TEST(YamlReader, ReadsEveryType) {
  const char* text =
      "name: Meridian\nid: UK-11.a\nslug: uk-team\ncount: -3\nyes: true\nday: 2026-02-28\n"
      "at: 2026-02-28T10:00:00Z\nkind: team\nlangs: [en, NO]\nempty:\nmap: {a: b}\nlist: [1, 2]\nof: {x: 1, y: 2}\n"
      "maps: [{n: 1}, {n: 2}]\n";
  EXPECT_EQ(said(text,
                 [](MapReader& root) {
                   EXPECT_EQ(root.required_text("name"), "Meridian");
                   EXPECT_EQ(root.required_id("id"), "UK-11.a");
                   EXPECT_EQ(root.required_slug("slug"), "uk-team");
                   EXPECT_EQ(root.required_integer("count", -5, 5), -3);
                   EXPECT_TRUE(root.required_boolean("yes"));
                   EXPECT_EQ(root.required_date("day"), from_ymd(2026, 2, 28));
                   EXPECT_EQ(format_instant(root.required_instant("at")), "2026-02-28T10:00:00Z");
                   EXPECT_EQ((root.required_enumeration<int>("kind", {{"person", 1}, {"team", 2}})), 2);
                   EXPECT_EQ(root.required_text_list("langs"), (std::vector<std::string>{"en", "NO"}));
                   EXPECT_EQ(root.optional_text("empty"), std::nullopt);
                   EXPECT_EQ(root.optional_text("absent"), std::nullopt);
                   EXPECT_EQ(root.required_map("map").required_text("a"), "b");
                   EXPECT_FALSE(root.optional_map("nothing").present());
                   EXPECT_EQ(root.optional_list("list")[1].integer(0, 9), 2);
                   const auto of = root.map_of("of");
                   ASSERT_EQ(of.size(), 2U);
                   EXPECT_EQ(of[1].first, "y");
                   EXPECT_EQ(of[1].second.path(), "of.y");
                   std::int64_t sum = 0;
                   for (MapReader& map : root.required_list_of_maps("maps")) sum += map.required_integer("n", 0, 9);
                   EXPECT_EQ(sum, 3);
                 }),
            "");
}

TEST(YamlReader, UnknownKeys) {
  const auto read = [](MapReader& root) {
    root.optional_text_list("passports");
    root.optional_text("markets");
    root.optional_text("name");
  };
  EXPECT_EQ(said("name: x\npasports: [IT]\n", read),
            "firm.yaml:2:1: unknown key 'pasports'; did you mean 'passports'?");
  EXPECT_EQ(said("colour: red\n", read), "firm.yaml:1:1: unknown key 'colour'; known are: passports, markets, name");
  // 'names' is near to 'name', but that is there already.
  EXPECT_EQ(said("name: x\nnames: y\n", read),
            "firm.yaml:2:1: unknown key 'names'; known are: passports, markets, name");
  EXPECT_EQ(said("team:\n  - nme: x\n",
                 [](MapReader& root) {
                   for (MapReader& team : root.required_list_of_maps("team")) team.optional_text("name");
                 }),
            "firm.yaml:2:5: team[0]: unknown key 'nme'; did you mean 'name'?");
}

TEST(YamlReader, MissingAndEmpty) {
  EXPECT_EQ(said("team: {a: 1}\n",
                 [](MapReader& root) {
                   MapReader team = root.required_map("team");
                   team.optional_text("a");
                   EXPECT_EQ(team.required_text("name"), "");
                   EXPECT_EQ(root.required_integer("count", 3, 9), 3);
                 }),
            "firm.yaml:1:1: count: is missing\nfirm.yaml:1:7: team.name: is missing");
  EXPECT_EQ(said("a:\nb: ''\nc: null\nd: ~\ne: 'null'\nf: []\n",
                 [](MapReader& root) {
                   root.required_text("a");
                   root.required_text("b");
                   root.required_text("c");
                   root.optional_text("d");
                   EXPECT_EQ(root.required_text("e"), "null");
                   root.required_text_list("f");
                 }),
            "firm.yaml:1:3: a: is missing\n"
            "firm.yaml:2:4: b: must be a text, this is empty\n"
            "firm.yaml:3:4: c: must be a text; for no value leave the line out, for the word write it in quotes\n"
            "firm.yaml:4:4: d: must be a text; for no value leave the line out, for the word write it in quotes\n"
            "firm.yaml:6:4: f: must hold at least one value");
}

TEST(YamlReader, WrongTypes) {
  EXPECT_EQ(said("a: [x]\nb: {x: y}\nc: x\nd: x\ne: [x, [y]]\nf: [x, {n: 1}]\n",
                 [](MapReader& root) {
                   root.required_text("a");
                   root.required_text("b");
                   root.required_text_list("c");
                   EXPECT_FALSE(root.required_map("d").present());
                   root.required_text_list("e");
                   EXPECT_EQ(root.required_list_of_maps("f").size(), 1U);
                 }),
            "firm.yaml:1:4: a: must be a text, this is a list\n"
            "firm.yaml:2:4: b: must be a text, this is a mapping\n"
            "firm.yaml:3:4: c: must be a list, this is a single value\n"
            "firm.yaml:4:4: d: must be a mapping (key: value), this is a single value\n"
            "firm.yaml:5:8: e[1]: must be a text, this is a list\n"
            "firm.yaml:6:5: f[0]: must be a mapping (key: value), this is a single value\n"
            "firm.yaml:6:9: f[1]: unknown key 'n'");
  EXPECT_EQ(said("- a\n", [](MapReader& root) { EXPECT_FALSE(root.present()); }),
            "firm.yaml:1:1: must be a mapping (key: value), this is a list");
}

TEST(YamlReader, WrongValues) {
  EXPECT_EQ(said("a: 10\nb: 1.5\nc: yes\nd: 2026-02-30\ne: 2026-02-28\nf: reatil\ng: UK team\nh: -x\ni: "
                 "99999999999999999999\n",
                 [](MapReader& root) {
                   root.required_integer("a", 0, 9);
                   root.optional_integer("b", 0, 9);
                   root.boolean("c", true);
                   root.required_date("d");
                   root.required_instant("e");
                   EXPECT_EQ(root.required_choice("f", {"professional", "retail"}), "professional");
                   root.required_slug("g");
                   root.required_id("h");
                   root.required_integer("i", 0, 9);
                 }),
            "firm.yaml:1:4: a: must be a whole number from 0 to 9, not '10'\n"
            "firm.yaml:2:4: b: must be a whole number from 0 to 9, not '1.5'\n"
            "firm.yaml:3:4: c: must be true or false, not 'yes'\n"
            "firm.yaml:4:4: d: must be a date as YYYY-MM-DD, not '2026-02-30'\n"
            "firm.yaml:5:4: e: must be an instant with its zone as 2026-01-31T09:30:00Z, not '2026-02-28'\n"
            "firm.yaml:6:4: f: 'reatil' is not known here; did you mean 'retail'?\n"
            "firm.yaml:7:4: g: must be lower-case letters, digits and - _ . , at most 64, not 'UK team'\n"
            "firm.yaml:8:4: h: must be an id of letters, digits and _ - . : /, at most 128, not '-x'\n"
            "firm.yaml:9:4: i: must be a whole number from 0 to 9, not '99999999999999999999'");
}

TEST(YamlReader, LongValuesAreCutInMessages) {
  const std::string value = "é" + std::string(37, 'x') + "éé";
  EXPECT_EQ(said("a: " + value + "\n", [](MapReader& root) { root.required_date("a"); }),
            "firm.yaml:1:4: a: must be a date as YYYY-MM-DD, not 'é" + std::string(37, 'x') + "…'");
}

TEST(YamlReader, RefusedValuesAreReportedOnce) {
  EXPECT_EQ(said("a: *x\nb: [*x]\n",
                 [](MapReader& root) {
                   root.required_text("a");
                   root.required_list_of_maps("b");
                 }),
            "firm.yaml:1:4: aliases (*x) are not allowed; write the value out\n"
            "firm.yaml:2:5: aliases (*x) are not allowed; write the value out");
}

TEST(YamlReader, ChecksAfterReadingKeepTheirPlace) {
  EXPECT_EQ(said("from: 2026-02-01\nto: 2026-01-01\n",
                 [](MapReader& root) {
                   const Date from = root.required_date("from");
                   if (root.required_date("to") < from) root.problem("to", "ends before it starts");
                   root.problem("other", "is needed when 'to' is given");
                 }),
            "firm.yaml:1:1: other: is needed when 'to' is given\nfirm.yaml:2:5: to: ends before it starts");
}

TEST(YamlReader, SeveralFilesShareTheirProblems) {
  Problems problems;
  const auto first = parse("b: 1\n", "one.yaml", problems);
  const auto second = parse("a: 1\n", "two.yaml", problems);
  {
    MapReader two(*second, problems);
    MapReader one(*first, problems);
    one.problem("b", "wrong");
    two.required_boolean("a");
    one.required_text("b");
  }
  EXPECT_EQ(problems.to_string(), "one.yaml:1:4: b: wrong\ntwo.yaml:1:4: a: must be true or false, not '1'");
  const Status status = problems.status();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kBadInput);
  EXPECT_EQ(status.error().to_string(), problems.to_string());
}

TEST(YamlReader, ProblemsAreKeptUpToTheLimit) {
  Problems problems;
  EXPECT_TRUE(problems.status());
  for (std::size_t i = 0; i < limits::kYamlProblemsMax + 2; ++i) problems.add({"f", 1, 1, {}}, "wrong");
  EXPECT_EQ(problems.count(), limits::kYamlProblemsMax + 2);
  EXPECT_EQ(problems.sorted().size(), limits::kYamlProblemsMax);
  EXPECT_TRUE(problems.to_string().ends_with("\nand 2 more"));
}

TEST(YamlReader, FinishReportsOnceAndMovedReadersAreSilent) {
  Problems problems;
  const auto document = parse("x: 1\n", "f.yaml", problems);
  MapReader root(*document, problems);
  MapReader moved = std::move(root);
  moved.finish();
  moved.finish();
  EXPECT_EQ(problems.count(), 1U);
}

TEST(YamlReader, Grammars) {
  EXPECT_TRUE(is_slug("a"));
  EXPECT_TRUE(is_slug(std::string(64, 'a')));
  EXPECT_FALSE(is_slug(std::string(65, 'a')));
  EXPECT_FALSE(is_slug(""));
  EXPECT_FALSE(is_slug("-a"));
  EXPECT_FALSE(is_slug("A"));
  EXPECT_FALSE(is_slug("é"));
  EXPECT_TRUE(is_document_id("UK-11/a:b.c_d"));
  EXPECT_TRUE(is_document_id(std::string(128, 'a')));
  EXPECT_FALSE(is_document_id(std::string(129, 'a')));
  EXPECT_FALSE(is_document_id("a b"));
}

}  // namespace
}  // namespace licet::app::yaml
