#!/usr/bin/env python3
"""relcal import: what went in comes out, every slip of the pen is told where it stands, and git's
revisions become the history of a plan.

    test_import.py RELCAL [unittest options]

The schedules are the built-in ones, as relcal show --json gives them; from them this writes the
lists, tables, JSON and CSV that projects publish.
"""
import calendar
import csv
import datetime
import io
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import time
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import surroundings  # noqa: E402

STAGES = {"a": "alpha", "b": "beta", "rc": "candidate"}
# What the built-in schedules have beside releases, which lists of releases do not.
UNLISTED = ("end-of-bugfix", "end-of-life")
MEMORY_BYTES = 256 << 20  # that an import of a hostile file may use, as README.md has it, and
SECONDS = 10  # how long it may take; both with room for a slow machine
MOST_BYTES = 4 << 20    # of a source


def day(text):
    return datetime.date.fromisoformat(text)


def words(milestone, series):
    """3.12.0 beta 1, as the peps write it."""
    if milestone == "development":
        return f"{series} development begins"
    release, stage, number = re.fullmatch(r"([\d.]+)(?:(a|b|rc)(\d+))?", milestone).groups()
    if stage:
        return f"{release} {STAGES[stage]} {number}"
    return f"{release} final" if release == f"{series}.0" else release


