#!/usr/bin/env python3
"""Gives exported calendars to a program that nobody here wrote, and compares every event and field
that it read with what events.py reads.

    test_clients.py CLIENT RELCAL READ_LIBICAL NPM_FOLDER [unittest options]

CLIENT is one of CLIENTS below, READ_LIBICAL is read_libical.c built, NPM_FOLDER is where install.sh
put ical.js. Exits with 77 where the client is not installed; with RELCAL_REQUIRE_CLIENTS in
the environment that is a failure.
"""
import dataclasses
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import typing
import unittest
import zoneinfo

sys.dont_write_bytecode = True  # the sources stay as they are
import events  # noqa: E402
import exports  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # the one that Debian's packages are for
SKIPPED = 77
READS_WITHIN = 120  # seconds
MEMORY = "/dev/shm"  # khal and Radicale wait for the disk at every event
ZONES = ("America/Los_Angeles", "Asia/Kolkata")
MONTHS = (("2023-05-01", "2023-05-31"), ("2024-02-29", "2024-02-29"), ("2026-05-01", "2026-05-31"))
SUMMER = ("2026-07-01", "2026-08-31")  # there are many moments in it


# --- The clients --------------------------------------------------------------------------------

def as_icalendar_4_reads(event):
    """python3-icalendar 4, and khal with it, take the escapes off texts twice, read %2C, %3A, %3B
    and %5C as escapes even in URLs, and split categories at escaped commas too."""
    def read(raw):
        for old, new in ((r"\,", "%2C"), (r"\:", "%3A"), (r"\;", "%3B"), (r"\\", "%5C")):
            raw = raw.replace(old, new)
        for old, new in (("%2C", ","), ("%3A", ":"), ("%3B", ";"), ("%5C", "\\")):
            raw = raw.replace(old, new)
        return raw

    def read_text(text):
        for old, new in (("\\", r"\\"), (",", r"\,"), (";", r"\;"), ("\n", r"\n")):
            text = text.replace(old, new)
        text = read(text).replace(r"\N", r"\n").replace(r"\n", "\n")
        return text.replace(r"\,", ",").replace(r"\;", ";").replace(r"\\", "\\")

    return {
        **event,
        "summary": read_text(event["summary"]),
        "description": event["description"] and read_text(event["description"]),
        "url": event["url"] and read(event["url"]),
        "categories": sorted(part for text in event["categories"]
                             for part in read_text(text).split(",")),
    }


def as_khal_reads(event):
    """khal reads what it wrote of what icalendar read, and shows categories as they stand there."""
    read = as_icalendar_4_reads(as_icalendar_4_reads(event))
    escaped = (text.replace("\\", r"\\").replace(";", r"\;").replace("\n", r"\n")
               for text in read["categories"])
    return {**read, "categories": sorted(escaped)}


@dataclasses.dataclass
class Client:
    command: typing.Callable  # (folder of its own, options) -> the command that files are added to
    is_there: typing.Callable
    package: str
    # What it is known to make of an event whose texts have backslashes, percent signs or commas in
    # categories; other events it must read exactly.
    reads: typing.Callable = dict


def python_has(module):
    return pathlib.Path(PYTHON).exists() and subprocess.run(
        [PYTHON, "-c", f"import {module}"], stderr=subprocess.DEVNULL).returncode == 0


def php_has(path):
    code = f"exit(stream_resolve_include_path('{path}') ? 0 : 1);"
    return shutil.which("php") and subprocess.run(["php", "-r", code]).returncode == 0


CLIENTS = {
    "libical": Client(
        lambda folder: [READ_LIBICAL],
        lambda: pathlib.Path(READ_LIBICAL).exists(), "libical-dev"),
    "icalendar": Client(
        lambda folder: [PYTHON, HERE / "read_icalendar.py"],
        lambda: python_has("icalendar"), "python3-icalendar", as_icalendar_4_reads),
    "vobject": Client(
        lambda folder: [PYTHON, HERE / "read_vobject.py"],
        lambda: python_has("vobject"), "python3-vobject"),
    "khal": Client(
        lambda folder, *options: [PYTHON, HERE / "read_khal.py", *options, folder],
        lambda: shutil.which("khal") and python_has("khal"), "khal", as_khal_reads),
    "icaljs": Client(
        lambda folder: ["node", HERE / "read_icaljs.mjs", NPM_FOLDER],
        lambda: shutil.which("node") and (NPM_FOLDER / "node_modules/ical.js").exists(),
        "nodejs and npm's ical.js"),
    "sabre": Client(
        lambda folder: ["php", HERE / "read_sabre.php"],
        lambda: php_has("Sabre/VObject/autoload.php"), "php-cli and php-sabre-vobject"),
    "radicale": Client(None, lambda: shutil.which("radicale"), "radicale"),
}


def read(client, folder, *paths, options=()):
    """What a client prints about files, read from its lines of JSON."""
    done = subprocess.run([*client.command(folder, *options), *paths], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=READS_WITHIN)
    if done.returncode != 0 or done.stderr:
        raise AssertionError(f"status {done.returncode}:\n{done.stderr.decode()[-4000:]}")
    return [json.loads(line) for line in done.stdout.decode("utf-8").split("\n") if line]


def in_zone(start, zone):
    """2026-09-01T13:00:00Z -> 2026-09-01 06:00, as khal shows it; a day stays what it is."""
    if "T" not in start:
        return start
    return f"{datetime.datetime.fromisoformat(start).astimezone(zone):%Y-%m-%d %H:%M}"


