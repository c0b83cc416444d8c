"""What passes between the ledger and its store: values as they are kept, with numbers for keys."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from entrevue.domain.recorded import Context
from entrevue.domain.report import Report

RANK_BITS = 28  # a rank is the first day an engagement can have begun, then its number: newest first is highest first
PAGE = "page."  # what the names of facts begin with that tell of which page a report was read
DATED = 1 << RANK_BITS  # ranks below belong to engagements without a date


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report: `digest` tells whether its current version is what was handed in, `reader` who read it last."""

    number: int
    id: str
    version: int
    digest: str
    reader: str


@dataclass(frozen=True, slots=True)
class Traces:
    """What of a report shows where it comes from: a sample of its sentences, and the news agencies that it credits."""

    sketch: frozenset[int] = frozenset()
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a report."""

    report: int
    number: int
    digest: str
    content: Report
    traces: Traces
    recorded: dt.datetime


@dataclass(frozen=True, slots=True)
class Telling:
    """An account as kept: `stem` is its number, `payload` the encoded account, `words` what it adds to full text."""

    stem: int
    id: str
    report: int
    payload: str
    words: str
    reader: str
    context: Context
    text: str | None = None  # the report's text, where quotes are wanted
    engagement: int | None = None
    recorded: str = ""  # when this version of the report came, in ISO 8601


@dataclass(frozen=True, slots=True)
class NewTelling:
    """An account to be kept under a stem."""

    stem: int
    id: str
    report: int
    version: int
    reader: str
    payload: str
    words: str
    keys: frozenset[int]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two things that count as the same, by their likeness alone."""

    one: int
    other: int
    score: float


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """What of a derived engagement its readers need: `document` is the encoded engagement."""

    number: int
    rank: int
    document: str


@dataclass(frozen=True, slots=True)
class Term:
    """A value that engagements are listed under: its kind ("organisation") and how it is shown ("DGST")."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class CountedTerm(Term):
    """The same with its mark, and with how many engagements bear it, rejected ones apart."""

    mark: int
    count: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """What words a misspelt one may stand for: they share at `least` so many of its groups of letters, its `grams`.

    `letters`: how many they have, at least and at most.
    """

    grams: frozenset[str]
    least: int
    letters: tuple[int, int]


@dataclass(frozen=True, slots=True)
class EngagementRow(DocumentRow):
    """A derived engagement as kept: `marks` and `words` are what it can be found by, `terms` those that are listed.

    `doubt` tells how much there is to doubt, in thousandths; `changed` when the last report or decision on it came.
    """

    last: int  # the last day it can have ended; 0 when undated
    words: str
    marks: frozenset[int]
    doubt: int = 0
    changed: str = ""
    reports: int = 0
    terms: Mapping[int, Term] = field(default_factory=dict, compare=False)  # needed when it is put, not read again


@dataclass(frozen=True, slots=True)
class AppearanceRow:
    """An appearance as kept; `person` is the number of the person's first appearance."""

    number: int
    id: str
    signature: str
    name: str
    office: str | None
    organization: str | None
    country: str | None
    language: str | None
    person: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as kept."""

    number: int
    id: str
    report: int
    stem: int | None
    payload: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow one another; with `open_end` the last one stands for all that begin so."""

    words: tuple[str, ...]
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """How many engagements, and the lowest and highest rank of those with a date; None where none has one."""

    count: int
    first: int | None = None
    last: int | None = None


class Order(StrEnum):
    """What comes first: the latest day, the greatest doubt, the latest change, or most reports; values name columns."""

    DAY = "rank"
    DOUBT = "doubt"
    CHANGE = "changed"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often each mark, and each year of a first day, stands among so many engagements."""

    engagements: int
    marks: Mapping[int, int]
    years: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which engagements: one of each group of `marks`, none of `without`, all phrases, ranks within."""

    marks: tuple[tuple[int, ...], ...] = ()
    without: tuple[int, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    low: int = 0
    high: int | None = None
    last_from: int = 0  # engagements whose last possible day is this or later
    oldest_first: bool = False
    order: Order = Order.DAY
    behind: int | None = None  # only what comes after this rank in an order other than by day
    changed_from: str = ""  # engagements on which a report or decision came at this moment (ISO 8601) or later
    tag: str = ""  # engagements under this tag, folded
    collection: str = ""  # engagements in the collection of this id or key


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was forgotten and is refused: a "name" (of `size` words), "appearance", "report", "text", "replier".

    `hash` is all that is known of it, made with `salt`; `made` is the moment of forgetting, as text in ISO 8601.
    """

    what: str
    hash: str
    size: int
    salt: str
    made: str
