"""Records as a person reads them on a terminal."""

import datetime as dt

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from entrevue.cli.door import console
from entrevue.cli.silence import why_nothing
from entrevue.cli.tongue import doubt_named, field_named, named, said, worded
from entrevue.domain.dates import only_begins
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Participation, Reading

_NOT_TOLD = "—"
_STATUS_STYLE = {"held": "green", "ongoing": "cyan", "planned": "yellow", "cancelled": "red"}


class TablePrinter:
    """Prints each record as a heading and a table of its engagements in order of date."""

    def __init__(self, *, evidence: bool, screen: Console | None = None) -> None:
        """`evidence=True` lists every field with its quote below the table."""
        self.evidence = evidence
        self.console = screen or console()

    def add(self, name: str, reading: Reading) -> None:
        """Print a record."""
        self.console.print(Text(reading.report.title or name, style="bold"))
        self.console.print(Text(_origin(name, reading), style="dim"))
        if reading.accounts:
            self.console.print(_table(reading))
        else:
            self.console.print(Text(f"{_as_sentence(why_nothing(reading))}.", style="italic"))
        for claim in reading.claims:
            self.console.print(_claim(claim))
        for note in reading.report.notes:
            self.console.print(Text(said("Note: %(note)s", note=worded(note)), style="yellow"))
        if self.evidence:
            for account in in_order(reading.accounts):
                self.console.print(_evidence_of(account))
        self.console.print()

    def close(self) -> None:
        """Nothing is kept."""


def in_order(accounts: tuple[Account, ...]) -> list[Account]:
    """Accounts by date; those without one come last, in the order of the text."""
    return sorted(accounts, key=lambda account: account.start.first if account.start else dt.date.max)


def when(account: Account) -> str:
    """The dates of an account in one short text: "2022-06-13 – 14", "from 2023-04-07", "2022-06"."""
    if account.start is None:
        return _NOT_TOLD
    start = str(account.start)
    if only_begins(account.start, account.end):
        return said("from %(date)s", date=start)
    if account.end in (None, account.start):  # of a month or a year it is not known how much
        return start
    end = str(account.end)
    same_month = account.start.day is not None and account.end.day is not None and start[:8] == end[:8]
    return f"{start} – {end[8:] if same_month else end}"


def where(account: Account) -> str:
    """City and country, as far as told."""
    return ", ".join(part for part in (account.city, account.country) if part) or _NOT_TOLD


def capacity(participation: Participation) -> str:
    """Office and organisation in one text, the acronym only where the office does not hold it."""
    office, organisation = participation.office or "", participation.organization or ""
    if organisation and organisation.casefold() not in office.casefold():
        return f"{office} ({organisation})" if office else organisation
    return office


def _origin(name: str, reading: Reading) -> str:
    report = reading.report
    published = said("date of publication unknown")
    if report.published:
        published = f"{report.published} ({worded(report.published_from or '')})"
    parts = [
        report.publisher,
        published,
        said("in %(language)s", language=report.language) if report.language else said("language not known"),
        report.url or name,
    ]
    return " · ".join(part for part in parts if part)


def _table(reading: Reading) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_lines=False, pad_edge=False, expand=False)
    for heading, options in (
        (said("Sure"), {"no_wrap": True}),
        (said("When"), {"no_wrap": True}),
        (said("What"), {"no_wrap": True}),
        (said("Where"), {"max_width": 18}),
        (said("Who"), {"ratio": 1}),
    ):
        table.add_column(heading, vertical="top", **options)
    for account in in_order(reading.accounts):
        style = "" if account.main else "dim"
        table.add_row(_which(account), when(account), _what(account), where(account), _who(account), style=style)
    return table


def _which(account: Account) -> Text:
    """Its number, and under it how sure it is."""
    return Text(account.id).append(f"\n{account.confidence:.2f}", style="dim")


def _what(account: Account) -> Text:
    text = Text(named("kind", account.kind.value))
    text.append(f"\n{named('status', account.status.value)}", style=_STATUS_STYLE[account.status.value])
    if account.part_of:
        text.append(f"\n{said('in %(engagement)s', engagement=account.part_of)}")
    if account.follows:
        text.append(f"\n{said('follows %(engagement)s', engagement=account.follows)}")
    return text.append("\n")  # a line of nothing between two engagements


def _who(account: Account) -> Group:
    lines = [_participant(participation) for participation in account.participants]
    if account.topics:
        lines.append(
            Text(said("on: %(topics)s", topics="; ".join(one.quote for one in account.topics)), style="italic")
        )
    if account.source:
        lines.append(Text(said("says: %(source)s", source=account.source), style="italic"))
    return Group(*(lines or [Text(_NOT_TOLD)]), "")


def _participant(participation: Participation) -> Text:
    text = Text(participation.name or capacity(participation) or participation.country or _NOT_TOLD, style="bold")
    tail = [capacity(participation)] if participation.name and capacity(participation) else []
    text.append(
        f" [{', '.join(part for part in (named('part', participation.part.value), participation.country) if part)}]"
    )
    if tail:
        text.append(f" {tail[0]}")
    return text


def _claim(claim: Claim) -> Text:
    text = Text(f"{said('Claim:')} ", style="magenta")
    text.append(f"“{claim.quote}”", style="default")
    if claim.account:
        text.append(f" ({said('of %(engagement)s', engagement=claim.account)})")
    return text


def _evidence_of(account: Account) -> Group:
    heading = Text(f"{account.id} · {named('kind', account.kind.value)}", style="bold")
    heading.append(f"  {said('confidence')} {account.confidence:.2f}", style="dim")
    if account.reasons:
        heading.append(f" ({'; '.join(map(doubt_named, account.reasons))})", style="dim")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(max_width=28)
    table.add_column(ratio=1)
    values = {"start": account.start, "end": account.end, "country": account.country, "city": account.city}
    values |= {"kind": named("kind", account.kind.value), "status": named("status", account.status.value)}
    values |= {"source": account.source}
    values |= {"part_of": account.part_of, "follows": account.follows}
    for field, value in values.items():
        if value is not None:
            table.add_row(
                field_named(field), str(value), _quote(account.evidence.get(field), field in account.inferred)
            )
    for participation in account.participants:
        for field in ("name", "office", "organization", "country", "part"):
            value = getattr(participation, field)
            if value is not None:
                quote = _quote(participation.evidence.get(field), field in participation.inferred)
                shown = named("part", value) if field == "part" else str(value)
                table.add_row(field_named(field), shown, quote)
    for topic in account.topics:
        about = named("topic", topic.topic) if topic.topic else _NOT_TOLD
        table.add_row(field_named("topic"), about, _quote(topic.evidence, False))
    return Group(heading, Padding(table, (0, 0, 1, 2)))


def _quote(evidence: Evidence | None, inferred: bool) -> Text:
    if evidence is None:
        return Text(said("inferred") if inferred else "", style="dim")
    return Text(f"“{evidence.quote}”" + (f" ({said('inferred from it')})" if inferred else ""))


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"
