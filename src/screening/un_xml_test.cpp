#include "screening/un_xml.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "screening/xml_test.h"

namespace licet::screening {
namespace {

using namespace testing;
using Texts = std::vector<std::string>;

std::string list_of(const std::string& individuals, const std::string& entities = "") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
         "<CONSOLIDATED_LIST xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
         "dateGenerated=\"2026-02-27T00:00:09.554Z\">\n<INDIVIDUALS>" +
         individuals + "</INDIVIDUALS><ENTITIES>" + entities + "</ENTITIES></CONSOLIDATED_LIST>\n";
}

/// One invented individual with the given elements.
Entry individual(const std::string& elements) {
  const auto read =
      read_xml(make_un_xml_reader,
               list_of("<INDIVIDUAL><DATAID>77</DATAID><FIRST_NAME>VARO</FIRST_NAME>" + elements + "</INDIVIDUAL>"));
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? read->list.entries.at(0) : Entry{};
}

std::string birth(const std::string& elements) {
  return births_text(individual("<INDIVIDUAL_DATE_OF_BIRTH>" + elements + "</INDIVIDUAL_DATE_OF_BIRTH>"));
}

std::string document(const std::string& elements) {
  return ids_text(individual("<INDIVIDUAL_DOCUMENT>" + elements + "</INDIVIDUAL_DOCUMENT>"));
}

TEST(UnNames, AreSplitWhereThereAreSeveral) {
  EXPECT_EQ(split_un_names("Varo Minten; Varro  Minten;"), (Texts{"Varo Minten", "Varro Minten"}));
  EXPECT_EQ(split_un_names("Varo Sabet b) M. Varo Sabet; V. Sabet"),
            (Texts{"Varo Sabet", "M. Varo Sabet", "V. Sabet"}));
  EXPECT_EQ(split_un_names("Lake Company (LC) ; Great Lake (GL)"), (Texts{"Lake Company (LC)", "Great Lake (GL)"}));
  EXPECT_EQ(split_un_names("\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE (Varo One; Varo Two)"),
            (Texts{"\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE", "Varo One", "Varo Two"}));
  EXPECT_EQ(split_un_names("Varo (\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE)"),
            (Texts{"Varo", "\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE"}));
  EXPECT_EQ(split_un_names("Front (HTS) (\xD0\x92\xD0\xB0 (original script); The Front)"),
            (Texts{"Front (HTS)", "\xD0\x92\xD0\xB0", "The Front"}));
  EXPECT_EQ(split_un_names("\xD0\x92\xD0\xB0 (\xD0\xB0\xD1\x80)"), (Texts{"\xD0\x92\xD0\xB0 (\xD0\xB0\xD1\x80)"}));
  EXPECT_EQ(split_un_names("\xD0\x92\xD0\xB0 (Va)"), (Texts{"\xD0\x92\xD0\xB0", "Va"}));
  EXPECT_EQ(split_un_names("A) Varo (unclosed"), (Texts{"A) Varo (unclosed"}));
  EXPECT_EQ(split_un_names("Varo (original script: \xD0\x92\xD0\xB0)"), (Texts{"Varo", "\xD0\x92\xD0\xB0"}));
  EXPECT_EQ(split_un_names(" ; ;"), Texts{});
}

TEST(UnNames, AreFoundInNotes) {
  EXPECT_EQ(un_names_in_note("(Abu Varo; Abu Vaaro) known by this name", true), (Texts{"Abu Varo", "Abu Vaaro"}));
  EXPECT_EQ(un_names_in_note("Abu Varo; Abu Vaaro", true), (Texts{"Abu Varo", "Abu Vaaro"}));
  EXPECT_EQ(un_names_in_note("Abu Varo; Abu Vaaro", false), Texts{});
  EXPECT_EQ(un_names_in_note("original script: \xD0\x92\xD0\xB0\xD1\x80\xD0\xBE", false),
            (Texts{"\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE"}));
  EXPECT_EQ(un_names_in_note("Passport number: B05; DOB: 1948; POB: Varo", true), Texts{});
  EXPECT_EQ(un_names_in_note("nom de guerre", true), Texts{});
}

TEST(UnNames, BracketsWithoutEndCostNoMoreThanTheirLength) {
  EXPECT_EQ(split_un_names(std::string(65'536, '(')).size(), 1U);
  EXPECT_EQ(split_un_names(std::string(32'768, '(') + std::string(32'768, ')')).size(), 1U);
}

TEST(UnXml, JoinsTheWordsOfANameAndKeepsItsOriginalScript) {
  const Entry entry = individual(
      "<SECOND_NAME>ODAR</SECOND_NAME><THIRD_NAME/><FOURTH_NAME>AL-\n   MINTEN</FOURTH_NAME>"
      "<NAME_ORIGINAL_SCRIPT>\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE</NAME_ORIGINAL_SCRIPT>");
  ASSERT_EQ(entry.names.size(), 2U);
  EXPECT_EQ(entry.entry_id, "77") << "no reference number";
  EXPECT_EQ(entry.type, EntryType::kPerson);
  EXPECT_EQ(entry.names[0].full, "VARO ODAR AL- MINTEN");
  EXPECT_EQ(entry.names[0].kind, NameKind::kPrimary);
  EXPECT_EQ(entry.names[0].parts, NameParts{});
  EXPECT_EQ(entry.names[1].kind, NameKind::kOriginal);
}

TEST(UnXml, AliasesHaveTheirQualityAndEmptyOnesAreNone) {
  const auto alias = [](const std::string& quality, const std::string& name, const std::string& note = "") {
    return "<INDIVIDUAL_ALIAS><QUALITY>" + quality + "</QUALITY><ALIAS_NAME>" + name + "</ALIAS_NAME><NOTE>" + note +
           "</NOTE></INDIVIDUAL_ALIAS>";
  };
  const Entry entry =
      individual(alias("Good", "Varo A; Varo B") + alias("Low", "Abu V", "nom de guerre") + alias("f.k.a.", "Old V") +
                 alias("Good", "Older V", "Previously listed as") + alias("", "") + "<INDIVIDUAL_ALIAS/>");
  ASSERT_EQ(entry.names.size(), 6U);
  EXPECT_EQ(find_name(entry, "Varo B")->strength, Strength::kStrong);
  EXPECT_EQ(find_name(entry, "Varo B")->kind, NameKind::kAka);
  EXPECT_EQ(find_name(entry, "Abu V")->strength, Strength::kWeak);
  EXPECT_EQ(find_name(entry, "Abu V")->remarks, "nom de guerre");
  EXPECT_EQ(find_name(entry, "Old V")->kind, NameKind::kFka);
  EXPECT_EQ(find_name(entry, "Older V")->kind, NameKind::kFka);
}

TEST(UnXml, NamesInTheNoteOfAWeakAliasAreWeak) {
  const Entry entry = individual(
      "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>\xD0\x92\xD0\xB0</ALIAS_NAME>"
      "<NOTE>(Abu Varo; Abu Vaaro) known by this name</NOTE></INDIVIDUAL_ALIAS>");
  for (const char* name : {"Abu Varo", "Abu Vaaro"}) {
    ASSERT_NE(find_name(entry, name), nullptr) << name;
    EXPECT_EQ(find_name(entry, name)->strength, Strength::kWeak) << name;
  }
}

TEST(UnXml, AFieldThatComesTwiceIsRefusedUnlessItSaysTheSame) {
  const auto error = [](const std::string& elements) {
    return error_text(make_un_xml_reader, list_of("<INDIVIDUAL><DATAID>77</DATAID><FIRST_NAME>VARO</FIRST_NAME>" +
                                                  elements + "</INDIVIDUAL>"));
  };
  EXPECT_NE(error("<FIRST_NAME>ODAR</FIRST_NAME>").find("a second <FIRST_NAME> in one <INDIVIDUAL>"),
            std::string::npos);
  EXPECT_NE(error("<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1961</YEAR><YEAR>1962</YEAR></INDIVIDUAL_DATE_OF_BIRTH>")
                .find("a second <YEAR>"),
            std::string::npos);
  EXPECT_EQ(error("<FIRST_NAME> VARO</FIRST_NAME><INDIVIDUAL_ALIAS/><INDIVIDUAL_ALIAS/>"), "no error");
}

TEST(UnXml, WhatIsNoDateOrNumberIsKeptAsItIsAndCounted) {
  const auto read = read_xml(
      make_un_xml_reader,
      list_of("<INDIVIDUAL><DATAID>77</DATAID><FIRST_NAME>VARO</FIRST_NAME><INDIVIDUAL_DATE_OF_BIRTH><DATE>in spring"
              "</DATE></INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>"
              "<NUMBER>not known</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(detail(read->list.entries[0], "birth_text"), "in spring");
  EXPECT_EQ(detail(read->list.entries[0], "document_note"), "not known, Passport");
  EXPECT_EQ(read->report.notes.size(), 2U);
}

TEST(UnXml, BirthsAreDaysYearsAndRanges) {
  EXPECT_EQ(birth("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1937-04-28</DATE>"), "1937-04-28..1937-04-28");
  EXPECT_EQ(birth("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><YEAR>1971</YEAR>"), "1971-01-01..1971-12-31");
  EXPECT_EQ(birth("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1957</YEAR>"), "~1957-01-01..1957-12-31");
  EXPECT_EQ(birth("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1967</FROM_YEAR><TO_YEAR>1969</TO_YEAR>"),
            "1967-01-01..1969-12-31");
  EXPECT_EQ(birth("<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1969</FROM_YEAR><TO_YEAR>1967</TO_YEAR>"), "");
  EXPECT_EQ(birth("<TYPE_OF_DATE/>"), "");
  EXPECT_EQ(birth("<DATE>1937-02-30</DATE>"), "");
  EXPECT_EQ(births_text(individual("<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>V</ALIAS_NAME>"
                                   "<DATE_OF_BIRTH>1979-12-31</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>")),
            "1979-12-31..1979-12-31");
}

TEST(UnXml, DocumentsBecomeNumbers) {
  const std::string passport = "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>";
  const std::string national = "<TYPE_OF_DOCUMENT>National Identification Number</TYPE_OF_DOCUMENT>";
  EXPECT_EQ(
      document(passport + "<NUMBER>Afghan passport number OA1</NUMBER><ISSUING_COUNTRY>Afghanistan</ISSUING_COUNTRY>"),
      "passport:OA1:AF");
  EXPECT_EQ(document(passport + "<NUMBER>D9 </NUMBER><COUNTRY_OF_ISSUE>Iran (Islamic Republic of)</COUNTRY_OF_ISSUE>"),
            "passport:D9:IR");
  EXPECT_EQ(document(national + "<NUMBER>44-1</NUMBER>"), "national_id:44-1:");
  EXPECT_EQ(document(passport + "<NUMBER>381 (Expired 25 Jan. 2016)</NUMBER>"), "passport:381:");
  EXPECT_EQ(document(national + "<TYPE_OF_DOCUMENT2>Italian Fiscal Code:</TYPE_OF_DOCUMENT2><NUMBER>B7</NUMBER>"),
            "tax_id:B7:");
  EXPECT_EQ(document(national + "<TYPE_OF_DOCUMENT2>Ration card no.</TYPE_OF_DOCUMENT2><NUMBER>7</NUMBER>"),
            "other:7:");
  EXPECT_EQ(document(national + "<TYPE_OF_DOCUMENT2>tazkira number 545</TYPE_OF_DOCUMENT2>"), "national_id:545:");
  EXPECT_EQ(document(passport), "");
}

TEST(UnXml, TheOtherFieldsOfAnEntry) {
  const auto read = read_xml(
      make_un_xml_reader,
      list_of(
          "",
          "<ENTITY><DATAID>78</DATAID><FIRST_NAME>MINTEN TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"
          "<REFERENCE_NUMBER>KPe.900</REFERENCE_NUMBER><LISTED_ON>2016-03-02-05:00</LISTED_ON><COMMENTS1>a\nb</"
          "COMMENTS1>"
          "<LAST_DAY_UPDATED><VALUE>2017-01-01</VALUE><VALUE>2016-01-01</VALUE></LAST_DAY_UPDATED>"
          "<ENTITY_ADDRESS><STREET>1 Road</STREET><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of "
          "Korea</COUNTRY><NOTE>office</NOTE></ENTITY_ADDRESS><ENTITY_ADDRESS><COUNTRY/></ENTITY_ADDRESS></ENTITY>"));
  ASSERT_TRUE(read) << read.error().to_string();
  const Entry& entry = read->list.entries.at(0);
  EXPECT_EQ(entry.entry_id, "KPe.900");
  EXPECT_EQ(entry.type, EntryType::kEntity);
  EXPECT_EQ(entry.programmes, Texts{"DPRK"});
  EXPECT_EQ(format_date(*entry.listed_on), "2016-03-02");
  EXPECT_EQ(entry.remarks, "a b");
  EXPECT_EQ(detail(entry, "updated_on"), "2017-01-01");
  ASSERT_EQ(entry.addresses.size(), 1U);
  EXPECT_EQ(entry.addresses[0].remarks, "office");
  EXPECT_EQ(countries_text(entry), "KP:residence");
  EXPECT_EQ(as_of_text(read->list.as_of), "2026-02-27T00:00:09.554000Z");
}

TEST(UnXml, WhatItDoesNotKnowIsNoted) {
  const auto read = read_xml(make_un_xml_reader,
                             list_of("<INDIVIDUAL><DATAID>77</DATAID><FIRST_NAME>VARO</FIRST_NAME><EYES>blue</EYES>"
                                     "<INDIVIDUAL_ADDRESS><CITY>Port</CITY><PLANET>Mars</PLANET></INDIVIDUAL_ADDRESS>"
                                     "<SORT_KEY>1</SORT_KEY></INDIVIDUAL>"));
  ASSERT_TRUE(read) << read.error().to_string();
  EXPECT_EQ(read->report.notes, Texts{"2 elements are not known to this release and were not read (EYES, PLANET)"});
  EXPECT_EQ(read->list.entries.at(0).addresses.size(), 1U) << "the others are";
}

TEST(UnXml, EachFieldChangesTheHash) {
  const std::string base = "<GENDER>Male</GENDER><NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY>";
  const auto hash = [](const std::string& elements) { return individual(elements).content_hash; };
  EXPECT_EQ(hash(base), hash("\n <NATIONALITY><VALUE> Iraq</VALUE></NATIONALITY> <GENDER>Male</GENDER>"));
  EXPECT_NE(hash(base), hash("<GENDER>Female</GENDER><NATIONALITY><VALUE>Iraq</VALUE></NATIONALITY>"));
  EXPECT_NE(hash(base), hash("<GENDER>Male</GENDER><NATIONALITY><VALUE>Iran</VALUE></NATIONALITY>"));
  EXPECT_NE(hash(base), hash(base + "<TITLE><VALUE>Dr.</VALUE></TITLE>"));
}

class RealUn : public ::testing::Test {
 protected:
  void SetUp() override {
    bytes_ = real_file("un/UN_consolidated.xml");
    if (!bytes_) GTEST_SKIP() << "no un/UN_consolidated.xml in LICET_TEST_DATA";
  }
  std::optional<std::string> bytes_;
};

TEST_F(RealUn, IsReadWhole) {
  const auto read = read_xml(make_un_xml_reader, *bytes_);
  ASSERT_TRUE(read) << read.error().to_string();
  expect_sound(*read);
  EXPECT_EQ(read->report.entries, 1'003U);
  EXPECT_EQ(read->report.persons, 730U);
  EXPECT_GE(read->report.names, 4'200U);
  EXPECT_GE(read->report.weak_names, 648U);
  EXPECT_EQ(as_of_text(read->list.as_of), "2026-02-27T00:00:09.554000Z");
  for (const std::string& note : read->report.notes) EXPECT_EQ(note.find("not known"), std::string::npos) << note;
}

TEST_F(RealUn, EntriesAreAsPublished) {
  const auto read = read_xml(make_un_xml_reader, *bytes_);
  ASSERT_TRUE(read);
  const Entry* first = find_entry(read->list, "IQi.001");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->names[0].full, "SADDAM HUSSEIN AL-TIKRITI");
  EXPECT_EQ(first->names.back().kind, NameKind::kOriginal);
  EXPECT_EQ(find_name(*first, "Abu Ali")->strength, Strength::kWeak);
  EXPECT_EQ(first->births.size(), 1U);
  EXPECT_EQ(countries_text(*first), "IQ:nationality IQ:birth");
  EXPECT_EQ(format_date(*first->listed_on), "2003-06-27");

  const Entry* second = find_entry(read->list, "QDi.299");
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->names[0].full, "IBRAHIM AWWAD IBRAHIM ALI AL-BADRI AL-SAMARRAI");
  EXPECT_EQ(find_name(*second, "Abu Bakr al-Baghdadi")->strength, Strength::kWeak);
  EXPECT_EQ(find_name(*second,
                      "Abu Du\xE2\x80\x99"
                      "a")
                ->strength,
            Strength::kWeak);
  EXPECT_EQ(second->ids.size(), 1U);
  EXPECT_EQ(detail(*second, "honorific"), "Dr.");
  EXPECT_EQ(births_text(*second), "1971-01-01..1971-12-31");

  const Entry* third = find_entry(read->list, "QDe.137");
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(third->type, EntryType::kEntity);
  EXPECT_NE(find_name(*third, "Jabhat Fateh Al-Sham"), nullptr);
  EXPECT_NE(find_name(*third,
                      "Hay\xE2\x80\x99"
                      "at Tahrir al-Sham (HTS)"),
            nullptr);
  EXPECT_EQ(third->programmes, Texts{"Al-Qaida"});
}

TEST_F(RealUn, InPiecesIsTheSame) {
  const auto whole = read_xml(make_un_xml_reader, *bytes_);
  ASSERT_TRUE(whole);
  for (std::uint32_t seed = 1; seed <= 6; ++seed) {
    const auto pieces = read_xml(make_un_xml_reader, *bytes_, seed % 2 == 0 ? 100'000 : 97, seed);
    ASSERT_TRUE(pieces);
    EXPECT_EQ(pieces->list.digest, whole->list.digest);
    EXPECT_EQ(pieces->list.source_digest, whole->list.source_digest);
  }
}

}  // namespace
}  // namespace licet::screening
