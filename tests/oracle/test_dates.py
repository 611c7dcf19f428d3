"""Compares the days of librelcal with Python's datetime and calendar, and with dateutils.

usage: test_dates.py DATES_ORACLE

Exits 1 on any difference and shows the first ones. Random days come from a fixed seed.
"""

import calendar
import datetime
import random
import shutil
import subprocess
import sys

EPOCH = datetime.date(1970, 1, 1)
FIRST, LAST = datetime.date.min, datetime.date.max
SHOWN = 10

# dateutils 0.4.10 reads dates from 1601 on.
DATEUTILS_FIRST = datetime.date(1601, 1, 1)
DATEUTILS_LAST = datetime.date(2400, 12, 31)

differences = 0


def number(date):
    return (date - EPOCH).days


def run(*command, lines=()):
    """The lines that a program prints, given lines on standard input."""
    text = "".join(f"{line}\n" for line in lines)
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.splitlines()


def compare(what, questions, found, wanted):
    """Counts and shows where two lists of answers differ."""
    global differences
    if len(found) != len(wanted):
        print(f"{what}: {len(found)} answers instead of {len(wanted)}")
        differences += 1
    wrong = [item for item in zip(questions, found, wanted) if item[1] != item[2]]
    for question, is_so, should_be in wrong[:SHOWN]:
        print(f"{what}, {question}:\n  {is_so}\n  instead of\n  {should_be}")
    differences += len(wrong)
    print(f"{what}: {len(wanted)} compared, {len(wrong)} differ")


def text(date):
    return "-" if date is None else date.isoformat()


def add_days(date, days):
    try:
        return date + datetime.timedelta(days=days)
    except OverflowError:
        return None


