// A compiled policy: packs, markets, routing and house rules, from the canonical JSON of docs/formats/policy.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "domain/facts.h"
#include "domain/symbol.h"
#include "domain/verdict.h"

namespace licet::domain {

enum class Shape : std::uint8_t {
  kR01 = 1,
  kR02,
  kR03,
  kR04,
  kR05,
  kR06,
  kR07,
  kR08,
  kR09,
  kR10,
  kR11,
  kR12,
  kR13,
  kR14,
  kR15,
  kR16,
  kR17,
  kR18,
  kR19,
  kR20,
  kR21,
  kR22,
  kR23,
  kR24,
  kR25,
  kR26,
  kR27,
  kR28,
};
enum class RuleStatus : std::uint8_t { kVerified, kUnverified, kDormant, kWaived, kHouse };

/// A compiled predicate over the attributes of docs/formats/policy.md section 1: a flat postfix program, no recursion.
struct Predicate {
  enum class Op : std::uint8_t { kTrue, kFalse, kIn, kAnd, kOr, kNot };  ///< kAnd and kOr take the two on top
  enum class Attribute : std::uint8_t { kClientType, kProduct, kActivity, kPlace, kSource, kEntity, kEntityHome };
  struct Step {
    Op op = Op::kTrue;
    Attribute attribute = Attribute::kClientType;
    std::uint16_t first = 0;  ///< kIn: index into `values`
    std::uint16_t count = 0;
  };
  std::vector<Step> steps;
  std::vector<Symbol> values;
};

struct Rule {
  std::string id;
  Shape shape = Shape::kR28;
  Symbol pack = Symbol::kNone;  ///< kNone for house rules: Policy::Pack::licensing says where they hold
  Symbol reason = Symbol::kNone;
  RuleStatus status = RuleStatus::kUnverified;
  std::optional<Date> valid_from, valid_to, waived_until;
  Predicate applies_to;
  Verdict effect_verdict = Verdict::kBlock;  ///< R23, R28
  std::vector<Symbol> kinds;                 ///< R03, R24
  bool ends_with_year = false;  ///< R03, R24: a record counts in the calendar year in which it begins, only
  std::string citation, source, title;
  crypto::Digest digest{};  ///< SHA-256 of the rule's canonical JSON: what a confirmation binds
};

/// Immutable once compiled; share it by shared_ptr between threads.
class Policy {
 public:
  /// Compiles and validates everything (unknown codes, dangling references, nesting loops). Errors name the path.
  static Result<Policy> compile(const json::Value& document);
  /// Every problem of a document, in its order; empty when it compiles.
  static std::vector<Error> check(const json::Value& document);

  const SymbolTable& symbols() const { return symbols_; }
  const crypto::Digest& digest() const { return digest_; }
  const json::Value& document() const { return document_; }
  const ZoneTable& zones() const { return zones_; }
  const std::vector<Rule>& rules() const { return rules_; }
  std::optional<std::uint32_t> rule_index(std::string_view id) const;

  struct Pack {
    Symbol id = Symbol::kNone;
    std::uint32_t parent = kNoRule;  ///< index of the parent pack, or kNoRule
    std::string zone;
    std::map<Symbol, std::string> place_zones;
    std::vector<std::uint32_t> rules;  ///< indexes, own rules only (ancestors are packs of the set themselves)
    std::vector<std::uint32_t>
        licensing;  ///< what `authorise` evaluates here: house rules, then own, of R03, R23, R24, R28
  };
  struct EvidenceKind {
    enum class Mode : std::uint8_t { kPrimary, kAdds, kFallback, kChecks };
    Symbol kind = Symbol::kNone;
    int weight = 0;
    Mode mode = Mode::kPrimary;
    std::optional<std::int32_t> max_age_days;
  };
  struct Accept {
    std::vector<Jurisdiction> all_of, any_of, none_of;  ///< place kNone: any place of the pack
    std::vector<Symbol> client_types;                   ///< empty: any
    bool proven = false;
  };
  struct Market {
    Symbol id = Symbol::kNone;
    Symbol parent = Symbol::kNone;
    std::vector<Accept> accepts;
  };
  struct Route {
    Symbol id = Symbol::kNone;
    std::vector<Symbol> markets, sources, products, client_types;  ///< empty: any
    std::vector<Symbol> teams;
  };
  struct Place {
    Symbol code = Symbol::kNone;
    bool needs_subdivision = false;
    std::vector<Jurisdiction>
        jurisdictions;                 ///< every (pack, place) pair this place brings, ancestors included; sorted
    std::vector<std::uint32_t> zones;  ///< the zone of each pair, an index of the policy's own
  };
  struct ZoneMatch {  ///< an address inside `within` that contains `words` is at `place`
    std::string within;
    std::vector<std::string> words;
    Symbol place = Symbol::kNone;
  };

