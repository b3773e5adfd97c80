#!/usr/bin/env python3
"""The programs from outside: bad input, interruption, help, and what each says about it.

Programs of the build in LICET_BUILD_DIR (default: build). Prints each check as it passes; the exit status is 1 when any
failed. Groups of checks may be named.
"""

import datetime
import gzip
import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys

from cli_house import FIRM, HEADER, LICET, ROOT, House, check, check_refusal, licet, rows, run_groups, tmpfs


def init_checks(temp):
    check("init: credentials are private",
          all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in (House.made / "credentials").iterdir()))
    check_refusal("init: a folder that is there", licet("init", "--data", House.made, "--firm", FIRM / "firm.yaml"), 1, "exists")


# ---- csv


def csv_checks(temp):
    house = House(temp, "csv")
    good = rows(1).split("\n")[1]
    check_refusal("import: an empty file", house.import_text("", name="empty.csv"), 3, "empty.csv")
    check_refusal("import: only blank lines", house.import_text("\n\n\n", name="blank.csv"), 3, "blank.csv")
    check_refusal("import: no header", house.import_text(good + "\n", name="headless.csv"), 3, "headless.csv")
    check_refusal("import: UTF-16 that does not say so", house.import_text(rows(1).encode("utf-16-le"), name="wide.csv"), 3, "wide.csv")
    check_refusal("import: neither UTF-8 nor Latin-1", house.import_text(b"\x00\x01\x02\xff" * 300, name="noise.csv"), 3, "noise.csv")
    check_refusal("import: NUL bytes in the header", house.import_text(b"first_name,\0last_name\nA,B\n", name="nul.csv"), 3, "nul.csv")
    wide = ",".join(f"column{i}" for i in range(5000)) + "\n" + ",".join("x" for _ in range(5000)) + "\n"
    check_refusal("import: 5,000 columns", house.import_text(wide, name="columns.csv"), 3, "columns.csv", "column")
    check_refusal("import: a file that is not there", house.run("import", "--source", "sample", temp / "nowhere.csv"), 4, "nowhere.csv")
    nowhere = temp / "nowhere"
    there = house.file("there.csv", rows(1))
    packs = ["--packs", ROOT / "packs"]
    for name, command in (("a map", ["import", "--source", "sample", there, "--map", nowhere]),
                          ("a list", ["lists", "load", "ofac-sdn", nowhere]),
                          ("a list's time", ["lists", "load", "ofac-sdn", nowhere, "--as-of", "file"]),
                          ("a firm", ["policy", "check", "--firm", nowhere, *packs]),
                          ("a folder for a firm", ["policy", "check", "--firm", temp, *packs]),
                          ("packs", ["policy", "check", "--firm", FIRM / "firm.yaml", "--packs", nowhere]),
                          ("a credential", ["lead", "list", "--as", "p.nandakumar", "--credential", nowhere]),
                          ("an opinion", ["policy", "attest", "ES-PASSPORT", "--opinion", nowhere, "--until", "2099-01-01T00:00:00Z"]),
                          ("a checkpoint", ["ledger", "verify", "--against", nowhere])):
        run = house.run(*command)
        named = str(temp) if "folder" in name else "nowhere"
        check_refusal(f"what is not there is the environment's fault: {name}", run, 4, named)
        check(f"and said once: {name}", run.stderr.count("\n") == 1, run)
    check_refusal("import: a folder in place of a file", house.run("import", "--source", "sample", temp), 4, temp.name)
    check("nothing of all that was imported", house.leads() == 0)

    bad = rows(1) + "C8,Ada8," + "x" * 10_000_000 + ",p8@example.com,London,GB,brokerage,retail,consent,en\n" + good.replace("C0", "C9").replace("0", "9")
    run = house.import_text(bad, name="long.csv")
    rejects = temp / "csv-long.csv.rejects.csv"
    check("import: a 10 MB field rejects its row and no other", run.returncode == 0 and rejects.is_file()
          and rejects.read_text().splitlines()[1].startswith("3,") and house.leads() == 2, run, f"({house.leads()} leads)")
    check("import: what is kept of a 10 MB row is cut", rejects.is_file() and rejects.stat().st_size < 1_000_000)
    run = house.import_text(rows(1).replace("C0", "C5").replace("Ada0", "Ada\0zero"), name="nul-row.csv")
    check("import: a NUL byte in a row is said and does not crash", run.returncode in (0, 3) and house.leads() == 2, run)
    run = house.import_text(rows(1).replace("C0", "C6").replace("Probe0", "Müller").encode("latin-1"), "--json", name="latin.csv")
    check("import: Latin-1 is detected and said", run.returncode == 0 and "Latin-1" in json.loads(run.stdout)["file"], run)
    run = house.run("lead", "list", "--json")
    check("import: Latin-1 letters arrive", "Müller" in run.stdout, run)
    run = house.import_text(rows(1, 70).encode("utf-16"), "--json", name="utf16.csv")
    check("import: UTF-16 with its mark is read and said", run.returncode == 0 and "UTF-16" in json.loads(run.stdout)["file"], run)

    future = HEADER.replace("city", "birth_date") + "C7,Ada7,Probe7,p7@example.com,2199-01-01,GB,brokerage,retail,consent,en\n"
    run = house.import_text(future, name="future.csv")
    rejects = temp / "csv-future.csv.rejects.csv"
    check("import: a future birth date is rejected with its line", run.returncode == 0 and rejects.is_file()
          and re.search(r"^2,.*birth_date", rejects.read_text(), re.M | re.I) is not None, run)
    check("import: the rejects file is private", rejects.is_file() and stat.S_IMODE(rejects.stat().st_mode) == 0o600)
    check("import: --strict ends with 1 when a row was rejected",
          house.import_text(future, "--strict", name="future.csv").returncode == 1)
    check("import: --strict ends with 0 when none was", house.import_text(rows(2), "--strict", name="good.csv").returncode == 0)
    numbers = "source_id,first_name,last_name,country,phone,mobile_phone,lawful_basis\nP1,Ada,Probe,GB,abc,,consent\nP2,Ada,Probe,GB,+44 20,,consent\n"
    for words in (["--dry-run"], [], []):
        run = house.import_text(numbers, *words, name="numbers.csv")
        known = "0 new leads" in run.stdout
        check("import: a number that is none is said with its line, once", run.returncode == 0
              and (known or ("line 2: column 'phone'" in run.stderr and "line 3: column 'phone'" in run.stderr
                             and "telephone number of 2 rows" in run.stdout))
              and (not known or "line 2" not in run.stderr), run)
    own = temp / "own-rejects.csv"
    house.import_text(future, "--rejects", own, name="future2.csv")
    check("import: --rejects names the file", own.is_file() and not (temp / "csv-future2.csv.rejects.csv").exists())
    check("after all that the record is sound", house.sound())


