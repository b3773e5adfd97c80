#!/usr/bin/env python3
"""Every command of `licet` and `licet-verify` with --json, on a fresh demo folder, against docs/formats/cli.md.

Goal: a script that reads our JSON never finds a key missing, renamed or undocumented.
Method: each command is run once (a command of --help that is not run here fails the test). For each object printed:
  - its keys are all documented under its schema in cli.md, and those not marked `?` are all there;
  - a schema whose keys never vary stands in tests/golden/cli_schemas.json, and the keys are exactly those.
Also: cli.md has a section for every command, and that section names every option of its --help.

  tests/cli_schemas_test.py             programs from $LICET_BUILD_DIR/bin, or build/bin
  tests/cli_schemas_test.py --update    writes the golden file anew from what was printed
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(os.environ.get("LICET_BUILD_DIR", ROOT / "build")) / "bin"
GOLDEN = ROOT / "tests/golden/cli_schemas.json"
DOCUMENT = ROOT / "docs/formats/cli.md"
FIRM = ROOT / "firms/meridian/firm.yaml"
LISTS = [ROOT / "firms/meridian/lists" / name for name in ("sdn.csv", "alt.csv", "add.csv")]
COMMON = {"--help", "--data", "--json", "--as", "--credential"}

problems = []
seen = {}  # schema -> list of sets of keys
commands_run = set()


def problem(text):
    problems.append(text)


# ---- what cli.md says


def read_document():
    """Sections of commands {words: text} and schemas {name: {field: may_be_absent}}."""
    sections, schemas, kind, name = {}, {}, None, None
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        heading = re.match(r"^#{2,4} +`([^`]+)`", line)
        if heading:
            name = heading.group(1)
            kind = "schema" if re.fullmatch(r"licet\.[a-z_]+/\d+", name) else "command"
            (schemas if kind == "schema" else sections).setdefault(name, {} if kind == "schema" else "")
        elif line.startswith("#"):
            kind = None
        elif kind == "command":
            sections[name] += line + "\n"
        elif kind == "schema":
            row = re.match(r"^\| `([a-z_]+)` \| ([^|]+) \|", line)
            if row:
                schemas[name][row.group(1)] = row.group(2).strip().endswith("?")
    return sections, schemas


# ---- what --help says


def help_of(*words):
    return subprocess.run([BIN / "licet", *words, "--help"], capture_output=True, text=True, check=True).stdout


def subcommands(text):
    if "Subcommands:" not in text:
        return []
    return re.findall(r"^  ([a-z]+) ", text.split("Subcommands:")[1], re.M)


def commands_of_help():
    """{words: set of its own options}."""
    out = {}
    for first in subcommands(help_of()):
        inner = subcommands(help_of(first))
        for words in [(first, second) for second in inner] or [(first,)]:
            out[" ".join(words)] = set(re.findall(r"^\s+(?:-\w,)?(--[a-z-]+)", help_of(*words), re.M)) - COMMON
    return out


# ---- running


class Demo:
    def __init__(self, folder):
        self.folder = Path(folder)
        self.data = self.folder / "demo"
        self.second = ["--as", "b.oyelaran", "--credential", self.data / "credentials/b.oyelaran.json"]
        self.approver = ["--approver", "b.oyelaran", "--approver-credential", self.second[3]]

    def run(self, words, *arguments, status=0, program="licet"):
        """Runs `licet WORDS ARGUMENTS --json`; the objects it printed, errors (on stderr) with them."""
        command = [BIN / program, *words.split(), *map(str, arguments), "--json"]
        environment = dict(os.environ, LICET_DATA=str(self.data))
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=environment)
        shown = " ".join(str(c) for c in command[1:])
        if program == "licet":
            commands_run.add(words)
        if done.returncode != status:
            problem(f"{shown}: exit status {done.returncode}, expected {status}: {done.stderr.strip()[:300]}")
        lines = done.stdout.splitlines() + [l for l in done.stderr.splitlines() if l.startswith("{")]
        objects = []
        for line in lines:
            try:
                objects.append(json.loads(line))
            except ValueError:
                problem(f"{shown}: not JSON: {line[:100]}")
        for item in objects:
            if "schema" not in item:
                problem(f"{shown}: an object without a schema: {str(item)[:100]}")
            seen.setdefault(item.get("schema"), []).append(set(item))
        if not objects:
            problem(f"{shown}: printed nothing")
        return objects or [{}]


def changed_firm(folder, old, new):
    text = FIRM.read_text(encoding="utf-8")
    if old not in text:
        problem(f"{FIRM} has no '{old}'; change this test")
    path = folder / "firm.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def run_every_command(demo):
    folder, packs = demo.folder, ("--packs", ROOT / "packs")
    demo.run("policy check", "--firm", FIRM)
    demo.run("init", "--firm", FIRM)
    demo.run("lists load", "ofac-sdn", *LISTS, "--small-list", "--as-of", "file")
    demo.run("lists fetch", "--new-config", "--config", folder / "lists.yaml")
    (folder / "nobody.yaml").write_text("lists:\n  - kind: un\n    files: [http://127.0.0.1:1/un.xml]\n")
    demo.run("lists fetch", "--config", folder / "nobody.yaml", status=4)
    demo.run("lists status")
    (folder / "sdn.csv").write_bytes(LISTS[0].read_bytes().replace(b"DOB 02 Nov 1974", b"DOB 03 Nov 1974"))
    demo.run("lists diff", "ofac-sdn", folder / "sdn.csv", *LISTS[1:])
    demo.run("lists prove", "--variants", 200)
    demo.run("lists prove", "eu", status=1)
    demo.run("import", "--source", "sample", ROOT / "firms/meridian/leads.csv", "--rejects", folder / "rejects.csv")
    demo.run("import", "--source", "sample", ROOT / "firms/meridian/leads.csv", "--dry-run", "--strict")
    demo.run("screen", "Mirko Ostrovsky-Kale", status=1)
    demo.run("screen", "Nobody Whatever", "--birth-date", "1965-03", "--country", "Croatia", "--gender", "female",
             "--id", "passport:AB123456:HR", "--id", "email:n@whatever.example", "--address", "Ulica 17, Split")
    demo.run("screen", "Nobody Whatever", "--birth-date", "1965-13", status=3)
    demo.run("screen", "Nobody Whatever", "--country", "Atlantis", status=3)
    demo.run("screen", "Nobody Whatever", "--id", "AB123456", status=3)
    demo.run("screen", "Nobody Whatever", "--algorithm", "ofac", status=1)
    demo.run("screen", "Nobody Whatever", "--algorithm", "logic-v2", status=2)
    demo.run("screen", status=2)
    (folder / "names.csv").write_text("id,name,gender\n1,Mirko Ostrovsky-Kale,?!\n2,Nobody Whatever,\n3,???,\n")
    demo.run("screen", "--batch", folder / "names.csv", status=1)

    leads = demo.run("lead list", "--limit", 200)
    assigned = next((l for l in leads if l.get("status") == "assigned" and l.get("market") == "uk"), {})
    lead, subject = assigned.get("id", "lead_"), assigned.get("subject", "subj_")
    demo.run("lead list", "--data", folder / "absent", status=4)  # --data stands above LICET_DATA
    demo.run("lead show", lead)
    demo.run("lead show", "lead_nothing", status=1)
    demo.run("lead assign", lead, "--to", "m.castellano", status=1)
    demo.run("lead classify", lead, "--client-type", "professional", "--basis", "per_se", "--evidence", ROOT / "LICENSE")
    demo.run("lead name", lead, "--company", "Oakshottle Mills Ltd")
    demo.run("explain", lead)

    cases = demo.run("review list", "--limit", 200)
    hit = next((c for c in cases if "screening_hit" in c.get("reasons", [])), {}).get("id", "case_")
    demo.run("review show", hit)
    demo.run("review claim", hit)
    decided = demo.run("review decide", hit, "--outcome", "release", "--set", "screening=false_positive",
                       "--evidence", ROOT / "LICENSE", "--note", "other person")
    demo.run("review show", hit)
    demo.run("review decide", hit, "--approve", "--proposal", decided[0].get("proposal", "sha256:"), *demo.second)
    demo.run("review evidence", hit, "--out", folder / "evidence")
    kept = demo.run("goodguy list")[0].get("id", "good_")
    demo.run("goodguy show", kept)
    demo.run("review reopen", hit, "--note", "looked at again")
    demo.run("review claim", hit)
    decided = demo.run("review decide", hit, "--outcome", "release", "--set", "screening=false_positive", "--note", "other person")
    demo.run("review decide", hit, "--approve", "--proposal", decided[0].get("proposal", "sha256:"), *demo.second)
    demo.run("goodguy revoke", demo.run("goodguy list")[0].get("id", "good_"), "--note", "made in haste")
    other = next((c for c in cases if "untagged" in c.get("reasons", [])), {})
    demo.run("review claim", other.get("id", "case_"))
    demo.run("review decide", other.get("id", "case_"), "--outcome", "refuse", "--note", "not a client for us")
    demo.run("review reopen", other.get("lead", "lead_"))

    demo.run("policy show")
    demo.run("policy show", "UK-LICENCE")
    product = changed_firm(folder, "name: Execution of orders", "name: Execution of client orders")
    digest = demo.run("policy propose", "--firm", product, *packs)[0].get("digest", "sha256:")
    demo.run("policy approve", digest, *demo.second)
    until = ("--until", "2030-06-30", "--zone", "Europe/Madrid")
    attested = demo.run("policy attest", "ES-PASSPORT", "--opinion", ROOT / "LICENSE", *until)
    demo.run("policy approve", "ES-PASSPORT", "--proposal", attested[0].get("proposal", "sha256:"), *demo.second)
    demo.run("policy attest", "ES-PASSPORT", "--revoke")

    demo.run("register show", "--at", "2026-11-22T00:00:00Z")
    desk = changed_firm(folder, "name: California desk", "name: Pacific desk")
    changes = demo.run("register diff", desk, *packs)
    demo.run("register apply", desk, *packs, "--proposal", changes[-1].get("proposal", "sha256:"), *demo.approver)
    demo.run("register suspend", "us-ca")
    restored = demo.run("register restore", "us-ca", "--dry-run")[-1].get("proposal", "sha256:")
    demo.run("register restore", "us-ca", "--proposal", restored, *demo.approver)

    demo.run("keys backup", "--out", folder / "keys.db")
    demo.run("keys check")
    next((demo.data / "keys").glob("keys.db")).unlink()
    for rest in (demo.data / "keys").glob("keys.db-*"):
        rest.unlink()
    demo.run("keys restore", folder / "keys.db")
    email = demo.run("subject show", subject)[0].get("subject", {}).get("email", "")
    erased = demo.run("subject erase", subject, "--basis", "request", "--dry-run")[-1].get("proposal", "sha256:")
    demo.run("subject erase", subject, "--basis", "request", "--proposal", erased, *demo.approver)
    demo.run("person add", "j.doe", "--name", "Jo Doe", "--roles", "rep", *demo.approver)
    demo.run("person grant", "j.doe", "--roles", "manager:uk", "--until", "2030-01-01T00:00:00Z", *demo.approver)
    demo.run("person revoke", "j.doe", "--roles", "manager:uk", *demo.approver)
    back = ("--email", email, "--basis", "own_request", "--evidence", ROOT / "LICENSE")
    lifted = demo.run("suppression lift", *back, "--dry-run")[-1].get("proposal", "sha256:")
    demo.run("suppression lift", *back, "--note", "a signed form", "--proposal", lifted, *demo.approver)
    demo.run("person credential", "j.doe", "--out", folder / "j.doe.json", *demo.approver)
    seen.setdefault("licet.credential/1", []).append(set(json.loads((folder / "j.doe.json").read_text())))
    demo.run("jobs run")
    demo.run("jobs list")

    note = demo.run("ledger checkpoint")[0].get("checkpoint", "")
    (folder / "kept.checkpoint").write_text(note, encoding="utf-8")
    demo.run("ledger verify", "--state", "--against", folder / "kept.checkpoint")
    vkey = demo.run("ledger export", "--out", folder / "demo.licet")[0].get("vkey", "")
    (folder / "trust").write_text(f"log {vkey}\n", encoding="utf-8")
    verify = (folder / "demo.licet", "--trust", folder / "trust", "--against", folder / "kept.checkpoint")
    demo.run("", *verify, program="licet-verify")
    bundle = bytearray((folder / "demo.licet").read_bytes())
    bundle[len(bundle) // 2] ^= 1
    (folder / "bad.licet").write_bytes(bundle)
    demo.run("", folder / "bad.licet", program="licet-verify", status=1)
    demo.run("", folder / "absent.licet", program="licet-verify", status=4)

    (folder / "bench").mkdir()
    demo.run("bench import", "--firm", FIRM, "--leads", 20, "--data", folder / "bench")


# ---- comparing


def fixed(documented):
    """Schemas whose keys never vary."""
    return {schema: set(fields) for schema, fields in documented.items() if not any(fields.values())}


def compare(documented):
    golden = {schema: set(keys) for schema, keys in json.loads(GOLDEN.read_text(encoding="utf-8")).items()}
    for schema, occurrences in sorted(seen.items(), key=lambda item: str(item[0])):
        if schema not in documented:
            problem(f"{schema} is not in {DOCUMENT.name}")
            continue
        fields = documented[schema]
        for keys in {frozenset(k) for k in occurrences}:
            if extra := sorted(keys - set(fields)):
                problem(f"{schema}: {extra} printed and not documented")
            if missing := sorted(f for f, absent in fields.items() if not absent and f not in keys):
                problem(f"{schema}: {missing} documented and not printed")
            if schema in golden and keys != golden[schema]:
                problem(f"{schema}: keys differ from the golden file: {sorted(keys ^ golden[schema])}")
    for schema in sorted(set(documented) - set(seen)):
        problem(f"{schema} is documented and no command printed it")
    if set(golden) != set(fixed(documented)):
        problem(f"the golden file and the schemas of fixed keys differ: {sorted(set(golden) ^ set(fixed(documented)))}")


def compare_help(sections):
    for words, options in commands_of_help().items():
        if words not in commands_run:
            problem(f"licet {words}: in --help, and not run by this test")
        section = sections.get("licet " + words)
        if section is None:
            problem(f"licet {words}: no section in {DOCUMENT.name}")
            continue
        for option in sorted(options):
            if not re.search(re.escape(option) + r"(?![a-z-])", section):
                problem(f"licet {words}: {option} is in --help and not in {DOCUMENT.name}")
        named = set(re.findall(r"--[a-z][a-z-]*", section)) - options - COMMON
        if named:
            problem(f"licet {words}: {sorted(named)} in {DOCUMENT.name} and not in --help")
    if "licet-verify" not in sections:
        problem(f"licet-verify: no section in {DOCUMENT.name}")


def main():
    for program in ("licet", "licet-verify"):
        if not (BIN / program).exists():
            sys.exit(f"{BIN / program} is not built")
    sections, documented = read_document()
    with tempfile.TemporaryDirectory(prefix="licet-cli-") as folder:
        run_every_command(Demo(folder))
    if "--update" in sys.argv:
        lines = [f"  {json.dumps(s)}: {json.dumps(sorted(seen[s][0]))}" for s in sorted(fixed(documented)) if s in seen]
        GOLDEN.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    compare(documented)
    compare_help(sections)
    for text in problems:
        print(text)
    print(f"{len(seen)} schemas, {len(commands_run)} commands, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
