"""Schedules of projects that there are not, as many as are wanted, for tests and benchmarks."""
import datetime

ON = "2026-08-22"  # some of every stage have come by then
MILESTONES = ["development", *(f"{{}}.0a{number}" for number in range(1, 5)),
              *(f"{{}}.0b{number}" for number in range(1, 4)), "{}.0rc1", "{}.0rc2", "{}.0",
              *(f"{{}}.{number}" for number in range(1, 9)), "end-of-life"]
PROJECT = """\
project: {id}
name: Project {id}
calendar: {{uid-domain: {id}.example, color: teal}}
trunk: {{branch: main, begins: development}}
phases:
- {{id: pre-alpha, begins: development}}
- {{id: alpha, begins: a1}}
- {{id: beta, begins: b1}}
- {{id: candidate, begins: rc1}}
- {{id: bugfix, begins: final}}
- {{id: end-of-life, begins: end-of-life, living: no}}
freezes:
- {{id: feature, from: b1}}
- {{id: abi, from: [last beta, rc1], until: end-of-life}}
"""


def later(day, days):
    return day + datetime.timedelta(days)


def series_text(series, begins):
    """A series whose milestones come every three weeks, each moved once by a week."""
    lines = []
    planned, moved = later(begins, -100), later(begins, -50)
    for number, milestone in enumerate(MILESTONES):
        day = later(begins, 21 * number)
        state = ", state: actual" if str(day) <= ON else ""
        lines.append(f"- {{id: {milestone.format(series)}, date: {day}{state}, "
                     f"planned: {{{planned}: {later(day, -7)}, {moved}: {day}}}}}\n")
    return f"series: {series}\nmilestones:\n{''.join(lines)}"


def write(folder, projects, series):
    """Writes `projects` projects of `series` series each below a folder."""
    for project in range(projects):
        place = folder / f"p{project:03}"
        place.mkdir(parents=True)
        (place / "project.yaml").write_text(PROJECT.format(id=place.name))
        for number in range(series):
            begins = later(datetime.date.fromisoformat(ON), 20 * (number - series // 2) + project)
            (place / f"1.{number}.yaml").write_text(series_text(f"1.{number}", begins))
