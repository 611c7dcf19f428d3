#!/usr/bin/env python3
"""Looks at the bytes of calendars that relcal wrote, more strictly than any client does.

    lint_ics.py [--method NAME] FILE...

What RFC 5545 and RFC 7986 ask for, and relcal's own promises: one VCALENDAR with its name twice and
a refresh hint twice, no UID, METHOD or VTIMEZONE; every event with a UID of its own, a span, a
status and a date of change, and nothing that blocks anybody's time. Prints every fault as
FILE:LINE: TEXT, a line being one of the file, and exits with 1 if there is any.
"""
import argparse
import collections
import dataclasses
import datetime
import re
import sys
import unicodedata

MAX_OCTETS = 75
NEVER = "19700101T000000Z"  # the LAST-MODIFIED of what was always known

# Name of a property: how often it stands in the component, the parameters it has, its value's form.
ONCE, MAYBE, ANY = (1, 1), (0, 1), (0, 1000)
CALENDAR = {
    "VERSION": (ONCE, "", "2\\.0"),
    "PRODID": (ONCE, "", "text"),
    "CALSCALE": (MAYBE, "", "GREGORIAN"),
    "NAME": (ONCE, "", "text"),
    "X-WR-CALNAME": (ONCE, "", "text"),
    "DESCRIPTION": (MAYBE, "", "text"),
    "X-WR-CALDESC": (MAYBE, "", "text"),
    "LAST-MODIFIED": (MAYBE, "", "moment"),  # needed where an event has ever changed
    "REFRESH-INTERVAL": (ONCE, "VALUE=DURATION", "duration"),
    "X-PUBLISHED-TTL": (ONCE, "", "duration"),
    "COLOR": (MAYBE, "", "[a-z]+"),
    "SOURCE": (MAYBE, "VALUE=URI", "uri"),
    "URL": (MAYBE, "", "uri"),
    "CATEGORIES": (ANY, "", "list"),
}
EVENT = {
    "UID": (ONCE, "", "uid"),
    "DTSTAMP": (ONCE, "", "moment"),
    "DTSTART": (ONCE, "VALUE=DATE|", "day or moment"),
    "DTEND": (ONCE, "VALUE=DATE|", "day or moment"),
    "SUMMARY": (ONCE, "", "text"),
    "STATUS": (ONCE, "", "TENTATIVE|CONFIRMED|CANCELLED"),
    "SEQUENCE": (ONCE, "", "0|[1-9][0-9]{0,9}"),
    "LAST-MODIFIED": (ONCE, "", "moment"),
    "TRANSP": (ONCE, "", "TRANSPARENT"),
    "CLASS": (ONCE, "", "PUBLIC"),
    "CREATED": (MAYBE, "", "moment"),
    "DESCRIPTION": (MAYBE, "", "text"),
    "CATEGORIES": (ANY, "", "list"),
    "URL": (MAYBE, "", "uri"),
    "COLOR": (MAYBE, "", "[a-z]+"),
    "RELATED-TO": (ANY, "", "text"),
}
ALARM = {
    "ACTION": (ONCE, "", "DISPLAY"),
    "TRIGGER": (ONCE, "", "duration"),
    "DESCRIPTION": (ONCE, "", "text"),
    "UID": (MAYBE, "", "uid"),
}
COMPONENTS = {  # what each is within, and its properties
    "VCALENDAR": ("", CALENDAR),
    "VEVENT": ("VCALENDAR", EVENT),
    "VALARM": ("VEVENT", ALARM),
}
FORMS = {
    # A comma, semicolon or backslash of a text stands behind a backslash, a line break is \n.
    "text": r'(?:[^\\,;]|\\[\\,;nN])*',
    "list": r'(?:[^\\,;]|\\[\\,;nN])+(?:,(?:[^\\,;]|\\[\\,;nN])+)*',
    # No slash: CalDAV clients, Thunderbird for one, name the event's file after it.
    "uid": r"[!-+\-.0-:<-\[\]-~]+@[a-z0-9.-]+",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+",
    "moment": r"\d{8}T\d{6}Z",
    "day or moment": r"\d{8}(?:T\d{6}Z)?",
    "duration": r"-?P(?:\d+W|\d+D|(?:\d+D)?T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)",
}
LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^",;:]*))*):(.*)', re.DOTALL)


