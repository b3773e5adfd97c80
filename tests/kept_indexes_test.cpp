// The index of the lists is kept between starts: the next start answers the same without building it, and a file that
// is not as it was written is thrown away, with a word to the operator, and built again.
#include "app/kept_indexes.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "app/firm_states.h"
#include "app_world.h"
#include "screening/kept_index.h"
#include "screening/list_document.h"
#include "store/derived_file.h"

namespace licet::app_test {
namespace {

namespace fs = std::filesystem;

/// Counts what is written to the file below.
class Counted final : public app::DerivedFile {
 public:
  Counted(std::unique_ptr<app::DerivedFile> below, int& written) : below_(std::move(below)), written_(written) {}
  Result<std::optional<Bytes>> read(std::string_view name) override { return below_->read(name); }
  Status replace(std::string_view name, ByteView bytes) override {
    ++written_;
    return below_->replace(name, bytes);
  }

 private:
  std::unique_ptr<app::DerivedFile> below_;
  int& written_;
};

/// A house with lists, of which programs start and end.
class House {
 public:
  struct Start {
    std::shared_ptr<const screening::ListIndex> lists;
    int written = 0;
    std::vector<std::string> notes;
  };
  Start start() {
    Start out;
    app::FirmStates states;
    states.keep_indexes(
        std::make_unique<app::KeptIndexes>(std::make_unique<Counted>(store::derived_file(folder()), out.written),
                                           pepper, [&out](const std::string& text) { out.notes.push_back(text); }));
    world.read([&](app::Reader& reader) -> Status {
      LICET_TRY(const app::FirmState state, states.state(reader, app::LoadLists::kYes));
      out.lists = state.lists;
      return {};
    });
    return out;
  }
  fs::path folder() const { return temp.path() + "/index"; }
  std::vector<fs::path> files() const {
    std::vector<fs::path> out;
    for (const auto& item : fs::directory_iterator(folder())) out.push_back(item.path());
    return out;
  }
  std::string bytes() const { return read_text(files().front().string()); }
  void write(const std::string& bytes) const {
    std::ofstream(files().front(), std::ios::binary | std::ios::trunc) << bytes;
  }

  AppWorld world;
  TempFolder temp;
  crypto::Key32 pepper{1, 2, 3};
};

Bytes bytes_of(const House::Start& start) { return screening::index_to_bytes(*start.lists); }

TEST(KeptIndexes, TheNextStartHasTheSameIndexWithoutBuildingIt) {
  House house;
  const House::Start first = house.start();
  EXPECT_EQ(first.written, 1);
  const House::Start second = house.start();
  EXPECT_EQ(second.written, 0) << "it was built again";
  EXPECT_EQ(bytes_of(first), bytes_of(second));
  EXPECT_TRUE(first.notes.empty() && second.notes.empty());
  screening::Query query;
  query.full_name = "Mirko Ostrovsky Kale";
  const auto one = must(first.lists->screen(query, {})), other = must(second.lists->screen(query, {}));
  EXPECT_EQ(one.hits_total, 1U);
  EXPECT_EQ(one, other);
}

TEST(KeptIndexes, IsForItsOwnerAloneAndOpenToNobodyWithoutTheKey) {
  House house;
  house.start();
  struct stat info {};
  ASSERT_EQ(::stat(house.folder().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0700U);
  ASSERT_EQ(house.files().size(), 1U);
  ASSERT_EQ(::stat(house.files().front().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const std::string bytes = house.bytes();
  for (const char* name : {"OSTROVSKY", "ostrovsky", "kale"}) EXPECT_EQ(bytes.find(name), std::string::npos);
  house.pepper[0] ^= 1;
  const House::Start start = house.start();
  EXPECT_EQ(start.written, 1);
  ASSERT_EQ(start.notes.size(), 1U);
  EXPECT_NE(start.notes[0].find("this installation's key"), std::string::npos) << start.notes[0];
}

TEST(KeptIndexes, WhateverIsChangedIsBuiltAgain) {
  House house;
  const Bytes built = bytes_of(house.start());
  const std::string good = house.bytes();
  const auto expect_rebuilt = [&](const std::string& bad, std::size_t at) {
    house.write(bad);
    const House::Start start = house.start();
    ASSERT_EQ(start.written, 1) << at;
    ASSERT_EQ(start.notes.size(), 1U) << at;
    EXPECT_NE(start.notes[0].find("thrown away and built again"), std::string::npos);
    ASSERT_EQ(bytes_of(start), built) << at;
    ASSERT_EQ(house.bytes(), good) << "the same index is the same file";
  };
  for (std::size_t at = 0; at < good.size(); at += 1 + good.size() / 150) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
    expect_rebuilt(bad, at);
  }
  for (std::size_t size = 0; size < good.size(); size += 1 + good.size() / 40)
    expect_rebuilt(good.substr(0, size), size);
  expect_rebuilt(good + '\0', good.size());
  expect_rebuilt(good + good, good.size());
}

TEST(KeptIndexes, AnotherListTakesThePlaceOfTheOldOne) {
  House house;
  house.start();
  const fs::path before = house.files().front();
  std::ofstream(house.folder() / "left.new") << "of a program that died";
  screening::List list;
  list.kind = "firm";
  list.as_of = house.world.clock().now();
  screening::Entry entry;
  entry.entry_id = "F1";
  entry.type = screening::EntryType::kPerson;
  entry.names = {{"QUARRINGTON, Zebedee"}};
  list.entries = {entry};
  screening::seal_list(list);
  must(app::load_list(house.world.deps(), house.world.first(), list));
  const House::Start start = house.start();
  EXPECT_EQ(start.written, 1);
  ASSERT_EQ(house.files().size(), 1U);
  EXPECT_NE(house.files().front(), before);
  screening::Query query;
  query.full_name = "Zebedee Quarrington";
  EXPECT_EQ(must(house.start().lists->screen(query, {})).hits_total, 1U);
}

TEST(KeptIndexes, WhereNothingCanBeKeptEveryStartBuilds) {
  House house;
  std::ofstream(house.folder()) << "a file where the folder should be";
  for (int i = 0; i < 2; ++i) {
    const House::Start start = house.start();
    ASSERT_NE(start.lists, nullptr);
    ASSERT_FALSE(start.notes.empty());
    EXPECT_NE(start.notes.back().find("could not be kept"), std::string::npos);
  }
}

}  // namespace
}  // namespace licet::app_test
