"""One report: its text with the evidence highlighted, and what it tells."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from entrevue.domain.engagements import Engagement
from entrevue.domain.sheets import ReportSheet
from entrevue.web.labels import Labels
from entrevue.web.locale import tongue_of
from entrevue.web.noted import noted_block
from entrevue.web.rendering import permanent
from entrevue.web.replies import reply_block
from entrevue.web.room import sharing
from entrevue.web.room.pages import room_page
from entrevue.web.room.telling import shown_text
from entrevue.web.room.verdicts import Worded, judged
from entrevue.web.site import ledger_of
from entrevue.web.turns import in_turn

router = APIRouter()


@router.get("/reports/{id}")
@in_turn
def report(
    request: Request,
    id: str,  # noqa: A002 (the word for it)
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """A report in its current version, or an older one."""
    ledger = ledger_of(request)
    sheet = ledger.report(id, version)
    content = sheet.version.content
    title, paragraphs = shown_text(sheet)
    plain = content.title or id
    return room_page(
        request,
        "report.html",
        sheet=sheet,
        report=content,
        heading=title,
        paragraphs=paragraphs,
        plain_title=plain,
        original=content.url if (content.url or "").lower().startswith(("http://", "https://")) else None,
        numbers={one.stem: number for number, one in enumerate(sheet.accounts, 1)},
        verdicts=judged(ledger, sheet.claims),
        worded=Worded(ledger, Labels(tongue_of(request))),
        share=sharing.share(plain, permanent(request, f"/reports/{id}")),
        noted=noted_block(request, id),
        reply_block=reply_block(request, id, _told(sheet)),
    )


def _told(sheet: ReportSheet) -> list[Engagement]:
    """The engagements that a report tells of, each once."""
    return list({one.id: one for one in (sheet.engagements or {}).values()}.values())
