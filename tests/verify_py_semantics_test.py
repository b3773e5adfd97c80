#!/usr/bin/env python3
"""The two verifiers say the same of a record up to level 4, entry by entry and rule by rule.

`licet-verify` and tools/verify.py judge the same bundles, and must agree on every level, every finding (level, code and
entry) and every count:
  - a bundle that `licet` exported of the example firm after some weeks of its life, which has no finding;
  - that bundle with one entry made evil by hand, and with entries, events, fields, actors and decisions changed at random
    (forged_records.py);
  - every record that src/record/verify_semantics*_test.cpp judge (LICET_KEEP_CHAINS), and random changes of those that a
    random life of a firm gives.
What was changed is linked, chained, hashed and signed anew: only the meaning is wrong. At the end every rule of level 4 must
have been broken by some record. Besides, the Python table of events is that of docs/formats/events.md, and its codes are those
that src/record/verify_semantics.h names.

Programs of the build in LICET_BUILD_DIR (default: build). The exit status is 1 when they disagree. SEED=n changes
other things; KEEP=folder keeps the bundles on which they disagree.
"""

import copy
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import verify  # noqa: E402
import verify_body  # noqa: E402
from forged_records import Chance, evil_by_hand, text_of  # noqa: E402

BIN = Path(os.environ.get("LICET_BUILD_DIR", ROOT / "build")).resolve() / "bin"
FIRM = ROOT / "firms/meridian"
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
MUTANTS_OF_THE_FIRM, MUTANTS_OF_LIVES = 120, 240

problems = []
codes_seen = set()


def problem(text):
    problems.append(text)
    print("FAIL  " + text, flush=True)


# ---- making bundles


def vkey(origin):
    blob = b"\x01" + SIGNER.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key_id = hashlib.sha256(origin.encode() + b"\n" + blob).digest()[:4]
    return "%s+%s+%s" % (origin, key_id.hex(), verify.b64(blob)), key_id


def make_bundle(entries, others=None):
    """A bundle of these entries (bytes), signed by our key; `others` are its payloads and attachments by path."""
    origin, leaves = json.loads(entries[0])["log"], [verify.leaf_hash(entry) for entry in entries]
    key, key_id = vkey(origin)
    note = "%s\n%d\n%s\n" % (origin, len(entries), verify.b64(verify.tree_root(leaves)))
    line = "\n\u2014 %s %s\n" % (origin, verify.b64(key_id + SIGNER.sign(note.encode())))
    files = {"README.txt": verify.README.encode(), "checkpoint": (note + line).encode(), "vkey": (key + "\n").encode()}
    files.update(others or {})
    for path, index, width in verify.tiles_of(len(entries), "entries"):
        part = entries[index * verify.TILE:index * verify.TILE + width]
        files[path] = b"".join(len(entry).to_bytes(2, "big") + entry for entry in part)
    hashes, level = leaves, 0
    while hashes:
        for path, index, width in verify.tiles_of(len(hashes), str(level)):
            files[path] = b"".join(hashes[index * verify.TILE:index * verify.TILE + width])
        hashes = [verify.tree_root(hashes[i:i + verify.TILE]) for i in range(0, len(hashes) - verify.TILE + 1, verify.TILE)]
        level += 1
    paths = sorted(files)
    manifest = text_of({"files": [{"path": path, "sha256": "sha256:" + hashlib.sha256(files[path]).hexdigest(),
                                   "size": len(files[path])} for path in paths],
                        "kind": "full", "origin": origin, "size": len(entries), "v": 1})
    head = b"licet-bundle" + (1).to_bytes(4, "big") + len(manifest).to_bytes(8, "big")
    return head + manifest + b"".join(files[path] for path in paths)


