"""Ledgers made by every earlier version of the tables are brought up to date."""

import shutil
import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, create_engine, event, inspect

import entrevue
from entrevue.stores import schema
from entrevue.stores.tables import metadata
from tests.ledger.conftest import database

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.db"))
STEPS = sorted(path.stem[:4] for path in (Path(schema.__file__).parent / "migrations" / "versions").glob("0*.py"))


def test_every_version_has_its_fixture() -> None:
    assert [path.stem for path in FIXTURES] == STEPS
    assert STEPS[-1] == schema.NEWEST


def copied(fixture: Path, address: str) -> None:
    """A fixture's rows in PostgreSQL, in tables of its version."""
    engine = create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    schema.upgrade(engine.begin, fixture.stem)
    made = MetaData()
    made.reflect(engine)
    source = sqlite3.connect(fixture)
    source.row_factory = sqlite3.Row
    with engine.begin() as connection:
        for table in made.sorted_tables:
            if table.name not in (
                "alembic_version",
                "engagement_text",
            ):  # words are filed by each database in its own way
                rows = [dict(row) for row in source.execute(f'SELECT * FROM "{table.name}"')]
                if rows:
                    connection.execute(table.insert(), rows)
    source.close()
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_a_ledger_of_an_earlier_version_is_upgraded(
    fixture: Path, kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "ledger.db"
    place = str(path)
    if kind == "postgres":
        copied(fixture, place := database(request.getfixturevalue("postgres")))
    else:
        shutil.copy(fixture, path)
    with entrevue.Ledger(place) as ledger:
        ledger.rederive()
        assert ledger.verify() == ()
        assert [one.sides for one in ledger.find(entrevue.Query(text="libreville"))]
        assert ledger.find(entrevue.Query(states=("TG", "GA"), text="akossiwa"))[0].origins == 1
        assert [decision.who for decision in ledger.history()] == ["ada"]
        assert [user.name for user in ledger.users.all()] == ([] if fixture.stem < "0002" else ["ada"])
        assert ledger.replies.count() == (0 if fixture.stem < "0002" else 1)
        assert ledger.notes.tags() == ({} if fixture.stem < "0007" else {"Sahel": 1})
    engine = create_engine(
        place.replace("postgresql:", "postgresql+psycopg:") if kind == "postgres" else f"sqlite:///{place}"
    )
    with engine.connect() as connection:
        assert schema.version_of(connection) == schema.NEWEST
    engine.dispose()


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
