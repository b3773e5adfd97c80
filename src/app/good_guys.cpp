#include "app/good_guys.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "app/lead_screening.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

Result<Scope> hits_scope() {
  return Access::scope(Access::system(), Right::kReview, "what was found about the hits of a subject", nullptr);
}

Result<std::vector<Row>> active_of(Reader& reader, const Scope& scope, const std::string& subject) {
  return all_rows(
      reader, scope, TableId::kGoodGuy,
      {{"subject", Condition::Op::kEqual, subject}, {"state", Condition::Op::kEqual, std::string("active")}});
}

std::string birth_key(const screening::BirthDate& birth) {
  return format_date(birth.from) + "/" + format_date(birth.to) + (birth.circa ? "~" : "");
}

/// Takes a lead away whose hits alert again.
Status freeze(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, bool decides, record::BodyBuilder& body) {
  if (!decides) {
    take_away(deps, draft, Why::kChange, body);
    return {};
  }
  return decide(tx, deps, state, draft, Why::kChange, body).map([](const DecideOutcome&) {});
}

/// The entries of one subject that are over, ended in one transaction.
struct Overdue {
  std::string subject;
  std::vector<std::string> ids;
};

Status expire_of(Deps& deps, const Principal& principal, const Overdue& overdue, bool decides, ExpiryReport& report) {
  std::vector<LeadId> revived;
  std::int64_t ended = 0;
  auto receipt = deps.store.execute(principal, [&](Tx& tx) -> Status {
    revived.clear();
    ended = 0;
    LICET_TRY(const FirmState state, deps.firm.state(tx, LoadLists::kNo));
    LICET_TRY(const Scope scope, hits_scope());
    record::BodyBuilder body(EventId::make(deps.random), deps.clock.now(), record::Actor{"system", "good_guys", ""},
                             "jobs run");
    std::vector<Row> rows;
    for (const std::string& id : overdue.ids) {
      LICET_TRY(auto row, tx.get(scope, TableId::kGoodGuy, {id}));
      if (row && row->text("state") == "active" && row->integer("until") <= body.at().us)
        rows.push_back(std::move(*row));
    }
    if (rows.empty()) return {};
    ended = static_cast<std::int64_t>(rows.size());
    LICET_TRY(revived, end_good_guys(tx, deps, state, rows, GoodGuyEnd::kExpired, PersonId(), nullptr, decides, body));
    return append(tx, std::move(body));
  });
  if (!receipt) return fail(std::move(receipt).error());
  report.ended += ended;
  for (const LeadId& lead : revived) report.leads.push_back(lead.str());
  return {};
}

}  // namespace

bool HitStanding::holds_for(std::string_view hit, std::string_view compared) const {
  return !compared.empty() && std::any_of(good.begin(), good.end(), [&](const HeldGoodGuy& one) {
    return one.hit == hit && one.compared == compared;
  });
}

Result<HitStanding> hit_standing(Reader& reader, Deps& deps, const LeadDraft& draft,
                                 const std::vector<std::string>& hits, Instant at) {
  HitStanding out;
  if (hits.empty() && draft.open_hits.empty()) return out;
  LICET_TRY(out.key, deps.keys.find(draft.subject.str()));
  LICET_TRY(const Scope scope, hits_scope());
  LICET_TRY(const auto rows, active_of(reader, scope, draft.subject.str()));
  for (const Row& row : rows)
    if (at.us < row.integer("until"))
      out.good.push_back({std::string(row.text("hit")), std::string(row.text("compared"))});
  return out;
}

std::size_t name_number(std::string_view hit) {
  std::size_t number = 0;
  std::from_chars(hit.data(), hit.data() + hit.size(), number);
  return number;
}

std::string compared_digest(const crypto::Key32& key, const screening::Query& query) {
  json::Object facts;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) facts.emplace(name, value);
  };
  add("full_name", query.full_name);
  add("first_name", query.first_name);
  add("last_name", query.last_name);
  add("company", query.company);
  add("address", query.address);
  add("gender", std::string(screening::gender_name(query.gender)));
  if (query.birth) facts.emplace("birth", birth_key(*query.birth));
  if (!query.countries.empty()) facts.emplace("countries", json::Array(query.countries.begin(), query.countries.end()));
  json::Array ids;
  for (const screening::ListId& id : query.ids) ids.emplace_back(json::Array{id.type, id.value, id.country});
  if (!ids.empty()) facts.emplace("ids", std::move(ids));
  constexpr std::string_view kInfo = "licet/compared/v1";
  const Bytes own = crypto::hkdf_sha256(key, {}, as_bytes(kInfo), 32);
  return base64(crypto::hmac_sha256(own, as_bytes(json::canonical(json::Value(std::move(facts))))));
}

