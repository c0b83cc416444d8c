"""Text → date mentions: where a date stands, whether it is one, and what is known when it is read."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from entrevue.domain.dates import DateSpan, PartialDate, Precision
from entrevue.domain.mentions import DateMention
from entrevue.languages.dates import Dates
from entrevue.mentions.dates.expressions import Expression, expression_at, resolve_expression, told
from entrevue.mentions.dates.lexer import Items, fold, lex, lexicon
from entrevue.mentions.dates.resolving import Context, Resolved, length, other_side
from entrevue.mentions.dates.shapes import Point
from entrevue.mentions.dates.stays import Verbs, tie_lengths
from entrevue.mentions.dates.tense import Cues, Direction

_WINDOW = 60  # characters beside a date in which its opening words are looked for
_COMPANY = frozenset("PIuftVoT")
_NUMBERED = frozenset({"weekday and day", "bare day", "weeks ahead"})
_BETWEEN = 20  # words between a verb and its day: "a achevé sa visite de deux jours à A et à B le mardi"
_NOUNLIKE = frozenset("UMmYDOCZEX")
_BULLETS = frozenset("-*•·▪>")  # signs before what opens a line
_EMPHASIS = frozenset("*_")
_CLOSES_YEAR = frozenset(":-")  # signs behind a year that opens a line of a chronology
_CLOSES_MONTH = frozenset(":-.")


class _Words:
    """A pack's word lists that are matched beside a date, as expressions over folded text."""

    def __init__(self, pack: Dates) -> None:
        self.bare_day = _before(pack.bare_day)
        self.bare_days = _before(pack.bare_days)
        self.blocked = _before(pack.block_before)
        self.block_after = re.compile(rf"[\s-]*(?:{_any(pack.block_after)})(?!\w)")
        self.opens_noun = re.compile(rf"\s*(?:{_any(pack.opens_noun)})(?<=[\w'])(?:(?<=')|(?!\w))")
        self.year_openers = _before(pack.year_openers)
        # A few words of the same clause may stand between the verb and its day: "began a two-day visit to Tunis on".
        clause = tuple(fold(word) for word in pack.tense.clause)
        between = rf"(?:[^\w.;,]+(?!(?:{_any(clause)})(?!\w))\w+){{0,{_BETWEEN}}}[^\w.;]*\Z"
        beside = rf"(?<!\w)(?:{_any(pack.counts_from)})\W*\Z"
        self.stays = Verbs(
            re.compile(rf"(?<!\w)(?:{_any(pack.begins)}){between}|{beside}"),
            re.compile(rf"(?<!\w)(?:{_any(pack.ends)})(?!-){between}"),
            re.compile(rf"(?<!\w)(?:{_any(pack.leaves)})(?!-){between}"),
            _before(pack.after_stay),
        )
        self.counts_from = re.compile(beside)
        self.opens_short = _before(pack.opens_short)
        self.roughly = _before(pack.roughly)
        self.same_day = re.compile(rf"(?<!\w)(?:{_any(pack.same_day)})(?!\w)")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or r"(?!)"


def _before(words: tuple[str, ...]) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w)(?:{_any(words)})\s+\Z")


_WORDS: dict[int, tuple[Dates, _Words]] = {}


def _words(pack: Dates) -> _Words:
    known = _WORDS.get(id(pack))
    if known is None:
        known = _WORDS[id(pack)] = (pack, _Words(pack))
    return known[1]


