#include "screening/ofac_advanced.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/limits.h"
#include "screening/ofac_advanced_party.h"
#include "screening/ofac_advanced_refs.h"
#include "screening/published_text.h"
#include "screening/xml_list.h"

namespace licet::screening {
using namespace published;
namespace {

class OfacAdvancedReader final : public XmlListReader {
 public:
  OfacAdvancedReader() : XmlListReader("ofac-sdn-advanced", "Sanctions", "OFAC's sdn_advanced.xml") {}

 private:
  enum class Section { kOther, kIssue, kValues, kLocations, kDocuments, kParties, kRelations, kMeasures };
  struct Relation {
    std::string from, to, type;
    bool former = false;
  };

  static Section section_of(std::string_view name) {
    if (name == "DateOfIssue") return Section::kIssue;
    if (name == "ReferenceValueSets") return Section::kValues;
    if (name == "Locations") return Section::kLocations;
    if (name == "IDRegDocuments") return Section::kDocuments;
    if (name == "DistinctParties") return Section::kParties;
    if (name == "ProfileRelationships") return Section::kRelations;
    return name == "SanctionsEntries" ? Section::kMeasures : Section::kOther;
  }

  Status on_open(const XmlElement& element) override {
    if (element.depth() == 2) return open_section(section_of(element.name));
    if (element.depth() < 3) return {};
    if (element.depth() == 3 || section_ == Section::kValues) begin_record();
    switch (section_) {
      case Section::kValues:
        references_.open_value(element);
        return {};
      case Section::kLocations:
        references_.open_location(element);
        return {};
      case Section::kDocuments:
        references_.open_document(element);
        return {};
      case Section::kParties:
        party_.open(element);
        return {};
      case Section::kRelations:
        return open_relation(element);
      case Section::kMeasures:
        open_measure(element);
        return {};
      default:
        return {};
    }
  }

  Status on_close(const XmlElement& element, std::string_view text) override {
    if (element.depth() == 2 && section_ == Section::kIssue) return close_issue();
    if (element.depth() < 3) return {};
    switch (section_) {
      case Section::kIssue:
        issue_.take(element.name, text);
        return {};
      case Section::kValues:
        references_.close_value(element, text);
        return check_references();
      case Section::kLocations:
        references_.close_location(element, text);
        return check_references();
      case Section::kDocuments:
        references_.close_document(element, text);
        return check_references();
      case Section::kParties:
        return close_party(element, text);
      case Section::kMeasures:
        close_measure(element, text);
        return {};
      default:
        return {};
    }
  }

  Status open_section(Section section) {
    section_ = section;
    measured_ = nullptr;
    begin_record();
    if (section == Section::kParties && !references_.has_values())
      return error_here(ErrorCode::kBadInput,
                        "parties before the ReferenceValueSets they refer to; get the whole file again");
    return {};
  }

  Status check_references() const {
    if (const Status status = references_.check(); !status) return error_here(status.error().code, status.error().text);
    return {};
  }

  Status close_issue() {
    if (const auto day = issue_.date()) set_as_of(moment_of(format_date(*day)));
    return {};
  }

  Status close_party(const XmlElement& element, std::string_view text) {
    party_.close(element, text);
    if (element.depth() != 3 || element.name != "DistinctParty") return {};
    LICET_CHECK(add_entry(party_.take()));
    const std::size_t index = entries().size() - 1;
    for (const std::string& profile : party_.profiles()) by_profile_.emplace(profile, index);
    for (const std::string& identity : party_.identities()) by_identity_.emplace(identity, index);
    return {};
  }

  Status open_relation(const XmlElement& element) {
    if (element.depth() != 3) return {};
    if (relations_.size() == limits::kListEntriesMax)
      return error_here(ErrorCode::kLimit, "more than " + std::to_string(limits::kListEntriesMax) + " relationships");
    relations_.push_back({std::string(element.attribute("From-ProfileID")),
                          std::string(element.attribute("To-ProfileID")),
                          std::string(references_.text("RelationType", element.attribute("RelationTypeID"))),
                          element.attribute("Former") == "true"});
    return {};
  }

  void open_measure(const XmlElement& element) {
    if (element.name == "SanctionsEntry") {
      const auto found = by_profile_.find(std::string(element.attribute("ProfileID")));
      measured_ = found == by_profile_.end() ? nullptr : &entries()[found->second];
      if (measured_ == nullptr) ++measures_of_nobody_;
    } else if (element.name == "EntryEvent") {
      event_ = {};
    } else if (element.name == "SanctionsMeasure") {
      measure_ = references_.text("SanctionsType", element.attribute("SanctionsTypeID"));
    }
  }

  void close_measure(const XmlElement& element, std::string_view text) {
    if (measured_ == nullptr) return;
    if (element.parent() == "Date") {
      event_.take(element.name, text);
    } else if (element.name == "EntryEvent") {
      const auto day = event_.date();
      if (day && (!measured_->listed_on || *day < *measured_->listed_on)) measured_->listed_on = *day;
    } else if (element.name == "Comment" && element.parent() == "SanctionsMeasure") {
      measure_comment_ = clean_text(text);
    } else if (element.name == "SanctionsMeasure") {
      if (lower_ascii(measure_) != "program")
        add_detail(*measured_, "measures", measure_);
      else if (!measure_comment_.empty())
        measured_->programmes.push_back(measure_comment_);
      measure_comment_.clear();
    }
  }

  /// Of each party, whom it is linked to and how; in a fixed order, whatever order the file has.
  void add_relations() {
    std::unordered_map<std::size_t, std::set<std::string>> links;
    for (const Relation& relation : relations_) {
      const auto from = by_profile_.find(relation.from), to = by_profile_.find(relation.to);
      if (from == by_profile_.end() || to == by_profile_.end()) continue;
      const Entry& target = entries()[to->second];
      links[from->second].insert((relation.former ? "formerly " : "") + lower_ascii(relation.type) + " " +
                                 target.entry_id);
    }
    for (const auto& [index, texts] : links) {
      std::string all;
      for (const std::string& text : texts) all += (all.empty() ? "" : "; ") + text;
      add_detail(entries()[index], "linked_to", all);
    }
  }

  void add_documents() {
    for (const auto& [identity, index] : by_identity_) {
      const std::vector<ListId>* documents = references_.documents_of(identity);
      if (documents == nullptr) continue;
      Entry& entry = entries()[index];
      for (const ListId& document : *documents) add_id(entry, document.type, document.value, document.country);
    }
  }

  Status on_end() override {
    add_documents();
    add_relations();
    for (Entry& entry : entries()) order_entry(entry);
    if (party_.missing_locations() > 0)
      add_note(std::to_string(party_.missing_locations()) +
               " places are missing: parties name locations that the file "
               "does not have");
    if (measures_of_nobody_ > 0)
      add_note(std::to_string(measures_of_nobody_) + " sanctions entries are of no party in the file");
    return {};
  }

  Section section_ = Section::kOther;
  OfacDate issue_;
  OfacReferences references_;
  OfacPartyBuilder party_{references_};
  std::unordered_map<std::string, std::size_t> by_profile_;
  std::unordered_map<std::string, std::size_t> by_identity_;
  std::vector<Relation> relations_;
  Entry* measured_ = nullptr;
  OfacDate event_;
  std::string measure_, measure_comment_;
  std::size_t measures_of_nobody_ = 0;
};

}  // namespace

std::unique_ptr<ListReader> make_ofac_advanced_reader() { return std::make_unique<OfacAdvancedReader>(); }

}  // namespace licet::screening
