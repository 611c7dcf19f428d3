#!/usr/bin/python3
"""Compares the built-in schedules, the files they are made from, and the facts, through the
command: test_files.py RELCAL DATA, where DATA is the folder data/ of the source tree.

`relcal --data DATA ...` and `relcal ...` give equal answers; both agree with the CSV facts; the
JSON has the promised keys in the promised order."""

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import schedule  # noqa: E402

PHASE_KEYS = ["schema", "project", "series", "date", "as_of", "phase", "since", "until", "freezes",
              "overdue", "last", "next"]
DATED_KEYS = ["milestone", "date", "state"]
SHOW_KEYS = ["schema", "project", "series", "spec", "branch", "release_manager", "revised",
             "milestones"]
SPEC_KEYS = ["name", "url"]
MILESTONE_KEYS = ["milestone", "kind", "number", "date", "precision", "state", "note", "planned"]
PLANNED_KEYS = ["since", "date"]
TODAY_KEYS = ["schema", "date", "as_of", "series"]
NEXT_KEYS = ["schema", "date", "milestones"]
COMING_KEYS = ["project", "series", "milestone", "date", "state", "days"]
# Keys beyond the promised ones that an answer has only where there is something to say.
FURTHER_KEYS = {"withdrawn", "certain", "freezes_unknown"}

PHASE_QUESTIONS = [  # --on, --as-of or None for the latest plan
    ("1999-01-01", None), ("2000-08-20", None), ("2008-12-03", None), ("2015-08-11", "2015-08-11"),
    ("2018-06-01", "2018-05-28"), ("2018-06-01", "2018-05-29"), ("2019-10-14", "2019-10-13"),
    ("2020-06-09", "2020-06-09"), ("2020-06-10", "2020-06-10"), ("2023-01-10", "2023-01-10"),
    ("2023-01-10", None), ("2023-07-11", "2023-07-11"), ("2023-07-11", None),
    ("2024-04-30", "2024-01-16"), ("2026-05-06", "2026-05-05"), ("2026-08-22", None),
    ("2026-10-15", None), ("2026-10-31", "2026-10-31"), ("2027-07-20", "2026-02-23"),
    ("2040-12-31", None),
]
SHOW_AS_OF = [None, "2014-09-22", "2018-05-28", "2018-05-29", "2020-06-09", "2020-06-10",
              "2023-01-10", "2023-09-18", "2023-09-19", "2026-02-22", "2026-02-23", "2026-05-05"]

differences = 0


def check(what, expected, found):
    global differences
    if expected != found:
        differences += 1
        if differences <= 20:
            print(f"{what}\n  expected: {expected}\n  found:    {found}")


class Command:
    """The command with no files but those that are given to it."""

    def __init__(self, path, empty):
        self.path = path
        self.environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8",
                            "HOME": empty, "XDG_DATA_HOME": empty}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def __call__(self, *arguments, **variables):
        done = subprocess.run([self.path, *arguments], capture_output=True, encoding="utf-8",
                              env={**self.environment, **variables})
        if done.returncode != 0 or done.stderr:
            sys.exit(f"relcal {' '.join(arguments)}: exit status {done.returncode}\n{done.stderr}")
        return done.stdout

    def both(self, data, questions):
        """Each question's answer, after checking that the files answer it like the built-in."""
        def ask(question):
            return self(*question), self("--data", data, *question)
        with concurrent.futures.ThreadPoolExecutor() as pool:
            answers = list(pool.map(ask, questions))
        for question, (built_in, from_files) in zip(questions, answers):
            check(f"relcal --data DATA {' '.join(question)}", built_in, from_files)
        return [json.loads(built_in) for built_in, _ in answers]


def keys_are(what, expected, found):
    check(f"keys of {what}", expected, [key for key in found if key not in FURTHER_KEYS])


def dated(entry):
    return entry and {"milestone": entry.id, "date": entry.text, "state": entry.state}


