// A small firm that lives at random, for tests: every body it commits is one that the product could have written.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "ledger/seal.h"
#include "record/apply.h"
#include "record/body.h"
#include "record/memory_tables.h"
#include "record/proposal.h"
#include "record/replay.h"
#include "record/test_samples.h"

namespace licet::record::testing {

/// Commits random commands: applies each body live to `tables` and keeps its text, ciphertexts and keys.
class World {
 public:
  static constexpr std::string_view kOrigin = "licet.example/log";
  struct Lead {
    LeadId id;
    SubjectId subject;
    PersonId owner;
    CaseId open_case;
    bool erased = false;
    bool refused = false;             ///< by a reviewer
    std::optional<LeadId> double_of;  ///< proposed and not decided
    std::string screened = {};        // against which list
    int hits = 0;                     ///< ever
    std::optional<int> hit = {};      ///< that nobody has decided
    std::vector<int> cleared = {};    ///< by good-guy entries that hold
  };

  explicit World(std::uint64_t seed, std::string mode = "two") : random_(seed) { found(std::move(mode)); }

  /// One random command.
  void step() {
    at_.us += 1'000 + static_cast<std::int64_t>(pick(1'000'000));
    switch (pick(12)) {
      case 0:
      case 1:
      case 2:
        return receive();
      case 3:
        return add_source();
      case 4:
        return assign();
      case 5:
        return park();
      case 6:
        return review();
      case 7:
        return change_register();
      case 8:
        return load_list();
      case 9:
        return propose_duplicate();
      case 10:
        return pick(3) == 0 ? erase() : read();
      default:
        return attend();
    }
  }
  void run(int steps) {
    for (int i = 0; i < steps; ++i) step();
  }

  /// Opens what the world sealed, as long as the key lives.
  Opener opener() const {
    return [this](const EventId& event, const json::Value& section) -> Result<SectionOutcome> {
      const auto key = keys.find(std::string(section.string_or("kid", "")));
      if (key == keys.end()) return SectionOutcome{SectionOutcome::State::kKeyGone, {}};
      const auto blob = blobs.find(std::string(section.string_or("ct", "")));
      if (blob == blobs.end()) return SectionOutcome{SectionOutcome::State::kPayloadGone, {}};
      LICET_TRY(const auto sealed, ledger::SealedSection::from_json(section));
      LICET_TRY(auto fields, ledger::open_section({kOrigin, event.str()}, sealed, blob->second, key->second));
      SectionOutcome outcome{SectionOutcome::State::kOpened, {}};
      for (auto& [name, value] : fields) outcome.fields.emplace(name, std::move(value));
      return outcome;
    };
  }
  Status replay_into(RowSink& sink, Opener open) const {
    Replay replay(sink, std::move(open));
    for (std::size_t seq = 0; seq < texts.size(); ++seq) {
      LICET_TRY(const json::Value value, json::parse(texts[seq], json::kEntryOptions));
      LICET_TRY(const StoredBody body, parse_body(value));
      LICET_CHECK(replay.feed(seq, body));
    }
    return {};
  }

  MemoryTables tables;
  std::vector<std::string> texts;
  std::vector<Body> bodies;
  std::map<std::string, Bytes> blobs;
  std::map<std::string, crypto::Key32> keys;
  std::vector<Lead> leads;
  std::vector<PersonId> people;
  std::vector<std::string> personal;  ///< every sealed text ever, to look for afterwards

  std::uint64_t pick(std::uint64_t below) { return random_.next() % below; }
  Instant now() const { return at_; }

