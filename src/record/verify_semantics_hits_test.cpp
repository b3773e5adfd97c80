// Level 4: hits, what persons find about them, and good-guy entries. Every way around a second person is found.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "record/test_script.h"

namespace licet::record {
namespace {

using testing::Codes;
using testing::digest_of;
using testing::list_of;
using testing::sample_compared;
using testing::sample_findings;
using testing::sample_good_guy;
using testing::sample_hit;
using testing::sample_result;
using testing::SampleIds;
using testing::Script;

constexpr std::int64_t kHourUs = 3'600'000'000;

/// A lead with hits on its names, and a case about them that somebody decided.
class Hits {
 public:
  explicit Hits(int names = 1) {
    std::vector<std::string> open, compared;
    for (int name = 0; name < names; ++name) {
      open.push_back(sample_hit(name));
      compared.push_back(sample_compared(name));
    }
    script.body(lead_screened(ids.lead, "hit", sample_result(), {digest_of("list")}, open, {}, compared));
    script.body(case_opened(ids.review, ids.lead, "uk", {"screening_hit"}, script.now()));
    script.body(case_claimed(ids.review, ids.author));
  }
  /// Somebody decides; the entry that a second person's approval may make.
  void decide(const std::string& outcome, CaseFindings found, const std::string& screening = "false_positive") {
    script.propose(
        case_decided(ids.review, outcome, json::Object{{"screening", screening}}, ids.author, true, std::move(found)));
    entry = sample_good_guy(ids, 0, script.now(), script.proposal);
  }
  /// A second person approves; the body stays open for what follows from it.
  Script& approve() {
    script.command("review approve", ids.approver);
    return script.add(case_approved(ids.review, ids.approver, true, script.proposal));
  }
  /// The whole way: two persons find the first hit false, and the lead stands there.
  void found_false() {
    decide("release", sample_findings({{0, "false_positive"}}, entry_until()));
    approve().add(good_guy_added(entry, script.now())).add(cleared({0})).done();
  }
  NewEvent cleared(const std::vector<int>& names, const std::vector<int>& open = {}) const {
    return lead_screened(ids.lead, open.empty() ? "clear" : "hit", json::Object{}, {}, named(open), named(names));
  }
  static std::vector<std::string> named(const std::vector<int>& names) {
    std::vector<std::string> out;
    for (const int name : names) out.push_back(sample_hit(name));
    return out;
  }
  Instant entry_until() const { return sample_good_guy(ids, 0, script.now(), "").until; }
  NewEvent screened(const std::string& status, std::vector<std::string> open, std::vector<std::string> clear,
                    std::vector<std::string> compared, json::Value result = json::Object{}) const {
    return lead_screened(ids.lead, status, result, {digest_of("list")}, open, clear, compared);
  }

