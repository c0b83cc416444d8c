"""Versions of what a decision is about: whoever decides says what they saw, and is told when it has changed since.

A version is a hash of what was shown, and the number of the newest decision at that time, so that it can be said what
came after it.
"""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from entrevue.domain.decisions import Decision
from entrevue.domain.engagements import Engagement
from entrevue.errors import StaleDecision
from entrevue.ledger.store import Session

_BYTES = 9
_TOLD = 3  # changes that a refusal names


def version_of(engagement: Engagement, newest: int) -> str:
    """The version of an engagement as it is shown; `newest`: the number of the newest decision in the ledger."""
    one = engagement
    people = [
        (p.seats, p.name, p.office, p.organization, p.country, p.part, p.appearances) for p in engagement.participants
    ]
    fields = (one.stems, one.kind, one.review, one.status, one.start, one.end, one.country, one.city, one.source)
    return f"{_hash(repr((fields, people, one.topics)))}-{newest}"


def version_of_person(appearances: Iterable[str], newest: int) -> str:
    """The version of a person: which appearances are one."""
    return f"{_hash(repr(sorted(appearances)))}-{newest}"


def _hash(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_BYTES).hexdigest()


def refuse_stale(session: Session, seen: str | None, now: str, ids: Sequence[str]) -> None:
    """StaleDecision when what was `seen` is another version than that of `now`; nothing for who says nothing."""
    if seen is None or seen.rpartition("-")[0] == now.rpartition("-")[0]:
        return
    number = seen.rpartition("-")[2]
    raise StaleDecision(
        "changed since you saw it: %(changes)s; look at it again",
        changes=", ".join(_since(session, int(number) if number.isdecimal() else 0, ids)),
    )


def _since(session: Session, number: int, ids: Sequence[str]) -> list[str]:
    """What was decided after a decision about these, the newest first; else it came from reports."""
    before = [one.when for one in session.decisions() if one.number == number]
    after = [one for one in session.decisions(ids) if one.number > number]
    back = [one for one in session.decisions(ids) if one.undone and (not before or one.undone >= before[0])]
    told = [_made(one) for one in after[::-1] if not one.undone] + [_taken_back(one) for one in back]
    return told[:_TOLD] or ["reports were added, read again or forgotten"]


def _made(one: Decision) -> str:
    field = f" {one.field.rpartition('.')[2]}" if one.field else ""
    return f"{one.who}: {one.verb.value}{field} ({one.number}, {one.when:%Y-%m-%d %H:%M})"


def _taken_back(one: Decision) -> str:
    return f"{one.undone_by}: undo {one.number} ({one.undone:%Y-%m-%d %H:%M})"
