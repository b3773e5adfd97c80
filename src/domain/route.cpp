// Who gets the lead? The outer rule picks the teams, the inner rule the person.
#include <algorithm>

#include "domain/gates.h"

namespace licet::domain {
namespace {

using Outcome = Routing::Outcome;

constexpr std::int64_t kLoadMax = (std::int64_t{1} << 53U) - 1;  // times the largest weight still fits 64 bits

bool matches(const std::vector<Symbol>& list, Symbol code) {
  return list.empty() || (code > Symbol::kUnknownCode && std::find(list.begin(), list.end(), code) != list.end());
}

class Router {
 public:
  Router(const Policy& policy, const RegisterView& view, const LeadFacts& lead, const RotationState& rotation,
         Instant at)
      : policy_(policy), view_(view), lead_(lead), rotation_(rotation), at_(at) {}

  Routing run() {
    const std::vector<std::uint32_t> teams = asked();
    if (out_.market.problem) out_.outcome = Outcome::kNoMarket;
    if (!found_route_) return std::move(out_);
    held_ = check_lead(lead_).reasons.size();
    for (const std::uint32_t team : teams) add_team(team);
    choose();
    out_.outcome = classify();
    return std::move(out_);
  }

  /// The teams that the first route that applies names and the register has.
  std::vector<std::uint32_t> asked() {
    std::vector<std::uint32_t> teams;
    out_.market = market_of(policy_, lead_);
    if (out_.market.problem) return teams;
    lead_.market = out_.market.market;
    const Policy::Route* route = applying();
    if (route == nullptr) return teams;
    found_route_ = true;
    out_.route = route->id;
    for (const Symbol team : route->teams)
      if (const auto index = view_.team_index(team)) teams.push_back(*index);
    return teams;
  }

 private:
  const Policy::Route* applying() const {
    for (const Policy::Route& route : policy_.routes()) {
      const bool market = route.markets.empty() ||
                          std::any_of(route.markets.begin(), route.markets.end(),
                                      [&](Symbol above) { return policy_.market_within(lead_.market, above); });
      if (market && matches(route.sources, lead_.source) && matches(route.products, lead_.product) &&
          matches(route.client_types, lead_.client_type))
        return &route;
    }
    return nullptr;
  }

  void add_team(std::uint32_t index) {
    const RegisterView::Team& team = view_.teams()[index];
    std::vector<std::uint32_t> people;  // sorted by id, as members are
    for (const auto& member : team.members)
      if (people.empty() || people.back() != member.first) people.push_back(member.first);
    put_in_order(team, people);
    for (const std::uint32_t person : people) {
      CandidateOutcome candidate;
      candidate.candidate = {person, index};
      candidate.load = load_of(person);
      answers_.push_back(authorise(policy_, view_, lead_, candidate.candidate, at_));
      candidate.licence = answers_.back().decision();
      note_availability(view_.people()[person], team, candidate);
      out_.candidates.push_back(candidate);
    }
  }

  std::int64_t load_of(std::uint32_t person) const {
    const auto found = rotation_.open_leads.find(view_.people()[person].id);
    return found == rotation_.open_leads.end() ? 0 : std::clamp<std::int64_t>(found->second, 0, kLoadMax);
  }

  /// The order in which the team's rule would ask its people.
  void put_in_order(const RegisterView::Team& team, std::vector<std::uint32_t>& people) const {
    if (team.rule == RegisterView::TeamRule::kRoundRobin) {
      const auto last = rotation_.last.find(team.key);
      if (last == rotation_.last.end()) return;
      const auto next = std::find_if(people.begin(), people.end(),
                                     [&](std::uint32_t person) { return last->second < view_.people()[person].id; });
      std::rotate(people.begin(), next, people.end());
      return;
    }
    const bool weighted = team.rule == RegisterView::TeamRule::kWeighted;
    std::stable_sort(people.begin(), people.end(), [&](std::uint32_t a, std::uint32_t b) {
      // a.load / a.weight < b.load / b.weight, without division
      return load_of(a) * (weighted ? view_.people()[b].weight : 1) <
             load_of(b) * (weighted ? view_.people()[a].weight : 1);
    });
  }

