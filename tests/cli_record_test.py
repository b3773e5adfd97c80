#!/usr/bin/env python3
"""The programs from outside: what is on the record, what damage is found, and the verifier.

Programs of the build in LICET_BUILD_DIR (default: build). Prints each check as it passes; the exit status is 1 when any
failed. Groups of checks may be named.
"""

import json
import re
import shutil
import sqlite3
import stat
import sys

from cli_house import ROOT, VERIFY, FIRM, HEADER, House, check, check_refusal, licet, rows, run_groups


# ---- on the record


def own_entries(house, person, first=0):
    """Bodies of the entries that a person made, from a number on."""
    with sqlite3.connect(f"file:{house.dir}/licet.db?mode=ro", uri=True) as db:
        rows_ = db.execute("select bytes from ledger_entry where seq >= ? order by seq", (first,)).fetchall()
    bodies = [json.loads(row[0])["body"] for row in rows_]
    return [body for body in bodies if body["by"].get("id") == person]


def entry_count(house):
    with sqlite3.connect(f"file:{house.dir}/licet.db?mode=ro", uri=True) as db:
        return db.execute("select count(*) from ledger_entry").fetchone()[0]


def subcommands(*words):
    text = licet(*words, "--help").stdout
    return re.findall(r"^  ([a-z]+) ", text.split("Subcommands:")[1], re.M) if "Subcommands:" in text else []


# Commands that change something, and so have an entry of their own or fail; and those that open no data folder, or leave
# none (docs/formats/cli.md, "On the record").
CHANGE = {"import", "lead assign", "lead classify", "lead name", "review claim", "review decide", "review reopen", "lists load", "lists fetch", "lists prove", "policy propose",
          "policy approve", "policy attest", "register apply", "register suspend", "register restore", "ledger export", "subject erase",
          "person add", "person grant", "person revoke", "person credential", "suppression lift", "keys restore", "jobs run",
          "goodguy revoke"}
NO_ENTRY = {"init", "policy check", "bench import", "ledger verify"}


def on_record_checks(temp):
    house = House(temp, "record")
    house.import_text((FIRM / "leads.csv").read_text(), name="sample.csv")
    me = json.loads((house.dir / "credentials/b.oyelaran.json").read_text())["person"]
    lead = house.json("lead", "list", "--status", "assigned")[0]
    second = ["--as", "b.oyelaran", "--credential", house.dir / "credentials/b.oyelaran.json"]
    cases = house.json("review", "list", "--limit", "200")
    hit = next(case for case in cases if "screening_hit" in case["reasons"])
    case = next(case for case in cases if case != hit)
    house.run("review", "claim", hit["id"])
    decided = house.json("review", "decide", hit["id"], "--outcome", "release", "--set", "screening=false_positive", "--note",
                         "another birth date", "--evidence", ROOT / "LICENSE")[0]
    house.run("review", "decide", hit["id"], "--approve", "--proposal", decided["proposal"], *second)
    good = house.json("goodguy", "list")[0]
    reads = {"lead list": [], "lead show": [lead["id"]], "explain": [lead["id"]], "review list": [], "review show": [case["id"]],
             "policy show": [], "register show": [], "register diff": [FIRM / "firm.yaml", "--packs", ROOT / "packs"],
             "subject show": [lead["subject"]], "keys check": [], "keys backup": ["--out", temp / "record-keys.db"], "jobs list": [],
             "ledger checkpoint": [], "screen": ["Mirko Ostrovsky-Kale"], "lists status": [], "lists diff": ["ofac-sdn", *(FIRM / "lists").glob("*.csv")],
             "goodguy list": [], "goodguy show": [good["id"]], "review evidence": [hit["id"], "--out", temp / "record-evidence"]}
    known = set(reads) | CHANGE | NO_ENTRY
    there = {" ".join(words) for first in subcommands() for words in ([(first, s) for s in subcommands(first)] or [(first,)])}
    check("every command is one whose entries are looked at here", there == known, detail=str(sorted(there ^ known)))
    for words, arguments in reads.items():
        before = entry_count(house)
        run = house.run(*words.split(), *arguments, *second)
        noted = own_entries(house, me, before)
        check(f"on the record: {words}", run.returncode in (0, 1) and run.stdout and
              any(event["t"] == "read_recorded" for body in noted for event in body["events"]), run, f"({noted})")

    clerk = temp / "clerk.json"
    house.run("person", "add", "clerk", "--name", "A Clerk", "--roles", "rep:uk", *house.second)
    house.run("person", "credential", "clerk", "--out", clerk, *house.second)
    as_clerk = ["--as", "clerk", "--credential", clerk]
    clerk_id = json.loads(clerk.read_text())["person"]
    for words, arguments in {**reads, "lead assign": [lead["id"], "--to", "clerk"], "jobs run": [], "review claim": [case["id"]],
                             "subject erase": [lead["subject"], "--basis", "request"]}.items():
        if words in ("lead list", "policy show"):
            continue  # a list of their own leads, and the firm's rules: the clerk may have them
        before = entry_count(house)
        run = house.run(*words.split(), *arguments, *as_clerk)
        noted = [event for body in own_entries(house, clerk_id, before) for event in body["events"]]
        check(f"a refusal on the record: {words}", run.returncode == 1 and run.stdout == "" and
              any(event["t"] == "attempt_refused" for event in noted), run, f"({noted})")
        check(f"a refusal tells nothing: {words}", "SCREENING" not in run.stderr and "screening_hit" not in run.stderr, run)

    forged = json.loads((house.dir / "credentials/b.oyelaran.json").read_text())
    forged["secret"] = ("0" if forged["secret"][0] != "0" else "1") + forged["secret"][1:]
    wrong = house.file("forged.json", json.dumps(forged))
    before = entry_count(house)
    check_refusal("a wrong credential", house.run("lead", "list", "--as", "b.oyelaran", "--credential", wrong), 1, "proven")
    with sqlite3.connect(f"file:{house.dir}/licet.db?mode=ro", uri=True) as db:
        last, = db.execute("select bytes from ledger_entry order by seq desc limit 1").fetchone()
    check("a wrong credential is on the record", entry_count(house) == before + 1 and b"NOT_PROVEN" in last and me.encode() in last
          and forged["secret"].encode() not in last)
    before = entry_count(house)
    house.run("lead", "list", "--as", "b.oyelaran", "--credential", house.dir / "credentials/b.oyelaran.json", "--status", "asigned")
    check("nothing that was typed is on the record", all(b"asigned" not in json.dumps(b).encode() for b in own_entries(house, me, before)))
    check("after all that the record is sound", house.sound())


