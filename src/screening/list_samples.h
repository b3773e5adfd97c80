// For tests: a small invented file of each format, nobody in it real.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::screening::testing {

/// A CSV file from rows of some cells by heading; the others are empty.
inline std::string csv_of(std::string first_line, const std::vector<std::string_view>& headings, char separator,
                          const std::vector<std::map<std::string, std::string, std::less<>>>& rows) {
  std::string out = std::move(first_line);
  for (std::size_t i = 0; i < headings.size(); ++i)
    out += (i == 0 ? "" : std::string(1, separator)) + std::string(headings[i]);
  out += "\n";
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < headings.size(); ++i) {
      if (i > 0) out += separator;
      if (const auto cell = row.find(headings[i]); cell != row.end()) out += "\"" + cell->second + "\"";
    }
    out += "\n";
  }
  return out;
}

inline const std::vector<std::string_view>& uk_headings() {
  static const std::vector<std::string_view> kHeadings = {"Last Updated",
                                                          "Unique ID",
                                                          "OFSI Group ID",
                                                          "UN Reference Number",
                                                          "Name 6",
                                                          "Name 1",
                                                          "Name 2",
                                                          "Name 3",
                                                          "Name 4",
                                                          "Name 5",
                                                          "Name type",
                                                          "Alias strength",
                                                          "Title",
                                                          "Name non-latin script",
                                                          "Non-latin script type",
                                                          "Non-latin script language",
                                                          "Regime Name",
                                                          "Designation Type",
                                                          "Designation source",
                                                          "Sanctions Imposed",
                                                          "Other Information",
                                                          "UK Statement of Reasons",
                                                          "Address Line 1",
                                                          "Address Line 2",
                                                          "Address Line 3",
                                                          "Address Line 4",
                                                          "Address Line 5",
                                                          "Address Line 6",
                                                          "Address Postal Code",
                                                          "Address Country",
                                                          "Phone number",
                                                          "Website",
                                                          "Email address",
                                                          "Date Designated",
                                                          "D.O.B",
                                                          "Nationality(/ies)",
                                                          "National Identifier number",
                                                          "National Identifier additional information",
                                                          "Passport number",
                                                          "Passport additional information",
                                                          "Position",
                                                          "Gender",
                                                          "Town of birth",
                                                          "Country of birth",
                                                          "Type of entity",
                                                          "Subsidiaries",
                                                          "Parent company",
                                                          "Business registration number (s)",
                                                          "IMO number",
                                                          "Current owner/operator (s)",
                                                          "Previous owner/operator (s)",
                                                          "Current believed flag of ship",
                                                          "Previous flags",
                                                          "Type of ship",
                                                          "Tonnage of ship",
                                                          "Length of ship",
                                                          "Year Built",
                                                          "Hull identification number (HIN)"};
  return kHeadings;
}

/// Three entries: a person in rows that do not stand together, a company, a ship.
inline std::string uk_sample() {
  return csv_of("Report Date: 22-Aug-2026\n", uk_headings(), ',',
                {{{"Last Updated", "01/05/2025"},
                  {"Unique ID", "INV0001"},
                  {"Name 6", "OSTROVSKY-KALE"},
                  {"Name 1", "Mirko"},
                  {"Name 2", "Ivanovich"},
                  {"Name type", "Primary Name"},
                  {"Name non-latin script", "\nМирко Островский"},
                  {"Regime Name", "The Invented (Sanctions) Regulations 2019"},
                  {"Designation Type", "Individual"},
                  {"Sanctions Imposed", "Asset freeze|Travel Ban"},
                  {"Address Line 1", "1 Quay"},
                  {"Address Line 6", "Port"},
                  {"Address Country", "North Korea"},
                  {"Date Designated", "15/03/2022"},
                  {"D.O.B", "08/09/1966"},
                  {"Nationality(/ies)", "(1) Russia (2) Syria"},
                  {"Passport number", "(1) X123 (2) Y456"},
                  {"Gender", "Male"},
                  {"Country of birth", "Iran"},
                  {"Position", "Minister, of\nInventions"}},
                 {{"Unique ID", "INV0002"},
                  {"Name 6", "HARBOUR NINE TRADING"},
                  {"Name type", "Primary name"},
                  {"Regime Name", "The Invented (Sanctions) Regulations 2019"},
                  {"Designation Type", "Entity"},
                  {"Business registration number (s)", "HRB 7"},
                  {"Email address", "harbour@nine.example"},
                  {"Date Designated", "16/03/2022"}},
                 {{"Unique ID", "INV0001"},
                  {"Name 6", "Kale"},
                  {"Name type", "ALias"},
                  {"Alias strength", "Low quality a.k.a"},
                  {"Name non-latin script", "Мирко Островский"},
                  {"Designation Type", "Individual"},
                  {"D.O.B", "dd/mm/1967"},
                  {"Date Designated", "14/03/2022"}},
                 {{"Unique ID", "INV0003"},
                  {"Name 6", "SLOW HERON"},
                  {"Name type", "Primary Name"},
                  {"Designation Type", "Ship"},
                  {"IMO number", "IMO 9999993"},
                  {"Current believed flag of ship", "Panama"}}});
}

