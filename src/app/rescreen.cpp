#include "app/rescreen.h"

#include <deque>
#include <future>
#include <memory>
#include <optional>

#include "app/decide.h"
#include "app/lead_screening.h"
#include "base/json.h"
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
  LeadId lead;
  std::vector<BorneName> names;
  std::string source;
  ScreenedLead screened;
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

/// The lead as it stands, when it still bears the names that were screened.
Result<std::optional<LeadDraft>> still_the_same(Tx& tx, const Scope& scope, const Seen& seen) {
  LICET_TRY(const auto row, tx.get(scope, TableId::kLead, {seen.lead.str()}));
  if (!row || row->text("status") == "erased") return std::optional<LeadDraft>();
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {std::string(row->text("subject"))}));
  if (!subject || borne_names(*subject) != seen.names) return std::optional<LeadDraft>();
  return std::optional<LeadDraft>(draft_of(*row));
}

/// One pass over the book. Used by one thread; the writer runs the commands it submits.
class Rescreening {
 public:
  Rescreening(Deps& deps, const Principal& principal) : deps_(deps), principal_(principal) {}
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
      LICET_TRY(state_, deps_.firm.state(reader, LoadLists::kNo));
      LICET_TRY(standing_, ListStanding::load(reader));
      LICET_TRY(const Scope scope, jobs_scope());
      Query query;
      query.table = TableId::kLead;
      LICET_TRY(total, reader.count(scope, query));
      return {};
    }));
    if (!standing_.any_active()) return report_;
    usable_ = state_.lists_usable(deps_.clock.now());
    std::optional<record::Key> after;
    for (bool more = true; more && !report_.stopped;) {
      std::vector<Seen> page;
      LICET_TRY(more, read_page(after, page));
      for (Seen& seen : page) LICET_CHECK(screen(std::move(seen)));
      if (progress && !progress(report_.checked, total)) report_.stopped = more;
    }
    LICET_CHECK(send_quiet());
    LICET_CHECK(settle(0));
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
      for (const Row& row : rows) {
        ++report_.checked;
        if (row.text("status") == "erased") continue;
        const bool waits = usable_ && unseen(row.text("screening"));
        if (!waits && standing_.up_to_date(row.text("screened_lists"))) continue;
        const auto id = LeadId::parse(row.text("id"));
        LICET_TRY(const auto subject, reader.get(scope, TableId::kSubject, {std::string(row.text("subject"))}));
        if (id && subject && subject->null("erased_by"))
          page.push_back({*id, borne_names(*subject), std::string(row.text("source")), {}});
      }
      return {};
    }));
    return more;
  }

  /// Lists are large: they are compiled when the first lead needs them.
  Status need_lists() {
    if (state_.lists) return {};
    return deps_.store.read(principal_, [&](Reader& reader) -> Status {
      LICET_TRY(state_, deps_.firm.state(reader, LoadLists::kYes));
      return {};
    });
  }

  Status screen(Seen seen) {
    LICET_CHECK(need_lists());
    LICET_TRY(seen.screened, screen_names(state_, seen.names, deps_.clock.now(), seen.source));
    if (!seen.screened.hits.empty()) return record_hit(seen);
    // Against lists that cannot clear, or without the service that the policy wants asked, nothing new is known about a
    // lead on which there is no hit.
    if (!usable_ || seen.screened.without_hits == "not") return {};
    quiet_.push_back(std::move(seen));
    return quiet_.size() < kLeadsPerEntry ? Status() : send_quiet();
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
            body.add(stand_after(state_, body.at(), seen.screened, standing, *draft).event);
            ++*recorded;
          }
          return append(tx, std::move(body));
        },
        Patience::kBulk);
    sent_.push_back({std::move(receipt), std::move(recorded)});
    return settle(kInFlightMax);
  }

  /// A lead whose decision cannot be recorded is taken from its owner without one.
  Status record_hit(const Seen& seen) {
    Status recorded = record_hit(seen, true);
    if (recorded || recorded.error().code == ErrorCode::kEnvironment) return recorded;
    report_.failures.push_back({seen.lead.str(), std::move(recorded).error()});
    if (!record_hit(seen, false))
      report_.failures.back().taken = take_from_owner(deps_, principal_, seen.lead).has_value();
    return {};
  }

  /// Alone in its entry, decided in the same transaction.
  Status record_hit(const Seen& seen, bool decides) {
    bool recorded = false, fresh = false, taken = false;
    auto receipt = deps_.store.execute(principal_, [&](Tx& tx) -> Status {
      recorded = fresh = taken = false;
      LICET_TRY(const Scope scope, jobs_scope());
      LICET_TRY(const auto same, still_the_same(tx, scope, seen));
      if (!same) return {};
      LICET_TRY(LeadDraft draft, load_draft(tx, scope, seen.lead));
      record::BodyBuilder body = new_entry();
      LICET_TRY(const bool sealed, seal_screening(deps_, draft, seen.screened, body));
      if (!sealed) return {};
      const std::string before = draft.screening;
      const bool owned = !draft.owner.empty();
      LICET_TRY(const HitStanding standing, hit_standing(tx, deps_, draft, seen.screened.hits, body.at()));
      Rescreened after = stand_after(state_, body.at(), seen.screened, standing, draft);
      // Every hit is one that persons found false, and the lists cannot clear: nothing is new.
      if (!usable_ && !after.new_hits) return {};
      body.add(std::move(after.event));
      fresh = after.new_hits;
      if (!decides)
        take_away(deps_, draft, Why::kChange, body);
      else if (draft.screening == "hit" && before != "hit")
        LICET_CHECK(decide(tx, deps_, state_, draft, Why::kChange, body).map([](const DecideOutcome&) {}));
      taken = owned && draft.owner.empty();
      recorded = true;
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    report_.screened += recorded ? 1 : 0;
    report_.taken += taken ? 1 : 0;
    if (!fresh) return {};
    ++report_.hits;
    report_.hit_leads.push_back(seen.lead.str());
    return {};
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
  FirmState state_;
  ListStanding standing_;
  bool usable_ = false;
  std::vector<Seen> quiet_;
  std::deque<Sent> sent_;
  RescreenReport report_;
};

}  // namespace

Result<ListStanding> ListStanding::load(Reader& reader) {
  LICET_TRY(const Scope scope, jobs_scope());
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList));
  ListStanding out;
  std::set<std::pair<std::string, std::string>> active;
  for (const Row& row : rows)
    if (row.text("state") == "active") {
      ++out.active_;
      active.emplace(row.text("kind"), row.text("content"));
    }
  for (const Row& row : rows)
    if (active.count({std::string(row.text("kind")), std::string(row.text("content"))}) != 0)
      out.current_.emplace(row.text("digest"));
  return out;
}

