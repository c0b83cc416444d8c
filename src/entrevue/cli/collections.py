"""`entrevue collection`: things put together under a title, to be shared by an address and exported."""

import os
from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, editor, opened, print_json
from entrevue.cli.listing import print_things
from entrevue.cli.notes import By, Things, listed
from entrevue.cli.tongue import said, said_many
from entrevue.domain.notes import Collection

app = typer.Typer(help="Put engagements, persons and reports together under a title.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="COLLECTION", help="A collection, by id (l-…).")]
Title = Annotated[str, typer.Argument(metavar="TITLE", help="Its title.")]


@app.command()
def add(title: Title, by: By = None, json: AsJson = False, ledger: Place = None) -> None:
    """Begin a collection."""
    with opened(ledger) as book:
        _tell(book.collections.add(title, who=editor(by)), 0, json=json)


@app.command("list")
def list_(json: AsJson = False, ledger: Place = None) -> None:
    """List collections, the newest first, with how many things are in each."""
    with opened(ledger) as book:
        found = book.collections.all()
    for one, count in found:
        _tell(one, count, json=json)
    if not found and not json:
        say(said("No collection; `entrevue collection add TITLE` begins one."))


@app.command()
def show(id: Id, json: AsJson = False, ledger: Place = None) -> None:  # noqa: A002
    """Show what is in a collection."""
    with opened(ledger) as book:
        one = book.collections.get(id)
        found = book.collections.things(one)
    if json:
        print_json([{"collection": one, "things": found}])
        return
    _tell(one, len(found))
    print_things(found)


@app.command()
def put(id: Id, things: Things, by: By = None, ledger: Place = None) -> None:  # noqa: A002
    """Put things into a collection; what is in it already stays once."""
    with opened(ledger) as book:
        for thing in listed(things):
            book.collections.put(id, thing, who=editor(by))
        one = book.collections.get(id)
        _tell(one, len(book.collections.things(one)))


@app.command("take-out")
def take_out(id: Id, things: Things, ledger: Place = None) -> None:  # noqa: A002
    """Take things out of a collection."""
    with opened(ledger) as book:
        for thing in listed(things):
            if not book.collections.take_out(id, thing):
                say(said("%(id)s was not in it", id=thing))
        one = book.collections.get(id)
        _tell(one, len(book.collections.things(one)))


@app.command()
def rename(id: Id, title: Title, ledger: Place = None) -> None:  # noqa: A002
    """Give a collection another title."""
    with opened(ledger) as book:
        say(f"{id}  {book.collections.rename(id, title).title}")


@app.command()
def share(id: Id, json: AsJson = False, ledger: Place = None) -> None:  # noqa: A002
    """Give a collection an address of its own; whoever has it reads the collection, without signing in."""
    with opened(ledger) as book:
        key = book.collections.share(id).key
    address = f"{(os.environ.get('ENTREVUE_PUBLIC_URL') or '').rstrip('/')}/collections/{key}"
    if json:
        print_json([{"id": id, "key": key, "address": address}])
    else:
        say(address)


@app.command()
def unshare(id: Id, ledger: Place = None) -> None:  # noqa: A002
    """End the address of a collection for good."""
    with opened(ledger) as book:
        say(said("%(title)s: shared no longer", title=book.collections.unshare(id).title))


@app.command()
def remove(id: Id, ledger: Place = None) -> None:  # noqa: A002
    """Remove a collection; what is in it stays where it is."""
    with opened(ledger) as book:
        say(said("collection removed: %(title)s", title=book.collections.remove(id).title))


def _tell(one: Collection, count: int, *, json: bool = False) -> None:
    if json:
        print_json([{"collection": one, "things": count}])
        return
    things = said_many("%(count)s thing", "%(count)s things", count)
    shared = f"  {said('shared as %(key)s', key=one.key)}" if one.key else ""
    say(f"{one.id}  {one.title}  {things}  {one.who} {one.made:%Y-%m-%d}{shared}")
