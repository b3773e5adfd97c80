#include "screening/deletion_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <set>

#include "screening/similarity.h"

namespace licet::screening {
namespace {

std::uint32_t edits_of(const std::string& word) { return edits_allowed(char_count(word)); }

RC_GTEST_PROP(DeletionIndex, FindsEveryPairThatTheLongerSideAllows, ()) {
  const auto word = rc::gen::mapcat(rc::gen::inRange(1, 12), [](int size) {
    return rc::gen::container<std::string>(static_cast<std::size_t>(size), rc::gen::inRange<char>('a', 'd'));
  });
  const auto words = *rc::gen::container<std::vector<std::string>>(rc::gen::map(word, [](std::string w) { return w; }));
  const std::string asked = *word;
  std::vector<DeletionIndex::Term> terms;
  for (const std::string& term : words) terms.push_back({term, edits_of(term)});
  const DeletionIndex index(terms);
  std::set<std::uint32_t> ids;
  index.find(asked, edits_of(asked), [&](std::uint32_t id) { ids.insert(id); });
  for (std::uint32_t id = 0; id < words.size(); ++id) {
    RC_ASSERT(index.finds(asked, edits_of(asked), id) == (ids.count(id) == 1));
    const std::uint32_t allowed = edits_allowed(std::max(char_count(words[id]), char_count(asked)));
    if (edit_distance(asked, words[id], allowed) > allowed) continue;
    RC_ASSERT(ids.count(id) == 1);
  }
}

TEST(DeletionIndex, EmptyIndexFindsNothing) {
  DeletionIndex().find("name", 1, [](std::uint32_t id) { ADD_FAILURE() << id; });
}

}  // namespace
}  // namespace licet::screening
