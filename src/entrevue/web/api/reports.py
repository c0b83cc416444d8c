"""Reports: the texts that everything leads back to."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from entrevue.domain.recorded import ReportVersion
from entrevue.web.api import values
from entrevue.web.api.common import KEPT, NUMBERS, Cursor, Id, Limit, Page, Wire, linked
from entrevue.web.site import ledger_of

router = APIRouter(prefix="/reports", tags=["reports"])


class Report(Wire):
    """A report as the ledger keeps it."""

    id: str = Field(examples=["r-9a"])
    version: int
    title: str | None
    url: str | None
    publisher: str | None
    authors: list[str]
    published: str | None
    published_from: str | None = Field(description="what told the date")
    language: str | None
    recorded: str
    notes: list[str]


class Paragraph(Wire):
    """A paragraph: `text[start:end]`, in code points."""

    start: int
    end: int
    language: str | None


class ReportSheet(Wire):
    """A report with its text and what it tells; accounts and claims belong to the current version alone."""

    report: Report
    versions: int
    text: str = Field(description="the text in which all offsets count code points")
    paragraphs: list[Paragraph]
    chrome: list[str] = Field(description="lines of the page that were kept out of the text")
    accounts: list[values.Account]
    claims: list[values.Claim]
    engagements: dict[str, str] = Field(description="ids of engagements by the accounts that tell of them")
    replies: list[values.Reply]
    noted: values.Noted | None = Field(None, description="what editors wrote beside it; editors alone are told")


def report_value(version: ReportVersion) -> Report:
    """A report without its text."""
    content = version.content
    return Report(
        id=version.report,
        version=version.number,
        title=content.title,
        url=content.url,
        publisher=content.publisher,
        authors=list(content.authors),
        published=str(content.published) if content.published else None,
        published_from=content.published_from,
        language=content.language,
        recorded=version.recorded.isoformat(),
        notes=list(content.notes),
    )


@router.get("", dependencies=KEPT)
def reports(request: Request, response: Response, limit: Limit = 50, cursor: Cursor = None) -> Page[Report]:
    """All reports in the order of recording."""
    found = ledger_of(request).reports(limit=limit + 1, after=cursor)
    return linked(request, response, [report_value(one) for one in found], limit, lambda one: one.id)


@router.get("/{id}", dependencies=KEPT)
def report(
    request: Request,
    id: Id,  # noqa: A002 (the word for it)
    version: Annotated[
        int | None, Query(ge=1, le=NUMBERS, description="An older version; without it the current.")
    ] = None,
) -> ReportSheet:
    """One report with its text, its accounts and claims, and the evidence of each."""
    ledger = ledger_of(request)
    sheet = ledger.report(id, version)
    content = sheet.version.content
    return ReportSheet(
        report=report_value(sheet.version),
        versions=sheet.versions,
        text=content.text,
        paragraphs=[Paragraph(start=one.start, end=one.end, language=one.language) for one in content.paragraphs],
        chrome=list(content.chrome),
        accounts=[values.account(one) for one in sheet.accounts],
        claims=[values.claim(one) for one in sheet.claims],
        engagements={stem: one.id for stem, one in (sheet.engagements or {}).items()},
        replies=[values.reply(one) for one in ledger.replies.published(id)],
        noted=values.noted_of(request, id),
    )
