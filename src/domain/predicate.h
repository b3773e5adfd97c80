// When a rule applies: compiling predicates to flat programs, and three-valued evaluation.
#pragma once

#include "domain/document_reader.h"
#include "domain/policy.h"

namespace licet::domain {

/// What a predicate may ask. kNone means the lead lacks it: a test on it is unknown. A code of a closed vocabulary
/// (client type, product, activity) that the policy does not know must be given as kNone; kUnknownCode is different
/// from every listed value.
struct PredicateFacts {
  Symbol client_type = Symbol::kNone;
  Symbol product = Symbol::kNone;
  Symbol activity = Symbol::kNone;
  Symbol place = Symbol::kNone;
  Symbol source = Symbol::kNone;
  Symbol entity = Symbol::kNone;
  Symbol entity_home = Symbol::kNone;
};

/// Strong Kleene logic. Allocates nothing.
Truth evaluate(const Predicate& predicate, const PredicateFacts& facts);

/// The deepest stack a predicate may need; `compile_predicate` refuses what would need more.
inline constexpr std::size_t kPredicateStackMax = 32;

/// Compiles the JSON of docs/formats/policy.md. Problems go to the node's collection. `client_types` is the firm's
/// vocabulary, `products` the firm's products or nullptr where a rule may name others.
Predicate compile_predicate(const DocNode& node, const SymbolTable& symbols,
                            const std::vector<std::string>& client_types, const std::vector<std::string>* products);

}  // namespace licet::domain
