"""An empty PostgreSQL database is no ledger until something is added: typing errors make none."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from tests.ledger.conftest import database
from tests.test_cli_ledgers import PAGE, run


def tables_of(place: str) -> list[str]:
    """The tables in a database."""
    engine = create_engine(place.replace("postgresql://", "postgresql+psycopg://"))
    try:
        return inspect(engine).get_table_names()
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "command",
    [("user", "add", "ada", "--password-stdin"), ("engagements",), ("ledger", "status"), ("ledger", "verify"),
     ("ledger", "reread"), ("serve", "--port", "1"), ("claims",), ("export", "jsonl")],
)  # fmt: skip
def test_only_adding_makes_a_ledger_in_an_empty_database(
    tmp_path: Path, postgres: str, command: tuple[str, ...]
) -> None:
    place = database(postgres)
    done = run(tmp_path, *command, "--ledger", place)
    assert done.returncode == 2
    assert done.stderr.splitlines() == [f"entrevue: {place}: there is no ledger; `entrevue add` makes one"]
    assert tables_of(place) == []


def test_pages_make_a_ledger_in_an_empty_database_when_one_can_be_read(
    tmp_path: Path, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = database(postgres)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    monkeypatch.setenv("ENTREVUE_TIME_LIMIT", "300")  # the machine may be busy with other things
    assert run(tmp_path, "add", "--ledger", place, "missing.txt").returncode == 1
    assert tables_of(place) == []
    made = run(tmp_path, "add", "--ledger", place, "page.txt")
    assert made.stderr.splitlines() == [f"entrevue: made a ledger: {place}"]
    assert "engagement" in tables_of(place)
    assert run(tmp_path, "ledger", "status", "--ledger", place).returncode == 0
