"""`entrevue show` and `dossier`: all about one engagement; all about somebody."""

from collections.abc import Iterator
from typing import Annotated

import typer

from entrevue.cli.ledgers import AsJson, Place, opened, plain_value, print_json
from entrevue.cli.listing import print_engagements, when
from entrevue.domain.dossiers import Dossier
from entrevue.domain.engagements import Engagement, Field, Tenure
from entrevue.domain.likeness import BONDED, Bond, Echo, EchoKind
from entrevue.domain.recorded import RecordedAccount
from entrevue.inquiry.offices import office_told

_FIELDS = ("status", "start", "end", "country", "city", "source")
_OF_PARTICIPANTS = ("name", "office", "organization", "country", "part")


def show(
    id: Annotated[str, typer.Argument(metavar="ID", help="An engagement, or any account of it.")],  # noqa: A002
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Show an engagement: every field with the accounts and quotes behind it, conflicts marked."""
    with opened(ledger) as book:
        engagement = book.engagement(id)
        accounts = book.accounts(id)
        bonds, echoes = book.bonds(id), book.echoes(id)
    if json:
        told = [plain_value(one) for one in accounts]
        for one in told:
            one["context"].pop("sketch", None)
        print_json([{"engagement": engagement, "accounts": told, "bonds": bonds, "echoes": echoes}])
        return
    from entrevue.cli.door import console

    screen = console()
    for line, style in (*page_of(engagement, accounts), *_joined(accounts, bonds), *_echoing(accounts, echoes)):
        screen.print(line, style=style, markup=False, highlight=False, soft_wrap=True)


def page_of(engagement: Engagement, accounts: tuple[RecordedAccount, ...]) -> Iterator[tuple[str, str]]:
    """An engagement in lines, each with its style: every field with the accounts and quotes behind it."""
    marks = {one.stem: str(number) for number, one in enumerate(accounts, 1)}
    yield f"{engagement.id}  {engagement.kind.value}  {when(engagement)}", "bold"
    review = "" if engagement.review.value == "open" else f" · {engagement.review.value}"
    origins = f"{engagement.origins} independent" if engagement.reports > 1 else "one source"
    yield f"{engagement.reports} report(s), {origins}{review}", "dim"
    for name, value in (("part of", engagement.part_of), ("follows", engagement.follows)):
        if value:
            yield f"  {name}  {value}", ""
    quotes = {(one.stem, name): e.quote for one in accounts for name, e in one.account.evidence.items()}
    for name in _FIELDS:
        yield from _field(name, getattr(engagement, name), marks, quotes)
    for place, participant in enumerate(engagement.participants, 1):
        yield (
            f"  p{place}  {participant.shown_as}" + (f"  [{participant.person}]" if participant.person else ""),
            "bold",
        )
        stated = _quotes_of(accounts)
        for name in _OF_PARTICIPANTS:
            yield from _field(name, getattr(participant, name), marks, stated, indent="      ")
    for topic in engagement.topics:
        yield f"  on  {topic.quote} [{topic.topic or '—'}]  ({_stems(topic.stems, marks)})", ""
    yield "  accounts", "bold"
    for one in accounts:
        context = one.context
        origin = " · ".join(str(part) for part in (context.publisher, context.published, context.language) if part)
        yield f"  ({marks[one.stem]}) {one.stem}  {context.report}  {context.title or '—'}", ""
        yield f"      {origin}{'  ' + context.url if context.url else ''}", "dim"


def _joined(accounts: tuple[RecordedAccount, ...], bonds: tuple[Bond, ...]) -> Iterator[tuple[str, str]]:
    """Why the accounts are one engagement, with the reasons of each score."""
    if len(accounts) < 2:
        return
    yield "  why they are one", "bold"
    marks = {one.stem: number for number, one in enumerate(accounts, 1)}
    for bond in bonds:
        first, second = sorted((marks[bond.one], marks[bond.other]))
        yield f"  ({first}) is like ({second})  {bond.likeness.score:.2f}", ""
        for reason in bond.likeness.reasons:
            yield f"      {reason.points:+.2f}  {reason.feature}  {reason.note}", "dim"
    if len(accounts) > BONDED:
        yield f"  {BONDED} of the {len(accounts)} accounts were compared to say so", ""
    elif len(bonds) < len(accounts) - 1:
        yield "  what none of these joins was joined by a decision", ""


_ECHOES = {
    EchoKind.REPORT: "stand in one report",
    EchoKind.PUBLISHER: "are both of {about}",
    EchoKind.CREDIT: "both credit {about}",
    EchoKind.SOURCE: "both credit the same source: {about}",
    EchoKind.TEXT: "share most of a text",
    EchoKind.LEAD: "open with the same sentence",
}


def _echoing(accounts: tuple[RecordedAccount, ...], echoes: tuple[Echo, ...]) -> Iterator[tuple[str, str]]:
    """Which accounts count as one origin, and why."""
    marks = {one.stem: number for number, one in enumerate(accounts, 1)}
    if echoes:
        yield "  counted as one origin", "bold"
    for echo in echoes:
        first, second = sorted((marks[echo.one], marks[echo.other]))
        yield f"  ({first}) and ({second}) {_ECHOES[echo.kind].format(about=echo.about)}", ""


def _quotes_of(accounts: tuple[RecordedAccount, ...]) -> dict[tuple[str, str], str]:
    """The quote behind a participant's value, by stem and value."""
    return {
        (one.stem, str(getattr(p, name))): evidence.quote
        for one in accounts
        for p in one.account.participants
        for name, evidence in p.evidence.items()
        if name in _OF_PARTICIPANTS
    }


def _field(
    name: str, field: Field, marks: dict[str, str], quotes: dict[tuple[str, str], str], indent: str = "  "
) -> Iterator[tuple[str, str]]:
    if field.value is None and not field.sayings:
        return
    sign = "  CONFLICT" if field.conflict else ""
    decided = f"  (decision {field.decision})" if field.decision else "  (inferred)" if field.inferred else ""
    agreed = f"  {field.agree} of {field.of}" if field.of > 1 else ""
    yield f"{indent}{name}  {field.value or '—'}{agreed}{sign}{decided}", "red" if field.conflict else ""
    for saying in field.sayings:
        said = {quotes.get((stem, name)) or quotes.get((stem, saying.value)) for stem in saying.stems} - {None}
        words = " ".join(f"“{quote}”" for quote in sorted(str(quote) for quote in said))
        if words or len(field.sayings) > 1:
            yield f"{indent}    {saying.value}  ({_stems(saying.stems, marks)})  {words}", "dim"


def _stems(stems: tuple[str, ...], marks: dict[str, str]) -> str:
    return ", ".join(marks.get(stem, stem) for stem in stems)


def dossier(
    who: Annotated[str, typer.Argument(metavar="WHO", help="A person, organisation or state: id, code or name.")],
    other: Annotated[str | None, typer.Argument(metavar="WITH", help="Together with whom.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Engagements to list.")] = 20,
    json: AsJson = False,
    ledger: Place = None,
) -> None:
    """Show all the ledger knows of a person, an organisation, a state, or a pair."""
    with opened(ledger) as book:
        found = book.dossier(who, other, shown=limit)
    if json:
        print_json([found])
        return
    from entrevue.cli.door import console

    screen = console()
    for line, style in _dossier(found):
        screen.print(line, style=style, markup=False, highlight=False, soft_wrap=True)
    if found.engagements:
        print_engagements(found.engagements)


def _dossier(found: Dossier) -> Iterator[tuple[str, str]]:
    yield " — ".join(one.label for one in found.subjects), "bold"
    yield f"{found.total} engagement(s)", ""
    if found.rhythm.years:
        yield "by year: " + ", ".join(f"{year}: {count}" for year, count in found.rhythm.years), ""
    if found.rhythm.longest_gap is not None:
        gap = found.rhythm
        about = "" if len(f"{gap.gap_from}{gap.gap_until}") == 20 else "about "
        yield f"longest gap: {about}{gap.longest_gap} days, {gap.gap_from} to {gap.gap_until}", ""
    for flow in found.flows:
        yield f"visits from {flow.visitor} to {flow.host}: {flow.visits}", ""
    for title, counts in (
        ("counterparts", [(one.label, one.engagements) for one in found.counterparts]),
        ("topics", found.topics),
    ):
        if counts:
            yield f"{title}: " + ", ".join(f"{name} ({count})" for name, count in counts), ""
    for person in found.persons:
        yield f"{person.name}  [{person.id}]", "bold"
        for tenure in person.tenures:
            yield f"    {_tenure(tenure)}", ""


def _tenure(tenure: Tenure) -> str:
    post = office_told(tenure.office) or tenure.organization or "acts"
    side = f" ({tenure.country})" if tenure.country else ""
    span = f"{tenure.first} to {tenure.last}" if tenure.first != tenure.last else str(tenure.first or "undated")
    return f"{post}{side}: seen {span}, {tenure.engagements} engagement(s)"
