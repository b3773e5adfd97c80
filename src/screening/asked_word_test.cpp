#include "screening/asked_word.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "screening/similarity.h"
#include "screening/word_likeness.h"

namespace licet::screening {
namespace {

/// Words near each other: one and its edits, of letters that are confused, doubled and not Latin, with digits.
rc::Gen<std::string> word() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "a", "a", "o", "h", "b", "v", "s", "z", "i", "y", "7", "陈", "д")),
                      [](const std::vector<std::string>& letters) {
                        std::string out;
                        for (const std::string& letter : letters) out += letter;
                        return out.substr(0, 60);
                      });
}

RC_GTEST_PROP(AskedWord, SaysWhatLikenessSays, ()) {
  const std::string a = *word();
  std::string b = *word();
  RC_PRE(!a.empty());
  if (*rc::gen::arbitrary<bool>()) {  // near ones are rare by chance
    b = a;
    for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, b.size() + 1);
      if (*rc::gen::arbitrary<bool>() && at < b.size())
        b.erase(at, 1);
      else
        b.insert(at, 1, *rc::gen::elementOf(std::string("aohbvs")));
    }
  }
  RC_PRE(!b.empty());
  const AskedWord asked(a);
  for (const bool joined : {false, true}) {
    const std::uint32_t expected = likeness({a, {}, nullptr}, {b, {}, nullptr}, joined).similarity;
    RC_ASSERT(asked.spelling(b, facts_of(b), joined) == expected);
    RC_ASSERT(asked.is_spelt_like(b, facts_of(b), joined) == (expected > 0));
  }
}

RC_GTEST_PROP(TextFacts, TextsThatMayBeNearAreNeverToldApart, ()) {
  const std::string a = *word(), b = *word();
  for (const std::uint32_t edits : {1U, 2U, 3U})
    if (edit_distance(a, b, edits) <= edits) RC_ASSERT(may_be_near(facts_of(a), facts_of(b), edits));
}

}  // namespace
}  // namespace licet::screening
