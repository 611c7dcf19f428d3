#!/usr/bin/env python3
"""Ten thousand date rules, made from the grammar by a fixed seed: test_rules.py RELCAL.

Each is asked of relcal, printed, and asked again by its normal form; and computed here with
dateutil: relativedelta for lengths and weekdays of months, rrule for what comes again. Exits with
77 where dateutil is not installed; with RELCAL_REQUIRE_DATEUTIL in the environment it fails.
"""
import datetime
import functools
import json
import os
import random
import subprocess
import sys

try:
    from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta
    from dateutil.rrule import DAILY, MONTHLY, YEARLY, rrule
except ImportError as missing:
    print(missing)
    sys.exit(1 if "RELCAL_REQUIRE_DATEUTIL" in os.environ else 77)

COUNT = 10000
TODAY = datetime.date(2026, 11, 21)
SERIES = ("python", "3.12")
WEEKDAYS = [("monday", "mon", MO), ("tuesday", "tues", TU), ("wednesday", "wed", WE),
            ("thursday", "thur", TH), ("friday", "fri", FR), ("saturday", "sat", SA),
            ("sunday", "sun", SU)]
WORKDAYS = (MO, TU, WE, TH, FR)
MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december"]
ORDINALS = ["first", "second", "third", "fourth", "fifth"]
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
UNITS = ["day", "week", "month", "year", "working day"]


class NoDay(Exception):
    """A rule that gives nothing."""


def ordinal(source, number):
    if number <= 5 and source.random() < 0.6:
        return ORDINALS[number - 1]
    ending = "th" if number // 10 % 10 == 1 else ENDINGS.get(number % 10, "th")
    return f"{number}{ending}"


# ---- values: ("day"|"month"|"year", its first date) ----

def midnight(date):
    return datetime.datetime(date.year, date.month, date.day)


def need_day(value):
    if value[0] != "day":
        raise NoDay(value)
    return value[1]


def skip_weeks(date, count, sign):
    """Most of the weeks of a long count, each of which has five working days."""
    weeks = max(0, count - 100) // 5
    return date + sign * datetime.timedelta(weeks=weeks), count - 5 * weeks


def next_workdays(date, count):
    """The count-th working day from a date on, the date too."""
    date, count = skip_weeks(date, count, 1)
    found = rrule(DAILY, dtstart=midnight(date), byweekday=WORKDAYS, count=count)
    days = list(found)
    if len(days) < count:
        raise NoDay(date)
    return days[-1].date()


def last_workdays(date, count):
    """The same backwards, which rrule cannot do."""
    date, count = skip_weeks(date, count, -1)
    while True:
        count -= date.weekday() < 5
        if count == 0:
            return date
        date -= datetime.timedelta(days=1)


def shift(value, count, unit):
    precision, date = value
    if precision == "month" and unit not in ("month", "year"):
        raise NoDay(value)
    if precision == "year" and unit != "year":
        raise NoDay(value)
    if unit == "working day" and abs(count) > 10000:
        raise NoDay(value)
    if unit == "working day":
        one = datetime.timedelta(days=1)
        if count > 0:
            return precision, next_workdays(date + one, count)
        return precision, date if count == 0 else last_workdays(date - one, -count)
    return precision, date + relativedelta(**{f"{unit}s": count})


def nth_in_span(first, nth, day):
    """The nth day of the month or year that begins on `first`."""
    precision, date = first
    if day == "day":
        if nth > 0:
            found = date + relativedelta(days=nth - 1)
        else:
            end = {"day": 31} if precision == "month" else {"month": 12, "day": 31}
            found = date + relativedelta(**end) + relativedelta(days=nth + 1)
    elif day == "working day":
        frequency = MONTHLY if precision == "month" else YEARLY
        days = list(rrule(frequency, dtstart=midnight(date), byweekday=WORKDAYS, bysetpos=nth,
                          count=1, until=datetime.datetime(date.year, 12, 31)))
        if not days:
            raise NoDay(first)
        found = days[0].date()
    elif precision == "year":
        raise NoDay(first)
    else:
        found = date + relativedelta(day=1 if nth > 0 else 31, weekday=day(nth))
    if found.year != date.year or (precision == "month" and found.month != date.month):
        raise NoDay(first)
    return found


