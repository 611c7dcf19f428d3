#!/usr/bin/env python3
"""What transcripts of the relcal command cannot show: files, pipes, terminals, completions.

    test_cli.py RELCAL RELCAL_DOCS MAN_TEMPLATE [unittest options]
"""
import errno
import json
import os
import pathlib
import pty
import re
import resource
import select
import shutil
import shlex
import signal
import stat
import subprocess
import sys
import time
import unicodedata
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import HAS_CALENDARS, surroundings  # noqa: E402

COMMANDS = ("today", "phase", "next", "freezes", "show", "check", "rules", "history", "slips", "diff",
            "date", "plan", "lint", "move", "release", "withdraw", "add", "announce", "projects",
            "config", "ics", "import", "help")
EDITED = pathlib.Path(__file__).resolve().parent.parent / "data" / "edit" / "3.16.yaml"
OPTIONS = ("on", "as-of", "tz", "data", "config", "no-config", "json", "color", "output", "help",
           "version")
OWN_OPTIONS = {
    "move": ("note", "cascade", "dry-run"),
    "release": ("note", "dry-run"),
    "withdraw": ("note", "dry-run"),
    "add": ("note", "dry-run"),
    "projects": ("gaps",),
    "today": ("all",),
    "next": ("forecast", "within", "all"),
    "freezes": ("within", "all"),
    "show": ("format", "forecast"),
    "slips": ("kind",),
    "plan": ("cadence", "set", "final", "previous", "from", "with", "explain", "compare", "format",
             "avoid", "instead"),
    "check": ("approved-by", "label", "path", "paths-from", "component"),
    "ics": ("since", "until", "kinds", "with", "alarm", "name", "method", "source", "refresh",
            "directory", "all"),
    "import": ("pattern", "project", "directory", "force", "format", "git", "series"),
    "lint": ("fix", "errors-only", "holidays", "format"),
    "date": ("avoid", "instead", "count"),
    "announce": ("project", "fix", "format", "template"),
}

PROJECT = """\
project: {id}
name: {name}
url: "https://example.org/"
revised: 2026-01-01
phases:
- {{id: development, begins: start}}
- {{id: done, begins: finish, living: no}}
"""

SERIES = """\
series: "{id}"
milestones:
- {{id: start, date: 2026-01-05, state: actual}}
- {{id: {extra}, date: 2026-09-01T12:00Z}}
- {{id: meeting, date: 2026-W40}}
- {{id: party, date: 2026-10-01..2026-10-03}}
- {{id: someday, date: tbd}}
- {{id: dropped, state: withdrawn, planned: {{2026-01-05: 2026-05-05, 2026-02-01: withdrawn}}}}
- {{id: again, date: 2026-11-01, note: "said \\"maybe\\"", planned: {{2026-01-05: 2026-10-01,
   2026-01-07: withdrawn, 2026-01-08: 2026-10-30, 2026-01-09: 2026-11-01}}}}
- {{id: finish, date: 2027}}
"""

# 3.12 with a candidate of its own, to be laid over the built-in one.
OVERLAY = """\
series: 3.12
milestones:
- {id: development, date: 2030-01-01, state: actual}
- {id: 3.12.0, date: 2031-01-01}
"""


# A calendar that only a pattern explains.
TOOL_CALENDAR = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//tool//EN
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260203
DTEND;VALUE=DATE:20260204
SUMMARY:Tool 2.0 2.0.0b1
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def width(line):
    """Terminal columns, by Unicode's own tables."""
    columns = 0
    for character in line:
        if unicodedata.combining(character) or character in "\u200b\ufe0f":
            continue
        columns += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return columns


class CommandTest(unittest.TestCase):
    def setUp(self):
        context = surroundings(RELCAL)
        self.environment, self.folder = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def relcal(self, *arguments, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
               environment=None, **options):
        return subprocess.run(
            ["relcal", *map(str, arguments)], cwd=self.folder, stdin=stdin, stdout=stdout,
            stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=120,
            env={**self.environment, **(environment or {})}, check=False, **options)

    def answer(self, *arguments, **options):
        done = self.relcal(*arguments, **options)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return done.stdout

    def json(self, *arguments, **options):
        text = self.answer(*arguments, "--json", **options)
        self.assertEqual(text.count("\n"), 1)
        answer = json.loads(text)
        self.assertEqual(next(iter(answer.items())), ("schema", 1))
        return answer

    def refused(self, status, *arguments, **options):
        """The message of a command that fails; it says nothing else."""
        done = self.relcal(*arguments, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertFalse(done.stdout)
        self.assertTrue(done.stderr.endswith("\n"))
        return done.stderr

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def write_projects(self, folder="data"):
        names = {"kanji": "日本語カレンダー", "cafe": "Cafe\u0301", "rocket": "🚀 Rocket",
                 "plain": "Plain"}
        for number, (project, name) in enumerate(names.items()):
            self.write(f"{folder}/{project}/project.yaml", PROJECT.format(id=project, name=name))
            self.write(f"{folder}/{project}/one.yaml",
                       SERIES.format(id=f"1.{number}", extra="freeze"))
        return names


class OutputTest(CommandTest):
    def test_full_device(self):
        for command in (["today"], ["phase", "python", "3.12"], ["--help"], ["--version"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                done = self.relcal(*command, stdout=full)
            self.assertEqual(done.returncode, 4)
            self.assertEqual(done.stderr, "relcal: cannot write to standard output: "
                                          "No space left on device\n")

    def test_closed_standard_output(self):
        done = subprocess.run(["/bin/sh", "-c", "relcal today >&-"], env=self.environment,
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot write to standard output: Bad file descriptor", done.stderr)

    def test_closed_standard_streams_do_not_harm_files(self):
        done = subprocess.run(
            ["/bin/sh", "-c", "relcal today --json -o out >&- 2>&- <&-"], cwd=self.folder,
            env=self.environment, check=False)
        self.assertEqual(done.returncode, 0)
        self.assertEqual((self.folder / "out").read_text(), self.answer("today", "--json"))

    @unittest.skipIf("RELCAL_WRAP" in os.environ, "the wrapping command gets the signal")
    def test_broken_pipe(self):
        for ignored, expected in ((False, (-signal.SIGPIPE, "")),
                                  (True, (4, "relcal: cannot write to standard output: "
                                             "Broken pipe\n"))):
            reader, writer = os.pipe()
            os.close(reader)
            action = signal.SIG_IGN if ignored else signal.SIG_DFL
            done = self.relcal("today", stdout=writer, restore_signals=False,
                               preexec_fn=lambda action=action: signal.signal(signal.SIGPIPE,
                                                                              action))
            os.close(writer)
            self.assertEqual((done.returncode, done.stderr), expected)

    def test_file(self):
        path = self.folder / "out"
        self.assertEqual(self.answer("projects", "-o", path), "")
        self.assertEqual(path.read_text(), self.answer("projects"))
        self.assertEqual(self.answer("projects", "--output=-"), path.read_text())
        self.assertEqual(os.listdir(self.folder), ["out"])

    def test_permissions(self):
        path = self.folder / "out"
        for mask, mode in ((0o022, 0o644), (0o077, 0o600)):
            path.unlink(missing_ok=True)
            self.relcal("projects", "-o", path, umask=mask)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode)
        for mode in (0o664, 0o640, 0o755):
            path.chmod(mode)
            self.relcal("projects", "-o", path)
            self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode)

    def test_file_is_replaced_not_rewritten(self):
        path = self.write("out", "old")
        with path.open(encoding="utf-8") as reader:
            self.answer("projects", "-o", path)
            self.assertEqual(reader.read(), "old")
        self.assertIn("python", path.read_text())

    def test_symbolic_links(self):
        target = self.write("there/target", "old")
        (self.folder / "link").symlink_to("there/target")
        (self.folder / "second").symlink_to(self.folder / "link")
        (self.folder / "dangling").symlink_to("there/new")
        (self.folder / "loop").symlink_to("loop")
        self.answer("projects", "-o", "second")
        self.assertIn("python", target.read_text())
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertTrue((self.folder / "second").is_symlink())
        self.answer("projects", "-o", "dangling")
        self.assertTrue((self.folder / "dangling").is_symlink())
        self.assertIn("python", (self.folder / "there/new").read_text())
        self.assertIn("Too many levels", self.refused(4, "projects", "-o", "loop"))

    def full_device(self):
        """A /dev/full that a broken relcal cannot replace for everybody, as root could the real."""
        if os.geteuid() != 0:
            return "/dev/full"
        path = self.folder / "full"
        try:
            os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 7))
            with path.open("wb", buffering=0) as device:
                device.write(b"x")
        except OSError as error:
            if error.errno != errno.ENOSPC:
                self.skipTest(f"no device of one's own: {error}")
        return path

    def test_full_device_as_file(self):
        path = self.full_device()
        self.assertIn("No space left", self.refused(4, "today", "-o", path))
        self.assertTrue(stat.S_ISCHR(os.stat(path).st_mode))

    def test_pipe_as_file(self):
        os.mkfifo(self.folder / "fifo")
        with subprocess.Popen(["cat", self.folder / "fifo"], stdout=subprocess.PIPE,
                              text=True) as reader:
            self.addCleanup(reader.kill)
            self.answer("today", "-o", "fifo")
            self.assertTrue(stat.S_ISFIFO((self.folder / "fifo").stat().st_mode))
            self.assertEqual(reader.communicate()[0], self.answer("today"))
        self.assertIn("python", self.answer("today", "-o", "/dev/stdout"))

    def test_failing_targets(self):
        self.assertIn("No such file", self.refused(4, "today", "-o", "missing/out"))
        self.assertIn("directory", self.refused(4, "today", "-o", self.folder))
        self.assertIn("cannot write to a\\x1bb/c: ", self.refused(4, "today", "-o", "a\033b/c"))
        self.assertEqual(os.listdir(self.folder), [])

    @unittest.skipIf("RELCAL_WRAP" in os.environ, "the wrapping command has the limit, too")
    def test_file_that_cannot_be_written_stays(self):
        path = self.write("out", "old")

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

        message = self.refused(4, "today", "-o", "out", restore_signals=False, preexec_fn=limit)
        self.assertEqual(message, "relcal: cannot write to out: File too large\n")
        self.assertEqual(path.read_text(), "old")
        self.assertEqual(os.listdir(self.folder), ["out"])

    def test_failing_commands_leave_files_alone(self):
        path = self.write("out", "old")
        self.refused(2, "phase", "python", "3.99", "-o", "out")
        self.refused(1, "phase", "python", "main", "--on", "1990-01-01", "-o", "out")
        self.assertEqual(path.read_text(), "old")

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_no_permission(self):
        path = self.write("out", "old")
        path.chmod(0o444)
        self.assertIn("Permission denied", self.refused(4, "today", "-o", "out"))
        self.assertEqual(path.read_text(), "old")


