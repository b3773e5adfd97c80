#include "screening/un_xml.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "screening/list_text.h"
#include "screening/xml_list.h"

namespace licet::screening {
namespace {

constexpr std::array<std::string_view, 4> kNameWords{"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"};

/// What is read, and what is left out on purpose: numbers of versions, keys to sort by, and the list's own name again.
constexpr std::array<std::string_view, 55> kKnown{"ALIAS_NAME",
                                                  "CITY",
                                                  "CITY_OF_BIRTH",
                                                  "CITY_OF_ISSUE",
                                                  "COMMENTS1",
                                                  "CONSOLIDATED_LIST",
                                                  "COUNTRY",
                                                  "COUNTRY_OF_BIRTH",
                                                  "COUNTRY_OF_ISSUE",
                                                  "DATAID",
                                                  "DATE",
                                                  "DATE_OF_BIRTH",
                                                  "DATE_OF_ISSUE",
                                                  "DESIGNATION",
                                                  "ENTITIES",
                                                  "ENTITY",
                                                  "ENTITY_ADDRESS",
                                                  "ENTITY_ALIAS",
                                                  "FIRST_NAME",
                                                  "FOURTH_NAME",
                                                  "FROM_YEAR",
                                                  "GENDER",
                                                  "INDIVIDUAL",
                                                  "INDIVIDUALS",
                                                  "INDIVIDUAL_ADDRESS",
                                                  "INDIVIDUAL_ALIAS",
                                                  "INDIVIDUAL_DATE_OF_BIRTH",
                                                  "INDIVIDUAL_DOCUMENT",
                                                  "INDIVIDUAL_PLACE_OF_BIRTH",
                                                  "ISSUING_COUNTRY",
                                                  "LAST_DAY_UPDATED",
                                                  "LISTED_ON",
                                                  "LIST_TYPE",
                                                  "NAME_ORIGINAL_SCRIPT",
                                                  "NATIONALITY",
                                                  "NOTE",
                                                  "NUMBER",
                                                  "QUALITY",
                                                  "REFERENCE_NUMBER",
                                                  "SECOND_NAME",
                                                  "SORT_KEY",
                                                  "SORT_KEY_LAST_MOD",
                                                  "STATE_PROVINCE",
                                                  "STREET",
                                                  "THIRD_NAME",
                                                  "TITLE",
                                                  "TO_YEAR",
                                                  "TYPE_OF_DATE",
                                                  "TYPE_OF_DOCUMENT",
                                                  "TYPE_OF_DOCUMENT2",
                                                  "UN_LIST_TYPE",
                                                  "VALUE",
                                                  "VERSIONNUM",
                                                  "YEAR",
                                                  "ZIP_CODE"};
static_assert(std::is_sorted(kKnown.begin(), kKnown.end()));

/// The fields of one element, by name.
class Fields {
 public:
  void clear() { items_.clear(); }
  /// False when the field is there already and says something else: of two texts one would be lost.
  bool add(std::string_view name, std::string_view text) {
    std::string tidy = clean(text);
    if (tidy.empty()) return true;
    const auto [item, added] = items_.emplace(std::string(name), tidy);
    return added || item->second == tidy;
  }
  /// Empty when there is none.
  std::string_view operator[](std::string_view name) const {
    const auto found = items_.find(name);
    return found == items_.end() ? std::string_view{} : std::string_view(found->second);
  }

 private:
  std::map<std::string, std::string, std::less<>> items_;
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
bool begins(std::string_view text, std::string_view part) { return text.substr(0, part.size()) == part; }

std::string joined(const Fields& fields, std::initializer_list<std::string_view> names) {
  std::string out;
  for (const std::string_view name : names) {
    if (!out.empty() && !fields[name].empty()) out += ", ";
    out += fields[name];
  }
  return out;
}

std::string id_type(std::string_view type, std::string_view detail) {
  const std::string first = lower_ascii(type), second = lower_ascii(detail);
  if (holds(second, "passport")) return "passport";
  if (holds(second, "fiscal") || holds(second, "tax")) return "tax_id";
  for (const std::string_view other :
       {"driver", "voter", "student", "ration", "birth", "nationality", "resident", "military", "serviceman", "other"})
    if (holds(second, other)) return "other";
  if (holds(first, "passport") || holds(first, "passeport") || holds(first, "pasaporte")) return "passport";
  return holds(first, "national") ? "national_id" : "other";
}

/// "Vareland passport number XX000017 (expired)": what stands behind the words for a number, and before a bracket.
std::string_view bare_number(std::string_view text) {
  const std::string lower = lower_ascii(text);
  std::size_t begin = 0;
  for (const std::string_view mark : {"number ", "no. ", "passport ", ": "}) {
    const std::size_t at = lower.rfind(mark);
    if (at != std::string::npos) begin = std::max(begin, at + mark.size());
  }
  return text.substr(begin, std::max(text.find(" (", begin), begin) - begin);
}

class UnXmlReader final : public XmlListReader {
 public:
  UnXmlReader() : XmlListReader("un", "CONSOLIDATED_LIST", "the UN consolidated list") {}

