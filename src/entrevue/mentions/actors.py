"""Actors: noun phrases that can take part in an engagement, put together from names, offices, bodies and references."""

from collections.abc import Sequence
from dataclasses import replace

from entrevue.domain.mentions import Actor, ActorKind, Organisation, Place, PlaceKind
from entrevue.domain.text import Token
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar
from entrevue.mentions.several import HolderFinder
from entrevue.mentions.unit import Unit
from entrevue.mentions.units import UnitFinder

_LED = 16  # tokens between a delegation and whoever leads it
_SIDES = {PlaceKind.STATE, PlaceKind.DEMONYM, PlaceKind.METONYM}


class ActorFinder:
    """Finds the actors of a sentence."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar) -> None:
        """Take the pack's small words and the phrase grammar."""
        self.grammar = grammar
        self.phrases = phrases
        self.units = UnitFinder(grammar, phrases)
        self.articles = self.units.articles
        self.titles = self.units.titles
        self.passing = frozenset(phrases.offices.passing)
        self.holders = HolderFinder(grammar, phrases, self.titles)

    def find(self, lines: Lines) -> tuple[Actor, ...]:
        """The actors of a sentence, in order, none inside another."""
        units = self.units.find(lines)
        actors: list[Actor] = []
        used: set[int] = set()
        shared: Unit | None = None  # "ses homologues", of which each name that follows is one
        opened = False
        for k, unit in enumerate(units):
            if k in used:
                continue
            several = self._holders(lines, units, k, used)
            if several:
                actors += several
                continue
            group = self._bind(lines, units, k, used)
            used.update(group)
            bound = [units[g] for g in sorted(group)]
            if self._several(unit):
                told = self._counterparts(lines, units, k)
                shared = unit if not told else None
                actors += told
                continue
            actor = self._actor(lines, bound)
            if shared is not None and unit.kind == "name" and len(bound) == 1 and actor.country is not None:
                actor = self._shared_office(lines, shared, actor, first=not opened)
                opened = True
            elif unit.kind != "name":
                shared, opened = None, False
            actors.append(actor)
        return tuple(self._sided(lines, self._from(lines, self._lead_delegations(lines, actors))))

    def _sided(self, lines: Lines, actors: Sequence[Actor]) -> list[Actor]:
        """Those whom a list tells to be on a side: "du côté algérien, X et Y", "on the French side, X and Y"."""
        sides = [
            lines.place[k] for k in range(1, len(lines.tokens) - 1) if k in lines.place and self._of_side(lines, k)
        ]
        told: list[Actor] = []
        for actor in actors:
            side = next((place for place in reversed(sides) if place.end <= actor.start), None)
            free = actor.country is None and not (actor.organisation and actor.organisation.international)
            if side is not None and free and actor.kind in {ActorKind.PERSON, ActorKind.OFFICE}:
                actor = replace(actor, country=side.country, country_span=(side.start, side.end))
            told.append(actor)
        return told

    def _from(self, lines: Lines, actors: Sequence[Actor]) -> list[Actor]:
        """Those whom a list tells to come from a state: "General A and General B from Uganda, and C from Rwanda"."""
        told, tokens = list(actors), lines.tokens
        ends = [next((k for k, token in enumerate(tokens) if token.start >= actor.end), len(tokens)) for actor in told]
        starts = [next(k for k, token in enumerate(tokens) if token.end > actor.start) for actor in told]
        links = {",", *self.grammar.coordinators, *self.titles}
        for last, end in enumerate(ends):
            side = lines.place.get(end + 1) if end < len(tokens) and self._origin(lines, end) else None
            first = last
            if side is not None and told[last].name is not None:
                told[last] = replace(told[last], end=side.end)  # the state belongs to the phrase
            while side is not None and first >= 0 and told[first].name is not None and told[first].country is None:
                told[first] = replace(told[first], country=side.country, country_span=(side.start, side.end))
                between = [token.fold for token in tokens[ends[first - 1] : starts[first]]] if first else ["."]
                first = first - 1 if between and all(word in links for word in between) else -1
        people = [range(actor.start, actor.end) for actor in told if actor.name is not None]
        return [actor for actor in told if actor.name is not None or not any(actor.start in span for span in people)]

    def _origin(self, lines: Lines, index: int) -> bool:
        """Whether a state that somebody comes from is named behind a token."""
        place = lines.place.get(index + 1)
        told = lines.tokens[index].fold in self.phrases.offices.origins
        return told and place is not None and place.kind is PlaceKind.STATE

    def _of_side(self, lines: Lines, index: int) -> bool:
        """Whether a nationality stands beside a word for a side, and a comma or colon closes the phrase."""
        tokens, place = lines.tokens, lines.place[index]
        if place.kind is not PlaceKind.DEMONYM:
            return False
        sided = tokens[index - 1].fold in self.grammar.side_words or tokens[index + 1].fold in self.grammar.side_words
        closed = any(token.text in {",", ":"} for token in tokens[index + 1 : index + 3])
        return sided and closed

    def _holders(self, lines: Lines, units: list[Unit], k: int, used: set[int]) -> list[Actor]:
        """The holders of a plural office, one actor each; none where the phrase does not tell them apart."""
        unit = units[k]
        if unit.kind != "office" or not unit.plural:
            return []
        names = [later for later in units[k + 1 :] if later.kind == "name"]
        holders = self.holders.by_state(lines, unit, names) or self.holders.by_name(lines, unit, names)
        if not holders:
            return []
        whole = self._actor(lines, [unit])
        end = holders[-1].end
        used.update(j for j, later in enumerate(units) if j >= k and later.start < end)
        tokens = lines.tokens
        told = []
        for holder in holders:
            start = whole.start if holder is holders[0] else tokens[holder.start].start
            stop = tokens[holder.end - 1].end
            actor = replace(whole, start=start, end=stop, plural=False)
            if holder.name is None and holders[0].end < unit.end and lines.place.get(unit.start) is None:
                actor = replace(actor, office_span=(tokens[unit.start].start, tokens[holders[0].end - 1].end))
            if holder.body is not None:
                actor = replace(actor, organisation=holder.body, country=holder.body.country, country_span=None)
            if holder.side is not None:
                side = (holder.side.start, holder.side.end)
                actor = replace(actor, country=holder.side.country, country_span=side)
            if holder.name is not None:
                first, last = tokens[holder.name.start], tokens[holder.name.end - 1]
                name = " ".join(token.text for token in tokens[holder.name.start : holder.name.end])
                actor = replace(actor, kind=ActorKind.PERSON, name=name, name_span=(first.start, last.end))
            told.append(actor)
        return told

    def _bind(self, lines: Lines, units: list[Unit], k: int, used: set[int]) -> set[int]:
        """The indexes of the units that make one actor with unit `k`."""
        unit = units[k]
        after = units[k + 1] if k + 1 < len(units) and k + 1 not in used else None
        if after is None:
            return {k}
        gap = self.units.gap(lines, unit.end, after.start)
        offices = {"office", "counterpart"}
        further = units[k + 2] if k + 2 < len(units) else None
        titled = unit.kind in offices and after.kind == "office" and gap == [","] and after.article
        if titled and not (unit.plural or after.plural):
            near = ([], [","]) if unit.kind == "counterpart" else ([],)
            if (
                further is not None
                and further.kind == "name"
                and self.units.gap(lines, after.end, further.start) in near
            ):
                # "le ministre de la Défense, le général X"
                return {k, k + 1, k + 2} | self._second_office(lines, units, k + 2)
        if unit.kind == "counterpart" and after.kind == "office" and gap == [] and not (unit.plural or after.plural):
            if (
                further is not None
                and further.kind == "name"
                and self.units.gap(lines, after.end, further.start) in ([], [","])
            ):
                return {k, k + 1, k + 2}  # "son homologue chef d'état-major, le général X"
        if unit.kind in offices and after.kind == "name" and not unit.plural and gap in ([], [","], ["("]):
            return {k, k + 1} | self._second_office(lines, units, k + 1)
        if unit.kind == "name" and after.kind == "office" and gap in ([","], ["("], [",", "("]):
            follower = units[k + 2] if k + 2 < len(units) else None
            beyond = units[k + 3] if k + 3 < len(units) else None
            if follower is not None and follower.kind == "office" and beyond is not None and beyond.kind == "name":
                if self.units.gap(lines, after.end, follower.start) in ([], [","]) and beyond.start == follower.end:
                    follower = beyond  # "X, le président de la commission, le général Y": the office is Y's
            leads = (
                after.article
                and follower is not None
                and follower.kind == "name"
                and (follower is beyond or self.units.gap(lines, after.end, follower.start) in ([], [","]))
            )
            direct = follower is not None and follower.kind == "name" and follower.start == after.end
            if not leads and not direct and not after.plural:
                return {k, k + 1}
        return {k}

    def _second_office(self, lines: Lines, units: list[Unit], k: int) -> set[int]:
        """An office after the name of somebody whose office came before: "le général X, chef d'état-major"."""
        after = units[k + 1] if k + 1 < len(units) else None
        if after is None or after.kind != "office" or after.plural or after.article:
            return set()
        follower = units[k + 2] if k + 2 < len(units) else None
        if follower is not None and follower.kind == "name" and self.units.gap(lines, after.end, follower.start) == []:
            return set()
        return {k + 1} if self.units.gap(lines, units[k].end, after.start) == [","] else set()

    def _actor(self, lines: Lines, units: Sequence[Unit]) -> Actor:
        tokens = lines.tokens
        name = next((unit for unit in units if unit.kind == "name"), None)
        offices = [unit for unit in units if unit.kind in {"office", "counterpart"}]
        styled = len(offices) > 1 and self._style(tokens, offices[0])  # "Prince X, Minister of Y"
        office = next(iter(offices[styled:]), None)
        first, last = units[0], units[-1]
        start = self._with_titles(tokens, first.start)
        kind = _KINDS[first.kind] if name is None else ActorKind.PERSON
        core = office or first
        organisation = next(
            (lines.organisation[k] for k in range(core.start, core.end) if k in lines.organisation), None
        )
        if organisation is None and office is not None and name is last:
            organisation = self._body_behind(lines, last.end)
        place = self._side(lines, units)
        international = organisation is not None and organisation.international
        country = None if international else place.country if place else organisation.country if organisation else None
        rank = tokens[start : name.start] if name is not None and office is None else ()
        rank_words = [token for token in rank if token.fold in self.grammar.ranks]
        opening = office.start if office else 0
        while office is not None and office.kind == "office" and tokens[opening].fold in self.passing:
            opening += 1
        office_span = (tokens[opening].start, tokens[office.end - 1].end) if office else None
        if office_span is None and rank_words:
            office_span = (rank_words[0].start, rank_words[-1].end)
        if kind is ActorKind.OFFICE and office is None:
            office_span = (tokens[first.start].start, tokens[first.end - 1].end)
        return Actor(
            tokens[start].start,
            tokens[last.end - 1].end,
            kind,
            name=" ".join(token.text for token in tokens[name.start : name.end]) if name else None,
            name_span=(tokens[name.start].start, tokens[name.end - 1].end) if name else None,
            office_span=office_span,
            role=core.role or core.kind,
            organisation=organisation,
            country=country,
            country_span=(place.start, place.end) if place else None,
            plural=core.plural,
            former=core.former,
            counterpart=core.kind == "counterpart",
            definite=tokens[start].fold in self.grammar.definite,
        )

    def _body_behind(self, lines: Lines, end: int) -> Organisation | None:
        """The body told behind a name: "Commissioner X of the National Police Agency"."""
        tokens = lines.tokens
        if end + 1 >= len(tokens) or tokens[end].fold not in self.grammar.prepositions["of"]:
            return None
        at = end + 1 + (tokens[end + 1].fold in self.articles)
        body = lines.organisation.get(at)
        return body if body is not None and body.start == tokens[at].start else None

    def _style(self, tokens: Sequence[Token], unit: Unit) -> bool:
        """Whether an office is one word that is a style as well: "Prince"."""
        return unit.end - unit.start == 1 and tokens[unit.start].fold in self.phrases.offices.head_names

    def _shared_office(self, lines: Lines, office: Unit, actor: Actor, *, first: bool) -> Actor:
        """One of "ses homologues tunisien, X, et mauritanien, Y"; the first opens where the phrase does."""
        tokens = lines.tokens
        span = (tokens[office.start].start, tokens[office.end - 1].end)
        opening = tokens[self._with_titles(tokens, office.start)].start
        return replace(
            actor, start=opening if first else actor.start, office_span=span, role="counterpart", counterpart=True
        )

    @staticmethod
    def _several(unit: Unit) -> bool:
        return unit.kind == "counterpart" and unit.plural

    def _counterparts(self, lines: Lines, units: Sequence[Unit], k: int) -> list[Actor]:
        """ "his Turkish and Afghan counterparts", "ses homologues tunisien, X, et mauritanien, Y": one actor a demonym.

        The names that follow their demonyms are left to be bound there; the phrase itself stands for nameless ones.
        """
        unit = units[k]
        whole = self._actor(lines, [unit])
        sides = {lines.place[i].start: lines.place[i] for i in range(unit.start, unit.end) if i in lines.place}
        named = {self._demonym_before(lines, later.start) for later in units[k + 1 :] if later.kind == "name"}
        free = [place for place in sides.values() if place.start not in named]
        if not sides and named - {None}:
            return []
        if len(sides) < 2:
            return [whole] if free or not sides else []
        return [
            replace(
                whole, start=whole.start if place is free[0] else place.start, end=place.end, country=place.country, plural=False,
                country_span=(place.start, place.end),
            )
            for place in free
        ]  # fmt: skip

    def _demonym_before(self, lines: Lines, index: int) -> int | None:
        """Where the demonym right before a name (and its comma) starts."""
        at = index - 1
        while at > 0 and (lines.tokens[at].text == "," or lines.tokens[at].fold in self.titles):
            at -= 1
        place = lines.place.get(at)
        return place.start if place is not None and place.kind is PlaceKind.DEMONYM else None

    def _with_titles(self, tokens: Sequence[Token], index: int) -> int:
        """The index of the first title or article before a unit; fused prepositions ("au", "du") stay outside."""
        while index > 0 and tokens[index - 1].fold in self.titles | self.articles:
            if tokens[index - 1].fold in self.grammar.fused:
                break
            index -= 1
        return index

    def _side(self, lines: Lines, units: Sequence[Unit]) -> Place | None:
        """The place name that tells whom the actor represents."""
        tokens = lines.tokens
        not_sides = self.phrases.posting | set(self.grammar.outlooks)
        for unit in units:
            for k in range(unit.start, unit.end):
                place = lines.place.get(k)
                if place is None or place.country is None:
                    continue
                before = k - 1
                while before >= unit.start and tokens[before].fold.rstrip("'") in self.grammar.plain_articles:
                    before -= 1
                posted = before >= unit.start and tokens[before].fold in not_sides
                if (place.kind in _SIDES and not posted) or unit.kind == "body" or (place.capital and not posted):
                    return place
        return self._side_around(lines, units)

    @staticmethod
    def _side_around(lines: Lines, units: Sequence[Unit]) -> Place | None:
        """A side told just outside: "the Frenchman X", "Prime Minister X of India", "X (Mali)"."""
        if not any(unit.kind == "name" for unit in units):
            return None
        at = units[0].start - 1
        if at > 0 and lines.tokens[at].text == ",":
            at -= 1
        owner = at > 0 and lines.tokens[at].fold in {"'s", "'"}
        before = lines.place.get(at - 1 if owner else at)
        if before is not None and before.kind is (PlaceKind.STATE if owner else PlaceKind.DEMONYM):
            return before  # "Denmark's X", "le Togolais X"
        end = units[-1].end
        if end + 1 < len(lines.tokens) and lines.tokens[end].fold in {"(", "of", "du", "de", ","}:
            after = lines.place.get(end + 1)
            if after is not None and after.kind is PlaceKind.STATE:
                return after if lines.tokens[end].text != "," or ActorFinder._closes(lines, units[-1], after) else None
        return None

    @staticmethod
    def _closes(lines: Lines, unit: Unit, state: Place) -> bool:
        """Whether a state behind a comma completes an office, and opens no list: "X, Minister of Defence, Kenya, met"."""
        after = next((token for token in lines.tokens if token.start >= state.end), None)
        listed = after is not None and after.fold in {"and", "et", "'s", "'"}
        return unit.kind == "office" and not listed

    @staticmethod
    def _side_between(lines: Lines, delegation: Actor, leader: Actor) -> Place | None:
        """The state that a delegation is told to be of before its leader: "du Parti communiste de Cuba, conduite par"."""
        places = {id(place): place for place in lines.place.values() if place.kind in _SIDES}
        return next((p for p in places.values() if delegation.start <= p.start < leader.start), None)

    def _lead_delegations(self, lines: Lines, actors: list[Actor]) -> list[Actor]:
        """A delegation "conduite par X" is X: the phrase opens where the delegation does."""
        kept: list[Actor] = []
        tokens = lines.tokens
        for actor in actors:
            last = kept[-1] if kept else None
            if len(kept) > 1 and last is not None and last.kind is ActorKind.BODY and kept[-2].role == "delegation":
                kept.pop()  # "une délégation du Parti (PCC), conduite par X": its acronym
                last, popped = kept[-1], last
            else:
                popped = None
            if last is not None and last.role == "delegation" and actor.kind in {ActorKind.PERSON, ActorKind.OFFICE}:
                between = [t.fold for t in tokens if last.end <= t.start and t.end <= actor.start]
                leads = next((k for k, word in enumerate(reversed(between)) if word in self.grammar.leading), _LED)
                if leads < 5 and len(between) < _LED:
                    side = self._side_between(lines, last, actor)
                    span = (side.start, side.end) if side is not None else None
                    kept[-1] = replace(
                        actor,
                        start=last.start,
                        country=actor.country or last.country or (side.country if side is not None else None),
                        country_span=actor.country_span or last.country_span or span,
                    )
                    continue
            if popped is not None:
                kept.append(popped)
            kept.append(actor)
        return kept


_KINDS = {
    "office": ActorKind.OFFICE,
    "counterpart": ActorKind.OFFICE,
    "delegation": ActorKind.OFFICE,
    "national": ActorKind.OFFICE,
    "ranked": ActorKind.OFFICE,
    "pair": ActorKind.PAIR,
    "pronoun": ActorKind.PRONOUN,
    "body": ActorKind.BODY,
}
