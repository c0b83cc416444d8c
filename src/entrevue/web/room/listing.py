"""A list of engagements as pages show it: facets with counts, chips that can be taken away, sentences, order, pages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from entrevue.domain.engagements import Engagement
from entrevue.domain.finding import Choice, Facets
from entrevue.domain.queries import Query
from entrevue.errors import WrongQuery
from entrevue.inquiry.sentences import Sentence
from entrevue.web.labels import ORDERS, Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import state_for
from entrevue.web.room.filters import address_of, conditions
from entrevue.web.site import ledger_of, site_of

A_PAGE = 30
_VALUE, _YEAR = "\0", "9999"  # stand for a value where it is to be put in: none that is asked for
_SHOWN = 8  # choices of a facet before "more"
_NAMES = {"country": "place"}  # facets whose parameter is called otherwise than what is counted
_ORDER = (
    "kind", "status", "year", "state", "place", "host", "role", "organisation", "topic", "publisher", "language", "origins",
    "review",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A choice of a facet: what it is called, how many there are, and the address that asks for it, or without it."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetBlock:
    """A facet with its choices: those shown at once, and the rest."""

    name: str
    label: str
    first: tuple[FacetLink, ...]
    more: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything that a list of engagements shows."""

    query: Query
    found: tuple[Engagement, ...]
    total: int
    sentences: dict[str, Sentence]
    facets: tuple[FacetBlock, ...]
    counted: Facets
    chips: tuple[tuple[str, str, str], ...]
    address: str
    order: str
    orders: tuple[tuple[str, str, str], ...]  # name, label, address
    following: str | None
    later: bool


def order_of(request: Request) -> str:
    """The order that an address asks for; WrongQuery for one that there is not."""
    order = request.query_params.get("order") or "day"
    if order not in ORDERS:
        raise WrongQuery(
            "%(field)s cannot be “%(text)s”; it can be: %(right)s",
            field="order",
            text=order[:60],
            right=", ".join(ORDERS),
        )
    return order


def listing(request: Request, query: Query, *, before: str | None = None, size: int = A_PAGE) -> Listing:
    """A page of what a query finds."""
    ledger, labels, order = ledger_of(request), Labels(tongue_of(request)), order_of(request)
    found = ledger.find(query, limit=size + 1, before=before, order=order)
    shown = found[:size]
    shared = {} if order == "day" else {"order": order}
    following = None
    if len(found) > size:
        following = address_of(query, before=shown[-1].id, **shared)
    counted = facets_of(request, query)
    return Listing(
        query=query,
        found=shown,
        total=counted.engagements if counted.all else ledger.count(query),
        sentences=ledger.sentences(shown, query.text),
        facets=tuple(_blocks(counted, query, labels, order)),
        counted=counted,
        chips=tuple(conditions(request, query, labels)),
        address=address_of(query),
        order=order,
        orders=tuple((name, labels.of("order", name), _ordered(query, name)) for name in ORDERS),
        following=following,
        later=bool(before),
    )


def facets_of(request: Request, query: Query) -> Facets:
    """The facets of a query, kept until the ledger changes."""
    state = state_for(request, query)
    return site_of(request).outlines.get(("facets", query), state, lambda: ledger_of(request).facets(query))


def _ordered(query: Query, order: str) -> str:
    return address_of(query, order=None if order == "day" else order)


def _blocks(counted: Facets, query: Query, labels: Labels, order: str) -> Iterator[FacetBlock]:
    named = {_NAMES.get(name, name): choices for name, choices in counted.choices.items()}
    more = {} if order == "day" else {"order": order}
    for name in _ORDER:
        links = _links(name, named.get(name, ()), query, labels, more)
        if len(links) > 1 or any(link.chosen for link in links):
            yield FacetBlock(name, labels.of("facet", name), links[:_SHOWN], links[_SHOWN:])


def _links(
    name: str, choices: Iterable[Choice], query: Query, labels: Labels, more: dict[str, str]
) -> tuple[FacetLink, ...]:
    """Every choice with the address that asks for it, or for all but it where it is asked for already."""
    asked, links = _asked(name, query), []
    asking = _asking(name, query, more)
    for choice in choices:
        chosen = choice.value in asked
        address = address_of(_without(name, choice.value, query), **more) if chosen else asking(choice.value)
        links.append(FacetLink(label_of(name, choice.value, labels), choice.count, address, chosen))
    return tuple(links)


def _asking(name: str, query: Query, more: dict[str, str]) -> Callable[[str], str]:
    """The address that asks a query for a value more. A list has hundreds of them, which differ in the value alone."""
    if name in {"kind", "status"}:
        return lambda value: address_of(_with(name, value, query), **more)
    place = _YEAR if name == "year" else _VALUE
    before, behind = address_of(_with(name, place, query), **more).split(_told(name, place))
    return lambda value: f"{before}{_told(name, value)}{behind}"


def _told(name: str, value: str) -> str:
    return urlencode({"since": value, "until": value} if name == "year" else {name: value})


def _asked(name: str, query: Query) -> tuple[str, ...]:
    """The values that a query asks for in a facet."""
    if name == "state":
        return query.states
    if name == "year":
        same = query.since == query.until and query.since is not None and query.since.month is None
        return (str(query.since),) if same else ()
    value = getattr(query, name)
    return (str(value.value if hasattr(value, "value") else value),) if value is not None else ()


def _with(name: str, value: str, query: Query) -> Query:
    """A query for a value more, as a facet of the ledger names it, whether the atlas knows it or not."""
    given: Any = value
    if name == "state":
        return replace(query, states=(*query.states, value))
    return replace(query, since=given, until=given) if name == "year" else replace(query, **{name: given})


def _without(name: str, value: str, query: Query) -> Query:
    if name == "state":
        return replace(query, states=tuple(state for state in query.states if state != value))
    if name == "year":
        return replace(query, since=None, until=None)
    none: Any = None
    return replace(query, **{name: none})


def label_of(name: str, value: str, labels: Labels) -> str:
    """What a value of a facet is called."""
    tongue = labels.tongue
    if name in {"state", "place", "host"}:
        return tongue.state(value)
    if name == "language":
        return tongue.language(value)
    if name == "origins":
        return labels.origins(value)
    return labels.of(name, value) if name in {"kind", "status", "role", "topic", "review"} else value
