#!/usr/bin/python3
"""Asks the command for every dated row of the tables of other projects' schedules:
test_ecosystems.py RELCAL TABLES, where TABLES is the folder tests/data/ecosystems.

A table is PROJECT.csv with the columns series, milestone, date, state and kind, made from the
published dates and not from the schedule files. Each row must be in the answer of
`relcal show PROJECT SERIES --json` with this date, written so precisely, this state and this kind.
"""

import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

COLUMNS = ["series", "milestone", "date", "state", "kind"]
STATES = ("expected", "actual", "withdrawn")
PRECISIONS = [  # the first that matches a date's spelling
    ("moment", r"\d{4}-\d\d-\d\dT.+"),
    ("range", r".+\.\..+"),
    ("tbd", r"tbd"),
    ("day", r"\d{4}-\d\d-\d\d|\d{4}-W\d\d-\d"),
    ("week", r"\d{4}-W\d\d"),
    ("month", r"\d{4}-\d\d"),
    ("year", r"\d{4}"),
]
SHOWN_DIFFERENCES = 40


class Differences:
    def __init__(self):
        self.count = 0

    def add(self, text):
        self.count += 1
        if self.count <= SHOWN_DIFFERENCES:
            print(text)


def precision_of(date):
    for precision, pattern in PRECISIONS:
        if re.fullmatch(pattern, date):
            return precision
    return f"none: {date!r} is no date"


def read_table(path, differences):
    """The rows of each series, by its id."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            sys.exit(f"{path}: the columns are {reader.fieldnames}, not {COLUMNS}")
        table, seen = {}, set()
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if (row["series"], row["milestone"]) in seen:
                differences.add(f"{where}: {row['series']} {row['milestone']} stands twice")
            if row["state"] not in STATES:
                differences.add(f"{where}: {row['state']!r} is no state")
            seen.add((row["series"], row["milestone"]))
            table.setdefault(row["series"], []).append((where, row))
    return table


def ask(relcal, project, series, environment):
    """What the command shows of a series: its milestones by their ids."""
    done = subprocess.run([relcal, "show", project, series, "--json"], env=environment,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
                          check=False)
    if done.returncode != 0:
        return None, done.stderr.strip()
    answer = json.loads(done.stdout)
    if (answer["project"], answer["series"]) != (project, series):
        return None, f"the answer is about {answer['project']} {answer['series']}"
    milestones = answer["milestones"] + answer.get("withdrawn", [])
    return {milestone["milestone"]: milestone for milestone in milestones}, None


def compare(where, row, found, differences):
    what = f"{where}: {row['series']} {row['milestone']}"
    if found is None:
        differences.add(f"{what}: relcal has no such milestone")
        return
    expected = {"date": row["date"], "precision": precision_of(row["date"]),
                "state": row["state"], "kind": row["kind"]}
    if row["state"] == "withdrawn":
        del expected["date"], expected["precision"]
    for key, value in expected.items():
        if found.get(key) != value:
            differences.add(f"{what}: its {key} is {value}; relcal says {found.get(key)}")


def main(relcal, folder):
    differences = Differences()
    rows = series_count = unlisted = 0
    tables = sorted(pathlib.Path(folder).glob("*.csv"))
    with tempfile.TemporaryDirectory() as empty:
        environment = {"PATH": os.environ["PATH"], "HOME": empty, "XDG_DATA_HOME": empty,
                       "XDG_CONFIG_HOME": empty}
        for path in tables:
            project = path.stem
            for series, listed in read_table(path, differences).items():
                milestones, problem = ask(relcal, project, series, environment)
                series_count += 1
                rows += len(listed)
                if milestones is None:
                    differences.add(f"{path.name}: {series}: {problem}")
                    continue
                for where, row in listed:
                    compare(where, row, milestones.get(row["milestone"]), differences)
                unlisted += len(milestones.keys() - {row["milestone"] for _, row in listed})
    print(f"{rows} rows of {series_count} series of {len(tables)} projects compared, "
          f"{differences.count} differences; {unlisted} milestones of theirs are in no table")
    return 1 if differences.count or rows == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
