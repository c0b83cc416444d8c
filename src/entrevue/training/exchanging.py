"""Reports told of other states: every state, its people, its cities and its side exchanged for those of another one."""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from entrevue.atlas import load_atlas
from entrevue.atlas.tables import forms_of_demonym, names, rows
from entrevue.domain.mentions import Place, PlaceKind
from entrevue.training.annotation import Annotated
from entrevue.training.editing import edited, names_told

_BEFORE = re.compile(r"([\w]+['’]?)\s*\Z")


@dataclass(frozen=True)
class Namings:
    """How a language names one state: its name, its demonym in each form, its capital and its other cities."""

    name: str
    demonyms: tuple[str, ...]
    cities: tuple[str, ...]  # the capital first


@cache
def namings(language: str) -> Mapping[str, Namings]:
    """The states that can be exchanged, by code."""
    state: dict[str, str] = {}
    cities: dict[str, list[str]] = defaultdict(list)
    for name in names(language):
        if name.country is None or name.other:
            continue
        if name.kind is PlaceKind.STATE:
            state.setdefault(name.country, name.surface)
        elif name.kind is PlaceKind.CITY:
            cities[name.country].insert(0 if name.capital else len(cities[name.country]), name.surface)
    column = 1 if language == "fr" else 2
    return {
        row[0]: Namings(state[row[0]], forms_of_demonym(row[column], language), tuple(cities[row[0]]))
        for row in rows("states.tsv", 5)
        if row[0] in state and row[column] and cities[row[0]]
    }


class Exchange:
    """Exchanges states in reports; learns from all of them which words stand before each state's name."""

    def __init__(self, reports: Sequence[Annotated]) -> None:
        """Count, for states to be exchanged only for those that take the same articles and prepositions."""
        before: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for report in reports:
            for place in _places(report.text, report.language):
                if place.kind is PlaceKind.STATE and (word := _BEFORE.search(report.text, 0, place.start)):
                    before[report.language, place.country or ""][word[1].lower().replace("’", "'")] += 1
        self._class = {key: counts.most_common(1)[0][0] for key, counts in before.items()}

    def exchanged(self, report: Annotated, bank: Mapping[str, Sequence[str]], rng: random.Random) -> Annotated:
        """The report with some of its states exchanged, and with them the names of their people's tradition.

        A state stays where something stands for it that has no counterpart: a palace, an agency.
        """
        known = load_atlas(report.language).find(report.text)
        told = [one for one in known if isinstance(one, Place)]
        fixed = {one.country for one in known if not isinstance(one, Place)}
        table = namings(report.language)
        chosen: dict[str, str] = {}
        there = {place.country for place in told if place.country}
        for code in sorted(there):
            if code in fixed or code not in table or rng.random() < 0.4:
                continue
            pool = [
                one
                for one in table
                if one not in there
                and one not in chosen.values()
                and self._class.get((report.language, one)) == self._class.get((report.language, code))
            ]
            if pool and all(_counterpart(place, table, code, code, {}) for place in told if place.country == code):
                chosen[code] = rng.choice(pool)
        if not chosen:
            return report
        people = [span for span in report.spans if span.kind == "person" and span.form == "name"]
        cities: dict[str, str] = {}
        edits: list[tuple[int, int, str]] = []
        for place in told:
            if place.country not in chosen or any(s.start < place.end and place.start < s.end for s in people):
                continue
            new = _counterpart(place, table, place.country, chosen[place.country], cities)
            assert new is not None
            edits.append((place.start, place.end, _as(report.text[place.start : place.end], new)))
        for id_, person in report.persons.items():
            if bank.get(chosen.get(person.side, "")):
                edits += names_told(report, id_, rng.choice(bank[chosen[person.side]]))
        moved = edited(report, edits)
        head = dict(report.head)
        ending = head.get("url", "").partition("//")[2].partition("/")[0].rpartition(".")[2].upper()
        if ending in chosen:
            head["url"] = head["url"].replace(f".{ending.lower()}", f".{chosen[ending].lower()}", 1)
        if any(place.country in chosen for place in _places(head.get("publisher", ""), report.language)):
            del head["publisher"]
        return replace(
            moved,
            head=head,
            persons={id_: replace(one, side=chosen.get(one.side, one.side)) for id_, one in report.persons.items()},
            organisations={id_: chosen.get(side, side) for id_, side in report.organisations.items()},
            places={id_: (chosen.get(code, code), city) for id_, (code, city) in report.places.items()},
        )


def _places(text: str, language: str) -> list[Place]:
    return [one for one in load_atlas(language).find(text) if isinstance(one, Place)]


def _counterpart(place: Place, table: Mapping[str, Namings], old: str, new: str, cities: dict[str, str]) -> str | None:
    """What stands for the new state as a place stands for the old one; None where nothing does."""
    ours, theirs = table[old], table[new]
    if place.kind is PlaceKind.STATE:
        return theirs.name
    if place.kind is PlaceKind.CITY:
        name = place.city or place.quote
        capital = name == ours.cities[0]
        free = [one for one in theirs.cities[1:] if one not in cities.values()] or list(theirs.cities[1:]) or [name]
        return theirs.cities[0] if capital else cities.setdefault(name, free[0])
    if place.kind is PlaceKind.DEMONYM:
        form = place.quote.lower()
        number = next((k for k, one in enumerate(ours.demonyms) if one.lower() == form), None)
        return None if number is None else theirs.demonyms[min(number, len(theirs.demonyms) - 1)]
    return None


def _as(old: str, new: str) -> str:
    """The new word with the capitals of the old one."""
    if old.isupper() and len(old) > 3:
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
