"""Annotated reports → what the scorers learn from: words, mentions, and the right answers as arrays."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from entrevue.domain.dates import PartialDate
from entrevue.domain.mentions import Organisation, Place
from entrevue.domain.report import Paragraph, Report
from entrevue.domain.spans import Label, Mention, StateMention, Words
from entrevue.languages.grammar import load_grammar
from entrevue.linking.words import words_of
from entrevue.mentions.homes import home_of
from entrevue.mentions.tagging import TAGS, dates_of
from entrevue.mentions.tokens import sentences
from entrevue.mentions.values import atlas_in, role_of, states_in
from entrevue.training.annotation import Annotated, Event, Span

_FORMS = {
    ("person", "name"): Label.NAME, ("person", "office"): Label.OFFICE, ("person", "ref"): Label.REF,
    ("organisation", "name"): Label.BODY, ("organisation", "ref"): Label.REF, ("organisation", "office"): Label.BODY,
    ("place", "name"): Label.PLACE, ("place", "ref"): Label.REF,
    ("date", "name"): Label.DATE, ("trigger", "name"): Label.TRIGGER, ("none", "name"): Label.DECOY,
    ("source", "name"): Label.SOURCE, ("agenda", "name"): Label.AGENDA, ("claim", "name"): Label.CLAIM,
}  # fmt: skip
Ints = npt.NDArray[np.int64]


@dataclass
class Example:
    """One report for training. Indexes count `mentions` (actors, places), `triggers`, `dates`, `states`."""

    id: str
    words: Words
    published: str | None
    language: str
    home: str | None
    tags: Ints  # (words, TAGS): 0 outside, 1 begins, 2 goes on
    mentions: list[Mention]
    mention_ids: list[tuple[str, ...]]
    triggers: list[Mention]
    trigger_events: list[tuple[str, ...]]
    dates: list[Mention]
    date_ids: list[tuple[str, ...]]
    others: dict[Label, list[tuple[Mention, str]]]  # sources, agenda points, claims
    states: tuple[StateMention, ...]
    events: dict[str, Event]
    sides: dict[str, str]
    gold: Annotated = field(repr=False)


def report_of(annotated: Annotated) -> Report:
    """The report as intake would hand it on."""
    text = annotated.text
    paragraphs, at = [], annotated.title_end + 1 if annotated.title_end else 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end > at:
            paragraphs.append(Paragraph(at, end, annotated.language))
        at = end + 1
    published = PartialDate.parse(annotated.published) if annotated.published else None
    return Report(text, tuple(paragraphs), annotated.title_end, annotated.head.get("url"),
                  annotated.head.get("publisher"), (), published, language=annotated.language)  # fmt: skip


def example_of(annotated: Annotated) -> Example:
    """Make the example of one report."""
    report, language = report_of(annotated), annotated.language
    words = words_of(report.text, sentences(report, load_grammar(language)))
    known = atlas_in(words, language)
    states = states_in(words, known)
    tags = np.zeros((len(words), len(TAGS)), np.int64)
    spans = [(span, words.cover(span.start, span.end)) for span in annotated.spans]
    placed = [(span, cover) for span, cover in spans if cover is not None]
    counterparts = frozenset(load_grammar(language).counterparts)
    placed = [(_as_office(span, cover, words, counterparts), cover) for span, cover in placed]
    for span, cover in sorted(placed, key=lambda pair: pair[0].start - pair[0].end):
        _tag(tags, TAGS.index(_FORMS[span.kind, span.form]), span, cover, placed)
    mentions, mention_ids = [], []
    triggers, trigger_events = [], []
    others: dict[Label, list[tuple[Mention, str]]] = {Label.SOURCE: [], Label.AGENDA: [], Label.CLAIM: []}
    for span, cover in placed:
        label = _FORMS[span.kind, span.form]
        mention = _mention(words, label, cover, states, known, language)
        if span.kind in ("person", "organisation", "place"):
            mentions.append(mention)
            mention_ids.append(span.ids)
        elif label is Label.TRIGGER:
            triggers.append(mention)
            trigger_events.append(span.ids)
        elif label in others:
            others[label].append((mention, span.ids[0]))
    dates, date_ids = _dates(report, words, placed, language)
    sides = {id_: person.side for id_, person in annotated.persons.items()} | dict(annotated.organisations)
    return Example(
        annotated.id, words, annotated.published, language, home_of(report, words, known), tags, mentions, mention_ids,
        triggers, trigger_events, dates, date_ids, others, states, dict(annotated.events), sides, annotated,
    )  # fmt: skip


def _as_office(span: Span, cover: tuple[int, int], words: Words, counterparts: frozenset[str]) -> Span:
    """A counterpart is told by office, also where an annotator took it for a reference."""
    named = counterparts & set(words.folds[cover[0] : cover[1] + 1])
    return replace(span, form="office") if span.kind == "person" and span.form == "ref" and named else span


def _tag(
    tags: Ints, column: int, span: Span, cover: tuple[int, int], placed: Iterable[tuple[Span, tuple[int, int]]]
) -> None:
    """Write one span's tags over those of longer spans; a set that holds its members apart is not tagged itself."""
    first, last = cover
    if len(span.ids) > 1 and any(
        other is not span and other.kind == span.kind and other.form == span.form and first <= c[0] and c[1] <= last
        for other, c in placed
    ):
        return
    if last + 1 < len(tags) and tags[last + 1, column] == 2 and tags[first, column] == 2:
        tags[last + 1 :, column][: _run(tags[last + 1 :, column])] = 0  # the rest of a longer span of the kind
    tags[first, column] = 1
    tags[first + 1 : last + 1, column] = 2


def _run(column: Ints) -> int:
    """How many words a span goes on for."""
    length = 0
    while length < len(column) and column[length] == 2:
        length += 1
    return length


def _mention(
    words: Words, label: Label, cover: tuple[int, int], states: tuple[StateMention, ...],
    known: tuple[Place | Organisation, ...], language: str,
) -> Mention:  # fmt: skip
    first, last = cover
    start, end = words.starts[first], words.ends[last]
    inside = tuple(s.country for s in states if first <= s.first and s.last <= last and s.country != "-")
    role = role_of(words, first, last, language) if label in (Label.OFFICE, Label.REF) else None
    place = next((k for k in known if isinstance(k, Place) and k.start < end and start < k.end), None)
    country = place.country if place is not None and label is Label.PLACE else None
    return Mention(label, first, last, start, end, words.text[start:end], 1.0, inside, role, country,
                   place_kind=place.kind if place is not None else None)  # fmt: skip


def _dates(
    report: Report, words: Words, placed: list[tuple[Span, tuple[int, int]]], language: str
) -> tuple[list[Mention], list[tuple[str, ...]]]:
    """The dates that the reader finds, each with the ids of the annotated ones that it overlaps."""
    gold = [span for span, _ in placed if span.kind == "date"]
    found = list(dates_of(words, language, report.published))
    return found, [tuple(s.ids[0] for s in gold if s.start < d.end and d.start < s.end) for d in found]
