#!/usr/bin/env python3
"""Reads the include graph of src/ and refuses what the house forbids.

  tools/check_includes.py [--src FOLDER]          layers, cycles, purity of the lower storeys
  tools/check_includes.py --slow                  also compiles every header alone

Exit status 0 when everything stands, 1 with one line per problem ("file:line: what") otherwise.
"""

import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
from pathlib import Path

# Each layer and what it may include besides itself. Everything else is an upward or a sideways arrow.
BASE = {"base"}
DECIDING = BASE | {"ledger", "screening", "domain"}
RECORD = BASE | {"ledger", "domain"}
APP = DECIDING | {"record"}
EDGE = APP | {"app"}
MAY_INCLUDE = {
    "base": set(),
    "ledger": BASE,
    "screening": BASE,
    "domain": BASE,
    "record": RECORD,
    "app": APP,
    "store": EDGE,
    "connect": EDGE,
    "http": EDGE,
    "cli": EDGE | {"store", "connect", "http"},
}

# Files with these endings are native code or tests: they may use what a pure layer may not.
NATIVE = re.compile(r"_(openssl|native|tzdata|test)\.(cpp|h)$")

PURE_LAYERS = {"base", "domain", "record", "ledger"}
# Headers that bring in I/O, clocks, randomness, threads, locales or a platform library.
IMPURE_HEADERS = re.compile(
    r"^(fstream|iostream|istream|ostream|iomanip|filesystem|random|thread|mutex|shared_mutex|condition_variable|"
    r"future|semaphore|chrono|ctime|time\.h|locale|clocale|regex|format|source_location|ranges|"
    r"unistd\.h|fcntl\.h|sys/.*|boost/.*|openssl/.*|unicode/.*|sqlite3\.h|sodium.*|yaml\.h|date/.*|fmt/.*)$"
)
# Words that must not stand in the code (comments and texts aside) of the decisions.
IMPURE_WORDS = {
    "domain": re.compile(r"\b(float|double|getenv|setlocale|rand|srand|fopen|system_clock|steady_clock|thread_local|std::time)\b"),
}

# The lower storeys know rules as data; a regulator's name in their code means that a rule has crept in.
NAMELESS_LAYERS = {"base", "domain", "record", "app"}
REGULATORS = re.compile(r"\b(FCA|PRA|FINRA|FINMA|DFSA|BaFin|CONSOB|AMF|CSSF|ESMA|CBUAE|MAS|ASIC|MiFID|Reg\s?BI)\b")

INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
COMMENTS_AND_TEXTS = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S
)


def blank(match):
    """Keeps the line breaks, so that line numbers stay right."""
    return "\n" * match.group(0).count("\n")


def without_comments_and_texts(text):
    return COMMENTS_AND_TEXTS.sub(blank, text)


def without_comments(text):
    keep = lambda m: blank(m) if m.group(0).startswith(("//", "/*")) else m.group(0)
    return COMMENTS_AND_TEXTS.sub(keep, text)


