"""Mentions: the places, organisations, offices, persons and dates that a report names, each where it stands."""

from dataclasses import dataclass
from enum import StrEnum

from entrevue.domain.dates import DateSpan


class PlaceKind(StrEnum):
    """What a place name is."""

    STATE = "state"
    CITY = "city"
    DEMONYM = "demonym"  # "marocain", "Rwandan": an adjective or noun of nationality
    METONYM = "metonym"  # "la Maison Blanche", "Downing Street", "le royaume chérifien"
    REGION = "region"  # a name that is no state: "Sahel", "Europe"


@dataclass(frozen=True, slots=True)
class Place:
    """A place name in the text; `country` is ISO 3166 alpha-2 where the atlas knows one."""

    start: int
    end: int
    quote: str
    kind: PlaceKind
    country: str | None = None
    city: str | None = None  # the city's name as the text writes it, for kind CITY
    capital: bool = False  # the city is a capital: it may stand for its state


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation in the text; `acronym` is the short form that the text or the atlas gives."""

    start: int
    end: int
    quote: str
    name: str
    acronym: str | None = None
    country: str | None = None
    kind: str | None = None  # "intelligence", "police", "ministry", "international", ...
    international: bool = False
    seat: str | None = None  # the state in which an international one sits, ISO 3166 alpha-2


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in the text with the span of days it means; `span` is None where it cannot be told.

    `kind`: "day", "range", "month", "year", "vague" (a month or year period told loosely: "début mai"),
    "duration" ("trois jours"; span None). `edge`: "begin" or "end" where the words before it say that something
    begins or ends then ("arrivé dimanche"), "until" where it lasts until then or comes before ("jusqu'à jeudi"),
    "since" where something is counted from a month or a year on ("depuis 2023").
    `other`: what a weekday means that is told of the past instead of the future, or the other way.
    """

    start: int
    end: int
    quote: str
    span: DateSpan | None
    kind: str
    days: int | None = None  # length told in days, for a duration or a range with one
    edge: str | None = None
    other: DateSpan | None = None
