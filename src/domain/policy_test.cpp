#include "domain/policy.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/limits.h"
#include "domain/domain_test_support.h"
#include "domain/predicate.h"

namespace licet::domain {
namespace {

using test::at;
using test::doc;
using test::Firm;
using test::rule;

/// The problems of the small policy after a change, one a line.
std::string problems(const std::function<void(Firm&)>& change) {
  Firm firm;
  change(firm);
  std::string out;
  for (const Error& error : Policy::check(firm.policy_document)) out += error.to_string() + "\n";
  const auto compiled = Policy::compile(firm.policy_document);
  EXPECT_EQ(compiled.has_value(), out.empty());
  EXPECT_EQ(compiled ? 0U : out.find(compiled.error().to_string()), 0U) << "compile gives the first problem";
  return out;
}

TEST(Policy, CompilesAndKnowsItsDocument) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.policy.digest(), crypto::sha256(json::canonical(firm.policy_document)));
  EXPECT_EQ(firm.policy.document(), firm.policy_document);
  EXPECT_EQ(firm.policy.strictest_client_type(), firm.symbol("retail"));
  EXPECT_EQ(firm.policy.activity_of(Symbol::kNone), firm.symbol("brokerage"));
  EXPECT_EQ(firm.policy.activity_of(firm.symbol("funds")), firm.symbol("distribution"));
  EXPECT_EQ(firm.policy.activity_of(firm.symbol("retail")), Symbol::kUnknownCode);
  EXPECT_EQ(firm.policy.activity_of(Symbol::kUnknownCode), Symbol::kUnknownCode);
  const Rule& licence = firm.policy.rules()[*firm.policy.rule_index("UK-LICENCE")];
  EXPECT_EQ(
      licence.digest,
      crypto::sha256(json::canonical(firm.policy_document.find("packs")->as_array()[2].find("rules")->as_array()[0])));
}

TEST(Policy, APlaceBringsItsPackAndThoseAbove) {
  const Firm firm = Firm().ready();
  const Policy::Place* ny = firm.policy.place(firm.symbol("US-NY"));
  ASSERT_NE(ny, nullptr);
  ASSERT_EQ(ny->jurisdictions.size(), 2U);
  EXPECT_EQ(ny->jurisdictions[0], (Jurisdiction{firm.symbol("US"), firm.symbol("US-NY")}));
  EXPECT_EQ(ny->jurisdictions[1], (Jurisdiction{firm.symbol("US-NY"), firm.symbol("US-NY")}));
  EXPECT_EQ(firm.policy.place(firm.symbol("UK")), nullptr);
  EXPECT_EQ(firm.policy.place(Symbol::kUnknownCode), nullptr);
}

TEST(Policy, MarketsFormATree) {
  const Firm firm = Firm().ready();
  EXPECT_EQ(firm.policy.market_path(firm.symbol("ny")), (std::vector{firm.symbol("ny"), firm.symbol("us")}));
  EXPECT_TRUE(firm.policy.market_path(Symbol::kUnknownCode).empty());
  EXPECT_TRUE(firm.policy.market_within(firm.symbol("ny"), firm.symbol("us")));
  EXPECT_FALSE(firm.policy.market_within(firm.symbol("us"), firm.symbol("ny")));
}

TEST(Policy, APlaceMayHaveAZoneOfItsOwnInAPack) {
  Firm firm;
  firm.top("packs").as_array()[3].as_object()["place_zones"] = doc(R"([{"place":"US-NY","zone":"Asia/Dubai"}])");
  firm.ready();
  const Symbol place = firm.symbol("US-NY");
  const Instant moment = at("2026-06-01T21:00:00Z");
  EXPECT_EQ(firm.policy.date_in({firm.symbol("US"), place}, moment), parse_date("2026-06-02").value());
  EXPECT_EQ(firm.policy.date_in({firm.symbol("US-NY"), place}, moment), parse_date("2026-06-01").value());
  EXPECT_FALSE(firm.policy.date_in({firm.symbol("UK"), place}, moment).has_value());
}

TEST(Policy, SymbolsOrderLikeTheirTextsAndLanguagesAreAlwaysKnown) {
  const Firm firm = Firm().ready();
  const SymbolTable& symbols = firm.policy.symbols();
  for (std::size_t i = 3; i < symbols.size(); ++i)
    ASSERT_LT(symbols.text(Symbol{static_cast<std::uint32_t>(i - 1)}),
              symbols.text(Symbol{static_cast<std::uint32_t>(i)}));
  EXPECT_GT(symbols.find("yo"), Symbol::kUnknownCode);
  EXPECT_EQ(symbols.find(""), Symbol::kNone);
  EXPECT_EQ(symbols.find("?"), Symbol::kUnknownCode);
  EXPECT_EQ(symbols.find("never-heard"), Symbol::kUnknownCode);
}

