// Random firms, random commands: at no time is a lead held by somebody who may not have it, and the tables are the fold
// of the ledger. "May" is asked twice: of the gate, and of a plain reading of the register's documents that shares
// nothing with it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <map>
#include <set>

#include "app/case_reopening.h"
#include "app/good_guy_commands.h"
#include "app/policy_commands.h"
#include "app/register_commands.h"
#include "app/review_commands.h"
#include "app/subject_commands.h"
#include "app_world.h"
#include "record/proposal.h"

namespace licet::app_test {
namespace {

using record::TableId;

constexpr std::int64_t kDayUs = 86'400'000'000;

bool slow() { return std::getenv("LICET_TEST_SLOW") != nullptr; }

// ---- a plain reading of the documents

/// What the packs of the example demand, in plain words: kinds that permit an entity, and whether the person needs a
/// registration of the same pack. A pack that is not here permits nobody.
struct Demand {
  std::set<std::string> permits;
  bool registration;
  const char* confirmed_rule;  ///< the permission rests on this rule being confirmed; null: on none
  bool yearly = false;         ///< what is held ends with the calendar year in which it began
};
const std::map<std::string, Demand>& demands() {
  static const std::map<std::string, Demand> kDemands = {
      {"UK", {{"licence", "exemption"}, true, nullptr}},
      {"EU", {{"licence"}, true, nullptr}},
      {"DE", {{"licence", "passport"}, false, nullptr}},
      {"FR", {{"licence", "passport"}, false, nullptr}},
      {"IE", {{"licence"}, false, nullptr}},
      {"NL", {{"licence", "passport"}, false, "NL-PASSPORT"}},
      {"ES", {{"licence", "passport"}, false, "ES-PASSPORT"}},
      {"CH", {{"licence"}, true, nullptr}},
      {"DIFC", {{"licence"}, true, nullptr}},
      {"US", {{"licence"}, true, nullptr}},
      {"US-NY", {{"licence"}, true, nullptr}},
      {"US-CA", {{"licence"}, true, nullptr}},
      {"US-TX", {{"licence"}, true, nullptr}},
      {"US-MA", {{"licence"}, true, nullptr, true}},
  };
  return kDemands;
}

class PlainReading {
 public:
  PlainReading(const json::Value& policy, const json::Value& reg, std::map<std::string, Instant> confirmed, Instant at)
      : policy_(policy), confirmed_(std::move(confirmed)), at_(at) {
    for (const json::Value& record : reg.find("records")->as_array()) records_.push_back(&record);
    zones_ = must(ZoneTable::from_json(*policy.find("zones")));
  }

  /// Why this person of this team may not have the lead; "" when nothing stands against it.
  std::string objection(const record::Row& lead, const std::string& person, const std::string& team) const {
    if (!lead.null("refused_by")) return "a reviewer refused it";
    if (lead.text("screening") != "clear") return "not screened clear";
    if (lead.null("lawful_basis")) return "no lawful basis";
    if (lead.text("product") == "structured_notes" &&
        (lead.text("client_type_basis") != "classified" || lead.text("client_type") == "retail") &&
        lead.text("jurisdictions").find("\"CH\"") != std::string_view::npos && !is_judged(lead))
      return "nobody judged the notes";
    const json::Value pairs = must(json::parse(lead.text("jurisdictions")));
    if (pairs.as_array().empty()) return "nowhere";
    for (const json::Value& pair : pairs.as_array()) {
      const std::string pack = pair.as_array()[0].as_string();
      const std::string against = in(pack, pair.as_array()[1].as_string(), lead, person, team);
      if (!against.empty()) return pack + ": " + against;
    }
    return "";
  }

