#include "domain/claims.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace licet::domain {
namespace {

const std::vector<std::string> kTypes = {"retail", "professional", "institutional"};

ClaimStanding standing(std::string client_type, Basis basis) {
  ClaimStanding out;
  out.client_type = std::move(client_type);
  out.client_type_basis = basis;
  out.product = "fx";
  out.lawful_basis = "consent";
  return out;
}

ClaimStanding after(ClaimStanding standing, const Claims& said) {
  const ClaimStanding before = standing;
  const bool changed = weigh_claims(kTypes, said, standing);
  EXPECT_EQ(changed, !(standing == before)) << "it says whether something changed";
  ClaimStanding again = standing;
  EXPECT_FALSE(weigh_claims(kTypes, said, again)) << "the same words again are no news";
  EXPECT_EQ(again, standing);
  return standing;
}

/// What must pass for the client: the strictest type unless another was classified, and what is claimed.
std::vector<std::string> must_pass(const std::string& type, Basis basis) {
  const bool known = std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
  if (!known || basis == Basis::kUnknown || type == "retail") return {"retail"};
  if (basis == Basis::kClassified) return {type};
  return {type, "retail"};
}

TEST(Claims, NothingThatHadToPassIsDroppedAndWhatCannotBeJoinedIsContradicted) {
  int contradicted = 0;
  for (const std::string stands : {"", "retail", "professional", "institutional", "of_an_old_policy"})
    for (const Basis basis : {Basis::kUnknown, Basis::kClaimed, Basis::kClassified})
      for (const std::string& said : kTypes) {
        if (stands.empty() != (basis == Basis::kUnknown)) continue;
        SCOPED_TRACE(stands + " and then " + said);
        const ClaimStanding now = after(standing(stands, basis), {said, "", ""});
        const auto must = must_pass(now.client_type, now.client_type_basis);
        const auto is_met = [&](const std::string& type) {
          return std::find(must.begin(), must.end(), type) != must.end() || now.contradicts.count("client_type") != 0;
        };
        for (const std::string& type : must_pass(stands, basis)) EXPECT_TRUE(is_met(type)) << type;
        if (said != stands || basis != Basis::kClassified) {
          for (const std::string& type : must_pass(said, Basis::kClaimed)) EXPECT_TRUE(is_met(type)) << type;
        }
        contradicted += now.contradicts.empty() ? 0 : 1;
      }
  EXPECT_EQ(contradicted, 4) << "professional and institutional, each claimed or classified, and then the other";
}

TEST(Claims, AClassificationThatTheSourceAgreesWithStands) {
  const ClaimStanding proven = standing("professional", Basis::kClassified);
  EXPECT_EQ(after(proven, {"professional", "", ""}), proven);
  EXPECT_EQ(after(proven, {"retail", "", ""}).client_type_basis, Basis::kClaimed) << "no longer alone";
  EXPECT_EQ(after(proven, {"retail", "", ""}).client_type, "professional");
}

TEST(Claims, AProductIsFilledInAndNeverReplaced) {
  ClaimStanding none = standing("retail", Basis::kClaimed);
  none.product.clear();
  EXPECT_EQ(after(none, {"", "bonds", ""}).product, "bonds");
  const ClaimStanding now = after(standing("retail", Basis::kClaimed), {"", "bonds", ""});
  EXPECT_EQ(now.product, "fx");
  EXPECT_EQ(now.contradicts, (ClaimMap{{"product", "bonds"}}));
  EXPECT_EQ(after(now, {"", "fx", ""}), now) << "a source does not end a contradiction by going back";
  EXPECT_EQ(after(now, {"", "funds", ""}).contradicts, (ClaimMap{{"product", "funds"}}));
}

TEST(Claims, ALawfulBasisThatComesLaterLoosensNothing) {
  ClaimStanding none = standing("retail", Basis::kClaimed);
  none.lawful_basis.clear();
  EXPECT_EQ(after(none, {"", "", "contract"}), none);
  EXPECT_EQ(after(standing("retail", Basis::kClaimed), {"", "", "contract"}).contradicts,
            (ClaimMap{{"lawful_basis", "contract"}}));
}

TEST(Claims, SilenceIsNoClaim) {
  const ClaimStanding now = standing("professional", Basis::kClaimed);
  EXPECT_EQ(after(now, {}), now);
}

TEST(Claims, WhatPersonsHeardAndFoundOtherwiseIsNoNews) {
  ClaimStanding now = after(standing("retail", Basis::kClaimed), {"", "bonds", "contract"});
  settle_claim("product", "fx", now);
  EXPECT_EQ(now.contradicts, (ClaimMap{{"lawful_basis", "contract"}})) << "the other is still undecided";
  EXPECT_EQ(now.outranked, (ClaimMap{{"product", "bonds"}}));
  EXPECT_EQ(after(now, {"", "bonds", "contract"}), now);
  EXPECT_EQ(after(now, {"", "funds", ""}).contradicts.at("product"), "funds") << "that is news";
  settle_claim("product", "funds", now);
  EXPECT_EQ(now.outranked, (ClaimMap{{"product", "bonds"}})) << "what the source said last";
  settle_claim("product", "bonds", now);
  EXPECT_EQ(now.outranked, ClaimMap());
}

TEST(Claims, AClassificationOutranksWhatWasClaimed) {
  ClaimStanding now = standing("retail", Basis::kClaimed);
  settle_claim("client_type", "institutional", now);
  now.client_type = "institutional";
  now.client_type_basis = Basis::kClassified;
  EXPECT_EQ(after(now, {"retail", "", ""}), now);
  EXPECT_EQ(after(now, {"professional", "", ""}).contradicts, (ClaimMap{{"client_type", "professional"}}));
}

}  // namespace
}  // namespace licet::domain
