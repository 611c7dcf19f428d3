#!/usr/bin/env python3
"""Breaks a good calendar in every way that lint_ics.py looks for: test_lint.py"""
import sys
import unittest

sys.dont_write_bytecode = True  # the sources stay as they are
import events  # noqa: E402
import lint_ics  # noqa: E402

GOOD = "\r\n".join([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//relcal//relcal//EN",
    "NAME:Kettle\\, the",
    "X-WR-CALNAME:Kettle\\, the",
    "LAST-MODIFIED:20260303T000000Z",
    "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    "X-PUBLISHED-TTL:P1D",
    "BEGIN:VEVENT",
    "UID:kettle-2.0.0b1@kettle.example",
    "DTSTAMP:20260303T000000Z",
    "DTSTART;VALUE=DATE:20260505",
    "DTEND;VALUE=DATE:20260506",
    "SUMMARY:Kettle 2.0.0 beta 1 版本发布日程表版本发布日程表版",
    " 本发布\\; or not",
    "CATEGORIES:a\\,b,c",
    "URL:https://kettle.example/2.0?a=b,c",
    "STATUS:TENTATIVE",
    "SEQUENCE:2",
    "LAST-MODIFIED:20260303T000000Z",
    "TRANSP:TRANSPARENT",
    "CLASS:PUBLIC",
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:-P7D",
    "DESCRIPTION:Kettle",
    "END:VALARM",
    "END:VEVENT",
    "BEGIN:VEVENT",
    "UID:kettle-meeting@kettle.example",
    "DTSTAMP:19700101T000000Z",
    "DTSTART:20260606T120000Z",
    "DTEND:20260606T120001Z",
    "SUMMARY:Meeting (withdrawn)",
    "STATUS:CANCELLED",
    "SEQUENCE:0",
    "LAST-MODIFIED:19700101T000000Z",
    "TRANSP:TRANSPARENT",
    "CLASS:PUBLIC",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
]).encode()