 private:
  std::string in(const std::string& pack, const std::string& place, const record::Row& lead, const std::string& person,
                 const std::string& team) const {
    const auto demand = demands().find(pack);
    if (demand == demands().end()) return "nobody is permitted there";
    const std::string date = format_date(zones_.date_at(zone_of(pack, place), at_).value());
    const json::Value* team_record = holding(date, [&](const json::Value& r) { return is(r, "team", "key", team); });
    if (team_record == nullptr) return "the team is not in force";
    const std::string entity(team_record->string_or("entity", ""));
    if (holding(date, [&](const json::Value& r) { return is(r, "entity", "key", entity); }) == nullptr)
      return "the entity is not in force";
    if (holding(date, [&](const json::Value& r) { return is(r, "person", "person", person); }) == nullptr)
      return "the person is not in force";
    const auto member = [&](const json::Value& r) {
      return is(r, "member", "person", person) && r.string_or("team", "") == team;
    };
    if (holding(date, member) == nullptr) return "no member of the team";
    const auto of_the_year = [&](const json::Value& r) {
      return !demand->second.yearly || std::string(r.string_or("from", "")).substr(0, 4) == date.substr(0, 4);
    };
    const auto permits = [&](const json::Value& r) {
      return of_the_year(r) && demand->second.permits.count(std::string(r.string_or("kind", ""))) != 0 &&
             r.string_or("entity", "") == entity && covers(r, pack, place, lead);
    };
    if (holding(date, permits) == nullptr) return "the entity has no licence or passport";
    const auto registered = [&](const json::Value& r) {
      return is(r, "registration", "person", person) && of_the_year(r) && covers(r, pack, place, lead);
    };
    if (demand->second.registration && holding(date, registered) == nullptr) return "the person is not registered";
    if (demand->second.confirmed_rule == nullptr) return "";
    const auto until = confirmed_.find(demand->second.confirmed_rule);
    return until != confirmed_.end() && at_ < until->second ? "" : "the rule is not confirmed";
  }

  /// Two people settled the committee's rule for a lead with the same product and client type in the same place.
  static bool is_judged(const record::Row& lead) {
    if (lead.text("settled_rules").find("MERIDIAN-NOTES") == std::string_view::npos) return false;
    const json::Value about = must(json::parse(lead.text("settled_about")));
    return about.string_or("product", "") == lead.text("product") &&
           about.string_or("client_type", "") == lead.text("client_type") &&
           about.bool_or("classified", false) == (lead.text("client_type_basis") == "classified") &&
           json::canonical(*about.find("jurisdictions")).find("\"CH:") != std::string::npos;
  }

  static bool is(const json::Value& record, std::string_view kind, std::string_view field, std::string_view value) {
    return record.string_or("kind", "") == kind && record.string_or(field, "") == value;
  }

  /// The first active record in force on the date that fits.
  template <typename Fits>
  const json::Value* holding(const std::string& date, Fits fits) const {
    for (const json::Value* record : records_) {
      const std::string from(record->string_or("from", "")), to(record->string_or("to", ""));
      if (record->string_or("status", "") == "active" && (from.empty() || from <= date) && (to.empty() || date <= to) &&
          fits(*record))
        return record;
    }
    return nullptr;
  }

  static bool lists(const json::Value& record, std::string_view field, const std::string& value) {
    const json::Value* list = record.find(field);
    if (list == nullptr || !list->is_array()) return true;  // all
    return std::any_of(list->as_array().begin(), list->as_array().end(),
                       [&](const json::Value& item) { return item.as_string() == value; });
  }

  static bool covers(const json::Value& record, const std::string& pack, const std::string& place,
                     const record::Row& lead) {
    static const std::map<std::string, std::string> kActivities = {
        {"funds", "distribution"}, {"private_credit", "distribution"}, {"advice", "advice"}};
    const auto activity = kActivities.find(std::string(lead.text("product")));
    return record.string_or("pack", "") == pack && lists(record, "places", place) &&
           lists(record, "activities", activity == kActivities.end() ? "brokerage" : activity->second);
  }

  std::string zone_of(const std::string& pack, const std::string& place) const {
    std::string zone;
    for (const json::Value& one : policy_.find("packs")->as_array()) {
      if (one.string_or("id", "") != pack) continue;
      zone = std::string(one.string_or("zone", ""));
      const json::Value* places = one.find("place_zones");
      if (places == nullptr || !places->is_array()) continue;
      for (const json::Value& own : places->as_array())
        if (own.string_or("place", "") == place) zone = std::string(own.string_or("zone", ""));
    }
    return zone;
  }