def search(month, nth, day, date, side):
    """The nth day of a month without a year, before or after a day."""
    back = "before" in side
    included = "on or" in side
    if day not in ("day", "working day"):
        start = datetime.datetime(max(1, date.year - 45) if back else date.year, 1, 1)
        rule = rrule(YEARLY, dtstart=start, bymonth=month, byweekday=day(nth))
        found = rule.before(midnight(date), included) if back else rule.after(midnight(date),
                                                                              included)
        if found is None:
            raise NoDay(date)
        return found.date()
    for step in range(42):
        year = date.year - step if back else date.year + step
        try:
            found = nth_in_span(("month", datetime.date(year, month, 1)), nth, day)
        except NoDay:
            continue
        if found == date and included or (found < date if back else found > date):
            return found
    raise NoDay(date)


def near(date, nth, day, side):
    back, included = "before" in side, "on or" in side
    one = datetime.timedelta(days=0 if included else -1 if back else 1)
    if day == "working day":
        return (last_workdays if back else next_workdays)(date + one, nth)
    return date + one + relativedelta(weekday=day(-nth if back else nth))


def end_of(value):
    precision, date = value
    more = {"day": {}, "month": {"day": 31}, "year": {"month": 12, "day": 31}}[precision]
    return date + relativedelta(**more)


class Every:
    """A rule that repeats: its dates by their numbers, from 1 on."""

    def __init__(self, count, unit, base, until, nth, day):
        self.count, self.unit = count, unit
        self.base, self.until = functools.cache(base), until and functools.cache(until)
        self.nth, self.day = nth, day

    def at(self, number):
        value = shift(self.base(), self.count * number, self.unit)
        if self.nth is not None:
            month = ("month", value[1].replace(day=1))
            value = ("day", nth_in_span(month, self.nth, self.day))
        elif self.day == "working day":
            value = ("day", next_workdays(value[1], 1))
        elif self.day is not None:
            value = ("day", value[1] + relativedelta(weekday=self.day(+1)))
        if self.until is not None and value[1] > end_of(self.until()):
            raise StopIteration
        return value

    def dates(self, most, number=0):
        """Pairs of numbers and values; as relcal does, what has no such day is passed over."""
        missing = 0
        while most > 0:
            number += 1
            try:
                value = self.at(number)
            except NoDay:
                missing += 1
                if missing == 48:
                    return
                continue
            except (StopIteration, ValueError, OverflowError):
                return
            missing = 0
            most -= 1
            yield number, value

    def next(self):
        days = {"day": 1, "week": 7, "month": 31, "year": 366, "working day": 1.6}[self.unit]
        gone = (TODAY - self.base()[1]).days
        for number, value in self.dates(1000000, max(0, int(gone / days / self.count) - 50)):
            if end_of(value) >= TODAY:
                return number, value
        raise NoDay(self)


# ---- rules: a text, and a function that gives the value ----

