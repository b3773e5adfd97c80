#!/usr/bin/env python3
"""Runs clang-tidy-16 over the sources, and remembers which passed.

  tools/check_tidy.py [--build FOLDER] [FILE...]      default: every .cpp under src/ that the build compiles

A file is looked at again when it, a header of the house that it includes, .clang-tidy or its compile command changed.
Exit status 0 when there is no finding.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TIDY = "clang-tidy-16"
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def compile_commands(build):
    database = build / "compile_commands.json"
    if not database.is_file():
        sys.exit(f"{database} does not exist; run tools/build.sh first")
    commands = {}
    for entry in json.loads(database.read_text()):
        path = Path(entry["directory"], entry["file"]).resolve()
        if ROOT / "src" in path.parents:
            commands[path] = entry["command"]
    return commands


def own_headers(path, seen):
    """The headers of the house that `path` includes, directly or not."""
    for name in INCLUDE.findall(path.read_text(encoding="utf-8", errors="replace")):
        header = ROOT / "src" / name
        if header.is_file() and header not in seen:
            seen.add(header)
            own_headers(header, seen)
    return seen


def key_of(path, command):
    digest = hashlib.sha256(command.encode())
    for part in [ROOT / ".clang-tidy", path, *sorted(own_headers(path, set()))]:
        digest.update(part.read_bytes())
    return digest.hexdigest()


def tidy(path, build, database):
    done = subprocess.run(
        [TIDY, "--quiet", "-p", str(database), str(path)], capture_output=True, text=True, cwd=build
    )
    findings = [line for line in done.stdout.splitlines() if line.strip()]
    if done.returncode != 0 and not findings:
        findings = done.stderr.splitlines()[-10:]
    return done.returncode, "\n".join(findings)


def clang_database(build, commands):
    """A compile database that clang understands: without ccache and without flags only g++ has."""
    folder = build / "tidy"
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for path, command in commands.items():
        words = [w for w in shlex.split(command) if w != "ccache" and not w.endswith("/ccache")]
        words += ["-Wno-unknown-warning-option", "-Wno-error"]
        entries.append({"directory": str(build), "file": str(path), "arguments": words})
    (folder / "compile_commands.json").write_text(json.dumps(entries))
    return folder


def main():
    parser = argparse.ArgumentParser(description="Runs clang-tidy over the files named, or over src without its unit tests; tests, bench and fuzz are not covered.")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    build = args.build.resolve()
    commands = compile_commands(build)
    wanted = [f.resolve() for f in args.files] or sorted(p for p in commands if not p.name.endswith("_test.cpp"))
    unknown = [f for f in wanted if f not in commands]
    if unknown:
        sys.exit(f"not in {build}/compile_commands.json: {', '.join(map(str, unknown))}")
    database = clang_database(build, commands)
    stamps = database / "passed"
    stamps.mkdir(exist_ok=True)

    def one(path):
        stamp = stamps / key_of(path, commands[path])
        if stamp.exists():
            return None
        status, findings = tidy(path, build, database)
        if status == 0 and not findings:
            stamp.touch()
            return ""
        return findings

    bad = 0
    looked_at = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for result in pool.map(one, wanted):
            looked_at += result is not None
            if result:
                bad += 1
                print(result)
    print(f"clang-tidy: {len(wanted)} files, {looked_at} looked at now, {bad} with findings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