  const json::Value& policy_;
  std::map<std::string, Instant> confirmed_;
  Instant at_;
  std::vector<const json::Value*> records_;
  ZoneTable zones_;
};

// ---- random firms and commands

/// The example with some records that end, begin or stand still around the time of the test.
app::FirmBundle random_firm(SeededRandom& random) {
  app::FirmBundle firm = meridian();
  const auto below = [&](std::uint64_t n) { return random.next() % n; };
  const auto date = [&] {
    return json::Value(format_date(Date{from_ymd(2026, 11, 10).days + static_cast<std::int32_t>(below(60))}));
  };
  for (app::RecordSeed& seed : firm.register_seed.records) {
    const std::string kind = seed.record.at("kind").as_string();
    if (kind == "leave" || below(6) != 0) continue;
    switch (below(3)) {
      case 0:
        seed.record["to"] = date();
        break;
      case 1:
        if (kind != "entity" && kind != "team") seed.record["from"] = date();
        break;
      default:
        seed.record["status"] = json::Value("suspended");
    }
    const json::Value &from = seed.record["from"], &to = seed.record["to"];
    if (from.is_string() && to.is_string() && to.as_string() < from.as_string()) seed.record["to"] = json::Value();
  }
  return firm;
}

class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : random_(seed), world_(options(seed), random_firm(random_)) {
    for (const auto& person : meridian().people) people_.push_back(world_.person_id(person.handle));
    for (const record::Row& row : world_.rows(TableId::kRegister)) keys_.emplace_back(row.text("key"));
  }

  void run(int steps) {
    for (int step = 0; step < steps && !::testing::Test::HasFailure(); ++step) {
      const std::string what = one();
      SCOPED_TRACE("step " + std::to_string(step) + ": " + what);
      // A command that touches a lead finds by itself what the clock, the register or counsel changed; for all others
      // the job does, which comes now and then.
      if (!touched_.empty()) expect_nobody_holds_what_he_may_not(touched_);
      touched_ = LeadId();
      if (changed_around_ && below(2) == 0) {
        world_.job("reauthorise");
        changed_around_ = false;
      }
      if (!changed_around_) expect_nobody_holds_what_he_may_not();
    }
    if (!::testing::Test::HasFailure()) world_.expect_sound();
  }

  std::size_t held() const { return held_; }
  const std::map<std::string, int>& done() const { return done_; }

 private:
  static WorldOptions options(std::uint64_t seed) {
    WorldOptions options;
    options.seed = seed;
    return options;
  }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  const app::Principal& somebody() { return below(2) == 0 ? world_.first() : world_.second(); }

  std::string one() {
    const auto leads = world_.rows(TableId::kLead);
    if (leads.empty()) return import();
    const LeadId lead = LeadId::parse(pick(leads).text("id")).value();
    switch (below(19)) {
      case 0:
      case 1:
      case 2:
        return import();
      case 16:
        touched_ = lead;
        return note("show", app::show_lead(world_.deps(), world_.first(), lead.str()));
      case 17:
        touched_ = lead;
        return note("show subject", app::show_subject(world_.deps(), world_.second(),
                                                      SubjectId::parse(world_.lead(lead).text("subject")).value()));
      case 3:
      case 4:
      case 5:
        touched_ = lead;
        return note("assign", app::assign_lead(world_.deps(), world_.first(), lead, pick(people_)));
      case 6:
        return note("classify", app::classify_lead(world_.deps(), somebody(), lead,
                                                   {below(2) == 0 ? "institutional" : "professional",
                                                    below(3) == 0 ? "elective" : "per_se", digest_of("papers")}));
      case 7:
      case 8:
        return review();
      case 18:
        return below(2) == 0 ? judge() : below(2) == 0 ? doubt() : review();
      case 9:
        changed_around_ = true;
        return note("suspend", app::suspend_record(world_.deps(), somebody(), pick(keys_)));
      case 10:
        changed_around_ = true;
        return note("restore", restore_by_two(world_, pick(keys_)));
      case 11:
        changed_around_ = true;
        return put_record();
      case 12:
        changed_around_ = true;
        return confirmation();
      case 13:
        changed_around_ = true;
        return jump();
      case 14:
        return below(3) == 0 ? erase(lead) : retry();
      default:
        return retry();
    }
  }

  template <typename T>
  std::string note(const std::string& what, const Result<T>& result) {
    ++done_[what + (result ? "" : " refused")];
    return what;
  }
  static std::string digest_of(std::string_view text) { return crypto::digest_text(crypto::sha256(text)); }

