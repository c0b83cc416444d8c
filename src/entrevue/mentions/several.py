"""Plural offices: "the foreign ministers of Jordan, Iraq and Lebanon" is one holder a state, "Presidents X and Y" one a name."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar
from entrevue.mentions.unit import Unit

_SIDES = {PlaceKind.STATE, PlaceKind.DEMONYM}


@dataclass(frozen=True, slots=True)
class Holder:
    """One holder of a plural office: token indexes of the words that are its own, its state and its name, if told."""

    start: int
    end: int
    side: Place | None = None
    name: Unit | None = None
    body: Organisation | None = None


class HolderFinder:
    """Tells the holders of a plural office apart."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar, titles: frozenset[str]) -> None:
        """Take the words that may stand between the members of a list."""
        self.phrases = phrases
        self.titles = titles
        links = {word for words in grammar.coordinators for word in words.split()} | {",", ";"}
        of = {word for words in grammar.prepositions["of"] for word in words.split()}
        self.links = links
        self.between = links | of | {word + "'" for word in grammar.elisions} | set(grammar.articles)

    def by_state(self, lines: Lines, unit: Unit, names: Sequence[Unit]) -> list[Holder]:
        """One holder for each of two or more states that the phrase or the list behind it names; else none."""
        sides: list[tuple[int, int, Place]] = []
        for k in range(unit.start, unit.end):
            place = lines.place.get(k)
            if self._side(lines, k) and place is not None and (not sides or sides[-1][2] is not place):
                sides.append((k, self._stop(lines, k), place))
        if not sides:
            return self._by_body(lines, unit)
        holders = [Holder(unit.start, sides[0][1] if len(sides) > 1 else unit.end, sides[0][2])]
        for _, end, place in sides[1:]:
            start = self._skip(lines, holders[-1].end, self.links)
            holders.append(Holder(start, end, place))
        if sides[-1][1] == unit.end:
            holders = self._listed(lines, holders, names)
        else:
            holders[-1] = Holder(holders[-1].start, unit.end, holders[-1].side)
        if len({holder.side.country for holder in holders if holder.side}) < 2:
            return self._by_body(lines, unit)
        return self._in_turn(lines, holders, names)

    def _by_body(self, lines: Lines, unit: Unit) -> list[Holder]:
        """One holder for each of two bodies of two states: "the heads of Shin Bet and the General Intelligence Service"."""
        bodies: list[tuple[int, Organisation]] = []
        between = self.between | {"'s", ""}  # "Egypt's General Intelligence Service"
        index = unit.start
        while index < len(lines.tokens):
            body = lines.organisation.get(index)
            if body is not None:
                bodies.append((index, body))
                while lines.organisation.get(index) is body:
                    index += 1
            elif index < unit.end or index in lines.place or lines.tokens[index].fold.rstrip("'") in between:
                index += 1
            else:
                break
        states = {body.country for _, body in bodies if body.country is not None}
        if len(bodies) != len(states) or len(states) < 2:
            return []
        ends = [next(k for k in range(at, index + 1) if lines.organisation.get(k) is not body) for at, body in bodies]
        starts = [unit.start, *(self._skip(lines, end, self.links) for end in ends[:-1])]
        return [Holder(start, end, body=body) for start, end, (_, body) in zip(starts, ends, bodies, strict=True)]

    def _in_turn(self, lines: Lines, holders: list[Holder], names: Sequence[Unit]) -> list[Holder]:
        """Name the holders by as many names in apposition: "the ministers of Chad and Niger, X and Y"."""
        last = holders[-1].name
        index = holders[-1].end if last is None else last.end
        apposed = last is not None or (index < len(lines.tokens) and lines.tokens[index].text == ",")
        if any(holder.name for holder in holders[:-1]) or not apposed:
            return holders
        opened = {name.start: name for name in names}
        told = [last] if last is not None else []
        while len(told) < len(holders):
            name = opened.get(self._skip(lines, index, self.links | self.titles))
            if name is None:
                return holders
            told.append(name)
            index = name.end
        return [
            Holder(holder.start if k == 0 else name.start, name.end, holder.side, name)
            for k, (holder, name) in enumerate(zip(holders, told, strict=True))
        ]

    def _listed(self, lines: Lines, holders: list[Holder], names: Sequence[Unit]) -> list[Holder]:
        """Go on over the states, and the names in apposition, of a list."""
        opened = {name.start: name for name in names}
        index = holders[-1].end
        while True:
            name = opened.get(self._skip(lines, index, {","} | self.titles))
            if name is not None and name.start > index:
                last = holders.pop()
                holders.append(Holder(last.start, name.end, last.side, name))
                index = name.end
            after = self._skip(lines, index, self.between)
            linked = any(lines.tokens[k].fold.rstrip("'") in self.links for k in range(index, after))
            place = lines.place.get(after)
            if not linked or place is None or place.kind is not PlaceKind.STATE or after in lines.organisation:
                return holders
            opens = next(k for k in range(index, after + 1) if lines.tokens[k].fold.rstrip("'") not in self.links)
            index = self._stop(lines, after)
            holders.append(Holder(opens, index, place))

    def by_name(self, lines: Lines, unit: Unit, names: Sequence[Unit]) -> list[Holder]:
        """One holder for each of two or more names that follow: "Presidents X of Spain and Y", "the ministers of A and B, X and Y"."""
        opened = {name.start: name for name in names}
        holders: list[Holder] = []
        index = unit.end
        while True:
            after = self._skip(lines, index, (self.links if holders else {","}) | self.titles)
            name = opened.get(after)
            linked = not holders or any(lines.tokens[k].fold in self.links for k in range(index, after))
            if name is None or not linked:
                return holders if len(holders) > 1 else []
            index, side, body = name.end, None, None
            own = self._skip(lines, index, self.between - self.links)
            if own > index and lines.place.get(own) is not None and lines.place[own].kind is PlaceKind.STATE:
                side, index = lines.place[own], self._stop(lines, own)
            elif own > index and own in lines.organisation:  # "X of the CIA and Y of the Mossad"
                body = lines.organisation[own]
                index = next((k for k in range(own, len(lines.tokens)) if lines.organisation.get(k) is not body), own)
            holders.append(Holder(unit.start if not holders else name.start, index, side, name, body))

    def _side(self, lines: Lines, index: int) -> bool:
        place = lines.place.get(index)
        if place is None or place.kind not in _SIDES or place.country is None or index in lines.organisation:
            return False
        before = index - 1
        while before > 0 and lines.tokens[before].fold.rstrip("'") in self.phrases.articles:
            before -= 1
        return lines.tokens[before].fold not in self.phrases.posting - set(self.phrases.complements)

    @staticmethod
    def _skip(lines: Lines, index: int, words: set[str] | frozenset[str]) -> int:
        while index < len(lines.tokens) and lines.tokens[index].fold.rstrip("'") in words:
            index += 1
        return index

    @staticmethod
    def _stop(lines: Lines, index: int) -> int:
        place, end = lines.place.get(index), index
        while lines.place.get(end) is place and end < len(lines.tokens):
            end += 1
        return end