class Base(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.environment, self.work = self.enterContext(surroundings(RELCAL))

    def enterContext(self, manager):
        result = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return result

    def run_relcal(self, *arguments, **options):
        return subprocess.run(["relcal", *arguments], env=self.environment, cwd=self.work,
                              capture_output=True, text=True, check=False, **options)

    def answer(self, *arguments):
        done = self.run_relcal(*arguments, "--json")
        self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
        return json.loads(done.stdout)

    def show(self, series, *arguments, project="python"):
        return self.answer("show", project, series, *arguments)

    def write(self, name, content):
        path = self.work / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")
        return path

    def import_file(self, name, *arguments):
        """Imports into a new folder; gives the reports."""
        shutil.rmtree(self.work / "out", ignore_errors=True)
        done = self.run_relcal("import", name, "--directory", "out", *arguments)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(done.returncode == 1, done.stderr != "", done.stderr)
        return done.stderr.splitlines()

    def made(self, series, project="python"):
        return self.show(series, "--data", "out", project=project)

    def all_series(self, name="python"):
        return self.answer("projects", name)["projects"][0]["series"]


def listed(shown):
    """The milestones of a schedule that lists of releases have."""
    return [milestone for milestone in shown["milestones"]
            if milestone["milestone"] not in UNLISTED]


def essence(milestones, *keys):
    return {milestone["milestone"]: tuple(milestone[key] for key in keys)
            for milestone in milestones}


def header(series, number=1):
    return (f"PEP: {number}\nTitle: Python {series} Release Schedule\n"
            f"Author: A. Nonymous <a@example.org>,\n        B. Nonymous <b@example.org>\n"
            f"Status: Active\nPython-Version: {series}\n\n\nAbstract\n========\n\n"
            f"When Python {series} is made. {series} will get updates about every\n"
            "two months, the last of them in October 2099.\n\n"
            f".. This is a remark: {series}.0 final: 2001-02-03\n"
            f"   - {series}.0 final: 2001-02-03\n\n")


def item(milestone, series):
    date = day(milestone["date"])
    text = f"- {words(milestone['milestone'], series)}: {date:%A}, {date}\n"
    if milestone["milestone"] == f"{series}.0b1":
        text += "  (No new features beyond this point.)\n"
    if milestone["note"]:
        text += f"  ({milestone['note']})\n"
    return text


def pep(shown, skipped=()):
    """A schedule as the peps of today have it: with weekdays, under Actual and Expected."""
    series = shown["series"]
    lines = [header(series), f"Release Schedule\n================\n\n{series}.0 schedule\n"
             f"{'-' * 20}\n\n"]
    for state in ("actual", "expected"):
        lines.append(f"{state.capitalize()}:\n\n")
        lines += [item(milestone, series) for milestone in listed(shown)
                  if milestone["state"] == state and milestone["milestone"] not in skipped]
        lines.append("\n")
    return "".join(lines) + "Copyright\n=========\n\nNone.\n"


class RoundTripTest(Base):
    def test_today_s_layout_of_every_series(self):
        for series in self.all_series():
            shown = self.show(series)
            self.write("pep.rst", pep(shown))
            self.assertEqual(self.import_file("pep.rst"), [], series)
            keys = ("date", "precision", "state", "note")
            self.assertEqual(essence(self.made(series)["milestones"], *keys),
                             essence(listed(shown), *keys), series)

    # How dates and lists were written over the years.
    LAYOUTS = {
        "month name": "- {words}: {date:%B} {date.day}, {date.year}\n",
        "short month": "* {words}: {date:%b} {date.day:02}, {date.year}\n",
        "day first": "- {words}: {date.day} {date:%b} {date.year}\n",
        "hyphens": "- {words} - {date.day:02}-{date:%b}-{date.year}\n",
        "no separator": "- {id} {date:%B} {date.day}, {date.year}\n",
        "v and ISO": "- v{id} {date}\n",
        "short weekday": "- {words}: {date:%a}, {date:%B} {date.day}, {date.year}\n",
        "indented, without bullets": "    {words}:  {date}\n",
        "wrapped": "- {words}:\n  {date:%A},\n  {date}\n",
        "markup": "* **{words}**: {date}\n",
        "table": "{words:40}  {date}\n",
        "grid": "| {words:40} | {date} |\n",
        "sentence": "- {date:%b} {date.day:02} {date.year}: Python {id} was released\n",
        "brackets": "- {words}: {date:%B} {date.day}, {date.year} [completed]\n",
        "ordinal": "- {words}: {date:%A}, {date:%B} {date.day}th {date.year}\n",
        "tabs and CRLF": "-\t{words}:\t{date:%A},\t{date}\r\n",
    }

    def test_other_layouts(self):
        for series in ("3.1", "3.3", "3.8", "3.12"):
            shown = self.show(series)
            actual = [milestone for milestone in listed(shown)
                      if milestone["state"] == "actual" and milestone["milestone"] != "development"]
            for name, layout in self.LAYOUTS.items():
                text = header(series) + "Release Schedule\n================\n\n"
                for milestone in actual:
                    text += layout.format(words=words(milestone["milestone"], series),
                                          id=milestone["milestone"], date=day(milestone["date"]))
                self.write("pep.rst", text)
                self.assertEqual(self.import_file("pep.rst"), [], name)
                self.assertEqual(essence(self.made(series)["milestones"], "date", "state"),
                                 essence(actual, "date", "state"), name)

    def test_two_series_in_one_text(self):
        self.write("pep.rst", "PEP: 361\nTitle: Python 2.6 and 3.0 Release Schedule\n"
                   "Python-Version: 2.6, 3.0\n\n"
                   "- Feb 29 2008: Python 2.6a1 and 3.0a3 are released\n"
                   "- Sep 17 2008: Python 2.6rc2 and 3.0rc1 released\n"
                   "- Oct 01 2008: Python 2.6 final released\n"
                   "- Jun 03 2011: Python 2.6.7 final released (security-only)\n"
                   "- Dec 03 2099: Python 3.0 final is planned\n")
        self.assertEqual(self.import_file("pep.rst"), [])
        self.assertEqual(essence(self.made("2.6")["milestones"], "date", "state", "note"), {
            "2.6.0a1": ("2008-02-29", "actual", None), "2.6.0rc2": ("2008-09-17", "actual", None),
            "2.6.0": ("2008-10-01", "actual", None),
            "2.6.7": ("2011-06-03", "actual", "security-only")})
        self.assertEqual(essence(self.made("3.0")["milestones"], "date", "state"), {
            "3.0.0a3": ("2008-02-29", "actual"), "3.0.0rc1": ("2008-09-17", "actual"),
            "3.0.0": ("2099-12-03", "expected")})

    def test_dates_first(self):
        self.write("pep.rst", "PEP: 251\nPython-Version: 2.2\n\nRelease Schedule\n\n"
                   "    21-Dec-2001: 2.2   [Released]\n     7-Sep-2001: 2.2a3 [Released]\n"
                   "    02-Mar-2001: First 2.2 beta release\n    Sep 19, 2001: rc 2\n")
        self.assertEqual(self.import_file("pep.rst"), [])
        self.assertEqual(essence(self.made("2.2")["milestones"], "date", "state"), {
            "2.2.0": ("2001-12-21", "actual"), "2.2.0a3": ("2001-09-07", "actual"),
            "2.2.0b1": ("2001-03-02", "actual"), "2.2.0rc2": ("2001-09-19", "actual")})

    def test_stages_alone(self):
        self.write("pep.rst", "PEP: 356\nPython-Version: 2.5\n\nRelease Schedule\n\n"
                   "    alpha 1: April 5, 2006 [completed]\n"
                   "    rc 1:    August 17, 2006 [planned]\n"
                   "    final:   September 19, 2006 [planned]\n")
        self.assertEqual(self.import_file("pep.rst"), [])
        self.assertEqual(essence(self.made("2.5")["milestones"], "date", "state"), {
            "2.5.0a1": ("2006-04-05", "actual"), "2.5.0rc1": ("2006-08-17", "expected"),
            "2.5.0": ("2006-09-19", "expected")})

    def test_what_is_said_of_a_series(self):
        self.write("pep.rst", header("3.12", 693) + "- 3.12 Release Manager: Thomas Wouters\n\n"
                   "- 3.12.0 final: 2023-10-02\n- 3.12.1: TBD\n\n"
                   "Source-only security fix releases\n---------------------------------\n\n"
                   "- 3.12.11: Tuesday, 2025-06-03\n")
        self.assertEqual(self.import_file("pep.rst"), [])
        made = self.made("3.12")
        self.assertEqual((made["spec"], made["release_manager"]),
                         ({"name": "PEP 693", "url": "https://peps.python.org/pep-0693/"},
                          "Thomas Wouters"))
        self.assertEqual(essence(made["milestones"], "kind", "precision"), {
            "3.12.0": ("final", "day"), "3.12.1": ("bugfix", "tbd"),
            "3.12.11": ("security", "day")})

    def test_json_of_every_series(self):
        metadata, releases = {}, {}
        for series in self.all_series():
            shown = self.show(series)
            dates = {milestone["milestone"]: milestone["date"]
                     for milestone in shown["milestones"]}
            end = dates["end-of-life"]
            metadata[series] = {
                "pep": int(shown["spec"]["name"].split()[1]), "status": "bugfix",
                "branch": shown["branch"] or "", "release_manager": shown["release_manager"],
                "start_of_development": dates["development"],
                "first_release": dates[f"{series}.0"], "end_of_bugfix": dates["end-of-bugfix"],
                "end_of_life": end + ("-01" if len(end) == 7 else "")}
            if dates["end-of-life"].endswith("-01"):
                metadata[series]["status"] = "end-of-life"
            releases[series] = [
                {"stage": words(milestone["milestone"], series), "state": milestone["state"],
                 "date": milestone["date"], "note": milestone["note"] or ""}
                for milestone in listed(shown) if milestone["milestone"] != "development"]
        for indent, ascii_only in ((None, True), (2, False), ("\t", True)):
            self.write("python-releases.json", json.dumps(
                {"metadata": metadata, "releases": releases}, indent=indent,
                ensure_ascii=ascii_only))
            self.assertEqual(self.import_file("python-releases.json"), [])
            for series in metadata:
                shown = self.show(series)
                made = self.made(series)
                for key in ("spec", "branch", "release_manager"):
                    self.assertEqual(made[key], shown[key], series)
                self.assertEqual(
                    essence(made["milestones"], "date", "precision", "state", "note"),
                    essence([milestone for milestone in shown["milestones"]
                             if milestone["state"] != "withdrawn"],
                            "date", "precision", "state", "note"), series)

    def test_release_cycle(self):
        self.write("cycle.json", json.dumps({"3.14": {
            "branch": "3.14", "pep": 745, "status": "bugfix", "first_release": "2025-10-07",
            "end_of_life": "2030-10", "release_manager": "Hugo \U0001F40D / \"x\""}}))
        self.assertEqual(self.import_file("cycle.json"), [])
        made = self.made("3.14")
        self.assertEqual(made["release_manager"], "Hugo \U0001F40D / \"x\"")
        self.assertEqual(essence(made["milestones"], "date", "state"), {
            "3.14.0": ("2025-10-07", "actual"), "end-of-life": ("2030-10", "expected")})

    def test_csv_of_every_series(self):
        shown = {series: self.show(series) for series in self.all_series()}
        out = io.StringIO(newline="")
        rows = csv.writer(out)
        rows.writerow(["Series", "version", "date", "state", "note"])
        for series, schedule in shown.items():
            for milestone in schedule["milestones"]:
                rows.writerow([series, milestone["milestone"], milestone["date"],
                               milestone["state"], milestone["note"] or ""])
        self.write("releases.csv", out.getvalue())
        self.assertEqual(self.import_file("releases.csv"), [])
        for series, schedule in shown.items():
            keys = ("date", "precision", "state", "note")
            self.assertEqual(essence(self.made(series)["milestones"], *keys),
                             essence(schedule["milestones"], *keys), series)

    def test_csv_with_a_history(self):
        for series in ("3.8", "3.12", "3.15"):
            shown = self.show(series)
            out = "series,milestone,since,date,state\n"
            for milestone in shown["milestones"] + shown.get("withdrawn", []):
                planned = milestone["planned"] or []
                for plan in planned:
                    out += f"{series},{milestone['milestone']},{plan['since']}," + (
                        f"{plan['date']},expected\n" if plan["date"] else ",withdrawn\n")
                if milestone["state"] == "actual" and planned:
                    out += (f"{series},{milestone['milestone']},{milestone['date']},"
                            f"{milestone['date']},actual\n")
            self.write("history.csv", out)
            self.assertEqual(self.import_file("history.csv"), [])
            wanted = [milestone for milestone in shown["milestones"] if milestone["planned"]]
            self.assertEqual(essence(self.made(series)["milestones"], "date", "state", "planned"),
                             essence(wanted, "date", "state", "planned"), series)

    # Support dates, whose words the project's imports turn into its own.
    SUPPORT_WORDS = {"alpha-start": "alpha", "active-lts": "lts", "maintenance": "maintenance",
                     "end-of-life": "end"}

    def support_dates(self):
        """A schedule.json of the built-in series."""
        out = {}
        for series in self.all_series("nodejs"):
            shown = self.show(series, project="nodejs")
            dates = {self.SUPPORT_WORDS.get(milestone["milestone"], "start"): milestone["date"]
                     for milestone in shown["milestones"]}
            out["v" + series] = dates | {"codename": shown.get("codename") or ""}
        return out

    def test_support_dates_that_are_known(self):
        dates = self.support_dates()
        self.assertGreater(len(dates), 20)
        self.write("schedule.json", json.dumps(dates))
        self.assertEqual(self.import_file("schedule.json", "--on", "2026-08-21"), [])
        self.assertEqual(os.listdir(os.path.join(self.work, "out")), [])

    def test_support_dates_that_change(self):
        dates = self.support_dates()
        dates["v26"] |= {"maintenance": "2027-11-02", "codename": "Krill"}
        dates["v27"] |= {"lts": "2027-10-19"}
        dates["v28"] = {"start": "2028-04-18", "codename": ""}
        self.write("schedule.json", json.dumps(dates))
        self.assertEqual(self.import_file("schedule.json", "--on", "2026-08-21"), [])
        self.assertEqual(sorted(os.listdir(os.path.join(self.work, "out", "nodejs"))),
                         ["26.yaml", "27.yaml", "28.yaml"])
        before = essence(self.show("26", project="nodejs")["milestones"], "date", "state")
        made = self.made("krill", "nodejs")
        self.assertEqual((made["series"], made["branch"], made["codename"]),
                         ("26", "v26.x", "Krill"))
        self.assertEqual(essence(made["milestones"], "date", "state"),
                         before | {"maintenance": ("2027-11-02", "expected")})
        plans = essence(made["milestones"], "planned")["maintenance"][0]
        self.assertEqual([(plan["since"], plan["date"]) for plan in plans],
                         [("2026-07-02", "2027-10-20"), ("2026-08-21", "2027-11-02")])
        self.assertEqual(essence(self.made("v28", "nodejs")["milestones"], "date", "state"),
                         {"28.0.0": ("2028-04-18", "expected")})
        for on, phase in (("2027-10-18", "current"), ("2027-10-19", "active-lts"),
                          ("2027-10-20", "maintenance")):
            done = self.run_relcal("phase", "nodejs", "27", "--on", on, "--data", "out")
            self.assertEqual((done.returncode, done.stdout), (0, phase + "\n"))

    def test_codenames(self):
        """One that is known counts, and another series' is no other name of a second one."""
        self.write("schedule.json", json.dumps({
            "v20": {"start": "2023-04-18", "codename": "IRON"},
            "v22": {"start": "2024-04-24", "codename": "Jodine"},
            "v26": {"start": "2026-05-05", "codename": "Iron"}}))
        self.assertEqual(self.import_file("schedule.json", "--on", "2026-08-21"), [
            "schedule.json: series 22 is known as Jod, which counts, and not as Jodine"])
        self.assertEqual(os.listdir(os.path.join(self.work, "out", "nodejs")), ["26.yaml"])
        with open(os.path.join(self.work, "out", "nodejs", "26.yaml"), encoding="utf-8") as file:
            self.assertIn("codename: Iron\naliases: v26\n", file.read())

    def test_support_dates_that_contradict_what_is_known(self):
        self.write("schedule.json", json.dumps({
            "v26": {"start": "2026-05-05", "end": "2029-05-31"},
            "v27": {"lts": "2027-10-26", "end": "2030-05-31"}}))
        reports = self.import_file("schedule.json", "--on", "2026-08-21")
        self.assertEqual(len(reports), 2, reports)
        self.assertRegex("\n".join(reports), "schedule.json: series 27 is left out, .*of order")
        self.assertEqual(os.listdir(os.path.join(self.work, "out", "nodejs")), ["26.yaml"])

    def test_a_second_import_changes_nothing(self):
        dates = self.support_dates()
        dates["v26"]["end"] = "2029-05-31"
        self.write("schedule.json", json.dumps(dates))
        for on, written in (("2026-08-21", "nodejs/26.yaml\n"), ("2026-08-22", "")):
            done = self.run_relcal("import", "schedule.json", "--directory", "twice", "--on", on)
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, written, ""))

    # What endoflife.date had on 2026-08-20, of Ruby in January: dates that were read there, and not
    # made of the data.
    PRODUCTS = {
        "debian": {
            "11": {"eolFrom": "2024-08-14", "eoesFrom": "2026-08-31"},
            "12": {"releaseDate": "2023-06-10", "eolFrom": "2026-07-11", "eoesFrom": "2028-06-30"},
            "13": {"releaseDate": "2025-08-09", "eolFrom": "2028-08-09", "eoesFrom": "2030-06-30"}},
        "django": {
            "5.2": {"releaseDate": "2025-04-02", "eoasFrom": "2025-12-03"},
            "6.0": {"releaseDate": "2025-12-03", "eoasFrom": "2026-08-04"},
            "6.1": {"releaseDate": "2026-08-05"}},
        "fedora": {
            "42": {"releaseDate": "2025-04-15", "eolFrom": "2026-05-27"},
            "43": {"releaseDate": "2025-10-28", "eolFrom": "2026-12-09"},
            "44": {"releaseDate": "2026-04-28", "eolFrom": "2027-06-02"}},
        "kubernetes": {
            "1.34": {"eoasFrom": "2026-08-27", "eolFrom": "2026-10-27"},
            "1.35": {"eoasFrom": "2026-12-28", "eolFrom": "2027-02-28"},
            "1.36": {"eoasFrom": "2027-04-28", "eolFrom": "2027-06-28"}},
        "linux": {
            "7.0": {"releaseDate": "2026-04-12", "eolFrom": "2026-06-27"},
            "7.1": {"releaseDate": "2026-06-14"}, "7.2": {"releaseDate": "2026-08-16"}},
        "php": {
            "8.4": {"eoasFrom": "2026-12-31", "eolFrom": "2028-12-31"},
            "8.5": {"eoasFrom": "2027-12-31", "eolFrom": "2029-12-31"}},
        "postgresql": {
            "16": {"releaseDate": "2023-09-14", "eolFrom": "2028-11-09"},
            "17": {"releaseDate": "2024-09-26", "eolFrom": "2029-11-08"},
            "18": {"releaseDate": "2025-09-25", "eolFrom": "2030-11-14"}},
        "ruby": {
            "3.0": {"releaseDate": "2020-12-25", "eolFrom": "2024-04-23"},
            "3.3": {"releaseDate": "2023-12-25", "eolFrom": "2027-03-31"}},
        "rust": {
            "1.97": {"releaseDate": "2026-07-09", "eolFrom": "2026-08-20"},
            "1.98": {"releaseDate": "2026-08-20"}},
        "ubuntu": {
            "25.04": {"releaseDate": "2025-04-17", "eolFrom": "2026-01-17"},
            "26.04": {"releaseDate": "2026-04-23", "eolFrom": "2031-04-30",
                      "eoesFrom": "2036-04-30"}},
    }

    def write_product(self, project, releases):
        self.write("product.json", json.dumps({"schema_version": "1.2.0", "result": {
            "name": project, "label": project, "aliases": [], "releases": [
                {"name": name, "codename": None, "latest": None, "isMaintained": True} | dates
                | {"is" + word[0].upper() + word[1:-len("From")]: date <= "2026-08-20"
                   for word, date in dates.items() if word.startswith("eo")}
                for name, dates in releases.items()]}}))

    def test_products_that_are_known(self):
        for project, releases in self.PRODUCTS.items():
            self.write_product(project, releases)
            with self.subTest(project):
                self.assertEqual(self.import_file("product.json", "--on", "2026-08-20"), [])
                self.assertEqual(os.listdir(os.path.join(self.work, "out")), [])

    def test_products_that_change(self):
        changing = [(project, name, word) for project, releases in self.PRODUCTS.items()
                    for name, dates in releases.items() for word, date in dates.items()
                    if date > "2026-08-20"]
        self.assertGreater(len(changing), 15)
        for project, name, word in changing:
            self.write_product(project, {name: {word: "2039-02-03"}})
            with self.subTest(project, series=name, word=word):
                reports = self.import_file("product.json", "--on", "2026-08-21")
                if reports:  # support that would begin after it has ended
                    self.assertIn("out of order", reports[0])
                    continue
                before = essence(self.show(name, project=project)["milestones"], "date")
                after = essence(self.made(name, project)["milestones"], "date", "planned")
                self.assertEqual(sorted(before), sorted(after))
                changed = [key for key in before if after[key][0] != before[key][0]]
                self.assertEqual([after[key][0] for key in changed], ["2039-02-03"])
                plans = [plan["date"] for plan in after[changed[0]][1]]
                self.assertEqual(plans[-2:], [before[changed[0]][0], "2039-02-03"])

    TRAIN_WORDS = {"qa-nightly-signoff": "qa_pre_merge_done", "rc-go-to-build": "rc_gtb",
                   "dot-release-1": "dot_release_1"}

    def train(self, series):
        """The schedule of a version, as its train has it: with an hour that is off in summer."""
        out = {"version": series + ".0"}
        for milestone in self.show(series, project="firefox")["milestones"]:
            name, date = milestone["milestone"], milestone["date"]
            beta = re.fullmatch(r"\d+\.0b(\d+)", name)
            word = ("beta_" + beta[1] if beta else "release" if name == series + ".0"
                    else self.TRAIN_WORDS.get(name, name.replace("-", "_")))
            hour = "14:00" if word == "release" else (date[11:16] if "T" in date else "00:00")
            if name != "superseded":
                out[word] = f"{date[:10]} {hour}:00+00:00"
        return out

    def test_trains_that_are_known(self):
        for series in map(str, range(155, 165)):
            train = self.train(series)
            self.assertGreater(len(train), 15)
            self.write("train.json", json.dumps(train))
            self.assertEqual(self.import_file("train.json", "--on", "2026-11-20"), [], series)
            self.assertEqual(os.listdir(os.path.join(self.work, "out")), [], series)

    def test_a_train_that_is_late(self):
        train = self.train("160")
        del train["beta_5"]
        train |= {"release": "2026-11-17 14:00:00+00:00", "beta_4": "2026-11-03 21:00:00+00:00"}
        self.write("train.json", json.dumps(train))
        reports = self.import_file("train.json", "--on", "2026-10-01")
        self.assertEqual(len(reports), 1)
        self.assertIn("160.0b5 is planned in the file that is there", reports[0])
        before = essence(self.show("160", project="firefox")["milestones"], "date", "state")
        made = self.made("160", "firefox")
        self.assertEqual(essence(made["milestones"], "date", "state"), before | {
            "160.0": ("2026-11-17", "expected"), "160.0b4": ("2026-11-03T21:00Z", "expected")})
        with open(os.path.join(self.work, "out", "firefox", "160.yaml"), encoding="utf-8") as file:
            rules = re.findall(r"id: 160\.0b(\d).*rule: ", file.read())
        self.assertEqual(rules, ["1", "2", "3", "5"])  # of b4 it gives another day