def filter_checks(temp):
    house = House(temp, "filters")
    check_refusal("filter: a status that is not there", house.run("lead", "list", "--status", "asigned"), 3, "did you mean 'assigned'")
    check_refusal("filter: a market that is not there", house.run("lead", "list", "--market", "ukk"), 3, "did you mean 'uk'")
    check_refusal("filter: a state of cases that is not there", house.run("review", "list", "--status", "opne"), 3, "did you mean 'open'")
    check_refusal("filter: a kind of records that is not there", house.run("register", "show", "--kind", "license"), 3,
                  "did you mean 'licence'")
    check_refusal("filter: a job that is not there", house.run("jobs", "run", "retry_parkd"), 2, "did you mean 'retry_parked'")


# ---- damage


def old_backup_checks(temp):
    house = House(temp, "backup")
    house.import_text(rows(3), name="a.csv")
    shutil.copy(house.dir / "licet.db", temp / "old.db")
    house.import_text(rows(3, 3), name="b.csv")
    head = house.run("ledger", "checkpoint")
    check("checkpoint: printed as a signed note", head.returncode == 0 and "\u2014 " in head.stdout, head)
    for rest in house.dir.glob("licet.db*"):
        rest.unlink()
    shutil.copy(temp / "old.db", house.dir / "licet.db")
    check_refusal("an old backup put back", house.run("lead", "list"), 1, "backup")
    check_refusal("an old backup is not signed on from", house.run("ledger", "checkpoint"), 1, "backup")


