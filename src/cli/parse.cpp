#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>

#include "cli/options.h"
#include "cli/parse_builder.h"

namespace licet::cli {
namespace {

constexpr const char* kVersion = "licet 0.1.0";

void add_screen_batch(CLI::App* screen, Options& o) {
  auto* batch = screen->add_option("--batch", o.batch, "Screen every row of a CSV file, with columns as for import")
                    ->type_name("FILE.csv");
  screen
      ->add_option(
          "--list", o.lists,
          "A list's file (plain or gzip) in place of a data folder, to try it out: nothing is recorded. Repeat "
          "it for several files")
      ->needs(batch)
      ->type_name("KIND=FILE")
      ->allow_extra_args(false);
  screen->add_option("--as-of", o.as_of, "With --list: of what date the lists are (DATE, RFC 3339 or 'file')")
      ->needs("--list")
      ->type_name("DATE|file");
  screen->add_flag("--small-list", o.small_list, "With --list: also what is too short to be the publisher's whole list")
      ->needs("--list");
  screen->add_option("--map", o.map, "With --batch: column mapping, as for import")->needs(batch)->type_name("FILE");
  screen->add_option("--out", o.out, "With --batch: write the answer to this new file")
      ->needs(batch)
      ->type_name("FILE");
  screen->add_flag("--all-hits", o.all_hits, "With --batch: one line for each hit instead of one for each row")
      ->needs(batch);
  screen->add_option("--threads", o.threads, "With --batch: how many (default: as many as there are processors)")
      ->needs(batch)
      ->check(CLI::Range(1, 64))
      ->type_name("N");
}

void add_intake(Builder& b) {
  Options& o = b.options();
  auto* init = b.command(&b.app(), "init", "init", "Make a data folder for a firm",
                         "licet init --data demo --firm firms/meridian/firm.yaml");
  init->add_option("--firm", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  init->add_option(
          "--packs", o.packs,
          "Folder of the jurisdiction packs (default: 'packs' beside the firm's file, or two folders above it)")
      ->type_name("DIR");
  init->add_flag("--single-person", o.single, "One administrator only; the verifier will say so");

  auto* import = b.command(&b.app(), "import", "import", "Import leads from a CSV file",
                           "licet import --data demo --source sample firms/meridian/leads.csv --rejects rejects.csv");
  import->add_option("--source", o.source, "Where the leads come from (a code)")->required()->type_name("NAME");
  import->add_option("file", o.files, "The CSV file: one")->required()->expected(1)->type_name("FILE.csv");
  import
      ->add_option("--map", o.map,
                   "Column mapping (YAML with columns, defaults, values, utc_offset; see docs/formats/cli.md)")
      ->type_name("FILE");
  import->add_option("--rejects", o.rejects, "Write refused rows here (default: FILE.csv.rejects.csv)")
      ->type_name("FILE");
  import->add_flag("--dry-run", o.dry_run, "Decide everything, and write nothing but that this was asked");
  import->add_flag("--strict", o.strict, "Exit with 1 when any row was rejected");

  auto* screen = b.command(&b.app(), "screen", "screen", "Screen a name against the loaded lists",
                           "licet screen --data demo \"Mirko Ostrovsky-Kale\"");
  screen->add_option("name", o.name, "Full name of a person")->type_name("NAME");
  screen->add_option("--company", o.company, "Name of a company")->type_name("C");
  screen->add_option("--birth-date", o.birth_date, "The person's: YYYY-MM-DD, YYYY-MM or YYYY")->type_name("DATE");
  screen->add_option("--country", o.country, "Of nationality or residence: its code or English name")
      ->type_name("COUNTRY");
  screen->add_option("--gender", o.gender, "The person's: male or female")
      ->check(CLI::IsMember({"male", "female"}))
      ->type_name("GENDER");
  screen
      ->add_option("--id", o.ids, "A document or number, as passport:AB123456 or passport:AB123456:HR; may be repeated")
      ->allow_extra_args(false)
      ->type_name("TYPE:VALUE");
  screen->add_option("--address", o.address, "Address, in one line")->type_name("TEXT");
  screen
      ->add_option("--algorithm", o.algorithm, "How names are compared: licet-v1 (the firm's), or ofac for comparison")
      ->type_name("NAME");
  add_screen_batch(screen, o);
}

void add_leads(Builder& b) {
  Options& o = b.options();
  auto* lead = b.group("lead", "Leads: list, show, assign, classify, name");
  auto* list =
      b.command(lead, "list", "lead list", "List the leads you may see", "licet lead list --data demo --status review");
  list->add_option("--status", o.status, "received, assigned, review, refused or erased")->type_name("STATUS");
  list->add_option("--market", o.market, "Only this market")->type_name("MARKET");
  list->add_option("--limit", o.limit, "At most this many")->check(CLI::Range(1, 1000))->type_name("N");
  list->add_option("--after", o.after, "Continue after this lead")->type_name("LEAD");
  b.command(lead, "show", "lead show", "Show one lead as it is now (explain tells its history)",
            "licet lead show --data demo lead_01h…")
      ->add_option("lead", o.id, "Lead id or a unique beginning of it")
      ->required()
      ->type_name("LEAD");
  auto* assign = b.command(lead, "assign", "lead assign", "Give a lead to a person, if the rules allow it",
                           "licet lead assign --data demo lead_01h… --to p.nandakumar");
  assign->add_option("lead", o.id, "Lead id or a unique beginning of it")->required()->type_name("LEAD");
  assign->add_option("--to", o.to, "Person (handle or id)")->required()->type_name("PERSON");
  auto* classify = b.command(
      lead, "classify", "lead classify", "Record a client classification and decide the lead anew",
      "licet lead classify --data demo lead_01h… --client-type institutional --basis per_se --evidence proof.pdf");
  classify->add_option("lead", o.id, "Lead id or a unique beginning of it")->required()->type_name("LEAD");
  classify->add_option("--client-type", o.client_type, "Client type of the policy")->required()->type_name("TYPE");
  classify->add_option("--basis", o.basis, "On what basis")->required()->type_name("BASIS");
  classify->add_option("--evidence", o.evidence, "Evidence file; its digest is recorded")
      ->required()
      ->type_name("FILE");
  auto* named = b.command(lead, "name", "lead name", "Say what a lead is called, and screen it by that name too",
                          "licet lead name --data demo lead_01h… --first-name Ann --last-name Bell");
  named->add_option("lead", o.id, "Lead id or a unique beginning of it")->required()->type_name("LEAD");
  named->add_option("--first-name", o.first_name, "Given names (sealed)")->type_name("NAME");
  named->add_option("--last-name", o.last_name, "Family name (sealed)")->type_name("NAME");
  named->add_option("--company", o.company, "Company (sealed)")->type_name("NAME");
  b.command(&b.app(), "explain", "explain", "Every decision on a lead: each candidate, and why not",
            "licet explain --data demo lead_01h…")
      ->add_option("lead", o.id, "Lead id or a unique beginning of it")
      ->required()
      ->type_name("LEAD");
}

void add_review(Builder& b) {
  Options& o = b.options();
  auto* review = b.group("review", "The review queue: list, show, claim, decide, evidence, reopen");
  auto* list = b.command(review, "list", "review list", "Cases that wait for somebody, oldest first",
                         "licet review list --data demo");
  list->add_option("--status", o.status, "open, claimed, proposed or closed")->type_name("STATUS");
  list->add_option("--reason", o.reason, "Only cases that wait for this, among others")->type_name("REASON");
  list->add_option("--market", o.market, "Only this market")->type_name("MARKET");
  list->add_option("--limit", o.limit, "At most this many")->check(CLI::Range(1, 1000))->type_name("N");
  list->add_option("--after", o.after, "Continue after this case")->type_name("CASE");
  b.command(review, "show", "review show", "One case with all its reasons", "licet review show --data demo case_01h…")
      ->add_option("case", o.id, "Case id or a unique beginning of it")
      ->required()
      ->type_name("CASE");
  auto* claim = b.command(review, "claim", "review claim", "Take a case", "licet review claim --data demo case_01h…");
  claim->add_option("case", o.id, "Case id or a unique beginning of it")->required()->type_name("CASE");
  claim->add_flag("--take-over", o.take_over, "Also from a colleague who claimed it and has not decided");
  auto* decide = b.command(review, "decide", "review decide", "Decide a case, or approve somebody else's decision",
                           "licet review decide --data demo case_01h… --outcome release --set screening=false_positive "
                           "--note \"other birth date\"");
  decide->add_option("case", o.id, "Case id or a unique beginning of it")->required()->type_name("CASE");
  decide->add_option("--outcome", o.outcome, "release, refuse, or escalate where nobody can tell yet")
      ->type_name("OUTCOME");
  decide
      ->add_option(
          "--set", o.set,
          "What is settled: place=CODE, screening=false_positive|true_match|inconclusive (all hits "
          "that --hit does not name), duplicate=distinct|same, "
          "lawful_basis=CODE, client_type=CODE, product=CODE, rule=ID[,ID...] (rules that ask for a judgement)")
      ->type_name("KEY=VALUE");
  decide->add_option("--hit", o.hits, "What is found about one hit: false_positive, true_match or inconclusive")
      ->type_name("LIST:ENTRY=FINDING");
  decide
      ->add_option(
          "--until", o.until,
          "A hit found false does not alert again until the end of this date (with --zone), or before this RFC "
          "3339 moment; a year without it, three at most")
      ->type_name("DATE");
  decide->add_option("--again", o.again, "When an escalated case is to be looked at again; at once without it")
      ->type_name("DATE");
  decide->add_option("--zone", o.zone, "Time zone of the dates")->type_name("ZONE");
  decide->add_option("--evidence", o.files, "A file that shows it, kept sealed; may be given several times")
      ->type_name("FILE");
  decide->add_option("--note", o.note, "The reason in your words (sealed)")->type_name("TEXT");
  decide->add_flag("--approve", o.approve, "As the second person: approve the proposed decision");
  decide->add_flag("--reject", o.reject, "As the second person: reject it");
  decide->add_option("--proposal", o.proposal, "Which decision you approve or reject, as it was shown to you")
      ->type_name("DIGEST");
  auto* evidence =
      b.command(review, "evidence", "review evidence", "Write the files that were kept with a case to a folder",
                "licet review evidence --data demo case_01h… --out evidence");
  evidence->add_option("case", o.id, "Case id or a unique beginning of it")->required()->type_name("CASE");
  evidence->add_option("--out", o.out, "The folder; it must not be there yet")->required()->type_name("DIR");
  auto* reopen =
      b.command(review, "reopen", "review reopen",
                "Open a closed case again, or put a lead that a reviewer refused before the reviewers again",
                "licet review reopen --data demo case_01h… --note \"the passport shows another birth date\"");
  reopen->add_option("what", o.id, "Case id or a unique beginning of it with case_; or a lead's")
      ->required()
      ->type_name("CASE|LEAD");
  reopen->add_option("--note", o.note, "With a case: the reason in your words (sealed)")->type_name("TEXT");

  auto* good = b.group("goodguy", "The good-guy list: hits found false that do not alert again");
  auto* good_list =
      b.command(good, "list", "goodguy list", "Entries that hold, or that ended", "licet goodguy list --data demo");
  good_list->add_option("--status", o.status, "active (without it), expired, revoked, reopened, or all")
      ->type_name("STATUS");
  good_list->add_option("--limit", o.limit, "At most this many")->check(CLI::Range(1, 1000))->type_name("N");
  good_list->add_option("--after", o.after, "Continue after this entry")->type_name("GOODGUY");
  b.command(good, "show", "goodguy show", "One entry, with its reason", "licet goodguy show --data demo good_01h…")
      ->add_option("entry", o.id, "Entry id or a unique beginning of it")
      ->required()
      ->type_name("GOODGUY");
  auto* revoke = b.command(good, "revoke", "goodguy revoke", "End an entry: its hit alerts again at once",
                           "licet goodguy revoke --data demo good_01h… --note \"made in haste\"");
  revoke->add_option("entry", o.id, "Entry id or a unique beginning of it")->required()->type_name("GOODGUY");
  revoke->add_option("--note", o.note, "The reason in your words (sealed)")->required()->type_name("TEXT");
}

}  // namespace

Parsed parse_command_line(int argc, const char* const* argv) {
  Parsed parsed;
  CLI::App app(
      "Licet: leads in, licensed decisions out, every one on the record.\n"
      "Each command has its own help and an example: licet COMMAND --help");
  app.require_subcommand(1);
  app.set_version_flag("--version", kVersion);
  Builder builder(app, parsed.options);
  add_intake(builder);
  add_leads(builder);
  add_review(builder);
  add_lists(builder);
  add_policy(builder);
  add_register(builder);
  add_record(builder);
  try {
    app.parse(argc, argv);
    // Not by CLI11's envname: every subcommand would take the variable, also over a --data that was given.
    if (const char* folder = std::getenv("LICET_DATA");
        folder != nullptr && parsed.options.data.empty() && parsed.options.lists.empty())
      parsed.options.data = folder;
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int status = app.exit(error, out, err);
    parsed.exit_status = status == 0 ? 0 : exit_status(ErrorCode::kUsage);
    parsed.text = status == 0 ? out.str() : err.str();
  }
  return parsed;
}

}  // namespace licet::cli
