#!/usr/bin/env python3
"""tools/check_deps.sh names what is there and what is missing, whatever a program does with its version: one that writes long
after its first line is there, every time; one that fails is missing."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
failures = []


def check(name, holds, detail=""):
    if not holds:
        failures.append(name)
        print(f"FAILED {name} {detail}")


def run_with(folder, script):
    """The check with an em++ of ours before the system's."""
    stub = folder / "em++"
    stub.write_text("#!/bin/sh\n" + script)
    stub.chmod(0o755)
    environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
    return subprocess.run([ROOT / "tools/check_deps.sh", "--test"], capture_output=True, text=True, env=environment)


def main():
    with tempfile.TemporaryDirectory(prefix="licet-deps-") as temp:
        folder = Path(temp)
        for _ in range(3):
            run = run_with(folder, "echo em++ 9.9.9\nseq 1 200000\n")
            check("a program that goes on writing is there", run.returncode == 0 and "em++ 9.9.9" in run.stdout, run.stderr[:300])
        for what, script in (("fails", "exit 3\n"), ("says nothing", "exit 0\n")):
            run = run_with(folder, script)
            check(f"a program that {what} is missing", run.returncode == 1 and "em++" in run.stderr and "MISSING" in run.stderr, run.stdout[-300:])
    print(f"{5 - len(failures)} checks passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