inline std::string conlist_sample() {
  return csv_of("Last Updated,27/01/2026\n",
                {"Name 6",
                 "Name 1",
                 "Name 2",
                 "Name 3",
                 "Name 4",
                 "Name 5",
                 "Title",
                 "Name Non-Latin Script",
                 "Non-Latin Script Type",
                 "Non-Latin Script Language",
                 "DOB",
                 "Town of Birth",
                 "Country of Birth",
                 "Nationality",
                 "Passport Number",
                 "Passport Details",
                 "National Identification Number",
                 "National Identification Details",
                 "Position",
                 "Address 1",
                 "Address 2",
                 "Address 3",
                 "Address 4",
                 "Address 5",
                 "Address 6",
                 "Post/Zip Code",
                 "Country",
                 "Other Information",
                 "Group Type",
                 "Alias Type",
                 "Alias Quality",
                 "Regime",
                 "Listed On",
                 "UK Sanctions List Date Designated",
                 "Last Updated",
                 "Group ID"},
                ',',
                {{{"Name 6", "VANTERPOOL"},
                  {"Name 1", "Lucinda"},
                  {"DOB", "00/04/1971"},
                  {"Nationality", "Belize"},
                  {"Group Type", "Individual"},
                  {"Alias Type", "Primary name"},
                  {"Regime", "Invented"},
                  {"Listed On", "01/02/2020"},
                  {"Group ID", "70001"}},
                 {{"Name 6", "POOL"},
                  {"Name 1", "Lucy"},
                  {"Group Type", "Individual"},
                  {"Alias Type", "FKA"},
                  {"Alias Quality", "Low"},
                  {"Group ID", "70001"}}});
}

inline const std::vector<std::string_view>& eu_headings() {
  static const std::vector<std::string_view> kHeadings = {"fileGenerationDate",
                                                          "Entity_LogicalId",
                                                          "Entity_EU_ReferenceNumber",
                                                          "Entity_UnitedNationId",
                                                          "Entity_DesignationDate",
                                                          "Entity_DesignationDetails",
                                                          "Entity_Remark",
                                                          "Entity_SubjectType",
                                                          "Entity_SubjectType_ClassificationCode",
                                                          "Entity_Regulation_Type",
                                                          "Entity_Regulation_Programme",
                                                          "Entity_Regulation_PublicationUrl",
                                                          "NameAlias_LastName",
                                                          "NameAlias_FirstName",
                                                          "NameAlias_MiddleName",
                                                          "NameAlias_WholeName",
                                                          "NameAlias_NameLanguage",
                                                          "NameAlias_Gender",
                                                          "NameAlias_Title",
                                                          "NameAlias_Function",
                                                          "NameAlias_Remark",
                                                          "Address_City",
                                                          "Address_Street",
                                                          "Address_PoBox",
                                                          "Address_ZipCode",
                                                          "Address_Region",
                                                          "Address_CountryIso2Code",
                                                          "Address_CountryDescription",
                                                          "BirthDate_BirthDate",
                                                          "BirthDate_Day",
                                                          "BirthDate_Month",
                                                          "BirthDate_Year",
                                                          "BirthDate_YearRangeFrom",
                                                          "BirthDate_YearRangeTo",
                                                          "BirthDate_Circa",
                                                          "BirthDate_City",
                                                          "BirthDate_CountryIso2Code",
                                                          "BirthDate_CountryDescription",
                                                          "Identification_Number",
                                                          "Identification_TypeCode",
                                                          "Identification_CountryIso2Code",
                                                          "Citizenship_CountryIso2Code",
                                                          "Citizenship_CountryDescription"};
  return kHeadings;
}

