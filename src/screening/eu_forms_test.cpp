// The EU publishes one list in two forms: XML and CSV of the same content are the same entries.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <random>

#include "screening/list_document.h"
#include "screening/list_samples.h"
#include "screening/read_test.h"

namespace licet::screening {
namespace {

using testing::error_of;
using testing::read_one;

using Fields = std::map<std::string, std::string, std::less<>>;

/// A part of an entry, by the names that the XML has for its fields.
struct Part {
  std::string element;
  Fields fields;
  std::string remark;
};
struct Content {
  Fields entity;
  std::string remark;
  std::vector<Part> parts;
};

std::string xml_of(const std::vector<Content>& list) {
  const auto attributes = [](const Fields& fields) {
    std::string out;
    for (const auto& [name, text] : fields) out += " " + name + "=\"" + text + "\"";
    return out;
  };
  std::string out =
      "<export xmlns=\"http://eu.europa.ec/fpi/fsd/export\" generationDate=\"2026-05-01T00:00:00.000Z\">\n";
  for (const Content& entry : list) {
    out += "<sanctionEntity" + attributes(entry.entity) + ">\n";
    if (!entry.remark.empty()) out += "<remark>" + entry.remark + "</remark>\n";
    for (Part part : entry.parts) {
      const std::string url = part.fields.contains("publicationUrl") ? part.fields.at("publicationUrl") : "";
      part.fields.erase("publicationUrl");
      out += "<" + part.element + attributes(part.fields) + ">";
      if (!url.empty()) out += "<publicationUrl>" + url + "</publicationUrl>";
      if (!part.remark.empty()) out += "<remark>" + part.remark + "</remark>";
      out += "</" + part.element + ">\n";
    }
    out += "</sanctionEntity>\n";
  }
  return out + "</export>\n";
}

/// The column of a field, or the field of a column.
const std::map<std::string, std::map<std::string, std::string>>& columns() {
  static const std::map<std::string, std::map<std::string, std::string>> kColumns = {
      {"sanctionEntity",
       {{"logicalId", "Entity_LogicalId"},
        {"euReferenceNumber", "Entity_EU_ReferenceNumber"},
        {"unitedNationId", "Entity_UnitedNationId"},
        {"designationDate", "Entity_DesignationDate"},
        {"designationDetails", "Entity_DesignationDetails"},
        {"remark", "Entity_Remark"}}},
      {"subjectType",
       {{"code", "Entity_SubjectType"}, {"classificationCode", "Entity_SubjectType_ClassificationCode"}}},
      {"regulation",
       {{"programme", "Entity_Regulation_Programme"},
        {"numberTitle", "Entity_Regulation_NumberTitle"},
        {"publicationUrl", "Entity_Regulation_PublicationUrl"}}},
      {"nameAlias",
       {{"lastName", "NameAlias_LastName"},
        {"firstName", "NameAlias_FirstName"},
        {"middleName", "NameAlias_MiddleName"},
        {"wholeName", "NameAlias_WholeName"},
        {"nameLanguage", "NameAlias_NameLanguage"},
        {"gender", "NameAlias_Gender"},
        {"title", "NameAlias_Title"},
        {"function", "NameAlias_Function"},
        {"strong", "NameAlias_Strong"},
        {"logicalId", "NameAlias_LogicalId"},
        {"remark", "NameAlias_Remark"}}},
      {"birthdate",
       {{"birthdate", "BirthDate_BirthDate"},
        {"dayOfMonth", "BirthDate_Day"},
        {"monthOfYear", "BirthDate_Month"},
        {"year", "BirthDate_Year"},
        {"yearRangeFrom", "BirthDate_YearRangeFrom"},
        {"yearRangeTo", "BirthDate_YearRangeTo"},
        {"circa", "BirthDate_Circa"},
        {"calendarType", "BirthDate_CalendarType"},
        {"city", "BirthDate_City"},
        {"place", "BirthDate_Place"},
        {"region", "BirthDate_Region"},
        {"countryIso2Code", "BirthDate_CountryIso2Code"},
        {"countryDescription", "BirthDate_CountryDescription"},
        {"remark", "BirthDate_Remark"}}},
      {"identification",
       {{"identificationTypeCode", "Identification_TypeCode"},
        {"number", "Identification_Number"},
        {"latinNumber", "Identification_LatinNumber"},
        {"issuedBy", "Identification_IssuedBy"},
        {"knownFalse", "Identification_KnownFalse"},
        {"nameOnDocument", "Identification_NameOnDocument"},
        {"countryIso2Code", "Identification_CountryIso2Code"},
        {"countryDescription", "Identification_CountryDescription"},
        {"remark", "Identification_Remark"}}},
      {"address",
       {{"street", "Address_Street"},
        {"poBox", "Address_PoBox"},
        {"city", "Address_City"},
        {"place", "Address_Place"},
        {"region", "Address_Region"},
        {"zipCode", "Address_ZipCode"},
        {"countryIso2Code", "Address_CountryIso2Code"},
        {"countryDescription", "Address_CountryDescription"},
        {"remark", "Address_Remark"}}},
      {"citizenship",
       {{"countryIso2Code", "Citizenship_CountryIso2Code"},
        {"countryDescription", "Citizenship_CountryDescription"},
        {"region", "Citizenship_Region"}}}};
  return kColumns;
}

std::string csv_of(const std::vector<Content>& list) {
  std::vector<std::string_view> headings = {"fileGenerationDate"};
  for (const auto& [element, fields] : columns())
    for (const auto& [name, column] : fields) headings.push_back(column);
  std::vector<Fields> rows;
  for (const Content& entry : list) {
    Fields base = {{"fileGenerationDate", "2026-05-01"}};
    const auto put = [](Fields& row, const std::string& element, const Fields& fields, const std::string& remark) {
      for (const auto& [name, text] : fields) row[columns().at(element).at(name)] = text;
      if (!remark.empty()) row[columns().at(element).at("remark")] = remark;
    };
    put(base, "sanctionEntity", entry.entity, entry.remark);
    for (const Part& part : entry.parts)
      if (part.element == "subjectType") put(base, part.element, part.fields, "");
    for (const Part& part : entry.parts) {
      if (part.element == "subjectType") continue;
      rows.push_back(base);
      put(rows.back(), part.element, part.fields, part.remark);
    }
  }
  return testing::csv_of("\xEF\xBB\xBF", headings, ';', rows);
}

class Invent {
 public:
  explicit Invent(std::uint32_t seed) : random_(seed) {}

