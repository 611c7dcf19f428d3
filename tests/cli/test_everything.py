#!/usr/bin/env python3
"""The calendar of all built-in projects, read by no client but events.py: whole and of one piece,
the same wherever and whenever it is written, true to relcal show, and read back without a loss:
test_everything.py RELCAL [unittest options]"""
import collections
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest
import zoneinfo

sys.dont_write_bytecode = True  # the sources stay as they are
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "clients"))
import events  # noqa: E402
import lint_ics  # noqa: E402
from harness import HAS_CALENDARS, surroundings  # noqa: E402

EVERYTHING = ("ics", "--all", "--with", "phases,freezes")
SURROUNDINGS = [{"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
                {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
                {"SOURCE_DATE_EPOCH": "0"}]
STATUS = {"actual": "CONFIRMED", "expected": "TENTATIVE"}
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d))?"
                    r"(?:(Z|AoE)|([+-])(\d\d):(\d\d))(?:\[(.+)\])?")
NO_DATE = "tbd"
TODAY = "2026-08-22"  # harness.NOW
ONE_DAY = datetime.timedelta(days=1)


def moment(written):
    """The second in UTC of a moment as schedules have it; a zone's offset is what tzdata says."""
    day, hour, minute, second, name, sign, hours, minutes, zone = MOMENT.fullmatch(written).groups()
    local = datetime.datetime.fromisoformat(day) + datetime.timedelta(
        hours=int(hour), minutes=int(minute), seconds=int(second or 0))
    offset = datetime.timedelta(hours={"Z": 0, "AoE": -12}[name]) if name else \
        datetime.timedelta(hours=int(sign + hours), minutes=int(sign + minutes))
    if zone and local.replace(tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset() != offset:
        raise ValueError(f"{written}: {zone} has another offset then")
    return local - offset


def span(written, precision):
    """The start and end of the event of a date, as events.py has them."""
    if precision == "moment":
        start = moment(written)
        return tuple(f"{each.isoformat()}Z" for each in (start, start + datetime.timedelta(0, 60)))
    day = datetime.date.fromisoformat
    if precision == "range":
        first, last = map(day, written.split(".."))
    elif precision == "week":
        first = day(f"{written}-1")
        last = first + 6 * ONE_DAY
    elif precision == "month":
        first = day(f"{written}-01")
        last = (first + 31 * ONE_DAY).replace(day=1) - ONE_DAY
    elif precision == "year":
        first, last = day(f"{written}-01-01"), day(f"{written}-12-31")
    else:
        first = last = day(written)
    return str(first), str(last + ONE_DAY)


def precision_of(written):
    """The precision that a plan's date is written with."""
    forms = {"moment": ".*T.*", "range": r".*\.\..*", "week": r"\d+-W\d+", "year": r"\d{4}",
             "month": r"\d{4}-\d\d", "day": r"\d{4}-\d\d-\d\d"}
    return next(name for name, form in forms.items() if re.fullmatch(form, written))


def last_dated(milestone):
    """The newest date that a milestone had which has none any more, or None."""
    dates = [plan["date"] for plan in milestone["planned"] if plan["date"] not in (None, NO_DATE)]
    return dates[-1] if dates else None


class EverythingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.environment, cls.folder = cls.enterClassContext(surroundings(RELCAL))
        cls.calendar = cls.relcal(*EVERYTHING)
        cls.events = events.events(cls.calendar)
        cls.projects = {project["project"]: project
                        for project in json.loads(cls.relcal("projects", "--json"))["projects"]}
        cls.series = [(project, series) for project in cls.projects
                      for series in cls.projects[project]["series"]]
        cls.shown = {each: json.loads(text) for each, text in cls.show("--json")}

    @classmethod
    def relcal(cls, *arguments, environment=None):
        done = subprocess.run(["relcal", *arguments], cwd=cls.folder, check=True,
                              env={**cls.environment, **(environment or {})},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        return done.stdout

    @classmethod
    def show(cls, *options):
        """What relcal show says of every series, as ((project, series), bytes)."""
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            answers = pool.map(lambda each: cls.relcal("show", *each, *options), cls.series)
            return list(zip(cls.series, answers))

    def test_the_lint_finds_nothing(self):
        self.assertGreater(len(self.projects), 10)
        self.assertEqual([], lint_ics.faults(self.calendar))

    def test_the_same_wherever_and_whenever_it_is_written(self):
        self.assertEqual(self.calendar, self.relcal(*EVERYTHING))
        self.assertEqual(self.calendar, self.relcal(*EVERYTHING, "--on", "2019-01-01"))
        self.assertEqual(self.calendar, self.relcal(*EVERYTHING, "--tz", "aoe"))
        for environment in SURROUNDINGS:
            with self.subTest(environment=environment):
                self.assertEqual(self.calendar, self.relcal(*EVERYTHING, environment=environment))

    def test_every_event_is_of_one_project_and_says_so(self):
        colors = collections.defaultdict(set)
        for event in self.events:
            project, series = event["uid"].split("=")[:2]
            name = self.projects[project]["name"]
            with self.subTest(event["uid"]):
                self.assertIn(series, self.projects[project]["series"])
                self.assertTrue(event["summary"].startswith(f"{name} "), event["summary"])
                self.assertIn(name, event["categories"])
                self.assertIn(f"{name} {series}", event["categories"])
            colors[project].add(event["color"])
        self.assertEqual(set(self.projects), set(colors))
        self.assertEqual(len(colors), len(set(map(frozenset, colors.values()))), colors)

    def test_no_two_events_of_a_day_look_alike(self):
        looks = collections.Counter((event["summary"], event["start"][:10])
                                    for event in self.events)
        self.assertEqual([], [look for look, count in looks.items() if count > 1])

    def test_milestones_are_those_of_show(self):
        exported = collections.defaultdict(dict)
        for event in self.events:
            project, series, rest = event["uid"].split("=", 2)
            if not rest.startswith(("phase=", "freeze=")):
                milestone = rest.rpartition("@")[0]
                exported[project, series][milestone] = (event["start"], event["end"],
                                                        event["status"])
        for each, shown in self.shown.items():
            with self.subTest(each):
                self.assertEqual(self.milestones(shown), exported[each])

    def milestones(self, shown):
        """The milestones of an answer of show: their spans and what becomes of their state."""
        found = {}
        for milestone in shown["milestones"]:
            if milestone["precision"] != NO_DATE:
                found[milestone["milestone"]] = (
                    *span(milestone["date"], milestone["precision"]), STATUS[milestone["state"]])
        undated = [each for each in shown["milestones"] if each["precision"] == NO_DATE]
        for milestone in [*undated, *shown.get("withdrawn", [])]:
            last = last_dated(milestone)
            if last:
                found[milestone["milestone"]] = (*span(last, precision_of(last)), "CANCELLED")
        return found

    def test_a_folder_has_every_event_once_in_a_project_and_once_in_a_series(self):
        folder = self.folder / "public"
        arguments = (*EVERYTHING, "--directory", str(folder))
        written = self.relcal(*arguments).decode().split()
        self.assertEqual(sorted(written), sorted(path.name for path in folder.iterdir()))
        self.assertEqual(b"", self.relcal(*arguments, "--on", "2019-01-01"))
        whole = events.blocks(self.calendar)
        self.assertEqual(whole, self.union(folder, self.projects))
        self.assertEqual(whole, self.union(folder, map("-".join, self.series)))

    def union(self, folder, names):
        """All events of some files; none is in two of them."""
        found = {}
        for name in names:
            blocks = events.blocks((folder / f"{name}.ics").read_bytes())
            self.assertEqual(set(), set(found) & set(blocks), name)
            found.update(blocks)
        return found

    def test_an_event_is_the_same_in_every_calendar(self):
        whole = events.blocks(self.calendar)
        for operands in (("kubernetes", "v1.37", "python"), ("python", "3.15"), ("debian",)):
            part = events.blocks(self.relcal("ics", *operands, *EVERYTHING[2:]))
            self.assertTrue(part)
            self.assertEqual(part, {uid: whole[uid] for uid in part})

    def test_what_is_followed_has_the_colors_of_the_config_and_is_else_the_same(self):
        (self.folder / "config.yaml").write_text("""\
follow: [debian, {project: python, series: [main, 3.15]}]
colors: {python: gold}
""")
        whole = events.blocks(self.calendar)
        found = events.blocks(self.relcal("ics", *EVERYTHING[2:], "--config", "config.yaml"))
        followed = ("debian=", "python=3.15=", "python=3.16=")
        self.assertEqual({uid for uid in whole if uid.startswith(followed)}, set(found))
        for uid, block in found.items():
            if uid.startswith("python="):
                block = block.replace(b"\r\nCOLOR:gold\r\n", b"\r\nCOLOR:royalblue\r\n")
            self.assertEqual(whole[uid], block)

    def imported(self):
        """A folder with the schedules that the calendar was read back into."""
        folder = self.folder / f"schedules-{self.id().rpartition('.')[2]}"
        (self.folder / "everything.ics").write_bytes(self.calendar)
        self.relcal("import", "everything.ics", "--directory", str(folder))
        return folder

    def test_it_is_read_back_without_a_loss(self):
        folder = self.imported()
        expected = {f"{project}/{series}.yaml" for project, series in self.series}
        expected |= {f"{project}/project.yaml" for project in self.projects}
        self.assertEqual(expected,
                         {str(path.relative_to(folder)) for path in folder.glob("*/*.yaml")})
        self.assertEqual(self.calendar, self.relcal(*EVERYTHING, "--data", str(folder)))
        for (project, series), shown in self.show("--format", "yaml"):
            with self.subTest(project=project, series=series):
                self.assertEqual(shown, (folder / project / f"{series}.yaml").read_bytes())

    def test_what_moves_moves_alone(self):
        folder = self.imported()
        before = events.blocks(self.relcal("ics", "--all"))
        moved = 0
        for project, series, milestone in self.movable():
            path = folder / project / f"{series}.yaml"
            later = datetime.date.fromisoformat(milestone["date"]) + ONE_DAY
            kept = path.read_bytes()
            self.relcal("move", str(path), milestone["milestone"], str(later))
            after = events.blocks(self.relcal("ics", "--all", "--data", str(folder)))
            path.write_bytes(kept)
            with self.subTest(project=project, series=series, milestone=milestone["milestone"]):
                self.check_move(f"{project}={series}={milestone['milestone']}@", before, after)
            moved += 1
        self.assertGreater(moved, 10)

    def movable(self):
        """Of each project a milestone that is expected on a coming day, and turns nothing."""
        turns = {event["uid"].rpartition("@")[0] for event in self.events
                 if re.search("^(Begins|Ends) ", event["description"], re.MULTILINE)}
        found = {}
        for (project, series), shown in self.shown.items():
            for milestone in shown["milestones"]:
                if (milestone["state"], milestone["precision"]) == ("expected", "day") and \
                        milestone["date"] > TODAY and \
                        True:
                    found[project] = project, series, milestone
        return found.values()

    def check_move(self, name, before, after):
        (uid,) = (uid for uid in before if uid.startswith(name))
        self.assertEqual(set(before), set(after))
        self.assertEqual([uid], [each for each in after if before[each] != after[each]])
        old, new = (self.event_in(blocks[uid]) for blocks in (before, after))
        self.assertEqual(datetime.date.fromisoformat(old["start"]) + ONE_DAY,
                         datetime.date.fromisoformat(new["start"]))
        self.assertGreater(new["sequence"], old["sequence"])
        self.assertEqual(f"{TODAY}T00:00:00Z", new["stamp"])

    def event_in(self, block):
        return events.events(b"BEGIN:VCALENDAR\r\n" + block + b"END:VCALENDAR\r\n")[0]


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    if HAS_CALENDARS:
        unittest.main()