 private:
  // Depth 1 is the root, 2 INDIVIDUALS or ENTITIES, 3 an entry, 4 its fields and records, 5 fields of records.
  Status on_open(const XmlElement& element) override {
    note_unless_known(element, kKnown);
    if (element.depth() == 1) set_as_of(moment_of(element.attribute("dateGenerated")));
    in_entry_ = in_entry_ || (element.depth() == 3 && (element.name == "INDIVIDUAL" || element.name == "ENTITY"));
    if (!in_entry_) return {};
    if (element.depth() == 3) {
      begin_record();
      entry_ = Entry{};
      entry_.type = element.name == "INDIVIDUAL" ? EntryType::kPerson : EntryType::kEntity;
      fields_.clear();
    } else if (element.depth() == 4) {
      record_.clear();
    }
    return {};
  }

  Status on_close(const XmlElement& element, std::string_view text) override {
    if (!in_entry_) return {};
    if (element.depth() == 3) {
      in_entry_ = false;
      return close_entry();
    }
    if (element.depth() == 5) {
      if (element.name == "VALUE")
        add_value(element.parent(), clean(text));
      else if (!record_.add(element.name, text))
        return second(element);
    } else if (element.depth() == 4) {
      if (!fields_.add(element.name, text)) return second(element);
      if (element.name == "DATAID" || element.name == "REFERENCE_NUMBER") entry_.entry_id = id();
      add_record(element.name);
    }
    return {};
  }

  tl::unexpected<Error> second(const XmlElement& element) const {
    return error_here(ErrorCode::kBadInput, "a second <" + std::string(element.name) + "> in one <" +
                                                std::string(element.parent()) +
                                                "> that says something else: one of them would be lost; get the file "
                                                "again");
  }

  void add_value(std::string_view field, const std::string& text) {
    if (field == "TITLE") {
      add_detail(entry_, "honorific", text);
    } else if (field == "DESIGNATION") {
      add_detail(entry_, "title", text);
    } else if (field == "NATIONALITY") {
      add_countries(entry_, text, CountryRole::kNationality);
    } else if (field == "LAST_DAY_UPDATED") {
      updated_ = std::max(updated_, text);
    }
  }

  void add_record(std::string_view name) {
    if (name == "INDIVIDUAL_ALIAS" || name == "ENTITY_ALIAS") {
      add_alias();
    } else if (name == "INDIVIDUAL_ADDRESS" || name == "ENTITY_ADDRESS") {
      add_address_record();
    } else if (name == "INDIVIDUAL_DATE_OF_BIRTH") {
      add_birth_record();
    } else if (name == "INDIVIDUAL_PLACE_OF_BIRTH") {
      add_birth_place(joined(record_, {"STREET", "CITY", "STATE_PROVINCE", "NOTE"}), record_["COUNTRY"]);
    } else if (name == "INDIVIDUAL_DOCUMENT") {
      add_document();
    }
  }

  /// The names in `text`; those in another script than Latin are the original ones.
  void add_names(std::string_view text, NameKind kind, Strength strength, std::string_view remarks) {
    for (std::string& name : split_un_names(text)) {
      const NameKind own = is_non_latin(name) ? NameKind::kOriginal : kind;
      add_name(entry_, {std::move(name), own, strength, std::string(remarks)});
    }
  }

  void add_alias() {
    const std::string quality = lower_ascii(record_["QUALITY"]), note = lower_ascii(record_["NOTE"]);
    const bool former = quality == "f.k.a." || begins(note, "previously listed") || begins(note, "formerly listed");
    const Strength strength = quality == "low" ? Strength::kWeak : Strength::kStrong;
    add_names(record_["ALIAS_NAME"], former ? NameKind::kFka : NameKind::kAka, strength, record_["NOTE"]);
    for (std::string& name : un_names_in_note(record_["NOTE"], is_non_latin(record_["ALIAS_NAME"]))) {
      const NameKind own = is_non_latin(name) ? NameKind::kOriginal : NameKind::kAka;
      add_name(entry_, {std::move(name), own, strength});
    }
    add_birth_text(record_["DATE_OF_BIRTH"], false);
    add_birth_place(std::string(record_["CITY_OF_BIRTH"]), record_["COUNTRY_OF_BIRTH"]);
  }

  void add_address_record() {
    ListAddress address{std::string(record_["STREET"]), joined(record_, {"CITY", "STATE_PROVINCE", "ZIP_CODE"}),
                        std::string(record_["COUNTRY"]), std::string(record_["NOTE"])};
    screening::add_address(entry_, std::move(address));
  }

