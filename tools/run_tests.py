#!/usr/bin/env python3
"""Runs every test of a finished build and counts single test cases. Called by ./test, which builds first.

  tools/run_tests.py [--slow] [--only PATTERN] [--build FOLDER]

Steps, two at a time:
  - every program that CTest knows (GoogleTest programs are counted by case, fuzz replays as one each),
  - the checks of the house (include graph, purity, format; clang-tidy with --slow),
  - every executable tests/*.sh and tests/*.py: exit status 0 passed, 77 skipped, else failed.
A skipped case while the test data is there counts as failed: it would hide a test that never runs.
The last line is exactly "N passed, N failed, N skipped"; the exit status is 1 when anything failed.
"""

import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = 77
CASE_TIMEOUT_S = {False: 900, True: 2700}  # of one program, without and with --slow


@dataclass
class Result:
    name: str
    passed: int = 0
    failures: list = field(default_factory=list)  # "case: why"
    skips: list = field(default_factory=list)
    output: str = ""
    seconds: float = 0


@dataclass
class Step:
    name: str
    command: list
    gtest: bool = False


def data_folder():
    """Where the real lists are, or None. They never stand in the repository."""
    folder = os.environ.get("LICET_TEST_DATA")
    path = Path(folder) if folder else ROOT.parent / "shared" / "data"
    return path if path.is_dir() else None


def ctest_steps(build):
    listing = subprocess.run(
        ["ctest", "--show-only=json-v1"], cwd=build, capture_output=True, text=True, check=True
    )
    steps = []
    for test in json.loads(listing.stdout)["tests"]:
        # A program that was not built has no command; running it then fails and says so.
        command = test.get("command", [str(build / "bin" / test["name"])])
        steps.append(Step(test["name"], command, gtest=not test["name"].endswith("_replay")))
    return steps


def house_steps(build, slow):
    includes = [str(ROOT / "tools/check_includes.py")] + (["--slow"] if slow else [])
    steps = [
        Step("check_includes", includes),
        Step("check_purity", [str(ROOT / "tools/check_purity.sh"), str(build / "purity")]),
        Step("check_format", [str(ROOT / "tools/check_format.sh")]),
    ]
    if slow:
        steps.append(Step("check_tidy", [str(ROOT / "tools/check_tidy.py"), "--build", str(build)]))
    return steps


def script_steps():
    scripts = [p for p in sorted((ROOT / "tests").iterdir()) if p.suffix in (".sh", ".py")]
    return [Step(p.stem, [str(p)]) for p in scripts if os.access(p, os.X_OK)]


def run_process(command, build, timeout_s, extra_environment=None):
    """Exit status and output; the status is None when the time ran out."""
    environment = {**os.environ, "LICET_BUILD_DIR": str(build), **(extra_environment or {})}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=timeout_s,
        )
        return done.returncode, done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as stopped:
        return None, (stopped.stdout or b"").decode(errors="replace")
    except OSError as problem:
        return 126, str(problem)


def why(status, timeout_s):
    if status is None:
        return f"was stopped after {timeout_s} s"
    if status < 0:
        return f"was ended by signal {-status}"
    return f"ended with exit status {status}"


def run_plain(step, build, timeout_s):
    result = Result(step.name)
    status, result.output = run_process(step.command, build, timeout_s)
    if status == 0:
        result.passed = 1
    elif status == SKIPPED:
        lines = result.output.strip().splitlines()
        result.skips.append(f"{step.name}: {lines[-1] if lines else 'no reason given'}")
    else:
        result.failures.append(f"{step.name}: {why(status, timeout_s)}")
    return result


