"""The published dates of other projects, read by rules that are data, and nothing of the schedule
files.

A row of facts has a series, a label, a date and more in the words of its source. The tables of
tests/data/facts say what it is for relcal: series.csv which series its own is, milestones.csv which
milestones its label is, and which part of the date. The first row of a project whose patterns match
wholly counts; in what it says \\1 is a group, \\L1 the group in small letters with hyphens, {series}
the id of the series, {month} the month of the date, {kind} the kind of the facts, and {nth} which
of the rows with this label and series it is. A row that is left out says why. One that is left out
and still names a milestone counts where no other row speaks of that.
"""

import collections
import csv
import dataclasses
import datetime
import re
import zoneinfo

COLUMNS = ["series", "milestone", "kind", "date", "time_zone", "state", "source", "note"]
KINDS = {"rc": "candidate"}
CLOSER = "the span of a day that is stated"
SAME = "another row says the same"


class BadRule(Exception):
    pass


@dataclasses.dataclass
class Claim:
    """That a milestone of a series is on a date, as a row of facts has it."""
    where: str
    row: dict
    series: str
    milestone: str
    kind: str
    date: str
    left_out: str = ""


@dataclasses.dataclass
class Project:
    """What the rows of a project's facts come to."""
    rows: int = 0
    claims: list = dataclasses.field(default_factory=list)
    left_out: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    unexplained: list = dataclasses.field(default_factory=list)


def read_table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Rules:
    def __init__(self, folder):
        self.series = read_table(folder / "series.csv")
        self.milestones = read_table(folder / "milestones.csv")
        self.phases = read_table(folder / "phases.csv")
        self.projects = {rule["project"] for rule in self.series}
        self.used = set()  # the rules that a row was read by

    def unused(self, projects):
        """Rules of projects that no row was read by."""
        return [rule for rule in self.series + self.milestones
                if rule["project"] in projects and id(rule) not in self.used]

    def series_of(self, project, series):
        for rule in self.series:
            match = rule["project"] == project and re.fullmatch(rule["series"], series)
            if match:
                self.used.add(id(rule))
                return match.expand(rule["id"].replace("\\0", "\\g<0>"))
        return None

    def rule_of(self, project, row):
        said = f"{row['source']} {row['note']} {row['state']}"
        for rule in self.milestones:
            if rule["project"] == project and \
                    re.fullmatch(rule["series"] or ".*", row["series"]) and \
                    re.search(rule["said"], said):
                match = re.fullmatch(rule["label"], row["milestone"], re.DOTALL)
                if match:
                    self.used.add(id(rule))
                    return rule, match
        return None, None


def fill(template, match, variables):
    def put(found):
        letter, number, name = found.groups()
        if name:
            return variables[name]
        text = match.group(int(number))
        return re.sub(r"[ _]", "-", text.lower()) if letter else text
    return re.sub(r"\\(L?)(\d)|\{(\w+)\}", put, template)


def spell(row, part):
    """A date as relcal writes it."""
    date, zone = row["date"], row["time_zone"]
    if date == "TBD":
        return "tbd"
    start, _, end = date.partition("..")
    if part == "end":
        return end
    if part == "start":
        date = start
    if part == "month":
        return date[:7]
    if part == "day" or zone == "":
        return date
    if match := re.fullmatch(r"(\d\d:\d\d) UTC\b.*", zone):
        return f"{date}T{match[1]}Z"
    if match := re.fullmatch(r"(\d\d:\d\d) AoE\b.*", zone):
        return f"{date}T{match[1]}AoE"
    if re.fullmatch(r"AoE\b.*", zone):  # to the end of the day
        return f"{date}T24:00AoE"
    if match := re.fullmatch(r"(\d\d:\d\d) PT\b.*", zone):
        name = "America/Los_Angeles"
        moment = datetime.datetime.fromisoformat(f"{date}T{match[1]}")
        offset = moment.replace(tzinfo=zoneinfo.ZoneInfo(name)).isoformat()[-6:]
        return f"{date}T{match[1]}{offset}[{name}]"
    if re.fullmatch(r"\d\d:\d\d:\d\d[+-]\d\d:\d\d", zone):
        return f"{date}T{zone}"
    raise BadRule(f"no rule for the time {zone!r}")


def claims_of(rules, project, where, row, counts):
    """The claims of one row, an empty list where it makes none, and why."""
    rule, match = rules.rule_of(project, row)
    series = rules.series_of(project, row["series"])
    if rule is None or (series is None and rule["id"]):
        raise BadRule("no rule for this row")
    if not rule["id"]:
        return [], rule["left_out"]
    counts[row["series"], row["milestone"]] += 1
    variables = {"series": series, "month": row["date"][:7],
                 "kind": KINDS.get(row["kind"], row["kind"]),
                 "nth": str(counts[row["series"], row["milestone"]])}
    ids = fill(rule["id"], match, variables).split()
    kinds = fill(rule["kind"], match, variables).split()
    parts = rule["part"].split() or [""] * len(ids)
    if len(ids) != len(kinds) or len(ids) != len(parts):
        raise BadRule("its rule has not as many ids as kinds and parts")
    claims = []
    for milestone, kind, part in zip(ids, kinds, parts):
        own, slash, foreign = milestone.partition("/")
        claims.append(Claim(where, row, own if slash else series, foreign if slash else milestone,
                            kind, spell(row, part), rule["left_out"]))
    return claims, ""


def standing(claim):
    """Of equal claims the least counts: what happened, then the first row."""
    return claim.row["state"] != "actual", claim.where


def is_span(date):
    return ".." in date


