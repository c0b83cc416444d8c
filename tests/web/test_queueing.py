"""Whose turn comes next: the address for which least was made lately."""

import asyncio

import anyio

from entrevue.web.queueing import Turns
from tests.web.test_fairness import in_a_thread, settle


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_who_had_least_comes_next() -> None:
    clock, made = Clock(), []
    turns = Turns(clock)

    async def make(address: str, seconds: float) -> None:
        async with turns.of(address):
            await settle()
            clock.now += seconds
            made.append(address)

    async def run() -> None:
        greedy = [asyncio.create_task(make("greedy", 1.0)) for _ in range(4)]
        await asyncio.gather(*greedy)
        assert made == ["greedy"] * 4  # where nobody else waits all the time is its
        greedy = [asyncio.create_task(make("greedy", 1.0)) for _ in range(3)]
        await asyncio.sleep(0)
        others = [asyncio.create_task(make(f"reader {number}", 0.1)) for number in range(3)]
        await asyncio.gather(*greedy, *others)
        assert made[4:] == ["greedy", "reader 0", "reader 1", "reader 2", "greedy", "greedy"]
        assert not turns.busy

    in_a_thread(run)


def test_what_was_made_is_forgotten_with_time() -> None:
    clock = Clock()
    turns = Turns(clock)

    async def run() -> None:
        async with turns.of("a"):
            clock.now += 8.0
        assert turns.spent("a") == 8.0
        clock.now += 10.0
        assert turns.spent("a") == 2.0
        assert turns.spent("b") == 0.0
        for number in range(5_000):
            async with turns.of(str(number)):
                pass
        async with turns.of("a"):
            pass
        assert len(turns._spent) < 5_000
        assert turns.spent("a") == 2.0

    in_a_thread(run)


def test_who_leaves_while_waiting_holds_up_nobody() -> None:
    async def run() -> None:
        turns = Turns()
        held = anyio.Event()

        async def hold() -> None:
            async with turns.of("a"):
                await held.wait()

        async def pass_by() -> None:
            async with turns.of("b"):
                pass

        holding = asyncio.create_task(hold())
        await settle()
        leaving, called = asyncio.create_task(pass_by()), asyncio.create_task(pass_by())
        staying = asyncio.create_task(pass_by())
        await settle()
        leaving.cancel()
        held.set()
        await asyncio.gather(holding, return_exceptions=True)
        called.cancel()  # perhaps at the very moment at which it was called
        await asyncio.wait_for(staying, 5)
        assert not turns.busy
        assert not turns.waiting

    in_a_thread(run)
