"""What relcal show prints for other programs, read back by them: test_formats.py RELCAL.

Lists of PEPs are taken apart here and by relcal import, CSV by Python's csv module, weekdays are told
by datetime, and release-cycle.json is held against the CSV facts.
"""

import csv
import datetime
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest

RELCAL = os.path.abspath(sys.argv[1])
FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "facts")
AS_OF = [(), ("--as-of", "2015-03-01"), ("--as-of", "2020-06-01"), ("--as-of", "2023-05-08"),
         ("--as-of", "2025-11-30")]
STAGES = {"alpha": "a", "beta": "b", "candidate": "rc"}


def run(*arguments):
    return subprocess.run([RELCAL, *arguments], check=True, stdout=subprocess.PIPE).stdout.decode()


def facts(name):
    with open(os.path.join(FACTS, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SERIES = [row["series"] for row in facts("python-series.csv")]


def milestones(series, *more):
    answer = json.loads(run("show", "python", series, "--json", *more))
    return [(item["milestone"], item["date"], item["state"]) for item in answer["milestones"]]


class FormatTest(unittest.TestCase):
    def read_pep(self, text):
        state, found = None, []
        for line in text.splitlines():
            if line in ("Actual:", "Expected:"):
                state = line[:-1].lower()
            item = re.fullmatch(r"- (.+): (.+)", line)
            if item is None:
                continue
            day = re.fullmatch(r"(\w+), (\d{4}-\d\d-\d\d)", item[2])
            if day:
                date = datetime.date.fromisoformat(day[2])
                self.assertEqual(date.strftime("%A"), day[1], line)
                found.append((self.name(item[1]), day[2], state))
            else:
                month = datetime.datetime.strptime(item[2], "%B %Y")
                found.append((self.name(item[1]), f"{month:%Y-%m}", state))
        return found

    @staticmethod
    def name(title):
        release = re.fullmatch(r"(\d+\.\d+(?:\.\d+)*)(?: (alpha|beta|candidate) (\d+)| final)?", title)
        if release:
            return release[1] + (STAGES[release[2]] + release[3] if release[2] else "")
        return re.sub(r"^\S+ | begins$", "", title).replace(" ", "-")

    def test_pep(self):
        for series in SERIES:
            for as_of in AS_OF:
                text = run("show", "python", series, "--format", "pep", *as_of)
                self.assertEqual(sorted(self.read_pep(text)), sorted(milestones(series, *as_of)),
                                 (series, as_of))

    def test_pep_comes_back(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "lists.rst")
            for series in SERIES:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(run("show", "python", series, "--format", "pep"))
                run("import", path, "--directory", folder)
                shown = json.loads(run("show", "python", series, "--json", "--data", folder))
                self.assertEqual([(item["milestone"], item["date"], item["state"], item["kind"])
                                  for item in shown["milestones"]],
                                 [(item["milestone"], item["date"], item["state"], item["kind"])
                                  for item in json.loads(run("show", "python", series,
                                                             "--json"))["milestones"]], series)

    def test_csv(self):
        whole = []
        for series in SERIES:
            rows = list(csv.DictReader(io.StringIO(run("show", "python", series, "--format", "csv"),
                                                   newline="")))
            whole += rows
            self.assertEqual([(row["milestone"], row["date"], row["state"]) for row in rows
                              if row["state"] != "withdrawn"], milestones(series), series)
        self.assertEqual(list(csv.DictReader(io.StringIO(run("show", "python", "--format", "csv"),
                                                         newline=""))), whole)

    def test_markdown(self):
        for series in SERIES:
            rows = [re.split(r" ?\| ?", line)[1:-1] for line in
                    run("show", "python", series, "--format", "markdown").splitlines()[4:]]
            self.assertEqual([row[2] for row in rows],
                             [state for _, _, state in milestones(series)], series)

    def test_release_cycle(self):
        answer = json.loads(run("show", "python", "--format", "release-cycle", "--on",
                                "2026-08-22"))
        self.assertEqual(list(answer), SERIES[::-1])
        for row in facts("python-series.csv"):
            found = answer[row["series"]]
            self.assertEqual(found["status"], row["status"], row)
            self.assertEqual(str(found["pep"]), row["pep"], row)
            self.assertEqual(found["release_manager"], row["release_manager"], row)
            self.assertEqual(found["end_of_life"][:7], row["end_of_life"][:7], row)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
