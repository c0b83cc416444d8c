"""`entrevue token`: what programs show to act for a user."""

from dataclasses import fields
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.cli.tongue import said
from entrevue.domain.users import Scope, Token

app = typer.Typer(help="Look after the tokens of programs.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The user for whom the program acts.")],
    label: Annotated[str, typer.Argument(metavar="LABEL", help="What will use it.")],
    scope: Annotated[
        list[Scope] | None, typer.Option("--scope", help="What it may do; again for more (default: read).")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", metavar="N", help="How long it lasts (default: 365).")] = 365,
    ledger: Place = None,
) -> None:
    """Make a token; it is printed once, and kept nowhere."""
    with opened(ledger) as book:
        made = book.tokens.add(book.users.named(name), label, scope or [Scope.READ], days=days)
    say(made.secret)


@app.command("list")
def list_(json: AsJson = False, ledger: Place = None) -> None:
    """List tokens, revoked ones too; never the secret itself."""
    with opened(ledger) as book:
        tokens = book.tokens.all()
        names = {user.id: user.name for user in book.users.all()}
    if json:
        shown = [field.name for field in fields(Token) if field.name not in {"hash", "user"}]
        print_json([{"user": names[one.user]} | {name: getattr(one, name) for name in shown} for one in tokens])
        return
    for token in tokens:
        scopes = " ".join(sorted(token.scopes))
        until = said("until %(day)s", day=f"{token.expires:%Y-%m-%d}") if token.expires else said("does not expire")
        state = said("revoked %(day)s", day=f"{token.revoked:%Y-%m-%d}") if token.revoked else until
        used = said("used %(day)s", day=f"{token.used:%Y-%m-%d}") if token.used else said("never used")
        say(f"{token.id}  {names[token.user]}  {token.label}  [{scopes}]  {state}  {used}")


@app.command()
def revoke(
    id: Annotated[str, typer.Argument(metavar="ID", help="A token, as `token list` names it.")],  # noqa: A002
    ledger: Place = None,
) -> None:
    """Make a token worth nothing."""
    with opened(ledger) as book:
        token = book.tokens.revoke(id)
    say(said("revoked: %(label)s", label=token.label))