TEST(PolicyProblems, NameThePath) {
  const auto top = [](const char* name, const char* value) {
    return problems([&](Firm& firm) { firm.top(name) = doc(value); });
  };
  EXPECT_EQ(top("schema", R"("licet.policy/2")"), "schema: must be one of 'licet.policy/1'\n");
  EXPECT_EQ(top("default_activity", R"("Brokerage")"),
            "default_activity: must be a code of lower-case letters, digits and _ . - (at most 64), not 'Brokerage'\n");
  EXPECT_EQ(top("surprise", "1"), "has the unknown member 'surprise'\n");
  EXPECT_EQ(top("client_types", "[]").substr(0, 32), "client_types: must not be empty\n");
  EXPECT_NE(
      top("lawful_basis_defaults", R"([{"source":"web","basis":"vibes"}])").find("'vibes' is none of lawful_bases"),
      std::string::npos);
  EXPECT_NE(top("zones", "{}").find("zones: time zone table"), std::string::npos);
  EXPECT_NE(
      top("evidence", R"({"threshold":101,"kinds":[{"kind":"a","weight":1,"mode":"primary"}]})").find("from 0 to 100"),
      std::string::npos);
  EXPECT_NE(top("products", R"([{"id":"a","name":"A","activity":"b"},{"id":"a","name":"A","activity":"b"}])")
                .find("stands here twice"),
            std::string::npos);
}

TEST(PolicyProblems, OfPacksAndPlaces) {
  const auto pack = [](std::size_t index, const char* member, const char* value) {
    return problems([&](Firm& firm) { firm.top("packs").as_array()[index].as_object()[member] = doc(value); });
  };
  EXPECT_EQ(pack(2, "zone", R"("Europe/Londres")"),
            "packs[UK].zone: 'Europe/Londres' is not among the policy's zones\n");
  EXPECT_EQ(pack(4, "parent", R"("XX")"), "packs[US-NY].parent: there is no such pack in this policy\n");
  EXPECT_NE(problems([](Firm& firm) {
              firm.top("packs").as_array()[3].as_object()["parent"] = "US-NY";
            }).find("leads round in a circle"),
            std::string::npos);
  EXPECT_NE(problems([](Firm& firm) {
              std::swap(firm.top("packs").as_array()[0], firm.top("packs").as_array()[1]);
            }).find("sorted by id"),
            std::string::npos);
  EXPECT_NE(
      pack(2, "places", R"([{"code":"England","name":"E"}])").find("packs[UK].places[England].code: must be a place"),
      std::string::npos);
  EXPECT_NE(pack(2, "client_types", R"([{"id":"elective","counts_as":"semi"}])")
                .find("'semi' is none of the policy's client_types"),
            std::string::npos);
  EXPECT_NE(problems([](Firm& firm) {
              json::Array many;
              for (std::size_t i = 0; i <= limits::kPacksMax; ++i) {
                json::Value one = firm.top("packs").as_array()[0];
                one.as_object()["id"] = "P" + std::to_string(10'000 + i);
                many.push_back(one);
              }
              firm.top("packs") = std::move(many);
            }).find("more than 256 packs"),
            std::string::npos);
}

TEST(PolicyProblems, OfRules) {
  const auto extra = [](const char* shape, const char* effect, const char* more, const char* reason = "WHY") {
    return problems([&](Firm& firm) { firm.add_rule("UK", rule("EXTRA", shape, reason, effect, more)); });
  };
  const char* block = R"({"verdict":"BLOCK"})";
  EXPECT_EQ(extra("R23", block, "{}"), "");
  EXPECT_EQ(extra("R29", block, "{}"),
            "packs[UK].rules[EXTRA].shape: must be a rule shape, R01 to R28\n"
            "packs[UK].rules[EXTRA].effect.verdict: must be one of 'REVIEW', 'NEEDS'\n");
  EXPECT_NE(extra("R23", R"({"verdict":"ALLOW"})", "{}").find("must be one of 'BLOCK', 'REVIEW', 'NEEDS'"),
            std::string::npos);
  EXPECT_NE(
      extra("R03", R"({"kinds":["registration"]})", "{}").find("must be one of 'licence', 'passport', 'exemption'"),
      std::string::npos);
  EXPECT_NE(extra("R03", R"({"kinds":[]})", "{}").find("must not be empty"), std::string::npos);
  EXPECT_NE(extra("R24", R"({"kinds":["licence"]})", "{}").find("must be one of 'registration'"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"valid_from":"2026-02-02","valid_to":"2026-02-01"})").find("ends before it starts"),
            std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"valid_from":"2026-02-30"})").find("names a day that does not exist"),
            std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"status":"waived"})").find("'waived_until' goes with"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"waived_until":"2026-02-01"})").find("'waived_until' goes with"),
            std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"status":"house"})").find("only house rules"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"packs":["*"]})").find("for house rules only"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"id":"NY-AGENT"})").find("stands here twice"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"applies_to":{"height":["x"]}})").find("no attribute 'height'"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"applies_to":{"client_type":["retial"]}})")
                .find("'retial' is none of the policy's client_types"),
            std::string::npos);
  EXPECT_EQ(extra("R23", block, R"({"applies_to":{"product":["crypto"]}})"), "")
      << "a pack may name products the firm does not sell";
  EXPECT_NE(extra("R23", block, R"({"applies_to":{"all":[],"not":{}}})").find("stands alone"), std::string::npos);
  EXPECT_NE(extra("R23", block, R"({"applies_to":{"all":[]}})").find("must not be empty"), std::string::npos);
  EXPECT_NE(extra("R23", block, "{}", "ERASED").find("a reason of the engine"), std::string::npos);
  EXPECT_EQ(extra("R28", R"({"verdict":"REVIEW"})", "{}", "NO_PACK"), "");
  EXPECT_EQ(extra("R11", R"({"windows":{"mon":["09:00-17:00"]}})",
                  R"({"applies_to":{"channel":["phone"],"solicited":[false]}})"),
            "")
      << "other gates' rules are kept as they are";
}

