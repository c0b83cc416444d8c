"""`entrevue claims`: the claims of recorded reports, each with what the ledger says to it."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrevue.cli.door import say
from entrevue.cli.forms import Form, form, print_rows
from entrevue.cli.ledgers import Place, opened
from entrevue.cli.options import with_options
from entrevue.cli.tongue import Tongue, said, speak
from entrevue.domain.verdicts import Outcome

if TYPE_CHECKING:
    from entrevue.domain.recorded import RecordedClaim
    from entrevue.domain.verdicts import Verdict
    from entrevue.wiring import Ledger

_PAGE = 200
_SHOWN = 50


@with_options(form)
def claims(
    form: Form | None,
    engagement: Annotated[str | None, typer.Option(metavar="ID", help="Only claims that speak of it.")] = None,
    outcome: Annotated[Outcome | None, typer.Option(help="Only claims with this verdict.")] = None,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help=f"At most so many (default: {_SHOWN} for people).")
    ] = None,
    language: Tongue = None,
    ledger: Place = None,
) -> None:
    """List the claims of order, number and rhythm in recorded reports, with the ledger's verdict on each."""
    from entrevue.cli.judging import VerdictPrinter
    from entrevue.inquiry.tidy import CLAIMS

    spoken = speak(language)
    with opened(ledger) as book:
        told = _judged(book, engagement, outcome)
        if form is not None:
            columns = [column.name for column in CLAIMS.columns]
            rows = (_row(book, recorded, judged, form) for recorded, judged in islice(told, limit))
            print_rows(columns, rows, form)
            return
        printer = VerdictPrinter(book, spoken)
        shown = 0
        for recorded, judged in islice(told, limit or _SHOWN):
            context = recorded.context
            printer.add(judged, context.title or context.url or context.report)
            shown += 1
    if not shown:
        say(said("no claim of order, number or rhythm"))


def _judged(
    book: "Ledger", engagement: str | None, outcome: Outcome | None
) -> Iterator[tuple["RecordedClaim", "Verdict"]]:
    """Claims with their verdicts, one after another."""
    from entrevue.inquiry.verdicts import verdict

    judged = ((recorded, verdict(recorded, None, book)) for recorded in _all(book, engagement))
    return ((recorded, one) for recorded, one in judged if outcome in (None, one.outcome))


def _row(book: "Ledger", recorded: "RecordedClaim", judged: "Verdict", form: Form) -> dict[str, Any]:
    """The claim as a row; in JSON with all that the verdict rests on."""
    from entrevue.inquiry.tidy import claim_row
    from entrevue.inquiry.verdicts_wording import verdict_as_json

    about = recorded.claim.account
    row: dict[str, Any] = claim_row(recorded, judged, book.engagement(about).id if about else None)
    return row if form in {Form.CSV, Form.TSV} else row | verdict_as_json(judged)


def _all(book: "Ledger", engagement: str | None) -> Iterator["RecordedClaim"]:
    """Every claim, page by page."""
    after = None
    while page := book.claims(engagement=engagement, limit=_PAGE, after=after):
        yield from page
        after = page[-1].id
