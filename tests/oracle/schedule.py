"""An independent reading of the CSV facts in facts/: what a plan said as of a day, and where a
series stood on a day. Written from the rules alone, and slow on purpose: every question goes over
every milestone. The library is compared with this; nothing here comes from the library or its
data files."""

import calendar
import collections
import csv
import datetime
import os
import re

FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "facts")
# The day up to which the facts were compiled: what is dated later is expected.
COMPILED = datetime.date(2026, 8, 22)
LATEST = datetime.date.max
# From these series on the facts have a history, and ends of life are meant to the month.
FIRST_WITH_HISTORY = (3, 5)
FIRST_WITH_MONTHS = (3, 10)

# Each phase with the milestone that begins it, of which a series' own is "SERIES.0" + suffix
# where it begins with a dot.
PHASES = [
    ("pre-alpha", "development"),
    ("alpha", ".0a1"),
    ("beta", ".0b1"),
    ("candidate", ".0rc1"),
    ("bugfix", ".0"),
    ("security", "end-of-bugfix"),
    ("end-of-life", "end-of-life"),
]

Entry = collections.namedtuple("Entry", "id text earliest latest state")
Standing = collections.namedtuple(
    "Standing", "phase since until last next freezes overdue certain day")


def rows_of(name):
    with open(os.path.join(FACTS, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text)


def number_of(series_id):
    return tuple(int(part) for part in series_id.split("."))


class Milestone:
    """One milestone of the facts: its date, whether that is actual, and its revisions, oldest
    first, as (since, date or None for withdrawn). revisions is None where none are recorded."""

    def __init__(self, id, date=None, actual=False, note="", to_the_month=False, revisions=None):
        self.id = id
        self.date = date
        self.actual = actual
        self.note = note
        self.to_the_month = to_the_month
        self.revisions = revisions

    def dated(self, date, state):
        if not self.to_the_month:
            return Entry(self.id, date.isoformat(), date, date, state)
        last_day = calendar.monthrange(date.year, date.month)[1]
        return Entry(self.id, date.isoformat()[:7], date.replace(day=1),
                     date.replace(day=last_day), state)

    def as_of(self, as_of):
        """The entry that the plan as of a day has for this milestone, or None."""
        if self.actual and self.date <= as_of:
            return self.dated(self.date, "actual")
        if self.revisions is None:
            return self.dated(self.date, "expected")
        known = [date for since, date in self.revisions if since <= as_of]
        if not known or known[-1] is None:
            return None
        return self.dated(known[-1], "expected")


class Series:
    def __init__(self, row, releases, history):
        self.id = row["series"]
        self.row = row
        self.number = number_of(self.id)
        self.milestones = self.metadata(row, history) + self.releases(releases, history)
        self.ids = {milestone.id for milestone in self.milestones}

    def metadata(self, row, history):
        begin = day(row["start_of_development"])
        revisions = history.get(self.id + "-dev", [])
        planned = any(state == "expected" and since <= begin for since, _, state in revisions)
        begin_revisions = [(since, date) for since, date, _ in revisions] if planned else None
        months = self.number >= FIRST_WITH_MONTHS
        return [
            Milestone("development", begin, begin <= COMPILED, revisions=begin_revisions),
            Milestone("end-of-bugfix", day(row["end_of_bugfix"]),
                      day(row["end_of_bugfix"]) <= COMPILED),
            Milestone("end-of-life", day(row["end_of_life"]), day(row["end_of_life"]) <= COMPILED,
                      to_the_month=months),
        ]

    def releases(self, releases, history):
        recorded = self.number >= FIRST_WITH_HISTORY
        result = []
        for row in releases:
            revisions = [(since, date) for since, date, _ in history.get(row["version"], [])]
            result.append(Milestone(row["version"], day(row["date"]), row["state"] == "actual",
                                    row["note"], revisions=revisions if recorded else None))
        known = {milestone.id for milestone in result}
        for id, rows in history.items():
            if id not in known and not id.endswith("-dev"):
                revisions = [(since, date) for since, date, _ in rows]
                result.append(Milestone(id, revisions=revisions))
        return result

    def plan(self, as_of):
        """The entries of the plan as of a day."""
        entries = [milestone.as_of(as_of) for milestone in self.milestones]
        return [entry for entry in entries if entry is not None]

    def change_days(self):
        """Every day on which something about the plan may have changed."""
        days = set()
        for milestone in self.milestones:
            if milestone.date is not None:
                days.add(milestone.date)
            days.update(since for since, _ in milestone.revisions or [])
        return sorted(days)

    def standing(self, plan, on):
        """Where the series stands on a day by a plan."""
        by_id = {entry.id: entry for entry in plan}
        starts = []
        for name, milestone_id in PHASES:
            full_id = self.id + milestone_id if milestone_id.startswith(".") else milestone_id
            starts.append((name, by_id.get(full_id)))

        current = -1
        for index, (name, entry) in enumerate(starts):
            if entry is not None and entry.earliest <= on:
                current = index
        phase, since = starts[current] if current >= 0 else ("planned", None)
        coming = [entry for _, entry in starts[current + 1:]
                  if entry is not None and entry.earliest > on]
        until = min(coming, key=lambda entry: entry.earliest, default=None)

        come = [entry for entry in plan if entry.earliest <= on]
        last_day = max((entry.earliest for entry in come), default=None)
        next_day = min((entry.earliest for entry in plan if entry.earliest > on), default=None)
        return Standing(
            phase=phase,
            since=since,
            until=until,
            last=[entry for entry in plan if entry.earliest == last_day],
            next=[entry for entry in plan if entry.earliest == next_day],
            freezes=self.freezes(by_id, on),
            overdue=any(entry.state == "expected" and entry.latest < on for entry in plan),
            certain=not any(entry and entry.earliest <= on < entry.latest for _, entry in starts),
            day=(on - since.earliest).days + 1 if since else 0,
        )

    def freezes(self, by_id, on):
        """A feature freeze from beta 1; an ABI freeze from the last beta, else candidate 1."""
        result = []
        beta_1 = by_id.get(self.id + ".0b1")
        if beta_1 is not None and beta_1.earliest <= on:
            result.append("feature")
        beta = re.compile(re.escape(self.id) + r"\.0b\d+")
        betas = [entry.earliest for id, entry in by_id.items() if beta.fullmatch(id)]
        candidate = by_id.get(self.id + ".0rc1")
        if betas:
            abi_from = max(betas)
        else:
            abi_from = candidate.earliest if candidate else None
        if abi_from is not None and abi_from <= on:
            result.append("abi")
        return result


def all_series():
    """Every series of the facts by its id, in the order of the file."""
    releases = collections.defaultdict(list)
    for row in rows_of("python-releases.csv"):
        releases[row["series"]].append(row)
    history = collections.defaultdict(lambda: collections.defaultdict(list))
    for row in rows_of("python-plan-history.csv"):
        date = None if row["state"] == "withdrawn" else day(row["date"])
        history[row["series"]][row["milestone"]].append((day(row["since"]), date, row["state"]))
    result = {}
    for row in rows_of("python-series.csv"):
        id = row["series"]
        for revisions in history[id].values():
            revisions.sort(key=lambda revision: revision[0])
        result[id] = Series(row, releases[id], history[id])
    return result


def beginnings(series, as_of):
    """When the development of each series begins, by the plans as of a day: (day, number, id)."""
    return [(entry.earliest, one.number, one.id) for one in series.values()
            for entry in one.plan(as_of) if entry.id == "development"]


def on_main(begins, on):
    """The series on the main branch on a day: the one whose development began last, or None."""
    begun = [begin for begin in begins if begin[0] <= on]
    return max(begun)[2] if begun else None
