"""Which engagements an address asks for: the same parameters for lists, feeds, calendars and pictures."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from entrevue.domain.queries import Query
from entrevue.errors import WrongQuery
from entrevue.inquiry.filters import query_from
from entrevue.settings import WEB
from entrevue.web.labels import TOPICS, Labels
from entrevue.web.noted import collection_of, permitted
from entrevue.web.site import ledger_of

NAMES = (
    "state",
    "q",
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
    "part_of",
    "role",
    "publisher",
    "language",
    "origins",
    "review",
    "changed",
    "tag",
    "collection",
    "met",
    "took_place",
)
_OTHERWISE = frozenset({"state", "q"})  # given several times, called otherwise


def query_of_request(request: Request) -> Query:
    """The query that the address asks; WrongQuery for a value that it cannot have."""
    return permitted(request, asked_by(request.query_params))


def asked_by(given: QueryParams) -> Query:
    """The query that parameters ask, whoever asks it; WrongQuery for a value that it cannot have."""
    for name, value in given.multi_items():
        if len(value) > WEB.value_characters:
            raise WrongQuery(
                "%(field)s: a value may have %(most)s characters", field=name[:60], most=WEB.value_characters
            )
    states = [text for text in map(str.strip, given.getlist("state")) if text]
    if len(states) > WEB.states:
        raise WrongQuery("at most %(most)s states can be asked for at once", most=WEB.states)
    if len(given.get("q", "").split()) > WEB.words:
        raise WrongQuery("at most %(most)s words can be asked for at once", most=WEB.words)
    topic = given.get("topic", "").strip()
    if topic and topic not in TOPICS:
        raise WrongQuery(
            "%(field)s cannot be “%(text)s”; it can be: %(right)s",
            field="topic",
            text=topic[:60],
            right=", ".join(TOPICS),
        )
    single: dict[str, Any] = {name: given.get(name) for name in NAMES if name not in _OTHERWISE}
    return query_from(states=dict.fromkeys(states), text=given.get("q"), **single)


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
        "role": query.role,
        "publisher": query.publisher,
        "language": query.language,
        "origins": query.origins,
        "review": query.review,
        "changed": query.changed,
        "tag": query.tag,
        "collection": query.collection,
        "met": query.met,
        "took_place": "1" if query.took_place else None,
    }
    pairs += [(name, str(value)) for name, value in (single | more).items() if value]
    return urlencode(pairs)


def narrowed(asked: str, **more: str) -> str:
    """The list of the engagements that an address asks for, that fit `more` as well, and that are counted.

    What is planned or was called off is not, but where the address asks for a status. A second person is somebody whom
    the first met; of a third there is the own page.
    """
    pairs = parse_qsl(asked)
    taken = {name for name, _ in pairs} - {"state"}
    if (person := more.get("person")) and "person" in taken:
        if "met" in taken | set(more):
            return f"/persons/{person}"
        more = {**more, "met": person}
        del more["person"]
    if not taken & {"status", "took_place"}:
        more = {**more, "took_place": "1"}
    kept = [(name, value) for name, value in pairs if name == "state" or name not in more]
    return f"/engagements?{urlencode([*kept, *more.items()])}"


def in_words(request: Request, query: Query, labels: Labels) -> list[tuple[str, str]]:
    """The conditions of a query as readers know them: a person by name."""
    return [(field, value) for field, value, _ in conditions(request, query, labels)]


def conditions(request: Request, query: Query, labels: Labels) -> list[tuple[str, str, str]]:
    """The same, each with the address that asks all but it."""
    names = {}
    for person in filter(None, (query.person, query.met)):
        names[person] = ledger_of(request).person(person).name
    if query.collection:
        names[query.collection] = collection_of(request, query.collection).title
    return [(field, names.get(value, value), address_of(rest)) for field, value, rest in labels.conditions(query)]
