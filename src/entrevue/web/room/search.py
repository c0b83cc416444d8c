"""Search: a question in words, what it was taken to ask, the pages and engagements that answer it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from entrevue.domain.engagements import Engagement, Person
from entrevue.domain.queries import Query as Asked
from entrevue.inquiry.asking import Chip, Suggestion, Understood, query_of
from entrevue.settings import WEB
from entrevue.web.labels import Labels
from entrevue.web.limiting import limited
from entrevue.web.locale import Tongue, tongue_of
from entrevue.web.room.filters import address_of
from entrevue.web.room.listing import label_of, listing
from entrevue.web.room.pages import room_page
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn
from entrevue.wiring import Ledger

router = APIRouter()
_SUGGESTED = 8
_FEW = 4  # suggestions from which engagements are not looked for as one types
_FREQUENT = 1  # letters before suggestions are made
_LIMITED = Depends(limited("search", WEB.search_rate))
Words = Annotated[str, Query(max_length=WEB.value_characters)]


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere that a question may lead: what it is called, what kind of thing that is, and its path."""

    label: str
    detail: str
    path: str
    kind: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class NamedChip:
    """A chip as a page shows it; `without` is the address of the same question without it."""

    field: str
    label: str
    words: str
    corrected: bool
    without: str


@dataclass(frozen=True, slots=True)
class Looser:
    """The question without one of its parts, and how many engagements that finds."""

    label: str
    address: str
    count: int


@router.get("/search", dependencies=[_LIMITED])
@in_turn
def search(request: Request, q: Words = "") -> Response:
    """What was understood, the pages that it names, and the engagements that answer."""
    words = q.strip()
    if not any(char.isalnum() for char in words):
        return room_page(request, "search.html", q=words, ways=(), chips=(), listing=None, looser=(), text="")
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    understood = _bounded(ledger.understand(words))
    shown = listing(request, understood.query)
    ways = ways_of(suggestions(ledger, words, understood), labels)
    return room_page(
        request,
        "search.html",
        q=words,
        ways=[way for way in ways if way.kind != "list" or way.path != f"/engagements?{shown.address}"],
        chips=_chips(understood, labels),
        text=understood.text,
        listing=shown,
        looser=() if shown.total else _looser(ledger, understood, labels),
    )


@router.get("/suggest", dependencies=[_LIMITED])
@in_turn
def suggest(request: Request, q: Words = "") -> Response:
    """A fragment of a page with where the question may lead, for search as one types."""
    words = q.strip()
    ledger, labels = ledger_of(request), Labels(tongue_of(request))
    found: tuple[Suggestion, ...] = ()
    engagements: tuple[Engagement, ...] = ()
    if sum(char.isalnum() for char in words) > _FREQUENT:
        found = ledger.suggest(words, most=_SUGGESTED)
        if len(found) < _FEW:
            begun = f"{words}*" if words[-1].isalnum() else words
            engagements = ledger.find(Asked(text=" ".join(begun.split()[: WEB.words])), limit=_FEW)
    return room_page(
        request,
        "suggest.html",
        q=words,
        ways=ways_of(found, labels),
        engagements=engagements,
        address=f"q={quote(words)}",
    )


def _bounded(understood: Understood) -> Understood:
    """The question with as many words for full text as may be asked for at once."""
    kept = " ".join(understood.text.split()[: WEB.words])
    return Understood(understood.question, understood.chips, kept, understood.others)


def suggestions(ledger: Ledger, words: str, understood: Understood) -> tuple[Suggestion, ...]:
    """The pages of a question, and what else its words may mean."""
    own = ledger.suggest(words, most=_SUGGESTED)
    single = [_alone(chip) for chip in understood.chips if chip.field in {"state", "person", "organisation"}]
    once = {(one.kind, one.values, one.query): one for one in (*own, *single)}
    return tuple(once.values())[: 2 * _SUGGESTED]


def _alone(chip: Chip) -> Suggestion:
    return Suggestion(chip.field, (chip.value,), chip.label, query_of([chip]))


def ways_of(found: Iterable[Suggestion], labels: Labels) -> list[Way]:
    """Suggestions with their names and paths."""
    return [_way(one, labels) for one in found]


