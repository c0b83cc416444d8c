"""How sure an engagement is: which of its fields no account tells, from what they are inferred, and how sure it was read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from entrevue.domain.engagements import Engagement, Participant
from entrevue.domain.reading import BY_HAND, Account, Participation
from entrevue.domain.recorded import RecordedAccount
from entrevue.web.labels import INFERRED, Labels


@dataclass(frozen=True, slots=True)
class Sureness:
    """What a page says of it.

    `inferred`: fields of the engagement that its accounts infer, each with from what, as far as they say. `sides`: those
    whose state is inferred, by name; `all_sides`: of nobody it is told. `confidence`: that of the account told best.
    `coded`: accounts, by their stems, that people coded: nobody read them with any confidence.
    """

    inferred: Mapping[str, str]
    sides: tuple[str, ...]
    all_sides: bool
    confidence: float | None
    coded: frozenset[str]


def sureness(one: Engagement, recorded: Iterable[RecordedAccount], labels: Labels) -> Sureness:
    """How sure an engagement is, as its accounts were read; what an editor set is told."""
    known = tuple(recorded)
    accounts = {account.stem: account.account for account in known}
    seats = {account.seat(k): p for account in known for k, p in enumerate(account.account.participants)}
    sided = [p for p in one.participants if p.country.value]
    inferred = [p for p in sided if _side_inferred(p, seats)]
    coded = frozenset(account.stem for account in known if account.account.reasons == (BY_HAND,))
    return Sureness(
        {
            name: ", ".join(labels.inferred(name, (reason for each in saying for reason in each.reasons)))
            for name in INFERRED
            if (saying := _saying(one, name, accounts)) and all(name in each.inferred for each in saying)
        },
        tuple(p.shown_as for p in inferred),
        len(inferred) == len(sided),
        max((each.confidence for stem, each in accounts.items() if stem not in coded), default=None),
        coded,
    )


def _saying(one: Engagement, name: str, accounts: Mapping[str, Account]) -> list[Account]:
    """The accounts that say what is shown of a field; none where an editor set it."""
    field = getattr(one, name)
    if field.decision is not None:
        return []
    stems = (stem for saying in field.sayings if saying.value == field.value for stem in saying.stems)
    return [accounts[stem] for stem in stems if stem in accounts]


def _side_inferred(participant: Participant, seats: Mapping[str, Participation]) -> bool:
    field = participant.country
    saying = [p for p in _seated(participant, seats) if p.country == field.value]
    return field.decision is None and bool(saying) and all("country" in p.inferred for p in saying)


def _seated(participant: Participant, seats: Mapping[str, Participation]) -> Iterator[Participation]:
    return (seats[seat] for seat in participant.seats if seat in seats)
