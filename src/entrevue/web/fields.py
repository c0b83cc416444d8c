"""The fields of an engagement as pages name them, each with its address for decisions and proposals."""

from collections.abc import Iterator
from dataclasses import dataclass

from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.engagements import Field as Value
from entrevue.web.labels import KINDS, PARTS, STATUSES, Labels

_OWN = ("kind", "status", "start", "end", "country", "city", "source")
_OF_PARTICIPANTS = ("name", "office", "organization", "country", "part")
CHOICES = {"kind": tuple(KINDS), "status": tuple(STATUSES), "part": tuple(PARTS)}


@dataclass(frozen=True, slots=True)
class NamedField:
    """A field with its name in the page's language; `group` is the participant it belongs to, "" for the engagement."""

    address: str
    label: str
    group: str
    value: Value
    shown: str  # the value in the page's language; "—" for none

    @property
    def kind(self) -> str:
        """The field's own name: "start", "office"."""
        return self.address.rpartition(".")[2]


def fields_of(engagement: Engagement, labels: Labels) -> tuple[NamedField, ...]:
    """All fields in the order of a page."""
    return tuple(_fields(engagement, labels))


def _fields(engagement: Engagement, labels: Labels) -> Iterator[NamedField]:
    for name in _OWN:
        value = Value(engagement.kind.value) if name == "kind" else getattr(engagement, name)
        yield _named(name, "", value, labels)
    for participant in engagement.participants:
        for name in _OF_PARTICIPANTS:
            yield _named(f"{participant.id}.{name}", participant.shown_as, getattr(participant, name), labels)


def _named(address: str, group: str, value: Value, labels: Labels) -> NamedField:
    label = labels.of("field", address.rpartition(".")[2])
    return NamedField(address, label, group, value, shown(address, value.value, labels))


def field_name(engagement: Engagement, address: str, labels: Labels) -> str:
    """A field's name alone: "city", or with its participant: "office (William Burns)"."""
    seat, _, name = address.rpartition(".")
    label = labels.of("field", name)
    if not seat:
        return label
    found = next((one for one in engagement.participants if seat in one.seats), Participant((seat,)))
    return f"{label} ({found.shown_as})"


def shown(address: str, value: str | None, labels: Labels) -> str:
    """A value as readers see it: dates, states and choices in their language."""
    if value is None:
        return "—"
    name = address.rpartition(".")[2]
    if name in {"start", "end"}:
        return labels.tongue.date(value)
    if name == "country":
        return labels.tongue.state(value)
    return labels.of(name, value) if name in CHOICES else value