def check_phase(what, series, on, as_of, found):
    plan = series.plan(schedule.day(as_of) if as_of else schedule.LATEST)
    standing = series.standing(plan, schedule.day(on))
    for name, entries in (("last", standing.last), ("next", standing.next)):
        allowed = [dated(entry) for entry in entries] or [None]
        check(f"{name} of {what}", True, found[name] in allowed)
    expected = {
        "project": "python", "series": series.id, "date": on, "phase": standing.phase,
        "since": dated(standing.since), "until": dated(standing.until),
        "freezes": standing.freezes, "overdue": standing.overdue}
    check(what, expected, {key: found[key] for key in expected})
    if as_of:
        check(f"as_of of {what}", as_of, found["as_of"])
    for name in ("since", "until", "last", "next"):
        if found[name] is not None:
            keys_are(f"{name} of {what}", DATED_KEYS, found[name])


def check_phases(relcal, data, all_series):
    asked = [(id, on, as_of) for id in all_series for on, as_of in PHASE_QUESTIONS]
    questions = []
    for id, on, as_of in asked:
        choice = ["--as-of", as_of] if as_of else []
        questions.append(["phase", "python", id, "--on", on, *choice, "--json"])
    for question, (id, on, as_of), found in zip(questions, asked, relcal.both(data, questions)):
        what = " ".join(question)
        keys_are(what, PHASE_KEYS, found)
        check(f"schema of {what}", 1, found["schema"])
        check_phase(what, all_series[id], on, as_of, found)


def steps(revisions, actual_day):
    """The revisions that had an effect: before the actual day, and saying something new."""
    result = []
    for since, date in sorted(revisions, key=lambda revision: revision[0]):
        if actual_day is None or since < actual_day:
            if date != (result[-1][1] if result else None):
                result.append((since, date))
    return result


def kind_and_number(series, milestone):
    """The kind and number of a milestone; a kind may be one of several."""
    match = re.fullmatch(r"\d+\.\d+\.(\d+)(?:(a|b|rc)(\d+))?", milestone.id)
    if match is None:
        return [milestone.id], None
    if match[2]:
        return [{"a": "alpha", "b": "beta", "rc": "candidate"}[match[2]]], int(match[3])
    if match[1] == "0":
        return ["final"], None
    return ["bugfix", "security"], None


def check_milestone(what, series, milestone, entry, found):
    keys_are(what, MILESTONE_KEYS, found)
    kinds, number = kind_and_number(series, milestone)
    check(f"kind of {what}", True, found["kind"] in kinds)
    if len(kinds) == 1:
        check(f"number of {what}", number, found["number"])
    if entry is None:
        check(f"state of {what}", "withdrawn", found["state"])
    else:
        precision = "month" if milestone.to_the_month else "day"
        check(what, (entry.text, precision, entry.state),
              (found["date"], found["precision"], found["state"]))
    check(f"note of {what}", milestone.note or None, found["note"])
    for revision in found["planned"]:
        keys_are(f"planned of {what}", PLANNED_KEYS, revision)


def check_show(what, series, as_of, found):
    keys_are(what, SHOW_KEYS, found)
    keys_are(f"spec of {what}", SPEC_KEYS, found["spec"])
    row = series.row
    branch = row["branch"] or None
    check(what, (1, "python", series.id, f"PEP {row['pep']}", branch, row["release_manager"]),
          (found["schema"], found["project"], found["series"], found["spec"]["name"],
           found["branch"], found["release_manager"]))
    check(f"url of {what}", True, f"pep-{int(row['pep']):04}" in found["spec"]["url"])

    shown = {milestone["milestone"]: milestone for milestone in found["milestones"]}
    check(f"doubled milestones of {what}", len(found["milestones"]), len(shown))
    check(f"unknown milestones of {what}", [], sorted(set(shown) - series.ids))
    day = schedule.day(as_of) if as_of else schedule.LATEST
    for milestone in series.milestones:
        entry = milestone.as_of(day)
        if entry is None and milestone.id not in shown:
            continue
        if milestone.id not in shown:
            check(f"{milestone.id} in {what}", dated(entry), None)
            continue
        check_milestone(f"{milestone.id} in {what}", series, milestone, entry,
                        shown[milestone.id])
    check_history(what, series, as_of, shown, found["revised"])


