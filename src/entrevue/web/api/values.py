"""Engagements, accounts, claims, persons and reports as the API gives them, made from the domain's values."""

from fastapi import Request
from pydantic import ConfigDict, Field

from entrevue.domain import engagements as domain
from entrevue.domain.decisions import Decision as DomainDecision
from entrevue.domain.recorded import Context, RecordedAccount, RecordedClaim
from entrevue.domain.replies import Reply as DomainReply
from entrevue.web.api.common import Wire
from entrevue.web.noted import is_editor
from entrevue.web.site import ledger_of
from entrevue.wire import ClaimRecord, EngagementRecord, claim_record, engagement_record


class Saying(Wire):
    """One value that accounts give a field."""

    value: str
    accounts: list[str] = Field(description="ids of the accounts that say so")
    origins: int = Field(description="independent sources among them")


class FieldValue(Wire):
    """A field of an engagement, with everything that reports say of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "value": "2023-04-07",
                    "agree": 2,
                    "of": 2,
                    "origins": 1,
                    "conflict": False,
                    "decision": 12,
                    "sayings": [{"value": "2023-04-07", "accounts": ["a-1", "a-2"], "origins": 1}],
                }
            ]
        }
    )

    value: str | None
    agree: int = Field(description="accounts that say so")
    of: int = Field(description="accounts that say anything of it")
    origins: int = Field(description="independent sources among those that agree")
    conflict: bool = Field(description="whether some say what cannot be true together with it")
    decision: int | None = Field(description="number of the decision that set it")
    inferred: bool = Field(False, description="no report says it: it follows from another engagement")
    sayings: list[Saying]


class Participant(Wire):
    """Who took part, in what capacity, for whom."""

    id: str = Field(description='address in its engagement: a decision corrects "ID.office"')
    shown_as: str
    person: str | None = Field(description="id of the person, where the ledger knows one")
    name: FieldValue
    office: FieldValue
    organization: FieldValue
    country: FieldValue
    part: FieldValue


class TopicSaid(Wire):
    """A point of the agenda in a report's words."""

    quote: str
    topic: str | None = Field(description="class of the topic scheme")
    accounts: list[str]


class Engagement(Wire):
    """A contact between sides, derived from accounts and decisions."""

    id: str = Field(description="id of its first account; the id of any of its accounts leads to it", examples=["a-3f"])
    kind: str = Field(examples=["visit"])
    review: str = Field(description="open, accepted or rejected")
    status: FieldValue
    start: FieldValue
    end: FieldValue
    country: FieldValue
    city: FieldValue
    source: FieldValue
    participants: list[Participant]
    sides: list[str] = Field(description="states represented", examples=[["MA", "US"]])
    topics: list[TopicSaid]
    conflicts: list[str] = Field(description="names of the fields about which reports contradict each other")
    accounts: list[str] = Field(description="ids of its accounts")
    reports: int
    origins: int = Field(description="independent sources among the reports")
    part_of: str | None
    follows: str | None


class Note(Wire):
    """Words of an editor about a report, a person or an engagement."""

    id: str = Field(examples=["n-5c"])
    text: str
    who: str
    made: str
    changed: str | None
    changed_by: str | None


class Noted(Wire):
    """What editors wrote beside something."""

    notes: list[Note]
    tags: list[str]
    collections: list[str] = Field(description="titles of the collections that hold it")


class Origin(Wire):
    """The report that something stands in."""

    report: str = Field(description="id of the report", examples=["r-9a"])
    title: str | None
    url: str | None
    publisher: str | None
    published: str | None
    language: str | None


class Account(Wire):
    """What one report says of one engagement, every field with its evidence."""

    id: str
    origin: Origin
    reader: str = Field(description="version of the reader that told it")
    record: EngagementRecord = Field(description="offsets count code points of the report's text")


class Claim(Wire):
    """What a report says of order, number or rhythm."""

    id: str
    origin: Origin
    record: ClaimRecord


class Tenure(Wire):
    """A person in an office, as reports show it."""

    office: str | None
    organization: str | None
    country: str | None
    first: str | None = Field(description="date of the first engagement in that capacity")
    last: str | None
    engagements: int


class Person(Wire):
    """A person in their official capacity."""

    id: str = Field(examples=["p-5e"])
    name: str
    names: list[str]
    tenures: list[Tenure]


class Decision(Wire):
    """An editor's decision."""

    number: int
    verb: str = Field(examples=["correct"])
    targets: list[str]
    others: list[str]
    field: str | None
    value: str | None
    who: str
    when: str
    why: str
    undone: str | None
    undone_by: str | None


