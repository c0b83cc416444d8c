"""Reports with their evidence highlighted, as one self-contained HTML file."""

import sys
from html import escape
from importlib.resources import files
from pathlib import Path

from entrevue.cli.terminal import capacity, in_order, when, where
from entrevue.cli.tongue import field_named, message, named, said, tongue
from entrevue.domain.reading import Account, Participation, Reading
from entrevue.errors import SettingError
from entrevue.inquiry.highlights import Piece, labels_of, pieces


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
        page = frame.replace("<!-- language -->", tongue()).replace("<!-- key -->", _key())
        page = page.replace("<!-- title -->", escape(said("records with their evidence")))
        page = page.replace("<!-- articles -->", "\n".join(self._articles))
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
        f"<table><thead><tr><th>{_head()}</tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else f"<p class=none>{escape(said('No engagement told.'))}</p>"
    )
    claims = "".join(f"<li>“{escape(claim.quote)}”" for claim in reading.claims)
    claims = f"<h3>{escape(said('Claims'))}</h3><ul>{claims}</ul>" if claims else ""
    language = f' lang="{escape(report.language)}"' if report.language else ""
    return (
        f"<article id={anchor}><h2>{escape(report.title or name)}</h2>"
        f"<p class=facts>{escape(' · '.join(fact for fact in facts if fact))}</p>"
        f"{table}{claims}<section dir=auto class=text{language}>{_text(reading, anchor)}</section></article>"
    )


def _row(account: Account, anchor: str) -> str:
    relations = [
        said("in %(engagement)s", engagement=account.part_of) if account.part_of else "",
        said("follows %(engagement)s", engagement=account.follows) if account.follows else "",
    ]
    what = "<br>".join([escape(named("kind", account.kind.value)), _status(account.status.value)])
    what += "".join(f"<br>{escape(relation)}" for relation in relations if relation)
    who = "".join(f"<li>{_participant(participation)}" for participation in account.participants)
    about = "; ".join(topic.quote for topic in account.topics)
    source = f"<br><em>{escape(said('says: %(source)s', source=account.source))}</em>" if account.source else ""
    css = "main" if account.main else "aside"
    return (
        f'<tr class={css}><td><a href="#{anchor}-{account.id}">{account.id}</a><td>{when(account)}<td>{what}'
        f"<td>{escape(where(account))}<td><ul>{who}</ul><td>{escape(about)}{source}</tr>"
    )


_AREAS = {
    "who": message("who"),
    "when": message("when"),
    "where": message("where"),
    "what": message("what"),
    "about": message("about"),
    "source": message("who says so"),
    "other": message("claim"),
}


def _key() -> str:
    """What the colours mean."""
    return " ".join(f'<mark class="{css}">{escape(said(name))}</mark>' for css, name in _AREAS.items())


def _head() -> str:
    """The headings of a table."""
    names = (message("When"), message("What"), message("Where"), message("Who"), message("About"))
    return "".join(f"<th>{escape(said(name))}" for name in names)


def _status(status: str) -> str:
    return f"<span class={status}>{escape(named('status', status))}</span>"


def _participant(participation: Participation) -> str:
    name = escape(participation.name or capacity(participation) or participation.country or "—")
    office = f" {escape(capacity(participation))}" if participation.name else ""
    side = ", ".join(part for part in (named("part", participation.part.value), participation.country) if part)
    return f"<b>{name}</b>{office} <small>{side}</small>"


def _text(reading: Reading, anchor: str) -> str:
    """The body with a mark over every piece of evidence; pieces that overlap share their marks' boundaries."""
    report = reading.report
    labels = labels_of(((account.id, account) for account in reading.accounts), reading.claims)
    seen: set[str] = set()
    return "".join(
        f"<p>{''.join(_piece(piece, anchor, seen) for piece in pieces(report.text, paragraph.start, paragraph.end, labels))}"
        for paragraph in report.paragraphs
    )


def _piece(piece: Piece, anchor: str, seen: set[str]) -> str:
    if not piece.labels:
        return escape(piece.text)
    account = piece.labels[0].account or "report"
    target = "" if account in seen else f' id="{anchor}-{escape(account)}"'
    seen.add(account)
    css = piece.area if piece.area != "claim" else "other"
    title = "; ".join(f"{label.account or said('report')} {field_named(label.field)}" for label in piece.labels)
    return f'<mark class="{css}"{target} title="{escape(title)}">{escape(piece.text)}</mark>'
