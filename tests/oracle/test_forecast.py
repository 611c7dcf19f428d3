"""Forecasts of Python's releases, figured out from the CSV facts: test_forecast.py RELCAL.

Only the rows of the facts are read here, through schedule.py, and looked at day by day: what the
plan of every release said at the end of each day before it came, through all labels that it had.
What a forecast says is then a matter of counting. The kinds of milestones alone are taken from the
command.
"""

import datetime
import functools
import json
import re
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay as they are
import schedule  # noqa: E402

RELCAL = sys.argv[1]
DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)
SERIES = schedule.all_series()
# Series to ask about, and the days: in each phase, a day before and on the day of a release, and
# between an unplanned release and the plan that gives its label's plan to the next.
QUESTIONS = {
    "3.8": ["2019-03-01", "2019-05-05", "2019-10-13", "2019-11-20"],
    "3.9": ["2020-05-18", "2020-06-08", "2020-06-09", "2020-06-10", "2020-08-11", "2020-10-04"],
    "3.10": ["2020-06-01", "2021-04-05", "2021-05-03", "2021-07-31", "2022-09-06", "2022-09-08"],
    "3.11": ["2021-07-12", "2022-06-30", "2022-09-11"],
    "3.12": ["2022-06-20", "2023-01-10", "2023-05-08", "2023-09-18", "2024-09-06", "2024-09-08"],
    "3.13": ["2023-06-01", "2024-05-07", "2024-09-30", "2025-10-15"],
    "3.14": ["2025-05-06", "2025-08-01", "2026-02-01", "2026-08-22"],
    "3.15": ["2025-05-01", "2026-01-14", "2026-05-05", "2026-05-07", "2026-08-22"],
    "3.16": ["2026-03-01", "2026-08-22", "2026-10-12"],
}


def asked(*arguments):
    done = subprocess.run([RELCAL, *arguments, "--json"], check=True, stdout=subprocess.PIPE,
                          text=True)
    return json.loads(done.stdout)


@functools.cache
def kinds_of(series_id):
    answer = asked("show", "python", series_id)
    items = answer["milestones"] + answer.get("withdrawn", [])
    return {item["milestone"]: item["kind"] for item in items}


def label(name):
    """(micro, number): labels of a kind compare by it."""
    parts = re.fullmatch(r"\d+\.\d+\.(\d+)(?:(?:a|b|rc)(\d+))?", name)
    return (int(parts[1]), int(parts[2] or 0)) if parts else (0, 0)


def date_on(milestone, day):
    entry = milestone.as_of(day)
    return entry and entry.earliest


def gives_up(milestone, day, date):
    """Whether it had a date until a day, and goes to an earlier one or out of the plan on it."""
    if milestone.revisions is None:
        return False
    came = milestone.actual and day - WEEK <= milestone.date < day
    after = date_on(milestone, day)
    return (date_on(milestone, (milestone.date if came else day) - DAY) == date and
            (after is None or after < date))


@functools.cache
def takeovers(series_id):
    """(day, label that takes a plan over, label that had it), oldest first."""
    kinds = kinds_of(series_id)
    found = []
    for milestone in SERIES[series_id].milestones:
        before = None
        for since, date in milestone.revisions or []:
            if date is not None and date != before:
                origins = [other for other in SERIES[series_id].milestones
                           if kinds.get(other.id) == kinds.get(milestone.id) and
                           label(other.id) < label(milestone.id) and
                           gives_up(other, since, date)]
                if origins:
                    found.append((since, milestone,
                                  max(origins, key=lambda other: label(other.id))))
            before = date
    return sorted(found, key=lambda takeover: takeover[0])


@functools.cache
def days_planned(series_id, id):
    """[(day, what was planned at its end)] from the first plan to the day before it came."""
    milestone = next(one for one in SERIES[series_id].milestones if one.id == id)
    # Whose revisions count on which days, from new to old.
    stretches = []
    until = milestone.date
    while True:
        taken = [takeover for takeover in takeovers(series_id)
                 if takeover[1] is milestone and takeover[0] < until]
        since = taken[-1][0] if taken else datetime.date.min
        stretches.append((since, until, milestone.revisions or []))
        if not taken:
            break
        milestone, until = taken[-1][2], since
    plans = []
    for since, until, revisions in reversed(stretches):
        begun = [day for day, _ in revisions if day < until]
        day = max(since, min(begun, default=until))
        while day < until:
            known = [date for published, date in revisions if published <= day]
            if known and known[-1] is not None:
                plans.append((day, known[-1]))
            day += DAY
    return plans


