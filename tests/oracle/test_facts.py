#!/usr/bin/python3
"""Asks the command for all that is published of other projects' schedules:
test_facts.py RELCAL RULES [FACTS], where RULES is the folder tests/data/facts and FACTS one of
tables PROJECT.csv, else $RELCAL_FACTS; without either nothing is tested (exit 77).

Every row of the tables must be carried, with its date as precisely, its kind and its state, or be
left out for a reason that the rules give. One that another row overrules must still be said in the
file of its series. What stands there without a row must say by which rule. On the day before and
on the day of every milestone that begins a phase the series is in the phases that the rows tell.
"""

import collections
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from ecosystem_facts import Rules, Timeline, read_project, read_table

SKIPPED = 77
NO_SCHEDULE = {"inconsistencies"}  # tables of something else
OVERRULED = {"another source counts", "the plan of what came"}
UNKNOWN = "of a project that relcal does not know"


class Relcal:
    """The command, with nothing of the user's."""

    def __init__(self, path):
        self.path = path
        self.empty = tempfile.TemporaryDirectory()
        home = self.empty.name
        self.environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home,
                            "XDG_CONFIG_HOME": home}

    def ask(self, *arguments):
        done = subprocess.run([self.path, *arguments], env=self.environment, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              check=False)
        return done.stdout if done.returncode == 0 else ""

    def projects(self):
        return [project["project"] for project in json.loads(self.ask("projects", "--json"))
                ["projects"]]

    def milestones(self, project, series):
        text = self.ask("show", project, series, "--json")
        answer = json.loads(text) if text else {"milestones": []}
        return {milestone["milestone"]: milestone for milestone in answer["milestones"]}

    def file(self, project, series):
        return self.ask("show", project, series, "--format", "yaml")

    def phase(self, project, series, day):
        return self.ask("phase", project, series, "--on", day.isoformat()).strip()


def compare(claim, found, say):
    what = f"{claim.where}: {claim.series} {claim.milestone}"
    if found is None:
        say(f"{what}: relcal has no such milestone; the row says {claim.date}")
        return
    expected = {"date": claim.date, "kind": claim.kind, "state": claim.row["state"]}
    for key, value in expected.items():
        if found[key] != value:
            say(f"{what}: its {key} is {value}; relcal says {found[key]}")


def entry_of(text, milestone):
    """The entry of a milestone in a schedule file."""
    match = re.search(r"^- \{id: " + re.escape(milestone) + r",.*?(?=^- |\Z)", text,
                      re.MULTILINE | re.DOTALL)
    return match[0] if match else ""


class Audit:
    """One project: its rows against what the command says."""

    def __init__(self, relcal, rules, name, path):
        rows = [(f"{path.name}:{number}", row)
                for number, row in enumerate(read_table(path), start=2)]
        self.relcal, self.name = relcal, name
        self.project = read_project(rules, name, rows)
        self.timeline = Timeline(rules, name, self.project)
        self.faults = list(self.project.unexplained)
        self.days = 0

    def look(self):
        by_series = {}
        for claim in self.project.claims:
            by_series.setdefault(claim.series, []).append(claim)
        for series, claims in by_series.items():
            self.look_at_series(series, claims)
        self.look_at_phases()
        return self

    def look_at_series(self, series, claims):
        milestones = self.relcal.milestones(self.name, series)
        text = self.relcal.file(self.name, series)
        for claim in claims:
            if not claim.left_out:
                compare(claim, milestones.get(claim.milestone), self.faults.append)
            elif claim.left_out in OVERRULED and \
                    claim.date.split("T")[0] not in entry_of(text, claim.milestone):
                self.faults.append(f"{claim.where}: {series} {claim.milestone}: {claim.date} is "
                                   f"left out, as {claim.left_out}, and not in its entry")
        for milestone in milestones.keys() - {claim.milestone for claim in claims}:
            if " rule:" not in entry_of(text, milestone):
                self.faults.append(f"{self.name} {series} {milestone}: no row has it, and it names "
                                   "no rule")

    def look_at_phases(self):
        seen = set()
        for series, claim in self.timeline.turns():
            for day in self.timeline.days_beside(claim):
                if (series, day) not in seen:
                    seen.add((series, day))
                    self.look_at_day(series, day)

    def look_at_day(self, series, day):
        possible = self.timeline.phases_on(series, day)
        if possible is None:
            return
        self.days += 1
        found = self.relcal.phase(self.name, series, day)
        if found not in possible:
            self.faults.append(f"{self.name} {series} on {day}: {' or '.join(possible)} by the "
                               f"rows; relcal says {found}")

    def tell(self):
        """One line, and one for each reason."""
        project = self.project
        reasons = collections.Counter(project.left_out)
        carried = 0
        claims = {}
        for claim in project.claims:
            claims.setdefault(claim.where, []).append(claim)
        for row in claims.values():
            carried += any(not claim.left_out for claim in row)
            if all(claim.left_out for claim in row):
                reasons[row[0].left_out] += 1
        print(f"{self.name}: {project.rows} rows, {carried} carried, {self.days} days of phases, "
              f"{len(self.faults)} faults")
        for reason, count in sorted(reasons.items()):
            print(f"  {count:4} left out: {reason}")
        for fault in self.faults:
            print(f"  {fault}")
        return project.rows - carried - sum(reasons.values()) - len(project.unexplained)


def main(relcal, rules_folder, facts=os.environ.get("RELCAL_FACTS", "")):
    folder = pathlib.Path(facts)
    folder = folder / "ecosystems" if (folder / "ecosystems").is_dir() else folder
    if not facts or not folder.is_dir():
        print("no facts are at hand; say where with $RELCAL_FACTS")
        return SKIPPED
    relcal, rules = Relcal(relcal), Rules(pathlib.Path(rules_folder))
    known = relcal.projects()
    paths = [path for path in sorted(folder.glob("*.csv")) if path.stem not in NO_SCHEDULE]
    audits = [Audit(relcal, rules, path.stem, path) for path in paths if path.stem in known]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        audits = list(pool.map(Audit.look, audits))
    faults = 0
    for path in paths:
        if path.stem not in known:
            print(f"{path.stem}: {len(read_table(path))} rows, 0 carried")
            print(f"  {len(read_table(path)):4} left out: {UNKNOWN}")
    for audit in audits:
        lost = audit.tell()
        if lost:
            print(f"  {lost} rows are neither carried nor left out")
        faults += len(audit.faults) + abs(lost)
    for rule in rules.unused({audit.name for audit in audits}):
        print(f"no row is read by the rule {rule}")
        faults += 1
    print(f"{sum(audit.project.rows for audit in audits)} rows of {len(audits)} projects, "
          f"{sum(audit.days for audit in audits)} days of phases, {faults} faults")
    return 1 if faults or not audits else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
