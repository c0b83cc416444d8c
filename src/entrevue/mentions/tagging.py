"""Report → mentions and triggers: what the tagger marks, with its value by atlas and grammars."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from entrevue.atlas.lookup import namesake, state_of_town
from entrevue.domain.dates import DateSpan, PartialDate
from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.report import Report
from entrevue.domain.spans import Label, Mention, StateMention, Words, in_a_row
from entrevue.languages.dates import load_dates
from entrevue.languages.grammar import load_grammar, load_offices
from entrevue.mentions.crediting import whole_sources
from entrevue.mentions.dates import find_dates
from entrevue.mentions.homes import home_of
from entrevue.mentions.trimming import joined_by, small_between, small_words, trimmed
from entrevue.mentions.values import may_name_another, role_of, serves_another, states_in

# What the tagger marks, in the order of its outputs: three for each (outside, begins, goes on).
TAGS = (
    Label.NAME, Label.OFFICE, Label.REF, Label.BODY, Label.PLACE, Label.DATE, Label.TRIGGER, Label.DECOY, Label.SOURCE,
    Label.AGENDA, Label.CLAIM,
)  # fmt: skip
_ACTORS = (Label.NAME, Label.OFFICE, Label.REF, Label.BODY, Label.PLACE)
_WHOLE = frozenset((Label.NAME, Label.AGENDA))  # between two of them something always stands
_SHORTEST = 2  # letters of a place: a page that is cut off ends with "in N"
_POSSESSIVE = frozenset(("’", "'"))
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Mentions:
    """What a report mentions; each tuple in the order of the text."""

    words: Words
    actors: tuple[Mention, ...]  # persons, offices, references, bodies, places
    triggers: tuple[Mention, ...]
    dates: tuple[Mention, ...]
    points: tuple[Mention, ...]  # agenda and sources
    claims: tuple[Mention, ...]
    states: tuple[StateMention, ...]
    places: tuple[Place, ...]  # what the atlas knows
    home: str | None
    language: str


def find_mentions(words: Words, chances: Floats, known: tuple[Place | Organisation, ...], report: Report) -> Mentions:
    """The mentions of a report.

    `chances`: (words, len(TAGS), 3), the tagger's shares for each word and label; `known`: what the atlas knows.
    """
    language = report.language or ""
    best = chances.argmax(axis=-1)
    known = _in_states_told(known) if best.any() else known  # nobody asks when nothing is marked
    states = states_in(words, known)
    home = home_of(report, words, known)
    named_states = sorted({one.country for one in states} | ({home} if home else set()))
    grammar = load_grammar(language)
    small, ranks = small_words(language), frozenset(grammar.ranks)
    joins = small_between(language, grammar.prepositions)
    found: dict[Label, list[Mention]] = {label: [] for label in TAGS}
    begun = frozenset(first for first, _ in spans_in(best[:, TAGS.index(Label.NAME)], whole=True))

    def are_two(first: int, last: int) -> bool:
        return last + 1 in begun and not may_name_another(words, first, last, language)

    for column, label in enumerate(TAGS):
        covers = spans_in(best[:, column], whole=label in _WHOLE)
        for cover in joined_by(covers, words, joins, are_two) if label is Label.OFFICE else covers:
            first, last = trimmed(words, cover, label, small)
            if first > last or (label is Label.PLACE and words.ends[last] - words.starts[first] < _SHORTEST):
                continue
            share = float(chances[first : last + 1, column, 1:].sum(axis=-1).mean())
            while label is Label.NAME and first < last and words.folds[first] in ranks:
                first += 1  # "Air Chief | Marshal Devraj Mhatre": none of the corpus's 25,844 names begins with a rank
            meant = Label.OFFICE if label is Label.BODY and _is_office(words, first, last, language) else label
            if meant is Label.OFFICE:
                first, last = _with_standing(words, first, last, language)
                last = _last_of_states(words, first, last, states, language)
            elif meant is Label.AGENDA:
                last = _with_states_joined(words, last, states, language)
            found[meant].append(_mention(words, meant, (first, last), share, states, known, named_states, language))
    found[Label.OFFICE] = [one for one in found[Label.OFFICE] if not _within_any(one, found[Label.OFFICE])]
    found[Label.AGENDA] = [one for one in found[Label.AGENDA] if not _within_any(one, found[Label.AGENDA])]
    surnames = {words.folds[name.last] for name in found[Label.NAME] if name.first < name.last}
    found[Label.PLACE] = [
        place
        for place in found[Label.PLACE]
        if not _within_any(place, found[Label.NAME]) and not _is_surname(place, surnames, known, words)
    ]
    _complete_names(found, words)
    found[Label.OFFICE] = [_with_master(one, found[Label.NAME], words, language) for one in found[Label.OFFICE]]
    found[Label.SOURCE] = whole_sources(found, words, language)
    # « Séjourné » stays nowhere.
    found[Label.TRIGGER] = [one for one in found[Label.TRIGGER] if not _within_any(one, found[Label.NAME])]
    named = {k for name in found[Label.NAME] for k in range(name.first, name.last + 1)}
    states = tuple(one for one in states if not named.issuperset(range(one.first, one.last + 1)))
    actors = sorted((m for label in _ACTORS for m in found[label]), key=lambda m: (m.first, -m.last))
    points = sorted(found[Label.AGENDA] + found[Label.SOURCE], key=lambda m: m.first)
    return Mentions(
        words,
        tuple(actors),
        tuple(found[Label.TRIGGER]),
        dates_of(words, language, report.published) if found[Label.TRIGGER] else (),  # nobody asks when nothing is
        tuple(points),
        tuple(found[Label.CLAIM]),
        states,
        tuple(one for one in known if isinstance(one, Place)),
        home,
        language,
    )


def _in_states_told(known: tuple[Place | Organisation, ...]) -> tuple[Place | Organisation, ...]:
    """Cities of a state that nothing else tells lie in one that the text tells, where that has a city of the name as well."""
    told = {one.country for one in known if isinstance(one, Place) and one.kind is not PlaceKind.CITY and one.country}
    return tuple(
        replace(one, country=namesake(one.city or one.quote, one.country, told) or one.country)
        if isinstance(one, Place) and one.kind is PlaceKind.CITY and one.country and one.country not in told
        else one
        for one in known
    )


def _with_master(office: Mention, names: Sequence[Mention], words: Words, language: str) -> Mention:
    """An office with the name of whom it is held under, "envoy of President | X": X holds it in 3 of the corpus's 10 alone."""
    name = next((one for one in names if one.first == office.last + 1), None)
    if name is None or not office.serves or not may_name_another(words, office.first, office.last, language):
        return office
    return replace(office, last=name.last, end=name.end, quote=words.text[office.start : name.end])