class SlipTest(Base):
    def test_every_wrong_weekday_is_found(self):
        chance = random.Random(20190704)
        for series in self.all_series():
            lines = pep(self.show(series)).split("\n")
            wrong = {}
            for number, line in enumerate(lines, start=1):
                found = re.match(r"- .*: (\w+), (\d{4}-\d\d-\d\d)", line)
                if found and chance.random() < 0.3:
                    others = [name for name in calendar.day_name if name != found[1]]
                    name = chance.choice(others)
                    lines[number - 1] = line.replace(found[1], name)
                    wrong[number] = (name, found[2], found[1], found.start(1) + 1)
            self.write("pep.rst", "\n".join(lines))
            expected = [
                f"pep.rst:{number}:{column}: {name} is wrong: {date} is a {right}; mend the "
                "weekday or the date" for number, (name, date, right, column) in wrong.items()]
            self.assertEqual(self.import_file("pep.rst"), expected, series)
            self.assertEqual(essence(self.made(series)["milestones"], "date"),
                             essence(listed(self.show(series)), "date"), series)

    # A line of a list, and the column and start of what is said of it.
    LINES = [
        ("- 3.8.0 beta 3: Monday, 2019-09-38", 33, "September 2019 has no day 38"),
        ("- 3.8.0 beta 3: January 45 2014", 25, "January 2014 has no day 45"),
        ("- 3.8.0 beta 3: 7-Sep-1001", 23, "1001 is no year of a release"),
        ("- 3.8.0 beta 3: 2019-13-01", 22, "there is no month 13"),
        ("- 3.8.0 beta 3: 2019-02-29", 25, "February 2019 has no day 29"),
        ("- 3.8.0 beta 3: 20119-02-09", 17, "20119 is no year"),
        ("- 3.8.0 beta 3: Febuary 10, 2019", 17, "Febuary is no month"),
        ("- 3.8.0 beta 3: March 10", 17, "the date has no year"),
        ("- 3.8.0 beta 3: 10/03/2019", 17, "day and month cannot be told apart"),
        ("- 3.8.0 beta 3: 2019-02-", 25, "the day is missing"),
        ("- 3.8.0 beta 3: 2019-02-010", 25, "February 2019 has no day 010"),
        ("- 3.8.0 beta 3: 2019-02-01x", 27, "the date does not end here"),
        ("- 3.8.0 beta 3: Munday, 2019-02-04", 17, "Munday is wrong"),
        ("- 3.8.0 beta 3: T - 3 weeks", 17, "3.8.0b3 has no date here"),
        ("- 3.8.0 beta 3:", 16, "3.8.0b3 has no date here"),
        ("- 3.8.0 beta l: 2019-02-01", 3, '"3.8.0 beta l: 2019-02-01" is not understood'),
        ("- 3.9.0 beta 3: 2019-02-01", 3, "3.9 is of another series"),
        ("- 3.8.0 alpha 1: 2019-02-01", 3, "3.8.0a1 is listed twice, first on line 4"),
        ("- 3.8.0 beta l: 2019-02-30", 3, '"3.8.0 beta l: 2019-02-30" is not understood'),
        ("7-Sep-1001: 3.8.0b3 [Released]", 7, "1001 is no year of a release"),
        ("- July 9: 3.8.0b3 [completed]", 3, "the date has no year"),
        ("- Łódź: 2019-02-01", 3, '"Łódź: 2019-02-01" is not understood'),
        ("- 3.8.0 beta 3 (Łódź): 2019-02-30", 32, "February 2019 has no day 30"),
    ]

    def test_slips_are_told_with_line_and_column(self):
        for line, column, message in self.LINES:
            self.write("pep.rst", "PEP: 569\nPython-Version: 3.8\n\n- 3.8.0 alpha 1: 2019-02-03\n"
                       f"{line}\n- 3.8.0 final: 2019-10-21\n")
            reports = self.import_file("pep.rst")
            self.assertEqual(len(reports), 1, (line, reports))
            self.assertTrue(reports[0].startswith(f"pep.rst:5:{column}: {message}"), reports[0])
            made = essence(self.made("3.8")["milestones"], "date")
            wanted = {"3.8.0a1": ("2019-02-03",), "3.8.0": ("2019-10-21",)}
            if message.startswith("Munday"):
                wanted["3.8.0b3"] = ("2019-02-04",)
            self.assertEqual(made, wanted, line)

    def test_a_final_too_early_is_left_out(self):
        self.write("pep.rst", "PEP: 569\nPython-Version: 3.8\n\n- 3.8.0 alpha 1: 2019-02-03\n"
                   "- 3.8.0 beta 1: 2019-06-04\n- 3.8.0 final: 2018-12-14\n")
        reports = self.import_file("pep.rst")
        self.assertEqual(len(reports), 1)
        self.assertTrue(reports[0].startswith(
            "pep.rst:6:3: 3.8.0 is left out: phases out of order"), reports)
        self.assertEqual(list(essence(self.made("3.8")["milestones"])), ["3.8.0a1", "3.8.0b1"])

    def test_json_that_contradicts_itself(self):
        self.write("releases.json", '{"metadata": {"3.16": {"first_release": "2027-10-06",\n'
                   '  "end_of_life": "2032-10-32", "branch": ["main"], "mood": "good"}},\n'
                   '"releases": {"3.16": [\n'
                   '  {"stage": "3.16.0 final", "state": "expected", "date": "2027-10-05"},\n'
                   '  {"stage": "3.15.0 final", "state": "expected", "date": "2026-10-05"},\n'
                   '  {"stage": "3.16.0 gamma", "state": "expected", "date": "2026-10-05"},\n'
                   '  {"stage": "3.16.0 beta 1", "state": "hoped", "date": "2027-05-05"},\n'
                   '  {"stage": "3.16.0 final", "date": "2027-10-07", "date": "2027-10-08"},\n'
                   '  {"stage": "3.16.0 beta 2"}, 7]}}')
        starts = ["releases.json:1:41: first_release is 2027-10-06, but 3.16.0 is on 2027-10-05",
                  "releases.json:2:27: ", "releases.json:2:42: ", "releases.json:2:52: ",
                  "releases.json:5:13: ", "releases.json:6:13: ", "releases.json:7:39: ",
                  "releases.json:8:13: ", "releases.json:8:51: ", "releases.json:9:3: ",
                  "releases.json:9:31: "]
        reports = self.import_file("releases.json")
        self.assertEqual(len(reports), len(starts), reports)
        for report, start in zip(reports, starts):
            self.assertTrue(report.startswith(start), (report, start))
        self.assertEqual(essence(self.made("3.16")["milestones"], "date"),
                         {"3.16.0": ("2027-10-05",)})

    def test_csv_that_is_wrong(self):
        self.write("a.csv", 'series,version,date,state,mood\n3.8,3.8.0b1,2019-02-30,expected,x\n'
                   '3.8,3.8.0b2,"Monday, 2019-07-04",actual,\n3.8,nonsense!,2019-01-01,,\n'
                   '3.8,3.8.0b3,2019-01-01,hoped,\n')
        reports = self.import_file("a.csv")
        places = [re.match(r"a\.csv:(\d+:\d+): ", report)[1] for report in reports]
        self.assertEqual(places, ["1:27", "2:21", "3:14", "4:5", "5:24"], reports)
        self.assertEqual(essence(self.made("3.8")["milestones"], "date"),
                         {"3.8.0b2": ("2019-07-04",)})


