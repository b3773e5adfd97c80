// The Python verifier shares no code with this one: both must give the same verdict, level by level, on the reference
// bundle and on everything that can be done to it.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "base/json.h"
#include "ledger/bundle.h"
#include "ledger/test_log.h"
#include "ledger/verify.h"

namespace licet::ledger {
namespace {

namespace fs = std::filesystem;
using testing::kOrigin;
using testing::TestLog;

/// Runs the Python verifier over all files of a folder in one process, one line of JSON each, in name order.
const char* const kDriver = R"(
import json, pathlib, sys
sys.path.insert(0, sys.argv[1])
import verify
folder = pathlib.Path(sys.argv[2])
keys = verify.read_trust((folder / "trust").read_text())
for path in sorted(folder.glob("*.licet")):
    kept = [(folder / "kept").read_bytes()] if path.name.startswith("kept") else []
    trusted = [] if path.name.startswith("untrusted") else keys
    print(path.name, json.dumps(verify.Verifier(trusted, kept, semantics=False).run(path.read_bytes()), sort_keys=True))
)";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  LICET_INVARIANT(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

class Agreement : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "licet-agree-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void put(const std::string& name, const Bytes& bundle) { bundles_[name + ".licet"] = bundle; }
  void put_parts(const std::string& name, const BundleParts& parts) {
    put(name, *pack_bundle(kOrigin, parts.entries.size(), full_bundle_files(parts)));
  }
  /// Signed anew and chained anew: only the rule under test is broken.
  void put_changed_entry(const std::string& name, std::size_t n, std::string_view from, std::string_view to) {
    BundleParts parts = log_.parts();
    Hash prev = empty_root();
    for (std::size_t i = 0; i < parts.entries.size(); ++i) {
      parts.entries[i].replace(parts.entries[i].rfind("\"prev\":\"") + 8, 44, base64(prev));
      if (i == n) parts.entries[i] = replaced(parts.entries[i], from, to);
      prev = leaf_hash(as_bytes(parts.entries[i]));
    }
    TestLog changed;
    changed.entries = parts.entries;
    parts.checkpoint = changed.signed_checkpoint(parts.entries.size());
    put_parts(name, parts);
  }
  void put_changed_file(const std::string& name, const std::string& path, const std::function<void(Bytes&)>& change) {
    BundleFiles files = full_bundle_files(log_.parts());
    change(files.at(path));
    put(name, *pack_bundle(kOrigin, log_.entries.size(), files));
  }

  void write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  /// name → report of the Python verifier.
  std::map<std::string, json::Value> run_python() const {
    for (const auto& [name, bytes] : bundles_) write(name, as_text(bytes));
    write("trust", "log " + testing::test_signer().key().text() + "\n");
    write("kept", log_.signed_checkpoint(20));
    write("driver.py", kDriver);
    const std::string command = "python3 '" + (folder_ / "driver.py").string() + "' '" LICET_SOURCE_DIR "/tools' '" +
                                folder_.string() + "' > '" + (folder_ / "out").string() + "'";
    std::map<std::string, json::Value> out;
    if (std::system(command.c_str()) != 0) return out;
    std::ifstream lines(folder_ / "out");
    for (std::string line; std::getline(lines, line);) {
      const std::size_t space = line.find(' ');
      out.emplace(line.substr(0, space), *json::parse(std::string_view(line).substr(space + 1)));
    }
    return out;
  }
  Report run_here(const std::string& name, const Bytes& bundle) const {
    Trust trust = testing::test_trust();
    if (name.rfind("kept", 0) == 0) trust.kept_checkpoints.push_back(log_.signed_checkpoint(20));
    if (name.rfind("untrusted", 0) == 0) trust.log_keys.clear();
    return verify_bundle(bundle, trust);
  }

  TestLog log_ = TestLog::make(300, 7);
  fs::path folder_;
  std::map<std::string, Bytes> bundles_;
};