/// A person in five rows and a company without a reference number.
inline std::string eu_sample() {
  const std::map<std::string, std::string, std::less<>> person = {
      {"fileGenerationDate", "2026-05-01"},     {"Entity_LogicalId", "13"},
      {"Entity_EU_ReferenceNumber", "EU.1.13"}, {"Entity_SubjectType", "P"},
      {"Entity_Remark", "(INVENTED)"},          {"Entity_Regulation_Programme", "INV"},
      {"Entity_DesignationDate", "2022-03-15"}};
  std::vector<std::map<std::string, std::string, std::less<>>> rows(6, person);
  rows[0].insert({{"NameAlias_WholeName", "Мирко Островский"}, {"NameAlias_NameLanguage", "RU"}});
  rows[1].insert({{"NameAlias_WholeName", "Mirko Ostrovsky; Kale"},
                  {"NameAlias_LastName", "Ostrovsky Kale"},
                  {"NameAlias_FirstName", "Mirko"},
                  {"NameAlias_Gender", "M"}});
  rows[2].insert({{"NameAlias_WholeName", "Kale"}, {"NameAlias_Remark", "Lo quality alias"}});
  rows[3].insert({{"BirthDate_BirthDate", "1966-09-08"}, {"BirthDate_CountryIso2Code", "IR"}});
  rows[4].insert({{"BirthDate_YearRangeFrom", "1965"}, {"BirthDate_YearRangeTo", "1967"}, {"BirthDate_Circa", "true"}});
  rows[5].insert({{"Identification_Number", "X 123"},
                  {"Identification_TypeCode", "passport"},
                  {"Identification_CountryIso2Code", "RU"},
                  {"Citizenship_CountryIso2Code", "00"},
                  {"Citizenship_CountryDescription", "UNKNOWN"}});
  rows.push_back({{"fileGenerationDate", "2026-05-01"},
                  {"Entity_LogicalId", "14"},
                  {"Entity_SubjectType", "E"},
                  {"NameAlias_WholeName", "Harbour Nine\nTrading"},
                  {"Address_CountryDescription", "SYRIAN ARAB REPUBLIC"}});
  return csv_of("\xEF\xBB\xBF", eu_headings(), ';', rows);
}

/// The forms of OFAC's trio and its overflow, by file name. Two persons, a company, a ship, an orphan alias.
inline std::vector<std::pair<std::string, std::string>> ofac_sample() {
  const std::string none = "-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,";
  return {{"sdn.csv",
           "7,\"OSTROVSKY-KALE, Mirko\",\"individual\",\"ONE] [TWO\"," + none +
               "\"DOB 08 Sep 1966; alt. DOB circa 1967; POB Tehran, Iran; nationality Egypt; Gender Male; Passport "
               "X1 (Egypt); a.k.a. 'KALE'; Linked To: HARBOUR N\"\r\n"
               "8,\"VANTERPOOL, Lucinda\",\"individual\",\"ONE\"," +
               none +
               "-0- \r\n"
               "12,\"HARBOUR NINE TRADING\",-0- ,\"TWO\"," +
               none +
               "\"Tax ID No. 77 (Syria).\"\r\n"
               "13,\"SLOW HERON\",\"vessel\",\"TWO\",-0- ,\"XY12\",\"Tug\",-0- ,-0- ,\"Panama\",-0- ,\"Vessel "
               "Registration Identification IMO 9999993.\"\r\n"},
          {"alt.csv",
           "7,1,\"aka\",\"KALE, Mirko\",-0- \r\n7,2,\"fka\",\"OSTROVSKY, M.\",-0- \r\n"
           "8,3,\"aka\",\"POOL, Lucy\",\"a note\"\r\n8,4,\"nka\",\"POOL, Lucinda\",-0- \r\n99,5,\"aka\",\"GHOST\",-0- "
           "\r\n"},
          {"add.csv",
           "7,1,\"1 Quay\",\"Port\",\"Burma\",-0- \r\n7,2,\"2 Quay\",\"Port\",\"Burma\",-0- \r\n"
           "12,3,-0- ,\"Aleppo\",\"Syria\",-0- \r\n"},
          {"sdn_comments.csv", "7,\"INE.\"\r\n"}};
}

