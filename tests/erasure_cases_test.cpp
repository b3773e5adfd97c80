// An erased person: nothing opens, the ledger holds, and no import and no hand brings them back.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/review_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"

namespace licet::app_test {
namespace {

using record::TableId;

class Erasure : public ::testing::Test {
 protected:
  Erasure() { world_.import(leads_csv()); }
  void erase(const LeadId& lead) {
    subject_ = SubjectId::parse(world_.lead(lead).text("subject")).value();
    const auto report = must(erase_by_two(world_, subject_));
    EXPECT_EQ(report.leads, 1);
    EXPECT_EQ(report.blobs, 1);
  }
  /// Opened and derived columns of the erased rows that still hold something.
  std::vector<std::string> remains() {
    std::vector<std::string> out;
    const auto look = [&](const record::Row& row) {
      const record::Table& table = record::table(row.table);
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        if ((table.columns[i].cls == record::ColumnClass::kOpened ||
             table.columns[i].cls == record::ColumnClass::kDerived) &&
            !record::is_null(row.values[i]))
          out.emplace_back(table.columns[i].name);
    };
    look(world_.row(TableId::kSubject, subject_.str()).value());
    for (const auto& row :
         world_.rows(TableId::kSourceEvent, {{"subject", app::Condition::Op::kEqual, subject_.str()}}))
      look(row);
    return out;
  }
  AppWorld world_;
  SubjectId subject_;
};

TEST_F(Erasure, NothingOpensAnyMoreAndTheLedgerHolds) {
  const LeadId lead = world_.lead_of("S-001");
  const std::string owner(world_.lead(lead).text("owner"));
  const auto open_before = world_.row(TableId::kLoad, owner).value().integer("open");
  erase(lead);
  EXPECT_EQ(remains(), std::vector<std::string>{});
  EXPECT_FALSE(world_.row(TableId::kSubject, subject_.str()).value().null("erased_by"));
  EXPECT_EQ(world_.lead(lead).text("status"), "erased");
  EXPECT_TRUE(world_.lead(lead).null("owner"));
  EXPECT_EQ(world_.row(TableId::kLoad, owner).value().integer("open"), open_before - 1);
  EXPECT_FALSE(must(world_.keys().find(subject_.str())));
  world_.expect_sound();
}

TEST_F(Erasure, WhatASourceSaysOfPapersGoesWithTheRest) {
  world_.import(
      "source_id,last_name,email,country,gender,nationality,passport,national_id\n"
      "S-001,Changed,new@example.com,GB,female,FR;GB,ZZ000004,ZZ-10\n");
  const LeadId lead = world_.lead_of("S-001");
  const record::Row before = world_.row(TableId::kSubject, std::string(world_.lead(lead).text("subject"))).value();
  EXPECT_EQ(before.text("gender"), "female");
  EXPECT_EQ(before.text("nationality"), "FR;GB");
  EXPECT_EQ(before.text("passport"), "ZZ000004");
  EXPECT_EQ(before.text("national_id"), "ZZ-10");
  subject_ = SubjectId::parse(before.text("id")).value();
  must(erase_by_two(world_, subject_));
  EXPECT_EQ(remains(), std::vector<std::string>{});
  world_.expect_sound();
}

TEST_F(Erasure, AgainIsHarmless) {
  erase(world_.lead_of("S-030"));
  const auto again = must(erase_by_two(world_, subject_));
  EXPECT_EQ(again.leads, 0);
  world_.expect_sound();
}

TEST_F(Erasure, NeedsTwoPeopleAndABasis) {
  const SubjectId subject = SubjectId::parse(world_.lead(world_.lead_of("S-001")).text("subject")).value();
  const std::string proposal = must(app::erasure_proposal(world_.deps(), world_.second(), subject, "request")).digest;
  EXPECT_FALSE(app::erase_subject(world_.deps(), world_.first(), world_.first(), subject, "request", proposal));
  EXPECT_FALSE(app::erase_subject(world_.deps(), world_.first(), world_.second(), subject, "", proposal));
  EXPECT_TRUE(must(world_.keys().find(subject.str())));
}

TEST_F(Erasure, AnAnswerToThePersonHasWhatCameInAsItCameUntilItIsErased) {
  const LeadId lead = world_.lead_of("S-001");
  const SubjectId subject = SubjectId::parse(world_.lead(lead).text("subject")).value();
  const auto shown = [&] { return must(app::show_subject(world_.deps(), world_.second(), subject)); };
  world_.import("source_id,last_name,email,country,Their Own Column\nS-001,Changed,new@example.com,GB,\"a, b\"\n");
  const app::SubjectView view = shown();
  ASSERT_EQ(view.source_events.size(), 2U);
  std::vector<std::string> raw;
  for (const app::SourceEventView& source : view.source_events) raw.push_back(source.raw);
  std::sort(raw.begin(), raw.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  EXPECT_EQ(
      raw[0],
      R"({"source_id":"S-001","last_name":"Changed","email":"new@example.com","country":"GB","Their Own Column":"a, b"})");
  EXPECT_NE(raw[1].find(R"("source_id":"S-001")"), std::string::npos) << raw[1];
  EXPECT_EQ(must(erase_by_two(world_, subject)).blobs, 2);
  for (const app::SourceEventView& source : shown().source_events) EXPECT_EQ(source.raw, "");
}

TEST_F(Erasure, ErasedLeadsAreGivenToNobodyAndTheirCasesAreClosed) {
  const LeadId lead = world_.lead_of("S-030");
  const CaseId id = world_.case_of(lead);
  erase(lead);
  EXPECT_FALSE(must(app::assign_lead(world_.deps(), world_.first(), lead, world_.person_id("p.nandakumar"))).assigned);
  EXPECT_FALSE(app::claim_case(world_.deps(), world_.first(), id));
  EXPECT_FALSE(app::classify_lead(world_.deps(), world_.first(), lead,
                                  {"professional", "elective", crypto::digest_text(crypto::sha256("papers"))}));
  world_.job("reauthorise");
  world_.job("retry_parked");
  EXPECT_EQ(world_.lead(lead).text("status"), "erased");
  world_.expect_sound();
}

TEST_F(Erasure, ImportingTheSameRowAgainDoesNotBringTheErasedPersonBack) {
  const LeadId lead = world_.lead_of("S-001");
  erase(lead);
  const record::Row subject = world_.row(TableId::kSubject, subject_.str()).value();
  const auto report = world_.import(leads_csv({"S-001"}));
  EXPECT_EQ(report.suppressed, 1);
  EXPECT_EQ(report.leads, 0);
  EXPECT_EQ(world_.row(TableId::kSubject, subject_.str()).value().values, subject.values);
  EXPECT_EQ(world_.lead(lead).text("status"), "erased");
  EXPECT_EQ(remains(), std::vector<std::string>{});
  EXPECT_TRUE(world_.source_events("S-001").empty());
  world_.expect_sound();
}

}  // namespace
}  // namespace licet::app_test
