#include <gtest/gtest.h>

#include "domain/domain_test_support.h"

namespace licet::domain {
namespace {

using test::at;
using test::Firm;

constexpr const char* kNoon = "2026-06-01T12:00:00Z";

Evidence evidence(const Firm& firm, std::string_view kind, std::string_view place,
                  std::string_view observed = "2026-05-01") {
  Evidence out;
  out.kind = firm.symbol(kind);
  out.place = firm.policy.place(firm.symbol(place)) == nullptr ? Symbol::kUnknownCode : firm.symbol(place);
  out.place_text = std::string(place);
  out.observed = *parse_date(observed);
  return out;
}

/// "US:US-NY US-NY:US-NY 80 [for against]" or the reasons, then confidence and uses.
std::string tagged(const Firm& firm, const std::vector<Evidence>& list, const char* when = kNoon) {
  const TagResult result = tag(firm.policy, list, at(when));
  std::string out = firm.reasons(result.decision);
  for (const Jurisdiction& j : result.jurisdictions) {
    out += out.empty() ? "" : " ";
    out += std::string(firm.policy.symbols().text(j.pack)) + ":" + std::string(firm.policy.symbols().text(j.place));
  }
  const json::Value record = tag_record(firm.policy, list, result, at(when));
  const json::Value* uses = record.find("uses");
  return out + " " + std::to_string(result.confidence) + (uses == nullptr ? "" : " " + json::canonical(*uses));
}

class Tag : public testing::Test {
 protected:
  void SetUp() override { firm_.ready(); }
  Evidence ev(std::string_view kind, std::string_view place, std::string_view observed = "2026-05-01") const {
    return evidence(firm_, kind, place, observed);
  }
  std::string tagged(const std::vector<Evidence>& list, const char* when = kNoon) const {
    return domain::tagged(firm_, list, when);
  }
  Firm firm_;
};

TEST_F(Tag, AnAddressAKycResidenceOrAnIntentEachTag) {
  EXPECT_EQ(tagged({ev("address", "GB")}), R"(UK:GB 80 ["for"])");
  EXPECT_EQ(tagged({ev("kyc", "US-NY")}), R"(US:US-NY US-NY:US-NY 90 ["for"])");
  EXPECT_EQ(tagged({ev("intent", "AE-DU")}), R"(AE:AE-DU 60 ["for"])");
}

TEST_F(Tag, IntentNeverOutranksAnAddress) {
  EXPECT_EQ(tagged({ev("intent", "AE-DU"), ev("address", "GB")}), R"(UK:GB 80 ["fallback","for"])");
}

TEST_F(Tag, PrimaryEvidenceThatDisagreesContradicts) {
  EXPECT_EQ(tagged({ev("address", "GB"), ev("kyc", "US-NY")}), R"(REVIEW CONTRADICTORY 90 ["against","for"])");
  EXPECT_EQ(tagged({ev("address", "US-NY"), ev("kyc", "US")}), R"(US:US-NY US-NY:US-NY 80 ["for","for"])")
      << "nested agrees";
  EXPECT_EQ(tagged({ev("address", "AE-DU"), ev("address", "AE-DIFC"), ev("kyc", "AE")}),
            R"(REVIEW CONTRADICTORY 80 ["for","against","for"])");
}

TEST_F(Tag, ThreeAnswersForTheGulf) {
  EXPECT_EQ(tagged({ev("address", "AE-DIFC")}), R"(DIFC:AE-DIFC 80 ["for"])");
  EXPECT_EQ(tagged({ev("address", "AE-DU")}), R"(AE:AE-DU 80 ["for"])");
  EXPECT_EQ(tagged({ev("address", "AE-DU"), ev("meeting", "AE-DIFC")}), R"(AE:AE-DU DIFC:AE-DIFC 80 ["for","added"])");
}

TEST_F(Tag, AddedEvidenceAloneTagsNothing) {
  EXPECT_EQ(tagged({ev("meeting", "GB")}), R"(REVIEW UNTAGGED 0 ["added"])");
  EXPECT_EQ(tagged({}), "REVIEW UNTAGGED 0");
}

TEST_F(Tag, ChecksLowerTheConfidence) {
  EXPECT_EQ(tagged({ev("address", "US-NY"), ev("phone", "US")}), R"(US:US-NY US-NY:US-NY 80 ["for","for"])");
  EXPECT_EQ(tagged({ev("address", "US-NY"), ev("phone", "GB")}), R"(US:US-NY US-NY:US-NY 60 ["for","against"])");
  EXPECT_EQ(tagged({ev("address", "US-NY"), ev("phone", "GB"), ev("phone", "AE")}),
            R"(REVIEW LOW_CONFIDENCE 40 ["for","against","against"])");
  EXPECT_EQ(tagged({ev("intent", "GB"), ev("phone", "AE")}), R"(REVIEW LOW_CONFIDENCE 40 ["for","against"])");
}

TEST_F(Tag, TheThresholdIsReachedExactly) {
  firm_.top("evidence").as_object()["threshold"] = 60;
  firm_.ready();
  EXPECT_EQ(tagged({ev("intent", "GB")}), R"(UK:GB 60 ["for"])");
  firm_.top("evidence").as_object()["threshold"] = 61;
  firm_.ready();
  EXPECT_EQ(tagged({ev("intent", "GB")}), R"(REVIEW LOW_CONFIDENCE 60 ["for"])");
}

TEST_F(Tag, ALighterFallbackLowersAndAnEqualOneContradicts) {
  EXPECT_EQ(tagged({ev("default", "AE"), ev("intent", "GB")}), R"(REVIEW LOW_CONFIDENCE 5 ["against","for"])");
  EXPECT_EQ(tagged({ev("intent", "AE"), ev("intent", "GB")}), R"(REVIEW CONTRADICTORY 60 ["for","against"])");
}

TEST_F(Tag, ACountryThatNeedsItsStateIsNotEnough) {
  EXPECT_EQ(tagged({ev("address", "US")}), R"(NEEDS SUBDIVISION_MISSING US 80 ["for"])");
  EXPECT_EQ(tagged({ev("address", "GB"), ev("meeting", "US")}), R"(NEEDS SUBDIVISION_MISSING US 80 ["for","added"])");
  EXPECT_EQ(tagged({ev("address", "US-NY"), ev("meeting", "US")}), R"(US:US-NY US-NY:US-NY 80 ["for","added"])");
}

TEST_F(Tag, APlaceNoPackListsGoesToReview) {
  EXPECT_EQ(tagged({ev("address", "KY")}), R"(REVIEW NO_PACK 80 ["no_pack"])");
  EXPECT_EQ(tagged({ev("address", "US-WY")}), R"(REVIEW NO_PACK 80 ["no_pack"])");
  EXPECT_EQ(tagged({ev("address", "GB"), ev("meeting", "KY")}), R"(REVIEW NO_PACK 80 ["for","no_pack"])");
  EXPECT_EQ(tagged({ev("address", "")}), R"(REVIEW NO_PACK 80 ["no_pack"])")
      << "an address that names no place is an address";
  EXPECT_EQ(tagged({ev("address", ""), ev("intent", "GB")}), R"(REVIEW NO_PACK 80 ["no_pack","fallback"])");
  EXPECT_EQ(tagged({ev("address", "somewhere"), ev("kyc", "GB")}), R"(REVIEW CONTRADICTORY 90 ["against","for"])");
}

// A KYC provider that says a country does not say that it means the free zone with its own regulator, nor the rest.
TEST_F(Tag, ACountryNeitherAgreesWithAFreeZoneNorTakesItIn) {
  EXPECT_EQ(tagged({ev("address", "AE-DIFC"), ev("kyc", "AE")}), R"(REVIEW CONTRADICTORY 90 ["against","for"])");
  EXPECT_EQ(tagged({ev("address", "AE-DIFC"), ev("kyc", "AE-DU")}), R"(REVIEW CONTRADICTORY 90 ["against","for"])");
  EXPECT_EQ(tagged({ev("address", "AE-DU"), ev("kyc", "AE")}), R"(AE:AE-DU 80 ["for","for"])") << "one regulator";
  EXPECT_EQ(tagged({ev("address", "AE-DIFC"), ev("phone", "AE")}),
            tagged({ev("address", "AE-DIFC"), ev("phone", "AE-DIFC")}))
      << "a calling code cannot tell the two apart";
  EXPECT_EQ(tagged({ev("address", "AE-DIFC"), ev("meeting", "AE")}), R"(AE:AE DIFC:AE-DIFC 80 ["for","added"])")
      << "met onshore";
}

TEST_F(Tag, StaleAndUnknownEvidenceIsSetAside) {
  EXPECT_EQ(tagged({ev("address", "GB", "2025-06-01"), ev("intent", "AE")}), R"(UK:GB 80 ["for","fallback"])")
      << "365 days";
  EXPECT_EQ(tagged({ev("address", "GB", "2025-05-31"), ev("intent", "AE")}), R"(AE:AE 60 ["stale","for"])")
      << "366 days";
  EXPECT_EQ(tagged({ev("address", "GB", "2025-06-01")}, "2026-06-01T23:59:59.999999Z"), R"(UK:GB 80 ["for"])");
  EXPECT_EQ(tagged({ev("address", "GB", "2025-06-01")}, "2026-06-02T00:00:00Z"), R"(REVIEW UNTAGGED 0 ["stale"])");
  EXPECT_EQ(tagged({ev("horoscope", "GB")}), R"(REVIEW UNTAGGED 0 ["unknown_kind"])");
}

TEST(ResolvePlace, ZoneWordsWinOverTheSubdivisionAndThatOverTheCountry) {
  const Firm firm = Firm().ready();
  const auto place = [&](const char* country, const char* sub, std::vector<std::string_view> lines) {
    return resolve_place(firm.policy, country, sub, lines);
  };
  EXPECT_EQ(place("GB", "", {}), "GB");
  EXPECT_EQ(place("AE", "AE-DU", {"Al Wasl Road"}), "AE-DU");
  EXPECT_EQ(place("AE", "AE-DU", {"Gate Village, D.I.F.C", "Level 3, DIFC."}), "AE-DIFC");
  EXPECT_EQ(place("AE", "", {"the Dubai  International-Financial Centre"}), "AE-DIFC");
  EXPECT_EQ(place("AE", "AE-DU", {"Office 7", "DIFC"}), "AE-DIFC");
  EXPECT_EQ(place("AE", "", {"Adific Trading"}), "AE") << "whole words only";
  EXPECT_EQ(place("GB", "", {"DIFC House"}), "GB") << "only within its country";
  EXPECT_EQ(place("GB", "GB-LND", {}), "GB") << "a subdivision nobody lists, where the country is enough";
  EXPECT_EQ(place("US", "US-WY", {}), "US-WY") << "and where it is not";
  EXPECT_EQ(place("", "US-NY", {}), "US-NY");
  EXPECT_EQ(place("GB", "US-NY", {}), "") << "contradicts itself";
  EXPECT_EQ(place("", "", {"DIFC"}), "");
}

// An address beside a zone speaks of it too, and so do many in it: which of the two it is, a person says.
TEST(ResolvePlace, SpeakingOfAZoneIsNotBeingThere) {
  const Firm firm = Firm().ready();
  for (const char* line : {"Opposite DIFC gate near mall", "near DIFC", "DIFC Gate Building", "Tower 5 DIFC"})
    EXPECT_EQ(resolve_place(firm.policy, "AE", "AE-DU", {line}), "") << line;
  EXPECT_EQ(resolve_place(firm.policy, "AE", "AE-DIFC", {"DIFC Gate Building"}), "AE-DIFC") << "its code says it";
  EXPECT_EQ(resolve_place(firm.policy, "AE", "AE-DU", {"Gate Building, DIFC"}), "AE-DIFC");
}

TEST(ResolvePlace, WordsOfTwoZonesNameNone) {
  Firm firm;
  firm.top("packs").as_array()[1].as_object()["places"].as_array().push_back(
      test::doc(R"({"code":"AE-ADGM","name":"Market","match":[{"within":"AE","words":["adgm"]}]})"));
  firm.ready();
  EXPECT_EQ(resolve_place(firm.policy, "AE", "", {"Square 1, ADGM"}), "AE-ADGM");
  EXPECT_EQ(resolve_place(firm.policy, "AE", "", {"ADGM Square", "formerly DIFC"}), "");
  EXPECT_EQ(resolve_place(firm.policy, "AE", "AE-DIFC", {"ADGM Square"}), "");
}

}  // namespace
}  // namespace licet::domain
