"""What the tests of the programs from outside share: running `licet`, a data folder for each group, and the checks."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
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


def tmpfs(folder, size):
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True)
    return done.returncode == 0


def small_disk(folder, room):
    """A disk with room for the data folder that was made, and so many bytes more; False, and said, where none can be mounted."""
    used = sum(p.stat().st_size for p in House.made.rglob("*") if p.is_file())
    if tmpfs(folder, used + room):
        return True
    print("note  full disk: mounting is not permitted here, so this was not tried")
    return False


def run_groups(*groups):
    """Runs groups of checks, or those that the command line names, in a folder that goes away; the exit status."""
    if not LICET.is_file() or not VERIFY.is_file():
        print(f"no programs in {BIN}; set LICET_BUILD_DIR")
        return 1
    with tempfile.TemporaryDirectory(prefix="licet-cli-") as folder:
        temp = Path(folder)
        House.made = temp / "made"
        run = licet("init", "--data", House.made, "--firm", FIRM / "firm.yaml")
        check("init", run.returncode == 0, run)
        lists = [FIRM / "lists" / f"{name}.csv" for name in ("sdn", "alt", "add")]
        run = licet("lists", "load", "ofac-sdn", *lists, "--small-list", "--as-of", "file", data=House.made)
        check("lists load", run.returncode == 0, run)
        wanted = sys.argv[1:]
        for group in groups:
            if not wanted or group.__name__ in wanted:
                group(temp)
    print(f"{passed} checks passed, {len(failures)} failed")
    for name in failures:
        print(f"failed: {name}")
    return 1 if failures else 0
