// An index of a book of leads, asked by what comes upon a list.
#include "screening/name_index.h"
#include "screening/name_search.h"

namespace licet::screening {

std::vector<Scored> NameIndex::find_queries(const NormalName& listed, std::uint32_t cutoff) const {
  return NameSearch(*this, listed, NameSearch::Role::kListed).run({cutoff, cutoff});
}

}  // namespace licet::screening