def chained(entries):
    """The entries (values) numbered, linked and chained anew, as bytes. Only the meaning of what was changed stays wrong."""
    out, previous, links = [], hashlib.sha256(b"").digest(), {}
    for seq, entry in enumerate(entries):
        objects = entry["body"].get("objs", []) if "links" not in entry else [link[:2] for link in entry["links"]]
        entry = dict(entry, seq=seq, prev=verify.b64(previous), links=[])
        for kind, name in objects:
            before, count = links.get((kind, name), (-1, 0))
            links[kind, name] = (seq, count + 1)
            entry["links"].append([kind, name, before, count + 1])
        out.append(text_of(entry))
        previous = verify.leaf_hash(out[-1])
    return out


def entries_of(bundle):
    raw = []
    for path, _, width in verify.tiles_of(bundle.size, "entries"):
        raw += verify.split_bundle(bundle.files[path], width)
    return [json.loads(entry) for entry in raw]


# ---- comparing


class Judges:
    def __init__(self, folder):
        self.folder, self.judged, self.bad = folder, 0, 0

    def agree(self, name, data, trust):
        """The report, when both verifiers give the same; None otherwise."""
        self.judged += 1
        path = self.folder / "judged.licet"
        path.write_bytes(data)
        (self.folder / "trust").write_text("log %s\n" % trust)
        command = [BIN / "licet-verify", path, "--trust", self.folder / "trust", "--no-reexecution", "--json"]
        done = subprocess.run(command, capture_output=True)
        theirs = json.loads(done.stdout)
        ours = verify.Verifier(verify.read_trust("log %s\n" % trust), []).run(data)
        for member in ("entries", "erased", "findings_total", "levels", "missing", "origin", "remarks", "root", "size", "trust",
                       "verdict"):
            if theirs[member] != ours[member]:
                return self.differ(name, "%s: %s, and in Python %s" % (member, theirs[member], ours[member]), theirs, ours)
        findings = [[(f["level"], f["code"], f.get("seq")) for f in report["findings"]] for report in (theirs, ours)]
        for level in range(5):  # each level in its order; verifiers may look at one level before another
            here, there = ([found for found in side if found[0] == level] for side in findings)
            if here != there and ours["findings_total"] <= 100:
                return self.differ(name, "findings: %s, and in Python %s" % (here, there), theirs, ours)
        codes_seen.update(code for level, code, _ in findings[0] if level == 4)
        self.bad += theirs["verdict"] == "fail"
        return ours

    def differ(self, name, what, *reports):
        problem("%s: %s" % (name, what))
        if os.environ.get("KEEP"):
            keep = Path(os.environ["KEEP"])
            keep.mkdir(exist_ok=True)
            (keep / (name + ".licet")).write_bytes((self.folder / "judged.licet").read_bytes())
            (keep / (name + ".json")).write_text(json.dumps(reports, indent=1))
        return None


# ---- a firm's life


class House:
    def __init__(self, folder):
        self.data, self.folder = folder / "firm", folder
        self.second = ["--as", "b.oyelaran", "--credential", self.data / "credentials/b.oyelaran.json"]
        self.approver = ["--approver", "b.oyelaran", "--approver-credential", self.data / "credentials/b.oyelaran.json"]

    def run(self, words, *arguments, status=0):
        command = [BIN / "licet", *words.split(), *map(str, arguments), "--json"]
        environment = dict(os.environ, LICET_DATA=str(self.data))
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, env=environment)
        if done.returncode != status:
            sys.exit("licet %s: exit status %d: %s" % (words, done.returncode, done.stderr.strip()[:400]))
        return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")] or [{}]


