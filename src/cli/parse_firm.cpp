// Commands of those who look after the firm: lists, policy, register, people, keys, jobs and the record.
#include "cli/list_files.h"
#include "cli/parse_builder.h"

namespace licet::cli {

void approver_options(CLI::App* sub, Options& o) {
  sub->add_option("--approver", o.approver, "Second person who approves")->type_name("PERSON");
  sub->add_option("--approver-credential", o.approver_credential, "Credential file of the second person")
      ->type_name("FILE");
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

}  // namespace licet::cli
