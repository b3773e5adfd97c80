// Who may do what: people hired with roles, and what a command answers whom.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "app/refusal.h"
#include "app/review_commands.h"
#include "app_world.h"

namespace licet::app_test {

using record::TableId;

/// Somebody new of the firm, with these roles.
inline app::Principal hire(AppWorld& world, const std::string& handle, std::vector<std::string> roles) {
  must(app::add_person(world.deps(), world.first(), world.second(), {handle, handle, "", std::move(roles)}));
  return world.person(handle);
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result ? "done" : app::refusal_code(result.error());
}

inline std::vector<app::LeadView> all_leads(AppWorld& world, const app::Principal& principal,
                                            app::LeadFilter filter = {}) {
  filter.limit = 500;
  return must(app::list_leads(world.deps(), principal, filter));
}

inline std::set<std::string> ids_of(const std::vector<app::LeadView>& views) {
  std::set<std::string> out;
  for (const app::LeadView& view : views) out.emplace(view.lead.text("id"));
  return out;
}

/// Claims and decides by the first person.
inline app::CaseAnswer decided(AppWorld& world, const CaseId& id, const app::CaseDecision& decision) {
  must(app::claim_case(world.deps(), world.first(), id));
  return must(app::decide_case(world.deps(), world.first(), id, decision));
}

}  // namespace licet::app_test