def changed_firm(folder, old, new):
    text = (FIRM / "firm.yaml").read_text(encoding="utf-8")
    assert old in text, old
    path = folder / ("firm-%s.yaml" % hashlib.sha256(new.encode()).hexdigest()[:8])
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def live(house):
    """Some weeks of the example firm; the bundle of its record, and the log's key."""
    packs = ("--packs", ROOT / "packs")
    lists = [FIRM / "lists" / name for name in ("sdn.csv", "alt.csv", "add.csv")]
    house.run("init", "--firm", FIRM / "firm.yaml")
    house.run("lists load", "ofac-sdn", *lists, "--small-list", "--as-of", "2026-01-01")
    house.run("lists load", "ofac-sdn", *lists, "--small-list", "--as-of", "file")
    house.run("import", "--source", "sample", FIRM / "leads.csv")
    house.run("person add", "j.doe", "--name", "Jo Doe", "--roles", "rep", *house.approver)
    house.run("person credential", "j.doe", "--out", house.folder / "j.doe.json", *house.approver)
    cases = house.run("review list", "--limit", 200)
    case_of = lambda reason, market=None: next(
        case for case in cases if reason in case["reasons"] and market in (None, case.get("market")))

    def settle(reason, setting, approve="--approve", market=None):
        case = case_of(reason, market)
        house.run("review claim", case["id"])
        decided = house.run("review decide", case["id"], "--outcome", "release", "--set", setting, "--note", "as told")[0]
        house.run("review decide", case["id"], approve, "--proposal", decided["proposal"], *house.second)

    hit = case_of("screening_hit")
    house.run("review claim", hit["id"])
    escalated = house.run("review decide", hit["id"], "--outcome", "escalate", "--note", "nobody can tell yet")[0]
    house.run("review decide", hit["id"], "--approve", "--proposal", escalated["proposal"], *house.second)
    settle("screening_hit", "screening=false_positive")
    house.run("review reopen", hit["id"], "--note", "looked at again")
    settle("screening_hit", "screening=false_positive")
    house.run("goodguy revoke", house.run("goodguy list")[0]["id"], "--note", "made in haste")
    settle("missing_lawful_basis", "lawful_basis=consent")
    settle("possible_duplicate", "duplicate=distinct")
    settle("rule_review", "rule=MERIDIAN-NOTES", market="switzerland")
    settle("contradictory_evidence", "place=GB", "--reject")
    refused = case_of("untagged")
    house.run("review claim", refused["id"])
    house.run("review decide", refused["id"], "--outcome", "refuse", "--note", "not a client for us")
    house.run("review reopen", refused["lead"])
    again = next(case for case in house.run("review list", "--limit", 200) if case["lead"] == refused["lead"])
    house.run("review claim", again["id"])
    decided = house.run("review decide", again["id"], "--outcome", "release", "--set", "place=GB", "--note", "after all")[0]
    house.run("review decide", again["id"], "--approve", "--proposal", decided["proposal"], *house.second)

    owned = [lead for lead in house.run("lead list", "--limit", 200) if lead["status"] == "assigned" and lead["market"] == "uk"]
    gone = owned[-1]
    email = house.run("subject show", gone["subject"])[0]["subject"]["email"]
    house.run("lead assign", owned[0]["id"], "--to", "m.castellano", status=1)
    house.run("lead classify", owned[0]["id"], "--client-type", "professional", "--basis", "per_se", "--evidence", ROOT / "LICENSE")
    proposed = house.run("policy propose", "--firm",
                         changed_firm(house.folder, "name: Execution of orders", "name: Execution of client orders"), *packs)[0]
    house.run("policy approve", proposed["digest"], *house.second)
    attested = house.run("policy attest", "ES-PASSPORT", "--opinion", ROOT / "LICENSE", "--until", "2030-06-30", "--zone",
                         "Europe/Madrid")[0]
    house.run("policy approve", "ES-PASSPORT", "--proposal", attested["proposal"], *house.second)
    house.run("policy attest", "ES-PASSPORT", "--revoke")
    desk = changed_firm(house.folder, "name: California desk", "name: Pacific desk")
    changes = house.run("register diff", desk, *packs)
    house.run("register apply", desk, *packs, "--proposal", changes[-1]["proposal"], *house.approver)
    house.run("register suspend", "us-ca")
    restored = house.run("register restore", "us-ca", "--dry-run")[-1]["proposal"]
    house.run("register restore", "us-ca", "--proposal", restored, *house.approver)
    erasure = (gone["subject"], "--basis", "request")
    erased = house.run("subject erase", *erasure, "--dry-run")[-1]["proposal"]
    house.run("subject erase", *erasure, "--proposal", erased, *house.approver)
    house.run("jobs run")
    house.run("keys backup", "--out", house.folder / "keys-backup.db")
    (house.data / "keys/pepper.key").unlink()
    house.run("keys restore", house.folder / "keys-backup.db")
    late = house.folder / "late.csv"
    late.write_text("source_id,first_name,last_name,email,city,country,product,prospect_type,lawful_basis,language\n" + "".join(
        "L%d,Ada%d,Late,l%d@example.com,London,GB,brokerage,retail,consent,en\n" % (i, i, i) for i in range(3)))
    house.run("import", "--source", "sample", late)
    late.write_text(late.read_text().replace("London", "Leeds", 1))
    house.run("import", "--source", "sample", late)
    late.write_text(late.read_text().replace("brokerage", "bonds").replace("retail", "professional", 1))
    house.run("import", "--source", "sample", late)
    cases[:] = house.run("review list", "--limit", 200)
    contradicted = next(case for case in cases if case["reasons"] == ["contradictory_evidence"])
    cases[:] = [contradicted]
    settle("contradictory_evidence", "product=bonds")
    house.run("person grant", "j.doe", "--roles", "manager:uk", "--until", "2030-01-01T00:00:00Z", *house.approver)
    house.run("person revoke", "j.doe", "--roles", "manager:uk", *house.approver)
    back = ("--email", email, "--basis", "own_request", "--evidence", ROOT / "LICENSE")
    lifted = house.run("suppression lift", *back, "--dry-run")[0]["proposal"]
    house.run("suppression lift", *back, "--note", "a signed form", "--proposal", lifted, *house.approver)
    key = house.run("ledger export", "--out", house.folder / "firm.licet")[0]["vkey"]
    return (house.folder / "firm.licet").read_bytes(), key


