// What a file that was cut or damaged becomes: the whole list, or an error that says where. Never fewer people in
// silence.
#include <gtest/gtest.h>

#include <algorithm>

#include "screening/list_document.h"
#include "screening/list_samples.h"
#include "screening/list_size.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::error_of;
using testing::Files;
using testing::KindSample;
using testing::read_files;

bool is_xml(const std::string& text) { return text.starts_with("<?xml"); }

/// An error of the files, with the name of one of them where it is one of a place.
void expect_error_of_a_file(const Result<ReadList>& got, const Files& files, const std::string& what) {
  ASSERT_FALSE(got) << what;
  const Error& error = got.error();
  EXPECT_TRUE(error.code == ErrorCode::kBadInput || error.code == ErrorCode::kLimit) << what << error.to_string();
  EXPECT_FALSE(error.text.empty()) << what;
  const bool named =
      std::any_of(files.begin(), files.end(), [&](const auto& f) { return f.first == error.where.file; });
  EXPECT_TRUE(named || error.where.file.empty()) << what << error.to_string();
}

TEST(ListDamage, AFileThatIsCutAnywhereIsNoShorterListInSilence) {
  for (const KindSample& sample : testing::all_samples()) {
    const auto whole = read_files(sample.kind, sample.files);
    ASSERT_TRUE(whole) << sample.kind << error_of(whole);
    for (std::size_t f = 0; f < sample.files.size(); ++f) {
      const auto& [name, text] = sample.files[f];
      for (std::size_t percent = 0; percent < 100; ++percent) {
        const std::size_t size = text.size() * percent / 100;
        Files files = sample.files;
        files[f].second = text.substr(0, size);
        const auto got = read_files(sample.kind, files);
        const std::string what = sample.kind + " " + name + " cut at " + std::to_string(size) + ": ";
        if (got && got->list.digest == whole->list.digest) continue;
        // Formats of lines have no end of their own: a cut between two lines shows in what the list holds, which is
        // compared with the last one when it is loaded.
        const bool between_lines = !is_xml(text) && size > 0 && text[size - 1] == '\n';
        if (between_lines && got) {
          EXPECT_NE(size_of(got->list), size_of(whole->list)) << what;
          continue;
        }
        expect_error_of_a_file(got, files, what);
      }
    }
  }
}

TEST(ListDamage, AnXmlListIsReadToItsLastTagOrNotAtAll) {
  for (const KindSample& sample : testing::all_samples()) {
    const std::string& text = sample.files.front().second;
    if (!is_xml(text)) continue;
    const std::size_t last = text.find_last_not_of("\n") + 1;
    for (std::size_t size = 0; size < last; ++size)
      expect_error_of_a_file(read_files(sample.kind, {{"list", text.substr(0, size)}}), sample.files,
                             sample.kind + " cut at " + std::to_string(size) + ": ");
  }
}

TEST(ListDamage, AChangedByteIsAnErrorOrALoudChange) {
  for (const KindSample& sample : testing::all_samples()) {
    const auto whole = read_files(sample.kind, sample.files);
    ASSERT_TRUE(whole) << sample.kind << error_of(whole);
    for (std::size_t f = 0; f < sample.files.size(); ++f) {
      const auto& [name, text] = sample.files[f];
      for (std::size_t i = 0; i < text.size(); ++i) {
        Files files = sample.files;
        files[f].second[i] = static_cast<char>(text[i] ^ 1);
        const auto got = read_files(sample.kind, files);
        if (!got) {
          expect_error_of_a_file(got, files, sample.kind + " " + name + " byte " + std::to_string(i) + ": ");
          continue;
        }
        // No entry goes: it may be another one, or say something else, and then its hash says so.
        const bool merged_rows = size_of(got->list).entries < size_of(whole->list).entries;
        if (merged_rows) {
          EXPECT_NE(got->report.notes, whole->report.notes) << sample.kind << " " << name << " byte " << i << " '"
                                                            << text[i] << "': fewer entries, and nobody says so";
        }
        const auto again = list_from_document(list_to_document(got->list));
        ASSERT_TRUE(again) << sample.kind << " byte " << i;
        EXPECT_EQ(again->entries, got->list.entries) << sample.kind << " byte " << i;
      }
    }
  }
}

TEST(ListDamage, EntitiesOfADocumentAreNeverExpanded) {
  std::string laughs = "<!DOCTYPE lolz [<!ENTITY lol0 \"lol\">";
  for (int i = 1; i < 10; ++i) {
    laughs += "<!ENTITY lol" + std::to_string(i) + " \"";
    for (int k = 0; k < 10; ++k) laughs += "&lol" + std::to_string(i - 1) + ";";
    laughs += "\">";
  }
  laughs += "]>\n";
  const std::string kTypes[] = {laughs, "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n",
                                "<!DOCTYPE a SYSTEM \"http://a.example/a.dtd\">\n",
                                "<!DOCTYPE a [<!ENTITY % p SYSTEM \"http://a.example/p\"> %p;]>\n"};
  for (const KindSample& sample : testing::all_samples()) {
    const std::string& text = sample.files.front().second;
    if (!is_xml(text)) continue;
    const std::size_t root = text.find('<', text.find("?>"));
    for (const std::string& type : kTypes) {
      std::string hostile = text;
      hostile.insert(root, type);
      const auto got = read_files(sample.kind, {{"list", hostile}});
      ASSERT_FALSE(got) << sample.kind;
      EXPECT_NE(got.error().text.find("DOCTYPE"), std::string::npos) << error_of(got);
      EXPECT_EQ(got.error().where.line, 2U) << error_of(got);
    }
  }
}

}  // namespace
}  // namespace licet::screening