class Maker:
    def __init__(self, source, milestones, year):
        self.source, self.milestones, self.year = source, milestones, year

    def chance(self, part):
        return self.source.random() < part

    def case(self, word):
        return self.source.choice([word, word, word, word.upper(), word.title()])

    def blank(self):
        return self.source.choice([" ", " ", " ", "  ", "\t"])

    def words(self, *words):
        return self.blank().join(self.case(word) for text in words for word in text.split())

    def make_date(self):
        source = self.source
        kind = source.random()
        if kind < 0.1:
            date = datetime.date.fromordinal(source.randint(1, datetime.date.max.toordinal()))
        else:
            date = datetime.date(2026, 1, 1) + datetime.timedelta(days=source.randint(-9000, 9000))
            if kind < 0.4:
                date += relativedelta(day=31)
        if self.chance(0.1):
            week = date.isocalendar()
            return f"{week[0]:04}-W{week[1]:02}-{week[2]}", lambda: ("day", date)
        return date.isoformat(), lambda: ("day", date)

    def make_month(self, with_year):
        number = self.source.randint(1, 12)
        name = MONTHS[number - 1]
        short = "sept" if number == 9 and self.chance(0.5) else name[:3]
        word = self.case(name if self.chance(0.6) else short)
        if not with_year:
            return word, number
        year = self.source.randint(2000, 2050)
        first = datetime.date(year, number, 1)
        text = f"{year}-{number:02}" if self.chance(0.3) else f"{word}{self.blank()}{year}"
        return text, lambda: ("month", first)

    def make_open_month(self):
        word, number = self.make_month(False)
        year = self.year or TODAY.year + (number < TODAY.month)
        return word, lambda: ("month", datetime.date(year, number, 1))

    def make_milestone(self):
        name = self.source.choice(sorted(self.milestones))
        value = self.milestones[name]
        return name, lambda: value

    def make_weekday(self):
        long, short, weekday = self.source.choice(WEEKDAYS)
        return long if self.chance(0.6) else short, weekday

    def make_day(self, may_be_any):
        kind = self.source.random()
        if may_be_any and kind < 0.2:
            return "day", "day"
        if kind < 0.4:
            return self.source.choice(["working day", "business day", "workday"]), "working day"
        return self.make_weekday()

    def make_nth(self, day):
        most = {"day": 31, "working day": 23}.get(day, 5) if isinstance(day, str) else 5
        number = self.source.randint(1, most)
        if self.chance(0.3):
            return ("last" if number == 1 else f"{ordinal(self.source, number)} last"), -number
        return ordinal(self.source, number), number

    def make_length(self):
        unit = self.source.choice(UNITS)
        most = {"day": 2000, "week": 300, "month": 300, "year": 40, "working day": 60}[unit]
        count = self.source.choice([0, 1, 1, 2, 3, self.source.randint(4, most)])
        written = unit if unit != "working day" else self.source.choice(
            ["working day", "business day", "workday"])
        plural = "s" if count != 1 or self.chance(0.2) else ""
        return f"{count}{self.blank()}{self.words(written + plural)}", count, unit

    def make_side(self):
        return self.source.choice(["before", "on or before", "after", "on or after"])

    def nth_of_month(self, depth):
        word, day = self.make_day(True)
        how, nth = self.make_nth(day)
        head = self.words(how, word, "of")
        if self.chance(0.4):
            month, number = self.make_month(False)
            if self.chance(0.6):
                side = self.make_side()
                text, base = self.make_term(depth - 1)
                return (f"{head} {month} {self.words(side)} {text}",
                        lambda: ("day", search(number, nth, day, need_day(base()), side)))
            if self.year is None:
                return (f"{head} {month}",
                        lambda: ("day", search(number, nth, day, TODAY, "on or after")))
            first = datetime.date(self.year, number, 1)
            return f"{head} {month}", lambda: ("day", nth_in_span(("month", first), nth, day))
        if self.chance(0.5):
            text, month = self.make_month(True)
        else:
            text, month = self.make_call(depth - 1)

        def value():
            first = month()
            if first[0] == "day":
                raise NoDay(first)
            return "day", nth_in_span(first, nth, day)
        return f"{head} {text}", value

    def near_day(self, depth):
        word, day = self.make_day(False)
        side = self.make_side()
        nth = self.source.choice([1, 1, 2, 3, 5, self.source.randint(1, 30)])
        how = ordinal(self.source, nth)
        if nth == 1:
            how = self.source.choice(["", how, "last" if "before" in side else "next"])
        text, base = self.make_term(depth - 1)
        return (f"{self.words(how, word, side)} {text}",
                lambda: ("day", near(need_day(base()), nth, day, side)))

    def make_choice(self, depth):
        name = self.source.choice(["min", "max"])
        parts = [self.make_sum(depth - 1) for _ in range(self.source.randint(2, 4))]

        def value():
            values = [part() for _text, part in parts]
            if len({precision for precision, _date in values}) > 1:
                raise NoDay(values)
            return (min if name == "min" else max)(values)
        gap = self.source.choice([",", ", ", " , "])
        return f"{self.case(name)}({gap.join(text for text, _part in parts)})", value

    def make_call(self, depth):
        name = self.source.choice(["month", "month", "year"])
        text, part = self.make_sum(depth - 1)

        def value():
            precision, date = part()
            if name == "month" and precision == "year":
                raise NoDay(text)
            return name, date.replace(day=1) if name == "month" else date.replace(month=1, day=1)
        return f"{self.case(name)}{self.source.choice(['', ' '])}({text})", value

    def make_counted(self, depth):
        length, count, unit = self.make_length()
        back = self.chance(0.5)
        text, base = self.make_term(depth - 1)
        return (f"{length} {self.case('before' if back else 'after')} {text}",
                lambda: shift(base(), -count if back else count, unit))

    def make_term(self, depth):
        if depth <= 0:
            kinds = [self.make_date, self.make_date, lambda: self.make_month(True),
                     self.make_open_month, lambda: (self.case("today"), lambda: ("day", TODAY))]
            if self.milestones:
                kinds += 3 * [self.make_milestone]
            return self.source.choice(kinds)()
        kind = self.source.choice([self.make_term, self.nth_of_month, self.nth_of_month,
                                   self.near_day, self.near_day, self.make_choice, self.make_call,
                                   self.make_counted, None])
        if kind is None:
            text, value = self.make_sum(depth - 1)
            return f"({text})", value
        return kind(depth - 1 if kind == self.make_term else depth)

    def make_sum(self, depth):
        text, value = self.make_term(depth)
        for _ in range(self.source.choice([0, 0, 1, 1, 2])):
            length, count, unit = self.make_length()
            back = self.chance(0.4)
            text += f" {'-' if back else '+'} {length}"
            value = (lambda value=value, count=-count if back else count, unit=unit:
                     shift(value(), count, unit))
        return text, value

    def make_every(self, depth):
        length, count, unit = self.make_length()
        while not 0 < count < 60:
            length, count, unit = self.make_length()
        base_text, base = self.make_sum(depth)
        text = f"{self.case('every')} {length} {self.case('from')} {base_text}"
        until = nth = day = None
        if self.chance(0.4):
            until_text, until = self.make_sum(depth)
            text += f" {self.case('until')} {until_text}"
        if self.chance(0.5):
            if unit in ("month", "year") and self.chance(0.6):
                word, day = self.make_day(True)
                how, nth = self.make_nth(day)
                text += f", {self.words(how, word)}"
            else:
                word, day = self.make_day(False)
                text += f", {self.words(word)}"
        return text, Every(count, unit, base, until, nth, day)