TEST(PolicyProblems, OfHouseRulesMarketsAndRouting) {
  const auto house = [](const char* more) {
    return problems([&](Firm& firm) {
      firm.top("house_rules").as_array().push_back(rule("H", "R23", "WHY", R"({"verdict":"BLOCK"})", more));
    });
  };
  EXPECT_EQ(house(R"({"status":"house","packs":["*"]})"), "");
  EXPECT_NE(house(R"({"status":"house"})").find("needs 'packs'"), std::string::npos);
  EXPECT_NE(house(R"({"status":"house","packs":["*","UK"]})").find("'*' stands alone"), std::string::npos);
  EXPECT_NE(house(R"({"status":"house","packs":["ZZ"]})").find("no such pack"), std::string::npos);
  EXPECT_NE(house(R"({"status":"verified","packs":["*"]})").find("has the status 'house'"), std::string::npos);
  EXPECT_NE(house(R"({"status":"house","packs":["*"],"applies_to":{"product":["crypto"]}})")
                .find("none of the policy's products"),
            std::string::npos);

  const auto market = [](const char* member, const char* value) {
    return problems([&](Firm& firm) { firm.top("markets").as_array()[1].as_object()[member] = doc(value); });
  };
  EXPECT_NE(market("accepts", R"([{"none_of":["US"]}])").find("default market"), std::string::npos);
  EXPECT_NE(market("accepts", R"([{"any_of":[]}])").find("must not be empty"), std::string::npos);
  EXPECT_NE(market("accepts", R"([{"any_of":["ZZ"]}])").find("markets[uk].accepts[0].any_of[0]: must be PACK"),
            std::string::npos);
  EXPECT_NE(market("accepts", R"([{"any_of":["UK:US-NY"]}])").find("no lead is ever there"), std::string::npos);
  EXPECT_NE(market("parent", R"("nowhere")").find("there is no market 'nowhere'"), std::string::npos);
  EXPECT_NE(market("parent", R"("uk")").find("leads round in a circle"), std::string::npos);
  EXPECT_NE(market("id", R"("us")").find("stands here twice"), std::string::npos);

  const auto when = [](const char* value) {
    return problems([&](Firm& firm) { firm.top("routing").as_array()[0].as_object()["when"] = doc(value); });
  };
  EXPECT_NE(when(R"({"market":["moon"]})").find("'moon' is none of the policy's markets"), std::string::npos);
  EXPECT_NE(when(R"({"colour":["red"]})").find("unknown member 'colour'"), std::string::npos);
}

