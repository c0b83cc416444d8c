"""Where the results of a run go: tables in a folder, a ledger, or both."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from entrevue.scale.memory import Memory
from entrevue.scale.reprints import Known
from entrevue.scale.tables import SCHEMAS, Row, Tables, Trouble
from entrevue.wiring import Ledger

_BATCH = 200  # reports a transaction


class Outputs:
    """Tables in `folder` (all, or where results go into a ledger alone, that of problems), and a ledger if there is one."""

    def __init__(self, folder: Path, ledger: Ledger | None, *, tables: bool) -> None:
        """`tables`: whether reports and accounts are written into the folder too."""
        self._tables = Tables(folder, tuple(SCHEMAS) if tables else ("problems",))
        self._ledger = ledger
        self._memory = Memory(folder)

    def go_on(self, parts: int) -> Iterable[Known]:
        """Take back what the journal does not know of, and tell what was read before."""
        self._tables.drop_after(parts)
        return self._memory.go_on(parts)

    def end(self) -> None:
        """The run is finished: nothing has to be remembered for it any more."""
        self._memory.forget()

    def keep(self, part: int, rows: Sequence[Row], troubles: Sequence[Trouble]) -> None:
        """Keep the results of a part: in the ledger each report once, whatever was kept of it before."""
        if self._ledger is not None:
            told = (row.reading for row in rows if row.reading.accounts)
            for _ in self._ledger.record_many(told, batch=_BATCH, archived=True):
                pass
        self._tables.keep(part, rows, troubles)
        self._memory.keep(part, rows)
