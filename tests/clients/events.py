"""A plain reader of calendars, with no library behind it: the events that every client is held to.

    events.py FILE...

prints every event as one line of JSON, in the form that the read_* programs here print as well:
what has no value is null, days read 2023-05-08, moments 2023-05-08T12:00:00Z, alarms are seconds
from the start, categories are sorted.
"""
import dataclasses
import json
import re
import sys

FIELDS = ("uid", "summary", "description", "start", "end", "all_day", "status", "sequence",
          "categories", "url", "stamp", "modified", "transparency", "class", "color", "alarms")


@dataclasses.dataclass
class Property:
    name: str
    parameters: dict
    value: str  # as it stands in the line, unfolded


@dataclasses.dataclass
class Component:
    name: str
    properties: list
    children: list

    def value(self, name):
        """The value of a property as it stands, or None."""
        return next((each.value for each in self.properties if each.name == name), None)

    def text(self, name):
        value = self.value(name)
        return None if value is None else unescape(value)

    def all(self, name):
        return [child for child in self.children if child.name == name]


def read(data):
    """The VCALENDAR in `data`, bytes."""
    text = re.sub(r"\r\n[ \t]", "", data.decode("utf-8"))
    root = Component("", [], [])
    stack = [root]
    for line in text.split("\r\n"):
        if not line:
            continue
        item = read_line(line)
        if item.name == "BEGIN":
            stack.append(Component(item.value, [], []))
            stack[-2].children.append(stack[-1])
        elif item.name == "END":
            if stack.pop().name != item.value:
                raise ValueError(f"END:{item.value} ends something else")
        else:
            stack[-1].properties.append(item)
    if len(stack) != 1 or len(root.children) != 1 or root.children[0].name != "VCALENDAR":
        raise ValueError("not one whole VCALENDAR")
    return root.children[0]


def read_line(line):
    head, value = re.fullmatch(r'((?:[^":]|"[^"]*")*):(.*)', line, re.DOTALL).groups()
    name, *parameters = re.findall(r'(?:[^";]|"[^"]*")+', head)
    pairs = (parameter.split("=", 1) for parameter in parameters)
    return Property(name, {key: given.strip('"') for key, given in pairs}, value)


def unescape(value):
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "N": "\n"}.get(found[1], found[1]), value)


def split_list(value):
    return [unescape(part) for part in re.findall(r"(?:[^,\\]|\\.)+", value)]


def when(value):
    """20230508 -> 2023-05-08, 20230508T120000Z -> 2023-05-08T12:00:00Z"""
    if value is None:
        return None
    day = f"{value[:4]}-{value[4:6]}-{value[6:8]}"
    return day if len(value) == 8 else f"{day}T{value[9:11]}:{value[11:13]}:{value[13:]}"


def seconds(duration):
    """-P1DT2H -> -93600"""
    pattern = r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?"
    sign, *counts = re.fullmatch(pattern, duration).groups(default="0")
    total = sum(int(count) * unit for count, unit in zip(counts, (604800, 86400, 3600, 60, 1)))
    return -total if sign == "-" else total


def event_of(component):
    """A VEVENT in the canonical form."""
    start = component.value("DTSTART")
    lists = [each.value for each in component.properties if each.name == "CATEGORIES"]
    sequence = component.value("SEQUENCE")
    return {
        "uid": component.text("UID"),
        "summary": component.text("SUMMARY"),
        "description": component.text("DESCRIPTION"),
        "start": when(start),
        "end": when(component.value("DTEND")),
        "all_day": len(start) == 8,
        "status": component.value("STATUS"),
        "sequence": None if sequence is None else int(sequence),
        "categories": sorted(part for value in lists for part in split_list(value)),
        "url": component.value("URL"),
        "stamp": when(component.value("DTSTAMP")),
        "modified": when(component.value("LAST-MODIFIED")),
        "transparency": component.value("TRANSP"),
        "class": component.value("CLASS"),
        "color": component.value("COLOR"),
        "alarms": sorted(seconds(alarm.value("TRIGGER")) for alarm in component.all("VALARM")),
    }


def events(data):
    """The events of a calendar, in its order."""
    return [event_of(component) for component in read(data).all("VEVENT")]


def blocks(data):
    """UID -> the bytes of its VEVENT, from BEGIN to END."""
    found = {}
    for block in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", data, re.DOTALL):
        uid = re.search(rb"\r\nUID:((?:[^\r]|\r\n )*)", block)[1].replace(b"\r\n ", b"")
        found[uid.decode()] = block
    return found


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            for event in events(file.read()):
                print(json.dumps(event))
