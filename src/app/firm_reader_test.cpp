#include "app/firm_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "app/firm_check.h"

namespace licet::app {
namespace {

/// Files by name instead of a disk.
ReadYaml from(const std::map<std::string, std::string>& files) {
  return [files](const std::string& path, yaml::Problems& problems) -> std::optional<yaml::Document> {
    const auto found = files.find(path);
    if (found != files.end()) return yaml::parse(found->second, path, problems);
    problems.add({path, 0, 0, {}}, "the file cannot be opened");
    return std::nullopt;
  };
}

const char* const kPackXx = R"(format: licet-pack/1
id: XX
name: Xland
zone: Europe/London
regulators: [{id: x, name: X}]
client_types: [{id: private, counts_as: retail}, {id: expert, counts_as: professional}]
product_classes: [{id: wild, name: Wild}]
places: [{code: XX, name: Xland}]
rules:
  - {id: XX-L, shape: R03, facts: [F1], title: T, citation: C, status: unverified, reason: NO_X, effect: {holder: entity, kinds: [licence]}}
  - {id: XX-W, shape: R23, facts: [F2], title: T, citation: C, status: unverified, applies_to: {client_type: private, product: wild}, reason: WILD, effect: {verdict: BLOCK}}
)";
const char* const kPackYy = R"(format: licet-pack/1
id: YY
name: Yland
zone: Europe/Paris
regulators: [{id: y, name: Y}]
client_types: [{id: retail, counts_as: retail}]
places: [{code: YY, name: Yland}]
rules:
  - {id: YY-L, shape: R03, facts: [F1], title: T, citation: C, status: unverified, reason: NO_Y, effect: {holder: entity, kinds: [licence]}}
)";
const char* const kFirm = R"(format: licet-firm/1
id: small
name: Small Firm
packs: [XX, YY]
client_types: [retail, professional]
products:
  - {id: shares, name: Shares, activity: brokerage}
  - {id: rockets, name: Rockets, activity: brokerage, classes: {XX: [wild]}}
default_activity: brokerage
lawful_bases: [consent, contract]
lawful_basis_defaults: {website: consent}
evidence: {threshold: 50, kinds: [{kind: address, weight: 80, mode: primary}]}
screening: {lists: [ofac-sdn], max_age_days: 14}
markets:
  - {id: alpha, name: Alpha, accepts: [{any_of: [XX]}]}
  - {id: beta, name: Beta, accepts: [{any_of: ["YY:YY"]}]}
routing:
  - {id: all, teams: [desk-a]}
entities:
  - id: ent-a
    name: Entity A
    home: XX
    licences:
      - {id: lic-a, pack: XX, from: 2020-01-01}
teams:
  - {id: desk-a, name: Desk A, entity: ent-a, markets: [alpha], rule: round_robin, members: [ann, {person: bob, from: 2026-01-01}]}
people:
  - handle: ann
    name: Ann Example
    entity: ent-a
    roles: [admin, compliance, "rep:alpha"]
    languages: [en]
    zone: Europe/London
    hours: {mon-fri: ["09:00-17:00"]}
    registrations: [{pack: XX, from: 2020-01-01}, {pack: XX, to: 2019-12-31}]
    leave: [{from: 2026-12-24, to: 2026-12-31}]
  - {handle: bob, name: Bob Example, entity: ent-a, roles: [admin], languages: [en], zone: Europe/London}
administrators: [ann, bob]
confirmations:
  - {rule: XX-L, opinion: Fine., until: 2030-01-01T00:00:00Z, by: ann, approved_by: bob, invented: true}
)";

Result<FirmBundle> load(const std::string& firm, const std::string& xx = kPackXx, const std::string& yy = kPackYy) {
  return load_firm("firm.yaml", "packs", from({{"firm.yaml", firm}, {"packs/XX.yaml", xx}, {"packs/YY.yaml", yy}}));
}
/// The firm with one text replaced by another; the text must be there.
std::string with(const std::string& what, const std::string& by, std::string in = kFirm) {
  const std::size_t at = in.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return in.replace(at, what.size(), by);
}
/// What is wrong with it, reading and checking; "" when nothing is.
std::string said(const std::string& firm) {
  const auto bundle = load(firm);
  if (!bundle) return bundle.error().to_string();
  const auto checked = check_firm(*bundle);
  return checked ? "" : checked.error().to_string();
}