class MergeTest(Base):
    PEP = "PEP: 693\nPython-Version: 3.12\n\n{}"

    def setUp(self):
        super().setUp()
        self.write("out/python/3.12.yaml", "series: 3.12\nrevised: 2023-04-01\n"
                   "spec: {name: PEP 693, url: \"https://peps.python.org/pep-0693/\"}\n"
                   "milestones:\n"
                   "- {id: 3.12.0a7, date: 2023-04-04, planned: {2022-06-18: 2023-04-03,"
                   " 2023-04-01: 2023-04-04}}\n"
                   "- {id: 3.12.0b1, date: 2023-05-08, title: the first beta}\n"
                   "- {id: 3.12.0rc1, date: 2023-07-31, state: actual}\n"
                   "- {id: end-of-life, date: 2028-10}\n")

    def lay(self, items, *arguments, on="2023-05-08"):
        self.write("pep.rst", self.PEP.format(items))
        return self.run_relcal("import", "pep.rst", "--directory", "out", "--on", on, *arguments)

    def planned(self):
        return {name: (date, state, {plan["since"]: plan["date"] for plan in planned})
                for name, (date, state, planned) in
                essence(self.made("3.12")["milestones"], "date", "state", "planned").items()}

    def test_a_move_keeps_the_history(self):
        done = self.lay("Actual:\n\n- 3.12.0a7: 2023-04-04\n- 3.12.0rc1: 2023-07-31\n\n"
                        "Expected:\n\n- 3.12.0b1: 2023-05-22\n- 3.12.0b2: 2023-05-30\n\n")
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (0, "python/3.12.yaml\n", ""))
        self.assertEqual(self.planned(), {
            "3.12.0a7": ("2023-04-04", "actual", {"2022-06-18": "2023-04-03",
                                                  "2023-04-01": "2023-04-04"}),
            "3.12.0b1": ("2023-05-22", "expected", {"2023-04-01": "2023-05-08",
                                                    "2023-05-08": "2023-05-22"}),
            "3.12.0b2": ("2023-05-30", "expected", {"2023-05-08": "2023-05-30"}),
            "3.12.0rc1": ("2023-07-31", "actual", {}),
            "end-of-life": ("2028-10", "expected", {})})
        text = (self.work / "out/python/3.12.yaml").read_text(encoding="utf-8")
        self.assertIn("revised: 2023-05-08", text)
        self.assertIn("title: the first beta", text)
        again = self.lay("Actual:\n\n- 3.12.0a7: 2023-04-04\n- 3.12.0rc1: 2023-07-31\n\nExpected:\n"
                         "\n- 3.12.0b1: 2023-05-22\n- 3.12.0b2: 2023-05-30\n\n", on="2023-06-01")
        self.assertEqual((again.returncode, again.stdout), (0, ""))

    def test_what_the_source_lacks_stays_and_is_told(self):
        done = self.lay("Actual:\n\n- 3.12.0a7: 2023-04-04\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("3.12.0b1 is planned in the file that is there and not in this one",
                      done.stderr)
        self.assertEqual(self.planned()["3.12.0b1"], ("2023-05-08", "expected", {}))

    def test_what_is_actual_is_not_planned_again(self):
        done = self.lay("Expected:\n\n- 3.12.0a7: 2023-04-04\n- 3.12.0b1: 2023-05-08\n"
                        "- 3.12.0rc1: 2023-08-06\n")
        self.assertEqual((done.returncode, done.stderr), (
            1, "pep.rst:8:3: 3.12.0rc1 is actual in the file that is there, which counts\n"))
        self.assertEqual(self.planned()["3.12.0rc1"], ("2023-07-31", "actual", {}))

    def test_comments_are_not_lost_in_silence(self):
        path = self.work / "out/python/3.12.yaml"
        before = path.read_text(encoding="utf-8") + "# mine\n"
        path.write_text(before, encoding="utf-8")
        items = "Expected:\n\n- 3.12.0a7: 2023-04-04\n- 3.12.0b1: 2023-05-22\n"
        done = self.lay(items)
        self.assertEqual((done.returncode, done.stderr), (
            1, "relcal: out/python/3.12.yaml has comments, which would be lost; nothing is "
               "written without --force\n"))
        self.assertEqual(path.read_text(encoding="utf-8"), before)
        unchanged = self.lay(items.replace("05-22", "05-08"))
        self.assertEqual((unchanged.returncode, unchanged.stdout), (0, ""))
        self.assertEqual(path.read_text(encoding="utf-8"), before)
        self.assertEqual(self.lay(items, "--force").returncode, 0)
        self.assertNotIn("# mine", path.read_text(encoding="utf-8"))

    def test_a_faulty_file_is_not_touched(self):
        path = self.write("out/python/3.12.yaml", "series: 3.12\nmilestones: [\n")
        done = self.lay("- 3.12.0a7: 2023-04-04\n")
        self.assertEqual(done.returncode, 3)
        self.assertIn("python/3.12.yaml:3:1: ", done.stderr)
        self.assertEqual(path.read_text(encoding="utf-8"), "series: 3.12\nmilestones: [\n")