def dry_run_checks(temp):
    house = House(temp, "dry")
    before = snapshot(house.dir)
    run = house.import_text(rows(20) + "C99,,,,,,,,,\n", "--dry-run", "--json", name="dry.csv")
    report = json.loads(run.stdout)
    check("dry run: every row is decided", run.returncode == 0 and report["leads"] == 20 and report["dry_run"] is True, run)
    check("dry run: the rejected row is named on stderr", "line 22" in run.stderr, run)
    after = snapshot(house.dir)
    changed = {f"{file} {table}" for file in before if isinstance(before[file], dict) for table in before[file]
               if before[file][table] != after[file].get(table)}
    check("dry run: writes nothing but that it was asked", changed <= {f"licet.db {name}" for name in ("event_seq", "ledger_entry", "store_meta")}
          and not (temp / "dry-dry.csv.rejects.csv").exists(), detail=str(changed))


def snapshot(folder):
    """Rows and entries of the database, and the bytes of every other file save the log SQLite keeps while it is open."""
    out = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.endswith((".db", "-wal", "-shm", ".lock")):
            out[str(path.relative_to(folder))] = path.read_bytes()
    for name in ("licet.db", "keys/keys.db"):
        with sqlite3.connect(f"file:{folder}/{name}?mode=ro", uri=True) as db:
            tables = [t for (t,) in db.execute("select name from sqlite_master where type = 'table'")]
            out[name] = {t: db.execute(f'select * from "{t}"').fetchall() for t in tables}
    return out


