"""Mentions: the places, organisations, offices, persons and dates that a report names, each where it stands."""

from dataclasses import dataclass, field
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


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression in the text with the span of days it means; `span` is None where it cannot be told.

    `kind`: "day", "range", "month", "year", "vague" (a month or year period told loosely: "début mai"),
    "duration" ("trois jours"; span None). `edge`: "begin" or "end" where the words before it say that something
    begins or ends then ("arrivé dimanche", "jusqu'à jeudi").
    """

    start: int
    end: int
    quote: str
    span: DateSpan | None
    kind: str
    days: int | None = None  # length told in days, for a duration or a range with one
    edge: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A post in the text: "directeur général de la DGST". `role` is the pack's class of its head word."""

    start: int
    end: int
    quote: str
    role: str
    organisation: Organisation | None = None
    country: str | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in the text, with the office told in apposition; `name` is the fullest form in the report."""

    start: int
    end: int
    quote: str
    name: str
    office: Office | None = None
    country: str | None = None
    reasons: tuple[str, ...] = field(default=())


class ActorKind(StrEnum):
    """What an actor is named by."""

    PERSON = "person"  # a name, perhaps with an office
    OFFICE = "office"  # an office alone: "le patron de la CIA", "his Rwandan counterpart"
    BODY = "body"  # an organisation or a state: "la DGST", "Kigali", "une délégation malienne"
    PRONOUN = "pronoun"  # "il", "ce dernier", "the latter"
    PAIR = "pair"  # "les deux ministres", "the two sides"


@dataclass(frozen=True, slots=True)
class Actor:
    """A noun phrase that can take part in an engagement: a person in an office, an office, a body, a reference.

    `start` and `end` cover the phrase with its article and honorific; `name_span` and `office_span` are the spans of
    the parts as the text words them. `counterpart` marks "son homologue": an office that is the antecedent's.
    """

    start: int
    end: int
    kind: ActorKind
    name: str | None = None
    name_span: tuple[int, int] | None = None
    office: str | None = None
    office_span: tuple[int, int] | None = None
    role: str | None = None
    organisation: Organisation | None = None
    country: str | None = None
    country_span: tuple[int, int] | None = None
    plural: bool = False
    former: bool = False
    counterpart: bool = False
    definite: bool = False