def open_terminal():
    """Both ends of a new terminal; where the machine gives none, as without /dev/pts, a skip."""
    try:
        return pty.openpty()
    except OSError as error:
        raise unittest.SkipTest(f"no terminal: {error}") from error


class ColorTest(CommandTest):
    def on_terminal(self, *arguments, **environment):
        main_end, terminal = open_terminal()
        done = self.relcal(*arguments, "--on", "2026-11-21", stdout=terminal,
                           environment=environment)
        os.close(terminal)
        self.assertEqual(done.returncode, 0)
        shown = b""
        while select.select([main_end], [], [], 0.2)[0]:
            try:
                shown += os.read(main_end, 65536)
            except OSError:
                break
        os.close(main_end)
        return b"\033[" in shown

    def test_terminal(self):
        today = ("phase", "python", "3.14")
        self.assertTrue(self.on_terminal(*today))
        self.assertTrue(self.on_terminal(*today, NO_COLOR=""))
        self.assertFalse(self.on_terminal(*today, NO_COLOR="1"))
        self.assertFalse(self.on_terminal(*today, TERM="dumb"))
        self.assertFalse(self.on_terminal(*today, TERM=""))
        self.assertFalse(self.on_terminal(*today, "--color", "never"))
        self.assertFalse(self.on_terminal(*today, "--json"))
        self.assertTrue(self.on_terminal(*today, "--color", "always", NO_COLOR="1"))
        self.assertFalse(self.on_terminal(*today, "--color", "always", "--json"))

    def test_elsewhere(self):
        self.assertNotIn("\033", self.answer("today"))
        self.assertIn("\033", self.answer("today", "--color", "always"))
        self.answer("today", "--color", "always", "-o", "out")
        self.assertNotIn("\033", (self.folder / "out").read_text())

    def test_color_changes_no_text(self):
        for command in (["today"], ["show", "python", "3.15"], ["next"], ["projects", "python"]):
            arguments = [*command, "--on", "2026-11-21"]
            colored = self.answer(*arguments, "--color", "always")
            self.assertEqual(re.sub(r"\033\[[0-9;]*m", "", colored), self.answer(*arguments))


class LintTest(CommandTest):
    """What relcal lint tells programs, and what it does to files."""
    SLIPS = """\
series: 2.1   # caf\u00e9
milestones:
- {id: 2.1.0b1, date: Monday, 2026-09-09}
- {id: 2.1.0rc1, date: "4 October 2026", note: caf\u00e9}
- {id: 2.1.0, date: 2026-11-38}
"""

    def lint(self, *arguments):
        done = self.relcal("lint", *arguments)
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        return done.stdout

    def check_keys(self, found, needed, allowed=()):
        self.assertLessEqual(set(needed), set(found))
        self.assertLessEqual(set(found), {*needed, *allowed})

    def check_result(self, result, rules, text):
        """A result after SARIF 2.1.0: 3.27, 3.28 (location), 3.30 (region), 3.55 (fix)."""
        self.check_keys(result, ("ruleId", "ruleIndex", "level", "message", "locations"),
                        ("fixes",))
        self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"])
        self.assertIn(result["level"], ("error", "warning"))
        self.assertEqual(list(result["message"]), ["text"])
        [location] = result["locations"]
        self.assertEqual(list(location), ["physicalLocation"])
        physical = location["physicalLocation"]
        self.check_keys(physical, ("artifactLocation", "region"))
        self.assertEqual(physical["artifactLocation"], {"uri": "a%20%3A%25/2.1.yaml"})
        self.check_keys(physical["region"], ("startLine", "startColumn"))
        line = text.splitlines()[physical["region"]["startLine"] - 1]
        self.assertLessEqual(physical["region"]["startColumn"], len(line) + 1)
        for fix in result.get("fixes", ()):
            [change] = fix["artifactChanges"]
            self.check_keys(change, ("artifactLocation", "replacements"))
            [replacement] = change["replacements"]
            self.check_keys(replacement, ("deletedRegion", "insertedContent"))
            region = replacement["deletedRegion"]
            begin, length = region["byteOffset"], region["byteLength"]
            self.assertEqual(text.encode()[begin:begin + length], b"4 October 2026")
            self.assertEqual(replacement["insertedContent"], {"text": "2026-10-04"})

    def test_sarif(self):
        self.write("a :%/2.1.yaml", self.SLIPS)
        log = json.loads(self.lint("./a :%/2.1.yaml", "--format", "sarif"))
        self.assertEqual(list(log), ["$schema", "version", "runs"])
        self.assertEqual(log["version"], "2.1.0")
        self.assertTrue(log["$schema"].endswith("/sarif-schema-2.1.0.json"))
        [run] = log["runs"]
        self.check_keys(run, ("tool", "results", "columnKind"))
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        driver = run["tool"]["driver"]
        self.check_keys(driver, ("name", "version", "rules"))
        self.assertEqual(driver["name"], "relcal")
        for rule in driver["rules"]:
            self.check_keys(rule, ("id", "shortDescription", "defaultConfiguration"))
            self.assertEqual(list(rule["shortDescription"]), ["text"])
            self.assertIn(rule["defaultConfiguration"]["level"], ("error", "warning"))
        ids = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(ids), len(set(ids)))
        for result in run["results"]:
            self.check_result(result, driver["rules"], self.SLIPS)
        self.assertEqual([result["ruleId"] for result in run["results"]],
                         ["date-weekday", "date-form", "date-impossible"])
        self.assertEqual(sum("fixes" in result for result in run["results"]), 1)

    def test_sarif_without_findings(self):
        self.write("good.yaml", "series: 2.1\nmilestones: []\n")
        log = json.loads(self.answer("lint", "good.yaml", "--format", "sarif"))
        self.assertEqual(log["runs"][0]["results"], [])

    def test_absolute_path(self):
        path = self.write("2.1.yaml", self.SLIPS)
        log = json.loads(self.lint(path, "--format", "sarif"))
        location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        self.assertEqual(location["artifactLocation"]["uri"], f"file://{path}")

    def test_fix_keeps_the_rest(self):
        text = self.SLIPS.replace("\n", "\r\n")
        path = self.folder / "2.1.yaml"
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
        path.chmod(0o640)
        (self.folder / "link.yaml").symlink_to("2.1.yaml")
        answer = json.loads(self.lint("link.yaml", "--fix", "--json"))
        self.assertEqual(answer["fixed"], 1)
        mended = text.replace("4 October 2026", "2026-10-04")
        self.assertEqual(path.read_bytes(), b"\xef\xbb\xbf" + mended.encode())
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertTrue((self.folder / "link.yaml").is_symlink())
        self.assertEqual(sorted(os.listdir(self.folder)), ["2.1.yaml", "link.yaml"])

    def test_nothing_to_fix_touches_nothing(self):
        path = self.write("2.1.yaml", self.SLIPS.replace("4 October 2026", "2026-10-05"))
        os.utime(path, (1, 1))
        self.lint("2.1.yaml", "--fix")
        self.assertEqual(path.stat().st_mtime, 1)

    @unittest.skipIf(os.geteuid() == 0, "root may write everywhere")
    def test_fix_without_permission(self):
        path = self.write("2.1.yaml", self.SLIPS)
        path.chmod(0o444)
        self.assertIn("cannot write to 2.1.yaml", self.refused(4, "lint", "2.1.yaml", "--fix"))
        self.assertEqual(path.read_text(encoding="utf-8"), self.SLIPS)


