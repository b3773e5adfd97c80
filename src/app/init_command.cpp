#include "app/init_command.h"

#include <algorithm>

#include "domain/policy.h"

namespace licet::app {
namespace {

// An entry holds at most 60,000 bytes; what is recorded at init is cut into bodies well below that.
constexpr std::size_t kChunkBytes = 30'000;
constexpr std::size_t kPeoplePerBody = 30;

/// Collects events into bodies of limited size and commits each.
class Recorder {
 public:
  explicit Recorder(Deps& deps) : deps_(deps) {}

  Status commit(const std::function<Status(record::BodyBuilder&)>& fill) {
    auto receipt = deps_.store.execute(Access::system(), [&](Tx& tx) -> Status {
      record::BodyBuilder body = new_body(deps_, Access::system(), "init");
      LICET_CHECK(fill(body));
      return append(tx, std::move(body));
    });
    if (!receipt) return fail(std::move(receipt).error());
    return {};
  }

 private:
  Deps& deps_;
};

Status record_people(Deps& deps, Recorder& recorder, const FirmBundle& bundle, const PersonIds& ids,
                     const std::string& os_user) {
  std::vector<std::string> kids;
  for (const FirmPerson& person : bundle.people) kids.push_back(ids.at(person.handle).str());
  LICET_TRY(const auto keys, deps.keys.create(kids));
  for (std::size_t begin = 0; begin < bundle.people.size(); begin += kPeoplePerBody) {
    LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
      const std::size_t end = std::min(bundle.people.size(), begin + kPeoplePerBody);
      for (std::size_t i = begin; i < end; ++i) {
        const FirmPerson& person = bundle.people[i];
        const bool first = person.handle == bundle.administrators.front();
        std::map<std::string, json::Value> sealed = {{"handle", json::Value(person.handle)},
                                                     {"name", json::Value(person.name)}};
        const std::string user = first ? os_user : person.os_user;
        if (!user.empty()) sealed.emplace("os_user", json::Value(user));
        body.seal(deps.store.origin(), kids[i], keys[i], sealed, deps.random);
        body.add(record::person_recorded(ids.at(person.handle), person.roles, "active", PersonId(), PersonId()));
      }
      return {};
    }));
  }
  return {};
}

Status record_policy(Recorder& recorder, const json::Value& document, const PersonId& first, const PersonId& second,
                     std::string& digest) {
  LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
    const std::string text = json::canonical(document);
    digest = body.attach(Bytes(text.begin(), text.end()));
    body.add(record::policy_proposed(digest, first, body.at()));
    return {};
  }));
  return recorder.commit([&](record::BodyBuilder& body) -> Status {
    body.add(record::policy_activated(digest, second.empty() ? first : second, body.at()));
    return {};
  });
}

Status record_register(Recorder& recorder, const json::Value& document, const PersonId& by) {
  const auto& records = document.find("records")->as_array();
  std::size_t next = 0;
  while (next < records.size()) {
    LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
      std::size_t bytes = 0;
      do {
        const json::Value& item = records[next];
        bytes += json::canonical(item).size() + 200;
        body.add(record::register_put(item.string_or("key", ""), item, "seed", by, {}, body.at()));
        ++next;
      } while (next < records.size() && bytes < kChunkBytes);
      return {};
    }));
  }
  return {};
}

Status record_confirmations(Recorder& recorder, const FirmBundle& bundle, const domain::Policy& policy,
                            const PersonIds& ids) {
  for (const ConfirmationSeed& seed : bundle.confirmations) {
    const auto rule = policy.rule_index(seed.rule);
    if (!rule)
      return fail(ErrorCode::kBadInput, "a confirmation names the rule '" + seed.rule + "', which no pack has");
    LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
      const std::string opinion = body.attach(Bytes(seed.opinion.begin(), seed.opinion.end()));
      const std::string rule_digest = crypto::digest_text(policy.rules()[*rule].digest);
      const bool active = bundle.in_force_at_once(seed);
      body.add(record::confirmation_set(
          seed.rule, rule_digest, opinion, active ? "active" : "proposed", ids.at(seed.by),
          active ? record::Approval{ids.at(seed.approved_by), {}} : record::Approval{}, seed.until, seed.invented));
      return {};
    }));
  }
  return {};
}

}  // namespace

PersonIds make_person_ids(const FirmBundle& bundle, Random& random) {
  PersonIds ids;
  for (const FirmPerson& person : bundle.people) ids.emplace(person.handle, PersonId::make(random));
  return ids;
}

Result<InitReport> init_firm(Deps& deps, const FirmBundle& bundle, const std::string& os_user) {
  InitReport report;
  const PersonIds ids = make_person_ids(bundle, deps.random);
  LICET_TRY(const domain::Policy policy, domain::Policy::compile(bundle.policy_document));
  report.first_handle = bundle.administrators.front();
  report.first = ids.at(report.first_handle);
  std::vector<PersonId> administrators = {report.first};
  if (bundle.administrators.size() > 1) {
    report.second_handle = bundle.administrators[1];
    report.second = ids.at(report.second_handle);
    administrators.push_back(report.second);
  }

  Recorder recorder(deps);
  LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
    body.add(record::firm_initialised(deps.store.origin(), bundle.id, report.second.empty() ? "single" : "two",
                                      administrators));
    return {};
  }));
  LICET_CHECK(record_people(deps, recorder, bundle, ids, os_user));
  LICET_CHECK(record_policy(recorder, bundle.policy_document, report.first, report.second, report.policy_digest));
  const RegisterDocument document = bundle.register_document(ids);
  LICET_CHECK(record_register(recorder, document.document, report.first));
  LICET_CHECK(record_confirmations(recorder, bundle, policy, ids));
  report.first_credential = make_credential(report.first, deps.random);
  if (!report.second.empty()) report.second_credential = make_credential(report.second, deps.random);
  LICET_CHECK(recorder.commit([&](record::BodyBuilder& body) -> Status {
    body.add(record::credential_set(report.first, credential_verifier(report.first_credential), "active", PersonId(),
                                    PersonId(), body.at()));
    if (!report.second.empty())
      body.add(record::credential_set(report.second, credential_verifier(report.second_credential), "active",
                                      PersonId(), PersonId(), body.at()));
    return {};
  }));
  report.people = static_cast<std::int64_t>(bundle.people.size());
  report.records = static_cast<std::int64_t>(document.document.find("records")->as_array().size());
  report.confirmations = std::count_if(bundle.confirmations.begin(), bundle.confirmations.end(),
                                       [&](const ConfirmationSeed& seed) { return bundle.in_force_at_once(seed); });
  report.proposals = static_cast<std::int64_t>(bundle.confirmations.size()) - report.confirmations;
  return report;
}

}  // namespace licet::app
