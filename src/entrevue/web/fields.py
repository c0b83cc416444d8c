"""The fields of an engagement as pages name them, each with its address for decisions and proposals."""

from collections.abc import Iterator
from dataclasses import dataclass

from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.engagements import Field as Value
from entrevue.web.locale import Tongue

LABELS = {
    "kind": "Kind",
    "status": "Status",
    "start": "First day",
    "end": "Last day",
    "country": "State where it took place",
    "city": "City",
    "source": "Source named",
}
OF_PARTICIPANTS = {
    "name": "Name",
    "office": "Office",
    "organization": "Organisation",
    "country": "State represented",
    "part": "Part",
}
CHOICES = {
    "kind": ("visit", "meeting", "call", "conference", "signing"),
    "status": ("held", "ongoing", "planned", "cancelled"),
    "part": ("visitor", "host", "participant"),
}


@dataclass(frozen=True, slots=True)
class NamedField:
    """A field with its name in the page's language; `group` is the participant it belongs to, "" for the engagement."""

    address: str
    label: str
    group: str
    value: Value

    @property
    def kind(self) -> str:
        """The field's own name: "start", "office"."""
        return self.address.rpartition(".")[2]


def fields_of(engagement: Engagement, tongue: Tongue) -> tuple[NamedField, ...]:
    """All fields in the order of a page."""
    return tuple(_fields(engagement, tongue))


def _fields(engagement: Engagement, tongue: Tongue) -> Iterator[NamedField]:
    for name, label in LABELS.items():
        value = Value(engagement.kind.value) if name == "kind" else getattr(engagement, name)
        yield NamedField(name, tongue.say(label), "", value)
    for participant in engagement.participants:
        for name, label in OF_PARTICIPANTS.items():
            yield NamedField(
                f"{participant.id}.{name}", tongue.say(label), participant.shown_as, getattr(participant, name)
            )


def field_name(engagement: Engagement, address: str, tongue: Tongue) -> str:
    """A field's name alone: "City", or with its participant: "Office (William Burns)"."""
    seat, _, name = address.rpartition(".")
    if not seat:
        return tongue.say(LABELS.get(name, name))
    found = next((one for one in engagement.participants if seat in one.seats), Participant((seat,)))
    return f"{tongue.say(OF_PARTICIPANTS.get(name, name))} ({found.shown_as})"


def shown(name: str, value: str | None, tongue: Tongue) -> str:
    """A value as readers see it: dates and states in their language."""
    if value is None:
        return "—"
    kind = name.rpartition(".")[2]
    if kind in {"start", "end"}:
        return tongue.date(value)
    if kind == "country":
        return tongue.state(value)
    return tongue.say(value) if kind in CHOICES else value