# --- The tests ----------------------------------------------------------------------------------

class ClientTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.exporter = cls.enterClassContext(exports.exporter(RELCAL))
        cls.client = CLIENTS[NAME]

    def folder(self):
        place = MEMORY if os.access(MEMORY, os.W_OK) else None
        return pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="relcal-client-", dir=place)))

    def check_events(self, expected, found):
        """`found` has the events of `expected`, in any order and each once, and is equal in every
        field."""
        self.assertEqual(sorted(event["uid"] for event in expected),
                         sorted(event["uid"] for event in found))
        found = {event["uid"]: event for event in found}
        differences = []
        for event in expected:
            known, read = self.client.reads(event), found[event["uid"]]
            read["categories"] = sorted(read["categories"])  # JavaScript's order is another
            differences += [f"{event['uid']}: {field} is {read.get(field)!r}, not {event[field]!r}"
                            for field in events.FIELDS
                            if read.get(field) != event[field] and read.get(field) != known[field]]
        self.assertEqual([], differences[:10], f"{len(differences)} differences")


class ReaderTest(ClientTest):
    """A program that reads a file and says what is in it."""

    def test_every_event_and_field(self):
        for export in self.exporter.all():
            with self.subTest(export.name):
                self.check_events(export.events, read(self.client, self.folder(), export.path))


class KhalTest(ReaderTest):
    """khal keeps the calendar of a first import when a second one comes."""

    def test_a_moved_event_is_moved_not_doubled(self):
        calendars = [self.exporter.as_of(day) for day in exports.AS_OF]
        paths = [calendar.path for calendar in calendars]
        self.check_events(calendars[-1].events, read(self.client, self.folder(), *paths))

    def test_the_list_of_a_month(self):
        options = [word for first, last in MONTHS for word in ("--list", first, last)]
        for export in (self.exporter.everything(), self.exporter.hostile()):
            shown = read(self.client, self.folder(), export.path, options=options)
            for first, last in MONTHS:
                with self.subTest(export.name, first=first):
                    self.assertEqual({event["uid"] for event in export.overlapping(first, last)},
                                     {line["uid"] for line in shown if line["first"] == first})


    def test_moments_are_those_of_the_readers_zone(self):
        first, last = SUMMER
        export = self.exporter.export("summer", "--all", "--since", first, "--until", last)
        for name in ZONES:
            options = ["--zone", name, "--list", *SUMMER]
            shown = {line["uid"]: line["start"]
                     for line in read(self.client, self.folder(), export.path, options=options)}
            expected = {event["uid"]: in_zone(event["start"], zoneinfo.ZoneInfo(name))
                        for event in export.events if event["uid"] in shown}
            with self.subTest(name):
                self.assertGreater(sum(":" in start for start in shown.values()), 20)
                self.assertEqual(expected, shown)


class RadicaleTest(ClientTest):
    """A CalDAV server: put, get, and a time-range report."""

    def setUp(self):
        import radicale_server
        self.server = self.enterContext(radicale_server.running(self.folder()))

    def check_reports(self, path, export):
        for first, last in MONTHS:
            with self.subTest(export.name, first=first):
                expected = export.overlapping(first, last)
                start = first.replace("-", "") + "T000000Z"
                answers = self.server.report(path, start, exports.day_after(last) + "T000000Z")
                found = [event for answer in answers for event in events.events(answer)]
                self.check_events(expected, found)

    def test_whole_calendars(self):
        for export in (self.exporter.everything(), self.exporter.hostile()):
            with self.subTest(export.name):
                path = f"/relcal/{export.name}/"
                self.server.put(path, export.data)
                self.check_events(export.events, events.events(self.server.get(path)))
                self.check_reports(path, export)
                name = events.read(export.data).text("NAME")
                self.assertEqual(name, self.server.name(path))

    def test_event_by_event_as_the_plan_changes(self):
        path = "/relcal/series/"
        self.server.make_calendar(path)
        put = {}
        for export in map(self.exporter.as_of, exports.AS_OF):
            head, tail = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n", \
                b"END:VCALENDAR\r\n"
            for uid, block in events.blocks(export.data).items():
                if put.get(uid) != block:
                    # Where Thunderbird puts it. A slash in the UID would be one of the path.
                    self.server.put(f"{path}{uid}.ics", head + block + tail)
                    put[uid] = block
            with self.subTest(export.name):
                self.check_events(export.events, events.events(self.server.get(path)))
                self.check_reports(path, export)
        event = export.events[0]
        self.check_events([event], events.events(self.server.get(f"{path}{event['uid']}.ics")))


TESTS = {"khal": KhalTest, "radicale": RadicaleTest}


def main():
    client = CLIENTS[NAME]
    if not client.is_there():
        print(f"{NAME} is not installed: tests/clients/install.sh installs {client.package}")
        required = os.environ.get("RELCAL_REQUIRE_CLIENTS")
        return 1 if required else SKIPPED
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(TESTS.get(NAME, ReaderTest))
    done = unittest.TextTestRunner(verbosity=1).run(tests)
    return 0 if done.wasSuccessful() else 1


if __name__ == "__main__":
    _, NAME, RELCAL, READ_LIBICAL, NPM_FOLDER = sys.argv
    NPM_FOLDER = pathlib.Path(NPM_FOLDER)
    sys.exit(main())