  /// One date or year, or several between ";".
  void add_birth_text(std::string_view text, bool circa) {
    for (const std::string& piece : split_values(text)) {
      auto birth = birth_of_iso(piece);
      if (birth) birth->circa = circa;
      add_birth(entry_, birth, piece, list());
    }
  }

  void add_birth_record() {
    const bool circa = record_["TYPE_OF_DATE"] == "APPROXIMATELY" || lower_ascii(record_["NOTE"]) == "approximately";
    const std::string_view first = record_["FROM_YEAR"], last = record_["TO_YEAR"];
    if (!first.empty() || !last.empty()) {
      const auto from = small_number(first.empty() ? last : first), to = small_number(last.empty() ? first : last);
      auto birth = from && to ? birth_of_years(*from, *to) : std::nullopt;
      if (birth) birth->circa = circa;
      add_birth(entry_, birth, std::string(first) + " to " + std::string(last), list());
    }
    // A date says what its year says, and more.
    const std::string_view date = record_["DATE"], year = record_["YEAR"];
    add_birth_text(date, circa);
    if (date.substr(0, year.size()) != year || date.empty()) add_birth_text(year, circa);
    add_detail(entry_, "birth_note", record_["NOTE"]);
  }

  void add_birth_place(std::string_view place, std::string_view country) {
    add_detail(entry_, "birth_town", place);
    add_countries(entry_, country, CountryRole::kBirth);
  }

  void add_document() {
    const std::string_view detail = record_["TYPE_OF_DOCUMENT2"];
    const std::string_view number = record_["NUMBER"].empty() ? bare_number(detail) : bare_number(record_["NUMBER"]);
    const std::string_view country =
        record_["ISSUING_COUNTRY"].empty() ? record_["COUNTRY_OF_ISSUE"] : record_["ISSUING_COUNTRY"];
    // Without a number the second type may hold one; a type alone is no number.
    if (std::any_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; }))
      add_id(entry_, id_type(record_["TYPE_OF_DOCUMENT"], detail), number, country);
    else
      add_unread_document();
    if (number != record_["NUMBER"]) add_detail(entry_, "document_note", record_["NUMBER"]);
    for (const std::string_view field : {"DATE_OF_ISSUE", "CITY_OF_ISSUE", "COUNTRY_OF_ISSUE"})
      if (!number.empty() && record_[field] != country)
        add_detail(entry_, "document_note", with_number(number, record_[field]));
    add_detail(entry_, "document_note", record_["NOTE"]);
  }

  /// What stands where a number belongs and has no digit is kept as the publisher says it.
  void add_unread_document() {
    if (!record_["NUMBER"].empty())
      list().count("documents have no number that can be read and are kept as text", entry_.entry_id);
    add_detail(entry_, "document_note", joined(record_, {"NUMBER", "TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"}));
  }

  static std::string with_number(std::string_view number, std::string_view text) {
    return text.empty() ? std::string() : std::string(number) + ": " + std::string(text);
  }

  void add_entry_names() {
    std::string whole;
    for (const std::string_view word : kNameWords) {
      if (!whole.empty() && !fields_[word].empty()) whole += ' ';
      whole += fields_[word];
    }
    NameKind kind = NameKind::kPrimary;
    for (std::string& name : split_un_names(whole)) {
      add_name(entry_, {std::move(name), kind, Strength::kStrong});
      kind = NameKind::kAka;
    }
    for (std::string& name : split_un_names(fields_["NAME_ORIGINAL_SCRIPT"]))
      add_name(entry_, {std::move(name), NameKind::kOriginal, Strength::kStrong});
  }

  std::string id() const {
    return std::string(fields_["REFERENCE_NUMBER"].empty() ? fields_["DATAID"] : fields_["REFERENCE_NUMBER"]);
  }

  Status close_entry() {
    entry_.entry_id = id();
    add_entry_names();
    if (!fields_["UN_LIST_TYPE"].empty()) entry_.programmes.emplace_back(fields_["UN_LIST_TYPE"]);
    add_detail(entry_, "remarks", fields_["COMMENTS1"]);
    add_detail(entry_, "gender", fields_["GENDER"]);
    entry_.listed_on = day_of(fields_["LISTED_ON"]);
    add_detail(entry_, "updated_on", updated_);
    updated_.clear();
    return add_entry(std::move(entry_));
  }

  bool in_entry_ = false;
  Entry entry_;
  Fields fields_;  // of the entry
  Fields record_;  // of the alias, address, ... that is open
  std::string updated_;
};

}  // namespace

std::unique_ptr<ListReader> make_un_xml_reader() { return std::make_unique<UnXmlReader>(); }

}  // namespace licet::screening
