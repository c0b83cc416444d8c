"""Who asked to be told of engagements is told of each once, whoever recorded it."""

import hashlib
import hmac
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest
from fastapi.testclient import TestClient

import entrevue
from entrevue.domain.report import Page
from entrevue.domain.users import Role
from entrevue.domain.watches import Channel, WatchKind
from entrevue.errors import WrongWatch
from entrevue.settings import MailSettings
from entrevue.watching.service import Pace, Service
from entrevue.watching.telling import Teller
from entrevue.web import create_app
from entrevue.web.site import SiteSettings
from entrevue.worker import Task
from tests.watching.conftest import Clock, HandReader, Site, answer

TOGO = entrevue.Query(states=("TG",))


def record(ledger: entrevue.Ledger, reader: HandReader, day: int, url: str) -> None:
    """Record a report as `entrevue add` does."""
    text = f"The ministers held a MEETING {day} times as long as others, it was said in the evening by those who knew."
    reading = reader.read_page(Page(text.encode(), url=url), Task())
    assert isinstance(reading, entrevue.Reading)
    ledger.record(reading)


def test_engagements_from_before_an_alert_are_not_told(ledger: entrevue.Ledger, reader: HandReader) -> None:
    record(ledger, reader, 3, "https://a.example/1")
    alert = ledger.alerts.add("Togo", TOGO, Channel.ATOM)
    other = ledger.alerts.add("Mali", entrevue.Query(states=("ML",)), Channel.ATOM)
    assert ledger.alerts.check() == 0
    record(ledger, reader, 9, "https://a.example/2")
    assert ledger.alerts.check() == 1
    assert ledger.alerts.check() == 0
    assert [one.start.value for _, one in ledger.alerts.news(alert)] == ["2024-05-09"]
    assert ledger.alerts.news(other) == ()


def test_another_report_of_what_was_told_is_no_news(ledger: entrevue.Ledger, reader: HandReader) -> None:
    ledger.alerts.add("Togo", TOGO, Channel.ATOM)
    record(ledger, reader, 3, "https://a.example/1")
    assert ledger.alerts.check() == 1
    record(ledger, reader, 3, "https://b.example/1")
    assert ledger.count() == 1
    assert ledger.alerts.check() == 0


def test_a_webhook_is_signed_and_tried_again_until_it_is_taken(
    ledger: entrevue.Ledger, reader: HandReader, service: Service, site: Site, clock: Clock
) -> None:
    alert = ledger.alerts.add("Togo", TOGO, Channel.WEBHOOK, site.url + "/hook", private=True)
    record(ledger, reader, 3, "https://a.example/1")
    record(ledger, reader, 9, "https://a.example/2")
    site.pages["/hook"] = answer("x", 500)
    service.run_once(())
    site.pages["/hook"] = answer("", 204)
    service.run_once(())
    assert len(site.posted) == 1  # it is not due yet
    for _ in range(3):
        clock.pass_by(hours=1)
        service.run_once(())
    assert len(site.posted) == 2
    (first, _), (headers, body) = site.posted
    assert headers["Entrevue-Delivery"] == first["Entrevue-Delivery"]
    told = json.loads(body)
    assert sorted(one["start"] for one in told["engagements"]) == ["2024-05-03", "2024-05-09"]
    assert told["engagements"][0]["url"].startswith("https://ledger.example/engagements/")
    moment, mark = (part.split("=")[1] for part in headers["Entrevue-Signature"].split(","))
    secret = ledger.alerts.secret(alert)
    assert mark == hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()


def test_a_webhook_within_a_private_network_has_to_be_said(
    ledger: entrevue.Ledger, reader: HandReader, service: Service, site: Site
) -> None:
    ledger.alerts.add("Togo", TOGO, Channel.WEBHOOK, site.url + "/hook")
    record(ledger, reader, 3, "https://a.example/1")
    service.run_once(())
    assert site.posted == []
    (job,) = ledger.watches.waiting()
    assert job.error == "127.0.0.1 is not on the public internet"