TEST(FirmReader, LoadsAndCompiles) {
  const auto bundle = load(kFirm);
  ASSERT_TRUE(bundle) << bundle.error().to_string();
  EXPECT_EQ(bundle->id, "small");
  EXPECT_EQ(bundle->files, (std::vector<std::string>{"firm.yaml", "packs/XX.yaml", "packs/YY.yaml"}));
  EXPECT_EQ(bundle->administrators, (std::vector<std::string>{"ann", "bob"}));
  const auto checked = check_firm(*bundle);
  ASSERT_TRUE(checked) << checked.error().to_string();
  EXPECT_EQ(confirmations_of(*bundle, *checked->policy).size(), 1U);
}

TEST(FirmReader, PutsTheFirmsWordsInPlaceOfThePacks) {
  const auto bundle = load(kFirm);
  ASSERT_TRUE(bundle);
  const json::Value& rule = bundle->policy_document.find("packs")->as_array()[0].find("rules")->as_array()[1];
  EXPECT_EQ(json::canonical(*rule.find("applies_to")), R"({"client_type":["retail"],"product":["rockets"]})");
  const auto without = load(with(", classes: {XX: [wild]}", ""));
  ASSERT_TRUE(without);
  const json::Value& never = without->policy_document.find("packs")->as_array()[0].find("rules")->as_array()[1];
  EXPECT_EQ(json::canonical(*never.find("applies_to")), R"({"any":[]})");
  EXPECT_TRUE(check_firm(*without));
}

TEST(FirmReader, KeysOfRecordsCarryIdsAndNoHandles) {
  const auto bundle = load(kFirm);
  ASSERT_TRUE(bundle);
  const PersonIds ids = provisional_ids(*bundle);
  const std::string ann = ids.at("ann").str();
  const std::string bob = ids.at("bob").str();
  const RegisterDocument reg = bundle->register_document(ids);
  std::vector<std::string> keys;
  for (const json::Value& record : reg.document.find("records")->as_array())
    keys.emplace_back(record.string_or("key", ""));
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  for (const std::string& key : {std::string("ent-a"), std::string("lic-a"), std::string("desk-a"),
                                 "member-desk-a-" + ann, "member-desk-a-" + bob, "person-" + ann,
                                 "reg-" + ann + "-xx-1", "reg-" + ann + "-xx-2", "leave-" + ann + "-2026-12-24"})
    EXPECT_NE(std::find(keys.begin(), keys.end(), key), keys.end()) << key;
  EXPECT_EQ(keys.size(), 10U);
  EXPECT_EQ(reg.positions.at("lic-a").line, 24U);
  EXPECT_EQ(bundle->register_document(ids).document, reg.document) << "the same ids give the same document";
}

TEST(FirmReader, AMissingPackIsNamed) {
  const auto bundle = load_firm("firm.yaml", "packs", from({{"firm.yaml", kFirm}, {"packs/XX.yaml", kPackXx}}));
  ASSERT_FALSE(bundle);
  EXPECT_NE(bundle.error().to_string().find("packs/YY.yaml: the file cannot be opened"), std::string::npos)
      << bundle.error().to_string();
}

TEST(FirmReader, APackUnderAnothersNameIsRefused) {
  const auto bundle = load(kFirm, kPackXx, kPackXx);
  ASSERT_FALSE(bundle);
  EXPECT_NE(bundle.error().to_string().find("the file is named for pack YY and says it is 'XX'"), std::string::npos)
      << bundle.error().to_string();
}

TEST(FirmReader, AParentPackMustBeListed) {
  const auto bundle = load(kFirm, kPackXx, with("name: Yland\n", "name: Yland\nparent: ZZ\n", kPackYy));
  ASSERT_FALSE(bundle);
  EXPECT_NE(bundle.error().to_string().find("lies in pack ZZ, which the firm does not list"), std::string::npos);
}

TEST(FirmReader, ATeamWithoutALicenceForItsMarketIsRefusedAtItsLine) {
  const std::string text = said(with("markets: [alpha], rule", "markets: [alpha, beta], rule"));
  EXPECT_NE(text.find("firm.yaml:26:10: records[desk-a].markets[1]: the market 'beta' takes leads in YY:YY"),
            std::string::npos)
      << text;
}