def _with_states_joined(words: Words, last: int, states: Sequence[StateMention], language: str) -> int:
    """Where a point of the agenda ends: with the states joined to it, "trade between A | and B", "trade | between A and B"."""
    grammar = load_grammar(language)
    ands, articles = frozenset(grammar.coordinators), frozenset(grammar.articles)
    preposition = words.folds[last + 1 : last + 2]
    behind = next((one for one in states if one.first > last + 1 and one.kind == PlaceKind.STATE), None)
    opened = bool(preposition) and preposition[0] in grammar.prepositions
    if behind is not None and opened and articles.issuperset(words.folds[last + 2 : behind.first]):
        end = _end_of_row(words, behind.last, states, ands, ands | articles)
        last = end if end > behind.last else last  # one state alone may be where, and not what, was talked about
    return _end_of_row(words, last, states, ands, ands | articles)


def _with_standing(words: Words, first: int, last: int, language: str) -> tuple[int, int]:
    """An office with the words of standing around it: "acting | minister", « ministre | par intérim »."""
    offices, sentence = load_offices(language), words.sentence[first]
    while first > 0 and words.folds[first - 1] in offices.opening and words.sentence[first - 1] == sentence:
        first -= 1
    for closing in offices.closing:
        behind = last + 1 + len(closing.split())
        if " ".join(words.folds[last + 1 : behind]) == closing and words.sentence[behind - 1] == sentence:
            last = behind - 1
    return first, last


def _last_of_states(words: Words, first: int, last: int, states: Sequence[StateMention], language: str) -> int:
    """Where an office of several ends: with the last of the states told in a row, "the ministers of A, B | and the C"."""
    if set(words.folds[first : last + 1]).isdisjoint(load_offices(language).plurals):
        return last
    grammar = load_grammar(language)
    ands = frozenset(grammar.coordinators)
    before = {words.folds[one.first - 1] for one in states if first < one.first and one.last <= last}  # "of", « de »
    end = _end_of_row(words, last, states, ands | {","}, ands | {","} | before | {*grammar.articles})
    return last if ands.isdisjoint(words.folds[first:end]) else end


def _end_of_row(
    words: Words, last: int, states: Sequence[StateMention], joins: frozenset[str], small: frozenset[str]
) -> int:
    """Where the row of states ends of which one ends with the word `last`; whoever owns what follows is none of them."""
    told = sorted((s for s in states if s.kind == PlaceKind.STATE and s.last >= last), key=lambda s: s.first)
    row = in_a_row(words, told, joins, small) if told and told[0].last == last else ()
    owners = (k for k, one in enumerate(row) if words.text[words.ends[one.last] :][:1] in _POSSESSIVE)
    ends = [one.last for one in row[: next(owners, None)] if words.sentence[one.last] == words.sentence[last]]
    return max(ends, default=last)


def _whose(words: Words, told: Sequence[StateMention], language: str) -> Sequence[StateMention]:
    """The states told in a row, "ambassadors of A and B to C" without that to which they are sent; all where none are in a row."""
    row = in_a_row(words, told, frozenset((*load_grammar(language).coordinators, ",")))
    return row if len(row) > 1 else told


def _is_surname(place: Mention, surnames: Set[str], known: Sequence[Place | Organisation], words: Words) -> bool:
    """Whether a place that the atlas does not know is called as somebody in the report: no place of the corpus is."""
    called = place.first == place.last and words.folds[place.first] in surnames
    return called and _place_at(place.start, place.end, known) is None


