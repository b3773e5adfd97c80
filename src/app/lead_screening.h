// A subject against the lists: every name it has borne, what a screening found, and where the lead stands then.
//
// A hit ends by what two persons found about it, or with its entry, when the publisher took that off the list
// (delisting.h); not by a later row with another name. A finding covers one subject as it was compared against one
// version of an entry, for a time (good_guys.h); a name or fact that comes later, or an entry that changed, alerts
// anew.
#pragma once

#include <string>
#include <vector>

#include "app/firm_state.h"
#include "app/good_guys.h"
#include "app/intake_row.h"
#include "app/lead_draft.h"
#include "base/json.h"
#include "record/event.h"
#include "screening/screening.h"

namespace licet::app {

/// What is known of a subject beside its names: what a screening reads besides them, and so sealed with them, that it
/// can be run again. Empty is unknown. Personal data.
struct KnownFacts {
  std::string birth_date, country, street, city, postal_code, email, phone;
  std::string gender, nationality, passport, national_id;  ///< as in intake::IntakeRow
  bool operator==(const KnownFacts&) const = default;
};

/// One way a source wrote who the subject is, and what is known of the subject. Personal data.
struct BorneName {
  std::string first_name, last_name, company;
  KnownFacts facts = {};
  bool operator==(const BorneName&) const = default;
};
/// Of a row as it arrived.
BorneName borne_name(const intake::IntakeRow& row);
/// More ways of writing one subject than this are nobody's ordinary corrections.
inline constexpr std::size_t kBorneNamesMax = 32;

/// Whether there is anything to compare with a list: a word of a name or of a company that is more than an initial and
/// no "n/a".
bool can_be_screened(const BorneName& name);

/// The names of a subject's row in the order of their arrival, which is their number; empty when it never had one. Each
/// with what is known of the subject now.
std::vector<BorneName> borne_names(const record::Row& subject);
/// The same after `row` arrived for it: what the subject is called then, and what the row says by itself. Facts that
/// the row lacks stay as they are. kLimit past kBorneNamesMax.
Result<std::vector<BorneName>> names_with(const record::Row& subject, const BorneName& row);
/// For the sealed field "names": [[first name, last name, company], ...].
json::Value names_json(const std::vector<BorneName>& names);

/// A screening in the two halves of the record.
struct ScreenedLead {
  std::string status;                      ///< hit, or `without_hits`
  std::string without_hits;                ///< what it means when no hit is open: clear, stale, not, nameless
  std::vector<screening::Query> compared;  ///< what was compared, by the number of the name
  std::vector<std::string> hits;   ///< "number of the name:digest of the entry", sorted; see record::lead_screened
  json::Value clear;               ///< what goes into the entry
  json::Value sealed;              ///< null when there was no hit
  std::vector<std::string> lists;  ///< digests of the lists it was compared with; empty when there were none
  std::string engine;              ///< what compared them (screening/engine.h); empty when nothing did
};
/// Screens every name by the thresholds for such leads. Without usable lists nothing is "clear"; without a name
/// it is "nameless".
Result<ScreenedLead> screen_names(const FirmState& state, const std::vector<BorneName>& names, Instant at,
                                  const Segment& segment);

/// What `screen_names` answers where no name has a hit on lists that are there and whole, and no service is asked.
ScreenedLead screened_without_hits(const FirmState& state, const std::vector<BorneName>& names, Instant at,
                                   const Segment& segment);
/// What is asked about a name that can be screened.
screening::Query query_of(const BorneName& name);

/// Where a lead stands after a screening that is recorded at `at`, a little after it was made: lists that grew too old
/// meanwhile clear nobody. Every hit stays or is open but those for which a good-guy entry holds, as the name is
/// compared now, and those that were open on an entry that is `delisted` and that this screening has not found again.
/// Updates `draft` and gives the event.
struct Rescreened {
  record::NewEvent event;
  bool new_hits = false;  ///< there are hits that were not open before
  bool delisted = false;  ///< hits ended because their entries were taken off
};
Rescreened stand_after(const FirmState& state, Instant at, const ScreenedLead& screened, const HitStanding& standing,
                       LeadDraft& draft, const std::vector<record::DelistedEntry>& delisted = {});

/// Where it stands when persons found hits false (`cleared`: good-guy entries are added for them in the same body), or
/// when what they found ended (`revived`). The lead is clear when no hit is open and it was screened against the
/// present lists and they are usable; else it waits for a screening ("stale"). `why` is a code for the record.
record::NewEvent stand_after_persons(const FirmState& state, Instant at, std::string_view why,
                                     const std::vector<std::string>& cleared, const std::vector<std::string>& revived,
                                     LeadDraft& draft);

/// Names the open hits of a lead and what was compared, without repeating them: what a decision was about, while it
/// waits for its second person. Empty when there are none.
std::string open_hits_digest(const LeadDraft& draft);

}  // namespace licet::app
