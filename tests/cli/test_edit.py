"""Plans changed in their files, by people who collide and machines that die: test_edit.py RELCAL."""

import difflib
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import unittest

RELCAL = os.path.abspath(sys.argv[1])
SOURCE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "data", "edit",
                      "3.16.yaml")


class EditTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)
        self.path = os.path.join(self.folder, "python", "3.16.yaml")
        os.mkdir(os.path.dirname(self.path))
        shutil.copy(SOURCE, self.path)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.folder, "LC_ALL": "C.UTF-8"}

    def run_relcal(self, *arguments):
        return subprocess.run([RELCAL, *arguments], env=self.environment, cwd=self.folder,
                              check=False, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True)

    def move(self, day, on="2026-11-01", *more):
        return self.run_relcal("move", self.path, "b1", day, "--on", on, *more)

    def read(self):
        with open(self.path, encoding="utf-8", newline="") as file:
            return file.read()

    def test_only_the_lines_concerned(self):
        for line_end in ("\n", "\r\n"):
            shutil.copy(SOURCE, self.path)
            before = self.read().replace("\n", line_end)
            with open(self.path, "w", encoding="utf-8", newline="") as file:
                file.write(before)
            self.assertEqual(self.move("2027-05-11").returncode, 0)
            changed = [line for line in difflib.ndiff(before.splitlines(True),
                                                      self.read().splitlines(True))
                       if line[0] in "+-"]
            self.assertEqual([line.rstrip("\r\n") for line in changed], [
                "- revised: 2026-05-07                 # looked after",
                "+ revised: 2026-11-01                 # looked after",
                "-   date: 2027-05-04     # Tuesday", "+   date: 2027-05-11     # Tuesday",
                "+     2026-11-01: 2027-05-11"])
            self.assertEqual(self.read().count("\n"), self.read().count(line_end))

    def test_difference_can_be_applied(self):
        before = self.read()
        done = self.run_relcal("move", self.path, "b1", "2027-05-18", "--on", "2026-11-01",
                               "--cascade", "--dry-run")
        self.assertEqual((done.returncode, self.read()), (0, before))
        self.assertEqual(self.run_relcal("move", self.path, "b1", "2027-05-18", "--on",
                                         "2026-11-01", "--cascade").stdout, done.stdout)
        after = self.read()
        lines, place, result = before.splitlines(True), 0, []
        for line in done.stdout.splitlines(True)[2:]:
            if line.startswith("@@"):
                start, count = map(int, line.split()[1][1:].split(","))
                start -= count > 0
                result += lines[place:start]
                place = start + count
            elif line.startswith("+"):
                result.append(line[1:])
        self.assertEqual("".join(result + lines[place:]), after)

    def test_permissions_and_links(self):
        os.chmod(self.path, 0o640)
        link = os.path.join(self.folder, "python", "link.yaml")
        os.symlink("3.16.yaml", link)
        done = self.run_relcal("move", link, "b1", "2027-05-11", "--on", "2026-11-01")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(os.path.islink(link))
        self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o640)
        self.assertIn("2026-11-01: 2027-05-11", self.read())
        self.assertEqual(sorted(os.listdir(os.path.dirname(self.path))), ["3.16.yaml", "link.yaml"])

    def test_no_file(self):
        os.mkdir(os.path.join(self.folder, "python", "folder.yaml"))
        for path in ("python/nowhere.yaml", "python/folder.yaml", "/dev/null"):
            done = self.run_relcal("move", path, "b1", "2027-05-11", "--on", "2026-11-01")
            self.assertEqual((done.returncode, done.stdout), (4, ""), path)

    def test_no_project(self):
        path = os.path.join(self.folder, "3.16.yaml")
        shutil.copy(SOURCE, path)
        done = self.run_relcal("move", path, "b1", "2027-05-11", "--on", "2026-11-01")
        self.assertEqual(done.returncode, 3)
        self.assertIn("belongs to no project", done.stderr)

    def test_second_editor(self):
        import fcntl
        with open(self.path, "r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            before = self.read()
            done = self.move("2027-05-11")
            self.assertEqual((done.returncode, self.read()), (4, before))
            self.assertIn("somebody else is editing it", done.stderr)
        # What a dead process held is free.
        self.assertEqual(self.move("2027-05-11").returncode, 0)

    def test_many_editors(self):
        """Each change is made or refused; none that was made is lost."""
        names = [f"party-{number}" for number in range(24)]
        running = {name: subprocess.Popen(
            [RELCAL, "add", self.path, name, "2027-01-05", "--on", "2026-11-01"],
            env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for name in names}
        made = {name for name, process in running.items() if process.wait() == 0}
        text = self.read()
        self.assertEqual({name for name in names if f"id: {name}," in text}, made)
        self.assertTrue(made)

    def test_killed_at_any_point(self):
        """The old file or the new one is there, whole."""
        chance = random.Random(1)
        begin = time.monotonic()
        self.assertEqual(self.move("2027-05-11").returncode, 0)
        longest = 1.5 * (time.monotonic() - begin)
        before = self.read()
        after = set()
        for day in (12, 13):
            self.assertEqual(self.move(f"2027-05-{day}").returncode, 0)
            after.add(self.read())
            with open(self.path, "w", encoding="utf-8") as file:
                file.write(before)
        killed = 0
        for turn in range(200):
            process = subprocess.Popen(
                [RELCAL, "move", self.path, "b1", f"2027-05-{12 + turn % 2}", "--on",
                 "2026-11-01"], env=self.environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL)
            time.sleep(chance.uniform(0, longest))
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            self.assertIn(self.read(), after | {before})
        self.assertGreater(killed, 10)
        for name in os.listdir(os.path.dirname(self.path)):
            if name != "3.16.yaml":  # what a dead process left beside it is no schedule file
                self.assertFalse(name.endswith(".yaml"), name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
