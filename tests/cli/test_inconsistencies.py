#!/usr/bin/python3
"""What the sources of other projects have wrong is found: test_inconsistencies.py RELCAL LINT TABLE.

LINT is the folder tests/data/lint, TABLE tests/data/inconsistencies/table.csv: a row for every
project and type of the findings in the facts, with how many there are. A row says the code of lint
that finds such a fault, what import reports of it, or why neither can see it. With a code a file
NAME of LINT has it, and the near miss NAME-good has not; NAME is the code unless it stands behind a
colon. What import reports it says of the proof beside the table, and not of the near miss.
Of $RELCAL_FACTS, where they are at hand, every finding must be of one row.
"""

import collections
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

COLUMNS = ["project", "type", "which", "count", "lint", "import", "proof", "reason"]
ON = "2026-08-22"
TIMELINE = """# A timeline that contradicts itself

| What | When |
| --- | --- |
| v9.{minor}.0 released | Wednesday 16th December 2099 |
| {label} | {date} |
"""


def read_table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(*arguments):
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home,
                       "XDG_CONFIG_HOME": home}
        return subprocess.run([RELCAL, *arguments], env=environment, text=True, check=False,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60)


def lint(name):
    """The codes that are found in a file or folder of LINT."""
    path = LINT / name
    done = run("lint", str(path if path.is_dir() else path.with_suffix(".yaml")), "--json", "--on",
               ON)
    return collections.Counter(finding["code"] for finding in json.loads(done.stdout)["findings"])


def take_in(path, *options):
    """What import says of a file: its reports and the files that it makes."""
    done = run("import", str(path), "--on", ON, *options)
    return done.stderr + done.stdout


def schedules():
    return ["--data", str(TABLE.parent / "schedules"), "--project", "teapot"]


class Found(unittest.TestCase):
    def setUp(self):
        self.rows = read_table(TABLE)

    def test_each_row_says_how_or_why(self):
        self.assertEqual(list(self.rows[0]), COLUMNS)
        for row in self.rows:
            with self.subTest(row=row):
                how = bool(row["lint"]) + bool(row["import"])
                self.assertEqual(bool(row["reason"]), how == 0)
                self.assertEqual(bool(row["import"]), bool(row["proof"]))
                self.assertGreater(int(row["count"]), 0)
        names = [(row["project"], row["type"], row["which"]) for row in self.rows]
        self.assertEqual(len(names), len(set(names)))

    def test_lint(self):
        codes = {row["lint"] for row in self.rows if row["lint"]}
        self.assertGreater(len(codes), 12)
        for both in sorted(codes):
            code, _, name = both.partition(":")
            name = name or code
            with self.subTest(code=code):
                self.assertGreater(lint(name)[code], 0)
                self.assertEqual(lint(f"{name}-good")[code], 0)

    def test_import(self):
        proofs = {(row["proof"], row["import"]) for row in self.rows
                  if row["import"] and not row["proof"].endswith(".csv")}
        self.assertGreater(len(proofs), 4)
        for proof, words in sorted(proofs):
            with self.subTest(proof=proof):
                path = TABLE.parent / proof
                good = path.with_name(f"{path.stem}-good{path.suffix}")
                self.assertRegex(take_in(path, *schedules()), words)
                self.assertNotRegex(take_in(good, *schedules()), words)

    def test_every_timeline(self):
        """Every row that was published and contradicts itself is reported, once for each fault."""
        words = {row["type"]: row["import"] for row in self.rows if row["proof"] == "timelines.csv"}
        counts = collections.Counter()
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "timeline.md"
            for row in read_table(TABLE.parent / "timelines.csv"):
                types = row["types"].split()
                minor = row["series"].split(".")[1]
                path.write_text(TIMELINE.format(minor=minor, **row), encoding="utf-8")
                reports = take_in(path, "--project", "kubernetes")
                path.write_text(TIMELINE.format(minor=minor, label=row["label"],
                                                date=row["mended"]), encoding="utf-8")
                counts.update(types)
                with self.subTest(row=row):
                    for fault in types:
                        self.assertGreaterEqual(len(re.findall(words[fault], reports)),
                                                types.count(fault))
                    self.assertNotRegex(take_in(path, "--project", "kubernetes"),
                                        r"(?m)^.*timeline\.md:\d+:")
        for row in self.rows:
            if row["proof"] == "timelines.csv":
                self.assertEqual(counts[row["type"]], int(row["count"]), row["type"])

    def test_all_findings_of_the_facts(self):
        facts = pathlib.Path(os.environ.get("RELCAL_FACTS", "")) / "ecosystems"
        if not (facts / "inconsistencies.csv").is_file():
            self.skipTest("no facts are at hand; say where with $RELCAL_FACTS")
        counts = collections.Counter()
        for finding in read_table(facts / "inconsistencies.csv"):
            found = [index for index, row in enumerate(self.rows)
                     if (row["project"], row["type"]) == (finding["project"], finding["type"]) and
                     re.search(row["which"], finding["finding"])]
            self.assertEqual(len(found), 1, finding)
            counts.update(found)
        for index, row in enumerate(self.rows):
            self.assertEqual(counts[index], int(row["count"]), row)


if __name__ == "__main__":
    RELCAL, LINT, TABLE = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    unittest.main(argv=sys.argv[:1])
