// A row cannot be read without saying what may be seen.
// expect: no matching function for call to|cannot convert|too few arguments
#include "app/store_port.h"

using namespace licet;

Result<std::optional<record::Row>> read_row(app::Reader& reader, const app::Scope& scope) {
#ifdef LICET_MUST_NOT_COMPILE
  (void)scope;
  return reader.get(record::TableId::kLead, {std::string("lead_x")});
#else
  return reader.get(scope, record::TableId::kLead, {std::string("lead_x")});
#endif
}
