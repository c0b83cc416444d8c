"""Readings made by hand: a report of one sentence an account, with evidence that stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrevue.domain.dates import PartialDate
from entrevue.domain.evidence import Evidence
from entrevue.domain.reading import Account, Claim, Kind, Part, Participation, Reading, Status, Topic
from entrevue.domain.report import Paragraph, Report

Actor = tuple[str | None, str | None, str | None, str | None, str]  # name, office, organisation, country, part

BURNS: Actor = ("William Burns", "directeur de la CIA", "CIA", "US", "visitor")
HAMMOUCHI: Actor = ("Abdellatif Hammouchi", "directeur général de la DGST", "DGST", "MA", "host")
WRAY: Actor = ("Christopher Wray", "FBI Director", "FBI", "US", "visitor")


@dataclass(frozen=True)
class Told:
    """What a report tells of one engagement; `begins`: of its days only that on which it began."""

    kind: str = "meeting"
    start: str | None = "2023-04-07"
    end: str | None = None
    country: str | None = "MA"
    city: str | None = "Rabat"
    actors: Sequence[Actor] = (BURNS, HAMMOUCHI)
    status: str = "held"
    topics: Sequence[str] = ()
    source: str | None = None
    part_of: str | None = None
    begins: bool = False


def reading(
    *told: Told,
    url: str | None = None,
    title: str = "Report",
    publisher: str | None = None,
    published: str = "2023-04-08",
    language: str = "fr",
    claim: str | None = None,
    reader: str = "0.1.0",
    extra: str = "",
) -> Reading:
    """A reading of a report that tells of these engagements, one paragraph each, in words of its own."""
    own = f"({(publisher or url or title).split('//')[-1]})"
    lines = [title]
    lines += [_sentence(number, one, own) for number, one in enumerate(told, 1)]
    lines += [line for line in (claim, extra) if line]
    text = "\n".join(lines)
    starts = [text.index(line, len(title)) for line in lines[1:]]
    paragraphs = tuple(Paragraph(s, s + len(line), language) for s, line in zip(starts, lines[1:], strict=True))
    report = Report(text, paragraphs, len(title), url, publisher, (), PartialDate.parse(published), "option", language)
    accounts = tuple(_account(number, one, text, starts[number - 1]) for number, one in enumerate(told, 1))
    claims = (Claim(claim, _find(text, claim, 0), Kind.VISIT, rank=2, account="e1"),) if claim else ()
    return Reading(report, accounts, claims, reader, language)


def _sentence(number: int, told: Told, own: str) -> str:
    """What is told; `own` stands between all parts of it, so that no two reports have a passage in common."""
    people = [part for actor in told.actors for part in actor[:4] if part]
    where = [part for part in (told.city, told.country) if part]
    parts = [told.kind, str(told.start), *where, *people, *told.topics, *([told.source] if told.source else [])]
    return f"{number}: {f' {own} '.join(parts)}."


def _account(number: int, told: Told, text: str, after: int) -> Account:
    values = {"kind": told.kind, "start": told.start, "city": told.city, "source": told.source}
    return Account(
        id=f"e{number}",
        kind=Kind(told.kind),
        start=PartialDate.parse(told.start) if told.start else None,
        end=PartialDate.parse(end) if (end := told.end or (None if told.begins else told.start)) else None,
        country=told.country,
        city=told.city,
        status=Status(told.status),
        participants=tuple(_participation(actor, text, after) for actor in told.actors),
        topics=tuple(Topic(words, _find(text, words, after), "security") for words in told.topics),
        source=told.source,
        part_of=told.part_of,
        evidence={name: _find(text, value, after) for name, value in values.items() if value},
    )


def _participation(actor: Actor, text: str, after: int) -> Participation:
    name, office, organization, country, part = actor
    values = {"name": name, "office": office, "organization": organization}
    evidence = {key: _find(text, value, after) for key, value in values.items() if value}
    return Participation(name, office, organization, country, Part(part), evidence)


def _find(text: str, words: str, after: int) -> Evidence:
    start = text.index(words, after)
    return Evidence(start, start + len(words), words)
