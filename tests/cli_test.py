#!/usr/bin/env python3
"""The programs from outside: bad input, damage, interruption, and what each says about it.

Runs `licet` and `licet-verify` of the build in LICET_BUILD_DIR (default: build) in temporary folders. Prints each check
as it passes; the exit status is 1 when any failed.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(os.environ.get("LICET_BUILD_DIR", ROOT / "build")) / "bin"
LICET, VERIFY = BIN / "licet", BIN / "licet-verify"
FIRM = ROOT / "firms/meridian"
HEADER = "source_id,first_name,last_name,email,city,country,product,prospect_type,lawful_basis,language\n"
NOBODY = 65534

failures = []
passed = 0


def check(name, holds, run=None, detail=""):
    global passed
    if holds:
        passed += 1
        print(f"ok    {name}", flush=True)
        return
    failures.append(name)
    print(f"FAIL  {name} {detail}", flush=True)
    if run is not None:
        print(f"      status {run.returncode}\n      out {run.stdout[-600:]!r}\n      err {run.stderr[-900:]!r}", flush=True)


def licet(*args, data=None, program=LICET, timeout=300, **kwargs):
    environment = {k: v for k, v in os.environ.items() if k != "LICET_DATA"}
    if data is not None:
        environment["LICET_DATA"] = str(data)
    return subprocess.run([str(program), *map(str, args)], env=environment, capture_output=True, text=True,
                          errors="replace", stdin=subprocess.DEVNULL, timeout=timeout, **kwargs)


def check_refusal(name, run, status, *words):
    """The status, nothing on stdout, and every one of the words on stderr."""
    said = run.stderr.lower()
    missing = [w for w in words if str(w).lower() not in said]
    check(name, run.returncode == status and not missing, run, f"(wanted status {status}; not said: {missing})")


def rows(count, first=0):
    lines = [f"C{i},Ada{i},Probe{i},p{i}@example.com,London,GB,brokerage,retail,consent,en" for i in range(first, first + count)]
    return HEADER + "".join(line + "\n" for line in lines)


class House:
    """A data folder of its own for each group of checks, copied from one that was made once."""

    made = None

    def __init__(self, temp, name):
        self.dir = temp / name
        shutil.copytree(House.made, self.dir)
        self.temp = temp
        self.second = ["--approver", "b.oyelaran", "--approver-credential", self.dir / "credentials/b.oyelaran.json"]

    def run(self, *args, **kwargs):
        return licet(*args, data=self.dir, **kwargs)

    def file(self, name, content):
        path = self.temp / f"{self.dir.name}-{name}"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def import_text(self, content, *args, name="leads.csv", source="sample"):
        return self.run("import", "--source", source, self.file(name, content), *args)

    def json(self, *args):
        run = self.run(*args, "--json")
        return [json.loads(line) for line in run.stdout.splitlines()]

    def leads(self):
        with sqlite3.connect(f"file:{self.dir}/licet.db?mode=ro", uri=True) as db:
            return db.execute("select count(*) from lead").fetchone()[0]

    def sound(self):
        return self.run("ledger", "verify", "--state").returncode == 0


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
    run = load("--as-of", "2024-05-01")
    check("list date: stated", run.returncode == 0 and json.loads(run.stdout)["as_of"] == "2024-05-01T00:00:00Z", run)
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

    loaded = json.loads(run.stdout)
    answer = json.loads(house.run("screen", "Adalind Probewell", "--json").stdout)
    check("list: loading and screening name it alike", answer["clear"]["lists"][0]["digest"] == loaded["content"])
    check_refusal("list: too short to be the publisher's",
                  house.run("lists", "load", "ofac-sdn", *lists, "--as-of", "file"), 1, "12 entries", "--small-list")

    hit = house.file("sdn.csv", "90099,\"PROBE1, Ada1\",\"individual\",\"DEMO\"" + ",-0- " * 8 + "\r\n" + lists[0].read_text())
    run = house.run("lists", "load", "ofac-sdn", hit, *lists[1:], "--small-list", "--as-of", "file", "--json")
    report = json.loads(run.stdout or "{}")
    check("a list that grew: the leads in the book are screened", report.get("screened") == 3 and report.get("hits") == 1, run)
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
                  3, "pipe.yaml", "regular file")
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


# ---- the environment


def tmpfs(folder, size):
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    return done.returncode == 0


def full_disk_checks(temp):
    small = temp / "small"
    used = sum(p.stat().st_size for p in House.made.rglob("*") if p.is_file())
    if not tmpfs(small, used + 1_500_000):
        print("note  full disk: mounting is not permitted here, so this was not tried")
        return
    try:
        shutil.copytree(House.made, small / "data")
        house = House.__new__(House)
        house.dir, house.temp = small / "data", temp
        run = house.run("import", "--source", "sample", house.file("full.csv", rows(5000)))
        check_refusal("full disk: said, with status 4", run, 4, "disk")
        kept = house.leads()
        check("full disk: what was committed stays", kept < 5000, detail=f"({kept})")
        shutil.copytree(house.dir, temp / "larger")
        house.dir = temp / "larger"
        check("full disk: with room again the record is sound", house.sound())
        run = house.run("import", "--source", "sample", temp / "data-full.csv", "--json")
        report = json.loads(run.stdout or "{}")
        check("full disk: going on completes the file", house.leads() == 5000 and report.get("unchanged") == kept, run)
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)


def unreadable_checks(temp):
    house = House(temp, "unreadable")
    if os.geteuid() == 0:
        program = temp / "licet"
        shutil.copy(LICET, program)  # the build may lie where others cannot read
        temp.chmod(0o755)
        run = licet("lead", "list", data=house.dir, program=program, user=NOBODY, group=NOBODY, extra_groups=[])
    else:
        house.dir.chmod(0)
        run = house.run("lead", "list")
        house.dir.chmod(0o700)
    check_refusal("a folder of somebody else", run, 4, house.dir)
    check_refusal("no folder", licet("lead", "list", "--data", temp / "absent"), 4, "absent", "licet init")
    check_refusal("no folder named", licet("lead", "list"), 2, "--data")


def second_writer_checks(temp):
    house = House(temp, "writer")
    fifo = temp / "leads.fifo"
    os.mkfifo(fifo)
    first = subprocess.Popen([str(LICET), "import", "--data", str(house.dir), "--source", "sample", str(fifo), "--json"],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with open(fifo, "w") as pipe:  # opens when the first process reads: it holds the folder then
        pipe.write(rows(3))
        pipe.flush()
        check_refusal("a second writer", house.run("lead", "list"), 4, "process")
    out, _ = first.communicate(timeout=120)
    check("the first writer was not disturbed", first.returncode == 0 and json.loads(out)["leads"] == 3)


def newer_folder_checks(temp):
    house = House(temp, "newer")
    with sqlite3.connect(house.dir / "licet.db") as db:
        db.execute("pragma user_version = 99")
    check_refusal("a newer data folder", house.run("lead", "list"), 4, "newer")
    with sqlite3.connect(house.dir / "licet.db") as db:
        check("a newer data folder is left as it is", db.execute("pragma user_version").fetchone()[0] == 99)
    other = House(temp, "other-file")
    (other.dir / "licet.db").unlink()
    for rest in other.dir.glob("licet.db-*"):
        rest.unlink()
    with sqlite3.connect(other.dir / "licet.db") as db:
        db.execute("create table t (x)")
    run = other.run("lead", "list")
    check("another program's database is refused", run.returncode in (1, 4), run)


def lost_key_checks(temp):
    for pattern in ("kek.*", "log.key", "permit.key", "pepper.key", "keys.db"):
        house = House(temp, "lost-" + pattern.replace("*", "x"))
        lost = next((house.dir / "keys").glob(pattern))
        lost.unlink()
        check_refusal(f"a lost key file: {pattern}", house.run("lead", "list"), 4, lost.name, "backup")
    house = House(temp, "damaged-key")
    (house.dir / "keys/log.key").chmod(0o600)
    (house.dir / "keys/log.key").write_text("zz\n")
    check_refusal("a damaged key file", house.run("lead", "list"), 4, "log.key")


def foreign_key_checks(temp):
    other = temp / "foreign-firm"
    licet("init", "--data", other, "--firm", FIRM / "firm.yaml")
    for name in ("keys.db", "log.key", "permit.key", "pepper.key", "kek.1", "the whole folder"):
        house = House(temp, "foreign-" + name.replace(" ", "-"))
        if name == "the whole folder":
            shutil.rmtree(house.dir / "keys")
            shutil.copytree(other / "keys", house.dir / "keys")
        else:
            for rest in (house.dir / "keys").glob(name + "*"):
                rest.unlink()
            shutil.copy(other / "keys" / name, house.dir / "keys" / name)
        said = "keys.db" if name == "the whole folder" else name
        check_refusal(f"another firm's keys: {name}", house.run("lead", "list"), 4, said, "backup")
        check_refusal(f"another firm's keys: {name}, and keys check", house.run("keys", "check"), 4, said, "backup")


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
CHANGE = {"import", "lead assign", "lead classify", "lead name", "review claim", "review decide", "review reopen", "lists load", "policy propose",
          "policy approve", "policy attest", "register apply", "register suspend", "register restore", "ledger export", "subject erase",
          "person add", "person credential", "jobs run"}
NO_ENTRY = {"init", "policy check", "bench import", "ledger verify"}


def on_record_checks(temp):
    house = House(temp, "record")
    house.import_text((FIRM / "leads.csv").read_text(), name="sample.csv")
    me = json.loads((house.dir / "credentials/b.oyelaran.json").read_text())["person"]
    as_me = ["--as", "b.oyelaran", "--credential", house.dir / "credentials/b.oyelaran.json"]
    lead = house.json("lead", "list", "--status", "assigned")[0]
    case = house.json("review", "list")[0]
    reads = {"lead list": [], "lead show": [lead["id"]], "explain": [lead["id"]], "review list": [], "review show": [case["id"]],
             "policy show": [], "register show": [], "register diff": [FIRM / "firm.yaml", "--packs", ROOT / "packs"],
             "subject show": [lead["subject"]], "keys check": [], "keys backup": ["--out", temp / "record-keys.db"], "jobs list": [],
             "ledger checkpoint": [], "screen": ["Mirko Ostrovsky-Kale"]}
    known = set(reads) | CHANGE | NO_ENTRY
    there = {" ".join(words) for first in subcommands() for words in ([(first, s) for s in subcommands(first)] or [(first,)])}
    check("every command is one whose entries are looked at here", there == known, detail=str(sorted(there ^ known)))
    for words, arguments in reads.items():
        before = entry_count(house)
        run = house.run(*words.split(), *arguments, *as_me)
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


def help_checks():
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
    check_refusal("licet-verify: a trust file that is none", verify(bundle, "--trust", bundle), 4, "")
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


def main():
    if not LICET.is_file() or not VERIFY.is_file():
        print(f"no programs in {BIN}; set LICET_BUILD_DIR")
        return 1
    with tempfile.TemporaryDirectory(prefix="licet-cli-") as folder:
        temp = Path(folder)
        House.made = temp / "made"
        run = licet("init", "--data", House.made, "--firm", FIRM / "firm.yaml")
        check("init", run.returncode == 0, run)
        check("init: credentials are private",
              all(stat.S_IMODE(p.stat().st_mode) == 0o600 for p in (House.made / "credentials").iterdir()))
        check_refusal("init: a folder that is there", licet("init", "--data", House.made, "--firm", FIRM / "firm.yaml"), 1, "exists")
        lists = [FIRM / "lists" / f"{name}.csv" for name in ("sdn", "alt", "add")]
        run = licet("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "file", data=House.made)
        check("lists load", run.returncode == 0, run)
        wanted = sys.argv[1:]
        for group in (csv_checks, dry_run_checks, rejects_checks, list_date_checks, yaml_checks, demo_checks, full_disk_checks, unreadable_checks, second_writer_checks,
                      newer_folder_checks, lost_key_checks, foreign_key_checks, on_record_checks, filter_checks, old_backup_checks, tamper_checks, recorded_state_checks, json_checks, interrupt_checks,
                      verifier_checks):
            if not wanted or group.__name__ in wanted:
                group(temp)
        if not wanted or "help_checks" in wanted:
            help_checks()
    print(f"{passed} checks passed, {len(failures)} failed")
    for name in failures:
        print(f"failed: {name}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
