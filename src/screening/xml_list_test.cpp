// What every reader of an XML list refuses, and what it keeps to.
#include "screening/xml_list.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/limits.h"
#include "screening/eu_xml.h"
#include "screening/ofac_advanced.h"
#include "screening/un_xml.h"
#include "screening/xml_test.h"

namespace licet::screening {
namespace {

using namespace testing;

/// A format: how a list of the given entries is written, and one entry of an id; `inside` ends in an entry.
struct Format {
  const char* name;
  MakeReader make;
  std::string (*list)(const std::string& entries);
  std::string (*entry)(const std::string& id, const std::string& name);
  std::string_view inside;
};

std::string un_list(const std::string& entries) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CONSOLIDATED_LIST "
         "dateGenerated=\"2026-02-27T00:00:09.554Z\">\n<INDIVIDUALS>\n" +
         entries + "</INDIVIDUALS>\n</CONSOLIDATED_LIST>\n";
}
std::string un_entry(const std::string& id, const std::string& name) {
  return "<INDIVIDUAL><REFERENCE_NUMBER>" + id + "</REFERENCE_NUMBER><FIRST_NAME>" + name +
         "</FIRST_NAME></INDIVIDUAL>\n";
}
std::string eu_list(const std::string& entries) {
  return "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-05-01T00:00:00.000+02:00\">\n" +
         entries + "</export>\n";
}
std::string eu_entry(const std::string& id, const std::string& name) {
  return "<sanctionEntity euReferenceNumber=\"" + id + "\"><subjectType code=\"person\"/><nameAlias wholeName=\"" +
         name + "\"/></sanctionEntity>\n";
}
std::string ofac_list(const std::string& entries) {
  return "<Sanctions><ReferenceValueSets><AliasTypeValues><AliasType ID=\"1403\">Name</AliasType></AliasTypeValues>"
         "</ReferenceValueSets><DistinctParties>\n" +
         entries + "</DistinctParties></Sanctions>\n";
}
std::string ofac_entry(const std::string& id, const std::string& name) {
  return "<DistinctParty FixedRef=\"" + id +
         "\"><Profile><Identity><Alias><DocumentedName><DocumentedNamePart><NamePartValue>" + name +
         "</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>\n";
}

class XmlLists : public ::testing::TestWithParam<Format> {
 protected:
  std::string error(std::string_view bytes, std::size_t piece_max = 0) const {
    return error_text(GetParam().make, bytes, piece_max);
  }
  std::string list(const std::string& entries) const { return GetParam().list(entries); }
  std::string entry(const std::string& id, const std::string& name = "Invented Name") const {
    return GetParam().entry(id, name);
  }
};

void expect_holds(const std::string& text, std::string_view part) {
  EXPECT_NE(text.find(part), std::string::npos) << "'" << text << "' does not say '" << part << "'";
}

TEST_P(XmlLists, ReadsTheSmallestList) {
  const auto read = read_xml(GetParam().make, list(entry("A.1", "Jos\xC3\xA9 Invented")));
  ASSERT_TRUE(read) << read.error().to_string();
  ASSERT_EQ(read->list.entries.size(), 1U);
  EXPECT_EQ(read->list.entries[0].entry_id, "A.1");
  EXPECT_EQ(read->list.entries[0].names[0].full, "Jos\xC3\xA9 Invented");
  expect_sound(*read);
}

TEST_P(XmlLists, RefusesAListOfNobody) {
  expect_holds(error(list("")), "list.xml: the list has no entries: a list of nobody clears everybody");
}

TEST_P(XmlLists, RefusesAnotherRoot) {
  expect_holds(error("<other/>"), "list.xml:1:1: another kind of file: it begins with <other>");
}

TEST_P(XmlLists, RefusesAnIdTwiceNoIdAndNoName) {
  expect_holds(error(list(entry("A.1") + entry("A.2") + entry("A.1"))), "the entry A.1 a second time");
  expect_holds(error(list(entry(""))), "an entry without an id");
  expect_holds(error(list(entry("A.1", " "))), "the entry A.1 has no name");
  expect_holds(error(list(entry(std::string(limits::kListEntryIdBytesMax + 1, 'a')))), "an entry id of more than");
}

TEST_P(XmlLists, RefusesWhatIsHostile) {
  const std::string good = list(entry("A.1"));
  expect_holds(error("<!DOCTYPE a [<!ENTITY b 'c'>]>" + good), "a DOCTYPE");
  expect_holds(error(list(entry("A.1", "&b;"))), "an entity that XML itself does not have");
  expect_holds(error(list(entry("A.1", std::string(1U << 20U, 'a')))), "of more than");
  expect_holds(error(list(entry("A.1", std::string("a\0b", 3)))), "list.xml:");
  expect_holds(error(list(entry("A.1", "\xC3("))), "a byte or a sign that may not stand here");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  expect_holds(error(list(deep)), "to a depth of more than 64");
}

TEST_P(XmlLists, RefusesAListThatIsCutOffAnywhere) {
  const std::string whole = list(entry("A.1") + entry("A.2"));
  const std::size_t last = whole.find_last_not_of("\n") + 1;
  for (std::size_t size = 0; size < last; ++size) {
    const std::string text = error(whole.substr(0, size), 7);
    EXPECT_TRUE(text.find("truncated") != std::string::npos || text.find("no XML document") != std::string::npos)
        << size << ": " << text;
  }
}

TEST_P(XmlLists, RefusesARecordWithoutEnd) {
  // Elements that mean nothing, inside the entry: they are read and counted.
  std::string junk;
  for (int i = 0; i < 70'000; ++i) junk += "<z/>";
  const std::string whole = list(entry("A.1"));
  const std::string_view mark = GetParam().inside;
  const std::size_t inside = whole.find(mark) + mark.size();
  expect_holds(error(whole.substr(0, inside) + junk + whole.substr(inside)), "a record of more than");
}

TEST_P(XmlLists, RefusesASecondFileAndNoFile) {
  const auto reader = GetParam().make();
  const std::string bytes = list(entry("A.1"));
  ASSERT_TRUE(reader->begin("one.xml") && reader->feed(bytes) && reader->end());
  expect_holds(reader->begin("two.xml").error().to_string(), "two.xml: a second file");
  const auto none = GetParam().make()->finish();
  ASSERT_FALSE(none);
  expect_holds(none.error().to_string(), "no file was given");
}

TEST_P(XmlLists, HashesFollowTheContentAlone) {
  const auto one = read_xml(GetParam().make, list(entry("A.1") + entry("A.2", "Other Name")));
  const auto turned =
      read_xml(GetParam().make, list(entry("A.2", "Other Name") + "\n<!-- moved -->" + entry("A.1")), 5);
  const auto changed = read_xml(GetParam().make, list(entry("A.1", "Invented Namf") + entry("A.2", "Other Name")));
  ASSERT_TRUE(one && turned && changed);
  EXPECT_EQ(one->list.digest, turned->list.digest);
  EXPECT_NE(one->list.source_digest, turned->list.source_digest);
  EXPECT_NE(one->list.digest, changed->list.digest);
  EXPECT_NE(one->list.entries[0].content_hash, changed->list.entries[0].content_hash);
  EXPECT_EQ(one->list.entries[1].content_hash, changed->list.entries[1].content_hash);
}

TEST_P(XmlLists, DamageAnywhereIsAListOrAnErrorWhateverThePieces) {
  EXPECT_TRUE(rc::check([&] {
    std::string text = list(entry("A.1") + entry("A.2", "Other &amp; Name"));
    const int changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      text[at] = *rc::gen::element('<', '>', '/', '"', '&', ' ', 'A', '\0', '\xC3', '=');
    }
    const auto whole = read_xml(GetParam().make, text);
    const auto pieces = read_xml(GetParam().make, text, *rc::gen::inRange<std::size_t>(1, 50));
    RC_ASSERT(whole.has_value() == pieces.has_value());
    if (whole)
      RC_ASSERT(whole->list.digest == pieces->list.digest);
    else
      RC_ASSERT(whole.error().to_string() == pieces.error().to_string());
  }));
}

INSTANTIATE_TEST_SUITE_P(
    All, XmlLists,
    ::testing::Values(Format{"un", make_un_xml_reader, un_list, un_entry, "</FIRST_NAME>"},
                      Format{"eu", make_eu_xml_reader, eu_list, eu_entry, "<subjectType code=\"person\"/>"},
                      Format{"ofac", make_ofac_advanced_reader, ofac_list, ofac_entry, "<Profile>"}),
    [](const auto& format) { return std::string(format.param.name); });

}  // namespace
}  // namespace licet::screening
