// What a source says of a lead once more: a claim tightens and never loosens, what cannot be ordered goes to review,
// and whatever changes is decided again at once.
#include <gtest/gtest.h>

#include "app/register_commands.h"
#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

class Claims : public ::testing::Test {
 protected:
  /// One row of a Londoner; a comma less or more is a fault of the test.
  static std::string row(const std::string& type, const std::string& product, const std::string& basis,
                         const std::string& street = "2 Pretend Row") {
    return "first_name,last_name,email,street,city,country,prospect_type,product,lawful_basis,source_id\n"
           "Barnaby,Oakshottle,b@example.com," +
           street + ",London,GB," + type + "," + product + "," + basis + ",X-1\n";
  }
  void import(const std::string& csv, const std::string& source = "sample") {
    source_ = source;
    world_.import(csv, source);
    ASSERT_EQ(world_.rejects(), std::vector<std::string>());
  }
  LeadId id() { return world_.lead_of("X-1", source_); }
  record::Row lead() { return world_.lead(id()); }
  void expect_in_review(const std::string& contradicts) {
    EXPECT_EQ(lead().text("contradicts"), contradicts);
    EXPECT_EQ(lead().text("status"), "review");
    EXPECT_TRUE(lead().null("owner")) << "lost at once";
    EXPECT_EQ(world_.reasons_of(id()), R"(["contradictory_evidence"])");
  }
  app::CaseAnswer settle(std::map<std::string, std::string> resolutions) {
    const CaseId open = world_.case_of(id());
    must(app::claim_case(world_.deps(), world_.first(), open));
    const auto proposed =
        must(app::decide_case(world_.deps(), world_.first(), open, {"release", std::move(resolutions), "asked them"}));
    EXPECT_EQ(proposed.state, "proposed") << "it takes a second person";
    return must(app::approve_case(world_.deps(), world_.second(), open, true, proposed.proposal));
  }
  void classify(const char* type, const char* basis) {
    must(app::classify_lead(world_.deps(), world_.first(), id(),
                            {type, basis, crypto::digest_text(crypto::sha256("papers"))}));
  }

  AppWorld world_;
  std::string source_ = "sample";
};

TEST_F(Claims, OfTheClientTypeTightenAndNeverLoosen) {
  import(row("retail", "bonds", "consent"));
  ASSERT_EQ(lead().text("status"), "assigned");
  import(row("professional", "bonds", "consent"));
  EXPECT_EQ(lead().text("client_type"), "professional");
  EXPECT_EQ(lead().text("client_type_basis"), "claimed");
  import(row("retail", "bonds", "consent"));
  EXPECT_EQ(lead().text("client_type"), "professional") << "both have to pass still";
  EXPECT_TRUE(lead().null("contradicts")) << "the stricter of two that can be ordered is no contradiction";
  import(row("", "bonds", "consent"));
  EXPECT_EQ(lead().text("client_type"), "professional") << "silence is no claim";
  import(row("institutional", "bonds", "consent"));
  expect_in_review(R"({"client_type":"institutional"})");
  EXPECT_EQ(lead().text("client_type"), "professional");
  world_.expect_sound();
}

TEST_F(Claims, AnOwnerWhoIsNotLicensedForTheNewTypeLosesTheLeadAtOnce) {
  json::Value document;
  world_.read([&](app::Reader& reader) -> Status {
    LICET_TRY(document, app::register_document(reader));
    return {};
  });
  for (json::Value& record : document.as_object()["records"].as_array())
    if (record.string_or("kind", "") == "licence" || record.string_or("kind", "") == "exemption")
      record.as_object()["client_types"] = json::Array{"retail"};
  const auto seen = must(app::register_proposal(world_.deps(), world_.second(), document));
  must(app::apply_register(world_.deps(), world_.first(), world_.second(), document, seen.digest));
  import(row("retail", "bonds", "consent"));
  ASSERT_EQ(lead().text("status"), "assigned");
  import(row("professional", "bonds", "consent"));
  EXPECT_TRUE(lead().null("owner"));
  EXPECT_EQ(world_.reasons_of(id()), R"(["nobody_licensed"])");
  world_.expect_sound();
}

TEST_F(Claims, AClassificationIsOutweighedByNothingThatWasKnownThen) {
  import(row("retail", "bonds", "consent"));
  classify("professional", "elective");
  import(row("retail", "bonds", "consent", "99 Pretend Row"));
  EXPECT_EQ(lead().text("client_type_basis"), "classified") << "the source says what it said all along";
  import(row("institutional", "bonds", "consent"));
  expect_in_review(R"({"client_type":"institutional"})");
  EXPECT_EQ(lead().text("client_type_basis"), "claimed") << "nothing rests on it any more";
  world_.expect_sound();
}

TEST_F(Claims, AStricterOneEndsAClassificationThatWasMadeWithoutIt) {
  import(row("", "bonds", "consent"));
  classify("professional", "elective");
  import(row("retail", "bonds", "consent"));
  EXPECT_EQ(lead().text("client_type"), "professional");
  EXPECT_EQ(lead().text("client_type_basis"), "claimed") << "it counts beside the strictest, no longer alone";
  world_.expect_sound();
}

