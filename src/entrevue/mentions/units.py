"""Units: the pieces that actors are put together from: names, offices, bodies, references."""

from dataclasses import replace

from entrevue.domain.mentions import Organisation, Place, PlaceKind
from entrevue.domain.text import Token
from entrevue.languages.grammar import Grammar
from entrevue.mentions.phrases import Lines, PhraseGrammar
from entrevue.mentions.pronouns import ReferenceFinder
from entrevue.mentions.unit import Unit

_PRESS = 6  # tokens before a name within which a word of the press makes it that of a journalist
_STRETCH = 14  # tokens that an office may go on for before the comma and the name


class UnitFinder:
    """Finds the units of a sentence."""

    def __init__(self, grammar: Grammar, phrases: PhraseGrammar) -> None:
        """Take the pack's small words and the phrase grammar."""
        self.grammar = grammar
        self.phrases = phrases
        self.references = ReferenceFinder(grammar, phrases)
        self.articles = self.references.articles
        self.titles = frozenset(grammar.honorifics) | frozenset(grammar.ranks)
        self.plurals = frozenset(phrases.offices.plurals)
        self.former = frozenset(phrases.offices.former)
        self._where = frozenset(word for words in grammar.prepositions["to"] for word in words.split()) | self.titles

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

    def find(self, lines: Lines) -> list[Unit]:
        """Every unit, names and offices first, the rest where they leave room."""
        taken: set[int] = set()
        units: list[Unit] = []
        for found in (self._offices(lines), self._names(lines), self.references.find(lines), self._bodies(lines)):
            for unit in found:
                if taken.isdisjoint(range(unit.start, unit.end)):
                    units.append(unit)
                    taken.update(range(unit.start, unit.end))
        return self._join_offices(lines, sorted(units, key=lambda unit: unit.start))

    def _names(self, lines: Lines) -> list[Unit]:
        return [Unit("name", *span) for span in sorted(set(lines.name.values())) if not self._of_press(lines, span[0])]

    def _of_press(self, lines: Lines, index: int) -> bool:
        """Whether whoever writes the report is named: "notre correspondant à Rabat, X"."""
        for k in range(index - 1, max(index - _PRESS, -1), -1):
            if lines.tokens[k].fold in self.grammar.press:
                return True
            if lines.tokens[k].text != "," and k not in lines.place and lines.tokens[k].fold not in self._where:
                return False
        return False

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
        end = self._with_house(lines, end)
        loose = {"of", "and", "for", "to", "in"} | self.titles | set(self.grammar.plain_articles)
        while end > after and lines.tokens[end - 1].fold in loose:
            end -= 1  # "army chief General X": the rank is told apart
        words = [token.fold for token in lines.tokens[max(start - 1, 0) : end]]
        plural = not self.plurals.isdisjoint(
            {
                " ".join(token.fold for token in lines.tokens[index:after]).replace("' ", "'"),
                lines.tokens[after - 1].fold,
            }
        )
        article = start > 0 and lines.tokens[start - 1].fold in self.articles
        counted = start > 0 and lines.tokens[start - 1].fold in self.grammar.numerals
        if plural and end == after and counted and not self._named_behind(lines, end):
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

    def _named_behind(self, lines: Lines, end: int) -> bool:
        """Whether the names of those told together follow: "the two presidents, X and Y"."""
        tokens = lines.tokens
        name = end + 1
        while name < len(tokens) and tokens[name].fold in self.titles:
            name += 1
        if end + 1 >= len(tokens) or tokens[end].text != "," or name not in lines.name:
            return False
        stop = lines.name[name][1]
        listed = {",", *self.grammar.coordinators, *self.grammar.prepositions["of"]}
        return stop < len(tokens) and tokens[stop].fold in listed

    @staticmethod
    def _with_house(lines: Lines, end: int) -> int:
        """Where an office ends with the house that it belongs to: "Permanent Secretary, Ministry of X, Y"."""
        tokens = lines.tokens
        if end + 1 >= len(tokens) or tokens[end].text != ",":
            return end
        house = lines.organisation.get(end + 1)
        if house is None or house.start != tokens[end + 1].start:
            return end
        after = next((k for k in range(end + 1, len(tokens)) if tokens[k].start >= house.end), len(tokens))
        closed = after == len(tokens) or tokens[after].text in {",", "(", "."} or after in lines.name
        return after if closed else end

    def _counterpart(self, lines: Lines, index: int) -> Unit | None:
        """ "son homologue tunisien", "his Rwandan counterpart", "her Saudi and Emirati counterparts"."""
        tokens = lines.tokens
        if tokens[index].fold not in self.grammar.counterparts and not self._two_words(lines, index):
            return None
        start = index - self._two_words(lines, index)
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
        plural = tokens[index].fold.endswith("s") and tokens[index].fold[:-1] in self.grammar.counterparts
        return Unit("counterpart", start, end, None, plural, False, True)

    def _two_words(self, lines: Lines, index: int) -> bool:
        """Whether a counterpart of two words ends there: "his Guyanese opposite number"."""
        return index > 0 and f"{lines.tokens[index - 1].fold} {lines.tokens[index].fold}" in self.grammar.counterparts

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
                close = name_after and self.gap(lines, unit.end, units[k + 1].start) in ([], [","])
                name_before = len(joined) > 1 and joined[-2].kind == "name"
                if between in (["et"], ["and"]) and name_after and unit.end - unit.start == 1:
                    joined.append(unit)  # "the Prime Minister and President X" are two
                    continue
                listed = between in ([",", "and"], [",", "et"]) and name_before and not name_after
                if listed or (between in ([","], ["et"], ["and"], ["-"], ["–"]) and (close or name_before)):
                    joined[-1] = replace(last, end=unit.end)
                    continue
            joined.append(unit)
        return joined

    def gap(self, lines: Lines, start: int, end: int) -> list[str]:
        """The words between two units, titles, articles and acronyms in brackets left out."""
        kept: list[str] = []
        completed = self.rank_complements(lines, start, end)
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
            elif token.text == "-" and k > start and lines.tokens[k - 1].fold in self.titles:
                continue  # "Maj.-Gen."
            elif token.fold not in self.titles and token.fold not in self.articles:
                kept.append(token.fold)
        return kept

    def rank_complements(self, lines: Lines, start: int, end: int) -> set[int]:
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
