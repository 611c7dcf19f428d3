#!/usr/bin/python3
"""Reads a calendar with python3-icalendar and prints its events as events.py describes:
read_icalendar.py FILE"""
import datetime
import json
import sys

import icalendar


def when(value):
    if value is None:
        return None
    moment = value.dt
    if isinstance(moment, datetime.datetime):
        zone = "Z" if moment.tzinfo and not moment.utcoffset() else str(moment.tzinfo or "")
        return moment.strftime("%Y-%m-%dT%H:%M:%S") + zone
    return moment.isoformat()


def text(value):
    return None if value is None else str(value)


def categories(value):
    lists = value if isinstance(value, list) else [value] if value is not None else []
    return sorted(str(category) for each in lists for category in each.cats)


def event_of(component):
    get = component.get
    alarms = [each for each in component.subcomponents if each.name == "VALARM"]
    return {
        "uid": text(get("UID")),
        "summary": text(get("SUMMARY")),
        "description": text(get("DESCRIPTION")),
        "start": when(get("DTSTART")),
        "end": when(get("DTEND")),
        "all_day": not isinstance(get("DTSTART").dt, datetime.datetime),
        "status": text(get("STATUS")),
        "sequence": get("SEQUENCE"),
        "categories": categories(get("CATEGORIES")),
        "url": text(get("URL")),
        "stamp": when(get("DTSTAMP")),
        "modified": when(get("LAST-MODIFIED")),
        "transparency": text(get("TRANSP")),
        "class": text(get("CLASS")),
        "color": text(get("COLOR")),
        "alarms": sorted(int(each["TRIGGER"].dt.total_seconds()) for each in alarms),
    }


def main(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    faults = [fault for component in calendar.walk() for fault in component.errors]
    for name, fault in faults:
        print(f"icalendar: {name}: {fault}", file=sys.stderr)
    for component in calendar.walk("VEVENT"):
        print(json.dumps(event_of(component)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
