"""`entrevue ledger`: status, verify, backup, restore, reread, forget."""

from pathlib import Path
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, Who, Why, editor, opened, print_json
from entrevue.cli.tongue import message, said, said_many, worded

app = typer.Typer(help="Look after a ledger.", no_args_is_help=True)
_BROKEN = 1
_PENDING = message(
    "Nobody who asks finds it, but somebody still reads an earlier state, for whom its bytes stay on the disk. They are"
    " wiped when the ledger is next opened or written after that; `entrevue ledger verify` says when that is done."
)


@app.command()
def status(json: AsJson = False, ledger: Place = None) -> None:
    """Say what the ledger holds."""
    with opened(ledger) as book:
        found = book.status()
    if json:
        print_json([found])
        return
    say(found.place)
    for name, count in found.totals.items():
        say(f"  {said(name):12} {count:9}")
    for reader, count in sorted(found.readers.items()):
        say(
            f"  {said('read by %(reader)s', reader=reader)}: {said_many('%(count)s report', '%(count)s reports', count)}"
        )


@app.command()
def verify(json: AsJson = False, ledger: Place = None) -> None:
    """Check everything; exit code 1 and a line for each thing that is broken."""
    with opened(ledger) as book:
        faults = book.verify()
    if json:
        print_json([{"faults": faults}])
    for fault in () if json else faults or (message("whole"),):
        say(worded(fault) if faults else said(fault))
    if faults:
        raise typer.Exit(_BROKEN)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the copy; nothing is overwritten.")],
    ledger: Place = None,
) -> None:
    """Write a copy as of one moment, while others may write."""
    with opened(ledger) as book:
        book.backup(file)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
    replace: Annotated[bool, typer.Option("--replace", help="Lose what the ledger holds now.")] = False,
    ledger: Place = None,
) -> None:
    """Take everything from a backup."""
    from entrevue.wiring import default_place
    from entrevue.wiring import restore as take

    aside = take(ledger or default_place(), file, replace_all=replace)
    if aside:
        say(said("restored; the damaged ledger is kept as %(file)s", file=aside))


@app.command()
def reread(
    everything: Annotated[bool, typer.Option("--all", help="Also what this reader read.")] = False,
    ledger: Place = None,
) -> None:
    """Read reports again that an older reader read; decisions stay."""
    from entrevue.pipeline import Reader

    with opened(ledger) as book:
        count = sum(1 for _ in book.reread(Reader(), everything=everything))
    say(said_many("%(count)s report read again", "%(count)s reports read again", count))


@app.command()
def rederive(ledger: Place = None) -> None:
    """Derive engagements and persons anew, after a change of the rules; decisions stay."""
    with opened(ledger) as book:
        say(said_many("%(count)s report derived anew", "%(count)s reports derived anew", book.rederive()))


@app.command()
def forget(
    id: Annotated[str, typer.Argument(metavar="ID", help="A report (r-…), a person (p-…), or an e-mail.")],  # noqa: A002
    by: Who = None,
    why: Why = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    ledger: Place = None,
) -> None:
    """Remove a report, a person's traces, or the replies of an e-mail address, for good."""
    with opened(ledger) as book:
        if not yes:
            typer.confirm(said("Remove %(id)s for good? Nothing brings it back.", id=id), abort=True)
        forgotten = book.forget(id, who=editor(by), why=why)
    if forgotten.replies:
        touched = said_many("%(count)s reply removed", "%(count)s replies removed", forgotten.replies)
    else:
        reports = said_many("%(count)s report", "%(count)s reports", forgotten.reports)
        accounts = said_many("%(count)s account", "%(count)s accounts", forgotten.accounts)
        touched = said("%(reports)s, %(accounts)s touched", reports=reports, accounts=accounts)
    say(said("forgot: %(what)s, %(touched)s", what=said(forgotten.what), touched=touched))
    if forgotten.pending:
        say(said(_PENDING))
