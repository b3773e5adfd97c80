// Leads in review tell nobody why: what is shown of a hit cannot be told from any other reason, or from a lead that was
// never held.
#include <gtest/gtest.h>

#include <set>

#include "access_world.h"
#include "app/good_guy_commands.h"

namespace licet::app_test {
namespace {

using app::AssignAnswer;
using app::CaseAnswer;
using record::TableId;

class TippingOff : public ::testing::Test {
 protected:
  TippingOff() { world_.import(leads_csv()); }

  /// Everything a query gives of a lead, without what differs by itself: ids, and what the source wrote.
  std::string shown(const app::Principal& who, const char* source_id) {
    const LeadId lead = world_.lead_of(source_id);
    const auto history = must(app::explain_lead(world_.deps(), who, lead.str()));
    const app::LeadView& view = history.view;
    std::string out = view.open_case ? "case;" : "";
    out += std::to_string(history.items.size()) + " items;";
    static const std::set<std::string_view> kOfTheSource = {
        "id", "subject", "lawful_basis", "product", "language", "source", "campaign", "client_type", "received_at"};
    const record::Table& table = record::table(TableId::kLead);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      const std::string_view name = table.columns[i].name;
      if (kOfTheSource.count(name) != 0 || record::is_null(view.lead.values[i])) continue;
      out += std::string(name) + "=" + std::string(view.lead.text(name)) + ";";
    }
    return out;
  }
  std::string assigned(const app::Principal& who, const char* source_id, const char* to) {
    const AssignAnswer answer =
        must(app::assign_lead(world_.deps(), who, world_.lead_of(source_id), world_.person_id(to)));
    std::string out = answer.assigned ? "assigned" : "refused";
    for (const std::string& reason : answer.reasons) out += " " + reason;
    return out + " " + json::canonical(answer.decision);
  }
  /// A hit; then leads held for every other kind of reason.
  static constexpr const char* kHit = "S-030";
  static constexpr const char* kOthers[] = {"S-031", "S-032", "S-033", "S-034", "S-028", "S-027",
                                            "S-025", "S-012", "S-013", "S-008", "S-022"};
  AppWorld world_;
};

TEST_F(TippingOff, AManagerCannotTellAHitFromAnyOtherReason) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  const auto auditor = world_.person("a.moreau");
  for (const app::Principal& who : {manager, auditor}) {
    const std::string hit = shown(who, kHit);
    EXPECT_EQ(hit, "0 items;status=review;state=NEW;");
    for (const char* other : kOthers) EXPECT_EQ(shown(who, other), hit) << other;
  }
  const std::string refused = assigned(manager, kHit, "p.nandakumar");
  EXPECT_EQ(refused, "refused IN_REVIEW null");
  for (const char* other : kOthers) EXPECT_EQ(assigned(manager, other, "p.nandakumar"), refused) << other;
  EXPECT_EQ(assigned(manager, kHit, "m.castellano"), refused) << "whoever is named";
}

TEST_F(TippingOff, AManagerOfTheMarketNeither) {
  const auto manager = world_.person("g.mbeki-lowe");
  for (const char* other : {"S-031", "S-032", "S-033", "S-034", "S-035"})
    EXPECT_EQ(shown(manager, other), shown(manager, kHit));
}

TEST_F(TippingOff, ALeadThatFreezesIsGoneFromItsOwnersList) {
  const auto rep = world_.person("p.nandakumar");
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), rep, world_.lead_of(kHit).str())), "NOT_FOUND");
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), rep, world_.lead_of("S-032").str())), "NOT_FOUND");
  EXPECT_EQ(code_of(app::list_cases(world_.deps(), rep, {})), "NO_RIGHT");
}

TEST_F(TippingOff, FiltersSeeWhatIsShown) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  app::LeadFilter filter;
  filter.status = "review";
  const auto held = ids_of(all_leads(world_, manager, filter));
  for (const char* lead : {"S-030", "S-032", "S-008", "S-028"})
    EXPECT_EQ(held.count(world_.lead_of(lead).str()), 1u) << lead;
  filter.status = "refused";
  EXPECT_TRUE(all_leads(world_, manager, filter).empty());
  filter = {};
  filter.market = "uk";
  for (const app::LeadView& view : all_leads(world_, manager, filter)) EXPECT_EQ(view.lead.text("status"), "assigned");
  // Who reviews sees all of it.
  filter.status = "refused";
  filter.market = "";
  EXPECT_EQ(ids_of(all_leads(world_, world_.first(), filter)).count(world_.lead_of("S-008").str()), 1u);
  filter = {"", "uk", "", 50};
  EXPECT_EQ(ids_of(all_leads(world_, world_.first(), filter)).count(world_.lead_of("S-030").str()), 1u);
}

TEST_F(TippingOff, PagesAreFullWhateverIsLeftOut) {
  const auto manager = hire(world_, "all.markets", {"manager"});
  app::LeadFilter filter;
  filter.status = "review";
  const auto whole = ids_of(all_leads(world_, manager, filter));
  std::set<std::string> paged;
  filter.limit = 3;
  for (;;) {
    const auto page = must(app::list_leads(world_.deps(), manager, filter));
    for (const app::LeadView& view : page) paged.emplace(view.lead.text("id"));
    if (page.size() < filter.limit) break;
    filter.after = std::string(page.back().lead.text("id"));
  }
  EXPECT_EQ(paged, whole);
}

