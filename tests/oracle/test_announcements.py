#!/usr/bin/python3
"""Announcements with one false claim, or none: test_announcements.py RELCAL.

Writes posts about random releases as of random days, in several styles, from the facts alone
(schedule.py); makes one random claim of each false; and looks whether relcal finds that one and
calls nothing else false. A third of the posts are left as they are."""

import datetime
import json
import os
import random
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import schedule  # noqa: E402

POSTS = 800
FIRST_SERIES = (3, 8)
AROUND = 3  # days before and after in which the plan may be changing
ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
NUMBERS = "zero one two three four five six seven eight nine ten".split()
KINDS = {"a": "alpha", "b": "beta", "rc": "release candidate"}
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = ("January February March April May June July August September October November "
          "December").split()
MAX_SHOWN = 20


def day_later(date, days):
    return date + datetime.timedelta(days=days)


def parse(id):
    """(major, minor, micro, stage, number) of a release, or None for another milestone."""
    match = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)(?:(a|b|rc)(\d+))?", id)
    if not match:
        return None
    major, minor, micro, stage, number = match.groups()
    return (int(major), int(minor), int(micro), stage or "z", int(number or 0))


class Post:
    """A post in the making: what is claimed, and the plan by which that is true."""

    def __init__(self, random_source, series, release, on):
        self.random = random_source
        self.series = series
        self.release = release
        self.version = parse(release)
        self.on = on
        self.plan = {entry.id: entry for entry in series.plan(on)}
        self.claims = []  # (kind, true text, false text)

    def count(self, stage, as_of):
        return max((parse(entry.id)[4] for entry in self.series.plan(as_of)
                    if parse(entry.id) and parse(entry.id)[2:4] == (self.version[2], stage)),
                   default=0)

    def is_stable(self, value):
        """Whether the plan says the same on every day around, and in the end."""
        days = [day_later(self.on, days) for days in range(-AROUND, AROUND + 1)]
        return len({value(as_of) for as_of in days}) == 1

    def date_of(self, id, as_of):
        return next((entry.earliest for entry in self.series.plan(as_of) if entry.id == id), None)

    def ever_planned(self, id):
        """Every day that any plan has had or will have for a milestone."""
        for milestone in self.series.milestones:
            if milestone.id == id:
                dates = {date for _, date in milestone.revisions or [] if date}
                return dates | ({milestone.date} if milestone.date else set())
        return set()

    def next_release(self, as_of):
        coming = [entry.id for entry in self.series.plan(as_of)
                  if parse(entry.id) and parse(entry.id) > self.version
                  and not (parse(entry.id)[2] > 0 and parse(entry.id)[3] != "z")]
        return min(coming, key=parse, default=None)

    # How dates are written.

    def write_date(self, date):
        styles = [
            lambda: date.isoformat(),
            lambda: f"{MONTHS[date.month - 1]} {date.day}, {date.year}",
            lambda: f"{date.day} {MONTHS[date.month - 1]} {date.year}",
            lambda: f"{MONTHS[date.month - 1]} {self.with_suffix(date.day)}, {date.year}",
            lambda: f"**{date.isoformat()}**",
        ]
        return self.random.choice(styles)()

    @staticmethod
    def with_suffix(number):
        teens = 11 <= number <= 13
        return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"

    def claim_date(self, kind, id, text):
        """Adds a claim of a milestone's date; `text` has {} for it."""
        right = self.date_of(id, self.on)
        if right is None or right <= self.on or not self.is_stable(
                lambda as_of: self.date_of(id, as_of)):
            return
        candidates = [right.replace(year=right.year - 1) if (right.month, right.day) != (2, 29)
                      else day_later(right, -365), day_later(right, 7), day_later(right, -1),
                      day_later(right, 31)]
        micro = parse(id)[2] > 0
        taken = self.ever_planned(id)
        if micro:
            taken |= {entry.earliest for entry in self.plan.values()}
        candidates = [date for date in candidates if date not in taken]
        wrong = self.random.choice(candidates) if candidates else None
        if self.random.random() < 0.4:
            name = WEEKDAYS[right.weekday()]
            other = self.random.choice([day for day in WEEKDAYS if day != name])
            iso = right.isoformat()
            if self.random.random() < 0.5:
                self.claims.append(("weekday", text.format(f"{name}, {iso}"),
                                    text.format(f"{other}, {iso}")))
                return
            false = wrong and text.format(f"{WEEKDAYS[wrong.weekday()]}, {wrong.isoformat()}")
            self.claims.append((kind, text.format(f"{name}, {iso}"), false))
            return
        state = self.random.getstate()
        true_text = text.format(self.write_date(right))
        self.random.setstate(state)
        self.claims.append((kind, true_text, wrong and text.format(self.write_date(wrong))))

    # What is claimed.

    def claim_stage(self):
        stage, number = self.version[3:]
        if stage == "z" or self.version[2] > 0:
            return
        kind = KINDS[stage]
        total = self.count(stage, self.on)
        texts = [f"This release, {self.release}, is the {{}} of {{}} planned {kind}{{}}",
                 f"{self.release} is the {{}} of {{}} planned {kind}{{}} of Python {self.series.id}",
                 f"Python {self.release} is the\n{{}} of {{}} {kind}{{}}"]
        text = self.random.choice(texts)
        many = "s" if stage == "rc" else " releases"
        stable = self.is_stable(lambda as_of: self.count(stage, as_of))
        if not stable or total < number or total > 10:
            return
        right = text.format(ORDINALS[number], NUMBERS[total], many) + ". "
        other = number % 9 + 1
        wrong_total = next(one for one in (total + 1, total - 1, total + 2)
                           if one not in (total, self.count(stage, schedule.LATEST)) and one > 0)
        if self.random.random() < 0.5:
            self.claims.append(("stage-ordinal", right,
                                text.format(ORDINALS[other], NUMBERS[total], many) + ". "))
        else:
            self.claims.append(("stage-total", right,
                                text.format(ORDINALS[number], NUMBERS[wrong_total], many) + ". "))

    def claim_phases(self):
        if self.version[3] == "z" or self.version[2] > 0:
            return
        first = f"{self.series.id}.0"
        if self.version[3] == "a":
            self.claim_date("phase-beta", f"{first}b1",
                            "Features may be added up to the start of the beta\nphase ({}). ")
        if self.version[3] in "ab":
            self.claim_date("phase-rc", f"{first}rc1",
                            "What is in may change until the release candidate phase ({}). ")
        self.claim_date("final-date", first, self.random.choice([
            f"The final release of Python {first} is scheduled for {{}}. ",
            "The official release is planned for\n{}. ",
            f"Python {first} is expected on {{}}. "]))

    def claim_next(self):
        following = self.next_release(self.on)
        if following is None or not self.is_stable(self.next_release):
            return
        noun = "pre-release" if parse(following)[3] != "z" else "release"
        start = self.random.choice([
            f"The next {noun} of Python {self.series.id} will be ", f"The next {noun} will be ",
            f"The next\n{noun} of Python {self.series.id} is going out soon; the next {noun} of "
            f"Python {self.series.id} will be Python "])
        if self.random.random() < 0.5:
            self.claims.append(("next-version", f"{start}{following}. ", f"{start}{self.release}. "))
        else:
            self.claim_date("next-date", following,
                            start + following + ", currently scheduled\nfor {}. ")

    def claim_document(self):
        own = int(self.series.row["pep"])
        other = self.random.choice([pep for pep in (569, 596, 619, 664, 693, 719, 745)
                                    if pep != own])
        text = self.random.choice([
            "\n\n- [PEP {0}](https://peps.python.org/pep-0{0}/), {1} Release Schedule\n\n",
            "\n\n* `PEP {0} <https://peps.python.org/pep-0{0}/>`_, the Python {1} release "
            "schedule\n\n",
            '<ul><li><a href="https://peps.python.org/pep-0{0}/">PEP {0}</a> &ndash; Python {1} '
            "Release Schedule</li></ul>\n"])
        self.claims.append(("pep-series", text.format(own, self.series.id),
                            text.format(other, self.series.id)))

    def claim_support(self):
        month = schedule.day(self.series.row["end_of_life"])
        text = f"Python {self.series.id} gets security fixes until {MONTHS[month.month - 1]} {{}}. "
        self.claims.append(("support-until", text.format(month.year), text.format(month.year + 1)))

    def write(self, is_false):
        """The text of the post, and the kind of the claim that is false in it, or None."""
        for claim in (self.claim_stage, self.claim_phases, self.claim_next, self.claim_document,
                      self.claim_support):
            claim()
        places = [place for place, claim in enumerate(self.claims) if claim[2]]
        chosen = self.random.choice(places) if is_false and places else None
        title = f"---\ntitle: 'Python {self.release} is out'\npublishDate: '{self.on}'\n---\n\n"
        fill = ["Here it is. ", "Thanks to all who helped! ", "\n\n## What is new\n\nMuch. ", ""]
        parts = [title]
        for place, (_, true_text, false_text) in enumerate(self.claims):
            parts += [self.random.choice(fill), false_text if place == chosen else true_text]
        return "".join(parts) + "\n", None if chosen is None else self.claims[chosen][0]


