#!/usr/bin/env python3
"""Runs transcripts of the relcal command and compares what they show to the letter.

    run_transcripts.py RELCAL [--update] [TRANSCRIPT...]

A transcript is a file of "$ command" lines, each followed by what the command says on standard
output and error together, and by "[exit N]" where it does not end with 0. Commands are run by
sh in an empty folder; lines beginning with "#" and empty lines before a command are kept as they
are. With --update the files are written anew from what the command says now.

harness.py says in which surroundings; they make a transcript say the same every day and everywhere.
"""
import difflib
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay as they are
from harness import HAS_CALENDARS, HERE, surroundings  # noqa: E402

CALENDAR_TRANSCRIPTS = ("across_ics.transcript", "ics.transcript", "import.transcript")


def split_steps(text):
    """Gives (what stands before, command) pairs; the old answers are left out."""
    steps, before, in_answer = [], [], False
    for line in text.splitlines():
        if line.startswith("$ "):
            steps.append((before, line[2:]))
            before, in_answer = [], True
        elif line.startswith("#"):
            before.append(line)
            in_answer = False
        elif not in_answer:
            before.append(line)
    return steps, before


def run_step(command, folder, environment):
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
    answer = done.stdout.decode("utf-8", "backslashreplace")
    if answer and not answer.endswith("\n"):
        answer += "\n[no line break]\n"
    if done.returncode != 0:
        answer += f"[exit {done.returncode}]\n"
    return answer


def play(path, relcal):
    """The transcript as it is now."""
    steps, rest = split_steps(path.read_text(encoding="utf-8"))
    lines = []
    with surroundings(relcal) as (environment, folder):
        for before, command in steps:
            if lines and (not before or before[0] != ""):
                before = ["", *before]
            lines += [*before, f"$ {command}"]
            lines += run_step(command, folder, environment).splitlines()
    return "\n".join([*lines, *rest]) + "\n"


def main(arguments):
    update = "--update" in arguments
    arguments = [argument for argument in arguments if argument != "--update"]
    if not arguments:
        sys.exit(__doc__)
    relcal = pathlib.Path(arguments[0]).resolve()
    paths = [pathlib.Path(name) for name in arguments[1:]] or sorted(HERE.glob("*.transcript"))
    if not HAS_CALENDARS:
        paths = [path for path in paths if path.name not in CALENDAR_TRANSCRIPTS]
    failures = 0
    for path in paths:
        now = play(path, relcal)
        before = path.read_text(encoding="utf-8")
        if update:
            path.write_text(now, encoding="utf-8")
        elif now != before:
            failures += 1
            sys.stdout.writelines(difflib.unified_diff(
                before.splitlines(True), now.splitlines(True), f"{path} (expected)",
                f"{path} (now)"))
    print(f"{len(paths) - failures} of {len(paths)} transcripts are as expected")
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
