"""`entrevue reply`: readers' replies, moderated at a terminal."""

from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, Who, Why, editor, opened, print_json
from entrevue.cli.tongue import field_named, said
from entrevue.domain.replies import Moderation, Reply

app = typer.Typer(help="Moderate readers' replies.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="A reply (y-…).")]


@app.command("list")
def list_(
    state: Annotated[Moderation, typer.Option("--state", help="Which ones.")] = Moderation.PENDING,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 50,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """List replies, the oldest first; never the address of who wrote one."""
    with opened(ledger) as book:
        replies = book.replies.in_state(state, limit=limit)
    if json:
        print_json(replies)
        return
    for reply in replies:
        _tell(reply)


@app.command()
def publish(id: Id, by: Who = None, why: Why = "", ledger: Place = None) -> None:  # noqa: A002
    """Show a reply to readers."""
    with opened(ledger) as book:
        _tell(book.replies.publish(id, who=editor(by), why=why))


@app.command()
def refuse(id: Id, by: Who = None, why: Why = "", ledger: Place = None) -> None:  # noqa: A002
    """Do not show a reply, or show it no more."""
    with opened(ledger) as book:
        _tell(book.replies.refuse(id, who=editor(by), why=why))


@app.command()
def accept(id: Id, by: Who = None, ledger: Place = None) -> None:  # noqa: A002
    """Accept the correction that a reply proposes, and show the reply."""
    with opened(ledger) as book:
        reply, decision = book.replies.accept(id, who=editor(by))
    _tell(reply)
    say(
        f"{said('decision %(number)s', number=decision.number)}: {field_named(decision.field or '')} = {decision.value!r}"
    )


@app.command()
def address(id: Id, ledger: Place = None) -> None:  # noqa: A002
    """Print the e-mail of who wrote a reply: only here, for whoever holds the ledger."""
    with opened(ledger) as book:
        say(book.replies.address(id))


def _tell(reply: Reply) -> None:
    change = f"  [{reply.proposal.field} = {reply.proposal.value!r}]" if reply.proposal else ""
    text = " ".join(reply.text.split())
    say(
        f"{reply.id}  {reply.created:%Y-%m-%d %H:%M}  {said(reply.state.value)}  {reply.about}  {reply.name}: {text}{change}"
    )
