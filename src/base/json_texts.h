// The texts of a list.
#pragma once

#include <string>
#include <string_view>
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

/// The same of a list's JSON text; empty when it is none.
inline std::vector<std::string> texts_in(std::string_view text) {
  const auto list = parse(text);
  return list ? texts_of(&*list) : std::vector<std::string>();
}

}  // namespace licet::json
