#!/usr/bin/env python3
"""Every name, date of birth, number, address and country of the real lists is in what Licet keeps of them.

An independent count: the publishers' files are read here with Python's own parsers and none of Licet's code, and each fact is
looked for in the document that `licet lists load` keeps. What is missing there has to stand in the notes of the answer. Skipped,
with a word, where there are no real lists (LICET_TEST_DATA)."""
import csv
import gzip
import json
import os
import re
import sqlite3
import sys
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from pathlib import Path

from cli_house import House, check, run_groups

DATA = Path(os.environ.get("LICET_TEST_DATA", Path(__file__).resolve().parent.parent.parent / "shared/data"))
MONTHS = {name: i + 1 for i, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())}


def tidy(text):
    return " ".join((text or "").replace("\u00a0", " ").split())


class Facts:
    """What the files say of one entry."""

    def __init__(self):
        self.names, self.births, self.numbers, self.cities, self.countries = set(), set(), set(), set(), set()


def days(year, month=0, day=0):
    """The first and last day that a date may mean."""
    last = [31, 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if not month:
        return f"{year:04}-01-01", f"{year:04}-12-31"
    return (f"{year:04}-{month:02}-{day or 1:02}", f"{year:04}-{month:02}-{day or last[month - 1]:02}")


# ---- the publishers' files


def ofac_day(text):
    words = text.split()
    if not words or not re.fullmatch(r"\d{4}", words[-1]) or (len(words) > 1 and words[-2] not in MONTHS):
        return None
    return days(int(words[-1]), MONTHS[words[-2]] if len(words) > 1 else 0, int(words[0]) if len(words) > 2 else 0)


def ofac(folder, primary, alias, address, comments):
    def rows(name, width):
        if not name:
            return []
        with open(folder / name, encoding="latin-1", newline="") as file:
            return [row for row in csv.reader(file) if len(row) == width and row[0].strip().isdigit()]

    value = lambda cell: "" if tidy(cell) == "-0-" else tidy(cell)
    entries = defaultdict(Facts)
    overflow = {row[0].strip(): row[1] for row in rows(comments, 2)}
    for row in rows(primary, 12):
        entry = entries[row[0].strip()]
        entry.names.add(value(row[1]))
        remarks = "" if value(row[11]) == "" else row[11] + overflow.get(row[0].strip(), "")
        for piece in remarks.split(";"):
            piece = tidy(piece).removesuffix(".").removeprefix("alt. ")
            if piece.startswith("DOB "):
                text = piece[4:].removeprefix("circa ")
                first, _, last = text.partition(" to ")
                begin, end = ofac_day(first), ofac_day(last) if last else ofac_day(first)
                if begin and end:
                    entry.births.add((begin[0], end[1], piece.startswith("DOB circa ")))
            number = re.match(r"(?:Passport|Cedula No\.|National ID No\.|Tax ID No\.|NIT #|R\.F\.C\.|SSN|Registration Number|Email "
                              r"Address|Website|SWIFT/BIC|MMSI|Vessel Registration Identification IMO) (\S+)", piece)
            if number:
                entry.numbers.add(number[1])
            wallet = re.match(r"Digital Currency Address - \S+ (\S+)", piece)
            if wallet:
                entry.numbers.add(wallet[1])
        entry.names.update(map(tidy, re.findall(r"[afn]\.k\.a\. '(.+?)'(?=[;.)]|$)", remarks)))
    for row in rows(alias, 5):
        entries[row[0].strip()].names.add(value(row[3]))
    for row in rows(address, 6):
        if row[0].strip() in entries:
            entries[row[0].strip()].cities.add(value(row[3]))
    return entries


def un(path):
    entries = defaultdict(Facts)
    for element in ElementTree.parse(path).getroot().iter():
        if element.tag not in ("INDIVIDUAL", "ENTITY"):
            continue
        entry = entries[tidy(element.findtext("REFERENCE_NUMBER"))]
        whole = " ".join(filter(None, (tidy(element.findtext(word)) for word in
                                       ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"))))
        if ";" not in whole:  # as with aliases below
            entry.names.add(whole)
        for alias in element.findall("INDIVIDUAL_ALIAS") + element.findall("ENTITY_ALIAS"):
            name = tidy(alias.findtext("ALIAS_NAME"))
            if name and not re.search(r"[;()]|\b[a-z]\) ", name):  # several in one are told apart by another test
                entry.names.add(name.rstrip(", "))
            born = tidy(alias.findtext("DATE_OF_BIRTH"))
            if re.fullmatch(r"\d{4}-\d\d-\d\d", born):
                entry.births.add((born, born, False))
            elif re.fullmatch(r"\d{4}", born):
                entry.births.add((*days(int(born)), False))
        for birth in element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
            circa = "approximately" in (tidy(birth.findtext("TYPE_OF_DATE")) + " " + tidy(birth.findtext("NOTE"))).lower()
            date, year = tidy(birth.findtext("DATE")), tidy(birth.findtext("YEAR"))
            first, last = tidy(birth.findtext("FROM_YEAR")), tidy(birth.findtext("TO_YEAR"))
            if re.fullmatch(r"\d{4}-\d\d-\d\d.*", date):
                entry.births.add((date[:10], date[:10], circa))
            elif re.fullmatch(r"\d{4}", year):
                entry.births.add((*days(int(year)), circa))
            if first and last and first <= last:
                entry.births.add((f"{first}-01-01", f"{last}-12-31", circa))
        for document in element.findall("INDIVIDUAL_DOCUMENT"):
            entry.numbers.update(re.findall(r"\S*\d\S*$", tidy(document.findtext("NUMBER"))))
        for address in element.findall("INDIVIDUAL_ADDRESS") + element.findall("ENTITY_ADDRESS"):
            entry.cities.add(tidy(address.findtext("CITY")))
    return entries


FORMER = {"AN", "CS", "YU"}  # ISO 3166-3: states that are no more stand by the name the publisher gives


def eu(path):
    entries = defaultdict(Facts)
    for element in ElementTree.fromstring(gzip.open(path).read()):
        if not element.tag.endswith("}sanctionEntity"):
            continue
        entry = entries[element.get("euReferenceNumber")]
        for child in element:
            tag, get = child.tag.partition("}")[2], lambda name: tidy(child.get(name))
            country = get("countryDescription") if get("countryIso2Code") in FORMER else get("countryIso2Code")
            if tag == "nameAlias":
                entry.names.add(get("wholeName"))
            elif tag == "birthdate":
                circa, year = get("circa") == "true", get("year")
                month, day = get("monthOfYear"), get("dayOfMonth")
                if get("birthdate"):
                    entry.births.add((get("birthdate"), get("birthdate"), circa))
                elif year and get("calendarType") in ("", "GREGORIAN"):
                    entry.births.add((*days(int(year), int(month or 0), int(day or 0)), circa))
                if get("countryIso2Code") not in ("", "00"):
                    entry.countries.add((country, "birth"))
            elif tag == "identification":
                entry.numbers.add(get("number"))
            elif tag == "address":
                entry.cities.add(get("city"))
                if get("countryIso2Code") not in ("", "00"):
                    entry.countries.add((country, "residence"))
            elif tag == "citizenship" and get("countryIso2Code") not in ("", "00"):
                entry.countries.add((country, "nationality"))
    return entries


def uk(path):
    entries = defaultdict(Facts)
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row in rows[2:]:
        cell = lambda heading: tidy(row[rows[1].index(heading)])
        entry = entries[cell("Unique ID")]
        entry.names.add(tidy(" ".join(cell(f"Name {i}") for i in (1, 2, 3, 4, 5, 6))))
        entry.names.update(tidy(name) for name in row[rows[1].index("Name non-latin script")].split("\n"))
        entry.cities.add(cell("Address Line 6"))
        for number in re.split(r"\(\d+\)|[;|\n]", cell("Passport number") + ";" + cell("IMO number")):
            entry.numbers.add(tidy(number).removeprefix("IMO").strip())
        for birth in re.split(r"\(\d+\)|[;|\n]", cell("D.O.B")):
            parts = tidy(birth).split("/")
            if len(parts) == 3 and parts[2].isdigit():
                entry.births.add((*days(int(parts[2]), *(int(p) if p.isdigit() else 0 for p in parts[1::-1])), False))
    return entries


# ---- what Licet keeps


def kept(folder, digest):
    """The entries of a list's document, by id."""
    with sqlite3.connect(f"file:{folder}/licet.db?mode=ro", uri=True) as db:
        (blob,) = db.execute("select bytes from attachment where digest = ?", [bytes.fromhex(digest.partition(":")[2])]).fetchone()
    return {entry["id"]: entry for entry in map(json.loads, blob.decode().splitlines()[1:])}


def names_somebody(name):
    return sum(c.isalnum() for c in name) > 1


def compare(what, source, document):
    """Every fact of the source is in the document; the numbers of births and names are the same on both sides."""
    lost = defaultdict(list)
    counts = defaultdict(int)
    check(f"{what}: every entry", set(source) <= set(document), None, f"{sorted(set(source) - set(document))[:5]}")
    for key, facts in source.items():
        entry = document.get(key, {})
        texts = json.dumps(entry.get("details", {}), ensure_ascii=False) + entry.get("remarks", "")
        have = {
            "names": {tidy(name["name"]) for name in entry.get("names", [])},
            "births": {(birth["from"], birth["to"], birth.get("circa", False)) for birth in entry.get("births", [])},
            "cities": " | ".join(a.get("city", "") + " " + a.get("street", "") for a in entry.get("addresses", [])),
            "numbers": " ".join(i["value"] for i in entry.get("ids", [])),
            "countries": {(country["code"], country["role"]) for country in entry.get("countries", [])}
            | {(address.get("country"), "residence") for address in entry.get("addresses", [])},
        }
        for name in ("names", "births", "cities", "numbers", "countries"):
            for fact in getattr(facts, name):
                if not fact or (name == "names" and not names_somebody(fact)) or (name == "numbers" and fact == "-"):
                    continue
                counts[name] += 1
                if fact not in have[name] and not (name == "numbers" and fact in texts):
                    lost[name].append((key, fact))
        extra = len(have["births"]) - len({birth for birth in facts.births})
        counts["births kept"] += len(have["births"])
        if extra > 0:
            lost["births that no file has"].append((key, have["births"] - facts.births))
    print(f"      {what}: " + ", ".join(f"{counts[name]:,} {name}" for name in sorted(counts)))
    for name, missing in sorted(lost.items()):
        check(f"{what}: {name}", not missing, None, f"{len(missing)}: {missing[:5]}")
    check(f"{what}: facts were compared", counts["names"] > len(source) * 0.9)


def census(temp):
    lists = [
        ("ofac-sdn", "ofac/2024", ["sdn.csv", "alt.csv", "add.csv"], lambda folder: ofac(folder, "sdn.csv", "alt.csv", "add.csv", None)),
        ("ofac-sdn", "ofac/2021-07-07", ["sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv"],
         lambda folder: ofac(folder, "sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")),
        ("ofac-cons", "ofac/cons", ["cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv"],
         lambda folder: ofac(folder, "cons_prim.csv", "cons_alt.csv", "cons_add.csv", "cons_comments.csv")),
        ("un", "un", ["UN_consolidated.xml"], lambda folder: un(folder / "UN_consolidated.xml")),
        ("eu", "eu", ["eu_fsf_v1_1_reconstructed_2026-05-01.xml.gz"],
         lambda folder: eu(folder / "eu_fsf_v1_1_reconstructed_2026-05-01.xml.gz")),
        ("uk", "uk", ["UK-Sanctions-List_reconstructed_2026-08-22.csv"],
         lambda folder: uk(folder / "UK-Sanctions-List_reconstructed_2026-08-22.csv")),
    ]
    house = House(temp, "census")
    for kind, folder, names, count in lists:
        files = [DATA / folder / name for name in names]
        if not all(file.is_file() for file in files):
            print(f"skip  {folder}: no such list in {DATA}")
            continue
        run = house.run("lists", "load", kind, *files, "--accept-shrink", "--json")
        check(f"{folder}: is read", run.returncode == 0, run)
        compare(folder, count(DATA / folder), kept(house.dir, json.loads(run.stdout)["digest"]))


if __name__ == "__main__":
    sys.exit(run_groups(census))
