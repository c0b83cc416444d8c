"""How sure an account is: named features, a chance by weights that were learned on reports kept apart."""

import math

import numpy as np
import numpy.typing as npt

from entrevue.accounts.drafts import Draft, Told, side_of
from entrevue.domain.spans import Label
from entrevue.linking.links import KINDS, STATUSES

Floats = npt.NDArray[np.float32]

FEATURES = (
    "bias", "its kind", "its best trigger", "its triggers together", "how many triggers", "the surest part", "the second part",
    "the least sure part", "somebody named", "two named", "two sides", "the least sure side", "its day", "its place",
    "its status", "only in the headline", "a visit to no told state", "a stranger beside our own", *KINDS,
)  # fmt: skip
START = np.asarray([0.0, 2.0, 1.0, 0.0, 0.2, 1.0, 1.0, 0.0, 0.3, 0.3, 0.3] + [0.0] * (len(FEATURES) - 11), np.float32)


def features(draft: Draft, told: Told) -> Floats:
    """What an account rests on, in the order of FEATURES; chances as log odds."""
    links = told.links
    triggers = [told.triggers[t] for t in draft.event.triggers]
    parts = sorted((draft.chances[chain] for chain in draft.parts), reverse=True)
    chains = [links.chains[chain] for chain in draft.parts]
    named = sum(any(m.label is Label.NAME for m in chain.mentions) for chain in chains)
    sides = [chain.likeliest for chain in chains]
    status = links.status[draft.event.triggers].mean(axis=0)
    return np.asarray(
        (
            1.0,
            odds(float(draft.event.kind[KINDS.index(draft.kind)])),
            odds(max(t.probability for t in triggers)),
            odds(float(np.mean([t.probability for t in triggers]))),
            math.log(len(triggers)),
            odds(parts[0] if parts else 0.0),
            odds(parts[1] if len(parts) > 1 else parts[0] if parts else 0.0),
            odds(parts[-1] if parts else 0.0),
            named > 0,
            named > 1,
            len({side for side, _ in sides} - {"?"}) > 1,
            odds(min((chance for _, chance in sides), default=0.5)),
            odds(draft.day_chance),
            odds(draft.place_chance),
            odds(float(status[STATUSES.index(draft.status)])),
            all(told.words.paragraph[t.first] < 0 for t in triggers),
            draft.kind == "visit" and draft.country is None,
            _is_at_home(draft, told),
            *(draft.kind == kind for kind in KINDS),
        ),
        np.float32,
    )


def _is_at_home(draft: Draft, told: Told) -> bool:
    """Whether the one side told is the page's own, and beside it is somebody of no told side: maybe one of them."""
    return told.home is not None and {side_of(told.links.chains[chain]) for chain in draft.parts} == {told.home, None}


def odds(chance: float) -> float:
    """The log odds of a chance, within 6 to either side."""
    return math.log(min(max(chance, 0.0025), 0.9975) / (1 - min(max(chance, 0.0025), 0.9975)))


def chance_of(draft: Draft, told: Told) -> float:
    """The chance that the account is right, as far as it was learned."""
    weights = START if told.confidence is None else told.confidence
    return 1 / (1 + math.exp(-float(features(draft, told) @ weights)))