  Script script;
  const SampleIds& ids = script.ids;
  GoodGuy entry;
};

TEST(SemanticsOfHits, TwoPersonsEndAHit) {
  Hits hits;
  hits.found_false();
  EXPECT_EQ(hits.script.codes(), Codes());
  hits.script.body(hits.screened("clear", {}, {sample_hit(0)}, {sample_compared(0)}));
  EXPECT_EQ(hits.script.codes(), Codes()) << "the same pair does not alert again";
}

TEST(SemanticsOfHits, NobodyClearsAHitAlone) {
  const auto clear = [](bool waits, std::optional<bool> approved, bool same) {
    Hits hits;
    const SampleIds& ids = hits.ids;
    const CaseFindings found = sample_findings({{0, "false_positive"}}, hits.entry_until());
    hits.script.propose(
        case_decided(ids.review, "release", json::Object{{"screening", "false_positive"}}, ids.author, waits, found));
    hits.entry = sample_good_guy(ids, 0, hits.script.now(), hits.script.proposal);
    if (same) hits.entry.approved_by = ids.author;
    hits.script.command("review approve", hits.entry.approved_by);
    if (approved) hits.script.add(case_approved(ids.review, hits.entry.approved_by, *approved, hits.script.proposal));
    hits.script.add(good_guy_added(hits.entry, hits.script.now())).add(hits.cleared({0})).done();
    return hits.script.codes();
  };
  EXPECT_EQ(clear(true, true, false), Codes());
  EXPECT_EQ(clear(false, std::nullopt, false), (Codes{"cleared_alone", "decided_alone", "lifted_alone"}));
  const Codes alone = {"cleared_alone", "lifted_alone"};
  EXPECT_EQ(clear(true, std::nullopt, false), alone);
  EXPECT_EQ(clear(true, false, false), alone);
  EXPECT_EQ(clear(true, true, true), Codes{"four_eyes"});
  EXPECT_EQ(clear(false, true, false), (Codes{"case_not_proposed", "cleared_alone", "decided_alone", "lifted_alone"}));
}

TEST(SemanticsOfHits, AGoodGuyEntryNamesTheEntryThatWasHit) {
  const auto codes = [](const char* list, const char* key, const Attachments& attachments = {}, bool found = true) {
    Hits hits;
    if (!found) hits.script.body(hits.screened("hit", {sample_hit(0), "0:of-40"}, {}, {sample_compared(0)}));
    CaseFindings findings;
    findings.hits = json::Array{json::Object{
        {"disposition", "false_positive"}, {"entry", key}, {"hit", found ? sample_hit(0) : "0:of-40"}, {"list", list}}};
    findings.until = hits.entry_until();
    hits.decide("release", findings);
    if (!found) hits.entry.hit = "0:of-40";
    hits.entry.list = list;
    hits.entry.entry = key;
    hits.approve().add(good_guy_added(hits.entry, hits.script.now())).done();
    return hits.script.codes(attachments);
  };
  EXPECT_EQ(codes("sample", "1"), Codes());
  EXPECT_EQ(codes("sample", "2"), Codes{"good_guy"}) << "whoever decided was shown another entry than was hit";
  EXPECT_EQ(codes("other", "1"), Codes{"good_guy"});
  EXPECT_EQ(codes("", "", {}, false), Codes()) << "a hit that was counted and not listed has no entry";
  EXPECT_EQ(codes("sample", "1", {}, false), Codes{"good_guy"});
}

TEST(SemanticsOfHits, AGoodGuyEntryNeedsACaseThatASecondPersonApprovedForThisHit) {
  const auto codes = [](CaseFindings found, auto change) {
    Hits hits(2);
    hits.decide("release", std::move(found));
    change(hits.entry);
    hits.approve().add(good_guy_added(hits.entry, hits.script.now())).done();
    return hits.script.codes();
  };
  const Instant until = Hits().entry_until();
  const auto nothing = [](GoodGuy&) {};
  EXPECT_EQ(codes(sample_findings({{0, "false_positive"}}, until), nothing), Codes());
  EXPECT_EQ(codes(sample_findings({{1, "false_positive"}}, until), nothing), Codes{"lifted_alone"});
  EXPECT_EQ(codes(sample_findings({{0, "true_match"}}, until), nothing), Codes{"lifted_alone"});
  EXPECT_EQ(codes({}, nothing), Codes{"lifted_alone"});
  const CaseFindings found = sample_findings({{0, "false_positive"}}, until);
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.entry = "2"; }), (Codes{"good_guy", "lifted_alone"}))
      << "another entry of the list";
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.compared = "b3RoZXI="; }), Codes{"good_guy"});
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.until.us += 1; }), Codes{"good_guy"});
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.subject = SubjectId(); }), (Codes{"event_fields", "good_guy"}));
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.approved_by = PersonId(); }), (Codes{"actor", "approval_missing"}));
  EXPECT_EQ(codes(found, [](GoodGuy& e) { e.approved_by = e.by; }), (Codes{"actor", "four_eyes"}));
  EXPECT_EQ(codes(found, [](GoodGuy& e) { std::swap(e.by, e.approved_by); }), (Codes{"actor", "lifted_alone"}));
}

TEST(SemanticsOfHits, AnEntryHoldsForThreeYearsAtMost) {
  const auto codes = [](std::int64_t us) {
    Hits hits;
    const Instant until{hits.script.now().us + us};
    hits.decide("release", sample_findings({{0, "false_positive"}}, until));
    hits.entry.until = until;
    hits.approve().add(good_guy_added(hits.entry, hits.script.now())).done();
    return hits.script.codes();
  };
  EXPECT_EQ(codes(limits::kGoodGuyMaxUs), Codes());
  EXPECT_EQ(codes(limits::kGoodGuyMaxUs + 1), Codes{"good_guy"});
  EXPECT_EQ(codes(0), Codes{"good_guy"});
}

