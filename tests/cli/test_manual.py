#!/usr/bin/env python3
"""Holds relcal-schedule(5) against what reads the files: keys, words, limits, date rules, examples.

    test_manual.py RELCAL RELCAL-DOCS SOURCES

The comments of the page that begin with keys, words, limits, rules, file, console, milestones and
project say what the list or block after them is.
"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import HAS_CALENDARS, surroundings  # noqa: E402
from run_transcripts import run_step  # noqa: E402
from test_readme import BLOCK, play_block  # noqa: E402

SOURCES = pathlib.Path(sys.argv.pop(3)).resolve()
DOCS = pathlib.Path(sys.argv.pop(2)).resolve()
RELCAL = pathlib.Path(sys.argv.pop(1)).resolve()
PAGE = SOURCES / "data/man/relcal-schedule.5.in"

MARKED = re.compile(r'^\.\\" (?P<mark>\w+)(?: (?P<name>.+))?\n\.B(?P<kind>[ld]) .*\n'
                    r"(?P<body>(?:.*\n)*?)\.E(?P=kind)$", re.MULTILINE)
ITEM = re.compile(r"^\.It (.+)\n((?:(?!\.It ).*\n)*)", re.MULTILINE)

# A key that no mapping has stands in every one of them.
ALL_MAPPINGS = {
    "project.yaml": """\
zz9: x
trunk: {zz9: x}
phases: [{zz9: x}]
freezes: [{zz9: x}]
tiers: [{zz9: x}]
calendar: {zz9: x}
changes: [{zz9: x}]
rules:
- {zz9: x}
- {id: a, change: zz9, verdict: zz9, by: zz9, series: {zz9: x}, request-by: {zz9: x}}
- {id: b, change: zz9, verdict: allow, by: zz9}
cadences:
- {zz9: x}
- {id: c, anchor: b1, series: {zz9: x}, rules: {b1: {zz9: x}}, avoid: [{zz9: x}],
   constraints: [{zz9: x}]}
