#include "record/replay.h"

#include "base/limits.h"

namespace licet::record {

Status Replay::open_sections(std::uint64_t seq, const StoredBody& body, Opened& opened) {
  for (const json::Value& section : body.sections) {
    ++counts_.sections;
    if (!opener_) {
      ++counts_.not_tried;
      continue;
    }
    const std::string kid(section.string_or("kid", ""));
    auto outcome = opener_(body.id, section);
    if (!outcome) {
      Error error = outcome.error();
      error.text = "entry " + std::to_string(seq) + ", sealed under " + kid + ": " + error.text;
      return fail(std::move(error));
    }
    switch (outcome->state) {
      case SectionOutcome::State::kOpened:
        ++counts_.opened;
        opened.emplace(kid, std::move(outcome->fields));
        break;
      case SectionOutcome::State::kKeyGone:
        ++counts_.key_gone;
        if (erased_.find(kid) == erased_.end()) lost_.emplace(kid, seq);
        break;
      case SectionOutcome::State::kPayloadGone:
        ++counts_.payload_gone;
        if (lost_payloads_.size() < limits::kVerifyFindingsMax)
          lost_payloads_.emplace_back(section.string_or("ct", ""), seq);
        break;
      case SectionOutcome::State::kNotTried:
        ++counts_.not_tried;
        break;
    }
  }
  return {};
}

Status Replay::put_rows(const StoredBody& body, const Opened& opened) {
  LICET_CHECK(apply_all(body, opened, sink_));
  if (!deriver_) return {};
  LICET_TRY(const std::vector<DerivedValue> derived, deriver_(body, opened));
  for (const DerivedValue& value : derived) {
    const Assignment assignment{value.column, value.value};
    LICET_CHECK(sink_.put(value.table, value.key, {&assignment, 1}));
  }
  return {};
}

Status Replay::feed(std::uint64_t seq, const StoredBody& body) {
  Opened opened;
  LICET_CHECK(open_sections(seq, body, opened));
  if (auto put = put_rows(body, opened); !put) {
    Error error = put.error();
    error.text = "entry " + std::to_string(seq) + ": " + error.text;
    return fail(std::move(error));
  }
  for (const Event& event : body.events) {
    if (event.type != "subject_erased") continue;
    const auto kid = event.fields.find(std::string_view("kid"));
    if (kid == event.fields.end() || !kid->second.is_string()) continue;
    erased_.emplace(kid->second.as_string(), seq);
    lost_.erase(kid->second.as_string());
  }
  ++counts_.bodies;
  counts_.events += body.events.size();
  return {};
}

std::optional<std::uint64_t> Replay::erased_by(std::string_view kid) const {
  const auto found = erased_.find(kid);
  if (found == erased_.end()) return std::nullopt;
  return found->second;
}

}  // namespace licet::record
