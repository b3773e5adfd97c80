#!/usr/bin/env python3
"""The check of the include graph must find each kind of wrong arrow, and must accept a sound tree."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

TOOL = Path(__file__).resolve().parent.parent / "tools" / "check_includes.py"

SOUND = {
    "base/id.h": "#pragma once\n#include <string>\n",
    "base/id.cpp": '#include "base/id.h"\n',
    "base/clock_native.cpp": '#include <chrono>\n#include "base/id.h"\n',
    "domain/rule.h": '#pragma once\n// a double would be wrong here, says time\n#include "base/id.h"\n',
    "domain/rule.cpp": '#include "domain/rule.h"\nconst char* kText = "float time";\n',
    "ledger/tile.h": '#pragma once\n#include "base/id.h"\n',
    "record/fold.cpp": '#include "domain/rule.h"\n#include "ledger/tile.h"\n',
    "app/import.cpp": '#include <fstream>\n#include "record/fold.h"\n',
    "record/fold.h": "#pragma once\n",
    "store/port.cpp": '#include <sqlite3.h>\n#include "app/import.h"\n',
    "app/import.h": "#pragma once\n",
    "cli/main.cpp": '#include "store/port.h"\n',
    "store/port.h": "#pragma once\n",
}


class CheckIncludes(unittest.TestCase):
    def run_on(self, changes):
        with tempfile.TemporaryDirectory() as folder:
            src = Path(folder) / "src"
            for name, text in {**SOUND, **changes}.items():
                path = src / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, TOOL, "--src", src], capture_output=True, text=True)
            return done.returncode, done.stdout + done.stderr

    def refuses(self, name, text, expected):
        status, output = self.run_on({name: text})
        self.assertEqual(status, 1, output)
        self.assertIn(expected, output)
        self.assertIn(" 1 problems", output)

    def test_a_sound_tree_passes(self):
        status, output = self.run_on({})
        self.assertEqual(status, 0, output)
        self.assertIn(" 0 problems", output)

    def test_upward(self):
        self.refuses("base/up.cpp", '\n#include "domain/rule.h"\n', "src/base/up.cpp:2: base may not include domain")
        self.refuses("domain/up.cpp", '#include "app/import.h"\n', "src/domain/up.cpp:1: domain may not include app")
        self.refuses("app/up.cpp", '#include "store/port.h"\n', "app may not include store")

    def test_sideways(self):
        self.refuses("domain/side.cpp", '#include "ledger/tile.h"\n', "domain may not include ledger")
        self.refuses("ledger/side.h", '#pragma once\n#include "domain/rule.h"\n', "src/ledger/side.h:2: ledger may not include domain")

    def test_the_other_spellings_of_an_arrow(self):
        self.refuses("base/up.cpp", "#include <domain/rule.h>\n", "base may not include domain")
        self.refuses("base/up.cpp", '  #  include "domain/rule.h"\n', "base may not include domain")
        self.refuses("base/up.cpp", '#include "../domain/rule.h"\n', '"../domain/rule.h"')

    def test_tests_obey_the_same_rule(self):
        self.refuses("base/up_test.cpp", '#include "domain/rule.h"\n', "base may not include domain")

    def test_missing_and_unknown(self):
        self.refuses("base/x.cpp", '#include "base/nothing.h"\n', "does not exist")
        self.refuses("attic/x.cpp", "", "'attic' is no layer")
        self.refuses("base/x.h", "", "#pragma once")

    def test_cycles(self):
        status, output = self.run_on({"base/a.h": '#pragma once\n#include "base/b.h"\n', "base/b.h": '#pragma once\n#include "base/a.h"\n'})
        self.assertEqual(status, 1)
        self.assertIn("src/base/b.h:2: include cycle: base/a.h -> base/b.h -> base/a.h", output)

    def test_impure_headers(self):
        for header in ("chrono", "fstream", "random", "openssl/evp.h", "ranges"):
            self.refuses("domain/x.cpp", f"#include <{header}>\n", f"<{header}> has no place in the pure part of domain")
        self.refuses("ledger/x.cpp", "#include <fstream>\n", "pure part of ledger")

    def test_impure_words_in_domain(self):
        self.refuses("domain/x.cpp", "int a;\ndouble b;\n", "src/domain/x.cpp:2: 'double'")
        self.refuses("domain/x.cpp", "/* a\n b */ float c;\n", "src/domain/x.cpp:2: 'float'")

    def test_regulators_are_named_in_data_only(self):
        self.refuses("domain/x.cpp", 'const char* k = "FINRA";\n', "names no regulator ('FINRA')")
        status, output = self.run_on({"app/x.cpp": "// asked by the FCA\n"})
        self.assertEqual(status, 0, output)


if __name__ == "__main__":
    unittest.main()
