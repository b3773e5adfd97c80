#include "app/list_proof.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "app/firm_state.h"
#include "app/reading.h"

namespace licet::app {
namespace {

using record::TableId;

/// Digests of the active lists, by kind.
Result<std::vector<std::pair<std::string, std::string>>> active_lists(Reader& reader, const std::string& kind) {
  LICET_TRY(const Scope scope, Access::scope(Access::system(), Right::kLists, "the firm's screening lists", nullptr));
  std::vector<Condition> wanted{{"state", Condition::Op::kEqual, std::string("active")}};
  if (!kind.empty()) wanted.push_back({"kind", Condition::Op::kEqual, kind});
  LICET_TRY(const auto rows, all_rows(reader, scope, TableId::kList, wanted));
  std::vector<std::pair<std::string, std::string>> out;
  for (const record::Row& row : rows) out.emplace_back(row.text("kind"), row.text("digest"));
  std::sort(out.begin(), out.end());
  return out;
}

Status record_proof(Deps& deps, const Principal& principal, const screening::Proof& proof,
                    const std::string& document) {
  return deps.store
      .execute(principal,
               [&](Tx& tx) -> Status {
                 LICET_TRY(const auto active, active_lists(tx, proof.kind));
                 if (active.empty() || active.front().second != document)
                   return fail(ErrorCode::kConflict, "another list of the kind " + proof.kind +
                                                         " became active while this one was proved; prove that one");
                 record::BodyBuilder body = new_body(deps, principal, "lists prove");
                 body.add(proof_event(proof, document));
                 return append(tx, std::move(body));
               })
      .map([](const auto&) {});
}

}  // namespace

Result<screening::Thresholds> proof_thresholds(Deps& deps, const Principal& principal, const std::string& kind) {
  screening::Thresholds out;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(const FirmState state, load_firm_state(reader, LoadLists::kNo));
    out = state.thresholds("").of(kind);
    return {};
  }));
  return out;
}

Result<screening::Proof> prove_list(const screening::List& list, const screening::ProofOptions& options) {
  // The index shares the caller's list and is gone before it.
  const std::shared_ptr<const screening::List> lent(std::shared_ptr<void>(), &list);
  LICET_TRY(const auto index, screening::ListIndex::build({lent}));
  return screening::prove_complete(*index, options);
}

record::NewEvent proof_event(const screening::Proof& proof, const std::string& document) {
  record::ListProved event;
  event.list = document;
  event.kind = proof.kind;
  event.algorithm = proof.algorithm;
  event.icu = proof.icu;
  event.thresholds = {{"company", std::int64_t{proof.thresholds.company}},
                      {"person", std::int64_t{proof.thresholds.person}},
                      {"weak_alias", std::int64_t{proof.thresholds.weak_alias}}};
  event.seed = static_cast<std::int64_t>(proof.seed);
  event.variants = proof.variants;
  event.every_letter = proof.every_letter;
  event.counts = screening::proof_counts_json(proof).as_object();
  event.lost = static_cast<std::int64_t>(proof.lost());
  event.uncovered = crypto::digest_text(screening::uncovered_digest(proof));
  return record::list_proved(event);
}

Result<std::vector<screening::Proof>> prove_lists(Deps& deps, const Principal& principal, const std::string& kind,
                                                  const screening::ProofOptions& options) {
  LICET_CHECK(Access::demand(principal, Right::kLists));
  std::vector<std::pair<std::string, std::string>> active;
  LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
    LICET_TRY(active, active_lists(reader, kind));
    return {};
  }));
  if (active.empty())
    return fail(ErrorCode::kNotFound,
                kind.empty() ? "no screening list is loaded" : "no list of the kind " + kind + " is loaded");
  std::vector<screening::Proof> out;
  for (const auto& [of, document] : active) {
    std::shared_ptr<const screening::ListIndex> index;
    LICET_CHECK(deps.store.read(principal, [&](Reader& reader) -> Status {
      LICET_TRY(index, load_list_index(reader, {document}));
      return {};
    }));
    screening::ProofOptions how = options;
    LICET_TRY(how.thresholds, proof_thresholds(deps, principal, of));
    LICET_TRY(screening::Proof proof, screening::prove_complete(*index, how));
    LICET_CHECK(record_proof(deps, principal, proof, document));
    out.push_back(std::move(proof));
  }
  return out;
}

}  // namespace licet::app
