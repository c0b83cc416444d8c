"""`entrevue claims`: the claims of recorded reports, each with what the ledger says to it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, opened
from entrevue.domain.verdicts import Outcome

if TYPE_CHECKING:
    from entrevue.domain.recorded import RecordedClaim
    from entrevue.wiring import Ledger

_PAGE = 200


def claims(
    engagement: Annotated[str | None, typer.Option(metavar="ID", help="Only claims that speak of it.")] = None,
    outcome: Annotated[Outcome | None, typer.Option(help="Only claims with this verdict.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="At most so many.")] = 50,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """List the claims of order, number and rhythm in recorded reports, with the ledger's verdict on each."""
    from entrevue.cli.judging import VerdictPrinter
    from entrevue.inquiry.verdicts import verdict

    shown = 0
    with opened(ledger) as book:
        printer = VerdictPrinter(book, as_json=json)
        for recorded in _all(book, engagement):
            judged = verdict(recorded, None, book)
            if outcome is not None and judged.outcome is not outcome:
                continue
            context = recorded.context
            printer.add(judged, context.title or context.url or context.report, context.language, recorded.id)
            shown += 1
            if shown == limit:
                break
    if not shown and not json:
        say("no claim of order, number or rhythm")


def _all(book: "Ledger", engagement: str | None) -> Iterator["RecordedClaim"]:
    """Every claim, page by page."""
    after = None
    while page := book.claims(engagement=engagement, limit=_PAGE, after=after):
        yield from page
        after = page[-1].id
