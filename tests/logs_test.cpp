// Records of earlier releases still verify and still fold to the same tables.
//
// tests/logs/<release>/ keeps what that release wrote: `ledger.licet`, an exported bundle of invented data, and
// `state`, the digest of its tables ("sha256:..."). An event type may gain versions, but what was written once is read
// for ever.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "ledger/bundle.h"
#include "ledger/trust.h"
#include "ledger/verify.h"
#include "record/body.h"
#include "record/event.h"
#include "record/verify_semantics.h"

namespace licet {
namespace {

namespace fs = std::filesystem;

fs::path logs_folder() { return fs::path(LICET_SOURCE_DIR) / "tests" / "logs"; }

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path << " cannot be read";
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

std::vector<fs::path> releases() {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(logs_folder()))
    if (entry.is_directory()) out.push_back(entry.path());
  std::sort(out.begin(), out.end());
  return out;
}

record::Attachments attachments_of(const ledger::BundleReader& reader) {
  return [&reader](std::string_view digest) -> std::optional<Bytes> {
    const std::string_view hex = digest.substr(std::min(digest.size(), std::string_view("sha256:").size()));
    const auto index = reader.find("attachments/" + std::string(hex));
    if (!index) return std::nullopt;
    Bytes room;
    const ByteView bytes = *reader.file(*index, room);
    return Bytes(bytes.begin(), bytes.end());
  };
}

TEST(KeptLogs, VerifyAndFoldAsTheyDid) {
  if (!fs::exists(logs_folder())) GTEST_SKIP() << "no release has kept a log yet";
  const auto folders = releases();
  ASSERT_FALSE(folders.empty()) << logs_folder() << " must keep at least one release's log";
  for (const fs::path& folder : folders) {
    SCOPED_TRACE(folder.filename().string());
    const std::string bytes = read_file(folder / "ledger.licet");
    const auto reader = ledger::BundleReader::open(as_bytes(bytes));
    ASSERT_TRUE(reader) << reader.error().text;
    record::SemanticVerifier verifier({attachments_of(*reader), true});
    const ledger::Report report = ledger::verify_bundle(as_bytes(bytes), ledger::Trust(), verifier.hooks());
    for (const ledger::Finding& finding : report.findings())
      ADD_FAILURE() << "level " << int{finding.level} << " " << finding.code << ": " << finding.what;
    static constexpr std::uint8_t kMustPass[] = {0, 1, 3, 4};
    for (const std::uint8_t level : kMustPass)
      EXPECT_EQ(report.level(level), ledger::LevelStatus::kPass) << "level " << int{level};
    // Decisions of an engine that is no longer here may stay unchecked, but none may come out differently.
    EXPECT_NE(report.level(5), ledger::LevelStatus::kFail);
    EXPECT_GT(report.entries, 0U);
    const auto digest = record::state_digest(record::rows_of(verifier.tables()));
    ASSERT_TRUE(digest);
    EXPECT_EQ(crypto::digest_text(*digest), first_line(read_file(folder / "state")));
  }
}

// What a release can write is kept as that release wrote it, or nothing proves that it is read for ever.
TEST(KeptLogs, TheNewestHoldsEveryKindOfEvent) {
  const auto folders = releases();
  ASSERT_FALSE(folders.empty());
  const std::string bytes = read_file(folders.back() / "ledger.licet");
  std::set<std::string> missing;
  for (const record::EventSpec& spec : record::event_specs()) missing.emplace(spec.type);
  ledger::VerifyHooks hooks;
  hooks.on_entry = [&](const ledger::Entry& entry, const ledger::Hash&, ledger::Report&) {
    const auto body = record::read_body(entry.body);
    ASSERT_TRUE(body) << body.error().text;
    for (const record::Event& event : body->events) missing.erase(event.type);
  };
  const ledger::Report report = ledger::verify_bundle(as_bytes(bytes), ledger::Trust(), hooks);
  EXPECT_GT(report.entries, 0U);
  EXPECT_EQ(missing, std::set<std::string>()) << "tools/keep_log.sh must write these too";
}

}  // namespace
}  // namespace licet
