#include "ledger/report.h"

#include <algorithm>
#include <utility>

#include "base/encode.h"
#include "base/limits.h"

namespace licet::ledger {

namespace {

json::Value finding_json(const Finding& finding) {
  json::Object out{{"code", finding.code}, {"level", static_cast<int>(finding.level)}, {"what", finding.what}};
  if (finding.seq) out.emplace("seq", *finding.seq);
  if (!finding.file.empty()) out.emplace("file", finding.file);
  if (finding.offset) out.emplace("offset", *finding.offset);
  return out;
}

}  // namespace

std::string_view level_status_name(LevelStatus status) {
  switch (status) {
    case LevelStatus::kNotRun:
      return "not_run";
    case LevelStatus::kPass:
      return "pass";
    case LevelStatus::kFail:
      return "fail";
    case LevelStatus::kNotCheckable:
      return "not_checkable";
  }
  return "";
}

std::string Screenings::text() const {
  if (total == 0) return {};
  std::string out = std::to_string(total) + " screenings, " + std::to_string(repeated) + " run again";
  if (unable > 0) out += ", " + std::to_string(unable) + " need another verifier or their lists";
  if (sealed() > 0) out += ", " + std::to_string(sealed()) + " not run again: the names are sealed";
  return out;
}

void Report::add(Finding finding) {
  LICET_INVARIANT(finding.level < kLevels);
  levels_[finding.level] = LevelStatus::kFail;
  ++findings_total_;
  if (findings_.size() < limits::kVerifyFindingsMax) findings_.push_back(std::move(finding));
}

void Report::set(std::uint8_t level, LevelStatus status) {
  LICET_INVARIANT(level < kLevels && status != LevelStatus::kFail && status != LevelStatus::kNotRun);
  if (levels_[level] == LevelStatus::kFail || levels_[level] == LevelStatus::kNotCheckable) return;
  levels_[level] = status;
}

bool Report::failed() const {
  return std::any_of(levels_.begin(), levels_.end(), [](LevelStatus status) { return status == LevelStatus::kFail; });
}

json::Value Report::to_json() const {
  json::Object levels;
  for (std::uint8_t level = 0; level < kLevels; ++level)
    if (levels_[level] != LevelStatus::kNotRun)
      levels.emplace("l" + std::to_string(level), level_status_name(levels_[level]));
  json::Array findings;
  for (const Finding& finding : findings_) findings.push_back(finding_json(finding));
  json::Array remarks(remarks_.begin(), remarks_.end());
  json::Object out{{"entries", entries},
                   {"erased", erased},
                   {"findings", std::move(findings)},
                   {"findings_total", findings_total_},
                   {"levels", std::move(levels)},
                   {"missing", missing},
                   {"origin", origin},
                   {"remarks", std::move(remarks)},
                   {"root", root ? json::Value(base64(*root)) : json::Value()},
                   {"schema", "licet.verify/1"},
                   {"size", size},
                   {"trust", trust},
                   {"verdict", failed() ? "fail" : "pass"}};
  if (levels_[5] != LevelStatus::kNotRun)
    out.emplace("screenings", json::Object{{"repeated", screenings.repeated},
                                           {"sealed", screenings.sealed()},
                                           {"total", screenings.total},
                                           {"unable", screenings.unable}});
  return json::Value(std::move(out));
}

}  // namespace licet::ledger
