// What the one asked about and a listed one have in common beside the name, and what sets them apart.
//
// Each fact is judged by itself: confirmed, contradicted, or neutral where a side does not say or says nothing that
// tells. Facts give points; the points of the whole are their exact sum. Nothing here reads or changes a name's score.
//
// What holds, whatever is asked and listed:
//   - a fact that a side does not give has no line and no points, and takes nothing from the others;
//   - without a contradicting fact the whole is never contradicted, so that leaving facts out of what is asked or
//     listed never makes a contradiction that was not there: it can only bare one that a confirming fact outweighed;
//   - leaving out a confirming fact never raises the points, leaving out a contradicting one never lowers them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "screening/model.h"
#include "screening/screening.h"

namespace licet::screening {

/// Points of a fact, ten-thousandths. How much rarer two strangers agree in it than one person with himself.
struct EvidencePoints {
  std::int32_t birth_day = 3'000;      ///< the same day
  std::int32_t birth_swapped = 1'500;  ///< the same with day and month changed over
  std::int32_t birth_month = 1'500;    ///< the same month, of which one side says no more
  std::int32_t birth_year = 1'000;
  std::int32_t birth_about = 500;  ///< years that both sides leave open for up to kBirthOpenDaysMax
  std::int32_t birth_apart = -4'000;
  std::int32_t nationality = 500;
  std::int32_t country = 300;  ///< of residence, birth or registration
  std::int32_t other_nationality = -300;
  std::int32_t gender = 200;
  std::int32_t other_gender = -1'500;
  std::int32_t identifier = 6'000;
  std::int32_t contact = 3'000;  ///< telephone, e-mail, a bank's code, a number of no stated type
  std::int32_t website = 1'000;
  std::int32_t street = 1'500;
  std::int32_t city = 500;
  std::int32_t company = 800;
};
inline constexpr EvidencePoints kEvidencePoints{};
/// A fact with so many points against is strong: alone it makes the whole contradicted.
inline constexpr std::int32_t kContradictedAt = -2'000;
/// With so many points, of which some are the birth date's or an identifier's, the whole is confirmed.
inline constexpr std::int32_t kConfirmedAt = 1'500;

/// Dates further apart than this are of two persons: papers differ by a year and more where calendars were converted.
inline constexpr std::int64_t kBirthDaysApart = 730;
/// What "about 1960" may mean to either side.
inline constexpr std::int64_t kBirthCircaDays = 731;
/// A birth that leaves more days open says nothing that confirms.
inline constexpr std::int64_t kBirthOpenDaysMax = 5 * 366;
/// Of texts (address, remarks) so many words are compared.
inline constexpr std::size_t kEvidenceWordsMax = 1'024;

/// What of a query may confirm an entry: the cheap part of a Corroborator. Thread-safe once made; keeps no reference to
/// the query.
class Confirmer {
 public:
  explicit Confirmer(const Query& query);

  /// Whether any entry at all could be confirmed: there is a birth date or an identifier. Without, nobody needs to be
  /// looked for at a lower score.
  bool may_confirm() const { return birth_.has_value() || !ids_.empty(); }
  /// Whether the birth date or an identifier speaks for this entry, without which `Corroborator::of` is never
  /// confirmed.
  bool may_confirm(const Entry& entry, Subject subject) const;

 protected:
  Fact birth_fact(const Entry& entry) const;
  Fact identifier_fact(const Entry& entry) const;

 private:
  std::optional<BirthDate> birth_;
  std::vector<ListId> ids_;  ///< values as compared
};

/// A query made ready to be compared with many entries. Thread-safe once made; keeps no reference to the query.
class Corroborator : public Confirmer {
 public:
  /// `query` is what `ListIndex::screen` takes; facts that make no sense (a birth outside the years 1800 to 9999, an
  /// identifier of blanks) say nothing.
  explicit Corroborator(const Query& query);

  /// A birth date and a gender are the person's, and say nothing of a company.
  Corroboration of(const Entry& entry, Subject subject) const;

 private:
  Fact country_fact(const Entry& entry) const;
  Fact gender_fact(const Entry& entry) const;
  Fact address_fact(const Entry& entry) const;
  Fact company_fact(const Entry& entry) const;

  std::vector<std::string> countries_;
  Gender gender_ = Gender::kUnknown;
  std::string address_;
  std::vector<std::string> address_words_;  ///< sorted
  std::string company_;
  std::vector<std::string> company_words_;
};

/// The same for a single pair.
Corroboration corroborate(const Query& query, const Entry& entry, Subject subject = Subject::kPerson);

/// "1965-03-04", "1965-03", "1965", "1960 to 1965", each with "about " where it is: how explanations write a birth.
std::string birth_text(const BirthDate& birth);

}  // namespace licet::screening
