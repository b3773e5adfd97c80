#include "screening/list_diff.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "screening/list_document.h"

namespace licet::screening {
namespace {

Entry entry(const std::string& id, const std::string& name) {
  Entry out;
  out.entry_id = id;
  out.type = EntryType::kPerson;
  out.names.push_back({name});
  return out;
}
List list_of(const std::map<std::string, std::string>& names) {
  List out;
  out.kind = "firm";
  for (const auto& [id, name] : names) out.entries.push_back(entry(id, name));
  for (Entry& one : out.entries) seal_entry(one);
  seal_list(out);
  return out;
}

TEST(ListDiff, SaysWhatWasAddedRemovedAndChanged) {
  const List before = list_of({{"1", "A One"}, {"2", "B Two"}, {"3", "C Three"}});
  const List after = list_of({{"2", "B Two"}, {"3", "C Drei"}, {"4", "D Four"}});
  const ListDiff diff = diff_lists(before, after);
  ASSERT_EQ(diff.added.size(), 1u);
  EXPECT_EQ(diff.added[0]->entry_id, "4");
  ASSERT_EQ(diff.removed.size(), 1u);
  EXPECT_EQ(diff.removed[0]->entry_id, "1");
  ASSERT_EQ(diff.changed.size(), 1u);
  EXPECT_EQ(diff.changed[0].before->names[0].full, "C Three");
  EXPECT_EQ(diff.changed[0].after->names[0].full, "C Drei");
  EXPECT_FALSE(diff.empty());
}

TEST(ListDiff, AnotherDateAndOtherFilesChangeNothing) {
  const List before = list_of({{"1", "A One"}});
  List after = before;
  after.as_of = Instant{1};
  after.source_digest = crypto::sha256("other files");
  EXPECT_TRUE(diff_lists(before, after).empty());
}

TEST(ListDiff, WhatIsToBeScreenedKeepsTheLaterListsIdentity) {
  const List before = list_of({{"1", "A One"}, {"2", "B Two"}});
  List after = list_of({{"2", "B Zwei"}, {"3", "C Three"}});
  after.as_of = Instant{7};
  const List screened = entries_to_screen(before, after);
  EXPECT_EQ(screened.kind, after.kind);
  EXPECT_EQ(screened.digest, after.digest);
  EXPECT_EQ(screened.as_of, after.as_of);
  std::set<std::string> ids;
  for (const Entry& one : screened.entries) ids.insert(one.entry_id);
  EXPECT_EQ(ids, (std::set<std::string>{"2", "3"}));
}

TEST(ListDiff, AppliedToTheEarlierListGivesTheLaterOne) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::map<std::string, std::string> names[2];
    for (auto& side : names)
      for (int i = 0; i < 12; ++i)
        if (random() % 2 == 0) side[std::to_string(random() % 15)] = "Name " + std::to_string(random() % 3);
    const List before = list_of(names[0]), after = list_of(names[1]);
    const ListDiff diff = diff_lists(before, after);
    std::map<std::string, crypto::Digest> made, wanted;
    for (const Entry& one : before.entries) made[one.entry_id] = one.content_hash;
    for (const Entry* one : diff.removed) EXPECT_EQ(made.erase(one->entry_id), 1u);
    for (const Entry* one : diff.added) EXPECT_TRUE(made.emplace(one->entry_id, one->content_hash).second);
    for (const ListDiff::Changed& one : diff.changed) {
      EXPECT_EQ(one.before->entry_id, one.after->entry_id);
      EXPECT_NE(one.before->content_hash, one.after->content_hash);
      made[one.after->entry_id] = one.after->content_hash;
    }
    for (const Entry& one : after.entries) wanted[one.entry_id] = one.content_hash;
    EXPECT_EQ(made, wanted);
  }
}

}  // namespace
}  // namespace licet::screening
