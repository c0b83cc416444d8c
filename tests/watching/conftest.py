"""A site on the loopback that answers as it is told, a reader by hand, and a mail server."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import entrevue
from entrevue.domain.report import Page, Problem
from entrevue.intake import read_page
from entrevue.settings import MailSettings
from entrevue.watching.service import Pace, Service
from entrevue.watching.telling import Teller
from entrevue.worker import Task, Worker

Answer = Callable[[BaseHTTPRequestHandler], None]


def answer(body: bytes | str, status: int = 200, **headers: str) -> Answer:
    """What a site answers."""
    content = body.encode() if isinstance(body, str) else body

    def send(handler: BaseHTTPRequestHandler) -> None:
        etag = headers.get("ETag")
        unchanged = etag is not None and handler.headers.get("If-None-Match") == etag
        handler.send_response(304 if unchanged else status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0" if unchanged else str(len(content)))
        handler.end_headers()
        handler.wfile.write(b"" if unchanged else content)

    return send


@dataclass
class Site:
    """A server: what it answers by path, and what it was asked and sent."""

    url: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def feed(self, *paths: str) -> None:
        """Have its feed list these paths."""
        items = "".join(f"<item><title>x</title><link>{self.url}{path}</link></item>" for path in paths)
        self.pages["/feed"] = answer(f'<rss version="2.0"><channel><title>News</title>{items}</channel></rss>')

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return self.asked.count(path)


@contextmanager
def serving() -> Iterator[Site]:
    """A site on the loopback."""
    made: Site

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            made.agents.add(self.headers.get("User-Agent", ""))
            with suppress(OSError):  # who asked has heard enough
                made.pages.get(self.path, answer("no", 404))(self)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            made.posted.append((dict(self.headers.items()), self.rfile.read(length)))
            made.pages.get(self.path, answer("", 204))(self)

        def log_message(self, *_: Any) -> None:
            """The tests ask what was asked."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made = Site(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on the loopback."""
    with serving() as made:
        yield made


class HandReader(Worker):
    """Reads a page "MEETING <day>" as a meeting of Togo and Gabon on that day of May 2024; any other as quiet."""

    def __init__(self) -> None:
        super().__init__(20.0)
        self.read_names: list[str] = []

    def read_page(self, page: Page | str, task: Task, name: str | None = None) -> entrevue.Reading | Problem:
        assert isinstance(page, Page)
        self.read_names.append(name or "")
        report = read_page(page, published=entrevue.PartialDate(2024, 5, 30))
        if isinstance(report, Problem):
            return report
        words = report.text.split()
        if "MEETING" not in words:
            return entrevue.Reading(report, reader_version="1")
        day = entrevue.PartialDate(2024, 5, int(words[words.index("MEETING") + 1]))
        people = tuple(
            entrevue.Participation(who, "minister", None, state, part)
            for who, state, part in (("Ada Mba", "GA", entrevue.Part.HOST), ("Kofi Adom", "TG", entrevue.Part.VISITOR))
        )
        account = entrevue.Account("e1", entrevue.Kind.MEETING, day, day, "GA", None, entrevue.Status.HELD, people)
        return entrevue.Reading(report, (account,), reader_version="1")


class Clock:
    """A clock that its test sets."""

    def __init__(self) -> None:
        self.now = dt.datetime(2024, 6, 1, 12, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let time pass."""
        self.now += dt.timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    """The time."""
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[entrevue.Ledger]:
    """A ledger in a file."""
    with entrevue.Ledger(tmp_path / "ledger.db", clock=clock) as made:
        yield made


@pytest.fixture
def reader() -> HandReader:
    """A reader by hand."""
    return HandReader()


@pytest.fixture
def service(ledger: entrevue.Ledger, reader: HandReader) -> Service:
    """The service, without a delay."""
    return Service(ledger, reader, Teller(MailSettings(), "https://ledger.example"), Pace(delay=0.0))


def told(day: int) -> Answer:
    """A page that tells of a meeting."""
    return answer(f"<html><body><article><p>The ministers held a MEETING {day} times as long as others, it was said in the"
                  " evening by those who had been there.</p></article></body></html>", Content_Type="text/html")  # fmt: skip