inline std::string un_sample() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\">\n<INDIVIDUALS>\n"
         "<INDIVIDUAL>\n<DATAID>77</DATAID>\n<FIRST_NAME>MIRKO</FIRST_NAME>\n<SECOND_NAME>OSTROVSKY</SECOND_NAME>\n"
         "<UN_LIST_TYPE>Invented</UN_LIST_TYPE>\n<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>\n"
         "<LISTED_ON>2016-03-02</LISTED_ON>\n<GENDER>Male</GENDER>\n<COMMENTS1>A comment.</COMMENTS1>\n"
         "<NAME_ORIGINAL_SCRIPT>Мирко Островский</NAME_ORIGINAL_SCRIPT>\n"
         "<TITLE>\n<VALUE>Dr.</VALUE>\n<VALUE>Col.</VALUE>\n</TITLE>\n"
         "<DESIGNATION>\n<VALUE>Minister</VALUE>\n<VALUE>Envoy</VALUE>\n</DESIGNATION>\n"
         "<NATIONALITY>\n<VALUE>Iraq</VALUE>\n<VALUE>Egypt</VALUE>\n</NATIONALITY>\n"
         "<LAST_DAY_UPDATED>\n<VALUE>2017-01-01</VALUE>\n<VALUE>2018-01-01</VALUE>\n</LAST_DAY_UPDATED>\n"
         "<INDIVIDUAL_ALIAS>\n<QUALITY>Good</QUALITY>\n<ALIAS_NAME>Mirko Kale; M. "
         "Ostrovsky</ALIAS_NAME>\n</INDIVIDUAL_ALIAS>\n"
         "<INDIVIDUAL_ALIAS>\n<QUALITY>Low</QUALITY>\n<ALIAS_NAME>Abu Mirko</ALIAS_NAME>\n"
         "<NOTE>known as (Abu Mir; Abu Miro) at home</NOTE>\n</INDIVIDUAL_ALIAS>\n"
         "<INDIVIDUAL_ADDRESS>\n<STREET>1 "
         "Quay</STREET>\n<CITY>Port</CITY>\n<COUNTRY>Myanmar</COUNTRY>\n</INDIVIDUAL_ADDRESS>\n"
         "<INDIVIDUAL_ADDRESS>\n<COUNTRY>Yemen</COUNTRY>\n<NOTE>since 2009</NOTE>\n</INDIVIDUAL_ADDRESS>\n"
         "<INDIVIDUAL_DATE_OF_BIRTH>\n<TYPE_OF_DATE>EXACT</TYPE_OF_DATE>\n<DATE>1966-09-08</DATE>\n</"
         "INDIVIDUAL_DATE_OF_BIRTH>\n"
         "<INDIVIDUAL_DATE_OF_BIRTH>\n<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE>\n<FROM_YEAR>1965</FROM_YEAR>\n"
         "<TO_YEAR>1967</TO_YEAR>\n</INDIVIDUAL_DATE_OF_BIRTH>\n"
         "<INDIVIDUAL_PLACE_OF_BIRTH>\n<CITY>Basra</CITY>\n<COUNTRY>Iraq</COUNTRY>\n</INDIVIDUAL_PLACE_OF_BIRTH>\n"
         "<INDIVIDUAL_DOCUMENT>\n<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT>\n<NUMBER>A1</NUMBER>\n"
         "<ISSUING_COUNTRY>Egypt</ISSUING_COUNTRY>\n</INDIVIDUAL_DOCUMENT>\n"
         "<INDIVIDUAL_DOCUMENT>\n<TYPE_OF_DOCUMENT>National Identification "
         "Number</TYPE_OF_DOCUMENT>\n<NUMBER>44</NUMBER>\n"
         "</INDIVIDUAL_DOCUMENT>\n</INDIVIDUAL>\n</INDIVIDUALS>\n<ENTITIES>\n"
         "<ENTITY>\n<DATAID>78</DATAID>\n<FIRST_NAME>HARBOUR NINE TRADING</FIRST_NAME>\n"
         "<REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>\n"
         "<ENTITY_ALIAS>\n<QUALITY>a.k.a.</QUALITY>\n<ALIAS_NAME>Harbour IX</ALIAS_NAME>\n</ENTITY_ALIAS>\n"
         "<ENTITY_ADDRESS>\n<CITY>Aleppo</CITY>\n<COUNTRY>Syrian Arab Republic</COUNTRY>\n</ENTITY_ADDRESS>\n"
         "</ENTITY>\n</ENTITIES>\n</CONSOLIDATED_LIST>\n";
}

