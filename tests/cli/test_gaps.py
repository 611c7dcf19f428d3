#!/usr/bin/env python3
"""Every project of the data tells what its files cannot say, and why.

    test_gaps.py RELCAL DATA
"""
import json
import pathlib
import subprocess
import sys


def main(relcal, data):
    faults = []
    told = subprocess.run([relcal, "projects", "--gaps", "--json", "--no-config", "--data", data],
                          stdout=subprocess.PIPE, check=True).stdout
    projects = {project["project"]: project["gaps"] for project in json.loads(told)["projects"]}
    folders = sorted(path.parent for path in pathlib.Path(data).glob("*/project.yaml"))
    for folder in folders:
        gaps = projects[folder.name]
        if not gaps:
            faults.append(f"{folder.name} has no gaps; list in its project.yaml what its published "
                          "schedule says and the files do not")
        if len({gap["what"] for gap in gaps}) != len(gaps):
            faults.append(f"{folder.name} has a gap twice; keep one of them")
        for gap in gaps:
            for key, text in gap.items():
                if not text.endswith(".") or text[0].isspace():
                    faults.append(f"{folder.name}: {key} is no sentence; end it with a full stop: "
                                  f"{text}")
        faults += [f"{other}: not read by anything; write it into the gaps of project.yaml"
                   for other in sorted(folder.iterdir()) if other.suffix != ".yaml"]
    print(*faults, sep="\n")
    print(f"{sum(map(len, projects.values()))} gaps of {len(folders)} projects, "
          f"{len(faults)} faults")
    return 1 if faults or not folders else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
