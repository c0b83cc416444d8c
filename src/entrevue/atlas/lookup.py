"""Longest match of the atlas's names over the words of a text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from entrevue.atlas.geonames import cities_of
from entrevue.atlas.tables import Body, Name, names, organisations
from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.text import stream_safe
from entrevue.languages.grammar import load_grammar

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[-&]\w+)*|[’']")
_AS_KNOWN = 0.15  # of the inhabitants of the larger of two cities of one name: a smaller one is told with its state
_KIND_RANK = {PlaceKind.STATE: 3, PlaceKind.METONYM: 3, PlaceKind.CITY: 2, PlaceKind.DEMONYM: 1}


def fold(text: str) -> str:
    """Lower case without accents; apostrophes and hyphens become blanks."""
    if text.isascii():  # most words of most texts
        return text.lower().replace("-", " ").replace("'", " ")
    decomposed = unicodedata.normalize("NFKD", stream_safe(text))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).lower()
    return re.sub(r"[-’'‑]", " ", plain)


def state_of_town(name: str, states: Iterable[str]) -> str | None:
    """The one of some states (ISO 3166 alpha-2) in which a town of such a name lies; None where none or several have one.

    For names that are surely of places: by itself the atlas knows only towns large enough for what else their names may
    mean. Of 1,091 places of the corpus that it does not know and that a state told beside them has, 1,054 lie in it.
    """
    key = _run_together(name)
    own = [state for state in states if key in _towns(state)]
    return own[0] if len(own) == 1 else None


def namesake(name: str, state: str, states: Iterable[str]) -> str | None:
    """The one of some states in which a city of the name is that of another state's namesake; None where none is as well known.

    "Tripoli" is that of Lebanon where a text tells of Lebanon and nowhere else of Libya; Vienna is no town of Virginia.
    """
    key = _run_together(name)
    size = _towns(state).get(key, 0)
    if not size:  # a name of its own in another language: "Pékin"
        return None
    known = [one for one in states if _towns(one).get(key, 0) > _AS_KNOWN * size]
    return known[0] if len(known) == 1 else None


@cache
def _towns(state: str) -> dict[str, int]:
    """The towns of a state by all their names; inhabitants of the largest of its first name, 0 for another name."""
    found: dict[str, int] = {}
    for town in cities_of(state):
        for other in filter(str.istitle, town.others):  # the rest of them is spelt out of other scripts
            found.setdefault(_run_together(other), 0)
        name = _run_together(town.name)
        found[name] = max(found.get(name, 0), town.population)
    return found


def _run_together(name: str) -> str:
    """A name as it is compared: "Pétion-Ville" is "Pétionville"."""
    return fold(name).replace(" ", "")


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    meaning: Name | Body
    exact: str | None = None  # an acronym counts only as it is written


class Atlas:
    """The names of one language."""

    def __init__(self, language: str) -> None:
        """Index every name by its first word."""
        self.language = language
        self._entries: dict[str, list[_Entry]] = {}
        self._states: dict[str, str] = {}
        self._capitals: dict[str, Name] = {}
        self._namesakes: dict[str, set[str]] = {}  # states that share a name or a demonym
        self._bodies: dict[str, dict[str, Body]] = {}  # bodies of several states that share a name, the likeliest first
        grammar = load_grammar(language)
        self._capital_nouns = frozenset(grammar.capitals)
        self._articles = frozenset(grammar.articles)
        self._waters = frozenset(grammar.waters)
        self._small = self._articles | frozenset(grammar.prepositions)
        self._not_places = frozenset(grammar.not_places)
        self._lower_demonyms = grammar.lower_demonyms
        self._add_places(language)
        self._add_organisations()
        for options in self._entries.values():
            options.sort(key=lambda entry: (-len(entry.words), entry.exact is None))  # OAS is no town called Oas

    def _add_places(self, language: str) -> None:
        best, demonyms = self._likeliest(language)
        for key, name in list(best.items()):
            article, _, bare = key.partition(" ")
            if name.kind is PlaceKind.CITY and article in self._articles and len(bare) > 4:
                best[bare] = name  # "au Caire" is in "Le Caire"
            if name.capital and name.country:
                known = self._capitals.get(name.country)
                if known is None or known.rank < name.rank:
                    self._capitals[name.country] = name
        for key, name in best.items():
            exact = name.surface if name.surface.isupper() and len(name.surface) < 6 else None
            self._put(_Entry(_folds(key), name, exact))
            if name.country and name.kind in {PlaceKind.STATE, PlaceKind.DEMONYM}:
                self._states[key] = name.country
            if key in demonyms and name.kind is not PlaceKind.DEMONYM and self._lower_demonyms:
                self._put(_Entry(_folds(key), demonyms[key]))  # « la Suisse », « le ministre suisse »

    def _likeliest(self, language: str) -> tuple[dict[str, Name], dict[str, Name]]:
        """What each folded name likeliest stands for, and what it stands for as a demonym."""
        best: dict[str, Name] = {}
        demonyms: dict[str, Name] = {}
        for name in names(language):
            key = fold(name.surface)
            if name.combining:
                self._put(_Entry((key,), name))
                continue
            if name.kind in (PlaceKind.DEMONYM, PlaceKind.STATE) and name.country is not None:
                self._namesakes.setdefault(key, set()).add(name.country)
            if name.kind is PlaceKind.DEMONYM:
                demonyms.setdefault(key, name)
            other = best.get(key)
            if len(key) < 2 or (key in self._not_places and name.surface.isascii()):
                continue
            if other is None or _weight(name) > _weight(other):
                best[key] = name
        return best, demonyms

    def _add_organisations(self) -> None:
        put: set[tuple[str, str | None]] = set()
        for body in organisations():
            written = dict.fromkeys(name for every in body.names.values() for name in every)
            for surface, exact in (
                *((acronym, acronym) for acronym in body.acronyms),
                *((name, None) for name in written),
            ):
                key = " ".join(fold(surface).split())
                known = self._bodies.setdefault(key, {})
                if (key, exact) not in put and (key, None) not in put:  # "Interpol" and "INTERPOL" are two acronyms
                    put.add((key, exact))
                    self._put(_Entry(_folds(surface), body, exact))
                known.setdefault(body.country or "", body)

    def _put(self, entry: _Entry) -> None:
        if entry.words:
            self._entries.setdefault(entry.words[0], []).append(entry)

    def country_of(self, name: str) -> str | None:
        """The state that a name or demonym stands for, as ISO 3166 alpha-2."""
        return self._states.get(" ".join(fold(name).split()))

    def find(self, text: str) -> tuple[Place | Organisation, ...]:
        """The places and organisations of `text`, in order and without overlap; offsets in code points."""
        words = list(_words(text))
        found: list[Place | Organisation] = []
        index = 0
        while index < len(words):
            entry = self._match(text, words, index)
            if entry is None:
                index += 1
                continue
            last = index + len(entry.words) - 1
            if (
                isinstance(entry.meaning, Body) or entry.meaning.country is not None
            ):  # « l'Amérique latine » is no state
                mention = self._seated(_mention(entry, text, words[index][1], words[last][2]), entry)
                found.append(self._as_capital(mention, words, index, last, text))
            index = last + 1
        return tuple(_told_with_their_states(list(self._told_apart(found)), text))

    def _told_apart(self, found: list[Place | Organisation]) -> Iterator[Place | Organisation]:
        """What two states share ("Congo", "congolais") is that of the one that the text names otherwise, else nobody's.

        Of the corpus's texts that tell no more than such a name half mean the one and half the other. A body is told apart
        likewise.
        """
        shared = [len(self._namesakes.get(fold(mention.quote), ())) > 1 for mention in found]
        plain = [one for one, of_two in zip(found, shared, strict=True) if isinstance(one, Place) and not of_two]
        named = {one.country for one in plain if one.kind is not PlaceKind.DEMONYM}
        told = Counter(one.country for one in plain)
        for mention, of_two in zip(found, shared, strict=True):
            if isinstance(mention, Organisation):
                yield self._of_whom(mention, told)
            elif not of_two or mention.kind is PlaceKind.CITY:
                yield mention
            elif len(likely := named.intersection(self._namesakes[fold(mention.quote)])) == 1:
                yield replace(mention, country=next(iter(likely)))

    def _of_whom(self, mention: Organisation, told: Counter[str | None]) -> Organisation:
        """A body whose name several states use ("DGSN") is that of the one of which the text tells most, else nobody's.

        So where it tells of two alike.
        """
        bodies = self._bodies.get(" ".join(fold(mention.quote).split()), {})
        if len(bodies) < 2 or mention.international:
            return mention
        body, second = sorted(bodies.values(), key=lambda body: -told[body.country])[:2]
        if told[body.country] == told[second.country]:
            return replace(mention, country=None)
        acronym = mention.quote if mention.quote in body.acronyms else next(iter(body.acronyms), None)
        return replace(mention, acronym=acronym, country=body.country, kind=body.kind)

    def _seated(self, mention: Place | Organisation, entry: _Entry) -> Place | Organisation:
        """A house that stands in the capital, with its city: "à l'Élysée" is in Paris."""
        capital = self._capitals.get(mention.country or "")
        if (
            isinstance(mention, Place)
            and isinstance(entry.meaning, Name)
            and entry.meaning.seat
            and capital is not None
        ):
            return replace(mention, city=capital.surface)
        return mention

    def _as_capital(
        self, mention: Place | Organisation, words: list[tuple[str, int, int]], first: int, last: int, text: str
    ) -> Place | Organisation:
        """The city that "la capitale kényane" or "the Kenyan capital" means; any other mention as it is."""
        if isinstance(mention, Organisation):
            return mention
        if mention.kind is PlaceKind.STATE:
            return self._capital_of(mention, words, first, text)
        if mention.kind is not PlaceKind.DEMONYM:
            return mention
        capital = self._capitals.get(mention.country or "")
        near = [k for k in (first - 1, last + 1) if 0 <= k < len(words) and words[k][0] in self._capital_nouns]
        if capital is None or not near:
            return mention
        start, end = min(words[near[0]][1], mention.start), max(words[near[0]][2], mention.end)
        return Place(start, end, text[start:end], PlaceKind.CITY, mention.country, capital.surface, capital=True)

    def _capital_of(self, state: Place, words: list[tuple[str, int, int]], first: int, text: str) -> Place:
        """The city that "la capitale du Vanuatu" or "the capital of Fiji" means; any other state as it is."""
        noun = next((k for k in range(first - 1, max(first - 4, -1), -1) if words[k][0] in self._capital_nouns), None)
        capital = self._capitals.get(state.country or "")
        between = text[words[noun][2] : state.start] if noun is not None else ""
        if noun is None or capital is None or len(between) > 8 or any(sign in between for sign in ",;.:("):
            return state
        start = words[noun][1]
        return Place(start, state.end, text[start : state.end], PlaceKind.CITY, state.country, capital.surface, True)

    def _match(self, text: str, words: list[tuple[str, int, int]], index: int) -> _Entry | None:
        for entry in self._entries.get(words[index][0], ()):
            end = index + len(entry.words)
            if end > len(words) or any(words[index + k][0] != word for k, word in enumerate(entry.words)):
                continue
            written = text[words[index][1] : words[end - 1][2]]
            if isinstance(entry.meaning, Name) and entry.meaning.combining and not _compound(text, words[end - 1][2]):
                continue
            broken = _broken(text, words, index, end) and not _as_in_table(entry, written)
            if self._written_right(entry, written) and not broken and not self._is_water(entry, words, index, end):
                return entry
        return None

    def _is_water(self, entry: _Entry, words: list[tuple[str, int, int]], first: int, behind: int) -> bool:
        """Whether a match names a sea: "the Indian Ocean", « le golfe de Guinée »."""
        if isinstance(entry.meaning, Body):
            return False
        if behind < len(words) and words[behind][0] in self._waters:
            return True
        noun = first - 1
        while noun > max(first - 3, 0) and words[noun][0] in self._small:  # « de la »
            noun -= 1
        return noun >= 0 and words[noun][0] in self._waters

    def _written_right(self, entry: _Entry, written: str) -> bool:
        """Whether a match may count, by its capitals and accents."""
        if entry.exact is not None:
            return written.replace("’", "'") == entry.exact
        if isinstance(entry.meaning, Body):
            return any(char.isupper() for char in written)
        if entry.meaning.kind is PlaceKind.DEMONYM and self._lower_demonyms:
            return True
        if entry.meaning.surface[-1:].isalpha() and _last_capital(entry.meaning.surface) > _last_capital(written):
            return False  # "La réunion" is no island
        if written.isascii() and " ".join(entry.words) in self._not_places:
            return False  # "Malé" is a city, "male" is none
        several = entry.meaning.kind is PlaceKind.METONYM or len(entry.words) > 1
        return written[0].isupper() or (several and any(c.isupper() for c in written))  # « les îles Salomon »


def _told_with_their_states(found: list[Place | Organisation], text: str) -> Iterator[Place | Organisation]:
    """Cities that are told with a part of a state or a state are its own: "Kingston, Ontario", "Tripoli, Lebanon"."""
    for mention, told in zip(found, (*found[1:], None), strict=False):
        if isinstance(mention, Place) and isinstance(told, Place) and text[mention.end : told.start].strip() == ",":
            yield _in_its_state(mention, told)
        else:
            yield mention


def _in_its_state(city: Place, told: Place) -> Place:
    """A city in the state told behind it, where that has one of the name; as well known a one, where the state itself is told."""
    state = told.country
    if city.kind is not PlaceKind.CITY or told.kind not in (PlaceKind.METONYM, PlaceKind.STATE):
        return city
    if state is None or state == city.country:
        return city
    part = told.kind is PlaceKind.METONYM and _run_together(city.quote) in _towns(state)
    theirs = part or namesake(city.quote, city.country or "", (state,)) is not None
    return replace(city, country=state, capital=False) if theirs else city


def _last_capital(words: str) -> bool:
    """Whether the last of some words bears a capital."""
    return re.split(r"[\s'’-]", words)[-1][:1].isupper()


def _weight(name: Name) -> tuple[int, int]:
    return _KIND_RANK.get(name.kind, 0) if not name.capital or name.other else 3, name.rank


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words with their offsets; a word with hyphens gives its parts."""
    for match in re.finditer(r"(?:[^\W\d_]\.){2,}|\w+", text):
        folded = fold(match.group())
        if folded:
            yield folded, match.start(), match.end()


