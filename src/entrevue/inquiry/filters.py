"""Filters as users write them, read into a `Query`; the command line, the pages and the API read them alike."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from entrevue.domain.dates import PartialDate
from entrevue.domain.notes import plain_tag
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.errors import WrongQuery
from entrevue.identity.classes import CLASSES
from entrevue.inquiry.subjects import is_state, nearest_state, state_code
from entrevue.inquiry.topics import nearest_topic, topic_scheme

_MOST_ORIGINS = 5
_YES, _NO = (True, "1", "yes", "true"), (False, None, "", "0", "no", "false")
_CODE = 2  # letters of ISO 3166 alpha-2
Choice = TypeVar("Choice", Kind, Status)


def query_from(
    *,
    states: Iterable[str] = (),
    visitor: str | None = None,
    host: str | None = None,
    person: str | None = None,
    organisation: str | None = None,
    kind: Kind | str | None = None,
    status: Status | str | None = None,
    topic: str | None = None,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    part_of: str | None = None,
    rejected: bool = False,
    role: str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    origins: int | str | None = None,
    review: str | None = None,
    changed: str | None = None,
    tag: str | None = None,
    collection: str | None = None,
    met: str | None = None,
    took_place: bool | str | None = None,
) -> Query:
    """The query that filters make; WrongQuery says which one is wrong and what would be right. Blank ones are none."""
    return Query(
        states=tuple(filter(None, map(_state, states))),
        visitor=_state(visitor),
        host=_state(host),
        person=_given(person),
        organisation=_given(organisation),
        kind=_choice(kind, Kind, "kind"),
        status=_choice(status, Status, "status"),
        topic=_topic(topic),
        place=_place(place),
        since=_date(since),
        until=_date(until),
        text=_given(text),
        part_of=_given(part_of),
        rejected=rejected,
        role=_of("role", role, CLASSES),
        publisher=_given(publisher),
        language=_given(language),
        origins=_origins(origins),
        review=_of("review", review, ("open", "accepted")),
        changed=_day(changed),
        tag=_tag(tag),
        collection=_given(collection),
        met=_given(met),
        took_place=_flag("took_place", took_place),
    )


def _given(text: str | None) -> str | None:
    return (text or "").strip() or None


def _state(text: str | None) -> str | None:
    wanted = _given(text)
    if wanted is None:
        return None
    code = state_code(wanted)
    if code is not None and is_state(code):
        return code
    near = nearest_state(wanted)
    if near is None:
        raise WrongQuery("no state is called “%(text)s”: use its name, or its code such as MA", text=wanted[:60])
    raise WrongQuery("no state is called “%(text)s”: did you mean %(right)s?", text=wanted[:60], right=near)


def _place(text: str | None) -> str | None:
    """A state's code, or the name of a city as it stands."""
    wanted = _given(text)
    return (state_code(wanted) or wanted) if wanted else None


def _topic(text: str | None) -> str | None:
    wanted = _given(text)
    if wanted is None or wanted in topic_scheme():
        return wanted
    near = nearest_topic(wanted)
    raise WrongQuery(
        "%(field)s cannot be “%(text)s”; it can be: %(right)s",
        field="topic",
        text=wanted[:60],
        right=near or ", ".join(topic_scheme()),
    )


def understood(query: Query) -> Query:
    """A query with its states by code, whatever usual name they were given by; WrongQuery for what is none."""
    return replace(
        query,
        states=tuple(filter(None, map(_side, query.states))),
        visitor=_side(query.visitor),
        host=_side(query.host),
        place=_place(query.place),
        topic=_topic(query.topic),
    )


def _side(text: str | None) -> str | None:
    """A code as it stands, of whatever a ledger may hold; or what a name means."""
    return state_code(text) if text is not None and len(text) == _CODE and text.isupper() else _state(text)


def _choice(value: Choice | str | None, choices: type[Choice], name: str) -> Choice | None:
    if not value:
        return None
    options = [one.value for one in choices]
    if value not in options:
        raise WrongQuery(
            "%(field)s cannot be “%(text)s”; it can be: %(right)s",
            field=name,
            text=str(value)[:60],
            right=", ".join(options),
        )
    return choices(value)


def _date(text: str | None) -> PartialDate | None:
    wanted = _given(text)
    try:
        return PartialDate.parse(wanted) if wanted else None
    except ValueError as error:
        raise WrongQuery(
            "“%(text)s” is no date: write it as 2023, 2023-04 or 2023-04-07",
            text=(wanted or "")[:60],
        ) from error


def _of(field: str, text: str | None, right: Iterable[str]) -> str | None:
    wanted = _given(text)
    if wanted is not None and wanted not in right:
        raise WrongQuery(
            "%(field)s cannot be “%(text)s”; it can be: %(right)s",
            field=field,
            text=wanted[:60],
            right=", ".join(right),
        )
    return wanted


def _origins(number: int | str | None) -> int | None:
    wanted = _given(str(number)) if number is not None else None
    if wanted is None:
        return None
    if not (wanted.isascii() and wanted.isdecimal() and 1 <= int(wanted[:3]) <= _MOST_ORIGINS):
        raise WrongQuery("%(field)s must be a number from 1 to 5", field="origins")
    return int(wanted)


def _flag(field: str, value: bool | str | None) -> bool:
    if value in _YES or value in _NO:
        return value in _YES
    raise WrongQuery(
        "%(field)s cannot be “%(text)s”; it can be: %(right)s", field=field, text=str(value)[:60], right="1, 0"
    )


def _tag(text: str | None) -> str | None:
    wanted = _given(text)
    if wanted is not None and not plain_tag(wanted):
        raise WrongQuery("a tag has letters or digits, unlike “%(text)s”", text=wanted[:60])
    return wanted


def _day(text: str | None) -> dt.date | None:
    found = _date(text)
    return found.first if found else None
