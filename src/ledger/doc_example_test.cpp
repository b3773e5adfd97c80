// The worked examples of docs/formats/ledger.md and bundle.md, rebuilt: a fenced block that opens with
// "```text example=NAME" must hold exactly the bytes that the code makes (and a final newline of its own).
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "ledger/bundle.h"
#include "ledger/bundle_memory.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/report.h"
#include "ledger/seal.h"
#include "ledger/test_log.h"
#include "ledger/tile.h"
#include "ledger/verify.h"

namespace licet::ledger {
namespace {

using testing::seed_from;

/// Gives the bytes 40, 41, 42… (hexadecimal) so that a reader can repeat the sealing by hand.
class CountingRandom final : public Random {
 public:
  void fill(std::uint8_t* out, std::size_t size) override {
    for (std::size_t i = 0; i < size; ++i) out[i] = next_++;
  }

 private:
  std::uint8_t next_ = 0x40;
};

/// "00000000  6c 69 63 …  |lic…|" is more than a reader needs: plain lines of 32 hexadecimal bytes.
std::string hex_lines(ByteView bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 32)
    out += hex(bytes.subspan(at, std::min<std::size_t>(32, bytes.size() - at))) + "\n";
  if (!out.empty()) out.pop_back();
  return out;
}

std::map<std::string, std::string> examples() {
  std::map<std::string, std::string> out;
  const std::string origin = "log.example/licet";
  const std::string event = "ev_1";
  const crypto::Key32 dek = seed_from(0x20);
  CountingRandom random;
  const Sealed sealed = *seal_fields({origin, event}, "subj_1", dek, {{"name", "Ada"}, {"phone", "+15550100"}}, random);
  const EntryKey entry_key = derive_entry_key(dek, sealed.section.salt, event);
  out["seal-section"] = json::canonical(sealed.section.to_json());
  out["seal-entry-key"] = hex(entry_key.key);
  out["seal-payload"] = hex_lines(sealed.blob);
  out["seal-check-value"] = key_check_value(dek);

  ChainState state{origin, 0, empty_root(), 0};
  BundleParts parts;
  const auto add = [&](const json::Value& body, const std::vector<Link>& links, std::int64_t now_us) {
    const std::string entry = *compose_envelope(json::canonical(body), links, state, Instant{now_us});
    const std::string number = std::to_string(state.next_seq);
    advance(state, std::max(state.last_time_us, now_us), leaf_hash(as_bytes(entry)));
    out["entry-" + number] = entry;
    out["leaf-" + number] = hex(state.prev_leaf);
    parts.entries.push_back(entry);
  };
  add(json::Object{{"event", "ev_0"}, {"type", "log.opened"}}, {}, 1'767'225'600'000'000);
  add(json::Object{{"event", event}, {"sealed", sealed.section.to_json()}, {"type", "lead.created"}},
      {{"lead", "lead_1", -1, 1}}, 1'767'225'600'250'000);
  add(json::Object{{"event", "ev_2"}, {"type", "lead.read"}}, {{"lead", "lead_1", 1, 2}}, 1'767'225'600'100'000);

  TreeBuilder tree;
  TileGrower tiles;
  for (const std::string& entry : parts.entries) {
    tree.append(leaf_hash(as_bytes(entry)));
    tiles.append(leaf_hash(as_bytes(entry)));
  }
  out["root"] = hex(tree.root());
  out["tile"] = hex_lines(tiles.partial()[0].bytes);
  const NoteSigner signer = *NoteSigner::make(origin, seed_from(0));
  out["vkey"] = signer.key().text();
  parts.checkpoint = sign_checkpoint({origin, 3, tree.root()}, signer);
  out["checkpoint"] = parts.checkpoint.substr(0, parts.checkpoint.size() - 1);
  parts.key = signer.key();
  parts.payloads = {sealed.blob};
  const Bytes bundle = *pack_bundle(origin, 3, full_bundle_files(parts));
  out["bundle-header"] = hex(ByteView(bundle).first(24));
  out["bundle-manifest"] = BundleReader::open(bundle)->manifest().text();
  out["bundle-size-and-digest"] = std::to_string(bundle.size()) + " " + hex(crypto::sha256(bundle));
  out["bundle-readme"] = std::string(bundle_readme().substr(0, bundle_readme().size() - 1));
  Trust trust;
  trust.log_keys.push_back(signer.key());
  out["report"] = json::canonical(verify_bundle(bundle, trust).to_json());
  return out;
}

std::map<std::string, std::string> blocks_of(const std::string& file) {
  std::ifstream in(std::string(LICET_SOURCE_DIR) + "/docs/formats/" + file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::map<std::string, std::string> out;
  const std::string open = "```text example=";
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at + 1)) {
    const std::size_t name_end = text.find('\n', at);
    const std::size_t close = text.find("\n```\n", name_end);
    const std::size_t name_at = at + open.size();
    out[text.substr(name_at, name_end - name_at)] = text.substr(name_end + 1, close - name_end - 1);
  }
  return out;
}

TEST(FormatDocuments, HoldTheBytesThatTheCodeMakes) {
  auto written = blocks_of("ledger.md");
  written.merge(blocks_of("bundle.md"));
  const auto made = examples();
  for (const auto& [name, text] : made)
    EXPECT_EQ(written.count(name) == 1 ? written.at(name) : "(no such block)", text) << name;
  EXPECT_EQ(written.size(), made.size());
}

}  // namespace
}  // namespace licet::ledger