imports: [{zz9: x}, {format: train, milestones: {a: {zz9: x}}}]
gaps: [{zz9: x}]
names: {a: {zz9: x}}
""",
    "1.0.yaml": "zz9: x\nspec: {zz9: x}\nmilestones: [{zz9: x}]\n",
    "1.1.yaml": "zz9: x\n",
    "../kettle/project.yaml": "project: kettle\n",
}


def plain(text):
    """A text of the page without its escapes."""
    for escape, meant in (("\\-", "-"), ("\\(dq", '"'), ("\\(aq", "'"), ("\\(ga", "`"),
                          ("\\(ti", "~"), ("\\&", ""), ("\\e", "\\")):
        text = text.replace(escape, meant)
    return text


def marked(mark):
    """The lists and blocks of a mark: (name, body), in the order of the page."""
    return [(found["name"], found["body"]) for found in MARKED.finditer(TEXT)
            if found["mark"] == mark]


def words(body):
    return [plain(head).removeprefix("Li ").strip('"') for head, _ in ITEM.findall(body)]


TEXT = PAGE.read_text(encoding="utf-8")


class ManualTest(unittest.TestCase):
    def setUp(self):
        context = surroundings(RELCAL)
        self.environment, self.folder = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def run_command(self, line):
        return run_step(line, self.folder, self.environment)

    def write(self, files, folder="schedules/teapot"):
        for name, text in files.items():
            path = self.folder / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def lint(self, files):
        """What is wrong with files, which are the only ones of the folder then."""
        shutil.rmtree(self.folder / "schedules", ignore_errors=True)
        self.write(files)
        return self.run_command("relcal lint schedules --errors-only --on 2026-01-20")

    def example(self):
        return {name: plain(body) for name, body in marked("file")}

    def project(self):
        return self.example()["schedules/teapot/project.yaml"]

    # ---- keys ----

    def test_keys_are_those_of_the_reader(self):
        told = self.lint(ALL_MAPPINGS)
        read = {what: set(keys.split(", ")) for what, keys in re.findall(
            r'unknown key "zz9"; the keys of (.+) are ([a-z, -]+) \[key-unknown\]', told)}
        needed = {what: set() for what in read}
        for what, key in re.findall(r"error: (.+) has no (\S+); add the key", told):
            needed[what].add(key)
        # Every table of the reader was met.
        tables = [set(re.findall(r'\{"([a-z-]+)",', rows)) for path in
                  (SOURCES / "src/formats").glob("*.c") for rows in re.findall(
                      r"static const relcal_field \w+\[\] = \{(.*?)\n\};",
                      path.read_text(encoding="utf-8"), re.DOTALL)]
        self.assertGreater(len(tables), 15)
        for keys in tables:
            self.assertIn(keys, read.values())
        # A tier is written as a freeze is.
        self.assertEqual(read.pop("a tier"), read["a freeze"])
        page = {name: {key: text for head, text in ITEM.findall(body)
                       for key in plain(head.split(" : ")[0]).removeprefix("Ic ").split(" , ")}
                for name, body in marked("keys")}
        self.assertEqual({name: set(keys) for name, keys in page.items()}, read)
        for name, keys in page.items():
            self.assertEqual({key for key, text in keys.items() if text.startswith("Needed")},
                             needed[name], name)

    # ---- words and limits ----

    def test_words_are_those_of_the_reader(self):
        lists = dict(marked("words"))
        told = self.lint(ALL_MAPPINGS)
        for what in ("verdict", "authority", "change"):
            known = re.search(rf'unknown {what} "zz9"; known are ([a-z, -]+?)(?:, and what| \[)',
                              told)[1].split(", ")
            plural = {"authority": "authorities"}.get(what, f"{what}s")
            self.assertEqual(words(lists[plural]), known)
        self.lint(self.example_files())
        rules = json.loads(self.run_command("relcal rules teapot --json --data schedules"))
        page = {plain(head).removeprefix("Li "): plain(body).split("\n")[0]
                for head, body in ITEM.findall(lists["changes"])}
        self.assertEqual(page, {change["change"]: f"{change['definition'].capitalize()}."
                                for change in rules["changes"]})

    def example_files(self):
        return {pathlib.PurePath(name).name: text for name, text in self.example().items()}

    def test_dates_are_read(self):
        dates = words(dict(marked("words"))["dates"])
        self.assertGreater(len(dates), 10)
        self.assertEqual(self.lint({
            "project.yaml": self.project(),
            "2.0.yaml": "series: 2.0\nmilestones:\n" + "".join(
                f'- {{id: m{number}, date: "{date}"}}\n' for number, date in enumerate(dates)) +
                "".join(f"- {{id: {name}, date: tbd}}\n" for name in
                        ("development", "b1", "final", "string-freeze", "end-of-life")),
        }), "")

    def test_references_are_understood(self):
        names = words(dict(marked("words"))["references"])
        self.assertGreater(len(names), 3)
        self.assertEqual(self.lint({
            "project.yaml": "project: teapot\nname: Teapot\nphases:\n" + "".join(
                f"- {{id: p{number}, begins: {name}}}\n" for number, name in enumerate(names)),
            "2.0.yaml": "series: 2.0\nmilestones:\n- {id: 2.0.0beta1, date: tbd}\n"
                        "- {id: 2.0, date: tbd}\n- {id: end-of-life, date: tbd}\n",
        }), "")

    def test_limits_are_those_of_the_header(self):
        header = (SOURCES / "include/relcal/limits.h").read_text(encoding="utf-8")
        self.assertEqual(re.findall(r"^\.It Dv (\w+) No (\d+)$", dict(marked("limits"))[None],
                                    re.MULTILINE),
                         re.findall(r"^#define (RELCAL_MAX_\w+) (\d+)", header, re.MULTILINE))

    # ---- date rules ----

    def test_date_rules_give_what_is_said(self):
        """Every rule of the tables gives what stands with it, and so does its normal form."""
        rows = [(plain(head).removeprefix("Li ").strip('"'),
                 plain(body).split("\n")[0].removeprefix("Gives ").rstrip("."))
                for _, table in marked("rules") for head, body in ITEM.findall(table)]
        self.assertGreater(len(rows), 35)
        ask = "relcal date - python 3.16 --on 2026-11-21"
        (self.folder / "rules").write_text("".join(f"{rule}\n" for rule, _ in rows),
                                           encoding="utf-8")
        told = self.run_command(f"{ask} < rules").splitlines()
        found = self.run_command(f"{ask} --json < rules").splitlines()
        self.assertEqual([(rule, ", ".join(line.split(", ")[:2]))
                          for (rule, _), line in zip(rows, told)], rows)
        (self.folder / "rules").write_text("".join(
            json.loads(line).get("rule", "") + "\n" for line in found), encoding="utf-8")
        self.assertEqual(self.run_command(f"{ask} --json < rules").splitlines(), found)

    # ---- examples ----

    def test_example_from_nothing_to_a_calendar(self):
        files = self.example()
        self.assertEqual(len(files), 2)
        self.assertLessEqual(sum(text.count("\n") for text in files.values()), 20)
        self.write(files, "")
        blocks = marked("console")
        self.assertGreater(len(blocks), 2)
        for name, body in blocks:
            if name != "ics" or HAS_CALENDARS:
                self.assertEqual(play_block(plain(body), self.folder, self.environment),
                                 plain(body))

    def test_fragments_are_right(self):
        for mark, count in (("project", 2), ("milestones", 1)):
            blocks = marked(mark)
            self.assertEqual(len(blocks), count)
            for _, body in blocks:
                files = self.example_files()
                if mark == "project":
                    files["project.yaml"] += plain(body)
                else:
                    files["2.0.yaml"] = files["2.0.yaml"].replace(
                        "- {id: 2.0.0, date: 2026-10}\n", plain(body))
                self.assertIn(plain(body), "".join(files.values()))
                self.assertEqual(self.lint(files), "")

    def test_readme_has_the_same_example(self):
        readme = (SOURCES / "README.md").read_text(encoding="utf-8")
        blocks = {block["name"]: block["body"] for block in BLOCK.finditer(readme) if block["name"]}
        for name, text in self.example().items():
            self.assertEqual(blocks.get(name), text)

    def test_examples_can_be_copied(self):
        """A hyphen that is not escaped is no minus where it is shown."""
        for found in MARKED.finditer(TEXT):
            if found["kind"] == "d":
                self.assertNotIn("-", found["body"].replace("\\-", ""))

    # ---- pages ----

    def test_pages_have_no_warnings(self):
        checks = [command for command in (
            ["mandoc", "-T", "lint", "-W", "warning"],
            ["groff", "-man", "-mandoc", "-ww", "-z"],
            ["man", "-l", "--warnings", "-E", "ascii"]) if shutil.which(command[0])]
        for template in sorted((SOURCES / "data/man").glob("*.in")):
            page = self.folder / template.stem
            with open(page, "wb") as file:
                subprocess.run([DOCS, "man", template], stdout=file, check=True)
            self.assertNotRegex(page.read_text(encoding="utf-8"), r"(?m)^@[a-z-]+@$")
            for command in checks:
                done = subprocess.run([*command, page], stdout=subprocess.PIPE, check=False,
                                      stderr=subprocess.PIPE, env={**os.environ, "MANWIDTH": "80"})
                said = done.stderr if command[0] == "man" else done.stderr + done.stdout
                self.assertEqual((said.decode(), done.returncode), ("", 0), template)

    def test_every_code_of_lint_is_there(self):
        self.write(self.example_files())
        sarif = json.loads(self.run_command("relcal lint schedules --format sarif --on 2026-01-20"))
        page = subprocess.run([DOCS, "man", PAGE], stdout=subprocess.PIPE, check=True).stdout
        codes = re.findall(r"^\.It Li (\S+) No \((error|warning)\)$", page.decode(), re.MULTILINE)
        self.assertEqual([(plain(code), severity) for code, severity in codes],
                         [(rule["id"], rule["defaultConfiguration"]["level"])
                          for rule in sarif["runs"][0]["tool"]["driver"]["rules"]])

    def test_pages_name_each_other(self):
        page = (SOURCES / "data/man/relcal.1.in").read_text(encoding="utf-8")
        self.assertIn(".Xr relcal\\-schedule 5", page)
        self.assertIn(".Xr relcal 1", TEXT)


if __name__ == "__main__":
    unittest.main()
