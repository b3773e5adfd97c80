// A small invented log for tests and benchmarks: the same bytes from the same seed.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/crypto.h"
#include "base/json.h"
#include "ledger/bundle_memory.h"
#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/link_checker.h"
#include "ledger/seal.h"
#include "ledger/trust.h"

namespace licet::ledger::testing {

inline const std::string kOrigin = "log.example/licet";

inline crypto::Key32 seed_from(std::uint8_t first) {
  crypto::Key32 seed{};
  for (std::size_t i = 0; i < seed.size(); ++i) seed[i] = static_cast<std::uint8_t>(first + i);
  return seed;
}
inline NoteSigner test_signer() { return *NoteSigner::make(kOrigin, seed_from(0)); }
inline crypto::Key32 test_dek(std::uint64_t subject) {
  SeededRandom random(subject + 1'000);
  return crypto::random_key(random);
}

/// Entry n is about lead n % objects; every third has a sealed section, every tenth a list of two.
struct TestLog {
  std::vector<std::string> entries;
  std::vector<Bytes> payloads;
  std::vector<std::int64_t> times;

  static TestLog make(std::size_t count, std::size_t objects = 7, bool sealed = true) {
    TestLog out;
    SeededRandom random(42);
    ChainState state{kOrigin, 0, empty_root(), 0};
    LinkChecker links;
    for (std::size_t n = 0; n < count; ++n) {
      const std::string event = "ev_" + std::to_string(n);
      const std::string lead = "lead_" + std::to_string(n % objects);
      json::Object body{{"event", event},
                        {"lead", lead},
                        {"note", "caf\xC3\xA9 \"quoted\"\n\x01 end"},
                        {"old", json::Array{nullptr, true, -17, json::Object{{"a", 1}, {"b_2", "x"}}}},
                        {"type", n % 2 == 0 ? "lead.created" : "lead.updated"}};
      if (sealed && n % 10 == 0) {
        body.emplace("sealed", json::Array{out.seal(n, event, 2, random), out.seal(n, event, 1, random)});
      } else if (sealed && n % 3 == 0) {
        body.emplace("sealed", out.seal(n, event, 3, random));
      }
      std::vector<Link> entry_links{links.next("lead", lead)};
      if (n % 5 == 0) entry_links.push_back(links.next("case", "case_" + std::to_string(n % 2)));
      sort_links(entry_links);
      const Instant now{1'767'225'600'000'000 + static_cast<std::int64_t>(n) * 1'000 - (n % 4 == 3 ? 5'000 : 0)};
      std::string entry = *compose_envelope(json::canonical(body), entry_links, state, now);
      Entry parsed;
      LICET_INVARIANT(parse_entry(entry, parsed).has_value());
      LICET_INVARIANT(links.check(parsed).empty());
      advance(state, parsed.time_us, leaf_hash(as_bytes(entry)));
      out.times.push_back(parsed.time_us);
      out.entries.push_back(std::move(entry));
    }
    return out;
  }

  std::string signed_checkpoint(std::size_t size) const {
    TreeBuilder tree;
    for (std::size_t i = 0; i < size; ++i) tree.append(leaf_hash(as_bytes(entries[i])));
    return sign_checkpoint({kOrigin, size, tree.root()}, test_signer());
  }
  BundleParts parts() const {
    return {entries,
            signed_checkpoint(entries.size()),
            test_signer().key(),
            payloads,
            {Bytes{'p', 'o', 'l', 'i', 'c', 'y'}}};
  }
  Bytes bundle() const { return *pack_bundle(kOrigin, entries.size(), full_bundle_files(parts())); }

 private:
  json::Value seal(std::size_t n, const std::string& event, std::size_t fields, Random& random) {
    Fields values;
    for (std::size_t i = 0; i < fields; ++i) values.emplace("field_" + std::to_string(i), "value " + std::to_string(n));
    const std::string kid = "subj_" + std::to_string(n % 7);
    Sealed sealed = *seal_fields({kOrigin, event}, kid, test_dek(n % 7), values, random);
    payloads.push_back(std::move(sealed.blob));
    return sealed.section.to_json();
  }
};

inline Trust test_trust() {
  Trust trust;
  trust.log_keys.push_back(test_signer().key());
  return trust;
}

}  // namespace licet::ledger::testing
