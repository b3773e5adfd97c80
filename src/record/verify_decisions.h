// Level 5: every recorded decision taken again, from the policy and the register as the record had them at that entry.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/encode.h"
#include "domain/decision_json.h"
#include "record/attachments.h"
#include "record/body.h"

namespace licet::record {

/// Follows policy, register and confirmations through the record and re-takes decisions as they come. Not thread-safe.
class DecisionReplayer {
 public:
  using Finder = std::function<void(std::string_view code, std::string what)>;

  /// `find` hears of decisions that come out differently; `unable` of what could not be checked, once for each cause.
  DecisionReplayer(Attachments attachments, Finder find, Finder unable);

  /// A decision to be taken again: with all it needs, so that it can wait and run on any thread.
  struct Task {
    std::uint64_t seq = 0;
    std::string event_type;
    std::string decision;  ///< its text
    std::shared_ptr<const domain::Policy> policy;
    std::shared_ptr<const domain::RegisterView> view;
    std::optional<Error> failed;  ///< filled by `take_again`
    std::string different;        ///< likewise: what came out, when that is not what is recorded
  };
  static void take_again(Task& task);

  /// Follows a body and leaves its decisions in `tasks`: those that its events declare, as they were taken, by event;
  /// an empty one is not at hand, or there is none.
  void follow(std::uint64_t seq, const LeanBody& read, const std::vector<std::string_view>& decisions,
              std::vector<Task>& tasks);
  /// Says what came out of a task that was taken again.
  void report(const Task& task);
  std::uint64_t taken_again() const { return taken_again_; }

 private:
  void follow_event(const Event& event);
  void leave(const Event& event, std::string_view decision, std::vector<Task>& tasks);
  void activate(std::string_view digest);
  bool refresh_register();
  void report_unable(std::string_view code, std::string what);

  Attachments attachments_;
  Finder find_;
  Finder unable_;
  std::map<std::string, bool, std::less<>> unable_said_;
  std::shared_ptr<const domain::Policy> policy_;
  std::shared_ptr<const domain::RegisterView> view_;
  bool register_changed_ = true;
  std::map<std::string, json::Value, std::less<>> records_;
  std::map<std::string, domain::Confirmation, std::less<>> confirmations_;
  std::uint64_t taken_again_ = 0;
};

}  // namespace licet::record