def _folds(text: str) -> tuple[str, ...]:
    return tuple(folded for folded, _, _ in _words(text))


def _as_in_table(entry: _Entry, written: str) -> bool:
    """Whether a name stands sign for sign as the table has it: "St. Lucia"."""
    return isinstance(entry.meaning, Name) and written == entry.meaning.surface


def _compound(text: str, end: int) -> bool:
    """Whether a word goes on behind a hyphen."""
    return text[end : end + 1] in {"-", "\u2010", "\u2011"} and text[end + 1 : end + 2].isalpha()


def _broken(text: str, words: list[tuple[str, int, int]], start: int, end: int) -> bool:
    """Whether a line or a sentence ends between two of the words."""
    return any(
        re.search(r"[\n.;:!?()«»\"]", text[words[k][2] : words[k + 1][1]]) is not None for k in range(start, end - 1)
    )


def _mention(entry: _Entry, text: str, start: int, end: int) -> Place | Organisation:
    quote = text[start:end]
    meaning = entry.meaning
    if isinstance(meaning, Body):
        acronym = meaning.acronyms[0] if meaning.acronyms else None
        short = quote if entry.exact else acronym
        return Organisation(
            start, end, quote, quote, short, meaning.country, meaning.kind, meaning.international, meaning.seat
        )
    written = fold(quote) == fold(meaning.surface) and not (quote.isupper() and len(quote) > 3)
    city = (quote if written else meaning.surface) if meaning.kind is PlaceKind.CITY else None
    return Place(start, end, quote, meaning.kind, meaning.country, city, meaning.capital)


@cache
def load_atlas(language: str) -> Atlas:
    """The atlas of a language, built once a process."""
    return Atlas(language)
