// Who was erased stays away, until they come back of their own will: with evidence, a reason and a second person.
#include <gtest/gtest.h>

#include "app/refusal.h"
#include "app/suppression_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

using record::TableId;

class Suppression : public ::testing::Test {
 protected:
  Suppression() {
    world_.import(csv());
    erase();
  }
  static std::string csv(const std::string& email = "b.oak@example.com", const std::string& phone = "+442079460123",
                         const std::string& id = "X-1") {
    return "first_name,last_name,email,phone,city,country,birth_date,prospect_type,product,lawful_basis,source_id\n"
           "Barnaby,Oakshottle," +
           email + "," + phone + ",London,GB,1980-02-03,retail,bonds,consent," + id + "\n";
  }
  void erase() {
    const SubjectId subject = SubjectId::parse(world_.lead(world_.lead_of("X-1")).text("subject")).value();
    must(erase_by_two(world_, subject));
  }
  static app::LiftRequest request(app::Returning who, std::string basis = "own_request") {
    return {std::move(who), std::move(basis), crypto::digest_text(crypto::sha256("a signed form"))};
  }
  std::string lift(const app::LiftRequest& wanted, bool two = true, const std::string& note = "she signed the form") {
    const auto seen = app::suppression_lift_proposal(world_.deps(), world_.second(), wanted);
    if (!seen) return app::refusal_code(seen.error());
    const auto done = app::lift_suppression(world_.deps(), world_.first(), two ? world_.second() : world_.first(),
                                            wanted, seen->digest, note);
    return done ? "done" : app::refusal_code(done.error());
  }
  std::size_t suppressed() { return world_.rows(TableId::kSuppression).size(); }

  AppWorld world_;
};

TEST_F(Suppression, WhoComesBackOfTheirOwnWillIsTakenUpAsSomebodyNew) {
  ASSERT_EQ(world_.import(csv()).suppressed, 1);
  ASSERT_GT(suppressed(), 3u);
  EXPECT_EQ(lift(request({.email = "b.oak@EXAMPLE.com"})), "done") << "the address is read as an import reads it";
  EXPECT_EQ(suppressed(), 0u) << "all of that erasure, not the address alone";
  const auto report = world_.import(csv());
  EXPECT_EQ(report.suppressed, 0);
  EXPECT_EQ(report.leads, 1);
  EXPECT_EQ(world_.lead(world_.lead_of("X-1")).text("status"), "assigned");
  EXPECT_EQ(world_.rows(TableId::kSubject).size(), 2u) << "nothing of the erased subject comes back";
  erase();
  EXPECT_EQ(world_.import(csv()).suppressed, 1) << "who is erased again stays away again";
  world_.expect_sound();
}

TEST_F(Suppression, SomebodyElseIsLetInByWhatTheyShareAlone) {
  const std::string other = csv("another@example.com", "+442079460123", "X-2");
  ASSERT_EQ(world_.import(other).suppressed, 1) << "a shared telephone, and the name is in the set as well";
  const std::size_t before = suppressed();
  EXPECT_EQ(lift(request({.phone = "+442079460123"}, "other_person")), "done");
  EXPECT_EQ(suppressed(), before - 1);
  EXPECT_EQ(world_.import(csv()).suppressed, 1) << "the erased person stays away by the rest";
  world_.expect_sound();
}

TEST_F(Suppression, IsLiftedByTwoWithEvidenceAndAReason) {
  const app::Returning who{.email = "b.oak@example.com"};
  const std::size_t before = suppressed();
  EXPECT_EQ(lift(request(who), false), "OWN_PROPOSAL");
  EXPECT_EQ(lift(request(who), true, ""), "USAGE");
  EXPECT_EQ(lift(request(who, "they asked")), "BAD_INPUT");
  EXPECT_EQ(lift({who, "own_request", "papers"}), "BAD_INPUT");
  EXPECT_EQ(lift(request({.email = "nobody@example.com"})), "NOT_FOUND");
  EXPECT_EQ(lift(request({.source_id = "X-1"})), "USAGE");
  const auto rep = world_.person("p.nandakumar");
  EXPECT_FALSE(app::suppression_lift_proposal(world_.deps(), rep, request(who)));
  const auto other = app::lift_suppression(world_.deps(), world_.first(), world_.second(), request(who),
                                           "sha256:0000000000000000", "she signed the form");
  ASSERT_FALSE(other);
  EXPECT_EQ(app::refusal_code(other.error()), "OTHER_PROPOSAL");
  EXPECT_EQ(suppressed(), before);
  EXPECT_EQ(lift(request({.source = "sample", .source_id = "X-1"})), "done");
  EXPECT_EQ(suppressed(), 0u);
  std::string ledger;
  must(world_.store().entries(world_.second(), 0, [&](const app::StoredEntry& entry) {
    ledger += entry.bytes;
    return true;
  }));
  EXPECT_EQ(ledger.find("signed the form"), std::string::npos) << "free text is sealed";
  EXPECT_NE(ledger.find("suppression_lifted"), std::string::npos);
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
