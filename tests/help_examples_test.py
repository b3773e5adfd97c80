#!/usr/bin/env python3
"""Every example of every help text runs, as it stands there, against the example firm.

Only what nobody can know beforehand is put in: the ids of leads, cases and subjects, and digests of proposals. Runs as
cli_house.py says.
"""

import json
import os
import re
import shutil
import subprocess
import sys

from cli_house import BIN, ROOT, check, licet, run_groups

FIRST = ("init", "lists load", "import")  # the others need a folder with leads
LAST = ("subject erase",)


def commands():
    """Every command's words, from the help of the program."""
    def below(*words):
        part = re.split(r"^subcommands:", licet(*words, "--help").stdout, flags=re.M | re.I)
        return re.findall(r"^  (\w[\w-]*)\b", part[1], re.M) if len(part) > 1 else []

    for first in below():
        rest = below(first)
        yield from ((first, second) for second in rest) if rest else ((first,),)


def example_of(words):
    text = licet(*words, "--help").stdout.split("Example:", 1)[-1]
    return " ".join(text.split())


class Demo:
    """The folder in which the examples run: the firm's files under the names that the examples use."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        for name in ("firms", "packs"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("proof.pdf", "opinion.pdf"):
            (folder / name).write_text("invented\n")

    def shell(self, line):
        environment = {**os.environ, "PATH": f"{BIN.resolve()}:{os.environ['PATH']}"}
        environment.pop("LICET_DATA", None)
        return subprocess.run(["bash", "-c", line], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=300)

    def objects(self, line):
        return [json.loads(text) for text in self.shell(line + " --json").stdout.splitlines()]


def example_checks(temp):
    demo = Demo(temp / "examples")
    order = sorted(commands(), key=lambda words: (FIRST.index(" ".join(words)) if " ".join(words) in FIRST else len(FIRST),
                                             " ".join(words) in LAST))
    for words in order:
        name = " ".join(words)
        line = example_of(words)
        filled, wanted = prepare(demo, name, line)
        run = demo.shell(filled)
        if name == "policy propose":
            demo.proposed = next(iter(re.findall(r"sha256:[0-9a-f]{64}", run.stdout)), "")
        check(f"example: {name}", run.returncode == wanted, run, f"({filled})")
    (demo.folder / "meridian.licet").unlink()  # it is older than the checkpoint that was kept
    trust = next(line for line in demo.shell("licet ledger export --data demo --out meridian.licet").stdout.splitlines() if line.startswith("  log "))
    (demo.folder / "meridian.trust").write_text(trust.strip() + "\n")
    text = subprocess.run([str(BIN.resolve() / "licet-verify"), "--help"], capture_output=True, text=True).stdout
    run = demo.shell(" ".join(text.split("Example:", 1)[-1].split()))
    check("example: licet-verify", run.returncode == 0, run)


def somebody_erased(demo):
    """jo@example.com was a lead, and was erased."""
    (demo.folder / "jo.csv").write_text("first_name,last_name,email,country,source_id\nJo,Doe,jo@example.com,GB,J-1\n")
    (demo.folder / "form.pdf").write_text("invented\n")
    demo.shell("licet import --data demo --source sample jo.csv")
    lead = next(one for one in demo.objects("licet lead list --data demo --limit 100")
                if one.get("person", {}).get("email") == "jo@example.com")
    erase = f"licet subject erase --data demo {lead['subject']} --basis request"
    proposal = demo.objects(erase + " --dry-run")[-1]["proposal"]
    demo.shell(f"{erase} --proposal {proposal} --approver b.oyelaran --approver-credential demo/credentials/b.oyelaran.json")


def approve(demo, case, proposal):
    demo.shell(f"licet review decide --data demo {case} --approve --proposal {proposal} "
               "--as b.oyelaran --credential demo/credentials/b.oyelaran.json")


def prepare(demo, name, line):
    """The example with its ids, and the exit status it must have."""
    if "lead_01h…" in line:
        leads = demo.objects("licet lead list --data demo --limit 100")
        chosen = leads[0]
        if name == "lead assign":
            chosen = next(one for one in leads if one["status"] == "assigned" and one["market"] == "uk")
        elif name == "lead classify":
            chosen = next(one for one in leads if one.get("client_type") == "institutional" and one.get("market") == "ny")
        line = line.replace("lead_01h…", chosen["id"])
    if "case_01h…" in line:
        cases = demo.objects("licet review list --data demo")
        hit = next(one for one in cases if "screening_hit" in json.dumps(one))
        if name == "review reopen":
            hit = next(one for one in cases if one["state"] == "proposed")
            approve(demo, hit["id"], hit["proposal"])
        line = line.replace("case_01h…", hit["id"])
    if "good_01h…" in line:
        if name == "goodguy revoke":
            hit = next(one for one in demo.objects("licet review list --data demo") if "screening_hit" in json.dumps(one))
            demo.shell(f"licet review claim --data demo {hit['id']}")
            found = f"licet review decide --data demo {hit['id']} --outcome release --set screening=false_positive --note invented"
            approve(demo, hit["id"], demo.objects(found)[0]["proposal"])
        line = line.replace("good_01h…", demo.objects("licet goodguy list --data demo --status "
                                                     + ("active" if name == "goodguy revoke" else "all"))[0]["id"])
    if "subj_01h…" in line:
        alive = next(one for one in demo.objects("licet lead list --data demo --limit 100") if one["status"] != "erased")
        line = line.replace("subj_01h…", alive["subject"])
    if name == "policy propose":  # nobody proposes what is in force
        firm = demo.folder / "firms/meridian/firm.yaml"
        changed = re.sub(r"max_age_days: (\d+)", lambda found: f"max_age_days: {int(found[1]) + 1}", firm.read_text(), count=1)
        firm.write_text(changed)
    if name == "policy approve":
        line = line.replace("sha256:4fd0…", demo.proposed)
    if name == "register restore":
        demo.shell("licet register suspend --data demo uk-fca")
        line = line.replace("sha256:4fd0…", demo.objects("licet register restore --data demo uk-fca --dry-run")[-1]["proposal"])
    if name == "subject erase":
        line = line.replace("sha256:4fd0…", demo.objects(line.split(" --proposal")[0] + " --dry-run")[-1]["proposal"])
    if name == "keys restore":
        (demo.folder / "demo/keys/pepper.key").unlink()
    if name == "suppression lift":
        somebody_erased(demo)
    return line, 1 if name == "screen" else 0  # the example shows a hit


if __name__ == "__main__":
    sys.exit(run_groups(example_checks))
