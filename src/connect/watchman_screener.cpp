#include "connect/watchman_screener.h"

#include <algorithm>

#include "base/crypto.h"
#include "connect/http_target.h"

namespace licet::connect {
namespace {

using screening::Hit;
using screening::Query;
using screening::Screening;
using screening::Subject;

/// The most that one search gives.
constexpr std::size_t kLimit = 100;

std::string parameter(const char* name, const std::string& value) {
  return value.empty() ? std::string() : std::string("&") + name + "=" + percent_encoded(value);
}

/// A birth that is a day, or a year: watchman passes over what it cannot read in silence.
std::string birth_of(const Query& query) {
  if (!query.birth) return {};
  const std::string from = format_date(query.birth->from), to = format_date(query.birth->to);
  if (from == to) return from;
  return from.substr(0, 4) == to.substr(0, 4) ? from.substr(0, 4) : std::string();
}

}  // namespace

Result<Screening> WatchmanScreener::screen(const Query& query) {
  return caller_.guarded([&] { return ask(query); });
}

Result<Screening> WatchmanScreener::ask(const Query& query) {
  const screening::Thresholds& thresholds = caller_.settings().thresholds;
  const std::string name = asked_person(query);
  if (name.empty() && query.company.empty()) return fail(ErrorCode::kBadInput, "there is no name to screen");
  Screening out;
  out.status = screening::ScreenStatus::kComplete;
  out.thresholds = thresholds;
  out.algorithm = "watchman-v2";
  LICET_TRY(out.dataset_version, caller_.version([this] { return read_version(); }));
  if (!name.empty()) {
    const std::string facts = parameter("birthDate", birth_of(query)) +
                              parameter("gender", std::string(screening::gender_name(query.gender))) +
                              parameter("address", query.address);
    LICET_CHECK(search("type=person" + parameter("name", name) + facts, facts.empty(), Subject::kPerson,
                       thresholds.person, out));
  }
  if (!query.company.empty())
    for (const char* type : {"type=business", "type=organization"})
      LICET_CHECK(search(type + parameter("name", query.company), true, Subject::kCompany, thresholds.company, out));
  keep_best(out.hits);
  return out;
}

Result<std::string> WatchmanScreener::read_version() {
  LICET_TRY(const json::Value info, caller_.call("/v2/listinfo"));
  const json::Value *lists = info.find("lists"), *hashes = info.find("listHashes");
  std::int64_t entries = 0;
  if (lists != nullptr && lists->is_object())
    for (const auto& [name, count] : lists->as_object()) entries += count.is_int() ? count.as_int() : 0;
  if (hashes == nullptr || !hashes->is_object() || hashes->as_object().empty() || entries <= 0)
    return caller_.broken("has no list loaded, or does not say which");
  return crypto::digest_text(crypto::sha256(json::canonical(*hashes)));
}

Status WatchmanScreener::search(const std::string& parameters, bool name_only, Subject subject, std::uint32_t threshold,
                                Screening& into) {
  // Its own least match may be set higher than our threshold. Scores are rounded, so one less is asked for.
  const std::uint32_t least = name_only ? threshold * kWatchmanNameOnlyMax / 10'000U : threshold;
  LICET_TRY(const json::Value answer, caller_.call("/v2/search?" + parameters + "&limit=" + std::to_string(kLimit) +
                                                   "&minMatch=" + score_text(least > 0 ? least - 1 : 0)));
  const json::Value* entities = answer.find("entities");
  if (entities == nullptr || !(entities->is_array() || entities->is_null()))
    return caller_.broken("did not answer the question");
  if (entities->is_null()) return {};  // how it writes that there is nobody
  for (const json::Value& one : entities->as_array()) {
    LICET_TRY(Hit hit, read_hit(one, name_only, subject));
    if (hit.score < threshold) continue;
    // A company is asked about twice, and may be found both times.
    const auto same = std::find_if(into.hits.begin(), into.hits.end(), [&](const Hit& other) {
      return other.subject == subject && other.list == hit.list && other.entry_id == hit.entry_id;
    });
    if (same != into.hits.end()) {
      if (hit.score > same->score) *same = std::move(hit);
      continue;
    }
    ++into.hits_total;
    into.hits.push_back(std::move(hit));
  }
  return {};
}

Result<Hit> WatchmanScreener::read_hit(const json::Value& found, bool name_only, Subject subject) const {
  // Flat in its code, nested in its documents.
  const json::Value* nested = found.find("entity");
  const json::Value& entity = nested != nullptr && nested->is_object() ? *nested : found;
  const auto score = score_of(found.find("match"));
  Hit hit;
  hit.subject = subject;
  hit.entry_id = entity.string_or("sourceID", "");
  const std::string list(entity.string_or("sourceList", "unknown"));
  if (!is_plain_word(hit.entry_id) || !is_plain_word(list) || !score || !entity.is_object())
    return caller_.broken("named a match without source id or score");
  hit.score = name_only ? std::min<std::uint32_t>(10'000, *score * 10'000U / kWatchmanNameOnlyMax) : *score;
  hit.listed_name = entity.string_or("name", "");
  hit.list = "watchman-" + list;
  json::Object known;
  for (const auto& [key, value] : entity.as_object())
    if (key != "match" && key != "debug" && key != "details") known.emplace(key, value);
  hit.entry_hash = crypto::sha256(json::canonical(json::Value(std::move(known))));
  return hit;
}

}  // namespace licet::connect
