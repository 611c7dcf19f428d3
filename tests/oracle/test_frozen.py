#!/usr/bin/python3
"""Asks the command for 300 published dates of other projects, as a user would:
test_frozen.py RELCAL TABLE, where TABLE is tests/data/facts/frozen.csv, which choose_facts.py made.

Of each row `show` must say the date, its precision, the kind and the state; on the day before
`next` must name it as coming; and `phase` must say both phases where it begins one.
"""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from ecosystem_facts import days_of, read_table

COUNT = 300
PRECISIONS = [("moment", r"\d{4}-\d\d-\d\dT.*"), ("range", r".*\.\..*"), ("tbd", "tbd"),
              ("day", r"\d{4}-\d\d-\d\d"), ("month", r"\d{4}-\d\d")]


def precision_of(date):
    return next(name for name, pattern in PRECISIONS if re.fullmatch(pattern, date))


class Refused(Exception):
    pass


class Asker:
    def __init__(self, relcal, home):
        self.relcal = relcal
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home,
                            "XDG_CONFIG_HOME": home}

    def ask(self, *arguments):
        done = subprocess.run([self.relcal, *arguments], env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)
        if done.returncode != 0:
            raise Refused(f"{' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def find(self, row, *arguments):
        """The milestone of a row in an answer; empty where it is not there."""
        answer = json.loads(self.ask(*arguments, "--json"))
        return next((milestone for milestone in answer["milestones"]
                     if milestone["milestone"] == row["milestone"]), {})


def look_at_show(asker, row):
    found = asker.find(row, "show", row["project"], row["series"])
    for key in ("date", "kind", "state"):
        if found.get(key) != row[key]:
            yield f"show says {found.get(key)} as its {key}, not {row[key]}"
    if found.get("precision") != precision_of(row["date"]):
        yield f"show says {found.get('precision')} as its precision, not " \
              f"{precision_of(row['date'])}"


def look_at_next(asker, row):
    if row["date"] == "tbd":
        return
    day = days_of(row["date"])[0] - datetime.timedelta(days=1)
    found = asker.find(row, "next", row["project"], row["series"], "--on", day.isoformat())
    if found.get("date") != row["date"]:
        yield f"next on {day} says {found.get('date')}, not {row['date']}"


def look_at_phases(asker, row):
    for key, place, days in (("phase_before", 0, -1), ("phase", 1, 0)):
        if row[key]:
            day = days_of(row["date"])[place] + datetime.timedelta(days=days)
            found = asker.ask("phase", row["project"], row["series"], "--on",
                              day.isoformat()).strip()
            if found != row[key]:
                yield f"phase on {day} is {found}, not {row[key]}"


def faults_of(asker, row):
    try:
        for look in (look_at_show, look_at_next, look_at_phases):
            yield from look(asker, row)
    except Refused as refusal:
        yield str(refusal)


def main(relcal, table):
    rows = read_table(pathlib.Path(table))
    faults = phases = 0
    with tempfile.TemporaryDirectory() as home:
        asker = Asker(relcal, home)
        for row in rows:
            phases += bool(row["phase_before"]) + bool(row["phase"])
            for fault in faults_of(asker, row):
                print(f"{row['project']} {row['series']} {row['milestone']}: {fault}")
                faults += 1
    print(f"{len(rows)} dates of {len({row['project'] for row in rows})} projects, {phases} phases, "
          f"{faults} faults")
    return 1 if faults or len(rows) != COUNT else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