# ---- the parts


def compare_documents():
    table = (ROOT / "docs/formats/events.md").read_text(encoding="utf-8").split("<!-- events -->\n")[1].split("<!-- end -->")[0]
    rows = [[cell.strip().replace("`", "") for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]]
    documented = [("%s %s | %s | %s" % tuple(row)).rstrip() for row in rows]
    if documented != verify_body.EVENTS.strip().splitlines():
        problem("the events of tools/verify_body.py are not those of docs/formats/events.md")
    header = (ROOT / "src/record/verify_semantics.h").read_text(encoding="utf-8")
    listed = re.search(r"Level 4, by code:(.*?)\. Level 5:", header, re.S).group(1)
    source = "".join((ROOT / "tools" / name).read_text(encoding="utf-8")
                     for name in ("verify_semantics.py", "verify_semantics_leads.py", "verify_semantics_claims.py",
                                  "verify_semantics_delisting.py", "verify_semantics_hits.py"))
    rules = set(re.findall(r"[a-z_]+", listed))
    ours = set(re.findall(r'find\(\s*"([a-z_]+)"', source)) | set(re.findall(r'"(assigned_[a-z]+)"', source)) | \
        {"body_form", "unsupported_event"}
    if rules != ours:
        problem("codes of level 4 in one verifier only: %s" % sorted(rules ^ ours))
    explained = set(re.findall(r"[a-z_]+", source.split("The findings, by code:")[1].split('"""')[0]))
    if not rules <= explained:
        problem("verify_semantics.py does not list: %s" % sorted(rules - explained))
    return rules


