#include "app/screening_check.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "app/lead_screening.h"
#include "app/reading.h"
#include "app/screening_thresholds.h"
#include "app/section_opener.h"
#include "base/json_texts.h"
#include "record/replay.h"
#include "screening/engine.h"
#include "screening/list_document.h"
#include "screening/normalise.h"

namespace licet::app {
namespace {

using record::TableId;

constexpr std::uint8_t kReexecution = 5;

/// Keeps what a screening hangs on: the names of subjects and what else is known of them, and the hits of leads.
class ScreenedRows final : public record::RowSink {
 public:
  Status put(TableId table, const record::Key& key, std::span<const record::Assignment> values) override {
    if (table == TableId::kPolicy) note_policy(key, values);
    if (table != TableId::kSubject && table != TableId::kLead && table != TableId::kGoodGuy) return {};
    kept_.clear();
    for (const record::Assignment& value : values)
      if (table == TableId::kGoodGuy && value.column == "subject")
        good_guys_[std::string(record::text_of(value.value))].insert(std::string(record::text_of(key.front())));
    for (const record::Assignment& value : values)
      if (std::find(std::begin(kColumns), std::end(kColumns), value.column) != std::end(kColumns))
        kept_.push_back(value);
    return tables_.put(table, key, kept_);
  }
  Status add(TableId, const record::Key&, std::string_view, std::int64_t) override { return {}; }
  Status remove(TableId, const record::Key&) override { return {}; }
  Status purge(std::string_view kid, std::string_view event_id) override { return tables_.purge(kid, event_id); }

  /// Digests of the policies that were in force until now, the latest last.
  const std::vector<std::string>& policies() const { return policies_; }

  std::optional<record::Row> get(TableId table, std::string_view key) const {
    return tables_.get(table, {std::string(key)});
  }

  /// The good-guy entries of a subject that hold at `at`.
  std::vector<HeldGoodGuy> good_guys(std::string_view subject, Instant at) const {
    std::vector<HeldGoodGuy> out;
    const auto ids = good_guys_.find(subject);
    if (ids == good_guys_.end()) return out;
    for (const std::string& id : ids->second)
      if (const auto row = get(TableId::kGoodGuy, id);
          row && row->text("state") == "active" && at.us < row->integer("until"))
        out.push_back({std::string(row->text("hit")), std::string(row->text("compared"))});
    return out;
  }

 private:
  void note_policy(const record::Key& key, std::span<const record::Assignment> values) {
    const bool active = std::any_of(values.begin(), values.end(), [](const record::Assignment& value) {
      return value.column == "state" && value.value == record::Value(std::string("active"));
    });
    if (active) policies_.push_back(std::get<std::string>(key.front()));
  }

  static constexpr std::string_view kColumns[] = {
      "first_name",  "last_name", "company",     "names",        "birth_date",
      "country",     "street",    "city",        "postal_code",  "email",
      "phone",       "subject",   "open_hits",   "cleared_hits", "source",
      "compared",    "hit",       "state",       "until",        "gender",
      "nationality", "passport",  "national_id", "client_type",  "client_type_basis",
      "market"};
  std::map<std::string, std::set<std::string>, std::less<>> good_guys_;  // by subject
  record::MemoryTables tables_;
  std::vector<record::Assignment> kept_;
  std::vector<std::string> policies_;
};

class Rerun {
 public:
  Rerun(Deps& deps, const Principal& principal, ledger::Report& report)
      : deps_(deps), principal_(principal), report_(report) {}

  Status run(const LedgerProgress& progress) {
    return deps_.store.read(principal_, [&](Reader& reader) -> Status {
      reader_ = &reader;
      record::Replay replay(rows_,
                            [&](const EventId& event, const json::Value& section) { return open(event, section); });
      Status fed;
      LICET_CHECK(deps_.store.entries(principal_, 0, [&](const StoredEntry& entry) {
        if (entry.seq >= report_.entries) return false;  // recorded after the bundle was made
        if (progress && entry.seq % 4096 == 0) progress("screenings", entry.seq, report_.entries);
        fed = feed(entry, replay);
        return fed.has_value();
      }));
      return fed;
    });
  }

 private:
  /// As a section opens; what does not is for others to find.
  Result<record::SectionOutcome> open(const EventId& event, const json::Value& section) {
    auto outcome = open_section_of(deps_, *reader_, event, section);
    if (!outcome) return record::SectionOutcome{record::SectionOutcome::State::kPayloadGone, {}};
    if (outcome->state == record::SectionOutcome::State::kOpened)
      if (const auto sealed = outcome->fields.find("screening"); sealed != outcome->fields.end())
        sealed_[std::string(section.string_or("kid", ""))] = sealed->second;
    return outcome;
  }

