"""What comes as an extra says so where it is missing, in one line, and stops nothing else."""

import sys
from collections.abc import Iterator
from importlib.util import find_spec as really

import pytest
from fastapi.testclient import TestClient

from entrevue import errors
from entrevue.domain.report import Problem
from entrevue.errors import MissingExtra, needed
from entrevue.intake.pdf import read_pdf
from entrevue.web import create_app
from entrevue.web.pictures import drawing
from entrevue.wiring import Ledger
from tests.ledger.readings import Told, reading


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An environment in which nothing was installed that comes as an extra."""
    extras = {"vl_convert", "pypdfium2", "psycopg", "pyarrow"}

    def found(name: str, package: str | None = None) -> object:
        return None if name in extras else really(name, package)

    for name in extras:
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(errors, "find_spec", found)
    monkeypatch.setattr(drawing, "find_spec", found)
    drawing.script_name.cache_clear()
    yield
    drawing.script_name.cache_clear()


@pytest.mark.usefixtures("bare")
def test_each_says_how_to_get_it() -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'entrevue\[postgresql\]'"):
        Ledger("postgresql://me@localhost/none")
    told = read_pdf(b"%PDF-1.4")
    assert isinstance(told, Problem)
    assert "pip install 'entrevue[pdf]'" in told.reason
    with pytest.raises(MissingExtra):
        needed("pyarrow", "parquet", "tables in Parquet")
    needed("json", "json", "nothing")


@pytest.mark.usefixtures("bare")
def test_pages_come_without_their_pictures() -> None:
    with Ledger(":memory:") as ledger:
        ledger.record(reading(Told()))
        with TestClient(create_app(ledger), raise_server_exceptions=False) as client:
            assert client.get("/states/MA").status_code == 200
            assert 'src="/pictures/' not in client.get("/states/MA").text
            answer = client.get("/pictures/timeline.svg?state=MA")
            assert answer.status_code == 501
            assert "entrevue[pictures]" in answer.text.replace("&#39;", "'")
