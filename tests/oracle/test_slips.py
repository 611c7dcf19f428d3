"""The slips of Python's releases, figured out from the CSV facts: test_slips.py RELCAL.

Only rows of the published plans' history and of the releases are read here; nothing comes from the
library or its data files. A plan counts if it was published before the day that the release came.
Where a later label of a kind gets, on one day, the very date that an earlier one gives up (it goes to
an earlier date, out of the plan, or came some other day in the week before), the plan goes on under
the later label.
"""

import collections
import csv
import datetime
import json
import os
import re
import statistics
import subprocess
import sys

RELCAL = sys.argv[1]
FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "facts")
SERIES = [f"3.{minor}" for minor in range(8, 16)]
WEEK = datetime.timedelta(days=7)
DAY = datetime.timedelta(days=1)
KINDS = {"a": "alpha", "b": "beta", "rc": "candidate"}


def rows(name):
    with open(os.path.join(FACTS, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def label(name):
    """(micro, stage, number): labels of a kind compare by it."""
    parts = re.fullmatch(r"\d+\.\d+(?:\.(\d+))?(?:(a|b|rc)(\d+))?", name)
    return (int(parts[1] or 0), parts[2] or "", int(parts[3] or 0)) if parts else None


class Release:
    def __init__(self, name):
        self.name = name
        self.label = label(name)
        self.plans = []  # (since, date, or None for withdrawn)
        self.actual = None

    def planned_at(self, when):
        """What the plan said at the end of a day: the day it came on, or was planned for."""
        if self.actual is not None and self.actual <= when:
            return self.actual
        known = [date for since, date in self.plans if since <= when]
        return known[-1] if known else None

    def given_up(self, when, date):
        came = self.actual is not None and when - WEEK <= self.actual < when
        before = self.planned_at((self.actual if came else when) - DAY)
        after = self.planned_at(when)
        return before == date and (after is None or after < date)


def read_series(series):
    releases = {}
    for row in rows("python-plan-history.csv"):
        if row["series"] == series and label(row["milestone"]):
            release = releases.setdefault(row["milestone"], Release(row["milestone"]))
            date = None if row["state"] == "withdrawn" else day(row["date"])
            release.plans.append((day(row["since"]), date))
    for row in rows("python-releases.csv"):
        if row["series"] == series:
            release = releases.setdefault(row["version"], Release(row["version"]))
            if row["state"] == "actual":
                release.actual = day(row["date"])
    for release in releases.values():
        release.plans.sort(key=lambda plan: plan[0])
    return releases


def shown(series):
    done = subprocess.run([RELCAL, "history", "python", series, "--json"], check=True,
                          stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


class Judge:
    def __init__(self, series, kinds):
        self.releases = read_series(series)
        self.kinds = kinds

    def origin(self, release, since, date):
        """The nearest earlier label of the kind that gives the date up on that day."""
        if date is None or release.planned_at(since - DAY) == date:
            return None
        found = [other for other in self.releases.values()
                 if other.label < release.label and
                 self.kinds.get(other.name) == self.kinds.get(release.name) and
                 other.given_up(since, date)]
        return max(found, key=lambda other: other.label, default=None)

    def steps(self, release):
        """The revisions of a label from before it came, each with whose plan it took over."""
        last = None
        for since, date in release.plans:
            if release.actual is not None and since >= release.actual:
                return
            if date != last:
                yield since, date, self.origin(release, since, date)
            last = date

    def is_taken(self, release):
        """Whether another label took over the plan that this one had when it came."""
        own = [since for since, _ in release.plans if since < release.actual]
        return bool(own) and any(
            origin is release and own[-1] < since <= release.actual + WEEK
            for other in self.releases.values() if other is not release
            for since, _, origin in self.all_steps(other))

    def all_steps(self, release):
        last = None
        for since, date in release.plans:
            if date != last:
                yield since, date, self.origin(release, since, date)
            last = date

    def plans(self, release):
        """The first and the last plan from before it came, None for an unplanned one."""
        if release.actual is None or self.is_taken(release):
            return None, None
        dated = [date for since, date in release.plans
                 if since < release.actual and date is not None]
        if not dated:
            return None, None
        label_now, until = release, release.actual
        while True:
            taken = [(since, origin) for since, _, origin in self.all_steps(label_now)
                     if since < until and origin is not None]
            if not taken:
                break
            until, label_now = taken[-1]
        first = [date for since, date in label_now.plans if since < until and date is not None]
        return first[0] if first else None, dated[-1]


def main():
    figures = collections.defaultdict(list)
    last_figures = collections.defaultdict(list)
    compared = 0
    faults = []
    for series in SERIES:
        answer = shown(series)
        kinds = {item["milestone"]: item for item in answer["milestones"]}
        show = json.loads(subprocess.run([RELCAL, "show", "python", series, "--json"], check=True,
                                         stdout=subprocess.PIPE, text=True).stdout)
        kind_of = {item["milestone"]: item["kind"] for item in show["milestones"]}
        kind_of.update({item["milestone"]: item["kind"] for item in show.get("withdrawn", ())})
        judge = Judge(series, kind_of)
        for release in judge.releases.values():
            if release.actual is None:
                continue
            first, last = judge.plans(release)
            item = kinds[release.name]
            expected = (first and first.isoformat(), last and last.isoformat(),
                        first and (release.actual - first).days,
                        last and (release.actual - last).days)
            said = (item["first"], item["last"], item["slip"], item["last_slip"])
            compared += 1
            if expected != said:
                faults.append(f"{release.name}: {said}, not {expected}")
            if first:
                figures[kind_of[release.name]].append((release.actual - first).days)
            if last:
                last_figures[kind_of[release.name]].append((release.actual - last).days)
    slips = json.loads(subprocess.run([RELCAL, "slips", "python", *SERIES, "--json"], check=True,
                                      stdout=subprocess.PIPE, text=True).stdout)
    for item in slips["kinds"]:
        for key, days in (("first_plan", figures[item["kind"]]),
                          ("last_plan", last_figures[item["kind"]])):
            if item["kind"] not in ("alpha", "beta", "candidate", "final", "bugfix", "security"):
                continue
            said = item[key]
            compared += 1
            if said["count"] != len(days):
                faults.append(f"{item['kind']} {key}: {said['count']}, not {len(days)}")
            elif days and (abs(said["mean"] - statistics.mean(days)) > 1e-9 or
                           said["median"] != statistics.median(days) or
                           said["on_day"] != days.count(0) or
                           abs(said["largest"]) != max(map(abs, days))):
                faults.append(f"{item['kind']} {key}: {said}, not {sorted(days)}")
    print("\n".join(faults + [f"{compared} figures, {len(faults)} different"]))
    return bool(faults) or compared < 200


if __name__ == "__main__":
    sys.exit(main())
