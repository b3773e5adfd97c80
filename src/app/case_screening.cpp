#include "app/case_screening.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/good_guys.h"
#include "app/hit_findings.h"
#include "app/reading.h"
#include "base/json_texts.h"
#include "record/proposal.h"

namespace licet::app {
namespace {

using record::Row;
using record::TableId;

/// A hit as a screening showed it, and the documents of the lists that were compared.
struct Shown {
  screening::Screening match;
  std::vector<std::string> lists;
};

/// Of a decision on a case, until its approval is met.
struct Proposed {
  EarlierFinding finding;
  json::Value hits;
};

std::string_view entry_of(std::string_view hit) { return hit.substr(hit.find(':') + 1); }

/// Reads the history of a subject's leads once.
class History {
 public:
  History(Deps& deps, const Principal& principal, Reader& reader, std::string subject)
      : deps_(deps), principal_(principal), reader_(reader), subject_(std::move(subject)) {}

  Status read(const std::string& lead) {
    LICET_TRY(const auto numbers, deps_.store.entries_of(principal_, LeadTag::kPrefix, lead));
    for (const std::uint64_t seq : numbers) {
      LICET_TRY(const auto stored, deps_.store.entry(principal_, seq));
      if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
      LICET_TRY(const record::StoredBody body, stored_body(*stored));
      const bool matters = std::any_of(body.events.begin(), body.events.end(), [](const record::Event& event) {
        return event.type == "lead_screened" || event.type == "case_decided" || event.type == "case_approved";
      });
      if (!matters) continue;
      LICET_TRY(const json::Value opened, opened_sections(deps_, reader_, body, subject_));
      for (const record::Event& event : body.events) LICET_CHECK(take(lead, body, event, opened));
    }
    return {};
  }

  /// By content hash of the entry.
  const std::map<std::string, Shown, std::less<>>& shown() const { return shown_; }
  std::vector<EarlierFinding> earlier(const std::string& list, const std::string& entry) const {
    std::vector<EarlierFinding> out;
    for (const Proposed& decided : approved_)
      for (const json::Value& hit : decided.hits.as_array())
        if (hit.string_or("list", "") == list && hit.string_or("entry", "") == entry) {
          out.push_back(decided.finding);
          out.back().disposition = hit.string_or("disposition", "");
          break;
        }
    return out;
  }

 private:
  Status take(const std::string& lead, const record::StoredBody& body, const record::Event& event,
              const json::Value& opened) {
    const json::Value fields(event.fields);
    if (event.type == "lead_screened" && fields.string_or("lead", "") == lead) return screened(fields, opened);
    if (event.type == "case_decided") {
      const json::Value* hits = fields.find("hits");
      if (hits == nullptr || !hits->is_array()) return {};
      Proposed proposed{{std::string(fields.string_or("case", "")),
                         lead,
                         "",
                         std::string(fields.string_or("by", "")),
                         "",
                         {},
                         std::string(opened.is_object() ? opened.string_or("note", "") : "")},
                        *hits};
      proposed_.insert_or_assign(record::proposal_digest(body.id, event), std::move(proposed));
    }
    if (event.type == "case_approved" && fields.bool_or("approved", false)) {
      const auto decided = proposed_.find(fields.string_or("proposal", ""));
      if (decided == proposed_.end()) return {};
      approved_.push_back(decided->second);
      approved_.back().finding.approved_by = fields.string_or("by", "");
      approved_.back().finding.at = body.at;
    }
    return {};
  }

  Status screened(const json::Value& fields, const json::Value& opened) {
    const json::Value* result = fields.find("result");
    if (result == nullptr || result->find("hits") == nullptr) return {};
    const json::Value* sealed = opened.is_object() ? opened.find("screening") : nullptr;
    LICET_TRY(const screening::Screening all,
              screening::screening_from_json(*result, sealed == nullptr ? json::Value() : *sealed));
    for (const screening::Hit& hit : all.hits) {
      Shown one{all, json::texts_of(fields.find("lists"))};
      one.match.hits = {hit};
      one.match.hits_total = 1;
      std::erase_if(one.match.lists, [&](const screening::ListState& list) { return list.kind != hit.list; });
      shown_.insert_or_assign(crypto::digest_text(hit.entry_hash), std::move(one));
    }
    return {};
  }