 private:
  BodyBuilder body(std::string command, std::optional<PersonId> by = {}) {
    Actor actor = by ? Actor{"person", by->str(), "manager"} : Actor{"system", "pipeline", ""};
    BodyBuilder out(EventId::make(random_), at_, std::move(actor), std::move(command));
    out.uses(crypto::sha256("policy"), crypto::sha256("register"));
    return out;
  }
  void commit(BodyBuilder builder) {
    auto finished = std::move(builder).finish();
    LICET_INVARIANT(finished.has_value());
    LICET_INVARIANT(apply_all(*finished, tables).has_value());
    for (const Blob& blob : finished->sealed()) blobs.emplace(blob.digest, blob.bytes);
    // Derived columns are set beside the fold, as a store does.
    for (const DerivedValue& d : finished->derived()) {
      const Assignment value[] = {{d.column, d.value}};
      LICET_INVARIANT(tables.put(d.table, d.key, value).has_value());
    }
    texts.push_back(finished->text());
    bodies.push_back(std::move(*finished));
  }
  std::string secret(std::string_view what) {
    personal.push_back("secret-" + std::string(what) + "-" + std::to_string(random_.next()));
    return personal.back();
  }
  void seal(BodyBuilder& builder, const std::string& kid, std::map<std::string, json::Value> fields) {
    const auto [key, made] = keys.try_emplace(kid);
    if (made) key->second = crypto::random_key(random_);
    builder.seal(kOrigin, kid, key->second, std::move(fields), random_);
  }
  Lead* any_lead() {
    std::vector<Lead*> alive;
    for (Lead& lead : leads)
      if (!lead.erased) alive.push_back(&lead);
    return alive.empty() ? nullptr : alive[pick(alive.size())];
  }
  const PersonId& any_person() { return people[pick(people.size())]; }

