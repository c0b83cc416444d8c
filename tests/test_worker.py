"""The reading process: what it may take, and that the next page is read whatever a page did to it."""

import multiprocessing
import sys
from collections.abc import Iterator

import pytest

from entrevue.domain.reading import Reading
from entrevue.domain.report import Page, Problem
from entrevue.errors import SettingError
from entrevue.settings import Settings
from entrevue.worker import _PREPARE, Task, Worker, _serve
from tests import pdfs

LIMIT = 300_000_000  # bytes; none of the pages here is read with a model
PLAIN = Page(("Es war ein ruhiger Tag in den Bergen, und niemand kam zu Besuch. " * 5).encode())

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to RLIMIT_DATA")


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker(60.0, LIMIT) as worker:
        yield worker


@pytest.mark.parametrize(
    "content",
    [pdfs.bomb(700), pdfs.operators(200), pdfs.letters(400), pdfs.forms(8), pdfs.font(700)],
    ids=["compressed twice", "operators", "letters", "forms", "font"],
)
def test_a_page_that_takes_too_much_memory_is_a_problem_and_the_next_is_read(worker: Worker, content: bytes) -> None:
    outcome = worker.read_page(Page(content), Task(), "bomb.pdf")
    assert isinstance(outcome, Problem)
    assert outcome.name == "bomb.pdf"
    assert "more than 0.3 GB of memory" in outcome.reason
    assert isinstance(worker.read_page(PLAIN, Task()), Reading)


def test_a_page_for_which_python_has_no_memory_is_a_problem(worker: Worker) -> None:
    """`Page.content` alone is as large as the process may become."""
    outcome = worker.read_page(Page(b"a" * LIMIT), Task(), "long")
    assert outcome == Problem("takes more than 0.3 GB of memory", "long")
    assert isinstance(worker.read_page(PLAIN, Task()), Reading)


def test_limits_come_from_the_environment() -> None:
    assert Settings.from_environment({}) == Settings(20.0, 1_500_000_000)
    given = {"ENTREVUE_TIME_LIMIT": "3.5", "ENTREVUE_MEMORY_LIMIT": "800"}
    assert Settings.from_environment(given) == Settings(3.5, 800_000_000)


@pytest.mark.parametrize("name", ["ENTREVUE_TIME_LIMIT", "ENTREVUE_MEMORY_LIMIT"])
@pytest.mark.parametrize("value", ["", "much", "0", "-1", "nan", "inf"])
def test_a_limit_that_is_no_number_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=name):
        Settings.from_environment({name: value})


def test_a_process_that_is_left_while_it_loads_ends_without_a_word(capfd: pytest.CaptureFixture[str]) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs, 2_000_000_000))
    process.start()
    theirs.close()
    ours.send(_PREPARE)
    ours.close()
    process.join(120)
    assert process.exitcode == 0
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("megabytes", [1, 60, 110])
def test_a_process_that_may_take_too_little_says_so_in_one_line(
    megabytes: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with Worker(60.0, megabytes * 1_000_000) as worker:
        outcome = worker.read_page(PLAIN, Task(), "page")
    assert isinstance(outcome, Problem)
    assert f"it may take {megabytes} MB of memory (ENTREVUE_MEMORY_LIMIT)" in outcome.reason
    assert not capfd.readouterr().err