class TextTest(CommandTest):
    def test_help_fits_a_screen(self):
        overview = self.answer("--help").splitlines()
        self.assertLessEqual(len(overview), 44)
        self.assertLessEqual(max(map(len, overview)), 100)
        for name in COMMANDS:
            text = self.answer(name, "--help")
            own_options = OWN_OPTIONS.get(name, ())
            self.assertLessEqual(len(text.splitlines()), 32 + len(own_options), name)
            self.assertLessEqual(max(map(len, text.splitlines())), 100, name)
            self.assertEqual(self.answer("help", name), text)
            self.assertEqual(text.count("\n  relcal "), 2)
            self.assertEqual(re.findall(r"^  (?:-\w, )?--(\S+)", text, re.M),
                             [*own_options, *OPTIONS])

    def test_examples_of_the_help_work(self):
        self.write("tool.ics", TOOL_CALENDAR)
        self.write("pep-0693.rst", "PEP: 693\nPython-Version: 3.12\n\n- 3.12.0 final: 2023-10-02\n")
        self.write("post.md", "This release, Python 3.15.0rc1, is the first candidate.\n")
        for name in COMMANDS:
            if name in ("ics", "import") and not HAS_CALENDARS:
                continue
            if name == "lint":
                self.write("schedules/python/3.15.yaml",
                           "series: 3.15\nmilestones: [{id: 3.15.0, date: 2024-10-01, state: actual}]\n")
            for line in re.findall(r"^  (relcal .*)$", self.answer(name, "--help"), re.M):
                if name in ("move", "release", "withdraw", "add"):
                    with open(EDITED, encoding="utf-8") as file:
                        self.write("python/3.16.yaml", file.read())
                if "--data" not in line:
                    self.answer(*shlex.split(line)[1:])

    def test_every_line_of_the_examples_is_shown(self):
        lines = [line for line in (TEMPLATE.parent / "examples").read_text(encoding="utf-8")
                 .splitlines() if line and not line.startswith("#")]
        shown = []
        for name in COMMANDS:
            shown += re.findall(r"^  relcal (.*)\n      (.*)$", self.answer(name, "--help"), re.M)
        self.assertCountEqual([line.split("  # ") for line in lines], map(list, shown))

    def test_wide_characters_are_aligned(self):
        names = self.write_projects()
        table = [line for line in self.answer("projects", "--data", "data").splitlines()
                 if line.split(" ")[0] in names]
        self.assertEqual(len(table), len(names))
        for column in ("1", "https://"):
            starts = {width(line[:line.index(column, line.index("  ") + 2)]) for line in table}
            self.assertEqual(len(starts), 1, table)
        coming = [line for line in self.answer("next", "--all", "--data", "data").splitlines()
                  if " freeze " in line and any(name in line for name in names.values())]
        self.assertGreater(len(coming), 2)
        starts = {width(line[:line.index("1.")]) for line in coming}
        self.assertEqual(len(starts), 1, coming)

    def test_lines_end_without_spaces(self):
        self.write_projects()
        for command in (["today"], ["next"], ["projects"], ["projects", "python"]):
            for line in self.answer(*command, "--data", "data").splitlines():
                self.assertEqual(line, line.rstrip(" "))

    def test_language_and_zone_change_nothing(self):
        for command in (["today"], ["show", "python", "3.12"], ["next"]):
            before = self.answer(*command)
            for language in ("C.UTF-8", "de_DE.UTF-8", "nonsense"):
                self.assertEqual(before, self.answer(*command, environment={
                    "LC_ALL": language, "TZ": "America/New_York"}))

    def test_dates_that_are_not_days(self):
        self.write_projects()
        shown = self.answer("show", "plain", "1.3", "--data", "data", "--on", "2026-02-02")
        for line in ("freeze: Tuesday, 2026-09-01 at 12:00 UTC", "meeting: week 40 of 2026",
                     "party: Thursday, 2026-10-01 to Saturday, 2026-10-03", "finish: 2027",
                     "someday: to be decided",
                     "dropped (planned for 2026-05-05; withdrawn on 2026-02-01)",
                     "again: Sunday, 2026-11-01 (planned for 2026-10-01; withdrawn on 2026-01-07;"
                     " planned again on 2026-01-08 for 2026-10-30; moved on 2026-01-09 to"
                     ' 2026-11-01) - said "maybe"'):
            self.assertIn(f"\n{line}\n", shown)
        self.assertLess(shown.index("Expected:"), shown.index("someday:"))
        self.assertLess(shown.index("finish:"), shown.index("someday:"))
        self.assertLess(shown.index("Withdrawn:"), shown.index("dropped"))
        coming = self.answer("next", "plain", "--data", "data", "--on", "2026-09-01T11:00Z")
        self.assertIn("today", coming)
        self.assertIn("in 95 days or later", self.answer(
            "next", "plain", "--data", "data", "--on", "2026-09-27").splitlines()[-1].replace(
                "in 96", "in 95"))
        self.assertNotIn("someday", coming)