TEST(FirmReader, ASuspendedLicenceDoesNotCarryATeam) {
  EXPECT_NE(said(with("{id: lic-a, pack: XX,", "{id: lic-a, pack: XX, status: suspended,")).find("records[desk-a]"),
            std::string::npos);
}

TEST(FirmReader, AnUnlistedTimeZoneIsReportedWhereItStands) {
  EXPECT_NE(said(with("zone: Europe/London\n    hours", "zone: Europe/Londno\n    hours"))
                .find("firm.yaml:33:11: people[0].zone: 'Europe/Londno' is no time zone"),
            std::string::npos);
}

TEST(FirmReader, FourEyesAreFourEyes) {
  EXPECT_NE(
      said(with("by: ann, approved_by: bob", "by: ann, approved_by: ann")).find("must be somebody else than 'by'"),
      std::string::npos);
  EXPECT_NE(said(with("administrators: [ann, bob]", "administrators: []")).find("must name two people"),
            std::string::npos);
  EXPECT_EQ(said(with("administrators: [ann, bob]", "administrators: [ann]")), "");
  EXPECT_NE(said(with("roles: [admin], languages", "roles: [rep], languages")).find("'bob' has no role admin"),
            std::string::npos);
}

TEST(FirmReader, AConfirmationIsByPeopleWhoMay) {
  EXPECT_NE(said(with("roles: [admin, compliance, \"rep:alpha\"]", "roles: [admin, \"rep:alpha\"]"))
                .find("confirmations[0].by: 'ann' may not attest"),
            std::string::npos);
  EXPECT_NE(said(with("roles: [admin, compliance, \"rep:alpha\"]", "roles: [admin, \"compliance:alpha\"]"))
                .find("confirmations[0].by: 'ann' may not attest"),
            std::string::npos);
  std::string firm = with("roles: [admin], languages", "roles: [rep], languages");
  firm = with("administrators: [ann, bob]", "administrators: [ann]", firm);
  EXPECT_NE(said(firm).find("confirmations[0].approved_by: 'bob' may not approve"), std::string::npos) << said(firm);
}

TEST(FirmReader, OnlyAnInventedConfirmationIsApprovedByTheFileAndOnlyInAFirmOfTwo) {
  const auto in_force = [](const std::string& firm) {
    const auto bundle = load(firm);
    EXPECT_TRUE(bundle) << bundle.error().to_string();
    if (!bundle) return std::size_t{99};
    return confirmations_of(*bundle, *check_firm(*bundle)->policy).size();
  };
  EXPECT_EQ(in_force(kFirm), 1U);
  EXPECT_EQ(in_force(with("administrators: [ann, bob]", "administrators: [ann]")), 0U);
  EXPECT_EQ(in_force(with(", approved_by: bob, invented: true", "")), 0U);
  EXPECT_NE(said(with(", invented: true", "")).find("confirmations[0].approved_by: an approval is given by"),
            std::string::npos);
}

TEST(FirmReader, NamesThatWouldNotFitAKeyAreRefused) {
  const std::string long_id(25, 'd');
  std::string firm = with("id: desk-a", "id: " + long_id);
  firm = with("teams: [desk-a]", "teams: [" + long_id + "]", firm);
  EXPECT_NE(said(firm).find("must be at most 24 characters"), std::string::npos);
}

