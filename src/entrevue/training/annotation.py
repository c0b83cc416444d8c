"""The corpus' annotation: one parser for the inline format of `corpus/GUIDE.md`; text, spans and record come from it.

published: 2024-03-13
url: https://example.org/…

# [Visite](e1) à [Libreville](l1 GA city) …

[La ministre togolaise](p1 office), [Akossiwa Dogbé](p1), a été [reçue](e2) …

---
p1 TG
e1 visit ongoing: visitor p1, place l1, time d1
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from entrevue.linking.links import KINDS, ROLES, STATUSES

NOT_TOLD = ("denied", "wished", "general", "home")  # why a word that could tell an engagement tells none
LABELS = {
    "p": "person",
    "o": "organisation",
    "l": "place",
    "d": "date",
    "e": "trigger",
    "x": "source",
    "a": "agenda",
    "c": "claim",
}

_ID = re.compile(r"[poldexac]\d+")
_IDS = re.compile(r"(?:[poldexac]\d+)(?:\+[poldexac]\d+)*|none\Z|none\b")
_DATE = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_DATES = re.compile(rf"({_DATE})(?:\.\.({_DATE})?)?|\?")
_CODE = re.compile(r"[A-Z]{2}|-|\?")


class AnnotationError(ValueError):
    """What is wrong with an annotated report, with the line or the span it concerns."""


@dataclass(frozen=True, slots=True)
class Span:
    """An annotated stretch of a report: `text[start:end]`, offsets in code points.

    `ids` are the things it mentions (several for a set: "les deux ministres"); `kind` is one of LABELS, "none" for a
    word that could tell an engagement but does not. `form` is "name", "office", "ref" for persons and organisations.
    """

    start: int
    end: int
    ids: tuple[str, ...]
    kind: str
    form: str = "name"


@dataclass(frozen=True, slots=True)
class Person:
    """A chain of mentions of one person, or of a nameless holder of an office.

    `side`: ISO 3166 alpha-2, "-" for an international body's official, "?" where the text does not tell.
    """

    side: str
    organisation: str | None = None  # id of the body, or its name as it should be recorded
    office: str | None = None  # as to be recorded, where no mention words it well


@dataclass(frozen=True, slots=True)
class Event:
    """An engagement as the foot tells it; roles hold ids of persons, organisations and places (states)."""

    kind: str
    status: str
    roles: Mapping[str, tuple[str, ...]]
    main: bool = True
    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    times: tuple[str, ...] = ()
    place: str | None = None  # id of the place mention
    topics: tuple[str, ...] = ()
    source: str | None = None
    inside: str | None = None
    follows: str | None = None

    @property
    def people(self) -> tuple[tuple[str, str], ...]:
        """(id, part) of everybody who takes part, in the order told."""
        return tuple((id_, part) for part in self.roles for id_ in self.roles[part])


@dataclass(frozen=True)
class Annotated:
    """A report with its annotation. `text` is what the reader sees as `Report.text`: title, then one line a paragraph."""

    id: str
    text: str
    title_end: int
    page: str  # the same as a page would have it, hard-wrapped lines kept
    head: Mapping[str, str]
    spans: tuple[Span, ...]
    persons: Mapping[str, Person]
    organisations: Mapping[str, str]  # side of each body named in the foot
    places: Mapping[str, tuple[str, bool]]  # (country or "-"/"?", is a city)
    dates: Mapping[str, tuple[str | None, str | None]]
    events: Mapping[str, Event]
    claims: Mapping[str, str | None]
    none_reasons: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """ISO 639-1, from the id."""
        return self.id.split("-")[0]

    @property
    def published(self) -> str | None:
        """Day (or month, year) of publication, None where the page does not tell it."""
        value = self.head.get("published", "none")
        return None if value == "none" else value

    def mentions(self, id_: str) -> list[Span]:
        """The spans that mention one thing, in order."""
        return [span for span in self.spans if id_ in span.ids]

    def quote(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.start : span.end]

    @cached_property
    def resolved(self) -> dict[str, Event]:
        """Events with what the settled rules let them inherit: place and window of the visit they lie within."""
        return {id_: self._resolved(event) for id_, event in self.events.items()}

    def _resolved(self, event: Event, depth: int = 0) -> Event:
        outer = self.events.get(event.inside or "")
        if outer is None or depth > len(self.events):  # what lies within itself is the checker's to tell
            return event
        outer = self._resolved(outer, depth + 1)
        changes: dict[str, Any] = {}
        if event.country is None and event.kind not in ("call",):
            changes["country"] = outer.country
        if not event.times and event.start is None and outer.kind == "visit":
            changes.update(start=outer.start, end=outer.end)
        return replace(event, **changes)

    def record(self) -> dict[str, Any]:
        """The report's record in the wire format."""
        return {
            "id": self.id,
            "url": self.head.get("url"),
            "lang": self.language,
            "published": self.published,
            "title": self.text[: self.title_end] or None,
            "engagements": [self._engagement(id_, event) for id_, event in self.resolved.items()],
            "claims": [self.quote(self.mentions(id_)[0]) for id_ in self.claims if self.mentions(id_)],
        }

    def _engagement(self, id_: str, event: Event) -> dict[str, Any]:
        call = event.kind == "call"
        return {
            "id": id_,
            "kind": event.kind,
            "start": event.start,
            "end": event.end,
            "country": None if call or event.country in ("-", "?") else event.country,
            "city": None if call else event.city,
            "status": event.status,
            "participants": [self._participant(who, part) for who, part in event.people],
            "topics": [self.quote(self.mentions(a)[0]) for a in event.topics if self.mentions(a)],
            "source": self.quote(self.mentions(event.source)[0])
            if event.source and self.mentions(event.source)
            else None,
            "part_of": event.inside,
            "follows": event.follows,
            "main": event.main,
        }

    def _participant(self, id_: str, part: str) -> dict[str, Any]:
        if id_[0] == "l":
            code = self.places[id_][0]
            return {"name": None, "office": None, "organization": None, "country": _state(code), "part": part}
        if id_[0] == "o":
            side = _state(self.organisations.get(id_, "?"))
            return {"name": None, "office": None, "organization": self.body_name(id_), "country": side, "part": part}
        person = self.persons[id_]
        names = [self.quote(span) for span in self.mentions(id_) if span.form == "name" and len(span.ids) == 1]
        offices = [self.quote(span) for span in self.mentions(id_) if span.form == "office"]
        body = person.organisation
        if body and _ID.fullmatch(body):
            body = self.body_name(body)
        return {
            "name": max(names, key=lambda name: len(name.split()), default=None),
            "office": person.office or max(offices, key=lambda office: len(office.split()), default=None),
            "organization": body,
            "country": _state(person.side),
            "part": part,
        }

    def body_name(self, id_: str) -> str | None:
        """The name of an organisation: its shortest form in capitals (an acronym), else its first mention."""
        names = [self.quote(span) for span in self.mentions(id_) if span.form == "name"]
        short = [name for name in names if name.isupper() and 2 <= len(name) <= 10]
        return next(iter(short or names), None)


