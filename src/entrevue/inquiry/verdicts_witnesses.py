"""Who bears witness: engagements as those tell them who do not make the claim themselves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from entrevue.domain.engagements import EMPTY, Engagement, Field, Participant
from entrevue.domain.recorded import RecordedClaim
from entrevue.domain.report import Report
from entrevue.ledger.asking import Asking
from entrevue.ledger.independence import repeats, sketch
from entrevue.ledger.recording import report_id

_FIELDS = ("status", "start", "end", "country", "city", "source")
_PARTS = ("name", "office", "organization", "country", "part")


def own_accounts(
    claim: RecordedClaim | None, report: Report | None, same: Iterable[str], asking: Asking
) -> frozenset[str]:
    """The accounts (stems) of the report that makes a claim, and of those that repeat its text.

    `same`: ids of the engagements that the claim speaks of, in whose accounts the text of a draft may be found again.
    """
    if claim is not None:
        return asking.own_accounts(claim.context.report)
    if report is None:
        return frozenset()
    found = asking.own_accounts(report_id(report))
    draft = sketch(report)
    others = {one.context.report for id_ in same for one in asking.accounts(id_) if repeats(draft, one.context.sketch)}
    return found.union(*(asking.own_accounts(other) for other in sorted(others)))


def told_by_others(engagement: Engagement, own: frozenset[str]) -> Engagement | None:
    """The engagement without what some accounts say of it; None where nobody else tells of it.

    What an editor decided stands.
    """
    if not own & set(engagement.stems):
        return engagement
    if own >= set(engagement.stems):
        return None
    fields: dict[str, Any] = {name: _without(getattr(engagement, name), own) for name in _FIELDS}
    cast = (_participant(one, own) for one in engagement.participants)
    return replace(engagement, **fields, participants=tuple(one for one in cast if one is not None))


def _participant(participant: Participant, own: frozenset[str]) -> Participant | None:
    if all(seat.rpartition(".")[0] in own for seat in participant.seats):
        return None
    fields: dict[str, Any] = {name: _without(getattr(participant, name), own) for name in _PARTS}
    return replace(participant, **fields)


def _without(field: Field, own: frozenset[str]) -> Field:
    """The field as the other accounts tell it: its value where one of them says it, else what most of them say."""
    if field.decision is not None:
        return field
    kept = tuple(saying for saying in field.sayings if not set(saying.stems) <= own)
    if len(kept) == len(field.sayings):
        return field
    if not kept:
        return EMPTY
    values = [saying.value for saying in kept]
    value = field.value if field.value in values else values[0]
    return replace(field, value=value, sayings=kept, conflict=field.conflict and len(kept) > 1)
