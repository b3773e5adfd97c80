// Policies and rules as text for people: what `licet policy show` prints.
#pragma once

#include <string>

#include "base/json.h"
#include "domain/policy.h"

namespace licet::app {

/// What is in force: packs with their rules by status, markets as a tree, routing, evidence, screening, house rules.
std::string render_policy_summary(const domain::Policy& policy);

/// One rule in full: id, title, status, citation, source, facts, dates, when it applies, its effect, its reason code
/// and the digest that a confirmation binds. `rule` is its JSON as in docs/formats/policy.md.
std::string render_rule(const json::Value& rule, const crypto::Digest& digest);

/// The JSON of a rule of the policy, by its id; nullptr when there is none.
const json::Value* find_rule(const domain::Policy& policy, std::string_view id);

/// A predicate in words: "client_type is retail and product is one of bonds, funds"; "always" for {}.
std::string render_predicate(const json::Value& predicate);

}  // namespace licet::app
