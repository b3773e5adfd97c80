// The proof that the index over a list loses none of its names (screening/completeness.h), made and put on record.
#pragma once

#include <string>
#include <vector>

#include "app/deps.h"
#include "record/event.h"
#include "screening/completeness.h"

namespace licet::app {

/// Whole names that are changed and asked for when a list is loaded; `prove_lists` takes what its caller wants.
inline constexpr std::uint32_t kProofVariantsAtLoad = 2'000;
inline constexpr std::uint32_t kProofVariantsFull = 1'000'000;

/// What makes a name a hit on a list of the kind, by the policy in force, for leads of no source in particular.
Result<screening::Thresholds> proof_thresholds(Deps& deps, const Principal& principal, const std::string& kind);
/// A proof of a list that was read and is not active yet.
Result<screening::Proof> prove_list(const screening::List& list, const screening::ProofOptions& options);
/// What the record keeps of a proof; `document` is the list's digest in the record.
record::NewEvent proof_event(const screening::Proof& proof, const std::string& document);

/// Proves the active list of a kind again, or of all kinds when it is empty, one after the other, and records each; at
/// `proof_thresholds`, whatever `options` have.
/// Another list may become active meanwhile: then kConflict. kNotFound when no list of the kind is active.
Result<std::vector<screening::Proof>> prove_lists(Deps& deps, const Principal& principal, const std::string& kind,
                                                  const screening::ProofOptions& options);

}  // namespace licet::app