def relcal(arguments, rules):
    done = subprocess.run(
        [RELCAL, "date", "-", *arguments, "--on", TODAY.isoformat(), "--json"], check=False,
        input="".join(f"{rule}\n" for rule in rules), stdout=subprocess.PIPE, encoding="utf-8",
        env={**os.environ, "RELCAL_DATA": "", "XDG_DATA_HOME": "", "HOME": ""}, timeout=120)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode in (0, 1) and len(answers) == len(rules), done.returncode
    return answers


def written(value):
    return value[1].isoformat()[:{"day": 10, "month": 7, "year": 4}[value[0]]]


def expected(rule):
    """(its date, its number), or None for a rule that gives nothing."""
    try:
        if isinstance(rule, Every):
            number, value = rule.next()
            return written(value), number
        return written(rule()), None
    except (NoDay, ValueError, OverflowError):
        return None


def check(arguments, milestones, year, seed, count):
    source = random.Random(seed)
    maker = Maker(source, milestones, year)
    rules = [maker.make_every(source.randint(0, 1)) if source.random() < 0.15
             else maker.make_sum(source.randint(0, 4)) for _ in range(count)]
    answers = relcal(arguments, [text for text, _rule in rules])
    faults = none = 0
    for (text, rule), answer in zip(rules, answers):
        wanted = expected(rule)
        found = None if "error" in answer else (answer["date"], answer["occurrence"])
        is_parsed = "error" not in answer or answer["error"]["code"] in (
            "data", "range", "not-found") or "working days" in answer["error"]["message"]
        none += wanted is None
        if wanted != found or not is_parsed:
            faults += 1
            print(f"{text}: {wanted} here, but {answer}")
    good = [answer for answer in answers if "error" not in answer]
    again = relcal(arguments, [answer["rule"] for answer in good])
    for before, after in zip(good, again):
        if before != after:
            faults += 1
            print(f"{before} is not {after}")
    print(f"{count} rules, {none} of them without a date, {faults} faults")
    return faults + (none > count / 2)


