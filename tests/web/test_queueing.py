"""Whose turn comes next: the address for which least was made lately."""

import asyncio
import gc
import threading
import time
import weakref
from collections.abc import Callable

import pytest

from entrevue.web.queueing import Allowance, Turns
from tests.web.test_fairness import in_a_thread, settle


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def until(so: Callable[[], bool]) -> None:
    """Wait until something is so; fails after five seconds."""
    async with asyncio.timeout(5):
        while not so():
            await asyncio.sleep(0.005)


def test_who_had_least_comes_next() -> None:
    clock, made = Clock(), []
    turns, begin = Turns(clock), threading.Event()

    def making(address: str, seconds: float) -> Callable[[], None]:
        def make() -> None:
            begin.wait()
            clock.now += seconds
            made.append(address)

        return make

    async def run() -> None:
        begin.set()
        for _ in range(4):  # where nobody else waits all the time is its
            await turns.take("greedy", making("greedy", 0.2))
        begin.clear()
        greedy = [asyncio.create_task(turns.take("greedy", making("greedy", 0.01))) for _ in range(3)]
        await until(lambda: len(turns.waiting) == 2)  # the first has its turn
        readers = [f"reader {number}" for number in range(3)]
        others = [asyncio.create_task(turns.take(name, making(name, 0.01))) for name in readers]
        await settle()
        begin.set()
        await asyncio.gather(*greedy, *others)
        assert made[4:] == ["greedy", *readers, "greedy", "greedy"]
        assert not turns.waiting

    in_a_thread(run)


def test_nobody_waits_for_what_is_made_for_who_had_plenty() -> None:
    turns, held, made = Turns(), threading.Event(), []

    async def run() -> None:
        await turns.take("greedy", lambda: time.sleep(0.6), "list")
        greedy = asyncio.create_task(turns.take("greedy", held.wait, "page"))
        await settle()
        await until(lambda: not turns.waiting)
        for number in range(20):
            await asyncio.wait_for(turns.take(f"reader {number}", lambda: made.append(1), "page"), 5)
        assert not greedy.done()
        held.set()
        assert await asyncio.wait_for(greedy, 5)

    in_a_thread(run)
    assert len(made) == 20


def test_what_takes_long_is_made_beside_what_does_not() -> None:
    turns, held = Turns(), threading.Event()

    async def run() -> None:
        await turns.take("a", lambda: time.sleep(0.1), "list")
        long = asyncio.create_task(turns.take("b", held.wait, "list"))
        await settle()
        await until(lambda: not turns.waiting)
        assert await asyncio.wait_for(turns.take("c", lambda: 7, "page"), 5) == 7
        assert not long.done()
        held.set()
        await asyncio.wait_for(long, 5)

    in_a_thread(run)


def test_what_was_made_is_forgotten_with_time() -> None:
    clock = Clock()
    turns = Turns(clock)

    def eight() -> None:
        clock.now += 8.0

    async def run() -> None:
        await turns.take("a", eight)
        await settle()
        assert turns.spent("a") == 8.0
        clock.now += 10.0
        assert turns.spent("a") == 2.0
        assert turns.spent("b") == 0.0
        for number in range(5_000):
            await turns.take(str(number), lambda: None)
        assert len(turns._spent) < 5_000
        assert turns.spent("a") == 2.0

    in_a_thread(run)


def test_who_leaves_while_waiting_holds_up_nobody() -> None:
    async def run() -> None:
        turns, held, made = Turns(), threading.Event(), []
        holding = asyncio.create_task(turns.take("a", held.wait))
        await settle()
        await until(lambda: not turns.waiting)
        leaving = asyncio.create_task(turns.take("b", lambda: made.append("left")))
        staying = asyncio.create_task(turns.take("c", lambda: made.append("stayed")))
        await settle()
        leaving.cancel()
        await settle()
        holding.cancel()  # whose work is under way
        held.set()
        await asyncio.wait_for(staying, 5)
        assert made == ["stayed"]
        assert not turns.waiting

    in_a_thread(run)


def test_what_fails_is_told_to_who_asked_and_to_nobody_else() -> None:
    def fail() -> None:
        raise LookupError("nothing")

    async def run() -> None:
        turns = Turns()
        with pytest.raises(LookupError):
            await turns.take("a", fail)
        assert await turns.take("a", lambda: 7) == 7

    in_a_thread(run)


def test_threads_end_when_nothing_is_to_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrevue.web.queueing._IDLE", 0.05)
    kept = [Turns()]

    async def run() -> None:
        await kept[0].take("a", lambda: None)

    in_a_thread(run)
    for _ in range(100):
        if not kept[0]._threads:
            break
        time.sleep(0.05)
    assert not kept[0]._threads
    in_a_thread(run)  # the next makes another
    gone = weakref.ref(kept.pop())
    for _ in range(100):
        gc.collect()
        if gone() is None:
            break
        time.sleep(0.05)
    assert gone() is None


def test_an_allowance_is_used_up_and_comes_back() -> None:
    clock = Clock()
    allowance = Allowance(10, 20, clock)
    assert [allowance.take("a") for _ in range(21)] == [True] * 20 + [False]
    assert allowance.take("b")
    clock.now += 1.0
    assert [allowance.take("a") for _ in range(10)] == [True] * 9 + [False]
    for _ in range(1_000):
        allowance.take("a")
    assert allowance.left("a") == -20  # the most that it can owe
    clock.now += 2.5
    assert allowance.take("a")
    assert not allowance.take("a", 100)
    for number in range(5_000):
        allowance.take(str(number))
    assert len(allowance._left) <= 4_000


def test_whose_plenty_is_forgotten_while_waiting_is_among_the_others() -> None:
    clock, begun, held = Clock(), threading.Event(), threading.Event()
    turns = Turns(clock)

    def much() -> None:
        clock.now += 0.3

    def hold() -> None:
        begun.set()
        held.wait()

    async def run() -> None:
        await turns.take("a", much, "list")
        await turns.take("b", much, "list")
        long = asyncio.create_task(turns.take("a", hold, "page"))
        await until(begun.is_set)
        waiting = asyncio.create_task(turns.take("b", lambda: 7, "page"))
        await settle()
        clock.now += 10.0
        assert await asyncio.wait_for(waiting, 5) == 7
        held.set()
        await long

    in_a_thread(run)


def test_readers_get_long_lists_while_who_had_plenty_rests() -> None:
    turns = Turns()

    async def run() -> None:
        await turns.take("greedy", lambda: time.sleep(0.3), "list")
        turns._rest = time.monotonic() + 60
        greedy = asyncio.create_task(turns.take("greedy", lambda: 1, "list"))
        assert await asyncio.wait_for(turns.take("reader", lambda: 7, "list"), 5) == 7
        assert not greedy.done()
        turns._rest = 0.0
        assert await asyncio.wait_for(greedy, 5) == 1

    in_a_thread(run)
