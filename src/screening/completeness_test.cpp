#include "screening/completeness.h"

#include <gtest/gtest.h>

#include "screening/list_document.h"
#include "screening/similarity.h"

namespace licet::screening {
namespace {

std::shared_ptr<const ListIndex> index_of(std::vector<Entry> entries) {
  List list;
  list.kind = "demo";
  list.entries = std::move(entries);
  seal_list(list);
  return *ListIndex::build({std::make_shared<const List>(std::move(list))});
}

Entry entry(std::string id, EntryType type, std::vector<ListName> names) {
  Entry out;
  out.entry_id = std::move(id);
  out.type = type;
  out.names = std::move(names);
  return out;
}

std::shared_ptr<const ListIndex> some_names() {
  return index_of({entry("1", EntryType::kPerson,
                         {{"OSTROVSKY-KALE, Mirko Jan", NameKind::kPrimary, {}},
                          {"MIRKO", NameKind::kAka, Strength::kWeak},
                          {"Z", NameKind::kAka, {}},
                          {"Мирко Кале", NameKind::kOriginal, {}},
                          {"王明", NameKind::kOriginal, {}}}),
                   entry("2", EntryType::kPerson, {{"KIM, Il Un", NameKind::kPrimary, {}}}),
                   entry("3", EntryType::kPerson, {{"AL-HARBI, Abdul Rahman bin Musa", NameKind::kPrimary, {}}}),
                   entry("4", EntryType::kEntity,
                         {{"HARBOUR NINE TRADING L.L.C.", NameKind::kPrimary, {}}, {"HNT", NameKind::kAka, {}}}),
                   entry("5", EntryType::kVessel, {{"MIRKO KALE", NameKind::kPrimary, {}}})});
}

ProofCount count_of(const Proof& proof, ProofClass of) { return proof.counts[static_cast<std::size_t>(of)]; }

Proof prove(const ListIndex& index, std::uint32_t variants = 3'000) {
  ProofOptions options;
  options.variants = variants;
  return *prove_complete(index, options);
}

TEST(Completeness, OfAnIndexThatLosesNobodyHasNothingUncovered) {
  const Proof proof = prove(*some_names());
  EXPECT_EQ(proof.lost(), 0U);
  EXPECT_EQ(uncovered_digest(proof), crypto::sha256(std::string_view("[]")));
  EXPECT_EQ(count_of(proof, ProofClass::kNames), (ProofCount{7, 7, 0, 0}));
  EXPECT_EQ(count_of(proof, ProofClass::kWeakAliases), (ProofCount{1, 1, 0, 0}));
  EXPECT_GE(count_of(proof, ProofClass::kNameless).asked, 1U) << "Z is a lone letter";
  EXPECT_GT(count_of(proof, ProofClass::kShortWords).asked, 0U);
  EXPECT_GT(count_of(proof, ProofClass::kExactWords).asked, 0U);
  for (const ProofClass of : {ProofClass::kWordSlips, ProofClass::kSameWords, ProofClass::kOneSlip,
                              ProofClass::kJoinedWords, ProofClass::kSplitWords, ProofClass::kOtherForms,
                              ProofClass::kFewerWords, ProofClass::kShortNames, ProofClass::kTwoChanges})
    EXPECT_GT(count_of(proof, of).found, 0U) << proof_class_name(of);
}

TEST(Completeness, CountsEachThingThatWasAskedOnce) {
  const Proof proof = prove(*some_names());
  std::uint64_t variants = 0;
  for (std::size_t i = 0; i < kProofClasses; ++i) {
    const ProofCount& count = proof.counts[i];
    if (static_cast<ProofClass>(i) >= ProofClass::kSameWords) variants += count.asked;
    if (count.found + count.below + count.lost == 0) continue;
    EXPECT_EQ(count.asked, count.found + count.below + count.lost) << proof_class_name(static_cast<ProofClass>(i));
  }
  const std::uint64_t nameless = count_of(proof, ProofClass::kNameless).asked - 1;
  EXPECT_EQ(variants + nameless, 3'000U);
}

TEST(Completeness, AsksForEveryPlaceAndLetterWhenToldTo) {
  const auto index = index_of({entry("1", EntryType::kPerson, {{"Mirko", NameKind::kPrimary, {}}})});
  ProofOptions options;
  options.every_letter = true;
  const Proof proof = *prove_complete(*index, options);
  // 5 left out, 6 * 26 put in, 5 * 25 replaced, 4 swapped.
  EXPECT_EQ(count_of(proof, ProofClass::kWordSlips).asked + count_of(proof, ProofClass::kOtherWords).asked, 290U);
  EXPECT_EQ(count_of(proof, ProofClass::kWordSlips).lost, 0U);
}

TEST(Completeness, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto index = some_names();
  EXPECT_EQ(json::canonical(proof_counts_json(prove(*index))), json::canonical(proof_counts_json(prove(*index))));
  ProofOptions options;
  options.variants = 3'000;
  options.seed = 2;
  EXPECT_NE(json::canonical(proof_counts_json(*prove_complete(*index, options))),
            json::canonical(proof_counts_json(prove(*index))));
}

TEST(Completeness, TellsHowFarItIs) {
  std::vector<std::uint64_t> done;
  ProofOptions options;
  options.variants = 2'500;
  options.progress = [&](std::uint64_t now, std::uint64_t all) {
    EXPECT_LE(now, all);
    done.push_back(now);
  };
  ASSERT_TRUE(prove_complete(*some_names(), options));
  EXPECT_GE(done.size(), 3U);
  EXPECT_TRUE(std::is_sorted(done.begin(), done.end()));
}

TEST(Completeness, OfAnEmptyListAsksForNothing) {
  const Proof proof = prove(*index_of({}));
  EXPECT_EQ(json::canonical(proof_counts_json(proof)), "{}");
}

}  // namespace
}  // namespace licet::screening
