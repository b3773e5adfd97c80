#include "ledger/bundle.h"

#include <gtest/gtest.h>

#include "ledger/bundle_memory.h"
#include "ledger/test_log.h"
#include "ledger/tile.h"

namespace licet::ledger {
namespace {

using testing::kOrigin;
using testing::TestLog;

const TestLog& log_of_forty() {
  static const TestLog log = TestLog::make(40);
  return log;
}
const Bytes& reference() {
  static const Bytes bundle = log_of_forty().bundle();
  return bundle;
}

/// The container around a manifest text and file bytes, right or wrong.
Bytes raw_container(const std::string& manifest, const Bytes& files) {
  Bytes out{'l', 'i', 'c', 'e', 't', '-', 'b', 'u', 'n', 'd', 'l', 'e', 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};
  out.push_back(static_cast<std::uint8_t>(manifest.size() >> 8U));
  out.push_back(static_cast<std::uint8_t>(manifest.size()));
  out.insert(out.end(), manifest.begin(), manifest.end());
  out.insert(out.end(), files.begin(), files.end());
  return out;
}
struct Parts {
  std::string manifest;
  Bytes files;
};
Parts parts_of(const Bytes& bundle) {
  const std::string manifest = BundleReader::open(bundle)->manifest().text();
  return {manifest, Bytes(bundle.begin() + 24 + static_cast<std::ptrdiff_t>(manifest.size()), bundle.end())};
}

TEST(Bundle, OpensAndFindsItsFiles) {
  const auto reader = BundleReader::open(reference());
  ASSERT_TRUE(reader) << reader.error().text;
  EXPECT_EQ(reader->manifest().origin, kOrigin);
  EXPECT_EQ(reader->manifest().size, 40U);
  Bytes room;
  EXPECT_EQ(as_text(*reader->file(*reader->find("README.txt"), room)), bundle_readme());
  const auto entries = split_bundle(*reader->file(*reader->find("tile/entries/000.p/40"), room), 40);
  ASSERT_TRUE(entries);
  EXPECT_EQ(as_text((*entries)[17].bytes), log_of_forty().entries[17]);
  EXPECT_FALSE(reader->find("tile/entries/000"));
  for (std::size_t i = 0; i < reader->manifest().files.size(); ++i)
    EXPECT_EQ(crypto::sha256(*reader->file(i, room)), reader->manifest().files[i].sha256);
  auto sealed = SealedIndex::build(*reader);
  ASSERT_TRUE(sealed);
  EXPECT_EQ(sealed->items().size(), log_of_forty().payloads.size());
  for (const Bytes& payload : log_of_forty().payloads) {
    const auto* item = sealed->find(crypto::sha256(payload));
    ASSERT_NE(item, nullptr);
    EXPECT_TRUE(
        std::equal(payload.begin(), payload.end(), reference().begin() + static_cast<std::ptrdiff_t>(item->offset)));
  }
  EXPECT_EQ(sealed->find(crypto::Digest{}), nullptr);
}

TEST(Bundle, TheContainerIsRebuiltByteForByte) {
  const Parts parts = parts_of(reference());
  EXPECT_EQ(raw_container(parts.manifest, parts.files), reference());
}

TEST(Bundle, HeaderRulesHold) {
  const Parts parts = parts_of(reference());
  for (std::size_t at = 0; at < 24; ++at) {
    Bytes changed = reference();
    changed[at] ^= 1U;
    EXPECT_FALSE(BundleReader::open(changed)) << at;
  }
  Bytes newer = reference();
  newer[15] = 2;
  EXPECT_EQ(BundleReader::open(newer).error().code, ErrorCode::kUnsupported);
  Bytes trailing = reference();
  trailing.push_back(0);
  EXPECT_FALSE(BundleReader::open(trailing));
  EXPECT_FALSE(BundleReader::open(ByteView()));
}

TEST(Bundle, EveryTruncationIsRefused) {
  for (std::size_t length = 0; length < reference().size(); ++length)
    ASSERT_FALSE(BundleReader::open(ByteView(reference()).first(length))) << length;
}

TEST(Bundle, AManifestThatIsNotCanonicalOrNotTheKindsIsRefused) {
  const Parts parts = parts_of(reference());
  const auto opens = [&](std::string from, std::string to) {
    std::string manifest = parts.manifest;
    const std::size_t at = manifest.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    manifest.replace(at, from.size(), to);
    return BundleReader::open(raw_container(manifest, parts.files)).has_value();
  };
  EXPECT_TRUE(opens("files", "files"));
  EXPECT_FALSE(opens("{\"files\"", "{ \"files\""));
  EXPECT_FALSE(opens("\"v\":1}", "\"v\":1} "));
  EXPECT_FALSE(opens("\"v\":1}", "\"v\":2}"));
  EXPECT_FALSE(opens("\"v\":1}", "\"v\":1,\"w\":1}"));
  EXPECT_FALSE(opens("\"kind\":\"full\"", "\"kind\":\"half\""));
  EXPECT_FALSE(opens("\"kind\":\"full\",", ""));
  EXPECT_FALSE(opens(kOrigin, "log example"));
  EXPECT_FALSE(opens("\"size\":40,\"v\"", "\"size\":39,\"v\""));
  EXPECT_FALSE(opens("\"size\":40,\"v\"", "\"size\":41,\"v\""));
  EXPECT_FALSE(opens("\"size\":40,\"v\"", "\"size\":-40,\"v\""));
  EXPECT_FALSE(opens("\"size\":40,\"v\"", "\"size\":9007199254740991,\"v\""));
  EXPECT_FALSE(opens("\"size\":40,\"v\"", "\"size\":40.0,\"v\""));
  EXPECT_FALSE(opens("README.txt", "readme.txt"));
  EXPECT_FALSE(opens("README.txt", "../READ.me"));
  EXPECT_FALSE(opens("README.txt", "/README.tx"));
  EXPECT_FALSE(opens("tile/0/000.p/40", "tile/0/000.p/41"));
  EXPECT_FALSE(opens("sha256:", "SHA256:"));
  EXPECT_FALSE(opens("\"checkpoint\"", "\"vkey\""));
  EXPECT_FALSE(opens("\"path\":\"vkey\"", "\"path\":\"vkey\",\"mode\":1"));
}

TEST(Bundle, AMissingDoubleSwappedOrForeignFileIsRefused) {
  const Manifest good = BundleReader::open(reference())->manifest();
  const auto refused = [&](const Manifest& manifest) {
    return !BundleReader::open(raw_container(manifest.text(), parts_of(reference()).files));
  };
  for (std::size_t i = 0; i < good.files.size(); ++i) {
    Manifest changed = good;
    changed.files.erase(changed.files.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(refused(changed)) << good.files[i].path;
    changed = good;
    changed.files.insert(changed.files.begin() + static_cast<std::ptrdiff_t>(i), changed.files[i]);
    EXPECT_TRUE(refused(changed)) << good.files[i].path;
    if (i == 0) continue;
    changed = good;
    std::swap(changed.files[i], changed.files[i - 1]);
    EXPECT_TRUE(refused(changed)) << good.files[i].path;
  }
}

TEST(Bundle, TheWriterRefusesFilesThatAreNotAFullBundle) {
  BundleFiles files = full_bundle_files(log_of_forty().parts());
  EXPECT_TRUE(pack_bundle(kOrigin, 40, files));
  EXPECT_FALSE(pack_bundle(kOrigin, 41, files));
  files["notes.txt"] = {1};
  EXPECT_FALSE(pack_bundle(kOrigin, 40, files));
  files.erase("notes.txt");
  files["sealed/zz"] = {1};
  EXPECT_FALSE(pack_bundle(kOrigin, 40, files));
  files.erase("sealed/zz");
  files.erase("vkey");
  EXPECT_FALSE(pack_bundle(kOrigin, 40, files));
}

TEST(Bundle, TheWriterRefusesAFileThatChangedMeanwhile) {
  const auto files = full_bundle_files(log_of_forty().parts());
  Manifest manifest = BundleReader::open(reference())->manifest();
  const auto write = [&](const Bytes& vkey) {
    return write_bundle(
        manifest,
        [&](const std::string& path, const ByteSink& sink) { return sink(path == "vkey" ? vkey : files.at(path)); },
        [](ByteView) -> Status { return {}; });
  };
  EXPECT_TRUE(write(files.at("vkey")));
  Bytes other = files.at("vkey");
  other[0] ^= 1U;
  EXPECT_EQ(write(other).error().code, ErrorCode::kConflict);
  other.push_back(0);
  EXPECT_FALSE(write(other));
}

TEST(Bundle, PacksOutOfOrderOrMisplacedAreRefused) {
  const auto builds = [&](const std::string& path, const Bytes& pack) {
    BundleFiles files = full_bundle_files(TestLog::make(3, 1, false).parts());
    files[path] = pack;
    const Bytes bundle = *pack_bundle(kOrigin, 3, files);
    return SealedIndex::build(*BundleReader::open(bundle)).has_value();
  };
  // Two payloads whose digests begin with the same byte.
  std::map<std::uint8_t, std::vector<Bytes>> by_first;
  std::vector<Bytes> pair;
  for (std::uint8_t i = 0; pair.empty(); ++i) {
    const Bytes payload{i, 1, 2, 3};
    auto& group = by_first[crypto::sha256(payload)[0]];
    group.push_back(payload);
    if (group.size() == 2) pair = group;
  }
  if (crypto::sha256(pair[1]) < crypto::sha256(pair[0])) std::swap(pair[0], pair[1]);
  const std::string path = "sealed/" + hex(ByteView(crypto::sha256(pair[0])).first(1));
  Bytes pack;
  append_to_pack(pack, pair[0]);
  append_to_pack(pack, pair[1]);
  EXPECT_TRUE(builds(path, pack));
  EXPECT_FALSE(builds(path == "sealed/00" ? "sealed/01" : "sealed/00", pack));
  EXPECT_FALSE(builds(path, Bytes(pack.begin(), pack.end() - 1)));
  Bytes swapped;
  append_to_pack(swapped, pair[1]);
  append_to_pack(swapped, pair[0]);
  EXPECT_FALSE(builds(path, swapped));
  Bytes twice;
  append_to_pack(twice, pair[0]);
  append_to_pack(twice, pair[0]);
  EXPECT_FALSE(builds(path, twice));
  pack.push_back(0);
  EXPECT_FALSE(builds(path, pack));
}

TEST(Bundle, AnEmptyLogHasABundleToo) {
  const TestLog log;
  const Bytes bundle = log.bundle();
  const auto reader = BundleReader::open(bundle);
  ASSERT_TRUE(reader);
  EXPECT_EQ(reader->manifest().files.size(), 4U);  // README, checkpoint, vkey and the attachment
}

}  // namespace
}  // namespace licet::ledger
