"""Reports with their evidence highlighted, as one self-contained HTML file."""

import sys
from collections import defaultdict
from html import escape
from importlib.resources import files
from pathlib import Path

from entrevue.cli.terminal import capacity, in_order, when, where
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Participation, Reading
from entrevue.errors import SettingError


class HtmlPrinter:
    """Keeps the records of a run and writes them into one file at its end."""

    def __init__(self, path: Path) -> None:
        """`path` is the file to write, or "-" for standard output."""
        self.path = path
        self._articles: list[str] = []

    def add(self, name: str, reading: Reading) -> None:
        """Keep a record, already as HTML."""
        self._articles.append(_article(name, reading, f"r{len(self._articles) + 1}"))

    def close(self) -> None:
        """Write the file; SettingError when it cannot be written."""
        frame = files("entrevue.cli").joinpath("highlight.html").read_text(encoding="utf-8")
        page = frame.replace("<!-- articles -->", "\n".join(self._articles))
        content = page.encode("utf-8", "replace")
        try:
            if str(self.path) == "-":
                sys.stdout.buffer.write(content)
            else:
                self.path.write_bytes(content)
        except OSError as error:
            raise SettingError(f"cannot write {self.path}: {error.strerror}") from error


def _article(name: str, reading: Reading, anchor: str) -> str:
    report = reading.report
    facts = [report.publisher, report.published and str(report.published), report.language, report.url or name]
    rows = "".join(_row(account, anchor) for account in in_order(reading.accounts))
    table = (
        f"<table><thead><tr><th><th>When<th>What<th>Where<th>Who<th>About</tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else "<p class=none>No engagement told.</p>"
    )
    claims = "".join(f"<li>“{escape(claim.quote)}”" for claim in reading.claims)
    claims = f"<h3>Claims</h3><ul>{claims}</ul>" if claims else ""
    language = f' lang="{escape(report.language)}"' if report.language else ""
    return (
        f"<article id={anchor}><h2>{escape(report.title or name)}</h2>"
        f"<p class=facts>{escape(' · '.join(fact for fact in facts if fact))}</p>"
        f"{table}{claims}<section dir=auto class=text{language}>{_text(reading, anchor)}</section></article>"
    )


def _row(account: Account, anchor: str) -> str:
    relations = [
        f"in {account.part_of}" if account.part_of else "",
        f"follows {account.follows}" if account.follows else "",
    ]
    what = "<br>".join([account.kind.value, f"<span class={account.status.value}>{account.status.value}</span>"])
    what += "".join(f"<br>{escape(relation)}" for relation in relations if relation)
    who = "".join(f"<li>{_participant(participation)}" for participation in account.participants)
    about = "; ".join(topic.quote for topic in account.topics)
    source = f"<br><em>says: {escape(account.source)}</em>" if account.source else ""
    css = "main" if account.main else "aside"
    return (
        f'<tr class={css}><td><a href="#{anchor}-{account.id}">{account.id}</a><td>{when(account)}<td>{what}'
        f"<td>{escape(where(account))}<td><ul>{who}</ul><td>{escape(about)}{source}</tr>"
    )


def _participant(participation: Participation) -> str:
    name = escape(participation.name or capacity(participation) or participation.country or "—")
    office = f" {escape(capacity(participation))}" if participation.name else ""
    side = ", ".join(part for part in (participation.part.value, participation.country) if part)
    return f"<b>{name}</b>{office} <small>{side}</small>"


def _text(reading: Reading, anchor: str) -> str:
    """The body with a mark over every piece of evidence; pieces that overlap share their marks' boundaries."""
    report = reading.report
    labels = _labels(reading)
    edges = sorted({edge for span in labels for edge in span})
    seen: set[str] = set()
    paragraphs = []
    for paragraph in report.paragraphs:
        inner = [edge for edge in edges if paragraph.start < edge < paragraph.end]
        pieces = []
        for start, end in zip([paragraph.start, *inner], [*inner, paragraph.end], strict=True):
            titles = [label for span, names in labels.items() if span[0] <= start and end <= span[1] for label in names]
            pieces.append(_piece(report.text[start:end], titles, anchor, seen))
        paragraphs.append(f"<p>{''.join(pieces)}")
    return "".join(paragraphs)


def _piece(text: str, labels: list[str], anchor: str, seen: set[str]) -> str:
    if not labels:
        return escape(text)
    account = labels[0].split(" ", 1)[0]
    target = "" if account in seen else f' id="{anchor}-{escape(account)}"'
    seen.add(account)
    fields = {label.split(" ", 1)[1] for label in labels}
    css = next((css for css, names in _CLASSES.items() if fields & names), "other")
    return f'<mark class="{css}"{target} title="{escape("; ".join(labels))}">{escape(text)}</mark>'


_CLASSES = {
    "who": {"name", "office", "organization"},
    "when": {"start", "end"},
    "where": {"country", "city"},
    "about": {"topic"},
    "what": {"kind", "status", "part_of", "follows"},
    "source": {"source"},
}


def _labels(reading: Reading) -> dict[tuple[int, int], list[str]]:
    """What each span of the text is evidence of: "e1 start", "claim of e1"."""
    labels: dict[tuple[int, int], list[str]] = defaultdict(list)

    def note(evidence: Evidence, label: str) -> None:
        labels[evidence.start, evidence.end].append(label)

    for account in reading.accounts:
        for field, evidence in account.evidence.items():
            note(evidence, f"{account.id} {field}")
        for participation in account.participants:
            for field, evidence in participation.evidence.items():
                note(evidence, f"{account.id} {field}")
        for topic in account.topics:
            note(topic.evidence, f"{account.id} topic")
    for claim in reading.claims:
        note(claim.evidence, f"{claim.account or 'report'} claim")
    return dict(sorted(labels.items(), key=lambda item: (item[0][1] - item[0][0], item[0])))