class Check:
    def __init__(self, src):
        self.src = src
        self.problems = []
        self.graph = {}  # "layer/file" -> [(line, "layer/file")], own includes only

    def report(self, file, line, what):
        self.problems.append(f"{self.src.name}/{file}:{line}: {what}")

    def run(self):
        files = sorted(p for p in self.src.rglob("*") if p.suffix in (".h", ".cpp"))
        if not files:
            self.problems.append(f"{self.src}: no sources found")
        for path in files:
            self.check_file(path)
        self.check_cycles()
        return self.problems

    def check_file(self, path):
        file = path.relative_to(self.src).as_posix()
        layer = file.split("/")[0]
        if layer not in MAY_INCLUDE:
            self.report(file, 1, f"'{layer}' is no layer; the layers are {', '.join(MAY_INCLUDE)}")
            return
        text = path.read_text(encoding="utf-8")
        pure = layer in PURE_LAYERS and not NATIVE.search(file)
        self.graph[file] = []
        for number, line in enumerate(without_comments(text).splitlines(), 1):
            match = INCLUDE.match(line)
            if match:
                self.check_include(file, layer, number, match.group(1), match.group(2), pure)
        if pure and layer in IMPURE_WORDS:
            self.check_words(file, text, IMPURE_WORDS[layer], f"'{{}}' has no place in {layer}: it decides by integers, from what it is given")
        if layer in NAMELESS_LAYERS and not NATIVE.search(file):
            self.check_words(file, without_comments(text), REGULATORS, f"{layer} names no regulator ('{{}}'): rules are data in packs/", raw=True)
        if path.suffix == ".h" and "#pragma once" not in text:
            self.report(file, 1, "the header has no #pragma once")

    def check_include(self, file, layer, number, mark, name, pure):
        own = (self.src / name).is_file() or name.split("/")[0] in MAY_INCLUDE
        if not own:
            if mark == '"':
                self.report(file, number, f'"{name}" is not below src/; write own headers as "layer/file.h", others in <>')
            elif pure and IMPURE_HEADERS.match(name):
                self.report(file, number, f"<{name}> has no place in the pure part of {layer}; "
                            "put it into a file named *_native.cpp behind a small header")
            return
        target = name.split("/")[0]
        if not (self.src / name).is_file():
            self.report(file, number, f'"{name}" does not exist')
        elif target != layer and target not in MAY_INCLUDE[layer]:
            allowed = ", ".join(sorted(MAY_INCLUDE[layer])) or "nothing"
            self.report(file, number, f"{layer} may not include {target} ({name}); it may include {allowed}")
        else:
            self.graph[file].append((number, name))

    def check_words(self, file, text, pattern, message, raw=False):
        body = text if raw else without_comments_and_texts(text)
        for number, line in enumerate(body.splitlines(), 1):
            match = None if INCLUDE.match(line) else pattern.search(line)
            if match:
                self.report(file, number, message.format(match.group(0)))

    def check_cycles(self):
        """A header that includes itself by a detour: the two are one idea, or one of them is misplaced."""
        done = set()
        for root in sorted(self.graph):
            # Depth first with an explicit stack; `path` holds the files on the way from root.
            stack, path = [(root, iter(self.graph.get(root, [])))], [root]
            while stack:
                file, includes = stack[-1]
                step = next(((n, f) for n, f in includes if f not in done), None)
                if step is None:
                    done.add(file)
                    stack.pop()
                    path.pop()
                elif step[1] in path:
                    self.report(file, step[0], "include cycle: " + " -> ".join(path[path.index(step[1]):] + [step[1]]))
                else:
                    path.append(step[1])
                    stack.append((step[1], iter(self.graph.get(step[1], []))))


def check_header_alone(src, header):
    """A header must compile when it is the first thing included."""
    name = header.relative_to(src).as_posix()
    command = ["g++", "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", f"-I{src}", "-DUSE_OS_TZDB=1",
               "-DLICET_SOURCE_DIR=\".\"", "-x", "c++", "-"]
    done = subprocess.run(command, input=f'#include "{name}"\n#include "{name}"\n', capture_output=True, text=True)
    if done.returncode == 0:
        return None
    first = next((line for line in done.stderr.splitlines() if "error" in line), done.stderr)
    return f"{src.name}/{name}:1: does not compile alone: {first}"


def main():
    parser = argparse.ArgumentParser(description="Checks the include graph of src/.")
    parser.add_argument("--src", type=Path, default=Path(__file__).resolve().parent.parent / "src")
    parser.add_argument("--slow", action="store_true", help="also compile every header alone")
    args = parser.parse_args()
    check = Check(args.src.resolve())
    problems = check.run()
    headers = sorted(check.src.rglob("*.h")) if args.slow else []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        problems += [p for p in pool.map(lambda h: check_header_alone(check.src, h), headers) if p]
    for problem in problems:
        print(problem)
    arrows = sum(len(v) for v in check.graph.values())
    alone = f", {len(headers)} headers compiled alone" if args.slow else ""
    print(f"{len(check.graph)} files, {arrows} includes{alone}, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
