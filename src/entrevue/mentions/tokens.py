"""Report text → sentences of tokens. Nothing here knows a language: the small words come from the pack."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from entrevue.domain.report import Report
from entrevue.domain.text import Sentence, Token, fold, is_item
from entrevue.languages.grammar import Grammar

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)|[^\W\d_]\.[^\W\d_](?!\w)"  # H.E.  U.S.  H.E
    r"|[^\W\d_]\w*(?:[-\u2010\u2011'’&]\w+)*"  # words, hyphens and apostrophes inside
    r"|\d+(?:[.,:/]\d+)*[^\W\d_]{0,3}"  # numbers, 1er, 18th
    r"|[^\w\s]"
)
_FINAL = frozenset(".!?…")
_CLOSING = frozenset("»”\"')’")
# What no writer writes is not read: the passes over a sentence take time with the square of its length, or more.
_LONGEST_WORD = 100  # characters; a longer word is one token, whatever signs it holds
_LONGEST_SENTENCE = 200  # tokens; the longest list of a delegation that was seen has 116
_LONGEST_TEXT = 2_000  # characters of a sentence
_MOST_SENTENCES = 600  # of a report, the first; long reports have a fifth of that


def tokenize(text: str, start: int, end: int, grammar: Grammar) -> tuple[Token, ...]:
    """Tokens of `text[start:end]` with offsets in `text`; linear in its length."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        tokens.extend(_split(text, match.start(), match.end(), grammar))
    return tuple(_join_abbreviations(text, tokens, grammar))


def _token(text: str, start: int, end: int) -> Token:
    return Token(start, end, text[start:end], fold(text[start:end]))


def _split(text: str, start: int, end: int, grammar: Grammar) -> Iterator[Token]:
    """Cut elisions ("l'", "d'") off the front and clitics ("'s") off the end of a word."""
    if end - start > _LONGEST_WORD:
        yield _token(text, start, end)
        return
    while (cut := _elision(text, start, end, grammar)) is not None:
        yield _token(text, start, cut)
        start = cut
    word = text[start:end]
    mark = max(word.rfind("'"), word.rfind("’"))
    if mark > 0 and grammar.clitics and fold(word[mark + 1 :]) in grammar.clitics:
        yield _token(text, start, start + mark)
        yield _token(text, start + mark, end)
    else:
        yield _token(text, start, end)


def _elision(text: str, start: int, end: int, grammar: Grammar) -> int | None:
    """Where an elided word ends, apostrophe included; "N'Djamena" holds none: both of its letters are capital."""
    marks = [place for sign in "'’" if (place := text.find(sign, start, end)) > 0]
    if not marks or min(marks) + 1 >= end:
        return None
    mark = min(marks)
    head = fold(text[start:mark])
    if head not in grammar.elisions:
        return None
    inside = start > 1 and text[start - 1] == " " and (text[start - 2].isalpha() or text[start - 2] == ",")
    named = text[start].isupper() and (text[mark + 1].isupper() or inside) and head in grammar.name_elisions
    return None if named else mark + 1


def _join_abbreviations(text: str, tokens: list[Token], grammar: Grammar) -> Iterator[Token]:
    """Give "M." and initials ("J.") their full stop back."""
    index = 0
    while index < len(tokens):
        token = tokens[index]
        stop = tokens[index + 1] if index + 1 < len(tokens) else None
        if stop is not None and stop.text == "." and stop.start == token.end:
            initial = len(token.text) == 1 and token.capital
            if initial or token.fold + "." in grammar.abbreviations:
                yield _token(text, token.start, stop.end)
                index += 2
                continue
        yield token
        index += 1


def sentences(report: Report, grammar: Grammar) -> tuple[Sentence, ...]:
    """The sentences of a report; the title is paragraph -1. Those longer than people write are left out."""
    return tuple(islice(_sentences(report, grammar), _MOST_SENTENCES))


def _sentences(report: Report, grammar: Grammar) -> Iterator[Sentence]:
    spans = [(-1, 0, report.title_end)] if report.title_end else []
    for number, start, end in chain(spans, _paragraphs(report)):
        for chunk in _cut(tokenize(report.text, start, end, grammar)):
            sentence = Sentence(chunk[0].start, chunk[-1].end, number, chunk)
            if len(chunk) <= _LONGEST_SENTENCE and sentence.end - sentence.start <= _LONGEST_TEXT:
                yield sentence


def _paragraphs(report: Report) -> Iterator[tuple[int, int, int]]:
    """The paragraphs with their numbers; the items of a list go on from the line that opens it with a colon."""
    opened: tuple[int, int, int] | None = None
    item: str | None = None
    for number, paragraph in enumerate(report.paragraphs):
        line = report.text[paragraph.start : paragraph.end].strip()
        if opened is not None and is_item(line, item):
            opened, item = (opened[0], opened[1], paragraph.end), line
            continue
        item = None
        if opened is not None:
            yield opened
        opened = (number, paragraph.start, paragraph.end) if line.endswith(":") else None
        if opened is None:
            yield number, paragraph.start, paragraph.end
    if opened is not None:
        yield opened


def _cut(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """Cut where a final sign is followed by a capital, a number, a quote or nothing."""
    begin = 0
    for index, token in enumerate(tokens):
        if token.text not in _FINAL or index < begin:
            continue
        after = index + 1
        while after < len(tokens) and tokens[after].text in _CLOSING:
            after += 1
        if after == len(tokens) or tokens[after].text[0] in '«“"–—-' or not tokens[after].text[0].islower():
            yield tokens[begin:after]
            begin = after
    if begin < len(tokens):
        yield tokens[begin:]