def judge_firm(judges, folder, chance):
    data, key = live(House(folder))
    report = judges.agree("the example firm", data, key)
    if report and (report["findings"] or report["levels"]["l4"] != "pass"):
        problem("the example firm's record has findings: %s %s" % (report["levels"], report["findings"][:3]))
    bundle = verify.Bundle(data)
    entries = entries_of(bundle)
    kinds = {event["t"] for entry in entries for event in entry["body"]["events"]}
    if not {name for name, _ in verify_body.CLEAR} - kinds <= {"export_made", "register_removed"}:
        problem("the example firm's life lacks events: %s" % sorted({name for name, _ in verify_body.CLEAR} - kinds))
    others = {path: content for path, content in bundle.files.items() if path.startswith(("attachments/", "sealed/"))}
    trust = vkey(bundle.origin)[0]
    same = [dict(entry) for entry in entries]
    report = judges.agree("the example firm, chained anew", make_bundle(chained(same), others), trust)
    if report and (report["findings"] or report["root"] != verify.Verifier([], []).run(data)["root"]):
        problem("chaining anew changes an unchanged record")
    unreadable = chained(same)
    unreadable[-1] = unreadable[-1].replace(b'"body":', b'"body": ', 1)
    report = judges.agree("an entry that cannot be read", make_bundle(unreadable, others), trust)
    if report and report["levels"]["l4"] != "not_checkable":
        problem("level 4 is %s although an entry could not be read" % report["levels"]["l4"])
    for name, code, change in evil_by_hand():
        evil = copy.deepcopy(entries)
        files = change(evil) or {}
        for entry in evil:
            chance.relink(entry)
        report = judges.agree(name, make_bundle(chained(evil), {**others, **files}), trust)
        found = {finding["code"] for finding in report["findings"]} if report else {code}
        if code and code not in found:
            problem("%s: %s is not found" % (name, code))
        if code == "" and found - {code}:
            problem("%s: there is %s" % (name, sorted(found)))
    for i in range(MUTANTS_OF_THE_FIRM):
        name, evil = chance.mutate(entries)
        judges.agree("firm-%d-%s" % (i, name), make_bundle(chained(evil), others), trust)


def judge_records_of_tests(judges, folder, chance, seed):
    """The records of src/record/verify_semantics*_test.cpp, and changes of those that have no finding there."""
    chains = folder / "chains"
    chains.mkdir()
    done = subprocess.run([BIN / "licet_record_test", "--gtest_filter=Semantics*"], capture_output=True, text=True,
                          env=dict(os.environ, LICET_KEEP_CHAINS=str(chains), RC_PARAMS="seed=%d max_success=40" % seed))
    kept = sorted(chains.glob("*.entries"))
    if done.returncode != 0 or len(kept) < 150:
        return problem("licet_record_test ended with %d and left %d records" % (done.returncode, len(kept)))
    lives = []
    for path in kept:
        entries = path.read_bytes().splitlines()
        report = judges.agree(path.stem, make_bundle(entries), vkey(json.loads(entries[0])["log"])[0])
        if report and path.stem.startswith("WhatTheProductWrites"):
            lives.append([json.loads(entry) for entry in entries])
    for i in range(MUTANTS_OF_LIVES if lives else 0):
        name, evil = chance.mutate(chance.random.choice(lives))
        judges.agree("life-%d-%s" % (i, name), make_bundle(chained(evil)), vkey(evil[0]["log"])[0])
    return None


def main():
    for program in ("licet", "licet-verify", "licet_record_test"):
        if not (BIN / program).exists():
            sys.exit("%s is not built" % (BIN / program))
    rules = compare_documents()
    seed = int(os.environ.get("SEED", "1"))
    chance = Chance(seed)
    with tempfile.TemporaryDirectory(prefix="licet-verifiers-") as name:
        judges = Judges(Path(name))
        judge_firm(judges, Path(name), chance)
        judge_records_of_tests(judges, Path(name), chance, seed)
    if rules - codes_seen:
        problem("no record breaks: %s" % ", ".join(sorted(rules - codes_seen)))
    print("%d bundles judged alike or not, %d of them not sound; %d of %d rules broken by some; %d problems"
          % (judges.judged, judges.bad, len(rules & codes_seen), len(rules), len(problems)))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
