// Random firm activity for tests of stores: bodies as commands would make them, and a naive model of what they do.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/access.h"
#include "base/crypto.h"
#include "base/id.h"
#include "record/apply.h"
#include "record/body.h"
#include "record/event.h"
#include "record/event_make.h"
#include "record/memory_tables.h"

namespace licet::store_test {

// ---- scopes that no policy would give, made by taking the address of private members in an explicit instantiation

template <typename Tag, typename Tag::Type member>
struct Opened {
  friend typename Tag::Type member_of(Tag) { return member; }
};
struct ScopeParts {
  using Type = std::vector<app::Scope::Part> app::Scope::*;
  friend Type member_of(ScopeParts);
};
template struct Opened<ScopeParts, &app::Scope::parts_>;

inline app::Principal system_principal() { return app::Access::system(); }
inline app::Scope everything() {
  return *app::Access::scope(system_principal(), app::Right::kReadLeads, "test", nullptr);
}
inline app::Scope union_of(std::vector<app::Scope::Part> parts) {
  app::Scope scope = everything();
  scope.*member_of(ScopeParts()) = std::move(parts);
  return scope;
}
inline app::Scope scope_of(const std::optional<std::vector<std::string>>& markets, const PersonId& owner = {}) {
  return union_of({app::Scope::Part{!markets.has_value(), markets.value_or(std::vector<std::string>()), owner}});
}
/// Somebody without any right.
struct PrincipalPerson {
  using Type = PersonId app::Principal::*;
  friend Type member_of(PrincipalPerson);
};
template struct Opened<PrincipalPerson, &app::Principal::person_>;
inline app::Principal nobody(Random& random) {
  app::Principal principal = system_principal();
  principal.*member_of(PrincipalPerson()) = PersonId::make(random);
  return principal;
}

// ---- the model

inline constexpr std::int64_t kTestEpochUs = 1'700'000'000'000'000;
inline constexpr const char* kTestOrigin = "ledger.example/test";

/// Everything a body does to the tables, with all keys at hand.
inline Status fold(const record::Body& body, record::MemoryTables& tables) {
  LICET_CHECK(record::apply_all(body, tables));
  for (const auto& derived : body.derived()) {
    const record::Assignment one{derived.column, derived.value};
    LICET_CHECK(tables.put(derived.table, derived.key, {&one, 1}));
  }
  return {};
}

/// Makes bodies; a seed repeats a run. People, teams and markets are common to all worlds, so that worlds on several
/// threads meet in some rows; leads and what hangs on them are each world's own.
class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {}

