#include "screening/name_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace licet::screening {
namespace {

/// Names of few words from a small stock, so that initials, joined words, misspellings and repetitions meet.
rc::Gen<std::string> some_name() {
  const auto word = rc::gen::element<std::string>(
      "j", "s", "a", "john", "johnn", "smith", "smyth", "al", "shanti", "alshanti", "alshanty", "abd", "allah",
      "abdallah", "kar", "im", "karim", "11", "block11", "trading", "ltd", "smithjohn", "wilhelmina", "wilhelmia");
  return rc::gen::map(
      rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, 5),
                      [word](std::size_t size) { return rc::gen::container<std::vector<std::string>>(size, word); }),
      [](const std::vector<std::string>& words) {
        std::string out;
        for (const std::string& next : words) out += (out.empty() ? "" : " ") + next;
        return out;
      });
}

RC_GTEST_PROP(NameIndex, SearchEqualsComparingWithEveryName, ()) {
  const NameForm form = *rc::gen::element(NameForm::kPerson, NameForm::kOrganisation);
  std::vector<IndexedName> names;
  for (std::uint32_t i = 0; i < 40; ++i) {
    const bool comma = *rc::gen::arbitrary<bool>();
    const std::string listed = *some_name() + (comma ? ", " + *some_name() : "");
    names.push_back({*normalise(listed, form), i, 0, *rc::gen::arbitrary<bool>()});
  }
  const NameIndex index(std::move(names));
  for (int i = 0; i < 10; ++i) {
    const NormalName query = *normalise(*some_name(), form);
    const Cutoff cutoff =
        *rc::gen::element(Cutoff{1, 1}, Cutoff{6'000, 8'000}, Cutoff{8'500, 9'500}, Cutoff{9'900, 9'900});
    const auto fast = index.search(query, cutoff);
    const auto slow = index.search_all(query, cutoff);
    RC_ASSERT(fast.size() == slow.size());
    for (std::size_t k = 0; k < fast.size(); ++k) {
      RC_ASSERT(fast[k].index == slow[k].index);
      RC_ASSERT(fast[k].alignment.parts == slow[k].alignment.parts);
    }
  }
}

TEST(NameIndex, EmptyIndexFindsNothing) {
  EXPECT_TRUE(NameIndex().search(*normalise("john smith", NameForm::kPerson), {1, 1}).empty());
  EXPECT_TRUE(
      NameIndex(std::vector<IndexedName>{}).search(*normalise("john smith", NameForm::kPerson), {1, 1}).empty());
}

}  // namespace
}  // namespace licet::screening