def add_months(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date.replace(year=year, month=month + 1,
                        day=min(date.day, calendar.monthrange(year, month + 1)[1]))


def span(first, last):
    """Years, months and days between two days, by trying months one after the other."""
    if last is None:
        return 0, 0, 0
    if last < first:
        return tuple(-part for part in span(last, first))
    months = max(0, (last.year - first.year) * 12 + last.month - first.month - 2)
    while (following := add_months(first, months + 1)) is not None and following <= last:
        months += 1
    return months // 12, months % 12, (last - add_months(first, months)).days


def day_answer(date, amount):
    day = number(date)
    later = add_days(date, amount)
    iso_year, iso_week, weekday = date.isocalendar()
    return " ".join(map(str, (
        date.isoformat(), date.year, date.month, date.day, weekday, date.timetuple().tm_yday,
        f"{iso_year:04}-W{iso_week:02}-{weekday}", day, day, text(later),
        text(add_days(date, 7 * amount)), text(add_months(date, amount)),
        text(add_months(date, 12 * amount)), *span(date, later))))


def check_days(oracle, what, questions):
    found = run(oracle, "days", lines=[f"{number(date)} {amount}" for date, amount in questions])
    compare(what, questions, found, [day_answer(*question) for question in questions])


def check_weekdays(oracle, first_year, last_year):
    months = [(year, month) for year in range(first_year, last_year + 1) for month in range(1, 13)]
    wanted = []
    for year, month in months:
        answer = [year, month, calendar.monthrange(year, month)[1]]
        weeks = calendar.monthcalendar(year, month)
        for weekday in range(7):
            days = [week[weekday] for week in weeks if week[weekday]]
            padding = [0] * (5 - len(days))
            answer += padding + days + [0] + days + padding
        wanted.append(" ".join(map(str, answer)))
    compare("nth weekdays", months, run(oracle, "weekdays", str(first_year), str(last_year)),
            wanted)


def check_workdays(oracle, generator):
    """Against the list of all working days of some decades, with holidays on any day."""
    first, last = datetime.date(2000, 1, 1), datetime.date(2039, 12, 31)
    every_day = [first + datetime.timedelta(days=i) for i in range((last - first).days + 1)]
    holidays = sorted(generator.choices(every_day, k=800))
    working = [date for date in every_day if date.weekday() < 5 and date not in set(holidays)]
    position = {}
    worked = 0
    for date in every_day:
        position[date] = worked
        worked += worked < len(working) and working[worked] == date

    questions, wanted = [], []
    while len(questions) < 20000:
        start, end = generator.choices(every_day, k=2)
        count = generator.choice([0, 1, -1, 2, -2, generator.randint(-4000, 4000)])
        is_working = position[start] < len(working) and working[position[start]] == start
        target = position[start] + count - (count > 0) + (count > 0 and is_working)
        if 0 <= target < len(working):
            found = working[target] if count else start
            questions.append((start, end, count))
            wanted.append(f"{position[end] - position[start]} {found}")
    lines = [f"{number(start)} {number(end)} {count}" for start, end, count in questions]
    compare("working days", questions,
            run(oracle, "workdays", *(str(number(day)) for day in holidays), lines=lines), wanted)


def check_dateutils(oracle, generator):
    programs = ["dateutils.dseq", "dateutils.dconv", "dateutils.dadd", "dateutils.ddiff"]
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        print(f"dateutils: skipped, there is no {', '.join(missing)}")
        return

    dates = run("dateutils.dseq", str(DATEUTILS_FIRST), str(DATEUTILS_LAST))
    days = range(number(DATEUTILS_FIRST), number(DATEUTILS_LAST) + 1)
    answers = [line.split() for line in
               run(oracle, "days", lines=[f"{day} 0" for day in days])]
    compare("dateutils, every day", days, [answer[0] for answer in answers], dates)
    compare("dateutils, ISO weeks", dates, [answer[6] for answer in answers],
            run("dateutils.dconv", "-f", "%G-W%V-%u", lines=dates))

    # On weekends dateutils counts business days in its own way; start and end on workdays.
    workdays = run("dateutils.dseq", "--skip", "sat,sun", "1990-01-01", "2040-12-31")
    for count in 1, 5, 22, 261, -1, -7, -261:
        some = sorted(generator.choices(workdays, k=2000))
        found = run(oracle, "workdays", lines=[
            f"{number(datetime.date.fromisoformat(day))} 0 {count}" for day in some])
        compare(f"dateutils, {count:+} business days", some, [line.split()[1] for line in found],
                run("dateutils.dadd", "--", f"{count:+}b", lines=some))
    for start in generator.choices(workdays[:1000], k=5):
        ends = sorted(generator.choices(workdays[1000:], k=2000))
        first = number(datetime.date.fromisoformat(start))
        found = run(oracle, "workdays", lines=[
            f"{first} {number(datetime.date.fromisoformat(end))} 0" for end in ends])
        compare(f"dateutils, business days from {start}", ends,
                [line.split()[0] + "b" for line in found],
                run("dateutils.ddiff", "-f", "%db", start, lines=ends))


def main():
    oracle = sys.argv[1]
    generator = random.Random(20231002)
    all_days = range(number(FIRST), number(LAST) + 1)

    first, last = datetime.date(1600, 1, 1), datetime.date(2400, 12, 31)
    check_days(oracle, "every day 1600 to 2400",
               [(EPOCH + datetime.timedelta(days=day), day % 61 - 30)
                for day in range(number(first), number(last) + 1)])
    check_days(oracle, "random days 0001 to 9999",
               [(EPOCH + datetime.timedelta(days=generator.choice(all_days)),
                 generator.choice([1, -1, generator.randint(-200000, 200000)]))
                for _ in range(50000)])
    check_days(oracle, "first and last days",
               [(date, sign * amount) for date in (FIRST, LAST) for sign in (1, -1)
                for amount in (0, 1, 12, 9998, 9999, 119987, 119988, 3652058, 3652059, 2**31, 2**40)
                ])
    check_weekdays(oracle, 1600, 2400)
    check_workdays(oracle, generator)
    check_dateutils(oracle, generator)
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