  const std::vector<Pack>& packs() const { return packs_; }
  const Pack* pack(Symbol id) const;
  const Place* place(Symbol code) const;
  const std::vector<EvidenceKind>& evidence_kinds() const { return evidence_kinds_; }
  int evidence_threshold() const { return evidence_threshold_; }
  const std::vector<Market>& markets() const { return markets_; }
  const std::vector<Route>& routes() const { return routes_; }
  const std::vector<std::uint32_t>& house_rules() const { return house_rules_; }
  const std::vector<ZoneMatch>& zone_matches() const { return zone_matches_; }
  Symbol activity_of(Symbol product) const;  ///< default activity for kNone; kUnknownCode for an unknown product
  bool is_product(Symbol code) const;
  bool is_client_type(Symbol code) const;
  Symbol strictest_client_type() const { return strictest_client_type_; }
  /// The market, its parents and itself, innermost first (for scopes).
  std::vector<Symbol> market_path(Symbol market) const;
  const Market* market(Symbol id) const;
  /// True when `market` is `above` or lies below it in the tree.
  bool market_within(Symbol market, Symbol above) const;
  /// The date at `at` in the zone of (pack, place); nullopt when not covered.
  std::optional<Date> date_in(const Jurisdiction& where, Instant at) const;

 private:
  friend class PolicyCompiler;
  /// What a symbol stands for, one of these per symbol, so that decisions look up by index.
  struct Meaning {
    std::uint32_t pack = kNoRule;
    std::uint32_t place = kNoRule;
    std::uint32_t market = kNoRule;
    Symbol activity = Symbol::kNone;  ///< of a product; kNone when this is no product
    bool client_type = false;
  };
  const Meaning& meaning(Symbol code) const;

  SymbolTable symbols_;
  crypto::Digest digest_{};
  json::Value document_;
  ZoneTable zones_;
  std::vector<ZoneTable::Zone> zone_list_;  ///< the zones of places, by the indexes of Place::zones
  std::vector<Rule> rules_;
  std::map<std::string, std::uint32_t, std::less<>> rule_index_;
  std::vector<Pack> packs_;
  std::vector<Place> places_;
  std::vector<EvidenceKind> evidence_kinds_;
  int evidence_threshold_ = 0;
  std::vector<Market> markets_;
  std::vector<Route> routes_;
  std::vector<std::uint32_t> house_rules_;
  std::vector<ZoneMatch> zone_matches_;
  std::vector<Meaning> meanings_;
  Symbol default_activity_ = Symbol::kNone;
  Symbol strictest_client_type_ = Symbol::kNone;
};

/// Which place an address is at: `country` (alpha-2), `subdivision` (ISO 3166-2, may be empty), and free text of
/// street, city and state lines. A zone that is a part of its own (", DIFC,") wins over the subdivision, the
/// subdivision over the country. A subdivision that the policy does not list falls back to the country, except where
/// the country alone is not enough. Empty when the address names no place or contradicts itself (a subdivision of
/// another country, words of two zones), and when it only speaks of a zone ("opposite DIFC gate"), which says neither
/// that it is there nor that it is not: keep it as evidence with an empty place, which goes to review, for a dropped
/// address would let weaker evidence decide.
std::string resolve_place(const Policy& policy, std::string_view country, std::string_view subdivision,
                          const std::vector<std::string_view>& lines);

}  // namespace licet::domain
