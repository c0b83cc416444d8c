"""Nobody's requests hold up those of others: each address has its turns, and dear work its lanes."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from entrevue.settings import WEB
from entrevue.web.fairness import FairMiddleware

LIMITS = replace(WEB, requests_per_address=3, pictures=1, passwords=1, connections_per_address=10)


class Site:
    """Works on requests until told to end; counts them by address and path."""

    def __init__(self) -> None:
        self.end = asyncio.Event()
        self.now: Counter[str] = Counter()
        self.worked_on: list[str] = []
        self.fair = FairMiddleware(self.work, limits=LIMITS)
        self.statuses: list[int] = []

    async def work(self, scope: Any, receive: Any, send: Any) -> None:
        assert (await receive())["type"] == "http.request"
        key = f"{scope['client'][0]} {scope['path']}"
        self.now[key] += 1
        self.worked_on.append(key)
        await self.end.wait()
        self.now[key] -= 1

    def ask(self, address: str, path: str = "/", method: str = "GET", *, leave: bool = False) -> "asyncio.Task[None]":
        messages = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> Any:
            if messages:
                return messages.pop()
            if leave:
                return {"type": "http.disconnect"}
            return await asyncio.Event().wait()

        async def send(message: Any) -> None:
            if "status" in message:
                self.statuses.append(message["status"])

        scope = {"type": "http", "client": (address, 1), "path": path, "method": method, "headers": [], "state": {}}
        return asyncio.create_task(self.fair(scope | {"query_string": b"", "app": None}, receive, send))


def in_a_thread(run: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a coroutine where no loop runs: the tests that drive a browser leave theirs in the main thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(run())).result()


async def settle() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


def test_each_address_has_a_few_requests_worked_on() -> None:
    async def run() -> None:
        site = Site()
        tasks = [site.ask("192.0.2.1") for _ in range(9)] + [site.ask("192.0.2.2")]
        await settle()
        assert site.now == {"192.0.2.1 /": 3, "192.0.2.2 /": 1}
        site.end.set()
        await asyncio.gather(*tasks)
        assert len(site.worked_on) == 10
        assert not site.fair.lanes.addresses

    in_a_thread(run)


def test_dear_work_has_lanes_of_its_own() -> None:
    async def run() -> None:
        site = Site()
        tasks = [site.ask(f"192.0.2.{number}", "/pictures/map.png") for number in range(5)]
        tasks += [site.ask(f"192.0.2.{number}", "/sign-in", "POST") for number in range(5)]
        tasks += [site.ask("192.0.2.9"), site.ask("192.0.2.9", "/sign-in")]
        await settle()
        kinds = Counter(key.partition(" ")[2] for key in site.now.elements())
        assert kinds == {"/pictures/map.png": 1, "/sign-in": 2, "/": 1}  # one of the two only shows the form
        site.end.set()
        await asyncio.gather(*tasks)

    in_a_thread(run)


def test_who_asks_and_leaves_is_not_worked_for() -> None:
    async def run() -> None:
        site = Site()
        tasks = [site.ask("192.0.2.1") for _ in range(3)] + [site.ask("192.0.2.1", leave=True) for _ in range(5)]
        await settle()
        site.end.set()
        await asyncio.gather(*tasks)
        assert len(site.worked_on) == 3

    in_a_thread(run)


def test_who_has_too_many_waiting_is_sent_away(monkeypatch: Any) -> None:
    async def refuse(scope: Any, receive: Any, send: Any) -> None:
        await send({"status": 503})

    monkeypatch.setattr("entrevue.web.fairness.answer_to", lambda request, error: refuse)

    async def run() -> None:
        site = Site()
        tasks = [site.ask("192.0.2.1") for _ in range(15)] + [site.ask("192.0.2.2")]
        await settle()
        assert site.statuses == [503] * 5
        assert site.now["192.0.2.2 /"] == 1
        site.end.set()
        await asyncio.gather(*tasks)

    in_a_thread(run)
