#include "app/hit_findings.h"

#include <algorithm>

#include "app/good_guys.h"
#include "app/lead_screening.h"
#include "app/reading.h"
#include "base/json_texts.h"
#include "base/limits.h"

namespace licet::app {
namespace {

std::string mebibytes(std::size_t bytes) { return std::to_string(bytes >> 20U) + " MiB"; }

/// The hits that "LIST:ENTRY" names; under two names of the subject, or before and after its publisher changed it, an
/// entry is several hits.
std::vector<std::string> hits_of(const LeadDraft& draft, const std::map<std::string, ListedEntry, std::less<>>& entries,
                                 const std::string& name) {
  std::vector<std::string> out;
  for (const std::string& hit : draft.open_hits) {
    const auto entry = entries.find(std::string_view(hit).substr(hit.find(':') + 1));
    if (entry != entries.end() && entry->second.list + ":" + entry->second.entry == name) out.push_back(hit);
  }
  return out;
}

}  // namespace

Result<std::map<std::string, ListedEntry, std::less<>>> entries_hit(Deps& deps, const Principal& principal,
                                                                    const LeadId& lead) {
  std::map<std::string, ListedEntry, std::less<>> out;
  LICET_TRY(const auto numbers, deps.store.entries_of(principal, LeadTag::kPrefix, lead.str()));
  for (const std::uint64_t seq : numbers) {
    LICET_TRY(const auto stored, deps.store.entry(principal, seq));
    if (!stored) return fail(ErrorCode::kTampered, "entry " + std::to_string(seq) + " is missing from the ledger");
    LICET_TRY(const record::StoredBody body, stored_body(*stored));
    for (const record::Event& event : body.events) {
      const json::Value fields(event.fields);
      const json::Value* result = fields.find("result");
      const json::Value* hits = result == nullptr ? nullptr : result->find("hits");
      if (event.type != "lead_screened" || fields.string_or("lead", "") != lead.str() || hits == nullptr ||
          !hits->is_array())
        continue;
      for (const json::Value& hit : hits->as_array())
        out.insert_or_assign(
            std::string(hit.string_or("entry_hash", "")),
            ListedEntry{std::string(hit.string_or("list", "")), std::string(hit.string_or("entry_id", ""))});
    }
  }
  return out;
}

Result<HitFindings> find_hits(const LeadDraft& draft, const std::map<std::string, ListedEntry, std::less<>>& entries,
                              const std::map<std::string, std::string>& named, const std::string& rest) {
  if (draft.open_hits.empty())
    return fail(ErrorCode::kConflict,
                "no hit is open on this lead, so nothing can be found about one" +
                    std::string(draft.screening == "nameless" ? "; it has no name to screen: licet lead name" : ""));
  std::map<std::string, std::string> found;  // by hit
  for (const auto& [name, disposition] : named) {
    const auto hits = hits_of(draft, entries, name);
    if (hits.empty())
      return fail(ErrorCode::kBadInput,
                  "no open hit of this lead is '" + name + "'; licet review show lists them as LIST:ENTRY");
    for (const std::string& hit : hits) found.insert_or_assign(hit, disposition);
  }
  HitFindings out;
  for (const std::string& hit : draft.open_hits) {
    const auto own = found.find(hit);
    const std::string& disposition = own == found.end() ? rest : own->second;
    if (disposition.empty()) continue;
    const auto entry = entries.find(std::string_view(hit).substr(hit.find(':') + 1));
    const ListedEntry listed = entry == entries.end() ? ListedEntry() : entry->second;
    out.push_back({hit, listed.list, listed.entry, disposition});
  }
  return out;
}

bool has(const HitFindings& findings, std::string_view disposition) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const HitFinding& one) { return one.disposition == disposition; });
}

std::string_view gravest(const HitFindings& findings) {
  for (const std::string_view one : {"true_match", "inconclusive", "false_positive"})
    if (has(findings, one)) return one;
  return {};
}

json::Value hits_json(const HitFindings& findings) {
  if (findings.empty()) return {};
  json::Array out;
  for (const HitFinding& one : findings)
    out.emplace_back(
        json::Object{{"disposition", one.disposition}, {"entry", one.entry}, {"hit", one.hit}, {"list", one.list}});
  return json::Value(std::move(out));
}

HitFindings findings_of(const record::Row& open_case) {
  HitFindings out;
  if (open_case.null("hits")) return out;
  const auto hits = json::parse(open_case.text("hits"));
  if (!hits || !hits->is_array()) return out;
  for (const json::Value& hit : hits->as_array())
    out.push_back({std::string(hit.string_or("hit", "")), std::string(hit.string_or("list", "")),
                   std::string(hit.string_or("entry", "")), std::string(hit.string_or("disposition", ""))});
  return out;
}

Status check_evidence(const std::vector<EvidenceFile>& files) {
  if (files.size() > limits::kEvidenceFilesMax)
    return fail(ErrorCode::kLimit, "a decision takes at most " + std::to_string(limits::kEvidenceFilesMax) + " files");
  std::size_t all = 0;
  for (const EvidenceFile& file : files) {
    if (file.name.empty() || file.bytes.empty())
      return fail(ErrorCode::kBadInput, "the evidence '" + file.name + "' has no name or is empty");
    if (file.bytes.size() > limits::kEvidenceFileBytesMax)
      return fail(ErrorCode::kLimit,
                  "the evidence '" + file.name + "' is larger than " + mebibytes(limits::kEvidenceFileBytesMax));
    all += file.bytes.size();
  }
  if (all > limits::kEvidenceBytesMax)
    return fail(ErrorCode::kLimit,
                "the files of one decision are larger than " + mebibytes(limits::kEvidenceBytesMax) + " together");
  return {};
}

json::Value files_json(const std::vector<EvidenceFile>& files) {
  json::Array out;
  for (const EvidenceFile& file : files)
    out.emplace_back(json::Object{{"bytes", base64(as_bytes(file.bytes))}, {"name", file.name}});
  return json::Value(std::move(out));
}

std::vector<std::string> evidence_digests(const std::vector<EvidenceFile>& files) {
  std::vector<std::string> out;
  for (const EvidenceFile& file : files) out.push_back(crypto::digest_text(crypto::sha256(file.bytes)));
  return out;
}

void keep_findings(Random& random, const FirmState& state, const HitFindings& findings, const FindingBy& by,
                   LeadDraft& draft, record::BodyBuilder& body) {
  std::vector<std::string> cleared;
  for (const HitFinding& one : findings) {
    if (one.disposition != "false_positive") continue;
    cleared.push_back(one.hit);
    body.add(record::good_guy_added(
        {GoodGuyId::make(random), draft.lead, draft.subject, by.review, one.hit, compared_of(draft.compared, one.hit),
         one.list, one.entry, by.author, by.approver, by.until, by.proposal},
        body.at()));
  }
  if (!cleared.empty()) body.add(stand_after_persons(state, body.at(), "false_positive", cleared, {}, draft));
}

}  // namespace licet::app