  void found(std::string mode) {
    at_ = Instant{1'795'000'000'000'000};
    for (int i = 0; i < 4; ++i) people.push_back(PersonId::make(random_));
    BodyBuilder b = body("init");
    b.add(firm_initialised(kOrigin, "Example Group", mode, {people[0], people[1]}));
    for (const PersonId& person : people) {
      b.add(person_recorded(person, {"compliance", "manager", "rep"}, "active", PersonId(), PersonId()));
      seal(b, person.str(), {{"handle", secret("handle")}, {"name", secret("name")}});
    }
    b.add(policy_proposed(digest_of("policy"), people[0], at_));
    b.add(policy_activated(digest_of("policy"), people[1], at_, {}));
    commit(std::move(b));
    load_list();
  }

  void receive() {
    Lead lead;
    lead.id = LeadId::make(random_);
    Lead* other = any_lead();
    const bool repeat = other != nullptr && pick(4) == 0;
    lead.subject = repeat ? other->subject : SubjectId::make(random_);
    Received received;
    received.lead = lead.id;
    received.subject = lead.subject;
    received.source_event = SourceId::make(random_);
    received.source = "web_form";
    if (pick(2) == 0) received.client_type = "retail";
    received.lawful_basis = "consent";
    received.evidence = {{"address", "GB", Date{20'000}}};
    if (!repeat) received.kcv = "AAECAwQFBgcICQoLDA0ODw==";
    received.at = at_;
    BodyBuilder b = body("import");
    b.add(lead_received(received));
    std::map<std::string, json::Value> fields{{"raw", secret("raw")}, {"last_name", secret("last")}};
    if (pick(2) == 0) fields.emplace("email", secret("email"));
    if (pick(2) == 0) fields.emplace("campaign", secret("campaign"));
    seal(b, lead.subject.str(), std::move(fields));
    b.derive(TableId::kSubject, {lead.subject.str()}, "email_key", secret("key"));
    b.derive(TableId::kSourceEvent, {received.source_event.str()}, "repeat_key", secret("key"));
    b.add(lead_screened(lead.id, "clear", json::Object{{"score", 0}}, {last_list_}));
    lead.screened = last_list_;
    leads.push_back(lead);
    decide(b, leads.back(), "route");
    commit(std::move(b));
  }

  // What the pipeline does after anything about the lead changed.
  void decide(BodyBuilder& b, Lead& lead, std::string_view why) {
    b.add(lead_tagged(lead.id, {{"address", "GB", Date{20'000}}}, {{"GB", "GB"}}, tagged_in({"GB:GB"}, at_)));
    const bool turn = pick(2) == 0;
    const bool found_somebody = !lead.refused && !lead.hit && pick(3) != 0;
    const PersonId to = any_person();
    const json::Object nobody{{"gate", "route"}, {"at", at_.us}, {"market", "uk"}};
    b.add(lead_routed(lead.id, "uk", found_somebody ? routed_to(to, "uk-desk", turn, at_) : json::Value(nobody), at_));
    if (found_somebody) {
      b.add(sample_assigned(lead.id, to, lead.owner, "uk-desk", why, turn, at_, json::Value()));
      if (!lead.open_case.empty()) b.add(case_closed(lead.open_case, lead.id, "released", at_));
      lead.open_case = CaseId();
      lead.owner = to;
      return;
    }
    b.add(lead_parked(lead.id, lead.owner, "review", why, at_));
    lead.owner = PersonId();
    if (lead.open_case.empty()) {
      lead.open_case = CaseId::make(random_);
      b.add(case_opened(lead.open_case, lead.id, "uk", {"licensed_unavailable"}, at_));
    } else {
      b.add(case_reasons_changed(lead.open_case, {"licensed_unavailable"}, "uk"));
    }
  }

  void add_source() {
    Lead* lead = any_lead();
    if (lead == nullptr) return receive();
    BodyBuilder b = body("import");
    b.add(source_added(lead->id, lead->subject, SourceId::make(random_), "web_form", {}, SourceId(), at_));
    seal(b, lead->subject.str(), {{"raw", secret("raw")}, {"city", secret("city")}});
    decide(b, *lead, "change");
    commit(std::move(b));
  }

  void assign() {
    Lead* lead = any_lead();
    if (lead == nullptr || lead->refused || lead->hit) return receive();
    const PersonId to = any_person();
    BodyBuilder b = body("lead assign", people[0]);
    b.add(sample_assigned(lead->id, to, lead->owner, "uk-desk", "manual", false, at_, authorised(to, "uk-desk", at_)));
    if (!lead->open_case.empty()) b.add(case_closed(lead->open_case, lead->id, "assigned", at_));
    lead->open_case = CaseId();
    lead->owner = to;
    commit(std::move(b));
  }

  void park() {
    Lead* lead = any_lead();
    if (lead == nullptr || !lead->open_case.empty()) return receive();
    BodyBuilder b = body("jobs run");
    b.add(lead_parked(lead->id, lead->owner, "refused", "clock", at_));
    lead->owner = PersonId();
    commit(std::move(b));
  }

  // Claim, decide, and for a hit the approval by somebody else; each its own command.
  void review() {
    Lead* lead = any_lead();
    if (lead == nullptr || lead->open_case.empty()) return receive();
    BodyBuilder claim = body("review claim", people[0]);
    claim.add(case_claimed(lead->open_case, people[0]));
    claim.link("lead", lead->id.str());
    commit(std::move(claim));
    if (pick(3) == 0) return override_protection(*lead);
    BodyBuilder decided = body("review decide", people[0]);
    decided.link("lead", lead->id.str());
    seal(decided, lead->subject.str(), {{"note", secret("note")}});
    const bool refuse = pick(5) == 0;
    decided.add(case_decided(lead->open_case, refuse ? "refuse" : "release", json::Object{}, people[0],
                             lead->refused && !refuse));
    if (lead->refused && !refuse) return approve(*lead, std::move(decided), json::Object{});
    if (!refuse) {
      decide(decided, *lead, "release");
      return commit(std::move(decided));
    }
    decided.add(refusal_set(lead->id, "standing", people[0], PersonId()));
    decided.add(lead_parked(lead->id, lead->owner, "refused", "review", at_));
    decided.add(case_closed(lead->open_case, lead->id, "refused", at_));
    lead->refused = true;
    lead->owner = PersonId();
    lead->open_case = CaseId();
    commit(std::move(decided));
  }
  /// Settles something that lifts a protection: only with a second person.
  void override_protection(Lead& lead) {
    json::Object settled{{"screening", "false_positive"}};
    if (!lead.hit && pick(2) == 0) screen_hit(lead);
    const CaseFindings found =
        lead.hit ? sample_findings({{*lead.hit, "false_positive"}}, holds_until()) : CaseFindings();
    if (pick(2) == 0) settled.emplace("lawful_basis", "contract");
    if (lead.double_of) settled.emplace("duplicate", "distinct");
    BodyBuilder decided = body("review decide", people[0]);
    decided.link("lead", lead.id.str());
    decided.add(case_decided(lead.open_case, "release", settled, people[0], true, found));
    approve(lead, std::move(decided), settled);
  }
  Instant holds_until() const { return Instant{at_.us + 1'000'000'000'000}; }
  std::vector<std::string> hits_of(const std::vector<int>& numbers, std::string (*named)(int)) const {
    std::vector<std::string> out;
    for (const int number : numbers) out.push_back(named(number));
    return out;
  }
  /// A screening finds another name of the lead on the list.
  void screen_hit(Lead& lead) {
    lead.hit = lead.hits++;
    std::vector<int> all = lead.cleared;
    all.push_back(*lead.hit);
    BodyBuilder b = body("jobs run");
    b.add(lead_screened(lead.id, "hit", sample_result(), {last_list_}, {sample_hit(*lead.hit)},
                        hits_of(lead.cleared, sample_hit), hits_of(all, sample_compared)));
    lead.screened = last_list_;
    commit(std::move(b));
  }
  /// Two persons found the open hit false.
  void keep_good_guy(BodyBuilder& b, Lead& lead, const std::string& proposal) {
    if (!lead.hit) return;
    SampleIds ids;
    ids.good = GoodGuyId::make(random_);
    ids.lead = lead.id;
    ids.subject = lead.subject;
    ids.review = lead.open_case;
    ids.author = people[0];
    ids.approver = people[1];
    GoodGuy entry = sample_good_guy(ids, *lead.hit, at_, proposal);
    entry.until = holds_until();
    b.add(good_guy_added(entry, at_));
    lead.cleared.push_back(*lead.hit);
    lead.hit.reset();
  }
  /// Commits a decision that waits, and what the second person says to it.
  void approve(Lead& lead, BodyBuilder decided, const json::Object& settled) {
    commit(std::move(decided));
    const std::string proposal(text_of(tables.get(TableId::kCase, {lead.open_case.str()}).value().at("proposal")));
    BodyBuilder approved = body("review approve", people[1]);
    const bool yes = pick(2) == 0;
    approved.add(case_approved(lead.open_case, people[1], yes, proposal));
    approved.link("lead", lead.id.str());
    if (yes) {
      if (settled.find("screening") != settled.end()) {
        keep_good_guy(approved, lead, proposal);
        const std::vector<std::string> cleared = hits_of(lead.cleared, sample_hit);
        if (lead.screened == last_list_)
          approved.add(
              lead_screened(lead.id, "clear", json::Object{{"disposition", "false_positive"}}, {}, {}, cleared));
        else  // the lists changed since
          approved.add(lead_screened(lead.id, "clear", json::Object{{"score", 0}}, {last_list_}, {}, cleared,
                                     hits_of(lead.cleared, sample_compared)));
        lead.screened = last_list_;
      }
      if (settled.find("lawful_basis") != settled.end())
        approved.add(lawful_basis_set(lead.id, "contract", people[0], people[1]));
      if (settled.find("duplicate") != settled.end())
        approved.add(duplicate_decided(lead.id, *lead.double_of, "distinct", people[0], people[1]));
      if (settled.find("duplicate") != settled.end()) lead.double_of.reset();
      if (lead.refused) approved.add(refusal_set(lead.id, "lifted", people[0], people[1]));
      lead.refused = false;
      decide(approved, lead, "release");
    }
    commit(std::move(approved));
  }

  void change_register() {
    const std::string key = "licence:" + std::to_string(pick(3));
    BodyBuilder b = body("register apply", people[0]);
    const auto row = tables.get(TableId::kRegister, {key});
    const bool known = row.has_value();
    const std::string before = known ? digest_of(row->text("record")) : std::string();
    if (known && pick(3) == 0) {
      b.add(register_removed(key, "apply", people[0], {people[1], register_proposal_digest({{key, before, {}}})}, at_));
    } else {
      const json::Value record(json::Object{{"key", key}, {"kind", "licence"}, {"status", "active"}});
      b.add(register_put(key, record, "apply", people[0],
                         {people[1], register_proposal_digest({{key, before, record}})}, at_));
    }
    b.add(confirmation_set("RULE-" + std::to_string(pick(2)), digest_of("rule"), digest_of("opinion"), "proposed",
                           people[0], {}, Instant{at_.us + 1}, false));
    commit(std::move(b));
  }

  void load_list() {
    BodyBuilder b = body("lists load", people[0]);
    const std::string digest = digest_of(std::to_string(random_.next()));
    b.add(list_loaded({digest, digest, "ofac-sdn", 10, at_, at_, "stated", {digest}, last_list_}));
    last_list_ = digest;
    commit(std::move(b));
  }

  void propose_duplicate() {
    Lead* lead = any_lead();
    Lead* other = any_lead();
    if (lead == nullptr || lead == other || lead->double_of) return receive();
    BodyBuilder b = body("import");
    b.add(duplicate_proposed(lead->id, other->id, {"email"}));
    commit(std::move(b));
    lead->double_of = other->id;
    BodyBuilder d = body("review decide", people[3]);
    if (pick(3) == 0) {
      d.add(duplicate_decided(lead->id, other->id, "same", people[3], PersonId()));
      lead->double_of.reset();
    }
    if (lead->owner != people[3])
      d.add(lead_classified(lead->id, "professional", "assessed", digest_of("x"), people[3]));
    if (!d.empty()) commit(std::move(d));
  }

  void erase() {
    Lead* lead = any_lead();
    if (lead == nullptr) return receive();
    const SubjectId subject = lead->subject;
    BodyBuilder b = body("subject erase", people[0]);
    std::vector<std::pair<LeadId, PersonId>> held;
    for (Lead& l : leads) {
      if (l.subject != subject) continue;
      held.emplace_back(l.id, l.owner);
      if (!l.open_case.empty()) b.add(case_closed(l.open_case, l.id, "erased", at_));
      l = Lead{l.id, l.subject, PersonId(), CaseId(), true, false, std::nullopt};
    }
    b.add(subject_erased(subject.str(), "request", people[0], people[1], held, at_, {digest_of(subject.str())}));
    commit(std::move(b));
    keys.erase(subject.str());
  }

  void read() {
    Lead* lead = any_lead();
    if (lead == nullptr) return receive();
    BodyBuilder b = body("lead show", people[2]);
    b.add(read_recorded("lead show", {lead->id.str()}, "serve the lead", digest_of("x"), 1));
    b.add(attempt_refused("lead assign", "NOT_AUTHORISED", json::Object{{"lead", lead->id.str()}}));
    commit(std::move(b));
  }

  void attend() {
    BodyBuilder given = body("person credential", people[0]);
    given.add(credential_set(people[2 + pick(2)], digest_of("verifier"), "active", people[0], people[1], at_));
    commit(std::move(given));
    BodyBuilder b = body("jobs run");
    const JobId job = JobId::make(random_);
    b.add(job_recorded(job, "reauthorise", "started", at_, {}));
    b.add(job_recorded(job, "reauthorise", "done", at_, json::Object{{"moved", 0}}));
    b.add(import_recorded("web_form", json::Object{{"rows", 1}}, digest_of("file")));
    b.add(export_made("full", 0, static_cast<std::int64_t>(texts.size()), digest_of("bundle")));
    const auto digest = state_digest(rows_of(tables));
    b.add(state_recorded(crypto::digest_text(*digest), static_cast<std::int64_t>(rows())));
    commit(std::move(b));
  }
  std::size_t rows() const {
    std::size_t out = 0;
    for (const Table& t : record::tables()) out += tables.size(t.id);
    return out;
  }

  SeededRandom random_;
  Instant at_;
  std::string last_list_;
};

}  // namespace licet::record::testing
