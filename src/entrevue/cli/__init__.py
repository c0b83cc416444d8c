"""The command line: one module a command; nothing heavy is imported before a command that needs it runs."""

import sys

import typer

from entrevue.cli import (
    add,
    check,
    claims,
    deciding,
    engagements,
    explain,
    export,
    imports,
    ledger,
    read,
    replies,
    scale,
    serve,
    show,
    tokens,
    users,
)
from entrevue.cli.door import say, warn
from entrevue.errors import EntrevueError

app = typer.Typer(
    name="entrevue",
    help="Who met whom, in what capacity, when, where, about what, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"entrevue {version('entrevue')}")
        raise typer.Exit


@app.callback()
def _entrevue(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Keep `read` a subcommand, with options of the program beside it."""


app.command("read")(read.read)
app.command("explain")(explain.explain)
app.command("add")(add.add)
app.command("engagements")(engagements.engagements)
app.command("participations")(engagements.participations)
app.command("dyads")(engagements.dyads)
app.command("persons")(engagements.persons)
app.command("show")(show.show)
app.command("dossier")(show.dossier)
app.command("timeline")(engagements.timeline)
app.command("network")(engagements.network)
for _decide in (deciding.accept, deciding.correct, deciding.merge, deciding.split, deciding.reject):
    app.command(_decide.__name__)(_decide)
app.command("same-person")(deciding.same_person)
app.command("not-same-person")(deciding.not_same_person)
app.command("check")(check.check)
app.command("claims")(claims.claims)
app.command("export")(export.export)
app.command("import")(imports.import_)
app.command("serve")(serve.serve)
app.command("history")(deciding.history)
app.command("undo")(deciding.undo)
app.add_typer(ledger.app, name="ledger")
app.add_typer(users.app, name="user")
app.add_typer(tokens.app, name="token")
app.add_typer(replies.app, name="reply")
app.add_typer(scale.app, name="scale")


def main() -> None:
    """Run the command line; an error of ours is one line on standard error and exit code 2."""
    try:
        app()
    except EntrevueError as error:
        warn(str(error))
        sys.exit(2)
