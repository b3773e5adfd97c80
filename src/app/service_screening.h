// The firm's own screening service, asked beside the local engine (docs/decisions/0071): what it finds joins what the
// engine found, and what it does not answer clears nobody.
#pragma once

#include <optional>
#include <string>

#include "app/firm_state.h"
#include "base/json.h"
#include "screening/screening.h"

namespace licet::app {

/// The service's side of the screening of one subject. Used by one thread; asking may take seconds, so never within a
/// transaction.
class ServiceSide {
 public:
  explicit ServiceSide(const FirmState& state) : state_(state) {}
  /// Asks about one name that the engine answered. Nothing happens when the policy names no service. When it does not
  /// answer, or is not at hand here, `answer` is degraded.
  void ask(const screening::Query& query, screening::Screening& answer);
  /// For the record, in the clear: {"algorithm","degraded","hits","provider","version"}; null when the policy names no
  /// service.
  json::Value clear() const;
  /// Why it did not answer.
  const std::optional<Error>& problem() const { return problem_; }

 private:
  const FirmState& state_;
  bool asked_ = false;
  std::int64_t hits_ = 0;
  std::string algorithm_, version_;
  std::optional<Error> problem_;
};

}  // namespace licet::app
