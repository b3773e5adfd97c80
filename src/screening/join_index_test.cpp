#include "screening/join_index.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "screening/similarity.h"

namespace licet::screening {
namespace {

rc::Gen<std::string> word_of(int least) {
  return rc::gen::mapcat(rc::gen::inRange(least, 12), [](int size) {
    return rc::gen::container<std::string>(static_cast<std::size_t>(size), rc::gen::inRange<char>('a', 'd'));
  });
}

RC_GTEST_PROP(JoinIndex, FindsEveryTextWithinOneEdit, ()) {
  const auto texts = *rc::gen::container<std::vector<std::string>>(word_of(5));
  const std::string asked = *word_of(1);
  JoinIndex::Builder builder;
  for (std::uint32_t i = 0; i < texts.size(); ++i) builder.add(texts[i], i);
  std::set<std::uint32_t> found;
  JoinIndex(builder).find(asked, [&](std::uint32_t value) { found.insert(value); });
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    if (edit_distance(asked, texts[i], 1) <= 1) RC_ASSERT(found.count(i) == 1);
}

TEST(JoinIndex, EveryEditOfAWord) {
  const std::string text = "alshantiya";
  JoinIndex::Builder builder;
  builder.add(text, 0);
  const JoinIndex index(builder);
  const auto is_found = [&](const std::string& asked) {
    bool found = false;
    index.find(asked, [&](std::uint32_t) { found = true; });
    return found;
  };
  for (std::size_t i = 0; i <= text.size(); ++i) {
    EXPECT_TRUE(is_found(text.substr(0, i) + 'q' + text.substr(i)));
    if (i == text.size()) break;
    EXPECT_TRUE(is_found(text.substr(0, i) + text.substr(i + 1)));
    EXPECT_TRUE(is_found(text.substr(0, i) + 'q' + text.substr(i + 1)));
    std::string swapped = text;
    if (i + 1 < text.size()) std::swap(swapped[i], swapped[i + 1]);
    EXPECT_TRUE(is_found(swapped)) << swapped;
  }
  EXPECT_FALSE(is_found("qlshantiyq"));
  EXPECT_FALSE(is_found(""));
}

}  // namespace
}  // namespace licet::screening
