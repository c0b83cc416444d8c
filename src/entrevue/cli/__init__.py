"""The command line: one module a command; nothing heavy is imported before a command that needs it runs."""

import sys

import typer
from typer.exceptions import TyperException

from entrevue.cli import (
    add,
    alert,
    check,
    claims,
    collections,
    config,
    deciding,
    engagements,
    explain,
    export,
    find,
    imports,
    info,
    ledger,
    notes,
    read,
    replies,
    reviewing,
    scale,
    serve,
    show,
    tokens,
    users,
    watch,
)
from entrevue.cli.door import say, warn
from entrevue.cli.groups import Grouped
from entrevue.cli.tongue import in_words, said, speak, worded
from entrevue.configuring import Setting, configure
from entrevue.errors import EntrevueError

WRONG, INTERRUPTED = 2, 130

app = typer.Typer(
    name="entrevue",
    help="Who met whom, in what capacity, when, where, about what, and who says so.",
    cls=Grouped,
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        say(f"entrevue {version('entrevue')}")
        raise typer.Exit


@app.callback()
def _entrevue(
    version: bool = typer.Option(  # noqa: ARG001 (its callback answers)
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
    ),
    language: str | None = typer.Option(
        None, "--language", metavar="CODE", help="The language to answer in, such as fr (default: your system's)."
    ),
) -> None:
    """Keep `read` a subcommand, with options of the program beside it."""
    speak(language)


app.command("read")(read.read)
app.command("explain")(explain.explain)
app.command("add")(add.add)
app.command("find")(find.find)
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
app.command("topics")(info.topics)
app.command("review")(reviewing.review)
app.command("config")(config.config)
app.command("info")(info.info)
app.command("serve")(serve.serve)
app.command("history")(deciding.history)
app.command("undo")(deciding.undo)
app.add_typer(ledger.app, name="ledger")
app.add_typer(users.app, name="user")
app.add_typer(tokens.app, name="token")
app.add_typer(replies.app, name="reply")
app.add_typer(notes.note, name="note")
app.add_typer(notes.tag, name="tag")
app.add_typer(collections.app, name="collection")
app.add_typer(scale.app, name="scale")
app.add_typer(watch.app, name="watch")
app.add_typer(alert.app, name="alert")


def main() -> None:
    """Run the command line.

    Exit codes, the same everywhere: 0 done; 1 some of it could not be, and each is named on standard error; 2 wrong use,
    or a ledger that cannot be used, told in one line; 130 interrupted.
    """
    try:
        for one in configure():
            _tell_of(one)
        code = app(standalone_mode=False)
    except EntrevueError as error:
        warn(in_words(error))
        sys.exit(WRONG)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    except TyperException as error:
        sys.exit(_wrong_use(error))
    sys.exit(code if isinstance(code, int) else 0)


def _tell_of(one: Setting) -> None:
    """Say where a setting of the folder's file leads, without the password that it may hold."""
    from entrevue.wiring import printable

    warn(f"{one.origin} in this folder sets {one.name} to {printable(one.value)}")


def _wrong_use(error: TyperException) -> int:
    """Say in one line what is wrong, and where it stands what would be right."""
    context = getattr(error, "ctx", None)
    if context is not None and type(error).__name__.startswith("NoArgs"):
        for line in context.get_help().splitlines():
            say(line)
        return WRONG
    where = said(" (`%(command)s --help` tells more)", command=context.command_path) if context is not None else ""
    warn(f"{worded(' '.join(error.format_message().split()))}{where}")
    return WRONG