def tamper_checks(temp):
    house = House(temp, "tamper")
    house.import_text(rows(5), name="a.csv")
    check("state = fold before", house.sound())
    with sqlite3.connect(house.dir / "licet.db") as db:
        lead, = db.execute("select id from lead limit 1").fetchone()
        subject, = db.execute("select subject from lead where id = ?", (lead,)).fetchone()
        db.execute("update lead set market = 'switzerland' where id = ?", (lead,))
    run = house.run("ledger", "verify", "--state")
    check("a row changed behind the back is named", run.returncode == 1 and re.search(rf"lead {lead}.* market", run.stdout), run)
    report = json.loads(house.run("ledger", "verify", "--state", "--json").stdout)
    check("a row changed behind the back is named in JSON", report["sound"] is False
          and any((d["table"], d["column"]) == ("lead", "market") and lead in d["key"] for d in report["differences"]))
    with sqlite3.connect(house.dir / "licet.db") as db:
        db.execute("update lead set market = 'uk' where id = ?", (lead,))
        db.execute("update subject set first_name = 'Eve' where id = ?", (subject,))
    run = house.run("ledger", "verify", "--state")
    check("an opened column changed behind the back is named", run.returncode == 1 and re.search(rf"subject {subject}.* first_name", run.stdout), run)
    check("opened values are not printed", "Eve" not in run.stdout and "Ada" not in run.stdout, run)
    with sqlite3.connect(house.dir / "licet.db") as db:
        db.execute("update subject set first_name = 'Ada0' where id = ?", (subject,))
        db.execute("delete from lead where id = ?", (lead,))
    run = house.run("ledger", "verify", "--state")
    check("a row deleted behind the back is named", run.returncode == 1 and lead in run.stdout, run)


def recorded_state_checks(temp):
    house = House(temp, "stated")
    house.import_text(rows(5), name="a.csv")
    good, bad = temp / "stated.licet", temp / "changed.licet"
    check("export: a sound house", house.run("ledger", "export", "--out", good).returncode == 0)
    run = licet(good, "--json", program=VERIFY)
    check("licet-verify: the recorded state is the fold", run.returncode == 0 and json.loads(run.stdout)["levels"]["l5"] == "pass", run)
    with sqlite3.connect(house.dir / "licet.db") as db:
        db.execute("update lead set market = 'switzerland' where id = (select id from lead limit 1)")
    check("export: tables changed behind the back", house.run("ledger", "export", "--out", bad).returncode == 0)
    run = licet(bad, "--json", program=VERIFY)
    report = json.loads(run.stdout)
    check("licet-verify: tables changed behind the back before the export",
          run.returncode == 1 and [f["code"] for f in report["findings"]] == ["state"] and report["levels"]["l5"] == "fail", run)
    run = licet(bad, "--json", "--no-reexecution", program=VERIFY)
    report = json.loads(run.stdout)
    check("licet-verify: without level 5 nobody looks", run.returncode == 0 and "l5" not in report["levels"] and report["levels"]["l4"] == "pass", run)
    before = sorted(p.name for p in house.dir.iterdir())
    run = house.run("ledger", "verify")
    check("ledger verify: the state that was recorded wrongly stays on the record", run.returncode == 1 and "folds to" in run.stdout, run)
    check("ledger verify leaves no file", sorted(p.name for p in house.dir.iterdir()) == before)


# ---- the verifier