inline std::string eu_xml_sample() {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-05-01T00:00:00.000+02:00\">\n"
         "<sanctionEntity designationDetails=\"as listed\" unitedNationId=\"XXi.001\" euReferenceNumber=\"EU.1.13\" "
         "logicalId=\"13\" designationDate=\"2022-03-15\">\n"
         "<remark>(INVENTED)</remark>\n<remark>twice</remark>\n"
         "<regulation programme=\"INV\" "
         "numberTitle=\"2022/1\">\n<publicationUrl>https://a.example/1</publicationUrl>\n</regulation>\n"
         "<regulation programme=\"INW\" "
         "numberTitle=\"2022/2\">\n<publicationUrl>https://a.example/2</publicationUrl>\n</regulation>\n"
         "<subjectType code=\"person\" classificationCode=\"P\"/>\n"
         "<nameAlias wholeName=\"Мирко Островский\" nameLanguage=\"RU\" strong=\"true\" logicalId=\"503\"/>\n"
         "<nameAlias wholeName=\"Mirko Ostrovsky Kale\" firstName=\"Mirko\" lastName=\"Ostrovsky Kale\" gender=\"M\" "
         "title=\"Dr\" function=\"Minister\" strong=\"true\" logicalId=\"501\"/>\n"
         "<nameAlias wholeName=\"Kale\" strong=\"true\" logicalId=\"502\">\n<remark>Lo quality "
         "alias</remark>\n</nameAlias>\n"
         "<nameAlias wholeName=\"Mirko Kale\" strong=\"true\" logicalId=\"501\"/>\n"
         "<citizenship countryIso2Code=\"RU\" countryDescription=\"RUSSIAN FEDERATION\"/>\n"
         "<citizenship countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"/>\n"
         "<birthdate birthdate=\"1966-09-08\" calendarType=\"GREGORIAN\" countryIso2Code=\"IR\" city=\"Tehran\"/>\n"
         "<birthdate yearRangeFrom=\"1965\" yearRangeTo=\"1967\" circa=\"true\"/>\n"
         "<identification identificationTypeCode=\"passport\" number=\"X 123\" countryIso2Code=\"RU\">\n"
         "<remark>seen once</remark>\n<remark>and again</remark>\n</identification>\n"
         "<address street=\"1 Quay\" city=\"Port\" zipCode=\"7\" countryIso2Code=\"RU\">\n"
         "<contactInfo key=\"PHONE\" value=\"+1\"/>\n<contactInfo key=\"EMAIL\" value=\"a@b.example\"/>\n</address>\n"
         "</sanctionEntity>\n"
         "<sanctionEntity logicalId=\"14\">\n<subjectType code=\"enterprise\" classificationCode=\"E\"/>\n"
         "<nameAlias wholeName=\"Harbour Nine Trading\"/>\n<address countryDescription=\"SYRIAN ARAB REPUBLIC\"/>\n"
         "</sanctionEntity>\n</export>\n";
}

