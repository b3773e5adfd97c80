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

}  // namespace licet::record