bool ListStanding::up_to_date(std::string_view screened) {
  if (const auto found = known_.find(screened); found != known_.end()) return found->second;
  const auto lists = json::parse(screened);
  bool good = lists && lists->is_array() && lists->as_array().size() == active_;
  if (good)
    for (const json::Value& digest : lists->as_array())
      good = good && digest.is_string() && current_.count(digest.as_string()) != 0;
  known_.emplace(screened, good);
  return good;
}

Result<RescreenReport> rescreen(Deps& deps, const Principal& principal,
                                const std::function<bool(std::int64_t done, std::int64_t total)>& progress) {
  return Rescreening(deps, principal).run(progress);
}

Status screen_unseen(Tx& tx, Deps& deps, const FirmState& state, LeadDraft& draft, record::BodyBuilder& body) {
  if (!unseen(draft.screening) || !state.lists_usable(body.at())) return {};
  if (state.service_demanded) return {};  // nobody else's server is asked within a transaction: `rescreen` does it
  LICET_TRY(const Scope scope, jobs_scope());
  LICET_TRY(const auto subject, tx.get(scope, TableId::kSubject, {draft.subject.str()}));
  if (!subject || !subject->null("erased_by")) return {};
  LICET_TRY(const ScreenedLead screened, screen_names(state, borne_names(*subject), body.at(), draft.source));
  LICET_TRY(const bool sealed, seal_screening(deps, draft, screened, body));
  LICET_TRY(const HitStanding standing, hit_standing(tx, deps, draft, screened.hits, body.at()));
  if (sealed) body.add(stand_after(state, body.at(), screened, standing, draft).event);
  return {};
}

}  // namespace licet::app
