"""Which engagements an address asks for: the same parameters for lists, feeds, calendars and pictures."""

from collections.abc import Callable
from enum import Enum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from entrevue.domain.dates import PartialDate
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.errors import WrongQuery
from entrevue.inquiry.subjects import state_code
from entrevue.web.labels import TOPICS, Labels
from entrevue.web.locale import Tongue, tongue_of
from entrevue.web.site import ledger_of

NAMES = (
    "state",
    "visitor",
    "host",
    "person",
    "organisation",
    "kind",
    "status",
    "topic",
    "place",
    "since",
    "until",
    "q",
    "part_of",
)
Choice = TypeVar("Choice", bound=Enum)
_LONGEST = 300  # characters of a value
_MOST_STATES = 10
_MOST_WORDS = 20


def query_of_request(request: Request) -> Query:
    """The query that the address asks; WrongQuery, in the reader's language, for a value that it cannot have."""
    given, say = request.query_params, tongue_of(request).say
    for name, value in given.multi_items():
        if len(value) > _LONGEST or "\0" in value:
            raise WrongQuery(say("%(name)s: a value may have %(most)s characters.", name=name, most=_LONGEST))
    one = {name: (given.get(name) or "").strip() or None for name in NAMES}
    states = [text for text in map(str.strip, given.getlist("state")) if text]
    if len(states) > _MOST_STATES:
        raise WrongQuery(say("At most %(most)s states can be asked for at once.", most=_MOST_STATES))
    if len((one["q"] or "").split()) > _MOST_WORDS:
        raise WrongQuery(say("At most %(most)s words can be asked for at once.", most=_MOST_WORDS))
    place = one["place"]
    return Query(
        states=tuple(dict.fromkeys(state_of(text, tongue_of(request)) for text in states)),
        visitor=state_of(one["visitor"], tongue_of(request)) if one["visitor"] else None,
        host=state_of(one["host"], tongue_of(request)) if one["host"] else None,
        person=one["person"],
        organisation=one["organisation"],
        kind=_one_of(Kind, one["kind"], say, say("kind")),
        status=_one_of(Status, one["status"], say, say("status")),
        topic=_topic(one["topic"], say),
        place=(state_code(place) or place) if place else None,
        since=_date(one["since"], say),
        until=_date(one["until"], say),
        text=one["q"],
        part_of=one["part_of"],
    )


def state_of(text: str, tongue: Tongue) -> str:
    """The code of a state named by code or name; WrongQuery for none."""
    code = state_code(text) or state_code(text.upper())
    if code is None or tongue.state(code) == code:
        raise WrongQuery(
            tongue.say("No state is called “%(text)s”: use its name, or its code such as MA.", text=text[:60])
        )
    return code


def _one_of(choices: type[Choice], text: str | None, say: Callable[..., str], name: str) -> Choice | None:
    if text is None:
        return None
    try:
        return choices(text)
    except ValueError:
        right = ", ".join(str(one.value) for one in choices)
        raise WrongQuery(
            say("%(name)s cannot be “%(text)s”; it can be: %(right)s.", name=name, text=text[:60], right=right)
        ) from None


def _topic(text: str | None, say: Callable[..., str]) -> str | None:
    if text is not None and text not in TOPICS:
        right = ", ".join(TOPICS)
        raise WrongQuery(
            say("%(name)s cannot be “%(text)s”; it can be: %(right)s.", name=say("topic"), text=text[:60], right=right)
        )
    return text


def _date(text: str | None, say: Callable[..., str]) -> PartialDate | None:
    try:
        return PartialDate.parse(text) if text else None
    except ValueError:
        raise WrongQuery(
            say("“%(text)s” is no date: write it as 2023, 2023-04 or 2023-04-07.", text=(text or "")[:60])
        ) from None


def address_of(query: Query, **more: str | None) -> str:
    """The parameters that ask a query, as they stand after the question mark."""
    pairs: list[tuple[str, str]] = [("state", state) for state in query.states]
    single = {
        "visitor": query.visitor,
        "host": query.host,
        "person": query.person,
        "organisation": query.organisation,
        "kind": query.kind,
        "status": query.status,
        "topic": query.topic,
        "place": query.place,
        "since": query.since,
        "until": query.until,
        "q": query.text,
        "part_of": query.part_of,
    }
    pairs += [(name, str(value)) for name, value in (single | more).items() if value]
    return urlencode(pairs)


def in_words(request: Request, query: Query, labels: Labels) -> list[tuple[str, str]]:
    """The conditions of a query as readers know them: a person by name."""
    asked = labels.asked(query)
    if not query.person:
        return asked
    name = ledger_of(request).person(query.person).name
    return [(field, name if value == query.person else value) for field, value in asked]
