"""The explanation of a reading, from what the steps before it left."""

from collections.abc import Iterable, Sequence

from entrevue.accounts import certainty
from entrevue.accounts.concluding import sure_enough
from entrevue.accounts.drafts import Draft, Told
from entrevue.domain.explanation import Candidate, Explanation, Found, Somebody, TriggerChoices
from entrevue.domain.reading import Reading
from entrevue.domain.spans import Label, Mention
from entrevue.linking.links import KINDS, ROLES, STATUSES, Chain

_SHOWN = 4  # candidates of a choice
_LEAST = 0.02  # the chance from which on a candidate is shown
_REASONS = 5


def explain(reading: Reading, told: Told, actors: Sequence[Mention]) -> Explanation:
    """Put the candidates of every choice beside what was chosen."""
    drafts = sure_enough(told)
    ids = {t: f"e{number}" for number, draft in enumerate(drafts, 1) for t in draft.event.triggers}
    everything = sorted((*actors, *told.triggers, *told.dates, *told.points), key=lambda m: (m.start, -m.end))
    return Explanation(
        reading,
        tuple(_found(mention) for mention in everything),
        tuple(_somebody(chain) for chain in told.links.chains if chain.mentions[0].label is not Label.PLACE),
        tuple(_choices(t, told, ids.get(t)) for t in range(len(told.triggers))),
        {f"e{number}": _reasons(draft, told) for number, draft in enumerate(drafts, 1)},
    )


def _found(mention: Mention) -> Found:
    meanings = [mention.country, mention.city, str(mention.span.start) if mention.span else None, mention.role]
    meaning = ", ".join(one for one in meanings if one)
    return Found(mention.start, mention.end, mention.quote, mention.label.value, meaning, mention.probability)


def _somebody(chain: Chain) -> Somebody:
    sides = _ranked(("not told" if side == "?" else side, chance) for side, chance in chain.side)
    return Somebody(name_of(chain), tuple(_found(m) for m in chain.mentions), sides)


def name_of(chain: Chain) -> str:
    """The fullest name of a chain, or its fullest office, or its first mention."""
    for label in (Label.NAME, Label.BODY, Label.OFFICE, Label.PLACE):
        named = [m.quote for m in chain.mentions if m.label is label]
        if named:
            return max(named, key=lambda quote: len(quote.split()))
    return chain.mentions[0].quote


def _choices(t: int, told: Told, account: str | None) -> TriggerChoices:
    links = told.links
    people = [
        (f"{name_of(chain)} [{ROLES[int(links.role[t, c, 1:].argmax())]}]", float(1 - links.role[t, c, 0]))
        for c, chain in enumerate(links.chains)
    ]
    places = [(name_of(chain), float(links.place[t, c + 1])) for c, chain in enumerate(links.chains)]
    days = [(date.quote, float(links.time[t, d + 1])) for d, date in enumerate(told.dates)]
    return TriggerChoices(
        _found(told.triggers[t]),
        _ranked(zip(KINDS, links.kind[t].tolist(), strict=True)),
        _ranked(zip(STATUSES, links.status[t].tolist(), strict=True)),
        _ranked(people, most=8),
        _ranked([("not told", float(links.time[t, 0])), *days]),
        _ranked([("not told", float(links.place[t, 0])), *places]),
        account,
    )


def _ranked(candidates: Iterable[tuple[str, float]], *, most: int = _SHOWN) -> tuple[Candidate, ...]:
    ranked = sorted(candidates, key=lambda one: -one[1])[:most]
    return tuple(Candidate(label, round(chance, 3)) for label, chance in ranked if chance >= _LEAST)


def _reasons(draft: Draft, told: Told) -> tuple[tuple[str, float], ...]:
    """What moves the log odds of the account most, up or down."""
    weights = certainty.START if told.confidence is None else told.confidence
    values = certainty.features(draft, told) * weights
    named = [(name, round(float(value), 2)) for name, value in zip(certainty.FEATURES, values, strict=True)]
    return tuple(sorted((one for one in named if one[1]), key=lambda one: -abs(one[1]))[:_REASONS])