def _place_at(start: int, end: int, known: Sequence[Place | Organisation]) -> Place | None:
    """The first place that the atlas knows within a span."""
    return next((one for one in known if isinstance(one, Place) and one.start < end and start < one.end), None)


def _complete_names(found: dict[Label, list[Mention]], words: Words) -> None:
    """A place that no atlas knows, right behind the first word of a name, is the rest of the name: "Pope | Francis"."""
    strange = {one.first: one for one in found[Label.PLACE] if one.country is None}
    for k, name in enumerate(found[Label.NAME]):
        rest = strange.get(name.last + 1)
        if rest is not None and words.sentence[rest.first] == words.sentence[name.last]:
            quote = words.text[name.start : rest.end]
            found[Label.NAME][k] = replace(name, last=rest.last, end=rest.end, quote=quote)
            found[Label.PLACE].remove(rest)


def _is_office(words: Words, first: int, last: int, language: str) -> bool:
    """Whether a body of three words or more begins with whoever holds an office: 8,433 such are offices, 7 are bodies."""
    return last - first > 1 and role_of(words, first, first, language) is not None


def _within_any(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether a mention stands inside a longer one: a first name that is a town's too names no place."""
    size = mention.last - mention.first
    return any(
        one.first <= mention.first and mention.last <= one.last and size < one.last - one.first for one in others
    )


def spans_in(column: npt.NDArray[np.int64], *, whole: bool = False) -> list[tuple[int, int]]:
    """(first, last) of the spans that tags tell; what goes on without a beginning begins.

    `whole`: spans that stand side by side are one, as the parts of a name are.
    """
    marked = np.flatnonzero(column)
    spans: list[tuple[int, int]] = []
    for k in marked.tolist():
        if spans and (whole or column[k] == 2) and spans[-1][1] == k - 1:
            spans[-1] = (spans[-1][0], k)
        else:
            spans.append((k, k))
    return spans


def _mention(
    words: Words, label: Label, cover: tuple[int, int], share: float, states: Sequence[StateMention],
    known: Sequence[Place | Organisation], named_states: Sequence[str], language: str,
) -> Mention:  # fmt: skip
    first, last = cover
    start, end = words.starts[first], words.ends[last]
    told = [s for s in states if first <= s.first and s.last <= last and s.country != "-"]
    inside = tuple(s.country for s in (_whose(words, told, language) if label is Label.OFFICE else told))
    role = role_of(words, first, last, language) if label in (Label.OFFICE, Label.REF) else None
    quote = words.text[start:end]
    if label is not Label.PLACE:
        serves = label is Label.OFFICE and serves_another(words, first, last, language)
        return Mention(label, first, last, start, end, quote, share, inside, role, serves=serves)
    place = _place_at(start, end, known)
    if place is None:
        water = not set(words.folds[first : last + 1]).isdisjoint(load_grammar(language).waters)
        town = None if water else quote
        state = state_of_town(town, named_states) if town else None  # "Kousséri" in a text that names Cameroon
        kind = PlaceKind.CITY if state else None
        return Mention(label, first, last, start, end, quote, share, inside, None, state, town, kind)
    city = place.city if place.kind in (PlaceKind.CITY, PlaceKind.METONYM) else None
    return Mention(label, first, last, start, end, quote, share, inside, None, place.country, city, place.kind)


def dates_of(words: Words, language: str, published: PartialDate | None) -> tuple[Mention, ...]:
    """The dates that the grammar reads."""
    found = []
    for date in find_dates(words.text, load_dates(language), published=published):
        cover = words.cover(date.start, date.end)
        # From then on something is counted, "since 2023", and is no day of it; "since October 2022, when …" is one of another.
        if cover is not None and (date.edge != "since" or words.folds[cover[1] + 1 : cover[1] + 2] == (",",)):
            until = date.edge in ("until", "end")  # a visit that ends on Friday did not begin on it
            found.append(
                Mention(
                    Label.DATE,
                    *cover,
                    date.start,
                    date.end,
                    date.quote,
                    span=date.span,
                    date_kind=date.kind,
                    until=until,
                    other=date.other,
                )
            )
    for k, (one, other) in enumerate(pairwise(found)):
        if words.folds[one.last + 1 : other.first] in ((), (",",), ("(",)):  # "yesterday, Wednesday 19 July"
            found[k] = _narrowed(one, other.span)
            found[k + 1] = _narrowed(other, found[k].span)
    return tuple(found)


def _narrowed(date: Mention, beside: DateSpan | None) -> Mention:
    """A date with the span of the one told beside it, where that is one day of its own, or its own cannot be worked out."""
    one_day = beside is not None and beside.start.day is not None and beside.end in (None, beside.start)
    if beside is None or not one_day or date.date_kind == "duration":
        return date
    own = date.span
    within = own is None or own.start.first <= beside.start.first <= (own.end or own.start).last
    return replace(date, span=beside, other=None) if within and own != beside else date
