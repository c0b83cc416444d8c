"""Schema of `agenda.toml`: the words of the topic scheme."""

from functools import cache

from entrevue.languages import Concern, load


class Agenda(Concern):
    """`topics` maps the classes of the topic scheme to patterns over folded text; the first that fits counts."""

    topics: dict[str, str]


@cache
def load_agenda(code: str) -> Agenda:
    """How a language words the topics."""
    agenda: Agenda = load(code, "agenda", Agenda)
    return agenda