def check_history(what, series, as_of, shown, revised):
    """The revisions shown are those of the facts that had an effect by then. The latest plan was
    revised on the day of the last one, or on the last actual day."""
    changed = []
    for milestone in series.milestones:
        actual_day = milestone.date if milestone.actual else None
        expected = [step for step in steps(milestone.revisions or [], actual_day)
                    if as_of is None or step[0] <= schedule.day(as_of)]
        changed += [actual_day] if actual_day else []
        changed += [since for since, _ in expected]
        if milestone.id in shown:
            found = [(schedule.day(revision["since"]),
                      schedule.day(revision["date"]) if revision["date"] else None)
                     for revision in shown[milestone.id]["planned"]]
            check(f"revisions of {milestone.id} in {what}", expected, steps(found, actual_day))
    if as_of is None:
        check(f"revised of {what}", max(changed).isoformat(), revised)


def check_shows(relcal, data, all_series):
    asked = [(id, as_of) for id in all_series for as_of in SHOW_AS_OF]
    questions = [["show", "python", id, *(["--as-of", as_of] if as_of else []), "--json"]
                 for id, as_of in asked]
    for question, (id, as_of), found in zip(questions, asked, relcal.both(data, questions)):
        check_show(" ".join(question), all_series[id], as_of, found)


def check_overviews(relcal, data, all_series):
    """today and next over the whole project."""
    days = ["2001-01-01", "2010-02-28", "2023-07-11", "2026-08-22", "2026-10-31", "2035-01-01"]
    today = [["today", "python", "--on", day, "--as-of", day, "--json"] for day in days]
    coming = [["next", "python", "--on", day, "--as-of", day, "--json"] for day in days]
    for day, question, found in zip(days, today, relcal.both(data, today)):
        what = " ".join(question)
        keys_are(what, TODAY_KEYS, found)
        living = []
        for series in all_series.values():
            phase = series.standing(series.plan(schedule.day(day)), schedule.day(day)).phase
            if phase not in ("planned", "end-of-life"):
                living.append(series.id)
        check(f"series of {what}", sorted(living), sorted(one["series"] for one in found["series"]))
        for one in found["series"]:
            keys_are(f"{one['series']} of {what}", PHASE_KEYS[1:],
                     [key for key in one if key != "schema"])
            check_phase(f"{one['series']} of {what}", all_series[one["series"]], day, day, one)
    for day, question, found in zip(days, coming, relcal.both(data, coming)):
        what = " ".join(question)
        keys_are(what, NEXT_KEYS, found)
        plans = {id: {entry.id: entry for entry in series.plan(schedule.day(day))}
                 for id, series in all_series.items()}
        for one in found["milestones"]:
            keys_are(f"milestone of {what}", COMING_KEYS, one)
            entry = plans[one["series"]].get(one["milestone"])
            check(f"{one['milestone']} of {what}", dated(entry),
                  {key: one[key] for key in DATED_KEYS})
            check(f"days of {one['milestone']} of {what}",
                  (entry.earliest - schedule.day(day)).days, one["days"])
            check(f"{one['milestone']} comes after {day}", True, one["days"] > 0)
        dates = [one["date"] for one in found["milestones"]]
        check(f"order of {what}", sorted(dates), dates)


def check_files_are_read(relcal, data, scratch):
    """That --data and RELCAL_DATA do lay files over the built-in ones: equal answers alone would
    also come from a command that ignores them."""
    changed = os.path.join(scratch, "changed")
    shutil.copytree(data, changed)
    path = os.path.join(changed, "python", "3.12.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        file.write(re.sub(r"(?m)^release-manager:.*$", "release-manager: Nobody", text))
    question = ["show", "python", "3.12", "--json"]
    for answer in (relcal("--data", changed, *question), relcal(*question, RELCAL_DATA=changed)):
        check("release manager in changed files", "Nobody", json.loads(answer)["release_manager"])


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: test_files.py RELCAL DATA")
    command, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    all_series = schedule.all_series()
    with tempfile.TemporaryDirectory() as scratch:
        empty = os.path.join(scratch, "empty")
        os.mkdir(empty)
        relcal = Command(command, empty)
        check_phases(relcal, data, all_series)
        check_shows(relcal, data, all_series)
        check_overviews(relcal, data, all_series)
        check_files_are_read(relcal, data, scratch)
    print(f"{differences} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
