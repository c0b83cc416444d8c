"""Organisations: what the atlas knows, names that open (or close) with a head noun, and acronyms bound in the text."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from entrevue.domain.mentions import Organisation, PlaceKind
from entrevue.domain.text import fold
from entrevue.mentions.phrases import Lines, PhraseGrammar, is_acronym


class OrganisationFinder:
    """Adds to the atlas's organisations those that the text names by a head noun and a complement."""

    def __init__(self, phrases: PhraseGrammar) -> None:
        """Take the phrase grammar of a language."""
        self.phrases = phrases

    def find(self, text: str, lines: Lines) -> tuple[Organisation, ...]:
        """The organisations of a sentence, in order; the atlas's own are kept as they are."""
        found = list({id(known): known for known in lines.organisation.values()}.values())
        taken = set(lines.organisation)
        for index in range(len(lines.tokens)):
            if index in taken or index in lines.name:
                continue
            match = self.phrases.organisation_heads.match(lines.tokens, index)
            span = None if match is None else self._span(lines, index, match[0])
            if span is None or not taken.isdisjoint(range(*span)):
                continue
            taken.update(range(*span))
            found.append(self._organisation(text, lines, span, match[1] if match else None))
        return tuple(sorted(found, key=lambda organisation: organisation.start))

    def _span(self, lines: Lines, index: int, after: int) -> tuple[int, int] | None:
        """The whole name around a head noun; None for a head noun alone ("la commission")."""
        tokens = lines.tokens
        if self.phrases.offices.head_last:
            start = self.phrases.reach_left(lines, index)
            while start > 0 and tokens[start - 1].capital and start - 1 not in lines.name and tokens[start - 1].word:
                start -= 1
            while start < index and tokens[start].fold in {*self.phrases.articles, *self.phrases.offices.passing}:
                start += 1
            end = self.phrases.extend(lines, after)
        else:
            start, end = index, self.phrases.extend(lines, after)
            duty = (k for k in range(after, end) if tokens[k].fold in self.phrases.offices.duties)
            end = next((k - 1 for k in duty if tokens[k - 1].text == ","), end)  # the duty is its holder's
        named = end > after or start < index
        return (start, end) if named and tokens[index].capital | (end > after) | (start < index) else None

    def _organisation(self, text: str, lines: Lines, span: tuple[int, int], kind: str | None) -> Organisation:
        tokens = lines.tokens[slice(*span)]
        bracketed = len(tokens) > 3 and tokens[-1].text == ")" and is_acronym(tokens[-2].text)
        acronym = tokens[-2].text if bracketed else None
        stop = tokens[-4].end if bracketed else tokens[-1].end
        sides = [lines.place[k] for k in range(*span) if k in lines.place]
        country = next((place.country for place in sides if place.kind is not PlaceKind.REGION), None)
        start, end = tokens[0].start, tokens[-1].end
        return Organisation(start, end, text[start:end], text[start:stop], acronym, country, kind)


def bind_acronyms(per_sentence: Sequence[Sequence[Organisation]]) -> Callable[[Organisation], Organisation]:
    """A function that completes an organisation by what the report binds: a name to its acronym and state."""
    by_name: dict[str, Organisation] = {}
    for organisations in per_sentence:
        for organisation in organisations:
            if organisation.acronym is not None:
                by_name.setdefault(fold(organisation.name), organisation)
                by_name.setdefault(fold(organisation.acronym), organisation)

    def complete(organisation: Organisation) -> Organisation:
        bound = by_name.get(fold(organisation.name)) or by_name.get(fold(organisation.acronym or ""))
        if bound is None:
            return organisation
        return replace(
            organisation,
            acronym=organisation.acronym or bound.acronym,
            country=organisation.country or bound.country,
            international=organisation.international or bound.international,
        )

    return complete
