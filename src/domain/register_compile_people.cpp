#include <algorithm>

#include "base/limits.h"
#include "domain/register_compiler.h"

namespace licet::domain {
namespace {

constexpr std::int64_t kWeightMax = 1'000;  // times any count of leads (2^53) still fits 64 bits
constexpr std::int64_t kCeilingMax = 1'000'000;
constexpr std::int32_t kSecondsPerDay = 86'400;
constexpr const char* kDays[7] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

/// "HH:MM" to seconds; "24:00" is the end of the day. Negative when it is no time.
std::int32_t time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return -1;
  for (const std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return -1;
  const std::int32_t hour = (text[0] - '0') * 10 + (text[1] - '0');
  const std::int32_t minute = (text[3] - '0') * 10 + (text[4] - '0');
  const std::int32_t seconds = hour * 3600 + minute * 60;
  return minute < 60 && seconds <= kSecondsPerDay ? seconds : -1;
}

bool is_language(std::string_view text) {
  return text.size() == 2 && text[0] >= 'a' && text[0] <= 'z' && text[1] >= 'a' && text[1] <= 'z';
}

}  // namespace

void RegisterCompiler::read_people() {
  if (records("person").size() > limits::kPeopleMax)
    problems_.add("records", "more than " + std::to_string(limits::kPeopleMax) + " people");
  std::vector<std::pair<RegisterView::Person, const DocNode*>> people;
  for (const DocNode& node : records("person")) people.emplace_back(read_person(node), &node);
  std::stable_sort(people.begin(), people.end(), [](const auto& a, const auto& b) { return a.first.id < b.first.id; });
  for (auto& [person, node] : people) {
    if (!view_.people_.empty() && !person.id.empty() && view_.people_.back().id == person.id)
      node->at("person").problem("has a second person record; one person has one");
    view_.people_.push_back(std::move(person));
  }
}

RegisterView::Person RegisterCompiler::read_person(const DocNode& node) const {
  node.members({"key", "kind", "status", "person", "zone"},
               {"from", "to", "entity", "languages", "hours", "ceiling", "weight", "availability"});
  RegisterView::Person out;
  out.key = std::string(node.at("key").code());
  if (const auto id = PersonId::parse(node.at("person").text())) {
    out.id = *id;
  } else {
    node.at("person").problem("must be the id of a person, pers_...");
  }
  if (node.at("entity").given()) out.entity = entity_at(node.at("entity"));
  out.validity = read_validity(node);
  out.zone = std::string(node.at("zone").text());
  if (!policy_.zones().has(out.zone)) node.at("zone").problem("'" + out.zone + "' is not among the policy's zones");
  for (const DocNode& item : node.at("languages").items()) {
    const auto language = item.text();
    if (!is_language(language)) item.problem("must be an ISO 639-1 language of two letters, like en");
    out.languages.push_back(policy_.symbols().find(language));
  }
  read_hours(node.at("hours"), out);
  if (node.at("ceiling").given()) out.ceiling = node.at("ceiling").integer(0, kCeilingMax, 0);
  out.weight = node.at("weight").integer(1, kWeightMax, 1);
  out.paused = node.at("availability").given() && node.at("availability").choice({"active", "paused"}) == 1;
  return out;
}

void RegisterCompiler::read_hours(const DocNode& node, RegisterView::Person& person) const {
  if (!node.given() || !node.members({}, {"mon", "tue", "wed", "thu", "fri", "sat", "sun"})) return;
  for (std::size_t day = 0; day < 7; ++day) {
    if (node.at(kDays[day]).given()) person.keeps_hours = true;
    read_day(node.at(kDays[day]), person.hours[day]);
  }
}

void RegisterCompiler::read_day(const DocNode& list, std::vector<RegisterView::Interval>& out) const {
  for (const DocNode& item : list.items()) {
    const auto text = item.text();
    const std::size_t dash = text.find('-');
    RegisterView::Interval interval{time_of_day(text.substr(0, dash)), -1};
    if (dash != std::string_view::npos) interval.to_s = time_of_day(text.substr(dash + 1));
    if (interval.from_s < 0 || interval.to_s <= interval.from_s)
      item.problem("must be hours of a day like 09:00-17:30");
    out.push_back(interval);
  }
}

void RegisterCompiler::read_leave() {
  for (const DocNode& node : records("leave")) {
    node.members({"key", "kind", "status", "from", "to", "person"});
    const auto validity = read_validity(node);
    if (!validity.from || !validity.to) node.problem("leave needs its first and its last day: 'from' and 'to'");
    const std::uint32_t person = person_at(node.at("person"));
    if (person != kNoRule) view_.people_[person].leave.push_back(validity);
  }
}

void RegisterCompiler::read_teams() {
  if (records("team").size() > limits::kTeamsMax)
    problems_.add("records", "more than " + std::to_string(limits::kTeamsMax) + " teams");
  for (const DocNode& node : records("team")) {
    node.members({"key", "kind", "status", "name", "entity", "markets", "rule"}, {"from", "to", "languages_required"});
    RegisterView::Team team;
    team.key = std::string(node.at("key").code());
    team.code = policy_.symbols().find(team.key);
    node.at("name").text();
    team.entity = entity_at(node.at("entity"));
    team.validity = read_validity(node);
    bool all = false;
    team.markets = read_list(node.at("markets"), &DocNode::code, all);
    team.rule =
        static_cast<RegisterView::TeamRule>(node.at("rule").choice({"round_robin", "weighted", "least_loaded"}));
    team.languages_required = node.at("languages_required").flag();
    const auto index = static_cast<std::uint32_t>(view_.teams_.size());
    team_index_.emplace(team.key, index);
    if (team.code > Symbol::kUnknownCode) view_.team_index_.emplace(team.code, index);
    view_.teams_.push_back(std::move(team));
  }
}

void RegisterCompiler::read_members() {
  for (const DocNode& node : records("member")) {
    node.members({"key", "kind", "status", "team", "person"}, {"from", "to"});
    const auto validity = read_validity(node);
    const std::uint32_t person = person_at(node.at("person"));
    const auto key = node.at("team").code();
    const auto team = team_index_.find(key);
    if (team == team_index_.end()) {
      if (!key.empty()) node.at("team").problem("there is no team '" + std::string(key) + "' in the register");
    } else if (person != kNoRule) {
      view_.teams_[team->second].members.emplace_back(person, validity);
    }
  }
  // People are sorted by id, so that the index sorts by id as well.
  for (auto& team : view_.teams_)
    std::stable_sort(team.members.begin(), team.members.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
}

std::uint32_t RegisterCompiler::person_at(const DocNode& node) const {
  const auto id = PersonId::parse(node.text());
  if (id)
    if (const auto index = view_.person_index(*id)) return *index;
  if (node.value() != nullptr) node.problem("there is no person of this id in the register");
  return kNoRule;
}

}  // namespace licet::domain