def _state(code: str) -> str | None:
    return None if code in ("-", "?") else code


def read_corpus(folder: Path) -> Iterator[Annotated]:
    """Every report of a corpus folder (`fr/*.txt`, `en/*.txt`), in the order of their ids."""
    for path in sorted(folder.glob("*/*.txt"), key=lambda path: path.stem):
        yield parse(path.read_text("utf-8"), path.stem)


def parse(source: str, id_: str) -> Annotated:
    """Parse one annotated report; AnnotationError tells what is wrong, with its place."""
    try:
        head_text, body_text, foot_text = _parts(source)
    except ValueError as error:
        raise AnnotationError(f"{id_}: {error}") from None
    head = _head(head_text)
    reading = _Body(_unwrapped(body_text))
    page = _Body(body_text)
    foot = _Foot(foot_text, reading)
    title_end = reading.text.find("\n") if body_text.startswith("# ") else 0
    return Annotated(
        id_,
        reading.text,
        max(title_end, 0) if title_end != -1 else len(reading.text),
        page.text,
        head,
        tuple(sorted(reading.spans, key=lambda span: (span.start, -span.end))),
        foot.persons,
        foot.organisations,
        reading.places,
        reading.dates,
        foot.events,
        foot.claims,
        reading.none_reasons,
    )


def _parts(source: str) -> tuple[str, str, str]:
    source = source.replace("\r\n", "\n").strip("\n")
    body, found, foot = source.partition("\n---\n") if "\n---\n" in source else (source.removesuffix("\n---"), "x", "")
    head, blank, body = body.partition("\n\n")
    if not blank:
        raise ValueError("no blank line between head and body")
    if not found:
        raise ValueError("no line '---' before the foot")
    return head, body.strip("\n"), foot


def _head(text: str) -> dict[str, str]:
    head = {}
    for line in text.splitlines():
        key, colon, value = line.partition(":")
        if not colon or key not in ("published", "url", "publisher", "genre", "note"):
            raise AnnotationError(f"head: cannot read {line!r}")
        head[key] = value.strip()
    if not re.fullmatch(rf"{_DATE}|none", head.get("published", "")):
        raise AnnotationError("head: needs 'published: YYYY-MM-DD' (or YYYY-MM, or none)")
    return head


