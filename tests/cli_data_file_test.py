#!/usr/bin/env python3
"""The programs from outside: a data file that lost a part of its layout or of its ledger, and a disk that is full while
the record is verified.

Goal: whoever finds the folder so is told what is missing, where, and what to do, with the status of a record that is not
sound. Runs as cli_house.py says.
"""

import json
import shutil
import sqlite3
import subprocess
import sys

from cli_house import House, check, check_refusal, rows, run_groups, small_disk


def intruder(house, *statements):
    with sqlite3.connect(house.dir / "licet.db") as db:
        for statement in statements:
            db.execute(statement)
    db.close()


def differences(house):
    return [d for answer in house.json("ledger", "verify", "--state") for d in answer["differences"]]


def lost_layout_checks(temp):
    def house_without(name, *statements):
        house = House(temp, "layout-" + name)
        house.import_text(rows(3))
        intruder(house, *statements)
        return house

    for name, statement, table, column, what in (
            ("rotation", "DROP TABLE rotation", "rotation", "", "lost this table"),
            ("link", "DROP TABLE ledger_link", "ledger_link", "", "lost this table"),
            ("event", "ALTER TABLE event_seq DROP COLUMN seq", "event_seq", "seq", "lost this column"),
            ("language", "ALTER TABLE lead DROP COLUMN language", "lead", "language", "lost this column")):
        house = house_without(name, statement)
        run = house.run("ledger", "verify", "--state")
        check(f"{statement}: named by verify --state", run.returncode == 1 and f"{table} " in run.stdout and what in run.stdout, run)
        told = differences(house)
        check(f"{statement}: named in JSON, and nothing else is", [(d["table"], d["column"]) for d in told] in
              ([(table, column)], [(table, column)] * 2), detail=str(told[:5]))
    check_refusal("a lost column meets a command", house.run("lead", "list"), 1, "licet.db", "language", "restore")
    house = house_without("two", "DROP TABLE rotation", "UPDATE lead SET market = 'forged' WHERE id = (SELECT min(id) FROM lead)")
    told = differences(house)
    check("a lost table hides no row of another", {("rotation", ""), ("lead", "market")} <= {(d["table"], d["column"]) for d in told},
          detail=str(told[:5]))

    # Without these no command begins, and so none compares; what the layout lacks is told all the same.
    for name, statement, *said in (
            ("person", "DROP TABLE person", "person", "lost this table"),
            ("roles", "ALTER TABLE person DROP COLUMN roles", "person roles", "lost this column"),
            ("entry", "DROP TABLE ledger_entry", "ledger_entry", "lost this table"),
            ("meta", "DROP TABLE store_meta", "store_meta", "lost this table")):
        house = house_without(name, statement, "DROP TABLE rotation")
        check_refusal(f"{statement}: named with all that is lost", house.run("ledger", "verify", "--state"), 1, *said, "rotation",
                      "outside licet", "restore")
    house = house_without("origin", "DELETE FROM store_meta WHERE key = 'origin'")
    check_refusal("the name of the log is lost", house.run("ledger", "verify", "--state"), 1, "store_meta", "origin", "restore")


def cut_ledger_checks(temp):
    whole = House(temp, "cut")
    whole.import_text(rows(3))
    with sqlite3.connect(f"file:{whole.dir}/licet.db?mode=ro", uri=True) as db:
        entries = db.execute("select count(*) from ledger_entry").fetchone()[0]
    for name, statement, *said in (
            ("the last entry", "DELETE FROM ledger_entry WHERE seq = (SELECT max(seq) FROM ledger_entry)",
             f"entries {entries - 1} on are missing", f"of {entries}"),
            ("ten entries", f"DELETE FROM ledger_entry WHERE seq >= {entries - 10}", f"entries {entries - 10} on are missing"),
            ("all entries", "DELETE FROM ledger_entry", "entries 0 on are missing", f"of {entries}"),
            ("the head", "DELETE FROM store_meta WHERE key = 'head'", "store_meta, head", "is missing"),
            ("a part of the head", "UPDATE store_meta SET value = x'00' WHERE key = 'head'", "store_meta, head", "malformed"),
            ("the last entry's bytes", "UPDATE ledger_entry SET bytes = x'00' WHERE seq = (SELECT max(seq) FROM ledger_entry)",
             f"entry {entries - 1}", "does not read"),
            ("nothing, but one more entry", f"INSERT INTO ledger_entry SELECT {entries}, bytes FROM ledger_entry WHERE seq = 1",
             f"entries {entries} on are not those that were recorded")):
        house = House(temp, "cut-" + "".join(c for c in name if c.isalpha()))
        shutil.rmtree(house.dir)
        shutil.copytree(whole.dir, house.dir)
        intruder(house, statement)
        for command in (["ledger", "verify", "--state"], ["ledger", "verify"], ["lead", "list"]):
            run = house.run(*command)
            check_refusal(f"cut: {name}: {' '.join(command)}", run, 1, *said, "outside licet", "restore a backup", "licet-verify")
            check(f"cut: {name}: {' '.join(command)} does not send in a circle", "licet ledger verify" not in run.stderr, run)


def full_disk_checks(temp):
    """A disk that has room to open the data folder, and then for a part of what a verification writes."""
    small = temp / "small"
    if not small_disk(small, 3_000_000):
        return
    said = []
    try:
        house = House.__new__(House)
        house.dir, house.temp = small / "data", temp
        for room in (48, 128, 512, 1024, 1536):
            shutil.rmtree(house.dir, ignore_errors=True)
            (small / "filler").unlink(missing_ok=True)
            shutil.copytree(House.made, house.dir)
            house.import_text(rows(40))
            block = shutil.disk_usage(small).free - room * 1024
            (small / "filler").write_bytes(b"x" * max(block, 0))
            for options in ([], ["--json"]):
                run = house.run("ledger", "verify", *options)
                if run.returncode == 0:
                    continue
                text = json.loads(run.stderr)["text"] if options and run.stderr.startswith("{") else run.stderr
                said.append(text)
                check(f"full disk: {room} KiB{' --json' if options else ''}: where, and what to do",
                      run.returncode == 4 and str(house.dir) in text and "space" in text and "repeat" in text, run)
            (small / "filler").unlink()
            check(f"full disk: {room} KiB: sound with room again", house.sound())
    finally:
        subprocess.run(["umount", "-l", str(small)], check=False)
    check("full disk: met at a tile", any("data/log/tile/" in text for text in said), detail=str(said))
    check("full disk: met at the temporary file", any("temporary file in " + str(small) in text for text in said), detail=str(said))


if __name__ == "__main__":
    sys.exit(run_groups(lost_layout_checks, cut_ledger_checks, full_disk_checks))