TEST(PolicyProblems, AreAllReportedInOneRun) {
  EXPECT_EQ(problems([](Firm& firm) {
              firm.top("default_activity") = 3;
              firm.top("packs").as_array()[2].as_object()["zone"] = "Mars/Base";
              firm.top("routing").as_array()[0].as_object()["teams"] = json::Array{};
            }),
            "default_activity: must be a code of lower-case letters, digits and _ . - (at most 64)\n"
            "packs[UK].zone: 'Mars/Base' is not among the policy's zones\n"
            "routing[uk].teams: must not be empty\n");
}

TEST(PolicyProblems, NoDocumentOfAnyFormCrashes) {
  const char* members[] = {"firm",         "zones",        "packs",
                           "evidence",     "products",     "default_activity",
                           "client_types", "lawful_bases", "lawful_basis_defaults",
                           "markets",      "routing",      "screening",
                           "house_rules"};
  const char* values[] = {"null", "1", "\"x\"", "[]", "{}", "[1]", "[[]]", "[{}]", "[null]", "[\"x\"]", "true"};
  for (const char* member : members)
    for (const char* value : values) (void)problems([&](Firm& firm) { firm.top(member) = doc(value); });
  for (const char* value : values) EXPECT_FALSE(Policy::check(doc(value)).empty());
  for (const char* member : members)
    EXPECT_NE(problems([&](Firm& firm) { firm.policy_document.as_object().erase(member); }), "");
}

// ---- predicates

Truth asked(const char* predicate, const PredicateFacts& facts, const SymbolTable& symbols) {
  Problems problems;
  const json::Value value = doc(predicate);
  const Predicate compiled =
      compile_predicate(DocNode(&value, "p", problems), symbols, {"retail", "professional"}, nullptr);
  EXPECT_TRUE(problems.empty()) << predicate;
  return evaluate(compiled, facts);
}

TEST(Predicate, FollowsKleene) {
  const Firm firm = Firm().ready();
  PredicateFacts facts;
  facts.client_type = firm.symbol("retail");
  const auto ask = [&](const char* text) { return asked(text, facts, firm.policy.symbols()); };
  const char* yes = R"({"client_type":["retail"]})";
  const char* no = R"({"client_type":["professional"]})";
  const char* unknown = R"({"product":["bonds"]})";
  EXPECT_EQ(ask("{}"), Truth::kTrue);
  EXPECT_EQ(ask(R"({"any":[]})"), Truth::kFalse);
  EXPECT_EQ(ask(yes), Truth::kTrue);
  EXPECT_EQ(ask(no), Truth::kFalse);
  EXPECT_EQ(ask(unknown), Truth::kUnknown);
  EXPECT_EQ(ask(R"({"client_type":["professional"],"product":["bonds"]})"), Truth::kFalse);
  EXPECT_EQ(ask(R"({"client_type":["retail"],"product":["bonds"]})"), Truth::kUnknown);
  const std::pair<const char*, Truth> terms[] = {{no, Truth::kFalse}, {unknown, Truth::kUnknown}, {yes, Truth::kTrue}};
  for (const auto& [a, ta] : terms) {
    EXPECT_EQ(ask((std::string(R"({"not":)") + a + "}").c_str()), !ta);
    for (const auto& [b, tb] : terms) {
      EXPECT_EQ(ask((std::string(R"({"all":[)") + a + "," + b + "]}").c_str()), std::min(ta, tb));
      EXPECT_EQ(ask((std::string(R"({"any":[)") + a + "," + b + "]}").c_str()), std::max(ta, tb));
    }
  }
}

TEST(Predicate, NestsToTheLimitAndSaysWhenItIsPassed) {
  const Firm firm = Firm().ready();
  const auto nested = [](std::size_t depth) {
    // Each level keeps one value waiting while the next is read.
    std::string text = R"({"source":["x"]})";
    for (std::size_t i = 1; i < depth; ++i) text = R"({"any":[{"source":["x"]},)" + text + "]}";
    return *json::parse(text, {json::Profile::kEntry, 200, 1 << 20});
  };
  Problems good, bad;
  const json::Value fits = nested(kPredicateStackMax), over = nested(kPredicateStackMax + 1);
  const Predicate compiled = compile_predicate(DocNode(&fits, "p", good), firm.policy.symbols(), {}, nullptr);
  EXPECT_TRUE(good.empty());
  EXPECT_EQ(evaluate(compiled, {}), Truth::kUnknown);
  (void)compile_predicate(DocNode(&over, "p", bad), firm.policy.symbols(), {}, nullptr);
  ASSERT_FALSE(bad.empty());
  EXPECT_NE(bad.errors()[0].text.find("nested too deeply"), std::string::npos);
}

}  // namespace
}  // namespace licet::domain