/// A person with two aliases, features and documents, and a company it owns.
inline std::string advanced_sample() {
  const auto alias = [](const std::string& attributes, const std::string& group, const std::string& script,
                        const std::string& text) {
    return "<Alias " + attributes +
           ">\n<DocumentedName ID=\"1\">\n<DocumentedNamePart>\n<NamePartValue NamePartGroupID=\"" + group +
           "\" ScriptID=\"" + script + "\">" + text +
           "</NamePartValue>\n</DocumentedNamePart>\n</DocumentedName>\n</Alias>\n";
  };
  const auto feature = [](const std::string& type, const std::string& version) {
    return "<Feature FeatureTypeID=\"" + type + "\">\n<FeatureVersion>\n" + version + "</FeatureVersion>\n</Feature>\n";
  };
  const auto detail = [&](const std::string& type, const std::string& text) {
    return feature(type, "<VersionDetail>" + text + "</VersionDetail>\n");
  };
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Sanctions xmlns=\"http://www.un.org/sanctions/1.0\">\n"
         "<DateOfIssue>\n<Year>2026</Year>\n<Month>5</Month>\n<Day>7</Day>\n</DateOfIssue>\n"
         "<ReferenceValueSets>\n<AliasTypeValues>\n<AliasType ID=\"1400\">A.K.A.</AliasType>\n"
         "<AliasType ID=\"1403\">Name</AliasType>\n</AliasTypeValues>\n"
         "<CountryValues>\n<Country ID=\"1\" ISO2=\"IR\">Iran</Country>\n<Country ID=\"2\" "
         "ISO2=\"SY\">Syria</Country>\n</CountryValues>\n"
         "<FeatureTypeValues>\n<FeatureType ID=\"8\">Birthdate</FeatureType>\n<FeatureType ID=\"10\">Nationality "
         "Country</FeatureType>\n"
         "<FeatureType ID=\"25\">Location</FeatureType>\n<FeatureType ID=\"26\">Title</FeatureType>\n"
         "<FeatureType ID=\"224\">Gender</FeatureType>\n<FeatureType ID=\"21\">Email "
         "Address</FeatureType>\n</FeatureTypeValues>\n"
         "<IDRegDocTypeValues>\n<IDRegDocType ID=\"1571\">Passport</IDRegDocType>\n</IDRegDocTypeValues>\n"
         "<LocPartTypeValues>\n<LocPartType ID=\"1451\">ADDRESS1</LocPartType>\n<LocPartType "
         "ID=\"1452\">ADDRESS2</LocPartType>\n"
         "<LocPartType ID=\"1454\">CITY</LocPartType>\n</LocPartTypeValues>\n"
         "<NamePartTypeValues>\n<NamePartType ID=\"1520\">Last Name</NamePartType>\n<NamePartType ID=\"1525\">Entity "
         "Name</NamePartType>\n</NamePartTypeValues>\n"
         "<PartySubTypeValues>\n<PartySubType ID=\"3\" PartyTypeID=\"2\">Unknown</PartySubType>\n"
         "<PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown</PartySubType>\n</PartySubTypeValues>\n"
         "<PartyTypeValues>\n<PartyType ID=\"1\">Individual</PartyType>\n<PartyType "
         "ID=\"2\">Entity</PartyType>\n</PartyTypeValues>\n"
         "<RelationTypeValues>\n<RelationType ID=\"15\">Owned By</RelationType>\n</RelationTypeValues>\n"
         "<SanctionsTypeValues>\n<SanctionsType ID=\"1\">Program</SanctionsType>\n<SanctionsType "
         "ID=\"2\">Block</SanctionsType>\n</SanctionsTypeValues>\n"
         "<ScriptValues>\n<Script ID=\"215\" ScriptCode=\"Latn\">Latin</Script>\n<Script ID=\"220\" "
         "ScriptCode=\"Cyrl\">Cyrillic</Script>\n</ScriptValues>\n"
         "</ReferenceValueSets>\n<Locations>\n<Location ID=\"501\">\n<LocationCountry CountryID=\"1\"/>\n"
         "<LocationPart LocPartTypeID=\"1451\">\n<LocationPartValue>\n<Value>1 "
         "Quay</Value>\n</LocationPartValue>\n</LocationPart>\n"
         "<LocationPart LocPartTypeID=\"1452\">\n<LocationPartValue>\n<Value>Floor "
         "2</Value>\n</LocationPartValue>\n</LocationPart>\n"
         "<LocationPart "
         "LocPartTypeID=\"1454\">\n<LocationPartValue>\n<Value>Port</Value>\n</LocationPartValue>\n</LocationPart>\n"
         "</Location>\n<Location ID=\"502\">\n<LocationCountry CountryID=\"2\"/>\n</Location>\n</Locations>\n"
         "<IDRegDocuments>\n<IDRegDocument IDRegDocTypeID=\"1571\" IdentityID=\"70\" IssuedBy-CountryID=\"1\">\n"
         "<IDRegistrationNo>A123</IDRegistrationNo>\n</IDRegDocument>\n"
         "<IDRegDocument IDRegDocTypeID=\"1571\" IdentityID=\"70\" IssuedBy-CountryID=\"2\">\n"
         "<IDRegistrationNo>B4</IDRegistrationNo>\n</IDRegDocument>\n</IDRegDocuments>\n<DistinctParties>\n"
         "<DistinctParty FixedRef=\"36\">\n<Comment>a note</Comment>\n<Profile ID=\"1036\" "
         "PartySubTypeID=\"4\">\n<Identity ID=\"70\">\n" +
         alias("AliasTypeID=\"1403\" Primary=\"true\"", "11", "215", "OSTROVSKY") +
         alias("AliasTypeID=\"1403\" Primary=\"true\"", "11", "220", "Островский") +
         alias("AliasTypeID=\"1400\" LowQuality=\"true\"", "11", "215", "KALE") +
         alias("AliasTypeID=\"1403\" Primary=\"true\"", "11", "215", "OSTROVSKIY") +
         "<NamePartGroups>\n<MasterNamePartGroup>\n<NamePartGroup ID=\"11\" "
         "NamePartTypeID=\"1520\"/>\n</MasterNamePartGroup>\n</NamePartGroups>\n</Identity>\n" +
         feature("8",
                 "<DatePeriod>\n<Start>\n<From>\n<Year>1962</Year>\n<Month>5</Month>\n<Day>7</Day>\n</From>\n</"
                 "Start>\n</DatePeriod>\n") +
         feature("10", "<VersionLocation LocationID=\"502\"/>\n") +
         feature("25", "<VersionLocation LocationID=\"501\"/>\n") + detail("26", "Minister") + detail("26", "Envoy") +
         detail("224", "Male") + detail("21", "a@b.example") +
         "</Profile>\n</DistinctParty>\n"
         "<DistinctParty FixedRef=\"7\">\n<Profile ID=\"1007\" PartySubTypeID=\"3\">\n<Identity ID=\"71\">\n" +
         alias("AliasTypeID=\"1403\" Primary=\"true\"", "21", "215", "HARBOUR NINE TRADING") +
         "<NamePartGroups>\n<MasterNamePartGroup>\n<NamePartGroup ID=\"21\" "
         "NamePartTypeID=\"1525\"/>\n</MasterNamePartGroup>\n</NamePartGroups>\n</Identity>\n" +
         feature("25", "<VersionLocation LocationID=\"502\"/>\n") +
         "</Profile>\n</DistinctParty>\n</DistinctParties>\n"
         "<ProfileRelationships>\n<ProfileRelationship From-ProfileID=\"1007\" To-ProfileID=\"1036\" "
         "RelationTypeID=\"15\" Former=\"false\"/>\n"
         "<ProfileRelationship From-ProfileID=\"1036\" To-ProfileID=\"1007\" RelationTypeID=\"15\" "
         "Former=\"true\"/>\n</ProfileRelationships>\n"
         "<SanctionsEntries>\n<SanctionsEntry ProfileID=\"1036\">\n"
         "<EntryEvent>\n<Date>\n<Year>2012</Year>\n<Month>3</Month>\n<Day>4</Day>\n</Date>\n</EntryEvent>\n"
         "<EntryEvent>\n<Date>\n<Year>2011</Year>\n<Month>3</Month>\n<Day>4</Day>\n</Date>\n</EntryEvent>\n"
         "<SanctionsMeasure SanctionsTypeID=\"2\"/>\n"
         "<SanctionsMeasure SanctionsTypeID=\"1\">\n<Comment>TWO</Comment>\n</SanctionsMeasure>\n"
         "<SanctionsMeasure "
         "SanctionsTypeID=\"1\">\n<Comment>ONE</Comment>\n</SanctionsMeasure>\n</SanctionsEntry>\n</SanctionsEntries>\n"
         "</Sanctions>\n";
}

