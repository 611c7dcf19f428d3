#!/usr/bin/env python3
"""relcal import of distro-info's tables, cycles in weeks and timelines in Markdown: what the
built-in schedules say, written in these formats, changes nothing; what is moved is moved alone, and
its earlier plan is kept; every slip is told where it stands; a hostile file is refused in time.

    test_import_tables.py RELCAL [unittest options]
"""
import datetime
import json
import re
import resource
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import surroundings  # noqa: E402

ON = "2026-08-22"
# The columns of distro-info, and what the schedules call them; "" for the release.
DISTROS = {
    "debian": {"created": "created", "release": "", "eol": "end-of-security-support",
               "eol-lts": "end-of-lts", "eol-elts": "end-of-elts"},
    "ubuntu": {"created": "created", "release": "", "eol": "end-of-standard-support",
               "eol-server": None, "eol-esm": "end-of-esm"},
}
WEEKS = {
    "milestone-1": "1", "milestone-2": "2", "milestone-3": "3", "membership-freeze": "mf",
    "extra-ac-freeze": "extra-acs", "final-libraries": "final-lib", "feature-freeze": "ff",
    "final-client-libraries": "final-clientlib", "requirements-freeze": "rf",
    "soft-string-freeze": "soft-sf", "hard-string-freeze": "hard-sf", "final-candidates": "finalrc",
    "cycle-highlights": "cycle-highlights", "cycle-trailing-deadline": "cycle-trail",
}
PHRASES = {
    "development": "Start of Release Cycle",
    "prr-freeze": "**Begin [Production Readiness Freeze]**",
    "enhancements-freeze": "**Begin [Enhancements Freeze][link]**",
    "docs-placeholder-deadline": "Docs deadline \N{EM DASH} Open placeholder PRs",
    "docs-review-deadline": "Docs deadline \N{EM DASH} PRs ready for review",
    "feature-blog-freeze": "**Begin [Feature blog freeze] - Open placeholder PRs**",
    "code-freeze": "**Begin [Code Freeze](https://example.org/code)**",
    "test-freeze": "[Test Freeze]",
    "docs-freeze": "**[Docs Freeze]**",
    "burndown": "**Begin [Burndown]** (Monday, Wednesday, and Friday meetings)",
    "branch": "release-{} branch created",
    "removals-blog": "Deprecations and Removals blog published",
    "feature-blog-review-deadline": "Feature blogs ready to review",
    "release-blog-review-deadline": "Release blog ready to review",
    "release-notes-complete": "Release Notes complete \N{EM DASH} reviewed & merged to `k/k`",
    "release-blog": "Release blog published",
    "thaw": "[Thaw]",
    "kubecon-na": "**KubeCon NA**",
    "kubecon-eu": "**KubeCon EU**",
}
MEMORY_BYTES = 256 << 20
SECONDS = 10


def day(text):
    return datetime.date.fromisoformat(text[:10])


def in_words(date):
    ending = "th" if 10 <= date.day % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(
        date.day % 10, "th")
    return f"{date:%A} {date.day}{ending} {date:%B %Y}"


def cell(text):
    """A date of a schedule as a timeline has it."""
    if ".." in text:
        first, last = map(day, text.split(".."))
        return f"{in_words(first).rsplit(' ', 2)[0]} - {in_words(last)}" \
            if first.month == last.month else f"{in_words(first)} - {in_words(last)}"
    if text.endswith("T24:00AoE"):
        after = day(text) + datetime.timedelta(1)
        return f"{in_words(day(text))} (AoE) / {in_words(after)}, 12:00 UTC"
    if text.endswith("Z"):
        return f"[{text[11:16]} UTC {in_words(day(text))}](https://example.org/{text[11:13]})"
    return in_words(day(text))


def timeline(series, milestones):
    lines = ["# A release", "", "| **What** | **Who** | **When** | **Week** | **CI Signal** |",
             "|---|:---:|---|---|---|"]
    for milestone in milestones:
        name = milestone["milestone"]
        if re.match(r"v\d", name):
            phrase = f"**{name} released**"
        elif name in PHRASES:
            phrase = PHRASES[name].format(series.lstrip("v"))
        else:
            continue
        lines.append(f"| {phrase} | Lead | {cell(milestone['date'])} | week 1 | [a], [b] |")
    return "\n".join([*lines, "", "[link]: https://example.org", ""])


