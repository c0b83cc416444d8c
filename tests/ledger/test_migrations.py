"""Ledgers made by every earlier version of the tables are brought up to date."""

import shutil
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event, inspect

import entrevue
from entrevue.stores import schema
from entrevue.stores.tables import metadata
from tests.ledger.conftest import database

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.db"))
STEPS = sorted(path.stem[:4] for path in (Path(schema.__file__).parent / "migrations" / "versions").glob("0*.py"))


def test_every_version_has_its_fixture() -> None:
    assert [path.stem for path in FIXTURES] == STEPS
    assert STEPS[-1] == schema.NEWEST


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_ledger_of_an_earlier_version_is_upgraded(fixture: Path, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    shutil.copy(fixture, path)
    with entrevue.Ledger(path) as ledger:
        ledger.rederive()
        assert ledger.verify() == ()
        assert [one.sides for one in ledger.find(entrevue.Query(text="libreville"))]
        assert ledger.find(entrevue.Query(states=("TG", "GA"), text="akossiwa"))[0].origins == 1
        assert [decision.who for decision in ledger.history()] == ["ada"]
        assert [user.name for user in ledger.users.all()] == ([] if fixture.stem < "0002" else ["ada"])
        assert ledger.replies.count() == (0 if fixture.stem < "0002" else 1)
        assert ledger.notes.tags() == ({} if fixture.stem < "0007" else {"Sahel": 1})
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.NEWEST,)
    connection.close()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_migrations_make_the_tables_that_the_code_names(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = database(request.getfixturevalue("postgres")) if kind == "postgres" else ""
    place = address or str(tmp_path / "ledger.db")
    entrevue.Ledger(place).close()
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{place}")
    found = inspect(engine)
    for table in metadata.sorted_tables:
        columns = {
            column["name"]: (str(column["type"]).replace("DOUBLE PRECISION", "FLOAT"), column["nullable"])
            for column in found.get_columns(table.name)
        }
        named = {
            c.name: (str(c.type.compile(engine.dialect)).replace("DOUBLE PRECISION", "FLOAT"), bool(c.nullable))
            for c in table.columns
        }
        assert columns == named, table.name
        indexed = {index["name"] for index in found.get_indexes(table.name) if not index.get("duplicates_constraint")}
        assert {index.name for index in table.indexes} == {
            name for name in indexed if not str(name).endswith("_rank")
        }, table.name
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_ledger_that_another_process_makes_meanwhile_is_no_foreign_database(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address = database(request.getfixturevalue("postgres")) if kind == "postgres" else ""
    place = address or str(tmp_path / "ledger.db")
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:") or f"sqlite:///{place}")
    made: list[str] = []

    def meanwhile(*_: object) -> None:
        if not made:
            made.append(place)
            entrevue.Ledger(place).close()

    def never() -> AbstractContextManager[Connection]:
        raise AssertionError("the other process has made the tables")

    with engine.connect():
        pass  # what a driver asks of its own accord at its first connection
    event.listen(engine, "after_cursor_execute", meanwhile)
    schema.bring_up_to_date(engine, place, never, create=False)
    assert made
    engine.dispose()