def _unwrapped(body: str) -> str:
    """One line a paragraph: what the reader sees; paragraphs are separated by blank lines."""
    return "\n\n".join(" ".join(line.strip() for line in block.splitlines()) for block in re.split(r"\n\s*\n", body))


class _Body:
    """The plain text of a body and its spans."""

    def __init__(self, body: str) -> None:
        self.spans: list[Span] = []
        self.places: dict[str, tuple[str, bool]] = {}
        self.dates: dict[str, tuple[str | None, str | None]] = {}
        self.none_reasons: dict[tuple[int, int], str] = {}
        body = re.sub(r"\A# ", "", body)
        self.text = self._strip(re.sub(r"\n\s*\n", "\n", body))

    def _strip(self, body: str) -> str:
        out: list[str] = []
        length = 0
        open_: list[int] = []
        k = 0
        while k < len(body):
            char = body[k]
            if char == "\\" and k + 1 < len(body) and body[k + 1] in "[]":
                out.append(body[k + 1])
                length += 1
                k += 2
            elif char == "[":
                open_.append(length)
                k += 1
            elif char == "]":
                match = re.compile(r"\]\(([^()\n]*)\)").match(body, k)
                if match is None or not open_:
                    raise AnnotationError(f"']' without '(id …)' or without '[' near {body[max(k - 40, 0) : k + 20]!r}")
                self._add(open_.pop(), length, match[1].strip(), body[max(k - 40, 0) : k + 20])
                k = match.end()
            else:
                out.append(char)
                length += 1
                k += 1
        if open_:
            raise AnnotationError(f"'[' never closed near {''.join(out)[open_[-1] : open_[-1] + 40]!r}")
        return "".join(out)

    def _add(self, start: int, end: int, label: str, near: str) -> None:
        if start == end:
            raise AnnotationError(f"empty brackets near {near!r}")
        name, *rest = label.split()
        if name == "none":
            if len(rest) != 1 or rest[0] not in NOT_TOLD:
                raise AnnotationError(f"({label}): 'none' needs one of {', '.join(NOT_TOLD)}, near {near!r}")
            self.spans.append(Span(start, end, (), "none"))
            self.none_reasons[start, end] = rest[0]
            return
        ids = tuple(name.split("+"))
        if not all(_ID.fullmatch(one) for one in ids) or len({one[0] for one in ids} - {"o", "l", "p"}) > 1:
            raise AnnotationError(f"({label}): no ids such as p1, e1+e2, near {near!r}")
        form = "name"
        kind = LABELS[ids[0][0]]
        if kind in ("person", "organisation"):
            form = rest.pop(0) if rest and rest[0] in ("office", "ref") else "name"
        elif kind == "place" and rest:
            form = "ref" if rest == ["ref"] else form
            if rest != ["ref"]:
                self._place(ids[0], rest, near)
            rest = []
        elif kind == "date" and rest:
            self._date(ids[0], rest, near)
            rest = []
        if rest:
            raise AnnotationError(f"({label}): cannot read {' '.join(rest)!r}, near {near!r}")
        self.spans.append(Span(start, end, ids, kind, form))

    def _place(self, id_: str, rest: list[str], near: str) -> None:
        code, *more = rest
        if not _CODE.fullmatch(code) or more not in ([], ["city"], ["region"]):
            raise AnnotationError(f"({id_} {' '.join(rest)}): a place is 'MA', 'MA city', or '- region', near {near!r}")
        value = (code, more == ["city"])
        if self.places.setdefault(id_, value) != value:
            raise AnnotationError(f"{id_}: told as {self.places[id_]} and as {value}")

    def _date(self, id_: str, rest: list[str], near: str) -> None:
        match = _DATES.fullmatch(rest[0])
        if match is None or len(rest) > 1:
            raise AnnotationError(
                f"({id_} {' '.join(rest)}): a date is 2023-04-07, 2023-04, 2022-06-13..2022-06-14, or ?, near {near!r}"
            )
        if id_ in self.dates:
            raise AnnotationError(f"{id_}: its value is given twice")
        self.dates[id_] = window(rest[0])


def window(value: str) -> tuple[str | None, str | None]:
    """(start, end) of a date's value: a day is its own end, `2023-04-07..` has none, `?` is nothing."""
    if value == "?":
        return None, None
    start, dots, end = value.partition("..")
    if dots:
        return start, end or None
    return start, start if len(start) == 10 else None