inline std::string simple_sample() {
  return "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\","
         "\"sanctions\","
         "\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n"
         "\"Q1\",\"Person\",\"Mirko Ostrovsky\",\"Kale;Мирко Островский\",\"1966-09;1967\",\"ru;kp\",\"1 "
         "Quay\",\"X1;X2\","
         "\"reason, "
         "long\",\"+1\",\"a@b.example\",\"INV-1\",\"Invented\",\"2023-01-01\",\"2026-08-01T02:03:04\",\"2026-07-01\"\n"
         "\"Q2\",\"LegalEntity\",\"Harbour Nine\",,,\"sy\",,,,,,,\"Invented\",,\"2026-08-01\",\n"
         "\"Q3\",\"Security\",\"XS0000000000\",,,,,,,,,,\"Invented\",,,\n";
}

inline std::string ftm_sample() {
  return R"({"id":"Q1","caption":"Mirko Ostrovsky","schema":"Person","properties":{"name":["Мирко Островский","Mirko Ostrovsky"],"alias":["Kale, Mirko"],"weakAlias":["MOK"],"previousName":["Mirko Old"],"firstName":["Мирко","Mirko"],"lastName":["Ostrovsky"],"birthDate":["1966-09"],"nationality":["ru"],"birthCountry":["ir"],"gender":["male"],"passportNumber":["X1"],"topics":["sanction"]},"datasets":["invented"],"last_seen":"2026-08-01T02:03:04","target":true}
{"id":"Q2","caption":"Harbour Nine","schema":"Company","properties":{"name":["Harbour Nine"],"jurisdiction":["sy"],"leiCode":["L1"]},"target":true}
{"id":"S1","caption":"s","schema":"Sanction","properties":{"entity":["Q1"]},"target":false}
{"id":"Q3","caption":"Bank","schema":"Company","properties":{"name":["Bank"]},"target":false}
)";
}

