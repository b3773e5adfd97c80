// The register: what the firm holds. Bitemporal: a view is built from the records *known* at some moment, and
// answers what is *true* on a date.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/id.h"
#include "base/json.h"
#include "base/result.h"
#include "domain/policy.h"

namespace licet::domain {

/// Counsel's confirmation of one rule, in force: by whom is the record's business; here only what decisions need.
struct Confirmation {
  std::string rule_id;
  crypto::Digest rule_digest{};
  Instant until{};  ///< counts strictly before this moment
};

enum class RecordStatus : std::uint8_t { kActive, kSuspended, kEnded };

/// Immutable once built, for one policy; share it between threads.
class RegisterView {
 public:
  /// `document` follows docs/formats/policy.md section 2. Codes the policy does not know become kUnknownCode and
  /// never match. Errors name the record and field.
  static Result<RegisterView> compile(const Policy& policy, const json::Value& document,
                                      const std::vector<Confirmation>& confirmations);

  struct Validity {
    RecordStatus status = RecordStatus::kActive;
    std::optional<Date> from, to;
    bool on(Date date) const {
      return status == RecordStatus::kActive && (!from || *from <= date) && (!to || date <= *to);
    }
  };
  struct Cover {  ///< empty lists mean "all"
    Symbol pack = Symbol::kNone;
    std::vector<Symbol> places, activities, products, client_types;
    bool all_places = true, all_activities = true, all_products = true, all_client_types = true;
  };
  struct Entity {
    std::string key;
    Symbol code = Symbol::kNone;
    Symbol home = Symbol::kNone;
    Validity validity;
    std::vector<std::uint32_t> permissions;  ///< indexes into permissions(): licences, passports, exemptions
  };
  struct Permission {
    std::string key;
    Symbol kind = Symbol::kNone;  ///< "licence", "passport", "exemption", "registration"
    Validity validity;
    Cover cover;
  };
  struct Interval {
    std::int32_t from_s = 0, to_s = 0;  ///< seconds of the local day, [from, to)
  };
  struct Person {
    std::string key;
    PersonId id;
    std::uint32_t entity = kNoRule;  ///< kNoRule: no entity, so never a candidate
    Validity validity;
    bool paused = false;
    std::string zone;
    std::vector<Symbol> languages;
    bool keeps_hours = false;  ///< false: at all times
    std::array<std::vector<Interval>, 7> hours;
    std::optional<std::int64_t> ceiling;
    std::int64_t weight = 1;
    std::vector<std::uint32_t> registrations;  ///< indexes into permissions()
    std::vector<Validity> leave;
  };
  enum class TeamRule : std::uint8_t { kRoundRobin, kWeighted, kLeastLoaded };
  struct Team {
    std::string key;
    Symbol code = Symbol::kNone;
    std::uint32_t entity = 0;
    Validity validity;
    std::vector<Symbol> markets;
    TeamRule rule = TeamRule::kRoundRobin;
    bool languages_required = false;
    std::vector<std::pair<std::uint32_t, Validity>> members;  ///< person index, sorted by person id
  };

  const std::vector<Entity>& entities() const { return entities_; }
  const std::vector<Permission>& permissions() const { return permissions_; }
  const std::vector<Person>& people() const { return people_; }  ///< sorted by person id
  const std::vector<Team>& teams() const { return teams_; }
  std::optional<std::uint32_t> person_index(const PersonId& id) const;
  std::optional<std::uint32_t> team_index(Symbol code) const;
  std::optional<std::uint32_t> team_index(std::string_view key) const;
  /// The teams a person has a membership of, in force or not, by index.
  std::vector<std::uint32_t> teams_of(std::uint32_t person) const;
  /// True when rule `index` of the policy is confirmed at `at`.
  bool confirmed(std::uint32_t rule_index, Instant at) const;
  const crypto::Digest& digest() const { return digest_; }
  const json::Value& document() const { return document_; }

 private:
  friend class RegisterCompiler;
  std::vector<Entity> entities_;
  std::vector<Permission> permissions_;
  std::vector<Person> people_;
  std::vector<Team> teams_;
  std::map<Symbol, std::uint32_t> team_index_;
  std::vector<std::optional<Instant>> confirmed_until_;  ///< by rule
  crypto::Digest digest_{};                              ///< over the document and the confirmations
  json::Value document_;
};

/// Checks that need both documents (policy check): every market of a team must lie in packs (or places of packs)
/// that the team's entity holds a permission for (ended and suspended ones do not count), references exist, packs and
/// places are the policy's, a record that ends before it starts, leave without dates. All problems, not the first; each
/// names the record key and says what to do.
std::vector<Error> check_register(const Policy& policy, const json::Value& document);

/// Markets of teams whose every permission of the entity there is active and not in force on `date`: not yet, or not
/// any more. No problem of the document, and nobody gets such a lead that day. For a register that compiles.
std::vector<Error> idle_markets(const Policy& policy, const json::Value& document, Date date);

}  // namespace licet::domain
