#!/usr/bin/env python3
"""What questions over all projects cost as the schedules grow: four times as many may take little
more than four times as long: test_growth.py RELCAL [unittest options]"""
import pathlib
import resource
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import generated  # noqa: E402
from harness import HAS_CALENDARS, surroundings  # noqa: E402

QUESTIONS = [("projects",), ("today",), ("today", "--all"), ("next",), ("next", "--all"),
             ("next", "--all", "--json"), ("freezes", "--all")]
if HAS_CALENDARS:
    QUESTIONS.append(("ics", "--all", "--with", "phases,freezes"))
# Projects and series of each: few and four times as many, once of the one and once of the other.
SIZES = {"projects": ((12, 20), (48, 20)), "series": ((1, 250), (1, 1000))}
GROWTH = 7  # what grows with the square takes 16 times as long
ROUNDS = 4  # another one where something else was in the way


class GrowthTest(unittest.TestCase):
    def setUp(self):
        self.environment, self.folder = self.enterContext(surroundings(RELCAL))

    def seconds(self, data, question):
        """The processor's time for a question over some data."""
        arguments = ["relcal", *question, "--data", str(data), "--on", generated.ON]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(arguments, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def test_questions_over_everything(self):
        for what, sizes in SIZES.items():
            few, many = (self.folder / f"{what}-{size}" for size in ("few", "many"))
            for place, size in ((few, sizes[0]), (many, sizes[1])):
                generated.write(place, *size)
            for question in QUESTIONS:
                with self.subTest(what=what, question=question):
                    self.check_growth(few, many, question)

    def check_growth(self, few, many, question):
        least = [self.seconds(data, question) for data in (few, many)]
        for _ in range(ROUNDS):
            if least[1] <= GROWTH * least[0]:
                return
            least = [min(known, self.seconds(data, question))
                     for known, data in zip(least, (few, many))]
        self.assertLessEqual(least[1], GROWTH * least[0], f"{least[0]:.3f} s grew to {least[1]:.3f} s")


if __name__ == "__main__":
    RELCAL = sys.argv.pop(1)
    unittest.main()