def lost_its_plan(series_id, milestone, known):
    """Whether what was planned under its label went on under another by a day."""
    own = [since for since, _ in milestone.revisions or [] if since < milestone.date]
    return bool(own) and any(
        origin is milestone and own[-1] < since <= min(milestone.date + WEEK, known)
        for since, _, origin in takeovers(series_id))


def slips(kind, lead, known):
    found = []
    for series_id, series in SERIES.items():
        for milestone in series.milestones:
            if (kinds_of(series_id).get(milestone.id) != kind or not milestone.actual or
                    milestone.date > known or milestone.to_the_month or
                    lost_its_plan(series_id, milestone, known)):
                continue
            plans = days_planned(series_id, milestone.id)
            ahead = [date for day, date in plans if (date - day).days >= lead]
            if plans:
                planned = ahead[-1] if ahead else plans[0][1]
                found.append((milestone.date - planned).days)
    return found


def within(found, numerator, denominator):
    days = 0
    while sum(slip <= days for slip in found) * denominator < len(found) * numerator:
        days += 1
    return days


def forecast(series_id, entry, kind, today, as_of):
    milestone = next(one for one in SERIES[series_id].milestones if one.id == entry.id)
    if milestone.to_the_month:
        return {"cases": 0, "on_day": 0, "lead": 0, "chance": None, "half_within": None,
                "most_within": None, "enough": False}
    lead = max(0, (entry.earliest - today).days)
    found = slips(kind, lead, today if as_of == schedule.LATEST else as_of)
    return {
        "cases": len(found),
        "on_day": found.count(0),
        "lead": lead,
        "chance": found.count(0) / len(found) if found else None,
        "half_within": within(found, 1, 2) if found else None,
        "most_within": within(found, 9, 10) if found else None,
        "enough": len(found) >= 8,
    }


def is_same(said, wanted):
    return (said is not None and list(said) == list(wanted) and
            all(said[key] == wanted[key] or
                key == "chance" and None not in (said[key], wanted[key]) and
                abs(said[key] - wanted[key]) < 1e-9 for key in wanted))


def questions():
    """(series, today, as of): of the plan of the day, of the newest one, and a month later."""
    for series_id, days in QUESTIONS.items():
        for text in days:
            day = schedule.day(text)
            yield series_id, day, day
            yield series_id, day, schedule.LATEST
            yield series_id, day + 30 * DAY, day


def main():
    faults = []
    compared = with_cases = 0
    for series_id, today, as_of in questions():
        options = ["--forecast", "--on", today.isoformat()]
        if as_of != schedule.LATEST:
            options += ["--as-of", as_of.isoformat()]
        shown = asked("show", "python", series_id, *options)["milestones"]
        coming = asked("next", "python", series_id, *options)["milestones"]
        kinds = {item["milestone"]: item["kind"] for item in shown}
        plan = {entry.id: entry for entry in SERIES[series_id].plan(as_of)}
        if set(plan) != set(kinds):
            faults.append(f"{series_id} {as_of}: {sorted(set(plan) ^ set(kinds))}")
            continue
        for item in [*shown, *coming]:
            entry = plan[item["milestone"]]
            compared += 1
            if entry.state != "expected":
                wanted, is_right = None, "forecast" not in item
            elif entry.latest is not None and entry.latest < today:
                wanted, is_right = None, item.get("forecast", "none") is None
            else:
                wanted = forecast(series_id, entry, kinds[entry.id], today, as_of)
                is_right = is_same(item.get("forecast"), wanted)
                with_cases += wanted["enough"]
            if not is_right:
                faults.append(f"{entry.id} on {today} as of {as_of}: "
                              f"{item.get('forecast')}, not {wanted}")
    print("\n".join([*faults, f"{compared} milestones, {with_cases} with enough cases, "
                              f"{len(faults)} different"]))
    return bool(faults) or with_cases < 500


if __name__ == "__main__":
    sys.exit(main())
