#!/usr/bin/env python3
"""What relcal announce write says, of every release since 3.8 as of its day.

    test_write.py RELCAL [unittest options]

The facts are read a second time from relcal show --json --as-of: releases are counted, weekdays
worked out by datetime. What is written passes relcal announce check; with one claim made false, for
500 random releases and days, it finds that claim and no other.
"""
import concurrent.futures
import datetime
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

SERIES = tuple(f"3.{minor}" for minor in range(8, 17))
RELEASES = ("alpha", "beta", "candidate", "final", "bugfix", "security")
PREVIEWS = RELEASES[:3]
NUMBERS = ("no one two three four five six seven eight nine ten eleven twelve").split()
ORDINALS = ("- first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
            ).split()
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FALSIFIED = 500
RELCAL = ""


def relcal(*arguments, statuses=(0,)):
    done = subprocess.run([RELCAL, *arguments], capture_output=True, timeout=120, check=False)
    if done.returncode not in statuses:
        raise AssertionError(f"{arguments}: {done.returncode} {done.stderr.decode()}")
    return done.stdout.decode()


def show(series, *arguments):
    return json.loads(relcal("show", "python", series, "--json", *arguments))


def write(version, day):
    return relcal("announce", "write", "python", version, "--as-of", day)


def facts_of(version, day):
    return json.loads(relcal("announce", "write", "python", version, "--as-of", day,
                             "--json"))["facts"]


def releases():
    """(series, version, day) of every release whose day is known."""
    for series in SERIES:
        for milestone in show(series)["milestones"]:
            if milestone["kind"] in RELEASES and milestone["precision"] == "day":
                yield series, milestone["milestone"], milestone["date"]


def order(version):
    """Sorts versions as they follow each other."""
    parts = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)(?:(a|b|rc)(\d+))?", version)
    stage = ("a", "b", "rc", None).index(parts[4])
    return int(parts[1]), int(parts[2]), int(parts[3]), stage, int(parts[5] or 0)


def in_words(date):
    """The weekday and the day, or the month and the year."""
    if len(date) == 7:
        return datetime.date.fromisoformat(date + "-01").strftime("%B %Y")
    day = datetime.date.fromisoformat(date)
    return f"{WEEKDAYS[day.weekday()]}, {date}"


def reading(series, version, day):
    """The facts, from the schedule of that day and nothing else."""
    plan = [milestone for milestone in show(series, "--as-of", day)["milestones"]
            if milestone["state"] != "withdrawn"]
    own = next(entry for entry in plan if entry["milestone"] == version)
    found = {"version": version, "kind": own["kind"], "date": day, "day": in_words(day),
             "series": series, "total": None, "final_day": None, "next_version": None,
             "next_day": None}
    if own["kind"] in PREVIEWS:
        fellows = [entry["milestone"] for entry in plan if entry["kind"] == own["kind"]
                   and order(entry["milestone"])[2] == order(version)[2]]
        fellows.sort(key=order)
        place = fellows.index(version) + 1
        if own["number"] == place:  # where numbers were left out, nothing is counted
            found |= {"total": len(fellows), "total_words": NUMBERS[len(fellows)],
                      "number": place, "ordinal": ORDINALS[place],
                      "is_last": place == len(fellows)}
    later = sorted((entry for entry in plan if entry["kind"] in RELEASES
                    and entry["state"] == "expected" and entry["date"] >= day
                    and order(entry["milestone"]) > order(version)
                    and (own["kind"] not in PREVIEWS
                         or order(entry["milestone"])[2] == order(version)[2])),
                   key=lambda entry: order(entry["milestone"]))
    if later:
        found |= {"next_version": later[0]["milestone"], "next_day": in_words(later[0]["date"])}
    finals = [entry for entry in later if entry["kind"] == "final"]
    if finals:
        found["final_day"] = in_words(finals[0]["date"])
    begins = {"features_until": "b1", "changes_until": "rc1"}
    for name, stage in begins.items():
        milestone = next((entry for entry in plan if entry["milestone"] == f"{series}.0{stage}"),
                         None)
        is_open = milestone and milestone["milestone"] != version and \
            order(version) < order(milestone["milestone"])
        found[name + "_day"] = in_words(milestone["date"]) if is_open else None
    betas = [entry["milestone"] for entry in plan if entry["kind"] == "beta"]
    found["abi_freezes_here"] = bool(betas) and max(betas, key=order) == version
    return found


def check(posts):
    """What the check says of some {name: (text, day)}: {name: claims}."""
    with tempfile.TemporaryDirectory(prefix="relcal-test-") as folder:
        for name, (text, day) in posts.items():
            head = f"---\ntitle: Python\npublishDate: '{day}'\n---\n"
            (pathlib.Path(folder) / name).write_text(head + text, encoding="utf-8")
        paths = [str(pathlib.Path(folder) / name) for name in posts]
        answer = json.loads(relcal("announce", "check", "--json", *paths, statuses=(0, 1)))
    return {pathlib.Path(one["file"]).name: one["claims"] for one in answer["files"]}


