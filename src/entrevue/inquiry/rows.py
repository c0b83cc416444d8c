"""An engagement as one plain row, for CSV and frames."""

from entrevue.domain.engagements import Engagement, Participant


def row_of(engagement: Engagement) -> dict[str, str | int | None]:
    """One value a column; dates as text with their precision, participants in one text."""
    return {
        "id": engagement.id,
        "kind": engagement.kind.value,
        "status": engagement.status.value,
        "start": engagement.start.value,
        "end": engagement.end.value,
        "country": engagement.country.value,
        "city": engagement.city.value,
        "sides": " ".join(engagement.sides),
        "participants": "; ".join(who_took_part(participant) for participant in engagement.participants),
        "reports": engagement.reports,
        "origins": engagement.origins,
    }


def who_took_part(participant: Participant) -> str:
    """A participant in one line: name, side, office."""
    capacity = participant.office.value or participant.organization.value or ""
    tail = f", {capacity}" if capacity and participant.shown_as != capacity else ""
    country = f" ({participant.country.value})" if participant.country.value else ""
    return f"{participant.shown_as}{country}{tail}"
