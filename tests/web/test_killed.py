"""A server that is killed while readers reply and editors decide loses nothing that it acknowledged."""

import http.client
import json
import os
import signal
import threading
import time
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from entrevue.domain.replies import Moderation
from entrevue.wiring import Ledger
from tests.web.books import Watch, furnish, meeting_of, quick_users, token_of
from tests.web.browser.serving import serving


class Client(threading.Thread):
    """Replies and decides by turns until the line breaks."""

    def __init__(self, url: str, token: str, meeting: str) -> None:
        super().__init__(daemon=True)
        self.host, self.token, self.meeting = urlsplit(url).netloc, token, meeting
        self.replies: list[str] = []
        self.decisions: list[int] = []

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException), closing(HTTPConnection(self.host, timeout=10)) as line:
            for turn in range(10_000):
                self.decide(line, turn) if turn % 2 else self.reply(line)

    def post(self, line: HTTPConnection, path: str, body: object) -> tuple[int, dict[str, object]]:
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        line.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        with line.getresponse() as answer:
            told = answer.read()
        if answer.status == 429:  # all clients have one address, which asks for too much on a fast machine
            time.sleep(0.1)
            return self.post(line, path, body)
        return answer.status, json.loads(told)

    def decide(self, line: HTTPConnection, turn: int) -> None:
        wanted = {"verb": "correct", "engagement": self.meeting, "field": "city", "value": f"City {turn}"}
        status, told = self.post(line, "decisions", wanted)
        if status == 201:
            self.decisions.append(int(str(told["number"])))

    def reply(self, line: HTTPConnection) -> None:
        _, asked = self.post(line, "challenges", {"about": self.meeting})
        left, right = str(asked["question"]).removesuffix(" =").split(" × ")
        written = {"about": self.meeting, "name": "Bea", "email": "bea@example.org", "text": "So it was."}
        written |= {"challenge": str(asked["challenge"]), "answer": str(int(left) * int(right))}
        status, told = self.post(line, "replies", written)
        if status == 202:
            self.replies.append(str(told["id"]))


@pytest.mark.parametrize("after", [0.3, 1.2])
def test_nothing_acknowledged_is_lost(tmp_path: Path, after: float) -> None:
    place = tmp_path / "ledger.db"
    with Ledger(place) as ledger:
        quick_users(ledger, Watch())
        furnish(ledger)
        token, meeting = token_of(ledger, "administrator"), meeting_of(ledger)
    with serving(place, "--workers", "2") as (url, server):
        clients = [Client(url, token, meeting) for _ in range(3)]
        for client in clients:
            client.start()
        until = time.monotonic() + 60
        while time.monotonic() < until and not (clients[0].replies and clients[0].decisions):
            time.sleep(0.05)
        time.sleep(after)
        os.killpg(server.pid, signal.SIGKILL)
        for client in clients:
            client.join(15)
    replies = {id_ for client in clients for id_ in client.replies}
    decisions = {number for client in clients for number in client.decisions}
    assert replies
    assert decisions
    with Ledger(place, create=False) as ledger:
        assert ledger.verify() == ()
        assert replies <= {reply.id for reply in ledger.replies.in_state(Moderation.PENDING, limit=100_000)}
        assert decisions <= {decision.number for decision in ledger.history()}
