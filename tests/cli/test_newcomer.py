#!/usr/bin/env python3
"""From an empty file to a calendar by nothing but what the messages say to write.

    test_newcomer.py RELCAL
"""
import pathlib
import re
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import HAS_CALENDARS, surroundings  # noqa: E402

RELCAL = pathlib.Path(sys.argv.pop(1)).resolve()

# What messages say to write, up to where the message goes on or ends.
EXAMPLE = re.compile(r"(?:such as|with|write) ([\[{].*[\]}])(?:, or remove the file)?$")

# What one has to write for a key of project.yaml, as a first try.
WRONG = {
    "phases": "maybe", "freezes": "{}", "tiers": "soon", "trunk": "main", "calendar": "red",
    "names": "[stable]", "rules": "{}", "changes": "none", "labels": "[bug]", "cadences": "{}",
    "imports": "pep", "gaps": "none",
}
# The same inside of a cadence that is right otherwise.
CADENCE = "[{id: yearly, anchor: b1, rules: {b1: 2026-05-05, final: b1 + 22 weeks}, KEY: no}]"


class NewcomerTest(unittest.TestCase):
    def setUp(self):
        context = surroundings(RELCAL)
        self.environment, self.folder = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def relcal(self, *arguments):
        done = subprocess.run(["relcal", *arguments], cwd=self.folder, env=self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    def lint(self):
        """What is found, without the codes at the end of the lines."""
        told = self.relcal("lint", "schedules", "--on", "2026-01-01")[1]
        return re.sub(r" \[[a-z-]+\]$", "", told, flags=re.MULTILINE).splitlines()

    def write(self, name, text):
        path = self.folder / "schedules" / "teapot" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def example(self, line):
        found = EXAMPLE.search(line)
        self.assertIsNotNone(found, f"nothing to write in: {line}")
        return found[1]

    def test_from_nothing_to_a_calendar(self):
        (self.folder / "schedules").mkdir()
        status, told = self.relcal("lint", "schedules")
        self.assertEqual(status, 2)
        self.assertIn("a project is a folder with a project.yaml and one .yaml file a series", told)
        self.write("project.yaml", "")
        lines = self.lint()
        self.assertEqual(len(lines), 1, lines)
        self.write("project.yaml", self.example(lines[0]) + "\n")
        lines = self.lint()
        self.assertEqual(len(lines), 1, lines)
        self.write(re.search(r"such as (\S+\.yaml) with", lines[0])[1],
                   self.example(lines[0]) + "\n")
        self.assertEqual(self.lint(), [])
        self.assertEqual(
            self.relcal("phase", "teapot", "1.0", "--on", "2026-05-05", "--data", "schedules"),
            (0, "beta\n"))
        if HAS_CALENDARS:
            status, told = self.relcal("ics", "teapot", "--data", "schedules")
            self.assertEqual((status, told.count("BEGIN:VEVENT")), (0, 1))

    def test_what_is_to_be_written_is_right(self):
        base = ("project: teapot\nname: Teapot\nauthorities: boss\n"
                "phases: [{id: beta, begins: b1}, {id: stable, begins: final},"
                " {id: bugfix, begins: end}]\n")
        self.write("1.0.yaml", "series: 1.0\nmilestones: [{id: 1.0.0b1, date: 2026-05-05},"
                               " {id: 1.0.0, date: 2026-10-06}, {id: development, date: tbd},"
                               " {id: end, date: tbd}]\n")
        tries = [(key, wrong, f"{key}: {{}}\n") for key, wrong in WRONG.items()]
        tries += [(key, "no", "cadences: " + CADENCE.replace("KEY: no", f"{key}: {{}}") + "\n")
                  for key in ("avoid", "constraints")]
        for key, wrong, text in tries:
            with self.subTest(key=key):
                project = base if key != "phases" else re.sub(r"phases: .*\n", "", base)
                self.write("project.yaml", project + text.replace("{}", wrong, 1))
                lines = [line for line in self.lint() if "error:" in line]
                self.assertEqual(len(lines), 1, lines)
                self.assertRegex(lines[0], r"^schedules/teapot/project\.yaml:\d+:\d+: ")
                self.write("project.yaml", project + text.replace("{}", self.example(lines[0]), 1))
                self.assertEqual([line for line in self.lint() if "error:" in line], [])

    def test_keys_that_are_missing(self):
        """Each is told with a value, which is right: what is added so is told of no more."""
        self.write("1.0.yaml", "series: 1.0\nmilestones: [{id: 1.0.0b1, date: 2026-05-05},"
                               " {id: final, date: tbd}, {id: development, date: tbd}]\n")
        phases = "phases: [{id: beta, begins: b1}]\n"
        for key in ("phases", "freezes", "tiers", "rules", "changes", "cadences", "imports",
                    "gaps"):
            with self.subTest(key=key):
                text = ""
                for _round in range(6):
                    self.write("project.yaml", "project: teapot\nname: Teapot\n"
                               f"{'' if key == 'phases' else phases}{key}:\n- {{{text}}}\n")
                    lines = [line for line in self.lint() if "error:" in line]
                    if not lines:
                        break
                    found = re.search(r"add the key, such as (.*)$", lines[-1])
                    self.assertIsNotNone(found, lines[-1])
                    text = f"{text}, {found[1]}" if text else found[1]
                self.assertEqual(lines, [])


if __name__ == "__main__":
    unittest.main()