TEST(SemanticsOfHits, AnEntryHoldsNoLongerThanThePolicySays) {
  const std::string document = R"({"screening":{"good_guy_max_days":1,"lists":["sample"],"max_age_days":1}})";
  const auto codes = [&](std::int64_t us) {
    Hits hits;
    const SampleIds& ids = hits.ids;
    hits.script.body(policy_proposed(digest_of(document), ids.author, hits.script.now()));
    hits.script.body(policy_activated(digest_of(document), ids.approver, hits.script.now(), digest_of("p")));
    hits.script.policy = document;
    const Instant until{hits.script.now().us + us};
    hits.decide("release", sample_findings({{0, "false_positive"}}, until));
    hits.entry.until = until;
    hits.approve().add(good_guy_added(hits.entry, hits.script.now())).done();
    return hits.script.codes([&](std::string_view digest) -> std::optional<Bytes> {
      if (digest != digest_of(document)) return std::nullopt;
      return Bytes(as_bytes(document).begin(), as_bytes(document).end());
    });
  };
  // "policy": this one is too small to decide anything by.
  EXPECT_EQ(codes(24 * kHourUs), Codes{"policy"});
  EXPECT_EQ(codes(24 * kHourUs + 1), (Codes{"good_guy", "policy"}));
}

TEST(SemanticsOfHits, WithoutAnEntryThatHoldsAHitStays) {
  Hits alone;
  alone.script.body(alone.cleared({0}));
  EXPECT_EQ(alone.script.codes(), (Codes{"cleared_alone", "good_guy"}));
  Hits vanished;
  vanished.found_false();
  vanished.script.body(vanished.cleared({}));
  EXPECT_EQ(vanished.script.codes(), (Codes{"cleared_alone", "hit_lifted"})) << "what persons end, they keep in sight";
  Hits another;
  another.found_false();
  another.script.body(another.screened("clear", {}, {sample_hit(1)}, {sample_compared(0), sample_compared(1)}));
  EXPECT_EQ(another.script.codes(), Codes{"good_guy"}) << "another name";
  Hits changed;
  changed.found_false();
  changed.script.body(changed.screened("clear", {}, {sample_hit(0)}, {"0:b3RoZXI="}));
  EXPECT_EQ(changed.script.codes(), Codes{"good_guy"}) << "the person is compared by other facts";
}

TEST(SemanticsOfHits, AnEntryOfTheListThatChangedIsAnotherHit) {
  Hits hits;
  hits.found_false();
  hits.script.body(hits.screened("clear", {}, {"0:" + digest_of("changed")}, {sample_compared(0)}));
  EXPECT_EQ(hits.script.codes(), Codes{"good_guy"});
}

TEST(SemanticsOfHits, AnEntryThatIsOverHoldsNoMore) {
  const auto codes = [](std::int64_t before) {
    Hits hits;
    const Instant until = hits.script.now();
    hits.decide("release", sample_findings({{0, "false_positive"}}, Instant{until.us + kHourUs}));
    hits.entry.until = Instant{until.us + kHourUs};
    hits.approve().add(good_guy_added(hits.entry, hits.script.now())).add(hits.cleared({0})).done();
    hits.script.at(Instant{until.us + kHourUs - before});
    hits.script.body(hits.screened("clear", {}, {sample_hit(0)}, {sample_compared(0)}));
    return hits.script.codes();
  };
  EXPECT_EQ(codes(1), Codes());
  EXPECT_EQ(codes(0), Codes{"good_guy"});
}

TEST(SemanticsOfHits, AHitThatAScreeningFoundIsSomewhere) {
  const json::Value result(json::Object{{"hits", json::Array{json::Object{{"entry_hash", digest_of("entry")}}}}});
  Hits open;
  open.script.body(open.screened("hit", {sample_hit(0)}, {}, {sample_compared(0)}, result));
  EXPECT_EQ(open.script.codes(), Codes());
  Script nowhere;
  nowhere.body(lead_screened(nowhere.ids.lead, "clear", result, {digest_of("list")}));
  EXPECT_EQ(nowhere.codes(), Codes{"open_hits"});
}

TEST(SemanticsOfHits, WhatEndsAlertsAgainInTheSameEntry) {
  const auto codes = [](const std::string& why, bool revived, std::int64_t later) {
    Hits hits;
    hits.found_false();
    hits.script.at(Instant{hits.script.now().us + later});
    const bool by_a_person = why != "expired";
    hits.script.command("end", by_a_person ? std::optional<PersonId>(hits.ids.author) : std::nullopt);
    hits.script.add(good_guy_ended(hits.ids.good, hits.ids.subject, why, by_a_person ? hits.ids.author : PersonId(),
                                   hits.script.now()));
    if (revived) hits.script.add(hits.cleared({}, {0}));
    hits.script.done();
    return hits.script.codes();
  };
  const std::int64_t over = 1'000'000'000;
  EXPECT_EQ(codes("revoked", true, 0), Codes());
  EXPECT_EQ(codes("revoked", false, 0), Codes{"good_guy"});
  EXPECT_EQ(codes("expired", true, over), Codes());
  EXPECT_EQ(codes("expired", true, over - 1), Codes{"good_guy"}) << "before its time";
  EXPECT_EQ(codes("expired", false, over), Codes{"good_guy"});
  Hits twice;
  twice.found_false();
  for (int i = 0; i < 2; ++i)
    twice.script.body(
        good_guy_ended(twice.ids.good, twice.ids.subject, "revoked", twice.ids.author, twice.script.now()),
        twice.cleared({}, {0}));
  EXPECT_EQ(twice.script.codes(), Codes{"good_guy"}) << "ended twice";
  Hits nobody;
  nobody.found_false();
  nobody.script.body(good_guy_ended(nobody.ids.good, nobody.ids.subject, "revoked", PersonId(), nobody.script.now()),
                     nobody.cleared({}, {0}));
  EXPECT_EQ(nobody.script.codes(), Codes{"approval_missing"});
}

