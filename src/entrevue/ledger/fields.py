"""One field from what several accounts say of it."""

from collections.abc import Callable, Iterable, Mapping

from entrevue.domain.engagements import EMPTY, Field, Saying

Said = tuple[str, str]  # a value, and the stem of the account that says it
Holds = Callable[[str, str], bool]  # whether the first value includes the second

_STATUS_ORDER = ("planned", "ongoing", "cancelled", "held")


def settle(
    said: Iterable[Said], origins: Mapping[str, str], *, holds: Holds | None = None, conflicting: bool = True
) -> Field:
    """The value that most independent sources agree on; then most accounts, then the most precise, then by alphabet.

    `holds` tells of a value so imprecise that it includes another ("2023-04" includes "2023-04-07"): whoever says it
    agrees. With `conflicting` False, other values are other wordings, not contradictions.
    """
    by_value: dict[str, list[str]] = {}
    for value, stem in said:
        by_value.setdefault(value, []).append(stem)
    if not by_value:
        return EMPTY
    if len(by_value) == 1:  # mostly all agree
        ((value, said_by),) = by_value.items()
        sources, named = len({origins[stem] for stem in said_by}), tuple(sorted(said_by))
        return Field(
            value, (Saying(value, named, sources),), agree=len(set(named)), of=len(set(named)), origins=sources
        )
    sayings = [Saying(v, tuple(sorted(stems)), len({origins[s] for s in stems})) for v, stems in by_value.items()]
    includes = holds or (lambda one, other: one == other)
    support = {
        one.value: [stem for other in sayings if includes(other.value, one.value) for stem in other.stems]
        for one in sayings
    }
    weight = {v: (len({origins[s] for s in stems}), len(stems), len(v), v) for v, stems in support.items()}
    sayings.sort(key=lambda saying: weight[saying.value], reverse=True)
    value = sayings[0].value
    apart = any(not includes(o.value, value) and not includes(value, o.value) for o in sayings[1:])
    stems = {stem for saying in sayings for stem in saying.stems}
    agree = set(support[value])
    return Field(
        value,
        tuple(sayings),
        agree=len(agree),
        of=len(stems),
        origins=len({origins[stem] for stem in agree}),
        conflict=conflicting and apart,
    )


def date_holds(one: str, other: str) -> bool:
    """Whether a date as text is the other, or its month or year."""
    return other == one or other.startswith(f"{one}-")


def latest_status(said: Iterable[tuple[str, str, str]], origins: Mapping[str, str]) -> Field:
    """The status of the last report; a plan that was carried out is no contradiction, a cancelled one that was held is.

    Each saying comes with its report's date of publication as text, empty where unknown.
    """
    told = list(said)
    _, _, value = max((published, _STATUS_ORDER.index(status), status) for status, _, published in told)
    field = settle([(status, stem) for status, stem, _ in told], origins, conflicting=False)
    agreeing = next(saying for saying in field.sayings if saying.value == value)
    values = {saying.value for saying in field.sayings}
    return Field(
        value,
        (agreeing, *(saying for saying in field.sayings if saying is not agreeing)),
        agree=len(agreeing.stems),
        of=field.of,
        origins=agreeing.origins,
        conflict={"held", "cancelled"} <= values,
    )
