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
import signal
import stat
import subprocess
import sys
import time
import unicodedata
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import surroundings  # noqa: E402

COMMANDS = ("today", "phase", "next", "show", "projects", "help")
OPTIONS = ("on", "as-of", "tz", "data", "json", "color", "output", "help", "version")

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

    def relcal(self, *arguments, stdout=subprocess.PIPE, environment=None, **options):
        return subprocess.run(
            ["relcal", *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=stdout, stderr=subprocess.PIPE, text=True, encoding="utf-8", timeout=120,
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
        self.assertIn("Python", self.answer("today", "-o", "/dev/stdout"))

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


class ColorTest(CommandTest):
    def on_terminal(self, *arguments, **environment):
        main_end, terminal = pty.openpty()
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


class TextTest(CommandTest):
    def test_help_fits_a_screen(self):
        for arguments in (["--help"], *([name, "--help"] for name in COMMANDS)):
            lines = self.answer(*arguments).splitlines()
            self.assertLessEqual(len(lines), 24, arguments)
            self.assertLessEqual(max(map(len, lines)), 100, arguments)
        for name in COMMANDS:
            self.assertEqual(self.answer("help", name), self.answer(name, "--help"))
            self.assertEqual(self.answer(name, "--help").count("\n  relcal "), 2)

    def test_examples_of_the_help_work(self):
        for name in COMMANDS:
            for line in re.findall(r"^  (relcal .*)$", self.answer(name, "--help"), re.M):
                if "--data" not in line:
                    self.answer(*line.split()[1:])

    def test_wide_characters_are_aligned(self):
        names = self.write_projects()
        table = self.answer("projects", "--data", "data").splitlines()
        self.assertEqual(len(table), 2 + len(names))
        for column in ("1", "https://"):
            starts = {width(line[:line.index(column, line.index("  ") + 2)]) for line in table[1:]
                      if not line.startswith("python")}
            self.assertEqual(len(starts), 1, table)
        coming = self.answer("next", "--data", "data").splitlines()
        starts = {width(line[:line.index("1.")]) for line in coming if " freeze " in line}
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
        for series in self.json("projects")["projects"][0]["series"]:
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
        coming = self.json("next", "--on", "2026-08-31")["milestones"]
        self.assertEqual(coming[0], {"project": "python", "series": "3.15",
                                     "milestone": "3.15.0rc2", "date": "2026-09-01",
                                     "state": "expected", "days": 1})


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


class DocsTest(CommandTest):
    def docs(self, *arguments):
        return subprocess.run([DOCS, *arguments], stdout=subprocess.PIPE, text=True, check=True,
                              encoding="utf-8").stdout

    def script(self, shell):
        return self.write(f"relcal.{shell}", self.docs(shell))

    def test_man_page(self):
        page = self.docs("man", TEMPLATE)
        self.assertNotIn("@", page.replace(".\\\"", ""))
        for command in COMMANDS:
            self.assertRegex(page, rf"(?m)^\.It Cm {command}\b")
        for option in OPTIONS:
            self.assertRegex(page, rf"(?m)^\.It (Fl \w , )?Fl \\-{option}\b")
        path = self.write("relcal.1", page)
        if shutil.which("mandoc"):
            done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], check=False,
                                  stdout=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stdout), (0, ""))
        if shutil.which("groff"):
            done = subprocess.run(["groff", "-ww", "-mandoc", "-T", "utf8", path], check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            for option in OPTIONS:
                self.assertIn(f"--{option}", re.sub(r"\033\[\d*m|.\x08", "", done.stdout))

    # What is typed, the words that come after it, and words that do not.
    COMPLETIONS = [
        ("relcal ", set(COMMANDS)),
        ("relcal ph", {"phase"}),
        ("relcal help s", {"show"}),
        ("relcal phase ", {"python"}),
        ("relcal show python 3.1", {"3.1", *(f"3.{minor}" for minor in range(10, 17))}),
        ("relcal --on 2023-01-10 next python 1", {"1.6"}),
        ("relcal today python --tz ", {"utc", "local", "aoe"}),
        ("relcal today --color a", {"auto", "always"}),
        ("relcal today --js", {"--json"}),
        ("relcal phase --data data k", {"kanji"}),
        ("relcal phase --data=data kanji 1", {"1.0"}),
        ("relcal today --data da", {"data/"}),
    ]

    @unittest.skipUnless(shutil.which("bash"), "there is no bash")
    def test_bash(self):
        self.write_projects()
        script = self.script("bash")
        cases = [*self.COMPLETIONS, ("relcal today --tz=", {"utc", "local", "aoe"}),
                 ("relcal today --tz=l", {"local"}), ("relcal today --on ", {""}),
                 ("relcal today python ", {""}), ("relcal today -o relcal.b", {"relcal.bash"})]
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
        script = self.script("zsh")
        main_end, terminal = pty.openpty()
        shell = subprocess.Popen(["zsh", "-f", "-i"], cwd=self.folder, env=self.environment,
                                 stdin=terminal, stdout=terminal, stderr=terminal,
                                 start_new_session=True)
        os.close(terminal)
        self.addCleanup(lambda: (shell.kill(), shell.wait(), os.close(main_end)))

        def read_until(pattern):
            shown, deadline = "", time.monotonic() + 60
            while not (match := re.search(pattern, shown, re.S)):
                self.assertLess(time.monotonic(), deadline, shown)
                if select.select([main_end], [], [], 1)[0]:
                    shown += os.read(main_end, 65536).decode("utf-8", "replace")
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
                completed = read_until(r"<(relcal [^>]*)>")[1]
                begun = 0 if line.endswith(" ") else len(line.split(" ")[-1])
                self.assertEqual(completed.rstrip(), line[:len(line) - begun] + min(expected))


if __name__ == "__main__":
    RELCAL, DOCS, TEMPLATE = (pathlib.Path(path).resolve() for path in sys.argv[1:4])
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