class JsonTest(CommandTest):
    def test_phase_object(self):
        keys = ["schema", "project", "series", "date", "as_of", "phase", "since", "until",
                "freezes", "overdue", "last", "next"]
        phase = self.json("phase", "python", "3.12", "--on", "2023-01-10", "--as-of", "2023-01-10")
        self.assertEqual(list(phase), keys)
        self.assertEqual(list(phase["until"]), ["milestone", "date", "state"])
        late = self.json("phase", "python", "3.12", "--on", "2028-10-15")
        self.assertEqual(list(late), [*keys[:10], "certain", *keys[10:]])
        self.assertIs(late["certain"], False)

    def test_today_holds_phase_objects(self):
        today = self.json("today")
        self.assertEqual(list(today), ["schema", "date", "as_of", "series"])
        for series in today["series"]:
            phase = self.json("phase", series["project"], series["series"])
            self.assertEqual({"schema": 1, **series}, phase)

    def test_names_that_need_escapes(self):
        names = {'a"b\\c/d': 'a"b\\c/d', "\b\f\n\r\t\x01\x1f\x7f": "\b\f\n\r\t\x01\x1f\x7f",
                 "é 版 🎉": "é 版 🎉", b"\xffx\xc3.\xe4\xbd": "\ufffdx\ufffd.\ufffd\ufffd",
                 b"\xed\xa0\x80\xc0\x80": "\ufffd" * 5}
        for name, told in names.items():
            path = os.fsencode(name).replace(b"/", b"") + b".yaml"
            with open(os.fsencode(self.folder) + b"/" + path, "wb") as file:
                file.write(b"series: 2.1\n")
            done = subprocess.run([b"relcal", b"lint", path, b"--json"], env=self.environment,
                                  cwd=self.folder, check=False, stdout=subprocess.PIPE)
            (finding,) = json.loads(done.stdout.decode("utf-8"))["findings"]
            self.assertEqual((1, told.replace("/", "") + ".yaml"),
                             (done.returncode, finding["file"]))

    def test_every_answer_has_each_key_once(self):
        def once(pairs):
            keys = [key for key, _ in pairs]
            self.assertEqual(len(keys), len(set(keys)), keys)
            return dict(pairs)

        for arguments in (("phase", "python", "3.14"), ("today", "--all"), ("next", "--all"),
                          ("show", "python", "3.12"), ("history", "python", "3.12"),
                          ("slips", "python"), ("rules", "python", "3.14"), ("projects",),
                          ("freezes", "--all"), ("config",), ("date", "2026-05-05"),
                          ("next", "python", "3.16", "--forecast"),
                          ("plan", "python", "3.17")):
            text = self.answer(*arguments, "--json")
            self.assertEqual(1, json.loads(text, object_pairs_hook=once)["schema"])
        cycle = self.answer("show", "python", "3.12", "--format", "release-cycle")
        self.assertEqual(cycle, json.dumps(json.loads(cycle, object_pairs_hook=once), indent=2)
                         + "\n")

    def test_overdue(self):
        phase = self.json("phase", "python", "3.15", "--on", "2026-11-21")
        self.assertIs(phase["overdue"], True)
        self.assertIs(self.json("phase", "python", "3.15")["overdue"], False)

    def test_show_as_it_stood(self):
        shown = self.json("show", "python", "3.12", "--as-of", "2023-01-10")
        dates = {item["milestone"]: item["date"] for item in shown["milestones"]}
        self.assertEqual(dates["3.12.0b1"], "2023-05-08")
        self.assertEqual(dates["3.12.0a5"], "2023-02-06")
        self.assertEqual(dates["3.12.0rc1"], "2023-07-31")
        self.assertEqual(shown["revised"], "2023-01-10")
        for item in shown["milestones"]:
            self.assertLessEqual(max((plan["since"] for plan in item["planned"]), default=""),
                                 "2023-01-10")
            self.assertEqual(item["state"], "actual" if item["date"] <= "2023-01-10"
                             else "expected")
        for day, there in (("2023-09-18", False), ("2023-09-19", True)):
            shown = self.json("show", "python", "3.12", "--as-of", day)
            self.assertEqual("3.12.0rc3" in [item["milestone"] for item in shown["milestones"]],
                             there)

    def test_show_is_in_the_order_of_the_day_it_is_read_as_of(self):
        for series in self.json("projects", "python")["projects"][0]["series"]:
            for day in ("2015-06-01", "2022-06-30", "2026-01-14", "2026-08-22"):
                shown = self.json("show", "python", series, "--as-of", day)
                dates = [item["date"] for item in shown["milestones"]]
                self.assertEqual(dates, sorted(dates))

    def test_every_kind_of_date(self):
        self.write_projects()
        shown = self.json("show", "kanji", "1.0", "--data", "data")
        self.assertEqual(list(shown), ["schema", "project", "series", "spec", "branch",
                                       "release_manager", "revised", "milestones", "withdrawn"])
        self.assertIsNone(shown["spec"])
        self.assertEqual(list(shown["milestones"][0]),
                         ["milestone", "kind", "number", "date", "precision", "state", "note",
                          "planned"])
        found = {item["milestone"]: (item["date"], item["precision"])
                 for item in shown["milestones"]}
        self.assertEqual(found["freeze"], ("2026-09-01T12:00Z", "moment"))
        self.assertEqual(found["meeting"], ("2026-W40", "week"))
        self.assertEqual(found["party"], ("2026-10-01..2026-10-03", "range"))
        self.assertEqual(found["someday"], ("tbd", "tbd"))
        self.assertEqual(found["finish"], ("2027", "year"))
        self.assertEqual(shown["milestones"][-1]["milestone"], "someday")
        dropped, = shown["withdrawn"]
        self.assertEqual((dropped["milestone"], dropped["date"], dropped["state"]),
                         ("dropped", None, "withdrawn"))
        self.assertEqual(dropped["planned"], [{"since": "2026-01-05", "date": "2026-05-05"},
                                              {"since": "2026-02-01", "date": None}])
        again = next(item for item in shown["milestones"] if item["milestone"] == "again")
        self.assertEqual(again["note"], 'said "maybe"')
        self.assertEqual([plan["date"] for plan in again["planned"]],
                         ["2026-10-01", None, "2026-10-30", "2026-11-01"])
        before = self.json("show", "kanji", "1.0", "--data", "data", "--as-of", "2026-01-07")
        self.assertEqual([item["milestone"] for item in before["withdrawn"]], ["again"])
        self.assertIn("dropped", [item["milestone"] for item in before["milestones"]])

    def test_text_stays_unicode(self):
        names = self.write_projects()
        text = self.answer("projects", "--json", "--data", "data")
        for name in names.values():
            self.assertIn(f'"{name}"', text)

    def test_next_counts_days(self):
        coming = self.json("next", "python", "--on", "2026-08-31")["milestones"]
        self.assertEqual(coming[0], {"project": "python", "series": "3.15",
                                     "milestone": "3.15.0rc2", "date": "2026-09-01",
                                     "state": "expected", "days": 1})


class AcrossTest(CommandTest):
    """Answers over all projects, against those about one project after the other."""

    DAYS = ("2023-03-01", "2025-07-24", "2026-02-11T12:00Z", "2026-08-22", "2027-01-01")

    def projects(self):
        return [item["project"] for item in self.json("projects")["projects"]]

    def test_today(self):
        for day in self.DAYS:
            everything = self.json("today", "--all", "--on", day)["series"]
            self.assertEqual(everything, self.json("today", "--on", day)["series"])
            self.assertEqual(everything, self.json("today", *self.projects(), "--on", day)["series"])
            self.assertEqual(everything, [
                series for project in self.projects()
                for series in self.json("today", project, "--on", day)["series"]])

    def test_next(self):
        for day in self.DAYS[2:]:
            everything = self.json("next", "--all", "--on", day)["milestones"]
            days = [item["days"] for item in everything]
            self.assertEqual(days, sorted(days))
            parts = [item for project in self.projects()
                     for item in self.json("next", project, "--on", day)["milestones"]]
            key = json.dumps
            self.assertEqual(sorted(everything, key=key), sorted(parts, key=key))
            for within, most in (("0d", 0), ("7d", 7), ("2w", 14), ("400 days", 400)):
                soon = self.json("next", "--all", "--on", day, "--within", within)["milestones"]
                if "T" not in day:
                    self.assertEqual(soon, [item for item in everything if item["days"] <= most])

    def test_freezes(self):
        """In force is what today says; what begins is in force on its day."""
        kinds = set()
        for day in self.DAYS:
            freezes = self.json("freezes", "--all", "--on", day)["freezes"]
            found = {truth: {(item["project"], item["series"], item["freeze"])
                             for item in freezes if item["in_force"] == truth}
                     for truth in ("yes", "no", "unknown")}
            kinds |= {truth for truth, items in found.items() if items}
            series = self.json("today", "--all", "--on", day)["series"]
            for truth, member in (("yes", "freezes"), ("unknown", "freezes_unknown")):
                living = {(item["project"], item["series"], freeze)
                          for item in series for freeze in item.get(member, ())}
                self.assertLessEqual(living, found[truth])
                # beyond them there are series that have not begun
                for project, name, _ in found[truth] - living:
                    self.assertEqual(self.answer("phase", project, name, "--on", day), "planned\n")
            for item in freezes:
                self.assertEqual(item["why"] is not None, item["in_force"] == "unknown", item)
                self.assertEqual(item["for_good"] and item["until"] is not None, False)
                if item["in_force"] == "no":
                    begins = item["since"]["date"].split("..")[-1]
                    then = self.json("phase", item["project"], item["series"], "--on", begins)
                    self.assertIn(item["freeze"],
                                  then["freezes"] + then.get("freezes_unknown", []))
        self.assertEqual(kinds, {"yes", "no", "unknown"})

    @unittest.skipUnless(HAS_CALENDARS, "librelcal-ical was not built")
    def test_calendar_of_everything(self):
        """No UID twice, equal bytes, and everything that is in the calendars of the projects."""
        everything = self.answer("ics", "--with", "phases,freezes")
        self.assertEqual(everything, self.answer("ics", "--all", "--with", "phases,freezes"))
        self.assertEqual(everything, self.answer("ics", *reversed(self.projects()), "--with",
                                                 "phases,freezes"))
        uids = re.findall(r"(?m)^UID:(.*)", everything)
        self.assertEqual(len(uids), len(set(uids)))
        self.assertEqual(sorted(uids), sorted(
            uid for project in self.projects()
            for uid in re.findall(r"(?m)^UID:(.*)",
                                  self.answer("ics", project, "--with", "phases,freezes"))))

    def test_config_that_cannot_be_read(self):
        (self.folder / "folder").mkdir()
        self.assertIn("cannot read folder", self.refused(4, "config", "--config", "folder"))
        home = pathlib.Path(self.environment["HOME"]) / ".config" / "relcal" / "config.yaml"
        home.parent.mkdir(parents=True)
        home.write_bytes(b"zone: utc\nfollow: [\xff]\n")
        message = self.refused(3, "phase", "python", "3.12")
        self.assertTrue(message.startswith(f"{home}:2:10: not YAML"), message)
        # who says day and zone needs no config
        self.assertEqual(self.answer("phase", "python", "3.12", "--tz", "utc"), "security\n")
        self.assertEqual(self.answer("phase", "python", "3.12", "--on", "2023-01-10"), "alpha\n")
        self.assertEqual(self.answer("phase", "python", "3.12", "--no-config"), "security\n")

    def test_config_with_a_byte_changed(self):
        """Whatever stands in a config, it is read or refused; no crash, nothing half-done."""
        good = ("follow: [python, {project: python, series: [3.14, main]}]\nzone: aoe\n"
                "colors: {python: gold}\n")
        for index in range(0, len(good), 2):
            for letter in "\0\n[]{}:'\"&*!|-# \u00e9":
                self.write("c.yaml", good[:index] + letter + good[index + 1:])
                done = self.relcal("config", "--config", "c.yaml", "--json")
                self.assertIn(done.returncode, (0, 3))
                self.assertEqual(done.stdout == "", done.returncode == 3)
                for line in done.stderr.splitlines():
                    self.assertRegex(line, r"^c\.yaml:\d+:\d+: .")


