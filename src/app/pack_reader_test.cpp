#include "app/pack_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "app/pack_effect.h"
#include "app/pack_shapes.h"

namespace licet::app {
namespace {

const std::string kAllShapes = std::string(LICET_SOURCE_DIR) + "/tests/data/all_shapes.yaml";

std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

PackText read_text(const std::string& text, yaml::Problems& problems) {
  // The pack keeps no reference into the document.
  const auto document = yaml::parse(text, "x.yaml", problems);
  return document ? read_pack(*document, problems) : PackText();
}

/// A pack with this one rule; what is said about it.
std::string said_about(const std::string& rule) {
  yaml::Problems problems;
  read_text(
      "format: licet-pack/1\nid: XX\nname: N\nzone: Etc/UTC\nregulators: [{id: r, name: R}]\n"
      "client_types: [{id: retail, counts_as: retail}]\nproduct_classes: [{id: wild, name: W}]\nplaces: []\nrules:\n" +
          rule,
      problems);
  return problems.to_string();
}
std::string rule_of(const std::string& shape, const std::string& effect) {
  return "  - id: A\n    shape: " + shape +
         "\n    facts: [F]\n    title: T\n    citation: C\n    status: unverified\n    reason: R\n    effect: " +
         effect + "\n";
}

TEST(PackReader, ReadsEveryShapeWithEveryField) {
  yaml::Problems problems;
  const PackText pack = read_text(file_text(kAllShapes), problems);
  EXPECT_EQ(problems.to_string(), "");
  ASSERT_EQ(pack.rules.size(), 28U);
  for (std::size_t i = 0; i < 28; ++i) {
    const RuleShape& shape = rule_shapes()[i];
    const json::Object& rule = pack.rules[i].json;
    EXPECT_EQ(rule.at("shape").as_string(), shape.id);
    for (const EffectField& field : shape.fields) {
      const json::Value* value = rule.at("effect").find(field.name);
      ASSERT_NE(value, nullptr) << "tests/data/all_shapes.yaml leaves out " << shape.id << " " << field.name;
      for (std::size_t j = 0; j < field.field_count; ++j) {
        bool shown = false;
        for (const json::Value& item : value->as_array()) shown = shown || item.find(field.fields[j].name) != nullptr;
        EXPECT_TRUE(shown) << shape.id << " " << field.name << "." << field.fields[j].name;
      }
    }
  }
  EXPECT_TRUE(json::check_profile(pack.json, 16).has_value());
}

TEST(PackReader, KeepsValuesAsTheyStand) {
  yaml::Problems problems;
  const PackText pack = read_text(file_text(kAllShapes), problems);
  EXPECT_EQ(json::canonical(pack.rules[10].json.at("effect").find("windows")->find("fri")->as_array()),
            R"(["10:00-13:00","14:00-20:00"])");
  EXPECT_EQ(json::canonical(pack.rules[9].json.at("effect")),
            R"({"honour_within":{"days":30},"life":"unlimited","listed":{"reason":"SUPPRESSED","verdict":"BLOCK"},)"
            R"("reach":"group","when":{"channel":["phone"]}})");
  EXPECT_EQ(json::canonical(pack.json.at("place_zones")), R"([{"place":"XX-N","zone":"Europe/Paris"}])");
  EXPECT_EQ(
      json::canonical(pack.rules[2].json.at("applies_to")),
      R"({"all":[{"client_type":["private"]},{"not":{"product":["wild"]}},{"any":[{"place":["XX","XX-N"]},{"entity_home":["XX"]}]}]})");
  EXPECT_EQ(pack.parent, "XA");
}

TEST(PackReader, AnUnknownFieldOfAnyShapeIsRefused) {
  for (const RuleShape& shape : rule_shapes()) {
    const std::string said = said_about(rule_of(std::string(shape.id), "{no_such_field: 1}"));
    EXPECT_NE(said.find("unknown key 'no_such_field'"), std::string::npos) << shape.id << "\n" << said;
  }
}

TEST(PackReader, AMissingFieldOfAnyShapeIsNamed) {
  for (const RuleShape& shape : rule_shapes()) {
    const std::string said = said_about(rule_of(std::string(shape.id), "{}"));
    for (const EffectField& field : shape.fields) {
      const bool named = said.find(std::string(field.name) + ": is missing") != std::string::npos;
      EXPECT_EQ(named, field.required) << shape.id << " " << field.name << "\n" << said;
    }
  }
}

TEST(PackReader, SaysWhatWasMeant) {
  EXPECT_EQ(said_about(rule_of("R24", "{kind: [registration]}")),
            "x.yaml:17:13: rules[0].effect.kinds: is missing\n"
            "x.yaml:17:14: rules[0].effect: unknown key 'kind'; did you mean 'kinds'?");
  EXPECT_NE(said_about(rule_of("R03", "{holder: entity, kinds: [license]}")).find("did you mean 'licence'?"),
            std::string::npos);
  EXPECT_NE(said_about(rule_of("R23", "{verdict: ALLOW}")).find("'ALLOW' is not known here"), std::string::npos);
  EXPECT_NE(said_about(rule_of("R29", "{}")).find("'R29' is no rule shape; they are R01 to R28"), std::string::npos);
}

TEST(PackReader, PredicatesUseThePacksWords) {
  const auto with = [](const std::string& when) {
    return said_about(
        "  - {id: A, shape: R28, facts: [F], title: T, citation: C, status: unverified, reason: R, applies_to: " +
        when + ", effect: {verdict: REVIEW}}\n");
  };
  EXPECT_EQ(with("{client_type: retail, product: [wild]}"), "");
  EXPECT_NE(with("{client_type: [retial]}").find("did you mean 'retail'?"), std::string::npos);
  EXPECT_NE(with("{product: [tame]}").find("'tame' is not known here"), std::string::npos);
  EXPECT_NE(with("{clienttype: retail}").find("there is no attribute 'clienttype'; did you mean 'client_type'?"),
            std::string::npos);
  EXPECT_NE(with("{channel: phone}").find("there is no attribute 'channel'"), std::string::npos)
      << "known to a contact only";
  EXPECT_NE(with("{all: []}").find("must hold at least one predicate"), std::string::npos);
  EXPECT_NE(with("{any: [{product: wild}], place: XX}").find("'any' stands alone"), std::string::npos);
  EXPECT_NE(with("{place: [England]}").find("must be a place like GB, US-NY or AE-DIFC"), std::string::npos);
  EXPECT_NE(with("{place: [England]}").find("did you mean 'GB'?"), std::string::npos);
  EXPECT_NE(with("{place: UK}").find("'UK' is neither of ISO 3166 nor a place of a pack"), std::string::npos);
  EXPECT_NE(with("{entity_home: US-ZZ}").find("'US-ZZ' is neither of ISO 3166"), std::string::npos);
  EXPECT_EQ(with("{entity_home: [LI, US-NY, DE-BY]}"), "");
  EXPECT_NE(with("{product: [wild, wild]}").find("stands here twice"), std::string::npos);
}

TEST(PackReader, AStatusComesWithWhatProvesIt) {
  const auto with = [](const std::string& more) {
    return said_about("  - {id: A, shape: R01, facts: [F], title: T, citation: C, reason: R, effect: {}, " + more +
                      "}\n");
  };
  EXPECT_NE(with("status: verified").find("a verified rule names the 'source'"), std::string::npos);
  EXPECT_NE(with("status: verified, source: https://e.org").find("a verified rule says when: 'checked_on'"),
            std::string::npos);
  EXPECT_EQ(with("status: verified, source: https://e.org, checked_on: 2026-11-22"), "");
  EXPECT_NE(with("status: waived").find("says until when: 'waived_until'"), std::string::npos);
  EXPECT_NE(with("status: dormant, waived_until: 2027-01-01").find("belongs to a rule of status waived"),
            std::string::npos);
  EXPECT_NE(with("status: house").find("'house' is not known here"), std::string::npos) << "a pack has no house rules";
  EXPECT_NE(with("status: unverified, valid_from: 2026-02-01, valid_to: 2026-01-01").find("ends before it starts"),
            std::string::npos);
  EXPECT_NE(with("status: unverified, source: ftp://e.org").find("must be a link"), std::string::npos);
}

TEST(PackReader, TheFormatsPageNamesEveryShapeAndField) {
  const std::string page = file_text(std::string(LICET_SOURCE_DIR) + "/docs/formats/pack.md");
  ASSERT_FALSE(page.empty());
  for (const RuleShape& shape : rule_shapes()) {
    const std::size_t row = page.find("\n| " + std::string(shape.id) + " |");
    ASSERT_NE(row, std::string::npos) << shape.id;
    const std::string line = page.substr(row + 1, page.find('\n', row + 1) - row - 1);
    for (const EffectField& field : shape.fields) {
      EXPECT_NE(line.find("`" + std::string(field.name) + "`"), std::string::npos) << shape.id << " " << field.name;
      for (std::size_t i = 0; i < field.field_count; ++i)
        EXPECT_NE(line.find("`" + std::string(field.fields[i].name) + "`"), std::string::npos)
            << shape.id << " " << field.name << "." << field.fields[i].name;
    }
  }
  for (const PredicateAttribute& attribute : contact_attributes())
    EXPECT_NE(page.find("`" + std::string(attribute.name) + "`"), std::string::npos) << attribute.name;
}

TEST(PackEffect, SubstitutesWordsInEveryPredicateOfAnEffect) {
  const auto effect = json::parse(
      R"({"cases":[{"gate":"permit","when":{"product":["wild"]}}],"default":"consent","when":{"not":{"product":["wild"]}}})");
  ASSERT_TRUE(effect);
  EXPECT_EQ(
      json::canonical(substitute_in_effect(*effect, *find_shape("R06"), "product", {{"wild", {"b", "a"}}})),
      R"({"cases":[{"gate":"permit","when":{"product":["a","b"]}}],"default":"consent","when":{"not":{"product":["a","b"]}}})");
  EXPECT_EQ(json::canonical(substitute_in_effect(*effect, *find_shape("R06"), "product", {{"wild", {}}})),
            R"({"cases":[{"gate":"permit","when":{"any":[]}}],"default":"consent","when":{"not":{"any":[]}}})");
}

}  // namespace
}  // namespace licet::app