std::string compared_of(const std::vector<std::string>& compared, std::string_view hit) {
  const std::string_view prefix = hit.substr(0, hit.find(':') + 1);
  for (const std::string& one : compared)
    if (one.compare(0, prefix.size(), prefix) == 0) return one.substr(prefix.size());
  return {};
}

std::string_view good_guy_end_name(GoodGuyEnd why) {
  switch (why) {
    case GoodGuyEnd::kExpired:
      return "expired";
    case GoodGuyEnd::kRevoked:
      return "revoked";
    case GoodGuyEnd::kReopened:
      return "reopened";
  }
  return "";
}

Result<std::vector<LeadId>> end_good_guys(Tx& tx, Deps& deps, const FirmState& state, const std::vector<Row>& entries,
                                          GoodGuyEnd why, const PersonId& by, LeadDraft* always, bool decides,
                                          record::BodyBuilder& body) {
  std::vector<LeadId> out;
  LICET_TRY(const Scope scope, hits_scope());
  const std::string name(entries.empty() ? std::string_view() : entries.front().text("subject"));
  const SubjectId subject = always != nullptr ? always->subject : SubjectId::parse(name).value_or(SubjectId());
  std::vector<std::string> hits;
  for (const Row& row : entries) {
    const auto id = GoodGuyId::parse(row.text("id"));
    if (!id || row.text("subject") != subject.str())
      return fail(ErrorCode::kTampered, "the row of a good-guy entry holds a malformed id or another subject");
    body.add(record::good_guy_ended(*id, subject, good_guy_end_name(why), by, body.at()));
    hits.emplace_back(row.text("hit"));
  }
  // Another entry may hold for the same hit: of another lead of the subject, or made anew.
  HitStanding left;
  LICET_TRY(const auto active, active_of(tx, scope, subject.str()));
  for (const Row& row : active) {
    const bool ends =
        std::any_of(entries.begin(), entries.end(), [&](const Row& one) { return one.text("id") == row.text("id"); });
    if (!ends && body.at().us < row.integer("until"))
      left.good.push_back({std::string(row.text("hit")), std::string(row.text("compared"))});
  }
  LICET_TRY(const auto leads, all_rows(tx, scope, TableId::kLead, {{"subject", Condition::Op::kEqual, subject.str()}}));
  for (const Row& row : leads) {
    if (row.text("status") == "erased") continue;
    const bool is_always = always != nullptr && row.text("id") == always->lead.str();
    LICET_TRY(LeadDraft loaded, draft_with_doubles(tx, row));
    LeadDraft& draft = is_always ? *always : loaded;
    std::vector<std::string> again;
    for (const std::string& hit : hits) {
      const auto& cleared = draft.cleared_hits;
      const bool shown = std::find(cleared.begin(), cleared.end(), hit) != cleared.end();
      if (is_always || (shown && !left.holds_for(hit, compared_of(draft.compared, hit)))) again.push_back(hit);
    }
    if (again.empty() && !is_always) continue;
    if (!again.empty()) body.add(stand_after_persons(state, body.at(), good_guy_end_name(why), {}, again, draft));
    LICET_CHECK(freeze(tx, deps, state, draft, decides, body));
    out.push_back(draft.lead);
  }
  return out;
}

Result<ExpiryReport> expire_good_guys(Deps& deps, const Principal& principal) {
  ExpiryReport report;
  std::map<std::string, Overdue> overdue;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope scope, hits_scope());
    const Instant now = deps.clock.now();
    LICET_TRY(const auto rows,
              all_rows(reader, scope, TableId::kGoodGuy, {{"state", Condition::Op::kEqual, std::string("active")}}));
    report.checked = static_cast<std::int64_t>(rows.size());
    for (const Row& row : rows) {
      if (now.us < row.integer("until")) continue;
      Overdue& of_subject = overdue[std::string(row.text("subject"))];
      of_subject.subject = std::string(row.text("subject"));
      of_subject.ids.emplace_back(row.text("id"));
    }
    return {};
  }));
  for (const auto& [subject, ended] : overdue) {
    Status done = expire_of(deps, principal, ended, true, report);
    if (done) continue;
    if (done.error().code == ErrorCode::kEnvironment) return fail(std::move(done).error());
    // What cannot be decided permits nothing.
    report.failures.push_back({subject, std::move(done).error()});
    report.failures.back().taken = expire_of(deps, principal, ended, false, report).has_value();
  }
  return report;
}

}  // namespace licet::app
