#!/usr/bin/env python3
"""Every benchmark program runs and measures something: a figure stands only with the command that gives it.

Short runs over few leads; nothing is said about how long anything takes. LICET_BUILD_DIR as for cli_house.py.
"""

import json
import os
import subprocess
import sys

import cli_house
from cli_house import BIN, ROOT, check

FEW = {"LICET_BENCH_LEADS": "300"}
TOO_FEW = "more LICET_BENCH_LEADS"  # what a later page of a list says
# What a program has that is quick to prepare; everything where it says nothing.
SOME = {
    "domain_bench": "authorise",
    "ledger_bench": "LeafHash|SealFiveFields",
    "screening_bench": "CleanUs$|BuildIndex",
    "store_bench": "LeadCommand/0/256",
    "csv_bench": "csv_plain",
    "rescreen_bench": "/10000(/|$)",
    "read_bench": "GetRow|ShowLead|ListLeads|ListCases",  # Start and Peak need a kept folder
}


def every_benchmark_runs():
    programs = sorted(path.stem for path in (ROOT / "bench").glob("*_bench.cpp"))
    check("there are benchmarks", bool(programs))
    for name in programs:
        command = [BIN / name, "--benchmark_min_time=0.001", "--benchmark_format=json"]
        if name in SOME:
            command.append("--benchmark_filter=" + SOME[name])
        ran = subprocess.run(command, env={**os.environ, **FEW}, capture_output=True, text=True, timeout=300)
        check(name + " ends well", ran.returncode == 0, ran)
        if ran.returncode != 0:
            continue
        rows = json.loads(ran.stdout)["benchmarks"]
        check(name + " measures", bool(rows), ran)
        faults = [row["name"] + ": " + row["error_message"] for row in rows
                  if row.get("error_occurred") and TOO_FEW not in row["error_message"]]
        check(name + " has no errors", not faults, detail=str(faults))


if __name__ == "__main__":
    every_benchmark_runs()
    sys.exit(1 if cli_house.failures else 0)