class _Foot:
    """What stands below the text: persons, bodies, engagements, claims."""

    def __init__(self, foot: str, body: _Body) -> None:
        self.body = body
        self.persons: dict[str, Person] = {}
        self.organisations: dict[str, str] = {}
        self.events: dict[str, Event] = {}
        self.claims: dict[str, str | None] = {}
        for line in foot.splitlines():
            if line.strip() and not line.startswith("#"):
                self._line(line.strip())

    def _line(self, line: str) -> None:
        id_, _, rest = line.partition(" ")
        readers = {"p": self._person, "o": self._organisation, "e": self._event, "c": self._claim}
        if not _ID.fullmatch(id_) or id_[0] not in readers:
            raise AnnotationError(f"foot: cannot read {line!r}")
        if id_ in self.persons or id_ in self.organisations or id_ in self.events or id_ in self.claims:
            raise AnnotationError(f"foot: {id_} stands twice")
        readers[id_[0]](id_, rest.strip())

    def _person(self, id_: str, rest: str) -> None:
        match = re.fullmatch(r"([A-Z]{2}|-|\?)(?:, *org ([^,]+?))?(?:, *office (.+))?", rest)
        if match is None:
            raise AnnotationError(
                f"foot: {id_}: a person is 'CODE[, org o1][, office WORDS]' (CODE: MA, - or ?), not {rest!r}"
            )
        self.persons[id_] = Person(match[1], match[2], match[3])

    def _organisation(self, id_: str, rest: str) -> None:
        if not _CODE.fullmatch(rest):
            raise AnnotationError(f"foot: {id_}: a body is a code, '-' (international) or '?', not {rest!r}")
        self.organisations[id_] = rest

    def _claim(self, id_: str, rest: str) -> None:
        self.claims[id_] = None if rest == "-" else rest

    def _event(self, id_: str, rest: str) -> None:
        first, _colon, arguments = rest.partition(":")
        words = first.split()
        if (
            len(words) not in (2, 3)
            or words[0] not in KINDS
            or words[1] not in STATUSES
            or words[2:] not in ([], ["background"])
        ):
            raise AnnotationError(f"foot: {id_}: begins 'KIND STATUS [background]:', not {first!r}")
        roles: dict[str, tuple[str, ...]] = {}
        values: dict[str, Any] = {}
        for argument in filter(None, (part.strip() for part in arguments.split(","))):
            key, _, value = argument.partition(" ")
            ids = tuple(value.split())
            if key in ROLES:
                roles[key] = roles.get(key, ()) + ids
            elif key in ("time", "place", "topic", "source", "in", "follows"):
                if key in values:
                    raise AnnotationError(f"foot: {id_}: '{key}' stands twice")
                values[key] = ids
            else:
                raise AnnotationError(f"foot: {id_}: cannot read {argument!r}")
        self.events[id_] = Event(
            words[0],
            words[1],
            roles,
            len(words) == 2,
            **self._time(id_, values.get("time", ()), words[0]),
            **self._place(id_, values.get("place", ())),
            topics=values.get("topic", ()),
            source=next(iter(values.get("source", ())), None),
            inside=next(iter(values.get("in", ())), None),
            follows=next(iter(values.get("follows", ())), None),
        )

    def _time(self, id_: str, values: tuple[str, ...], kind: str) -> dict[str, Any]:
        if not values:
            return {}
        told = [value for value in values if _ID.fullmatch(value)]
        plain = [value.removeprefix("=") for value in values if not _ID.fullmatch(value)]
        if len(plain) > 1 or any(not _DATES.fullmatch(value) for value in plain):
            raise AnnotationError(f"foot: {id_}: cannot read the time {' '.join(values)!r}")
        missing = [one for one in told if one not in self.body.dates]
        if missing:
            raise AnnotationError(f"foot: {id_}: {missing[0]} has no value in the text")
        if plain:
            start, end = window(plain[0])
        elif len(told) == 2:
            start, end = self.body.dates[told[0]][0], self.body.dates[told[1]][1] or self.body.dates[told[1]][0]
        else:
            start, end = self.body.dates[told[0]]
            if kind == "visit" and start == end and start is not None:
                end = None  # one known day of a visit: when it ends is not told
        return {"start": start, "end": end, "times": tuple(told)}

    def _place(self, id_: str, values: tuple[str, ...]) -> dict[str, Any]:
        if not values:
            return {}
        if len(values) != 1:
            raise AnnotationError(f"foot: {id_}: one place, not {' '.join(values)!r}")
        (value,) = values
        if _CODE.fullmatch(value):
            return {"country": value}
        if value not in self.body.places:
            raise AnnotationError(f"foot: {id_}: {value} has no value in the text")
        code, is_city = self.body.places[value]
        names = [self.body.text[span.start : span.end] for span in self.body.spans if value in span.ids]
        city = next((name for name in names if not name.isupper()), names[0].title()) if is_city else None
        return {"country": _state(code), "city": city, "place": value}
