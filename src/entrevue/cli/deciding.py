"""`entrevue accept`, `correct`, `merge`, `split`, `reject`, `same-person`, `not-same-person`, `history`, `undo`."""

from typing import Annotated

import typer

from entrevue.cli.door import say
from entrevue.cli.ledgers import AsJson, Place, Who, Why, editor, opened, print_json
from entrevue.cli.tongue import named, said
from entrevue.domain.decisions import Decision

Engagement = Annotated[str, typer.Argument(metavar="ID", help="An engagement, or any account of it.")]
OtherEngagement = Annotated[str, typer.Argument(metavar="OTHER", help="Another engagement.")]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="A person, by id (p-…).")]
OtherPerson = Annotated[str, typer.Argument(metavar="OTHER", help="Another person.")]


def accept(id: Engagement, by: Who = None, why: Why = "", ledger: Place = None) -> None:  # noqa: A002
    """Accept an engagement as it is."""
    with opened(ledger) as book:
        _tell(book.accept(id, who=editor(by), why=why))


def reject(id: Engagement, by: Who = None, why: Why = "", ledger: Place = None) -> None:  # noqa: A002
    """Reject an engagement: it is none, or was misread."""
    with opened(ledger) as book:
        _tell(book.reject(id, who=editor(by), why=why))


def correct(
    id: Engagement,  # noqa: A002
    field: Annotated[str, typer.Argument(metavar="FIELD", help="start, city, p2.office … as `show` names them.")],
    value: Annotated[str | None, typer.Argument(metavar="VALUE", help="What it is.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Empty the field instead.")] = False,
    by: Who = None,
    why: Why = "",
    ledger: Place = None,
) -> None:
    """Correct a field of an engagement."""
    if empty == (value is not None):
        raise typer.BadParameter("give a value, or --empty")
    with opened(ledger) as book:
        _tell(book.correct(id, field, value, who=editor(by), why=why))


def merge(id: Engagement, other: OtherEngagement, by: Who = None, why: Why = "", ledger: Place = None) -> None:  # noqa: A002
    """Make two engagements of one kind one."""
    with opened(ledger) as book:
        _tell(book.merge(id, other, who=editor(by), why=why))


def split(
    id: Engagement,  # noqa: A002
    accounts: Annotated[list[str], typer.Argument(metavar="ACCOUNT…", help="The accounts to take out.")],
    by: Who = None,
    why: Why = "",
    ledger: Place = None,
) -> None:
    """Take accounts out of an engagement, to be one of their own."""
    with opened(ledger) as book:
        _tell(book.split(id, tuple(accounts), who=editor(by), why=why))


def same_person(one: Person, other: OtherPerson, by: Who = None, why: Why = "", ledger: Place = None) -> None:
    """Make two persons one."""
    with opened(ledger) as book:
        _tell(book.same_person(one, other, who=editor(by), why=why))


def not_same_person(one: Person, other: OtherPerson, by: Who = None, why: Why = "", ledger: Place = None) -> None:
    """Keep two persons apart."""
    with opened(ledger) as book:
        _tell(book.not_same_person(one, other, who=editor(by), why=why))


def undo(
    number: Annotated[int | None, typer.Argument(metavar="NUMBER", help="A decision; without it the last one.")] = None,
    by: Who = None,
    ledger: Place = None,
) -> None:
    """Take a decision back."""
    with opened(ledger) as book:
        decision = book.undo(number, who=editor(by))
    say(said("undone: %(what)s", what=_line(decision)))


def history(
    id: Annotated[str | None, typer.Argument(metavar="ID", help="An engagement or person; all without it.")] = None,  # noqa: A002
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """List decisions: who, when, why."""
    with opened(ledger) as book:
        decisions = book.history(id)
    if json:
        print_json(decisions)
        return
    for decision in decisions:
        say(f"{_line(decision)}{_undone(decision)}")


def _tell(decision: Decision) -> None:
    say(_line(decision))


def _undone(decision: Decision) -> str:
    if decision.undone is None:
        return ""
    return f"  ({said('undone by %(who)s %(when)s', who=decision.undone_by, when=f'{decision.undone:%Y-%m-%d %H:%M}')})"


def _line(decision: Decision) -> str:
    change = f" {decision.field} = {decision.value!r}" if decision.field else ""
    other = f" {decision.others[0]}" if decision.others else ""
    why = f": {decision.why}" if decision.why else ""
    head = f"{decision.number}  {decision.when:%Y-%m-%d %H:%M}  {decision.who}"
    return f"{head}  {named('verb', decision.verb.value)} {decision.targets[0]}{other}{change}{why}"
