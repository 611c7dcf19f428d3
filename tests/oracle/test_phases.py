#!/usr/bin/python3
"""Compares the library with the facts: test_phases.py ORACLE, where ORACLE is the program built
from phases_oracle.c. Every series on every day from 1999 to 2033 by the latest plan; random
series, days and as-of days; every plan around every day on which it changed; the main branch."""

import datetime
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import schedule  # noqa: E402

FIRST_DAY = datetime.date(1999, 1, 1)
LAST_DAY = datetime.date(2033, 12, 31)
ONE_DAY = datetime.timedelta(days=1)
RANDOM_QUESTIONS = 8000
MAX_SHOWN = 20


class Comparison:
    """Counts what was compared and shows the first differences."""

    def __init__(self):
        self.compared = 0
        self.differences = 0

    def check(self, question, expected, found):
        self.compared += 1
        if expected != found:
            self.differences += 1
            if self.differences <= MAX_SHOWN:
                print(f"{question}\n  by the facts: {expected}\n  relcal:       {found}")


def text_of(entry):
    return f"{entry.id}/{entry.text}/{entry.state}" if entry else "-"


def one_of(entries, found):
    """Of several milestones on one day any will do: the one that was found, else the first."""
    texts = [text_of(entry) for entry in entries] or ["-"]
    return found if found in texts else texts[0]


def expected_columns(series, plan, on, found):
    """The columns of phases_oracle.c for a standing, from the facts."""
    standing = series.standing(plan, on)
    return [
        standing.phase,
        text_of(standing.since),
        text_of(standing.until),
        one_of(standing.last, found[3]),
        one_of(standing.next, found[4]),
        ",".join(standing.freezes) or "-",
        "overdue" if standing.overdue else "-",
        "certain" if standing.certain else "-",
        str(standing.day),
    ]


def columns_of(line):
    """A standing's columns, the freezes in a fixed order: theirs is the project file's."""
    columns = line.split("\t")
    columns[5] = ",".join(sorted(columns[5].split(","), reverse=True))
    return columns


def as_text(as_of):
    return "latest" if as_of == schedule.LATEST else as_of.isoformat()


def ask(oracle, questions):
    """The lines that the program answers to a list of questions."""
    done = subprocess.run([oracle], input="".join(line + "\n" for line in questions),
                          capture_output=True, encoding="utf-8")
    if done.returncode != 0:
        sys.exit(f"{oracle}: exit status {done.returncode}\n{done.stderr}")
    return iter(done.stdout.splitlines())


def until_dot(lines):
    for line in lines:
        if line == ".":
            return
        yield line


def days_of(run):
    """Each day of a run's line with the columns that follow."""
    first, last, rest = run.split("\t", 2)
    on = schedule.day(first)
    while on <= schedule.day(last):
        yield on, rest
        on += ONE_DAY


def compare_every_day(oracle, all_series, comparison):
    questions = [f"range {id} {FIRST_DAY} {LAST_DAY} latest" for id in all_series]
    lines = ask(oracle, questions)
    for id, series in all_series.items():
        plan = series.plan(schedule.LATEST)
        asked = FIRST_DAY
        for run in until_dot(lines):
            begin = schedule.day(run.split("\t", 1)[0])
            for on, rest in days_of(run):
                found = columns_of(rest)
                if found[8] != "0":
                    found[8] = str(int(found[8]) + (on - begin).days)
                expected = expected_columns(series, plan, on, found)
                comparison.check(f"{id} on {on}", (asked, expected), (on, found))
                asked += ONE_DAY
        comparison.check(f"{id}: days answered up to", LAST_DAY + ONE_DAY, asked)


def compare_standings(oracle, all_series, questions, comparison):
    """Questions are (series id, on, as of)."""
    lines = ask(oracle, [f"{id} {on} {as_text(as_of)}" for id, on, as_of in questions])
    for id, on, as_of in questions:
        series = all_series[id]
        found = columns_of(next(lines))
        comparison.check(f"{id} on {on} as of {as_text(as_of)}",
                         expected_columns(series, series.plan(as_of), on, found), found)


def random_day(source, first_year, last_year):
    first = datetime.date(first_year, 1, 1).toordinal()
    last = datetime.date(last_year, 12, 31).toordinal()
    return datetime.date.fromordinal(source.randint(first, last))


def random_questions(all_series):
    source = random.Random(20230110)
    ids = list(all_series)
    # The recent ones are asked more often, because it is they that have a history.
    ids += [id for id in ids if schedule.number_of(id) >= schedule.FIRST_WITH_HISTORY] * 2
    result = []
    for _ in range(RANDOM_QUESTIONS):
        as_of = schedule.LATEST
        if source.random() < 0.9:
            as_of = random_day(source, 2013, 2027)
        on = random_day(source, 1999, 2040)
        if as_of != schedule.LATEST and source.random() < 0.5:
            on = as_of + datetime.timedelta(days=source.randint(-400, 400))
        result.append((source.choice(ids), on, as_of))
    return result