  std::string import() {
    static const std::vector<std::string> kPlaces = {",GB", ",DE",   ",FR",   ",NL",   ",ES",   ",IT",     ",CH",
                                                     ",AE", "NY,US", "CA,US", "TX,US", "MA,US", "FL,US",   ",US",
                                                     ",KY", ",",     ",GB",   ",DE",   "NY,US", ",AE-DIFC"};
    static const std::vector<std::string> kProducts = {
        "", "brokerage", "funds", "bonds", "advice", "brokerage", "structured_notes", "private_credit"};
    static const std::vector<std::string> kTypes = {"retail", "retail", "professional", "institutional", ""};
    static const std::vector<std::string> kBases = {"consent", "consent", "consent", "contract", ""};
    std::string csv =
        "source_id,first_name,last_name,email,city,state,country,kyc_residence,stated_intent,product,prospect_type,"
        "lawful_basis,language\n";
    for (std::size_t i = 0, n = 1 + below(5); i < n; ++i) {
      const std::string id = std::to_string(below(60));
      std::string place = below(6) == 0 ? ",CH" : pick(kPlaces),
                  kyc = below(6) == 0 ? pick(std::vector<std::string>{"GB", "DE", "US-NY"}) : "";
      if (place == ",AE-DIFC") place = ",", kyc = "AE-DIFC";
      const bool listed = below(20) == 0;
      csv += "R" + id + "," + (listed ? "Mirko,Ostrovsky-Kale" : "Ada" + id + ",Probe" + id) + ",p" +
             std::to_string(below(80)) + "@example.com,," + place + "," + kyc + "," + (below(5) == 0 ? "GB" : "") +
             "," + (place == ",CH" && below(2) == 0 ? "structured_notes" : pick(kProducts)) + "," + pick(kTypes) + "," +
             pick(kBases) + ",en\n";
    }
    const auto report = world_.import(csv);
    done_["lead"] += static_cast<int>(report.leads);
    done_["lead changed"] += static_cast<int>(report.changed);
    return "import";
  }

  /// Two people judge what the committee's rule leaves to them, for one lead.
  std::string judge() {
    for (const record::Row& row :
         world_.rows(TableId::kCase, {{"state", app::Condition::Op::kEqual, std::string("open")}})) {
      if (row.text("market") != "switzerland" || row.text("reasons").find("rule_review") == std::string_view::npos)
        continue;
      const CaseId id = CaseId::parse(row.text("id")).value();
      must(app::claim_case(world_.deps(), world_.first(), id));
      const auto proposed = app::decide_case(world_.deps(), world_.first(), id,
                                             {"release", {{"rule", "MERIDIAN-NOTES"}}, "the committee agreed"});
      if (!proposed) return note("judge", proposed);
      return note("judge", app::approve_case(world_.deps(), world_.second(), id, true, proposed->proposal));
    }
    return "judge nothing";
  }

  /// Somebody doubts what was found about a hit, or its time is over.
  std::string doubt() {
    const auto kept = world_.rows(TableId::kGoodGuy, {{"state", app::Condition::Op::kEqual, std::string("active")}});
    const auto closed = world_.rows(TableId::kCase, {{"state", app::Condition::Op::kEqual, std::string("closed")}});
    switch (below(3)) {
      case 0:
        if (kept.empty()) return "revoke nothing";
        return note("revoke", app::revoke_good_guy(world_.deps(), somebody(), pick(kept).text("id"), "in haste"));
      case 1:
        if (closed.empty()) return "reopen nothing";
        return note("reopen case", app::reopen_case(world_.deps(), somebody(),
                                                    CaseId::parse(pick(closed).text("id")).value(), "doubted"));
      default:
        return note("good guys", app::run_job(world_.deps(), world_.first(), "good_guys", nullptr));
    }
  }

  std::string review() {
    const auto cases = world_.rows(TableId::kCase, {{"state", app::Condition::Op::kNotEqual, std::string("closed")}});
    if (cases.empty()) return "review nothing";
    // What is begun goes on sooner than chance would have it: a decision takes three of these steps.
    const auto proposed = std::find_if(cases.begin(), cases.end(),
                                       [](const record::Row& one) { return one.text("state") == "proposed"; });
    const record::Row& row = proposed != cases.end() ? *proposed : pick(cases);
    const CaseId id = CaseId::parse(row.text("id")).value();
    if (row.text("state") == "open") return note("claim", app::claim_case(world_.deps(), somebody(), id));
    if (row.text("state") == "proposed")
      return note("approve", app::approve_case(world_.deps(), somebody(), id, below(4) != 0, row.text("proposal")));
    app::CaseDecision decision{below(5) == 0 ? "refuse" : "release", {}, "a reason"};
    if (below(2) == 0)
      decision.resolutions["place"] = pick(std::vector<std::string>{"GB", "DE", "IT", "US-NY", "AE-DIFC", "ES"});
    if (below(2) == 0)
      decision.resolutions["screening"] =
          pick(std::vector<std::string>{"false_positive", "false_positive", "true_match", "inconclusive"});
    if (below(8) == 0) decision.outcome = "escalate";
    if (below(2) == 0) decision.resolutions["duplicate"] = below(3) == 0 ? "same" : "distinct";
    if (below(2) == 0) decision.resolutions["lawful_basis"] = "consent";
    return note("decide", app::decide_case(world_.deps(), somebody(), id, decision));
  }

