"""Reports changed in places, their annotation moved along."""

from collections.abc import Sequence
from dataclasses import replace

from entrevue.training.annotation import Annotated

_LONGEST_NAME = 4


def full_name(report: Annotated, id_: str) -> str | None:
    """The fullest name of a person; None where it is told by one word, by too many or over two lines."""
    names = [report.quote(span) for span in report.mentions(id_) if span.form == "name" and len(span.ids) == 1]
    full = max(names, key=lambda name: len(name.split()), default="")
    return full if 2 <= len(full.split()) <= _LONGEST_NAME and "\n" not in full else None


def names_told(report: Annotated, id_: str, name: str) -> list[tuple[int, int, str]]:
    """What must be replaced for a person to bear another name: whole, family or first names where those are told."""
    full = full_name(report, id_)
    if full is None:
        return []
    old, new = full.split(), name.split()
    edits: list[tuple[int, int, str]] = []
    for span in report.mentions(id_):
        if span.form != "name" or len(span.ids) > 1:
            continue
        words = report.quote(span).split()
        if words == old:
            told = new
        elif words == old[-len(words) :]:
            told = new[-1:]
        elif words == old[: len(words)]:
            told = new[:1]
        else:
            continue
        edits.append((span.start, span.end, " ".join(told)))
    return edits


def edited(report: Annotated, edits: Sequence[tuple[int, int, str]]) -> Annotated:
    """The report with stretches replaced, its spans moved along; stretches must not overlap."""
    out: list[str] = []
    moved: list[int] = []  # the new offset of each old one
    at = 0
    length = 0
    for start, end, new in sorted(edits):
        if start < at:
            continue
        out += [report.text[at:start], new]
        moved += range(length, length + start - at)
        length += start - at
        moved += [length] * (end - start)
        length += len(new)
        at = end
    moved += range(length, length + len(report.text) - at + 1)
    out.append(report.text[at:])
    spans = tuple(replace(span, start=moved[span.start], end=moved[span.end]) for span in report.spans)
    return replace(report, text="".join(out), spans=spans, title_end=moved[report.title_end])
