"""Reports as references: BibTeX, RIS and CSL-JSON, which Zotero and its like import."""

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from entrevue.domain.dates import PartialDate
from entrevue.domain.recorded import ReportVersion
from entrevue.exchange.exporting import Export, Losses
from entrevue.exchange.seen import Seen
from entrevue.exchange.wording import address, line
from entrevue.identity.bylines import is_person

_LATEX = re.compile(r"[\\{}$&#^_%~]")
_BACKSLASH = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_BATCH = 200


def reports_of(export: Export, losses: Losses) -> Iterator[ReportVersion]:
    """The reports behind the engagements, each once."""
    seen = Seen()
    waiting: list[str] = []
    for told in export.told():
        losses.note("engagements", "references name the reports alone", told.engagement.id)
        waiting += [id_ for a in told.accounts if seen.first(id_ := a.context.report)]
        if len(waiting) >= _BATCH:
            yield from export.source.current(waiting)
            waiting = []
    yield from export.source.current(waiting)


def write_bibtex(export: Export, out: BinaryIO, losses: Losses) -> None:
    """BibTeX: a `@misc` each, in UTF-8."""
    for version in reports_of(export, losses):
        report = version.content
        date = report.published
        fields = {
            "title": f"{{{_latex(report.title)}}}" if report.title else "",
            "author": " and ".join(_author(one, report.publisher) for one in report.authors),
            "howpublished": _latex(report.publisher or ""),
            "year": str(date.year) if date else "",
            "month": str(date.month) if date and date.month else "",
            "day": str(date.day) if date and date.day else "",
            "date": str(date or ""),
            "url": address(report.url),
            "language": report.language or "",
            "urldate": version.recorded.date().isoformat(),
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        out.write(f"@misc{{{version.report},\n{body}\n}}\n\n".encode("utf-8", "replace"))


def _author(author: str, publisher: str | None) -> str:
    """A person as BibTeX takes a name apart; a body in braces, which keep it whole."""
    return _latex(author) if is_person(author, publisher) else f"{{{_latex(author)}}}"


def _latex(text: str) -> str:
    """Text in which nothing is a command."""
    return _LATEX.sub(lambda match: _BACKSLASH.get(match.group(), "\\" + match.group()), line(text))


def write_ris(export: Export, out: BinaryIO, losses: Losses) -> None:
    """RIS, as reference managers read it."""
    for version in reports_of(export, losses):
        report = version.content
        date = report.published
        pairs = [("TY", "NEWS"), ("ID", version.report), ("TI", line(report.title or report.url or version.report))]
        pairs += [("AU", line(one)) for one in report.authors]
        pairs += [("T2", line(report.publisher or "")), ("PY", str(date.year) if date else ""), ("DA", _slashed(date))]
        pairs += [("UR", address(report.url)), ("LA", report.language or ""), ("ER", "")]
        lines = [f"{tag}  - {value}" for tag, value in pairs if value or tag == "ER"]
        out.write(("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "replace"))


def _slashed(date: PartialDate | None) -> str:
    """RIS has YYYY/MM/DD/ with what is not told left empty."""
    if date is None:
        return ""
    month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
    return f"{date.year:04d}/{month}/{day}/"


def write_csl(export: Export, out: BinaryIO, losses: Losses) -> None:
    """CSL-JSON: one list."""
    out.write(b"[")
    for place, version in enumerate(reports_of(export, losses)):
        item = json.dumps(csl_item(version), ensure_ascii=False)
        out.write(((",\n" if place else "\n") + item).encode("utf-8", "replace"))
    out.write(b"\n]\n")


def csl_item(version: ReportVersion) -> dict[str, Any]:
    """A report as an item of CSL."""
    report = version.content
    read = version.recorded.date()
    item = {
        "id": version.report,
        "type": "article-newspaper",
        "title": line(report.title or ""),
        "author": [{"literal": line(one)} for one in report.authors],
        "container-title": line(report.publisher or ""),
        "issued": _parts(report.published),
        "accessed": {"date-parts": [[read.year, read.month, read.day]]},
        "URL": address(report.url),
        "language": report.language,
    }
    return {name: value for name, value in item.items() if value}


def _parts(date: PartialDate | None) -> dict[str, Any] | None:
    parts = [part for part in (date.year, date.month, date.day) if part] if date else []
    return {"date-parts": [parts]} if parts else None
