"""Tables that people coded by hand: each row is a report of its own, whose account has its coder as the source."""

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import BY_HAND, CODED, Account, Kind, Part, Participation, Reading, Status, Topic
from entrevue.domain.report import Paragraph, Problem, Report
from entrevue.domain.text import composed
from entrevue.domain.toml import told_in
from entrevue.errors import UnreadableFile
from entrevue.identity.offices import without_determiner
from entrevue.inquiry.subjects import state_code

_LONGEST = 100_000  # characters of a cell
_FIELDS: tuple["Name", ...] = ("kind", "status", "start", "end", "country", "city")

Name = Literal["id", "title", "kind", "status", "start", "end", "country", "city", "topics", "published"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ParticipantColumns(_Frozen):
    """The columns that tell a participant; `part` is the part itself, `part_column` the column that tells it."""

    name: str | None = None
    office: str | None = None
    organization: str | None = None
    country: str | None = None
    part: Part = Part.PARTICIPANT
    part_column: str | None = None


class Coding(_Frozen):
    """How the columns of a table are to be read."""

    coder: str = Field(min_length=1, max_length=200)
    columns: dict[Name, str]
    participants: tuple[ParticipantColumns, ...] = ()
    values: dict[str, dict[str, str]] = {}
    defaults: dict[Literal["kind", "status"], str] = {}
    date_format: str | None = Field(None, description="such as %d/%m/%Y; without it YYYY, YYYY-MM or YYYY-MM-DD")
    separator: str = Field(";", min_length=1, max_length=1, description="between the points of a cell of topics")
    delimiter: str = Field(",", pattern=r'^[^"\r\n]$')
    language: str | None = Field(None, pattern=r"^[a-z]{2}$")


def coding_from(text: str, name: str) -> Coding:
    """The mapping that a TOML file tells; UnreadableFile says what is wrong with it."""
    try:
        mapping = Coding.model_validate(told_in(text))
    except ValidationError as error:
        fault = error.errors()[0]
        raise UnreadableFile(name, f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error
    except ValueError as error:
        raise UnreadableFile(name, str(error)) from error
    if "kind" not in mapping.columns and "kind" not in mapping.defaults:
        raise UnreadableFile(name, "says neither which column tells the kind nor a default for it")
    if not mapping.participants:
        raise UnreadableFile(name, "names no participant: add [[participants]] with their columns")
    if mapping.date_format is not None and not _is_date_format(mapping.date_format):
        raise UnreadableFile(name, f"date_format: {mapping.date_format[:40]!r} tells no day; write such as %d/%m/%Y")
    return mapping


def _is_date_format(form: str) -> bool:
    """Whether a day that is written so can be read again."""
    day = dt.datetime(2023, 4, 7)  # noqa: DTZ001 (a day)
    try:
        return dt.datetime.strptime(day.strftime(form), form) == day  # noqa: DTZ007
    except (ValueError, re.error):  # a sign that stands twice makes a wrong pattern
        return False


@dataclass(frozen=True, slots=True)
class _Cells:
    """A row as text: a line a cell, and where in the text each cell's value stands."""

    text: str
    places: Mapping[str, tuple[int, int]]
    paragraphs: tuple[Paragraph, ...]
    title_end: int

    def evidence(self, column: str | None) -> Evidence | None:
        """The value of a column as evidence."""
        place = self.places.get(column or "")
        return Evidence.of(self.text, *place) if place else None


def readings(lines: Iterable[str], mapping: Coding, name: str) -> Iterator[Reading | Problem]:
    """A reading for each row, or what is wrong with it; UnreadableFile for a table without the columns named."""
    table = csv.DictReader(lines, delimiter=mapping.delimiter, strict=True)
    try:
        _check_columns(table.fieldnames or (), mapping, name)
        for row in table:
            yield _reading(row, mapping, f"{name}, line {table.line_num}")
    except csv.Error as error:
        raise UnreadableFile(name, f"is no CSV: {error}", table.line_num) from error


def _check_columns(headings: Iterable[str], mapping: Coding, name: str) -> None:
    wanted = [*mapping.columns.values()]
    for one in mapping.participants:
        wanted += [c for c in (one.name, one.office, one.organization, one.country, one.part_column) if c]
    told = list(headings)
    there = set(told)
    twice = [column for column in wanted if told.count(column) > 1]
    if twice:
        raise UnreadableFile(name, f"has two columns {twice[0]!r}: rename one, for only one can be meant", 1)
    missing = [column for column in wanted if column not in there]
    if missing:
        raise UnreadableFile(name, f"has no column {missing[0]!r}; it has: {', '.join(sorted(there)) or 'none'}", 1)


def _reading(row: Mapping[str | None, Any], mapping: Coding, name: str) -> Reading | Problem:
    if None in row or any(value is None for value in row.values()):
        return Problem("has more or fewer cells than the line of headings", name)
    values = {str(column): composed(str(value)).strip()[:_LONGEST] for column, value in row.items()}
    try:
        return _read(values, mapping)
    except ValueError as error:
        return Problem(str(error), name)


def _read(row: Mapping[str, str], mapping: Coding) -> Reading:
    """The reading of a row; ValueError for a value that cannot be."""
    get = _Values(row, mapping)
    cells = _cells(row, mapping, get.cell("title"))
    kind, start = get.choice("kind", Kind), get.date("start")
    participants = tuple(p for one in mapping.participants if (p := _participant(one, get, cells)) is not None)
    if not participants:
        raise ValueError("names nobody who took part")
    account = Account(
        id="e1",
        kind=kind,
        start=start,
        end=get.date("end") or _end_of(kind, start),
        country=get.state(mapping.columns.get("country")),
        city=get.cell("city"),
        status=get.choice("status", Status, Status.HELD),
        participants=participants,
        topics=_topics(get.cell("topics") or "", mapping, cells),
        source=mapping.coder,
        evidence={f: span for f in _FIELDS if (span := cells.evidence(mapping.columns.get(f)))},
        reasons=(BY_HAND,),
    )
    published = get.date("published")
    report = Report(
        cells.text,
        cells.paragraphs,
        cells.title_end,
        _address(get, mapping),
        mapping.coder,
        (),
        published,
        "option" if published else None,
        mapping.language,
    )
    return Reading(report, (account,), (), CODED, mapping.language or "")


def _end_of(kind: Kind, start: PartialDate | None) -> PartialDate | None:
    """When what begins so ends, where no cell tells it: a meeting on its day; of a visit, or of a month, nobody knows."""
    return start if kind is not Kind.VISIT and start is not None and start.day is not None else None


def _address(get: "_Values", mapping: Coding) -> str | None:
    """What makes a row the same one when it comes again: its id, where the table has one; else its text."""
    row = get.cell("id")
    return f"coded:{mapping.coder}/{row}" if row else None


@dataclass(frozen=True, slots=True)
class _Values:
    """The cells of a row by the fields that they tell."""

    row: Mapping[str, str]
    mapping: Coding

    def cell(self, field: Name) -> str | None:
        """The value of a field, as the mapping translates it."""
        return self.of(self.mapping.columns.get(field), field)

    def of(self, column: str | None, field: str) -> str | None:
        """The value of a column that tells a field."""
        value = self.row.get(column or "", "")
        return self.mapping.values.get(field, {}).get(value, value) or None

    def date(self, field: Name) -> PartialDate | None:
        """A date; ValueError where it is none."""
        value = self.cell(field)
        if value is None:
            return None
        if self.mapping.date_format is None:
            return PartialDate.parse(value)
        return PartialDate.of(dt.datetime.strptime(value, self.mapping.date_format).date())  # noqa: DTZ007 (a day)

    def state(self, column: str | None) -> str | None:
        """A state by code or name; ValueError where there is none such."""
        value = self.of(column, "country")
        if value is None:
            return None
        code = state_code(value.upper() if len(value) == 2 else value)
        if code is None:
            raise ValueError(f"no state is called {value[:60]!r}: [values.country] can say which is meant")
        return code

    def choice(self, field: Literal["kind", "status"], choices: type[Any], default: Any = None) -> Any:
        """One of the words of a field; ValueError where it is none of them."""
        value = self.cell(field) or self.mapping.defaults.get(field) or default
        if value not in [one.value for one in choices]:
            right = ", ".join(one.value for one in choices)
            raise ValueError(f"{field} cannot be {str(value or '')[:60]!r}; it can be: {right}")
        return choices(value)


def _cells(row: Mapping[str, str], mapping: Coding, title: str | None) -> _Cells:
    head = " ".join((title or mapping.coder).split())
    text, places, paragraphs = head, {}, []
    for column, value in row.items():
        if not value:
            continue
        opening = f"\n{' '.join(column.split())}: "
        begin = len(text) + 1
        text += opening
        flat = " ".join(value.split())
        places[column] = (len(text), len(text) + len(flat))
        text += flat
        paragraphs.append(Paragraph(begin, len(text), mapping.language))
    return _Cells(text, places, tuple(paragraphs), len(head))


def _participant(columns: ParticipantColumns, get: _Values, cells: _Cells) -> Participation | None:
    told = {
        "name": get.of(columns.name, "name"),
        "office": without_determiner(office) if (office := get.of(columns.office, "office")) else None,
        "organization": get.of(columns.organization, "organization"),
        "country": get.state(columns.country),
    }
    if not any(told.values()):
        return None
    part = get.of(columns.part_column, "part") or columns.part.value
    if part not in [one.value for one in Part]:
        raise ValueError(f"part cannot be {part[:60]!r}; it can be: visitor, host, participant")
    spans = {name: cells.evidence(getattr(columns, name)) for name in told}
    evidence = {name: span for name, span in spans.items() if span is not None}
    return Participation(told["name"], told["office"], told["organization"], told["country"], Part(part), evidence)


def _topics(value: str, mapping: Coding, cells: _Cells) -> tuple[Topic, ...]:
    place = cells.places.get(mapping.columns.get("topics", ""))
    if place is None:
        return ()
    found = []
    after = place[0]
    for point in filter(None, (" ".join(part.split()) for part in value.split(mapping.separator))):
        start = cells.text.find(point, after, place[1])
        if start >= 0:
            after = start + len(point)
            found.append(Topic(point, Evidence(start, after, point)))
    return tuple(found)
