#include "screening/eu_xml.h"

#include <set>
#include <string>

#include "screening/eu_entry.h"
#include "screening/list_text.h"
#include "screening/xml_list.h"

namespace licet::screening {
namespace {

constexpr std::string_view kNamespace = "http://eu.europa.ec/fpi/fsd/export";

EuCountry country_of(const XmlElement& element) {
  return {std::string(element.attribute("countryIso2Code")), std::string(element.attribute("countryDescription"))};
}

class EuXmlReader final : public XmlListReader {
 public:
  EuXmlReader() : XmlListReader("eu", "export", "the EU's XML 1.1 file") {}

 private:
  Status on_open(const XmlElement& element) override {
    if (element.depth() == 1) return open_list(element);
    if (element.depth() == 2) {
      in_entry_ = element.name == "sanctionEntity";
      if (in_entry_) open_entry(element);
    } else if (in_entry_ && element.depth() == 3) {
      remarks_.clear();
      return open_part(element);
    } else if (in_entry_ && element.depth() == 4 && element.name == "contactInfo") {
      entries_.add_contact(entry_, element.attribute("key"), element.attribute("value"));
    }
    return {};
  }

  Status on_close(const XmlElement& element, std::string_view text) override {
    if (!in_entry_) return {};
    if (element.depth() == 2) {
      in_entry_ = false;
      return close_entry();
    }
    if (element.depth() == 3) {
      close_part(element, text);
    } else if (element.depth() == 4 && element.name == "remark") {
      if (std::string tidy = clean(text); !tidy.empty()) remarks_.insert(std::move(tidy));
    } else if (element.depth() == 4 && element.name == "publicationUrl") {
      add_detail(entry_, "source_url", text);
    }
    return {};
  }

  Status open_list(const XmlElement& element) {
    if (element.space != kNamespace)
      return error_here(ErrorCode::kBadInput, "another kind of file: its namespace is '" + std::string(element.space) +
                                                  "' and that of the EU's XML 1.1 file is " + std::string(kNamespace) +
                                                  "; give the file xmlFullSanctionsList_1_1");
    set_as_of(moment_of(element.attribute("generationDate")));
    return {};
  }

  void open_entry(const XmlElement& element) {
    begin_record();
    entry_ = Entry{};
    entry_.type = EntryType::kUnknown;
    typed_ = false;
    logical_id_ = clean(element.attribute("logicalId"));
    entry_.entry_id = clean(element.attribute("euReferenceNumber"));
    if (entry_.entry_id.empty()) entry_.entry_id = logical_id_;
    entry_.listed_on = day_of(element.attribute("designationDate"));
    add_detail(entry_, "logical_id", logical_id_);
    add_detail(entry_, "designation", element.attribute("designationDetails"));
    add_detail(entry_, "un_reference", element.attribute("unitedNationId"));
  }

  Status open_part(const XmlElement& element) {
    const auto value = [&](const char* name) { return std::string(element.attribute(name)); };
    if (element.name == "nameAlias") {
      name_ = {value("firstName"), value("middleName"), value("lastName"), value("wholeName"), value("nameLanguage"),
               value("gender"),    value("title"),      value("function"), value("strong"),    {},
               value("logicalId")};
    } else if (element.name == "subjectType") {
      return set_type(element);
    } else if (element.name == "regulation") {
      entries_.add(entry_, EuRegulation{value("programme"), value("numberTitle"), {}});
    } else if (element.name == "citizenship") {
      entries_.add_citizenship(entry_, country_of(element), element.attribute("region"));
    } else if (element.name == "birthdate") {
      birth_ = {value("birthdate"),     value("dayOfMonth"),  value("monthOfYear"), value("year"),
                value("yearRangeFrom"), value("yearRangeTo"), value("circa"),       value("calendarType"),
                value("city"),          value("place"),       value("region"),      {},
                country_of(element)};
    } else if (element.name == "identification") {
      identification_ = {value("identificationTypeCode"),
                         value("identificationTypeDescription"),
                         value("number"),
                         value("latinNumber"),
                         value("issuedBy"),
                         value("issuedDate").empty() ? value("issueDate") : value("issuedDate"),
                         value("validFrom"),
                         value("validTo"),
                         value("nameOnDocument"),
                         value("diplomatic"),
                         value("knownExpired"),
                         value("knownFalse"),
                         value("reportedLost"),
                         value("revokedByIssuer"),
                         {},
                         country_of(element)};
    } else if (element.name == "address") {
      address_ = {
          value("street"),    value("poBox"), value("city"), value("place"), value("region"), value("zipCode"), {},
          country_of(element)};
    }
    if (!is_known(element.name)) list().count("elements are not known to this release and were not read", element.name);
    return {};
  }

  static bool is_known(std::string_view name) {
    for (const std::string_view known :
         {"remark", "regulation", "subjectType", "nameAlias", "citizenship", "birthdate", "identification", "address"})
      if (name == known) return true;
    return false;
  }

  Status set_type(const XmlElement& element) {
    auto type = eu_type_of(element.attribute("code"));
    if (!type) type = eu_type_of(element.attribute("classificationCode"));
    if (typed_ && type.value_or(EntryType::kUnknown) != entry_.type)
      return error_here(ErrorCode::kBadInput,
                        "a second subjectType of " + entry_.entry_id + " that says another type; get the file again");
    typed_ = true;
    entry_.type = type.value_or(EntryType::kUnknown);
    return {};
  }

  /// The remarks inside the part that closes, in one order whatever the file's.
  std::string remarks() const {
    std::string out;
    for (const std::string& remark : remarks_) out += (out.empty() ? "" : "; ") + remark;
    return out;
  }

  void close_part(const XmlElement& element, std::string_view text) {
    if (element.name == "remark") {
      if (lower_ascii(clean(text)) != "none") add_detail(entry_, "remarks", text);
    } else if (element.name == "nameAlias") {
      name_.remark = remarks();
      if (clean(name_.whole + name_.first + name_.middle + name_.last).empty())
        list().count("aliases have no name and were left out", entry_.entry_id);
      entries_.add(entry_, name_);
    } else if (element.name == "birthdate") {
      birth_.remark = remarks();
      entries_.add(entry_, birth_);
    } else if (element.name == "identification") {
      identification_.remark = remarks();
      entries_.add(entry_, identification_);
    } else if (element.name == "address") {
      address_.remark = remarks();
      entries_.add(entry_, address_);
    }
  }

  Status close_entry() {
    entries_.choose_primary(entry_, entry_.entry_id);
    return add_entry(std::move(entry_));
  }

  EuEntries entries_{list()};
  bool in_entry_ = false;
  bool typed_ = false;  // the entry that is open has a subjectType
  Entry entry_;
  std::string logical_id_;
  std::set<std::string> remarks_;  // inside the part that is open
  // Of the part that is open.
  EuName name_;
  EuBirth birth_;
  EuIdentification identification_;
  EuAddress address_;
};

}  // namespace

std::unique_ptr<ListReader> make_eu_xml_reader() { return std::make_unique<EuXmlReader>(); }

}  // namespace licet::screening
