#include "screening/eu_xml.h"

#include "screening/eu_quality.h"

#include <gtest/gtest.h>

#include "screening/xml_test.h"

namespace licet::screening {
namespace {

using namespace testing;

std::string list_of(const std::string& entities) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<export "
         "xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-05-01T00:00:00.000+02:00\" "
         "globalFileId=\"0\">" +
         entities + "</export>\n";
}

/// One invented person with the given elements.
Entry person(const std::string& elements, const std::string& attributes = "euReferenceNumber='EU.1.1' logicalId='7'") {
  const auto read = read_xml(make_eu_xml_reader, list_of("<sanctionEntity " + attributes +
                                                         "><subjectType code='person' classificationCode='P'/>"
                                                         "<nameAlias wholeName='Varo Minten' logicalId='500'/>" +
                                                         elements + "</sanctionEntity>"));
  EXPECT_TRUE(read) << read.error().to_string();
  return read ? read->list.entries.at(0) : Entry{};
}

std::string birth(const std::string& attributes) { return births_text(person("<birthdate " + attributes + "/>")); }

TEST(EuXml, RemarksOfLowQualityAreKnownThoughMisspelt) {
  for (const char* low :
       {"low quality alias", "Low Quality", "(lo quality)", "alias of low-quality", "LOW QUALTIY", "low  quality"})
    EXPECT_TRUE(says_low_quality(low)) << low;
  for (const char* other : {"good quality alias", "quality low?", "", "high quality", "yellow qualification", "low"})
    EXPECT_FALSE(says_low_quality(other)) << other;
}

TEST(EuXml, WeakNamesAreThoseNotStrongOrOfLowQuality) {
  const Entry entry = person(
      "<nameAlias wholeName='Ano' strong='false'/>"
      "<nameAlias wholeName='Bero' strong='true'><remark>lo quality</remark></nameAlias>"
      "<nameAlias wholeName='Cero' strong='true'><remark>as of 2019</remark></nameAlias>");
  EXPECT_EQ(find_name(entry, "Ano")->strength, Strength::kWeak);
  EXPECT_EQ(find_name(entry, "Bero")->strength, Strength::kWeak);
  EXPECT_EQ(find_name(entry, "Bero")->remarks, "lo quality");
  EXPECT_EQ(find_name(entry, "Cero")->strength, Strength::kStrong);
}

TEST(EuXml, NamesHavePartsAndLanguage) {
  const Entry entry = person(
      "<nameAlias firstName='Varo' middleName='O.' lastName='MINTEN' nameLanguage='EN' gender='M' "
      "title='Dr' function='Minister'/><nameAlias wholeName='' title='Dr'/>");
  ASSERT_EQ(entry.names.size(), 2U) << "an alias without a name is none";
  const ListName* name = find_name(entry, "Varo O. MINTEN");
  ASSERT_NE(name, nullptr) << "joined from its parts";
  EXPECT_EQ(name->parts, (NameParts{"MINTEN", "Varo", "O.", ""}));
  EXPECT_EQ(name->language, "EN");
  EXPECT_EQ(detail(entry, "honorific"), "Dr");
  EXPECT_EQ(entry.gender, Gender::kMale);
  EXPECT_EQ(entry.title, "Minister");
}

TEST(EuXml, ThePrimaryNameIsTheOldestStrongLatinOneWithAFamilyName) {
  const Entry entry = person(
      "<nameAlias wholeName='V. M.' lastName='M.' logicalId='1' strong='false'/>"
      "<nameAlias wholeName='\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE' lastName='\xD0\x92' logicalId='2'/>"
      "<nameAlias wholeName='Varas M' lastName='M' nameLanguage='LT' logicalId='3'/>"
      "<nameAlias wholeName='Varo M' lastName='M' nameLanguage='EN' logicalId='90'/>"
      "<nameAlias wholeName='Varo Mi' lastName='Mi' logicalId='89'/>");
  EXPECT_EQ(entry.names[0].full, "Varo Mi");
  EXPECT_EQ(entry.names[0].kind, NameKind::kPrimary);
  EXPECT_EQ(find_name(entry, "\xD0\x92\xD0\xB0\xD1\x80\xD0\xBE")->kind, NameKind::kOriginal);
  EXPECT_EQ(find_name(entry, "Varo M")->kind, NameKind::kAka);
}

TEST(EuXml, BirthsAreDaysMonthsYearsAndRanges) {
  EXPECT_EQ(birth("birthdate='1962-09-03' circa='false' year='1962'"), "1962-09-03..1962-09-03");
  EXPECT_EQ(birth("year='1962' circa='true'"), "~1962-01-01..1962-12-31");
  EXPECT_EQ(birth("year='1962' monthOfYear='2'"), "1962-02-01..1962-02-28");
  EXPECT_EQ(birth("year='1962' monthOfYear='12' dayOfMonth='31'"), "1962-12-31..1962-12-31");
  EXPECT_EQ(birth("year='1962' monthOfYear='2' dayOfMonth='31'"), "1962-02-01..1962-02-28");
  EXPECT_EQ(birth("yearRangeFrom='1958' yearRangeTo='1960'"), "1958-01-01..1960-12-31");
  EXPECT_EQ(birth("city='Varo'"), "");
}

TEST(EuXml, BirthsOfAnotherCalendarAreKeptAsTextAndNoted) {
  const std::string alias = "<nameAlias wholeName='Varo'/>";
  const auto read =
      read_xml(make_eu_xml_reader, list_of("<sanctionEntity euReferenceNumber='EU.1.1'>" + alias +
                                           "<birthdate calendarType='ISLAMIC' year='1343'/></sanctionEntity>"));
  ASSERT_TRUE(read);
  EXPECT_EQ(births_text(read->list.entries[0]), "");
  ASSERT_EQ(read->report.notes.size(), 1U);
  EXPECT_EQ(read->report.notes[0], "1 dates of birth could not be read and are kept as text (EU.1.1)");
  EXPECT_EQ(detail(read->list.entries[0], "birth_text"), "1343 ISLAMIC");
  EXPECT_EQ(birth("calendarType='ISLAMIC' year='1402' birthdate='1982-04-19'"), "1982-04-19..1982-04-19")
      << "the publisher gives the Gregorian day";
}

TEST(EuXml, CountriesThatAreUnknownAreNone) {
  const Entry entry = person(
      "<citizenship countryIso2Code='ID' countryDescription='INDONESIA'/>"
      "<birthdate countryIso2Code='00' countryDescription='UNKNOWN' year='1962'/>"
      "<address street='1 Road' poBox='7' city='Varo' zipCode='1' countryIso2Code='RU'/>"
      "<address countryIso2Code='00' countryDescription='UNKNOWN'/>");
  EXPECT_EQ(countries_text(entry), "ID:nationality RU:residence");
  ASSERT_EQ(entry.addresses.size(), 1U);
  EXPECT_EQ(entry.addresses[0], (ListAddress{"1 Road P.O. Box 7", "Varo, 1", "RU", ""}));
}

TEST(EuXml, IdentificationsAreNumbersOfOurTypes) {
  const auto id = [](const std::string& attributes) {
    return ids_text(person("<identification " + attributes + "/>"));
  };
  EXPECT_EQ(id("identificationTypeCode='passport' number='A1' countryIso2Code='PK'"), "passport:A1:PK");
  EXPECT_EQ(id("identificationTypeCode='id' number='A1' countryIso2Code='00'"), "national_id:A1:");
  EXPECT_EQ(id("identificationTypeCode='fiscalcode' number='77'"), "tax_id:77:");
  EXPECT_EQ(id("identificationTypeCode='regnumber' number='77'"), "registration:77:");
  EXPECT_EQ(id("identificationTypeCode='imo' number='9999993'"), "imo:9999993:");
  EXPECT_EQ(id("identificationTypeCode='swiftbic' number='VAROKPPY'"), "bic:VAROKPPY:");
  EXPECT_EQ(id("identificationTypeCode='birthcert' number='' latinNumber='9'"), "other:9:");
  EXPECT_EQ(id("identificationTypeCode='passport' number='-'"), "");
  EXPECT_EQ(ids_text(person("<address city='V'><contactInfo key='EMAIL' value='a@b.example'/></address>")),
            "email:a@b.example:");
}

TEST(EuXml, TheOtherFieldsOfAnEntry) {
  const Entry entry = person(
      "<remark>none</remark><remark>a</remark><remark>b</remark>"
      "<regulation programme='TAQA' "
      "numberTitle='2019/555'><publicationUrl>https://eur-lex.example/1</publicationUrl></regulation>"
      "<regulation programme='TAQA' numberTitle='2020/1'/>",
      "logicalId='7' designationDate='2019-04-08' designationDetails='d' unitedNationId='QDi.1'");
  EXPECT_EQ(entry.entry_id, "7") << "no EU reference number";
  EXPECT_EQ(entry.remarks, "a; b");
  EXPECT_EQ(entry.programmes, std::vector<std::string>{"TAQA"});
  EXPECT_EQ(entry.source_url, "https://eur-lex.example/1");
  EXPECT_EQ(format_date(*entry.listed_on), "2019-04-08");
  EXPECT_EQ(detail(entry, "un_reference"), "QDi.1");
  EXPECT_EQ(detail(entry, "regulation"), "2019/555; 2020/1");
}

TEST(EuXml, ADateBeyondAllMomentsIsUnknown) {
  for (const std::string year : {"4052", "0000", "abcd"}) {
    std::string bytes = list_of("<sanctionEntity logicalId='1'><nameAlias wholeName='Varo'/></sanctionEntity>");
    bytes.replace(bytes.find("2026-05-01T"), 4, year);
    const auto read = read_xml(make_eu_xml_reader, bytes);
    ASSERT_TRUE(read) << read.error().to_string();
    EXPECT_EQ(read->list.as_of, kAsOfUnknown) << year;
  }
}

TEST(EuXml, RefusesAnotherNamespace) {
  EXPECT_NE(error_text(make_eu_xml_reader, "<export xmlns='urn:other'/>").find("its namespace is 'urn:other'"),
            std::string::npos);
}

TEST(EuXml, EachAttributeChangesTheHash) {
  const auto hash = [](const std::string& elements) { return person(elements).content_hash; };
  EXPECT_EQ(hash("<birthdate year='1962'/>"), hash("\n<birthdate  circa='false' year='1962' logicalId='8'/>"));
  EXPECT_NE(hash("<birthdate year='1962'/>"), hash("<birthdate year='1963'/>"));
  EXPECT_NE(hash("<birthdate year='1962'/>"), hash("<birthdate year='1962' circa='true'/>"));
  EXPECT_NE(hash(""), hash("<nameAlias wholeName='Varo' strong='true'/>"));
  EXPECT_NE(hash("<nameAlias wholeName='Varo' strong='false'/>"), hash("<nameAlias wholeName='Varo' strong='true'/>"));
}

class RealEu : public ::testing::Test {
 protected:
  void SetUp() override {
    bytes_ = real_file("eu/eu_fsf_v1_1_reconstructed_2026-05-01.xml.gz");
    if (!bytes_) GTEST_SKIP() << "no eu/*.xml.gz in LICET_TEST_DATA";
  }
  std::optional<std::string> bytes_;
};

TEST_F(RealEu, IsReadWhole) {
  const auto read = read_xml(make_eu_xml_reader, *bytes_);
  ASSERT_TRUE(read) << read.error().to_string();
  expect_sound(*read);
  EXPECT_EQ(read->report.entries, 5'860U);
  EXPECT_EQ(read->report.persons, 4'341U);
  EXPECT_LE(read->report.names, 29'826U);
  EXPECT_GE(read->report.names, 29'000U) << "of names with one text one stays";
  EXPECT_EQ(as_of_text(read->list.as_of), "2026-04-30T22:00:00Z");
}

TEST_F(RealEu, EntriesAreAsPublished) {
  const auto read = read_xml(make_eu_xml_reader, *bytes_);
  ASSERT_TRUE(read);
  const Entry* first = find_entry(read->list, "EU.27.28");
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->names[0].full, "Saddam Hussein Al-Tikriti");
  EXPECT_EQ(first->names[0].parts, (NameParts{"Hussein Al-Tikriti", "Saddam", "", ""}));
  EXPECT_EQ(first->names.size(), 3U);
  EXPECT_EQ(first->gender, Gender::kMale);
  EXPECT_EQ(first->births.size(), 1U);
  EXPECT_EQ(countries_text(*first), "IQ:nationality IQ:birth");
  EXPECT_EQ(first->programmes, std::vector<std::string>{"IRQ"});

  const Entry* second = find_entry(read->list, "EU.1001.60");
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->names[0].full, "Yassin Syawal");
  EXPECT_EQ(second->names.size(), 11U);
  EXPECT_EQ(detail(*second, "birth_town"), "Makassar");

  const Entry* third = find_entry(read->list, "EU.13087.34");
  ASSERT_NE(third, nullptr);
  EXPECT_EQ(third->type, EntryType::kEntity);
  EXPECT_EQ(third->ids.size(), 3U);
  EXPECT_EQ(countries_text(*third), "AE:residence");
}

TEST_F(RealEu, InPiecesIsTheSame) {
  const auto whole = read_xml(make_eu_xml_reader, *bytes_);
  ASSERT_TRUE(whole);
  for (std::uint32_t seed = 1; seed <= 2; ++seed) {
    const auto pieces = read_xml(make_eu_xml_reader, *bytes_, seed == 1 ? 211 : 200'000, seed);
    ASSERT_TRUE(pieces);
    EXPECT_EQ(pieces->list.digest, whole->list.digest);
  }
}

}  // namespace
}  // namespace licet::screening