class Reply(Wire):
    """A reader's remark. The address of who wrote it is in no answer of the API."""

    id: str = Field(examples=["y-2b"])
    about: str = Field(description="id of the report or engagement")
    name: str
    text: str
    created: str
    language: str | None
    proposes: "Proposed | None" = Field(description="a correction that it proposes")
    decision: int | None = Field(description="number of the decision that accepted the correction")


class Proposed(Wire):
    """A proposed correction of an engagement's field."""

    engagement: str
    field: str
    value: str


def field_value(field: domain.Field) -> FieldValue:
    """A field."""
    sayings = [Saying(value=one.value, accounts=list(one.stems), origins=one.origins) for one in field.sayings]
    return FieldValue(
        value=field.value,
        agree=field.agree,
        of=field.of,
        origins=field.origins,
        conflict=field.conflict,
        decision=field.decision,
        inferred=field.inferred,
        sayings=sayings,
    )


def engagement(one: domain.Engagement) -> Engagement:
    """An engagement."""
    return Engagement(
        id=one.id,
        kind=one.kind.value,
        review=one.review.value,
        status=field_value(one.status),
        start=field_value(one.start),
        end=field_value(one.end),
        country=field_value(one.country),
        city=field_value(one.city),
        source=field_value(one.source),
        participants=[_participant(participant) for participant in one.participants],
        sides=list(one.sides),
        topics=[TopicSaid(quote=said.quote, topic=said.topic, accounts=list(said.stems)) for said in one.topics],
        conflicts=list(one.conflicts),
        accounts=list(one.stems),
        reports=one.reports,
        origins=one.origins,
        part_of=one.part_of,
        follows=one.follows,
    )


def _participant(one: domain.Participant) -> Participant:
    return Participant(
        id=one.id,
        shown_as=one.shown_as,
        person=one.person,
        name=field_value(one.name),
        office=field_value(one.office),
        organization=field_value(one.organization),
        country=field_value(one.country),
        part=field_value(one.part),
    )


def origin(context: Context) -> Origin:
    """The report of something recorded."""
    return Origin(
        report=context.report,
        title=context.title,
        url=context.url,
        publisher=context.publisher,
        published=_text(context.published),
        language=context.language,
    )


def account(one: RecordedAccount) -> Account:
    """An account with its evidence."""
    record = engagement_record(one.account, evidence=True)
    return Account(id=one.stem, origin=origin(one.context), reader=one.reader, record=record)


def claim(one: RecordedClaim) -> Claim:
    """A claim with its evidence."""
    return Claim(id=one.id, origin=origin(one.context), record=claim_record(one.claim, evidence=True))


def person(one: domain.Person) -> Person:
    """A person with the offices held."""
    tenures = [
        Tenure(
            office=tenure.office,
            organization=tenure.organization,
            country=tenure.country,
            first=_text(tenure.first),
            last=_text(tenure.last),
            engagements=tenure.engagements,
        )
        for tenure in one.tenures
    ]
    return Person(id=one.id, name=one.name, names=list(one.names), tenures=tenures)


def decision(one: DomainDecision) -> Decision:
    """A decision."""
    return Decision(
        number=one.number,
        verb=one.verb.value,
        targets=list(one.targets),
        others=list(one.others),
        field=one.field,
        value=one.value,
        who=one.who,
        when=one.when.isoformat(),
        why=one.why,
        undone=one.undone.isoformat() if one.undone else None,
        undone_by=one.undone_by,
    )


def reply(one: DomainReply) -> Reply:
    """A reply, without what only its moderator may see."""
    proposal = one.proposal
    return Reply(
        id=one.id,
        about=one.about,
        name=one.name,
        text=one.text,
        created=one.created.isoformat(),
        language=one.language,
        proposes=Proposed(engagement=proposal.target, field=proposal.field, value=proposal.value) if proposal else None,
        decision=one.decision,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def noted_of(request: Request, about: str) -> Noted | None:
    """What editors wrote beside something; None for who is no editor."""
    if not is_editor(request):
        return None
    one = ledger_of(request).notes.of(about)
    notes = [
        Note(
            id=note.id,
            text=note.text,
            who=note.who,
            made=note.made.isoformat(),
            changed=note.changed.isoformat() if note.changed else None,
            changed_by=note.changed_by,
        )
        for note in one.notes
    ]
    return Noted(notes=notes, tags=[tag.name for tag in one.tags], collections=[it.title for it in one.collections])
