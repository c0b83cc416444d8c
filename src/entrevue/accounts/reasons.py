"""What speaks against an account, in words: the choices that were close, and what is told nowhere in its own words."""

from collections.abc import Iterator
from itertools import islice

import numpy as np
import numpy.typing as npt

from entrevue.accounts.drafts import Draft, Told
from entrevue.domain.spans import Label
from entrevue.linking.links import KINDS, STATUSES, Chain

Floats = npt.NDArray[np.float32]
CLOSE = 0.25  # the chance from which on the next best is named
UNSURE = 0.75  # the chance below which a choice is


def reasons_of(draft: Draft, told: Told) -> tuple[str, ...]:
    """Why an account may be wrong, field by field: each with the chance of what was not chosen."""
    return tuple(_reasons(draft, told))


def _reasons(draft: Draft, told: Told) -> Iterator[str]:
    links, visit, call = told.links, draft.kind == "visit", draft.kind == "call"
    yield from _next_best("kind", draft.kind, KINDS, draft.event.kind)
    status = links.status[draft.event.triggers].mean(axis=0)
    if draft.status == STATUSES[int(status.argmax())]:
        yield from _next_best("status", draft.status, STATUSES, status)
    else:
        yield "the status follows from the calendar, from a word that calls it off, or from its visit"
    of_which = "the day is that of its first meeting" if visit else "the day is told of its visit alone"
    yield from _first(
        (draft.start is None, "no day is told"),
        ("start" in draft.inferred, of_which),
        (draft.day_chance < UNSURE, f"the day is another or none with a chance of {1 - draft.day_chance:.2f}"),
    )
    whence = "where its meetings are, or who is met" if visit else "who receives, or its visit"
    place = f"the place is another or none with a chance of {1 - draft.place_chance:.2f}"
    yield from _first(
        (draft.country is None and not call, "no place is told"),
        ("country" in draft.inferred, f"the state follows from {whence}"),
        (draft.place_chance < UNSURE and not call, place),
    )
    for index in draft.parts:
        chain = links.chains[index]
        who, (best, chance), part = called(chain), chain.likeliest, draft.chances[index]
        share, state = max(((share, state) for state, share in chain.side if state != best), default=(0.0, "?"))
        other = {"?": "nobody told", "-": "an international body"}.get(state, state)
        if part < UNSURE:
            yield f"{who} takes no part with a chance of {1 - part:.2f}"
        yield from _first(
            (best == "?", f"whom {who} represents is not told"),
            (chance < UNSURE, f"{who} represents {other} with a chance of {share:.2f}"),
        )


def _first(*told: tuple[bool, str]) -> Iterator[str]:
    """The first reason that holds."""
    return islice((reason for holds, reason in told if holds), 1)


def _next_best(name: str, chosen: str, names: tuple[str, ...], chances: Floats) -> Iterator[str]:
    """The likeliest value that was not chosen, where it is close."""
    rest = [(float(chance), one) for chance, one in zip(chances, names, strict=True) if one != chosen]
    chance, other = max(rest)
    if chance >= CLOSE:
        yield f"the {name} is {other} with a chance of {chance:.2f}"


def called(chain: Chain) -> str:
    """The longest name or office of a chain; of one that is only referred to ("his counterpart"), the longest reference."""
    told = [one for one in chain.mentions if one.label in (Label.NAME, Label.OFFICE)] or chain.mentions
    return max((mention.quote for mention in told), key=len)