def weeks(series, milestones, letter):
    """The weeks of a cycle in YAML; a day is widened to its week."""
    by_start = {}
    release = None
    text = "---\n"
    for milestone in milestones:
        name, date = milestone["milestone"], milestone["date"]
        word = {series: "final", f"{series}rc1": "rc1"}.get(name, WEEKS.get(name))
        if name == "cycle-start":
            text += f"start-week: '{date[:10]}'\n"
            by_start.setdefault(day(date), [])
        if word is None or date == "tbd":
            continue
        start = day(date) - datetime.timedelta(day(date).weekday())
        by_start.setdefault(start, []).append(word)
        release = start if word == "final" else release
    text += f"release-week: '{release}'\ncycle:\n"
    for start, words in sorted(by_start.items()):
        count = (start - release).days // 7
        text += (f"  - start: '{start}'\n    end: '{start + datetime.timedelta(4)}'\n"
                 f"    name: R{count:+}\n" + ("    x-project:\n" if words else "") +
                 "".join(f"      - {letter}-{word}\n" for word in words))
    return text


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        manager = surroundings(RELCAL)
        self.environment, self.work = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)

    def run_relcal(self, *arguments, **options):
        return subprocess.run(["relcal", *arguments], env=self.environment, cwd=self.work,
                              capture_output=True, text=True, check=False, **options)

    def answer(self, *arguments, codes=(0,)):
        done = self.run_relcal(*arguments, "--json")
        self.assertIn(done.returncode, codes, (arguments, done.stderr))
        return json.loads(done.stdout)

    def all_series(self, project):
        projects = self.answer("projects")["projects"]
        return next(row["series"] for row in projects if row["project"] == project)

    def milestones(self, project, series):
        """What is not withdrawn, with dates as the schedule files have them."""
        shown = self.answer("show", project, series)["milestones"]
        return [milestone for milestone in shown if milestone["state"] != "withdrawn"]

    def take_in(self, name, content, *arguments):
        """Imports over the built-in schedules: the files that change, and the reports."""
        (self.work / name).parent.mkdir(parents=True, exist_ok=True)
        (self.work / name).write_text(content, encoding="utf-8")
        made = self.answer("import", name, "--on", ON, *arguments, codes=(0, 1))
        return ({file["file"]: file["text"] for file in made["files"]}, made["not_understood"])


def release_of(milestones, series):
    return next((milestone for milestone in milestones
                 if milestone["milestone"] in (series, f"{series}.0", "final")), None)


class RoundTripTest(Base):
    def distro(self, project, change=lambda series, column, date: date):
        columns = DISTROS[project]
        lines = ["version,codename,series," + ",".join(columns)]
        for series in self.all_series(project):
            milestones = self.milestones(project, series)
            dates = {milestone["milestone"]: milestone["date"] for milestone in milestones}
            final = release_of(milestones, series)
            text = self.run_relcal("show", project, series, "--format", "yaml").stdout
            alias = re.search(r"^aliases: \[?([a-z]+)", text, re.M).group(1)
            codename = re.search(r"^codename: (.*)", text, re.M).group(1).title()
            cells = []
            for column, name in columns.items():
                date = (final or {}).get("date") if name == "" else dates.get(name)
                is_day = date is not None and re.fullmatch(r"\d{4}-\d\d-\d\d", date)
                cells.append(change(series, column, date) if is_day else "")
            lines.append(f"{series},{codename},{alias},{','.join(cells)}")
        return "\n".join(lines) + "\n"

    def test_distros_change_nothing(self):
        for project in DISTROS:
            with self.subTest(project=project):
                files, reports = self.take_in("table.csv", self.distro(project))
                # What was foreseen and is past is taken for done: the table is kept up to date.
                known = [name for name in files if "state: actual" not in files[name]]
                self.assertEqual((known, reports), ([], []))

    def test_a_distro_s_change_is_made_and_its_plan_kept(self):
        table = self.distro("ubuntu", lambda series, column, date:
                            "2031-06-12" if (series, column) == ("26.04", "eol") else date)
        files, reports = self.take_in("table.csv", table)
        self.assertEqual(reports, [])
        self.assertRegex(files["ubuntu/26.04.yaml"],
                         r"end-of-standard-support, date: 2031-06-12,[^}]*\n? *planned: "
                         r"\{2026-08-20: 2031-04-30, 2026-08-22: 2031-06-12\}")

    def test_weeks_change_nothing(self):
        count = 0
        for series in self.all_series("openstack"):
            milestones = self.milestones("openstack", series)
            if not re.match(r"\d{4}\.\d$", series) or \
                    "cycle-start" not in [milestone["milestone"] for milestone in milestones]:
                continue
            letter = chr(ord("d") + count)  # dalmatian is the first with weeks
            text = weeks(series, milestones, letter)
            for name in ("schedule.yaml", f"doc/{series}/schedule.yaml"):
                with self.subTest(series=series, name=name):
                    files, reports = self.take_in(name, text)
                    self.assertEqual((files, reports), ({}, []))
            count += 1
        self.assertGreater(count, 4)

    def test_timelines_change_nothing(self):
        count = 0
        for series in self.all_series("kubernetes"):
            milestones = self.milestones("kubernetes", series)
            if "code-freeze" not in [milestone["milestone"] for milestone in milestones]:
                continue
            with self.subTest(series=series):
                files, reports = self.take_in("README.md", timeline(series, milestones))
                self.assertEqual((files, reports), ({}, []))
            count += 1
        self.assertGreater(count, 10)

    def test_every_date_of_a_timeline_is_read(self):
        """Each date is moved by a week in turn, and nothing else comes out changed."""
        milestones = self.milestones("kubernetes", "v1.37")
        for moved in milestones:
            name = moved["milestone"]
            date = moved["date"]
            if moved["state"] == "actual" or ".." in date or \
                    not (name in PHRASES or re.match(r"v\d", name)):
                continue
            later = (day(date) + datetime.timedelta(7)).isoformat() + date[10:]
            changed = [{**milestone, "date": later} if milestone is moved else milestone
                       for milestone in milestones]
            with self.subTest(milestone=name):
                files, reports = self.take_in("README.md", timeline("v1.37", changed))
                reports = [report for report in reports if "is left out" in report["reason"]]
                text = files.get("kubernetes/v1.37.yaml", "")
                if not reports:  # else it contradicts the order of the phases
                    self.assertEqual(text.count("2026-08-22:"), 1, text)
                    self.assertIn(f"2026-08-22: \"{later}\"" if "T" in later
                                  else f"2026-08-22: {later}", text)


