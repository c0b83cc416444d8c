"""What belongs together in a report, scored: the values that linking hands on."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from entrevue.domain.spans import Mention

Floats = npt.NDArray[np.float32]
KINDS = ("visit", "meeting", "call", "conference", "signing")
TALKS = ("meeting", "call", "signing")  # kinds in which two sides do something with each other
STATUSES = ("held", "ongoing", "planned", "cancelled")
ROLES = ("visitor", "host", "participant")


@dataclass(frozen=True)
class Chain:
    """Mentions of one person, body or place; `side` maps states ("-": an international body, "?": not told) to chances."""

    mentions: tuple[Mention, ...]
    side: tuple[tuple[str, float], ...] = ()

    @property
    def country(self) -> str | None:
        """The state that its mentions name: of a place, that in which it lies."""
        return next((mention.country for mention in self.mentions if mention.country), None)

    @property
    def likeliest(self) -> tuple[str, float]:
        """The likeliest side and its chance."""
        return max(self.side, key=lambda one: one[1], default=("?", 1.0))


@dataclass(frozen=True)
class Links:
    """Chances over candidates; `none` comes first where it is one. n triggers, c chains, d dates, p points.

    `together(t, arguments)`: for trigger t the log odds that every two of some arguments are of one engagement, (k, k);
    arguments are indexes of chains, then of dates.
    """

    chains: tuple[Chain, ...]
    crowds: frozenset[int]  # chains of several whom nothing tells one by one: "the ambassadors"
    kind: Floats  # (n, KINDS)
    status: Floats  # (n, STATUSES)
    main: Floats  # (n,)
    several: Floats  # (n,) the chance that a trigger tells more than one engagement
    role: Floats  # (n, c, none + ROLES)
    time: Floats  # (n, none + d)
    place: Floats  # (n, none + c)
    point: Floats  # (n, p, 2): agenda, source
    same: Floats  # (n, n) log odds
    within: Floats  # (n, n, 2) log odds against none: lies within, follows
    together: Callable[[int, Sequence[int]], Floats]
    guests: frozenset[int] = frozenset()  # chains of those told to be on a visit where they are met

    @cached_property
    def of_several(self) -> frozenset[Mention]:
        """The mentions that stand in several chains: "the two ministers"."""
        counts = Counter(mention for chain in self.chains for mention in set(chain.mentions))
        return frozenset(mention for mention, count in counts.items() if count > 1)
