#include "app/rescreen.h"

#include <deque>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "app/book_index.h"
#include "app/decide.h"
#include "app/delisting.h"
#include "app/lead_screening.h"
#include "base/limits.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// What one entry holds with room to spare: an event of some 400 bytes and a link a lead.
constexpr std::size_t kLeadsPerEntry = 64;
/// Entries on their way to the writer.
constexpr std::size_t kInFlightMax = 64;

Result<Scope> jobs_scope() {
  return Access::scope(Access::system(), Right::kJobs, "screen leads against changed lists", nullptr);
}

/// A lead screened against the present lists, before it is recorded.
struct Seen {
  LeadDraft draft;  ///< as it was read
  Due due = Due::kNothing;
  std::string lists;  ///< the column of those it was screened against
  std::vector<BorneName> names;
  ScreenedLead screened;
  Delisted delisted;
};

bool unseen(std::string_view screening) { return screening == "not" || screening == "stale"; }

/// Seals what words matched, under the subject's key. False when the key is gone: the subject is being erased.
Result<bool> seal_screening(Deps& deps, const LeadDraft& draft, const ScreenedLead& screened,
                            record::BodyBuilder& body) {
  if (screened.sealed.is_null()) return true;
  LICET_TRY(const auto key, deps.keys.find(draft.subject.str()));
  if (!key) return false;
  body.seal(deps.store.origin(), draft.subject.str(), *key, {{"screening", screened.sealed}}, deps.random);
  body.link("subj", draft.subject.str());
  return true;
}

/// The lead as it stands, when it still bears the names that were screened, by the thresholds that are for it.
Result<std::optional<LeadDraft>> still_the_same(Tx& tx, const Scope& scope, const Seen& seen) {
  LICET_TRY(const auto row, tx.get(scope, TableId::kLead, {seen.draft.lead.str()}));
  if (!row || row->text("status") == "erased") return std::optional<LeadDraft>();
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {std::string(row->text("subject"))}));
  if (!subject || borne_names(*subject) != seen.names) return std::optional<LeadDraft>();
  if (segment_of(*row) != segment_of(seen.draft)) return std::optional<LeadDraft>();
  return std::optional<LeadDraft>(draft_of(*row));
}

/// One pass over the book. Used by one thread; the writer runs the commands it submits.
class Rescreening {
 public:
  Rescreening(Deps& deps, const Principal& principal, const RescreenHow& how)
      : deps_(deps), principal_(principal), how_(how), delistings_(deps, principal) {}
  /// Commands under way refer to this pass.
  ~Rescreening() {
    for (Sent& sent : sent_)
      if (sent.receipt.valid()) sent.receipt.wait();
  }
  Rescreening(const Rescreening&) = delete;
  Rescreening& operator=(const Rescreening&) = delete;

