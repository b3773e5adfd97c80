#include "ledger/export_native.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <map>

#include "ledger/file_native.h"
#include "ledger/test_log.h"
#include "ledger/verify.h"

namespace licet::ledger {
namespace {

namespace fs = std::filesystem;
using testing::TestLog;

class Exporting : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "licet-export-XXXXXX").string();
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
    for (const Bytes& payload : log_.payloads) payloads_[crypto::sha256(payload)] = payload;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void publish() const {
    Publisher publisher(tiles(), LockStore(folder_ / "lock"), testing::test_signer());
    const auto head =
        publisher.publish(log_.entries.size(), [&](std::uint64_t from, std::uint64_t to, const auto& take) -> Status {
          for (std::uint64_t i = from; i < to; ++i) LICET_CHECK(take(as_bytes(log_.entries[i])));
          return {};
        });
    ASSERT_TRUE(head) << head.error().text;
  }
  TileStore tiles() const { return TileStore(folder_ / "log"); }
  ExportSources sources() const {
    ExportSources out;
    out.payloads = [this](std::uint8_t first, const std::function<Status(ByteView)>& take) -> Status {
      for (const auto& [digest, payload] : payloads_)
        if (digest[0] == first) LICET_CHECK(take(payload));
      return {};
    };
    const Bytes policy{'p', 'o', 'l', 'i', 'c', 'y'};
    out.attachments = {crypto::sha256(policy), crypto::sha256(policy)};
    out.attachment = [policy](const crypto::Digest&) -> Result<Bytes> { return policy; };
    return out;
  }

  TestLog log_ = TestLog::make(300, 7);
  std::map<crypto::Digest, Bytes> payloads_;
  fs::path folder_;
};

TEST_F(Exporting, GivesTheBytesOfTheBundleMadeInMemory) {
  publish();
  const auto head = export_bundle(tiles(), testing::test_signer().key(), sources(), folder_ / "out.licet");
  ASSERT_TRUE(head) << head.error().text;
  EXPECT_EQ(head->size, 300U);
  const auto mapped = MappedFile::open(folder_ / "out.licet");
  ASSERT_TRUE(mapped);
  const Bytes expected = log_.bundle();
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), mapped->bytes().begin(), mapped->bytes().end()));
  EXPECT_FALSE(verify_bundle(mapped->bytes(), testing::test_trust()).failed());
}

TEST_F(Exporting, WithoutAPublishedCheckpointThereIsNothingToExport) {
  EXPECT_EQ(export_bundle(tiles(), testing::test_signer().key(), sources(), folder_ / "out").error().code,
            ErrorCode::kNotFound);
}

TEST_F(Exporting, AFailedExportLeavesNoFile) {
  publish();
  ExportSources broken = sources();
  int calls = 0;
  broken.attachment = [&calls](const crypto::Digest&) -> Result<Bytes> {
    return ++calls == 1 ? Bytes{'p', 'o', 'l', 'i', 'c', 'y'} : Bytes{'o', 't', 'h', 'e', 'r'};
  };
  EXPECT_EQ(export_bundle(tiles(), testing::test_signer().key(), broken, folder_ / "out").error().code,
            ErrorCode::kConflict);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  EXPECT_FALSE(fs::exists(folder_ / "out.new"));
  fs::remove(folder_ / "log/tile/0/000");
  EXPECT_FALSE(export_bundle(tiles(), testing::test_signer().key(), sources(), folder_ / "out"));
  EXPECT_FALSE(export_bundle(tiles(), testing::test_signer().key(), sources(), folder_ / "none/out"));
}

}  // namespace
}  // namespace licet::ledger