class DataTest(CommandTest):
    def series_of_python(self, **options):
        return self.json("projects", "python", **options)["projects"][0]["series"]

    def test_one_series_is_laid_over(self):
        self.write("data/python/mine.yaml", OVERLAY)
        arguments = ("phase", "python", "3.12", "--on", "2030-06-01")
        self.assertEqual(self.answer(*arguments), "end-of-life\n")
        self.assertEqual(self.answer(*arguments, "--data", "data"), "pre-alpha\n")
        self.assertEqual(self.answer("show", "python", "3.13"),
                         self.answer("show", "python", "3.13", "--data", "data"))
        self.assertEqual(len(self.series_of_python()), 26)

    def test_which_folder_counts(self):
        folders = {"option": "3.12", "variable": "3.13", "xdg/relcal": "3.14",
                   "home/.local/share/relcal": "3.15"}
        for folder, series in folders.items():
            self.write(f"{folder}/python/mine.yaml", OVERLAY.replace("3.12", series))

        def laid_over(*arguments, **environment):
            return [series for series in folders.values()
                    if self.answer("phase", "python", series, "--on", "2030-06-01", *arguments,
                                   environment=environment) == "pre-alpha\n"]

        home = {"HOME": str(self.folder / "home")}
        xdg = {"XDG_DATA_HOME": str(self.folder / "xdg")}
        variable = {"RELCAL_DATA": "variable"}
        self.assertEqual(laid_over(), [])
        self.assertEqual(laid_over(**home), ["3.15"])
        self.assertEqual(laid_over(**home, XDG_DATA_HOME=""), ["3.15"])
        self.assertEqual(laid_over(**home, **xdg), ["3.14"])
        self.assertEqual(laid_over(**home, **xdg, RELCAL_DATA=""), ["3.14"])
        self.assertEqual(laid_over(**home, **xdg, **variable), ["3.13"])
        self.assertEqual(laid_over("--data", "option", **home, **xdg, **variable), ["3.12"])
        # A data folder that is not there is no fault, unless somebody asked for it.
        self.assertEqual(laid_over(XDG_DATA_HOME="/nowhere"), [])
        for done in (self.relcal("today", "--data", "nowhere"),
                     self.relcal("today", environment={"RELCAL_DATA": "nowhere"})):
            self.assertEqual((done.returncode, done.stdout), (4, ""))
            self.assertIn("nowhere", done.stderr)

    def test_every_fault_is_told(self):
        faults = ["- {id: 3.13.0, date: 2023-02-30}", "- {id: 3.13.1, date: 2019-09-38}",
                  "- {id: 3.13.2, date: January 45}", "- {id: 3.13.3, colour: red}"]
        path = self.write("data/python/bad.yaml", "series: 3.13\nmilestones:\n"
                          + "\n".join(faults) + "\n")
        self.write("data/python/worse.yaml", "series: 3.14\nmilestones: none\n")
        message = self.refused(3, "today", "--data", "data")
        for line in range(3, 3 + len(faults)):
            self.assertRegex(message, rf"(?m)^data/python/bad\.yaml:{line}:\d+: \S")
        self.assertRegex(message, r"(?m)^data/python/worse\.yaml:2:\d+: \S")
        self.assertTrue(path.exists())

    def test_help_and_version_need_no_data(self):
        self.write("data/python/bad.yaml", "nonsense")
        for arguments in (["--help"], ["--version"], ["help", "show"], ["today", "--help"]):
            self.answer(*arguments, "--data", "data")
        self.refused(3, "today", "--data", "data")

    def test_a_wrong_command_line_comes_before_wrong_data(self):
        self.write("data/python/bad.yaml", "nonsense")
        self.refused(2, "today", "--data", "data", "--on", "2023-02-30")


