"""What every format is given and gives back: an export, and the losses that it counts."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Final, Protocol

from entrevue.domain.decisions import Decision
from entrevue.domain.queries import Query
from entrevue.domain.recorded import ReportVersion
from entrevue.domain.sheets import Carried, Told
from entrevue.errors import WrongQuery
from entrevue.ledger.asking import Asking


class Source(Asking, Protocol):
    """A ledger that hands over what it holds, some at a time."""

    def told(self, query: Query | None = None, *, batch: int = 200) -> Iterator[Told]:
        """Every engagement of a query with its accounts and claims, newest first."""

    def told_one(self, id: str) -> Told:  # noqa: A002 (the word for it)
        """One engagement with its accounts and claims."""

    def carried(self, *, batch: int = 200) -> Iterator[Carried]:
        """Every report with all its versions and what it tells, in the order of recording."""

    def current(self, ids: Sequence[str]) -> tuple[ReportVersion, ...]:
        """The current versions of reports."""

    def decided(self) -> tuple[Decision, ...]:
        """Every decision, undone ones too."""

    def one_state(self) -> AbstractContextManager[None]:
        """All questions asked within are answered from one state of the ledger."""


MARKINGS: Final = ("clear", "green", "amber", "red")  # of the Traffic Light Protocol, as STIX 2.1 has them


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Export:
    """What is handed over: the engagements of a query, as a ledger knows them at `made`.

    `base`: the address of a reading room ("https://ledger.example.org") to which links lead; without one things are
    named by URNs. `table`: of formats that hold several tables, the one that is wanted alone. `only`: one engagement,
    by its id, instead of a query's. `tlp`: one of MARKINGS, with whom it may be shared, where a format says that;
    WrongQuery for another.
    """

    source: Source
    query: Query = field(default_factory=Query)
    base: str | None = None
    table: str | None = None
    only: str | None = None
    tlp: str = "clear"
    made: dt.datetime = field(default_factory=_now)

    def __post_init__(self) -> None:
        if self.tlp not in MARKINGS:
            raise WrongQuery(
                "no marking is called “%(text)s”; there are: %(right)s", text=self.tlp[:40], right=", ".join(MARKINGS)
            )

    def told(self) -> Iterator[Told]:
        """The engagements, newest first."""
        return self.source.told(self.query) if self.only is None else iter((self.source.told_one(self.only),))

    @property
    def everything(self) -> bool:
        """Whether nothing is asked for but everything."""
        return self.only is None and self.query in {Query(), Query(rejected=True)}

    def address(self, kind: str, id: str) -> str:  # noqa: A002 (the word for it)
        """The lasting name of a thing: `kind` is "engagement", "person" or "report"."""
        return f"{self.base}/{kind}s/{id}" if self.base else f"urn:entrevue:{kind}:{id}"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format could not express: what, why, and how often; `examples` are ids of engagements."""

    what: str
    why: str
    count: int
    examples: tuple[str, ...] = ()


_EXAMPLES = 3


@dataclass(slots=True)
class Losses:
    """Counts what an export loses while it is written."""

    _found: dict[tuple[str, str], tuple[int, list[str]]] = field(default_factory=dict)

    def note(self, what: str, why: str, about: str = "", count: int = 1) -> None:
        """Count a loss; `about`: the engagement that it is of."""
        if not count:
            return
        before, examples = self._found.get((what, why), (0, []))
        if about and len(examples) < _EXAMPLES and about not in examples:
            examples.append(about)
        self._found[what, why] = (before + count, examples)

    def report(self) -> tuple[Loss, ...]:
        """All losses, the most frequent first."""
        found = (Loss(what, why, count, tuple(ids)) for (what, why), (count, ids) in self._found.items())
        return tuple(sorted(found, key=lambda loss: (-loss.count, loss.what, loss.why)))
