"""The corpus in the forms that people load: JSON lines, brat's standoff (which INCEpTION imports too), spaCy's DocBin.

    python -m entrevue.training.exporting corpus --to build/corpus

writes `corpus.jsonl`, `brat/SPLIT/ID.txt` and `.ann` with `annotation.conf`, and, where spaCy is installed,
`SPLIT-LANGUAGE.spacy`; and says what a form could not hold.
"""

import argparse
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from entrevue.training.annotation import LABELS, Annotated, AnnotationError, Event, Span, read_corpus
from entrevue.training.splits import read_splits

ROLES = ("visitor", "host", "participant")
_FORMS = {("p", "office"): "office", ("p", "ref"): "reference", ("o", "ref"): "reference"}


@dataclass(frozen=True, slots=True)
class Example:
    """A report of the corpus with its split: "train", "dev" or "test"."""

    report: Annotated
    split: str


def examples(folder: Path) -> Iterator[Example]:
    """The corpus's reports; those that the plan does not name are for training."""
    splits = read_splits(folder / "plan.tsv")
    for report in read_corpus(folder):
        yield Example(report, splits.get(report.id, "train"))


def label_of(span: Span) -> str:
    """The label of a span: person, office, reference, organisation, place, date, trigger, source, agenda, claim, none."""
    return _FORMS.get((span.ids[0][0], span.form), span.kind) if span.ids else span.kind


# JSON lines


def line_of(example: Example) -> dict[str, Any]:
    """A report as one object: offsets count code points of `text`, `text[start:end] == quote`."""
    report = example.report
    return {
        "id": report.id,
        "split": example.split,
        "language": report.language,
        "published": report.published,
        "url": report.head.get("url"),
        "publisher": report.head.get("publisher"),
        "genre": report.head.get("genre"),
        "text": report.text,
        "title_end": report.title_end,
        "spans": [_span(report, span) for span in report.spans],
        "persons": {id_: {"side": p.side, "organisation": p.organisation} for id_, p in report.persons.items()},
        "places": {id_: {"country": code, "city": city} for id_, (code, city) in report.places.items()},
        "dates": {id_: {"start": start, "end": end} for id_, (start, end) in report.dates.items()},
        "record": report.record(),
    }


def _span(report: Annotated, span: Span) -> dict[str, Any]:
    told = {"start": span.start, "end": span.end, "label": label_of(span), "quote": report.quote(span)}
    reason = report.none_reasons.get((span.start, span.end))
    return told | ({"ids": list(span.ids)} if span.ids else {}) | ({"reason": reason} if reason else {})


# brat


def standoff(report: Annotated) -> str:
    """The annotation as brat has it: mentions (T), engagements (E) with who, where and when, status (A), chains (*)."""
    numbers = {index: f"T{index + 1}" for index in range(len(report.spans))}
    lines = [
        f"{numbers[index]}\t{_name(label_of(span))} {span.start} {span.end}\t{report.quote(span)}"
        for index, span in enumerate(report.spans)
    ]
    mentions: dict[str, list[str]] = {}
    for index, span in enumerate(report.spans):
        for id_ in span.ids:
            mentions.setdefault(id_, []).append(numbers[index])
    events = {id_: event for id_, event in report.events.items() if id_ in mentions}
    names = {id_: f"E{place}" for place, id_ in enumerate(events, 1)}
    for id_, event in events.items():
        lines.append(_event_line(names[id_], event, mentions[id_][0], mentions))
    for place, (id_, event) in enumerate(events.items(), 1):
        lines.append(f"A{place}\tStatus {names[id_]} {event.status}")
    for id_, some in mentions.items():
        if id_[0] in "pole" and len(some) > 1:
            lines.append(f"*\tEquiv {' '.join(dict.fromkeys(some))}")
    return "\n".join([*lines, *_notes(report, mentions)]) + "\n"


def _name(label: str) -> str:
    return label.capitalize()


def _event_line(name: str, event: Event, trigger: str, mentions: dict[str, list[str]]) -> str:
    parts = [f"{role}:{mentions[id_][0]}" for id_, role in event.people if id_ in mentions]
    others = (("place", event.place), ("source", event.source))
    parts += [f"{role}:{mentions[id_][0]}" for role, id_ in others if id_ in mentions]
    parts += [f"time:{mentions[id_][0]}" for id_ in event.times if id_ in mentions]
    parts += [f"topic:{mentions[id_][0]}" for id_ in event.topics if id_ in mentions]
    return f"{name}\t{' '.join([f'{_name(event.kind)}:{trigger}', *parts])}"