inline std::string firm_sample() {
  return "name,id,type,aliases,weak_aliases,birth_date,country,ids,category,reason\n"
         "Mirko Ostrovsky,F-1,person,M. Ostrovsky;Mirko "
         "Kale,MOK,1966-09,HR,passport:X1:HR;77,do_not_approach;pep,\"left owing fees, "
         "twice\"\n"
         "Harbour Nine,F-2,entity,,,,Syria,registration:7,,owes\n"
         "Lucinda,F-3,,,,,,,,either\n";
}

/// A kind and the files of its sample, by name.
struct KindSample {
  std::string kind;
  std::vector<std::pair<std::string, std::string>> files;
};
/// One of every format.
inline std::vector<KindSample> all_samples() {
  return {{"ofac-sdn", ofac_sample()},
          {"ofac-sdn-advanced", {{"list", advanced_sample()}}},
          {"un", {{"list", un_sample()}}},
          {"eu", {{"list", eu_xml_sample()}}},
          {"eu", {{"list", eu_sample()}}},
          {"uk", {{"list", uk_sample()}}},
          {"uk-conlist", {{"list", conlist_sample()}}},
          {"opensanctions-simple", {{"list", simple_sample()}}},
          {"opensanctions-ftm", {{"list", ftm_sample()}}},
          {"firm", {{"list", firm_sample()}}}};
}

}  // namespace licet::screening::testing
