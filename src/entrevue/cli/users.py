"""`entrevue user`: who may work at the desk."""

import sys
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, opened, print_json
from entrevue.cli.tongue import said
from entrevue.domain.users import Role, User

app = typer.Typer(help="Say who may work at the desk.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name written at sign-in.")]
FromInput = Annotated[
    bool, typer.Option("--password-stdin", help="Take the password from standard input, its first line.")
]


@app.command()
def add(
    name: Name,
    role: Annotated[Role, typer.Option("--role", help="What the user may do.")] = Role.READER,
    shown_as: Annotated[
        str | None, typer.Option("--shown-as", metavar="TEXT", help="The name beside decisions (default: NAME).")
    ] = None,
    password_stdin: FromInput = False,
    ledger: Place = None,
) -> None:
    """Add a user."""
    with opened(ledger) as book:
        _tell(book.users.add(name, _password(password_stdin), role=role, shown_as=shown_as))


@app.command("list")
def list_(json: AsJson = False, ledger: Place = None) -> None:
    """List users."""
    with opened(ledger) as book:
        users = book.users.all()
    if json:
        print_json(users)
        return
    for user in users:
        _tell(user)


@app.command()
def password(name: Name, password_stdin: FromInput = False, ledger: Place = None) -> None:
    """Set a user's password; every sign-in of theirs ends."""
    with opened(ledger) as book:
        book.users.named(name)
        _tell(book.users.set_password(name, _password(password_stdin)))


@app.command()
def role(
    name: Name,
    new: Annotated[Role, typer.Argument(metavar="ROLE", help="reader, editor or administrator.")],
    ledger: Place = None,
) -> None:
    """Give a user another role."""
    with opened(ledger) as book:
        _tell(book.users.set_role(name, new))


@app.command()
def disable(name: Name, ledger: Place = None) -> None:
    """End a user's sign-ins and tokens, and let no new one be made."""
    with opened(ledger) as book:
        _tell(book.users.disable(name))


@app.command()
def enable(name: Name, ledger: Place = None) -> None:
    """Let a user sign in again."""
    with opened(ledger) as book:
        _tell(book.users.enable(name))


def _password(from_input: bool) -> str:
    """The password, asked for twice at a terminal; it never stands in the command."""
    if from_input:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter("there is no terminal to ask for a password: use --password-stdin")
    asked: str = typer.prompt(said("Password"), hide_input=True, confirmation_prompt=said("Once more"))
    return asked


def _tell(user: User) -> None:
    shown = f"  {said('shown as %(name)s', name=user.shown_as)}" if user.shown_as != user.name else ""
    active = "" if user.active else f"  {said('disabled')}"
    say(f"{user.name}  {said(user.role.value)}{shown}{active}")
