"""Who takes part in an event, told by several triggers: named features, weights that were learned."""

import numpy as np
import numpy.typing as npt

from entrevue.accounts.events import Event
from entrevue.domain.spans import Label, Mention
from entrevue.linking.links import KINDS, Links

Floats = npt.NDArray[np.float32]

FEATURES = (
    "bias", "the surest trigger", "triggers of its sentences", "all triggers", "how many say so", "share that say so",
    "in a sentence with a trigger", "somebody named", "a body", "a state", "how many others", *KINDS,
)  # fmt: skip
START = np.asarray([0.0, 1.0] + [0.0] * (len(FEATURES) - 2), np.float32)


def features(
    event: Event, chain: int, links: Links, triggers: tuple[Mention, ...], sentence: tuple[int, ...]
) -> Floats:
    """What speaks for a chain taking part in an event, in the order of FEATURES; chances as log odds."""
    chances = np.asarray([1 - links.role[t, chain, 0] for t in event.triggers])
    mentions = links.chains[chain].mentions
    places = {sentence[m.first] for m in mentions}
    near = np.asarray([sentence[triggers[t].first] in places for t in event.triggers], bool)
    rows = odds(chances)
    kind = event.kind_name
    return np.asarray(
        (
            1.0,
            rows.max(),
            rows[near].mean() if near.any() else -2.0,
            rows.mean(),
            np.log1p((chances > 0.5).sum()),
            (chances > 0.5).mean(),
            near.any(),
            any(m.label is Label.NAME for m in mentions),
            mentions[0].label is Label.BODY,
            mentions[0].label is Label.PLACE,
            np.log1p(len(event.people)),
            *(kind == one for one in KINDS),
        ),
        np.float32,
    )


def odds(chances: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Log odds, within 5 to either side."""
    clipped = np.clip(chances, 0.007, 0.993)
    result: npt.NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return result


def chance_of(row: Floats, weights: Floats) -> float:
    """The chance that goes with a row of features."""
    return float(1 / (1 + np.exp(-float(row @ weights))))
