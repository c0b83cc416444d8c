"""Finding by name: persons and listed values by words that are begun, misspelt, or written in another way or script."""

from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entrevue.domain.finding import Hit
from entrevue.identity.names import name_keys, name_of
from entrevue.identity.words import plain_name
from entrevue.ledger.marks import mark
from entrevue.ledger.rows import AppearanceRow
from entrevue.ledger.store import Session
from entrevue.ledger.words import SOUND, grams_of, search_words_of

_ROWS = 400  # appearances looked at for one name
_NEAR = 100  # words that one misspelt may stand for
_BEGUN = 200  # words that begin as asked
_SHORT, _LONG = 4, 6  # letters from which one, and from which two may differ
_TOUCHED = 4  # groups of three letters that one wrong letter can change, where two are swapped
_JOINED = 6  # words of a name that the database is asked for: PostgreSQL takes 20 s to plan for twenty
_HEARD = 0.5  # of a word's letters that may differ where it sounds the same


def allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


def persons_like(session: Session, asked: str, *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
    """Persons whose names hold every word of `asked`, as it is or nearly; the nearest and most frequent first.

    `begun`: the last word may go on.
    """
    words = search_words_of(asked)
    if not words or len("".join(words)) < 2:
        return ()
    for near in (False, True):
        words = _telling(asked) if near else words
        rows = session.appearances_worded(_groups(session, words, begun=begun, near=near, sounds=True), _ROWS)
        hits = _persons(session, rows, words, begun=begun)
        if hits:
            return hits[:limit]
    return ()


def terms_like(
    session: Session, asked: str, kinds: Collection[str], *, begun: bool = False, limit: int = 8
) -> tuple[Hit, ...]:
    """Values of some kinds whose words are asked for, as they are or nearly; the nearest and most frequent first."""
    words = search_words_of(asked)
    if not words:
        return ()
    for near in (False, True):
        found = session.terms_worded(_groups(session, words, begun=begun, near=near, sounds=False), _ROWS)
        hits = []
        for term in found:
            distance = _distance(words, search_words_of(term.value), begun=begun)
            if term.kind in kinds and distance is not None:
                whole = len(search_words_of(term.value)) == len(words)
                hits.append(Hit(term.kind, term.value, term.value, distance, term.count, whole))
        if hits:
            return tuple(sorted(hits, key=_rank)[:limit])
    return ()


def _groups(session: Session, words: Sequence[str], *, begun: bool, near: bool, sounds: bool) -> list[set[str]]:
    """For each of the longest words the words of the ledger that may be meant; the others are compared later."""
    groups = []
    asked = list(dict.fromkeys((word, begun and place == len(words) - 1) for place, word in enumerate(words)))
    for word, may_go_on in sorted(asked, key=lambda one: -len(one[0]))[:_JOINED]:
        group = {word}
        if may_go_on and len(word) > 1:
            group |= set(session.words_begun(word, _BEGUN))
        if near:
            group |= set(_near(session, word))
        if near and sounds:
            group |= {SOUND + key for key in name_keys(word)}
        groups.append(group)
    return groups


def _telling(asked: str) -> list[str]:
    """The words of a name that tell whose it is, particles and titles left out: "Mohamed ben Salmane"."""
    words = search_words_of(asked)
    kept = {word.letters for word in name_of(asked).words}
    return [word for word in words if plain_name(word) in kept] or words


def _near(session: Session, word: str) -> Iterable[str]:
    """Words in which few letters differ."""
    most = allowed(word)
    if not most:
        return ()
    grams = set(grams_of(word))
    letters = (len(word) - most, len(word) + most)
    found = session.words_like(grams, max(1, len(grams) - _TOUCHED * most), letters)
    near = process.extract(word, found, scorer=OSA.distance, score_cutoff=most, limit=_NEAR)
    return [other for other, _, _ in near]


def _persons(session: Session, rows: Sequence[AppearanceRow], words: Sequence[str], *, begun: bool) -> tuple[Hit, ...]:
    nearest: dict[int, tuple[float, bool]] = {}
    for row in rows:
        own = plain_name(row.name).split()
        distance = _heard(words, row.name, own, begun=begun)
        if distance is not None:
            found = (distance, len(own) != len(words))
            nearest[row.person] = min(found, nearest.get(row.person, found))
    if not nearest:
        return ()
    everybody = session.appearances_of(nearest)
    counts = session.terms({mark("appearance", str(row.number)) for row in everybody})
    names: dict[int, dict[str, int]] = {}
    ids: dict[int, str] = {}
    for row in everybody:
        term = counts.get(mark("appearance", str(row.number)))
        own_names = names.setdefault(row.person, {})
        own_names[row.name] = own_names.get(row.name, 0) + (term.count if term else 0)
        if row.number == row.person:
            ids[row.person] = row.id
    hits = [
        Hit("person", ids[person], _most(names[person]), distance, sum(names[person].values()), not more)
        for person, (distance, more) in nearest.items()
        if person in ids
    ]
    return tuple(sorted(hits, key=_rank))


def _most(names: dict[str, int]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _rank(hit: Hit) -> tuple[object, ...]:
    return hit.distance, not hit.whole, -hit.count, hit.label, hit.value


def _heard(words: Sequence[str], name: str, own: Sequence[str], *, begun: bool) -> float | None:
    """How far a name is from what is asked; a word that sounds the same may differ in more letters."""
    spelt = _distance(words, [*search_words_of(name), *own], begun=begun)
    if spelt is not None:
        return spelt
    total = 0.0
    for word in words:
        keys = set(name_keys(word))
        best = min(
            (OSA.distance(plain_name(word), other) for other in own if keys & set(name_keys(other))), default=None
        )
        if best is None or best > max(2, _HEARD * len(word)):
            return None
        total += best
    return total


def _distance(words: Sequence[str], own: Sequence[str], *, begun: bool) -> float | None:
    """Letters that differ between each word and the nearest of a name's; None where they are too many."""
    total = 0.0
    for place, word in enumerate(words):
        open_end = begun and place == len(words) - 1
        if open_end and any(other.startswith(word) for other in own):
            total += 0.0 if word in own else 0.1
            continue
        best = min((OSA.distance(word, other) for other in own), default=len(word))
        if best > allowed(word):
            return None
        total += best
    return total