def rejects_checks(temp):
    house = House(temp, "rejects")
    bad = "C9,Ada9,Probe9,p9@example.com,London,GB,fundz,retail,consent,en\n"
    path = house.file("leads.csv", rows(2) + bad)
    text = path.read_text()
    run = house.run("import", "--source", "sample", path, "--rejects", path)
    check_refusal("rejects: the input itself is refused", run, 1, "file to import")
    (temp / "link.csv").symlink_to(path)
    run = house.run("import", "--source", "sample", path, "--rejects", temp / "link.csv")
    check_refusal("rejects: the input by another name is refused", run, 1, "file to import")
    precious = house.file("precious.csv", "line,reason,row\n1,mine,x\n")
    run = house.run("import", "--source", "sample", path, "--rejects", precious)
    check_refusal("rejects: a file that is there is refused", run, 1, "not overwritten")
    check("rejects: neither was touched, and nothing was read", path.read_text() == text and "mine" in precious.read_text()
          and house.leads() == 0)
    house.run("import", "--source", "sample", path)
    first = temp / "rejects-leads.csv.rejects.csv"
    kept = first.read_text()
    run = house.run("import", "--source", "sample", path, "--json")
    second = temp / "rejects-leads.csv.rejects-2.csv"
    check("rejects: a second run writes beside the first", first.read_text() == kept and second.read_text() == kept
          and json.loads(run.stdout)["rejects"] == str(second), run)

    small = temp / "small-rejects"
    if not tmpfs(small, 64 * 1024):
        print("note  full disk of rejects: mounting is not permitted here, so this was not tried")
        return
    try:
        many = rows(40, 100) + "".join(bad.replace("C9", f"D{i}").replace("p9", "p" * 200) for i in range(400)) + \
            rows(40, 200).split("\n", 1)[1]
        path = house.file("many.csv", many)
        run = house.run("import", "--source", "sample", path, "--rejects", small / "r.csv")
        check_refusal("rejects on a full disk: said, with status 4, and how to go on", run, 4, "no space left", "same command",
                      "another --rejects", "known rows are skipped")
        check("rejects on a full disk: the file ends with a whole row", (small / "r.csv").read_text().endswith("\n"))
        check("rejects on a full disk: the record is sound", house.sound())
        run = house.run("import", "--source", "sample", path, "--rejects", temp / "roomy.csv", "--json")
        report = json.loads(run.stdout or "{}")
        check("rejects on a full disk: going on accounts for every row", run.returncode == 0 and report.get("rejected") == 400
              and report.get("leads", 0) + report.get("unchanged", 0) == 80 and house.leads() == 82, run)
        check("rejects on a full disk: no reject is lost", len((temp / "roomy.csv").read_text().splitlines()) == 401)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def list_date_checks(temp):
    lists = [FIRM / "lists" / f"{name}.csv" for name in ("sdn", "alt", "add")]
    house = House(temp, "dates")
    load = lambda *more: house.run("lists", "load", "ofac-sdn", *lists, "--small-list", "--json", *more)
    status = lambda: {row["screening"] for row in house.json("lead", "list", "--limit", "100")}
    run = load("--as-of", "2024-05-01", "--replace-newer", "--note", "what an old list does")
    check("list date: stated", run.returncode == 0 and json.loads(run.stdout)["as_of"] == "2024-05-01T00:00:00Z", run)
    check("list date: that it is too old to clear anybody is said at once", "older than the policy allows" in run.stderr, run)
    house.import_text(rows(3), name="old.csv")
    check("list date: a list of two years ago clears nobody, though it was loaded now", status() == {"stale"})
    run = load()
    check("list date: unknown when nobody says it", run.returncode == 0 and json.loads(run.stdout)["as_of"] == "unknown"
          and "--as-of" in run.stderr, run)
    house.run("jobs", "run")
    check("list date: an unknown one clears nobody", status() == {"stale"})
    check_refusal("list date: of the future", load("--as-of", "2199-01-01"), 3, "still to come")
    check_refusal("list date: no date", load("--as-of", "yesterday"), 2, "--as-of")
    run = load("--as-of", "file")
    check("list date: of the files", run.returncode == 0 and json.loads(run.stdout)["as_of_from"] == "file_time", run)
    check("list date: leads that waited for a usable list are screened at once", status() == {"clear"})
    check("list date: and go to somebody at once", json.loads(run.stdout)["moved"] == 3
          and {row["status"] for row in house.json("lead", "list", "--limit", "100")} == {"assigned"}, run)
    check_refusal("an older list for a reason that says nothing", load("--as-of", "2026-01-01", "--replace-newer", "--note", "  "), 2, "--note")

    check_refusal("an older list over a newer one", house.run("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "2026-01-01"), 3,
                  "2026-01-01", "--replace-newer")
    check_refusal("an older list without a reason", load("--as-of", "2026-01-01", "--replace-newer"), 2, "--note")
    check_refusal("a list of the future", house.run("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "2999-01-01"), 3, "still to come")
    run = load("--as-of", "2026-01-01", "--replace-newer", "--note", "the newer file was cut off")
    check("an older list with a reason", run.returncode == 0 and json.loads(run.stdout)["as_of"].startswith("2026-01-01"), run)
    load("--as-of", "file")
    loaded = json.loads(run.stdout)
    answer = json.loads(house.run("screen", "Adalind Probewell", "--json").stdout)
    check("list: loading and screening name it alike", answer["clear"]["lists"][0]["digest"] == loaded["content"])
    check_refusal("list: too short to be the publisher's",
                  house.run("lists", "load", "ofac-sdn", *lists, "--as-of", "file"), 1, "12 entries", "--small-list")

    person = lambda i: (f"<INDIVIDUAL><DATAID>{i}</DATAID><FIRST_NAME>ORLANDIN</FIRST_NAME><SECOND_NAME>{'QUIRKLE' if i == 2 else 'HEDGEMERE'}</SECOND_NAME>"
                        f"<REFERENCE_NUMBER>XXi.{i:03}</REFERENCE_NUMBER></INDIVIDUAL>")
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    un = f'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="{today}T00:00:00.000Z"><INDIVIDUALS>{person(1)}{person(2)}</INDIVIDUALS></CONSOLIDATED_LIST>'
    packed = house.file("un.xml.gz", gzip.compress(un.encode()))
    run = house.run("lists", "load", "un", packed, "--small-list", "--as-of", today, "--json")
    check("list: packed XML of another publisher", run.returncode == 0 and json.loads(run.stdout)["entries"] == 2, run)
    run = house.run("screen", "Orlandin Quirkle", "--json")
    check("list: and it is screened against", [h["entry_id"] for h in json.loads(run.stdout)["clear"]["hits"]] == ["XXi.002"], run)
    run = house.run("lists", "load", "un", packed, "--small-list", "--json")
    check("list: the publisher's own date counts without a word", run.returncode == 0 and json.loads(run.stdout)["as_of_from"] == "file"
          and json.loads(run.stdout)["as_of"] == f"{today}T00:00:00Z", run)
    run = house.run("lists", "load", "un", packed, "--small-list", "--json", "--as-of", "2099-03-05")
    check("list: nobody makes a list newer than it says it is", run.returncode == 0 and json.loads(run.stdout)["as_of_from"] == "file"
          and json.loads(run.stdout)["as_of"] == f"{today}T00:00:00Z", run)
    cut = house.file("cut.xml.gz", packed.read_bytes()[:-9])
    check_refusal("list: a packed file that was cut", house.run("lists", "load", "un", cut, "--small-list", "--as-of", today), 3, "cut.xml.gz")
    run = house.run("review", "list")
    check("list: a refused one is an alarm to who reviews", run.returncode == 0 and "screening list un" in run.stderr
          and "LIST_UNREADABLE" in run.stderr, run)
    house.run("lists", "load", "un", packed, "--small-list")
    run = house.run("review", "list")
    check("list: and none any more when a whole one came", run.returncode == 0 and "screening list un" not in run.stderr, run)
    doctype = house.file("doctype.xml", un.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>', 1))
    check_refusal("list: XML with a document type", house.run("lists", "load", "un", doctype, "--small-list", "--as-of", today), 3,
                  "doctype.xml:1", "DOCTYPE")
    check_refusal("list: another list's file", house.run("lists", "load", "eu", packed, "--as-of", today), 3, "looks like")
    check_refusal("list: an unknown kind", house.run("lists", "load", "un-list", packed), 2, "it reads", "ofac-sdn")

    firm = house.file("firm.csv", "id,type,name,aliases,birth_date,country,category,reason\n"
                      "F-1,person,Tamsin Oakapple,T. Oakapple;Tamsin Quince,1961,HR,do_not_approach,left owing fees\n")
    run = house.run("lists", "load", "firm", firm, "--as-of", "file", "--json")
    check("the firm's own list: is loaded", run.returncode == 0 and json.loads(run.stdout)["entries"] == 1, run)
    for name in ("Tamsin Oakapple", "Quince, Tamsin"):
        run = house.run("screen", name, "--json")
        hits = json.loads(run.stdout)["clear"]["hits"]
        check(f"the firm's own list: {name} is found on it", run.returncode == 1 and [hit["entry_id"] for hit in hits] == ["F-1"]
              and json.loads(run.stdout)["verdict"] == "review", run)
    no_reason = house.file("no_reason.csv", "id,name,reason\nF-1,Tamsin Oakapple,\n")
    check_refusal("the firm's own list: a row without a reason", house.run("lists", "load", "firm", no_reason), 3,
                  "no_reason.csv:2", "without a reason")

    house.import_text(HEADER + "W1,Wilhelmina,Tarrow,w1@example.com,London,GB,brokerage,retail,consent,en\n")
    hit = house.file("sdn.csv", "90099,\"TARROW, Wilhelmina\",\"individual\",\"DEMO\"" + ",-0- " * 8 + "\r\n" + lists[0].read_text())
    run = house.run("lists", "load", "ofac-sdn", hit, *lists[1:], "--small-list", "--as-of", "file", "--json")
    report = json.loads(run.stdout or "{}")
    check("a list that grew: the leads in the book are screened", report.get("screened") == 4 and report.get("hits") == 1, run)
    held = [row for row in house.json("lead", "list") if row["screening"] == "hit"]
    check("a list that grew: the hit is in review and nobody's", len(held) == 1 and held[0]["status"] == "review"
          and "owner" not in held[0])
    check("a list that grew: the record is sound", house.sound())


# ---- yaml


def firm_with(temp, name, *changes):
    """The example firm's file with texts replaced; its folder has the packs at hand."""
    text = (FIRM / "firm.yaml").read_text()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = temp / f"{name}.yaml"
    path.write_text(text)
    return path


def yaml_checks(temp):
    def policy(name, *changes):
        path = firm_with(temp, name, *changes)
        return licet("policy", "check", "--firm", path, "--packs", ROOT / "packs")

    check("policy check: the example is sound", policy("sound").returncode == 0)
    check_refusal("yaml: an alias", policy("alias", ("id: meridian\n", "id: &x meridian\n"), ("name: Meridian Group (invented)", "name: *x")),
                  3, "alias.yaml:", "alias")
    deep = "house: " + "[" * 17 + "]" * 17 + "\nformat:"
    check_refusal("yaml: 17 levels", policy("deep", ("format:", deep)), 3, "deep.yaml:", "deep")
    check_refusal("yaml: an unknown field with what was meant", policy("unknown", ("default_activity:", "default_activty:")),
                  3, "unknown.yaml:", "default_activty", "did you mean", "default_activity")
    check_refusal("yaml: a licence that ends before it starts",
                  policy("ends", ("id: uk-fca, pack: UK,", "id: uk-fca, pack: UK, to: 2011-01-01,")), 3, "ends.yaml:", "to: ends before it starts")
    run = policy("lapsed", ("id: difc-dfsa, pack: DIFC,", "id: difc-dfsa, pack: DIFC, to: 2022-01-01,"))
    check("yaml: a licence that is over is warned of", run.returncode == 0 and "warning: " in run.stderr
          and "lapsed.yaml:" in run.stderr and "difc" in run.stderr, run)
    run = policy("awaited", ("id: difc-dfsa, pack: DIFC, from: 2021-09-12", "id: difc-dfsa, pack: DIFC, from: 2131-01-01"))
    check("yaml: a licence that is still to come is warned of", run.returncode == 0 and "warning: " in run.stderr, run)
    check("yaml: the example has no warning", "warning" not in policy("quiet").stderr)
    tomorrow = temp / "packs-to-come"
    shutil.copytree(ROOT / "packs", tomorrow)
    pack = (tomorrow / "CH.yaml").read_text()
    (tomorrow / "CH.yaml").write_text(pack.replace("checked_on: 2026-11-22", "checked_on: 2126-11-22", 1))
    check_refusal("yaml: checked on a day to come", licet("policy", "check", "--firm", FIRM / "firm.yaml", "--packs", tomorrow),
                  3, "CH.yaml:", "still to come")
    os.mkfifo(temp / "pipe.yaml")
    check_refusal("yaml: a pipe is not waited for", licet("policy", "check", "--firm", temp / "pipe.yaml", "--packs", ROOT / "packs"),
                  4, "pipe.yaml", "regular file")
    check_refusal("yaml: a team's market without a licence", policy("market", ("markets: [switzerland]", "markets: [difc]")),
                  3, "market.yaml:", "ch-desk")
    run = policy("many", ("default_activity:", "default_activty:"), ("markets: [switzerland]", "market: [switzerland]"))
    check("yaml: every problem in one run", run.returncode == 3 and "'default_activty'" in run.stderr
          and "'market'" in run.stderr, run)
    check("yaml: a problem a line, each with its place", len(run.stderr.splitlines()) == 5
          and all("many.yaml:" in line for line in run.stderr.splitlines()[:4]), run)
    check("yaml: what is checked later is said", "is checked when these read well" in run.stderr.splitlines()[-1], run)
    run = licet("policy", "check", "--firm", temp / "many.yaml", "--packs", ROOT / "packs", "--json")
    problems = json.loads(run.stderr)["problems"]
    check("yaml: --json has the problems as a list", len(problems) == 4 and run.stdout == ""
          and all(one["file"].endswith("many.yaml") and one["line"] > 0 and one["column"] > 0 and one["text"] for one in problems), run)
    run = policy("feed", ("default_activity:", '"default\\nactivty":'))
    check("yaml: a line feed of a key makes no line", len(run.stderr.splitlines()) == 3 and "default?activty" in run.stderr, run)
    broken = temp / "broken.yaml"
    broken.write_text("format: [licet\n")
    check_refusal("yaml: not yaml", licet("policy", "check", "--firm", broken, "--packs", ROOT / "packs"), 3, "broken.yaml:")
    check_refusal("init: a firm with problems makes no folder",
                  licet("init", "--data", temp / "none", "--firm", broken, "--packs", ROOT / "packs"), 3, "broken.yaml")
    check("init: nothing was left behind", not list(temp.glob("none*")))


# ---- review


def review_checks(temp):
    house = House(temp, "review")
    second = ["--as", "b.oyelaran", "--credential", house.dir / "credentials/b.oyelaran.json"]
    # One lead that a lawful basis releases, and one that lacks a place besides.
    house.import_text(HEADER + "R1,Ada,Probe,r1@example.com,London,GB,brokerage,retail,,en\nR2,Bea,Probe,r2@example.com,,,brokerage,retail,,en\n")
    show = lambda case: house.run("review", "show", case).stdout
    cases = [case["id"] for case in house.json("review", "list")]
    [ada] = [case for case in cases if "Ada Probe" in show(case)]
    [bea] = [case for case in cases if "Bea Probe" in show(case)]

    def release(case):
        house.run("review", "claim", case)
        [decided] = house.json("review", "decide", case, "--outcome", "release", "--set", "lawful_basis=consent", "--note", "the form was found")
        waiting = show(case)
        check("review: what waits shows its decision, author and proposal", "(proposed)" in waiting and decided["proposal"] in waiting
              and 'decision      release {"lawful_basis":"consent"}' in waiting and "decided by    i.sorensen" in waiting, detail=waiting)
        house.run("review", "decide", case, "--approve", "--proposal", decided["proposal"], *second)
        return show(case)

    check_refusal("review: blanks are no reason", house.run("review", "decide", ada, "--outcome", "refuse", "--note", "   "), 2, "--note")
    closed = release(ada)
    check("review: a closed case shows what was decided, by whom, approved by whom", "(closed)" in closed
          and '{"lawful_basis":"consent"}' in closed and "decided by    i.sorensen" in closed and "approved by   b.oyelaran" in closed, detail=closed)
    held = release(bea)
    check("review: a lead that is held again shows no decision that stands", "(open)" in held and "last decision release" in held
          and "held again" in held, detail=held)


# ---- the demonstration


def demo_checks(temp):
    """A first run that was cut off after the firm was made is gone on with; one that was not is only shown again."""
    data = temp / "demo"
    licet("init", "--data", data, "--firm", FIRM / "firm.yaml")
    demo = lambda: subprocess.run([ROOT / "tools/demo.sh"], capture_output=True, text=True, env=dict(os.environ, LICET_DEMO=str(data)))
    first, again = demo(), demo()
    check("demo: gone on with", first.returncode == 0 and "ofac-sdn: 12 entries" in first.stdout, first)
    leads = [json.loads(line) for line in licet("lead", "list", "--limit", "200", "--json", data=data).stdout.splitlines()]
    check("demo: the hit is held", any(lead["screening"] == "hit" for lead in leads), detail=str(len(leads)))
    check("demo: New York retail and New York institutional are in different markets",
          {"ny", "federal-regulated"} <= {lead["market"] for lead in leads if ["US", "US-NY"] in lead.get("jurisdictions", [])})
    check("demo: once more changes nothing", again.returncode == 0 and "ofac-sdn:" not in again.stdout
          and "is classified" in first.stdout and "is classified" not in again.stdout, again)


# ---- json and help

GOLDEN = {
    "licet.import/1": {"assigned", "changed", "dry_run", "file", "leads", "markets", "owners", "reasons", "refused", "rejected",
                       "review", "rows", "schema", "stopped", "unchanged", "warnings"},
    "licet.ledger_verify/1": {"differences", "lost_keys", "report", "schema", "sound", "state"},
    "licet.error/1": {"code", "schema", "text"},
}


def json_checks(temp):
    house = House(temp, "json")
    one = json.loads(house.import_text(rows(3), "--json").stdout)
    check("json: import has its keys", GOLDEN["licet.import/1"] <= set(one) and one["schema"] == "licet.import/1", detail=str(set(one)))
    verify = json.loads(house.run("ledger", "verify", "--state", "--json").stdout)
    check("json: ledger verify has its keys", GOLDEN["licet.ledger_verify/1"] <= set(verify), detail=str(set(verify)))
    run = house.run("lead", "show", "lead_nobody", "--json")
    error = json.loads(run.stderr)
    check("json: an error is an object on stderr", run.returncode == 1 and run.stdout == "" and GOLDEN["licet.error/1"] <= set(error), run)
    for words in (["lead", "list"], ["review", "list"], ["register", "show"], ["jobs", "run"], ["jobs", "list"], ["keys", "check"],
                  ["policy", "show"], ["ledger", "checkpoint"], ["screen", "Mirko Ostrovsky-Kale"]):
        run = house.run(*words, "--json")
        lines = run.stdout.splitlines()
        check(f"json: {' '.join(words[:2])}", all(json.loads(line)["schema"].startswith("licet.") for line in lines)
              and (lines or words == ["review", "list"]), run)
    shown = house.run("policy", "show", "NL-PASSPORT").stdout
    check("a confirmation shows whose it is, and that it is invented", all(word in shown for word in (
        "INVENTED", "v.lindqvist", "b.oyelaran", "2036-01-01", "sha256:")), shown)
    check("a rule nobody confirmed says so", "not confirmed by the firm" in house.run("policy", "show", "ES-PASSPORT").stdout)
    check("a hit ends with 1", house.run("screen", "Mirko Ostrovsky-Kale").returncode == 1)
    check("no hit ends with 0", house.run("screen", "Adalind Probewell").returncode == 0)
    for nobody in ("???", "N/A", "-"):
        check_refusal(f"screen: {nobody} is nobody", house.run("screen", nobody), 3, "nobody is cleared")


def commands():
    """Every command's words, from the help of the program."""
    def subcommands(*words):
        text = licet(*words, "--help").stdout
        part = re.split(r"^subcommands:", text, flags=re.M | re.I)
        return re.findall(r"^  (\w[\w-]*)\b", part[1], re.M) if len(part) > 1 else []

    for first in subcommands():
        below = subcommands(first)
        yield from ([first, second] for second in below) if below else [[first]]


def help_checks(_temp):
    found = list(commands())
    check("help: all commands are listed", len(found) >= 34, detail=f"({len(found)}: {found})")
    for words in found:
        run = licet(*words, "--help")
        check(f"help: {' '.join(words)} has an example", run.returncode == 0 and "Example:" in run.stdout
              and f"licet {' '.join(words)}" in run.stdout, run)
    check("usage: no command", licet().returncode == 2)
    check("usage: an unknown command", licet("leeds").returncode == 2)
    check("usage: an unknown option", licet("lead", "list", "--colour").returncode == 2)
    check("usage: a missing argument", licet("lead", "show").returncode == 2)
    check("--version", licet("--version").stdout.startswith("licet "))


# ---- interruption


def interrupt_checks(temp):
    """The rows come through a pipe that holds less than the first part: the signal meets a running import, and rows are left."""
    house = House(temp, "interrupt")
    total = 30_000
    path = house.file("many.csv", rows(total))
    content = path.read_bytes()
    begun = content.index(b"\nC5000,") + 1
    fifo = temp / "many.fifo"
    os.mkfifo(fifo)
    running = subprocess.Popen([str(LICET), "import", "--data", str(house.dir), "--source", "sample", str(fifo), "--json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with open(fifo, "wb", buffering=0) as pipe:
        pipe.write(content[:begun])
        running.send_signal(signal.SIGINT)
        try:
            pipe.write(content[begun:])
        except BrokenPipeError:
            pass  # it stopped reading, as it should
    out, err = running.communicate(timeout=120)
    report = json.loads(out)
    check("Ctrl-C: stops with 4 and says how to go on", running.returncode == 4 and report["stopped"] and "same command" in err,
          detail=f"(status {running.returncode}, {report}, {err})")
    kept = house.leads()
    check("Ctrl-C: what was counted is recorded", kept == report["leads"] and 0 < kept < total, detail=f"({kept} of {report})")
    again = json.loads(house.run("import", "--source", "sample", path, "--json").stdout)
    check("Ctrl-C: going on completes the file without doubles", house.leads() == total and again["unchanged"] == kept, detail=str(again))
    check("Ctrl-C: the record is sound", house.sound())


if __name__ == "__main__":
    sys.exit(run_groups(init_checks, csv_checks, dry_run_checks, rejects_checks, list_date_checks, yaml_checks, review_checks, demo_checks, json_checks,
                        interrupt_checks, help_checks))
