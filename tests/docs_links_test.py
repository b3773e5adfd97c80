#!/usr/bin/env python3
"""Every relative link in the documents leads to a file that is there, and to a heading that is there.

Method: all *.md outside build folders; code blocks are left out. A heading's anchor is made as GitHub makes it: lower case, punctuation
dropped, spaces to hyphens, "-1" and so on for the same heading again. Also: a path in back quotes that begins with a folder of ours
(`src/...`, `docs/...`, `tests/...`, `tools/...`, `packs/...`, `firms/...`, `bench/...`, `fuzz/...`) names something that exists, unless
it holds a place holder or a wildcard. And each decision has a number of its own, which its heading repeats.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:src|docs|tests|tools|packs|firms|bench|fuzz|cmake)/[A-Za-z0-9_./-]+)`")
PLACE_HOLDER = re.compile(r"/(x_|x\.|[A-Z]+\.)")  # tests/x_test.cpp, packs/ID.yaml
# Folders that come with a first release or a later one; named before they exist.
TO_COME = {"tests/logs/", "src/http"}


def documents():
    for path in sorted(ROOT.rglob("*.md")):
        first = path.relative_to(ROOT).parts[0]
        if not first.startswith(("build", ".", "demo")):
            yield path


def without_code_blocks(text):
    return re.sub(r"^```.*?^```", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.M | re.S)


def anchors(path):
    seen, out = {}, set()
    for heading in re.findall(r"^#{1,6} +(.+?) *$", without_code_blocks(path.read_text(encoding="utf-8")), re.M):
        text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        slug = re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-")
        count = seen.get(slug, 0)
        seen[slug] = count + 1
        out.add(slug if count == 0 else f"{slug}-{count}")
    return out


def check(path):
    problems = []
    for number, line in enumerate(without_code_blocks(path.read_text(encoding="utf-8")).splitlines(), 1):
        place = f"{path.relative_to(ROOT)}:{number}"
        for target in LINK.findall(line):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (path.parent / name).resolve() if name else path
            if not file.exists():
                problems.append(f"{place}: {target}: no such file")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                problems.append(f"{place}: {target}: no such heading")
        for name in PATH.findall(line):
            if name in TO_COME or PLACE_HOLDER.search(name):
                continue
            if not (ROOT / name).exists() and not list(ROOT.glob(name + ".*")):
                problems.append(f"{place}: {name} is not there")
    return problems


def check_decisions():
    problems, seen = [], {}
    for path in sorted((ROOT / "docs/decisions").glob("[0-9]*.md")):
        number = path.name[:4]
        if number in seen:
            problems.append(f"docs/decisions: {path.name} has the number of {seen[number]}")
        seen[number] = path.name
        if not path.read_text(encoding="utf-8").startswith(f"# {number}: "):
            problems.append(f"docs/decisions/{path.name}:1: the heading does not begin with its number")
    return problems


def main():
    problems, count = check_decisions(), 0
    for path in documents():
        count += 1
        problems += check(path)
    print("\n".join(problems + [f"{count} documents, {len(problems)} problems"]))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
