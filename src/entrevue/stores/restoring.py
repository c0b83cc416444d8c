"""A backup opened as what it has to be: a whole ledger. Whatever else a file is, nothing is taken from it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from entrevue.errors import UnusableLedger
from entrevue.ledger.upkeep import faults_of_kept
from entrevue.stores import backups
from entrevue.stores.schema import NEWEST
from entrevue.stores.sqlite import SqliteStore


@contextmanager
def whole(path: Path) -> Iterator[SqliteStore]:
    """The ledger in a backup, for reading: with every table, of a version known here, and sound in all that it keeps.

    UnusableLedger for anything else. The file is left as it is, and may lie where nothing can be written; one of an
    earlier version is brought up to date in a copy.
    """
    with ExitStack() as left:
        place = path
        if backups.version_in(path) != NEWEST:
            place = Path(left.enter_context(TemporaryDirectory(prefix="entrevue-"))) / path.name
            backups.copy_file(path, place)
        store = SqliteStore(str(place), create=False, read_only=place == path)
        left.callback(store.close)
        with store.reading() as session:
            backups.holds_tables(session, str(path))
        faults = faults_of_kept(store)
        if faults:
            raise UnusableLedger(f"{path}: is no whole ledger, and nothing was taken from it: {faults[0]}")
        yield store
