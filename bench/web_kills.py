"""Kill `entrevue serve` while readers leave replies and editors decide: whatever was acknowledged is there afterwards.

    python bench/web_kills.py [--times 30]

Each time a server of two processes is killed (SIGKILL, the whole group) at a random moment under load, then the ledger
is opened, verified, and every reply and decision that was acknowledged with 2xx is looked for.
"""

import argparse
import http.client
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from entrevue.domain.replies import Moderation
from entrevue.domain.users import Role, Scope
from entrevue.wiring import Ledger
from web_load import served

_WRITERS = 4
_TEXT = (
    "The director of the CIA, William Burns, met the head of the DGST, Abdellatif Hammouchi, in Rabat on 7 April 2023."
)


def furnished(place: Path) -> tuple[str, list[str]]:
    """A ledger with a user who may decide; a token, and ids of engagements."""
    import entrevue

    with Ledger(place) as ledger:
        for number in range(6):
            ledger.record(entrevue.read(_TEXT.replace("7 April", f"{7 + number} April"), published="2023-05-01"))
        ledger.users.add("ada", "four quiet words here", role=Role.EDITOR)
        token = ledger.tokens.add(ledger.users.named("ada"), "bench", [Scope.DECIDE]).secret
        return token, [one.id for one in ledger.find()]


class Writer(threading.Thread):
    """Leaves replies and decides, one after the other, until the line breaks."""

    def __init__(self, port: int, token: str, ids: list[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.port, self.token, self.ids = port, token, ids
        self.chance = random.Random(seed)
        self.replies: list[str] = []
        self.decisions: list[int] = []

    def run(self) -> None:
        """Ask until nobody answers."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while True:
                self._decide(line) if self.chance.random() < 0.5 else self._reply(line)
        except (OSError, http.client.HTTPException):
            return

    def _post(self, line: http.client.HTTPConnection, path: str, body: object) -> tuple[int, Any]:
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.token}"}
        line.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        answer = line.getresponse()
        told = answer.read()
        if answer.status == 429:  # all writers have one address, which asks for too much on a fast machine
            time.sleep(0.1)
            return self._post(line, path, body)
        return answer.status, json.loads(told)

    def _decide(self, line: http.client.HTTPConnection) -> None:
        wanted = {
            "verb": "correct",
            "engagement": self.chance.choice(self.ids),
            "field": "city",
            "value": f"C{time.time_ns()}",
        }
        status, told = self._post(line, "decisions", wanted)
        if status == 201:
            self.decisions.append(told["number"])

    def _reply(self, line: http.client.HTTPConnection) -> None:
        about = self.chance.choice(self.ids)
        _, asked = self._post(line, "challenges", {"about": about})
        left, right = asked["question"].removesuffix(" =").split(" × ")
        written = {
            "about": about,
            "name": "Bea",
            "email": "bea@example.org",
            "text": "x",
            "challenge": asked["challenge"],
        }
        status, told = self._post(line, "replies", written | {"answer": str(int(left) * int(right))})
        if status == 202:
            self.replies.append(told["id"])


def killed(place: Path, token: str, ids: list[str], chance: random.Random) -> tuple[set[str], set[int]]:
    """Serve, write, kill; what was acknowledged."""
    with served(place, 2) as (port, pid):
        writers = [Writer(port, token, ids, chance.randrange(10**9)) for _ in range(_WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(chance.uniform(0.3, 2.5))
        os.killpg(pid, signal.SIGKILL)
        for writer in writers:
            writer.join(15)
    replies = {id_ for writer in writers for id_ in writer.replies}
    return replies, {number for writer in writers for number in writer.decisions}


def main() -> None:
    """Kill many times; exit code 1 when anything acknowledged is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=30)
    options = parser.parse_args()
    chance = random.Random(3)
    replies: set[str] = set()
    decisions: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.db"
        token, ids = furnished(place)
        for _ in range(options.times):
            more, decided = killed(place, token, ids, chance)
            replies |= more
            decisions |= decided
            with Ledger(place, create=False) as ledger:
                faults = ledger.verify()
                kept = {reply.id for reply in ledger.replies.in_state(Moderation.PENDING, limit=1_000_000)}
                made = {decision.number for decision in ledger.history()}
            if faults or replies - kept or decisions - made:
                print(f"faults: {faults}; lost: {len(replies - kept)} replies, {len(decisions - made)} decisions")
                sys.exit(1)
    print(
        f"killed {options.times} times: {len(replies)} replies and {len(decisions)} decisions acknowledged, none lost"
    )


if __name__ == "__main__":
    main()
