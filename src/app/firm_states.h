// The compiled state of the firm, kept between queries and commands: compiling it takes longer than all the rest of a
// read.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/firm_state.h"
#include "app/kept_indexes.h"

namespace licet::app {

/// Keeps the last compiled state of one store. What it gives is what `load_firm_state` would give on the same reader,
/// because it is found by the version that the reader itself names (Reader::firm_version): a change of policy,
/// register, confirmations, lists or suppressions, by whatever thread or process, acts in the first snapshot that has
/// it. What depends on the present moment (an end of validity, the age of a list) is no part of it. Thread-safe; states
/// are immutable and shared. The program owns it beside the store.
class FirmStates {
 public:
  /// Makes the screener of a policy's `screening.service`; null when there is none to be had.
  using ServiceMaker = std::function<std::shared_ptr<screening::Screener>(const json::Value& service)>;
  FirmStates() = default;
  explicit FirmStates(ServiceMaker make) : make_service_(std::move(make)) {}

  /// Indexes of lists are looked for here before they are built, and kept here afterwards. Before the first `state`.
  void keep_indexes(std::unique_ptr<KeptIndexes> indexes) { kept_indexes_ = std::move(indexes); }

  /// The state of the firm as `reader` sees it. With kYes, `lists` is set when a list is loaded, and `service` when the
  /// policy names one that can be asked.
  Result<FirmState> state(Reader& reader, LoadLists lists);

 private:
  struct Kept {
    std::string version;
    FirmState state;  // without the index of lists
  };
  struct Index {
    std::vector<std::string> digests;
    std::shared_ptr<const screening::ListIndex> lists;
  };
  Result<std::shared_ptr<const Kept>> kept(Reader& reader);
  Result<std::shared_ptr<const screening::ListIndex>> index(Reader& reader, const std::vector<std::string>& digests);
  std::shared_ptr<const Kept> current() const;
  std::shared_ptr<screening::Screener> service(const domain::Policy& policy);

  mutable std::mutex mutex_;  // guards kept_
  std::shared_ptr<const Kept> kept_;
  std::mutex compiling_;  // one compiles, the others wait for what it makes
  std::mutex indexing_;   // the same for the index of lists, which takes much longer; guards index_ and what keeps it
  Index index_;
  std::unique_ptr<KeptIndexes> kept_indexes_;
  ServiceMaker make_service_;
  std::mutex making_;         // guards the two below
  std::string service_text_;  // of the policy, as canonical JSON
  std::shared_ptr<screening::Screener> service_;
};

}  // namespace licet::app