def check_first_ones(seed, count):
    """The first dates of rules that repeat, and of those without odd ends by rrule alone."""
    source = random.Random(seed)
    maker = Maker(source, {}, None)
    rules = [maker.make_every(0) for _ in range(count)]
    answers = relcal(["--count", "12"], [text for text, _rule in rules])
    faults = 0
    for (text, rule), answer in zip(rules, answers):
        found = [(item["occurrence"], item["date"]) for item in answer.get("dates", [])]
        try:
            wanted = [(number, written(value)) for number, value in rule.dates(12)]
        except (NoDay, ValueError, OverflowError):
            wanted = []
        if wanted != found:
            faults += 1
            print(f"{text}: {wanted} here, but {answer}")
    starts = [datetime.date(2024, month, day) for month in range(1, 13) for day in (1, 15, 28)]
    rules = [f"every {step} months from {start}, {how} {day}" for start in starts
             for step, how, day in ((1, "last", "friday"), (2, "first", "tuesday"),
                                    (5, "second last", "sunday"), (1, "fourth", "wednesday"))]
    names = {long: weekday for long, _short, weekday in WEEKDAYS}
    for rule, answer in zip(rules, relcal(["--count", "40"], rules)):
        _every, step, _months, _from, start, *how, day = rule.replace(",", "").split()
        nth = {"last": -1, "first": 1, "second last": -2, "fourth": 4}[" ".join(how)]
        month = datetime.datetime.fromisoformat(start).replace(day=1)
        wanted = rrule(MONTHLY, interval=int(step), dtstart=month + relativedelta(months=int(step)),
                       byweekday=names[day](nth), count=40)
        if [item["date"] for item in answer["dates"]] != [f"{date:%Y-%m-%d}" for date in wanted]:
            faults += 1
            print(f"{rule}: {answer}")
    print(f"{count + len(rules)} rules that repeat, {faults} faults")
    return faults


def read_milestones():
    """Names as rules have them, and the dates that relcal shows."""
    found = {}
    for prefix, series in (("", "3.12"), ("previous.", "3.11"), ("previous.previous.", "3.10")):
        shown = json.loads(subprocess.run([RELCAL, "show", "python", series, "--json"], check=True,
                                          stdout=subprocess.PIPE).stdout)
        dates = {item["milestone"]: item["date"] for item in shown["milestones"]}
        for name, milestone in (("b1", f"{series}.0b1"), ("rc1", f"{series}.0rc1"),
                                (f"{series}.0", f"{series}.0"), ("final", f"{series}.0"),
                                ("end-of-life", "end-of-life")):
            date = dates[milestone]
            precision = {10: "day", 7: "month"}[len(date)]
            found[prefix + name] = precision, datetime.date.fromisoformat((date + "-01")[:10])
    return found


def main():
    milestones = read_milestones()
    year = milestones["b1"][1].year
    shown = relcal(SERIES, ["may"])[0]["date"]
    faults = shown != f"{year}-05"
    faults += check(SERIES, milestones, year, 12, COUNT * 6 // 10)
    faults += check([], {}, None, 13, COUNT * 4 // 10)
    faults += check_first_ones(14, COUNT // 10)
    return 1 if faults else 0


if __name__ == "__main__":
    RELCAL = os.path.abspath(sys.argv[1])
    sys.exit(main())
