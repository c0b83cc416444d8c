"""`entrevue note` and `entrevue tag`: what editors write beside engagements, persons and reports."""

import sys
from typing import Annotated

import typer

from entrevue.cli.door import say, say_folded
from entrevue.cli.ledgers import AsJson, Place, editor, opened, print_json
from entrevue.cli.listing import print_things
from entrevue.cli.tongue import said
from entrevue.domain.notes import Note

note = typer.Typer(help="Keep notes on engagements, persons and reports.", no_args_is_help=True)
tag = typer.Typer(help="File engagements, persons and reports under tags.", no_args_is_help=True)
Thing = Annotated[
    str, typer.Argument(metavar="THING", help="An engagement (or an account of it), a person (p-…), a report (r-…).")
]
Things = Annotated[
    list[str], typer.Argument(metavar="THING…", help="Engagements, persons (p-…), reports (r-…); -: a line each.")
]
Text = Annotated[str, typer.Argument(metavar="TEXT", help="What to write (-: from standard input).")]
Written = Annotated[str, typer.Argument(metavar="NOTE", help="A note, by id (n-…).")]
Name = Annotated[str, typer.Argument(metavar="TAG", help="A word or a few; capitals and accents make no other tag.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who writes (default: the user's name).")]


@note.command("add")
def add_note(thing: Thing, text: Text, by: By = None, json: AsJson = False, ledger: Place = None) -> None:
    """Write a note on a thing."""
    with opened(ledger) as book:
        _tell(book.notes.add(thing, _said(text), who=editor(by)), json=json)


@note.command("list")
def list_notes(
    thing: Annotated[
        str | None, typer.Argument(metavar="[THING]", help="Notes on this alone; without it, the newest of all.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many.")] = 50,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """List notes, the newest first."""
    with opened(ledger) as book:
        found = tuple(reversed(book.notes.of(thing).notes))[:limit] if thing else book.notes.newest(limit=limit)
    if json:
        print_json(found)
        return
    for one in found:
        _tell(one)
    if not found:
        say(said("No note."))


@note.command("change")
def change_note(id: Written, text: Text, by: By = None, json: AsJson = False, ledger: Place = None) -> None:  # noqa: A002
    """Give a note another text."""
    with opened(ledger) as book:
        _tell(book.notes.change(id, _said(text), who=editor(by)), json=json)


@note.command("remove")
def remove_note(id: Written, ledger: Place = None) -> None:  # noqa: A002
    """Remove a note for good."""
    with opened(ledger) as book:
        _tell(book.notes.remove(id))
    say(said("note removed"))


@tag.command("add")
def add_tag(name: Name, things: Things, by: By = None, ledger: Place = None) -> None:
    """File things under a tag."""
    with opened(ledger) as book:
        for thing in listed(things):
            say(f"{thing}  {book.notes.tag(thing, name, who=editor(by)).name}")


@tag.command("remove")
def remove_tag(name: Name, things: Things, ledger: Place = None) -> None:
    """Take a tag off things."""
    with opened(ledger) as book:
        for thing in listed(things):
            taken = book.notes.untag(thing, name)
            told = said("no longer under %(name)s", name=name) if taken else said("was not under %(name)s", name=name)
            say(f"{thing}  {told}")


@tag.command("list")
def list_tags(
    thing: Annotated[str | None, typer.Argument(metavar="[THING]", help="Those of this alone.")] = None,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """List tags, each with how many things are under it; or the tags of one thing."""
    with opened(ledger) as book:
        counts = book.notes.tags()
        if thing:
            own = {one.name for one in book.notes.of(thing).tags}
            counts = {name: counts.get(name, 1) for name in sorted(own)}
    if json:
        print_json([{"tag": name, "things": count} for name, count in counts.items()])
        return
    for name, count in counts.items():
        say(f"{count:>5}  {name}")
    if not counts:
        say(said("No tag."))


@tag.command("show")
def show_tag(name: Name, json: AsJson = False, ledger: Place = None) -> None:
    """Show everything under a tag."""
    with opened(ledger) as book:
        found = book.notes.tagged(name)
    if json:
        print_json([found])
    else:
        print_things(found)


def listed(told: list[str]) -> list[str]:
    """The things that are named, or that standard input names; of a line, its first word counts."""
    if told != ["-"]:
        return told
    return [words[0] for line in sys.stdin if (words := line.split())]


def _said(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _tell(one: Note, *, json: bool = False) -> None:
    if json:
        print_json([one])
        return
    heading = f"{one.id}  {said('on %(thing)s', thing=one.about)}  {one.who} {one.made:%Y-%m-%d %H:%M}"
    if one.changed:
        heading += f", {said('changed by %(name)s', name=one.changed_by)} {one.changed:%Y-%m-%d %H:%M}"
    say_folded(heading, " / ".join(one.text.split("\n")))
