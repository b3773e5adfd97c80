#!/usr/bin/env python3
"""What a sales person sees of a lead that a hit froze cannot be told from one that another reason froze.

Goal: no command that a rep may run, now or later, says more of the one than of the other (tipping-off).
Method: two leads of one rep, alike but for their names. One is frozen by a hit, the other because its source contradicts
itself. Every command of --help is run by the rep with the ids of each; a command that this test does not know fails it.
Compared byte for byte: exit status, both streams, as text and as JSON, with only the ids and words put in taken out.
"""

import re
import sys

from cli_house import House, ROOT, check, licet, run_groups

HEADER = ("source_id,first_name,last_name,email,street,city,country,product,prospect_type,lawful_basis,language,gender,nationality,"
          "passport,national_id\n")
# What stands for an id in the arguments of a command; those of no lead are run once for both.
ARGUMENTS = {
    "lead list": [[], ["--status", "review"], ["--status", "assigned"], ["--limit", "1"], ["--after", "{lead}"]],
    "lead show": [["{lead}"], ["{half}"]],
    "lead assign": [["{lead}", "--to", "{rep}"], ["{lead}", "--to", "m.castellano"]],
    "lead classify": [["{lead}", "--client-type", "professional", "--basis", "per_se", "--evidence", ROOT / "LICENSE"]],
    "lead name": [["{lead}", "--company", "Somebody Ltd"]],
    "explain": [["{lead}"]],
    "review list": [[], ["--reason", "screening_hit"]],
    "review show": [["{case}"]],
    "review claim": [["{case}"]],
    "review decide": [["{case}", "--outcome", "release", "--note", "why"],
                      ["{case}", "--approve", "--proposal", "sha256:" + "0" * 64]],
    "review evidence": [["{case}", "--out", "{new}"]],
    "review reopen": [["{case}", "--note", "why"], ["{lead}"]],
    "goodguy list": [[]],
    "goodguy show": [["{good}"]],
    "goodguy revoke": [["{good}", "--note", "why"]],
    "subject show": [["{subject}"]],
    "subject erase": [["{subject}", "--basis", "request", "--dry-run"]],
    "jobs run": [[]],
    "jobs list": [[]],
    "ledger verify": [[]],
}
# Of no lead: nothing about one goes in or comes out to a rep, who has no right to any of them or to none of their data.
OF_NO_LEAD = {"init", "import", "screen", "lists", "policy", "register", "ledger", "keys", "suppression", "person", "bench"}


def commands():
    """Every command's words, from the help of the program."""
    def below(*words):
        part = re.split(r"^subcommands:", licet(*words, "--help").stdout, flags=re.M | re.I)
        return re.findall(r"^  (\w[\w-]*)\b", part[1], re.M) if len(part) > 1 else []

    for first in below():
        rest = below(first)
        yield from (first + " " + second for second in rest) if rest else (first,)


class Two:
    """A rep of the firm and two leads of theirs, one of which a hit freezes."""

    def __init__(self, temp):
        self.house = House(temp, "tipping")
        people = [("T-1", "Barnaby", "Oakshottle", "b@example.com"), ("T-2", "Cordelia", "Merryweather", "c@example.com")]
        self.rows = {key: f"{key},{first},{last},{mail},2 Pretend Row,London,GB,funds,retail,consent,en,male,FR,ZZ000123,ZZ-7\n"
                     for key, first, last, mail in people}
        self.house.import_text(HEADER + "".join(self.rows.values()))
        self.leads = {lead["person"]["email"]: lead for lead in self.house.json("lead", "list", "--limit", "50")}
        self.hit, self.other = self.leads["b@example.com"], self.leads["c@example.com"]
        self.rep = "p.nandakumar"
        for lead in (self.hit, self.other):
            self.house.run("lead", "assign", lead["id"], "--to", self.rep)
        self.key = temp / "rep.json"
        self.house.run("person", "credential", self.rep, "--out", self.key, *self.house.second)

    def freeze(self):
        """Each by another row of its source: one with a listed name, one with another product."""
        self.house.import_text(HEADER + self.rows["T-1"].replace("Barnaby,Oakshottle", "Mirko,Ostrovsky-Kale")
                               + self.rows["T-2"].replace("funds", "brokerage"), name="again.csv")
        cases = {case["lead"]: case for case in self.house.json("review", "list", "--limit", "50")}
        return [cases.get(lead["id"]) for lead in (self.hit, self.other)]

    def said(self, words, arguments, lead, case):
        """What the rep is told, with what differs by itself taken out."""
        named = {"lead": lead["id"], "subject": lead["subject"], "case": case["id"], "rep": self.rep,
                 "half": lead["id"][:-6], "good": "good_" + lead["id"].split("_")[1], "new": self.key.parent / "new"}
        filled = [str(one).format(**named) for one in arguments]
        out = []
        for form in ([], ["--json"]):
            run = self.house.run(*words.split(), *filled, *form, "--as", self.rep, "--credential", self.key)
            text = f"{run.returncode}\n{run.stdout}\n{run.stderr}"
            for what in sorted(named, key=lambda one: -len(str(named[one]))):
                if what in ("lead", "subject", "case", "good", "half"):
                    text = text.replace(str(named[what]), what)
                    text = text.replace(str(named[what]).split("_")[1], what)
            out.append(text)
        return out


def tipping_off_checks(temp):
    two = Two(temp)
    check("both leads are the rep's", all(lead for lead in (two.hit, two.other)))
    before = two.said("lead show", ["{lead}"], two.hit, {"id": "case_x"})[0].splitlines()[0]
    check("the rep sees the lead before", before == "0", detail=before)
    hit, other = two.freeze()
    check("one lead is frozen by a hit, the other by something else",
          hit and other and "screening_hit" in hit["reasons"] and "screening_hit" not in other["reasons"],
          detail=f"{hit} {other}")
    if not hit or not other:
        return
    for words in commands():
        if words not in ARGUMENTS:
            check(f"a command this test knows: {words}", words.split()[0] in OF_NO_LEAD)
            continue
        for arguments in ARGUMENTS[words]:
            one = two.said(words, arguments, two.hit, hit)
            two_said = two.said(words, arguments, two.other, other)
            check(f"rep: {words} {' '.join(map(str, arguments))}", one == two_said, detail=f"\n{one}\n{two_said}")
            shown = "".join(one)
            check(f"  says nothing of a screening: {words}",
                  not re.search(r"screening|\bhit\b|ofac|Ostrovsky", shown, re.I) or words.startswith(("review", "goodguy"))
                  and "1\n" in shown, detail=shown[:400])


if __name__ == "__main__":
    sys.exit(run_groups(tipping_off_checks))