TEST_F(Agreement, SameVerdictOnGoodAndEvilBundles) {
  const Bytes good = log_.bundle();
  put("good", good);
  put("untrusted", good);
  put("kept", good);
  put("empty", TestLog::make(0).bundle());
  put("kept_short", TestLog::make(10, 7).bundle());
  put("kept_other_past", TestLog::make(300, 4).bundle());
  put("tile_border", TestLog::make(256, 3, false).bundle());

  // Bytes of the container: some of every region, and lengths.
  SeededRandom random(7);
  for (int i = 0; i < 150; ++i) {
    Bytes changed = good;
    const std::size_t at = i < 60 ? static_cast<std::size_t>(i) : random.next() % changed.size();
    changed[at] = static_cast<std::uint8_t>(changed[at] ^ (i % 2 == 0 ? 1 : 0x80));
    put("byte" + std::to_string(i), changed);
  }
  for (int i = 0; i < 20; ++i)
    put("cut" + std::to_string(i),
        Bytes(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(random.next() % good.size())));
  Bytes longer = good;
  longer.push_back(0);
  put("longer", longer);

  // Entries dropped, doubled, swapped, inserted; the container right.
  for (const std::size_t n : {0U, 1U, 100U, 298U}) {
    BundleParts dropped = log_.parts();
    dropped.entries.erase(dropped.entries.begin() + static_cast<std::ptrdiff_t>(n));
    put_parts("dropped" + std::to_string(n), dropped);
    BundleParts swapped = log_.parts();
    std::swap(swapped.entries[n], swapped.entries[n + 1]);
    put_parts("swapped" + std::to_string(n), swapped);
    BundleParts doubled = log_.parts();
    doubled.entries.insert(doubled.entries.begin() + static_cast<std::ptrdiff_t>(n), doubled.entries[n]);
    put_parts("doubled" + std::to_string(n), doubled);
  }
  // One rule of one entry broken, everything else and the signature right.
  const std::string lead = R"(["lead","lead_5",5,2])";
  put_changed_entry("form_space", 12, "\"old\":", "\"old\": ");
  put_changed_entry("form_float", 12, "-17", "-1.7");
  put_changed_entry("form_exponent", 12, "-17", "1e1");
  put_changed_entry("form_big", 12, "-17", "9007199254740992");
  put_changed_entry("form_big_ok", 12, "-17", "9007199254740991");
  put_changed_entry("form_minus_zero", 12, "-17", "-0");
  put_changed_entry("form_key", 12, "\"b_2\"", "\"B_2\"");
  put_changed_entry("form_order", 12, R"("a":1,"b_2":"x")", R"("b_2":"x","a":1)");
  put_changed_entry("form_double_key", 12, R"("a":1,"b_2":"x")", R"("a":1,"a":1)");
  put_changed_entry("form_escape", 12, "\\u0001", "\\u0020");
  put_changed_entry("form_escape_case", 12, "\\u0001", "\\u001A");
  put_changed_entry("form_escape_ok", 12, "\\u0001", "\\u001a");
  put_changed_entry("form_surrogate", 12, "\\u0001", "\\ud800");
  put_changed_entry("form_utf8", 12, "caf\xC3\xA9", "caf\xC3");
  put_changed_entry("form_overlong", 12, "caf\xC3\xA9", "caf\xC0\xA9");
  put_changed_entry("form_del_ok", 12, "caf\xC3\xA9", "caf\x7f");
  put_changed_entry("form_bom", 12, "{\"body\"", "\xEF\xBB\xBF{\"body\"");
  put_changed_entry("form_depth_ok", 12, "-17", "[[[[]]]]");
  put_changed_entry("form_depth", 12, "-17", "[[[[[[]]]]]]");
  put_changed_entry("form_nan", 12, "-17", "NaN");
  put_changed_entry("form_version", 12, "\"v\":1}", "\"v\":true}");
  put_changed_entry("form_extra", 12, "\"v\":1}", "\"v\":1,\"w\":1}");
  put_changed_entry("form_body", 12, "{\"body\":{", "{\"body\":[{");
  put_changed_entry("chain_seq", 12, "\"seq\":12", "\"seq\":13");
  put_changed_entry("chain_seq_true", 12, "\"seq\":12", "\"seq\":true");
  put_changed_entry("chain_log", 12, "example/licet\",\"prev", "example/licex\",\"prev");
  put_changed_entry("chain_log_form", 12, "example/licet\",\"prev", "example/lic t\",\"prev");
  put_changed_entry("chain_prev", 12, "\"prev\":\"", "\"prev\":\"A");
  put_changed_entry("time_back", 12, "\"time\":17672256", "\"time\":17672255");
  put_changed_entry("time_ahead", 12, "\"time\":17672256", "\"time\":17672257");
  put_changed_entry("time_negative", 12, "\"time\":1", "\"time\":-1");
  put_changed_entry("link_count", 12, lead, R"(["lead","lead_5",5,3])");
  put_changed_entry("link_pointer", 12, lead, R"(["lead","lead_5",4,2])");
  put_changed_entry("link_restart", 12, lead, R"(["lead","lead_5",-1,1])");
  put_changed_entry("link_form", 12, lead, R"(["lead","lead_5",-1,2])");
  put_changed_entry("link_twice", 12, lead, lead + "," + lead);
  put_changed_entry("link_none", 12, lead, "");
  put_changed_entry("link_bad_id", 12, lead, R"(["lead","lead 5",5,2])");
  put_changed_entry("seal_digest", 12, "sha256:", "sha256:0");
  put_changed_entry("seal_other_payload", 12,
                    "\"ct\":\"sha256:", "\"ct\":\"sha256:" + std::string(64, '0') + "\",\"x\":\"");
  put_changed_entry("seal_member", 12, "\"kid\":", "\"kidd\":");
  put_changed_entry("seal_kid", 12, "\"kid\":\"subj_5\"", "\"kid\":\"\"");
  put_changed_entry("seal_empty_list", 20, "\"sealed\":[", "\"sealed\":[],\"sealed2\":[");
  put_changed_entry("seal_nested", 12, "-17", R"({"sealed":{}})");
  put_changed_entry("seal_scalar", 12, "-17", R"({"sealed":null})");

  // Files changed under a right manifest.
  const auto flip = [](Bytes& bytes) { bytes[bytes.size() / 2] ^= 1U; };
  for (const auto& [path, bytes] : full_bundle_files(log_.parts())) {
    std::string name = "file_" + path;
    std::replace(name.begin(), name.end(), '/', '_');
    if (path.rfind("attachments/", 0) != 0) put_changed_file(name, path, flip);
    if (path.rfind("sealed/", 0) == 0) continue;
    put_changed_file(name + "_longer", path, [](Bytes& file) { file.push_back('\n'); });
    put_changed_file(name + "_shorter", path, [](Bytes& file) { file.pop_back(); });
  }
  put_changed_file("note_twice", "checkpoint", [](Bytes& bytes) {
    const std::string text(bytes.begin(), bytes.end());
    const std::string line = text.substr(text.find("\n\n") + 2);
    bytes.insert(bytes.end(), line.begin(), line.end());
  });
  put_changed_file("note_unknown_signer", "checkpoint", [](Bytes& bytes) {
    const std::string line = "\xE2\x80\x94 somebody.example AAAAAAAAAA==\n";
    bytes.insert(bytes.end(), line.begin(), line.end());
  });
  BundleParts missing = log_.parts();
  missing.payloads.pop_back();
  put_parts("payload_missing", missing);
  BundleParts foreign = log_.parts();
  foreign.payloads.push_back({1, 2, 3});
  put_parts("payload_foreign", foreign);
  BundleParts stolen = log_.parts();
  const auto thief = *NoteSigner::make(kOrigin, testing::seed_from(100));
  stolen.checkpoint = sign_checkpoint(*read_checkpoint_note(stolen.checkpoint), thief);
  stolen.key = thief.key();
  put_parts("stolen", stolen);
  put_parts("untrusted_stolen", stolen);

  const auto python = run_python();
  ASSERT_EQ(python.size(), bundles_.size()) << "python3 with python3-cryptography must be able to run tools/verify.py";
  for (const auto& [name, bundle] : bundles_) {
    const json::Value here = run_here(name, bundle).to_json();
    const json::Value& there = python.at(name);
    for (const char* member : {"levels", "verdict", "trust", "origin", "size", "root", "entries"})
      EXPECT_EQ(json::canonical(*here.find(member)), json::canonical(*there.find(member)))
          << name << ' ' << member << '\n'
          << json::canonical(here) << '\n'
          << json::canonical(there);
  }
  // Agreeing is not enough: exactly these pass.
  std::string names;
  for (const auto& [name, bundle] : bundles_)
    if (!run_here(name, bundle).failed()) names += name + ' ';
  EXPECT_EQ(
      names,
      "empty.licet form_big_ok.licet form_del_ok.licet form_depth_ok.licet form_escape_ok.licet good.licet kept.licet "
      "note_twice.licet note_unknown_signer.licet payload_missing.licet tile_border.licet untrusted.licet "
      "untrusted_stolen.licet ");
  EXPECT_GT(bundles_.size(), 240U);
}

}  // namespace
}  // namespace licet::ledger
