// What a lead shows to whom. A lead that waits or was refused shows only "in review" to everybody without the reviewing
// right, alike for every reason: who learns that a name is on a list might tell the person (tipping-off).
#pragma once

#include <set>

#include "app/lead_queries.h"

namespace licet::app {

/// Who may see why a lead is held: the leads within the scope of the reviewing right. Made once for a query.
class Disclosure {
 public:
  /// kRefused never: who has no reviewing right sees no reason of any lead.
  static Result<Disclosure> of(const Principal& principal, const domain::Policy& policy);

  /// True when this principal may see why this lead is held.
  Result<bool> sees_reasons(Reader& reader, const LeadId& lead) const;
  /// True when the principal reviews some lead.
  bool reviews() const { return review_.has_value(); }

 private:
  std::optional<Scope> review_;
};

/// True for a lead that nobody has: received, in review, refused.
bool is_held(const record::Row& lead);
/// Leaves of a view what everybody may see who may see the lead at all: of a held lead what came in with it and the
/// word "review"; of every lead neither its case nor its screening.
void conceal(LeadView& view);
/// The same of a lead's history. `held`: whether the lead is held now.
void conceal(std::vector<HistoryItem>& items, bool held);

/// The word that stands for every reason why a lead is held.
inline constexpr std::string_view kInReview = "IN_REVIEW";

}  // namespace licet::app