  Deps& deps_;
  const Principal& principal_;
  Reader& reader_;
  std::string subject_;
  std::map<std::string, Shown, std::less<>> shown_;
  std::map<std::string, Proposed, std::less<>> proposed_;
  std::vector<Proposed> approved_;
};

/// The entry with this content hash in the documents of these lists. A line of a document is an entry, and its hash the
/// entry's: the rest is not read.
Result<std::optional<screening::Entry>> listed_entry(Reader& reader, const Scope& scope, const Shown& shown) {
  const screening::Hit& hit = shown.match.hits.front();
  for (const std::string& digest : shown.lists) {
    LICET_TRY(const auto row, reader.get(scope, TableId::kList, {digest}));
    if (!row || row->text("kind") != hit.list) continue;
    LICET_TRY(const auto bytes, reader.attachment(digest));
    if (!bytes) continue;
    std::string_view rest = as_text(*bytes);
    const std::string id = json::canonical(json::Value(hit.entry_id));
    while (!rest.empty()) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (line.find(id) == std::string_view::npos || crypto::sha256(line) != hit.entry_hash) continue;
      LICET_TRY(const json::Value value, json::parse(line, json::kDocumentOptions));
      LICET_TRY(screening::Entry entry, screening::entry_from_json(value));
      return std::optional<screening::Entry>(std::move(entry));
    }
  }
  return std::optional<screening::Entry>();
}

}  // namespace

Result<std::vector<CaseHit>> case_hits(Deps& deps, const Principal& principal, const CaseView& view) {
  std::vector<CaseHit> out;
  if (!view.lead) return out;
  const LeadDraft draft = draft_of(*view.lead);
  std::set<std::string> hits(draft.open_hits.begin(), draft.open_hits.end());
  hits.insert(draft.cleared_hits.begin(), draft.cleared_hits.end());
  for (const HitFinding& finding : findings_of(view.row)) hits.insert(finding.hit);
  if (hits.empty()) return out;
  const auto among = [](const std::vector<std::string>& all, const std::string& hit) {
    return std::find(all.begin(), all.end(), hit) != all.end();
  };
  const std::vector<BorneName> names = view.subject ? borne_names(*view.subject) : std::vector<BorneName>();
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const Scope join, Access::scope(Access::system(), Right::kReview, "what a case is about", nullptr));
    History history(deps, principal, reader, draft.subject.str());
    LICET_TRY(const auto leads,
              all_rows(reader, join, TableId::kLead, {{"subject", Condition::Op::kEqual, draft.subject.str()}}));
    for (const Row& lead : leads) LICET_CHECK(history.read(std::string(lead.text("id"))));
    for (const std::string& hit : hits) {
      CaseHit one;
      one.hit = hit;
      one.state = among(draft.open_hits, hit) ? "open" : among(draft.cleared_hits, hit) ? "cleared" : "ended";
      if (const std::size_t number = name_number(hit); number < names.size()) one.asked = names[number];
      if (const auto shown = history.shown().find(entry_of(hit)); shown != history.shown().end()) {
        one.match = shown->second.match;
        one.list = one.match->hits.front().list;
        one.entry = one.match->hits.front().entry_id;
        LICET_TRY(one.listed, listed_entry(reader, join, shown->second));
        one.earlier = history.earlier(one.list, one.entry);
      }
      out.push_back(std::move(one));
    }
    return {};
  }));
  std::stable_sort(out.begin(), out.end(), [](const CaseHit& a, const CaseHit& b) {
    const auto score = [](const CaseHit& one) { return one.match ? one.match->hits.front().score : 0; };
    return score(a) > score(b);
  });
  return out;
}

}  // namespace licet::app
