"""The surroundings in which the tests run relcal: fixed clock, zone and language, no user's files.

With the environment variable RELCAL_WRAP, such as "valgrind -q --error-exitcode=99", relcal is run
under that command. With RELCAL_WITHOUT_ICAL there is no librelcal-ical, and what needs it is not
tested.
"""
import contextlib
import os
import pathlib
import shlex
import tempfile

NOW = 1787356800  # 2026-08-22T00:00:00Z, the day up to which the built-in data were looked after
HAS_CALENDARS = "RELCAL_WITHOUT_ICAL" not in os.environ
HERE = pathlib.Path(__file__).resolve().parent


@contextlib.contextmanager
def surroundings(relcal):
    """Gives (environment, empty folder to work in); `relcal` is the command in the PATH."""
    with tempfile.TemporaryDirectory(prefix="relcal-test-") as folder:
        folder = pathlib.Path(folder)
        programs, home, work = (folder / name for name in ("programs", "home", "work"))
        for path in (programs, home, work):
            path.mkdir()
        command = programs / "relcal"
        wrap = os.environ.get("RELCAL_WRAP", "")
        command.write_text(f'#!/bin/sh\nexec {wrap} {shlex.quote(str(relcal))} "$@"\n')
        command.chmod(0o755)
        yield {
            "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(home),
            "SOURCE_DATE_EPOCH": str(NOW),
            "TZ": "XXX-13:45",
            "LC_ALL": "C",
            "TERM": "xterm",
            "TEST_DATA": str(HERE.parent / "data"),
        }, work