def around_changes(series):
    """Every day on which the plan may have changed, with the days around it."""
    return sorted({day + ONE_DAY * offset for day in series.change_days() for offset in (-1, 0, 1)})


def questions_around_changes(all_series):
    return [(id, as_of + ONE_DAY * offset, as_of)
            for id, series in all_series.items()
            for as_of in around_changes(series) for offset in (-30, -1, 0, 1, 30)]


def compare_plans(oracle, all_series, comparison):
    asked = [(id, as_of) for id, series in all_series.items()
             for as_of in around_changes(series) + [schedule.LATEST]]
    lines = ask(oracle, [f"plan {id} {as_text(as_of)}" for id, as_of in asked])
    for id, as_of in asked:
        expected = sorted(text_of(entry) for entry in all_series[id].plan(as_of))
        found = sorted(until_dot(lines))
        missing = [text for text in expected if text not in found]
        surplus = [text for text in found if text not in expected]
        comparison.check(f"plan of {id} as of {as_text(as_of)}", missing, surplus)
        comparison.check(f"milestones in that plan of {id} as of {as_text(as_of)}",
                         len(expected), len(found))


def compare_branches(oracle, all_series, comparison):
    as_of_days = [schedule.LATEST] + [schedule.day(text) for text in (
        "2018-01-26", "2018-01-27", "2019-06-03", "2019-06-04", "2024-04-23", "2024-04-24",
        "2025-05-06", "2025-05-07", "2026-02-22", "2026-02-23", "2026-05-05", "2026-05-07")]
    asked = [(branch, as_of) for as_of in as_of_days for branch in ("main", "3.12", "2.7", "3.99")]
    lines = ask(oracle, [f"branch {branch} {FIRST_DAY} {LAST_DAY} {as_text(as_of)}"
                         for branch, as_of in asked])
    for branch, as_of in asked:
        begins = schedule.beginnings(all_series, as_of)
        for run in until_dot(lines):
            for on, found in days_of(run):
                if branch == "main":
                    expected = schedule.on_main(begins, on) or "-"
                else:
                    expected = branch if branch in all_series else "-"
                comparison.check(f"branch {branch} on {on} as of {as_text(as_of)}",
                                 expected, found)


def check_design_examples(all_series, comparison):
    """The examples that the design gives, so that both readings cannot be wrong alike."""
    def standing(id, on, as_of):
        series = all_series[id]
        return series.standing(series.plan(as_of), on)

    day = schedule.day
    first = standing("3.12", day("2023-01-10"), day("2023-01-10"))
    comparison.check("3.12 on 2023-01-10, as of that day", (
        "alpha", "3.12.0a1/2022-10-24/actual", "3.12.0b1/2023-05-08/expected",
        ["3.12.0a4/2023-01-10/actual"], ["3.12.0a5/2023-02-06/expected"], [], False), (
        first.phase, text_of(first.since), text_of(first.until),
        [text_of(entry) for entry in first.last], [text_of(entry) for entry in first.next],
        first.freezes, first.overdue))
    plan = {entry.id: entry.text for entry in all_series["3.12"].plan(day("2023-01-10"))}
    comparison.check("3.12.0rc1 as of 2023-01-10", "2023-07-31", plan["3.12.0rc1"])

    second = standing("3.12", day("2023-07-11"), day("2023-07-11"))
    comparison.check("3.12 on 2023-07-11, as of that day", (
        "beta", ["3.12.0b4"], "3.12.0rc1/2023-07-31/expected", ["feature", "abi"]), (
        second.phase, [entry.id for entry in second.last], text_of(second.until),
        second.freezes))
    comparison.check("until of 3.12 on 2023-07-11", "2023-08-06",
                     standing("3.12", day("2023-07-11"), schedule.LATEST).until.text)
    for as_of, there in (("2023-09-18", False), ("2023-09-19", True)):
        ids = {entry.id for entry in all_series["3.12"].plan(day(as_of))}
        comparison.check(f"3.12.0rc3 in the plan as of {as_of}", there, "3.12.0rc3" in ids)
    begins = schedule.beginnings(all_series, schedule.LATEST)
    for on, id in (("2023-05-21", "3.12"), ("2023-05-22", "3.13"), ("2026-05-06", "3.15"),
                   ("2026-05-07", "3.16")):
        comparison.check(f"main on {on}", id, schedule.on_main(begins, day(on)))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: test_phases.py ORACLE")
    oracle = sys.argv[1]
    all_series = schedule.all_series()
    comparison = Comparison()
    check_design_examples(all_series, comparison)
    compare_plans(oracle, all_series, comparison)
    compare_branches(oracle, all_series, comparison)
    compare_standings(oracle, all_series, questions_around_changes(all_series), comparison)
    compare_standings(oracle, all_series, random_questions(all_series), comparison)
    compare_every_day(oracle, all_series, comparison)
    print(f"{comparison.compared} answers compared, {comparison.differences} differ")
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
