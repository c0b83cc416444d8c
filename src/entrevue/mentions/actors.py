"""Actors: noun phrases that can take part in an engagement, put together from names, offices, bodies and references."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from entrevue.domain.mentions import Actor, ActorKind, Organisation, Place, PlaceKind
from entrevue.domain.text import Token
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar

_STRETCH = 14  # tokens that an office may go on for before the comma and the name
_SIDES = {PlaceKind.STATE, PlaceKind.DEMONYM, PlaceKind.METONYM}


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of an actor in one sentence; `start` and `end` are token indexes."""

    kind: str  # "name", "office", "counterpart", "pair", "pronoun", "delegation", "body"
    start: int
    end: int
    role: str | None = None
    plural: bool = False
    former: bool = False
    article: bool = False


class ActorFinder:
    """Finds the actors of a sentence."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar) -> None:
        """Take the pack's small words and the phrase grammar."""
        self.grammar = grammar
        self.phrases = phrases
        self.articles = frozenset(grammar.articles) | {f"{letter}'" for letter in grammar.elisions}
        self.titles = frozenset(grammar.honorifics) | frozenset(grammar.ranks)
        self.plurals = frozenset(phrases.offices.plurals)
        self.former = frozenset(phrases.offices.former)
        self.latter = tuple(tuple(text.replace("'", "' ").split()) for text in grammar.latter)

    def find(self, lines: Lines) -> tuple[Actor, ...]:
        """The actors of a sentence, in order, none inside another."""
        units = self._units(lines)
        actors: list[Actor] = []
        used: set[int] = set()
        shared: Unit | None = None  # "ses homologues", of which each name that follows is one
        opened = False
        for k, unit in enumerate(units):
            if k in used:
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
        return tuple(self._lead_delegations(lines, actors))

    def _stretched(self, lines: Lines, end: int) -> int:
        """The comma up to which an office goes on when somebody is named right behind it.

        "chef du Mécanisme de vérification ad hoc, le général X": words that the grammar does not know belong to the
        office, as long as no verb, pronoun or other sign stands among them.
        """
        tokens = lines.tokens
        comma = next((k for k in range(end, min(end + _STRETCH, len(tokens))) if tokens[k].text == ","), None)
        if comma is None or comma == end or not all(self._nominal(tokens[k], k, lines) for k in range(end, comma)):
            return end
        if any(tokens[k].fold in self.grammar.counterparts or self._opens_office(lines, k) for k in range(end, comma)):
            return end
        start = comma + 1
        while start < len(tokens) and start < comma + 6 and start not in lines.name:
            token = tokens[start]
            if token.fold not in self.titles | self.articles and start not in lines.place:
                break
            start += 1
        return comma if start in lines.name else end

    def _opens_office(self, lines: Lines, index: int) -> bool:
        """Whether somebody else's office opens here: "et le ministre"."""
        before = lines.tokens[index - 1].fold
        return before in self.articles and self.phrases.heads.match(lines.tokens, index) is not None

    def _nominal(self, token: Token, index: int, lines: Lines) -> bool:
        """Whether a word can stand inside a noun phrase: a small word of it, a capital, a noun or an adjective."""
        if index in lines.name and index not in lines.organisation:
            return False
        small = token.fold.rstrip("'") in self.phrases.complements | self.articles | {
            "and",
            "et",
            "&",
            "'s",
            "ad",
            "(",
            ")",
        }
        return small or token.text == "à" or token.fold in {"au", "aux"} or self.phrases.nominal(token)

    def office_starts(self, lines: Lines) -> list[int]:
        """Where the office phrases for one holder open, as token indexes."""
        return [unit.start for unit in self._offices(lines) if unit.kind == "office" and not unit.plural]

    def office_ends(self, lines: Lines) -> list[int]:
        """Where the office phrases for one holder end, as token indexes."""
        return [unit.end for unit in self._offices(lines) if not unit.plural]

    # -- units ---------------------------------------------------------------------------------------------------

    def _units(self, lines: Lines) -> list[Unit]:
        """Every unit, names and offices first, the rest where they leave room."""
        taken: set[int] = set()
        units: list[Unit] = []
        for found in (self._offices(lines), self._names(lines), self._references(lines), self._bodies(lines)):
            for unit in found:
                if taken.isdisjoint(range(unit.start, unit.end)):
                    units.append(unit)
                    taken.update(range(unit.start, unit.end))
        return self._join_offices(lines, sorted(units, key=lambda unit: unit.start))

    def _names(self, lines: Lines) -> list[Unit]:
        return [Unit("name", *span) for span in sorted(set(lines.name.values()))]

    def _offices(self, lines: Lines) -> list[Unit]:
        """Office phrases and counterparts, left to right."""
        tokens, found, index = lines.tokens, list[Unit](), 0
        while index < len(tokens):
            unit = self._counterpart(lines, index) or self._office(lines, index)
            if unit is None or (found and unit.start < found[-1].end):
                index += 1
                continue
            found.append(unit)
            index = max(unit.end, index + 1)
        return found

    def _office(self, lines: Lines, index: int) -> Unit | None:
        head = self.phrases.heads.match(lines.tokens, index)
        if head is None or index in lines.name or self.phrases.none.match(lines.tokens, index):
            return None
        if lines.tokens[index].fold in self.phrases.offices.unaccented and not lines.tokens[index].text.isascii():
            return None  # "jugé" is no "juge"
        before = lines.tokens[index - 1].fold if index else ""
        if (
            lines.tokens[index].fold in self.phrases.offices.with_article
            and before not in self.articles | self.phrases.before
        ):
            return None  # "une visite officielle"
        after, role = head
        start = self.phrases.reach_left(lines, index)
        end = self.phrases.extend(lines, after, posted=role in self.phrases.offices.postings)
        end = after if role == "guest" else self._stretched(lines, end)  # "the guest of X": X is somebody else
        while end > after and lines.tokens[end - 1].fold in {"of", "and", "for", "to", "in"}:
            end -= 1
        words = [token.fold for token in lines.tokens[max(start - 1, 0) : end]]
        plural = " ".join(token.fold for token in lines.tokens[index:after]) in self.plurals
        article = start > 0 and lines.tokens[start - 1].fold in self.articles
        if plural and end == after and start > 0 and lines.tokens[start - 1].fold in self.grammar.numerals:
            return None  # "les deux ministres": a pair, see `_references`
        of_two = next(
            (
                k
                for k in range(after, min(after + 4, len(lines.tokens)))
                if lines.tokens[k].fold in self.grammar.numerals
            ),
            None,
        )
        if plural and of_two is not None and of_two + 1 < len(lines.tokens):
            return Unit("pair", start, of_two + 2, role, plural=True)  # "the heads of the two committees"
        return Unit("office", start, end, role, plural, any(word in self.former for word in words[:4]), article)

    def _counterpart(self, lines: Lines, index: int) -> Unit | None:
        """ "son homologue tunisien", "his Rwandan counterpart", "her Saudi and Emirati counterparts"."""
        tokens = lines.tokens
        if tokens[index].fold not in self.grammar.counterparts:
            return None
        start = index
        while start > 0 and (start - 1 in lines.place or tokens[start - 1].fold in self.phrases.before | {"'s"}):
            start -= 1
        owned = start > 0 and tokens[start - 1].fold in {*self.grammar.possessives, *self.articles, "'s"}
        owned = owned or (start < index and self.phrases.offices.head_last)  # "Armenian counterpart X"
        if not owned:
            return None
        end = index + 1
        while end in lines.place or (end + 1 in lines.place and tokens[end].fold in self.grammar.coordinators):
            end += 1
        further = end + 1 < len(tokens) and (tokens[end + 1].capital or end + 2 in lines.organisation)
        if further or not self.phrases.offices.head_last:
            longer = self.phrases.extend(lines, end)
            end = longer if any(token.capital for token in tokens[end:longer]) else end
        return Unit("counterpart", start, end, None, tokens[index].fold.endswith("s"), False, True)

    def _references(self, lines: Lines) -> list[Unit]:
        tokens, found = lines.tokens, list[Unit]()
        for index, token in enumerate(tokens):
            found += self._latter(lines, index)
            if self._object_pronoun(lines, index):
                found.append(Unit("pronoun", index, index + 1, "object"))
            elif token.fold in self.grammar.indirect_clitics and self._indirect(lines, index):
                found.append(Unit("pronoun", index, index + 1, "indirect"))
            elif token.fold in self.grammar.pronouns and not self._impersonal(lines, index):
                found.append(Unit("pronoun", index, index + 1, "he"))
            elif token.fold in self.grammar.plural_pronouns:
                found.append(Unit("pronoun", index, index + 1, "they", plural=True))
            elif self._national(lines, index):
                found.append(Unit("national", index, index + 1, "generic"))
            elif token.fold in self.grammar.numerals and self._known_pair(lines, index):
                pairs = (k for k in (index + 1, index + 2) if k < len(tokens) and tokens[k].fold in self.grammar.pairs)
                found += [Unit("pair", index, last + 1, plural=True) for last in pairs][:1]
            elif token.fold in self.grammar.delegations:
                end = self.phrases.extend(lines, index + 1)
                found.append(Unit("delegation", self._adjectives_left(lines, index), end))
        return found

    def _latter(self, lines: Lines, index: int) -> list[Unit]:
        """ "ce dernier", "the latter", but not "the latter half of June"."""
        found = []
        for words in self.latter:
            end = index + len(words)
            told = tuple(token.fold for token in lines.tokens[index:end])
            ahead = lines.tokens[end].fold if end < len(lines.tokens) else ""
            if told == words and ahead not in self.grammar.fractions:
                found.append(Unit("pronoun", index, end, "latter"))
        return found

    def _known_pair(self, lines: Lines, index: int) -> bool:
        """Whether "two ministers" are two told before: "the two", "les deux", "both"."""
        before = lines.tokens[index - 1].fold if index else ""
        return before in self.articles or lines.tokens[index].fold in self.articles

    def _impersonal(self, lines: Lines, index: int) -> bool:
        ahead = " ".join(token.fold for token in lines.tokens[index + 1 : index + 7]) + " "
        return any(ahead.startswith(f"{words} ") for words in self.grammar.impersonal)

    def _national(self, lines: Lines, index: int) -> bool:
        """ "le Togolais", "the Gambian was received": a nationality that stands for a person told before."""
        place, tokens = lines.place.get(index), lines.tokens
        if place is None or place.kind is not PlaceKind.DEMONYM or not tokens[index].capital or index == 0:
            return False
        if tokens[index - 1].fold not in self.grammar.nationals or tokens[index].fold.endswith("s"):
            return False
        ahead = tokens[index + 1] if index + 1 < len(tokens) else None
        if ahead is None or index + 1 in lines.name or ahead.capital:
            return False
        verbs = self.grammar.national_verbs
        return ahead.fold in verbs if verbs else index + 1 not in lines.place

    def _object_pronoun(self, lines: Lines, index: int) -> bool:
        """ "l'ont reçu", "received him": a pronoun that is an object."""
        fold = lines.tokens[index].fold
        if fold in self.grammar.object_pronouns:
            return True
        ahead = lines.tokens[index + 1].fold if index + 1 < len(lines.tokens) else ""
        before = lines.tokens[index - 1].fold if index else ""
        if fold in self.grammar.ambiguous_objects:
            return before not in self.phrases.small and (ahead in self.phrases.small or not ahead[:1].isalpha())
        return fold in self.grammar.object_clitics and ahead in self.grammar.clitic_verbs

    def _indirect(self, lines: Lines, index: int) -> bool:
        """ "lui accordera": a pronoun before a verb, not one after a preposition or before a noun ("leur visite")."""
        before = lines.tokens[index - 1].fold if index else ""
        ahead = lines.tokens[index + 1].fold if index + 1 < len(lines.tokens) else ""
        return before not in self.phrases.small and ahead.endswith(("a", "ait", "ont", "aient"))

    def _adjectives_left(self, lines: Lines, index: int) -> int:
        """Where "importante délégation", "high-powered Kenyan delegation" begins: after the article at most three words back."""
        for k in range(index - 1, max(index - 5, -1), -1):
            if lines.tokens[k].fold in self.articles:
                return k + 1
            if not lines.tokens[k].word:
                break
        return self.phrases.reach_left(lines, index)

    def _bodies(self, lines: Lines) -> list[Unit]:
        """Organisations, states and capitals that stand alone."""
        found: list[Unit] = []
        mentions: list[Place | Organisation] = [*lines.organisation.values(), *lines.place.values()]
        for mention in {id(m): m for m in mentions}.values():
            if isinstance(mention, Place) and mention.kind in {PlaceKind.DEMONYM, PlaceKind.REGION}:
                if not self._people_of(lines, mention):
                    continue
            if isinstance(mention, Place) and mention.kind is PlaceKind.CITY and not mention.capital:
                continue
            inside = [k for k, t in enumerate(lines.tokens) if mention.start <= t.start and t.end <= mention.end]
            if inside:
                found.append(Unit("body", inside[0], inside[-1] + 1))
        return found

    def _people_of(self, lines: Lines, place: Place) -> bool:
        """Whether a demonym is a noun that stands for its state: "entre les Equato-guinéens et ..."."""
        at = next(k for k, token in enumerate(lines.tokens) if token.end > place.start)
        plural = place.quote.endswith("s") and at > 0 and lines.tokens[at - 1].fold in self.grammar.plain_articles
        return (
            plural
            and place.kind is PlaceKind.DEMONYM
            and place.quote[0].isupper()
            and not self.phrases.offices.head_last
        )

    def _join_offices(self, lines: Lines, units: list[Unit]) -> list[Unit]:
        """ "garde des Sceaux, ministre de la Justice" and "Prime Minister and Foreign Minister X" are one office."""
        joined: list[Unit] = []
        for k, unit in enumerate(units):
            last = joined[-1] if joined else None
            if last and last.kind == unit.kind == "office" and not (last.plural or unit.plural or unit.article):
                between = [token.fold for token in lines.tokens[last.end : unit.start]]
                name_after = k + 1 < len(units) and units[k + 1].kind == "name"
                close = name_after and self._gap(lines, unit.end, units[k + 1].start) in ([], [","])
                name_before = len(joined) > 1 and joined[-2].kind == "name"
                listed = between in ([",", "and"], [",", "et"]) and name_before and not name_after
                if listed or (between in ([","], ["et"], ["and"]) and (close or name_before)):
                    joined[-1] = replace(last, end=unit.end)
                    continue
            joined.append(unit)
        return joined

    # -- binding -------------------------------------------------------------------------------------------------

    def _gap(self, lines: Lines, start: int, end: int) -> list[str]:
        """The words between two units, titles, articles and acronyms in brackets left out."""
        kept: list[str] = []
        completed = self._rank_complements(lines, start, end)
        for k in range(start, end):
            token = lines.tokens[k]
            if k in completed:
                continue
            if (
                token.fold == ")"
                and "(" in kept
                and len(kept) - kept.index("(") < 5
                and (kept[-1] == "(" or k > start + 1)
            ):
                del kept[kept.index("(") :]  # "(ANL)": the acronym of what stands before
            elif k in lines.place and k > start and lines.tokens[k - 1].fold in {*self.grammar.ranks, *self.articles}:
                continue  # "le général angolais X", "le Comorien X"
            elif token.fold not in self.titles and token.fold not in self.articles:
                kept.append(token.fold)
        return kept

    def _rank_complements(self, lines: Lines, start: int, end: int) -> set[int]:
        """The tokens of "de brigade" in "le général de brigade X"."""
        found: set[int] = set()
        for k in range(start, end):
            if lines.tokens[k].fold not in self.grammar.ranks:
                continue
            for words in self.grammar.rank_complements:
                stop = k + 1 + len(words.split())
                if stop <= end and " ".join(token.fold for token in lines.tokens[k + 1 : stop]) == words:
                    found.update(range(k + 1, stop))
        return found

    def _bind(self, lines: Lines, units: list[Unit], k: int, used: set[int]) -> set[int]:
        """The indexes of the units that make one actor with unit `k`."""
        unit = units[k]
        after = units[k + 1] if k + 1 < len(units) and k + 1 not in used else None
        if after is None:
            return {k}
        gap = self._gap(lines, unit.end, after.start)
        offices = {"office", "counterpart"}
        further = units[k + 2] if k + 2 < len(units) else None
        titled = unit.kind in offices and after.kind == "office" and gap == [","] and after.article
        if titled and not (unit.plural or after.plural):
            near = ([], [","]) if unit.kind == "counterpart" else ([],)
            if further is not None and further.kind == "name" and self._gap(lines, after.end, further.start) in near:
                # "le ministre de la Défense, le général X"
                return {k, k + 1, k + 2} | self._second_office(lines, units, k + 2)
        if unit.kind == "counterpart" and after.kind == "office" and gap == [] and not (unit.plural or after.plural):
            if (
                further is not None
                and further.kind == "name"
                and self._gap(lines, after.end, further.start) in ([], [","])
            ):
                return {k, k + 1, k + 2}  # "son homologue chef d'état-major, le général X"
        if unit.kind in offices and after.kind == "name" and not unit.plural and gap in ([], [","], ["("]):
            return {k, k + 1} | self._second_office(lines, units, k + 1)
        if unit.kind == "name" and after.kind == "office" and gap in ([","], ["("], [",", "("]):
            follower = units[k + 2] if k + 2 < len(units) else None
            beyond = units[k + 3] if k + 3 < len(units) else None
            if follower is not None and follower.kind == "office" and beyond is not None and beyond.kind == "name":
                if self._gap(lines, after.end, follower.start) in ([], [","]) and beyond.start == follower.end:
                    follower = beyond  # "X, le président de la commission, le général Y": the office is Y's
            leads = (
                after.article
                and follower is not None
                and follower.kind == "name"
                and (follower is beyond or self._gap(lines, after.end, follower.start) in ([], [","]))
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
        if follower is not None and follower.kind == "name" and self._gap(lines, after.end, follower.start) == []:
            return set()
        return {k + 1} if self._gap(lines, units[k].end, after.start) == [","] else set()

    # -- actors --------------------------------------------------------------------------------------------------

    def _actor(self, lines: Lines, units: Sequence[Unit]) -> Actor:
        tokens = lines.tokens
        name = next((unit for unit in units if unit.kind == "name"), None)
        office = next((unit for unit in units if unit.kind in {"office", "counterpart"}), None)
        first, last = units[0], units[-1]
        start = self._with_titles(tokens, first.start)
        kind = _KINDS[first.kind] if name is None else ActorKind.PERSON
        core = office or first
        organisation = next(
            (lines.organisation[k] for k in range(core.start, core.end) if k in lines.organisation), None
        )
        place = self._side(lines, units)
        international = organisation is not None and organisation.international
        country = None if international else place.country if place else organisation.country if organisation else None
        rank = tokens[start : name.start] if name is not None and office is None else ()
        rank_words = [token for token in rank if token.fold in self.grammar.ranks]
        office_span = (tokens[office.start].start, tokens[office.end - 1].end) if office else None
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

    @staticmethod
    def _demonym_before(lines: Lines, index: int) -> int | None:
        """Where the demonym right before a name (and its comma) starts."""
        at = index - 1
        while at > 0 and (lines.tokens[at].text == "," or lines.tokens[at].fold in {"m.", "mr", "mme"}):
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
        if end + 1 < len(lines.tokens) and lines.tokens[end].fold in {"(", "of", "du", "de"}:
            after = lines.place.get(end + 1)
            if after is not None and after.kind is PlaceKind.STATE:
                return after
        return None

    def _lead_delegations(self, lines: Lines, actors: list[Actor]) -> list[Actor]:
        """A delegation "conduite par X" is X: the phrase opens where the delegation does."""
        kept: list[Actor] = []
        tokens = lines.tokens
        for actor in actors:
            last = kept[-1] if kept else None
            if last is not None and last.role == "delegation" and actor.kind in {ActorKind.PERSON, ActorKind.OFFICE}:
                between = [t.fold for t in tokens if last.end <= t.start and t.end <= actor.start]
                if any(word in self.grammar.leading for word in between) and len(between) < 8:
                    kept[-1] = replace(
                        actor,
                        start=last.start,
                        country=actor.country or last.country,
                        country_span=actor.country_span or last.country_span,
                    )
                    continue
            kept.append(actor)
        return kept


_KINDS = {
    "office": ActorKind.OFFICE,
    "counterpart": ActorKind.OFFICE,
    "delegation": ActorKind.OFFICE,
    "national": ActorKind.OFFICE,
    "pair": ActorKind.PAIR,
    "pronoun": ActorKind.PRONOUN,
    "body": ActorKind.BODY,
}
