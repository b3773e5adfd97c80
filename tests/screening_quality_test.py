#!/usr/bin/env python3
"""The quality of screening is what a release must reach: bench/screening_quality --gate on the real lists, books and labelled pairs.

Every figure must be there, beside what is asked of it. LICET_BUILD_DIR as for cli_house.py.
"""

import os
import subprocess
import sys

import cli_house
from cli_house import BIN, check

FIGURES = ["AUC, beside logic-v2's", "F1 at .80", "F1 at .85", "F1 at the shipped thresholds", "within five points of OFAC's tool",
           "clean_persons_global: share with an alert", "clean_persons_us: share with an alert",
           "listed_persons_un_perturbed: share that shows its entry"]


def gate_holds():
    ran = subprocess.run([BIN / "screening_quality", "--gate"], env=os.environ, capture_output=True, text=True, timeout=600)
    if ran.returncode == 77:
        print(ran.stderr.strip())
        sys.exit(77)
    check("every figure reaches what is asked of it", ran.returncode == 0 and "BELOW" not in ran.stdout, ran)
    for figure in FIGURES:
        lines = [line for line in ran.stdout.splitlines() if figure in line]
        check("the gate has: " + figure, len(lines) == 1, ran)


if __name__ == "__main__":
    gate_holds()
    sys.exit(1 if cli_house.failures else 0)
