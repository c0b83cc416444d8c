"""Every engine keeps the port's promises: each piece comes back once, and an item that kills or hangs costs itself."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from entrevue.engines import Broken, Engine, Limits, Work
from entrevue.engines.cluster import DaskEngine
from entrevue.engines.local import LocalEngine
from entrevue.errors import EntrevueError
from tests.engines.works import Orders, Unprepared

LIMITS = Limits(seconds=2.0, deaths=2)
Make = Callable[[Work], Engine]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster's scheduler: two workers on this machine."""
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", memory_limit=0) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(params=["local", "dask"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Makes an engine of two slots of each kind, closed at the end."""
    made: list[Engine] = []
    address = request.getfixturevalue("scheduler") if request.param == "dask" else None

    def one(work: Work) -> Engine:
        made.append(
            DaskEngine(work, scheduler=address, limits=LIMITS) if address else LocalEngine(work, slots=2, limits=LIMITS)
        )
        return made[-1]

    yield one
    for engine in made:
        engine.close()


def outcomes(engine: Engine, *pieces: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    """What came of pieces, by their places; fails when one comes back twice."""
    found: dict[int, tuple[Any, ...]] = {}
    for ticket, piece in enumerate(pieces):
        engine.submit(ticket, piece)
    while len(found) < len(pieces):
        for one in engine.finished(1.0):
            assert one.ticket not in found
            found[one.ticket] = one.values
    assert engine.finished(0.0) == ()
    return found


def test_all_pieces_come_back_with_their_values_in_order(make: Make, tmp_path: Path) -> None:
    engine = make(Orders(str(tmp_path)))
    assert engine.slots == 2
    pieces = [tuple(f"item {number}.{place}" for place in range(number % 4)) for number in range(20)]
    found = outcomes(engine, *pieces)
    assert found == {number: tuple(word.upper() for word in piece) for number, piece in enumerate(pieces)}


def test_bad_items_cost_themselves_alone(make: Make, tmp_path: Path) -> None:
    engine = make(Orders(str(tmp_path)))
    piece = ("a", "raise", "b", "die", "c", "hang", "d", "full", "e", "once x", "f")
    (values,) = outcomes(engine, piece).values()
    assert [one if isinstance(one, str) else one.item for one in values] == [
        "A", "raise", "B", "die", "C", "hang", "D", "full", "E", "ONCE X", "F",
    ]  # fmt: skip
    reasons = {one.item: one.reason for one in values if isinstance(one, Broken)}
    assert "ValueError: as ordered" in reasons["raise"]
    assert "SIGKILL" in reasons["die"]
    assert reasons["hang"] == "took longer than 2 s"
    assert "memory" in reasons["full"]


def test_a_bad_item_at_the_end_of_a_piece_ends_it(make: Make, tmp_path: Path) -> None:
    found = outcomes(make(Orders(str(tmp_path))), ("a", "die"), ("hang",), ("raise",), ("b",))
    assert [[type(one) for one in found[number]] for number in range(4)] == [[str, Broken], [Broken], [Broken], [str]]


def test_processes_that_are_killed_from_outside_cost_nothing(make: Make, tmp_path: Path) -> None:
    engine = make(Orders(str(tmp_path)))
    pieces = [tuple(f"slow {number}.{place}" for place in range(8)) for number in range(12)]
    for ticket, piece in enumerate(pieces):
        engine.submit(ticket, piece)
    found: dict[int, tuple[Any, ...]] = {}
    victims: list[int] = []
    while len(found) < len(pieces):
        for one in engine.finished(0.2):
            assert one.ticket not in found
            found[one.ticket] = one.values
        if found and not victims:
            victims = _processes_of(engine)
            os.kill(victims[0], signal.SIGKILL)
    assert victims
    assert found == {number: tuple(word.upper() for word in piece) for number, piece in enumerate(pieces)}


def _processes_of(engine: Engine) -> list[int]:
    """The processes that a user could lose: the local engine's own, or workers of the cluster."""
    if isinstance(engine, LocalEngine):
        return engine.processes()
    assert isinstance(engine, DaskEngine)
    return engine.processes()


def test_work_that_never_gets_ready_is_an_error_and_no_endless_loop(make: Make, tmp_path: Path) -> None:
    engine = make(Unprepared(str(tmp_path)))
    engine.submit(0, ("a",))
    with pytest.raises(EntrevueError, match="do not start"):
        _wait(engine)


def _wait(engine: Engine) -> None:
    for _ in range(600):
        engine.finished(1.0)


def test_a_scheduler_that_does_not_answer_is_told() -> None:
    with pytest.raises(EntrevueError, match=r"no scheduler of Dask answers at tcp://127\.0\.0\.1:1$"):
        DaskEngine(Orders("."), scheduler="tcp://127.0.0.1:1", patience=0.5)


def test_a_cluster_can_be_started_here(tmp_path: Path) -> None:
    engine = DaskEngine(Orders(str(tmp_path)), slots=1, limits=LIMITS)
    try:
        assert outcomes(engine, ("a", "b"))[0] == ("A", "B")
    finally:
        engine.close()