def settle(project):
    """Leaves out what other rows say more closely, or instead."""
    firm = {}
    for claim in project.claims:
        if not claim.left_out:
            firm.setdefault((claim.series, claim.milestone), []).append(claim)
    for claim in project.claims:
        others = [other for other in firm.get((claim.series, claim.milestone), [])
                  if other is not claim]
        if not claim.left_out and is_span(claim.date) and \
                any(not is_span(other.date) for other in others):
            claim.left_out = CLOSER
        elif not claim.left_out and any(other.date == claim.date and
                                        standing(other) < standing(claim) for other in others):
            claim.left_out = SAME
        elif claim.left_out and not others:
            claim.left_out = ""


def supported(project, day):
    """The series that are out and not at their end on a day."""
    found, over = set(), set()
    for claim in project.claims:
        if claim.kind == "final" and claim.date <= day:
            found.add(claim.series)
        if claim.kind == "end-of-life" and claim.date < day:
            over.add(claim.series)
    return sorted(found - over)


def read_project(rules, name, rows):
    """What the rows of a project come to: pairs of a place and a row."""
    project, counts = Project(), collections.Counter()
    for where, row in rows:
        project.rows += 1
        try:
            claims, reason = claims_of(rules, name, where, row, counts)
        except BadRule as problem:
            project.unexplained.append(f"{where}: {row['series']} {row['milestone']!r}: {problem}")
            continue
        project.claims += claims
        if reason:
            project.left_out[reason] += 1
    for claim in [claim for claim in project.claims if claim.series == "@supported"]:
        project.claims.remove(claim)
        project.claims += [dataclasses.replace(claim, series=series)
                           for series in supported(project, claim.date)]
    settle(project)
    return project


# ---- days ----

def days_of(date):
    """The first day, in UTC, on which a date may have come, and the first on which it surely has."""
    if ".." in date:
        first, last = date.split("..")
        return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)
    if re.fullmatch(r"\d{4}-\d\d", date):
        first = datetime.date.fromisoformat(date + "-01")
        following = (first + datetime.timedelta(days=31)).replace(day=1)
        return first, following - datetime.timedelta(days=1)
    day, _, time = date.partition("T")
    day = datetime.date.fromisoformat(day)
    if time:
        day = (moment_of(day, time)).date()
    return day, day


def moment_of(day, time):
    """The moment in UTC of a time such as 24:00AoE or 06:00-07:00[America/Los_Angeles]."""
    match = re.fullmatch(r"(\d\d):(\d\d)(?::(\d\d))?(Z|AoE|([+-])(\d\d):(\d\d))(?:\[.*\])?", time)
    hours, minutes, seconds, zone, sign, offset_hours, offset_minutes = match.groups()
    west = {"Z": 0, "AoE": 12 * 60}.get(zone)
    if west is None:
        west = (int(offset_hours) * 60 + int(offset_minutes)) * (-1 if sign == "+" else 1)
    midnight = datetime.datetime.combine(day, datetime.time())
    return midnight + datetime.timedelta(hours=int(hours), minutes=int(minutes) + west,
                                         seconds=int(seconds or 0))


# ---- phases ----

def series_key(series):
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", series)]


class Timeline:
    """The phases of the series of a project, by what its rows say and no file of relcal's."""

    def __init__(self, rules, name, project):
        self.phases = [row for row in rules.phases if row["project"] == name]
        self.claims = {}
        for claim in project.claims:
            if not claim.left_out and claim.date != "tbd":
                self.claims.setdefault(claim.series, []).append(claim)
        self.order = sorted(self.claims, key=series_key)

    def beside(self, series, step):
        """The series before or after one, of those that are named as it is; where names are numbers
        no other lies between."""
        shape = re.sub(r"\d+", "0", series)
        row = [other for other in self.order if re.sub(r"\d+", "0", other) == shape]
        place = row.index(series) + step
        if not 0 <= place < len(row):
            return None
        is_gap = series.isdigit() and int(row[place]) != int(series) + step
        return None if is_gap else row[place]

    def find(self, series, name):
        for prefix, step in (("next:", 1), ("previous:", -1)):
            if name.startswith(prefix):
                series = self.beside(series, step)
                name = name[len(prefix):]
        found = [claim for claim in self.claims.get(series, [])
                 if (claim.kind == name[len("kind:"):] if name.startswith("kind:")
                     else claim.milestone == name)]
        return min(found, key=lambda claim: days_of(claim.date), default=None)

    def beginnings(self, series):
        """The claim that begins each phase, or None."""
        found = []
        for phase in self.phases:
            names = phase["begins"].replace("{series}", series).split()
            claims = [claim for claim in (self.find(series, name) for name in names) if claim]
            found.append(claims[0] if claims else None)
        return found

    def phases_on(self, series, day):
        """The phases that a series may be in on a day; None where its rows do not tell. A phase
        that begins by a rule for which there is no row may have begun."""
        begun = -1
        beginnings = self.beginnings(series)
        for place, claim in enumerate(beginnings):
            if claim is None:
                continue
            first, last = days_of(claim.date)
            if last <= day:
                begun = place
            elif first <= day:
                return None
        possible = ["planned" if begun < 0 else self.phases[begun]["phase"]]
        for place, claim in enumerate(beginnings):
            if place > begun and claim is None and self.phases[place]["by_rule"]:
                possible.append(self.phases[place]["phase"])
            elif place > begun and claim is not None:
                break
        return possible

    def turns(self):
        """Each claim that begins a phase, with its series, in order."""
        for series in self.order:
            for claim in self.beginnings(series):
                if claim is not None:
                    yield series, claim

    def days_beside(self, claim):
        """The day before a claim may have come, and the one on which it surely has."""
        first, last = days_of(claim.date)
        return [first - datetime.timedelta(days=1), last]
