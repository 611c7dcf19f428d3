#!/usr/bin/env python3
"""Calendars that never churn: 3.12 exported as of every day of its history, and equal bytes
whatever the surroundings are: test_stability.py RELCAL [unittest options]"""
import concurrent.futures
import datetime
import itertools
import os
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
import events  # noqa: E402
import exports  # noqa: E402

FIRST, LAST = "2022-05-01", "2026-08-22"  # before the first thing happened, and after the last
SPANS = ("--with", "phases,freezes")
SURROUNDINGS = [
    {"TZ": "UTC", "LC_ALL": "C"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8"},
    {"TZ": "XXX+11:59", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    {"TZ": ":no/such/zone", "LC_ALL": "zh_CN.GB18030"},
    {"SOURCE_DATE_EPOCH": "0"},
    {"SOURCE_DATE_EPOCH": "253402300799"},
    {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1", "HOME": "/nonexistent"},
]


def days(first, last):
    day = datetime.date.fromisoformat(first)
    while day <= datetime.date.fromisoformat(last):
        yield str(day)
        day += datetime.timedelta(days=1)


def event_in(block):
    (event,) = events.events(b"BEGIN:VCALENDAR\r\n" + block + b"END:VCALENDAR\r\n")
    return event


class StabilityTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.exporter = cls.enterClassContext(exports.exporter(RELCAL))

    def ics(self, *arguments, environment=None):
        return self.exporter.relcal("ics", *arguments, environment=environment)

    def chain(self, days, *arguments):
        """The calendars as of each day, as [(day, bytes)]."""
        days = list(days)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            calendars = pool.map(lambda day: self.ics(*arguments, "--as-of", day), days)
            return list(zip(days, calendars))

    def check_chain(self, chain):
        """Nothing vanishes; what changed says so, and on which day."""
        changed = 0
        for (before, older), (day, newer) in itertools.pairwise(chain):
            if older == newer:
                continue
            old, new = events.blocks(older), events.blocks(newer)
            self.assertEqual(set(), set(old) - set(new), f"vanished on {day}")
            touched = [uid for uid in new if old.get(uid) != new[uid]]
            self.assertTrue(touched, f"a calendar changed on {day}, and none of its events")
            for uid in touched:
                changed += 1
                event = event_in(new[uid])
                self.assertLessEqual(event["stamp"], f"{day}T00:00:00Z", uid)
                if uid in old:
                    # A change lies in (before, day]. One not of this day would churn.
                    self.assertGreater(event["stamp"], f"{before}T00:00:00Z", uid)
                    self.assertGreater(event["sequence"], event_in(old[uid])["sequence"], uid)
        return changed

    def test_312_as_of_every_day(self):
        chain = self.chain(days(FIRST, LAST), "python", "3.12")
        self.assertGreater(self.check_chain(chain), 30)
        self.check_beta_1(chain)

    def check_beta_1(self, chain):
        history = []  # [day, event] of beta 1, at each change
        for day, calendar in chain:
            for event in events.events(calendar):
                if event["summary"].endswith("3.12.0 beta 1"):
                    if not history or history[-1][1] != event:
                        history.append([day, event])
        self.assertEqual(1, len({event["uid"] for _, event in history}))
        self.assertEqual(
            [("2022-06-18", "2023-05-08", "TENTATIVE"), ("2023-05-08", "2023-05-22", "TENTATIVE"),
             ("2023-05-22", "2023-05-22", "CONFIRMED")],
            [(day, event["start"], event["status"]) for day, event in history])
        last = history[-1][1]["description"].casefold()
        self.assertIn("planned for 2023-05-08", last)
        self.assertIn("moved on 2023-05-08 to 2023-05-22", last)
        self.assertNotIn("moved", history[0][1]["description"].casefold())

    def test_312_with_phases_and_freezes_as_of_every_day(self):
        chain = self.chain(days(FIRST, LAST), "python", "3.12", *SPANS)
        self.assertGreater(self.check_chain(chain), 30)

    def test_all_of_python_as_of_every_quarter(self):
        quarters = [day for day in days("2014-01-01", LAST) if day[5:] in
                    ("01-01", "04-01", "07-01", "10-01")] + [LAST]
        self.assertGreater(self.check_chain(self.chain(quarters, "python", *SPANS)), 300)

    def test_everything_as_of_every_month(self):
        months = [day for day in days("2019-01-01", "2026-07-14") if day[8:] == "15"]
        chain = self.chain([*months, *days("2026-07-15", LAST)], "--all", *SPANS)
        self.assertGreater(self.check_chain(chain), 1500)

    def test_what_is_withdrawn_stays_as_cancelled(self):
        self.exporter.hostile()
        chain = self.chain(days("2025-12-30", "2026-01-05"), "hostile", "--data",
                           str(self.exporter.folder / "schedules"))
        self.assertGreater(self.check_chain(chain), 0)
        told = [[(event["status"], event["start"], "(withdrawn)" in event["summary"])
                 for event in events.events(calendar) if "取消" in event["summary"]]
                for _, calendar in chain]
        planned = [("TENTATIVE", "2026-07-01", False)]
        withdrawn = [("CANCELLED", "2026-07-01", True)]
        self.assertEqual([[], []] + 2 * [planned] + 3 * [withdrawn], told)

    def test_a_file_is_the_same_as_of_its_last_change_and_without_a_day(self):
        self.assertEqual(self.ics("python", "3.12"),
                         self.ics("python", "3.12", "--as-of", LAST))

    def test_surroundings_do_not_matter(self):
        expected = self.ics("python", *SPANS)
        for environment in SURROUNDINGS:
            with self.subTest(environment=environment):
                self.assertEqual(expected,
                                 self.ics("python", *SPANS, environment=environment))

    def test_the_order_of_arguments_does_not_matter(self):
        expected = self.ics("python", "3.12", "3.13", "3.14", *SPANS)
        for series in itertools.permutations(("3.12", "3.13", "3.14")):
            self.assertEqual(expected, self.ics(*SPANS[:1], "freezes,phases", "python", *series))

    def test_an_event_is_the_same_in_any_calendar(self):
        everything = events.blocks(self.ics("python", *SPANS))
        for arguments in (("3.12",), ("3.12", "3.14"), ("3.13", *SPANS)):
            for uid, block in events.blocks(self.ics("python", *arguments)).items():
                self.assertEqual(everything[uid], block)

    def test_a_file_has_what_standard_output_has(self):
        path = self.exporter.folder / "written.ics"
        self.exporter.relcal("ics", "python", "-o", str(path))
        self.assertEqual(self.ics("python"), path.read_bytes())


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    unittest.main()
