"""`entrevue explain`: why a page was read as it was."""

import sys
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from entrevue.cli.door import console, warn
from entrevue.cli.pages import Language, Published, language_option, published_option
from entrevue.cli.tongue import message, named, said, tongue, worded
from entrevue.errors import SettingError, UnreadablePage

if TYPE_CHECKING:
    from entrevue.domain.explanation import Candidate, Explanation, Found, TriggerChoices

_UNREAD = 1
_NOTHING = message("Nothing in this text tells an engagement.")


def explain(
    page: Annotated[str, typer.Argument(metavar="PAGE", help="A file (HTML, text, PDF) or - for standard input.")],
    published: Published = None,
    lang: Language = None,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the explanation as an HTML file (- for standard output).")
    ] = None,
) -> None:
    """Show for one page what was found, among which candidates was chosen, and what each confidence rests on.

    Exit codes: 0 the page was read, 1 it could not be, 2 wrong use.
    """
    from entrevue.domain.report import Problem
    from entrevue.pipeline import Reader
    from entrevue.worker import load_page

    loaded = load_page(page)
    if isinstance(loaded, Problem):
        warn(f"{page}: {worded(loaded.reason)}")
        raise typer.Exit(_UNREAD)
    try:
        told = Reader().explain(loaded, published=published_option(published), language=language_option(lang))
    except UnreadablePage as error:
        warn(f"{page}: {worded(str(error))}")
        raise typer.Exit(_UNREAD) from error
    if html is None:
        _print(told, console())
    else:
        _write(told, html)


def _print(told: "Explanation", screen: Console) -> None:
    report = told.reading.report
    screen.print(Text(report.title or "", style="bold"))
    screen.print(Text(said("People and bodies"), style="bold underline"))
    for one in told.people:
        screen.print(
            Text.assemble("  ", (one.name, "bold"), f"  {said('side: %(sides)s', sides=_candidates(one.sides))}")
        )
        screen.print(Text(f"      {' · '.join(f'{m.quote} [{m.label}]' for m in one.mentions)}", style="dim"))
    screen.print(Text(said("What tells an engagement"), style="bold underline"))
    for choices in told.triggers:
        screen.print(Text.assemble("  ", _around(told, choices.found), f"  → {choices.account or said('fell')}"))
        for name, candidates in _rows(choices):
            screen.print(Text(f"      {name:<7} {_candidates(candidates)}"))
    screen.print(Text(said("Accounts"), style="bold underline"))
    for account in told.reading.accounts:
        reasons = ", ".join(f"{name} {value:+.2f}" for name, value in told.reasons.get(account.id, ()))
        what = f"{named('kind', account.kind)} {named('status', account.status)}"
        sure = f"{said('confidence')} {account.confidence:.2f}"
        screen.print(Text(f"  {account.id} {what}, {sure}: {reasons}"))
    if not told.triggers:
        screen.print(Text(f"  {said(_NOTHING)}", style="italic"))


def _rows(choices: "TriggerChoices") -> "list[tuple[str, tuple[Candidate, ...]]]":
    return [
        (said("kind"), choices.kinds),
        (said("status"), choices.statuses),
        (said("who"), choices.people),
        (said("when"), choices.days),
        (said("where"), choices.places),
    ]


def _candidates(candidates: "tuple[Candidate, ...]") -> str:
    return ", ".join(f"{one.label} {one.chance:.2f}" for one in candidates) or said("none")


def _around(told: "Explanation", found: "Found") -> Text:
    """The trigger with some words to either side."""
    text = told.reading.report.text
    before = text[max(found.start - 40, 0) : found.start].replace("\n", " / ")
    after = text[found.end : found.end + 40].replace("\n", " / ")
    return Text.assemble((f"…{before}", "dim"), (found.quote, "bold"), (f"{after}…", "dim"))


def _write(told: "Explanation", path: Path) -> None:
    frame = files("entrevue.cli").joinpath("explain.html").read_text(encoding="utf-8")
    page = (
        frame.replace("<!-- language -->", tongue())
        .replace("<!-- title -->", escape(told.reading.report.title or ""))
        .replace("<!-- body -->", _html(told))
    )
    try:
        if str(path) == "-":
            sys.stdout.buffer.write(page.encode("utf-8", "replace"))
        else:
            path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise SettingError(f"cannot write {path}: {error.strerror}") from error


def _html(told: "Explanation") -> str:
    if not told.triggers:
        return f"<p>{escape(said(_NOTHING))}</p><section class=text>{_marked(told)}</section>"
    people = "".join(
        f"<tr><th scope=row>{escape(one.name)}<td>{escape(_candidates(one.sides))}"
        f"<td>{' '.join(f'<mark class={m.label}>{escape(m.quote)}</mark>' for m in one.mentions)}"
        for one in told.people
    )
    triggers = "".join(
        f"<tr><th scope=row>{escape(choices.found.quote)}<td>{escape(choices.account or said('fell'))}"
        + "".join(f"<td>{escape(_candidates(candidates))}" for _, candidates in _rows(choices))
        for choices in told.triggers
    )
    accounts = "".join(
        f"<tr><th scope=row>{a.id}<td>{escape(named('kind', a.kind))}, {escape(named('status', a.status))}<td>{a.confidence:.2f}"
        f"<td>{escape(', '.join(f'{name} {value:+.2f}' for name, value in told.reasons.get(a.id, ())))}"
        for a in told.reading.accounts
    )
    return (
        f"<section class=text>{_marked(told)}</section>"
        f"{_heading('Accounts')}{_columns('Id', 'What', 'Confidence', 'Rests on')}{accounts}</table>"
        f"{_heading('People and bodies')}{_columns('Who', 'Side', 'Mentions')}{people}</table>"
        f"{_heading('What tells an engagement')}"
        f"{_columns('Word', 'Went to', 'Kind', 'Status', 'Who', 'When', 'Where')}{triggers}</table>"
    )


_COLUMNS = {
    "Id": message("Id"),
    "What": message("What"),
    "Confidence": message("Confidence"),
    "Rests on": message("Rests on"),
    "Who": message("Who"),
    "Side": message("Side"),
    "Mentions": message("Mentions"),
    "Word": message("Word"),
    "Went to": message("Went to"),
    "Kind": message("Kind"),
    "Status": message("Status"),
    "When": message("When"),
    "Where": message("Where"),
}


def _heading(text: str) -> str:
    return f"<h2>{escape(said(text))}</h2>"


def _columns(*names: str) -> str:
    """The head of a table."""
    return "<table><tr>" + "".join(f"<th>{escape(said(_COLUMNS[name]))}" for name in names)


def _marked(told: "Explanation") -> str:
    """The text with everything that was marked, marks inside marks left out."""
    text, out, at = told.reading.report.text, [], 0
    for found in told.found:
        if found.start < at:
            continue
        title = f"{found.label} {found.chance:.2f} {found.meaning}".strip()
        out.append(escape(text[at : found.start]))
        out.append(f'<mark class={found.label} title="{escape(title)}">{escape(found.quote)}</mark>')
        at = found.end
    return "".join([*out, escape(text[at:])]).replace("\n", "<br><br>")
