"""Schema of `asking.toml`: the words with which a language asks for engagements."""

from functools import cache

from pydantic import Field

from entrevue.languages import Concern, load


class Asking(Concern):
    """Phrases as they are written; code folds them and takes the longest that fits.

    `filler` asks for nothing ("all", "who met"); `at` stands before a place where something happened; `heads` say
    nothing beside an organisation ("the CIA's *director*"); `kinds`, `statuses` and `topics` map the ledger's values to
    words, `roles` classes of office to phrases that the packs' posts do not tell; `states` maps codes to abbreviations
    and names that no table has. `since`, `until`, `between` open a span of time, `to` parts its ends. `times` maps a
    unit and a step ("week -1": the week before this one) to phrases, `past` are the words beside a number of `units` of
    time ("the *last* 7 days", "les 7 *derniers* jours").
    """

    filler: tuple[str, ...]
    at: tuple[str, ...]
    heads: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]
    statuses: dict[str, tuple[str, ...]]
    topics: dict[str, tuple[str, ...]]
    roles: dict[str, tuple[str, ...]]
    states: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    since: tuple[str, ...]
    until: tuple[str, ...]
    between: tuple[str, ...]
    to: tuple[str, ...]
    times: dict[str, tuple[str, ...]]
    past: tuple[str, ...]
    units: dict[str, tuple[str, ...]]


@cache
def load_asking(code: str) -> Asking:
    """The words with which a language asks."""
    asking: Asking = load(code, "asking", Asking)
    return asking
