"""The options that say which engagements."""

from typing import Annotated

import typer

from entrevue.domain.queries import Query
from entrevue.domain.reading import Kind, Status

States = Annotated[
    list[str] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="A state that is one of the sides, or is visited; twice for two. Where it took place is --place.",
    ),
]
Since = Annotated[str | None, typer.Option(metavar="DATE", help="Not before this day, month or year.")]
Until = Annotated[str | None, typer.Option(metavar="DATE", help="Not after this day, month or year.")]
Topic = Annotated[str | None, typer.Option(metavar="TOPIC", help="A class of the topic scheme, such as cyber.")]


def query(
    state: States = None,
    visitor: Annotated[str | None, typer.Option(metavar="STATE", help="A state whose people came.")] = None,
    host: Annotated[str | None, typer.Option(metavar="STATE", help="A state whose people received.")] = None,
    person: Annotated[str | None, typer.Option(metavar="ID", help="A person, by id (p-…).")] = None,
    met: Annotated[str | None, typer.Option(metavar="ID", help="Another person who took part too, by id.")] = None,
    organisation: Annotated[
        str | None, typer.Option(metavar="NAME", help="An organisation, by acronym or name.")
    ] = None,
    kind: Annotated[Kind | None, typer.Option(help="The kind of engagement.")] = None,
    status: Annotated[Status | None, typer.Option(help="Whether it took place.")] = None,
    topic: Topic = None,
    place: Annotated[
        str | None,
        typer.Option("--place", metavar="PLACE", help="Where it took place, whoever took part: a state, or a city."),
    ] = None,
    since: Since = None,
    until: Until = None,
    text: Annotated[
        str | None, typer.Option(metavar="WORDS", help='Words that occur; "a phrase"; begin* for words that begin so.')
    ] = None,
    role: Annotated[
        str | None, typer.Option(metavar="CLASS", help="A class of office that somebody holds, such as intelligence.")
    ] = None,
    publisher: Annotated[str | None, typer.Option(metavar="NAME", help="Of a report that tells of it.")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Of a report that tells of it.")] = None,
    origins: Annotated[int | None, typer.Option(metavar="N", help="At least so many independent sources.")] = None,
    review: Annotated[str | None, typer.Option(metavar="STATE", help="open, or accepted by an editor.")] = None,
    changed: Annotated[
        str | None, typer.Option(metavar="DATE", help="A report or a decision came on this day or later.")
    ] = None,
    tag: Annotated[str | None, typer.Option(metavar="TAG", help="A tag of editors.")] = None,
    collection: Annotated[
        str | None, typer.Option(metavar="ID", help="A collection, by id or by the key of its shared address.")
    ] = None,
    took_place: Annotated[
        bool, typer.Option("--took-place", help="Only what was held or is going on: nothing planned or called off.")
    ] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="Rejected engagements too.")] = False,
) -> Query:
    """The engagements that the options tell; every filter given must hold."""
    return asked(
        states=state or (), visitor=visitor, host=host, person=person, organisation=organisation, kind=kind,
        status=status, topic=topic, place=place, since=since, until=until, text=text, rejected=rejected,
        role=role, publisher=publisher, language=language, origins=origins, review=review, changed=changed, tag=tag,
        collection=collection, met=met, took_place=took_place,
    )  # fmt: skip


def days(since: Since = None, until: Until = None) -> Query:
    """The engagements within days."""
    return asked(since=since, until=until)


def asked(**filters: object) -> Query:
    """The query that options make; WrongQuery, which is wrong use, says what would be right."""
    from entrevue.inquiry.filters import query_from

    return query_from(**filters)  # type: ignore[arg-type]