TEST_F(TippingOff, TheHistoryOfAClearedLeadDoesNotTellThatItWasHeld) {
  const LeadId lead = world_.lead_of(kHit);
  const CaseId id = world_.case_of(lead);
  const CaseAnswer proposed = decided(world_, id, {"release", {{"screening", "false_positive"}}, "another birth date"});
  must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  const std::string owner = world_.handle(world_.lead(lead).text("owner"));
  ASSERT_FALSE(owner.empty());
  const auto rep = world_.person(owner);
  const auto history = must(app::explain_lead(world_.deps(), rep, lead.str()));
  EXPECT_FALSE(history.items.empty());
  std::string said;
  for (const auto& item : history.items) {
    said += item.command + item.by.id + item.by.kind + json::canonical(item.opened);
    for (const auto& event : item.events) said += event.type + json::canonical(json::Value(event.fields));
  }
  for (const char* word : {"screening", "SCREENING", "case", "false_positive", "another birth date", "review",
                           "release", "approve", "hit"})
    EXPECT_EQ(said.find(word), std::string::npos) << word << " in " << said;
  EXPECT_EQ(said.find(world_.second().person().str()), std::string::npos) << "who approved";
  EXPECT_TRUE(history.view.lead.null("screening"));
}

TEST_F(TippingOff, AHitThatAlertsAgainIsLikeAnyOtherReason) {
  const LeadId lead = world_.lead_of(kHit);
  const CaseId id = world_.case_of(lead);
  const CaseAnswer proposed = decided(world_, id, {"release", {{"screening", "false_positive"}}, "another birth date"});
  must(app::approve_case(world_.deps(), world_.second(), id, true, proposed.proposal));
  const auto owner = world_.person(world_.handle(world_.lead(lead).text("owner")));
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), owner, lead.str())), "done");
  const auto entries = world_.rows(TableId::kGoodGuy);
  ASSERT_EQ(entries.size(), 1U);
  must(app::revoke_good_guy(world_.deps(), world_.first(), entries.front().text("id"), "the passport was forged"));
  ASSERT_EQ(world_.lead(lead).text("screening"), "hit");
  const auto manager = hire(world_, "all.markets", {"manager"});
  const std::string revived = shown(manager, kHit), refused = assigned(manager, kHit, "p.nandakumar");
  for (const char* other : kOthers) {
    EXPECT_EQ(shown(manager, other), revived) << other;
    EXPECT_EQ(assigned(manager, other, "p.nandakumar"), refused) << other;
  }
  EXPECT_EQ(code_of(app::show_lead(world_.deps(), owner, lead.str())), "NOT_FOUND");
  for (const app::LeadView& view : all_leads(world_, owner)) EXPECT_NE(view.lead.text("id"), lead.str());
}

TEST_F(TippingOff, AnImportTellsWhoDoesNotReviewNoReason) {
  const auto counted = [&](const char* source_id, const app::Principal& who) {
    AppWorld fresh;
    const app::Principal importer = who.grants().size() == 1 ? hire(fresh, "importer", {"manager"}) : fresh.first();
    const std::string csv = leads_csv({source_id});
    app::csv::TextSource input(csv);
    app::ImportOptions options;
    options.source = "sample";
    options.dry_run = true;
    app::ImportCallbacks callbacks;
    callbacks.reject = [](std::uint64_t, const std::string&, std::string_view) { return Status(); };
    const auto report =
        must(app::import_leads(fresh.deps(), importer, fresh.state(app::LoadLists::kYes), input, options, callbacks));
    std::string out = std::to_string(report.review) + "," + std::to_string(report.refused);
    for (const auto& [reason, count] : report.by_reason) out += " " + reason;
    for (const auto& [market, count] : report.by_market) out += " " + market;
    return out;
  };
  const auto manager = hire(world_, "all.markets", {"manager"});
  EXPECT_EQ(counted(kHit, world_.first()), "1,0 screening_hit uk");
  EXPECT_EQ(counted(kHit, manager), "1,0 in_review");
  for (const char* other : {"S-032", "S-008", "S-028"}) EXPECT_EQ(counted(other, manager), "1,0 in_review") << other;
}

TEST_F(TippingOff, NamesAreScreenedByHandByComplianceAlone) {
  const app::FirmState state = world_.state(app::LoadLists::kYes);
  screening::Query query;
  query.full_name = "Mirko Ostrovsky-Kale";
  for (const char* handle : {"p.nandakumar", "g.mbeki-lowe", "a.moreau"})
    EXPECT_EQ(code_of(app::screen_name(world_.deps(), world_.person(handle), state, query)), "NO_RIGHT") << handle;
  EXPECT_FALSE(must(app::screen_name(world_.deps(), world_.first(), state, query)).hits.empty());
}

}  // namespace
}  // namespace licet::app_test
