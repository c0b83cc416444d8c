"""Whom a report credits: the sources that the tagger marks, each told whole."""

from collections.abc import Sequence

from entrevue.domain.spans import Label, Mention, Words
from entrevue.languages.grammar import load_grammar
from entrevue.mentions.trimming import bare_words, bears, joined_by, small_between, small_words, trimmed


def whole_sources(found: dict[Label, list[Mention]], words: Words, language: str) -> list[Mention]:
    """The sources that are more than small words and pronouns, with whose they are and the names, bodies and offices they touch.

    `found`: the mentions of a report by label; those of sources as they were marked.
    """
    grammar = load_grammar(language)
    kept = small_words(language) - {*grammar.possessives}
    touching = [*found[Label.NAME], *found[Label.BODY], *found[Label.OFFICE]]
    owners = [*touching, *found[Label.PLACE]]
    joins = small_between(language, grammar.genitives)
    covers = [
        _touched(
            _continued(_owned((one.first, one.last), owners, words, language), touching, words, language), touching
        )
        for one in found[Label.SOURCE]
    ]
    whole = []
    for cover in joined_by(_joined(covers), words, joins):
        first, last = trimmed(words, cover, Label.BODY, kept)  # as a body is
        if first <= last and not bare_words(language).issuperset(words.folds[first : last + 1]):
            start, end = words.starts[first], words.ends[last]
            share = max(one.probability for one in found[Label.SOURCE] if cover[0] <= one.first <= cover[1])
            whole.append(Mention(Label.SOURCE, first, last, start, end, words.text[start:end], share))
    return whole


def _owned(cover: tuple[int, int], owners: Sequence[Mention], words: Words, language: str) -> tuple[int, int]:
    """With whose it is: "Mwangi | 's office", "Uganda's | presidency"."""
    first, last = cover
    clitics = {form for one in load_grammar(language).clitics for form in (one, f"'{one}")} - {""}
    clitic = next((k for k in (first, first - 1) if k > 0 and words.folds[k] in clitics), None)
    if clitic is None or words.sentence[clitic - 1] != words.sentence[first]:
        return cover
    return min((one.first for one in owners if one.last == clitic - 1), default=clitic - 1), last


def _continued(cover: tuple[int, int], actors: Sequence[Mention], words: Words, language: str) -> tuple[int, int]:
    """With what follows where it was cut behind a small word: "the | ministry", "familiar with the | matter"."""
    first, last = cover
    follows = last + 1
    if (
        bears(words, last, small_words(language))
        or follows >= len(words)
        or words.sentence[follows] != words.sentence[first]
    ):
        return cover
    behind = max((one.last for one in actors if one.first == follows), default=follows)
    return (first, behind) if words.text[words.starts[follows]].isalpha() else cover


def _touched(cover: tuple[int, int], actors: Sequence[Mention]) -> tuple[int, int]:
    """With the whole of the names, bodies and offices that share a word with it."""
    first, last = cover
    for one in actors:
        if one.first <= last and first <= one.last:
            first, last = min(first, one.first), max(last, one.last)
    return first, last


def _joined(covers: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Covers of which those that share a word are one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(covers):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