HEAD_LINES = 4


def moved(match, days):
    date = datetime.date.fromisoformat(match["date"]) + datetime.timedelta(days)
    return match["before"] + str(date)


def another(words):
    """Replaces one of some words by the one after it."""
    def replace(match, _):
        place = words.index(match["word"])
        return match["before"] + words[place + 1 if place + 1 < len(words) else place - 1]
    return replace


DATE = r"(?P<date>\d{4}-\d\d-\d\d)"
# What can be made false: the kind of the claim, the words up to its value, the value made false.
FALSIFIERS = (
    ("stage-ordinal", re.compile(r"(?P<before>, is the )(?P<word>[a-z]+(?:th|first|second|third))"
                                 r"(?= of [a-z]+ planned)"), another(ORDINALS)),
    ("stage-total", re.compile(r"(?P<before>, is the \w+ of )(?P<word>\w+)(?= planned)"),
     another(NUMBERS)),
    ("phase-beta", re.compile(r"(?P<before>beta phase \(\w+, )" + DATE), moved),
    ("phase-rc", re.compile(r"(?P<before>candidate phase \(\w+, )" + DATE), moved),
    ("next-date", re.compile(r"(?P<before>will be \S+, currently scheduled for \w+, )" + DATE),
     moved),
    ("final-date", re.compile(r"(?P<before>final release, Python \S+, is currently scheduled "
                              r"for \w+, )" + DATE), moved),
    ("weekday", re.compile(r"(?P<before>(?:for|\() ?)(?P<word>\w+day)(?=, \d)"),
     another(WEEKDAYS)),
)


def falsified(text, dice):
    """(kind, line, text) with one claim made false, or None where there is nothing to falsify."""
    choices = [(kind, match, make) for kind, pattern, make in FALSIFIERS
               for match in pattern.finditer(text)]
    if not choices:
        return None
    kind, match, make = dice.choice(choices)
    value = make(match, 7 * dice.choice((-52, -8, 8, 52)))
    return (kind, text.count("\n", 0, match.start()) + 1 + HEAD_LINES,
            text[:match.start()] + value + text[match.end():])


class Writing(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.releases = list(releases())
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            cls.texts = list(pool.map(lambda row: write(row[1], row[2]), cls.releases))

    def test_facts(self):
        self.assertGreater(len(self.releases), 250)
        for series, version, day in self.releases:
            with self.subTest(version=version):
                facts = facts_of(version, day)
                for name, value in reading(series, version, day).items():
                    self.assertEqual(value, facts[name], name)

    def test_passes_its_own_check(self):
        posts = {version: (text, day)
                 for (_, version, day), text in zip(self.releases, self.texts)}
        for version, claims in check(posts).items():
            with self.subTest(version=version):
                wrong = [claim for claim in claims if claim["verdict"] != "true"]
                self.assertEqual(wrong, [], posts[version][0])
                self.assertGreater(len(claims), 0)

    def test_every_fact_written_is_a_claim_found(self):
        posts = {version: (text, day)
                 for (_, version, day), text in zip(self.releases, self.texts)}
        answers = check(posts)
        for version, (text, _) in posts.items():
            found = {claim["kind"] for claim in answers[version]}
            for kind, pattern, _ in FALSIFIERS:
                if pattern.search(text):
                    with self.subTest(version=version, kind=kind):
                        self.assertIn(kind, found, text)

    def test_one_false_claim_is_found_and_no_other(self):
        dice = random.Random(20260822)
        posts, made = {}, {}
        days = {}
        for _, version, day in self.releases:
            for offset in (0, 1, 2):
                date = str(datetime.date.fromisoformat(day) + datetime.timedelta(offset))
                days[f"{version} {date}"] = (write(version, date), date)
        # A post is right to begin with; one that comes after the next release is not.
        right = [name for name, claims in check(days).items()
                 if all(claim["verdict"] != "false" for claim in claims)]
        self.assertGreater(len(right), len(days) * 9 // 10)
        while len(posts) < FALSIFIED:
            chosen = dice.choice(right)
            text, day = days[chosen]
            change = falsified(text, dice)
            if change is not None:
                name = f"{len(posts)} {chosen}"
                posts[name] = (change[2], day)
                made[name] = change[:2]
        unsure = 0
        for name, claims in check(posts).items():
            with self.subTest(post=name, made=made[name], day=posts[name][1]):
                wrong = {(claim["kind"], claim["line"]) for claim in claims
                         if claim["verdict"] == "false"}
                held = {(claim["kind"], claim["line"]) for claim in claims
                        if claim["verdict"] == "unsure"}
                # Around a change of the plan the check says that it is not sure, and why.
                unsure += made[name] not in wrong
                self.assertEqual(wrong | (held & {made[name]}), {made[name]}, posts[name][0])
        self.assertLess(unsure, FALSIFIED // 10)


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    unittest.main()