  /// A record put as it stands with other dates, or a new leave.
  std::string put_record() {
    const std::string first = format_date(today(static_cast<std::int32_t>(below(20)) - 10));
    const std::string last = format_date(today(10 + static_cast<std::int32_t>(below(30))));
    json::Object fields;
    if (below(2) == 0) {
      const std::string person = pick(people_).str();
      if (!world_.row(TableId::kRegister, "person-" + person)) return "leave of nobody";
      fields = {{"from", first},      {"key", "leave-" + person + "-" + first},
                {"kind", "leave"},    {"person", person},
                {"status", "active"}, {"to", last}};
    } else {
      const auto row = world_.row(TableId::kRegister, pick(keys_)).value();
      fields = must(json::parse(row.text("record"))).as_object();
      if (fields.at("kind").as_string() == "leave") return "leave stays";
      const bool ends = below(2) == 0;
      fields[ends ? "to" : "from"] = json::Value(first);
      if (!ends) fields["to"] = below(2) == 0 ? json::Value() : json::Value(last);
      if (fields["from"].is_string() && fields["to"].is_string() &&
          fields["to"].as_string() < fields["from"].as_string())
        fields["from"] = json::Value();
    }
    const std::string key = fields.at("key").as_string();
    const auto known = world_.row(TableId::kRegister, key);
    const std::string before = known ? digest_of(known->text("record")) : std::string();
    return note("put", world_.store().execute(world_.first(), [&](app::Tx& tx) -> Status {
      record::BodyBuilder body = app::new_body(world_.deps(), world_.first(), "register apply");
      const record::Approval approval{world_.second().person(),
                                      record::register_proposal_digest({{key, before, json::Value(fields)}})};
      body.add(record::register_put(key, json::Value(fields), "apply", world_.first().person(), approval, body.at()));
      return app::append(tx, std::move(body));
    }));
  }

  std::string confirmation() {
    const std::string rule = below(2) == 0 ? "ES-PASSPORT" : "NL-PASSPORT";
    switch (below(3)) {
      case 0:
        return note("revoke", app::revoke_attestation(world_.deps(), somebody(), rule));
      case 1:
        return note("attest", app::attest_rule(world_.deps(), world_.first(),
                                               {rule, digest_of("opinion"),
                                                Instant{world_.clock().now().us + 1 +
                                                        static_cast<std::int64_t>(below(20)) * kDayUs / 2}}));
      default:
        return note("approve attestation",
                    app::approve_attestation(world_.deps(), world_.second(), rule, proposal_of(rule)));
    }
  }

  std::string proposal_of(const std::string& rule) {
    const auto row = world_.row(TableId::kConfirmation, rule);
    return row && !row->null("proposal") ? std::string(row->text("proposal")) : digest_of("none");
  }

  std::string jump() {
    const std::int64_t step = below(2) == 0 ? static_cast<std::int64_t>(below(6 * 3600)) * 1'000'000
                                            : static_cast<std::int64_t>(below(4)) * kDayUs;
    world_.clock().set(Instant{world_.clock().now().us + step + 1});
    ++done_["clock"];
    return "clock to " + format_instant(world_.clock().now());
  }

  std::string erase(const LeadId& lead) {
    const SubjectId subject = SubjectId::parse(world_.lead(lead).text("subject")).value();
    return note("erase", erase_by_two(world_, subject));
  }

  /// At the next noon, when most people work: leads that waited for somebody available move.
  std::string retry() {
    changed_around_ = true;
    const std::int64_t now = world_.clock().now().us;
    world_.clock().set(Instant{(now / kDayUs + 1) * kDayUs + kDayUs / 2});
    done_["moved by retry"] += static_cast<int>(world_.job("retry_parked").moved);
    return "retry_parked";
  }

