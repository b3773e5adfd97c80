// The sample is invented, with the structure of the publisher's file: nobody in it is a real person.
#include "screening/ofac_advanced.h"

#include <gtest/gtest.h>

#include "screening/xml_test.h"

namespace licet::screening {
namespace {

using namespace testing;

constexpr const char* kValues = R"(
 <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>5</Month><Day>7</Day></DateOfIssue>
 <ReferenceValueSets>
  <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
   <AliasType ID="1402">N.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
  <AreaCodeValues><AreaCode ID="9001" CountryID="11082" Description="Ruritania">XR</AreaCode></AreaCodeValues>
  <CountryValues><Country ID="11082" ISO2="IR">Iran</Country><Country ID="11083">Korea, North</Country></CountryValues>
  <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference><DetailReference ID="91527">Female</DetailReference>
   <DetailReference ID="91600">Crude Oil Tanker</DetailReference></DetailReferenceValues>
  <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType>
   <FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="11">Citizenship Country</FeatureType>
   <FeatureType ID="25">Location</FeatureType><FeatureType ID="26">Title</FeatureType><FeatureType ID="224">Gender</FeatureType>
   <FeatureType ID="2">VESSEL TYPE</FeatureType><FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="1">Vessel Call Sign</FeatureType>
   <FeatureType ID="344">Digital Currency Address - XBT</FeatureType><FeatureType ID="21">Email Address</FeatureType>
   <FeatureType ID="504">Secondary sanctions risk:</FeatureType><FeatureType ID="60">Nationality of Registration</FeatureType></FeatureTypeValues>
  <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType><IDRegDocType ID="1584">National ID No.</IDRegDocType>
   <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
  <LocPartTypeValues><LocPartType ID="1450">STATE/PROVINCE</LocPartType><LocPartType ID="1451">ADDRESS1</LocPartType>
   <LocPartType ID="1452">ADDRESS2</LocPartType><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
  <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
   <NamePartType ID="1522">Middle Name</NamePartType><NamePartType ID="1523">Maiden Name</NamePartType>
   <NamePartType ID="1525">Entity Name</NamePartType><NamePartType ID="1526">Vessel Name</NamePartType>
   <NamePartType ID="91708">Patronymic</NamePartType></NamePartTypeValues>
  <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType><PartySubType ID="2" PartyTypeID="4">Aircraft</PartySubType>
   <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
  <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
  <RelationTypeValues><RelationType ID="15003">Owned or Controlled By</RelationType></RelationTypeValues>
  <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
  <ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script><Script ID="220" ScriptCode="Cyrl">Cyrillic</Script></ScriptValues>
 </ReferenceValueSets>
 <Locations>
  <Location ID="501"><LocationCountry CountryID="11082" CountryRelevanceID="1546"/>
   <LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true"><Comment/><Value>1 Invented Road</Value></LocationPartValue></LocationPart>
   <LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Comment/><Value>Strelsau</Value></LocationPartValue></LocationPart></Location>
  <Location ID="502"><LocationCountry CountryID="11083"/></Location>
  <Location ID="503"><LocationAreaCode AreaCodeID="9001"/></Location>
 </Locations>
 <IDRegDocuments>
  <IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="70" IssuedBy-CountryID="11082"><Comment/><IDRegistrationNo>A123</IDRegistrationNo><IssuingAuthority/></IDRegDocument>
  <IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="72"><IDRegistrationNo>IMO 9999993</IDRegistrationNo></IDRegDocument>
 </IDRegDocuments>)";

std::string named(const std::string& attributes, const std::string& parts) {
  return "<Alias FixedRef=\"1\" " + attributes + "><DocumentedName ID=\"1\" DocNameStatusID=\"1\">" + parts +
         "</DocumentedName></Alias>";
}
std::string part(const char* group, const char* script, const std::string& text) {
  return std::string("<DocumentedNamePart><NamePartValue NamePartGroupID=\"") + group + "\" ScriptID=\"" + script +
         "\" ScriptStatusID=\"1\" Acronym=\"false\">" + text + "</NamePartValue></DocumentedNamePart>";
}
std::string groups(std::initializer_list<std::pair<const char*, const char*>> types) {
  std::string out = "<NamePartGroups>";
  for (const auto& [group, type] : types)
    out += std::string("<MasterNamePartGroup><NamePartGroup ID=\"") + group + "\" NamePartTypeID=\"" + type +
           "\"/></MasterNamePartGroup>";
  return out + "</NamePartGroups>";
}
std::string day(const char* name, int year, int month, int date) {
  return "<" + std::string(name) + "><Year>" + std::to_string(year) + "</Year><Month>" + std::to_string(month) +
         "</Month><Day>" + std::to_string(date) + "</Day></" + name + ">";
}
std::string feature(const char* type, const std::string& version) {
  return std::string("<Feature ID=\"1\" FeatureTypeID=\"") + type +
         "\"><FeatureVersion ID=\"1\" ReliabilityID=\"1\"><Comment/>" + version +
         "</FeatureVersion><IdentityReference IdentityID=\"70\"/></Feature>";
}
std::string detail_of(const std::string& text, const char* reference = "") {
  return std::string("<VersionDetail DetailTypeID=\"1430\" DetailReferenceID=\"") + reference + "\">" + text +
         "</VersionDetail>";
}
std::string at(const char* location) { return std::string("<VersionLocation LocationID=\"") + location + "\"/>"; }
std::string born(const std::string& start, const std::string& end, const char* approximate = "false") {
  return std::string("<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"") + approximate + "\">" + start +
         "</Start><End>" + end + "</End></DatePeriod>";
}

const std::string kCyrillic = "\xD0\x9C\xD0\xB8\xD0\xBD\xD1\x82\xD0\xB5\xD0\xBD";

std::string person_names() {
  return named(R"(AliasTypeID="1403" Primary="true" LowQuality="false")",
               part("11", "215", "MINTEN") + part("12", "215", "Varo") + part("13", "215", "Odarovich")) +
         named(R"(AliasTypeID="1403" Primary="true" LowQuality="false")", part("11", "220", kCyrillic)) +
         named(R"(AliasTypeID="1400" Primary="false" LowQuality="true")", part("12", "215", "Abu V")) +
         named(R"(AliasTypeID="1401" Primary="false" LowQuality="false")",
               part("14", "215", "OLDEN") + part("12", "215", "Varo"));
}

std::string list_of(const std::string& features) {
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Sanctions xmlns=\"http://www.un.org/sanctions/1.0\" "
         "Version=\"1\">" +
         std::string(kValues) +
         "<DistinctParties><DistinctParty FixedRef=\"36\"><Comment>a note</Comment><Profile ID=\"1036\" "
         "PartySubTypeID=\"4\">" +
         "<Identity ID=\"70\" FixedRef=\"36\" Primary=\"true\" False=\"false\">" + person_names() +
         groups({{"11", "1520"}, {"12", "1521"}, {"13", "91708"}, {"14", "1523"}}) + "</Identity>" + features +
         "</Profile></DistinctParty>\n" +
         "<DistinctParty FixedRef=\"7\"><Profile ID=\"1007\" PartySubTypeID=\"3\"><Identity ID=\"71\">" +
         named(R"(AliasTypeID="1403" Primary="true" LowQuality="false")", part("21", "215", "MINTEN TRADING")) +
         groups({{"21", "1525"}}) + "</Identity>" + feature("25", at("501")) + feature("60", at("502")) +
         "</Profile></DistinctParty>\n" +
         "<DistinctParty FixedRef=\"9\"><Profile ID=\"1009\" PartySubTypeID=\"1\"><Identity ID=\"72\">" +
         named(R"(AliasTypeID="1403" Primary="true" LowQuality="false")", part("31", "215", "SEA INVENTED")) +
         groups({{"31", "1526"}}) + "</Identity>" + feature("3", detail_of("Iran")) + feature("1", detail_of("XY12")) +
         feature("2", detail_of("", "91600")) + "</Profile></DistinctParty></DistinctParties>" +
         R"(<ProfileRelationships><ProfileRelationship ID="1" From-ProfileID="1007" To-ProfileID="1036" RelationTypeID="15003" Former="false"><Comment/></ProfileRelationship></ProfileRelationships>
 <SanctionsEntries><SanctionsEntry ID="1" ProfileID="1036" ListID="1550">
  <EntryEvent ID="1" EntryEventTypeID="1"><Comment/><Date CalendarTypeID="1"><Year>2012</Year><Month>3</Month><Day>4</Day></Date></EntryEvent>
  <SanctionsMeasure ID="1" SanctionsTypeID="2"><Comment/></SanctionsMeasure>
  <SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure>
  <SanctionsMeasure ID="3" SanctionsTypeID="1"><Comment>IRAN</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries></Sanctions>)";
}

Result<ReadList> read(const std::string& features = "") {
  return read_xml(make_ofac_advanced_reader, list_of(features));
}

/// The invented person with the given features.
Entry person(const std::string& features = "") {
  const auto list = read(features);
  EXPECT_TRUE(list) << list.error().to_string();
  const Entry* found = list ? find_entry(list->list, "36") : nullptr;
  return found == nullptr ? Entry{} : *found;
}

TEST(OfacAdvanced, ReadsThePartiesUnderTheirNumbers) {
  const auto list = read();
  ASSERT_TRUE(list) << list.error().to_string();
  expect_sound(*list);
  EXPECT_EQ(list->list.kind, "ofac-sdn-advanced");
  EXPECT_EQ(as_of_text(list->list.as_of), "2026-05-07T00:00:00Z");
  ASSERT_EQ(list->list.entries.size(), 3U);
  EXPECT_EQ(find_entry(list->list, "36")->type, EntryType::kPerson);
  EXPECT_EQ(find_entry(list->list, "7")->type, EntryType::kEntity);
  EXPECT_EQ(find_entry(list->list, "9")->type, EntryType::kVessel);
  EXPECT_EQ(list->report.persons, 1U);
  EXPECT_EQ(list->report.weak_names, 1U);
  EXPECT_TRUE(list->report.notes.empty());
}

TEST(OfacAdvanced, NamesHaveTheirPartsQualityAndScript) {
  const Entry entry = person();
  ASSERT_EQ(entry.names.size(), 4U);
  EXPECT_EQ(entry.names[0].full, "MINTEN, Varo Odarovich") << "as in the CSV files";
  EXPECT_EQ(entry.names[0].kind, NameKind::kPrimary);
  EXPECT_EQ(entry.names[0].parts, (NameParts{"MINTEN", "Varo", "", "Odarovich"}));
  EXPECT_EQ(entry.names[1].strength, Strength::kWeak);
  EXPECT_EQ(entry.names[1].kind, NameKind::kAka);
  EXPECT_EQ(entry.names[2].kind, NameKind::kFka);
  EXPECT_EQ(entry.names[2].full, "OLDEN, Varo");
  EXPECT_EQ(entry.names[2].remarks, "maiden name OLDEN");
  EXPECT_EQ(entry.names[3].full, kCyrillic);
  EXPECT_EQ(entry.names[3].kind, NameKind::kOriginal);
  EXPECT_EQ(entry.names[3].parts.family, kCyrillic);
}

TEST(OfacAdvanced, PeriodsAreDaysYearsAndRanges) {
  const auto birth = [](const std::string& period) { return births_text(person(feature("8", period))); };
  const std::string from_may = day("From", 1962, 5, 7), to_may = day("To", 1962, 5, 7);
  EXPECT_EQ(birth(born(from_may + to_may, from_may + to_may)), "1962-05-07..1962-05-07");
  EXPECT_EQ(
      birth(born(day("From", 1962, 1, 1) + day("To", 1962, 1, 1), day("From", 1962, 12, 31) + day("To", 1962, 12, 31))),
      "1962-01-01..1962-12-31");
  EXPECT_EQ(birth(born(day("From", 1958, 1, 1), day("To", 1960, 12, 31), "true")), "~1958-01-01..1960-12-31");
  EXPECT_EQ(birth(born(day("From", 1962, 2, 31), day("To", 0, 0, 0))), "");
}

TEST(OfacAdvanced, FeaturesBecomeFields) {
  const Entry entry =
      person(feature("9", detail_of("Strelsau, Iran")) + feature("10", at("501")) + feature("11", at("502")) +
             feature("224", detail_of("", "91527")) + feature("26", detail_of("Minister")) +
             feature("344", detail_of("1Inv3nted")) + feature("21", detail_of("a@b.example")) +
             feature("25", at("501")) + feature("504", detail_of("section 1")));
  EXPECT_EQ(countries_text(entry), "IR:nationality IR:residence IR:birth KP:nationality");
  EXPECT_EQ(detail(entry, "birth_town"), "Strelsau, Iran");
  EXPECT_EQ(entry.gender, Gender::kFemale);
  EXPECT_EQ(entry.title, "Minister");
  EXPECT_EQ(ids_text(entry), "crypto:1Inv3nted: email:a@b.example: passport:A123:IR");
  EXPECT_EQ(detail(entry, "secondary_sanctions_risk"), "section 1");
  ASSERT_EQ(entry.addresses.size(), 1U);
  EXPECT_EQ(entry.addresses[0], (ListAddress{"1 Invented Road", "Strelsau", "IR", ""}));
  EXPECT_EQ(entry.remarks, "a note");
}

TEST(OfacAdvanced, CompaniesAndVesselsHaveTheirCountriesAndNumbers) {
  const auto list = read();
  ASSERT_TRUE(list);
  EXPECT_EQ(countries_text(*find_entry(list->list, "7")), "IR:residence KP:registration");
  const Entry& vessel = *find_entry(list->list, "9");
  EXPECT_EQ(ids_text(vessel), "imo:9999993:");
  EXPECT_EQ(countries_text(vessel), "IR:flag");
  EXPECT_EQ(detail(vessel, "vessel_call_sign"), "XY12");
  EXPECT_EQ(detail(vessel, "vessel_type"), "Crude Oil Tanker");
}

TEST(OfacAdvanced, WhatStandsAtTheEndIsAddedToTheEntries) {
  const auto list = read();
  ASSERT_TRUE(list);
  const Entry& entry = *find_entry(list->list, "36");
  EXPECT_EQ(entry.programmes, (std::vector<std::string>{"IRAN", "SDGT"}));
  EXPECT_EQ(format_date(*entry.listed_on), "2012-03-04");
  EXPECT_EQ(detail(entry, "measures"), "Block");
  EXPECT_EQ(detail(*find_entry(list->list, "7"), "linked_to"), "owned or controlled by 36");
}

TEST(OfacAdvanced, NotesWhatIsMissing) {
  const auto list = read(feature("25", at("999")));
  ASSERT_TRUE(list);
  ASSERT_EQ(list->report.notes.size(), 1U);
  EXPECT_NE(list->report.notes[0].find("1 places are missing"), std::string::npos);
}

TEST(OfacAdvanced, NotesWhatItDoesNotKnow) {
  const auto list = read("<Horoscope Sign=\"leo\"><Ascendant>virgo</Ascendant></Horoscope>");
  ASSERT_TRUE(list) << list.error().to_string();
  ASSERT_EQ(list->report.notes.size(), 1U);
  EXPECT_EQ(list->report.notes[0], "2 elements are not known to this release and were not read (Horoscope, Ascendant)");
}

TEST(OfacAdvanced, RefusesPartiesBeforeTheirValues) {
  EXPECT_NE(error_text(make_ofac_advanced_reader, "<Sanctions>\n<DistinctParties/></Sanctions>")
                .find("list.xml:2:1: parties before"),
            std::string::npos);
}

TEST(OfacAdvanced, RefusesReferencesThatAreTooLong) {
  const std::string value =
      "<Sanctions><ReferenceValueSets><CountryValues><Country ID=\"1\">" + std::string(5'000, 'a');
  EXPECT_NE(error_text(make_ofac_advanced_reader, value + "</Country></CountryValues></ReferenceValueSets></Sanctions>")
                .find("a reference value or location of more than"),
            std::string::npos);
}

TEST(OfacAdvanced, EachFeatureChangesTheHash) {
  const auto hash = [](const std::string& features) { return person(features).content_hash; };
  EXPECT_EQ(hash(""), hash("\n"));
  EXPECT_NE(hash(""), hash(feature("10", at("501"))));
  EXPECT_NE(hash(feature("10", at("502"))), hash(feature("10", at("501"))));
  EXPECT_NE(hash(feature("26", detail_of("a"))), hash(feature("26", detail_of("b"))));
}

TEST(OfacAdvanced, InPiecesIsTheSame) {
  const std::string bytes = list_of(feature("9", detail_of("Strelsau, Iran")));
  const auto whole = read_xml(make_ofac_advanced_reader, bytes);
  ASSERT_TRUE(whole);
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    const auto pieces = read_xml(make_ofac_advanced_reader, bytes, seed * seed, seed);
    ASSERT_TRUE(pieces);
    EXPECT_EQ(pieces->list.digest, whole->list.digest);
  }
}

}  // namespace
}  // namespace licet::screening
