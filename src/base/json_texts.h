// The texts of a list.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace licet::json {

/// In their order; what else stands in the list is passed over. Empty when `list` is null or no list.
inline std::vector<std::string> texts_of(const Value* list) {
  std::vector<std::string> out;
  if (list != nullptr && list->is_array())
    for (const Value& item : list->as_array())
      if (item.is_string()) out.push_back(item.as_string());
  return out;
}

}  // namespace licet::json
