#!/usr/bin/python3
"""Freezes 300 of the published dates of other projects into a table:
choose_facts.py FACTS RULES > RULES/frozen.csv, where FACTS is a folder of tables PROJECT.csv and
RULES tests/data/facts.

Rows that the rules leave out cannot be asked for. The others are put into groups by project, kind
in the words of the facts, precision, state and zone. Then, with the random numbers of one seed, one
row is taken of each group in turn, the groups of a round shuffled, until there are 300. What a row
is for relcal, and the phases on its day and on the day before, are worked out from the rows alone.
"""

import csv
import pathlib
import random
import re
import sys

from ecosystem_facts import Rules, Timeline, read_project, read_table

SEED = 20260822
COUNT = 300
COLUMNS = ["project", "series", "milestone", "kind", "date", "state", "label", "phase_before",
           "phase"]
PRECISIONS = [("moment", "T"), ("span", r"\.\."), ("tbd", "tbd"), ("day", r"^\d{4}-\d\d-\d\d$"),
              ("month", r"^\d{4}-\d\d$")]


def precision_of(date):
    return next(name for name, pattern in PRECISIONS if re.search(pattern, date))


def zone_of(date):
    return re.sub(r".*T[\d:]+", "", date) if "T" in date else ""


def group_of(name, claim):
    return (name, claim.row["kind"], precision_of(claim.date), claim.row["state"],
            zone_of(claim.date))


def phases_of(timeline, series, claim):
    """The phases on the day before and on the day, where the claim begins one and they are sure."""
    begun = [beginning for beginning in timeline.beginnings(series) if beginning is claim]
    if not begun:
        return ["", ""]
    sure = [timeline.phases_on(series, day) or [] for day in timeline.days_beside(claim)]
    return [possible[0] if len(possible) == 1 else "" for possible in sure]


def rows_of(rules, name, path):
    """Each row that can be asked for, with its group."""
    rows = [(f"{number:04}", row) for number, row in enumerate(read_table(path))]
    project = read_project(rules, name, rows)
    timeline = Timeline(rules, name, project)
    for claim in project.claims:
        if not claim.left_out:
            label = " ".join(re.sub(r"(?s).*\n", "", claim.row["milestone"]).split())
            yield group_of(name, claim), [name, claim.series, claim.milestone, claim.kind,
                                          claim.date, claim.row["state"], label,
                                          *phases_of(timeline, claim.series, claim)]


def choose(groups, numbers):
    chosen = []
    while groups and len(chosen) < COUNT:
        turn = sorted(groups)
        numbers.shuffle(turn)
        for group in turn[:COUNT - len(chosen)]:
            rows = groups[group]
            chosen.append(rows.pop(numbers.randrange(len(rows))))
            if not rows:
                del groups[group]
    return chosen


def main(facts, rules_folder):
    rules, groups = Rules(pathlib.Path(rules_folder)), {}
    for path in sorted(pathlib.Path(facts).glob("*.csv")):
        if path.stem in rules.projects:
            for group, row in rows_of(rules, path.stem, path):
                groups.setdefault(group, []).append(row)
    print(f"{len(groups)} groups of {sum(map(len, groups.values()))} rows", file=sys.stderr)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(sorted(choose(groups, random.Random(SEED))))


if __name__ == "__main__":
    main(*sys.argv[1:])
