"""The filters that lists, counts and networks share."""

from typing import Annotated

from fastapi import Depends, Query, Request

from entrevue.domain.queries import Query as Asked
from entrevue.domain.reading import Kind, Status
from entrevue.inquiry.filters import query_from
from entrevue.web.noted import permitted

_MOST_STATES = 10
_State = Annotated[str, Query(max_length=100)]


def asked(
    request: Request,
    state: Annotated[
        list[str] | None,
        Query(
            max_length=_MOST_STATES,
            description="A state that is one of the sides, represented or visited, by code or name; repeated: all of them."
            " Where it took place is `place`.",
        ),
    ] = None,
    visitor: Annotated[str | None, Query(max_length=100, description="The state that visits.")] = None,
    host: Annotated[str | None, Query(max_length=100, description="The state that receives.")] = None,
    person: Annotated[str | None, Query(max_length=200, description="A person, by id.")] = None,
    organisation: Annotated[
        str | None, Query(max_length=200, description="An organisation, by acronym or name.")
    ] = None,
    kind: Annotated[Kind | None, Query(description="The kind of engagement.")] = None,
    status: Annotated[Status | None, Query(description="Whether it took place.")] = None,
    topic: Annotated[
        str | None, Query(max_length=100, description="A class of the topic scheme: see `/topics`.")
    ] = None,
    place: Annotated[
        str | None,
        Query(
            max_length=200, description="Where it took place, whoever took part: a state by code or name, or a city."
        ),
    ] = None,
    since: Annotated[
        str | None, Query(max_length=10, description="Not before this day, month or year.", examples=["2023-04"])
    ] = None,
    until: Annotated[str | None, Query(max_length=10, description="Not after this day, month or year.")] = None,
    text: Annotated[
        str | None, Query(max_length=300, description='Words that occur; "a phrase"; begin* for words that begin so.')
    ] = None,
    part_of: Annotated[
        str | None, Query(max_length=200, description="The engagement within which it took place.")
    ] = None,
    role: Annotated[
        str | None, Query(max_length=40, description="A class of office that somebody holds, such as intelligence.")
    ] = None,
    publisher: Annotated[str | None, Query(max_length=200, description="Of a report that tells of it.")] = None,
    language: Annotated[str | None, Query(max_length=8, description="Of a report that tells of it.")] = None,
    origins: Annotated[int | None, Query(ge=1, le=5, description="At least so many independent sources.")] = None,
    review: Annotated[str | None, Query(max_length=8, description="open or accepted.")] = None,
    changed: Annotated[
        str | None,
        Query(
            max_length=10,
            description="A report or a decision came since this day.",
            examples=["2024-03-01"],
        ),
    ] = None,
    tag: Annotated[str | None, Query(max_length=60, description="A tag of editors; for editors alone.")] = None,
    collection: Annotated[
        str | None, Query(max_length=40, description="A collection, by the last part of the address that shares it.")
    ] = None,
    met: Annotated[str | None, Query(max_length=200, description="Another person who took part, by id.")] = None,
    took_place: Annotated[
        bool, Query(description="Only what was held or is going on: nothing planned or called off.")
    ] = False,
    rejected: Annotated[bool, Query(description="Rejected engagements too.")] = False,
) -> Asked:
    """Every filter given must hold."""
    query = query_from(
        states=state or (),
        visitor=visitor,
        host=host,
        person=person,
        organisation=organisation,
        kind=kind,
        status=status,
        topic=topic,
        place=place,
        since=since,
        until=until,
        text=text,
        part_of=part_of,
        rejected=rejected,
        role=role,
        publisher=publisher,
        language=language,
        origins=origins,
        review=review,
        changed=changed,
        tag=tag,
        collection=collection,
        met=met,
        took_place=took_place,
    )
    return permitted(request, query)


Filters = Annotated[Asked, Depends(asked)]
