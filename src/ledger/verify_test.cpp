#include "ledger/verify.h"

#include <gtest/gtest.h>

#include <set>

#include "base/json.h"
#include "ledger/bundle_memory.h"
#include "ledger/test_log.h"
#include "ledger/tile.h"

namespace licet::ledger {
namespace {

using testing::kOrigin;
using testing::test_signer;
using testing::test_trust;
using testing::TestLog;

const TestLog& log_of_forty() {
  static const TestLog log = TestLog::make(40);
  return log;
}
const Bytes& reference() {
  static const Bytes bundle = log_of_forty().bundle();
  return bundle;
}
Report verify(const Bytes& bundle, const Trust& trust = test_trust(), const VerifyHooks& hooks = {}) {
  return verify_bundle(bundle, trust, hooks);
}
std::set<std::string> codes(const Report& report) {
  std::set<std::string> out;
  for (const Finding& finding : report.findings()) out.insert(finding.code);
  return out;
}
/// The container around changed parts, its manifest right for them; the checkpoint stays the signed one.
Bytes repacked(const BundleParts& parts) {
  return *pack_bundle(kOrigin, parts.entries.size(), full_bundle_files(parts));
}
/// The same with a checkpoint signed anew by the right key over the changed entries: what a thief of the key can do.
Bytes re_signed(BundleParts parts) {
  TestLog log;
  log.entries = parts.entries;
  parts.checkpoint = log.signed_checkpoint(log.entries.size());
  return repacked(parts);
}
std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(Verify, AGoodBundlePassesEveryLevel) {
  const Report report = verify(reference());
  EXPECT_FALSE(report.failed()) << json::pretty(report.to_json());
  for (std::uint8_t level = 0; level <= 3; ++level) EXPECT_EQ(report.level(level), LevelStatus::kPass) << int(level);
  EXPECT_EQ(report.entries, 40U);
  EXPECT_EQ(report.level(4), LevelStatus::kNotRun);
  const json::Value value = report.to_json();
  EXPECT_EQ(value.string_or("schema", ""), "licet.verify/1");
  EXPECT_EQ(value.string_or("verdict", ""), "pass");
  EXPECT_EQ(value.string_or("trust", ""), "keys");
  EXPECT_EQ(json::canonical(*value.find("levels")), R"({"l0":"pass","l1":"pass","l2":"pass","l3":"pass"})");
}

TEST(Verify, LogsAcrossTileBordersPass) {
  for (const std::size_t size : {0U, 1U, 255U, 256U, 257U, 600U}) {
    const Report report = verify(TestLog::make(size, 5, false).bundle());
    EXPECT_FALSE(report.failed()) << size << json::pretty(report.to_json());
  }
}

TEST(Verify, WithoutTrustItSaysSo) {
  const Report report = verify(reference(), {});
  EXPECT_FALSE(report.failed());
  EXPECT_EQ(report.level(2), LevelStatus::kNotCheckable);
  EXPECT_EQ(report.to_json().string_or("trust", ""), "none");
  EXPECT_FALSE(report.to_json().find("remarks")->as_array().empty());
}

TEST(Verify, EverySingleByteChangeIsRefused) {
  const VerifyOptions quick{true};
  Bytes changed = reference();
  for (std::size_t at = 0; at < changed.size(); ++at) {
    const std::uint8_t original = changed[at];
    for (const int variant : {original ^ 1, original ^ 0x80, (original + 1) & 0xff}) {
      changed[at] = static_cast<std::uint8_t>(variant);
      ASSERT_TRUE(verify_bundle(changed, test_trust(), {}, quick).failed()) << "byte " << at << " to " << variant;
    }
    changed[at] = original;
  }
  EXPECT_FALSE(verify(changed).failed());
}

TEST(Verify, EveryTruncationIsRefused) {
  for (std::size_t length = 0; length < reference().size(); ++length)
    ASSERT_TRUE(verify_bundle(ByteView(reference()).first(length), test_trust(), {}, {true}).failed()) << length;
}

TEST(Verify, EveryByteOfEveryEntryIsBoundEvenWhenTheContainerIsMadeAnew) {
  const BundleParts good = log_of_forty().parts();
  for (std::size_t n = 0; n < good.entries.size(); n += 9) {
    for (std::size_t at = 0; at < good.entries[n].size(); ++at) {
      BundleParts changed = good;
      changed.entries[n][at] = static_cast<char>(changed.entries[n][at] ^ 1);
      const Report report = verify(repacked(changed));
      ASSERT_EQ(report.level(0), LevelStatus::kPass);
      ASSERT_EQ(report.level(1), LevelStatus::kFail) << "entry " << n << " byte " << at;
    }
  }
}

TEST(Verify, EveryEntryDroppedDoubledOrSwappedIsRefused) {
  const BundleParts good = log_of_forty().parts();
  const auto at = [](std::size_t n) { return static_cast<std::ptrdiff_t>(n); };
  for (std::size_t n = 0; n < good.entries.size(); ++n) {
    BundleParts dropped = good;
    dropped.entries.erase(dropped.entries.begin() + at(n));
    BundleParts doubled = good;
    doubled.entries.insert(doubled.entries.begin() + at(n), doubled.entries[n]);
    BundleParts inserted = good;
    inserted.entries.insert(inserted.entries.begin() + at(n), TestLog::make(1, 1, false).entries[0]);
    BundleParts swapped = good;
    std::swap(swapped.entries[n], swapped.entries[(n + 1) % swapped.entries.size()]);
    for (const BundleParts& parts : {dropped, doubled, inserted, swapped}) {
      EXPECT_EQ(verify(repacked(parts)).level(1), LevelStatus::kFail) << n;
      // Signed anew with the right key the chain still shows it, except for a tail cut off: that needs a kept
      // checkpoint, unless a payload is left over.
      const bool tail = parts.entries.size() == 39 && n == 39;
      const Report report = verify(re_signed(parts));
      EXPECT_EQ(report.level(1) == LevelStatus::kFail, !tail) << n;
      EXPECT_TRUE(report.failed());
    }
  }
}

TEST(Verify, ATruncatedTailSignedAnewIsRefusedByAKeptCheckpoint) {
  BundleParts cut = log_of_forty().parts();
  cut.entries.resize(30);
  cut.payloads = TestLog::make(30).payloads;
  const Bytes bundle = re_signed(cut);
  EXPECT_FALSE(verify(bundle).failed()) << "nothing inside the bundle can show it";
  Trust trust = test_trust();
  trust.kept_checkpoints.push_back(log_of_forty().signed_checkpoint(31));
  EXPECT_EQ(codes(verify(bundle, trust)), std::set<std::string>{"truncated"});
  trust.kept_checkpoints = {log_of_forty().signed_checkpoint(30), log_of_forty().signed_checkpoint(7),
                            log_of_forty().signed_checkpoint(0)};
  EXPECT_FALSE(verify(bundle, trust).failed());
}

TEST(Verify, ARewrittenHistorySignedAnewIsRefusedByAKeptCheckpoint) {
  const TestLog other = TestLog::make(40, 3);  // same key, other history
  Trust trust = test_trust();
  EXPECT_FALSE(verify(other.bundle(), trust).failed());
  for (const std::size_t size : {1U, 17U, 40U}) {
    trust.kept_checkpoints = {log_of_forty().signed_checkpoint(size)};
    const Report report = verify(other.bundle(), trust);
    // Entry 0 is the same in both.
    EXPECT_EQ(report.failed(), size > 1) << size;
    EXPECT_EQ(codes(report), size > 1 ? std::set<std::string>{"forked"} : std::set<std::string>{});
    EXPECT_FALSE(verify(reference(), trust).failed());
  }
  // A kept checkpoint alone, without a key, still shows it.
  trust.log_keys.clear();
  EXPECT_TRUE(verify(other.bundle(), trust).failed());
  EXPECT_EQ(verify(reference(), trust).to_json().string_or("trust", ""), "checkpoint");
}

TEST(Verify, KeptCheckpointsMustBeOfTheLogAndSigned) {
  const auto code = [](std::string kept) {
    Trust trust = test_trust();
    trust.kept_checkpoints.push_back(std::move(kept));
    return codes(verify(reference(), trust));
  };
  const std::string good = log_of_forty().signed_checkpoint(12);
  EXPECT_TRUE(code(good).empty());
  EXPECT_EQ(code("nonsense"), std::set<std::string>{"kept_form"});
  std::string forged = good;
  forged[good.find("12")] = '2';
  EXPECT_EQ(code(forged), std::set<std::string>{"kept_untrusted"});
  const auto other = *NoteSigner::make("log.example/other", testing::seed_from(0));
  EXPECT_EQ(code(sign_checkpoint({"log.example/other", 1, {}}, other)), std::set<std::string>{"kept_origin"});
}

TEST(Verify, AnotherKeyIsRefused) {
  const auto thief = *NoteSigner::make(kOrigin, testing::seed_from(100));
  BundleParts parts = log_of_forty().parts();
  parts.checkpoint = sign_checkpoint(*read_checkpoint_note(parts.checkpoint), thief);
  EXPECT_EQ(codes(verify(repacked(parts))), (std::set<std::string>{"checkpoint_signature", "checkpoint_untrusted"}));
  parts.key = thief.key();
  EXPECT_EQ(codes(verify(repacked(parts))), std::set<std::string>{"checkpoint_untrusted"});
  EXPECT_FALSE(verify(repacked(parts), {}).failed()) << "this is why a bundle's own key proves nothing";
  parts.checkpoint = "x\n";
  EXPECT_TRUE(verify(repacked(parts)).failed());
  EXPECT_TRUE(verify(repacked(parts), {}).failed());
}

TEST(Verify, AnotherLogsCheckpointIsRefused) {
  const auto other = *NoteSigner::make("log.example/other", testing::seed_from(0));
  BundleParts parts = log_of_forty().parts();
  Checkpoint checkpoint = *read_checkpoint_note(parts.checkpoint);
  checkpoint.origin = "log.example/other";
  parts.checkpoint = sign_checkpoint(checkpoint, other);
  EXPECT_TRUE(codes(verify(repacked(parts))).count("checkpoint_origin"));
}

/// Re-chains entries after `change` altered the text of one body or envelope: everything but the changed rule fits.
Bytes with_entry(std::size_t n, const std::function<std::string(std::string)>& change) {
  BundleParts parts = log_of_forty().parts();
  Hash prev = empty_root();
  for (std::size_t i = 0; i < parts.entries.size(); ++i) {
    const std::size_t at = parts.entries[i].rfind("\"prev\":\"") + 8;
    parts.entries[i].replace(at, 44, base64(prev));
    if (i == n) parts.entries[i] = change(parts.entries[i]);
    prev = leaf_hash(as_bytes(parts.entries[i]));
  }
  return re_signed(parts);
}

TEST(Verify, FormTimeLinksAndSealsAreCheckedThoughChainAndSignatureFit) {
  EXPECT_FALSE(verify(with_entry(12, [](std::string text) { return text; })).failed());
  const auto found = [](std::size_t n, std::string_view from, std::string_view to) {
    const Report report = verify(with_entry(n, [&](std::string text) { return replaced(std::move(text), from, to); }));
    EXPECT_EQ(report.level(3), LevelStatus::kFail) << from;
    EXPECT_EQ(report.level(2), LevelStatus::kPass);
    const auto& findings = report.findings();
    EXPECT_TRUE(!findings.empty() && findings[0].seq == n) << from;
    return codes(report);
  };
  using Codes = std::set<std::string>;
  EXPECT_EQ(found(12, "\"old\":", "\"old\": "), (Codes{"chain", "entry_form", "link"}));
  EXPECT_EQ(found(12, "\"lead\":\"lead_5\"", "\"lead\":1e5"), (Codes{"chain", "entry_form", "link"}));
  EXPECT_EQ(found(12, "\"time\":17672256", "\"time\":17672255"), Codes{"time"});
  EXPECT_TRUE(found(12, "[\"lead\",\"lead_5\",5,2]", "[\"lead\",\"lead_5\",5,3]").count("link"));
  EXPECT_TRUE(found(12, "[\"lead\",\"lead_5\",5,2]", "[\"lead\",\"lead_5\",4,2]").count("link"));
  EXPECT_TRUE(found(12, "[\"lead\",\"lead_5\",5,2]", "[\"lead\",\"lead_9\",5,2]").count("link"));
  EXPECT_EQ(found(12, "\"ct\":\"sha256:", "\"ct\":\"sha257:"), (Codes{"sealed_form"}));
  EXPECT_EQ(found(12, "\"kid\":\"subj_5\",", ""), (Codes{"sealed_form"}));
}

TEST(Verify, SeqPrevAndLogAreCheckedThoughTheSignatureFits) {
  const auto fails_chain = [](std::string_view from, std::string_view to) {
    const Report report = verify(with_entry(12, [&](std::string text) { return replaced(std::move(text), from, to); }));
    EXPECT_EQ(report.level(1), LevelStatus::kFail) << from;
    EXPECT_EQ(report.level(2), LevelStatus::kPass);
    EXPECT_EQ(report.findings()[0].seq, 12U);
  };
  fails_chain("\"seq\":12", "\"seq\":13");
  fails_chain("\"log\":\"log.example/licet\"", "\"log\":\"log.example/licex\"");
  fails_chain("\"prev\":\"", "\"prev\":\"A");  // form, and so the chain
  const Report prev = verify(with_entry(12, [](std::string text) {
    const std::size_t at = text.rfind("\"prev\":\"") + 8;
    text[at] = text[at] == 'A' ? 'B' : 'A';
    return text;
  }));
  EXPECT_EQ(codes(prev), std::set<std::string>{"chain"});
}

TEST(Verify, MissingPayloadsAreLeftToTheUpperLayers) {
  BundleParts parts = log_of_forty().parts();
  const std::size_t all = parts.payloads.size();
  parts.payloads.erase(parts.payloads.begin() + 3);
  const Bytes bundle = repacked(parts);
  const Report without = verify(bundle);
  EXPECT_FALSE(without.failed());
  EXPECT_EQ(without.level(3), LevelStatus::kNotCheckable);
  EXPECT_EQ(without.missing, 1U);

  VerifyHooks hooks;
  std::vector<std::string> asked;
  hooks.erased_by = [&](std::string_view kid, std::uint64_t, const Hash&) {
    asked.emplace_back(kid);
    return std::optional<std::uint64_t>(39);
  };
  const Report erased = verify(bundle, test_trust(), hooks);
  EXPECT_EQ(erased.level(3), LevelStatus::kPass);
  EXPECT_EQ(erased.erased, 1U);
  EXPECT_EQ(asked.size(), 1U);
  hooks.erased_by = [](std::string_view, std::uint64_t, const Hash&) { return std::nullopt; };
  const Report unexplained = verify(bundle, test_trust(), hooks);
  EXPECT_EQ(codes(unexplained), std::set<std::string>{"sealed_missing"});
  EXPECT_GT(all, 10U);
}

TEST(Verify, AForeignPayloadIsRefused) {
  BundleParts parts = log_of_forty().parts();
  parts.payloads.push_back({1, 2, 3});
  EXPECT_EQ(codes(verify(repacked(parts))), std::set<std::string>{"sealed_unused"});
}

TEST(Verify, ChangedReadmeAttachmentTileOrPackIsRefusedThoughTheManifestFits) {
  const auto changed = [](const std::string& path, const std::function<void(Bytes&)>& change) {
    BundleFiles files = full_bundle_files(log_of_forty().parts());
    change(files.at(path));
    return codes(verify(*pack_bundle(kOrigin, 40, files)));
  };
  const auto flip = [](Bytes& bytes) { bytes[bytes.size() / 2] ^= 1U; };
  using Codes = std::set<std::string>;
  EXPECT_EQ(changed("README.txt", flip), Codes{"readme"});
  EXPECT_EQ(changed("tile/0/000.p/40", flip), Codes{"tile"});
  EXPECT_EQ(changed("tile/0/000.p/40", [](Bytes& bytes) { bytes.push_back(0); }), Codes{"tile"});
  EXPECT_EQ(changed("tile/entries/000.p/40", [](Bytes& bytes) { bytes.push_back(0); }), Codes{"entries_form"});
  EXPECT_TRUE(changed("vkey", flip).count("vkey_form"));
  EXPECT_TRUE(changed("vkey", [](Bytes& bytes) { bytes.pop_back(); }).count("vkey_form"));
  const auto files = full_bundle_files(log_of_forty().parts());
  for (const auto& [path, bytes] : files) {
    if (path.substr(0, 7) == "sealed/") {
      EXPECT_FALSE(changed(path, flip).empty()) << path;
    }
  }
}

TEST(Verify, HooksSeeEveryEntryAndAddFindings) {
  VerifyHooks hooks;
  std::vector<std::uint64_t> seen;
  bool ended = false;
  hooks.on_entry = [&](const Entry& entry, const Hash& leaf, Report& report) {
    seen.push_back(entry.seq);
    EXPECT_EQ(leaf, leaf_hash(as_bytes(log_of_forty().entries[entry.seq])));
    if (entry.seq == 20) report.add({4, "four_eyes", "nobody approved it", entry.seq});
  };
  hooks.at_end = [&](const BundleReader& bundle, Report& report) {
    ended = bundle.find("checkpoint").has_value();
    report.set(5, LevelStatus::kNotCheckable);
  };
  const Report report = verify(reference(), test_trust(), hooks);
  EXPECT_EQ(seen.size(), 40U);
  EXPECT_TRUE(ended);
  EXPECT_TRUE(report.failed());
  EXPECT_EQ(json::canonical(*report.to_json().find("levels")),
            R"({"l0":"pass","l1":"pass","l2":"pass","l3":"pass","l4":"fail","l5":"not_checkable"})");
}

TEST(Verify, FindingsAreCountedBeyondWhatIsKept) {
  TestLog log = TestLog::make(600, 5, false);
  for (std::string& entry : log.entries) entry += ' ';
  const Report report = verify(log.bundle());
  EXPECT_EQ(report.findings().size(), 100U);
  EXPECT_EQ(report.findings_total(), 1'200U);
}

TEST(Trust, ReadsPolicyFilesAndNamesTheLine) {
  const std::string key = test_signer().key().text();
  EXPECT_EQ(parse_trust("# kept in the safe\n\nlog " + key + " https://example.com/\nquorum none\n")->log_keys.size(),
            1U);
  EXPECT_EQ(parse_trust("log " + key)->log_keys[0], test_signer().key());
  const auto line = [](const std::string& text) { return parse_trust(text).error().where.line; };
  EXPECT_EQ(line("\nlog x\n"), 2U);
  EXPECT_EQ(line("log " + key + "\nlog " + key + " a b\n"), 2U);
  EXPECT_EQ(line("lgo " + key + "\n"), 1U);
  EXPECT_EQ(parse_trust("log " + key + "\nwitness w " + key + "\n").error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(parse_trust("log " + key + "\nquorum all\n").error().code, ErrorCode::kUnsupported);
  EXPECT_FALSE(parse_trust(""));
  EXPECT_FALSE(parse_trust("quorum none\n"));
}

}  // namespace
}  // namespace licet::ledger
