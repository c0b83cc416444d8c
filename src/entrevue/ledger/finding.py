"""Finding by name: persons and listed values by words that are begun, misspelt, or written in another way or script."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from entrevue.domain.finding import Hit
from entrevue.identity.names import name_keys, name_of
from entrevue.identity.words import plain_name
from entrevue.ledger.marks import mark
from entrevue.ledger.rows import AppearanceRow, CountedTerm, Spelling
from entrevue.ledger.store import Session
from entrevue.ledger.words import SOUND, grams_of, search_words_of

_ROWS = 400  # appearances looked at for one name
_NEAR = 100  # words that one misspelt may stand for
_BEGUN = 200  # words that begin as asked
_SHORT, _LONG = 4, 6  # letters from which one, and from which two may differ
_TOUCHED = 4  # groups of three letters that one wrong letter can change, where two are swapped
_JOINED = 6  # words of a name that the database is asked for: PostgreSQL takes 20 s to plan for twenty
_HEARD = 0.5  # of a word's letters that may differ where it sounds the same
_Groups = tuple[frozenset[str], ...]  # for each word asked for those of the ledger that may be meant


def allowed(word: str) -> int:
    """How many letters of a word may be wrong."""
    return 0 if len(word) < _SHORT else 1 if len(word) < _LONG else 2


class Finder:
    """What a ledger knows by name, in one state of it: a finder lives no longer than its session.

    A question asks the same of the ledger again and again: with more of its words and with fewer, as it is and as it may
    go on. Whatever was asked once is kept for the rest of the question.
    """

    def __init__(self, session: Session) -> None:
        """The session, which nobody writes in meanwhile."""
        self._session = session
        self._lexicon = Lexicon(session)
        self._rows: dict[_Groups, tuple[AppearanceRow, ...]] = {}
        self._terms: dict[_Groups, tuple[CountedTerm, ...]] = {}
        self._persons: dict[int, _Person | None] = {}

    def persons_like(self, name: str, *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Persons whose names hold every word of `name`, as it is or nearly; the nearest and most frequent first.

        `begun`: the last word may go on.
        """
        words = search_words_of(name)
        if not words or len("".join(words)) < 2:
            return ()
        for near in (False, True):
            words = _telling(name) if near else words
            rows = self._appearances(self._lexicon.groups(words, begun=begun, near=near, sounds=True))
            hits = self._hits(rows, words, begun=begun)
            if hits:
                return hits[:limit]
        return ()

    def terms_like(self, name: str, kinds: Collection[str], *, begun: bool = False, limit: int = 8) -> tuple[Hit, ...]:
        """Values of some kinds whose words are asked for, as they are or nearly; the nearest and most frequent first."""
        words = search_words_of(name)
        if not words:
            return ()
        for near in (False, True):
            found = self._listed(self._lexicon.groups(words, begun=begun, near=near, sounds=False))
            hits = []
            for term in found:
                if term.kind in kinds:
                    own = search_words_of(term.value)
                    distance = _distance(words, own, begun=begun)
                    if distance is not None:
                        whole = len(own) == len(words)
                        hits.append(Hit(term.kind, term.value, term.value, distance, term.count, whole))
            if hits:
                return tuple(sorted(hits, key=_rank)[:limit])
        return ()

    def _appearances(self, groups: _Groups) -> tuple[AppearanceRow, ...]:
        if groups not in self._rows:
            self._rows[groups] = self._session.appearances_worded(groups, _ROWS) if all(groups) else ()
        return self._rows[groups]

    def _listed(self, groups: _Groups) -> tuple[CountedTerm, ...]:
        if groups not in self._terms:
            self._terms[groups] = self._session.terms_worded(groups, _ROWS) if all(groups) else ()
        return self._terms[groups]

    def _hits(self, rows: Sequence[AppearanceRow], words: Sequence[str], *, begun: bool) -> tuple[Hit, ...]:
        nearest: dict[int, tuple[float, bool]] = {}
        for row in rows:
            own = plain_name(row.name).split()
            distance = _heard(words, row.name, own, begun=begun)
            if distance is not None:
                found = (distance, len(own) != len(words))
                nearest[row.person] = min(found, nearest.get(row.person, found))
        self._look_up(nearest)
        hits = [
            Hit("person", who.id, who.name, distance, who.count, not more)
            for person, (distance, more) in nearest.items()
            if (who := self._persons[person]) is not None
        ]
        return tuple(sorted(hits, key=_rank))

    def _look_up(self, persons: Iterable[int]) -> None:
        """Learn who persons are that were not asked for yet."""
        missing = [person for person in persons if person not in self._persons]
        if not missing:
            return
        everybody = self._session.appearances_of(missing)
        marks = {row.number: mark("appearance", str(row.number)) for row in everybody}
        counts = self._session.terms(marks.values())
        names: dict[int, dict[str, int]] = {person: {} for person in missing}
        ids: dict[int, str] = {}
        for row in everybody:
            term = counts.get(marks[row.number])
            own = names[row.person]
            own[row.name] = own.get(row.name, 0) + (term.count if term else 0)
            if row.number == row.person:
                ids[row.person] = row.id
        for person, own in names.items():
            known = person in ids
            self._persons[person] = _Person(ids[person], _most(own), sum(own.values())) if known else None