@unittest.skipUnless(shutil.which("git"), "there is no git")
class GitTest(Base):
    def setUp(self):
        super().setUp()
        self.repository = self.work / "repository"
        self.repository.mkdir()
        self.git("init", "--quiet")

    def git(self, *arguments, when=None):
        environment = {**self.environment, "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a",
                       "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a",
                       "GIT_COMMITTER_EMAIL": "a@example.org",
                       "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z"}
        if when:
            environment["GIT_COMMITTER_DATE"] = when
        subprocess.run(["git", *arguments], cwd=self.repository, env=environment, check=True,
                       capture_output=True)

    def commit(self, name, content, when):
        (self.repository / name).parent.mkdir(exist_ok=True)
        (self.repository / name).write_bytes(
            content if isinstance(content, bytes) else content.encode())
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "x", when=when)

    def import_history(self, path, *arguments):
        return self.run_relcal("import", "--git", "repository", path, "--directory", "out",
                               *arguments)

    def history_days(self, shown):
        days = {plan["since"] for milestone in shown["milestones"] + shown.get("withdrawn", [])
                for plan in milestone["planned"] or []}
        days |= {milestone["date"] for milestone in shown["milestones"]
                 if milestone["state"] == "actual" and milestone["date"] > min(days)}
        return sorted(days)

    def check_history(self, series, write, name):
        shown = self.show(series)
        for when in self.history_days(shown):
            as_of = self.show(series, "--as-of", when)
            self.commit(name, write(as_of), f"{when}T23:30:00Z")
        done = self.import_history(name, "--force")
        self.assertEqual((done.returncode, done.stderr), (0, ""), series)
        # A milestone that was there before the history begins was always known.
        first = self.history_days(shown)[0]
        made = self.made(series)
        keys = ("date", "state", "planned")
        for key in ("milestones", "withdrawn"):
            wanted = {name: value for name, value in
                      essence([milestone for milestone in shown.get(key, [])
                               if milestone["milestone"] not in UNLISTED], *keys).items()}
            for name, (date, state, planned) in wanted.items():
                if date and date <= first:
                    wanted[name] = (date, state, [])
            self.assertEqual(essence(made.get(key, []), *keys), wanted, series)

    def test_revisions_of_peps_become_the_history(self):
        recorded = [series for series in self.all_series()
                    if any(milestone["planned"] for milestone in self.show(series)["milestones"])]
        self.assertGreater(len(recorded), 10)
        for series in recorded:
            self.check_history(series, pep, f"pep-{series}.rst")

    def test_renames_are_followed_and_bad_revisions_passed_over(self):
        def text(items):
            return "PEP: 693\nPython-Version: 3.12\n\n" + "".join(
                f"- 3.12.0 {item}\n" for item in items) + "\nSome words stay as they are.\n" * 9
        self.commit("pep-0693.txt", text(["beta 1: 2023-05-08", "beta 2: 2023-05-29"]),
                    "2022-06-18T23:59:59Z")
        self.commit("pep-0693.txt", text(["beta 1: 2023-05-09", "beta 2: 2023-05-29"]),
                    "2022-06-19T01:00:00+02:00")  # the 18th still
        self.commit("pep-0693.txt", b"\xff\xfe\x00\x01", "2022-06-20T12:00:00Z")
        self.commit("pep-0693.txt", text(["beta 1: 2023-05-09", "beta 2: Friday, 2023-05-29"]),
                    "2022-06-21T12:00:00Z")
        (self.repository / "peps").mkdir()
        self.git("mv", "pep-0693.txt", "peps/pep-0693.rst")
        self.git("commit", "--quiet", "-m", "move", when="2022-07-01T12:00:00Z")
        self.commit("peps/pep-0693.rst",
                    text(["beta 1: 2023-05-22", "beta 2: Friday, 2023-05-29"]),
                    "2022-07-02T12:00:00Z")
        self.commit("peps/pep-0693.rst", text(["beta 1: 2023-05-22", "beta 2: 2023-05-32"]),
                    "2022-07-03T12:00:00Z")
        self.commit("peps/pep-0693.rst", text(["beta 1: 2023-05-22"]), "2022-07-04T12:00:00Z")
        done = self.import_history("peps/pep-0693.rst", "--on", "2022-08-01")
        self.assertEqual(done.returncode, 1)
        reports = [re.sub("@[0-9a-f]{10}", "@C", line) for line in done.stderr.splitlines()]
        self.assertEqual([report[:47] for report in reports], [
            "peps/pep-0693.rst@C:1:1: the file is in UTF-16 ",
            "peps/pep-0693.rst@C:5:18: Friday is wrong: 2023",
            "peps/pep-0693.rst@C:5:26: May 2023 has no day 3"])
        made = self.made("3.12", )
        planned = {milestone["milestone"]: {plan["since"]: plan["date"]
                                            for plan in milestone["planned"]}
                   for milestone in made["milestones"] + made["withdrawn"]}
        self.assertEqual(planned, {
            "3.12.0b1": {"2022-06-18": "2023-05-09", "2022-07-02": "2023-05-22"},
            "3.12.0b2": {"2022-06-18": "2023-05-29", "2022-07-04": None}})

    def test_revisions_of_schedule_files(self):
        for when, date in (("2026-01-01", "2027-05-04"), ("2026-02-01", "2027-05-11")):
            self.commit("3.16.yaml", "series: 3.16\nmilestones:\n"
                        f"- {{id: 3.16.0b1, date: {date}}}\n"
                        "- {id: 3.16.0, date: 2027-10-05, title: done}\n", f"{when}T12:00:00Z")
        done = self.import_history("3.16.yaml")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        made = self.made("3.16")["milestones"]
        self.assertEqual([milestone["planned"] for milestone in made], [
            [{"since": "2026-01-01", "date": "2027-05-04"},
             {"since": "2026-02-01", "date": "2027-05-11"}],
            [{"since": "2026-01-01", "date": "2027-10-05"}]])
        self.assertIn("title: done", (self.work / "out/python/3.16.yaml").read_text())

    def test_what_git_cannot_do(self):
        self.commit("a", "b", "2022-06-18T12:00:00Z")
        for path, status, message in (("none", 3, "git knows no revision of none"),
                                      ("a", 1, None)):
            done = self.import_history(path)
            self.assertIn(done.returncode, (status, 3))
            self.assertEqual(done.stdout, "")
            if message:
                self.assertIn(message, done.stderr)
        done = self.run_relcal("import", "--git", "nowhere", "a")
        self.assertEqual(done.returncode, 4)
        self.environment["PATH"] = str(self.work.parent / "programs")
        done = subprocess.run([RELCAL, "import", "--git", "repository", "a"],
                              env=self.environment, cwd=self.work, capture_output=True, text=True)
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot run git", done.stderr)


