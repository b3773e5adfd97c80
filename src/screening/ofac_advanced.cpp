#include "screening/ofac_advanced.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/limits.h"
#include "screening/list_text.h"
#include "screening/ofac_advanced_party.h"
#include "screening/ofac_advanced_refs.h"
#include "screening/xml_list.h"

namespace licet::screening {
namespace {

/// What is read, and what is left out on purpose (docs/formats/list_kinds.md). Sets of reference values are read
/// whatever they are called.
constexpr std::array<std::string_view, 56> kKnown{"Alias",
                                                  "Comment",
                                                  "Date",
                                                  "DateOfIssue",
                                                  "DatePeriod",
                                                  "Day",
                                                  "DistinctParties",
                                                  "DistinctParty",
                                                  "DocumentDate",
                                                  "DocumentedName",
                                                  "DocumentedNameCountry",
                                                  "DocumentedNamePart",
                                                  "DocumentedNameReference",
                                                  "DurationPeriod",
                                                  "End",
                                                  "EntryEvent",
                                                  "ExternalReference",
                                                  "Feature",
                                                  "FeatureVersion",
                                                  "FeatureVersionReference",
                                                  "From",
                                                  "IDRegDocument",
                                                  "IDRegDocumentMention",
                                                  "IDRegDocumentReference",
                                                  "IDRegDocuments",
                                                  "IDRegistrationNo",
                                                  "Identity",
                                                  "IdentityReference",
                                                  "IssuingAuthority",
                                                  "Location",
                                                  "LocationAreaCode",
                                                  "LocationCountry",
                                                  "LocationPart",
                                                  "LocationPartValue",
                                                  "Locations",
                                                  "MasterNamePartGroup",
                                                  "Month",
                                                  "NamePartGroup",
                                                  "NamePartGroups",
                                                  "NamePartValue",
                                                  "Profile",
                                                  "ProfileRelationship",
                                                  "ProfileRelationshipReference",
                                                  "ProfileRelationships",
                                                  "ReferenceValueSets",
                                                  "Sanctions",
                                                  "SanctionsEntries",
                                                  "SanctionsEntry",
                                                  "SanctionsEntryReference",
                                                  "SanctionsMeasure",
                                                  "Start",
                                                  "To",
                                                  "Value",
                                                  "VersionDetail",
                                                  "VersionLocation",
                                                  "Year"};
static_assert(std::is_sorted(kKnown.begin(), kKnown.end()));

/// What a link between two things takes besides their texts.
constexpr std::size_t kLinkBytes = 128;

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
    const bool in_values = section_ == Section::kValues && element.depth() > 2;
    if (!in_values) note_unless_known(element, kKnown);
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
        return close_measure(element, text);
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

  Status check_references() {
    if (const Status status = references_.check(); !status) return error_here(status.error().code, status.error().text);
    return hold(references_.take_bytes());
  }

  Status close_issue() {
    if (const auto day = issue_.date()) set_as_of(moment_of(format_date(*day)));
    return {};
  }

  Status close_party(const XmlElement& element, std::string_view text) {
    party_.close(element, text);
    if (element.depth() != 3 || element.name != "DistinctParty") return {};
    Entry entry = party_.take();
    const std::string id = entry.entry_id;
    LICET_CHECK(add_entry(std::move(entry)));
    LICET_CHECK(link(by_profile_, party_.profiles(), id));
    return link(by_identity_, party_.identities(), id);
  }

  /// The numbers lead to the party, and to no other. Nothing leads to what has no number.
  Status link(std::unordered_map<std::string, std::string>& to, const std::vector<std::string>& numbers,
              const std::string& id) {
    for (const std::string& number : numbers) {
      if (!number.empty() && !to.emplace(number, id).second)
        return error_here(ErrorCode::kBadInput, "a profile or identity of the number " + number +
                                                    " that another party has; get the file again");
      LICET_CHECK(hold(kLinkBytes + number.size() + id.size()));
    }
    return {};
  }