@dataclass(frozen=True, slots=True)
class _Person:
    """Who is found: by id, with the name that most engagements have, and how many these are."""

    id: str
    name: str
    count: int


class Lexicon:
    """The words of a ledger that a word asked for may mean, in one state of it."""

    def __init__(self, session: Session) -> None:
        """The session, which nobody writes in meanwhile."""
        self._session = session
        self._known: dict[str, bool] = {}
        self._begun: dict[str, tuple[str, ...]] = {}
        self._near: dict[str, tuple[str, ...]] = {}

    def groups(self, words: Sequence[str], *, begun: bool, near: bool, sounds: bool) -> _Groups:
        """For each of the longest words those of the ledger that may be meant; the others are compared later.

        An empty group: the ledger has no such word, and nothing is found by all of them.
        """
        asked = dict.fromkeys((word, begun and place == len(words) - 1) for place, word in enumerate(words))
        longest = sorted(asked, key=lambda one: -len(one[0]))[:_JOINED]
        self._learn([word for word, _ in longest], near=near)
        groups = []
        for word, may_go_on in longest:
            group = {word} if self._known[word] else set()
            if may_go_on and len(word) > 1:
                group |= set(self._going_on(word))
            if near:
                group |= set(self._near[word])
            if near and sounds:
                group |= {SOUND + key for key in name_keys(word)}
            groups.append(frozenset(group))
        return tuple(groups)

    def _learn(self, words: Sequence[str], *, near: bool) -> None:
        """Ask at once for all that is not known of the words yet."""
        unasked = {word for word in words if word not in self._known}
        if unasked:
            known = self._session.words_known(unasked)
            self._known |= {word: word in known for word in unasked}
        if near:
            misspelt = [word for word in dict.fromkeys(words) if word not in self._near]
            self._near |= dict.fromkeys(misspelt, ())
            wrong = [word for word in misspelt if allowed(word)]
            found = self._session.words_like([_spelling(word) for word in wrong]) if wrong else ()
            self._near |= {word: _nearest(word, like) for word, like in zip(wrong, found, strict=True)}

    def _going_on(self, word: str) -> tuple[str, ...]:
        if word not in self._begun:
            self._begun[word] = self._session.words_begun(word, _BEGUN)
        return self._begun[word]


def _telling(asked: str) -> list[str]:
    """The words of a name that tell whose it is, particles and titles left out: "Mohamed ben Salmane"."""
    words = search_words_of(asked)
    kept = {word.letters for word in name_of(asked).words}
    return [word for word in words if plain_name(word) in kept] or words


def _spelling(word: str) -> Spelling:
    """What words may be meant by one: few of its letters differ."""
    most, grams = allowed(word), frozenset(grams_of(word))
    return Spelling(grams, max(1, len(grams) - _TOUCHED * most), (len(word) - most, len(word) + most))


def _nearest(word: str, found: Collection[str]) -> tuple[str, ...]:
    """Those of the words in which few letters differ, the fewest first."""
    near = process.extract(word, list(found), scorer=OSA.distance, score_cutoff=allowed(word), limit=None)
    return tuple(other for other, _, _ in sorted(near, key=lambda one: one[1::-1])[:_NEAR])


def _most(names: dict[str, int]) -> str:
    return min(names, key=lambda name: (-names[name], name))


def _rank(hit: Hit) -> tuple[object, ...]:
    return hit.distance, not hit.whole, -hit.count, hit.label, hit.value


def _heard(words: Sequence[str], name: str, own: Sequence[str], *, begun: bool) -> float | None:
    """How far a name is from what is asked; a word that sounds the same may differ in more letters."""
    spelt = _distance(words, {*search_words_of(name), *own}, begun=begun)
    if spelt is not None:
        return spelt
    total = 0.0
    for word in words:
        best = _sounding(word, own)
        if best is None:
            return None
        total += best
    return total


def _sounding(word: str, own: Sequence[str]) -> float | None:
    """Letters that differ between a word and the nearest of a name's that sounds the same; None where none does."""
    most, plain, keys = max(2, _HEARD * len(word)), plain_name(word), set(name_keys(word))
    for distance, other in sorted((OSA.distance(plain, other), other) for other in own):
        if distance > most:
            return None
        if not keys.isdisjoint(name_keys(other)):
            return distance
    return None


def _distance(words: Sequence[str], own: Collection[str], *, begun: bool) -> float | None:
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
