#include "record/attachments.h"

#include "record/decision_document.h"

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
    if (event.type == "lead_routed") {
      const auto decision = event.fields.find("decision");
      if (decision == event.fields.end()) continue;
      if (const auto document = decision_document(decision->second); !document.empty()) out.push_back(document);
      continue;
    }
    for (const Attaching& attaching : kAttaching) {
      if (event.type != attaching.type || (attaching.founding_only && body.command != "init")) continue;
      const auto field = event.fields.find(attaching.field);
      if (field != event.fields.end() && field->second.is_string()) out.emplace_back(field->second.as_string());
    }
  }
  return out;
}

}  // namespace licet::record
