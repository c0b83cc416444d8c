"""What mentions mean: states, places, days and roles of the words that the tagger marked, by atlas and grammars."""

from collections.abc import Sequence
from functools import cache

from entrevue.atlas import load_atlas
from entrevue.atlas.holders import state_of_holder
from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.languages.grammar import load_grammar, load_offices

_STATES = {PlaceKind.STATE, PlaceKind.DEMONYM, PlaceKind.METONYM, PlaceKind.CITY}


_SERVED = frozenset(("head_of_state", "head_of_government", "minister"))  # who have envoys and advisers of their own


def atlas_in(words: Words, language: str) -> tuple[Place | Organisation, ...]:
    """Everything in the text that the atlas knows."""
    return load_atlas(language).find(words.text)


def states_in(words: Words, known: tuple[Place | Organisation, ...]) -> tuple[StateMention, ...]:
    """The words that name or imply a state, in order; bodies of no state count as "-"."""
    found = []
    for one in known:
        span = words.cover(one.start, one.end)
        if span is None:
            continue
        if isinstance(one, Organisation):
            country = "-" if one.international else one.country
            kind, seat = "body", one.seat
        else:
            country, kind, seat = one.country, one.kind.value, None
        if country is not None:
            found.append(StateMention(*span, country, kind, seat))
    return tuple(found)


def role_of(words: Words, first: int, last: int, language: str) -> str | None:
    """The class of an office's head word ("minister", "director"); None where the pack knows no head in it."""
    heads = _heads(language)
    for k in range(first, last + 1):
        for length in (3, 2, 1):
            role = heads.get(" ".join(words.folds[k : min(k + length, last + 1)]))
            if role is not None:
                return role
    return None


def serves_another(words: Words, first: int, last: int, language: str) -> bool:
    """Whether an office is told as another's: "envoy of the French president", "conseiller du Premier ministre"."""
    heads, of = _heads(language), frozenset(load_grammar(language).prepositions)
    own = next((k for k in range(first, last + 1) if words.folds[k] in heads), last)
    behind = [k for k in range(own + 1, last + 1) if words.folds[k] in of]
    return any(
        heads.get(" ".join(words.folds[k : min(k + length, last + 1)])) in _SERVED
        for start in behind[:1]
        for k in range(start + 1, last + 1)
        for length in (2, 1)
    )


def may_name_another(words: Words, first: int, last: int, language: str) -> bool:
    """Whether an office ends with the word for whom it is held under, so that a name behind is his: "envoy of President | X".

    Not "Secretary in the Office of the President", whose own name may follow.
    """
    heads, of = _heads(language), frozenset(load_grammar(language).prepositions)
    own = next((k for k in range(first, last + 1) if words.folds[k] in heads), last)
    ends = (heads.get(" ".join(words.folds[max(own + 1, k) : last + 1])) for k in (last - 1, last))
    return not _SERVED.isdisjoint(ends) and sum(one in of for one in words.folds[own + 1 : last]) == 1


@cache
def _heads(language: str) -> dict[str, str]:
    return {word: role for role, words in load_offices(language).heads.items() for word in words}


def tells_a_side(known: Sequence[Place | Organisation]) -> bool:
    """Whether a state or an international organisation is told; the other side may be that of the page itself."""
    return any(one.country is not None or (isinstance(one, Organisation) and one.international) for one in known)


def holders_among(mentions: Sequence[Mention], published: PartialDate | None) -> dict[str, str]:
    """Whom well-known bearers of the names told represent, by the name as it is told."""
    year = published.year if published is not None else None
    told = {one.quote: state_of_holder(one.quote, year) for one in mentions if one.label is Label.NAME}
    return {name: state for name, state in told.items() if state is not None}
