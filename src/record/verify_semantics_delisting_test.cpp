// Level 4: a hit ends without persons only where the active list of its kind lost the entry that a version before had.
#include <gtest/gtest.h>

#include "record/test_script.h"

namespace licet::record {
namespace {

using testing::Codes;
using testing::digest_of;
using testing::list_of;
using testing::sample_compared;
using testing::SampleIds;
using testing::Script;

const std::string kLine = R"({"id":"1","name":"Ostrovsky"})";
const std::string kOther = R"({"id":"2","name":"Kale"})";

/// A kept list of these entries.
std::string document_of(const std::vector<std::string>& lines) {
  std::string out = "{}\n";
  for (const std::string& line : lines) out += line + "\n";
  return out;
}

/// What happened before a lead is screened against a list that lost an entry, each part to be changed.
struct Case {
  std::string was = document_of({kLine, kOther}), now = document_of({kOther});
  std::vector<std::string> open = {"0:" + digest_of(kLine)}, still = {};
  DelistedEntry says = {open, "sample", "1", digest_of(now), digest_of(was)};
  std::vector<std::string> screened_against = {digest_of(now)};
  bool had_been_active = true;

  Codes codes() const {
    Script script;
    const SampleIds& ids = script.ids;
    std::string before = digest_of("list");
    if (had_been_active) {
      script.body(list_of(was, "sample", before));
      before = digest_of(was);
    }
    script.body(lead_screened(ids.lead, "hit", json::Object{}, {before}, open, {}, {sample_compared(0)}));
    script.body(list_of(now, "sample", before));
    script.body(lead_screened(ids.lead, still.empty() ? "clear" : "hit", json::Object{}, screened_against, still, {},
                              {sample_compared(0)}, {}, {says}));
    return script.codes([this](std::string_view digest) -> std::optional<Bytes> {
      for (const std::string* text : {&was, &now})
        if (digest == digest_of(*text)) return Bytes(as_bytes(*text).begin(), as_bytes(*text).end());
      return std::nullopt;
    });
  }
};

TEST(SemanticsOfDelisting, AHitEndsWithTheEntryOfItsList) { EXPECT_EQ(Case().codes(), Codes()); }

TEST(SemanticsOfDelisting, TheListStillHasTheEntry) {
  for (const char* line : {R"({"id":"1","name":"Ostrovski"})", R"({"id":"3","name":"Kale"})"}) {
    Case changed;
    changed.now = document_of({kOther, line});
    changed.says.list = digest_of(changed.now);
    changed.screened_against = {changed.says.list};
    const bool same_key = std::string_view(line).find(R"("1")") != std::string_view::npos;
    EXPECT_EQ(changed.codes(), same_key ? (Codes{"delisted", "hit_lifted"}) : Codes()) << line;
  }
  Case renumbered;
  renumbered.now = renumbered.was + "{\"id\":\"3\"}\n";
  renumbered.says.list = digest_of(renumbered.now);
  renumbered.screened_against = {renumbered.says.list};
  EXPECT_EQ(renumbered.codes(), (Codes{"delisted", "hit_lifted"}));
}

TEST(SemanticsOfDelisting, WhatItSaysIsSo) {
  const Codes found = {"delisted", "hit_lifted"};
  const auto codes = [](auto change) {
    Case made;
    change(made);
    return made.codes();
  };
  EXPECT_EQ(codes([](Case& c) { c.says.hits = {}; }), found) << "no hit";
  EXPECT_EQ(codes([](Case& c) { c.says.hits = {"0:"}; }), found) << "of no entry";
  EXPECT_EQ(codes([](Case& c) { c.says.hits = {"1:" + digest_of(kLine)}; }), found) << "a hit that was not open";
  EXPECT_EQ(codes([](Case& c) { c.says.hits.push_back("0:" + digest_of(kOther)); }), found) << "on another entry";
  EXPECT_EQ(codes([](Case& c) { c.still = c.open; }), Codes{"delisted"}) << "a hit that is still open";
  EXPECT_EQ(codes([](Case& c) { c.says.kind = "another"; }), found);
  EXPECT_EQ(codes([](Case& c) { c.says.list = c.says.was; }), found) << "a list that is not active";
  EXPECT_EQ(codes([](Case& c) { c.says.was = c.says.list; }), found) << "the same version";
  EXPECT_EQ(codes([](Case& c) { c.says.was = digest_of("nowhere"); }), found) << "a version that never was active";
  EXPECT_EQ(codes([](Case& c) { c.says.entry = "3"; }), found) << "another key than the entry has";
  EXPECT_EQ(codes([](Case& c) {
              c.was = document_of({kOther});
              c.says.was = digest_of("list");
              c.had_been_active = false;
            }),
            Codes())
      << "a version whose bytes are not at hand is not judged";
  EXPECT_EQ(codes([](Case& c) {
              c.was = document_of({kOther, kOther});
              c.says.was = digest_of(c.was);
            }),
            found)
      << "the version did not have it";
}

}  // namespace
}  // namespace licet::record
