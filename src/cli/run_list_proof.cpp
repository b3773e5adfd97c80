#include <algorithm>
#include <utility>

#include "app/list_proof.h"
#include "cli/handlers.h"
#include "cli/list_proof_text.h"

namespace licet::cli {
namespace {

using screening::ProofClass;
using screening::ProofCount;

constexpr std::size_t kUncoveredShown = 20;

std::uint64_t asked(const screening::Proof& proof, ProofClass of) {
  return proof.counts[static_cast<std::size_t>(of)].asked;
}

/// "34341 found, 2 below the threshold, 1 LOST".
std::string count_text(const ProofCount& count) {
  if (count.found + count.below + count.lost == 0) return std::to_string(count.asked) + " not asked for";
  std::string out = std::to_string(count.found) + " of " + std::to_string(count.asked) + " found";
  if (count.below > 0) out += ", " + std::to_string(count.below) + " score below the threshold";
  if (count.lost > 0) out += ", " + std::to_string(count.lost) + " LOST";
  return out;
}

}  // namespace

std::string proof_line(const screening::Proof& proof) {
  const std::uint64_t names = asked(proof, ProofClass::kNames) + asked(proof, ProofClass::kWeakAliases);
  return "proved: " + std::to_string(names) + " names, " + std::to_string(asked(proof, ProofClass::kWordSlips)) +
         " words with a slip, " + std::to_string(proof.variants) + " changed names: " +
         (proof.lost() == 0 ? "nothing is uncovered" : std::to_string(proof.lost()) + " are UNCOVERED");
}

std::vector<std::string> proof_lines(const screening::Proof& proof) {
  std::vector<std::string> out;
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < screening::kProofClasses; ++i) {
    if (proof.counts[i].asked == 0) continue;
    rows.push_back({"  " + count_text(proof.counts[i]), std::string(proof_class_text(static_cast<ProofClass>(i)))});
  }
  for (std::string& line : table(rows)) out.push_back(std::move(line));
  for (std::size_t i = 0; i < std::min(kUncoveredShown, proof.uncovered.size()); ++i) {
    const screening::Uncovered& one = proof.uncovered[i];
    out.push_back("  uncovered: " + one.asked + ", of " + one.listed +
                  (one.entry_id.empty() ? std::string() : " (entry " + one.entry_id + ")"));
  }
  if (proof.uncovered.size() > kUncoveredShown)
    out.push_back("  and " + std::to_string(proof.lost() - kUncoveredShown) + " more; --json gives all");
  return out;
}

json::Object proof_fields(const screening::Proof& proof) {
  return {{"algorithm", proof.algorithm},
          {"content", crypto::digest_text(proof.list)},
          {"counts", screening::proof_counts_json(proof)},
          {"every_letter", proof.every_letter},
          {"icu", proof.icu},
          {"kind", proof.kind},
          {"lost", static_cast<std::int64_t>(proof.lost())},
          {"seed", static_cast<std::int64_t>(proof.seed)},
          {"uncovered", screening::uncovered_json(proof)},
          {"uncovered_digest", crypto::digest_text(screening::uncovered_digest(proof))},
          {"variants", static_cast<std::int64_t>(proof.variants)}};
}

Result<int> run_lists_prove(Context& context, Output& out) {
  const Options& options = context.options();
  app::Deps deps = context.deps();
  ProgressLine progress;
  screening::ProofOptions how;
  how.every_letter = options.full;
  how.variants = options.full ? app::kProofVariantsFull : static_cast<std::uint32_t>(options.variants);
  how.seed = static_cast<std::uint64_t>(options.seed);
  how.progress = [&](std::uint64_t done, std::uint64_t all) {
    progress.show("proving: " + std::to_string(done) + " of " + std::to_string(all));
  };
  LICET_TRY(const auto proofs, app::prove_lists(deps, context.principal(), options.list_kind, how));
  progress.clear();
  std::uint64_t lost = 0;
  for (const screening::Proof& proof : proofs) {
    lost += proof.lost();
    out.object("licet.list_proof/1", proof_fields(proof));
    out.text(proof.kind + ": " + proof_line(proof));
    for (const std::string& line : proof_lines(proof)) out.text(printable(line));
  }
  return lost == 0 ? 0 : exit_status(ErrorCode::kRefused);
}

}  // namespace licet::cli