def verifier_checks(temp):
    house = House(temp, "verify")
    house.import_text(rows(5), name="a.csv")
    early = temp / "early.licet"
    house.run("ledger", "export", "--out", early)
    house.import_text(rows(5, 5), name="b.csv")
    bundle = temp / "meridian.licet"
    exported = house.run("ledger", "export", "--out", bundle, "--json")
    vkey = json.loads(exported.stdout)["vkey"]
    check("export: the bundle is private", stat.S_IMODE(bundle.stat().st_mode) == 0o600)
    check_refusal("export: a file is not overwritten", house.run("ledger", "export", "--out", bundle), 1, "meridian.licet")
    kept = temp / "kept.checkpoint"
    kept.write_text(json.loads(house.run("ledger", "checkpoint", "--json").stdout)["checkpoint"])
    trust = temp / "meridian.trust"
    trust.write_text(f"# the house\nlog {vkey}\n")

    def verify(*args):
        return licet(*args, program=VERIFY)

    run = verify(bundle)
    check("licet-verify: a sound bundle, and nobody vouches", run.returncode == 0 and "trust: none" in run.stdout, run)
    run = verify(bundle, "--trust", trust)
    check("licet-verify: with a trust file", run.returncode == 0 and "trust: keys" in run.stdout, run)
    other = temp / "other.trust"
    other.write_text("log " + house_key(temp) + "\n")
    check("licet-verify: somebody else's key", verify(bundle, "--trust", other).returncode == 1)
    run = verify(bundle, "--json")
    check("licet-verify: json", json.loads(run.stdout)["schema"].startswith("licet.verify/"), run)
    check_refusal("licet-verify: an unknown file", verify(temp / "absent.licet"), 4, "absent.licet")
    check_refusal("licet-verify: no file named", verify(), 2, "bundle")
    check("licet-verify: help has an example", "Example:" in verify("--help").stdout)
    check_refusal("licet-verify: a trust file that is none", verify(bundle, "--trust", bundle), 3, bundle.name + ":1")
    whole = bundle.read_bytes()
    step = max(1, len(whole) // 40)
    accepted = []
    for at in [*range(0, len(whole), step), len(whole) - 1]:
        changed = bytearray(whole)
        changed[at] ^= 1
        (temp / "flipped.licet").write_bytes(changed)
        if verify(temp / "flipped.licet", "--trust", trust).returncode != 1:
            accepted.append(at)
    check("licet-verify: a flipped byte anywhere", not accepted, detail=f"(accepted at {accepted})")
    (temp / "cut.licet").write_bytes(whole[: len(whole) // 2])
    check("licet-verify: half a bundle", verify(temp / "cut.licet").returncode == 1)
    (temp / "nothing.licet").write_bytes(b"")
    check("licet-verify: an empty file", verify(temp / "nothing.licet").returncode == 1)
    check("licet-verify: a truncated log is sound by itself", verify(early, "--trust", trust).returncode == 0)
    run = verify(early, "--trust", trust, "--against", kept)
    check("licet-verify: a truncated log against a kept checkpoint", run.returncode == 1, run)
    check("ledger verify: against a kept checkpoint", house.run("ledger", "verify", "--against", kept).returncode == 0)


def house_key(temp):
    """The key of another log."""
    dir = temp / "another"
    licet("init", "--data", dir, "--firm", FIRM / "firm.yaml")
    run = licet("ledger", "export", "--out", temp / "another.licet", "--json", data=dir)
    return json.loads(run.stdout)["vkey"]


def subject_answer_checks(temp):
    """What is held about a person is answered with what each source sent, as it came, after the read is on record."""
    house = House(temp, "answer")
    lines = (HEADER.strip() + ",note\n" + 'A1,Ada,Answer,ada@example.com,London,GB,brokerage,retail,consent,en,"says ""no"", twice\nand signs"\n',
             HEADER.strip() + ",note\n" + "A1,Ada,Answered,ada@example.com,London,GB,brokerage,retail,consent,en,later\n")
    for i, text in enumerate(lines):
        house.import_text(text, name=f"{i}.csv")
    subject = house.json("lead", "list")[0]["subject"]
    entries = entry_count(house)
    run = house.run("subject", "show", subject, "--json")
    sources = json.loads(run.stdout)["source_events"]
    raw = [json.loads(source.get("raw", "{}")) for source in sources]
    check("subject show: each source event opens as it came", sorted((r.get("last_name", ""), r.get("note", "")) for r in raw) ==
          [("Answer", 'says "no", twice\nand signs'), ("Answered", "later")], run)
    check("subject show: every column, in the file's order", all(list(r) == (HEADER.strip() + ",note").split(",") for r in raw), run)
    check("subject show: a read is on record", entry_count(house) > entries)
    run = house.run("subject", "show", subject)
    check("subject show: for people, a cell a line", re.search(r"^  last_name +Answered$", run.stdout, re.M) and
          re.search(r"^  note +later$", run.stdout, re.M) and re.search(r'^  note +says "no", twice\n +and signs$', run.stdout, re.M), run)
    proposal = house.json("subject", "erase", subject, "--basis", "request", "--dry-run")[0]["proposal"]
    house.json("subject", "erase", subject, "--basis", "request", "--proposal", proposal, *house.second)
    run = house.run("subject", "show", subject, "--json")
    sources = json.loads(run.stdout)["source_events"]
    check("subject show: after an erasure nothing opens", len(sources) == 2 and not any("raw" in source for source in sources) and
          "Answer" not in run.stdout, run)
    run = house.run("subject", "show", subject)
    check("subject show: and it is said", run.stdout.count("its key or its payload is gone") == 2 and "Answer" not in run.stdout, run)


if __name__ == "__main__":
    sys.exit(run_groups(on_record_checks, filter_checks, old_backup_checks, tamper_checks, recorded_state_checks,
                        verifier_checks, subject_answer_checks))