  SeededRandom& random() { return random_; }
  const std::vector<LeadId>& leads() const { return leads_; }
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_.next() % n); }
  static const std::vector<std::string>& markets() {
    static const std::vector<std::string> kMarkets = {"uk", "eu", "ch", "us-ny"};
    return kMarkets;
  }
  static const std::vector<PersonId>& people() {
    static const std::vector<PersonId> kPeople = [] {
      SeededRandom fixed(7);
      std::vector<PersonId> out;
      for (int i = 0; i < 5; ++i) out.push_back(PersonId::make(fixed));
      return out;
    }();
    return kPeople;
  }

  record::BodyBuilder builder(const char* command) {
    at_us_ += 1 + static_cast<std::int64_t>(below(1000));
    return {EventId::make(random_), Instant{at_us_}, record::Actor{}, command};
  }

  /// One random command's body.
  record::Body next() {
    if (leads_.empty() || below(4) == 0) return receive();
    switch (below(12)) {
      case 0:
      case 1:
        return route();
      case 2:
      case 3:
      case 4:
        return assign();
      case 5:
        return park();
      case 6:
        return open_case();
      case 7:
        return close_case();
      case 8:
        return below(3) == 0 ? erase() : register_record();
      case 9:
        return register_record();
      case 10:
        return duplicate();
      default:
        return attach();
    }
  }

  record::Body receive() {
    auto builder = this->builder("import");
    record::Received received;
    received.lead = LeadId::make(random_);
    const bool again = !subjects_.empty() && below(5) == 0;
    received.subject = again ? pick(subjects_) : SubjectId::make(random_);
    received.source_event = SourceId::make(random_);
    received.source = below(2) == 0 ? "web" : "partner";
    received.client_type = "retail";
    received.product = "cfd";
    received.at = builder.at();
    builder.add(record::lead_received(received));
    const std::string email = "p" + std::to_string(below(50)) + "@example.com";
    builder.seal(kTestOrigin, received.subject.str(), key_of(received.subject.str()),
                 {{"raw", "First,Last," + email}, {"first_name", "Ada"}, {"email", email}}, random_);
    builder.derive(record::TableId::kSubject, {received.subject.str()}, "email_key", "k" + email);
    builder.derive(record::TableId::kSourceEvent, {received.source_event.str()}, "repeat_key",
                   "r" + std::to_string(random_.next()));
    leads_.push_back(received.lead);
    if (!again) subjects_.push_back(received.subject);
    subject_of_[received.lead] = received.subject;
    return finish(std::move(builder));
  }

  record::Body route() {
    auto builder = this->builder("route");
    builder.add(record::lead_routed(pick(leads_), below(5) == 0 ? "" : pick(markets()), json::Object{}, builder.at()));
    return finish(std::move(builder));
  }

  record::Body assign() {
    auto builder = this->builder("assign");
    const LeadId lead = pick(leads_);
    const PersonId to = pick(people());
    builder.add(record::Fields()
                    .id("lead", lead)
                    .id("to", to)
                    .text("team", below(2) == 0 ? "team-a" : "team-b")
                    .text("entity", "entity-a")
                    .id("from", owner_[lead])
                    .text("why", below(2) == 0 ? "route" : "manual")
                    .time("at", builder.at())
                    .make("lead_assigned"));
    owner_[lead] = to;
    return finish(std::move(builder));
  }

  record::Body park() {
    auto builder = this->builder("park");
    const LeadId lead = pick(leads_);
    builder.add(record::lead_parked(lead, owner_[lead], below(2) == 0 ? "review" : "refused", "clock", builder.at()));
    owner_[lead] = {};
    return finish(std::move(builder));
  }

  record::Body open_case() {
    auto builder = this->builder("open-case");
    cases_.emplace_back(CaseId::make(random_), pick(leads_));
    builder.add(
        record::case_opened(cases_.back().first, cases_.back().second, pick(markets()), {"untagged"}, builder.at()));
    return finish(std::move(builder));
  }

  record::Body close_case() {
    if (cases_.empty()) return open_case();
    auto builder = this->builder("claim");
    builder.add(record::case_claimed(pick(cases_).first, pick(people())));
    return finish(std::move(builder));
  }

  record::Body register_record() {
    auto builder = this->builder("register");
    const std::string key = "licence.l" + std::to_string(below(6));
    if (below(3) == 0)
      builder.add(record::register_removed(key, "apply", pick(people()), {}, builder.at()));
    else
      builder.add(record::register_put(key, json::Object{{"kind", "licence"}, {"n", std::int64_t(below(1000))}},
                                       "apply", pick(people()), {}, builder.at()));
    return finish(std::move(builder));
  }

  record::Body duplicate() {
    auto builder = this->builder("match");
    const LeadId lead = pick(leads_);
    builder.add(record::duplicate_proposed(lead, pick(leads_), {"email"}));
    builder.link("team", "team-a");
    return finish(std::move(builder));
  }

  record::Body attach() {
    auto builder = this->builder("policy");
    const std::string text = "policy " + std::to_string(below(20));
    const std::string digest = builder.attach(Bytes(text.begin(), text.end()));
    builder.add(record::policy_proposed(digest, pick(people()), builder.at()));
    return finish(std::move(builder));
  }

  record::Body erase() {
    if (subjects_.empty()) return register_record();
    auto builder = this->builder("erase");
    const std::size_t at = below(subjects_.size());
    const SubjectId subject = subjects_[at];
    subjects_.erase(subjects_.begin() + static_cast<std::ptrdiff_t>(at));  // nothing is sealed for it again
    std::vector<std::pair<LeadId, PersonId>> leads;
    for (const LeadId& lead : leads_) {
      if (subject_of_[lead] != subject) continue;
      leads.emplace_back(lead, owner_[lead]);
      owner_[lead] = {};
    }
    builder.add(record::subject_erased(subject.str(), "request", people()[0], people()[1], leads, builder.at()));
    return finish(std::move(builder));
  }

  const crypto::Key32& key_of(const std::string& kid) {
    auto [at, made] = keys_.try_emplace(kid);
    if (made) at->second = crypto::random_key(random_);
    return at->second;
  }

 private:
  template <typename T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  static record::Body finish(record::BodyBuilder&& builder) {
    auto body = std::move(builder).finish();
    if (!body) LICET_INVARIANT(body.error().to_string().empty());
    return std::move(*body);
  }

  SeededRandom random_;
  std::int64_t at_us_ = kTestEpochUs;
  std::vector<LeadId> leads_;
  std::vector<SubjectId> subjects_;
  std::vector<std::pair<CaseId, LeadId>> cases_;
  std::map<LeadId, PersonId> owner_;
  std::map<LeadId, SubjectId> subject_of_;
  std::map<std::string, crypto::Key32> keys_;
};

}  // namespace licet::store_test
