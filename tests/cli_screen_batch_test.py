#!/usr/bin/env python3
"""`licet screen --batch` from outside: whatever the file holds, each row has one verdict, in its place, and none is clear
that was not compared.

Programs of the build in LICET_BUILD_DIR (default: build). Prints each check as it passes; the exit status is 1 when any
failed. Groups of checks may be named.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import sqlite3
import sys

from cli_house import FIRM, House, check, check_refusal, licet, run_groups

LISTED = ["Mirko Ostrovsky-Kale", "Lucinda Maree Vanterpool-Ashgrove", "Ambrose Quillfeather"]
CLEAN = ["Edda Blechschmidt", "Nobody Whatever", "Ingrid Thorvaldsdottir"]
OWN_LIST = "id,name,type,birth_date,country,reason\nF1,Zebedee Quarrington,person,1961-03-14,FR,owes\nF2,Halcyon Reach Shipping,entity,,,owes\n"


def write(temp, name, content):
    path = temp / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def own_list(temp):
    return [f"--list=firm={write(temp, 'own.csv', OWN_LIST)}", "--as-of", "file"]


def batch(temp, content, *args, name="names.csv", lists=None):
    """Without a data folder, against a list of our own."""
    return licet("screen", "--batch", write(temp, name, content), *(own_list(temp) if lists is None else lists), *args)


def objects(run):
    return [json.loads(line) for line in run.stdout.splitlines()]


def table(run):
    return list(csv.DictReader(io.StringIO(run.stdout)))


# ---- what is answered


def answers(temp):
    text = ("id,Full Name,dob,Nationality,Employer\n"
            "a1,Zebedee Quarrington,1961-03-14,France,\n"
            "a2,Edda Blechschmidt,1980,,\n"
            "a3,Edda Blechschmidt,,,Halcyon Reach Shipping\n"
            "a4,Zebedee Quarrington,1990-01-01,,\n")
    run = batch(temp, text)
    rows = table(run)
    check("one line a row, in order", run.returncode == 1 and [r["row"] for r in rows] == ["1", "2", "3", "4"] and
          [r["id"] for r in rows] == ["a1", "a2", "a3", "a4"], run)
    check("verdicts", [r["verdict"] for r in rows] == ["review", "clear", "review", "review"], run)
    check("the best hit stands in the row", (rows[0]["list"], rows[0]["entry_id"], rows[0]["listed_name"], rows[0]["score"]) ==
          ("firm", "F1", "Zebedee Quarrington", "10000"), run)
    check("a company is a hit of its own", (rows[2]["type"], rows[2]["entry_id"]) == ("company", "F2"), run)
    check("not recorded, and said so", "not recorded" in run.stderr, run)
    run = batch(temp, text, "--json")
    found = objects(run)
    check("with --json one line a row", [o["row"] for o in found] == [1, 2, 3, 4] and
          [o["verdict"] for o in found] == ["review", "clear", "review", "review"], run)
    hit = found[0]["hits"][0]
    check("a hit says all of itself", {"list", "entry_id", "name", "score", "evidence", "parts"} <= set(hit) and
          sum(p["contribution"] for p in hit["parts"]) == hit["score"] == 10000, run)
    check("evidence has a verdict and facts", hit["evidence"]["verdict"] in ("neutral", "confirmed", "contradicted") and
          isinstance(hit["evidence"]["facts"], list), run)
    check("all clear is status 0", batch(temp, "name\nEdda Blechschmidt\nIngrid Thorvaldsdottir\n").returncode == 0)
    two = "id,name,reason\nFA,Zebedee Quarrington,owes\nFB,Zebedee Quarrington,owes\n"
    lists = ["--list", f"firm={write(temp, 'two.csv', two)}", "--as-of", "file"]
    run = batch(temp, "name\nZebedee Quarrington\nEdda Blechschmidt\n", "--all-hits", lists=lists)
    check("--all-hits has a line for each hit", [(r["row"], r["entry_id"]) for r in table(run)] ==
          [("1", "FA"), ("1", "FB"), ("2", "")], run)
    run = batch(temp, "name\nZebedee Quarrington\n", lists=lists)
    check("without it the number of hits is told", len(table(run)) == 1 and table(run)[0]["hits"] == "2", run)
    out = temp / "answer.csv"
    run = batch(temp, "name\nZebedee Quarrington\n", "--out", out)
    check("--out", run.returncode == 1 and run.stdout == "" and "Zebedee" in out.read_text() and
          out.stat().st_mode & 0o777 == 0o600 and list(temp.glob("answer.csv.*")) == [], run)
    check_refusal("--out writes over nothing", batch(temp, "name\nEdda Blechschmidt\n", "--out", out), 1, "exists already")
    packed = temp / "own.csv.gz"
    packed.write_bytes(gzip.compress(OWN_LIST.encode()))
    run = batch(temp, "name\nZebedee Quarrington\n", lists=["--list", f"firm={packed}", "--as-of", "file"])
    check("a list packed with gzip", run.returncode == 1 and table(run)[0]["entry_id"] == "F1", run)


def calls(temp):
    names = write(temp, "calls.csv", "name\nEdda Blechschmidt\n")
    check_refusal("neither data folder nor list", licet("screen", "--batch", names), 2)
    check_refusal("both", batch(temp, "name\nEdda\n", "--data", House.made), 2, "--data")
    check_refusal("a name beside the file", batch(temp, "name\nEdda\n", "Jane Doe"), 2, "not both")
    check_refusal("a list without a kind", batch(temp, "name\nEdda\n", lists=["--list", "own.csv"]), 2, "KIND=FILE")
    check_refusal("an unknown kind", batch(temp, "name\nEdda\n", lists=["--list", f"nil={names}"]), 2, "nil", "firm")
    check_refusal("a list that is not there", batch(temp, "name\nEdda\n", lists=["--list", "firm=absent.csv"]), 4, "absent.csv")
    check_refusal("a file that is not there", licet("screen", "--batch", temp / "absent", *own_list(temp)), 4, "absent")
    check_refusal("a folder", licet("screen", "--batch", temp, *own_list(temp)), 4)
    check_refusal("--list without --batch", licet("screen", *own_list(temp), "Edda"), 2)
    lists = ["--as-of", "file"] + [f"--list=ofac-sdn={FIRM}/lists/{n}.csv" for n in ("sdn", "alt", "add")]
    check_refusal("a part of a list", batch(temp, "name\nEdda\n", lists=lists), 1, "--small-list")
    run = batch(temp, "name\nAmbrose Quillfeather\n", "--small-list", lists=lists)
    check("unless that is meant", run.returncode == 1 and table(run)[0]["list"] == "ofac-sdn", run)
    run = batch(temp, "name\nEdda Blechschmidt\n", lists=["--list", f"firm={write(temp, 'own.csv', OWN_LIST)}"])
    check("a list of unknown date clears nobody", run.returncode == 1 and table(run)[0]["verdict"] == "review" and
          "--as-of" in table(run)[0]["error"], run)


# ---- hostile files


def hostile_rows(temp):
    def one(what, row, *words, heading="name,dob,gender,nationality"):
        run = batch(temp, f"{heading}\n".encode() + row + b"\nEdda Blechschmidt,,,\n", "--json")
        found = objects(run)
        check(what, run.returncode == 1 and len(found) == 2 and found[0]["verdict"] == "review" and found[0]["hits"] == [] and
              all(w in found[0]["error"] for w in words) and found[1] == {**found[1], "row": 2, "verdict": "clear"}, run)

    one("no name", b",1980,,", "nothing to screen")
    one("a name that is none", b"???,1980,,", "nothing to screen")
    one("n/a", b"N/A,,,", "nothing to screen")
    one("a lone letter", b"X,,,", "nothing to screen")
    one("a day that is none", b"Edda Blechschmidt,1990-02-30,,", "dob")
    one("a day that may be two", b"Edda Blechschmidt,03/04/1990,,", "dob")
    one("a birth to come", b"Edda Blechschmidt,2999-01-01,,", "future")
    one("too few cells", b"Edda Blechschmidt", "line 2")
    one("too many cells", b"Edda Blechschmidt,,,,,", "line 2")
    one("a NUL", b"Edda\0Blechschmidt,,,", "line 2")
    one("a huge cell", b"A" * 70_000 + b",,,", "line 2")
    one("many words", b"ab " * 200 + b",,,", "words")
    one("text after a quote", b'"Edda" Blechschmidt,,,', "line 2")
    run = batch(temp, b"name\nJos\xc3\xa9 Blechschmidt\n\xff\xfe\x80 Edda\nEdda Blechschmidt\n", "--json")
    found = objects(run)
    check("not UTF-8", [o["verdict"] for o in found] == ["clear", "review", "clear"] and "UTF-8" in found[1]["error"], run)
    run = batch(temp, "name,dob\nZebedee Quarrington,1990-02-30\n", "--json")
    check("a wrong day keeps the hit by name", objects(run)[0]["hits"][0]["entry_id"] == "F1" and "dob" in objects(run)[0]["error"], run)
    one("a gender that is none", b"Edda Blechschmidt,,perhaps,", "gender", "perhaps")
    one("a country that is none", b"Edda Blechschmidt,,,Atlantis", "nationality", "Atlantis")
    run = batch(temp, "name,gender,nationality\nEdda Blechschmidt,x,stateless\nEdda Blechschmidt,n/a,unknown\n", "--json")
    check("what says nothing is no fault", [o["verdict"] for o in objects(run)] == ["clear", "clear"], run)
    emoji = "name\n😀😀 Blechschmidt\n\u202egnirrauQ\n\u0301\u0301\n李 小龙\n"
    run = batch(temp, emoji, "--json")
    check("emoji, direction marks, lone accents, Han", [o["row"] for o in objects(run)] == [1, 2, 3, 4], run)
    run = batch(temp, 'name\n"=HYPERLINK(""x"")"\n')
    check("nothing for a spreadsheet to run", table(run)[0]["name"] == "'=HYPERLINK(\"x\")", run)


def hostile_files(temp):
    names = "name\nEdda Blechschmidt\nZebedee Quarrington\n"
    for what, content in {"a byte order mark": b"\xef\xbb\xbf" + names.encode(), "UTF-16": names.encode("utf-16"), "CR LF": names.replace("\n", "\r\n").encode(),
                          "semicolons": names.replace("name", "name;dob").replace("t\n", "t;\n").replace("n\nZ", "n;\nZ").replace("ton\n", "ton;\n").encode(),
                          "a last line without its end": names[:-1].encode()}.items():
        run = batch(temp, content)
        check(what, [r["verdict"] for r in table(run)] == ["clear", "review"], run)
    run = batch(temp, 'name,city\n"Edda\nBlechschmidt","Neu\nUlm"\nZebedee Quarrington,\n', "--json")
    check("line ends inside quotes are one row", [(o["row"], o["verdict"]) for o in objects(run)] == [(1, "clear"), (2, "review")], run)
    check_refusal("an empty file", batch(temp, ""), 3, "names.csv")
    check_refusal("a heading alone", batch(temp, "name\n"), 3, "no row")
    check_refusal("no heading", batch(temp, "Edda Blechschmidt\nJane Doe\n"), 3, "--map")
    check_refusal("no column of a name", batch(temp, "email,dob\na@example.com,1980\n"), 3, "no column has a name")
    check_refusal("two columns of one field", batch(temp, "full_name,Full Name\nA B,C D\n"), 3, "both mean full_name")
    check_refusal("two nationalities", batch(temp, "name,nationality,citizenship\nA B,FR,DE\n"), 3, "both mean nationality")
    check_refusal("no CSV", batch(temp, b"PK\x03\x04" + os.urandom(2000)), 3)
    run = batch(temp, "name,shoe size,Favourite\nEdda Blechschmidt,44,x\n")
    check("columns of no use are named", "'shoe size'" in run.stderr and "'Favourite'" in run.stderr and run.returncode == 0, run)
    mapping = write(temp, "map.yaml", 'columns: {Wer: full_name, Woher: nationality, Herkunft: ignore}\n')
    run = batch(temp, "Wer,Woher,Herkunft\nZebedee Quarrington,FR,x\n", "--map", mapping)
    check("--map, also for what an import does not know", run.returncode == 1 and table(run)[0]["entry_id"] == "F1" and
          "'Woher' is nationality" in run.stderr, run)
    check_refusal("a map that is wrong", batch(temp, "name\nA B\n", "--map", write(temp, "bad.yaml", "columns: {name: nationalty}\n")), 3, "nationality")


# ---- order and threads


def threads(temp):
    rows = [f"{i},{(LISTED + CLEAN)[i * 7 % 6]} {'x' * (i % 3)},{1940 + i % 60}" for i in range(4_000)]
    rows[17], rows[2_999] = "17,???,", "2999,too,few,cells"
    text = "id,name,dob\n" + "\n".join(rows) + "\n"
    lists = ["--small-list", "--as-of", "file"] + [f"--list=ofac-sdn={FIRM}/lists/{n}.csv" for n in ("sdn", "alt", "add")]
    for form in ([], ["--json"], ["--all-hits"]):
        runs = [batch(temp, text, "--threads", n, *form, lists=lists) for n in (1, 2, 7)]
        check(f"any number of threads answers the same {form}", runs[0].stdout and len({r.stdout for r in runs}) == 1 and
              {r.returncode for r in runs} == {1}, runs[1])
    found = objects(batch(temp, text, "--json", lists=lists))
    check("each row is there, in order", [o["row"] for o in found] == list(range(1, 4_001)))
    check("with its own verdict", all((o["verdict"] == "clear") == (rows[i].split(",")[1].strip(" x") in CLEAN)
                                      for i, o in enumerate(found) if i not in (17, 2_999)))


# ---- with a data folder


def entries(house):
    with sqlite3.connect(f"file:{house.dir}/licet.db?mode=ro", uri=True) as db:
        return [row[0] for row in db.execute("select bytes from ledger_entry order by seq")]


def on_record(temp):
    house = House(temp, "batch")
    path = house.file("leads.csv", "name,company\n" + "".join(f"{n},\n" for n in LISTED + CLEAN) + ",Halcyon Reach Shipping LLC\n???,\n")
    before = len(entries(house))
    run = house.run("screen", "--batch", path, "--json")
    found = objects(run)
    check("the active lists answer", run.returncode == 1 and
          [o["verdict"] for o in found] == ["review"] * 3 + ["clear"] * 3 + ["review"] * 2, run)
    new = [json.loads(e)["body"] for e in entries(house)[before:]]
    reads = [e for body in new for e in body["events"] if e["t"] == "read_recorded"]
    digest = lambda data: "sha256:" + hashlib.sha256(data).hexdigest()
    check("one entry: rows, hits, digests of file and answer", len(reads) == 1 and reads[0]["count"] == 8 and
          reads[0]["hits"] == sum(o["hits_total"] for o in found) and reads[0]["input"] == digest(path.read_bytes()) and
          reads[0]["result"] == digest(run.stdout.encode()), run, f"({reads})")
    check("no name of the file in the clear", not any(w in str(e) for e in entries(house)[before:] for n in LISTED + CLEAN for w in n.split()))
    check("nothing of it is left in the folder", not [p for p in house.dir.rglob("*") if "answer" in p.name])
    check("the record is sound", house.sound())
    for name in LISTED + CLEAN + ["MIRKO OSTROVSKI KALE", "Quillfeather, Ambrose", "Halcyon Reach Shipping"]:
        alone = house.run("screen", name, "--json")
        row = objects(house.run("screen", "--batch", house.file("one.csv", f'name\n"{name}"\n'), "--json"))[0]
        answer = json.loads(alone.stdout)
        same = [(h["list"], h["entry_id"], h["score"]) for h in answer["clear"]["hits"]]
        check(f"as one name alone: {name}", row["verdict"] == answer["verdict"] and
              [(h["list"], h["entry_id"], h["score"]) for h in row["hits"]] == same and
              [h["parts"] for h in row["hits"]] == [h["parts"] for h in answer["explanation"]["hits"]], alone)
    out = temp / "recorded.csv"
    run = house.run("screen", "--batch", path, "--out", out)
    check("--out with a data folder", run.returncode == 1 and len(out.read_text().splitlines()) == 9 and run.stdout == "", run)
    before = len(entries(house))
    refused = house.run("screen", "--batch", house.file("bad.csv", "email\na@example.com\n"))
    new = [e["t"] for entry in entries(house)[before:] for e in json.loads(entry)["body"]["events"]]
    check("a file that is refused is on the record", refused.returncode == 3 and refused.stdout == "" and new == ["attempt_refused"], refused, str(new))
    clerk = temp / "clerk.json"
    house.run("person", "add", "clerk", "--name", "A Clerk", "--roles", "rep:uk", *house.second)
    house.run("person", "credential", "clerk", "--out", clerk, *house.second)
    check_refusal("not for everybody", house.run("screen", "--batch", path, "--as", "clerk", "--credential", clerk), 1)


def unusable_lists(temp):
    bare = temp / "bare"
    licet("init", "--data", bare, "--firm", FIRM / "firm.yaml")
    names = write(temp, "bare.csv", "name\nEdda Blechschmidt\nNobody Whatever\n")
    run = licet("screen", "--batch", names, "--json", data=bare)
    check("no list: every row is to be reviewed, with the reason", run.returncode == 1 and
          all(o["verdict"] == "review" and "no screening list" in o["error"] for o in objects(run)) and len(objects(run)) == 2, run)
    lists = [FIRM / "lists" / f"{name}.csv" for name in ("sdn", "alt", "add")]
    licet("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "2001-01-01", data=bare)
    run = licet("screen", "--batch", names, "--json", data=bare)
    check("a list too old: the same", run.returncode == 1 and
          all(o["verdict"] == "review" and "too old" in o["error"] for o in objects(run)) and len(objects(run)) == 2, run)


if __name__ == "__main__":
    sys.exit(run_groups(answers, calls, hostile_rows, hostile_files, threads, on_record, unusable_lists))