TEST(FirmReader, APlaceThatFitsNobodyIsRefused) {
  EXPECT_NE(said(with("home: XX", "home: UK"))
                .find("'UK' is neither of ISO 3166 nor a place of a pack, so it would fit "
                      "nobody; did you mean 'GB'?"),
            std::string::npos);
  EXPECT_NE(said(with("home: XX", "home: US-ZZ")).find("'US-ZZ' is neither"), std::string::npos);
  EXPECT_EQ(said(with("home: XX", "home: LI")), "") << "an entity may be where no pack reaches";
  const auto rule = [](const std::string& packs, const std::string& applies_to) {
    return said(std::string(kFirm) + "house_rules:\n  - {id: H, packs: " + packs +
                ", shape: R28, title: T, citation: house, status: house, reason: H, applies_to: " + applies_to +
                ", effect: {verdict: REVIEW}}\n");
  };
  EXPECT_EQ(rule("[YY]", "{place: YY}"), "");
  EXPECT_EQ(rule("['*']", "{place: [XX, YY]}"), "");
  EXPECT_NE(rule("[XX]", "{place: YY}").find("'YY' is no place of its packs"), std::string::npos)
      << rule("[XX]", "{place: YY}");
  EXPECT_NE(rule("[XX]", "{place: GB}").find("'GB' is no place of its packs"), std::string::npos);
  EXPECT_NE(rule("[XX]", "{entity_home: UK}").find("did you mean 'GB'?"), std::string::npos);
  EXPECT_EQ(rule("[XX]", "{not: {entity_home: [GB, YY]}}"), "");
}

/// Every problem of a firm full of them, in one run, word for word. LICET_UPDATE_GOLDEN=1 writes the file anew.
TEST(FirmReader, SaysEverythingThatIsWrongAtOnce) {
  const std::string data = std::string(LICET_SOURCE_DIR) + "/tests/data/firm_problems/";
  const auto bundle = load_firm("firm.yaml", "packs", [&](const std::string& path, yaml::Problems& problems) {
    std::ifstream in(data + path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return yaml::parse(text.str(), path, problems);
  });
  ASSERT_FALSE(bundle);
  const std::string golden = std::string(LICET_SOURCE_DIR) + "/tests/golden/firm_problems.txt";
  const std::string text = bundle.error().to_string() + "\n";
  if (std::getenv("LICET_UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << text;
  std::ifstream in(golden, std::ios::binary);
  std::ostringstream wanted;
  wanted << in.rdbuf();
  EXPECT_EQ(text, wanted.str());
}

TEST(FirmReader, APolicyWithARuleOfEachShapeCompiles) {
  std::ifstream in(std::string(LICET_SOURCE_DIR) + "/tests/data/all_shapes.yaml", std::ios::binary);
  std::ostringstream shapes;
  shapes << in.rdbuf();
  std::string firm = with("packs: [XX, YY]", "packs: [XX, XA, YY]");
  firm = with("rule: XX-L,", "rule: XX-24,", firm);
  const std::string parent = with("id: YY", "id: XA", with("YY-L", "XA-L", with("code: YY", "code: XA", kPackYy)));
  const auto bundle = load_firm("firm.yaml", "packs",
                                from({{"firm.yaml", firm},
                                      {"packs/XX.yaml", shapes.str()},
                                      {"packs/XA.yaml", parent},
                                      {"packs/YY.yaml", kPackYy}}));
  ASSERT_TRUE(bundle) << bundle.error().to_string();
  const auto checked = check_firm(*bundle);
  ASSERT_TRUE(checked) << checked.error().to_string();
  EXPECT_EQ(checked->policy->rules().size(), 30U);
}

TEST(FirmReader, NoSingleCutOfTheFileEscapes) {
  // A file that ends anywhere is refused or read, and never more than that.
  const std::string firm = kFirm;
  for (std::size_t size = 0; size < firm.size(); size += 7) {
    const auto bundle = load(firm.substr(0, size));
    if (bundle) (void)check_firm(*bundle);
  }
}

TEST(FirmCheck, FindsTheInnermostThingThatWasDeclared) {
  Positions positions;
  positions["pack:UK"] = {"UK.yaml", 3, 1, "id"};
  positions["rule:UK-L"] = {"UK.yaml", 9, 5, ""};
  positions["lic-a"] = {"firm.yaml", 7, 7, ""};
  EXPECT_EQ(where_of("packs[UK].rules[UK-L].effect.kinds[0]", positions).line, 9U);
  EXPECT_EQ(where_of("packs[UK].rules[17].effect", positions).line, 3U);
  EXPECT_EQ(where_of("records[lic-a].to", positions).line, 7U);
  EXPECT_EQ(where_of("records[lic-a].to", positions).field, "records[lic-a].to");
  for (const char* path : {"", "]", "[", "][", "x[", "[]", "a[b]c]", "zones", "packs[FR]"})
    EXPECT_EQ(where_of(path, positions).line, 0U);
}

}  // namespace
}  // namespace licet::app
