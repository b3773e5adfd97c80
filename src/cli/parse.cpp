#include <CLI/CLI.hpp>
#include <cstdlib>
#include <sstream>

#include "cli/list_files.h"
#include "cli/options.h"

namespace licet::cli {
namespace {

constexpr const char* kVersion = "licet 0.1.0";

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

void approver_options(CLI::App* sub, Options& o) {
  sub->add_option("--approver", o.approver, "Second person who approves")->type_name("PERSON");
  sub->add_option("--approver-credential", o.approver_credential, "Credential file of the second person")
      ->type_name("FILE");
}

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

void add_lists(Builder& b) {
  Options& o = b.options();
  auto* lists = b.group("lists", "Screening lists");
  auto* load = b.command(
      lists, "load", "lists load", "Read a list and activate it",
      "licet lists load --data demo ofac-sdn firms/meridian/lists/{sdn,alt,add}.csv --as-of file --small-list");
  load->add_option("kind", o.list_kind, "The publisher's list: " + list_kind_ids())->required()->type_name("KIND");
  load->add_option("files", o.files, "Its files, in any order")->required()->type_name("FILE");
  load->add_option("--as-of", o.as_of,
                   "Of what date the publisher's list is (DATE, or RFC 3339), or 'file' for the files' own times. "
                   "Without it the list finds people and clears nobody")
      ->type_name("DATE|file");
  load->add_flag("--accept-shrink", o.accept_shrink, "Activate a list that is much shorter than the last one");
  auto* newer =
      load->add_flag("--replace-newer", o.replace_newer, "Activate a list of an earlier date than the last one's");
  auto* why = load->add_option("--note", o.note, "Why an older list replaces a newer one (sealed)")->type_name("TEXT");
  newer->needs(why);
  why->needs(newer);
  load->add_flag("--small-list", o.small_list, "Load what is too short to be the publisher's whole list");
  auto* fetch = b.command(lists, "fetch", "lists fetch", "Download lists from their publishers and activate them",
                          "licet lists fetch --data demo --new-config --config my-lists.yaml");
  fetch->add_option("kinds", o.files, "Which lists; all of the configuration when none is named")->type_name("KIND");
  fetch->add_option("--config", o.config, "Where the lists come from; lists.yaml in the data folder unless given")
      ->type_name("FILE");
  fetch->add_flag("--dry-run", o.dry_run, "Download, say what would change, and activate nothing");
  fetch->add_flag("--new-config", o.new_config,
                  "Write the configuration with the official addresses, and fetch nothing");
  fetch->add_option("--ca-file", o.ca_file, "Trust these certificates (PEM) and not the system's")->type_name("FILE");
  fetch->add_flag("--small-list", o.small_list, "Load what is too short to be the publisher's whole list");
  b.command(lists, "status", "lists status", "What is loaded, of what date, and whether it clears anybody",
            "licet lists status --data demo");
  auto* diff = b.command(lists, "diff", "lists diff", "What changed between two versions of a list, or against files",
                         "licet lists diff --data demo ofac-sdn firms/meridian/lists/{sdn,alt,add}.csv");
  diff->add_option("kind", o.list_kind, "The publisher's list: " + list_kind_ids())->required()->type_name("KIND");
  diff->add_option("versions", o.files,
                   "OLD and NEW: beginnings of digests of recorded versions; or OLD and files that are not loaded. "
                   "Without OLD against the active one, without any what the last load changed")
      ->type_name("OLD|NEW|FILE");
  auto* prove = b.command(lists, "prove", "lists prove", "Prove that the index over a list loses none of its names",
                          "licet lists prove --data demo ofac-sdn");
  prove->add_option("kind", o.list_kind, "One list; without it every active one")->type_name("KIND");
  auto* full = prove->add_flag("--full", o.full, "A million changed names, and slips with every letter");
  prove->add_option("--variants", o.variants, "Change so many names")
      ->check(CLI::Range(0, 100'000'000))
      ->type_name("N")
      ->excludes(full);
  prove->add_option("--seed", o.seed, "Which names, and how they are changed")
      ->check(CLI::Range(0, 2'147'483'647))
      ->type_name("N");
}

void add_policy(Builder& b) {
  Options& o = b.options();
  auto* policy = b.group("policy", "The firm's policy: check, show, propose, approve, attest");
  auto* check = b.command(policy, "check", "policy check", "Check a firm's file and its packs; nothing is written",
                          "licet policy check --firm firms/meridian/firm.yaml");
  check->add_option("--firm", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  check->add_option("--packs", o.packs, "Folder of the packs")->type_name("DIR");
  auto* show = b.command(policy, "show", "policy show", "The active policy, or one rule of it",
                         "licet policy show --data demo ES-PASSPORT");
  show->add_option("rule", o.rule, "Rule id")->type_name("RULE");
  auto* propose = b.command(policy, "propose", "policy propose", "Propose the policy of a firm's file",
                            "licet policy propose --data demo --firm firms/meridian/firm.yaml");
  propose->add_option("--firm", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  propose->add_option("--packs", o.packs, "Folder of the packs")->type_name("DIR");
  auto* approve = b.command(
      policy, "approve", "policy approve", "Approve a proposed policy or confirmation, as the second person",
      "licet policy approve --data demo sha256:4fd0… --as b.oyelaran --credential demo/credentials/b.oyelaran.json");
  approve->add_option("what", o.id, "Policy digest (or its beginning), or a rule id")
      ->required()
      ->type_name("DIGEST|RULE");
  approve->add_option("--proposal", o.proposal, "With a rule: which confirmation, as it was shown to you")
      ->type_name("DIGEST");
  auto* attest = b.command(
      policy, "attest", "policy attest", "Record counsel's opinion on a rule; a second person approves it",
      "licet policy attest --data demo ES-PASSPORT --opinion opinion.pdf --until 2027-06-30 --zone Europe/Madrid");
  attest->add_option("rule", o.rule, "Rule id")->required()->type_name("RULE");
  attest->add_option("--opinion", o.opinion, "File with the opinion; its digest is recorded")->type_name("FILE");
  attest
      ->add_option("--until", o.until,
                   "Counts until the end of this date (with --zone), or before this RFC 3339 moment")
      ->type_name("DATE");
  attest->add_option("--zone", o.zone, "Time zone of a date")->type_name("ZONE");
  attest->add_flag("--revoke", o.revoke, "End the confirmation now");
}

void add_register(Builder& b) {
  Options& o = b.options();
  auto* reg = b.group("register", "What the firm holds: licences, people, teams");
  auto* show = b.command(reg, "show", "register show", "The register: what holds at a moment, as known at a moment",
                         "licet register show --data demo --at 2026-11-22T00:00:00Z");
  show->add_option("--at", o.at, "What held then (RFC 3339, or a date with --zone)")->type_name("TIME");
  show->add_option("--known-at", o.known_at, "As it was known then")->type_name("TIME");
  show->add_option("--zone", o.zone, "Time zone of a date")->type_name("ZONE");
  show->add_option("--kind", o.kind, "Only records of this kind")->type_name("KIND");
  auto* diff = b.command(reg, "diff", "register diff", "What a firm's file would change",
                         "licet register diff --data demo firms/meridian/firm.yaml");
  diff->add_option("file", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  diff->add_option("--packs", o.packs, "Folder of the packs")->type_name("DIR");
  auto* apply = b.command(
      reg, "apply", "register apply", "Apply a firm's file to the register; needs two people",
      "licet register apply --data demo firms/meridian/firm.yaml --proposal sha256:4fd0… --approver b.oyelaran "
      "--approver-credential demo/credentials/b.oyelaran.json");
  apply->add_option("file", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  apply->add_option("--packs", o.packs, "Folder of the packs")->type_name("DIR");
  apply->add_option("--proposal", o.proposal, "The digest of the changes, as licet register diff shows it")
      ->type_name("DIGEST");
  approver_options(apply, o);
  auto* suspend = b.command(reg, "suspend", "register suspend", "Suspend a record at once",
                            "licet register suspend --data demo uk-fca");
  suspend->add_option("key", o.id, "Record key")->required()->type_name("KEY");
  auto* restore = b.command(reg, "restore", "register restore", "Restore a suspended record; needs two people",
                            "licet register restore --data demo uk-fca --proposal sha256:4fd0… --approver b.oyelaran "
                            "--approver-credential demo/credentials/b.oyelaran.json");
  restore->add_option("key", o.id, "Record key")->required()->type_name("KEY");
  restore->add_flag("--dry-run", o.dry_run, "Show what would change, with the digest to approve it by");
  restore->add_option("--proposal", o.proposal, "That digest, as --dry-run shows it")->type_name("DIGEST");
  approver_options(restore, o);
}

void add_record(Builder& b) {
  Options& o = b.options();
  auto* ledger = b.group("ledger", "The record: verify, export, checkpoint");
  auto* verify = b.command(ledger, "verify", "ledger verify", "Verify the whole ledger",
                           "licet ledger verify --data demo --state");
  verify->add_flag("--state", o.state, "Also compare every table with the fold of the ledger");
  verify->add_option("--against", o.against, "A checkpoint kept from earlier")->type_name("CHECKPOINT");
  auto* exp = b.command(ledger, "export", "ledger export", "Write a bundle that anybody can verify offline",
                        "licet ledger export --data demo --out meridian.licet");
  exp->add_option("--out", o.out, "The bundle")->required()->type_name("FILE");
  b.command(ledger, "checkpoint", "ledger checkpoint", "Sign and publish a checkpoint, and print it",
            "licet ledger checkpoint --data demo > kept.checkpoint");

  auto* keys = b.group("keys", "Keys: backup, check, restore");
  b.command(keys, "backup", "keys backup", "Copy the key store to a file",
            "licet keys backup --data demo --out keys-2026-11-22.db")
      ->add_option("--out", o.out, "The copy")
      ->required()
      ->type_name("FILE");
  b.command(keys, "check", "keys check", "Check that every key is there and opens what it should",
            "licet keys check --data demo");
  auto* restore = b.command(keys, "restore", "keys restore", "Put lost key files back from a backup",
                            "licet keys restore --data demo keys-2026-11-22.db");
  restore->add_option("backup", o.files, "The file that licet keys backup wrote")
      ->required()
      ->expected(1)
      ->type_name("FILE");
  restore->add_flag("--dry-run", o.dry_run, "Say what would be put back, and change nothing");

  auto* subject = b.group("subject", "A data subject: show, erase");
  b.command(subject, "show", "subject show", "Everything held about a subject",
            "licet subject show --data demo subj_01h…")
      ->add_option("subject", o.id, "Subject id or a unique beginning of it")
      ->required()
      ->type_name("SUBJECT");
  auto* erase = b.command(subject, "erase", "subject erase", "Destroy a subject's key; needs two people",
                          "licet subject erase --data demo subj_01h… --basis request --proposal sha256:4fd0… "
                          "--approver b.oyelaran --approver-credential demo/credentials/b.oyelaran.json");
  erase->add_option("subject", o.id, "Subject id or a unique beginning of it")->required()->type_name("SUBJECT");
  erase
      ->add_option("--basis", o.basis,
                   "request, consent_withdrawn, objection, unlawful_processing, legal_obligation or purpose_ended")
      ->required()
      ->type_name("BASIS");
  erase->add_flag("--dry-run", o.dry_run, "Show what would be erased, with the digest to approve it by");
  erase->add_option("--proposal", o.proposal, "That digest, as --dry-run shows it")->type_name("DIGEST");
  approver_options(erase, o);

  auto* suppression = b.group("suppression", "Who is kept out of imports after an erasure: lift");
  auto* lift = b.command(
      suppression, "lift", "suppression lift", "Let somebody back whom an erasure keeps out; needs two people",
      "licet suppression lift --data demo --email jo@example.com --basis own_request --evidence form.pdf "
      "--dry-run");
  lift->add_option("--email", o.email, "As the row that was left out says it, like all of these")->type_name("EMAIL");
  lift->add_option("--phone", o.phone, "Telephone number")->type_name("PHONE");
  lift->add_option("--source", o.source, "The source of --source-id")->type_name("NAME");
  lift->add_option("--source-id", o.source_id, "The person's id at the source")->type_name("ID");
  lift->add_option("--first-name", o.first_name, "With --last-name, --birth-date and --country")->type_name("NAME");
  lift->add_option("--last-name", o.last_name, "Last name")->type_name("NAME");
  lift->add_option("--birth-date", o.birth_date, "Birth date")->type_name("DATE");
  lift->add_option("--country", o.country, "Country")->type_name("COUNTRY");
  lift->add_option("--basis", o.basis, "own_request, renewed_consent, or other_person for who only shares data")
      ->required()
      ->type_name("BASIS");
  lift->add_option("--evidence", o.evidence, "The file that shows it; its digest goes on the record")
      ->required()
      ->type_name("FILE");
  lift->add_option("--note", o.note, "The reason in your words (sealed)")->type_name("TEXT");
  lift->add_flag("--dry-run", o.dry_run, "Show what would end, with the digest to approve it by");
  lift->add_option("--proposal", o.proposal, "That digest, as --dry-run shows it")->type_name("DIGEST");
  approver_options(lift, o);

  auto* person = b.group("person", "People of the firm: add, grant, revoke, credential");
  auto* add = b.command(person, "add", "person add", "Add a person; needs two people",
                        "licet person add --data demo j.doe --name \"Jo Doe\" --roles rep:uk --approver b.oyelaran "
                        "--approver-credential demo/credentials/b.oyelaran.json");
  add->add_option("handle", o.person, "Handle, unique in the firm")->required()->type_name("HANDLE");
  add->add_option("--name", o.name, "Full name (sealed)")->required()->type_name("NAME");
  add->add_option("--roles", o.roles,
                  "Roles, separated by commas: rep, manager, compliance, auditor, admin, service; role:market narrows")
      ->required()
      ->type_name("ROLES");
  add->add_option("--os-user", o.os_user, "Operating-system user to link")->type_name("USER");
  approver_options(add, o);
  auto* grant =
      b.command(person, "grant", "person grant", "Give a person roles; needs two people, none of them theirs",
                "licet person grant --data demo j.doe --roles manager:uk --until 2027-06-30 --zone Europe/London "
                "--approver b.oyelaran --approver-credential demo/credentials/b.oyelaran.json");
  grant->add_option("person", o.person, "Handle or id")->required()->type_name("PERSON");
  grant->add_option("--roles", o.roles, "Roles, separated by commas; role:market narrows")
      ->required()
      ->type_name("ROLES");
  grant
      ->add_option("--until", o.until,
                   "Until when (DATE inclusive with --zone, or RFC 3339); without it, until revoked")
      ->type_name("DATE");
  grant->add_option("--zone", o.zone, "Time zone of the date")->type_name("ZONE");
  approver_options(grant, o);
  auto* revoke = b.command(person, "revoke", "person revoke", "End roles of a person; needs two people",
                           "licet person revoke --data demo j.doe --roles manager:uk --approver b.oyelaran "
                           "--approver-credential demo/credentials/b.oyelaran.json");
  revoke->add_option("person", o.person, "Handle or id")->required()->type_name("PERSON");
  revoke->add_option("--roles", o.roles, "Roles as they are held, separated by commas")->required()->type_name("ROLES");
  approver_options(revoke, o);
  auto* credential =
      b.command(person, "credential", "person credential", "Write a new credential file for a person; needs two people",
                "licet person credential --data demo j.doe --out j.doe.json --approver b.oyelaran "
                "--approver-credential demo/credentials/b.oyelaran.json");
  credential->add_option("person", o.person, "Handle or id")->required()->type_name("PERSON");
  credential->add_option("--out", o.out, "The credential file")->required()->type_name("FILE");
  approver_options(credential, o);

  auto* jobs = b.group("jobs", "Jobs that the clock brings: run, list");
  auto* run = b.command(jobs, "run", "jobs run", "Run all jobs now", "licet jobs run --data demo");
  run->add_option("kind", o.kind, "Only this one: rescreen, reauthorise, retry_parked")->type_name("JOB");
  run->add_flag("--dry-run", o.dry_run, "With rescreen: say what it would do, and write nothing");
  run->add_flag("--full", o.full, "With rescreen: compare every lead with every entry, whatever changed");
  b.command(jobs, "list", "jobs list", "Past runs, newest first", "licet jobs list --data demo")
      ->add_option("--limit", o.limit, "At most this many")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");

  auto* bench = b.group("bench", "Measure this machine");
  auto* bench_import =
      b.command(bench, "import", "bench import", "Import invented leads durably and print the share of each stage",
                "licet bench import --firm firms/meridian/firm.yaml --leads 20000");
  bench_import->add_option("--firm", o.firm, "The firm's file (YAML)")->required()->type_name("FILE");
  bench_import->add_option("--packs", o.packs, "Folder of the packs")->type_name("DIR");
  bench_import->add_option("--leads", o.limit, "How many leads")->check(CLI::Range(1, 10'000'000))->type_name("N");
  bench_import->add_flag("--keep", o.keep, "Leave the data folder, and say where it is");
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
