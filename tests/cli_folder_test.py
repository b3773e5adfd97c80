#!/usr/bin/env python3
"""The programs from outside: a data folder that is full, unreadable, in use, newer, or without its keys.

Programs of the build in LICET_BUILD_DIR (default: build). Prints each check as it passes; the exit status is 1 when any
failed. Groups of checks may be named.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

from cli_house import FIRM, LICET, NOBODY, House, check, check_refusal, licet, rows, run_groups, small_disk


# ---- the environment


def full_disk_checks(temp):
    small = temp / "small"
    if not small_disk(small, 1_500_000):
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
    needed = {"kek.*": "sealed", "log.key": "checkpoint", "permit.key": "permits", "pepper.key": "erased people", "keys.db": "sealed"}
    for pattern, why in needed.items():
        house = House(temp, "lost-" + pattern.replace("*", "x"))
        lost = next((house.dir / "keys").glob(pattern))
        lost.unlink()
        run = house.run("lead", "list")
        check_refusal(f"a lost key file: {pattern}", run, 4, lost.name, "backup", "keys restore", why)
        check(f"a lost key file: {pattern}: only what is true is said of it", ("sealed" in run.stderr) == (why == "sealed"), run)
    house = House(temp, "damaged-key")
    (house.dir / "keys/log.key").chmod(0o600)
    (house.dir / "keys/log.key").write_text("zz\n")
    check_refusal("a damaged key file", house.run("lead", "list"), 4, "log.key")


def lose(house, pattern):
    for path in list((house.dir / "keys").glob(pattern)):
        path.unlink()


def erase(house, subject):
    proposal = house.json("subject", "erase", subject, "--basis", "request", "--dry-run")[0]["proposal"]
    house.json("subject", "erase", subject, "--basis", "request", "--proposal", proposal, *house.second)


def restored_after_erasure_checks(temp):
    """A backup from before an erasure: keys.db has had another key of keys since, and the other files are the same."""
    house = House(temp, "erased-since")
    house.import_text(rows(3))
    backup = temp / "erased-since.db"
    house.json("keys", "backup", "--out", backup)
    house.import_text(rows(3, 3), name="more.csv")
    subject = house.json("lead", "list")[0]["subject"]
    erase(house, subject)
    keys = house.dir / "keys"
    check("an erasure makes another key of keys", (keys / "kek.2").is_file() and not (keys / "kek.1").exists())
    check_refusal("keys restore after an erasure: nothing is lost", house.run("keys", "restore", backup), 1, "nothing to restore")
    whole = json.loads(house.run("keys", "check", "--json").stdout)

    def what_stays():
        return [(keys / name).read_bytes() for name in ("keys.db", "kek.2")]

    for lost in (["log.key"], ["permit.key"], ["pepper.key"], ["log.key", "permit.key", "pepper.key"]):
        named = ", ".join(lost)
        for name in lost:
            lose(house, name)
        before = what_stays()
        dry = house.json("keys", "restore", backup, "--dry-run")
        check(f"keys restore after an erasure: {named}: --dry-run says it", bool(dry) and dry[0]["files"] == sorted(lost) and
              dry[0]["missing"] == 0 and dry[0]["left_out"] == 0 and dry[0]["keys"] > 5, detail=str(dry))
        check(f"keys restore after an erasure: {named}: and puts nothing back", not any((keys / name).exists() for name in lost))
        done = house.json("keys", "restore", backup)
        check(f"keys restore after an erasure: {named}: they alone come back",
              bool(done) and {**done[0], "dry_run": True} == dry[0] and what_stays() == before and not (keys / "kek.1").exists() and
              not (house.dir / "keys.restoring").exists(), detail=str(done))
        run = house.run("keys", "check", "--json")
        check(f"keys restore after an erasure: {named}: no key is missing or back", run.returncode == 0 and json.loads(run.stdout) == whole, run)
        run = house.run("ledger", "verify", "--state")
        check(f"keys restore after an erasure: {named}: the record is sound", run.returncode == 0, run)
    newest = [lead for lead in house.json("lead", "list") if lead["source"] and lead.get("person", {}).get("last_name", "").startswith("Probe")]
    check("keys restore after an erasure: the keys of newer subjects open", len(newest) == 5, detail=str(len(newest)))

    aside = temp / "erased-since-kek.2"
    shutil.move(keys / "kek.2", aside)
    check_refusal("keys restore: a key of keys that the backup does not have", house.run("keys", "restore", backup), 1, "kek.2", "erasure",
                  "made since", "newer", "nothing was changed")
    (keys / "kek.2").write_text("0" * 64 + "\n")
    lose(house, "log.key")
    check_refusal("keys restore: another key of keys in its place", house.run("keys", "restore", backup), 1, "kek.2", "does not belong")
    shutil.copy(aside, keys / "kek.2")
    done = house.json("keys", "restore", backup)
    check("keys restore: with it back the rest follows", bool(done) and done[0]["files"] == ["log.key"] and house.sound(), detail=str(done))


def restored_key_checks(temp):
    house = House(temp, "restored")
    house.import_text((FIRM / "leads.csv").read_text(), name="sample.csv")
    leads = house.json("lead", "list", "--status", "assigned")
    backup, other = temp / "restored-keys.db", temp / "other-keys.db"
    house.json("keys", "backup", "--out", backup)
    licet("init", "--data", temp / "restored-other", "--firm", FIRM / "firm.yaml")
    licet("keys", "backup", "--out", other, data=temp / "restored-other")
    check_refusal("keys restore: nothing is lost", house.run("keys", "restore", backup), 1, "nothing to restore")

    erased = leads[0]["subject"]
    erase(house, erased)
    aside = temp / "aside"
    shutil.copytree(house.dir / "keys", aside)
    lose(house, "*")
    check_refusal("keys restore: another firm's backup", house.run("keys", "restore", other), 3, "another firm's")
    check_refusal("keys restore: no backup", house.run("keys", "restore", FIRM / "firm.yaml"), 3, "no key backup")
    check_refusal("keys restore: not there", house.run("keys", "restore", temp / "nowhere"), 4, "nowhere")
    wal = house.dir / "keys/keys.db-wal"
    wal.write_bytes(b"x")
    check_refusal("keys restore: the log of a lost keys.db is in the way", house.run("keys", "restore", backup), 1, "keys.db-wal")
    wal.unlink()

    dry = house.json("keys", "restore", backup, "--dry-run")[0]
    check("keys restore --dry-run puts nothing back", not list((house.dir / "keys").iterdir()) and dry["dry_run"] is True)
    done = house.json("keys", "restore", backup)[0]
    check("keys restore says what it did", done["keys"] == dry["keys"] > 5 and done["left_out"] == 1 and done["missing"] == 0 and
          {"keys.db", "log.key", "permit.key", "pepper.key"} < set(done["files"]), detail=str(done))
    check("keys restore leaves no copy behind", not (house.dir / "keys.restoring").exists())
    checked = house.run("keys", "check", "--json")
    check("restored keys are sound", checked.returncode == 0 and json.loads(checked.stdout)["resurfaced"] == 0, checked)
    with sqlite3.connect(house.dir / "keys/keys.db") as db:
        check("the key of an erased subject is not brought back",
              db.execute("select count(*) from subject_key where kid = ?", (erased,)).fetchone()[0] == 0)
    check("restored keys open what was sealed", house.json("lead", "show", leads[1]["id"])[0]["person"]["last_name"] != "")
    verified = house.run("ledger", "verify", "--state")
    check("the record is sound after a restoring", verified.returncode == 0 and "sound" in verified.stdout, verified)
    with sqlite3.connect(f"file:{house.dir}/licet.db?mode=ro", uri=True) as db:
        recorded = sum(b"keys_restored" in row[0] for row in db.execute("select bytes from ledger_entry"))
    check("a restoring is on record, a dry run is none", recorded == 1, detail=str(recorded))

    newer = House(temp, "restored-newer")
    newer.json("keys", "backup", "--out", temp / "newer-keys.db")
    newer.import_text((FIRM / "leads.csv").read_text(), name="sample.csv")
    lose(newer, "log.key")
    done = newer.json("keys", "restore", temp / "newer-keys.db")[0]
    check("keys that are newer than the backup stay", done["files"] == ["log.key"] and done["missing"] == 0 and
          newer.run("keys", "check").returncode == 0, detail=str(done))
    lose(newer, "*")
    done = newer.json("keys", "restore", temp / "newer-keys.db")[0]
    check("keys that the backup lacks are counted", done["missing"] > 5 and newer.run("keys", "check").returncode == 1, detail=str(done))


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


if __name__ == "__main__":
    sys.exit(run_groups(full_disk_checks, unreadable_checks, second_writer_checks, newer_folder_checks, lost_key_checks,
                        restored_after_erasure_checks, restored_key_checks, foreign_key_checks))
