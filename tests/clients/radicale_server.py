"""A CalDAV server, Radicale, over loopback in a folder of its own, and the few requests that a
calendar program makes of it."""
import base64
import contextlib
import http.client
import pathlib
import socket
import subprocess
import time
import urllib.parse
import xml.etree.ElementTree as etree

USER = "relcal"
STARTS_WITHIN = 20  # seconds
ANSWERS_WITHIN = 60

CONFIGURATION = """\
[server]
hosts = 127.0.0.1:{port}
timeout = 60
[auth]
type = none
[storage]
filesystem_folder = {folder}/collections
[logging]
level = warning
"""

QUERY = """\
<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>
"""

NAME_QUERY = """\
<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:"><D:prop><D:displayname/></D:prop></D:propfind>
"""


class Server:
    def __init__(self, port):
        self.port = port

    def request(self, method, path, body=b"", expected=(200, 201, 204, 207), **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWERS_WITHIN)
        with contextlib.closing(connection):
            token = base64.b64encode(f"{USER}:".encode()).decode()
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, urllib.parse.quote(path), body,
                               {"Authorization": f"Basic {token}", **named})
            answer = connection.getresponse()
            data = answer.read()
        if answer.status not in expected:
            raise AssertionError(f"{method} {path}: {answer.status} {data[:500]!r}")
        return data

    def make_calendar(self, path):
        self.request("MKCALENDAR", path)

    def put(self, path, data):
        self.request("PUT", path, data, Content_Type="text/calendar; charset=utf-8")

    def get(self, path):
        return self.request("GET", path)

    def name(self, path):
        data = self.request("PROPFIND", path, NAME_QUERY.encode(), Depth="0")
        return etree.fromstring(data).findtext(".//{DAV:}displayname")

    def report(self, path, start, end):
        """The calendars, one an event, that lie in [start, end), given like 20230501T000000Z."""
        data = self.request("REPORT", path, QUERY.format(start=start, end=end).encode(), Depth="1",
                            Content_Type="application/xml; charset=utf-8")
        found = etree.fromstring(data).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")
        # XML makes of every CRLF an LF.
        return [node.text.replace("\r\n", "\n").replace("\n", "\r\n").encode() for node in found]


def free_port():
    with contextlib.closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until_it_answers(server, process):
    until = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < until:
        try:
            server.request("GET", "/.web/", expected=(200, 302))
            return True
        except OSError:
            time.sleep(0.05)
    return False


@contextlib.contextmanager
def running(folder):
    """A server whose collections lie in `folder`; it is gone when the block ends."""
    folder = pathlib.Path(folder)
    for _ in range(3):  # another program may take the port before the server does
        server = Server(free_port())
        (folder / "config").write_text(CONFIGURATION.format(folder=folder, port=server.port))
        log = open(folder / "log", "wb")
        process = subprocess.Popen(["radicale", "-C", str(folder / "config")], cwd=folder,
                                   stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            if wait_until_it_answers(server, process):
                yield server
                return
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            log.close()
    raise RuntimeError("radicale does not start:\n" + (folder / "log").read_text()[-2000:])
