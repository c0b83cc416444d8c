"""Schema of `triggers.toml`: what a report must hold before it is read."""

from functools import cache

from entrevue.languages import Concern, load


class Triggers(Concern):
    """`gate` is a pattern that is searched in the folded text of a report: without a match nothing is read."""

    gate: str


@cache
def load_triggers(code: str) -> Triggers:
    """The gate of a language."""
    triggers: Triggers = load(code, "triggers", Triggers)
    return triggers
