// A script of bodies for tests of the rules of level 4: a founded firm with one lead, and what a test adds.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "record/proposal.h"
#include "record/test_chain.h"
#include "record/test_samples.h"
#include "record/test_world.h"

namespace licet::record::testing {

using Codes = std::set<std::string>;

inline NewEvent list_of(std::string_view name, std::string kind, std::string replaces) {
  const Instant at{1'795'000'000'000'000};
  return list_loaded(
      {digest_of(name), digest_of(name), std::move(kind), 1, at, at, "stated", {digest_of("f")}, std::move(replaces)});
}

/// A founded firm and one clear, tagged lead; then whatever a test adds.
class Script {
 public:
  explicit Script(std::string mode = "two", bool found = true) : random_(11), chain_(World::kOrigin) {
    if (!found) return;
    command("init", {});
    add(firm_initialised(World::kOrigin, "Example", mode, {ids.author, ids.approver}));
    for (const PersonId& person : {ids.author, ids.approver})
      add(person_recorded(person, {"admin", "compliance"}, "active", PersonId(), PersonId()));
    add(person_recorded(ids.rep, {"rep"}, "active", PersonId(), PersonId()));
    add(policy_proposed(digest_of("p"), ids.author, now()));
    add(policy_activated(digest_of("p"), ids.author, now()));
    done();
    command("lists load", {}).add(list_of("list", "sample", "")).done();
    command("import", {});
    add(lead_received(sample_received(ids)));
    add(lead_screened(ids.lead, "clear", json::Object{}, {digest_of("list")}));
    add(lead_tagged(ids.lead, {{"address", "GB", Date{20'000}}}, {{"GB", "GB"}}, tagged_in({"GB:GB"})));
    done();
  }
  /// Begins a body by a person, or by the system.
  Script& command(std::string name, std::optional<PersonId> by) {
    Actor actor = by ? Actor{"person", by->str(), ""} : Actor{"system", "test", ""};
    builder_.emplace(EventId::make(random_), now(), std::move(actor), std::move(name));
    builder_->uses(crypto::sha256(policy), crypto::sha256("register"));
    return *this;
  }
  Script& add(NewEvent event) {
    builder_->add(std::move(event));
    return *this;
  }
  Script& done() {
    auto body = std::move(*builder_).finish();
    if (!body) ADD_FAILURE() << body.error().text;
    if (body) chain_.add(*body);
    return *this;
  }
  /// One body with these events, by the system.
  template <typename... Events>
  Script& body(Events... events) {
    command("test", {});
    (add(std::move(events)), ...);
    return done();
  }
  /// One body with an event that proposes something; `proposal` is what an approval of it names.
  Script& propose(NewEvent event) {
    command("test", {});
    proposal = proposal_digest(builder_->id(), event.event());
    return add(std::move(event)).done();
  }
  Script& seal(const std::string& kid, std::string field) {
    builder_->seal(World::kOrigin, kid, crypto::random_key(random_), {{std::move(field), "x"}}, random_);
    return *this;
  }
  Codes codes(Attachments attachments = {}) const { return chain_.codes(std::move(attachments)); }
  Chain& chain() { return chain_; }
  const Chain& chain() const { return chain_; }
  Instant now() const { return at_; }
  /// What follows is of this moment.
  Script& at(Instant moment) {
    at_ = moment;
    return *this;
  }

  SampleIds ids;
  std::string policy = "p";  ///< the bytes of the one in force
  std::string proposal;      ///< of the last `propose`

 private:
  Instant at_{1'795'000'000'000'000};
  SeededRandom random_;
  Chain chain_;
  std::optional<BodyBuilder> builder_;
};

}  // namespace licet::record::testing
