#include "record/attachments.h"

namespace licet::record {
namespace {

struct Attaching {
  std::string_view type;
  std::string_view field;
  bool founding_only = false;
};
constexpr Attaching kAttaching[] = {
    {"confirmation_set", "opinion", true},
    {"list_loaded", "list"},
    {"policy_proposed", "policy"},
};

}  // namespace

std::vector<std::string_view> attachments_of(const StoredBody& body) {
  std::vector<std::string_view> out;
  for (const Event& event : body.events) {
    for (const Attaching& attaching : kAttaching) {
      if (event.type != attaching.type || (attaching.founding_only && body.command != "init")) continue;
      const auto field = event.fields.find(attaching.field);
      if (field != event.fields.end() && field->second.is_string()) out.emplace_back(field->second.as_string());
    }
  }
  return out;
}

}  // namespace licet::record
