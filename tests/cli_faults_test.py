#!/usr/bin/env python3
"""The programs from outside: outputs that cannot be written, inputs that are not what they look like, a lost signed head,
and a firm whose decisions fit no entry.

Runs as cli_house.py says.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys

from cli_house import FIRM, HEADER, LICET, ROOT, VERIFY, House, check, check_refusal, licet, rows, run_groups, tmpfs


def credential_checks(temp):
    house = House(temp, "credential")
    held = temp / "held.json"
    check("credential: a first one", house.run("person", "credential", "p.nandakumar", "--out", held, *house.second).returncode == 0)
    check("credential: private", held.stat().st_mode & 0o777 == 0o600)

    def still_holds(name):
        run = house.run("lead", "list", "--as", "p.nandakumar", "--credential", held)
        check(f"credential: {name} leaves the one before", run.returncode == 0, run)

    run = house.run("person", "credential", "p.nandakumar", "--out", temp / "nowhere/new.json", *house.second)
    check_refusal("credential: a folder that is not there", run, 4, "nowhere")
    still_holds("a folder that is not there")
    run = house.run("person", "credential", "p.nandakumar", "--out", held, *house.second)
    check_refusal("credential: a file that is there", run, 1, "exists")
    still_holds("a file that is there")
    run = house.run("person", "credential", "p.nandakumar", "--out", temp / "refused.json")
    check("credential: by one person alone is refused", run.returncode == 2, run)
    run = house.run("person", "credential", "nobody", "--out", temp / "refused.json", *house.second)
    check("credential: of nobody is refused", run.returncode == 1, run)
    still_holds("a refusal")
    small = temp / "full"
    if tmpfs(small, 4096):
        try:
            (small / "filler").write_bytes(b"x" * 4096)
            run = house.run("person", "credential", "p.nandakumar", "--out", small / "new.json", *house.second)
            check_refusal("credential: a full disk", run, 4, "space")
            still_holds("a full disk")
            check("credential: nothing is left on the full disk", os.listdir(small) == ["filler"], detail=str(os.listdir(small)))
        finally:
            subprocess.run(["umount", "-l", str(small)], check=False)
    check("credential: nothing is left of those that failed", not list(temp.glob("*.pending-*")) and not (temp / "refused.json").exists())
    new = temp / "new.json"
    run = house.run("person", "credential", "p.nandakumar", "--out", new, *house.second)
    check("credential: a new one is named when it is recorded", run.returncode == 0 and new.is_file(), run)
    check("credential: and the one before has ended",
          house.run("lead", "list", "--as", "p.nandakumar", "--credential", held).returncode == 1
          and house.run("lead", "list", "--as", "p.nandakumar", "--credential", new).returncode == 0)


def person_checks(temp):
    house = House(temp, "person")
    me = subprocess.run(["id", "-un"], capture_output=True, text=True).stdout.strip()

    def add(handle, *more):
        return house.run("person", "add", handle, "--name", "Una Probe", "--roles", "rep:uk", *more, *house.second)

    check_refusal("person: a user who is linked already", add("u.probe", "--os-user", me), 1, me, "linked")
    check("person: and the one linked before goes on", house.run("lead", "list").returncode == 0)
    check("person: a user who is free", add("u.probe", "--os-user", "somebody-else").returncode == 0)
    for what, handle in (("a line feed", "u.pro\nbe"), ("an escape", "u.\x1b[31m"), ("a capital", "U.probe"), ("70,000 letters", "u" * 70_000)):
        check_refusal(f"person: a handle with {what}", add(handle), 3, "handle")
    run = house.run("person", "add", "v.probe", "--name", "Una\nProbe", "--roles", "rep:uk", *house.second)
    check_refusal("person: a name of two lines", run, 3, "name")
    run = house.run("person", "add", "v.probe", "--name", "  \u00a0", "--roles", "rep:uk", *house.second)
    check_refusal("person: a name of blanks", run, 3, "name")
    with sqlite3.connect(house.dir / "licet.db") as db:
        mine, roles = db.execute("select id, roles from person where os_user = ?", (me,)).fetchone()
        db.execute("update person set roles = 'x' where id = ?", (mine,))
    check_refusal("person: roles changed behind the back are named", house.run("ledger", "verify", "--state"), 1, "table person", mine, "roles")
    with sqlite3.connect(house.dir / "licet.db") as db:
        db.execute("update person set roles = ? where id = ?", (roles, mine))
        db.execute("update person set os_user = ? where handle = 'u.probe'", (me,))
    check_refusal("person: two links by whatever way are told from none", house.run("lead", "list"), 1, "more than one")


def stray_quote_checks(temp):
    house = House(temp, "stray")
    lines = rows(1200).splitlines(keepends=True)
    lines[3] = lines[3].replace("Probe2", '"Probe2')
    run = house.import_text("".join(lines), "--json", name="stray.csv")
    report = json.loads(run.stdout)
    check("a stray quote costs its own line", report["leads"] == 1199 and report["rejected"] == 1, run, detail=str(report))
    rejects = (temp / "stray-stray.csv.rejects.csv").read_text()
    check("a stray quote: the line and what to do are said", rejects.splitlines()[1].startswith("4,") and "quote" in rejects, detail=rejects[:300])
    # Closed by the next quote somewhere in the middle of a field: the lines between are read as well.
    lines = rows(40, 2000).splitlines(keepends=True)
    lines[3] = lines[3].replace("Probe2002", '"Probe2002')
    lines[9] = lines[9].replace("Probe2008", '"Probe2008"')
    report = json.loads(house.import_text("".join(lines), "--json", name="pair.csv").stdout)
    check("a stray quote that another closes costs its own line", report["leads"] == 39 and report["rejected"] == 1, detail=str(report))
    # What a closed quote holds is one field, and is never read as rows.
    smuggled = "".join(rows(1, 5000).splitlines(keepends=True)[1] for _ in range(300))
    closed = rows(1, 3000) + f'C4000,"Ada\n{smuggled}",Probe,too,many,p4000@example.com,London,GB,brokerage,retail,consent,en\n' + rows(1, 3001).split("\n")[1] + "\n"
    report = json.loads(house.import_text(closed, "--json", name="closed.csv").stdout)
    rejects = (temp / "stray-closed.csv.rejects.csv").read_text()
    check("a long quoted field is one row", report["leads"] == 2 and report["rejected"] == 1, detail=str(report))
    check("how many lines it takes is said", "302 lines" in rejects.splitlines()[1], detail=rejects[:200])
    run = house.import_text(rows(1) + "C8,Ada8," + "x" * 3_000_000 + "\n", name="cut.csv")
    rejects = (temp / "stray-cut.csv.rejects.csv").read_text()
    check("a row that was cut says so", run.returncode == 0 and "first 1024 bytes" in rejects, run, detail=rejects[:200])

    late = rows(30_000, 10_000) + rows(1, 50_000).split("\n")[1].replace("Probe", "Müller") + "\n"
    report = json.loads(house.import_text(late.encode("latin-1"), "--json", name="late.csv").stdout)
    check("Latin-1 that shows late is Latin-1", report["rejected"] == 0 and "Latin-1" in report["file"], detail=str(report))
    late = rows(30_000, 60_000) + rows(1, 95_000).split("\n")[1].replace("Probe", "Müller") + "\n"
    report = json.loads(house.import_text(late, "--json", name="late8.csv").stdout)
    check("UTF-8 that shows late is UTF-8", report["rejected"] == 0 and "UTF-8" in report["file"], detail=str(report))


def usage_checks(temp):
    house = House(temp, "usage")
    first, second = house.file("a.csv", rows(2)), house.file("b.csv", rows(2, 2))
    run = house.run("import", "--source", "sample", first, second)
    check("import: two files are a usage error, and none is imported", run.returncode == 2 and house.leads() == 0, run)
    for name, command in (("ledger export", ["ledger", "export", "--out", temp / "nowhere/x.licet"]),
                          ("keys backup", ["keys", "backup", "--out", temp / "nowhere/x.db"])):
        check_refusal(f"{name}: a folder that is not there", house.run(*command), 4, "nowhere")


def full_output_checks(temp):
    house = House(temp, "output")
    house.import_text(rows(3))
    bundle = temp / "output.licet"
    house.run("ledger", "export", "--out", bundle)
    environment = {**os.environ, "LICET_DATA": str(house.dir)}
    for command in ([LICET, "ledger", "checkpoint"], [LICET, "lead", "list", "--json"], [LICET, "--help"], [VERIFY, bundle],
                    [VERIFY, bundle, "--json"], [VERIFY, "--help"]):
        with open("/dev/full", "w") as full:
            run = subprocess.run([str(c) for c in command], stdout=full, stderr=subprocess.PIPE, text=True, env=environment)
        run.stdout = ""
        check_refusal(f"standard output is full: {command[0].name} {' '.join(map(str, command[1:2]))}", run, 4, "standard output")


def lost_head_checks(temp):
    house = House(temp, "head")
    check("a new folder has a signed head", (house.dir / "signed-head").is_file() and (house.dir / "log/checkpoint").is_file())
    first = (house.dir / "signed-head").read_text()
    house.import_text(rows(3), name="a.csv")
    old = temp / "head-old"
    old.mkdir()
    for part in house.dir.glob("licet.db*"):
        shutil.copy(part, old)
    house.import_text(rows(3, 3), name="b.csv")
    kept = house.run("ledger", "checkpoint").stdout
    (house.dir / "signed-head").unlink()
    run = house.run("ledger", "checkpoint")
    check("without its signed head a folder goes on from what it published", run.returncode == 0 and (house.dir / "signed-head").is_file(), run)

    def old_database():
        for rest in house.dir.glob("licet.db*"):
            rest.unlink()
        for part in old.iterdir():
            shutil.copy(part, house.dir)

    old_database()
    (house.dir / "signed-head").unlink()
    check_refusal("an old database without the signed head is refused by what was published", house.run("lead", "list"), 1, "backup")
    check_refusal("and is not signed on from", house.run("ledger", "checkpoint"), 1, "backup")
    shutil.rmtree(house.dir / "log")
    check_refusal("with both gone nothing is signed", house.run("ledger", "checkpoint"), 1, "gone", "kept")
    (house.dir / "signed-head").write_text(kept)
    check_refusal("a kept checkpoint in its place tells the old database", house.run("lead", "list"), 1, "backup")
    (house.dir / "signed-head").write_text(first)
    run = house.run("ledger", "checkpoint")
    check("a checkpoint that the database extends is gone on from", run.returncode == 0, run)
    (house.dir / "signed-head").unlink()
    signed = (house.dir / "log/checkpoint").read_text()
    (house.dir / "log/checkpoint").write_text(signed.replace("\n" + signed.splitlines()[1] + "\n", "\n1\n", 1))
    check_refusal("a published checkpoint that this log's key did not sign is nobody's word", house.run("lead", "list"), 1, "signature")


def large_firm_checks(temp):
    """1,700 people at one desk: every decision about a London lead is larger than an entry."""
    firm = temp / "large"
    shutil.copytree(ROOT / "packs", firm / "packs")
    shutil.copytree(FIRM, firm / "firms/meridian")
    handles = [f"uk.p{i:04d}" for i in range(1_700)]
    text = (FIRM / "firm.yaml").read_text()
    text = text.replace("members: [p.nandakumar, o.fairweather", "members: [p.nandakumar, o.fairweather, " + ", ".join(handles))
    people = "".join(f"  - handle: {h}\n    name: Person {h}\n    entity: mer-uk\n    roles: [\"rep:uk\"]\n    languages: [en]\n"
                     f"    zone: Europe/London\n    registrations:\n      - {{pack: UK, from: 2019-05-20, reference: Invented}}\n" for h in handles)
    text = text.replace("  - handle: o.fairweather\n", people + "  - handle: o.fairweather\n")
    (firm / "firms/meridian/firm.yaml").write_text(text)
    house = House.__new__(House)
    house.dir, house.temp = temp / "large-data", temp
    run = licet("init", "--data", house.dir, "--firm", firm / "firms/meridian/firm.yaml")
    check("a large firm is founded", run.returncode == 0, run)
    lists = [FIRM / "lists" / f"{name}.csv" for name in ("sdn", "alt", "add")]
    house.run("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "file")
    report = json.loads(house.import_text(rows(2), "--json").stdout)
    check("a large firm's leads are decided", report["leads"] == 2 and report["rejected"] == 0 and report["assigned"] + report["review"] == 2,
          detail=str(report))
    licence = next(r["record"]["key"] for r in house.json("register", "show") if r["record"]["kind"] == "licence" and r["record"]["pack"] == "UK")
    run = house.run("register", "suspend", licence)
    check("a large firm's licence is suspended, with all that follows", run.returncode == 0, run)
    check("and nobody has a lead under it", all(lead["status"] == "refused" for lead in house.json("lead", "list")))
    run = house.run("jobs", "run")
    check("a large firm's jobs run", run.returncode == 0, run)
    check("a large firm's record is sound", house.sound())
    bundle = temp / "large.licet"
    house.run("ledger", "export", "--out", bundle)
    native = subprocess.run([str(VERIFY), str(bundle), "--json"], capture_output=True, text=True)
    plain = subprocess.run([sys.executable, str(ROOT / "tools/verify.py"), str(bundle)], capture_output=True, text=True)
    check("a large firm's bundle is sound for both verifiers", native.returncode == 0 and plain.returncode == 0, plain)
    check("its decisions are taken again", json.loads(native.stdout)["levels"]["l5"] == "pass", native)


# What a data folder and the commands' outputs are made of: the kinds of personal copies in each file, by the register in
# src/record/personal_copies.h, or why it holds nothing of anybody.
FILES = {
    r"data/licet\.db(-wal|-shm)?": ("sealed_payload", "subject_last_name", "suppression", "database_pages"),
    r"data/keys/keys\.db(-wal|-shm)?": "keys, which open what is sealed",
    r"data/keys/(kek\.\d+|log\.key|permit\.key|pepper\.key)": "keys of the installation",
    r"data/licet\.lock|data/keys/keys\.lock|data/signed-head(\.lock)?": "a process number, a signed head",
    r"data/log/checkpoint|data/log/tile/.*": ("sealed_payload",),  # entries hold digests and commitments of what is sealed
    r"data/lists\.yaml": "where published lists come from; of a secret only where it is",
    r"data/credentials/[^/]+\.json": ("read_output",),
    r"leads\.csv": ("import_file",),
    r"leads\.csv\.rejects\.csv": ("rejects_file",),
    r"out\.licet": ("bundle_payload",),
    r"keys-backup\.db": ("key_backup",),
    r"j\.doe\.json": ("read_output",),
}


def left_on_disk_checks(temp):
    """Every file that the commands leave is of a kind that the register of personal copies knows, or of none."""
    folder = temp / "left"
    folder.mkdir()
    house = House.__new__(House)
    house.dir, house.temp = folder / "data", folder
    shutil.copytree(House.made, house.dir)
    house.second = ["--approver", "b.oyelaran", "--approver-credential", house.dir / "credentials/b.oyelaran.json"]
    shutil.copy(FIRM / "leads.csv", folder / "leads.csv")
    with open(folder / "leads.csv", "a") as leads:
        leads.write("broken\n")
    for command in (["import", "--source", "sample", folder / "leads.csv"], ["lead", "list"], ["jobs", "run"], ["ledger", "checkpoint"],
                    ["ledger", "export", "--out", folder / "out.licet"], ["keys", "backup", "--out", folder / "keys-backup.db"],
                    ["person", "add", "j.doe", "--name", "Jo Doe", "--roles", "rep:uk", *house.second],
                    ["person", "credential", "j.doe", "--out", folder / "j.doe.json", *house.second], ["ledger", "verify", "--state"]):
        run = house.run(*command)
        check(f"left on disk: {' '.join(map(str, command[:2]))}", run.returncode == 0, run)
    known = set(re.findall(r'^    \{"([a-z_]+)"', (ROOT / "src/record/personal_copies.h").read_text(), re.M))
    files = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file()]
    for pattern, holds in FILES.items():
        kinds = holds if isinstance(holds, tuple) else ()
        check(f"left on disk: {pattern} is of registered kinds", known.issuperset(kinds), detail=str(set(kinds) - known))
        check(f"left on disk: {pattern} is there", any(re.fullmatch(pattern, name) for name in files))
    strange = [name for name in files if not any(re.fullmatch(pattern, name) for pattern in FILES)]
    check("left on disk: nothing of an unknown kind", not strange, detail=str(strange))


if __name__ == "__main__":
    sys.exit(run_groups(credential_checks, person_checks, stray_quote_checks, usage_checks, full_output_checks, lost_head_checks, left_on_disk_checks,
                        large_firm_checks))
