"""The tables of an export: the tidy tables of engagements, and with them every account and the words behind its fields."""

from collections.abc import Iterator, Mapping

from entrevue.domain.evidence import Evidence
from entrevue.domain.recorded import RecordedAccount
from entrevue.domain.sheets import Told
from entrevue.inquiry.tidy import (
    CLAIMS,
    DYADS,
    ENGAGEMENTS,
    PARTICIPATIONS,
    Column,
    Row,
    Table,
    claim_row,
    dyad_rows,
    engagement_row,
    participation_rows,
)
from entrevue.inquiry.verdicts import verdict
from entrevue.ledger.asking import Asking


def _columns(*told: str, type_: type = str) -> tuple[Column, ...]:
    return tuple(Column(name.strip(), type_, meaning.strip()) for name, meaning in (one.split("|", 1) for one in told))


ACCOUNTS = Table(
    "accounts",
    "what a report says of an engagement",
    _columns(
        "id | id of the account",
        "engagement | id of the engagement that it tells of",
        "report | id of the report",
        "title | title of the report",
        "url | address of the report",
        "publisher | who published it",
        "published | when it was published, as precise as known",
        "language | language of the report (ISO 639-1)",
        "kind | visit, meeting, call, conference or signing",
        "status | held, ongoing, planned or cancelled",
        "start | when it began, as precise as the report tells it",
        "end | when it ended, likewise",
        "country | state in which it took place (ISO 3166 alpha-2)",
        "city | city in which it took place",
        "source | whom the report names as its source",
        "part_of | id of the account of the engagement within which it took place",
        "follows | id of the account of the engagement that it follows up",
        "inferred | fields that do not stand in the text, between blanks",
        "reader | version of the reader and of its language pack",
    )
    + _columns("main | whether it is the report's news rather than its background", type_=bool)
    + _columns(
        "confidence | the chance that the account is right, as its reader sees it: between 0 and 1", type_=float
    ),
)
EVIDENCE = Table(
    "evidence",
    "the words of a report behind a field",
    _columns(
        "account | id of the account",
        "engagement | id of the engagement",
        "report | id of the report",
        "participation | address of the participant in the account, for a field of one",
        "field | the field that the words support: start, city, name, office, topic …",
        "value | the value of the field",
        "quote | the words",
    )
    + _columns(
        "quote_start | where they begin in the report's text, in Unicode code points",
        "quote_end | where they end, exclusive",
        type_=int,
    ),
)
TABLES: Mapping[str, Table] = {
    one.name: one for one in (ENGAGEMENTS, PARTICIPATIONS, DYADS, ACCOUNTS, EVIDENCE, CLAIMS)
}
# What names a row, and which columns name a row of another table.
KEYS: Mapping[str, str] = {"engagements": "id", "participations": "participation", "accounts": "id", "claims": "id"}
REFERS: Mapping[str, Mapping[str, str]] = {
    "participations": {"engagement": "engagements"},
    "dyads": {"engagement": "engagements"},
    "accounts": {"engagement": "engagements"},
    "evidence": {"engagement": "engagements", "account": "accounts"},
    "claims": {"engagement": "engagements"},
}


def rows_of(told: Told, asking: Asking) -> Iterator[tuple[str, Row]]:
    """The rows that an engagement gives, each with the name of its table."""
    one = told.engagement
    yield "engagements", engagement_row(one)
    yield from (("participations", row) for row in participation_rows(one))
    yield from (("dyads", row) for row in dyad_rows(one))
    for account in told.accounts:
        yield "accounts", account_row(account, one.id)
        yield from (("evidence", row) for row in evidence_rows(account, one.id))
    for claim in told.claims:
        yield "claims", claim_row(claim, verdict(claim, None, asking), one.id)


def account_row(recorded: RecordedAccount, engagement: str) -> Row:
    """An account as a row of `ACCOUNTS`."""
    account, context = recorded.account, recorded.context
    return {
        "id": recorded.stem,
        "engagement": engagement,
        "report": context.report,
        "title": context.title,
        "url": context.url,
        "publisher": context.publisher,
        "published": _text(context.published),
        "language": context.language,
        "kind": account.kind.value,
        "status": account.status.value,
        "start": _text(account.start),
        "end": _text(account.end),
        "country": account.country,
        "city": account.city,
        "source": account.source,
        "part_of": account.part_of,
        "follows": account.follows,
        "inferred": " ".join(account.inferred),
        "reader": recorded.reader,
        "main": account.main,
        "confidence": round(account.confidence, 2),
    }


def spans_of(recorded: RecordedAccount) -> Iterator[tuple[str | None, str, str | None, Evidence]]:
    """Everything that stands behind an account: the participant's seat (None: of the account), field, value, span."""
    account = recorded.account
    for name, span in account.evidence.items():
        yield None, name, _value(account, name), span
    for topic in account.topics:
        yield None, "topic", topic.topic, topic.evidence
    for place, participation in enumerate(account.participants):
        for name, span in participation.evidence.items():
            yield recorded.seat(place), name, _value(participation, name), span


def evidence_rows(recorded: RecordedAccount, engagement: str) -> Iterator[Row]:
    """The words behind an account as rows of `EVIDENCE`."""
    for seat, name, value, span in spans_of(recorded):
        yield {
            "account": recorded.stem,
            "engagement": engagement,
            "report": recorded.context.report,
            "participation": seat,
            "field": name,
            "value": value,
            "quote": span.quote,
            "quote_start": span.start,
            "quote_end": span.end,
        }


def _value(holder: object, name: str) -> str | None:
    return _text(getattr(holder, name, None))


def _text(value: object) -> str | None:
    return None if value is None else str(value)
