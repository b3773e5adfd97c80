#include "screening/deletion_index.h"

#include <vector>

namespace licet::screening {

DeletionIndex::DeletionIndex(std::span<const Term> terms) {
  const auto keys_of = [](const Term& term) -> std::size_t {
    const std::size_t chars = term.text.size();
    return term.edits > 2 ? 0 : (term.edits == 0 ? 1 : (term.edits == 1 ? chars + 1 : chars * (chars + 1) / 2 + 1));
  };
  std::size_t count = 0;
  for (const Term& term : terms) count += keys_of(term);
  std::vector<HashedKeys::Entry> entries;
  entries.reserve(count);
  for (std::size_t id = 0; id < terms.size(); ++id) {
    if (terms[id].edits == kLeftOut) continue;
    each_deletion(terms[id].text, terms[id].edits, [&](std::uint64_t hash) {
      entries.push_back({hash, static_cast<std::uint32_t>(id)});
    });
  }
  keys_ = HashedKeys(entries);
}

Status DeletionIndex::read(FlatReader& in, std::uint32_t terms, DeletionIndex& out) {
  LICET_CHECK(HashedKeys::read(in, out.keys_));
  if (out.keys_.all_values([terms](std::uint32_t term) { return term < terms; })) return {};
  return fail(ErrorCode::kTampered, "kept index: a key leads to a word that is not there");
}

}  // namespace licet::screening
