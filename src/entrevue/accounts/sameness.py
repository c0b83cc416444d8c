"""Whether what a trigger tells is an event told before: named features, weights that were learned."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from entrevue.linking.links import Links

if TYPE_CHECKING:
    from entrevue.accounts.events import Event

Floats = npt.NDArray[np.float32]

FEATURES = (
    "bias", "triggers alike", "best trigger alike", "kinds alike", "somebody shared", "all shared", "nobody shared",
    "others on both sides", "nobody told here", "same day", "other day", "same place", "other place",
)  # fmt: skip


def features(old: "Event", new: "Event", links: Links) -> Floats:
    """What speaks for and against two being one event, in the order of FEATURES."""
    scores = links.same[np.ix_(old.triggers, new.triggers)]
    ours, theirs = set(old.people), set(new.people)
    both = bool(ours and theirs)
    shared = ours & theirs
    dates, places = _best(old.dates, new.dates), _best(old.places, new.places)
    return np.asarray(
        (
            1.0,
            float(np.clip(scores.mean(), -8, 8)),
            float(np.clip(scores.max(), -8, 8)),
            float(np.log(max(float((old.kind * new.kind).sum()), 1e-4))),
            both and bool(shared),
            both and (ours <= theirs or theirs <= ours),
            both and not shared,
            both and bool(ours - theirs) and bool(theirs - ours),
            not theirs,
            dates is True,
            dates is False,
            places is True,
            places is False,
        ),
        np.float32,
    )


def apart(old: "Event", new: "Event", links: Links) -> float:
    """How surely somebody takes part in each of two events alone: the lesser of the two chances."""
    ours, theirs = _takes_part(old, links), _takes_part(new, links)
    return min(float((ours * (1 - theirs)).max(initial=0.0)), float((theirs * (1 - ours)).max(initial=0.0)))


def _takes_part(event: "Event", links: Links) -> Floats:
    """The chance of each chain to take part, by the trigger that says so most surely; of those that may, the event's own."""
    chances: Floats = 1 - links.role[event.triggers, :, 0].min(axis=0)
    return np.asarray([p if k in event.people or p < 0.5 else 0.0 for k, p in enumerate(chances.tolist())], np.float32)


def _best(ours: dict[int, float], theirs: dict[int, float]) -> bool | None:
    """Whether the likeliest of two candidates' tables is one; None where a table is empty."""
    if not ours or not theirs:
        return None
    return max(ours, key=lambda key: ours[key]) == max(theirs, key=lambda key: theirs[key])


START = np.asarray((0, 0.7, 0.3, 0.5, 0.5, 0.3, -2, -1.5, 0, 0.5, -1, 0.2, -0.7), np.float32)  # before any is learned
