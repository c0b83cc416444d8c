"""One reader of drafts for all processes that answer."""

from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.connection import Client
from threading import Event

import pytest

from entrevue.atlas.lookup import load_atlas
from entrevue.domain.report import Page, Problem
from entrevue.errors import Busy
from entrevue.inquiry.claims import prepare
from entrevue.languages import codes
from entrevue.web.checking import DraftDesk, DraftReader, DraftsElsewhere
from entrevue.worker import Task


class Standing(DraftReader):
    """Stands in for the reading process: tells whether it was loaded, and what it was asked."""

    def __init__(self) -> None:
        super().__init__(1.0, most_of_one=1)
        self.loaded = Event()
        self.asked: list[tuple[str, Task, str]] = []

    def prepare(self) -> None:
        """Note it."""
        self.loaded.set()

    def read(self, draft: str | Page, task: Task, whose: str) -> Problem:
        """A problem that names the draft."""
        with self._place(whose):
            self.asked.append((str(draft), task, whose))
            return Problem(f"read {draft}")


@pytest.fixture
def standing() -> Standing:
    return Standing()


@pytest.fixture
def desk(standing: Standing) -> Iterator[DraftDesk]:
    made = DraftDesk(standing)
    yield made
    made.close()


def test_the_reader_is_loaded_before_the_first_draft(standing: Standing, desk: DraftDesk) -> None:
    assert standing.loaded.wait(5)
    assert not standing.asked


def test_a_draft_goes_to_the_reader_as_it_is_and_its_reading_comes_back(standing: Standing, desk: DraftDesk) -> None:
    task = Task(language="fr")
    assert DraftsElsewhere(desk.address).read("« été »\n\ud800", task, "192.0.2.1") == Problem("read « été »\n\ud800")
    assert standing.asked == [("« été »\n\ud800", task, "192.0.2.1")]


def test_one_address_holds_one_place_whichever_process_it_asks(standing: Standing, desk: DraftDesk) -> None:
    one, other = DraftsElsewhere(desk.address), DraftsElsewhere(desk.address)
    with standing._place("192.0.2.1"):
        with pytest.raises(Busy, match="other texts"):
            one.read("second", Task(), "192.0.2.1")
        assert other.read("of another", Task(), "192.0.2.2") == Problem("read of another")


def _asks(address: str) -> None:
    assert DraftsElsewhere(address).read("from afar", Task(), "192.0.2.1") == Problem("read from afar")


def test_processes_that_were_started_here_hold_the_key(standing: Standing, desk: DraftDesk) -> None:
    process = get_context("spawn").Process(target=_asks, args=(desk.address,))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert len(standing.asked) == 1


def test_who_has_another_key_or_goes_is_not_read_and_holds_up_nobody(standing: Standing, desk: DraftDesk) -> None:
    with pytest.raises(Exception, match="digest"):
        Client(desk.address, authkey=b"guessed")
    Client(desk.address).close()
    assert DraftsElsewhere(desk.address).read("after them", Task(), "192.0.2.1") == Problem("read after them")
    assert len(standing.asked) == 1


def test_where_nobody_reads_any_more_one_is_told_to_come_again(standing: Standing) -> None:
    desk = DraftDesk(standing)
    desk.close()
    with pytest.raises(Busy, match="at this moment"):
        DraftsElsewhere(desk.address).read("late", Task(), "192.0.2.1")


def test_a_first_verdict_waits_for_no_names() -> None:
    load_atlas.cache_clear()
    prepare()
    before = load_atlas.cache_info().misses
    for code in codes("claims"):
        load_atlas(code)
    assert load_atlas.cache_info().misses == before == len(codes("claims"))