def make_posts(seed):
    source = random.Random(seed)
    series = [one for one in schedule.all_series().values() if one.number >= FIRST_SERIES]
    while True:
        one = source.choice(series)
        releases = [milestone for milestone in one.milestones
                    if parse(milestone.id) and milestone.date
                    and milestone.date <= schedule.COMPILED
                    and not (parse(milestone.id)[2] > 0 and parse(milestone.id)[3] != "z")]
        if not releases:
            continue
        release = source.choice(releases)
        on = day_later(release.date, source.choice([0, 0, 0, 1, 2, 5]))
        if on > schedule.COMPILED:
            continue
        yield release.id, *Post(source, one, release.id, on).write(source.random() < 0.67)


def main(relcal):
    failures = falsified = 0
    kinds = set()
    posts = [post for _, post in zip(range(POSTS), make_posts(20261121))]
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, f"{place}.md") for place in range(len(posts))]
        for name, (_, text, _) in zip(names, posts):
            with open(name, "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([relcal, "announce", "check", "--json", *names], check=False,
                              stdout=subprocess.PIPE)
    answers = json.loads(done.stdout)["files"]
    for (release, text, kind), answer in zip(posts, answers, strict=True):
        found = [claim["kind"] for claim in answer["claims"] if claim["verdict"] == "false"]
        falsified += kind is not None
        kinds.add(kind)
        if found != ([kind] if kind else []):
            failures += 1
            if failures <= MAX_SHOWN:
                print(f"{release}: {kind or 'nothing'} is false, found {found} in\n{text}")
                for claim in answer["claims"]:
                    print("  ", claim["kind"], claim["claimed"], claim["expected"],
                          claim["verdict"], claim["note"])
    print(f"{len(posts)} posts, {falsified} with a false claim of {len(kinds - {None})} kinds, "
          f"{failures} failures")
    return 1 if failures or falsified < 500 or len(kinds) < 9 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