def _notes(report: Annotated, mentions: dict[str, list[str]]) -> Iterator[str]:
    """What a date or a place stands for, and whose side a person is on, as notes on the first mention."""
    values = {id_: "..".join(filter(None, window)) for id_, window in report.dates.items()}
    values |= {id_: code for id_, (code, _) in report.places.items()}
    values |= {id_: person.side for id_, person in report.persons.items()}
    told = [(id_, value) for id_, value in values.items() if value and id_ in mentions]
    for place, (id_, value) in enumerate(told, 1):
        yield f"#{place}\tAnnotatorNotes {mentions[id_][0]}\t{value}"


def configuration() -> str:
    """Brat's `annotation.conf` for these labels."""
    labels = sorted({_name(label) for label in (*LABELS.values(), "office", "reference", "none")} - {"Trigger"})
    arguments = ", ".join(f"{role}*:<ENTITY>" for role in (*ROLES, "place", "source", "time", "topic"))
    kinds = ("visit", "meeting", "call", "conference", "signing")
    events = [f"{_name(kind)}\t{arguments}" for kind in kinds]
    status = "Status\tArg:<EVENT>, Value:held|ongoing|planned|cancelled"
    parts = ["[entities]", *labels, "Trigger", "[relations]", "[events]", *events, "[attributes]", status]
    return "\n".join(parts) + "\n"


# spaCy


def doc_bins(some: Iterable[Example]) -> tuple[dict[str, Any], Counter[str]]:
    """A DocBin for each split and language, spans under `doc.spans["mentions"]`; and what was lost, by label.

    Spans that begin or end inside a token of spaCy's are left out and counted.
    """
    import spacy  # lazily: nothing else here needs it
    from spacy.tokens import DocBin

    made: dict[str, Any] = {}
    lost: Counter[str] = Counter()
    blank: dict[str, Any] = {}
    for example in some:
        report = example.report
        language = blank.setdefault(report.language, spacy.blank(report.language))
        doc = language.make_doc(report.text)
        found = [(doc.char_span(s.start, s.end, label=label_of(s)), label_of(s)) for s in report.spans]
        lost.update(label for span, label in found if span is None)
        doc.spans["mentions"] = [span for span, _ in found if span is not None]
        doc.user_data["id"] = report.id
        made.setdefault(f"{example.split}-{report.language}", DocBin(store_user_data=True)).add(doc)
    return made, lost


def write(folder: Path, target: Path, say: Callable[[str], None] = print) -> None:
    """Write every form; what one could not hold is said."""
    told = list(examples(folder))
    target.mkdir(parents=True, exist_ok=True)
    with (target / "corpus.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(line_of(one), ensure_ascii=False) + "\n" for one in told)
    for one in told:
        place = target / "brat" / one.split
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{one.report.id}.txt").write_text(one.report.text, encoding="utf-8", newline="")
        (place / f"{one.report.id}.ann").write_text(standoff(one.report), encoding="utf-8", newline="")
    (target / "brat" / "annotation.conf").write_text(configuration(), encoding="utf-8")
    shutil.copy(folder / "DATASHEET.md", target / "DATASHEET.md")
    silent = sum(not one.report.mentions(id_) for one in told for id_ in one.report.events)
    say(f"{len(told)} reports, {sum(len(one.report.spans) for one in told)} spans")
    if silent:
        say(f"brat: {silent} engagements without a word that tells them are left out")
    if find_spec("spacy") is None:
        say("spaCy is not installed: no DocBin was written")
        return
    made, lost = doc_bins(told)
    for name, bin_ in made.items():
        bin_.to_disk(target / f"{name}.spacy")
    for label, count in lost.most_common():
        say(f"spaCy: {count} × {label} begin or end inside a token and are left out")


def main(arguments: list[str] | None = None) -> int:
    """Export a corpus; 2 where it cannot be read or written."""
    parser = argparse.ArgumentParser(prog="python -m entrevue.training.exporting", description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="the corpus")
    parser.add_argument("--to", type=Path, required=True, help="the folder to write to")
    given = parser.parse_args(arguments)
    try:
        write(given.folder, given.to)
    except (OSError, AnnotationError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
