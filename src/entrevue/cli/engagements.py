"""`entrevue engagements`, `timeline` and the tidy tables beside them: what the ledger holds, by filters."""

from dataclasses import replace
from itertools import islice
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.filters import days, query
from entrevue.cli.forms import Form, form, print_rows
from entrevue.cli.ledgers import Place, opened
from entrevue.cli.listing import print_engagements, print_rows_folded
from entrevue.cli.options import with_options
from entrevue.cli.tongue import said
from entrevue.domain.queries import Query

_SHOWN = 50  # on a screen, where no number is told; other programs get everything
_SHOWN_IN_ORDER = 200
_TIES_OF = 1000

Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=1, help=f"At most so many (default: {_SHOWN} for people, all for programs)."),
]


@with_options(query, form)
def engagements(
    query: Query,
    form: Form | None,
    limit: Limit = None,
    before: Annotated[str | None, typer.Option(metavar="ID", help="Go on after this engagement.")] = None,
    ledger: Place = None,
) -> None:
    """List engagements, the newest first; every filter given must hold."""
    from entrevue.inquiry.tidy import ENGAGEMENTS, engagement_row

    with opened(ledger) as book:
        if form is not None:
            found = islice(book.scan(query, before=before), limit)
            print_rows([column.name for column in ENGAGEMENTS.columns], map(engagement_row, found), form)
            return
        shown = book.find(query, limit=limit or _SHOWN, before=before)
        total = book.count(query)
    print_engagements(shown)
    if shown and total > len(shown):
        more = {"shown": len(shown), "total": total, "last": shown[-1].id}
        say(said("%(shown)s of %(total)s; --limit N shows more, --before %(last)s those after", **more))


@with_options(query, form)
def participations(query: Query, form: Form | None, limit: Limit = None, ledger: Place = None) -> None:
    """List who took part in which engagement, as what: a row a participant."""
    _table("participations", query, form, limit, ledger)


@with_options(query, form)
def dyads(query: Query, form: Form | None, limit: Limit = None, ledger: Place = None) -> None:
    """List which states met, and when: a row a pair of states in an engagement."""
    _table("dyads", query, form, limit, ledger)


@with_options(query, form)
def persons(query: Query, form: Form | None, limit: Limit = None, ledger: Place = None) -> None:
    """List the persons who took part, those first that did most often."""
    _table("persons", query, form, limit, ledger)


def _table(name: str, query: Query, form: Form | None, limit: int | None, ledger: str | None) -> None:
    from entrevue.inquiry.tidy import TABLES

    with opened(ledger) as book:
        rows = book.rows(name, query)
        if form is not None:
            print_rows([column.name for column in TABLES[name].columns], islice(rows, limit), form)
            return
        print_rows_folded(name, islice(rows, limit or _SHOWN))
        more = next(rows, None) is not None
    if more:
        say(said("there are more; --limit N shows them"))


@with_options(days, form)
def timeline(
    days: Query,
    form: Form | None,
    who: Annotated[str, typer.Argument(metavar="WHO", help="A person, organisation or state.")],
    other: Annotated[str | None, typer.Argument(metavar="WITH", help="Together with whom.")] = None,
    limit: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help=f"The newest so many (default: {_SHOWN_IN_ORDER} for people)."),
    ] = None,
    ledger: Place = None,
) -> None:
    """Show engagements in order of date, the oldest first."""
    from entrevue.inquiry.subjects import query_of, subject_of
    from entrevue.inquiry.tidy import ENGAGEMENTS, engagement_row

    with opened(ledger) as book:
        query = query_of(tuple(subject_of(book, one) for one in (who, other) if one))
        query = replace(query, since=days.since, until=days.until)
        found = book.find(query, limit=limit if form else limit or _SHOWN_IN_ORDER)[::-1]
    if form is None:
        print_engagements(found)
    else:
        print_rows([column.name for column in ENGAGEMENTS.columns], map(engagement_row, found), form)


@with_options(query, form)
def network(
    query: Query,
    form: Form | None,
    sides: Annotated[bool, typer.Option("--sides", help="States instead of persons.")] = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="The newest so many engagements are looked at.")
    ] = _TIES_OF,
    ledger: Place = None,
) -> None:
    """Show who met whom, the most frequent first; those who came together did not meet each other."""
    from entrevue.inquiry.tidy import NETWORK, network_rows

    with opened(ledger) as book:
        rows = network_rows(book.network(query, limit=limit, sides=sides))
    if form is None:
        print_rows_folded("network", rows)
    else:
        print_rows([column.name for column in NETWORK.columns], rows, form)
