"""`entrevue serve` as users start it, over a ledger that holds the samples; and the addresses of all its pages."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from entrevue.domain.notes import Collection
from entrevue.domain.users import Role
from entrevue.wiring import Ledger
from tests.access.conftest import WORDS
from tests.ledger.readings import BURNS, HAMMOUCHI, WRAY, Told, reading
from tests.web.books import CLAIM, leave

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples").iterdir())
_MAIN = "from entrevue.cli import main; main()"
_START = 60  # seconds for a server to answer


@dataclass(frozen=True)
class Served:
    """A running site: its address, its ledger's file, and its pages by name; those of the desk begin with "desk"."""

    url: str
    place: Path
    pages: dict[str, str]


def build(place: Path) -> dict[str, str]:
    """A ledger with the samples read in, engagements in conflict, users and replies; the pages it has."""
    command = [sys.executable, "-c", _MAIN, "add", "--ledger", str(place), *map(str, SAMPLES)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    with Ledger(place) as ledger:
        for role in Role:
            ledger.users.add(role.value, WORDS, role=role, shown_as=f"The {role.value}")
        visit = Told(
            kind="visit", start="2023-02", end="2023-02", actors=(WRAY, HAMMOUCHI), topics=("la cybersécurité",)
        )
        ledger.record(reading(Told(), url="https://a.example/1", publisher="A", title="Visite à Rabat", claim=CLAIM))
        ledger.record(reading(Told(city="Témara"), url="https://c.example/3", publisher="C", title="In Morocco"))
        ledger.record(reading(visit, url="https://w.example/1", publisher="W", title="Le directeur du FBI"))
        arabic = Told(city="الرباط", actors=(("عبد اللطيف حموشي", "المدير العام", "DGST", "MA", "host"), BURNS))
        ledger.record(reading(arabic, url="https://ar.example/1", title="زيارة إلى الرباط", language="ar"))
        return _pages(ledger)


def _pages(ledger: Ledger) -> dict[str, str]:
    meeting = next(one for one in ledger.find() if one.reports > 1)
    for text in ("It began a day earlier.", "Not yet read by anybody."):
        leave(ledger, meeting.id, text, field="start", value="2023-04-06")
    ledger.replies.publish(ledger.replies.in_state()[0].id, who="The editor")
    ledger.correct(meeting.id, "city", "Rabat", who="The editor", why="communiqué")
    report = next(one for one in ledger.reports() if one.content.chrome)
    arabic = next(one for one in ledger.reports() if one.content.language == "ar")
    person = next(p.person for p in meeting.participants if p.person)
    shared = _noted(ledger, meeting.id, person or "", report.report)
    return {
        "home": "/",
        "search": "/search?q=Kigali",
        "nothing-found": "/search?q=xyzzy",
        "engagements": "/engagements",
        "engagements-filtered": "/engagements?state=MA&kind=meeting",
        "engagements-table": "/engagements?view=table",
        "engagements-pictures": "/engagements?view=pictures&state=MA",
        "browse": "/browse/persons",
        "browse-reports": "/browse/reports",
        "collection": f"/collections/{shared.key}",
        "engagement": f"/engagements/{meeting.id}",
        "report": f"/reports/{report.report}",
        "report-arabic": f"/reports/{arabic.report}",
        "person": f"/persons/{person}",
        "organisation": "/organisations/DGST",
        "state": "/states/MA",
        "pair": "/pairs/MA/US",
        "check": "/check",
        "unknown": "/engagements/nothing",
        "api": "/api",
        "sign-in": "/sign-in",
        "desk": "/desk",
        "desk-engagement": f"/desk/engagement/{meeting.id}",
        "desk-decisions": "/desk/decisions",
        "desk-replies": "/desk/replies",
        "desk-users": "/desk/users",
        "desk-watches": "/desk/watches",
        "desk-account": "/account",
        "desk-add": "/desk/add",
        "desk-notes": "/desk/notes",
        "desk-tag": "/desk/notes?tag=sahel",
        "desk-collections": "/desk/collections",
        "desk-collection": f"/desk/collections/{shared.id}",
        "desk-noted-engagement": f"/engagements/{meeting.id}",
        "desk-noted-person": f"/persons/{person}",
        "desk-kept-search": "/engagements?state=MA",
    }


def _noted(ledger: Ledger, meeting: str, person: str, report: str) -> Collection:
    """Notes, tags and a shared collection of the things of each kind, and a search that the administrator keeps."""
    collection = ledger.collections.share(ledger.collections.add("Dossier for Friday", who="The editor").id)
    for about in (meeting, person, report):
        ledger.notes.add(about, "Ask the embassy for the delegation.\nTwice, if need be.", who="The editor")
        ledger.notes.tag(about, "Sahel", who="The editor")
        ledger.collections.put(collection.id, about, who="The editor")
    ledger.searches.keep(ledger.users.named("administrator"), "Morocco", "state=MA")
    return collection


@contextmanager
def serving(place: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server over a ledger, and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", _MAIN, "serve", "--ledger", str(place), "--port", str(port), *options]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            _wait(port, server)
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until and server.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")