TEST(SemanticsOfHits, WhatIsFoundAboutAHitWaitsForASecondPerson) {
  for (const char* disposition : {"false_positive", "true_match", "inconclusive"}) {
    Hits hits;
    hits.script.body(case_decided(hits.ids.review, "refuse", json::Object{{"screening", disposition}}, hits.ids.author,
                                  false, sample_findings({{0, disposition}})));
    EXPECT_EQ(hits.script.codes(), Codes{"decided_alone"}) << disposition;
    Hits unsaid;
    unsaid.script.body(case_decided(unsaid.ids.review, "refuse", json::Object{}, unsaid.ids.author, false,
                                    sample_findings({{0, disposition}})));
    EXPECT_EQ(unsaid.script.codes(), Codes{"decided_alone"}) << disposition;
  }
}

TEST(SemanticsOfHits, AnEscalationRestsOnADecisionThatTwoPersonsMade) {
  const auto codes = [](const std::string& outcome, std::int64_t later, bool two) {
    Hits hits;
    const Instant again{hits.script.now().us + kHourUs};
    hits.decide(outcome, sample_findings({{0, "inconclusive"}}, {}, again), "inconclusive");
    hits.approve()
        .add(case_escalated(hits.ids.review, hits.ids.author, two ? hits.ids.approver : hits.ids.author,
                            Instant{again.us + later}, hits.script.now()))
        .done();
    return hits.script.codes();
  };
  EXPECT_EQ(codes("escalate", 0, true), Codes());
  EXPECT_EQ(codes("release", 0, true), Codes{"lifted_alone"});
  EXPECT_EQ(codes("escalate", 1, true), Codes{"lifted_alone"}) << "another moment than was approved";
  EXPECT_EQ(codes("escalate", 0, false), (Codes{"actor", "four_eyes"}));
}

TEST(SemanticsOfHits, ACaseThatIsOpenAgainLeavesNothingOfItsFinding) {
  const auto reopened = [](bool closed, bool ends) {
    Hits hits;
    hits.found_false();
    if (closed) hits.script.body(case_closed(hits.ids.review, hits.ids.lead, "released", hits.script.now()));
    hits.script.command("review reopen", hits.ids.approver);
    hits.script.add(case_reopened(hits.ids.review, hits.ids.lead, hits.ids.approver, hits.script.now()));
    if (ends)
      hits.script.add(good_guy_ended(hits.ids.good, hits.ids.subject, "reopened", hits.ids.approver, hits.script.now()))
          .add(hits.cleared({}, {0}));
    return hits.script.done().codes();
  };
  EXPECT_EQ(reopened(true, true), Codes());
  EXPECT_EQ(reopened(true, false), Codes{"good_guy"});
  EXPECT_EQ(reopened(false, true), Codes{"case"});
}

TEST(SemanticsOfHits, AFindingClearsAgainstTheListsActiveThen) {
  Hits hits;
  hits.decide("release", sample_findings({{0, "false_positive"}}, hits.entry_until()));
  hits.script.body(list_of("next", "sample", digest_of("list")));
  hits.approve().add(good_guy_added(hits.entry, hits.script.now())).add(hits.cleared({0})).done();
  EXPECT_EQ(hits.script.codes(), Codes{"cleared_lists"});
}

TEST(SemanticsOfHits, AFindingEndsTheHitsThatItNamesAndNoOther) {
  Hits hits(2);
  hits.found_false();
  EXPECT_EQ(hits.script.codes(), Codes{"hit_lifted"});
  Hits left(2);
  left.decide("release", sample_findings({{0, "false_positive"}}, left.entry_until()));
  left.approve().add(good_guy_added(left.entry, left.script.now())).add(left.cleared({0}, {1})).done();
  EXPECT_EQ(left.script.codes(), Codes());
}

}  // namespace
}  // namespace licet::record
