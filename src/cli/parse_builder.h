// How commands and their options are told to CLI11, for the files that list them (parse*.cpp) and nobody else.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/options.h"

namespace licet::cli {

/// Adds subcommands and remembers which one was chosen.
class Builder {
 public:
  Builder(CLI::App& app, Options& options) : app_(app), options_(options) {}

  CLI::App* group(const std::string& name, const std::string& about) {
    CLI::App* sub = app_.add_subcommand(name, about);
    sub->require_subcommand(1);
    return sub;
  }
  /// A command with an example; `words` is its full name.
  CLI::App* command(CLI::App* parent, const std::string& name, const std::string& words, const std::string& about,
                    const std::string& example) {
    CLI::App* sub = parent->add_subcommand(name, about);
    sub->footer("Example:\n  " + example);
    sub->add_option("--data", options_.data, "Data folder (default: $LICET_DATA)")->type_name("DIR");
    sub->add_flag("--json", options_.json, "Print JSON on stdout: one object, or one per line for lists");
    sub->add_option("--as", options_.as, "Act as this person (handle or id)")->type_name("PERSON");
    sub->add_option("--credential", options_.credential, "Credential file of that person")->type_name("FILE");
    sub->callback([this, words] { options_.command = words; });
    return sub;
  }
  Options& options() { return options_; }
  CLI::App& app() { return app_; }

 private:
  CLI::App& app_;
  Options& options_;
};

/// --approver and its credential.
void approver_options(CLI::App* sub, Options& o);

/// Lists, the policy and the register, and what concerns the record: people, keys, jobs, the ledger.
void add_lists(Builder& b);
void add_policy(Builder& b);
void add_register(Builder& b);
void add_record(Builder& b);

}  // namespace licet::cli
