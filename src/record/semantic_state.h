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

namespace licet::record {

/// Texts as numbers: a person's id stands in every lead that the person owns.
class Interner {
 public:
  Interner() { intern(""); }
  /// 0 for the empty text.
  std::uint32_t intern(std::string_view text);
  const std::string& text(std::uint32_t number) const { return *texts_[number]; }

 private:
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<const std::string*> texts_;
};

struct SemanticState {
  struct Lead {
    std::uint32_t subject = 0;
    std::uint32_t owner = 0;
    std::uint32_t open_case = 0;
    std::uint32_t jurisdictions = 0;  ///< "PACK:PLACE ..." sorted
    std::uint32_t client_type = 0;
    std::uint32_t product = 0;
    std::uint32_t source = 0;
    std::uint32_t language = 0;
    std::uint16_t open_duplicates = 0;
    bool classified = false;
    bool lawful_basis = false;
    bool clear = false;  ///< screened and clear
    bool hit = false;
    bool erased = false;
  };
  struct Case {
    std::string lead;
    enum class State : std::uint8_t { kOpen, kClaimed, kProposed, kClosed } state = State::kOpen;
    std::string claimed_by, decided_by;
  };
  struct Confirmation {
    std::string rule_digest, opinion, state, proposed_by;
    std::int64_t until = 0;
  };

  Interner texts;
  bool initialised = false;
  bool founding = true;  ///< only the commands of `init` so far
  std::string mode;
  std::string active_policy;
  std::map<std::string, std::string, std::less<>> policy_proposers;  ///< proposed, not decided: digest -> by
  std::map<std::string, Confirmation, std::less<>> confirmations;
  std::map<std::string, std::string, std::less<>> active_lists;  ///< kind -> digest
  std::set<std::string, std::less<>> people;
  std::unordered_map<std::string, Lead> leads;
  std::unordered_map<std::uint32_t, std::vector<std::string>> leads_of;  ///< by subject
  std::unordered_map<std::string, Case> cases;
  std::set<std::pair<std::string, std::string>> open_duplicates;
  std::map<std::string, std::uint64_t, std::less<>> erased;  ///< kid -> entry
  std::map<std::string, std::string, std::less<>> turns;     ///< team -> person
  std::map<std::string, std::int64_t, std::less<>> loads;    ///< person -> open leads
};

}  // namespace licet::record
