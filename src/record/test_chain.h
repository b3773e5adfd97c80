// Entries around bodies, for tests: what a sequencer would have written.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "ledger/entry.h"
#include "ledger/link_checker.h"
#include "record/body.h"
#include "record/keep_chain_test.h"
#include "record/verify_semantics.h"

namespace licet::record::testing {

/// Numbers and links bodies into a ledger's entries.
class Chain {
 public:
  explicit Chain(std::string_view log) { state_.log = std::string(log); }

  void add(const Body& body) { add(body.text(), body.objects(), body.at()); }
  void add(std::string_view text, const std::vector<std::pair<std::string, std::string>>& objects, Instant at) {
    std::vector<ledger::Link> links;
    for (const auto& [kind, id] : objects) links.push_back(links_.next(kind, id));
    auto entry = ledger::compose_envelope(text, links, state_, at);
    LICET_INVARIANT(entry.has_value());
    ledger::Entry parsed;
    LICET_INVARIANT(ledger::parse_entry(*entry, parsed).has_value());
    LICET_INVARIANT(links_.check(parsed).empty());
    ledger::advance(state_, parsed.time_us, ledger::leaf_hash(as_bytes(*entry)));
    entries.push_back(std::move(*entry));
  }
  /// Runs a verifier over all entries.
  ledger::Report verify(SemanticVerifier& verifier) const {
    keep_chain(entries);
    ledger::Report report;
    ledger::Entry entry;
    for (const std::string& bytes : entries) {
      LICET_INVARIANT(ledger::parse_entry(bytes, entry).has_value());
      verifier.on_entry(entry, report);
    }
    verifier.finish(report);
    return report;
  }
  /// The codes of all findings, each once.
  std::set<std::string> codes(Attachments attachments = {}) const {
    SemanticVerifier verifier({std::move(attachments), true});
    std::set<std::string> out;
    const ledger::Report report = verify(verifier);
    for (const ledger::Finding& finding : report.findings()) out.insert(finding.code);
    return out;
  }

  std::vector<std::string> entries;

 private:
  ledger::ChainState state_;
  ledger::LinkChecker links_;
};

}  // namespace licet::record::testing