@unittest.skipUnless(HAS_CALENDARS, "there is no librelcal-ical")
class IcsTest(CommandTest):
    def stamps(self, folder):
        """What changes if anybody touches a file of a folder, or the folder."""
        paths = [folder, *sorted(folder.iterdir())]
        return {path.name: (path.stat().st_mtime_ns, path.stat().st_ino) for path in paths}

    def test_file_is_the_answer(self):
        self.assertEqual(self.answer("ics", "python", "3.14", "-o", "x.ics"), "")
        self.answer("ics", "python", "main", "3.14", "--on", "2024-06-01", "-o", "y.ics")
        text = (self.folder / "x.ics").read_bytes()
        self.assertTrue(text.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"))
        self.assertEqual(text, (self.folder / "y.ics").read_bytes())
        with (self.folder / "z.ics").open("wb") as out:
            self.relcal("ics", "python", "3.14", stdout=out)
        self.assertEqual(text, (self.folder / "z.ics").read_bytes())
        self.assertEqual(sorted(os.listdir(self.folder)), ["x.ics", "y.ics", "z.ics"])

    def test_order_and_language_change_nothing(self):
        text = self.answer("ics", "python", "3.12", "3.14")
        self.assertEqual(text, self.answer("ics", "python", "3.14", "3.12", "3.14"))
        self.assertEqual(text, self.answer("ics", "python", "3.12", "3.14", "--on", "2030-01-01",
                                           environment={"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo",
                                                        "SOURCE_DATE_EPOCH": "0"}))

    def test_full_disk(self):
        """A disk of 16 KiB, which is gone with the shell that made it."""
        script = """
            mkdir disk && mount -t tmpfs -o size=16k none disk || exit 77
            printf old >disk/x.ics
            relcal ics python -o disk/x.ics; echo "exit $?"
            relcal ics python --directory disk; echo "exit $?"
            cat disk/x.ics; echo; ls -A disk
        """
        unshare = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        if not shutil.which("unshare"):
            self.skipTest("there is no unshare")
        done = subprocess.run([*unshare, "/bin/sh", "-c", script], cwd=self.folder,
                              env=self.environment, text=True, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if "exit" not in done.stdout:
            self.skipTest(f"no disk of one's own: {done.stderr}")
        self.assertEqual(done.stderr.splitlines(),
                         [f"relcal: cannot write to disk/{name}: No space left on device"
                          for name in ("x.ics", "python.ics")])
        self.assertEqual(done.stdout.splitlines(), ["exit 4", "exit 4", "old", "x.ics"])

    @unittest.skipIf("RELCAL_WRAP" in os.environ, "the wrapping command has the limit, too")
    def test_file_that_cannot_be_written_stays(self):
        path = self.write("x.ics", "old")

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

        message = self.refused(4, "ics", "python", "-o", "x.ics", restore_signals=False,
                               preexec_fn=limit)
        self.assertEqual(message, "relcal: cannot write to x.ics: File too large\n")
        self.assertEqual(path.read_text(), "old")
        self.assertEqual(os.listdir(self.folder), ["x.ics"])

    def test_failing_commands_leave_files_alone(self):
        path = self.write("x.ics", "old")
        self.refused(2, "ics", "pyton", "-o", "x.ics")
        self.refused(2, "ics", "python", "--method", "a b", "-o", "x.ics")
        self.refused(1, "ics", "python", "main", "--on", "1990-01-01", "-o", "x.ics")
        self.assertEqual(path.read_text(), "old")
        self.assertEqual(os.listdir(self.folder), ["x.ics"])

    def test_pipe(self):
        os.mkfifo(self.folder / "fifo")
        with subprocess.Popen(["cat", self.folder / "fifo"], stdout=subprocess.PIPE,
                              text=True) as reader:
            self.addCleanup(reader.kill)
            self.answer("ics", "python", "3.14", "-o", "fifo")
            self.assertEqual(reader.communicate()[0], self.answer("ics", "python", "3.14"))
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = self.relcal("ics", "python", stdout=full)
        self.assertEqual(done.returncode, 4)
        self.assertIn("cannot write to standard output: No space left", done.stderr)

    def test_directory(self):
        names = ["python.ics", "python-3.14.ics", "python-3.15.ics"]
        command = ("ics", "python", "3.15", "3.14", "--directory", "public")
        self.assertEqual(sorted(self.answer(*command).splitlines()), sorted(names))
        public = self.folder / "public"
        self.write("public/mine.txt", "mine")
        before = self.stamps(public)
        self.assertEqual(sorted(before), sorted([*names, "mine.txt", "public"]))
        self.assertEqual(self.answer(*command), "")
        self.assertEqual(self.stamps(public), before)
        events = self.answer("ics", "python", "3.14", "3.15").count("BEGIN:VEVENT\n")
        report = self.json(*command)
        self.assertEqual(list(report), ["schema", "events", "files"])
        self.assertEqual(report["events"], events)
        self.assertEqual({file["file"] for file in report["files"]}, set(names))
        for file in report["files"]:
            self.assertEqual(file, {"file": file["file"], "changed": False,
                                    "bytes": (public / file["file"]).stat().st_size})
        self.assertEqual(self.stamps(public), before)
        self.assertEqual((public / "python-3.14.ics").read_text(),
                         self.answer("ics", "python", "3.14"))
        self.assertEqual((public / "python.ics").read_text(),
                         self.answer("ics", "python", "3.14", "3.15"))

    def test_directory_changes_what_changed(self):
        public = self.folder / "public"
        self.answer("ics", "python", "--directory", "public")
        before = self.stamps(public)
        self.write("data/python/mine.yaml", OVERLAY)
        self.assertEqual(self.answer("ics", "python", "--directory", "public/", "--data", "data"),
                         "python.ics\npython-3.12.ics\n")
        after = self.stamps(public)
        self.assertEqual({name for name in before if before[name] != after[name]},
                         {"public", "python.ics", "python-3.12.ics"})
        # A file that was cut, went on, or is gone is written again; a link is followed.
        text = (public / "python-3.14.ics").read_bytes()
        (public / "python-3.14.ics").write_bytes(text[:-1])
        (public / "python-3.15.ics").write_bytes(
            (public / "python-3.15.ics").read_bytes() + b"x")
        (public / "python-3.13.ics").unlink()
        (public / "python-3.13.ics").symlink_to("../there.ics")
        self.assertEqual(self.answer("ics", "python", "--directory", "public", "--data", "data"),
                         "python-3.13.ics\npython-3.14.ics\npython-3.15.ics\n")
        self.assertEqual((public / "python-3.14.ics").read_bytes(), text)
        self.assertTrue((public / "python-3.13.ics").is_symlink())
        self.assertTrue((self.folder / "there.ics").exists())

    def test_directory_takes_all_projects(self):
        names = self.write_projects()
        written = self.answer("ics", "--directory", "all", "--data", "data").splitlines()
        own = {f"{name}.ics" for name in names} | {
            f"{name}-1.{number}.ics" for number, name in enumerate(names)}
        built_in = set()
        for project in self.json("projects")["projects"]:
            built_in.add(f"{project['project']}.ics")
            built_in |= {f"{project['project']}-{series}.ics" for series in project["series"]}
        self.assertEqual(len(written), len(set(written)))
        self.assertEqual(set(written), own | built_in)

    def test_directory_with_names_that_meet(self):
        for project, series in (("a", "b-1"), ("a-b", "1")):
            self.write(f"data/{project}/project.yaml", PROJECT.format(id=project, name=project))
            self.write(f"data/{project}/one.yaml", SERIES.format(id=series, extra="freeze"))
        self.assertEqual(self.refused(2, "ics", "--directory", "d", "--data", "data"),
                         "relcal: two calendars would be named a-b-1.ics; "
                         "write them to different folders\n")
        self.assertFalse((self.folder / "d").exists())

    def test_directory_that_is_none(self):
        self.write("file", "")
        (self.folder / "d/python.ics").mkdir(parents=True)
        for folder in ("file", "no/where", "d"):
            self.assertIn("cannot write to", self.refused(4, "ics", "--directory", folder))

    def test_source_of_each_file(self):
        self.answer("ics", "python", "3.14", "--directory", "d", "--source", "https://example.org/")
        for name in ("python.ics", "python-3.14.ics"):
            self.assertIn(f"https://example.org/{name}",
                          (self.folder / "d" / name).read_text().replace("\n ", ""))

    def test_hostile_arguments(self):
        bad = "a\033]0;b\r\nX:1"
        for arguments in (["--name", bad], ["--method", bad], ["--source", f"https://{bad}"],
                          ["--kinds", bad], ["--alarm", bad], ["--refresh", bad],
                          ["--with", bad], ["--since", bad], [bad], ["python", bad],
                          ["--name", b"\xff\xfe".decode("utf-8", "surrogateescape")]):
            done = subprocess.run(["relcal", "ics", *map(os.fsencode, arguments)],
                                  env=self.environment, cwd=self.folder, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            self.assertEqual((done.returncode, done.stdout), (2, b""), arguments)
            self.assertEqual(done.stderr.count(b"\n"), 1, done.stderr)
            self.assertNotRegex(done.stderr[:-1], rb"[\x00-\x1f\x7f-\xff]")

    def test_a_wrong_command_line_comes_before_wrong_data(self):
        self.write("data/python/bad.yaml", "nonsense")
        self.refused(2, "ics", "--alarm", "7", "--data", "data")
        self.refused(3, "ics", "--alarm", "7d", "--data", "data")


@unittest.skipUnless(HAS_CALENDARS, "there is no librelcal-ical")
class ImportTest(CommandTest):
    def setUp(self):
        super().setUp()
        self.answer("ics", "python", "3.12", "-o", "x.ics")

    def test_there_and_back(self):
        written = self.answer("import", "x.ics", "--directory", "data").splitlines()
        self.assertIn("python/3.12.yaml", written)
        self.answer("ics", "python", "3.12", "--data", "data", "-o", "y.ics")
        self.assertEqual((self.folder / "x.ics").read_bytes(),
                         (self.folder / "y.ics").read_bytes())
        printed = self.answer("import", "x.ics")
        self.assertEqual(printed, "".join(f"# {name}\n" + (self.folder / "data" / name).read_text()
                                          for name in written))
        answer = self.json("import", "x.ics")
        self.assertEqual(list(answer), ["schema", "files", "not_understood"])
        self.assertEqual([file["text"] for file in answer["files"]],
                         [(self.folder / "data" / name).read_text() for name in written])
        self.assertEqual(answer["not_understood"], [])
        self.assertEqual(self.json("import", "x.ics", "--directory", "data")["files"],
                         [{"file": name, "bytes": (self.folder / "data" / name).stat().st_size}
                          for name in written])

    def test_standard_input(self):
        with (self.folder / "x.ics").open("rb") as calendar:
            done = self.relcal("import", "-", stdin=calendar)
        self.assertEqual((done.returncode, done.stdout), (0, self.answer("import", "x.ics")))
        self.assertRegex(self.refused(3, "import", "-"), r"^-: the calendar is empty")
        done = subprocess.run(["/bin/sh", "-c", "relcal import - <&-"], env=self.environment,
                              stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr),
                         (4, "relcal: cannot read standard input: Bad file descriptor\n"))

    def test_files_that_differ_stay(self):
        written = self.answer("import", "x.ics", "--directory", "data").splitlines()
        path = self.folder / "data/python/3.12.yaml"
        text = path.read_text()
        before = path.stat().st_mtime_ns
        self.assertEqual(self.answer("import", "x.ics", "--directory", "data"), "")
        self.assertEqual(path.stat().st_mtime_ns, before)
        path.write_text("mine")
        (self.folder / "data" / written[-1 - written.index("python/3.12.yaml")]).unlink()
        self.assertEqual(self.refused(1, "import", "x.ics", "--directory", "data"),
                         "relcal: data/python/3.12.yaml is there and differs; "
                         "nothing is written without --force\n")
        self.assertEqual(os.listdir(self.folder / "data/python"), ["3.12.yaml"])
        self.assertEqual(path.read_text(), "mine")
        self.assertEqual(self.answer("import", "x.ics", "--directory", "data", "--force"),
                         "".join(f"{name}\n" for name in written))
        self.assertEqual(path.read_text(), text)

    def test_what_is_not_understood(self):
        self.write("tool.ics", TOOL_CALENDAR.replace("END:VCALENDAR\r\n", TOOL_CALENDAR[
            TOOL_CALENDAR.index("BEGIN:VEVENT"):].replace("UID:1", "UID:2").replace(
                "SUMMARY:Tool 2.0 2.0.0b1", "SUMMARY:Party")))
        arguments = ("import", "tool.ics", "--project", "tool", "--pattern",
                     "Tool {series} {milestone}")
        done = self.relcal(*arguments)
        self.assertEqual(done.returncode, 1)
        self.assertIn("# tool/2.0.yaml\n", done.stdout)
        self.assertRegex(done.stderr, r"^tool\.ics:\d+: \S.*\n$")
        done = self.relcal(*arguments, "--json")
        self.assertEqual((done.returncode, done.stderr), (1, ""))
        unknown, = json.loads(done.stdout)["not_understood"]
        self.assertEqual(list(unknown), ["line", "reason"])
        lines = (self.folder / "tool.ics").read_text().split("\n")
        self.assertEqual(lines[unknown["line"] - 1], "BEGIN:VEVENT")
        self.assertIn("Party", "".join(lines[unknown["line"]:]))

    def test_bad_calendars(self):
        text = (self.folder / "x.ics").read_bytes()
        for bad in (b"", b"nonsense", text[:len(text) // 2], text + text, b"\0" * 1000):
            (self.folder / "bad.ics").write_bytes(bad)
            for arguments in ([], ["--directory", "data"], ["--json"]):
                message = self.refused(3, "import", "bad.ics", *arguments)
                self.assertRegex(message, r"(?m)^bad\.ics:(\d+:)? \S")
        self.assertFalse((self.folder / "data").exists())
        self.assertIn("cannot read", self.refused(4, "import", "nowhere.ics"))
        self.assertIn("Is a directory", self.refused(4, "import", "."))

    def test_wrong_arguments(self):
        self.refused(2, "import", "x.ics", "--pattern", "{nonsense}")
        self.refused(2, "import", "x.ics", "--force")
        self.refused(2, "import", "x.ics", "x.ics")


@unittest.skipUnless(HAS_CALENDARS, "there is no librelcal-ical")
class AvoidTest(CommandTest):
    """Calendars of days to avoid."""

    def calendar(self, *events, name="days.ics", end="END:VCALENDAR\n"):
        text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n"
        for number, event in enumerate(events):
            text += (f"BEGIN:VEVENT\nUID:{number}\nDTSTAMP:20260101T000000Z\n{event}\n"
                     "END:VEVENT\n")
        return self.write(name, (text + end).replace("\n", "\r\n"))

    def moved(self, days, *options):
        """What becomes of each of these days, and why."""
        (self.folder / "rules").write_text("\n".join(days))
        with open(self.folder / "rules", encoding="utf-8") as rules:
            lines = self.answer("date", "-", "--json", "--avoid", "days.ics", *options,
                                stdin=rules).splitlines()
        return [(answer["date"], answer["avoided"]) for answer in map(json.loads, lines)]

    def test_single_days(self):
        self.calendar("DTSTART;VALUE=DATE:20270506\nSUMMARY:Ascension",
                      "DTSTART;VALUE=DATE:20270510\nDTEND;VALUE=DATE:20270515\nSUMMARY:Fair",
                      "DTSTART:20270520T080000Z\nDTEND:20270521T000000Z\nSUMMARY:Party",
                      "DTSTART;VALUE=DATE:20270525\nSTATUS:CANCELLED\nSUMMARY:Not at all",
                      "DTSTART;VALUE=DATE:20270601")
        self.assertEqual(
            self.moved(["2027-05-05", "2027-05-06", "2027-05-10", "2027-05-14", "2027-05-15",
                        "2027-05-20", "2027-05-21", "2027-05-25", "2027-06-01",
                        "1 working day before 2027-05-15"]),
            [("2027-05-05", None), ("2027-05-07", "Ascension"), ("2027-05-17", "Fair"),
             ("2027-05-17", "Fair"), ("2027-05-15", None), ("2027-05-21", "Party"),
             ("2027-05-21", None), ("2027-05-25", None), ("2027-06-02", "days.ics"),
             ("2027-05-07", None)])

    def test_what_to_do_instead(self):
        self.calendar("DTSTART;VALUE=DATE:20270506\nDTEND;VALUE=DATE:20270515\nSUMMARY:Fair")
        for way, day in (("next-working-day", "2027-05-17"), ("week-earlier", "2027-05-04"),
                         ("previous-working-day", "2027-05-05"),
                         ("same-weekday-after", "2027-05-18")):
            self.assertEqual(self.moved(["2027-05-11"], "--instead", way), [(day, "Fair")])

    def test_every_year(self):
        self.calendar("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY\nSUMMARY:May",
                      "DTSTART;VALUE=DATE:20201224\nDTEND;VALUE=DATE:20201227\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24;INTERVAL=1\nSUMMARY:Winter",
                      "DTSTART;VALUE=DATE:20201126\nDTEND;VALUE=DATE:20201128\n"
                      "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nSUMMARY:Thanks",
                      "DTSTART;VALUE=DATE:20200525\n"
                      "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5;WKST=SU\nSUMMARY:Memory",
                      "DTSTART;VALUE=DATE:20200229\nRRULE:FREQ=YEARLY\nSUMMARY:Leap")
        self.assertEqual(
            self.moved(["2019-05-01", "2020-05-01", "9998-05-01", "2031-12-26", "2027-11-25",
                        "2027-11-26", "2027-11-24", "2027-05-31", "2027-05-24", "2028-02-29",
                        "2027-03-01"], "--instead", "week-earlier"),
            [("2019-04-24", "May"), ("2020-04-24", "May"), ("9998-04-24", "May"),
             ("2031-12-19", "Winter"), ("2027-11-18", "Thanks"), ("2027-11-19", "Thanks"),
             ("2027-11-24", None), ("2027-05-24", "Memory"), ("2027-05-24", None),
             ("2028-02-22", "Leap"), ("2027-03-01", None)])

    def test_some_years(self):
        self.calendar("DTSTART;VALUE=DATE:20200501\nRRULE:FREQ=YEARLY;COUNT=3\nSUMMARY:A",
                      "DTSTART;VALUE=DATE:20200601\nRRULE:FREQ=YEARLY;UNTIL=20220601\nSUMMARY:B",
                      "DTSTART;VALUE=DATE:20200701\nSUMMARY:C\n"
                      "RRULE:FREQ=YEARLY;UNTIL=20220630T235959Z",
                      "DTSTART;VALUE=DATE:20200801\nRRULE:FREQ=YEARLY;INTERVAL=2\nSUMMARY:D",
                      "DTSTART;VALUE=DATE:20200907\nSUMMARY:E\n"
                      "RRULE:FREQ=YEARLY;COUNT=2;BYMONTH=9;BYDAY=1MO")
        days = ["2019-05-01", "2020-05-01", "2022-05-01", "2023-05-01", "2022-06-01",
                "2023-06-01", "2021-07-01", "2022-07-01", "2021-08-01", "2022-08-01",
                "2019-08-01", "2020-09-07", "2021-09-06", "2022-09-05"]
        self.assertEqual("".join(why or "-" for _day, why in self.moved(days)), "-AA-B-C--D-EE-")

    def test_other_recurrences(self):
        for rule in ("FREQ=WEEKLY", "FREQ=YEARLY;BYDAY=MO;BYMONTH=5", "FREQ=YEARLY;BYDAY=20MO",
                     "FREQ=YEARLY;BYMONTH=5,6", "FREQ=YEARLY;BYMONTH=6",
                     "FREQ=YEARLY;BYMONTHDAY=2", "INTERVAL=1", "FREQ=YEARLY;BYEASTER=1",
                     "FREQ=YEARLY;COUNT=0", "FREQ=YEARLY;UNTIL=20231301", "FREQ=YEARLY;;"):
            self.calendar(f"DTSTART;VALUE=DATE:20200501\nSUMMARY:Odd\nRRULE:{rule}")
            message = self.refused(3, "date", "today", "--avoid", "days.ics")
            self.assertRegex(message, r"^days\.ics:\d+: ", rule)

    def test_bad_calendars(self):
        self.calendar("DTSTART;VALUE=DATE:20230230", "SUMMARY:No day")
        message = self.refused(3, "date", "today", "--avoid", "days.ics")
        self.assertEqual(len(re.findall(r"(?m)^days\.ics:\d+: ", message)), 2)
        self.calendar(end="")
        self.assertIn("days.ics:", self.refused(3, "date", "today", "--avoid", "days.ics"))
        self.write("empty.ics", "")
        self.assertIn("empty.ics:", self.refused(3, "date", "today", "--avoid", "empty.ics"))

    def test_several_files(self):
        self.calendar("DTSTART;VALUE=DATE:20270506\nSUMMARY:One", name="one.calendar")
        self.write("two.yaml", "- {name: Two, days: 2027-05-07}\n")
        self.assertEqual(
            self.json("date", "2027-05-06", "--avoid", "one.calendar", "--avoid", "two.yaml",
                      "--on", "2027-05-06")["date"], "2027-05-10")


class LibraryTest(CommandTest):
    """The command without librelcal-ical, and with one that is not its own."""

    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        (self.folder / "lib").mkdir()
        shutil.copy(RELCAL, self.folder / "bin/relcal")
        self.environment["PATH"] = f"{self.folder}/bin:{self.environment['PATH']}"

    def test_missing(self):
        if self.relcal("ics", "python").returncode == 0:
            self.skipTest("librelcal-ical is installed where the loader looks")
        for command in (["ics", "python"], ["ics", "--directory", "d"], ["import", "/dev/null"]):
            self.assertEqual(self.refused(4, *command),
                             "relcal: calendars need librelcal-ical; "
                             "install the package that has librelcal-ical.so.0\n")
        self.assertEqual(os.listdir(self.folder / "lib"), [])
        self.assertFalse((self.folder / "d").exists())
        self.assertEqual(self.answer("phase", "python", "3.14"), "bugfix\n")
        self.assertIn("ics", self.answer("help", "ics"))

    def test_broken(self):
        self.write("lib/librelcal-ical.so.0", "nonsense")
        if self.relcal("ics", "python").returncode == 0:
            self.skipTest("librelcal-ical is installed where the loader looks")
        self.assertRegex(self.refused(4, "ics", "python"),
                         r"^relcal: calendars need librelcal-ical; install the package that has "
                         r"librelcal-ical\.so\.0 \(\S+: (file too short|invalid ELF).*\)\n$")

    @unittest.skipUnless(shutil.which("cc"), "there is no cc")
    def test_another_version(self):
        self.write("other.c", 'const char *relcal_library_version(void) { return "9.9.9"; }\n')
        subprocess.run(["cc", "-shared", "-fPIC", "-o", "lib/librelcal-ical.so.0", "other.c"],
                       cwd=self.folder, check=True)
        self.assertRegex(self.refused(4, "ics", "python"),
                         r"^relcal: librelcal-ical\.so\.0 is of version 9\.9\.9, and this relcal "
                         r"of \S+; install the same version of both\n$")


class DocsTest(CommandTest):
    def docs(self, *arguments):
        return subprocess.run([DOCS, *arguments], stdout=subprocess.PIPE, text=True, check=True,
                              encoding="utf-8").stdout

    def script(self, shell):
        return self.write(f"relcal.{shell}", self.docs(shell))

    def test_man_page(self):
        page = self.docs("man", TEMPLATE)
        self.assertNotRegex(page, r"(?m)^@")
        for command in COMMANDS:
            self.assertRegex(page, rf"(?m)^\.It Cm {command}\b")
        for option in OPTIONS:
            self.assertRegex(page, rf"(?m)^\.It (Fl \w , )?Fl \\-{option}\b")
        for command, options in OWN_OPTIONS.items():
            item = re.search(rf"(?ms)^\.It Cm {command} .*?^\.El$", page)[0]
            self.assertEqual(re.findall(r"(?m)^\.It Fl \\-(\S+)", item), list(options))
        path = self.write("relcal.1", page)
        if shutil.which("mandoc"):
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], check=False,
                                  stdout=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""))
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-ww", "-mandoc", "-T", "utf8", path], check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for option in (*OPTIONS, *OWN_OPTIONS["ics"], *OWN_OPTIONS["import"],
                           *OWN_OPTIONS["lint"]):
                self.assertIn(f"--{option}", re.sub(r"\033\[\d*m|.\x08", "", done.stdout))

    # What is typed, the words that come after it, and words that do not.
    COMPLETIONS = [
        ("relcal ", set(COMMANDS)),
        ("relcal ph", {"phase"}),
        ("relcal help sh", {"show"}),
        ("relcal phase pyt", {"python"}),
        ("relcal show python 3.1", {"3.1", *(f"3.{minor}" for minor in range(10, 17))}),
        ("relcal --on 2023-01-10 next python 1", {"1.6"}),
        ("relcal today python 3.14 1", {"1.6"}),
        ("relcal next rust pyth", {"python"}),
        ("relcal freezes --data data rust kanji 1.0", {"1.0"}),
        ("relcal next --with", {"--within"}),
        ("relcal config --config som", {"some.ics"}),
        ("relcal today python --tz ", {"utc", "local", "aoe"}),
        ("relcal today --color a", {"auto", "always"}),
        ("relcal check python 3.15 feat", {"feature", "feature-change"}),
        ("relcal check python 3.15 docs te", {"tests"}),
        ("relcal check python 3.15 --lab", {"--label"}),
        ("relcal rules py", {"python"}),
        ("relcal history py", {"python"}),
        ("relcal slips python 3.12 1", {"1.6"}),
        ("relcal diff som", {"some.ics"}),
        ("relcal date today py", {"python"}),
        ("relcal date today python 1", {"1.6"}),
        ("relcal date --cou", {"--count"}),
        ("relcal date --avoid som", {"some.ics"}),
        ("relcal today --js", {"--json"}),
        ("relcal phase --data data kan", {"kanji"}),
        ("relcal phase --data=data kanji 1", {"1.0"}),
        ("relcal today --data da", {"data/"}),
        ("relcal help i", {"ics", "import"}),
        ("relcal ics py", {"python"}),
        ("relcal ics python 1", {"1.6"}),
        ("relcal ics python 3.14 3.15 --since 2026-01-01 1", {"1.6"}),
        ("relcal ics --dir", {"--directory"}),
        ("relcal import --dir", {"--directory"}),
        ("relcal import --forc", {"--force"}),
        ("relcal ics python --with ph", {"phases"}),
        ("relcal ics --directory da", {"data/"}),
        ("relcal import som", {"some.ics"}),
        ("relcal lint som", {"some.ics"}),
        ("relcal lint --f", {"--fix", "--format"}),
        ("relcal lint --format s", {"sarif"}),
        ("relcal announce ch", {"check"}),
        ("relcal announce check som", {"some.ics"}),
        ("relcal announce check one.md som", {"some.ics"}),
        ("relcal announce --fi", {"--fix"}),
        ("relcal announce check --format gi", {"github"}),
    ]

    @unittest.skipUnless(shutil.which("bash"), "there is no bash")
    def test_bash(self):
        self.write_projects()
        self.write("some.ics", "")
        script = self.script("bash")
        cases = [*self.COMPLETIONS, ("relcal today --tz=", {"utc", "local", "aoe"}),
                 ("relcal today --tz=l", {"local"}), ("relcal today --on ", {""}),
                 ("relcal projects python ", {""}), ("relcal today -o relcal.b", {"relcal.bash"}),
                 ("relcal today --fo", {""}), ("relcal ics --fo", {""})]
        for line, expected in cases:
            # Bash breaks words at "=", and gives the last word even where it is empty.
            words = re.findall(r"=|[^ =]+", line) + ([""] if line.endswith(" ") else [])
            done = subprocess.run(
                ["bash", "-c", f'source {script}\nCOMP_WORDS=("$@") COMP_CWORD=$(($# - 1))\n'
                 '_relcal 2>&1\nprintf "%s\\n" "${COMPREPLY[@]}"', "bash", *words],
                cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True,
                check=True)
            expected = {word.rstrip("/") for word in expected}
            self.assertEqual(set(done.stdout[:-1].split("\n")), expected, line)

    @unittest.skipUnless(shutil.which("fish"), "there is no fish")
    def test_fish(self):
        self.write_projects()
        self.write("some.ics", "")
        script = self.script("fish")
        for line, expected in self.COMPLETIONS:
            done = subprocess.run(
                ["fish", "--no-config", "-c", f"source {script}; complete -C '{line}'"],
                cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True,
                check=True)
            found = {row.split("\t")[0] for row in done.stdout.splitlines()}
            self.assertEqual(found, expected, line)

    @unittest.skipUnless(shutil.which("zsh"), "there is no zsh")
    def test_zsh(self):
        self.write_projects()
        self.write("some.ics", "")
        script = self.script("zsh")
        main_end, terminal = open_terminal()
        # The shell is killed in the end, and a leak check of its last child would then hang.
        environment = {**self.environment, "ASAN_OPTIONS": "detect_leaks=0"}
        shell = subprocess.Popen(["zsh", "-f", "-i"], cwd=self.folder, env=environment,
                                 stdin=terminal, stdout=terminal, stderr=terminal,
                                 start_new_session=True)
        os.close(terminal)
        self.addCleanup(lambda: (shell.kill(), shell.wait(), os.close(main_end)))

        # A busy shell may lose a key; asking again to be shown the line does no harm.
        def read_until(pattern, ask_again=b""):
            shown, deadline = "", time.monotonic() + 60
            while not (match := re.search(pattern, shown, re.S)):
                self.assertLess(time.monotonic(), deadline, shown)
                if select.select([main_end], [], [], 10)[0]:
                    shown += os.read(main_end, 65536).decode("utf-8", "replace")
                else:
                    os.write(main_end, ask_again)
            return match

        # ^G shows the line as it was completed, and empties it.
        os.write(main_end, (
            "unsetopt zle_bracketed_paste prompt_cr prompt_sp; PS1=; "
            f"autoload -U compinit; compinit -u -D; source {script}; "
            "show() { zle -I; print -r -- \"<$BUFFER>\"; BUFFER= }; zle -N show; "
            "bindkey '^G' show; "
            "print READY''NOW\n").encode())
        read_until("READYNOW")
        for line, expected in self.COMPLETIONS:
            if len(expected) == 1:
                os.write(main_end, f"{line}\t\x07".encode())
                completed = read_until(r"<(relcal [^>]*)>", b"\x07")[1]
                begun = 0 if line.endswith(" ") else len(line.split(" ")[-1])
                self.assertEqual(completed.rstrip(" =,"), line[:len(line) - begun] + min(expected))


if __name__ == "__main__":
    RELCAL, DOCS, TEMPLATE = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
