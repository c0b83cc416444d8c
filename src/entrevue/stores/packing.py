"""Sets of numbers and whole reports as columns hold them."""

import json
import zlib
from array import array
from collections.abc import Iterable

from entrevue.domain.dates import PartialDate
from entrevue.domain.report import Paragraph, Report
from entrevue.ledger.codec import undamaged


def pack(numbers: Iterable[int]) -> bytes:
    """Signed 64-bit numbers, in order, eight bytes each."""
    return array("q", sorted(numbers)).tobytes()


def unpack(blob: bytes) -> frozenset[int]:
    """The numbers that were packed; DamagedLedger for what nobody packed."""
    with undamaged():
        return frozenset(array("q", bytes(blob)))


def press(text: str) -> bytes:
    """A text in a fifth of its space: documents repeat the names of their fields."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def unpress(blob: bytes) -> str:
    """The text that was pressed; DamagedLedger where it is not what was."""
    with undamaged():
        return zlib.decompress(blob).decode("utf-8", "surrogatepass")


def rest_of(report: Report) -> str:
    """What of a report has no column of its own."""
    fields = {
        "title_end": report.title_end,
        "paragraphs": [[p.start, p.end, p.language] for p in report.paragraphs],
        "authors": list(report.authors),
        "published_from": report.published_from,
        "chrome": list(report.chrome),
        "notes": list(report.notes),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def report_from(columns: dict[str, str | None], rest: str) -> Report:
    """The report that was kept; DamagedLedger where it is not what was."""
    with undamaged():
        fields = json.loads(rest)
        published = columns["published"]
        return Report(
            text=columns["text"] or "",
            paragraphs=tuple(Paragraph(*values) for values in fields["paragraphs"]),
            title_end=fields["title_end"],
            url=columns["url"],
            publisher=columns["publisher"],
            authors=tuple(fields["authors"]),
            published=PartialDate.parse(published) if published else None,
            published_from=fields["published_from"],
            language=columns["language"],
            chrome=tuple(fields["chrome"]),
            notes=tuple(fields["notes"]),
        )
