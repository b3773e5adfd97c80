// The result of a verification: what was wrong where, level by level, as values and as stable JSON.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "ledger/tree.h"

namespace licet::ledger {

/// Levels 0..5 of the record's specification: container, chain and tree, signatures, form and time, semantic rules,
/// re-execution.
inline constexpr std::uint8_t kLevels = 6;

enum class LevelStatus : std::uint8_t { kNotRun, kPass, kFail, kNotCheckable };
std::string_view level_status_name(LevelStatus status);

struct Finding {
  std::uint8_t level = 0;
  std::string code;  ///< stable, [a-z_]+
  std::string what;  ///< for people
  std::optional<std::uint64_t> seq = std::nullopt;
  std::string file = {};                               ///< inside the bundle
  std::optional<std::uint64_t> offset = std::nullopt;  ///< of the first byte concerned, in the bundle
};

/// Screenings that the record holds, and what became of running them again (level 5). The rest was not run again: the
/// names are sealed, and their key was destroyed or is not at hand.
struct Screenings {
  std::uint64_t total = 0;
  std::uint64_t repeated = 0;  ///< run again; a finding says where the answer is another
  std::uint64_t unable = 0;    ///< another engine, or lists that are not at hand; a remark says which

  std::uint64_t sealed() const { return total - repeated - unable; }
  /// For people; empty when there is none.
  std::string text() const;
};

class Report {
 public:
  /// Fails the finding's level. Only the first kVerifyFindingsMax are kept; all are counted.
  void add(Finding finding);
  /// Sets a level that has not failed; kNotCheckable wins over kPass.
  void set(std::uint8_t level, LevelStatus status);
  /// Says why something could not be checked; never fails a level.
  void remark(std::string text) { remarks_.push_back(std::move(text)); }

  LevelStatus level(std::uint8_t level) const { return levels_[level]; }
  bool failed() const;
  const std::vector<Finding>& findings() const { return findings_; }
  std::uint64_t findings_total() const { return findings_total_; }
  const std::vector<std::string>& remarks() const { return remarks_; }

  /// {"entries","erased","findings","findings_total","levels","missing","origin","remarks","root","schema","size",
  ///  "trust","verdict"} and, with level 5, "screenings"; described in docs/formats/bundle.md.
  json::Value to_json() const;

  std::string origin;
  std::string trust = "none";
  std::uint64_t size = 0;     ///< as the manifest says
  std::uint64_t entries = 0;  ///< read
  std::optional<Hash> root;   ///< recomputed over all entries
  std::uint64_t erased = 0;   ///< sealed payloads that an erasure accounts for
  std::uint64_t missing = 0;  ///< sealed payloads that are not there and nothing accounts for
  Screenings screenings;      ///< counted when level 5 is run

 private:
  std::array<LevelStatus, kLevels> levels_{};
  std::vector<Finding> findings_;
  std::vector<std::string> remarks_;
  std::uint64_t findings_total_ = 0;
};

}  // namespace licet::ledger
