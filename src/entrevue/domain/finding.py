"""What is found by a name: persons, and values that engagements are listed under; and engagements counted by facets."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hit:
    """Something whose name fits what is asked.

    `kind`: "person", "organisation", "city", "publisher"; `value`: a person's id, else the name; `distance`: letters
    that differ from what is asked, 0 for none; `count`: engagements; `whole`: nothing in the name was left unasked.
    """

    kind: str
    value: str
    label: str
    distance: float
    count: int
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many engagements have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """Engagements counted by facets: for each its values, those of most engagements first (years: the latest first).

    `engagements` is how many were counted, `all` whether there are no more; else they are the newest of all.
    """

    engagements: int
    all: bool
    choices: dict[str, tuple[Choice, ...]]


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry of an index: a value, how it is called, and how many engagements it has."""

    value: str
    label: str
    count: int
    detail: str = ""