def _way(one: Suggestion, labels: Labels) -> Way:
    tongue = labels.tongue
    say = tongue.say
    if one.kind == "state":
        return Way(tongue.state(one.values[0]), say("State"), f"/states/{one.values[0]}", one.kind, one.count)
    if one.kind == "pair":
        label = " – ".join(map(tongue.state, one.values))
        return Way(label, say("Two states"), f"/pairs/{'/'.join(one.values)}", one.kind, one.count)
    if one.kind == "person":
        return Way(one.label, say("Person"), f"/persons/{one.values[0]}", one.kind, one.count)
    if one.kind == "organisation":
        path = f"/organisations/{quote(one.values[0], safe='')}"
        return Way(one.label, say("Organisation"), path, one.kind, one.count)
    asked = ", ".join(_value(one.query, labels))
    return Way(asked or one.label, say("Engagements"), f"/engagements?{address_of(one.query)}", one.kind, one.count)


def _value(query: Asked, labels: Labels) -> list[str]:
    return [value for _, value in labels.asked(query)]


def _chips(understood: Understood, labels: Labels) -> list[NamedChip]:
    found = []
    for chip in understood.chips:
        rest = query_of([other for other in understood.chips if other != chip], understood.text)
        found.append(NamedChip(*_named(chip, labels), chip.words, chip.corrected, address_of(rest)))
    return found


def _named(chip: Chip, labels: Labels) -> tuple[str, str]:
    """The field and the value of a chip in the page's language."""
    tongue = labels.tongue
    if chip.field == "period" and chip.period:
        days = [tongue.date(day) for day in dict.fromkeys((chip.period.since, chip.period.until)) if day]
        said = " – ".join(days)
        if chip.period.until is None:
            said = tongue.say("since %(date)s", date=said)
        elif chip.period.since is None:
            said = tongue.say("until %(date)s", date=said)
        return tongue.say("day"), said
    field = {"role": "office"}.get(chip.field, chip.field)
    code = chip.field in {"state", "place"} and len(chip.value) == 2
    value = chip.label if chip.field in {"person", "organisation", "publisher"} else chip.value
    return tongue.say(field), tongue.state(chip.value) if code else label_of(chip.field, value, labels)


def _looser(ledger: Ledger, understood: Understood, labels: Labels) -> list[Looser]:
    """The question without its words for full text, or without one of its chips: those that find something."""
    ways: list[tuple[str, Asked]] = []
    if understood.text and understood.chips:
        ways.append((understood.text, query_of(understood.chips)))
    if len(understood.chips) + bool(understood.text) > 1:
        for chip in understood.chips:
            rest = [other for other in understood.chips if other != chip]
            ways.append((_named(chip, labels)[1], query_of(rest, understood.text)))
    counted = [Looser(label, address_of(query), ledger.count(query)) for label, query in ways]
    return [one for one in counted if one.count]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds, by groups: states by code, organisations by name, topics by their names."""

    states: tuple[tuple[str, str], ...] = ()
    persons: tuple[Person, ...] = ()
    organisations: tuple[str, ...] = ()
    topics: tuple[tuple[str, str], ...] = ()
    engagements: tuple[Engagement, ...] = ()
    total: int = 0
    understood: Understood | None = None


def find_all(ledger: Ledger, words: str, tongue: Tongue, *, most: int, engagements: int) -> Found:
    """What a search finds in every group: at most `most` of each, and so many `engagements`."""
    if not any(char.isalnum() for char in words):
        return Found()
    labels = Labels(tongue)
    understood = _bounded(ledger.understand(words))
    ways = suggestions(ledger, words, understood)
    states = dict.fromkeys(one.values[0] for one in ways if one.kind == "state")
    persons = dict.fromkeys(one.values[0] for one in ways if one.kind == "person")
    bodies = dict.fromkeys(one.values[0] for one in ways if one.kind == "organisation")
    topics = dict.fromkeys(one.query.topic for one in ways if one.query.topic)
    return Found(
        states=tuple((code, tongue.state(code)) for code in list(states)[:most]),
        persons=ledger.people(list(persons)[:most]),
        organisations=tuple(bodies)[:most],
        topics=tuple((topic, labels.of("topic", topic)) for topic in list(topics)[:most]),
        engagements=ledger.find(understood.query, limit=engagements),
        total=ledger.count(understood.query),
        understood=understood,
    )