TEST_F(Claims, AClassificationSettlesTheClientType) {
  import(row("professional", "bonds", "consent"));
  import(row("institutional", "bonds", "consent"));
  expect_in_review(R"({"client_type":"institutional"})");
  classify("professional", "elective");
  EXPECT_TRUE(lead().null("contradicts"));
  EXPECT_EQ(lead().text("status"), "assigned");
  import(row("institutional", "bonds", "consent", "99 Pretend Row"));
  EXPECT_EQ(lead().text("client_type_basis"), "classified") << "the reviewer heard that";
  world_.expect_sound();
}

TEST_F(Claims, AContradictoryProductGoesToReviewAndReplacesNothing) {
  import(row("retail", "", "consent"));
  import(row("retail", "bonds", "consent"));
  EXPECT_EQ(lead().text("product"), "bonds") << "what was not said is filled in";
  import(row("retail", "brokerage", "consent"));
  expect_in_review(R"({"product":"brokerage"})");
  EXPECT_EQ(lead().text("product"), "bonds");
  import(row("retail", "bonds", "consent"));
  expect_in_review(R"({"product":"brokerage"})");
  EXPECT_EQ(settle({{"product", "bonds"}}).outcome.status, "assigned");
  EXPECT_EQ(lead().text("outranked"), R"({"product":"brokerage"})");
  import(row("retail", "brokerage", "consent", "99 Pretend Row"));
  EXPECT_EQ(lead().text("status"), "assigned") << "two persons have heard that";
  import(row("retail", "structured_notes", "consent"));
  expect_in_review(R"({"product":"structured_notes"})");
  EXPECT_EQ(settle({{"product", "structured_notes"}}).outcome.status, "assigned");
  EXPECT_EQ(lead().text("product"), "structured_notes");
  EXPECT_TRUE(lead().null("outranked"));
  world_.expect_sound();
}

TEST_F(Claims, ALawfulBasisThatComesLaterLoosensNothing) {
  import(row("retail", "bonds", ""));
  ASSERT_EQ(world_.reasons_of(id()), R"(["missing_lawful_basis"])");
  import(row("retail", "bonds", "consent"));
  EXPECT_TRUE(lead().null("lawful_basis"));
  EXPECT_EQ(settle({{"lawful_basis", "consent"}}).outcome.status, "assigned");
  import(row("retail", "bonds", "contract"));
  expect_in_review(R"({"lawful_basis":"contract"})");
  EXPECT_EQ(settle({{"lawful_basis", "contract"}}).outcome.status, "assigned");
  EXPECT_EQ(lead().text("lawful_basis"), "contract");
  world_.expect_sound();
}

TEST_F(Claims, ThePolicysDefaultBasisIsNobodysWord) {
  import(row("retail", "bonds", "contract"), "website");
  import(row("retail", "bonds", "", "99 Pretend Row"), "website");
  EXPECT_EQ(lead().text("lawful_basis"), "contract");
  EXPECT_TRUE(lead().null("contradicts")) << "the default of the source is consent, and the row says nothing";
  world_.expect_sound();
}

TEST_F(Claims, OfTwoClientTypesOneIsTakenAndNoThird) {
  import(row("professional", "bonds", "consent"));
  import(row("institutional", "bonds", "consent"));
  const CaseId open = world_.case_of(id());
  must(app::claim_case(world_.deps(), world_.first(), open));
  const auto third =
      app::decide_case(world_.deps(), world_.first(), open, {"release", {{"client_type", "retail"}}, "asked them"});
  ASSERT_FALSE(third);
  EXPECT_EQ(third.error().code, ErrorCode::kBadInput);
  const auto one = must(app::decide_case(world_.deps(), world_.first(), open,
                                         {"release", {{"client_type", "institutional"}}, "asked them"}));
  must(app::approve_case(world_.deps(), world_.second(), open, true, one.proposal));
  EXPECT_EQ(lead().text("client_type"), "institutional");
  EXPECT_EQ(lead().text("client_type_basis"), "claimed") << "persons without papers prove nothing";
  world_.expect_sound();
}

TEST_F(Claims, WhatTheSourceSaysMeanwhileMakesAProposalVoid) {
  import(row("retail", "bonds", "consent"));
  import(row("retail", "brokerage", "consent"));
  const CaseId open = world_.case_of(id());
  must(app::claim_case(world_.deps(), world_.first(), open));
  const auto proposed =
      must(app::decide_case(world_.deps(), world_.first(), open, {"release", {{"product", "bonds"}}, "asked them"}));
  import(row("retail", "structured_notes", "consent"));
  const auto approved = app::approve_case(world_.deps(), world_.second(), open, true, proposed.proposal);
  ASSERT_FALSE(approved);
  EXPECT_EQ(approved.error().code, ErrorCode::kConflict);
  expect_in_review(R"({"product":"structured_notes"})");
  world_.expect_sound();
}

TEST_F(Claims, ByHandNobodyIsGivenALeadThatIsContradicted) {
  import(row("retail", "bonds", "consent"));
  const auto owner = PersonId::parse(lead().text("owner")).value();
  import(row("retail", "brokerage", "consent"));
  const auto answer = must(app::assign_lead(world_.deps(), world_.first(), id(), owner));
  EXPECT_FALSE(answer.assigned);
  EXPECT_EQ(answer.reasons, std::vector<std::string>{"CONTRADICTORY"});
}

}  // namespace
}  // namespace licet::app_test
