#!/usr/bin/env python3
"""What questions over all projects cost as the schedules grow, up to 1,000 series of 50 projects
beside the built-in ones: growth.py RELCAL

The least time of the processor, in milliseconds; loading the files is part of it, and alone in the
first line."""
import pathlib
import resource
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # the sources stay as they are
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import generated  # noqa: E402

QUESTIONS = ("phase p001 1.3", "projects", "today", "today --all", "next --within 30d",
             "next --all", "freezes --all", "ics --all", "ics --all --with phases,freezes")
PROJECTS = (6, 12, 25, 50)
SERIES = 20  # of a project
ROUNDS = 5


def milliseconds(relcal, question, data):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([relcal, *question.split(), "--data", data, "--on", generated.ON], check=True,
                   stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(relcal):
    with tempfile.TemporaryDirectory(prefix="relcal-bench-") as folder:
        folders = [pathlib.Path(folder) / str(projects) for projects in PROJECTS]
        for projects, data in zip(PROJECTS, folders):
            generated.write(data, projects, SERIES)
        print("".join(f"{projects * SERIES:>9}" for projects in PROJECTS), " generated series")
        for question in QUESTIONS:
            costs = [min(milliseconds(relcal, question, data) for _ in range(ROUNDS))
                     for data in folders]
            print("".join(f"{cost:9.1f}" for cost in costs), f" relcal {question}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
