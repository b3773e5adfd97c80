#include "record/proposal.h"

#include <algorithm>

#include "base/crypto.h"

namespace licet::record {

std::string proposal_digest(const EventId& body, const Event& event) {
  json::Object fields = event.fields;
  fields.emplace("t", event.type);
  fields.emplace("v", event.version);
  const json::Value bound(json::Object{{"ev", body.str()}, {"event", std::move(fields)}});
  return crypto::digest_text(crypto::sha256(json::canonical(bound)));
}

std::string register_record_digest(const json::Value& record) {
  return crypto::digest_text(crypto::sha256(json::canonical(record)));
}

std::string register_proposal_digest(RegisterChanges changes) {
  std::sort(changes.begin(), changes.end(),
            [](const RegisterChange& a, const RegisterChange& b) { return a.key < b.key; });
  json::Array rows;
  for (RegisterChange& change : changes)
    rows.emplace_back(json::Array{change.key, change.before, std::move(change.after)});
  return crypto::digest_text(crypto::sha256(json::canonical(json::Value(std::move(rows)))));
}

std::string erasure_proposal_digest(std::string_view kid, std::string_view basis, std::vector<std::string> leads,
                                    std::vector<std::string> suppress) {
  std::sort(leads.begin(), leads.end());
  std::sort(suppress.begin(), suppress.end());
  const json::Value bound(json::Object{{"basis", basis},
                                       {"kid", kid},
                                       {"leads", json::Array(leads.begin(), leads.end())},
                                       {"suppress", json::Array(suppress.begin(), suppress.end())}});
  return crypto::digest_text(crypto::sha256(json::canonical(bound)));
}

std::string suppression_proposal_digest(std::string_view kid, std::string_view basis, std::string_view evidence,
                                        std::vector<std::string> lifted) {
  std::sort(lifted.begin(), lifted.end());
  const json::Value bound(json::Object{
      {"basis", basis}, {"evidence", evidence}, {"kid", kid}, {"lifted", json::Array(lifted.begin(), lifted.end())}});
  return crypto::digest_text(crypto::sha256(json::canonical(bound)));
}

}  // namespace licet::record
