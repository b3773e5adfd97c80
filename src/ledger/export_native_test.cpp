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
  EXPECT_EQ(head->head.size, 300U);
  const auto written = read_file(folder_ / "out.licet");
  ASSERT_TRUE(written);
  const Bytes expected = log_.bundle();
  EXPECT_TRUE(*written == expected);
  EXPECT_EQ(head->bytes, expected.size());
  EXPECT_EQ(head->sha256, crypto::sha256(expected));
  EXPECT_FALSE(verify_bundle(*written, testing::test_trust()).failed());
}

TEST_F(Exporting, AFileAndANamelessFileVerifyLikeMemory) {
  publish();
  const auto path = folder_ / "out.licet";
  ASSERT_TRUE(export_bundle(tiles(), testing::test_signer().key(), sources(), path));
  const std::string expected = json::canonical(verify_bundle(log_.bundle(), testing::test_trust()).to_json());
  const auto file = BundleInFile::open(path);
  ASSERT_TRUE(file);
  const auto report = verify_bundle(*file, testing::test_trust());
  ASSERT_TRUE(report) << report.error().text;
  EXPECT_EQ(json::canonical(report->to_json()), expected);

  const fs::path scratch_folder = folder_ / "scratch";
  fs::create_directory(scratch_folder);
  auto scratch = ScratchFile::make(scratch_folder);
  ASSERT_TRUE(scratch);
  ASSERT_TRUE(write_export(tiles(), testing::test_signer().key(), sources(),
                           [&](ByteView piece) { return scratch->write(piece); }));
  EXPECT_TRUE(fs::is_empty(scratch_folder)) << "it has no name";
  const auto nameless = verify_bundle(std::move(*scratch).finish(), testing::test_trust());
  ASSERT_TRUE(nameless) << nameless.error().text;
  EXPECT_EQ(json::canonical(nameless->to_json()), expected);
  EXPECT_TRUE(fs::is_empty(scratch_folder));
}

TEST_F(Exporting, AFileThatIsCutShortWhileItIsReadIsAnErrorAndNoVerdict) {
  publish();
  const auto path = folder_ / "out.licet";
  ASSERT_TRUE(export_bundle(tiles(), testing::test_signer().key(), sources(), path));
  const auto file = BundleInFile::open(path);
  ASSERT_TRUE(file);
  fs::resize_file(path, fs::file_size(path) / 2);
  const auto report = verify_bundle(*file, testing::test_trust());
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().code, ErrorCode::kEnvironment);
  const auto folder = BundleInFile::open(folder_);
  ASSERT_FALSE(folder);
  EXPECT_EQ(BundleInFile::open(folder_ / "none").error().code, ErrorCode::kNotFound);
}

TEST_F(Exporting, WhatMustComeBeforeTheNameMayRefuseIt) {
  publish();
  const auto refused = export_bundle(tiles(), testing::test_signer().key(), sources(), folder_ / "out",
                                     [](const Exported&) -> Status { return fail(ErrorCode::kRefused, "no"); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kRefused);
  EXPECT_FALSE(fs::exists(folder_ / "out"));
  EXPECT_FALSE(fs::exists(folder_ / "out.new"));
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
