"""Entrevue: who met whom, in what capacity, when, where, about what, and who says so.

    >>> import entrevue
    >>> reading = entrevue.read("…", published="2023-04-08")
    >>> reading.accounts

The names below are the whole public interface; they load when they are first used, so that `import entrevue` and the
commands that read nothing start at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    __version__: str

    from entrevue.domain.dates import PartialDate
    from entrevue.domain.decisions import Decision, Verb
    from entrevue.domain.engagements import Engagement, Field, Participant, Person, Review, Tenure
    from entrevue.domain.evidence import Evidence
    from entrevue.domain.likeness import Bond, Echo, EchoKind, Likeness, Reason
    from entrevue.domain.queries import Coverage, Query
    from entrevue.domain.reading import Account, Claim, Kind, Part, Participation, Reading, Status, Topic
    from entrevue.domain.recorded import Recorded, RecordedAccount, RecordedClaim
    from entrevue.domain.report import Page, Paragraph, Problem, Report
    from entrevue.domain.verdicts import Outcome, Verdict
    from entrevue.errors import (
        EntrevueError,
        LedgerError,
        MissingExtra,
        UnknownId,
        UnreadablePage,
        UnusableLedger,
        WrongDecision,
    )
    from entrevue.exchange.frames import frames
    from entrevue.inquiry.frames import Frames
    from entrevue.inquiry.tidy import TABLES
    from entrevue.pipeline import Reader, read
    from entrevue.wire import Record, record_of
    from entrevue.wiring import Ledger

__all__ = [
    "TABLES",
    "Account",
    "Bond",
    "Claim",
    "Coverage",
    "Decision",
    "Echo",
    "EchoKind",
    "Engagement",
    "EntrevueError",
    "Evidence",
    "Field",
    "Frames",
    "Kind",
    "Ledger",
    "LedgerError",
    "Likeness",
    "MissingExtra",
    "Outcome",
    "Page",
    "Paragraph",
    "Part",
    "PartialDate",
    "Participant",
    "Participation",
    "Person",
    "Problem",
    "Query",
    "Reader",
    "Reading",
    "Reason",
    "Record",
    "Recorded",
    "RecordedAccount",
    "RecordedClaim",
    "Report",
    "Review",
    "Status",
    "Tenure",
    "Topic",
    "UnknownId",
    "UnreadablePage",
    "UnusableLedger",
    "Verb",
    "Verdict",
    "WrongDecision",
    "frames",
    "read",
    "record_of",
]

_HOMES = {
    "exchange.frames": ("frames",),
    "domain.dates": ("PartialDate",),
    "domain.evidence": ("Evidence",),
    "domain.reading": ("Account", "Claim", "Kind", "Part", "Participation", "Reading", "Status", "Topic"),
    "domain.report": ("Page", "Paragraph", "Problem", "Report"),
    "domain.decisions": ("Decision", "Verb"),
    "domain.engagements": ("Engagement", "Field", "Participant", "Person", "Review", "Tenure"),
    "domain.likeness": ("Bond", "Echo", "EchoKind", "Likeness", "Reason"),
    "domain.verdicts": ("Outcome", "Verdict"),
    "domain.queries": ("Coverage", "Query"),
    "domain.recorded": ("Recorded", "RecordedAccount", "RecordedClaim"),
    "errors": (
        "EntrevueError",
        "LedgerError",
        "MissingExtra",
        "UnknownId",
        "UnreadablePage",
        "UnusableLedger",
        "WrongDecision",
    ),
    "inquiry.frames": ("Frames",),
    "inquiry.tidy": ("TABLES",),
    "wiring": ("Ledger",),
    "pipeline": ("Reader", "read"),
    "wire": ("Record", "record_of"),
}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used (PEP 562); `__version__` is asked of the installed package."""
    if name == "__version__":
        return import_module("importlib.metadata").version(__name__)
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
