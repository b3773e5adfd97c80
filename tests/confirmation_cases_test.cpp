// Confirmations of an unverified permission: what a proposal, two people, the end of its time and a revocation do to
// leads that wait for it.
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "app/confirmations.h"
#include "app/policy_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr const char* kUntil = "2027-01-31T12:34:56.789012Z";

void confirm_spain(AppWorld& world) {
  const std::string opinion = crypto::digest_text(crypto::sha256("an opinion"));
  const std::string proposal =
      must(app::attest_rule(world.deps(), world.first(), {"ES-PASSPORT", opinion, moment(kUntil)}));
  EXPECT_FALSE(app::approve_attestation(world.deps(), world.first(), "ES-PASSPORT", proposal)) << "the author";
  must(app::approve_attestation(world.deps(), world.second(), "ES-PASSPORT", proposal));
}

TEST(Confirmation, AProposalPermitsNothing) {
  AppWorld world;
  const std::string opinion = crypto::digest_text(crypto::sha256("an opinion"));
  must(app::attest_rule(world.deps(), world.first(), {"ES-PASSPORT", opinion, moment(kUntil)}));
  world.import(leads_csv({"S-009"}));
  EXPECT_EQ(world.reasons_of(world.lead_of("S-009")), R"(["unconfirmed_rule"])");
}

/// The example firm with a confirmation of the Spanish rule in its file.
app::FirmBundle with_spain_in_the_file(bool invented) {
  app::FirmBundle firm = meridian();
  firm.confirmations.push_back(
      {"ES-PASSPORT", "An opinion.", moment(kUntil), "v.lindqvist", invented, invented ? "b.oyelaran" : "", {}});
  return firm;
}

TEST(Confirmation, OfTheFileIsAProposalUntilASecondPersonApprovesIt) {
  AppWorld world({}, with_spain_in_the_file(false));
  world.import(leads_csv({"S-009"}));
  EXPECT_EQ(world.reasons_of(world.lead_of("S-009")), R"(["unconfirmed_rule"])");
  const auto row = world.row(TableId::kConfirmation, "ES-PASSPORT").value();
  EXPECT_EQ(row.text("state"), "proposed");
  must(app::approve_attestation(world.deps(), world.second(), "ES-PASSPORT", row.text("proposal")));
  world.job("retry_parked");
  EXPECT_EQ(world.lead(world.lead_of("S-009")).text("team"), "eu-desk");
  world.expect_sound();
}

TEST(Confirmation, OfTheFilePermitsNothingInSinglePersonMode) {
  app::FirmBundle firm = with_spain_in_the_file(true);
  AppWorld two({}, firm);
  two.import(leads_csv({"S-009"}));
  EXPECT_EQ(two.lead(two.lead_of("S-009")).text("team"), "eu-desk") << "invented, in a firm of two";
  firm.administrators.resize(1);
  AppWorld one({}, firm);
  one.import(leads_csv({"S-009"}));
  EXPECT_EQ(one.reasons_of(one.lead_of("S-009")), R"(["unconfirmed_rule"])");
  one.expect_sound();
}

TEST(Confirmation, IsOfAnUnverifiedPermissionOnly) {
  AppWorld world;
  const std::string opinion = crypto::digest_text(crypto::sha256("an opinion"));
  for (const char* rule : {"UK-LICENCE", "UK-NMMI", "OFF-DEFAULT", "MERIDIAN-PERSON"})
    EXPECT_EQ(app::attest_rule(world.deps(), world.first(), {rule, opinion, moment(kUntil)}).error().code,
              ErrorCode::kBadInput)
        << rule;
}

TEST(Confirmation, LetsTheSpanishLeadGoOnWhenItIsInForce) {
  AppWorld world;
  world.import(leads_csv({"S-009"}));
  const LeadId lead = world.lead_of("S-009");
  ASSERT_EQ(world.reasons_of(lead), R"(["unconfirmed_rule"])");
  confirm_spain(world);
  world.job("retry_parked");
  EXPECT_EQ(world.lead(lead).text("team"), "eu-desk");
  world.expect_sound();
}

std::vector<app::ConfirmationView> behind(AppWorld& world, const std::string& seed) {
  std::vector<app::ConfirmationView> out;
  must(world.store().read(app::Access::system(), [&](app::Reader& reader) -> Status {
    LICET_TRY(const app::FirmState state, app::load_firm_state(reader, app::LoadLists::kNo));
    LICET_TRY(out, app::confirmations_behind(reader, state, world.lead(world.lead_of(seed)), world.clock().now()));
    return {};
  }));
  return out;
}

TEST(Confirmation, IsNamedWhereAnAssignmentRestsOnIt) {
  AppWorld world;
  confirm_spain(world);
  world.import(leads_csv({"S-001", "S-005", "S-009"}));
  EXPECT_TRUE(behind(world, "S-001").empty()) << "the UK rule is verified";
  const auto dutch = behind(world, "S-005");
  ASSERT_EQ(dutch.size(), 1U);
  EXPECT_EQ(dutch[0].rule, "NL-PASSPORT");
  EXPECT_TRUE(dutch[0].invented);
  EXPECT_EQ(dutch[0].by, world.person_id("v.lindqvist").str());
  EXPECT_EQ(dutch[0].approved_by, world.person_id("b.oyelaran").str());
  const auto spanish = behind(world, "S-009");
  ASSERT_EQ(spanish.size(), 1U);
  EXPECT_FALSE(spanish[0].invented);
  EXPECT_EQ(spanish[0].until, moment(kUntil));
  must(app::revoke_attestation(world.deps(), world.second(), "ES-PASSPORT"));
  EXPECT_TRUE(behind(world, "S-009").empty());
}

TEST(Confirmation, RevokedStopsPermittingAtOnce) {
  AppWorld world;
  confirm_spain(world);
  world.import(leads_csv({"S-009"}));
  const LeadId lead = world.lead_of("S-009");
  ASSERT_EQ(world.lead(lead).text("team"), "eu-desk");
  must(app::revoke_attestation(world.deps(), world.second(), "ES-PASSPORT"));
  EXPECT_EQ(world.job("reauthorise").parked, 1);
  EXPECT_EQ(world.reasons_of(lead), R"(["unconfirmed_rule"])");
  EXPECT_FALSE(must(app::assign_lead(world.deps(), world.first(), lead, world.person_id("n.obriain"))).assigned);
  world.expect_sound();
}

TEST(Confirmation, ExpiresAtItsVeryMicrosecond) {
  AppWorld world;
  confirm_spain(world);
  world.import(leads_csv({"S-009"}));
  const LeadId lead = world.lead_of("S-009");
  world.clock().set(Instant{moment(kUntil).us - 1});
  EXPECT_EQ(world.job("reauthorise").kept, 1);
  world.clock().set(moment(kUntil));
  EXPECT_EQ(world.job("reauthorise").parked, 1);
  EXPECT_EQ(world.reasons_of(lead), R"(["unconfirmed_rule"])");
  world.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
