#!/usr/bin/python3
"""Imports calendars, one after the other, into khal and prints the events that it then has, as
events.py describes:

    read_khal.py [--zone ZONE] [--list FIRST LAST]... FOLDER FILE...

FOLDER is khal's to fill: configuration, vdir and cache. With --list it prints instead what
`khal list` shows from day FIRST to day LAST, as {"first": FIRST, "uid": ..., "start": ...} an event
and day, with times as somebody in ZONE (UTC if unsaid) sees them.
"""
import argparse
import contextlib
import datetime
import json
import os
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True  # the sources stay as they are
import events  # noqa: E402

CONFIGURATION = """\
[calendars]
[[relcal]]
path = {folder}/vdir
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = {zone}
default_timezone = {zone}
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
timeformat = %H:%M
[default]
default_calendar = relcal
"""


def khal(folder, *arguments):
    environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8",
                   "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder),
                   "XDG_DATA_HOME": str(folder)}
    done = subprocess.run(
        ["khal", "--no-color", "-c", str(folder / "config"), *arguments], check=True,
        env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=120)
    return done.stdout.decode("utf-8")


def when(value, all_day):
    if all_day:
        return value.isoformat()
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def event_of(event):
    """What khal's own interface shows; its end of an all-day event is the last day."""
    all_day = not isinstance(event.start, datetime.datetime)
    (kept,) = events.events(event.raw.encode("utf-8"))  # the rest, as khal's export has it
    end = event.end + datetime.timedelta(days=1) if all_day else event.end
    return {
        **kept,
        "uid": event.uid,
        "summary": event.summary,
        "description": event.description or None,
        "start": when(event.start, all_day),
        "end": when(end, all_day),
        "all_day": all_day,
        "status": event.status.strip() or None,
        "categories": sorted(event.categories.split(",")),
        "url": event.url or None,
        "alarms": sorted(int(trigger.total_seconds()) for trigger, _ in event.alarms),
    }


def print_events(folder):
    from khal.cli import build_collection
    from khal.settings import get_config

    os.environ["HOME"] = str(folder)
    with contextlib.redirect_stdout(sys.stderr):
        configuration = get_config(str(folder / "config"))
    collection = build_collection(configuration, None)
    for href, _ in sorted(collection._backend.list("relcal")):
        print(json.dumps(event_of(collection.get_event(href, "relcal"))))


def print_list(folder, first, last):
    shown = khal(folder, "list", "--day-format", "", "--format", "{uid} {start-long}", first, last)
    for line in shown.split("\n"):
        if line.strip():
            uid, start = line.strip().split(" ", 1)
            print(json.dumps({"first": first, "uid": uid, "start": start}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--list", nargs=2, action="append", metavar=("FIRST", "LAST"))
    parser.add_argument("--zone", default="UTC")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    folder = options.folder.resolve()
    if not (folder / "config").exists():
        (folder / "vdir").mkdir()
        (folder / "config").write_text(CONFIGURATION.format(folder=folder, zone=options.zone))
    for path in options.files:
        khal(folder, "import", "--batch", "-a", "relcal", path)
    if options.list:
        for first, last in options.list:
            print_list(folder, first, last)
    else:
        print_events(folder)


if __name__ == "__main__":
    main()