class DateReader:
    """Reads the dates of one text in their order, remembering the last day told."""

    def __init__(
        self, text: str, pack: Dates, *, published: PartialDate | None, bounds: tuple[int, int], tense: Direction | None
    ) -> None:
        self._text, self._pack, self._tense = text, pack, tense
        self._items: Items = lex(text, *bounds, lexicon(pack))
        self._words = _words(pack)
        self._cues = Cues(text, self._items, pack)
        self._stops = [index for index, letter in enumerate(self._items.letters) if letter == "|"]
        years = sorted({item.value for item in self._items.items if item.letter == "Y"})
        nights, day_first = frozenset(pack.nights), pack.numeric_order == "day first"
        self._context = Context(published, nights=nights, day_first=day_first, years=tuple(years))
        self._told: DateSpan | None = None  # the day at which the story stands
        self._named: DateSpan | None = None  # the day named last, that of an end ("until Friday") too
        self._written: PartialDate | None = None  # the day told last with its year
        self._sentence = 0
        self._heading: int | None = None  # the year that stands alone on a line above
        self._chronology = self._is_chronology(published)

    def read(self) -> list[DateMention]:
        """Read all mentions, in their order."""
        found = list(self._each(len(self._items.items)))
        items = self._items
        stops = [items.items[index].start for index in self._stops]
        return tie_lengths(found, items.folded, stops, self._words.stays)

    def _each(self, count: int) -> Iterator[DateMention]:
        """Read the mentions among the first `count` items."""
        index = 0
        while index < count:
            expression = self._date(index)
            if expression is None:
                index += 1
                continue
            yield from self._mentions(expression)
            index = max(expression.last, index + 1)

    def read_span(self, start: int, end: int, *, told: PartialDate | None = None) -> DateMention:
        """Read the date known to stand there, after the dates before it; `told` stands in for those."""
        for _ in self._each(self._items.at(start)):
            pass
        if told is not None:
            self._told = self._named = DateSpan.on(told)
        low, high = self._items.at(start), self._items.at(end)
        best: Expression | None = None
        for index in range(low, min(high + 1, len(self._items.items))):
            expression = self._expression(index)
            if expression is None or self._items.items[expression.last - 1].end > end + 1:
                continue
            if best is None or expression.last - expression.first > best.last - best.first:
                best = expression
        if best is not None:
            mentions = self._mentions(best)
            return replace(mentions[0], start=start, end=end, quote=self._text[start:end])
        span = None
        if self._words.same_day.search(self._items.folded, start, end):
            known = self._named.start if self._named else self._context.published
            span = DateSpan.on(known) if known else None
        return DateMention(start, end, self._text[start:end], span, "vague" if span is None else "day")

    def _expression(self, index: int) -> Expression | None:
        return expression_at(self._items, index)

    def _date(self, index: int) -> Expression | None:
        """Read the expression that opens at an item, if it is a date there; "dimanche, le Premier ..." is a weekday."""
        expression = expression_at(self._items, index)
        if expression is not None and not self._is_date(expression):
            expression = expression_at(self._items, index, without=_NUMBERED)
            return expression if expression is not None and self._is_date(expression) else None
        return expression

    # Whether an expression is a date where it stands.

    def _is_date(self, expression: Expression) -> bool:
        items = self._items
        start, end = items.items[expression.first].start, items.items[expression.last - 1].end
        before = self._before(start)
        if self._words.blocked.search(before) or self._words.block_after.match(items.folded, end):
            return False
        if not all(self._spelt(each) for each in expression.points):
            return False
        point = expression.points[0]
        if not told(expression.points):
            return self._bare_days(expression)
        if len(expression.points) > 1:
            return point.form != "year" or bool(expression.opener)
        return self._single(point, before)

    def _single(self, point: Point, before: str) -> bool:
        letter = self._items.letters[point.first - 1] if point.first else "|"
        if point.form == "month":
            described = point.year is not None or point.shift is not None or point.period is not None
            if described or point.unit_shift is not None or letter in _COMPANY or self._described(point):
                return True
            return self._heads_a_line(point) or self._in_brackets(point)
        if point.form == "year":
            named = point.period is not None or self._items.letters[point.first] != "Y"
            return named or self._year(point, before, letter)
        if point.form == "weekday and day":
            return self._free(point.last)
        if point.form == "unit":
            return point.unit not in {"hour", "quarter"} and (point.unit != "day" or point.shift == 0)
        if point.form == "month first":
            return self._pack.month_first or point.year is not None
        if point.form == "duration":
            whole = point.unit != "hour" or length(point) is not None
            return whole and (point.count != 1 or point.hyphen or letter == "o")
        if point.form == "weeks ahead":
            return self._weeks_ahead(point, letter)
        if point.form == "ahead" and self._items.letters[point.first] == "I":
            certain = self._items.items[point.first].word in self._pack.offsets.ahead_before
            return certain or self._tense_at(point.first, point.last) == "future"
        return True

    def _weeks_ahead(self, point: Point, letter: str) -> bool:
        """Tell whether weeks count from the day after them: "a week on Monday", not "for two weeks from Monday"."""
        word = self._items.items[point.first + 2].word
        if letter in "PI" or word not in self._pack.weeks_before:
            return False
        return (
            letter == "f"
            or self._items.letters[point.first + 2] == "f"
            or self._tense_at(point.first, point.last) == "future"
        )

    def _spelt(self, point: Point) -> bool:
        """Tell whether a short form alone is a weekday: "on Sat.", "reçu jeu.", not "Sat Vannak" nor "on Sun Daliang's"."""
        short = self._items.items[point.first + (point.shift is not None)]
        if point.form != "short weekday":
            return True
        small = short.word.endswith(".") and self._text[short.start].islower()
        following = self._following(point.last)
        named = following is not None and following[0].isupper()
        before = self._before(short.start)
        opened = bool(self._words.opens_short.search(before)) or point.shift is not None or self._joined(point)
        return small or (opened and not named)

    def _joined(self, point: Point) -> bool:
        """Tell whether another short form stands before it: "on Sat and Sun"."""
        letters = self._items.letters
        return point.first > 1 and letters[point.first - 2] == "w" and letters[point.first - 1] in "&tuK,"

    def _described(self, point: Point) -> bool:
        """Tell whether a month stands as an adjective: "the June summit"."""
        if not point.first or self._items.letters[point.first - 1] not in "ai" or not self._pack.month_first:
            return False
        following = self._following(point.last)
        return following is not None and following.islower()

    def _year(self, point: Point, before: str, letter: str) -> bool:
        if self._words.year_openers.search(before) or (self._chronology and self._heads_a_line(point)):
            return True
        return letter in "PIuof" and self._free(point.last)

    def _heads_a_line(self, point: Point) -> bool:
        """Tell whether a month or a year opens a line of a chronology: "- 2018 :", "**March.** The king"."""
        items = self._items.items
        before = point.first - 1
        while before >= 0 and items[before].word in _BULLETS:
            before -= 1
        if before >= 0 and items[before].word != "\n":
            return False
        after = point.last
        while after < len(items) and items[after].word in _EMPHASIS:
            after += 1
        closing = _CLOSES_MONTH if point.form == "month" else _CLOSES_YEAR
        if point.form == "year" and self._alone(point):
            return True
        return after < len(items) and items[after].word in closing and items[after - 1].end + 2 >= items[after].start

    def _alone(self, point: Point) -> bool:
        """Tell whether nothing else stands on the line of what opens it."""
        items, after = self._items.items, point.last
        while after < len(items) and items[after].word in _EMPHASIS | _CLOSES_YEAR:
            after += 1
        return after >= len(items) or items[after].word == "\n"

    def _in_brackets(self, point: Point) -> bool:
        """Tell whether a month stands in brackets, alone or first: "(mai)", "(June, with the deputy)"; "(Mars)" is sweets."""
        items = self._items.items
        opened = point.first > 0 and items[point.first - 1].word == "("
        closed = point.last < len(items) and items[point.last].word in (")", ",")
        small = self._text[items[point.first].start].islower()
        return opened and closed and (small or self._context.year is not None)

    def _is_chronology(self, published: PartialDate | None) -> bool:
        """Tell whether several lines open with years that have come: neither hours nor figures."""
        points = (Point("year", k, k + 1) for k, letter in enumerate(self._items.letters) if letter == "Y")
        years = {self._items.items[point.first].value for point in points if self._heads_a_line(point)}
        return len(years) > 1 and (published is None or max(years) <= published.year + 1)

    def _bare_days(self, expression: Expression) -> bool:
        """Tell whether numbers without a month are days: "le 18", "on the 18th", "du 18 au 20"."""
        points = expression.points
        if points[-1].shift == 0 or points[-1].unit_shift is not None:
            return True
        if len(points) > 2 or points[-1].year is not None or not self._free(expression.last):
            return False
        start = self._items.items[points[0].first].start  # behind "from", which may belong to the expression
        opened = self._words.bare_day if len(points) == 1 else self._words.bare_days
        return self._text[start].isdigit() and bool(opened.search(self._before(start)))  # « le premier » is somebody

    def _before(self, start: int) -> str:
        """The text in which the opening words of what stands at `start` are looked for."""
        return self._items.folded[max(0, start - _WINDOW) : start]

    def _free(self, index: int) -> bool:
        """Tell whether no noun follows that a number before it would count."""
        if index >= len(self._items.items):
            return True
        letter = self._items.letters[index]
        if letter != "x":
            return letter not in _NOUNLIKE
        return self._text[self._items.items[index].start].isupper()

    def _following(self, index: int) -> str | None:
        if index >= len(self._items.items):
            return None
        item = self._items.items[index]
        return self._text[item.start : item.end]

    # What an expression means where it stands.

    def _mentions(self, expression: Expression) -> list[DateMention]:
        items = self._items.items
        mentions: list[DateMention] = []
        context = self._context_at(expression)
        for first, last, (span, kind) in self._resolved(expression, context):
            start, end = items[first].start, items[last - 1].end
            days = length(expression.points[0]) if kind == "duration" else None
            edge = "until" if first > 0 and self._items.letters[first - 1] == "u" else self._since(start, kind)
            other = other_side(expression.points[0], span, context) if len(expression.points) == 1 else None
            mentions.append(DateMention(start, end, self._text[start:end], span, kind, days, edge, other))
            self._remember(expression.points[0], first, span, kind)
        return mentions

    def _since(self, start: int, kind: str) -> str | None:
        """Tell whether something is counted from a month or a year on: "the third visit since 2023"."""
        counted = kind in {"month", "year"} and self._words.counts_from.search(self._before(start))
        return "since" if counted else None

    def _resolved(self, expression: Expression, context: Context) -> list[tuple[int, int, Resolved]]:
        point = expression.points[0]
        if point.form == "anchor" and self._items.letters[point.first] == "s" and not self._closes(point.last):
            return [(expression.first, expression.last, (None, "day"))]
        return resolve_expression(expression, context)

    def _closes(self, index: int) -> bool:
        """Tell whether "the day before" ends there, so that it counts from a day and not from what follows."""
        if index >= len(self._items.items):
            return True
        if self._pack.anchors_close:
            return self._items.letters[index] in ",.|&"
        return not self._words.opens_noun.match(self._items.folded, self._items.items[index - 1].end)

    def _context_at(self, expression: Expression) -> Context:
        self._enter_sentence(expression.first)
        point = expression.points[0]
        back = (point.anchor or point.turn or 0) < 0 or point.form == "earlier" or point.anchor == 0
        anchor = None
        if self._told is not None:
            anchor = self._told.start if back or self._told.end is None else self._told.end
        if self._context.published is None and any(one.shift for one in expression.points):
            anchor = self._written or anchor  # "last June" counts from the page's day, not from another June told so
        start = self._items.items[expression.first].start
        rough = bool(self._words.roughly.search(self._before(start)))
        tense = self._tense_at(expression.first, expression.last)
        return replace(self._context, tense=tense, anchor=anchor, rough=rough)

    def _tense_at(self, first: int, last: int) -> Direction | None:
        if self._tense is not None:
            return self._tense
        if first and self._items.letters[first - 1] == "u":
            return "future"
        if first and self._items.items[first - 1].word in self._pack.links.behind:
            return "past"
        return self._cues.at(self._items.items[first].start, self._items.items[last - 1].end)

    def _enter_sentence(self, index: int) -> None:
        """Forget the year and day that only the sentence before told."""
        sentence = bisect_right(self._stops, index)
        if sentence != self._sentence:
            self._sentence = sentence
            self._context = replace(self._context, year=self._heading, sentence_day=None)

    def _remember(self, point: Point, first: int, span: DateSpan | None, kind: str) -> None:
        if span is None:
            return
        if span.start.precision is Precision.DAY:
            self._written = span.start if point.year is not None else self._written
            self._named = span
            until = first > 0 and self._items.letters[first - 1] == "u"
            inside = kind == "range" and self._told is not None and span.start.first <= self._told.start.first
            inside = inside and self._told is not None and self._told.start.first <= (span.end or span.start).last
            self._told = self._told if until or inside else span
        if span.start.month is not None and kind in {"day", "range", "month"}:
            self._context = replace(self._context, sentence_day=span.end or span.start)
        start = self._items.items[first].start
        if kind in {"year", "month"} and point.year is not None:
            before = self._before(start)
            heads = point.form == "year" and self._chronology and self._heads_a_line(point)
            if heads and self._alone(point):
                self._heading = point.year
            if heads or self._words.year_openers.search(before):
                self._context = replace(self._context, year=point.year)
