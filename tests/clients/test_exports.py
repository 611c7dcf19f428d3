#!/usr/bin/env python3
"""Looks at exported calendars without any client: the lint finds nothing, and the events say what
the schedules say: test_exports.py RELCAL [unittest options]"""
import collections
import datetime
import json
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
import exports  # noqa: E402
import lint_ics  # noqa: E402

SHOWN_AS_OF = ("2023-05-07", "2023-05-08", "2026-08-22")
STATUS = {"actual": "CONFIRMED", "expected": "TENTATIVE", "withdrawn": "CANCELLED"}


def span(written, precision):
    """The first and last day of a date as `relcal show --json` writes it."""
    day = datetime.date.fromisoformat
    if precision == "day":
        return day(written), day(written)
    if precision == "month":
        first = day(f"{written}-01")
        return first, (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(1)
    if precision == "year":
        return day(f"{written}-01-01"), day(f"{written}-12-31")
    raise ValueError(f"{written}: a {precision} is not in Python's schedules")


class ExportsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.exporter = cls.enterClassContext(exports.exporter(RELCAL))

    def test_the_lint_finds_nothing(self):
        for export in self.exporter.all():
            with self.subTest(export.name):
                self.assertEqual([], lint_ics.faults(export.data))
                self.assertTrue(export.events)

    def test_a_method_is_there_where_it_was_asked_for(self):
        export = self.exporter.export("method", "python", "3.12", "--method", "PUBLISH")
        self.assertEqual([], lint_ics.faults(export.data, "PUBLISH"))

    def test_milestones_are_those_of_show(self):
        for series in (f"3.{minor}" for minor in range(17)):
            for as_of in (*SHOWN_AS_OF, None):
                arguments = (series, *(("--as-of", as_of) if as_of else ()))
                with self.subTest(series=series, as_of=as_of):
                    self.assertEqual(self.shown(*arguments), self.exported(*arguments))

    def shown(self, *arguments):
        answer = json.loads(self.exporter.relcal("show", "python", *arguments, "--json"))
        found = collections.Counter()
        for milestone in answer["milestones"]:
            if milestone["precision"] != "tbd":
                first, last = span(milestone["date"], milestone["precision"])
                end = last + datetime.timedelta(days=1)
                found[str(first), str(end), STATUS[milestone["state"]]] += 1
        for milestone in answer.get("withdrawn", []):
            last = [plan["date"] for plan in milestone["planned"] if plan["date"]][-1]
            found[last, str(span(last, "day")[1] + datetime.timedelta(1)), "CANCELLED"] += 1
        return found

    def exported(self, *arguments):
        export = self.exporter.export("show", "python", *arguments)
        return collections.Counter((event["start"], event["end"], event["status"])
                                   for event in export.events)

    def test_hostile_texts_are_unharmed(self):
        found = self.exporter.hostile().events
        for name, _, title, note, start, end, is_withdrawn in exports.hostile_milestones():
            with self.subTest(name):
                (event,) = (each for each in found if title in each["summary"])
                self.assertIn(note, event["description"])
                self.assertIn(exports.NAME, event["categories"])
                self.assertEqual(exports.URL, event["url"])
                self.assertEqual(start, event["start"])
                self.assertEqual("T" not in start, event["all_day"])
                if end:
                    self.assertEqual(end, event["end"])
                self.assertEqual(is_withdrawn, event["status"] == "CANCELLED")
                self.assertEqual([] if is_withdrawn else [-5400], event["alarms"])

    def test_alarms_and_spans_are_there_where_they_were_asked_for(self):
        without = self.exporter.export("without", "python")
        self.assertFalse(any(event["alarms"] for event in without.events))
        everything = self.exporter.python().events
        self.assertEqual({(-604800, -86400)}, {tuple(event["alarms"]) for event in everything
                                               if event["alarms"]})
        extra = {event["uid"] for event in everything} - {event["uid"] for event in without.events}
        for word in ("beta", "bugfix", "security", "abi", "feature"):
            self.assertTrue(any(word in uid for uid in extra), word)


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    unittest.main()