class SlipTest(Base):
    def test_slips_in_a_timeline(self):
        head = "| What | When |\n|---|---|\n| v1.37.0 released | Wednesday 26th August 2026 |\n"
        for date, column, message in (
                ("Tuesday 22nd July 2026", 17, "Tuesday is wrong: 2026-07-22 is a Wednesday"),
                ("Wednesday 22th July 2026", 27, "22th is wrong; write 22nd"),
                ("Wednesday 22nd July", 27, "the date has no year"),
                ("Wednesday 32nd July 2026", 27, "July 2026 has no day 32"),
                ("02:00 Thursday 23rd July 2026", 17, "the time has no zone"),
                ("25:00 UTC Thursday 23rd July 2026", 17, "25:00 is no time of a day"),
                ("18:00 PST Wednesday 22nd July 2026", 23, "PST is wrong: on 2026-07-22"),
                ("02:00 UTC Thursday 23rd July 2026 / 18:00 PDT Wednesday 22nd July 2026", 53,
                 "2026-07-22T18:00-07:00 is not 2026-07-23T02:00Z, which counts"),
                ("Wednesday 22nd July 2026 (AoE) / Friday 24th July 2026, 12:00 UTC", 50,
                 "2026-07-24T12:00Z is not 2026-07-22T24:00AoE, which counts"),
                ("some day", 17, "this is no date"),
                ("", 3, "code-freeze has no date here")):
            with self.subTest(date=date):
                _, reports = self.take_in("README.md", f"{head}| Code Freeze | {date} |\n")
                found = [(report["line"], report["column"]) for report in reports
                         if message in report["reason"]]
                self.assertEqual(found, [(4, column)], reports)

    def test_dates_above_a_timeline(self):
        """A list that gives the dates of the table is compared with it, as far as it is read."""
        table = "| What | When |\n|---|---|\n| v1.97.0 released | Tuesday 4th May 2027 |\n"
        for above, reports in (
                ("- **Tuesday 4th May 2027**: Week 15 - Kubernetes v1.97.0 released\n", 0),
                ("- **Wednesday 5th May 2027**: Week 15 - Kubernetes v1.97.0 released\n", 1),
                ("* **Wednesday 5th May 2027**:\n  Week 15 \N{EM DASH} v1.97.0 released\n", 1),
                ("- **Wednesday 5th May 2027**: the feast\n", 0),
                ("- **Wednesday**: v1.97.0 released\n", 0),
                ("- Wednesday 5th May 2027: v1.97.0 released\n", 0),
                ("- **Tuesday 4th May 2027**: v1.97.0 released\n" * 300, 1)):
            with self.subTest(above=above[:60]):
                files, told = self.take_in("above.md", above + "\n" + table, "--project",
                                           "kubernetes")
                self.assertEqual(len(told), reports, told)
                self.assertIn("2027-05-04", files["kubernetes/v1.97.yaml"])

    def test_slips_in_weeks(self):
        text = ("start-week: '2026-04-06'\nrelease-week: '2026-09-28'\ncycle:\n"
                "- {start: '2026-04-06', end: '2026-04-10', name: R-25}\n"
                "- {start: '%s', end: '%s', name: %s, x-project: [%s]}\n"
                "- {start: '2026-09-07', end: '2026-09-11', name: R-3, x-project: [h-rc1]}\n"
                "- {start: '2026-09-28', end: '2026-10-02', name: R+0, x-project: [h-final]}\n")
        right = ("2026-05-11", "2026-05-15", "R-20", "h-1")
        self.assertEqual(self.take_in("schedule.yaml", text % right), ({}, []))
        for wrong, column, message in (
                (("2026-05-11", "2026-05-15", "R-21", "h-1"), 50, "the week of 2026-05-11 is R-20"),
                (("2026-05-12", "2026-05-15", "R-20", "h-1"), 11, "2026-05-12 is a Tuesday"),
                (("2026-05-31", "2026-05-15", "R-18", "h-1"), 30, "ends before it begins"),
                (("2026-05-11", "2026-05-32", "R-20", "h-1"), 39, "is no day"),
                (("2026-04-10", "2026-04-15", "R-25", "h-1"), 11, "before the one above it ends"),
                (("2026-05-11", "2026-05-15", "R-20", "h-nap"), 68, '"nap" is not understood'),
                (("2026-05-11", "2026-05-15", "R-20", "h-1, h-1"), 73, "is listed twice")):
            with self.subTest(wrong=wrong):
                _, reports = self.take_in("schedule.yaml", text % wrong)
                found = [(report["line"], report["column"]) for report in reports
                         if message in report["reason"]]
                self.assertEqual(found, [(5, column)], reports)