  void note_availability(const RegisterView::Person& person, const RegisterView::Team& team,
                         CandidateOutcome& out) const {
    const auto date = policy_.zones().date_at(person.zone, at_);
    const auto second = policy_.zones().second_of_day_at(person.zone, at_);
    // Where the local date is not known, leave and hours cannot be shown to be kept.
    const auto on_leave = [&](const RegisterView::Validity& leave) { return !date || leave.on(*date); };
    if (std::any_of(person.leave.begin(), person.leave.end(), on_leave))
      out.unavailable.push_back(ReasonCode::kOnLeave);
    if (person.keeps_hours && !(date && second && in_hours(person, *date, *second)))
      out.unavailable.push_back(ReasonCode::kOutsideHours);
    if (person.ceiling && out.load >= *person.ceiling) out.unavailable.push_back(ReasonCode::kCeilingReached);
    if (team.languages_required && lead_.language != Symbol::kNone && !speaks(person))
      out.unavailable.push_back(ReasonCode::kLanguage);
    if (person.paused) out.unavailable.push_back(ReasonCode::kPaused);
  }

  static bool in_hours(const RegisterView::Person& person, Date date, std::int32_t second) {
    const auto& hours = person.hours[static_cast<std::size_t>(weekday(date))];
    return std::any_of(hours.begin(), hours.end(),
                       [&](const auto& i) { return i.from_s <= second && second < i.to_s; });
  }

  bool speaks(const RegisterView::Person& person) const {
    return lead_.language != Symbol::kUnknownCode &&
           std::find(person.languages.begin(), person.languages.end(), lead_.language) != person.languages.end();
  }

  bool eligible(const CandidateOutcome& candidate) const {
    return candidate.licence.allowed() && candidate.unavailable.empty();
  }

  void choose() {
    // Candidates stand team after team, each team's in its own order: the first eligible one is the team rule's choice.
    const auto& all = out_.candidates;
    const auto sticky = std::find_if(all.begin(), all.end(), [&](const CandidateOutcome& c) {
      return !rotation_.sticky.empty() && view_.people()[c.candidate.person].id == rotation_.sticky && eligible(c);
    });
    const auto turn = std::find_if(all.begin(), all.end(), [&](const CandidateOutcome& c) { return eligible(c); });
    const auto chosen = sticky != all.end() ? sticky : turn;
    if (chosen == all.end()) return;
    out_.chosen = static_cast<std::uint32_t>(chosen - all.begin());
    out_.authorisation = std::move(answers_[*out_.chosen]);
    const bool round = view_.teams()[chosen->candidate.team].rule == RegisterView::TeamRule::kRoundRobin;
    if (round && sticky == all.end()) out_.rotation_after.push_back(view_.people()[chosen->candidate.person].id);
  }

  Outcome classify() const {
    if (out_.chosen) return Outcome::kAssigned;
    bool held = false;
    bool unconfirmed = false;
    for (const CandidateOutcome& candidate : out_.candidates) {
      if (candidate.licence.allowed()) return Outcome::kNobodyAvailable;
      // The reasons of the lead come first and are the same for everybody; what follows is the law's.
      Verdict law = Verdict::kAllow;
      for (std::size_t i = held_; i < candidate.licence.reasons.size(); ++i)
        law = std::max(law, candidate.licence.reasons[i].verdict);
      if (law == Verdict::kAllow) held = true;
      if (law < Verdict::kBlock) unconfirmed = true;
    }
    if (held) return Outcome::kHeld;
    return unconfirmed ? Outcome::kUnconfirmed : Outcome::kNobodyLicensed;
  }

  const Policy& policy_;
  const RegisterView& view_;
  LeadFacts lead_;
  const RotationState& rotation_;
  Instant at_;
  Routing out_;
  std::vector<Authorisation> answers_;
  std::size_t held_ = 0;
  bool found_route_ = false;
};

}  // namespace

std::vector<std::uint32_t> teams_asked(const Policy& policy, const RegisterView& view, const LeadFacts& lead,
                                       Instant at) {
  return Router(policy, view, lead, RotationState(), at).asked();
}

Routing route(const Policy& policy, const RegisterView& view, const LeadFacts& lead, const RotationState& rotation,
              Instant at) {
  return Router(policy, view, lead, rotation, at).run();
}

}  // namespace licet::domain
