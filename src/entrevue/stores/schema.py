"""The version of a ledger's tables, and how a ledger gets to the newest one."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from entrevue.errors import UnusableLedger

_NUMBER = re.compile(r"(?!0000)\d{4}", re.ASCII)
NEWEST = "0009"
_VERSIONS = Path(__file__).parent / "migrations"


def is_number(version: str) -> bool:
    """Whether a text is the number of a version of the tables."""
    return _NUMBER.fullmatch(version) is not None


def version_of(connection: Connection) -> str | None:
    """The version of the tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    number = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if number is None else str(number)


def bring_up_to_date(
    engine: Engine, place: str, writable: Callable[[], AbstractContextManager[Connection]], *, create: bool
) -> None:
    """Make or upgrade the tables; UnusableLedger for tables that are not a ledger's, or newer than this program.

    Where there are none and `create` is not said, none are made: UnusableLedger.
    """
    with engine.connect() as connection, connection.begin():
        # The tables before their version: another process may make the ledger between the two questions.
        tables = inspect(connection).get_table_names()
        version = version_of(connection)
    if tables and version is None:
        raise UnusableLedger(f"{place}: is not a ledger of Entrevue: it holds other tables")
    if version is None and not create:
        raise UnusableLedger(f"{place}: there is no ledger; `entrevue add` makes one")
    if version is not None and not is_number(version):
        raise UnusableLedger(f"{place}: is damaged: its tables have no version")
    if version is not None and version > NEWEST:
        raise UnusableLedger(f"{place}: was written by a newer Entrevue (tables {version}, known up to {NEWEST})")
    if version != NEWEST:
        upgrade(writable)


def upgrade(writable: Callable[[], AbstractContextManager[Connection]], to: str = NEWEST) -> None:
    """Run the migrations in one transaction; a process that waited finds them done."""
    from alembic import command  # 0.2 s to load: paid when a ledger is made or upgraded
    from alembic.config import Config

    with writable() as connection:
        if version_of(connection) == to:
            return
        config = Config()
        config.set_main_option("script_location", str(_VERSIONS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, to)