  Result<RescreenReport> run(const std::function<bool(std::int64_t, std::int64_t)>& progress) {
    std::int64_t total = 0;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(FirmState state, deps_.firm.state(reader, LoadLists::kNo));
      LICET_TRY(plan_, RescreenPlan::load(reader, std::move(state), deps_.clock.now(), how_.full));
      LICET_CHECK(delistings_.load(reader, plan_.firm(), deps_.clock.now()));
      LICET_TRY(const Scope scope, jobs_scope());
      Query query;
      query.table = TableId::kLead;
      LICET_TRY(total, reader.count(scope, query));
      return {};
    }));
    if (!plan_.any_active()) return report_;
    report_.asked_book = deps_.book != nullptr && deps_.book->wait_until_warm();
    std::optional<record::Key> after;
    for (bool more = true; more && !report_.stopped;) {
      std::vector<Seen> page;
      LICET_TRY(more, read_page(after, page));
      for (const Seen& seen : page) LICET_CHECK(screen_named(seen));
      for (Seen& seen : page)
        if (named_.count(seen.draft.lead) == 0) LICET_CHECK(screen(std::move(seen)));
      if (progress && !progress(report_.checked, total)) report_.stopped = more;
    }
    LICET_CHECK(send_quiet());
    LICET_CHECK(settle(0));
    report_.changed_entries = static_cast<std::int64_t>(plan_.changed_entries());
    return report_;
  }

 private:
  struct Sent {
    std::future<Result<Receipt>> receipt;
    std::shared_ptr<std::int64_t> recorded;
  };

  /// The leads of the next page that have to be screened; false after the last page.
  Result<bool> read_page(std::optional<record::Key>& after, std::vector<Seen>& page) {
    bool more = false;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(const Scope scope, jobs_scope());
      Query query;
      query.table = TableId::kLead;
      query.limit = limits::kPageMax;
      query.after = after;
      LICET_TRY(const auto rows, reader.find(scope, query));
      more = rows.size() == query.limit;
      if (!rows.empty()) after = record::Key{std::string(rows.back().text("id"))};
      report_.checked += static_cast<std::int64_t>(rows.size());
      return add_due(reader, scope, rows, page);
    }));
    return more;
  }

  Status add_due(Reader& reader, const Scope& scope, const std::vector<Row>& leads, std::vector<Seen>& out) {
    for (const Row& row : leads) {
      if (row.text("status") == "erased") continue;
      const Due due = plan_.due(row);
      if (due == Due::kNothing && row.null("open_hits")) continue;
      LICET_TRY(const auto subject, reader.get(scope, TableId::kSubject, {std::string(row.text("subject"))}));
      if (subject && subject->null("erased_by"))
        out.push_back({draft_of(row), due, std::string(row.text("screened_lists")), borne_names(*subject), {}, {}});
    }
    return {};
  }

  /// Whom the index of the book names for the changes that concern this lead are screened before anybody else: a hit
  /// does not wait until the whole book was gone through.
  Status screen_named(const Seen& seen) {
    if (!report_.asked_book || seen.due != Due::kChanges) return {};
    LICET_TRY(const FirmState* changes, changes_since(seen.lists));
    if (changes == nullptr || candidates_.count(changes) != 0) return {};
    const auto& named =
        candidates_.emplace(changes, deps_.book->candidates(*changes->lists, changes->thresholds({}))).first->second;
    std::vector<Seen> leads;
    for (const SubjectId& subject : named.subjects())
      LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
        LICET_TRY(const Scope scope, jobs_scope());
        LICET_TRY(const auto rows,
                  all_rows(reader, scope, TableId::kLead, {{"subject", Condition::Op::kEqual, subject.str()}}));
        return add_due(reader, scope, rows, leads);
      }));
    for (Seen& lead : leads) {
      if (lead.due != Due::kChanges || lead.lists != seen.lists || !named_.insert(lead.draft.lead).second) continue;
      LICET_CHECK(screen(std::move(lead)));
    }
    return {};
  }

  /// Lists are large: they are compiled when the first lead needs them.
  Result<const FirmState*> everything() {
    const FirmState* out = nullptr;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(out, plan_.everything(reader, deps_.firm));
      return {};
    }));
    return out;
  }
  Result<const FirmState*> changes_since(const std::string& lists) {
    const FirmState* out = nullptr;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(out, plan_.changes_since(reader, lists));
      return {};
    }));
    return out;
  }

  /// Against what changed, where that is enough; against everything when it is not, or when there is a hit: what is
  /// recorded of hits is about all lists together.
  Status compare(Seen& seen) {
    const Instant now = deps_.clock.now();
    if (seen.due == Due::kChanges) {
      LICET_TRY(const FirmState* changes, changes_since(seen.lists));
      if (changes == nullptr) seen.due = Due::kLists;
      if (changes != nullptr) {
        if (!may_hit(*changes, seen)) {
          seen.screened = screened_without_hits(*changes, seen.names, now, segment_of(seen.draft));
          return {};
        }
        LICET_TRY(seen.screened, screen_names(*changes, seen.names, now, segment_of(seen.draft)));
        if (seen.screened.hits.empty()) return {};
      }
    }
    LICET_TRY(const FirmState* all, everything());
    LICET_TRY(seen.screened, screen_names(*all, seen.names, now, segment_of(seen.draft)));
    return {};
  }

  /// Who is not in the index of the book as they are now is compared, and put there.
  bool may_hit(const FirmState& changes, const Seen& seen) {
    const auto found = candidates_.find(&changes);
    if (found == candidates_.end()) return true;
    if (!deps_.book->knows(seen.draft.subject, seen.names)) deps_.book->put(seen.draft.subject, seen.names);
    return found->second.may_hit(seen.draft.subject, seen.names);
  }

  Status screen(Seen seen) {
    LICET_TRY(seen.delisted, delistings_.of(seen.draft));
    if (seen.due == Due::kNothing && seen.delisted.entries.empty()) return {};
    if (seen.due == Due::kNothing) seen.due = Due::kDelisted;
    LICET_CHECK(compare(seen));
    ++report_.due[seen.due];
    if (how_.dry_run) return foresee(seen);
    if (!seen.screened.hits.empty() || !seen.delisted.entries.empty()) return record_alone(seen);
    // Against lists that cannot clear, or without the service that the policy wants asked, nothing new is known about a
    // lead on which there is no hit.
    if (!plan_.usable() || seen.screened.without_hits == "not") return {};
    quiet_.push_back(std::move(seen));
    return quiet_.size() < kLeadsPerEntry ? Status() : send_quiet();
  }

  /// What would be recorded, in figures.
  Status foresee(Seen& seen) {
    const bool owned = !seen.draft.owner.empty();
    const Instant now = deps_.clock.now();
    HitStanding standing;
    LICET_CHECK(deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(standing, hit_standing(reader, deps_, seen.draft, seen.screened.hits, now));
      return {};
    }));
    const Rescreened after = stand_after(plan_.firm(), now, seen.screened, standing, seen.draft, seen.delisted.entries);
    if (!plan_.usable() && !after.new_hits && !after.delisted) return {};
    ++report_.screened;
    report_.delisted += after.delisted ? 1 : 0;
    if (after.new_hits) {
      ++report_.hits;
      report_.hit_leads.push_back(seen.draft.lead.str());
    }
    report_.taken += owned && seen.draft.screening == "hit" ? 1 : 0;
    return {};
  }

  record::BodyBuilder new_entry() const {
    return record::BodyBuilder(EventId::make(deps_.random), deps_.clock.now(), record::Actor{"system", "rescreen", ""},
                               "jobs run");
  }

  Status send_quiet() {
    if (quiet_.empty()) return {};
    auto leads = std::make_shared<const std::vector<Seen>>(std::move(quiet_));
    quiet_.clear();
    auto recorded = std::make_shared<std::int64_t>(0);
    auto receipt = deps_.store.submit(
        principal_,
        [this, leads, recorded](Tx& tx) -> Status {
          *recorded = 0;
          LICET_TRY(const Scope scope, jobs_scope());
          record::BodyBuilder body = new_entry();
          for (const Seen& seen : *leads) {
            LICET_TRY(auto draft, still_the_same(tx, scope, seen));
            if (!draft) continue;
            LICET_TRY(const HitStanding standing, hit_standing(tx, deps_, *draft, seen.screened.hits, body.at()));
            body.add(stand_after(plan_.firm(), body.at(), seen.screened, standing, *draft).event);
            ++*recorded;
          }
          return append(tx, std::move(body));
        },
        Patience::kBulk);
    sent_.push_back({std::move(receipt), std::move(recorded)});
    return settle(kInFlightMax);
  }

  /// A lead whose decision cannot be recorded is taken from its owner without one.
  Status record_alone(const Seen& seen) {
    Status recorded = record_alone(seen, true);
    if (recorded || recorded.error().code == ErrorCode::kEnvironment) return recorded;
    report_.failures.push_back({seen.draft.lead.str(), std::move(recorded).error()});
    if (!record_alone(seen, false))
      report_.failures.back().taken = take_from_owner(deps_, principal_, seen.draft.lead).has_value();
    return {};
  }

  /// Alone in its entry, decided in the same transaction: hits that join or end change what may become of the lead.
  Status record_alone(const Seen& seen, bool decides) {
    bool recorded = false, taken = false;
    bool fresh = false, delisted = false;
    auto receipt = deps_.store.execute(principal_, [&](Tx& tx) -> Status {
      recorded = taken = fresh = delisted = false;
      LICET_TRY(const Scope scope, jobs_scope());
      LICET_TRY(const auto same, still_the_same(tx, scope, seen));
      if (!same) return {};
      LICET_TRY(LeadDraft draft, load_draft(tx, scope, seen.draft.lead));
      record::BodyBuilder body = new_entry();
      LICET_TRY(const bool sealed, seal_screening(deps_, draft, seen.screened, body));
      if (!sealed) return {};
      const std::string before = draft.screening;
      const bool owned = !draft.owner.empty();
      LICET_TRY(const HitStanding standing, hit_standing(tx, deps_, draft, seen.screened.hits, body.at()));
      const bool counts = plan_.firm().recent_enough(seen.delisted.as_of, body.at());
      Rescreened after = stand_after(plan_.firm(), body.at(), seen.screened, standing, draft,
                                     counts ? seen.delisted.entries : std::vector<record::DelistedEntry>());
      // Every hit is one that persons found false, and the lists cannot clear: nothing is new.
      if (!plan_.usable() && !after.new_hits && !after.delisted) return {};
      body.add(std::move(after.event));
      fresh = after.new_hits;
      delisted = after.delisted;
      LICET_TRY(const std::optional<Why> why, why_decided(tx, scope, draft, before, delisted));
      if (!decides)
        take_away(deps_, draft, Why::kChange, body);
      else if (why)
        LICET_CHECK(decide(tx, deps_, plan_.firm(), draft, *why, body).map([](const DecideOutcome&) {}));
      taken = owned && draft.owner.empty();
      recorded = true;
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    report_.screened += recorded ? 1 : 0;
    report_.taken += taken ? 1 : 0;
    report_.delisted += recorded && delisted ? 1 : 0;
    if (!recorded || !fresh) return {};
    ++report_.hits;
    report_.hit_leads.push_back(seen.draft.lead.str());
    return {};
  }

  /// Why the lead is decided anew, if it is. A lead whose last hit was delisted is, but for one that persons have in
  /// hand: a refusal stands until they lift it, and a decision that waits for its second person is theirs to end.
  static Result<std::optional<Why>> why_decided(Tx& tx, const Scope& scope, const LeadDraft& draft,
                                                const std::string& before, bool delisted) {
    if (draft.screening == "hit") return before == "hit" ? std::nullopt : std::optional<Why>(Why::kChange);
    if (!delisted || draft.refused) return std::nullopt;
    if (draft.case_id.empty()) return Why::kDelisted;
    LICET_TRY(const auto open_case, tx.get(scope, TableId::kCase, {draft.case_id.str()}));
    const bool waits = open_case && open_case->text("state") == "proposed";
    return waits ? std::nullopt : std::optional<Why>(Why::kDelisted);
  }

  Status settle(std::size_t keep) {
    while (sent_.size() > keep) {
      Sent sent = std::move(sent_.front());
      sent_.pop_front();
      Result<Receipt> receipt = sent.receipt.get();
      if (!receipt) return fail(std::move(receipt).error());
      report_.screened += *sent.recorded;
    }
    return {};
  }

  Deps& deps_;
  const Principal& principal_;
  const RescreenHow how_;
  RescreenPlan plan_;
  Delistings delistings_;
  std::map<const FirmState*, BookIndex::Candidates> candidates_;  ///< by what changed, where the book is asked
  std::set<LeadId> named_;                                        ///< screened already, for the index named them
  std::vector<Seen> quiet_;
  std::deque<Sent> sent_;
  RescreenReport report_;
};

}  // namespace

Result<RescreenReport> rescreen(Deps& deps, const Principal& principal,
                                const std::function<bool(std::int64_t done, std::int64_t total)>& progress,
                                const RescreenHow& how) {
  return Rescreening(deps, principal, how).run(progress);
}

Status screen_unseen(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, record::BodyBuilder& body) {
  if (!unseen(draft.screening) || !state.lists_usable(body.at())) return {};
  if (state.service_demanded) return {};  // nobody else's server is asked within a transaction: `rescreen` does it
  LICET_TRY(const Scope scope, jobs_scope());
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {draft.subject.str()}));
  if (!subject || !subject->null("erased_by")) return {};
  LICET_TRY(const ScreenedLead screened, screen_names(state, borne_names(*subject), body.at(), segment_of(draft)));
  LICET_TRY(const bool sealed, seal_screening(deps, draft, screened, body));
  LICET_TRY(const HitStanding standing, hit_standing(tx, deps, draft, screened.hits, body.at()));
  if (sealed) body.add(stand_after(state, body.at(), screened, standing, draft).event);
  return {};
}

}  // namespace licet::app