  Status feed(const StoredEntry& entry, record::Replay& replay) {
    LICET_TRY(const record::StoredBody body, stored_body(entry));
    std::vector<std::pair<const record::Event*, LeadDraft>> screened;
    for (const record::Event& event : body.events)
      if (event.type == "lead_screened" && event.fields.contains("lists"))
        screened.emplace_back(&event, draft_of(event));
    sealed_.clear();
    LICET_CHECK(replay.feed(entry.seq, body));
    for (auto& [event, draft] : screened) LICET_CHECK(again(entry.seq, body.at, *event, draft));
    return {};
  }

  /// The lead as it stood before the entry.
  LeadDraft draft_of(const record::Event& event) const {
    LeadDraft draft;
    const json::Value fields(event.fields);
    if (const auto id = LeadId::parse(fields.string_or("lead", ""))) draft.lead = *id;
    if (const auto row = rows_.get(TableId::kLead, draft.lead.str())) {
      draft.open_hits = json::texts_in(row->text("open_hits"));
      draft.cleared_hits = json::texts_in(row->text("cleared_hits"));
      draft.compared = json::texts_in(row->text("compared"));
      draft.client_type = row->text("client_type");
      draft.client_type_basis = row->text("client_type_basis");
      draft.market = row->text("market");
    }
    return draft;
  }

  Status again(std::uint64_t seq, Instant at, const record::Event& event, LeadDraft& draft) {
    const auto lead = rows_.get(TableId::kLead, draft.lead.str());
    if (!lead) return {};  // level 4 says so
    const std::string subject(lead->text("subject"));
    LICET_TRY(const auto key, deps_.keys.find(subject));
    if (!key) return {};  // sealed for good
    const json::Value recorded(event.fields);
    const json::Value* result = recorded.find("result");
    const std::string algorithm(result == nullptr ? "" : result->string_or("algorithm", ""));
    const std::string icu(result == nullptr ? "" : result->string_or("icu", ""));
    if (!algorithm.empty() && (algorithm != screening::kAlgorithm || icu != screening::icu_version()))
      return unable("screenings were made by " + algorithm + " with ICU " + icu + ", and this is " +
                    std::string(screening::kAlgorithm) + " with ICU " + screening::icu_version() +
                    ": verify them with a release that has that engine");
    if (result != nullptr && result->find("service") != nullptr)
      return unable(
          "screenings were made with a screening service besides, which cannot be asked again as it was: what "
          "it said stands as recorded");
    const std::vector<std::string> lists = json::texts_of(recorded.find("lists"));
    LICET_TRY(FirmState * state, state_of(lists));
    if (state == nullptr) return unable("screenings name a list whose bytes are not in the data file, or are others");
    const std::vector<Segment> segments = segments_of(draft, *lead);
    LICET_TRY(const auto wanted, thresholds_for(segments, result == nullptr ? nullptr : result->find("thresholds")));
    if (!wanted)
      return unable("screenings were made under a policy whose bytes are not in the data file, or are others");
    state->recorded_thresholds = *wanted;
    const std::string_view engine = recorded.string_or("engine", "");
    if (!engine.empty() && engine != screening::engine_digest(*wanted))
      return unable("screenings were made with other word tables: verify them with a release that has those");
    const auto row = rows_.get(TableId::kSubject, subject);
    LICET_TRY(const ScreenedLead screened,
              screen_names(*state, row ? borne_names(*row) : std::vector<BorneName>(), at, segments.front()));
    // Whether the entries are gone is level 4's question.
    const record::NewEvent expected = stand_after(*state, at, screened, {*key, rows_.good_guys(subject, at)}, draft,
                                                  record::delisted_entries(recorded.find("delisted")))
                                          .event;
    ++report_.screenings.repeated;
    compare(seq, recorded, json::Value(expected.event().fields), screened.sealed == sealed_[subject]);
    return {};
  }

  void compare(std::uint64_t seq, const json::Value& recorded, const json::Value& expected, bool same_sealed) {
    const auto differ = [&](std::string_view what) {
      report_.add({kReexecution, "screening",
                   "the screening of " + std::string(recorded.string_or("lead", "")) +
                       " comes out differently: " + std::string(what),
                   seq});
    };
    // Whether the lists were fresh is level 4's question; here they count as stale.
    const std::string_view status = recorded.string_or("status", "");
    const std::string_view wanted = expected.string_or("status", "");
    if ((status == "clear" ? "stale" : status) != wanted)
      differ("recorded '" + std::string(status) + "', run again '" +
             (wanted == "stale" ? "no hit" : std::string(wanted)) + "'");
    const auto same = [&](std::string_view field) {
      const json::Value *have = recorded.find(field), *want = expected.find(field);
      return (have == nullptr || want == nullptr) ? have == want : *have == *want;
    };
    if (!same("open")) differ("its open hits");
    if (!same("cleared")) differ("its hits that do not alert");
    if (!same("compared")) differ("what was compared");
    if (!same("result")) differ("its result");
    if (!same("lists")) differ("its lists");
    if (!same("engine")) differ("its engine");
    if (!same("delisted")) differ("which of its hits ended as delisted");
    if (!same_sealed) differ("what was sealed of it");
  }