class _Mail(socketserver.StreamRequestHandler):
    """Just enough of SMTP."""

    def handle(self) -> None:
        self._say("220 here")
        body = False
        for line in self.rfile:
            word = line.strip()
            if body:
                body = word != b"."
                self.server.mails[-1] += line  # type: ignore[attr-defined]
                if not body:
                    self._say("250 taken")
            elif word.upper() == b"DATA":
                self.server.mails.append(b"")  # type: ignore[attr-defined]
                body = True
                self._say("354 go on")
            elif word.upper() == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def mails() -> Iterator[tuple[str, list[bytes]]]:
    """A mail server: its address, and what it took."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        server.mails = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", server.mails  # type: ignore[attr-defined]
        server.shutdown()


def test_mails_are_sent_once(
    ledger: entrevue.Ledger, reader: HandReader, mails: tuple[str, list[bytes]], service: Service, clock: Clock
) -> None:
    address, taken = mails
    ledger.alerts.add("Togo abroad", TOGO, Channel.EMAIL, "ada@example.org")
    record(ledger, reader, 3, "https://a.example/1")
    service.run_once(())
    (job,) = ledger.watches.waiting()
    assert job.error == "mails cannot be sent: set ENTREVUE_SMTP and ENTREVUE_MAIL_FROM"
    sending = Service(ledger, reader, Teller(MailSettings(address, "ledger@example.org")), Pace(delay=0.0))
    for _ in range(3):
        clock.pass_by(hours=1)
        sending.run_once(())
    (mail,) = taken
    assert b"To: ada@example.org" in mail
    assert b"Subject: Togo abroad: 2024-05-03" in mail
    assert b"Kofi Adom" in mail


def test_alerts_that_cannot_be_are_refused(ledger: entrevue.Ledger) -> None:
    with pytest.raises(WrongWatch, match="label"):
        ledger.alerts.add(" ", TOGO, Channel.ATOM)
    with pytest.raises(WrongWatch, match="where it goes"):
        ledger.alerts.add("x", TOGO, Channel.EMAIL)


def test_a_backup_holds_alerts_but_not_what_signs_them(ledger: entrevue.Ledger, clock: Clock, tmp_path: object) -> None:
    alert = ledger.alerts.add(
        "Togo", replace(TOGO, since=entrevue.PartialDate(2024)), Channel.WEBHOOK, "https://a.example/"
    )
    secret = ledger.alerts.secret(alert)
    copy = f"{tmp_path}/copy.db"
    ledger.backup(copy)
    with entrevue.Ledger(copy) as other:
        assert other.alerts.all() == (alert,)
        assert other.alerts.secret(alert) != secret


def test_an_alert_has_a_feed_and_the_desk_shows_watches(
    ledger: entrevue.Ledger, reader: HandReader, service: Service, site: Site
) -> None:
    alert = ledger.alerts.add("Togo & others", TOGO, Channel.ATOM)
    record(ledger, reader, 3, "https://a.example/1")
    site.pages["/bad"] = answer("x", 500)
    ledger.watches.add(site.url + "/bad", WatchKind.FEED, "A <b>paper</b>", private=True)
    service.run_once(ledger.watches.all())
    with TestClient(create_app(ledger, SiteSettings()), base_url="http://localhost") as client:
        feed = client.get(f"/alerts/{alert.id}.atom")
        assert feed.headers["content-type"].startswith("application/atom+xml")
        assert feed.text.count("<entry>") == 1
        assert "Togo &amp; others" in feed.text
        assert client.get("/alerts/a-none.atom").status_code == 404
        user = ledger.users.add("ada", "a long word of many letters 9", role=Role.EDITOR)
        signed = ledger.users.sign_in(user.name, "a long word of many letters 9")
        assert signed is not None
        page = client.get("/desk/watches", headers={"cookie": f"entrevue={signed.secret}"})
        assert "A &lt;b&gt;paper&lt;/b&gt;" in page.text
        assert "the server answered 500" in page.text


def test_what_is_found_while_a_webhook_is_told_is_told_after(
    ledger: entrevue.Ledger, reader: HandReader, service: Service, site: Site, clock: Clock
) -> None:
    ledger.alerts.add("Togo", TOGO, Channel.WEBHOOK, site.url + "/hook", private=True)
    record(ledger, reader, 3, "https://a.example/1")

    def meanwhile(handler: BaseHTTPRequestHandler) -> None:
        if len(site.posted) == 1:
            clock.pass_by(seconds=5)
            record(ledger, reader, 9, "https://a.example/2")
            ledger.alerts.check()
        answer("", 204)(handler)

    site.pages["/hook"] = meanwhile
    service.run_once(())
    told = [one["start"] for _, body in site.posted for one in json.loads(body)["engagements"]]
    assert told == ["2024-05-03", "2024-05-09"]
