"""`entrevue engagements`, `timeline` and `network`: what the ledger holds, by filters."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.domain.engagements import Engagement
from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status
from entrevue.inquiry.rows import row_of, who_took_part

if TYPE_CHECKING:
    from rich.table import Table

States = Annotated[
    list[str] | None,
    typer.Option("--state", metavar="STATE", help="A state represented, by code or name; twice for two states."),
]
Person = Annotated[str | None, typer.Option(metavar="ID", help="A person, by id (p-…).")]
Organisation = Annotated[str | None, typer.Option(metavar="NAME", help="An organisation, by acronym or name.")]
KindOption = Annotated[Kind | None, typer.Option(help="The kind of engagement.")]
StatusOption = Annotated[Status | None, typer.Option(help="Whether it took place.")]
Topic = Annotated[str | None, typer.Option(metavar="TOPIC", help="A class of the topic scheme, such as cyber.")]
Where = Annotated[str | None, typer.Option("--place", metavar="PLACE", help="A state's code or name, or a city.")]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day, month or year.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day, month or year.")]
Text = Annotated[
    str | None, typer.Option(metavar="WORDS", help='Words that occur; "a phrase"; begin* for words that begin so.')
]
Rejected = Annotated[bool, typer.Option("--rejected", help="Rejected engagements too.")]
Limit = Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")]


def engagements(
    state: States = None,
    person: Person = None,
    organisation: Organisation = None,
    kind: KindOption = None,
    status: StatusOption = None,
    topic: Topic = None,
    place: Where = None,
    since: Since = None,
    until: Until = None,
    text: Text = None,
    rejected: Rejected = False,
    limit: Limit = 50,
    before: Annotated[str | None, typer.Option(metavar="ID", help="Go on after this engagement.")] = None,
    json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a line of headings.")] = False,
    ledger: Place = None,
) -> None:
    """List engagements, the newest first; every filter given must hold."""
    if json and as_csv:
        raise typer.BadParameter("--json and --csv exclude each other")
    query = _query_from(
        states=state or (), person=person, organisation=organisation, kind=kind, status=status, topic=topic,
        place=place, since=since, until=until, text=text, rejected=rejected,
    )  # fmt: skip
    with opened(ledger) as book:
        found = book.find(query, limit=limit, before=before)
        total = book.count(query)
    if json:
        print_json(found)
    elif as_csv:
        _print_csv(found)
    else:
        _print_table(found, f"{len(found)} of {total}" if total > len(found) else "")


def timeline(
    who: Annotated[str, typer.Argument(metavar="WHO", help="A person, organisation or state.")],
    other: Annotated[str | None, typer.Argument(metavar="WITH", help="Together with whom.")] = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 200,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Show engagements in order of date, the oldest first."""
    from dataclasses import replace

    from entrevue.inquiry.subjects import query_of, subject_of

    days = _query_from(since=since, until=until)
    with opened(ledger) as book:
        query = query_of(tuple(subject_of(book, one) for one in (who, other) if one))
        found = book.find(replace(query, since=days.since, until=days.until), limit=limit)[::-1]
    if json:
        print_json(found)
    else:
        _print_table(found, "")


def network(
    state: States = None,
    since: Since = None,
    until: Until = None,
    topic: Topic = None,
    sides: Annotated[bool, typer.Option("--sides", help="States instead of persons.")] = False,
    limit: Limit = 1000,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Show who met whom, the most frequent first, in the newest engagements."""
    query = _query_from(states=state or (), since=since, until=until, topic=topic)
    with opened(ledger) as book:
        ties = book.network(query, limit=limit, sides=sides)
    if json:
        print_json(ties)
    else:
        for tie in ties:
            say(f"{tie.engagements:6}  {tie.one_label} — {tie.other_label}")


def _query_from(**filters: Any) -> Query:
    """The query that options make; wrong values are wrong use."""
    from entrevue.errors import WrongQuery
    from entrevue.inquiry.filters import query_from

    try:
        return query_from(**filters)
    except WrongQuery as error:
        raise typer.BadParameter(str(error)) from error


def when(engagement: Engagement) -> str:
    """The dates of an engagement in one short text."""
    start, end = engagement.start.value, engagement.end.value
    if start is None:
        return "—"
    if end is None:
        return f"from {start}"
    return start if start == end else f"{start} – {end}"


def table_of(found: tuple[Engagement, ...]) -> "Table":
    """Engagements as a table."""
    from rich import box
    from rich.table import Table
    from rich.text import Text as Words

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading, options in (("Id", {"no_wrap": True}), ("When", {"no_wrap": True}), ("What", {}), ("Where", {}), ("Who", {"ratio": 1}), ("Reports", {"justify": "right"})):  # fmt: skip # noqa: E501
        table.add_column(heading, vertical="top", **options)
    for one in found:
        where = ", ".join(part for part in (one.city.value, one.country.value) if part) or "—"
        who = "\n".join(who_took_part(p) for p in one.participants) or "—"
        what = f"{one.kind.value}\n{one.happened.value}" + ("\nconflict" if one.conflicts else "")
        cells = (one.id, when(one), what, where, who, str(one.reports))
        table.add_row(*(Words(cell) for cell in cells))
    return table


def _print_table(found: tuple[Engagement, ...], note: str) -> None:
    from entrevue.cli.door import console

    screen = console()
    screen.print(table_of(found) if found else "No engagement found.")
    if note:
        screen.print(note, style="dim")


def _print_csv(found: tuple[Engagement, ...]) -> None:
    rows = [row_of(one) for one in found]
    fields = list(rows[0]) if rows else []
    say(_csv_line(fields))
    for row in rows:
        say(_csv_line([row.get(field) for field in fields]))


def _csv_line(values: Sequence[object]) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="").writerow(values)
    return written.getvalue()