  /// What may have been known of a lead when it was screened: nothing but its source, what it was before the entry, and
  /// what it is after it.
  static std::vector<Segment> segments_of(const LeadDraft& before, const record::Row& after) {
    LeadDraft then = before;
    then.client_type = after.text("client_type");
    then.client_type_basis = after.text("client_type_basis");
    std::set<std::string> types{""}, markets{"", before.market, std::string(after.text("market"))};
    for (const LeadDraft& draft : {before, then}) types.insert(segment_of(draft).client_type);
    std::vector<Segment> out;
    for (const std::string& type : types)
      for (const std::string& market : markets) out.push_back({std::string(after.text("source")), type, market});
    return out;
  }

  /// The thresholds for such leads of the latest policy that has those which the record names: a screening made just
  /// before a policy changed is recorded just after. Those of the policy in force, for a lead of which nothing is
  /// known, where none has them; nullopt when its bytes are not at hand.
  Result<std::optional<screening::ThresholdSet>> thresholds_for(const std::vector<Segment>& segments,
                                                                const json::Value* recorded) {
    std::optional<screening::ThresholdSet> in_force;
    for (auto digest = rows_.policies().rbegin(); digest != rows_.policies().rend(); ++digest) {
      LICET_TRY(const json::Value* policy, policy_document(*digest));
      if (policy == nullptr) break;
      for (const Segment& segment : segments) {
        screening::ThresholdSet thresholds = thresholds_of(*policy, segment);
        if (recorded == nullptr || screening::thresholds_json(thresholds) == *recorded)
          return std::optional(thresholds);
        if (!in_force) in_force = std::move(thresholds);
      }
    }
    return in_force;
  }

  Result<const json::Value*> policy_document(const std::string& digest) {
    const auto [found, is_new] = policies_.try_emplace(digest);
    if (is_new) {
      LICET_TRY(const auto bytes, reader_->attachment(digest));
      if (bytes && crypto::digest_text(crypto::sha256(ByteView(*bytes))) == digest) {
        LICET_TRY(found->second, json::parse(as_text(*bytes)));
      }
    }
    return found->second.is_null() ? nullptr : &found->second;
  }

  Status unable(const std::string& why) {
    ++report_.screenings.unable;
    report_.set(kReexecution, ledger::LevelStatus::kNotCheckable);
    if (said_.insert(why).second) report_.remark(why);
    return {};
  }

  /// The firm with these lists and no more; null when one is not at hand. The last ones are kept: lists change seldom.
  Result<FirmState*> state_of(const std::vector<std::string>& digests) {
    if (!digests.empty() && digests == lists_) return loaded_ ? &*loaded_ : nullptr;
    lists_ = digests;
    loaded_.reset();
    std::vector<std::shared_ptr<const screening::List>> lists;
    for (const std::string& digest : digests) {
      LICET_TRY(const auto bytes, reader_->attachment(digest));
      if (!bytes || crypto::digest_text(crypto::sha256(ByteView(*bytes))) != digest) return nullptr;
      LICET_TRY(screening::List list, screening::list_from_document(as_text(*bytes)));
      lists.push_back(std::make_shared<const screening::List>(std::move(list)));
    }
    FirmState state;
    LICET_TRY(state.lists, screening::ListIndex::build(std::move(lists)));
    state.list_digests = digests;
    loaded_ = std::move(state);
    return &*loaded_;
  }

  Deps& deps_;
  const Principal& principal_;
  ledger::Report& report_;
  Reader* reader_ = nullptr;
  ScreenedRows rows_;
  std::map<std::string, json::Value, std::less<>> sealed_;  // of the entry at hand, by kid: what its screening sealed
  std::map<std::string, json::Value> policies_;
  std::vector<std::string> lists_;
  std::optional<FirmState> loaded_;
  std::set<std::string> said_;
};

}  // namespace

Status rerun_screenings(Deps& deps, const Principal& principal, ledger::Report& report,
                        const LedgerProgress& progress) {
  LICET_CHECK(Access::demand(principal, Right::kReadLedger));
  return Rerun(deps, principal, report).run(progress);
}

}  // namespace licet::app