  std::vector<Content> list() {
    std::vector<Content> out;
    const std::size_t size = 1 + below(4);
    for (std::size_t i = 0; i < size; ++i) out.push_back(entry(i));
    return out;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  std::string one_of(std::initializer_list<const char*> texts) { return *(texts.begin() + below(texts.size())); }
  std::string maybe(std::initializer_list<const char*> texts) { return below(2) == 0 ? "" : one_of(texts); }
  Fields some(Fields fields) {
    std::erase_if(fields, [](const auto& field) { return field.second.empty(); });
    return fields;
  }
  std::string code() { return maybe({"IR", "RU", "00", "SY"}); }
  std::string country() { return maybe({"IRAN", "UNKNOWN", "SYRIAN ARAB REPUBLIC", "Atlantis"}); }

  Content entry(std::size_t index) {
    Content out;
    out.entity = some({{"logicalId", std::to_string(100 + index)},
                       {"euReferenceNumber", below(3) == 0 ? "" : "EU.9." + std::to_string(index)},
                       {"unitedNationId", maybe({"XXi.001"})},
                       {"designationDate", maybe({"2022-03-15"})},
                       {"designationDetails", maybe({"as listed"})}});
    out.remark = maybe({"(INVENTED)", "None"});
    const bool person = below(2) == 0;
    out.parts.push_back(
        {"subjectType", {{"code", person ? "person" : "enterprise"}, {"classificationCode", person ? "P" : "E"}}, ""});
    out.parts.push_back(name("Mirko Ostrovsky"));
    for (std::size_t i = below(4); i > 0; --i) out.parts.push_back(name(maybe({"Kale", "Мирко", "Mirko Kale", "Ano"})));
    for (std::size_t i = below(3); i > 0; --i) out.parts.push_back(birth());
    for (std::size_t i = below(3); i > 0; --i) out.parts.push_back(number());
    for (std::size_t i = below(3); i > 0; --i) out.parts.push_back(address());
    for (std::size_t i = below(3); i > 0; --i)
      out.parts.push_back(
          {"citizenship",
           some({{"countryIso2Code", code()}, {"countryDescription", country()}, {"region", maybe({"North"})}}), ""});
    for (std::size_t i = below(3); i > 0; --i)
      out.parts.push_back({"regulation",
                           some({{"programme", one_of({"INV", "INW"})},
                                 {"numberTitle", maybe({"2022/1", "2022/2"})},
                                 {"publicationUrl", maybe({"https://a.example/1", "https://a.example/2"})}}),
                           ""});
    return out;
  }
  Part name(const std::string& whole) {
    return {"nameAlias",
            some({{"wholeName", whole},
                  {"firstName", maybe({"Mirko"})},
                  {"middleName", maybe({"Ivan"})},
                  {"lastName", maybe({"OSTROVSKY", "Kale"})},
                  {"nameLanguage", maybe({"EN", "RU", "BG"})},
                  {"gender", maybe({"M", "F"})},
                  {"title", maybe({"Dr"})},
                  {"function", maybe({"Minister", "Envoy"})},
                  {"strong", maybe({"true", "false"})},
                  {"logicalId", maybe({"501", "502", "503"})}}),
            maybe({"Low quality alias", "as of 2019"})};
  }
  Part birth() {
    return {"birthdate",
            some({{"birthdate", maybe({"1966-09-08", "1966-13-01"})},
                  {"dayOfMonth", maybe({"8", "31"})},
                  {"monthOfYear", maybe({"9", "2"})},
                  {"year", maybe({"1966", "19"})},
                  {"yearRangeFrom", maybe({"1965"})},
                  {"yearRangeTo", maybe({"1967", "1964"})},
                  {"circa", maybe({"true", "false"})},
                  {"calendarType", maybe({"GREGORIAN", "ISLAMIC"})},
                  {"city", maybe({"Tehran"})},
                  {"place", maybe({"a village"})},
                  {"countryIso2Code", code()},
                  {"countryDescription", country()}}),
            maybe({"said so"})};
  }
  Part number() {
    return {
        "identification",
        some({{"identificationTypeCode", one_of({"passport", "id", "fiscalcode", "vat", "lei", "unssn", "strange"})},
              {"number", maybe({"X 123", "Y-4", "-"})},
              {"latinNumber", maybe({"X 123", "Z9"})},
              {"issuedBy", maybe({"a ministry"})},
              {"knownFalse", maybe({"true", "false"})},
              {"nameOnDocument", maybe({"M. Kale"})},
              {"countryIso2Code", code()},
              {"countryDescription", country()}}),
        maybe({"seen once"})};
  }
  Part address() {
    return {"address",
            some({{"street", maybe({"1 Quay"})},
                  {"poBox", maybe({"77"})},
                  {"city", maybe({"Port"})},
                  {"region", maybe({"North"})},
                  {"zipCode", maybe({"7000"})},
                  {"countryIso2Code", code()},
                  {"countryDescription", country()}}),
            maybe({"a flat"})};
  }

  std::mt19937 random_;
};

RC_GTEST_PROP(EuForms, XmlAndCsvOfOneContentAreTheSameEntries, ()) {
  Invent invent(*rc::gen::arbitrary<std::uint32_t>());
  const std::vector<Content> content = invent.list();
  const auto xml = read_one("eu", "<?xml version=\"1.0\"?>\n" + xml_of(content));
  const auto csv = read_one("eu", csv_of(content));
  if (!xml || !csv) RC_LOG() << error_of(xml) << "\n" << error_of(csv) << "\n" << xml_of(content);
  RC_ASSERT(xml.has_value() && csv.has_value());
  if (xml->list.entries != csv->list.entries)
    RC_LOG() << list_to_document(xml->list) << list_to_document(csv->list) << xml_of(content);
  RC_ASSERT(xml->list.entries == csv->list.entries);
  RC_ASSERT(xml->list.digest == csv->list.digest);
  RC_ASSERT(xml->list.as_of == csv->list.as_of);
}

TEST(EuForms, TheCsvIsOfItsOldestRow) {
  std::string text = testing::eu_sample();
  text = testing::with(text, "\"2026-05-01\"", "\"2026-04-30\"");
  EXPECT_EQ(as_of_text(read_one("eu", text)->list.as_of), "2026-04-30T00:00:00Z");
}

}  // namespace
}  // namespace licet::screening
