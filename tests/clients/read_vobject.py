#!/usr/bin/python3
"""Reads a calendar with python3-vobject, checks it by vobject's own rules, and prints its events
as events.py describes: read_vobject.py FILE"""
import datetime
import json
import sys

import vobject


def when(value):
    if isinstance(value, datetime.datetime):
        zone = "Z" if value.tzinfo and not value.utcoffset() else str(value.tzinfo or "")
        return value.strftime("%Y-%m-%dT%H:%M:%S") + zone
    return None if value is None else value.isoformat()


def event_of(component):
    def value(name):
        return component.getChildValue(name)

    sequence = value("sequence")
    lists = (each.value for each in component.contents.get("categories", []))
    alarms = component.contents.get("valarm", [])
    return {
        "uid": value("uid"),
        "summary": value("summary"),
        "description": value("description"),
        "start": when(value("dtstart")),
        "end": when(value("dtend")),
        "all_day": not isinstance(value("dtstart"), datetime.datetime),
        "status": value("status"),
        "sequence": None if sequence is None else int(sequence),
        "categories": sorted(category for each in lists for category in each),
        "url": value("url"),
        "stamp": when(value("dtstamp")),
        "modified": when(value("last_modified")),
        "transparency": value("transp"),
        "class": value("class"),
        "color": value("color"),
        "alarms": sorted(int(each.trigger.value.total_seconds()) for each in alarms),
    }


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        calendar, *others = vobject.readComponents(file.read())
    calendar.validate(raiseException=True)
    for component in calendar.contents.get("vevent", []):
        print(json.dumps(event_of(component)))
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