# What is replaced (its first occurrence), by what, and a part of the fault that must be found.
FAULTS = [
    ("\r\nVERSION", "\nVERSION", "1: ends in LF alone"),
    ("END:VCALENDAR\r\n", "END:VCALENDAR", "41: the last line has no end"),
    ("NAME:Kettle", "NAME:Kettle\r", "control character U+000D"),
    ("SUMMARY:Meeting", "SUMMARY:Meeting" + "g" * 60, "87 octets"),
    (" 本发布", "本发布", "no content line"),
    ("表版\r\n 本", "表版本\r\n ", "76 octets"),
    ("\r\n 本", "\r\n\t本", "folded by something else"),
    ("VERSION:2.0", "VERSION:2.0\r\n ", "folded by something else"),
    ("VERSION:2.0\r\n", "VERSION:2.0\r\n\r\n", "3: empty"),
    ("Meeting", "Meet\x07ing", "control character U+0007"),
    ("Meeting", "Meet\x7fing", "control character U+007F"),
    ("Meeting", "Meet\x85ing", "control character U+0085"),
    ("BEGIN:VCALENDAR", "\ufeffBEGIN:VCALENDAR", "byte order mark"),
    ("VERSION:2.0\r\nPRODID:-//relcal//relcal//EN", "PRODID:-//relcal//relcal//EN\r\nVERSION:2.0",
     "PRODID stands before VERSION"),
    ("VERSION:2.0", "VERSION:1.0", "VERSION is '1.0'"),
    ("PRODID:-//relcal//relcal//EN\r\n", "", "PRODID 0 times"),
    ("X-WR-CALNAME:Kettle\\, the\r\n", "", "X-WR-CALNAME 0 times"),
    ("X-WR-CALNAME:Kettle\\, the", "X-WR-CALNAME:Kettle", "NAME and X-WR-CALNAME differ"),
    ("NAME:Kettle\\, the\r\n", "", "NAME 0 times"),
    ("REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n", "", "REFRESH-INTERVAL 0 times"),
    ("REFRESH-INTERVAL;VALUE=DURATION", "REFRESH-INTERVAL", "has the parameters ''"),
    ("X-PUBLISHED-TTL:P1D\r\n", "", "X-PUBLISHED-TTL 0 times"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1Y", "X-PUBLISHED-TTL is"),
    ("LAST-MODIFIED:20260303T000000Z\r\nREFRESH", "REFRESH", "modified after its calendar"),
    ("LAST-MODIFIED:20260303", "LAST-MODIFIED:20260302", "modified after its calendar"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1D\r\nMETHOD:PUBLISH", "METHOD in VCALENDAR"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1D\r\nUID:a@b.example", "UID in VCALENDAR"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1D\r\nX-WR-TIMEZONE:UTC", "X-WR-TIMEZONE in"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1D\r\nBEGIN:VTIMEZONE\r\nEND:VTIMEZONE", "VTIMEZONE"),
    ("X-PUBLISHED-TTL:P1D", "X-PUBLISHED-TTL:P1D\r\nX-RELCAL-SERIES:a,b", "X-RELCAL-SERIES is"),
    ("END:VCALENDAR", "COLOR:red\r\nEND:VCALENDAR", "stands behind a component"),
    ("END:VCALENDAR\r\n", "", "VCALENDAR has no END"),
    ("END:VALARM\r\n", "", "END:VEVENT ends nothing"),
    ("BEGIN:VALARM\r\n", "", "ACTION in VEVENT"),
    ("END:VCALENDAR", "END:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR", "2 calendars"),
    ("UID:kettle-meeting@", "UID:kettle-2.0.0b1@", "the UID of line 9"),
    ("UID:kettle-meeting@kettle.example", "UID:kettle meeting@kettle.example", "UID is"),
    ("UID:kettle-meeting@kettle.example", "UID:kettle-meeting", "UID is"),
    ("UID:kettle-meeting@kettle.example", "UID:kettle/meeting@kettle.example", "UID is"),
    ("UID:kettle-meeting@kettle.example\r\n", "", "UID 0 times"),
    ("DTSTAMP:20260303T000000Z\r\n", "", "DTSTAMP 0 times"),
    ("DTSTAMP:20260303T000000Z", "DTSTAMP:20260304T000000Z", "DTSTAMP is not LAST-MODIFIED"),
    ("DTSTAMP:20260303T000000Z", "DTSTAMP:20260303T000001Z", "DTSTAMP is no day's first second"),
    ("DTSTAMP:20260303T000000Z", "DTSTAMP:20260303T000000", "DTSTAMP is '20260303T000000'"),
    ("DTSTART;VALUE=DATE:20260505\r\n", "", "DTSTART 0 times"),
    ("DTSTART;VALUE=DATE:20260505", "DTSTART:20260505", "DTSTART is no moment"),
    ("DTSTART;VALUE=DATE:20260505", "DTSTART;VALUE=DATE:20260230", "no day or time: 20260230"),
    ("DTSTART;VALUE=DATE:20260505", "DTSTART;TZID=UTC:20260505", "has the parameters 'TZID=UTC'"),
    ("DTEND;VALUE=DATE:20260506\r\n", "", "DTEND 0 times"),
    ("DTEND;VALUE=DATE:20260506", "DTEND;VALUE=DATE:20260505", "is not after DTSTART"),
    ("DTEND;VALUE=DATE:20260506", "DTEND:20260506T000000Z", "one of DTSTART and DTEND is a day"),
    ("DTEND:20260606T120001Z", "DTEND:20260606T120000Z", "is not after DTSTART"),
    ("DTEND:20260606T120001Z", "DTEND:20260606T126001Z", "no day or time"),
    ("SUMMARY:Meeting (withdrawn)\r\n", "", "SUMMARY 0 times"),
    ("SUMMARY:Meeting", "SUMMARY:Meeting, the", "SUMMARY is 'Meeting, the"),
    ("SUMMARY:Meeting", "SUMMARY:Meeting; the", "SUMMARY is 'Meeting; the"),
    ("SUMMARY:Meeting", "SUMMARY:Meeting\\t", "SUMMARY is 'Meeting\\\\t"),
    ("SUMMARY:Meeting", "SUMMARY;LANGUAGE=en:Meeting", "has the parameters"),
    ("SUMMARY:Meeting (withdrawn)", "SUMMARY:Meeting", "do not go together"),
    ("STATUS:CANCELLED", "STATUS:CONFIRMED", "do not go together"),
    ("STATUS:TENTATIVE", "STATUS:DONE", "STATUS is 'DONE'"),
    ("STATUS:TENTATIVE\r\n", "", "STATUS 0 times"),
    ("CATEGORIES:a\\,b,c", "CATEGORIES:a\\,b,,c", "CATEGORIES is"),
    ("URL:https://kettle.example/2.0?a=b,c", "URL:kettle", "URL is 'kettle'"),
    ("URL:https://kettle.example/2.0?a=b,c", "URL:https://kettle.example/ 2", "URL is"),
    ("URL:https://kettle.example/2.0?a=b,c", "URL:https://kettle.example/版", "URL is"),
    ("SEQUENCE:2\r\n", "", "SEQUENCE 0 times"),
    ("SEQUENCE:2", "SEQUENCE:-2", "SEQUENCE is '-2'"),
    ("SEQUENCE:2", "SEQUENCE:02", "SEQUENCE is '02'"),
    ("SEQUENCE:2\r\nLAST-MODIFIED:20260303T000000Z\r\n", "SEQUENCE:2\r\n",
     "VEVENT has LAST-MODIFIED 0"),
    ("TRANSP:TRANSPARENT", "TRANSP:OPAQUE", "TRANSP is 'OPAQUE'"),
    ("TRANSP:TRANSPARENT\r\n", "", "TRANSP 0 times"),
    ("CLASS:PUBLIC", "CLASS:PRIVATE", "CLASS is 'PRIVATE'"),
    ("CLASS:PUBLIC\r\n", "", "CLASS 0 times"),
    ("CLASS:PUBLIC", "CLASS:PUBLIC\r\nRRULE:FREQ=DAILY", "RRULE in VEVENT"),
    ("TRIGGER:-P7D", "TRIGGER:20260303T000000Z", "TRIGGER is"),
    ("TRIGGER:-P7D\r\n", "", "TRIGGER 0 times"),
    ("ACTION:DISPLAY", "ACTION:EMAIL", "ACTION is 'EMAIL'"),
]


class LintTest(unittest.TestCase):
    def test_a_good_calendar_has_no_faults(self):
        self.assertEqual([], lint_ics.faults(GOOD))
        self.assertEqual(2, len(events.events(GOOD)))

    def test_each_fault_is_found(self):
        for old, new, expected in FAULTS:
            with self.subTest(expected, old=old, new=new):
                self.assertIn(old.encode(), GOOD)
                broken = GOOD.replace(old.encode(), new.encode(), 1)
                found = [f"{line}: {text}" for line, text in lint_ics.faults(broken)]
                self.assertTrue(any(expected in text for text in found), found)

    def test_a_character_cut_by_folding_is_found(self):
        character = "本".encode()
        broken = GOOD.replace(b"\r\n " + character, character[:1] + b"\r\n " + character[1:])
        found = [text for _, text in lint_ics.faults(broken)]
        self.assertEqual(2, sum("not UTF-8" in text for text in found), found)

    def test_a_method_is_allowed_where_it_was_asked_for(self):
        asked = GOOD.replace(b"X-PUB", b"METHOD:PUBLISH\r\nX-PUB")
        self.assertEqual([], lint_ics.faults(asked, "PUBLISH"))
        self.assertNotEqual([], lint_ics.faults(GOOD, "PUBLISH"))
        self.assertNotEqual([], lint_ics.faults(asked, "REQUEST"))


if __name__ == "__main__":
    unittest.main()
