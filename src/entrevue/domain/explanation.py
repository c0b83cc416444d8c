"""Why a report was read as it was: what was found, among which candidates was chosen, how sure each choice is."""

from dataclasses import dataclass

from entrevue.domain.reading import Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate of a choice with its chance; `label` is "none" or "not told" where nothing is one."""

    label: str
    chance: float


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of the text that was marked: `report.text[start:end]`, what it is, what it means, how sure that is."""

    start: int
    end: int
    quote: str
    label: str
    meaning: str = ""
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Somebody:
    """The mentions that were taken for one person, body or place, and the side they are of, the likeliest first."""

    name: str
    mentions: tuple[Found, ...]
    sides: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class TriggerChoices:
    """What a word that tells an engagement was taken to tell; each choice's candidates, the likeliest first.

    `people`: the part that each is likeliest to have, with the chance to take part at all. `account`: the account that
    it went into, None where it fell.
    """

    found: Found
    kinds: tuple[Candidate, ...]
    statuses: tuple[Candidate, ...]
    people: tuple[Candidate, ...]
    days: tuple[Candidate, ...]
    places: tuple[Candidate, ...]
    account: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything behind one reading. `reasons`: for each account what its confidence rests on, the weightiest first."""

    reading: Reading
    found: tuple[Found, ...]
    people: tuple[Somebody, ...]
    triggers: tuple[TriggerChoices, ...]
    reasons: dict[str, tuple[tuple[str, float], ...]]
