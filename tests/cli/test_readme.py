#!/usr/bin/env python3
"""Looks whether README.md shows what relcal really says, and names every command.

    test_readme.py RELCAL README

The blocks marked ```console are transcripts, as run_transcripts.py plays them. The blocks that
follow "`NAME`:" and are marked ```yaml, ```markdown or ```c stand for files of that name and are there for the
transcripts after them; a C file is not compiled here, examples/ has them all.
"""
import difflib
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import HAS_CALENDARS, surroundings  # noqa: E402
from run_transcripts import run_step, split_steps  # noqa: E402

BLOCK = re.compile(r"(?:^`(?P<name>[^`\n]+)`:\n+)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
                   re.MULTILINE | re.DOTALL)


def play_block(body, folder, environment):
    lines = []
    for _before, command in split_steps(body)[0]:
        lines += [f"$ {command}\n", *run_step(command, folder, environment).splitlines(True)]
    return "".join(lines)


def main(relcal, readme):
    text = pathlib.Path(readme).read_text(encoding="utf-8")
    failures = blocks = 0
    with surroundings(pathlib.Path(relcal).resolve()) as (environment, folder):
        for block in BLOCK.finditer(text):
            if block["name"]:
                path = folder / block["name"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(block["body"], encoding="utf-8")
            if block["kind"] != "console":
                continue
            if "relcal ics" in block["body"] and not HAS_CALENDARS:
                continue
            blocks += 1
            now = play_block(block["body"], folder, environment)
            if now != block["body"]:
                failures += 1
                sys.stdout.writelines(difflib.unified_diff(
                    block["body"].splitlines(True), now.splitlines(True), "README.md", "now"))
        overview = run_step("relcal --help", folder, environment)
    for command in re.findall(r"^  ([a-z]+) .*  ", overview, re.MULTILINE):
        if f"relcal {command}" not in text:
            failures += 1
            print(f"README.md does not name relcal {command}")
    print(f"{blocks} transcripts of README.md, {failures} faults")
    return 1 if failures or blocks == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
