// A list with one entry, for tests that need somebody listed of whom everything is said.
#pragma once

#include <string>
#include <utility>

#include "app_world.h"
#include "screening/list_document.h"

namespace licet::app_test {

/// Loads a list of that kind and of this moment, in the place of the one before however much that held.
inline void load_list_of_one(AppWorld& world, const std::string& kind, screening::Entry entry) {
  screening::seal_entry(entry);
  screening::List list;
  list.kind = kind;
  list.as_of = world.clock().now();
  list.entries.push_back(std::move(entry));
  screening::seal_list(list);
  must(app::load_list(world.deps(), world.first(), list, {.accept_shrink = true}));
}

}  // namespace licet::app_test