  Status open_relation(const XmlElement& element) {
    if (element.depth() != 3) return {};
    if (relations_.size() >= list().list_limits().rows)
      return error_here(ErrorCode::kLimit, "more than " + std::to_string(list().list_limits().rows) + " relationships");
    relations_.push_back({std::string(element.attribute("From-ProfileID")),
                          std::string(element.attribute("To-ProfileID")),
                          std::string(references_.text("RelationType", element.attribute("RelationTypeID"))),
                          element.attribute("Former") == "true"});
    const Relation& kept = relations_.back();
    return hold(sizeof(Relation) + kept.from.size() + kept.to.size() + 2 * kept.type.size());
  }

  void open_measure(const XmlElement& element) {
    if (element.name == "SanctionsEntry") {
      const auto found = by_profile_.find(std::string(element.attribute("ProfileID")));
      measured_ = found == by_profile_.end() ? nullptr : list().find(found->second);
      if (measured_ == nullptr)
        list().count("sanctions entries are of no party in the file", element.attribute("ProfileID"));
    } else if (element.name == "EntryEvent") {
      event_ = {};
    } else if (element.name == "SanctionsMeasure") {
      measure_ = references_.text("SanctionsType", element.attribute("SanctionsTypeID"));
    }
  }

  Status close_measure(const XmlElement& element, std::string_view text) {
    if (measured_ == nullptr) return {};
    if (element.parent() == "Date") {
      event_.take(element.name, text);
    } else if (element.name == "EntryEvent") {
      add_listing(*measured_, event_.date());
    } else if (element.name == "Comment" && element.parent() == "SanctionsMeasure") {
      measure_comment_ = clean(text);
    } else if (element.name == "SanctionsMeasure") {
      LICET_CHECK(hold(kLinkBytes + measure_.size() + measure_comment_.size()));
      if (lower_ascii(measure_) != "program")
        add_detail(*measured_, "measures", measure_);
      else if (!measure_comment_.empty())
        measured_->programmes.push_back(measure_comment_);
      measure_comment_.clear();
    }
    return {};
  }

  /// Of each party, whom it is linked to and how; in a fixed order, whatever order the file has.
  void add_relations() {
    std::map<std::string, std::set<std::string>> links;
    for (const Relation& relation : relations_) {
      const auto from = by_profile_.find(relation.from), to = by_profile_.find(relation.to);
      if (from == by_profile_.end() || to == by_profile_.end()) {
        list().count("relationships are of no party in the file", relation.from + " to " + relation.to);
        continue;
      }
      links[from->second].insert((relation.former ? "formerly " : "") + lower_ascii(relation.type) + " " + to->second);
    }
    for (const auto& [id, texts] : links)
      for (const std::string& text : texts) add_detail(*list().find(id), "linked_to", text);
  }

  void add_documents() {
    for (const auto& [identity, documents] : references_.documents()) {
      const auto owner = by_identity_.find(identity);
      for (const ListId& document : documents) {
        if (owner == by_identity_.end())
          list().count("documents are of no party in the file", document.value);
        else
          add_id(*list().find(owner->second), document.type, document.value, document.country);
      }
    }
  }

  Status on_end() override {
    add_documents();
    add_relations();
    return {};
  }

  Section section_ = Section::kOther;
  OfacDate issue_;
  OfacReferences references_;
  OfacPartyBuilder party_{references_, list()};
  std::unordered_map<std::string, std::string> by_profile_;   // to the entry
  std::unordered_map<std::string, std::string> by_identity_;  // likewise
  std::vector<Relation> relations_;
  Entry* measured_ = nullptr;
  OfacDate event_;
  std::string measure_, measure_comment_;
};

}  // namespace

std::unique_ptr<ListReader> make_ofac_advanced_reader() { return std::make_unique<OfacAdvancedReader>(); }

}  // namespace licet::screening