  Date today(std::int32_t plus) { return Date{static_cast<std::int32_t>(world_.clock().now().us / kDayUs) + plus}; }

  /// `only`: one lead; empty for all.
  void expect_nobody_holds_what_he_may_not(const LeadId& only = LeadId()) {
    const Instant now = world_.clock().now();
    const app::FirmState state = world_.state();
    std::map<std::string, Instant> confirmed;
    for (const record::Row& row : world_.rows(TableId::kConfirmation))
      if (row.text("state") == "active") confirmed.emplace(row.text("rule"), Instant{row.integer("until")});
    const PlainReading plain(state.policy->document(), state.view->document(), std::move(confirmed), now);
    std::set<std::string> doubles;
    for (const record::Row& row : world_.rows(TableId::kDuplicate))
      if (row.text("state") == "proposed") doubles.emplace(row.text("lead"));
    for (const record::Row& lead : world_.rows(TableId::kLead)) {
      if (!only.empty() && lead.text("id") != only.str()) continue;
      SCOPED_TRACE(lead.text("id"));
      EXPECT_EQ(lead.text("status") == "assigned", !lead.null("owner"));
      if (lead.null("owner")) continue;
      ++held_;
      if (!lead.null("settled_rules")) ++done_["held on a judgement"];
      const std::string owner(lead.text("owner")), team(lead.text("team"));
      EXPECT_EQ(plain.objection(lead, owner, team), "")
          << world_.handle(owner) << " of " << team << " holds a lead in " << lead.text("jurisdictions");
      EXPECT_EQ(doubles.count(std::string(lead.text("id"))), 0u) << "a possible duplicate is held";
      expect_gate_agrees(state, lead, owner, team, now);
    }
  }

  void expect_gate_agrees(const app::FirmState& state, const record::Row& lead, const std::string& owner,
                          const std::string& team, Instant now) {
    const auto person = state.view->person_index(PersonId::parse(owner).value());
    const auto index = state.view->team_index(team);
    ASSERT_TRUE(person && index);
    const app::LeadDraft draft = app::draft_of(lead);
    const auto answer =
        domain::authorise(*state.policy, *state.view, app::facts_of(*state.policy, draft), {*person, *index}, now);
    EXPECT_TRUE(answer.decision().allowed()) << "the gate refuses " << world_.handle(owner);
  }

  SeededRandom random_;
  AppWorld world_;
  std::vector<PersonId> people_;
  std::vector<std::string> keys_;
  bool changed_around_ = false;
  LeadId touched_;  ///< by the command that ran last
  std::size_t held_ = 0;
  std::map<std::string, int> done_;
};

TEST(CommandProperties, NobodyEverHoldsWhatHeMayNot) {
  const int sequences = slow() ? 1'000 : 60;
  static constexpr const char* kCommands[] = {"lead",
                                              "lead changed",
                                              "assign",
                                              "classify",
                                              "claim",
                                              "decide",
                                              "approve",
                                              "suspend",
                                              "restore",
                                              "put",
                                              "attest",
                                              "approve attestation",
                                              "revoke",
                                              "clock",
                                              "erase",
                                              "moved by retry",
                                              "held on a judgement"};
  std::size_t held = 0;
  std::map<std::string, int> done;
  const auto all_done = [&] {
    return std::all_of(std::begin(kCommands), std::end(kCommands), [&](const char* what) { return done[what] > 0; });
  };
  int i = 0;
  // Rare commands are a matter of luck: some more sequences, until each took effect somewhere.
  for (; (i < sequences || (i < 4 * sequences && !all_done())) && !HasFailure(); ++i) {
    const std::uint64_t seed = 1'000 + static_cast<std::uint64_t>(i);
    SCOPED_TRACE("seed " + std::to_string(seed));
    Sequence sequence(seed);
    sequence.run(25);
    held += sequence.held();
    for (const auto& [what, count] : sequence.done()) done[what] += count;
  }
  std::cout << "  " << i << " sequences:";
  for (const char* what : kCommands) std::cout << " " << what << " " << done[what] << ",";
  std::cout << " held " << held << "\n";
  // The property is worth something only when leads were held and every command took effect somewhere.
  EXPECT_GT(held, static_cast<std::size_t>(i) * 20);
  for (const char* what : kCommands) EXPECT_GT(done[what], 0) << what;
}

}  // namespace
}  // namespace licet::app_test