def run_gtest(step, build, timeout_s, case_filter):
    result = Result(step.name)
    report = build / "test-reports" / f"{step.name}.json"
    report.parent.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    command = [*step.command, f"--gtest_output=json:{report}", "--gtest_brief=1"]
    if case_filter:
        command.append(f"--gtest_filter={case_filter}")
    status, result.output = run_process(command, build, timeout_s)
    try:
        suites = json.loads(report.read_text())["testsuites"]
    except (OSError, ValueError):
        # A crash leaves no report: what passed before it is not known.
        result.failures.append(f"{step.name}: {why(status, timeout_s)} and left no report")
        return result
    for suite in suites:
        for case in suite["testsuite"]:
            count_case(result, f"{step.name}: {suite['name']}.{case['name']}", case)
    if status != 0 and not result.failures:
        result.failures.append(f"{step.name}: {why(status, timeout_s)} although no case failed")
    if result.passed == 0 and not result.failures and not result.skips:
        result.failures.append(f"{step.name}: ran no case")
    return result


def count_case(result, name, case):
    if case.get("failures"):
        result.failures.append(name)
    elif case.get("result") == "SKIPPED":
        result.skips.append(name)
    elif case.get("status") == "RUN":
        result.passed += 1


def select(steps, pattern):
    """The steps to run with the GoogleTest filter of each ('' for all)."""
    if not pattern:
        return [(step, "") for step in steps]
    chosen = [(step, "") for step in steps if pattern in step.name]
    if chosen:
        return chosen
    case_filter = pattern if "*" in pattern else f"*{pattern}*"
    for step in steps:
        if not step.gtest:
            continue
        if not os.access(step.command[0], os.X_OK):
            continue
        listing = subprocess.run([*step.command, "--gtest_list_tests", f"--gtest_filter={case_filter}"],
                                 capture_output=True, text=True)
        if re.search(r"^  \S", listing.stdout, re.M):
            chosen.append((step, case_filter))
    return chosen


def order(selected, times):
    """What took longest last time begins first, so that nothing long is left for one core at the end."""
    return sorted(selected, key=lambda pair: -times.get(pair[0].name, 1e9))


def report_result(result, data):
    state = "ok  " if not result.failures and (not result.skips or not data) else "FAIL"
    counts = f"{result.passed} passed"
    if result.failures:
        counts += f", {len(result.failures)} failed"
    if result.skips:
        counts += f", {len(result.skips)} skipped"
    print(f"{state} {result.name:<34} {result.seconds:7.1f} s  {counts}", flush=True)
    if result.failures:
        lines = result.output.rstrip().splitlines()
        for line in lines[-60:]:
            print(f"     | {line}")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description="Runs every test of a finished build.")
    parser.add_argument("--slow", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--build", type=Path, default=ROOT / "build")
    args = parser.parse_args()
    build = args.build.resolve()
    data = data_folder()
    timeout_s = CASE_TIMEOUT_S[args.slow]
    if args.slow:
        os.environ["LICET_TEST_SLOW"] = "1"

    selected = select(ctest_steps(build) + house_steps(build, args.slow) + script_steps(), args.only)
    times_file = build / "test_times.json"
    times = json.loads(times_file.read_text()) if times_file.is_file() else {}

    def run_step(pair):
        step, case_filter = pair
        started = time.monotonic()
        result = run_gtest(step, build, timeout_s, case_filter) if step.gtest else run_plain(step, build, timeout_s)
        result.seconds = time.monotonic() - started
        return result

    results = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(run_step, pair) for pair in order(selected, times)]
        for future in concurrent.futures.as_completed(futures):
            results.append(future.result())
            report_result(results[-1], data)
    times.update({r.name: round(r.seconds, 1) for r in results})
    times_file.write_text(json.dumps(times, indent=1, sort_keys=True))
    return summary(results, data, args.only)


def summary(results, data, only):
    failures = [name for r in results for name in r.failures]
    skips = [name for r in results for name in r.skips]
    if data and skips:
        failures += [f"{name} (skipped although {data} is there)" for name in skips]
        skips = []
    if not results:
        failures.append(f"nothing matches '{only}'")
    for name in failures:
        print(f"failed:  {name}")
    for name in skips:
        print(f"skipped: {name}")
    print(f"{sum(r.passed for r in results)} passed, {len(failures)} failed, {len(skips)} skipped")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
