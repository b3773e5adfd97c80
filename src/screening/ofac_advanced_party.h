// One distinct party of OFAC's Advanced XML: from its elements to an entry.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "screening/list_build.h"
#include "screening/ofac_advanced_refs.h"

namespace licet::screening {

/// A day of three elements, Year, Month and Day, as they come.
struct OfacDate {
  int year = 0, month = 0, day = 0;
  /// Takes the text of a Year, Month or Day; other elements are left alone.
  void take(std::string_view element, std::string_view text);
  std::optional<Date> date() const;
};

/// Takes the elements of DistinctParty, one after the other, and gives an entry for each party. What it needs of other
/// sections has to be in the references. Not for concurrent use.
class OfacPartyBuilder {
 public:
  /// Both have to outlive it. What cannot be read is counted in `list`.
  OfacPartyBuilder(const OfacReferences& references, ListBuilder& list) : references_(references), list_(list) {}

  void open(const XmlElement& element);
  void close(const XmlElement& element, std::string_view text);
  /// When DistinctParty closes.
  Entry take();
  /// Numbers of the profiles and identities of the party that was closed last.
  const std::vector<std::string>& profiles() const { return profiles_; }
  const std::vector<std::string>& identities() const { return identities_; }

 private:
  struct Part {
    std::string group, text;
  };
  struct Name {
    NameKind kind = NameKind::kAka;
    Strength strength = Strength::kStrong;
    bool primary = false;
    bool latin = true;
    std::vector<Part> parts;
  };

  void open_party(const XmlElement& element);
  void open_alias(const XmlElement& element);
  void open_version(const XmlElement& element);
  void close_name_part(std::string_view text);
  void close_identity();
  ListName list_name(const Name& name) const;
  void close_feature_text(const XmlElement& element, std::string_view text);
  void add_feature_text(const std::string& text);
  void add_feature_location(std::string_view location_id);
  void add_period();
  std::string period_text() const;

  const OfacReferences& references_;
  ListBuilder& list_;
  Entry entry_;
  std::vector<std::string> profiles_, identities_;
  std::vector<Name> names_;  // of the identity that is open
  Name alias_;               // the alias that is open, without parts
  Part part_;
  bool part_latin_ = true, part_script_known_ = false;
  std::unordered_map<std::string, std::string> groups_;  // name part group to its type
  std::string feature_;                                  // its type, in lower case
  std::string feature_title_;                            // as published
  std::string detail_reference_;
  std::array<OfacDate, 4> period_;  // start from, start to, end from, end to
  bool approximate_ = false;
  std::vector<EntryType> types_;  // of the party's profiles
};

}  // namespace licet::screening
