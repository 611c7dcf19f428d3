"""The calendars that the tests here export: everything, all of Python, a project of hostile texts,
and 3.12 as of several days."""
import contextlib
import dataclasses
import datetime
import json
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "cli"))
import events  # noqa: E402
from harness import surroundings  # noqa: E402

# Days between which something moved: before beta 1 did, on the day it did, and after all of it.
AS_OF = ("2022-10-08", "2023-05-07", "2023-05-08", "2023-05-22", "2024-09-07", "2026-08-22")

NAME = '版本发布, "Kettle"; C:\\new 🎉'
URL = "https://hostile.example/a,b;c?d=%2C&e='f'#g"
LONG = "".join(f"{number}. 发布说明: é, \\n; \"x\" 👩‍👩‍👧‍👦 " for number in range(1000))

# What a milestone is called and what is said of it.
TEXTS = [
    "commas, semicolons; backslashes \\ and \"quotes\" 'of' both «kinds»",
    "C:\\new\\Name\\, then \\; then \\\\, then \\",
    "escapes of another kind: %2C %5C &amp; =0D=0A \\u002c ^n^^^'",
    "emoji 🎉 👩‍👩‍👧‍👦 🇩🇪 👍🏽",
    "right to left: שחרור גרסה, الإصدار؛ 3.12",
    "combining: e\u0301 a\u0308 o\u0302\u0323 กำ नि 각",
    "版本发布日程表，第一；版、二『版』" * 4,
    "BEGIN:VEVENT UID:x END:VEVENT, DTSTART;VALUE=DATE:20260505",
    "x: y=\"z\";q:r",
    "octets at the fold: " + "é" * 70 + "🎉" * 30,
    "ends like an escape \\",
    "\\n, \\N and \\t are no line breaks",
]

# A date of each form, and the span that its event has.
DAYS = [
    ("2026-05-05", "2026-05-05", "2026-05-06"),
    ("2024-02-29", "2024-02-29", "2024-03-01"),
    ("2026-W19", "2026-05-04", "2026-05-11"),
    ("2026-W53", "2026-12-28", "2027-01-04"),
    ("2026-02", "2026-02-01", "2026-03-01"),
    ("2027", "2027-01-01", "2028-01-01"),
    ("2026-12-30..2027-01-02", "2026-12-30", "2027-01-03"),
    ("2026-05-05T12:00Z", "2026-05-05T12:00:00Z", None),
    ("2026-05-05T23:59:59Z", "2026-05-05T23:59:59Z", None),
    ("2026-05-05T01:30+02:00[Europe/Berlin]", "2026-05-04T23:30:00Z", None),
    ("2026-05-05T00:00AoE", "2026-05-05T12:00:00Z", None),
    ("2026-05-05T24:00AoE", "2026-05-06T12:00:00Z", None),
]


def hostile_milestones():
    """(id, date as written, title, note, start, end, is withdrawn) of each; an end of None is only
    known to come after its start."""
    for index, text in enumerate(TEXTS):
        written, start, end = DAYS[index]
        yield f"event-{index}", written, text, f"{text}  {text}", start, end, False
    yield "long", "2026-06-01", "long, 很长", LONG.encode()[:4000].decode(errors="ignore"), \
        "2026-06-01", "2026-06-02", False
    yield "dropped", "2026-07-01", "dropped, 取消; \\", "\\,", "2026-07-01", "2026-07-02", True
    yield "dropped-moment", "2026-07-01T24:00AoE", "dropped 🎉", "n", "2026-07-02T12:00:00Z", \
        None, True


def quoted(text):
    """A text in YAML's double quotes, which JSON's are too."""
    return json.dumps(text, ensure_ascii=False)


def write_hostile(folder):
    """Writes the project of hostile texts below a data folder."""
    project = folder / "hostile"
    project.mkdir(parents=True)
    (project / "project.yaml").write_text(f"""\
project: hostile
name: {quoted(NAME)}
url: {quoted(URL)}
calendar: {{uid-domain: hostile.example, color: tomato}}
phases:
- {{id: open, begins: development}}
- {{id: done, begins: final}}
freezes:
- {{id: strings, from: event-0, until: final, source: {quoted(URL)}}}
""", encoding="utf-8")
    lines = []
    for name, date, title, note, _, _, is_withdrawn in hostile_milestones():
        state = f"state: withdrawn, planned: {{2026-01-01: {quoted(date)}, 2026-01-03: withdrawn}}"
        lines.append(f"- {{id: {name}, title: {quoted(title)}, note: {quoted(note)},\n   "
                     + (state if is_withdrawn else f"date: {quoted(date)}") + "}\n")
    (project / "1.0.yaml").write_text(f"""\
series: 1.0
spec: {{name: {quoted(NAME)}, url: {quoted(URL)}}}
branch: "发布/1.0, \\\\;"
release-manager: {quoted('Zoë "the, cat"; 版本')}
milestones:
- {{id: development, date: 2026-01-01, state: actual}}
- {{id: 1.0.0, date: 2026-09-01}}
{"".join(lines)}""", encoding="utf-8")


def day_after(day):
    """2026-05-31 -> 20260601"""
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).strftime("%Y%m%d")


@dataclasses.dataclass
class Export:
    name: str
    path: pathlib.Path
    data: bytes
    events: list

    def overlapping(self, first, last):
        """The events that reach into the days from `first` to `last`, both included."""
        def second(text):
            return text if "T" in text else f"{text}T00:00:00Z"

        return [event for event in self.events
                if second(event["start"]) <= f"{last}T23:59:59Z"
                and second(event["end"]) > second(first)]


class Exporter:
    def __init__(self, environment, folder):
        self.environment = environment
        self.folder = folder

    def relcal(self, *arguments, environment=None):
        done = subprocess.run(["relcal", *arguments], cwd=self.folder, check=True,
                              env={**self.environment, **(environment or {})},
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        return done.stdout

    def export(self, name, *arguments, environment=None):
        data = self.relcal("ics", *arguments, environment=environment)
        path = self.folder / f"{name}.ics"
        path.write_bytes(data)
        return Export(name, path, data, events.events(data))

    def everything(self):
        return self.export("everything", "--all", "--with", "phases,freezes", "--alarm", "7d,1d")

    def python(self):
        return self.export("python", "python", "--with", "phases,freezes", "--alarm", "7d,1d")

    def hostile(self):
        schedules = self.folder / "schedules"
        if not schedules.exists():
            write_hostile(schedules)
        return self.export("hostile", "hostile", "--data", str(schedules),
                           "--with", "phases,freezes", "--alarm", "90m")

    def as_of(self, day):
        return self.export(f"as-of-{day}", "python", "3.12", "--as-of", day)

    def all(self):
        return [self.everything(), self.python(), self.hostile(), *map(self.as_of, AS_OF)]


@contextlib.contextmanager
def exporter(relcal):
    """An Exporter of the command `relcal` in a folder that is gone afterwards."""
    with surroundings(relcal) as (environment, folder):
        yield Exporter(environment, folder)