class HostileTest(Base):
    def refuse(self, name, content, codes=(1, 2, 3)):
        (self.work / name).write_bytes(content)
        limit = (lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))) \
            if not SANITIZED else None
        start = time.monotonic()
        done = self.run_relcal("import", name, "-o", "out", preexec_fn=limit)
        self.assertLess(time.monotonic() - start, SECONDS, name)
        self.assertIn(done.returncode, codes, done.stderr[:300])
        self.assertNotEqual(done.stderr, "", name)

    def test_hostile(self):
        head = b"| What | When |\n|---|---|\n"
        release = b"| v1.37.0 released | 2026-08-26 |\n"
        csv = b"version,codename,series,created,release,eol\n"
        cycle = b"release-week: '2026-09-28'\ncycle:\n"
        for name, content in (
                ("open", head + release + b"| " + b"[" * 1000000 + b" | x |\n"),
                ("tags", head + release + b"| " + b"<~~](" * 300000 + b" | x |\n"),
                ("bars", head + b"|" * 3000000),
                ("brackets", head + release + (b"| " + b"(" * 300 + b" | 2026-01-01 |\n") * 3000),
                ("slashes", head + release + b"| Code Freeze | " + b"/" * 100000 + b" |\n"),
                ("rows", head + b"| v1.37.0 released | 2026-08-26 |\n" * 100000),
                ("notes", b"- **Monday 4th May 2026**: Week 1 - v1.37.0 released\n" * 60000 + head +
                 release + b"".join(b"| v1.37.%d | 2026-08-26 |\n" % n for n in range(20000))),
                ("bold", b"- **" * 500000 + b"\n" + b"- **x**:\n y\n" * 100000 + head + release),
                ("others", head + b"".join(b"| v%d.%d.0 | 2026-08-26 |\n" % (n % 99, n % 98)
                                           for n in range(60000))),
                ("no-table", b"| What | When\n"),
                ("cut", head + release + b"| Code Freeze"),
                ("columns", csv[:-1] + b",eol" * 100000 + b"\n1,a,b,2026-01-01\n"),
                ("quote", csv + b"12,\"" + b"x" * 1000000),
                ("versions", csv + b"".join(b"%d,a,b,2026-01-01\n" % n for n in range(60000))),
                ("header", csv),
                ("binary", csv + bytes(range(256)) * 1000),
                ("no-weeks", cycle),
                ("scalars", cycle + b"- 1\n" * 50000),
                ("words", cycle + b"- {start: '2026-04-06', end: '2026-04-10', x-project: [" +
                 b"h-x, " * 50000 + b"h-final]}\n"),
                ("deep", cycle + b"- " * 5000),
                ("paths", b"release-week: x\ncycle: []\n")):
            with self.subTest(name=name):
                self.refuse(name, content)


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    import os
    SANITIZED = "RELCAL_SANITIZED" in os.environ
    unittest.main()
