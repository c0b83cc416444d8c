"""`entrevue show` and `dossier`: all about one engagement; all about somebody."""

from collections.abc import Iterator
from typing import Annotated

import typer

from entrevue.cli.ledgers import AsJson, Place, opened, plain_value, print_json
from entrevue.cli.listing import print_engagements, when
from entrevue.cli.tongue import field_named, message, named, reason_named, said, said_many
from entrevue.domain.dossiers import Dossier
from entrevue.domain.engagements import Engagement, Field, Tenure
from entrevue.domain.likeness import BONDED, Bond, Echo, EchoKind
from entrevue.domain.recorded import RecordedAccount
from entrevue.inquiry.tidy import office_in_short

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
    yield f"{engagement.id}  {named('kind', engagement.kind.value)}  {when(engagement)}", "bold"
    review = "" if engagement.review.value == "open" else f" · {said(engagement.review.value)}"
    several = said_many("%(count)s independent", "%(count)s independent", engagement.origins)
    origins = several if engagement.reports > 1 else said("one source")
    reports = said_many("%(count)s report", "%(count)s reports", engagement.reports)
    yield f"{reports}, {origins}{review}", "dim"
    for name, value in ((said("part of"), engagement.part_of), (said("follows"), engagement.follows)):
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
        about = named("topic", topic.topic) if topic.topic else "—"
        yield f"  {said('on')}  {topic.quote} [{about}]  ({_stems(topic.stems, marks)})", ""
    yield f"  {said('accounts')}", "bold"
    for one in accounts:
        context = one.context
        origin = " · ".join(str(part) for part in (context.publisher, context.published, context.language) if part)
        yield f"  ({marks[one.stem]}) {one.stem}  {context.report}  {context.title or '—'}", ""
        yield f"      {origin}{'  ' + context.url if context.url else ''}", "dim"


def _joined(accounts: tuple[RecordedAccount, ...], bonds: tuple[Bond, ...]) -> Iterator[tuple[str, str]]:
    """Why the accounts are one engagement, with the reasons of each score."""
    if len(accounts) < 2:
        return
    yield f"  {said('why they are one')}", "bold"
    marks = {one.stem: number for number, one in enumerate(accounts, 1)}
    for bond in bonds:
        first, second = sorted((marks[bond.one], marks[bond.other]))
        yield f"  {said('(%(one)s) is like (%(other)s)', one=first, other=second)}  {bond.likeness.score:.2f}", ""
        for reason in bond.likeness.reasons:
            why = reason_named(reason.feature, reason.note, "  ")
            yield f"      {reason.points:+.2f}  {why}", "dim"
    if len(accounts) > BONDED:
        counts = {"some": BONDED, "all": len(accounts)}
        yield f"  {said('%(some)s of the %(all)s accounts were compared to say so', **counts)}", ""
    elif len(bonds) < len(accounts) - 1:
        yield f"  {said('what none of these joins was joined by a decision')}", ""


_ECHOES = {
    EchoKind.REPORT: message("(%(one)s) and (%(other)s) stand in one report"),
    EchoKind.PUBLISHER: message("(%(one)s) and (%(other)s) are both of %(about)s"),
    EchoKind.CREDIT: message("(%(one)s) and (%(other)s) both credit %(about)s"),
    EchoKind.SOURCE: message("(%(one)s) and (%(other)s) both credit the same source: %(about)s"),
    EchoKind.TEXT: message("(%(one)s) and (%(other)s) share most of a text"),
    EchoKind.LEAD: message("(%(one)s) and (%(other)s) open with the same sentence"),
}


def _echoing(accounts: tuple[RecordedAccount, ...], echoes: tuple[Echo, ...]) -> Iterator[tuple[str, str]]:
    """Which accounts count as one origin, and why."""
    marks = {one.stem: number for number, one in enumerate(accounts, 1)}
    if echoes:
        yield f"  {said('counted as one origin')}", "bold"
    for echo in echoes:
        first, second = sorted((marks[echo.one], marks[echo.other]))
        yield f"  {said(_ECHOES[echo.kind], one=first, other=second, about=echo.about)}", ""


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
    sign = f"  {said('CONFLICT')}" if field.conflict else ""
    decided = f"  ({said('inferred')})" if field.inferred else ""
    decided = f"  ({said('decision %(number)s', number=field.decision)})" if field.decision else decided
    agreed = f"  {said('%(some)s of %(all)s', some=field.agree, all=field.of)}" if field.of > 1 else ""
    value = value_named(name, field.value)
    yield f"{indent}{field_named(name)}  {value}{agreed}{sign}{decided}", "red" if field.conflict else ""
    for saying in field.sayings:
        quoted = {quotes.get((stem, name)) or quotes.get((stem, saying.value)) for stem in saying.stems} - {None}
        words = " ".join(f"“{quote}”" for quote in sorted(str(quote) for quote in quoted))
        if words or len(field.sayings) > 1:
            yield f"{indent}    {value_named(name, saying.value)}  ({_stems(saying.stems, marks)})  {words}", "dim"


def value_named(name: str, value: str | None) -> str:
    """A field's value as it is shown: those that are words of the ledger's own in the user's language."""
    return "—" if not value else named(name, value) if name in {"kind", "status", "part"} else value


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
    planned = said_many("%(count)s of them planned", "%(count)s of them planned", found.planned)
    cancelled = said_many("%(count)s of them called off", "%(count)s of them called off", found.cancelled)
    apart = [words for words, count in ((planned, found.planned), (cancelled, found.cancelled)) if count]
    yield ", ".join([said_many("%(count)s engagement", "%(count)s engagements", found.total), *apart]), ""
    if found.rhythm.years:
        years = ", ".join(f"{year}: {count}" for year, count in found.rhythm.years)
        yield said("by year: %(counts)s", counts=years), ""
    if found.rhythm.longest_gap is not None:
        gap = found.rhythm
        days = said_many("%(count)s day", "%(count)s days", found.rhythm.longest_gap)
        days = said("at least %(days)s", days=days) if gap.gap_at_least else days
        ends = {"first": gap.gap_from, "last": gap.gap_until}
        yield said("longest known time from one to the next: %(days)s, %(first)s to %(last)s", days=days, **ends), ""
    for flow in found.flows:
        sides = {"visitor": flow.visitor, "host": flow.host}
        yield said("visits from %(visitor)s to %(host)s: %(count)s", count=flow.visits, **sides), ""
    for title, counts in (
        (message("counterparts: %(counts)s"), [(one.label, one.engagements) for one in found.counterparts]),
        (message("topics: %(counts)s"), [(named("topic", topic), count) for topic, count in found.topics]),
    ):
        if counts:
            yield said(title, counts=", ".join(f"{name} ({count})" for name, count in counts)), ""
    for person in found.persons:
        yield f"{person.name}  [{person.id}]", "bold"
        for tenure in person.tenures:
            yield f"    {_tenure(tenure)}", ""


def _tenure(tenure: Tenure) -> str:
    post = office_in_short(tenure.office) or tenure.organization or said("acts")
    side = f" ({tenure.country})" if tenure.country else ""
    span = str(tenure.first or said("undated"))
    if tenure.first != tenure.last:
        span = said("%(first)s to %(last)s", first=tenure.first, last=tenure.last)
    count = said_many("%(count)s engagement", "%(count)s engagements", tenure.engagements)
    return said("%(post)s: seen %(span)s, %(count)s", post=f"{post}{side}", span=span, count=count)
