// What the semantic rules remember of the entries before: small, because a verifier reads millions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "record/text_pool.h"

namespace licet::record {

struct SemanticState {
  struct Lead {
    std::uint32_t subject = 0;
    std::uint32_t owner = 0;
    std::uint32_t jurisdictions = 0;  ///< "PACK:PLACE ..." sorted
    std::uint32_t client_type = 0;
    std::uint32_t product = 0;
    std::uint32_t source = 0;
    std::uint32_t language = 0;
    std::uint32_t screened_lists = 0;   ///< digests of the last screening, sorted, each followed by a blank
    std::uint32_t next_of_subject = 0;  ///< another lead of the same subject
    std::uint32_t lawful_basis = 0;
    std::uint32_t contradicts = 0;    ///< claims that nobody has decided, canonical; 0: none
    std::uint32_t outranked = 0;      ///< claims that persons found otherwise, canonical
    std::uint32_t settled_rules = 0;  ///< digests of the rules two people judged, each followed by a blank
    std::uint32_t settled_about = 0;  ///< the facts they looked at, canonical
    std::uint32_t open_hits = 0;      ///< hits nobody has decided, each followed by a blank; sorted
    std::uint32_t cleared_hits = 0;   ///< the same: hits for which a good-guy entry holds
    std::uint32_t compared = 0;       ///< the same: "number of the name:keyed digest"
    std::uint16_t open_duplicates = 0;
    bool classified = false;
    bool clear = false;  ///< screened and clear
    bool erased = false;
    bool refused = false;  ///< a reviewer's refusal stands
    bool open_case = false;
  };
  struct Case {
    std::uint32_t lead = 0;
    enum class State : std::uint8_t { kOpen, kClaimed, kProposed, kClosed } state = State::kOpen;
    std::uint32_t claimed_by = 0, decided_by = 0;
    std::uint32_t decision = 0;  ///< what was decided and waits, canonical: what an approval approves
    std::uint32_t proposal = 0;  ///< digest of the decision that waits
  };
  struct GoodGuy {
    std::string id, hit, compared, review;
    std::int64_t until = 0;  ///< holds strictly before
  };
  struct Confirmation {
    std::string rule_digest, opinion, state, proposed_by, proposal;
    std::int64_t until = 0;
  };

  TextPool texts;
  bool initialised = false;
  bool founding = true;  ///< only the commands of `init` so far
  std::string mode;
  std::string active_policy;
  std::map<std::string, std::string, std::less<>> policy_proposers;  ///< proposed, not decided: digest -> by
  std::map<std::string, Confirmation, std::less<>> confirmations;
  struct ActiveList {
    std::string digest;
    std::optional<std::int64_t> as_of;  ///< never after it was loaded; nothing: its age is not known
    std::int64_t newest = 0;            ///< date of the newest version of the kind that was ever active
    std::map<std::string, std::int64_t, std::less<>> versions;  ///< the dated ones that were active, with their dates
  };
  std::map<std::string, ActiveList, std::less<>> active_lists;  ///< by kind
  /// What the rules read of the active policy.
  struct PolicyInForce {
    std::string policy;                ///< digest of the policy this was read from
    bool known = false;                ///< its bytes were at hand
    std::vector<std::string> kinds;    ///< of lists that it asks for
    std::int64_t max_age_us = 0;       ///< of a list
    std::int64_t good_guy_max_us = 0;  ///< how long a good-guy entry may hold; 0: as long as any
    std::string service;               ///< kind of the screening service that it wants asked besides; empty for none
    std::vector<std::string> client_types;
  } in_force;
  std::map<std::string, std::vector<std::string>, std::less<>> people;  ///< with the roles they hold; none when gone
  std::map<std::string, std::string, std::less<>> register_records;     ///< key -> digest of the record
  TextPool lead_ids;
  std::vector<Lead> leads = std::vector<Lead>(1);  ///< by the number of the id
  /// Of leads with hits, by number: the entries that screenings hit, by digest, with list and key as they were named.
  std::map<std::uint32_t, std::map<std::string, std::pair<std::string, std::string>, std::less<>>> entries_hit;
  std::unordered_map<std::uint32_t, std::uint32_t> last_lead_of;  ///< by subject; the others hang on it
  TextPool case_ids;
  std::vector<Case> cases = std::vector<Case>(1);  ///< by the number of the id
  std::set<std::pair<std::string, std::string>> open_duplicates;
  std::map<std::string, std::vector<GoodGuy>, std::less<>> good_guys;  ///< by subject; those that nobody ended
  std::set<std::string, std::less<>> good_guy_ids;                     ///< all there ever were
  std::map<std::string, std::uint64_t, std::less<>> erased;            ///< kid -> entry
  std::map<std::string, std::string, std::less<>> suppressed;          ///< digest -> whose erasure it keeps
  std::map<std::string, std::string, std::less<>> turns;               ///< team -> person
  std::map<std::string, std::int64_t, std::less<>> loads;              ///< person -> open leads
};

}  // namespace licet::record