@dataclasses.dataclass
class Component:
    name: str
    line: int
    values: collections.defaultdict  # name -> list of values


class Lint:
    def __init__(self, method=None):
        self.method = method
        self.faults = []  # (line, text)
        self.stack = []
        self.uids = {}
        self.calendars = 0
        self.first_property = None
        self.newest = NEVER  # LAST-MODIFIED of an event

    def fault(self, line, text):
        self.faults.append((line, text))

    # --- Bytes and lines ------------------------------------------------------------------------

    def check(self, data):
        """Every fault of a file as (line, text), in order."""
        if not data.endswith(b"\r\n"):
            self.fault(data.count(b"\n") + 1, "the last line has no end")
        logical = []  # [line, bytes]
        for number, line in enumerate(re.split(rb"\r?\n", data)[:-1], 1):
            self.check_line(number, line)
            if line[:1] in (b" ", b"\t") and logical:
                logical[-1][1] += line[1:]
                if line[:1] == b"\t" or line == b" ":
                    self.fault(number, "folded by something else than a space and text")
            else:
                logical.append([number, line])
        for match in re.finditer(rb"(?<!\r)\n", data):
            self.fault(data.count(b"\n", 0, match.start()) + 1, "ends in LF alone")
        for number, line in logical:
            self.check_content(number, line.decode("utf-8", "replace"))
        for component in self.stack:
            self.fault(component.line, f"{component.name} has no END")
        if self.calendars != 1:
            self.fault(1, f"{self.calendars} calendars")
        return sorted(self.faults)

    def check_line(self, number, line):
        if len(line) > MAX_OCTETS:
            self.fault(number, f"{len(line)} octets, more than {MAX_OCTETS}")
        if not line:
            self.fault(number, "empty")
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            self.fault(number, f"not UTF-8, or cut within a character: {error.reason}")
            return
        for character in text:
            # A tab is allowed in texts; U+2028 and the like are no controls.
            if unicodedata.category(character) == "Cc" and character != "\t":
                self.fault(number, f"control character U+{ord(character):04X}")
            if character == "\ufeff" and number == 1:
                self.fault(number, "byte order mark")

    # --- Content lines --------------------------------------------------------------------------

    def check_content(self, number, text):
        match = LINE.fullmatch(text)
        if not match:
            self.fault(number, f"no content line: {text[:60]!r}")
            return
        name, parameters, value = match[1], match[2][1:], match[3]
        if name == "BEGIN":
            self.begin(number, value)
        elif name == "END":
            self.end(number, value)
        elif not self.stack:
            self.fault(number, f"{name} is in no component")
        else:
            self.check_property(number, name, parameters, value)

    def begin(self, number, name):
        outside = self.stack[-1].name if self.stack else ""
        if name not in COMPONENTS or COMPONENTS[name][0] != outside:
            self.fault(number, f"{name} within {outside or 'nothing'}")
        self.stack.append(Component(name, number, collections.defaultdict(list)))
        self.calendars += name == "VCALENDAR" and not outside
        if len(self.stack) == 2:
            self.stack[0].values["components"].append(name)

    def end(self, number, name):
        if not self.stack or self.stack[-1].name != name:
            self.fault(number, f"END:{name} ends nothing")
            return
        component = self.stack.pop()
        for property_name, (count, _, _) in self.properties(component.name).items():
            found = len(component.values[property_name])
            if not count[0] <= found <= count[1]:
                self.fault(component.line,
                           f"{name} has {property_name} {found} times, not {count[0]}"
                           + (f" to {count[1]}" if count[1] > count[0] else ""))
        {"VCALENDAR": self.check_calendar, "VEVENT": self.check_event,
         "VALARM": lambda component: None}.get(name, lambda component: None)(component)

    def properties(self, component_name):
        properties = COMPONENTS.get(component_name, ("", {}))[1]
        if component_name == "VCALENDAR" and self.method:
            return {**properties, "METHOD": (ONCE, "", re.escape(self.method))}
        return properties

    def check_property(self, number, name, parameters, value):
        component = self.stack[-1]
        if self.first_property is None:
            self.first_property = name
            if name != "VERSION":
                self.fault(number, f"{name} stands before VERSION")
        if component.values["components"]:
            self.fault(number, f"{name} stands behind a component")
        component.values[name].append(value)
        if name.startswith("X-RELCAL-"):  # what relcal itself reads back
            if not re.fullmatch(FORMS["text"], value, re.DOTALL):
                self.fault(number, f"{name} is {value[:60]!r}")
            if parameters and not parameters.startswith("X-ID="):
                self.fault(number, f"{name} has the parameters {parameters!r}")
            return
        if name not in self.properties(component.name):
            self.fault(number, f"{name} in {component.name}")
            return
        _, allowed, form = self.properties(component.name)[name]
        if parameters not in allowed.split("|"):
            self.fault(number, f"{name} has the parameters {parameters!r}")
        if not re.fullmatch(FORMS.get(form, form), value, re.DOTALL):
            self.fault(number, f"{name} is {value[:60]!r}")
        elif "moment" in form:
            self.check_day(number, name, parameters, value)

    def check_day(self, number, name, parameters, value):
        if name in ("DTSTART", "DTEND") and (parameters == "VALUE=DATE") != (len(value) == 8):
            self.fault(number, f"{name} is no {parameters or 'moment'}")
        try:
            datetime.datetime.strptime(value, "%Y%m%d" if len(value) == 8 else "%Y%m%dT%H%M%SZ")
        except ValueError:
            self.fault(number, f"{name} is no day or time: {value}")

    # --- Components -----------------------------------------------------------------------------

    def check_calendar(self, calendar):
        values = calendar.values
        for standard, used in (("NAME", "X-WR-CALNAME"), ("DESCRIPTION", "X-WR-CALDESC"),
                               ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")):
            if values[standard] != values[used]:
                self.fault(calendar.line, f"{standard} and {used} differ")
        if max(values["LAST-MODIFIED"], default=NEVER) < self.newest:
            self.fault(calendar.line, "an event was modified after its calendar")
        if values["REFRESH-INTERVAL"] and not re.search("[1-9]", values["REFRESH-INTERVAL"][0]):
            self.fault(calendar.line, "REFRESH-INTERVAL is nothing")

    def check_event(self, event):
        values = {name: found[0] for name, found in event.values.items() if found}
        uid = values.get("UID")
        if uid in self.uids:
            self.fault(event.line, f"the UID of line {self.uids[uid]}: {uid}")
        self.uids[uid] = event.line
        start, end = values.get("DTSTART", ""), values.get("DTEND", "")
        if len(start) != len(end):
            self.fault(event.line, "one of DTSTART and DTEND is a day, the other a moment")
        elif end <= start:
            self.fault(event.line, f"DTEND {end} is not after DTSTART {start}")
        if values.get("DTSTAMP") != values.get("LAST-MODIFIED"):
            self.fault(event.line, "DTSTAMP is not LAST-MODIFIED")
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            if not values.get(name, "T000000Z").endswith("T000000Z"):
                self.fault(event.line, f"{name} is no day's first second")
        withdrawn = "(withdrawn)" in values.get("SUMMARY", "")
        if withdrawn != (values.get("STATUS") == "CANCELLED"):
            self.fault(event.line, "(withdrawn) and CANCELLED do not go together")
        if not values.get("SUMMARY", "").strip():
            self.fault(event.line, "SUMMARY is empty")
        self.newest = max(self.newest, values.get("LAST-MODIFIED", ""))


def faults(data, method=None):
    """Every fault of a calendar, as (line, text)."""
    return Lint(method).check(data)


def main():
    parser = argparse.ArgumentParser(description="Looks at the bytes of calendars.")
    parser.add_argument("--method", help="the METHOD that was asked for")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    found = False
    for path in options.files:
        with open(path, "rb") as file:
            for line, text in faults(file.read(), options.method):
                print(f"{path}:{line}: {text}")
                found = True
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
