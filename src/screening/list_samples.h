// For tests: a small invented file of each format, nobody in it real.
#pragma once

#include <map>
#include <string>
#include <string_view>
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
  return "name,id,type,aliases,weak_aliases,birth_date,country,ids,reason\n"
         "Mirko Ostrovsky,F-1,person,M. Ostrovsky;Mirko Kale,MOK,1966-09,HR,passport:X1:HR;77,\"left owing fees, "
         "twice\"\n"
         "Harbour Nine,F-2,entity,,,,Syria,registration:7,\n"
         "Lucinda,F-3,,,,,,,either\n";
}

}  // namespace licet::screening::testing