def releases(count):
    return ",".join('{"stage":"3.1.%d","date":"2020-01-01"}' % index for index in range(count))


class HostileTest(Base):
    # Each as a text, or as a start and what is repeated up to the most bytes that are read.
    CASES = {
        "deep lists": ('{"releases":', "["),
        "deep objects": ("", '{"releases":'),
        "doubled keys": ('{"releases":{', '"3.1":[],'),
        "many numbers": ('{"releases":{"3.1":[1', ",1"),
        "long string": ('{"releases":{"3.1":[{"stage":"', "x"),
        "long number": ('{"releases":{"3.1":[{"stage":', "9"),
        "many releases": '{"releases":{' + ",".join(
            f'"3.{index}":[{releases(4000)}]' for index in range(20)) + "}}",
        "one item again": ("PEP: 1\nPython-Version: 3.1\n\n", "- 3.1.1: 2020-01-01\n"),
        "items that are none": ("PEP: 1\nPython-Version: 3.1\n\n", "- 3.1.x: 2020-01-01\n"),
        "one long item": ("PEP: 1\nPython-Version: 3.1\n\n- ", "3.1.1 "),
        "one wrapped item": ("PEP: 1\nPython-Version: 3.1\n\n- 3.1.1: 2020-01-01\n", "  a\n"),
        "dates alone": ("PEP: 1\nPython-Version: 3.1\n\n", "- 2020-01-01 "),
        "one quote": ("version,date\n\"", "x"),
        "many columns": ("version,date", ",x"),
        "many fields": ("version,date\n", ","),
        "deep YAML": ("series: 3.1\nmilestones:\n", "["),
        "no UTF-8": ("PEP: 1\n", b"\x80\xff"),
    }

    def feed(self, data):
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        unlimited = "RELCAL_WRAP" in os.environ or os.environ.get("RELCAL_SANITIZED")
        path = self.work / "hostile"
        path.write_bytes(data)
        started = time.monotonic()
        done = subprocess.run(["relcal", "import", "hostile", "-o", "made"], env=self.environment,
                              cwd=self.work, capture_output=True, check=False,
                              preexec_fn=None if unlimited else limit)
        return done, time.monotonic() - started

    def test_within_limits(self):
        for name, case in self.CASES.items():
            if isinstance(case, str):
                data = case.encode()
            else:
                start, more = case[0].encode(), case[1]
                more = more if isinstance(more, bytes) else more.encode()
                data = start + more * ((MOST_BYTES - len(start)) // len(more))
            self.assertLessEqual(len(data), MOST_BYTES, name)
            done, seconds = self.feed(data)
            self.assertIn(done.returncode, (1, 3), (name, done.stderr[:200]))
            self.assertNotEqual(done.stderr, b"", name)
            self.assertLess(seconds, SECONDS, name)

    def test_beyond_limits(self):
        for start, more in ((b'{"releases":{"3.1":[1', b",1"),
                            (b"version,date\n", b"3.1.1,2020-01-01\n"),
                            (b"PEP: 1\nPython-Version: 3.1\n\n", b"- 3.1.1: 2020-01-01\n"),
                            (b"series: 3.1\nmilestones:\n", b"- {id: 3.1.1, date: 2020-01-01}\n")):
            done, seconds = self.feed(start + more * ((50 << 20) // len(more)))
            self.assertEqual((done.returncode, done.stderr), (
                3, b"hostile: the file has more than 4194304 bytes, which are the most that are "
                   b"read\n"))
            self.assertLess(seconds, SECONDS)


if __name__ == "__main__":
    RELCAL = os.path.abspath(sys.argv.pop(1))
    unittest.main()
